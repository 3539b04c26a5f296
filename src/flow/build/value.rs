//! Expressions as values: what they take, and what they give.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::build::Piece;
use crate::flow::build::Value;
use crate::flow::build::place::Place;
use crate::flow::build::place::parts;
use crate::flow::graph::Event;
use crate::flow::graph::HandedId;
use crate::flow::graph::Source;
use crate::ir;
use crate::ir::BinaryOp;
use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::PatId;
use crate::library::CallRole;
use crate::types::Callee;
use crate::types::Receiver;
use crate::types::Step;
use crate::types::Type;
use crate::types::TypeHead;

impl Builder<'_> {
    /// What an expression gives, as a temporary of this place.
    pub(super) fn value(&mut self, id: ExprId) -> Value {
        let home = Home::new(self.temporaries());
        self.value_in(id, home)
    }

    /// What an expression gives, as a temporary of this scope.
    pub(super) fn value_in(&mut self, id: ExprId, home: Home) -> Value {
        if self.is_place(id) {
            // Only the value that is taken out of it belongs to that scope.
            let temporaries = Home::new(self.temporaries());
            let place = self.place(id, temporaries);
            let ty = self.type_of(id);
            return self.take(&place, ty, home.scope);
        }
        let body = self.given.body;
        match &body.exprs[id].kind {
            ExprKind::Call { callee, args } => self.call(id, *callee, args, home),
            ExprKind::MethodCall(call) => self.method_call(id, call, home),
            ExprKind::Await(future) => {
                // What the future took with it is its own affair: its region tells when it drops that.
                let future = self.value(*future);
                self.drop_all(&future);
                self.event(Event::Suspend(id));
                self.made(id, home)
            }
            ExprKind::Tuple(parts) => self.aggregate(parts, home, |at| Step::Index(at as u32)),
            ExprKind::Array(parts) => self.aggregate(parts, home, |_| Step::Argument(0)),
            ExprKind::Struct(literal) => self.struct_literal(literal, home),
            ExprKind::Ref { operand, .. } => {
                let inner = match home.referents {
                    Some(scope) => Home { scope, ..home },
                    None => Home::new(self.temporaries()),
                };
                let place = self.place(*operand, inner);
                place.pieces.iter().for_each(|piece| self.event(Event::Escape(piece.slot)));
                Vec::new()
            }
            ExprKind::Binary { op, lhs, rhs } => {
                self.binary(*op, *lhs, *rhs);
                Vec::new()
            }
            ExprKind::Assign { op, lhs, rhs } => {
                self.assignment(op.is_some(), *lhs, *rhs);
                self.event(Event::Assign(id));
                Vec::new()
            }
            ExprKind::Closure(closure) => {
                let params: Vec<PatId> = closure.params.iter().map(|&(pat, _)| pat).collect();
                let inner = closure.body;
                self.nested(id, closure.is_move, home.scope, &params, |builder| {
                    builder.value(inner)
                })
            }
            ExprKind::Block(block) => match block.kind {
                BlockKind::Async { is_move } => {
                    self.nested(id, is_move, home.scope, &[], |builder| builder.body(block))
                }
                BlockKind::Stream { .. } => {
                    self.nested(id, true, home.scope, &[], |builder| builder.body(block))
                }
                BlockKind::Plain | BlockKind::Unsafe | BlockKind::Try => self.block(block, home),
            },
            ExprKind::Macro(call) => self.macro_call(id, call, home),
            ExprKind::Try(operand) => self.question_mark(id, *operand),
            ExprKind::Join { futures, .. } => {
                let futures: Vec<Value> = futures.iter().map(|&part| self.value(part)).collect();
                futures.iter().for_each(|future| self.drop_all(future));
                self.event(Event::Suspend(id));
                self.made(id, home)
            }
            ExprKind::Yield(value) => {
                let value = value.map(|value| self.value(value)).unwrap_or_default();
                self.event(Event::Suspend(id));
                self.drop_all(&value);
                Vec::new()
            }
            _ => self.controlled(id, home),
        }
    }

    /// What a call, an `.await` or the like makes, by its type.
    pub(super) fn made(&mut self, id: ExprId, home: Home) -> Value {
        let ty = self.type_of(id);
        if *self.given.types.ty(ty) == Type::Never {
            self.dead();
            return Vec::new();
        }
        let values = self.owned(ty);
        values
            .into_iter()
            .filter_map(|value| self.born(Source::Made(id), value, home.scope))
            .collect()
    }

    /// A call is made, and given these values to own.
    fn calls(&mut self, call: ExprId, taken: &[Piece]) {
        let handed = &mut self.frame().graph.handed;
        handed.push(taken.iter().map(|piece| piece.slot).collect());
        let id = HandedId(handed.len() as u32 - 1);
        self.event(Event::Call(call, id));
    }

    /// What a call gives that was handed something: the same, where its type says that it may be.
    fn made_of(&mut self, id: ExprId, taken: &[Piece], home: Home) -> Value {
        // What another value takes the place of was there before.
        if taken.is_empty() || self.has_role(id, CallRole::Exchanges) {
            self.drop_all(taken);
            return self.made(id, home);
        }
        let ty = self.type_of(id);
        let mut value = Vec::new();
        for owned in self.owned(ty) {
            let slot = self.slot(home.scope, None);
            for piece in taken {
                self.event(Event::Share { from: piece.slot, to: slot });
            }
            // Of several guards that a function is given, it gives back the one of the type that it
            // names.
            let paths = &mut self.frame().graph.paths;
            paths.push(owned.path);
            let path = paths.len() as u32 - 1;
            self.event(Event::Refine { slot, path });
            value.push(Piece { at: owned.at, slot });
        }
        self.drop_all(taken);
        if *self.given.types.ty(ty) == Type::Never {
            self.dead();
        }
        value
    }

    fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId], home: Home) -> Value {
        let called = self.given.types.call(id).map(|call| call.callee.clone());
        if called == Some(Callee::Constructor) {
            return match self.variant_of(id, callee) {
                Some(step @ Step::Variant(_)) => {
                    let value = self.aggregate(args, home, |_| Step::Any);
                    behind(value, step).collect()
                }
                Some(step) => self.aggregate(args, home, |_| step),
                None => self.aggregate(args, home, |at| Step::Index(at as u32)),
            };
        }
        let code = Home::new(self.temporaries());
        let code = self.place(callee, code);
        let mut taken: Vec<Piece> = Vec::new();
        let lent = self.arguments(args, &mut taken);
        self.calls(id, &taken);
        self.lend(id, None, &lent);
        for piece in &code.pieces {
            if self.frame().graph.slots[piece.slot.0 as usize].once {
                self.event(Event::Drop(piece.slot));
            }
        }
        if taken.is_empty() && self.makes_an_empty_one(id) {
            return Vec::new();
        }
        self.made_of(id, &taken, home)
    }

    /// Where the arguments of a variant's constructor lie; none of a tuple struct.
    fn variant_of(&self, id: ExprId, callee: ExprId) -> Option<Step> {
        let body = self.given.body;
        let ExprKind::Path(path) = &body.exprs[callee].kind else { return Some(Step::Any) };
        let step = self.variant_step(self.type_of(id), path.segments.last()?.name);
        match self.given.types.ty(self.type_of(id)) {
            Type::Adt(TypeHead::Def(def), _) if self.given.names.members(*def).is_empty() => None,
            _ => step.or(Some(Step::Any)),
        }
    }

    fn method_call(&mut self, id: ExprId, call: &ir::MethodCall, home: Home) -> Value {
        let receiver = self.given.types.call(id).map(|call| call.receiver).unwrap_or_default();
        let mut taken: Vec<Piece> = Vec::new();
        let mut looked_at = None;
        match receiver {
            Receiver::Borrowed if !self.empties(id, call.receiver) => {
                let receiver = Home::new(self.temporaries());
                looked_at = Some(self.place(call.receiver, receiver));
            }
            // What an unknown method leaves of its receiver is not known: nothing is claimed of it.
            _ => taken.extend(self.value(call.receiver)),
        }
        let lent = self.arguments(&call.args, &mut taken);
        if let Some(receiver) = &looked_at {
            self.keep(receiver, call.receiver, &taken);
        }
        self.calls(id, &taken);
        self.lend(id, looked_at, &lent);
        self.made_of(id, &taken, home)
    }

    /// A value of parts.
    pub(super) fn aggregate(
        &mut self,
        args: &[ExprId],
        home: Home,
        step: impl Fn(usize) -> Step,
    ) -> Value {
        let mut whole = Vec::new();
        for (at, &arg) in args.iter().enumerate() {
            let value = self.value_in(arg, home);
            whole.extend(behind(value, step(at)));
        }
        whole
    }

    fn struct_literal(&mut self, literal: &ir::StructLiteral, home: Home) -> Value {
        let mut whole = Vec::new();
        for &(name, field) in &literal.fields {
            let step = self.field_step(name);
            let value = self.value_in(field, home);
            whole.extend(behind(value, step));
        }
        if let Some(base) = literal.base {
            let place = self.place(base, home);
            let given: Vec<Step> =
                literal.fields.iter().map(|&(name, _)| self.field_step(name)).collect();
            let rest = place.pieces.into_iter();
            let rest = rest.filter(|piece| !piece.at.first().is_some_and(|at| given.contains(at)));
            let rest = Place::temporary(rest.collect());
            let ty = self.type_of(base);
            whole.extend(self.take(&rest, ty, home.scope));
        }
        whole
    }

    fn binary(&mut self, op: BinaryOp, lhs: ExprId, rhs: ExprId) {
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            self.terminating(|builder| builder.value(lhs));
            let short = self.current();
            let end = self.new_block();
            let second = self.branch();
            self.edge(short, end);
            self.continue_in(second);
            self.terminating(|builder| builder.value(rhs));
            self.go_to(end);
            self.continue_in(end);
            return;
        }
        let home = Home::new(self.temporaries());
        // Comparisons look at their operands; of numbers nothing is followed.
        self.place(lhs, home);
        self.place(rhs, home);
    }

    fn assignment(&mut self, compound: bool, lhs: ExprId, rhs: ExprId) {
        let home = Home::new(self.temporaries());
        let is_primitive = matches!(self.given.types.ty(self.type_of(lhs)), Type::Primitive(_));
        if compound && !is_primitive {
            self.place(lhs, home);
            let value = self.value(rhs);
            self.drop_all(&value);
            return;
        }
        // The language computes the right side first.
        let value = self.value(rhs);
        let place = self.place(lhs, home);
        self.assign(&place, value);
    }

    fn macro_call(&mut self, id: ExprId, call: &ir::MacroCall, home: Home) -> Value {
        match call.form {
            MacroForm::Value => {
                let values: Vec<Value> =
                    call.args.iter().map(|&arg| self.value_in(arg, home)).collect();
                values.into_iter().flatten().collect()
            }
            MacroForm::Vec => self.aggregate(&call.args, home, |_| Step::Argument(0)),
            MacroForm::Assert => {
                let (condition, message) = call.args.split_at(call.args.len().min(1));
                self.looks_at(condition);
                self.looks_at(message);
                Vec::new()
            }
            MacroForm::Format | MacroForm::Compare | MacroForm::Panic => {
                self.looks_at(&call.args);
                if call.form == MacroForm::Panic {
                    self.dead();
                }
                Vec::new()
            }
            MacroForm::VecRepeat
            | MacroForm::Query
            | MacroForm::Arguments
            | MacroForm::AsWritten
            | MacroForm::Opaque => {
                // What becomes of the arguments is unknown: nothing is claimed of them.
                for &arg in &call.args {
                    let value = self.value(arg);
                    self.drop_all(&value);
                }
                self.made(id, home)
            }
        }
    }

    /// A macro expands to a block of its own and looks at what it is given.
    fn looks_at(&mut self, args: &[ExprId]) {
        self.terminating(|builder| {
            let home = Home::new(builder.temporaries());
            args.iter().for_each(|&arg| drop(builder.place(arg, home)));
        });
    }

    /// `x?`: the error leaves the function.
    fn question_mark(&mut self, id: ExprId, operand: ExprId) -> Value {
        let value = self.value(operand);
        let error = self.new_block();
        let on = self.branch();
        self.go_to(error);
        self.continue_in(error);
        self.drop_all(&value);
        self.event(Event::Fail(id));
        self.leave_region();
        self.continue_in(on);
        parts(&value, Step::Argument(0))
    }
}

/// The same as a part of something.
fn behind(value: Value, step: Step) -> impl Iterator<Item = Piece> {
    value.into_iter().map(move |mut piece| {
        piece.at.insert(0, step);
        piece
    })
}
