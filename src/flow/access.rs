//! Which value an expression names: a variable, a parameter, `self`, a static, and the fields on the
//! way. Two expressions that name the same one speak of the same value; what cannot be told for certain
//! has no name.

use rustc_hash::FxHashMap;

use crate::flow::Through;
use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::ItemKind;
use crate::ir::Name;
use crate::ir::PatId;
use crate::ir::UnaryOp;
use crate::ir::ValueKind;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::Symbol;
use crate::types::BodyTypes;
use crate::types::Callee;

/// So many variables may stand for each other, one for the next.
const DEEPEST: usize = 8;

/// A value that code names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Access {
    /// Where it begins.
    pub root: Root,
    /// The fields from there on, whatever pointers lie between.
    pub fields: Vec<Symbol>,
}

/// Where an [`Access`] begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Root {
    /// `self`.
    Receiver,
    /// The parameter with this number, counted behind `self`.
    Parameter(usize),
    /// Another variable, by where it is bound.
    Local(PatId),
    /// A static.
    Static(DefId),
}

/// What the names of variables in a body stand for.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    /// For each place where a variable is named, where it is bound.
    pub(super) bound: FxHashMap<ExprId, PatId>,
    /// What a variable that is never assigned to was bound to.
    pub(super) values: FxHashMap<PatId, ExprId>,
}

impl Variables {
    /// The variable that an expression names, by where it is bound.
    pub fn named_by(&self, expr: ExprId) -> Option<PatId> {
        self.bound.get(&expr).copied()
    }

    /// What a variable that is never assigned to was bound to.
    pub fn value_of(&self, variable: PatId) -> Option<ExprId> {
        self.values.get(&variable).copied()
    }

    /// Each place where a variable is named, with where it is bound, in no order that means anything.
    pub fn mentions(&self) -> impl Iterator<Item = (ExprId, PatId)> {
        self.bound.iter().map(|(&at, &pat)| (at, pat))
    }
}

/// All that is needed to tell what expressions of a body name.
#[derive(Clone, Copy)]
pub struct Accesses<'a> {
    /// The names of the program.
    pub names: &'a Names,
    /// What is known of calls.
    pub library: &'a Library,
    /// What the calls of the body lead to.
    pub types: &'a BodyTypes,
    /// The body.
    pub body: &'a Body,
    /// Its variables.
    pub variables: &'a Variables,
}

impl Accesses<'_> {
    /// What an expression names.
    pub fn of(self, expr: ExprId) -> Option<Access> {
        self.named(expr, 0)
    }

    fn named(self, expr: ExprId, depth: usize) -> Option<Access> {
        if depth > DEEPEST {
            return None;
        }
        match &self.body.exprs[expr].kind {
            ExprKind::Path(path) => {
                if path.is_self() {
                    return Some(Access { root: Root::Receiver, fields: Vec::new() });
                }
                match self.variables.bound.get(&expr) {
                    Some(&pat) => self.variable(pat, depth),
                    None => self.static_item(path),
                }
            }
            ExprKind::Field { base, name } => {
                let mut access = self.named(*base, depth)?;
                access.fields.push(self.symbol(*name));
                Some(access)
            }
            ExprKind::Ref { operand, .. } => self.named(*operand, depth),
            ExprKind::Unary { op: UnaryOp::Deref, operand } => self.named(*operand, depth),
            ExprKind::MethodCall(call) if self.is_alias(expr) => self.named(call.receiver, depth),
            ExprKind::MethodCall(call) => {
                let fields = self.lent_by(expr)?;
                let mut access = self.named(call.receiver, depth + 1)?;
                access.fields.extend(fields);
                Some(access)
            }
            ExprKind::Call { args, .. } if self.is_alias(expr) => self.named(*args.first()?, depth),
            _ => None,
        }
    }

    /// The fields on the way from `self` to what a method of the workspace lends, where it does nothing
    /// else: `fn db(&self) -> &Pool { &self.db }`.
    fn lent_by(self, call: ExprId) -> Option<Vec<Symbol>> {
        let Callee::Function(method) = self.types.call(call)?.callee else { return None };
        let (body, file) = (self.names.body(method)?, self.names.def(method).file);
        if self.names.function(method)?.is_async {
            return None;
        }
        let mut fields = Vec::new();
        let mut is_lent = false;
        let mut at = body.root;
        loop {
            match &body.exprs[at].kind {
                ExprKind::Block(block)
                    if block.kind == BlockKind::Plain && block.stmts.is_empty() =>
                {
                    at = block.tail?;
                }
                ExprKind::Ref { operand, .. } => {
                    is_lent = true;
                    at = *operand;
                }
                ExprKind::Field { base, name } if is_lent => {
                    fields.push(self.names.symbol(file, *name));
                    at = *base;
                }
                ExprKind::Path(path) if path.is_self() => break,
                _ => return None,
            }
        }
        fields.reverse();
        Some(fields).filter(|fields| !fields.is_empty())
    }

    fn variable(self, pat: PatId, depth: usize) -> Option<Access> {
        if let Some(number) = self.body.params.iter().position(|&param| param == pat) {
            return Some(Access { root: Root::Parameter(number), fields: Vec::new() });
        }
        let value = self.variables.values.get(&pat);
        let same = value.and_then(|&value| self.named(value, depth + 1));
        Some(same.unwrap_or(Access { root: Root::Local(pat), fields: Vec::new() }))
    }

    /// The `thread_local!` that an expression names.
    pub fn thread_local(self, expr: ExprId) -> Option<DefId> {
        let ExprKind::Path(path) = &self.body.exprs[expr].kind else { return None };
        let def = self.item(path).filter(|_| !self.variables.bound.contains_key(&expr))?;
        (self.value_kind(def) == Some(ValueKind::ThreadLocal)).then_some(def)
    }

    fn static_item(self, path: &crate::ir::Path) -> Option<Access> {
        let def = self.item(path).filter(|&def| self.is_static(def))?;
        Some(Access { root: Root::Static(def), fields: Vec::new() })
    }

    fn item(self, path: &crate::ir::Path) -> Option<DefId> {
        let def = self.names.def(self.types.def);
        let found = self.names.resolve(self.library, def.scope, def.file, path, Namespace::Values);
        match found.res {
            Res::Def(def) if found.rest == 0 => Some(def),
            _ => None,
        }
    }

    fn is_static(self, def: DefId) -> bool {
        let kinds = [ValueKind::Static, ValueKind::Lazy, ValueKind::TaskLocal];
        self.value_kind(def).is_some_and(|kind| kinds.contains(&kind))
    }

    fn value_kind(self, def: DefId) -> Option<ValueKind> {
        match self.names.item(def).map(|item| &item.kind) {
            Some(ItemKind::Value(value)) => Some(value.kind),
            _ => None,
        }
    }

    /// The call gives another handle to the very value that it is given.
    fn is_alias(self, expr: ExprId) -> bool {
        let row = self.types.library_callee(expr).and_then(|path| self.library.call(path));
        match row.and_then(|row| row.role) {
            Some(CallRole::Alias) => true,
            Some(CallRole::Copies) => {
                let ty = self.types.type_of(expr);
                Through::of(self.library, self.types, ty) == Through::Pool
            }
            _ => false,
        }
    }

    pub(super) fn symbol(self, name: Name) -> Symbol {
        self.names.symbol(self.names.def(self.types.def).file, name)
    }
}
