//! Futures that a `poll` makes, polls once and drops.

use crate::finding::Grade;
use crate::flow::Accesses;
use crate::flow::Fate;
use crate::flow::Root;
use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::PatId;
use crate::ir::StmtKind;
use crate::library::CallRole;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::source;
use crate::types::Waiting;

/// So many names and wrappers may lie between a future and what polls it.
const DEEPEST: usize = 8;

/// A future that is made in each turn of a `poll`, and begins anew each time.
#[derive(Clone, Copy, Debug)]
pub struct Repolled<'m> {
    /// The call that polls it.
    pub poll: Call<'m>,
    made: ExprId,
}

impl<'m> Repolled<'m> {
    /// What makes the future.
    pub fn place(self) -> source::Place {
        let function = self.poll.function;
        source::Place { file: function.file(), span: function.body().exprs[self.made].span }
    }

    /// The call that makes it; none for an async block.
    pub fn maker(self) -> Option<Call<'m>> {
        self.poll.function.call_at(self.made)
    }

    /// Certain.
    pub fn grade(self) -> Grade {
        Grade { test: self.poll.function.is_test(), ..Grade::CERTAIN }
    }
}

/// How what is polled came here.
struct Way {
    at: ExprId,
    /// The names on the way.
    names: Vec<PatId>,
    /// What they are bound to, and what is polled: where their mentions do not keep the future.
    through: Vec<ExprId>,
}

impl<'m> Function<'m> {
    /// The futures that it makes, polls with the context that it was given, and drops before it returns,
    /// where they begin anew each time.
    pub fn repolled(self) -> Vec<Repolled<'m>> {
        let is_poll = |call: &Call<'m>| call.role() == Some(CallRole::Polled) && call.is_written();
        let polls: Vec<Call<'m>> = self.calls().filter(is_poll).collect();
        // It has itself polled again, whatever becomes of the future's waker.
        if polls.is_empty() || self.calls().any(|call| call.role() == Some(CallRole::Wakes)) {
            return Vec::new();
        }
        let found = polls.into_iter().filter_map(|poll| {
            let made = self.with_accesses(|accesses| self.made_for(accesses, poll))?;
            self.begins_anew(made).then_some(Repolled { poll, made })
        });
        found.collect()
    }

    /// What makes the future that a call polls, where nothing keeps it.
    fn made_for(self, accesses: Accesses<'_>, poll: Call<'m>) -> Option<ExprId> {
        let (polled, context) = match &self.body().exprs[poll.expr()].kind {
            ExprKind::MethodCall(call) => (call.receiver, *call.args.first()?),
            ExprKind::Call { args, .. } => (*args.first()?, *args.get(1)?),
            _ => return None,
        };
        if !self.is_given_context(accesses, context) {
            return None;
        }
        let mut way = Way { at: polled, names: Vec::new(), through: vec![polled] };
        for _ in 0..DEEPEST {
            if !self.step_back(accesses, &mut way) {
                break;
            }
        }
        let ends_here = self.makes_a_future(way.at) && !self.is_kept(accesses, &way);
        let same = self.flow().value(way.at)?.0 == poll.region();
        (ends_here && same).then_some(way.at)
    }

    /// It is the context of whoever polls this code, not one that was made here.
    fn is_given_context(self, accesses: Accesses<'_>, expr: ExprId) -> bool {
        let types = self.types();
        let is_context =
            types.role(self.model.library, types.type_of(expr)) == Some(TypeRole::Context);
        let is_given = accesses.of(expr).is_some_and(|access| match access.root {
            Root::Parameter(_) => access.fields.is_empty(),
            Root::Local(pat) => access.fields.is_empty() && self.initial(pat).is_none(),
            _ => false,
        });
        is_context && is_given
    }

    /// From a name to what it is bound to, from a wrapper to what it was made of.
    fn step_back(self, accesses: Accesses<'_>, way: &mut Way) -> bool {
        let inside = match &self.body().exprs[way.at].kind {
            ExprKind::Path(_) => {
                let Some(pat) = accesses.variables.named_by(way.at) else { return false };
                let Some(value) = self.initial(pat) else { return false };
                way.names.push(pat);
                way.through.push(value);
                value
            }
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => *operand,
            ExprKind::Macro(call) if call.form == MacroForm::Value => {
                let Some(&arg) = call.args.first() else { return false };
                arg
            }
            ExprKind::Block(block) if block.stmts.is_empty() && block.kind == BlockKind::Unsafe => {
                let Some(tail) = block.tail else { return false };
                tail
            }
            ExprKind::Call { args, .. } if self.wraps(way.at) => args[0],
            ExprKind::MethodCall(call) if self.wraps(way.at) => call.receiver,
            _ => return false,
        };
        way.at = inside;
        true
    }

    /// What a variable is bound to where it is declared: `let x = init`.
    fn initial(self, variable: PatId) -> Option<ExprId> {
        let blocks = self.body().exprs.iter().filter_map(|(_, expr)| match &expr.kind {
            ExprKind::Block(block) => Some(block),
            _ => None,
        });
        let mut stmts = blocks.flat_map(|block| &block.stmts);
        stmts.find_map(|stmt| match stmt.kind {
            StmtKind::Let { pat, init, .. } if pat == variable => init,
            _ => None,
        })
    }

    fn wraps(self, call: ExprId) -> bool {
        self.role_of(call) == Some(CallRole::Constructor)
            && match &self.body().exprs[call].kind {
                ExprKind::Call { args, .. } => args.len() == 1,
                _ => true,
            }
    }

    fn makes_a_future(self, expr: ExprId) -> bool {
        let makes = match &self.body().exprs[expr].kind {
            ExprKind::Call { .. } | ExprKind::MethodCall(_) => true,
            ExprKind::Block(block) => matches!(block.kind, BlockKind::Async { .. }),
            _ => false,
        };
        makes && self.waiting(self.types().type_of(expr)) == Some(Waiting::Future)
    }

    /// A name on the way is used for something else than to be polled.
    fn is_kept(self, accesses: Accesses<'_>, way: &Way) -> bool {
        let body = self.body();
        let mentions = accesses.variables.mentions();
        let mut mentions = mentions.filter(|(_, pat)| way.names.contains(pat));
        mentions.any(|(at, _)| !way.through.iter().any(|&part| body.holds(part, at)))
    }

    /// A future that an expression makes loses its turn, its work or its waker when it is dropped.
    fn begins_anew(self, made: ExprId) -> bool {
        let (effects, library) = (&self.model.effects, self.model.library);
        let restarts = |call: Call<'m>| effects.restarts(library, &call.typed().callee);
        if let Some(call) = self.call_at(made) {
            return restarts(call);
        }
        let regions = &self.flow().regions;
        let Some(region) = regions.iter().position(|region| region.expr == made) else {
            return false;
        };
        let inside = self.calls().filter(|call| call.region().index() == region);
        let mut awaited =
            inside.filter(|call| self.flow().fate_of_call(call.expr()) == Fate::Awaited);
        awaited.any(restarts)
    }
}
