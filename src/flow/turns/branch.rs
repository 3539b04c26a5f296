//! Where ways part: conditions, matches, `select!`, and what leads out.

use crate::flow::turns::Program;
use crate::flow::turns::pattern::Match;
use crate::flow::turns::state::State;
use crate::flow::turns::state::Way;
use crate::flow::turns::state::merged;
use crate::flow::turns::value::Value;
use crate::flow::turns::walk::Walk;
use crate::ir;
use crate::ir::BinaryOp;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Name;
use crate::ir::PatId;
use crate::ir::UnaryOp;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::source::CfgExpr;

/// The ways on which something holds, and those on which it does not.
type Parted<'a> = (Vec<State<'a>>, Vec<State<'a>>);

impl<'a> Walk<'a> {
    pub(super) fn branching(&mut self, id: ExprId, state: State<'a>) -> Vec<Way<'a>> {
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::If { condition, then, otherwise } => {
                let mark = state.scoped.len();
                let (holds, fails) = self.condition(*condition, state);
                let mut ways = Vec::new();
                for state in holds {
                    ways.extend(self.walk(*then, state));
                }
                for state in fails {
                    match otherwise {
                        Some(otherwise) => ways.extend(self.walk(*otherwise, state)),
                        None => ways.push((state, Value::Unknown)),
                    }
                }
                ways.iter_mut().for_each(|(state, _)| state.scoped.truncate(mark));
                merged(ways)
            }
            ExprKind::Match { scrutinee, arms } => {
                let ways = self.walk(*scrutinee, state);
                let ways = ways.into_iter().flat_map(|way| self.match_arms(arms, way));
                merged(ways.collect())
            }
            ExprKind::Select(select) => self.select(select, state),
            ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => {
                self.inner_loop(id, state)
            }
            ExprKind::Break { label, value } => {
                let parts: Vec<ExprId> = value.iter().copied().collect();
                for (state, mut values) in self.all(&parts, vec![(state, Vec::new())]) {
                    let value = values.pop().unwrap_or(Value::Unknown);
                    self.break_out(*label, (state, value));
                }
                Vec::new()
            }
            ExprKind::Continue { label } => {
                self.start_again(*label, state);
                Vec::new()
            }
            ExprKind::Return(value) => {
                let parts: Vec<ExprId> = value.iter().copied().collect();
                for (mut state, mut values) in self.all(&parts, vec![(state, Vec::new())]) {
                    state.course.told |= state.asked && !parts.is_empty();
                    self.return_with((state, values.pop().unwrap_or(Value::Unknown)));
                }
                Vec::new()
            }
            _ => {
                let mut parts = Vec::new();
                body.each_child(id, &mut |child| parts.push(child));
                let ways = self.all(&parts, vec![(state, Vec::new())]).into_iter();
                ways.map(|(state, _)| (state, Value::Unknown)).collect()
            }
        }
    }

