//! Which state an expression names: what lies behind a lock, an atomic, an entry of a map.

use crate::flow::Access;
use crate::flow::Accesses;
use crate::flow::Root;
use crate::flow::order::origin::Origins;
use crate::flow::order::origin::Way;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::UnaryOp;
use crate::library::Does;
use crate::library::Locks;
use crate::library::Touch as Row;
use crate::library::TypeRole;
use crate::resolve::Symbol;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// So many variables and parts may lie between an expression and what it names.
pub(super) const DEEPEST: usize = 12;

/// A piece of state. Two equal ones are one place, as long as their roots are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Spot {
    /// The value that is named, or the lock.
    pub access: Access,
    /// The way from there, behind the lock.
    pub inside: Vec<Part>,
}

/// A step from a value to a part of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// A field.
    Field(Symbol),
    /// What a collection has under a key.
    Key(Key),
}

/// A key that is sure to be the same where it is written the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// The value of a variable that is never assigned to, or a part of one.
    Named(Access),
    /// A text.
    Text(Box<str>),
    /// A number.
    Number(u64),
}

impl Spot {
    /// One of them is the other or a part of it.
    pub(super) fn overlaps(&self, other: &Spot) -> bool {
        self.access == other.access && self.inside.iter().zip(&other.inside).all(|(a, b)| a == b)
    }

    fn part(mut self, part: Part) -> Self {
        self.inside.push(part);
        self
    }
}

/// Who else may come to a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Reach {
    /// Nobody, and it ends with the code.
    Owned,
    /// Nobody, as long as the code runs.
    Lent,
    /// Others, at any time.
    Shared,
}

/// State that an expression names, or has a copy of.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub spot: Spot,
    /// The call that takes the lock, or that reads.
    pub section: Option<ExprId>,
    /// The expression that leads to the state: the call of the lock, the name of its guard or of a
    /// value.
    pub base: ExprId,
    pub reach: Reach,
}

impl Found {
    fn part(self, part: Part) -> Self {
        Self { spot: self.spot.part(part), ..self }
    }
}

/// All that is needed to tell what expressions of a body name.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub accesses: Accesses<'a>,
    pub origins: &'a Origins,
}

