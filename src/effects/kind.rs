//! The kinds of effect. Each rises from callee to caller for itself.

use crate::library::Blocks;
use crate::library::CallRow;
use crate::library::Cpu;
use crate::library::Enters;
use crate::library::Weight;

/// A kind of effect. Light and heavy work are told apart, because a short chain to a light call must
/// not hide a longer one to a heavy call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The thread waits.
    Blocks { blocks: Blocks, light: bool },
    /// The thread computes.
    Cpu(Cpu),
    /// Something is asked of the runtime whose thread it is.
    Enters(Enters),
    /// The thread has to be one of a tokio runtime.
    Needs,
}

/// Some kinds of effect.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Kinds(u32);

/// What to look for in a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sought {
    /// It waits for this, much or little.
    Blocks(Blocks),
    /// It computes so much.
    Cpu(Cpu),
    /// It asks this of the runtime whose thread it is on.
    Enters(Enters),
    /// It panics unless its thread is one of a tokio runtime.
    Needs,
}

impl Kind {
    pub(super) fn all() -> impl Iterator<Item = Kind> {
        let blocks = Blocks::ALL.into_iter();
        let blocks =
            blocks.flat_map(|blocks| [false, true].map(|light| Kind::Blocks { blocks, light }));
        let others = Cpu::ALL.map(Kind::Cpu).into_iter().chain(Enters::ALL.map(Kind::Enters));
        blocks.chain(others).chain([Kind::Needs])
    }

    /// The place among [`Kind::all`].
    pub(super) fn index(self) -> usize {
        match self {
            Kind::Blocks { blocks, light } => blocks as usize * 2 + usize::from(light),
            Kind::Cpu(cpu) => Blocks::ALL.len() * 2 + cpu as usize,
            Kind::Enters(enters) => Blocks::ALL.len() * 2 + Cpu::ALL.len() + enters as usize,
            Kind::Needs => Blocks::ALL.len() * 2 + Cpu::ALL.len() + Enters::ALL.len(),
        }
    }

    /// Awaiting an async function does it, as calling a plain one does: what matters is on which
    /// runtime the whole task is.
    pub(super) fn rises_through_await(self) -> bool {
        matches!(self, Kind::Enters(Enters::InPlace) | Kind::Needs)
    }
}

impl Kinds {
    /// What a row says of its function itself.
    pub(super) fn of_row(row: &CallRow) -> Self {
        let blocks = row.blocks.zip(row.weight).map(|(blocks, weight)| blocking(blocks, weight));
        let all = [blocks, row.cpu.map(Kind::Cpu), row.enters.map(Kind::Enters)];
        let needs = row.needs.map(|_| Kind::Needs);
        Self::from_iter(all.into_iter().flatten().chain(needs))
    }

    /// These and one more.
    pub(super) fn and(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind.index())
    }

    /// These and those.
    pub(super) fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// These without one.
    pub(super) fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind.index()))
    }

    pub(super) fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind.index()) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::default(), Self::and)
    }
}

/// Waiting for so much work.
pub(super) fn blocking(blocks: Blocks, weight: Weight) -> Kind {
    Kind::Blocks { blocks, light: weight >= Weight::Content }
}

impl Sought {
    /// The kinds to look for, the heavier first.
    pub(super) fn kinds(self) -> impl Iterator<Item = Kind> {
        let (first, second) = match self {
            Sought::Blocks(blocks) => {
                let [heavy, light] = [false, true].map(|light| Kind::Blocks { blocks, light });
                (heavy, Some(light))
            }
            Sought::Cpu(cpu) => (Kind::Cpu(cpu), None),
            Sought::Enters(enters) => (Kind::Enters(enters), None),
            Sought::Needs => (Kind::Needs, None),
        };
        std::iter::once(first).chain(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_place_of_its_own() {
        let places: Vec<usize> = Kind::all().map(Kind::index).collect();
        assert_eq!(places, (0..places.len()).collect::<Vec<usize>>());
        assert!(places.len() <= 32);
    }

    #[test]
    fn a_row_can_say_several_things() {
        let row = CallRow {
            blocks: Some(Blocks::Files),
            weight: Some(Weight::Meta),
            cpu: Some(Cpu::Heavy),
            ..CallRow::default()
        };
        let kinds = Kinds::of_row(&row);
        assert!(kinds.contains(Kind::Blocks { blocks: Blocks::Files, light: true }));
        assert!(!kinds.contains(Kind::Blocks { blocks: Blocks::Files, light: false }));
        assert!(kinds.contains(Kind::Cpu(Cpu::Heavy)));
        assert!(!kinds.contains(Kind::Enters(Enters::Parks)));
    }
}
