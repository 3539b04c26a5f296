//! From a body to the control flow of its regions.
//!
//! What is followed lies in slots: a variable has one for each part that can own a followed value, and
//! each temporary has its own. A slot belongs to the scope at whose end the language drops it, by the
//! edition of the crate. What a call does with a value that it is given is not followed into the
//! callee: the value is gone, and what the call gives back is the same value where its type says so.

mod binding;
mod block;
mod collection;
mod condition;
mod control;
mod jump;
mod lend;
mod nested;
mod place;
mod value;

use crate::flow::access::Variables;
use crate::flow::graph::Birth;
use crate::flow::graph::BirthId;
use crate::flow::graph::Block;
use crate::flow::graph::BlockId;
use crate::flow::graph::Event;
use crate::flow::graph::Graph;
use crate::flow::graph::ScopeId;
use crate::flow::graph::Slot;
use crate::flow::graph::SlotId;
use crate::flow::graph::Source;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::Name;
use crate::ir::PatId;
use crate::library::Library;
use crate::resolve::Names;
use crate::source::CfgExpr;
use crate::types::BodyTypes;
use crate::types::Owned;
use crate::types::OwnedValue;
use crate::types::Step;
use crate::types::Type;
use crate::types::TypeId;
use jump::Jump;
use nested::Upvar;

/// So many values are followed in one region; further ones are not.
pub(super) const MOST: usize = 128;

/// All that is known of a body when its graphs are built.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub names: &'a Names,
    pub library: &'a Library,
    pub owned: &'a Owned,
    pub types: &'a BodyTypes,
    pub body: &'a Body,
}

/// The graphs of a body's regions, each with the closure or async block that it is; the body's root
/// stands for the function itself, which comes last.
pub(super) fn graphs(given: Given<'_>) -> (Vec<(ExprId, Graph)>, Variables) {
    let krate = given.names.def(given.types.def).krate;
    let mut builder = Builder {
        given,
        short_tails: given.names.edition(krate) >= 2024,
        frames: Vec::new(),
        locals: Vec::new(),
        done: Vec::new(),
        variables: Variables::default(),
    };
    builder.open_frame(given.body.root, false);
    for &pat in &given.body.params {
        builder.parameter(pat);
    }
    let value = builder.value(given.body.root);
    builder.give(&value);
    builder.close_frame();
    (builder.done, builder.variables)
}

struct Builder<'a> {
    given: Given<'a>,
    /// From edition 2024 on the temporaries of a block's tail and of `if let` die early.
    short_tails: bool,
    /// The regions around this place, the innermost last.
    frames: Vec<Frame>,
    /// The variables in scope, those of outer regions included, the innermost last.
    locals: Vec<Local>,
    done: Vec<(ExprId, Graph)>,
    variables: Variables,
}

/// A region that is being built.
struct Frame {
    expr: ExprId,
    graph: Graph,
    current: BlockId,
    /// The scopes around this place, the innermost last.
    open: Vec<ScopeId>,
    /// To which of them temporaries belong.
    temporaries: usize,
    jumps: Vec<Jump>,
    /// The first variable of its own.
    first_local: usize,
    /// It takes what it names with it.
    is_move: bool,
    upvars: Vec<Upvar>,
}

/// A variable.
struct Local {
    name: Name,
    pat: PatId,
    scope: ScopeId,
    pieces: Vec<Piece>,
}

/// A part of a value that can own a followed value.
#[derive(Clone, Debug)]
struct Piece {
    /// Where it lies in the value.
    at: Vec<Step>,
    slot: SlotId,
}

/// Where what an expression gives belongs.
#[derive(Clone, Copy, Debug)]
struct Home {
    /// The scope of the value itself, as long as nobody takes it.
    scope: ScopeId,
    /// The scope of what it refers to by `&`, where that lives on.
    referents: Option<ScopeId>,
}

impl Home {
    /// What the value refers to dies with the other temporaries.
    fn new(scope: ScopeId) -> Self {
        Self { scope, referents: None }
    }
}

/// What an expression gives: the parts that own something, each in a slot that nobody else has.
type Value = Vec<Piece>;

