//! Structs that keep the handle of a task and never use it.

use rustc_hash::FxHashSet;

use crate::ir::ExprKind;
use crate::ir::Fields;
use crate::ir::ItemKind;
use crate::ir::PatKind;
use crate::ir::TypeRef;
use crate::library::TypeRole;
use crate::model::Model;
use crate::resolve::Def;
use crate::resolve::DefId;
use crate::resolve::Res;
use crate::resolve::Symbol;
use crate::source;
use crate::types::BodyTypes;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// A field that holds the handle of a task, and that no code reads.
#[derive(Clone, Debug)]
pub struct ForgottenHandle {
    /// The field.
    pub place: source::Place,
    /// The path of the struct.
    pub owner: String,
    /// `Server::task`.
    pub name: String,
    /// The struct is a test's.
    pub test: bool,
}

/// The fields that code reads; of an owner that is not told, any with this name.
#[derive(Default)]
struct Read {
    of: FxHashSet<(DefId, Symbol)>,
    of_any: FxHashSet<Symbol>,
}

impl Model<'_> {
    /// The fields of structs of judged crates that hold the handle of a task which goes on without
    /// it, and that no code reads: nobody waits for the task or stops it.
    pub fn forgotten_handles(&self) -> Vec<ForgottenHandle> {
        let read = self.read_fields();
        let mut found = Vec::new();
        for (id, def) in self.names.defs() {
            let is_judged = self.workspace.crates[def.krate.index()].judged;
            if let Some(ItemKind::Struct(shape)) = self.names.item(id).map(|item| &item.kind)
                && is_judged
                && let Fields::Named(fields) = &shape.fields
            {
                for field in fields.iter().filter(|field| self.holds_a_task(def, &field.ty)) {
                    let Some(name) = field.name else { continue };
                    let symbol = self.names.symbol(def.file, name);
                    if read.of_any.contains(&symbol) || read.of.contains(&(id, symbol)) {
                        continue;
                    }
                    let letters = self.names.symbols.text(symbol);
                    found.push(ForgottenHandle {
                        place: source::Place { file: def.file, span: field.span },
                        owner: self.names.path(id),
                        name: format!("{}::{letters}", self.names.short_name(id)),
                        test: def.test,
                    });
                }
            }
        }
        found
    }

    fn holds_a_task(&self, def: &Def, ty: &TypeRef) -> bool {
        let TypeRef::Path(path) = ty else { return false };
        let head = self.names.type_head(self.library, def.scope, def.file, ty);
        let Res::Library(item) = head else { return false };
        let Some(row) = self.library.ty(&item.path) else { return false };
        let args = path.segments.last().and_then(|last| last.args.as_deref());
        let mut inside = args.map_or(&[][..], |args| &args.types).iter();
        row.role == Some(TypeRole::DetachingTask)
            || row.holds && inside.any(|ty| self.holds_a_task(def, ty))
    }

    fn read_fields(&self) -> Read {
        let mut read = Read::default();
        for types in &self.types.bodies {
            let Some(body) = self.names.body(types.def) else { continue };
            let file = self.names.def(types.def).file;
            let mut written = FxHashSet::default();
            for (_, expr) in body.exprs.iter() {
                if let ExprKind::Assign { op: None, lhs, .. } = expr.kind {
                    written.insert(lhs);
                }
            }
            for (id, expr) in body.exprs.iter() {
                if let ExprKind::Field { base, name } = expr.kind
                    && !written.contains(&id)
                {
                    read.insert(types, types.type_of(base), self.names.symbol(file, name));
                }
            }
            for (id, pat) in body.pats.iter() {
                if let PatKind::Struct { fields, .. } = &pat.kind {
                    for &(name, _) in fields {
                        read.insert(types, types.type_of_pat(id), self.names.symbol(file, name));
                    }
                }
            }
        }
        read
    }
}

impl Read {
    fn insert(&mut self, types: &BodyTypes, owner: TypeId, name: Symbol) {
        match types.ty(owner) {
            Type::Ref(_, inner) => self.insert(types, *inner, name),
            Type::Adt(TypeHead::Def(def), _) => {
                self.of.insert((*def, name));
            }
            _ => {
                self.of_any.insert(name);
            }
        }
    }
}
