//! Values that belong to the thread that made them, and are used on another one.

use crate::effects::Certainty;
use crate::finding::Grade;
use crate::flow::Accesses;
use crate::flow::Fate;
use crate::flow::Region;
use crate::flow::RegionKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Fields;
use crate::ir::Impl;
use crate::ir::ItemKind;
use crate::ir::TypeRef;
use crate::ir::UnaryOp;
use crate::library::Bound;
use crate::library::CallRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::Model;
use crate::resolve::Def;
use crate::resolve::DefId;
use crate::resolve::Res;
use crate::source;
use crate::source::Span;
use crate::types::Callee;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// So many structs are looked into, one in the other.
const DEEPEST: usize = 3;

/// A value that belongs to the thread that made it, where it is used on another one.
#[derive(Clone, Copy, Debug)]
pub struct Stray<'m> {
    function: Function<'m>,
    used: ExprId,
    /// The call that runs the closure elsewhere.
    pub offload: Call<'m>,
    why: Why,
    certainty: Certainty,
}

/// Why a value belongs to its thread, and may go to another one all the same.
#[derive(Clone, Copy, Debug)]
struct Why {
    bound: Bound,
    /// None where a library's type checks its thread.
    claim: Option<Claim>,
}

/// An impl by which a type of the workspace says of itself that it may go to another thread.
#[derive(Clone, Copy, Debug)]
struct Claim {
    owner: DefId,
    by: DefId,
}

impl<'m> Stray<'m> {
    /// Where it is used.
    pub fn place(self) -> source::Place {
        let span = self.function.body().exprs[self.used].span;
        source::Place { file: self.function.file(), span }
    }

    /// How it belongs to its thread.
    pub fn bound(self) -> Bound {
        self.why.bound
    }

    /// The name of its type.
    pub fn name(self) -> String {
        let names = &self.function.model.names;
        let types = self.function.types();
        match (self.why.claim, types.ty(types.type_of(self.used))) {
            (Some(claim), _) => names.short_name(claim.owner),
            (None, Type::Adt(TypeHead::Library(path), _)) => {
                path.rsplit("::").next().unwrap_or(path).to_owned()
            }
            _ => "a value".to_owned(),
        }
    }

    /// The impl of `Send` that lets it go.
    pub fn claim(self) -> Option<source::Place> {
        let claim = self.why.claim?.by;
        let names = &self.function.model.names;
        let span = names.item(claim)?.name_span;
        Some(source::Place { file: names.def(claim).file, span })
    }

    /// Certain unless another thread may use it after all.
    pub fn grade(self) -> Grade {
        let (certainty, heat) = (self.certainty, self.offload.heat());
        Grade { certainty, heat, test: self.function.is_test(), ..Grade::CERTAIN }
    }
}

impl<'m> Function<'m> {
    /// The values that belong to this function's thread and are used in closures that run on another.
    pub fn strays(self) -> Vec<Stray<'m>> {
        let away = self.flow().regions.iter().filter_map(|region| {
            let is_closure = region.kind == RegionKind::Closure;
            Some((region, self.other_thread(region)?)).filter(|_| is_closure)
        });
        let away: Vec<(&Region, Call<'m>)> = away.collect();
        if away.is_empty() || !self.names_bound_types() {
            return Vec::new();
        }
        self.with_accesses(|accesses| {
            let strays = away.into_iter().filter_map(|(region, offload)| {
                let (used, why) = self.used_in(accesses, region.expr)?;
                let certainty = match why.bound {
                    Bound::Thread | Bound::Checked => Certainty::Certain,
                    Bound::Together if self.keeps_a_handle() => Certainty::Certain,
                    Bound::Together | Bound::Address => Certainty::Possible,
                };
                Some(Stray { function: self, used, offload, why, certainty })
            });
            strays.collect()
        })
    }