impl<'a> Builder<'a> {
    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a frame is open while a body is walked")
    }

    fn event(&mut self, event: Event) {
        let frame = self.frame();
        let current = frame.current;
        frame.graph.blocks[current.0 as usize].events.push(event);
    }

    fn new_block(&mut self) -> BlockId {
        let frame = self.frame();
        frame.graph.blocks.push(Block::default());
        BlockId(frame.graph.blocks.len() as u32 - 1)
    }

    fn edge(&mut self, from: BlockId, to: BlockId) {
        self.frame().graph.blocks[from.0 as usize].next.push(to);
    }

    fn current(&mut self) -> BlockId {
        self.frame().current
    }

    /// Goes on in this block, without an edge to it.
    fn continue_in(&mut self, block: BlockId) {
        self.frame().current = block;
    }

    /// A block that follows the current one.
    fn branch(&mut self) -> BlockId {
        let block = self.new_block();
        let current = self.current();
        self.edge(current, block);
        block
    }

    /// The current block goes on to this one.
    fn go_to(&mut self, block: BlockId) {
        let current = self.current();
        self.edge(current, block);
    }

    /// What is written behind this place is not reached from it.
    fn dead(&mut self) {
        let block = self.new_block();
        self.continue_in(block);
    }

    fn open_scope(&mut self) -> ScopeId {
        let frame = self.frame();
        let scope = ScopeId(frame.graph.scopes);
        frame.graph.scopes += 1;
        frame.open.push(scope);
        scope
    }

    fn close_scope(&mut self) {
        let scope = self.frame().open.pop().expect("a scope is closed by who opened it");
        self.event(Event::Exit(scope));
    }

    /// Walks something whose temporaries die at its end. What it gives must lie elsewhere.
    fn terminating<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.open_scope();
        let depth = self.frame().open.len() - 1;
        let outer = std::mem::replace(&mut self.frame().temporaries, depth);
        let found = walk(self);
        self.frame().temporaries = outer;
        self.close_scope();
        found
    }

    /// The scope to which temporaries belong here.
    fn temporaries(&mut self) -> ScopeId {
        let frame = self.frame();
        frame.open[frame.temporaries]
    }

    /// The innermost scope.
    fn innermost(&mut self) -> ScopeId {
        *self.frame().open.last().expect("a frame opens a scope of its own")
    }

    fn slot(&mut self, scope: ScopeId, name: Option<PatId>) -> SlotId {
        let frame = self.frame();
        frame.graph.slots.push(Slot { scope, name, once: false });
        SlotId(frame.graph.slots.len() as u32 - 1)
    }

    /// Hands what one slot owns to another one.
    fn move_to(&mut self, from: SlotId, to: SlotId) {
        let slots = &mut self.frame().graph.slots;
        slots[to.0 as usize].once |= slots[from.0 as usize].once;
        self.event(Event::Move { from, to });
    }

    /// The region gives this, and ends.
    fn give(&mut self, value: &[Piece]) {
        value.iter().for_each(|piece| self.event(Event::Give(piece.slot)));
        self.drop_all(value);
    }

    fn drop_all(&mut self, value: &[Piece]) {
        value.iter().for_each(|piece| self.event(Event::Drop(piece.slot)));
    }

    /// A followed value comes into the region, in a new slot of this scope.
    fn born(&mut self, from: Source, value: OwnedValue, scope: ScopeId) -> Option<Piece> {
        let birth = self.birth(from, &value)?;
        let slot = self.slot(scope, None);
        self.event(Event::Born(slot, birth));
        Some(Piece { at: value.at, slot })
    }

    fn birth(&mut self, from: Source, value: &OwnedValue) -> Option<BirthId> {
        let births = &mut self.frame().graph.births;
        let path = value.path.clone();
        let birth = Birth { from, role: value.role, path, origins: Vec::new() };
        let known = births.iter().position(|known| *known == birth);
        let at = known.unwrap_or_else(|| {
            births.push(birth);
            births.len() - 1
        });
        (at < MOST).then_some(BirthId(at as u32))
    }

    /// What a value of this type owns.
    fn owned(&self, ty: TypeId) -> Vec<OwnedValue> {
        self.given.owned.by(self.given.library, self.given.types, ty)
    }

    /// A value of this type may own something that is followed: by its type, or because nothing speaks
    /// against it.
    fn may_own(&self, ty: TypeId) -> bool {
        match self.given.types.ty(ty) {
            Type::Unknown | Type::Opaque(_) | Type::Dyn(_) | Type::Param(_) => true,
            Type::Function(..) => true,
            Type::Adt(_, args) if args.iter().any(|&arg| self.given.types.carries_code(arg)) => {
                true
            }
            _ => !self.owned(ty).is_empty(),
        }
    }

    fn type_of(&self, expr: ExprId) -> TypeId {
        self.given.types.type_of(expr)
    }

    fn is_built(&self, cfg: Option<&CfgExpr>) -> bool {
        let krate = self.given.names.def(self.given.types.def).krate;
        self.given.names.is_built(krate, cfg)
    }
}
