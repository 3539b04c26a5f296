//! A call, in the function that it stands in.

use crate::effects::Heat;
use crate::effects::Place;
use crate::effects::Sought;
use crate::effects::Thread;
use crate::finding::Step;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir;
use crate::ir::ExprId;
use crate::library::Blocks;
use crate::library::Cpu;
use crate::library::Enters;
use crate::model::Deed;
use crate::model::Function;
use crate::source;
use crate::types;
use crate::types::Callee;
use crate::types::Unknown;

/// A call.
#[derive(Clone, Copy, Debug)]
pub struct Call<'m> {
    pub(super) function: Function<'m>,
    pub(super) call: usize,
}

/// Where a call stands in the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Context {
    /// Directly in an async body or a `poll` function.
    Async,
    /// In a plain closure that runs inside one.
    Inline,
    /// In a closure given to an offloader.
    Offloaded,
    /// The rest.
    #[default]
    Sync,
}

impl<'m> Call<'m> {
    /// Both are one call.
    pub fn is(self, other: Call<'_>) -> bool {
        (self.function.body, self.call) == (other.function.body, other.call)
    }

    /// The function that it stands in.
    pub fn function(self) -> Function<'m> {
        self.function
    }

    /// It stands in the text. What the language calls by itself does not: the conversion of `?`, the
    /// next item of a loop.
    pub fn is_written(self) -> bool {
        self.call < self.function.model.types.bodies[self.function.body].written
    }

    /// The variable that goes out of scope, where that is what runs it.
    pub fn ended(self) -> Option<&'m str> {
        self.typed().is_scope_end.then(|| self.text())
    }

    /// The method's name, the first token of the path or the variable, as it stands in the text.
    fn text(self) -> &'m str {
        let span = self.typed().at;
        let text = &self.function.model.workspace.files.get(self.function.file()).text;
        text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// From the first token of the call to its last; of what is not written as a call, the place
    /// where it happens.
    pub fn place(self) -> source::Place {
        let span = match self.is_written() {
            true => self.body().exprs[self.expr()].span,
            false => self.typed().at,
        };
        source::Place { file: self.function.file(), span }
    }

    /// The method's name, or the path.
    pub fn callee_place(self) -> source::Place {
        source::Place { file: self.function.file(), span: self.typed().at }
    }

    /// The callee's path, where it is known.
    pub fn callee_path(self) -> Option<String> {
        match &self.typed().callee {
            Callee::Function(def) => {
                let names = &self.function.model.names;
                Some(names.outside_path(*def).unwrap_or_else(|| names.path(*def)))
            }
            Callee::Library(path) | Callee::Member(path) => Some(path.to_string()),
            Callee::Constructor | Callee::Unknown(_) => None,
        }
    }

    /// The callee is a function of the workspace.
    pub fn is_of_the_workspace(self) -> bool {
        let names = &self.function.model.names;
        match self.typed().callee {
            Callee::Function(def) => !names.is_dependency(names.def(def).krate),
            _ => false,
        }
    }

    /// It makes a tuple struct or variant; nothing runs.
    pub fn is_constructor(self) -> bool {
        self.typed().callee == Callee::Constructor
    }

    /// The callee as the user knows it: `Client::get` of the workspace, `std::fs::read` of others.
    pub fn name(self) -> String {
        match &self.typed().callee {
            Callee::Function(def) => self.function.model.names.known_name(*def),
            Callee::Library(path) | Callee::Member(path) => path.to_string(),
            Callee::Constructor | Callee::Unknown(_) => self.text().to_owned(),
        }
    }

    /// The first thing that was unknown, of a call without known callee.
    pub fn unknown(self) -> Option<Unknown> {
        match self.typed().callee {
            Callee::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The type of a method's receiver, where something is known of it.
    pub fn receiver_type(self) -> Option<String> {
        let ir::ExprKind::MethodCall(call) = &self.body().exprs[self.expr()].kind else {
            return None;
        };
        let model = self.function.model;
        let types = &model.types.bodies[self.function.body];
        let ty = types.type_of(call.receiver);
        (*types.ty(ty) != types::Type::Unknown).then(|| types.text(&model.names, ty))
    }

    /// Where it runs.
    pub fn runs(self) -> Place {
        let place = self.place_of(self.region());
        let places = &self.function.model.places;
        match place {
            Place::Executor if places.is_apart(self.function.body, self.region()) => {
                Place::Offloaded
            }
            _ => place,
        }
    }

    /// How concurrently it runs.
    pub fn heat(self) -> Heat {
        self.function.heat(self.region(), self.place().span.start)
    }

    /// How the call waits, where that can be shown.
    pub fn blocks(self, blocks: Blocks) -> Option<Deed<'m>> {
        self.does(Sought::Blocks(blocks))
    }

    /// How the call computes for so long, where that can be shown.
    pub fn computes(self, cpu: Cpu) -> Option<Deed<'m>> {
        self.does(Sought::Cpu(cpu))
    }

    /// How the call asks this of the runtime whose thread it is on, where that can be shown.
    pub fn enters(self, enters: Enters) -> Option<Deed<'m>> {
        self.does(Sought::Enters(enters))
    }

    /// How the call panics on a thread that no tokio runtime runs, where that can be shown.
    pub fn needs_tokio(self) -> Option<Deed<'m>> {
        self.does(Sought::Needs)
    }

    /// Whose thread it is on, as far as its function tells.
    pub fn thread(self) -> Thread {
        self.function.model.effects.thread(self.function.body, self.region())
    }

    fn does(self, sought: Sought) -> Option<Deed<'m>> {
        let model = self.function.model;
        let at = (self.function.body, self.call);
        let known = (&model.names, &model.types, &model.flow, model.library);
        let witness = model.effects.witness(known, at, sought)?;
        let row = model.library.call(&witness.root);
        Some(Deed { call: self, witness, row, sought })
    }

    /// The call is written in the code of its function's async part or `poll`, and not in a closure.
    pub fn context(self) -> Context {
        let flow = &self.function.model.flow.bodies[self.function.body];
        let mut at = self.region();
        let mut inside_closure = false;
        loop {
            let here = flow.region(at);
            match here.kind {
                RegionKind::Future => break,
                RegionKind::Closure if self.place_of(at) == Place::Offloaded => {
                    return Context::Offloaded;
                }
                RegionKind::Closure => inside_closure = true,
                RegionKind::Root if self.place_of(at) == Place::Executor => break,
                RegionKind::Root => return Context::Sync,
            }
            match here.parent {
                Some(parent) => at = parent,
                None => return Context::Sync,
            }
        }
        if inside_closure { Context::Inline } else { Context::Async }
    }

    fn place_of(self, region: RegionId) -> Place {
        self.function.model.effects.place(self.function.body, region)
    }

    /// It is the direct operand of an `.await`.
    pub fn is_awaited(self) -> bool {
        let flow = &self.function.model.flow.bodies[self.function.body];
        flow.fate_of_call(self.expr()) == crate::flow::Fate::Awaited
    }

    /// The call as one hop of a chain.
    pub(super) fn step(self, label: impl Into<String>) -> Step {
        Step {
            place: self.place(),
            message: format!("`{}` calls `{}`", self.function.name(), self.name()),
            label: label.into(),
        }
    }

    pub(super) fn region(self) -> RegionId {
        let flow = &self.function.model.flow.bodies[self.function.body];
        flow.region_of_call(self.expr())
    }

    pub(super) fn typed(self) -> &'m types::Call {
        &self.function.model.types.bodies[self.function.body].calls[self.call]
    }

    pub(super) fn expr(self) -> ExprId {
        self.typed().expr
    }

    pub(super) fn body(self) -> &'m ir::Body {
        self.function.body()
    }
}