impl Reader<'_> {
    /// The state that a place expression names: behind a guard, or a value itself.
    pub(super) fn place(self, expr: ExprId) -> Option<Found> {
        self.guarded(expr, 0).or_else(|| {
            let reach = self.reach(expr);
            let access = self.accesses.of(expr)?;
            let spot = Spot { access, inside: Vec::new() };
            Some(Found { spot, section: None, base: expr, reach })
        })
    }

    /// What a place expression names behind a guard.
    fn guarded(self, expr: ExprId, depth: usize) -> Option<Found> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(call) = self.lock_call(expr) {
            return self.locked(call, call);
        }
        match &self.accesses.body.exprs[expr].kind {
            ExprKind::Field { base, name } => {
                let field = Part::Field(self.accesses.symbol(*name));
                Some(self.guarded(*base, depth + 1)?.part(field))
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Try(inner) => self.guarded(*inner, depth + 1),
            ExprKind::MethodCall(call) if self.gives(expr) => {
                self.guarded(call.receiver, depth + 1)
            }
            ExprKind::Path(_) => {
                let value = self.only_origin(expr)?;
                let found = match self.lock_call(value) {
                    Some(call) => self.locked(call, expr),
                    // A variable that refers to a part of what a guard protects.
                    None => match self.accesses.body.exprs[value].kind {
                        ExprKind::Ref { .. } => self.guarded(value, depth + 1),
                        _ => None,
                    },
                };
                found.map(|found| Found { base: expr, ..found })
            }
            _ => None,
        }
    }

    fn locked(self, call: ExprId, base: ExprId) -> Option<Found> {
        let receiver = self.receiver(call)?;
        let access = self.accesses.of(receiver)?;
        let inside = match self.locks(call)? {
            Locks::Slot => return None,
            Locks::ExclusivePart | Locks::SharedPart => {
                vec![Part::Key(self.key(self.argument(call, 0)?)?)]
            }
            _ => Vec::new(),
        };
        let reach = self.reach(receiver);
        Some(Found { spot: Spot { access, inside }, section: Some(call), base, reach })
    }

    /// The state of which an expression has the value or a copy, and the section or call that read it.
    pub(super) fn value(self, expr: ExprId, depth: usize) -> Option<Found> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(found) = self.guarded(expr, depth) {
            return Some(found);
        }
        match &self.accesses.body.exprs[expr].kind {
            ExprKind::Field { base, name } => {
                let field = Part::Field(self.accesses.symbol(*name));
                Some(self.value(*base, depth + 1)?.part(field))
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Cast { operand: inner, .. }
            | ExprKind::Try(inner) => self.value(*inner, depth + 1),
            ExprKind::Block(block) => self.value(block.tail?, depth + 1),
            ExprKind::Path(_) => self.value(self.only_origin(expr)?, depth + 1),
            ExprKind::MethodCall(call) => {
                let row = self.row(expr)?;
                match (row.does, row.key) {
                    (Does::Gives, _) => self.value(call.receiver, depth + 1),
                    (Does::Reads, Some(key)) => {
                        let key = Part::Key(self.key(self.argument(expr, key)?)?);
                        let of = self.value(call.receiver, depth + 1);
                        let found = of.or_else(|| self.read_by(expr, call.receiver))?;
                        Some(found.part(key))
                    }
                    (Does::Reads, None) => self.read_by(expr, call.receiver),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What a call reads at once of the value that it is called on.
    fn read_by(self, call: ExprId, receiver: ExprId) -> Option<Found> {
        Some(Found { section: Some(call), ..self.place(receiver)? })
    }

    /// The call that takes the lock of which an expression gives the guard.
    pub(super) fn lock_call(self, expr: ExprId) -> Option<ExprId> {
        let mut at = expr;
        loop {
            if self.locks(at).is_some() {
                return Some(at);
            }
            at = match &self.accesses.body.exprs[at].kind {
                ExprKind::Await(inner) | ExprKind::Try(inner) => *inner,
                // A copy of what is behind the guard is no guard.
                ExprKind::MethodCall(call) if self.gives(at) && !self.copies(at) => call.receiver,
                _ => return None,
            };
        }
    }

    pub(super) fn locks(self, call: ExprId) -> Option<Locks> {
        let path = self.accesses.types.library_callee(call)?;
        self.accesses.library.call(path)?.locks
    }

    pub(super) fn row(self, call: ExprId) -> Option<Row> {
        self.accesses.library.touch(self.accesses.types.library_callee(call)?)
    }

    pub(super) fn gives(self, call: ExprId) -> bool {
        self.row(call).is_some_and(|row| row.does == Does::Gives)
    }

    /// What a call gives is no guard, but what it is called on is one or holds one.
    fn copies(self, call: ExprId) -> bool {
        let types = self.accesses.types;
        !self.is_guard(types.type_of(call), 0)
    }

    fn is_guard(self, ty: TypeId, depth: usize) -> bool {
        match self.accesses.types.ty(ty) {
            Type::Adt(TypeHead::Library(path), args) => {
                let role = self.accesses.library.ty(path).and_then(|row| row.role);
                role.is_some_and(TypeRole::is_followed)
                    || depth < 2 && args.first().is_some_and(|&arg| self.is_guard(arg, depth + 1))
            }
            Type::Ref(_, inner) => depth < 2 && self.is_guard(*inner, depth + 1),
            _ => false,
        }
    }

    /// Where a call finds the state that it touches: its receiver, or its first argument.
    pub(super) fn receiver(self, call: ExprId) -> Option<ExprId> {
        match &self.accesses.body.exprs[call].kind {
            ExprKind::MethodCall(call) => Some(call.receiver),
            ExprKind::Call { args, .. } => args.first().copied(),
            _ => None,
        }
    }

    /// The argument with this number, behind the state.
    pub(super) fn argument(self, call: ExprId, number: usize) -> Option<ExprId> {
        match &self.accesses.body.exprs[call].kind {
            ExprKind::MethodCall(call) => call.args.get(number).copied(),
            ExprKind::Call { args, .. } => args.get(number + 1).copied(),
            _ => None,
        }
    }

    /// A key that stays what it is.
    pub(super) fn key(self, expr: ExprId) -> Option<Key> {
        match &self.accesses.body.exprs[expr].kind {
            ExprKind::Literal(Literal::Str(text)) => Some(Key::Text(text.clone())),
            ExprKind::Literal(Literal::Int(number, _)) => Some(Key::Number(*number)),
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => {
                self.key(*operand)
            }
            ExprKind::MethodCall(call) if self.gives(expr) => self.key(call.receiver),
            _ => {
                let access = self.accesses.of(expr)?;
                self.is_fixed(&access).then_some(Key::Named(access))
            }
        }
    }

    fn is_fixed(self, access: &Access) -> bool {
        let body = self.accesses.body;
        let pat = match access.root {
            Root::Local(pat) => pat,
            Root::Parameter(number) => body.params[number],
            Root::Receiver | Root::Static(_) => return true,
        };
        !matches!(body.pats[pat].kind, PatKind::Bind { mutable: true, .. })
    }

    /// The expression of which a variable is the value, where there is just one.
    pub(super) fn only_origin(self, path: ExprId) -> Option<ExprId> {
        let [(value, Way::Whole)] = self.origins.of(self.variable(path)?) else { return None };
        Some(*value)
    }

    /// The variable that a path names.
    pub(super) fn variable(self, path: ExprId) -> Option<PatId> {
        self.accesses.variables.bound.get(&path).copied()
    }

    /// Who else may come to what an expression names.
    fn reach(self, expr: ExprId) -> Reach {
        let types = self.accesses.types;
        match self.is_unshared(types.ty(types.type_of(expr))) {
            // Somebody else has to be seen with a handle to it.
            true => self.reached(expr, Reach::Lent, 0),
            false => self.reached(expr, Reach::Shared, 0),
        }
    }

    /// The same, where a reference alone says so much.
    fn reached(self, expr: ExprId, by_reference: Reach, depth: usize) -> Reach {
        let types = self.accesses.types;
        match types.ty(types.type_of(expr)) {
            Type::Ref(false, _) if by_reference == Reach::Shared => return Reach::Shared,
            Type::Ref(_, inner) if self.is_handle(types.ty(*inner), 0) => return Reach::Shared,
            ty if self.is_handle(ty, 0) => return Reach::Shared,
            _ if depth > DEEPEST => return Reach::Owned,
            _ => {}
        }
        let body = self.accesses.body;
        match &body.exprs[expr].kind {
            ExprKind::Field { base: inner, .. }
            | ExprKind::Ref { operand: inner, .. }
            | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => {
                self.reached(*inner, by_reference, depth + 1)
            }
            ExprKind::Path(_) => {
                let value = self.variable(expr).and_then(|_| self.only_origin(expr));
                let lent = matches!(types.ty(types.type_of(expr)), Type::Ref(..));
                match (value, self.accesses.of(expr).map(|access| access.root)) {
                    (Some(value), _) => self.reached(value, by_reference, depth + 1),
                    (None, Some(Root::Static(_))) => Reach::Shared,
                    _ if lent => Reach::Lent,
                    _ => Reach::Owned,
                }
            }
            ExprKind::MethodCall(call) => self.reached(call.receiver, by_reference, depth + 1),
            _ => Reach::Owned,
        }
    }

    fn is_unshared(self, ty: &Type) -> bool {
        match ty {
            Type::Ref(_, inner) => self.is_unshared(self.accesses.types.ty(*inner)),
            Type::Adt(TypeHead::Library(path), _) => {
                self.accesses.library.ty(path).is_some_and(|row| row.unshared)
            }
            _ => false,
        }
    }

    fn is_handle(self, ty: &Type, depth: usize) -> bool {
        let Type::Adt(TypeHead::Library(path), args) = ty else { return false };
        let row = self.accesses.library.ty(path);
        // What leads to a handle is one: an extractor of a web framework. What owns some is not.
        let leads_on = depth < 2 && !row.is_some_and(|row| row.holds);
        let inner = args.first().filter(|_| leads_on);
        row.and_then(|row| row.role) == Some(TypeRole::Handle)
            || inner.is_some_and(|&arg| self.is_handle(self.accesses.types.ty(arg), depth + 1))
    }
}
