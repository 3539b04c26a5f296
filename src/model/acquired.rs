//! What an awaited call takes, and a value that is made only afterwards gives back when it is dropped.

use std::collections::BTreeSet;

use crate::effects::Certainty;
use crate::finding::Grade;
use crate::flow::Accesses;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::PatId;
use crate::model::Call;
use crate::model::Function;
use crate::resolve::DefId;
use crate::source;
use crate::sql;
use crate::sql::Scope;
use crate::types::Callee;
use crate::types::Type;
use crate::types::TypeHead;

/// An awaited call that takes something, and the value that is made of it afterwards.
#[derive(Clone, Copy, Debug)]
pub struct Acquired<'m> {
    function: Function<'m>,
    awaited: ExprId,
    guard: ExprId,
    owner: DefId,
    release: Option<Call<'m>>,
    certainty: Certainty,
}

impl<'m> Acquired<'m> {
    /// What is awaited.
    pub fn place(self) -> source::Place {
        self.place_of(self.awaited)
    }

    /// Where the value is made that gives it back.
    pub fn guard(self) -> source::Place {
        self.place_of(self.guard)
    }

    /// The name of that value's type.
    pub fn owner(self) -> String {
        self.function.model.names.short_name(self.owner)
    }

    /// The call in its `Drop` that gives it back, where that is known.
    pub fn release(self) -> Option<Call<'m>> {
        self.release
    }

    /// How sure it is that the two belong together.
    pub fn grade(self) -> Grade {
        let region = self.function.flow().region_of_call(self.awaited);
        let heat = self.function.heat(region, self.place().span.start);
        let certainty = self.certainty;
        Grade { certainty, heat, test: self.function.is_test(), ..Grade::CERTAIN }
    }

    fn place_of(self, expr: ExprId) -> source::Place {
        let span = self.function.body().exprs[expr].span;
        source::Place { file: self.function.file(), span }
    }
}

/// A value of a type that implements `Drop`, where it is made.
#[derive(Clone, Copy)]
struct Made {
    at: ExprId,
    owner: DefId,
    drop: DefId,
}

impl<'m> Function<'m> {
    /// What it takes by awaited calls before it makes the values that give it back.
    pub fn acquired(self) -> Vec<Acquired<'m>> {
        let body = self.body();
        let awaits: Vec<ExprId> = body
            .exprs
            .iter()
            .filter(|(_, expr)| matches!(expr.kind, ExprKind::Await(_)))
            .map(|(id, _)| id)
            .collect();
        if awaits.is_empty() {
            return Vec::new();
        }
        let made: Vec<Made> = body.exprs.iter().filter_map(|(id, _)| self.made(id)).collect();
        if made.is_empty() {
            return Vec::new();
        }
        self.with_accesses(|accesses| {
            let first = |&made: &Made| {
                awaits.iter().find_map(|&awaited| self.acquired_by(accesses, awaited, made))
            };
            made.iter().filter_map(first).collect()
        })
    }

    /// The expression makes a value whose type implements `Drop`: a literal, or a function of the type.
    fn made(self, at: ExprId) -> Option<Made> {
        let (types, names) = (self.types(), &self.model.names);
        let Type::Adt(TypeHead::Def(owner), _) = *types.ty(types.type_of(at)) else { return None };
        match &self.body().exprs[at].kind {
            ExprKind::Struct(_) => {}
            ExprKind::Call { .. } => match types.call(at)?.callee {
                Callee::Constructor => {}
                Callee::Function(def) if names.self_type(def) == Some(owner) => {}
                _ => return None,
            },
            _ => return None,
        }
        let drop = self.model.types.members.drop_of(owner)?;
        Some(Made { at, owner, drop })
    }

    fn acquired_by(
        self,
        accesses: Accesses<'_>,
        awaited: ExprId,
        made: Made,
    ) -> Option<Acquired<'m>> {
        let body = self.body();
        let (before, after) = (body.exprs[awaited].span, body.exprs[made.at].span);
        let ExprKind::Await(future) = body.exprs[awaited].kind else { return None };
        if before.end > after.start || self.region_of(awaited) != self.region_of(made.at) {
            return None;
        }
        let kept = self.variables_in(accesses, made.at);
        let lent = self.variables_in(accesses, future);
        if lent.is_disjoint(&kept) {
            return None;
        }
        let (release, certainty) = match self.takes_session_lock(future) {
            true => (None, Certainty::Certain),
            // That the two functions are halves of one thing is only likely.
            false => (Some(self.release_of(future, made)?), Certainty::Possible),
        };
        let (guard, owner) = (made.at, made.owner);
        Some(Acquired { function: self, awaited, guard, owner, release, certainty })
    }

    /// The call in a `Drop` whose function belongs with the one that is awaited: another one of the
    /// same type or trait.
    fn release_of(self, future: ExprId, made: Made) -> Option<Call<'m>> {
        let taking = self.callee_of(future)?;
        let group = self.group_of(taking).filter(|&group| group != made.owner)?;
        let body = self.model.effects.body_of(made.drop)?;
        let drop = Function { body, ..self };
        drop.calls().find(|call| match call.typed().callee {
            Callee::Function(def) => def != taking && self.group_of(def) == Some(group),
            _ => false,
        })
    }

    fn callee_of(self, call: ExprId) -> Option<DefId> {
        match self.types().call(call)?.callee {
            Callee::Function(def) => Some(def),
            _ => None,
        }
    }

    /// The type whose function it is, or the trait.
    fn group_of(self, function: DefId) -> Option<DefId> {
        let names = &self.model.names;
        names.self_type(function).or_else(|| names.def(function).parent)
    }

    /// SQL in an expression takes a lock that the connection keeps.
    fn takes_session_lock(self, expr: ExprId) -> bool {
        let body = self.body();
        if let ExprKind::Literal(Literal::Str(text)) = &body.exprs[expr].kind {
            return sql::read(text).session.is_some_and(|session| session.scope == Scope::Lock);
        }
        let mut found = false;
        body.each_child(expr, &mut |child| found = found || self.takes_session_lock(child));
        found
    }

    fn variables_in(self, accesses: Accesses<'_>, expr: ExprId) -> BTreeSet<PatId> {
        let mut found: BTreeSet<PatId> = accesses.variables.named_by(expr).into_iter().collect();
        self.body().each_child(expr, &mut |child| found.extend(self.variables_in(accesses, child)));
        found
    }

    fn region_of(self, expr: ExprId) -> RegionId {
        let mut regions = self.flow().regions.iter();
        // An outer region stands before those inside it.
        let inmost = regions.rposition(|region| self.body().holds(region.expr, expr));
        RegionId(inmost.unwrap_or(0) as u32)
    }
}
