//! A value that matters as long as it lives: a guard, a permit, a transaction.

use std::collections::BTreeMap;

use crate::effects::Heat;
use crate::effects::Place as Runs;
use crate::finding::Grade;
use crate::flow::Alive;
use crate::flow::Birth;
use crate::flow::BirthId;
use crate::flow::Kept;
use crate::flow::RegionId;
use crate::flow::Sequence;
use crate::flow::Source;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::SlowAwait;
use crate::source;
use crate::source::Span;
use crate::types::Type;
use crate::types::TypeHead;

/// A value that matters as long as it lives, from where it comes into the region on.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'m> {
    pub(super) function: Function<'m>,
    /// The region among those that are kept.
    pub(super) region: usize,
    pub(super) birth: BirthId,
}

/// A guard that may be alive where the task yields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    /// What the user sees of the suspension: the keyword `await`, the name of the macro.
    pub at: source::Place,
    /// The variable that holds the guard; of a temporary the expression that makes it.
    pub holder: source::Place,
    /// The guard has a variable.
    pub is_named: bool,
}

impl<'m> Guard<'m> {
    /// What it is for.
    pub fn role(self) -> TypeRole {
        self.birth().role
    }

    /// The path of its type: of what it has become in the variable that holds it, an entry of a map the
    /// reference to a value.
    pub fn type_path(self) -> &'m str {
        let types = self.function.types();
        let held = self.holder().map(|pat| types.ty(types.type_of_pat(pat)));
        let library = self.function.model.library;
        match held {
            Some(Type::Adt(TypeHead::Library(path), _))
                if library.ty(path).is_some_and(|row| row.role == Some(self.role())) =>
            {
                path
            }
            _ => &self.birth().path,
        }
    }

    /// The call or `.await` that makes it, or the parameter or variable by which it is handed in.
    pub fn place(self) -> source::Place {
        let body = self.function.body();
        let span = match self.birth().from {
            Source::Made(expr) => body.exprs[expr].span,
            Source::Given(pat) => body.pats[pat].span,
        };
        source::Place { file: self.function.file(), span }
    }

    /// The calls or `.await`s that may have made it; of one that a closure or async block takes with it
    /// those outside. None of a parameter.
    pub fn makers(self) -> Vec<source::Place> {
        let (birth, body) = (self.birth(), self.function.body());
        let made = match birth.from {
            Source::Made(expr) => vec![expr],
            Source::Given(_) => birth.origins.clone(),
        };
        let place =
            |expr| source::Place { file: self.function.file(), span: body.exprs[expr].span };
        made.into_iter().map(place).collect()
    }

    /// The call that makes it, where one does: behind an `.await` the call that made the future.
    pub fn made_by(self) -> Option<Call<'m>> {
        let Source::Made(mut expr) = self.birth().from else { return None };
        if let ExprKind::Await(future) = self.function.body().exprs[expr].kind {
            expr = future;
        }
        let call = self.function.types().position_of(expr)?;
        Some(Call { function: self.function, call })
    }

    /// Where the task may yield while it is alive, in the order of the text.
    pub fn held(self) -> Vec<Held> {
        let alive = self.kept().suspensions.iter().filter(|alive| alive.birth == self.birth);
        let mut held: Vec<Held> = alive.map(|alive| self.held_at(alive)).collect();
        held.sort_by_key(|held| (held.at, held.holder));
        held
    }

    /// It is alive on every way that leads to this suspension.
    pub(super) fn is_surely_held_at(self, at: ExprId) -> bool {
        let mut alive = self.kept().suspensions.iter();
        alive.any(|alive| alive.birth == self.birth && alive.at == at && alive.is_sure)
    }

    /// It may be dropped after something was written to it, without having been flushed, on a way that
    /// does not fail.
    pub fn is_unflushed(self) -> bool {
        self.kept().unflushed.contains(&self.birth)
    }

    /// It never leaves its variable, and may be dropped at the end of that where nothing failed.
    pub(super) fn is_left(self) -> bool {
        self.kept().left.contains(&self.birth)
    }

    /// The order of the calls of its region; none where that is not kept.
    pub(super) fn sequence(self) -> Option<&'m Sequence> {
        self.kept().sequence.as_ref()
    }

    /// It is what its function gives.
    pub(super) fn is_given(self) -> bool {
        self.region() == RegionId::ROOT && self.kept().given.contains(&self.birth)
    }

    /// The awaits while it is alive that wait for something outside of the program, save those of what
    /// the guard itself protects: what is awaited there is made of it.
    pub fn slow_awaits(self) -> Vec<SlowAwait<'m>> {
        let alive = self.kept().suspensions.iter().filter(|alive| alive.birth == self.birth);
        let mut found: Vec<SlowAwait<'m>> =
            alive.filter_map(|alive| SlowAwait::of(self, alive)).collect();
        found.sort_by_key(|it| it.call().place());
        found
    }

    /// The calls that are made while it may be alive, in the order of the text, and whether it is on
    /// every way there.
    pub fn calls(self) -> Vec<(Call<'m>, bool)> {
        let alive = self.kept().calls.iter().filter(|alive| alive.birth == self.birth);
        let mut at: BTreeMap<usize, bool> = BTreeMap::new();
        for alive in alive {
            if let Some(call) = self.function.types().position_of(alive.at) {
                *at.entry(call).or_default() |= alive.is_sure;
            }
        }
        let call = |(call, is_sure)| (Call { function: self.function, call }, is_sure);
        at.into_iter().map(call).collect()
    }

    /// Where the code runs that holds it.
    pub fn runs(self) -> Runs {
        let model = self.function.model;
        model.effects.place(self.function.body, self.region())
    }

    /// How concurrently that code runs.
    pub fn heat(self) -> Heat {
        self.function.heat(self.region(), self.place().span.start)
    }

    /// Certain, and as hot as the code that holds it.
    pub fn grade(self) -> Grade {
        Grade { heat: self.heat(), test: self.function.is_test(), ..Grade::CERTAIN }
    }

    fn held_at(self, alive: &Alive) -> Held {
        let file = self.function.file();
        let holder = match (alive.holder, self.birth().from) {
            (Some(pat), _) | (None, Source::Given(pat)) => Some(pat),
            (None, Source::Made(_)) => None,
        };
        let span = |pat: PatId| self.function.body().pats[pat].span;
        let place = |span: Span| source::Place { file, span };
        Held {
            at: place(self.function.suspension(alive.at)),
            holder: holder.map_or(self.place(), |pat| place(span(pat))),
            is_named: holder.is_some(),
        }
    }

    pub(super) fn region(self) -> RegionId {
        let flow = &self.function.model.flow.bodies[self.function.body];
        let at = flow.regions.iter().position(|region| region.expr == self.kept().region);
        at.map_or(RegionId::ROOT, |at| RegionId(at as u32))
    }

    /// The one variable that ever holds it.
    pub(super) fn holder(self) -> Option<PatId> {
        let kept = self.kept();
        let alive = kept.suspensions.iter().chain(&kept.calls);
        let alive = alive.filter(|alive| alive.birth == self.birth);
        let mut holders: Vec<PatId> = alive.filter_map(|alive| alive.holder).collect();
        holders.sort();
        holders.dedup();
        match holders[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    pub(super) fn source(self) -> Source {
        self.birth().from
    }

    fn kept(self) -> &'m Kept {
        &self.function.model.flow.bodies[self.function.body].kept[self.region]
    }

    fn birth(self) -> &'m Birth {
        &self.kept().births[self.birth.index()]
    }
}