    /// The call that runs a region's closure on another thread.
    fn other_thread(self, region: &Region) -> Option<Call<'m>> {
        let Fate::Argument(call, _) = region.fate else { return None };
        let offloads = self.role_of(call) == Some(CallRole::Offload);
        self.call_at(call).filter(|_| offloads && self.starts_elsewhere(call))
    }

    fn names_bound_types(self) -> bool {
        self.types().all().iter().any(|ty| self.bound_of(ty).is_some())
    }

    /// What in a closure is done with a value that was moved into it, and how that is bound.
    fn used_in(self, accesses: Accesses<'_>, closure: ExprId) -> Option<(ExprId, Why)> {
        let body = self.body();
        let ExprKind::Closure(written) = &body.exprs[closure].kind else { return None };
        let around = body.exprs[closure].span;
        let mut named = Vec::new();
        self.each_named(written.body, &mut |used, by| named.push((used, by)));
        let is_outside = |used: ExprId| {
            let bound = accesses.variables.named_by(used).map(|pat| body.pats[pat].span);
            bound.is_some_and(|it: Span| it.end <= around.start || it.start >= around.end)
        };
        named.iter().find_map(|&(used, by)| {
            let ty = self.types().type_of(used);
            let why = self.bound_of(self.types().ty(ty))?;
            let same =
                |it: ExprId| self.types().ty(self.types().type_of(it)) == self.types().ty(ty);
            let is_moved = named.iter().any(|&(it, _)| is_outside(it) && same(it));
            let is_used = by.is_some_and(|by| self.uses(by, used, why.bound));
            (is_moved && is_used).then_some((used, why))
        })
    }

    /// Calls `visit` with each path in an expression and what stands around it; what is in closures
    /// further in may run elsewhere again.
    fn each_named(self, expr: ExprId, visit: &mut dyn FnMut(ExprId, Option<ExprId>)) {
        let body = self.body();
        body.each_child(expr, &mut |child| match body.exprs[child].kind {
            ExprKind::Path(_) => visit(child, Some(expr)),
            ExprKind::Closure(_) => {}
            _ => self.each_named(child, visit),
        });
    }

    /// An expression uses a value and does not just hand it on.
    fn uses(self, by: ExprId, value: ExprId, bound: Bound) -> bool {
        match &self.body().exprs[by].kind {
            ExprKind::MethodCall(call) if call.receiver == value => {
                bound != Bound::Checked || !self.may_only_ask(by, value)
            }
            ExprKind::Field { base, .. } => *base == value,
            ExprKind::Unary { op: UnaryOp::Deref, .. } => true,
            _ => false,
        }
    }

    /// A method of the checking type itself, where it gives no reference to what is inside: it may be
    /// the question whether that may be used here.
    fn may_only_ask(self, call: ExprId, value: ExprId) -> bool {
        let types = self.types();
        let Type::Adt(TypeHead::Library(owner), _) = types.ty(types.type_of(value)) else {
            return true;
        };
        let of_owner =
            |path: &str| path.strip_prefix(&**owner).is_some_and(|rest| rest.starts_with("::"));
        let is_reference = matches!(types.ty(types.type_of(call)), Type::Ref(..));
        let is_own = match types.call(call).map(|call| &call.callee) {
            Some(Callee::Function(_)) => false,
            Some(Callee::Library(path)) => of_owner(path),
            _ => true,
        };
        is_own && !is_reference
    }

    /// Such a value is made of a copy of a handle: the other one stays here.
    fn keeps_a_handle(self) -> bool {
        let (body, types) = (self.body(), self.types());
        let is_copy = |arg: ExprId| {
            let is_handle = self.row_bound(types.type_of(arg)) == Some(Bound::Together);
            is_handle && matches!(self.role_of(arg), Some(CallRole::Alias | CallRole::Copies))
        };
        body.exprs.iter().any(|(id, expr)| {
            let parts: Vec<ExprId> = match &expr.kind {
                ExprKind::Call { args, .. } => args.to_vec(),
                ExprKind::Struct(literal) => literal.fields.iter().map(|field| field.1).collect(),
                _ => return false,
            };
            parts.into_iter().any(is_copy) && self.bound_of(types.ty(types.type_of(id))).is_some()
        })
    }

    fn row_bound(self, ty: TypeId) -> Option<Bound> {
        match self.types().ty(ty) {
            Type::Adt(TypeHead::Library(path), _) => self.model.library.ty(path)?.bound,
            _ => None,
        }
    }

    /// How the values of a type are bound that the compiler lets go to another thread.
    fn bound_of(self, ty: &Type) -> Option<Why> {
        match ty {
            Type::Adt(TypeHead::Library(path), _) => {
                let bound = self.model.library.ty(path)?.bound?;
                (bound == Bound::Checked).then_some(Why { bound, claim: None })
            }
            Type::Adt(TypeHead::Def(owner), args) => {
                let claim = Claim { owner: *owner, by: self.model.claim_of(*owner)? };
                let args = args.iter().filter_map(|&arg| self.row_bound(arg));
                let inside = self.model.bound_inside(*owner, 0).into_iter();
                Some(Why { bound: inside.chain(args).min()?, claim: Some(claim) })
            }
            _ => None,
        }
    }
}

impl Model<'_> {
    /// The impl by which a type says of itself, whatever its arguments, that it may go to another
    /// thread.
    fn claim_of(&self, owner: DefId) -> Option<DefId> {
        let of_owner = |&&claim: &&DefId| {
            let head = self.names.impl_head(claim);
            head.is_some_and(|head| head.self_type == Res::Def(owner))
        };
        let claim = *self.types.members.impls_of_send().iter().find(of_owner)?;
        let ItemKind::Impl(shape) = &self.names.item(claim)?.kind else { return None };
        // A container that asks its content is no way round the compiler.
        (!asks(shape)).then_some(claim)
    }

    /// What a type of the workspace has in its fields that belongs to a thread.
    fn bound_inside(&self, owner: DefId, depth: usize) -> Option<Bound> {
        let def = self.names.def(owner);
        let all: Vec<&Fields> = match &self.names.item(owner)?.kind {
            ItemKind::Struct(shape) => vec![&shape.fields],
            ItemKind::Enum(shape) => shape.variants.iter().map(|it| &it.fields).collect(),
            _ => return None,
        };
        let fields = all.into_iter().flat_map(Fields::all);
        fields.filter_map(|field| self.bound_in(def, &field.ty, depth)).min()
    }

    fn bound_in(&self, def: &Def, ty: &TypeRef, depth: usize) -> Option<Bound> {
        match ty {
            TypeRef::Pointer(_) => Some(Bound::Address),
            TypeRef::Array(inner) => self.bound_in(def, inner, depth),
            TypeRef::Tuple(parts) => {
                parts.iter().filter_map(|part| self.bound_in(def, part, depth)).min()
            }
            TypeRef::Path(path) => {
                match self.names.type_head(self.library, def.scope, def.file, ty) {
                    Res::Library(item) => {
                        let row = self.library.ty(&item.path)?;
                        let args = path.segments.last().and_then(|last| last.args.as_deref());
                        let args = args.filter(|_| row.holds).map_or(&[][..], |args| &args.types);
                        let inside = args.iter().filter_map(|ty| self.bound_in(def, ty, depth));
                        row.bound.into_iter().chain(inside).min()
                    }
                    Res::Def(inner) if depth < DEEPEST && self.claim_of(inner).is_none() => {
                        self.bound_inside(inner, depth + 1)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// An impl holds only for some arguments of its type.
fn asks(shape: &Impl) -> bool {
    shape.generics.bounds.iter().any(|(_, bounds)| !bounds.is_empty())
}
