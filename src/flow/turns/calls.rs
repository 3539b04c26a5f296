//! Calls: the one that is asked about, those that rows tell of, functions of the workspace, and macros.

use crate::flow::turns::Course;
use crate::flow::turns::state::State;
use crate::flow::turns::state::Way;
use crate::flow::turns::state::merged;
use crate::flow::turns::state::overlap;
use crate::flow::turns::value::Value;
use crate::flow::turns::walk::Walk;
use crate::ir;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::library::AnswerRow;
use crate::library::CallRole;
use crate::library::Pause;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::types::Callee;
use crate::types::Type;

/// So many functions deep calls are followed.
const DEEPEST: usize = 2;

/// Ways with what was computed on them, one value for each part.
type Given<'a> = Vec<(State<'a>, Vec<Value<'a>>)>;

impl<'a> Walk<'a> {
    /// `f(a, b)`.
    pub(super) fn call(
        &mut self,
        id: ExprId,
        callee: ExprId,
        receiver: Option<&ir::MethodCall>,
        given: Given<'a>,
    ) -> Vec<Way<'a>> {
        let types = self.types;
        let called = types.call(id).map(|call| &call.callee);
        if called == Some(&Callee::Constructor) {
            let name = match &self.body.exprs[callee].kind {
                ExprKind::Path(path) => path.segments.last().map(|last| self.text(last.name)),
                _ => None,
            };
            let made = |(state, mut values): (State<'a>, Vec<Value<'a>>)| {
                let inner = values.pop().filter(|_| values.is_empty());
                let inner = Box::new(inner.unwrap_or(Value::Unknown));
                (state, name.map_or(Value::Unknown, |name| Value::Variant(name, inner)))
            };
            return given.into_iter().map(made).collect();
        }
        if *types.ty(types.type_of(id)) == Type::Never {
            self.leave(given.into_iter().map(|way| way.0));
            return Vec::new();
        }
        match called {
            Some(Callee::Library(path)) => {
                if let Some(row) = self.program.library.answer(path) {
                    return self.answered(row, receiver.is_some(), given);
                }
                let role = self.program.library.call(path).and_then(|row| row.role);
                let is_plain = matches!(role, Some(CallRole::Alias | CallRole::Constructor));
                let value = match is_plain {
                    true => receiver.map(|_| 0).or((!given.is_empty()).then_some(0)),
                    false => None,
                };
                let ways = given.into_iter().map(|(mut state, values)| {
                    state.course.works |= state.asked && !is_plain;
                    let value = value.and_then(|at| values.into_iter().nth(at));
                    (state, value.unwrap_or(Value::Unknown))
                });
                ways.collect()
            }
            Some(Callee::Function(def)) => self.function(*def, given),
            _ => works(given),
        }
    }

    /// `x.f(a, b)`.
    pub(super) fn method_call(
        &mut self,
        id: ExprId,
        call: &'a ir::MethodCall,
        touched_before: bool,
        mut given: Given<'a>,
    ) -> Vec<Way<'a>> {
        if self.is_asked(id) {
            return self.ask(touched_before, given);
        }
        let place = self.place(call.receiver);
        let path = self.types.library_callee(id);
        let row = path.and_then(|path| self.program.library.answer(path));
        match row {
            // It only looks: what it is made on stays what it is.
            Some(row) if row.not_yet.is_some() || !row.maps.is_empty() => {
                let looks = place.as_ref().zip(self.made_on.as_ref());
                if looks.is_some_and(|(place, made_on)| overlap(place, made_on)) {
                    given.iter_mut().for_each(|(state, _)| state.course.touched = touched_before);
                }
            }
            _ => {
                // It may change it.
                if let Some(place) = &place {
                    for (state, _) in &mut given {
                        if *place != [None] {
                            state.assign(place, Value::Unknown);
                        }
                    }
                }
            }
        }
        self.call(id, id, Some(call), given)
    }

    /// It is the call that is looked at.
    pub(super) fn is_asked(&self, id: ExprId) -> bool {
        self.depth == 0 && id == self.call
    }

    /// A row tells that it makes the loop pause.
    pub(super) fn is_pause(&self, id: ExprId) -> bool {
        let row = self.types.library_callee(id).and_then(|path| self.program.library.answer(path));
        row.is_some_and(|row| row.pause.is_some())
    }

    /// The call is made, for the first time or again.
    pub(super) fn ask(&mut self, touched_before: bool, given: Given<'a>) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        for (mut state, _) in given {
            if state.asked {
                self.again.push(Course { touched: touched_before, ..state.course });
                continue;
            }
            state.asked = true;
            // What is made anew in each turn may answer otherwise each time.
            let root = self.made_on.as_ref().and_then(|place| place.first()).copied().flatten();
            let touched = root.is_some_and(|root| state.scoped.iter().any(|it| it.0 == root));
            state.course = Course { touched, ..Course::default() };
            ways.push((state, self.answer.clone()));
        }
        merged(ways)
    }

    /// A call that a row tells of.
    fn answered(&mut self, row: &'a AnswerRow, is_method: bool, given: Given<'a>) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        for (mut state, values) in given {
            let at = row.arg.map_or(0, |arg| arg + usize::from(is_method));
            let first = values.get(at).unwrap_or(&Value::Unknown);
            let value = match (row.pause, &row.not_yet, &row.gives) {
                (Some(Pause::Spins), ..) => Some(Value::Unknown),
                (Some(pause), ..) => Some(Value::Pausing(pause)),
                (_, Some(_), _) => Some(Value::Shared),
                (_, _, Some(gives)) if *first != Value::Unknown => Value::filled(gives, first),
                _ => match first {
                    Value::Variant(name, inner) => match row.maps.get(*name) {
                        Some(answer) => Value::filled(answer, inner),
                        None => Some(Value::Unknown),
                    },
                    Value::Shared if !row.maps.is_empty() => Some(Value::Shared),
                    _ => Some(Value::Unknown),
                },
            };
            match value {
                Some(value) => {
                    // A closure that is handed to a mapping may do anything.
                    let hands_code = !row.maps.is_empty() && values.len() > 1;
                    state.course.works |= state.asked && hands_code;
                    ways.push((state, value));
                }
                None => self.leave([state]),
            }
        }
        ways
    }

    /// A function of the workspace does nothing but look at what other tasks have done.
    pub(super) fn looks_only(mut self, def: DefId) -> bool {
        self.only_looks = true;
        let asked = State { asked: true, ..State::default() };
        let ways = self.function(def, vec![(asked, Vec::new())]);
        let is_clean = ways.iter().all(|(state, _)| state.course == Course::default());
        let depends = match &ways[..] {
            [(_, value)] => *value == Value::Shared,
            // Nothing but what others have done tells the ways apart.
            _ => ways.len() > 1,
        };
        is_clean && depends && !self.may_wait && self.left.is_empty()
    }

    /// It was seen to wait, to leave, or to do something on the way to this state.
    pub(super) fn does_more(&self, state: &State<'a>) -> bool {
        self.may_wait || !self.left.is_empty() || state.course != Course::default()
    }

    /// A function of the workspace: what it does is walked, where that is not too deep.
    fn function(&mut self, def: DefId, given: Given<'a>) -> Vec<Way<'a>> {
        let names = self.program.names;
        let is_async = names.function(def).is_some_and(|function| function.is_async);
        let of_trait = names.def(def).parent.map(|parent| names.def(parent).kind);
        let body = names.body(def);
        let types = self.program.bodies.get(&def).map(|&at| &self.program.types.bodies[at]);
        let (Some(body), Some(types), true) = (body, types, self.depth < DEEPEST) else {
            return works(given);
        };
        // Another implementation may take the place of one that the trait brings.
        if is_async || of_trait == Some(DefKind::Trait) {
            return works(given);
        }
        let outer = (self.body, self.types);
        let frames = std::mem::take(&mut self.frames);
        let made_on = self.made_on.take();
        let returned = std::mem::take(&mut self.returned);
        (self.body, self.types) = (body, types);
        self.depth += 1;
        let mut ways = Vec::new();
        for (state, _) in given {
            let hidden = (state.scoped, state.assigned);
            let inside = State { scoped: Vec::new(), assigned: Vec::new(), ..state };
            let mut ended = self.walk(body.root, inside);
            ended.append(&mut self.returned);
            ways.extend(ended.into_iter().map(|(inside, value)| {
                let (scoped, assigned) = hidden.clone();
                (State { scoped, assigned, ..inside }, value)
            }));
        }
        self.depth -= 1;
        (self.body, self.types) = outer;
        self.frames = frames;
        self.made_on = made_on;
        self.returned = returned;
        merged(ways)
    }

    /// `x.await`.
    pub(super) fn await_on(&mut self, future: ExprId, state: State<'a>) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        for (mut state, value) in self.walk(future, state) {
            match value {
                Value::Unknown | Value::Shared => ways.extend(self.wait(vec![state])),
                Value::Pausing(pause) => {
                    if state.asked {
                        let longest = state.course.pause.max(Some((pause, future)));
                        state.course.pause = longest;
                    }
                    ways.push((state, Value::Unknown));
                }
                // The answer of the call, perhaps in what was made of it.
                known => ways.push((state, known)),
            }
        }
        ways
    }

    /// `x?`.
    pub(super) fn question_mark(&mut self, operand: ExprId, state: State<'a>) -> Vec<Way<'a>> {
        let mut ways = Vec::new();
        for (mut state, value) in self.walk(operand, state) {
            match value {
                Value::Variant("Ok" | "Some", inner) => ways.push((state, *inner)),
                Value::Variant("Err" | "None", _) => {
                    state.course.told |= state.asked;
                    self.return_with((state, value));
                }
                Value::Shared => {
                    self.return_with((state.clone(), Value::Shared));
                    ways.push((state, Value::Shared));
                }
                _ => {
                    let state = self.by_chance(state);
                    self.return_with((state.clone(), Value::Unknown));
                    ways.push((state, Value::Unknown));
                }
            }
        }
        ways
    }

    pub(super) fn macro_call(
        &mut self,
        id: ExprId,
        call: &'a ir::MacroCall,
        state: State<'a>,
    ) -> Vec<Way<'a>> {
        let touched = state.course.touched;
        let logs = call.form == MacroForm::Format && self.depth == 0 && self.gives_nothing(id);
        let given = self.all(&call.args, vec![(state, Vec::new())]);
        match call.form {
            MacroForm::Panic => {
                self.leave(given.into_iter().map(|way| way.0));
                Vec::new()
            }
            MacroForm::Format | MacroForm::Assert | MacroForm::Compare => {
                // They only look.
                let only_looks = |(mut state, _): (State<'a>, _)| {
                    state.course.touched = touched;
                    state.course.logged |= state.asked && logs;
                    (state, Value::Unknown)
                };
                given.into_iter().map(only_looks).collect()
            }
            MacroForm::Value => {
                let value = |(state, mut values): (State<'a>, Vec<Value<'a>>)| {
                    (state, values.pop().unwrap_or(Value::Unknown))
                };
                given.into_iter().map(value).collect()
            }
            MacroForm::AsWritten | MacroForm::Opaque => {
                self.wait(given.into_iter().map(|way| way.0).collect())
            }
            _ => given.into_iter().map(|(state, _)| (state, Value::Unknown)).collect(),
        }
    }

    /// As far as is known; of the macros of loggers no table tells.
    fn gives_nothing(&self, id: ExprId) -> bool {
        match self.types.ty(self.types.type_of(id)) {
            Type::Unknown => true,
            Type::Tuple(parts) => parts.is_empty(),
            _ => false,
        }
    }

    /// Code that does not run here, or that is not followed: what it names may be changed by it.
    pub(super) fn look_over(&self, id: ExprId, state: &mut State<'a>) {
        if let Some(place) = self.place(id) {
            let hits = self.made_on.as_ref().is_some_and(|made_on| overlap(made_on, &place));
            state.course.touched |= state.asked && hits;
            if place != [None] {
                state.assign(&place, Value::Unknown);
            }
        }
        let body = self.body;
        body.each_child(id, &mut |child| self.look_over(child, state));
    }
}

fn works(given: Given<'_>) -> Vec<Way<'_>> {
    let ways = given.into_iter().map(|(mut state, _)| {
        state.course.works |= state.asked;
        (state, Value::Unknown)
    });
    ways.collect()
}