    /// The ways on which a condition holds, with what it binds, and those on which it does not.
    pub(super) fn condition(&mut self, id: ExprId, state: State<'a>) -> Parted<'a> {
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } => {
                let (first, mut fails) = self.condition(*lhs, state);
                let mut holds = Vec::new();
                for state in first {
                    let (both, second) = self.condition(*rhs, state);
                    holds.extend(both);
                    fails.extend(second);
                }
                (holds, fails)
            }
            ExprKind::Binary { op: BinaryOp::Or, lhs, rhs } => {
                let (mut holds, first) = self.condition(*lhs, state);
                let mut fails = Vec::new();
                for state in first {
                    let (second, neither) = self.condition(*rhs, state);
                    holds.extend(second);
                    fails.extend(neither);
                }
                (holds, fails)
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                let (holds, fails) = self.condition(*operand, state);
                (fails, holds)
            }
            ExprKind::Let { pat, scrutinee } => {
                let (mut holds, mut fails) = (Vec::new(), Vec::new());
                for way in self.walk(*scrutinee, state) {
                    self.part(*pat, way, &mut holds, &mut fails);
                }
                (holds, fails)
            }
            _ => {
                let (mut holds, mut fails) = (Vec::new(), Vec::new());
                for (state, value) in self.walk(id, state) {
                    match value {
                        Value::Bool(true) => holds.push(state),
                        Value::Bool(false) => fails.push(state),
                        Value::Shared => {
                            fails.push(state.clone());
                            holds.push(state);
                        }
                        _ => {
                            fails.push(self.by_chance(state.clone()));
                            holds.push(self.by_chance(state));
                        }
                    }
                }
                (holds, fails)
            }
        }
    }

    /// Holds a pattern against a value.
    fn part(
        &mut self,
        pat: PatId,
        (mut state, value): Way<'a>,
        holds: &mut Vec<State<'a>>,
        fails: &mut Vec<State<'a>>,
    ) {
        let found = self.matches(pat, &value);
        if found == Match::Maybe {
            state = self.by_chance(state);
        }
        if found != Match::Yes {
            fails.push(state.clone());
        }
        if found != Match::No {
            state.course.named |= state.asked && self.names_inner(pat);
            self.bind(pat, &value, &mut state);
            holds.push(state);
        }
    }

    fn match_arms(&mut self, arms: &'a [ir::Arm], (state, value): Way<'a>) -> Vec<Way<'a>> {
        let mark = state.scoped.len();
        let mut rest = vec![state];
        let mut ways = Vec::new();
        for arm in arms {
            if !self.is_built(arm.cfg.as_deref()) {
                continue;
            }
            let (mut holds, mut next) = (Vec::new(), Vec::new());
            for state in rest {
                self.part(arm.pat, (state, value.clone()), &mut holds, &mut next);
            }
            if let Some(guard) = arm.guard {
                let mut passed = Vec::new();
                for state in holds {
                    let (holds, mut fails) = self.condition(guard, state);
                    fails.iter_mut().for_each(|state| state.scoped.truncate(mark));
                    next.extend(fails);
                    passed.extend(holds);
                }
                holds = passed;
            }
            for state in holds {
                ways.extend(self.walk(arm.body, state));
            }
            rest = next;
        }
        // One of the arms matches: what is left over is no way.
        ways.iter_mut().for_each(|(state, _)| state.scoped.truncate(mark));
        ways
    }

    pub(super) fn let_statement(
        &mut self,
        pat: PatId,
        init: Option<ExprId>,
        otherwise: Option<ExprId>,
        state: State<'a>,
    ) -> Vec<Way<'a>> {
        let Some(init) = init else {
            let mut state = state;
            self.bind(pat, &Value::Unknown, &mut state);
            return vec![(state, Value::Unknown)];
        };
        let (mut holds, mut fails) = (Vec::new(), Vec::new());
        for way in self.walk(init, state) {
            match otherwise {
                Some(_) => self.part(pat, way, &mut holds, &mut fails),
                None => {
                    let (mut state, value) = way;
                    self.bind(pat, &value, &mut state);
                    holds.push(state);
                }
            }
        }
        // It does not go on behind the `let`.
        fails.into_iter().zip(otherwise.into_iter().cycle()).for_each(|(state, otherwise)| {
            self.walk(otherwise, state);
        });
        holds.into_iter().map(|state| (state, Value::Unknown)).collect()
    }

    /// `select!`: the arm of the call is ready at once; without it the others are waited for.
    fn select(&mut self, select: &'a ir::Select, state: State<'a>) -> Vec<Way<'a>> {
        let mark = state.scoped.len();
        let hands_on = self.hands_on(&select.path);
        let mut idle = vec![state];
        let mut ways = Vec::new();
        for arm in &select.arms {
            let mut next = Vec::new();
            for state in idle {
                let (on, off) = match arm.condition {
                    Some(condition) => self.condition(condition, state),
                    None => (vec![state], Vec::new()),
                };
                next.extend(off);
                for state in on {
                    let was_asked = state.asked;
                    for way in self.walk(arm.future, state) {
                        match way.0.asked && !was_asked {
                            true if !hands_on => ways.extend(self.wait(vec![way.0])),
                            true => ways.extend(self.ready(select, arm, way)),
                            false => next.push(way.0),
                        }
                    }
                }
            }
            idle = next;
        }
        for (state, _) in self.wait(idle) {
            for arm in &select.arms {
                let mut state = state.clone();
                self.bind(arm.pat, &Value::Unknown, &mut state);
                ways.extend(self.walk(arm.body, state));
            }
            if let Some(otherwise) = select.otherwise {
                ways.extend(self.walk(otherwise, state));
            }
        }
        ways.iter_mut().for_each(|(state, _)| state.scoped.truncate(mark));
        merged(ways)
    }

    /// The macro gives an arm whatever its future gives, each time.
    fn hands_on(&self, path: &ir::Path) -> bool {
        let Program { names, library, .. } = self.program;
        let def = names.def(self.types.def);
        let found = names.resolve(library, def.scope, def.file, path, Namespace::Values);
        match &found.res {
            Res::Library(item) if found.rest == 0 => {
                library.answer(&item.path).is_some_and(|row| row.gives.is_some())
            }
            _ => false,
        }
    }

    fn ready(
        &mut self,
        select: &'a ir::Select,
        arm: &'a ir::SelectArm,
        way: Way<'a>,
    ) -> Vec<Way<'a>> {
        let (mut holds, mut fails) = (Vec::new(), Vec::new());
        self.part(arm.pat, way, &mut holds, &mut fails);
        let mut ways = Vec::new();
        for state in holds {
            ways.extend(self.walk(arm.body, state));
        }
        match select.otherwise.filter(|_| select.arms.len() == 1) {
            Some(otherwise) => {
                ways.extend(fails.into_iter().flat_map(|state| self.walk(otherwise, state)));
            }
            // The arm is switched off, and the others are waited for.
            None => ways.extend(self.wait(fails)),
        }
        ways
    }

    fn break_out(&mut self, label: Option<Name>, (mut state, value): Way<'a>) {
        let frame = self.frames.iter_mut().rev().find(|frame| match label {
            Some(label) => frame.label == Some(label),
            None => !frame.is_block,
        });
        match frame {
            Some(frame) => {
                state.scoped.truncate(frame.mark);
                frame.ended.push((state, value));
            }
            None => self.leave([state]),
        }
    }

    fn start_again(&mut self, label: Option<Name>, mut state: State<'a>) {
        let mut loops = self.frames.iter_mut().rev().filter(|frame| !frame.is_block);
        let frame = loops.find(|frame| label.is_none() || frame.label == label);
        match frame {
            Some(frame) => {
                state.scoped.truncate(frame.mark);
                frame.again.push(state);
            }
            None => self.leave([state]),
        }
    }

    pub(super) fn return_with(&mut self, way: Way<'a>) {
        match self.depth {
            0 => self.leave([way.0]),
            _ => self.returned.push(way),
        }
    }

    pub(super) fn is_built(&self, cfg: Option<&CfgExpr>) -> bool {
        let names = self.program.names;
        names.is_built(names.def(self.types.def).krate, cfg)
    }
}
