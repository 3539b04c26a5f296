//! What a call does to its thread, with the chain of calls that proves it.

use crate::effects::Certainty;
use crate::effects::Hop;
use crate::effects::Sought;
use crate::effects::Witness;
use crate::finding::Grade;
use crate::finding::Step;
use crate::flow;
use crate::library::Blocks;
use crate::library::CallRow;
use crate::library::Enters;
use crate::library::RuntimeRow;
use crate::library::Weight;
use crate::model::Call;
use crate::model::Function;

/// What a call does to its thread, with its proof.
#[derive(Clone, Debug)]
pub struct Deed<'m> {
    pub(super) call: Call<'m>,
    pub(super) witness: Witness,
    /// Absent where the root is a function of the workspace that an attribute makes wait.
    pub(super) row: Option<&'m CallRow>,
    pub(super) sought: Sought,
}

impl<'m> Deed<'m> {
    /// The path that does it, of a library as a rule: `std::fs::read`.
    pub fn root(&self) -> &str {
        &self.witness.root
    }

    /// How many functions the root is away; 0: the call is itself the root.
    pub fn depth(&self) -> usize {
        self.witness.hops.len()
    }

    /// How many of the functions between the call and the root reach the next only where a
    /// condition of theirs holds.
    fn conditions(&self) -> usize {
        let model = self.call.function.model;
        let is_conditional = |hop: &&Hop| {
            let types = &model.types.bodies[hop.body];
            flow::is_conditional(&model.names, types, types.calls[hop.call].expr)
        };
        self.witness.hops.iter().filter(is_conditional).count()
    }

    /// How much work it is.
    pub fn weight(&self) -> Weight {
        self.witness.weight
    }

    /// The root waits for something outside of the program, whatever else it does.
    pub fn is_blocking(&self) -> bool {
        self.row.is_some_and(|row| row.blocks.is_some())
    }

    /// The root is a method of a runtime itself, not of a handle to one.
    pub fn is_of_runtime(&self) -> bool {
        self.call.function.model.library.is_of_runtime(self.root())
    }

    /// The same, no surer than this.
    pub fn at_most(mut self, certainty: Certainty) -> Self {
        self.witness.certainty = self.witness.certainty.max(certainty);
        self
    }

    /// How sure and how hot.
    pub fn grade(&self) -> Grade {
        Grade {
            certainty: self.witness.certainty,
            heat: self.call.heat(),
            weight: self.weight(),
            direct: self.depth() == 0,
            conditions: self.conditions(),
            test: self.call.function.is_test(),
        }
    }

    /// What to call instead of the root where this runtime runs the code.
    pub fn instead(&self, runtime: &RuntimeRow) -> Option<&'m str> {
        self.row?.instead.get(&runtime.name).map(String::as_str)
    }

    /// The chain behind the call, hop by hop, as a reader follows it.
    pub fn trace(&self) -> Vec<Step> {
        let last = self.witness.hops.len().saturating_sub(1);
        let steps = self.witness.hops.iter().enumerate();
        steps.map(|(at, hop)| self.step(hop, at == last)).collect()
    }

    fn step(&self, hop: &Hop, is_root: bool) -> Step {
        let function = Function { model: self.call.function.model, body: hop.body };
        let call = Call { function, call: hop.call };
        let callee = match hop.next {
            Some(next) => self.call.function.model.names.known_name(next),
            None => call.name(),
        };
        let (message, happens) = match call.ended() {
            Some(variable) => {
                let message = format!("`{}` drops `{variable}`: `{callee}`", function.name());
                (message, "dropped where it goes out of scope")
            }
            None => (format!("`{}` calls `{callee}`", function.name()), "called here"),
        };
        let label = match is_root {
            true => format!("{}: `{}`", deed(self.sought), self.root()),
            false => happens.to_owned(),
        };
        Step { place: call.place(), message, label }
    }
}

fn deed(sought: Sought) -> &'static str {
    match sought {
        Sought::Blocks(Blocks::Sleep) => "sleeps",
        Sought::Blocks(Blocks::Database) => "waits for a database",
        Sought::Blocks(Blocks::Network) => "waits for the network",
        Sought::Blocks(Blocks::Wait) => "waits for another thread or for input",
        Sought::Blocks(Blocks::Process) => "waits for a process",
        Sought::Blocks(Blocks::Files) => "waits for the file system",
        Sought::Blocks(Blocks::Stdio) => "waits for a terminal or pipe",
        Sought::Cpu(_) => "computes for long",
        Sought::Enters(Enters::Panics | Enters::Parks) => "waits for a future",
        Sought::Enters(Enters::BlockingOp) => "waits as if no runtime were there",
        Sought::Enters(Enters::InPlace) => "needs a second worker thread",
        Sought::Needs => "needs a tokio runtime",
    }
}
