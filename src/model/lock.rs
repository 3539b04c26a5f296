//! Locks that are taken while another is held.

use crate::effects::Certainty;
use crate::effects::Taken;
use crate::finding::Step;
use crate::flow::Access;
use crate::flow::Root;
use crate::ir::PatKind;
use crate::library::Locks;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::Guard;
use crate::source;
use crate::types::Type;

/// A call that takes a lock, perhaps in a function behind it.
#[derive(Clone, Copy, Debug)]
pub struct Locking<'m> {
    function: Function<'m>,
    row: usize,
}

/// A lock that is taken while a guard is alive.
#[derive(Clone, Copy, Debug)]
pub struct TakenUnder<'m> {
    /// What is alive.
    pub guard: Guard<'m>,
    /// Where its lock was taken.
    pub first: Locking<'m>,
    /// The call that takes one now.
    pub second: Locking<'m>,
    /// The guard is alive on every way that leads there.
    pub is_sure: bool,
}

impl<'m> Locking<'m> {
    /// The call.
    pub fn call(self) -> Call<'m> {
        Call { function: self.function, call: self.taken().call }
    }

    pub(super) fn is_of(self, call: usize) -> bool {
        self.taken().call == call
    }

    /// How the lock is taken.
    pub fn how(self) -> Locks {
        self.taken().what
    }

    /// The lock, as a reader would name it.
    pub fn name(self) -> String {
        self.function.name_of(self.access())
    }

    /// The chain of calls to the lock, hop by hop; empty where the call takes it itself.
    pub fn trace(self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some((body, row)) = at.taken().behind {
            at = Locking { function: Function { body, ..self.function }, row };
            let (call, is_last) = (at.call(), at.taken().behind.is_none());
            steps.push(call.step(match is_last {
                true => format!("takes `{}`", at.name()),
                false => "called here".to_owned(),
            }));
        }
        steps
    }

    /// It is a static's.
    pub fn is_of_static(self) -> bool {
        matches!(self.access().root, Root::Static(_))
    }

    /// What the call gives is the guard: that of the lock which a function behind it takes is what the
    /// function returns.
    fn is_given_back(self) -> bool {
        let Some((body, row)) = self.taken().behind else { return true };
        let inner = Locking { function: Function { body, ..self.function }, row };
        let call = inner.call();
        let is_made = |guard: Guard<'_>| guard.made_by().is_some_and(|made| made.is(call));
        let mut given = inner.function.guards().filter(|guard| guard.is_given());
        given.any(is_made) && inner.is_given_back()
    }

    pub(super) fn access(self) -> &'m Access {
        &self.taken().access
    }

    fn taken(self) -> &'m Taken {
        &self.function.model.effects.locks.of(self.function.body)[self.row]
    }
}

impl<'m> Function<'m> {
    /// The locks that its calls take, in no order that means anything.
    pub fn lockings(self) -> impl Iterator<Item = Locking<'m>> {
        let rows = 0..self.model.effects.locks.of(self.body).len();
        rows.map(move |row| Locking { function: self, row })
    }

    /// The locks that are taken while a guard of one of these roles is alive.
    pub fn taken_under(self, roles: &'static [TypeRole]) -> Vec<TakenUnder<'m>> {
        if self.model.effects.locks.of(self.body).is_empty() {
            return Vec::new();
        }
        let guards = self.guards().filter(|guard| roles.contains(&guard.role()));
        let mut found = Vec::new();
        for guard in guards {
            let Some(first) = guard.locking() else { continue };
            for (call, is_sure) in guard.calls() {
                let is_other = !call.is(first.call());
                let inside = self.transaction_in_closure(call);
                let is_here = |it: &Locking<'m>| {
                    it.taken().call == call.call
                        || inside.is_some_and(|inside| inside.runs(it.call().expr()))
                };
                let locks = self.lockings().filter(|it| is_other && is_here(it));
                let waits = locks.filter(|locking| locking.waits());
                found.extend(waits.map(|second| TakenUnder { guard, first, second, is_sure }));
            }
        }
        found
    }

    /// A value as a reader would name it: `self.cache`, `QUEUE`, `Store.cache`.
    pub(super) fn name_of(self, access: &Access) -> String {
        let names = &self.model.names;
        let variable = |pat| self.text(self.body().pats[pat].span).to_owned();
        let root = match access.root {
            Root::Receiver => "self".to_owned(),
            Root::Static(def) => names.short_name(def),
            Root::Parameter(number) => variable(self.body().params[number]),
            Root::Local(pat) => variable(pat),
        };
        let fields = access.fields.iter().map(|&field| names.symbols.text(field));
        std::iter::once(root.as_str()).chain(fields).collect::<Vec<_>>().join(".")
    }

    pub(super) fn text(self, span: source::Span) -> &'m str {
        let text = &self.model.workspace.files.get(self.file()).text;
        text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

impl<'m> Guard<'m> {
    /// The lock that it is of, where one call takes just that.
    pub fn locking(self) -> Option<Locking<'m>> {
        let call = self.made_by()?;
        let mut locks = self.function.lockings().filter(|it| it.taken().call == call.call);
        let only = locks.next().filter(|_| locks.next().is_none())?;
        only.is_given_back().then_some(only)
    }

    /// It is of a lock that is a static.
    pub fn is_of_static(self) -> bool {
        self.locking().is_some_and(Locking::is_of_static)
    }
}

impl Locking<'_> {
    /// The call waits for the lock here: it blocks, or what it gives is awaited at once.
    fn waits(self) -> bool {
        let call = self.call();
        let gives_future = matches!(
            call.function.types().ty(call.function.types().type_of(call.expr())),
            Type::Opaque(_)
        );
        !gives_future || call.is_awaited()
    }
}

impl TakenUnder<'_> {
    /// Both are one lock, and the second waits for the first for ever: for certain, or, where both only
    /// read, if somebody who writes has come in between.
    pub fn deadlock(&self) -> Option<Certainty> {
        let (first, second) = (self.first.how(), self.second.how());
        if self.first.access() != self.second.access() || !self.is_one_value() {
            return None;
        }
        let reads = |how| matches!(how, Locks::Shared | Locks::SharedPart | Locks::Borrowed);
        let never = |how| matches!(how, Locks::Reentrant | Locks::Slot);
        match (first, second) {
            _ if never(first) || never(second) => None,
            (Locks::Shared, Locks::Shared) => Some(Certainty::Possible),
            _ if reads(first) && reads(second) => None,
            // A guard that was made under a condition may stand under its opposite here.
            _ if !self.is_sure => Some(Certainty::Possible),
            _ => Some(Certainty::Certain),
        }
    }

    /// Both take one of the places that the same value gives out.
    pub fn is_same_pool(&self) -> bool {
        let (first, second) = (self.first.how(), self.second.how());
        let is_pool = self.is_sure && first == Locks::Slot && second == Locks::Slot;
        is_pool && self.first.access() == self.second.access() && self.is_one_value()
    }

    /// A name means one value only where nothing else is put under it in between.
    fn is_one_value(&self) -> bool {
        let body = self.first.function.body();
        let pat = match self.first.access().root {
            Root::Local(pat) => pat,
            Root::Parameter(number) => body.params[number],
            Root::Receiver | Root::Static(_) => return true,
        };
        !matches!(body.pats[pat].kind, PatKind::Bind { mutable: true, .. })
    }
}
