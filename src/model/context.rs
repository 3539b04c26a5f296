//! What a task has for itself and what it starts has not: the values of its task locals, its span.

use crate::effects::Certainty;
use crate::effects::Done;
use crate::finding::Grade;
use crate::finding::Step;
use crate::flow::Fate;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::flow::is_conditional;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::Enters;
use crate::library::TypeRole;
use crate::model::Attribute;
use crate::model::Call;
use crate::model::Function;

/// Code that runs as a task or on a thread of its own, and reads a task local that it has no value for.
#[derive(Clone, Copy, Debug)]
pub struct LostTaskLocal<'m> {
    /// The call that starts it.
    pub start: Call<'m>,
    read: Read<'m>,
}

/// A call that reads a task local, perhaps in a function behind it.
#[derive(Clone, Copy, Debug)]
struct Read<'m> {
    call: Call<'m>,
    done: &'m Done<()>,
}

/// A task that is started under a span, and whose own events are told under none.
#[derive(Clone, Copy, Debug)]
pub struct OutOfSpan<'m> {
    /// The call that starts it.
    pub start: Call<'m>,
    /// What makes the span of the function around it.
    pub attribute: Attribute<'m>,
}

impl<'m> LostTaskLocal<'m> {
    /// The call that reads, as the code that is started knows it.
    pub fn read(self) -> Call<'m> {
        self.read.call
    }

    /// The name of the task local.
    pub fn name(self) -> String {
        self.start.function.name_of(&self.read.done.access)
    }

    /// The chain of calls to the one that reads, hop by hop; empty where the call does itself.
    pub fn trace(self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self.read;
        while let Some(next) = at.next() {
            at = next;
            let is_last = at.done.behind.is_none();
            steps.push(at.call.step(if is_last { "reads it" } else { "called here" }));
        }
        steps
    }

    /// As hot as the start. Certain where no function behind it reads only under a condition: which
    /// may ask where it runs.
    pub fn grade(self) -> Grade {
        let mut hops = std::iter::successors(self.read.next(), |read| read.next());
        let certainty = match hops.any(Read::is_conditional) {
            true => Certainty::Possible,
            false => Certainty::Certain,
        };
        let test = self.start.function.is_test();
        Grade { heat: self.start.heat(), test, certainty, ..Grade::CERTAIN }
    }
}

impl<'m> Read<'m> {
    fn next(self) -> Option<Self> {
        let (body, row) = self.done.behind?;
        Function { body, ..self.call.function }.reads_of_task_locals().nth(row)
    }

    fn is_conditional(self) -> bool {
        let function = self.call.function;
        is_conditional(&function.model.names, function.types(), self.call.expr())
    }
}

impl<'m> Function<'m> {
    /// What it starts that reads a task local, outside of any future or closure for which a value is set.
    pub fn lost_task_locals(self) -> Vec<LostTaskLocal<'m>> {
        let inside = self.reads_of_task_locals().filter_map(|read| {
            let start = self.start_around(read.call.region())?;
            Some(LostTaskLocal { start, read })
        });
        let handed = self.calls().filter_map(|made| {
            let start = self.start_of(self.flow().fate_of_call(made.expr()))?;
            let callee = self.model.function_of(&made.typed().callee)?;
            let mut reads = callee.reads_of_task_locals();
            let read = reads.find(|read| read.call.region() == RegionId::ROOT)?;
            callee.is_async().then_some(LostTaskLocal { start, read })
        });
        inside.chain(handed).collect()
    }

    /// The tasks that it starts under the span of its attribute and that take no span along.
    pub fn tasks_out_of_span(self) -> Vec<OutOfSpan<'m>> {
        let Some(attribute) = self.attribute(AttributeRole::Span) else { return Vec::new() };
        let tasks = self.flow().regions.iter().filter_map(|region| match region.fate {
            Fate::Argument(call, _) if region.kind == RegionKind::Future => Some(call),
            _ => None,
        });
        let spawns = tasks.filter(|&call| self.role_of(call) == Some(CallRole::Spawn));
        let starts = spawns.filter_map(|call| self.call_at(call));
        starts.map(|start| OutOfSpan { start, attribute }).collect()
    }

    fn reads_of_task_locals(self) -> impl Iterator<Item = Read<'m>> {
        let all = self.model.effects.task_locals.of(self.body).iter();
        all.map(move |done| Read { call: Call { function: self, call: done.call }, done })
    }

    /// The call that starts the closure or future around a region on its own; none where a value of a
    /// task local is set in between, or where it is not known what becomes of a closure.
    fn start_around(self, region: RegionId) -> Option<Call<'m>> {
        let mut at = region;
        loop {
            let of = self.flow().region(at);
            if let Some(start) = self.start_of(of.fate) {
                return Some(start);
            }
            let runs_here = match of.fate {
                Fate::Awaited | Fate::SelectArm | Fate::JoinArm | Fate::Called(_) => true,
                Fate::Argument(call, _) => {
                    let role = self.role_of(call);
                    let is_inline = matches!(role, Some(CallRole::Inline | CallRole::Timeout));
                    is_inline && !self.is_of_task_local(call)
                }
                _ => false,
            };
            at = of.parent.filter(|_| runs_here)?;
        }
    }

    /// The call that starts a closure or future on its own which has this fate.
    fn start_of(self, fate: Fate) -> Option<Call<'m>> {
        match fate {
            Fate::Argument(call, _) if self.starts_elsewhere(call) => self.call_at(call),
            Fate::Argument(call, _) | Fate::Receiver(call)
                if self.role_of(call) == Some(CallRole::Constructor) =>
            {
                self.start_of(self.flow().fate_of_call(call))
            }
            _ => None,
        }
    }

    /// A call runs what it is given as a task of its own or on another thread.
    pub(super) fn starts_elsewhere(self, call: ExprId) -> bool {
        let path = self.types().library_callee(call);
        let row = path.and_then(|path| self.model.library.call(path));
        row.is_some_and(|row| match row.role {
            Some(CallRole::Spawn) => true,
            // `block_in_place` stays where it is.
            Some(CallRole::Offload) => row.enters != Some(Enters::InPlace),
            _ => false,
        })
    }

    fn is_of_task_local(self, call: ExprId) -> bool {
        let ExprKind::MethodCall(method) = &self.body().exprs[call].kind else { return false };
        let types = self.types();
        types.role(self.model.library, types.type_of(method.receiver)) == Some(TypeRole::TaskLocal)
    }
}
