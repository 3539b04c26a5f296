//! All that a rule may see: a finished, read-only program.
//!
//! Comes in: everything the rooms before have made. Goes out: small `Copy` handles that know their
//! parents. They answer in words of the field: calls, places, effects with their witness.

mod abandoned;
mod acquired;
mod bound;
mod call;
mod context;
mod crossing;
mod enclosing;
mod exclusive;
mod function;
mod mend;
mod offload;
mod settled;
mod guard;
mod idle;
mod in_closure;
mod lazy;
mod lock;
mod join;
mod lost;
mod order;
mod outgoing;
mod owner;
mod partial;
mod repolled;
mod slow;
mod split;
mod statement;
mod task;
mod thread_local;
mod ticking;
mod timer;
mod transaction;
mod turn;
mod undisturbed;
mod witness;

pub use acquired::Acquired;
pub use bound::Stray;
pub use call::Call;
pub use call::Context;
pub use context::LostTaskLocal;
pub use context::OutOfSpan;
pub use crossing::By;
pub use crossing::Crossing;
pub use crossing::Dropping;
pub use function::Attribute;
pub use function::Function;
pub use guard::Guard;
pub use guard::Held;
pub use guard::HeldGuard;
pub use in_closure::InClosure;
pub use join::Join;
pub use lock::Locking;
pub use lock::TakenUnder;
pub use lost::Loss;
pub use lost::Lost;
pub use lost::Origin;
pub use order::Inversion;
pub use order::Order;
pub use outgoing::Outgoing;
pub use owner::ForgottenHandle;
pub use partial::Partial;
pub use repolled::Repolled;
pub use slow::SlowAwait;
pub use split::Split;
pub use statement::Statement;
pub use task::Unseen;
pub use thread_local::SplitLocal;
pub use ticking::Burst;
pub use timer::Restarted;
pub use transaction::Early;
pub use transaction::Transaction;
pub use turn::Round;
pub use witness::Deed;

pub use crate::effects::Certainty;
pub use crate::effects::Heat;
pub use crate::effects::Place;
pub use crate::effects::Thread;
pub use crate::flow::Asked;
pub use crate::flow::CrossingKind;
pub use crate::flow::Question;
pub use crate::library::AttributeRole;
pub use crate::library::Blocks;
pub use crate::library::Bound;
pub use crate::library::Cpu;
pub use crate::library::Enters;
pub use crate::library::Locks;
pub use crate::library::Notifies;
pub use crate::library::Pause;
pub use crate::library::RuntimeRow;
pub use crate::library::TypeRole;
pub use crate::library::Weight;
pub use crate::library::Within;
pub use crate::sql::Scope;
pub use crate::types::Waiting;

use crate::effects::Effects;
use crate::effects::Places;
use crate::flow::Flow;
use crate::library::Library;
use crate::resolve::Names;
use crate::source::Note;
use crate::source::Workspace;
use crate::types::Callee;
use crate::types::Types;

/// A finished program.
#[derive(Debug)]
pub struct Model<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) library: &'a Library,
    pub(crate) names: Names,
    pub(crate) types: Types,
    pub(crate) flow: Flow,
    pub(crate) effects: Effects,
    pub(crate) places: Places,
}

impl<'a> Model<'a> {
    /// Puts together what the rooms have made.
    pub fn new(
        workspace: &'a Workspace,
        library: &'a Library,
        names: Names,
        types: Types,
        flow: Flow,
        effects: Effects,
        places: Places,
    ) -> Self {
        Self { workspace, library, names, types, flow, effects, places }
    }

    /// Where the rooms before have failed.
    pub fn failures(&self) -> impl Iterator<Item = &Note> {
        self.types.failures.iter().chain(&self.flow.failures)
    }

    /// The function of the workspace that a call leads to for certain.
    pub(crate) fn function_of(&self, callee: &Callee) -> Option<Function<'_>> {
        let Callee::Function(def) = callee else { return None };
        let body = self.effects.body_of(*def)?;
        Some(Function { model: self, body })
    }

    /// The functions, consts and statics of judged crates that have a body, in the order of crates
    /// and files.
    pub fn functions(&self) -> impl Iterator<Item = Function<'_>> {
        (0..self.types.bodies.len())
            .map(|body| Function { model: self, body })
            .filter(|function| function.is_judged())
    }
}