/// Guards of one origin that may be alive where the task yields.
#[derive(Clone, Debug)]
pub struct HeldGuard<'m> {
    /// One of them.
    pub guard: Guard<'m>,
    /// What makes it, in the region where that stands: a call or an `.await`; of a parameter its name.
    pub place: source::Place,
    /// Where the task may yield, in the order of the text.
    pub held: Vec<Held>,
}

impl<'m> Function<'m> {
    /// The guards of a role that may be alive where the task yields, each told once: one that an async
    /// block takes with it is the one that was made outside.
    pub fn held_guards(self, role: TypeRole) -> Vec<HeldGuard<'m>> {
        let mut found: BTreeMap<source::Place, HeldGuard<'m>> = BTreeMap::new();
        for guard in self.guards().filter(|guard| guard.role() == role) {
            let held = guard.held();
            if held.is_empty() {
                continue;
            }
            let place = guard.makers().first().copied().unwrap_or(guard.place());
            let entry = found.entry(place);
            entry.or_insert(HeldGuard { guard, place, held: Vec::new() }).held.extend(held);
        }
        found.into_values().collect()
    }

    /// The guards and the like that are followed in it, in its closures and async blocks too.
    pub fn guards(self) -> impl Iterator<Item = Guard<'m>> {
        let kept = &self.model.flow.bodies[self.body].kept;
        kept.iter().enumerate().flat_map(move |(region, kept)| {
            let births = (0..kept.births.len() as u32).map(BirthId);
            births.map(move |birth| Guard { function: self, region, birth })
        })
    }

    /// What the user sees of a suspension.
    pub(super) fn suspension(self, at: ExprId) -> Span {
        let expr = &self.body().exprs[at];
        match &expr.kind {
            ExprKind::Await(_) => Span { start: expr.span.end - "await".len() as u32, ..expr.span },
            ExprKind::Select(select) => select.path.span,
            ExprKind::Join { path, .. } => path.span,
            _ => expr.span,
        }
    }
}
