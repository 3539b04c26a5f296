//! What a call does not run of the function that it leads to, by what is known of its arguments: the
//! branches that these do not take, and what stands behind those that they take and that leave.
//!
//! Only variables that nobody can assign to are followed: their value is the same wherever they are
//! named, so it does not matter in which order things happen.

use crate::flow::Accesses;
use crate::flow::Shape;
use crate::flow::shape::Variant;
use crate::flow::shape::alike;
use crate::flow::shape::all;
use crate::flow::shape::any;
use crate::ir::Arm;
use crate::ir::BinaryOp;
use crate::ir::Block;
use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::MethodCall;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::Receiver;
use crate::ir::StmtKind;
use crate::ir::UnaryOp;
use crate::library::Answer;
use crate::library::CallRole;
use crate::source::CfgExpr;
use crate::types;
use crate::types::Callee;
use crate::types::Type;

/// So many variables may stand for each other, one for the next.
const DEEPEST: u32 = 4;

/// What is known of the arguments of a call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arguments {
    /// `self`.
    pub receiver: Shape,
    /// Those behind `self`.
    pub others: Vec<Shape>,
}

impl Arguments {
    /// Nothing is known of any.
    pub fn are_unknown(&self) -> bool {
        self.receiver == Shape::Unknown && self.others.iter().all(|it| *it == Shape::Unknown)
    }
}

/// A body, with what is known of the arguments of a call of its function.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    accesses: Accesses<'a>,
    arguments: &'a Arguments,
    /// Through so many variables more a value is followed.
    depth: u32,
}

/// What a pattern is held against.
#[derive(Clone, Copy, Default)]
struct Value {
    shape: Shape,
    /// Absent where only a pattern names it.
    expr: Option<ExprId>,
}

impl<'a> Known<'a> {
    /// The body that these names are of, in a call with these arguments.
    pub fn new(accesses: Accesses<'a>, arguments: &'a Arguments) -> Self {
        Self { accesses, arguments, depth: DEEPEST }
    }

    /// The call does not come to an expression.
    pub fn rules_out(self, at: ExprId) -> bool {
        self.accesses.body.way_to(at).any(|(around, part)| self.passes_by(around, part))
    }

    /// What is known of the arguments of a call that stands in the body. Of a call by path the first
    /// one is `self` where the function has one.
    pub fn arguments_of(self, call: ExprId) -> Arguments {
        let accesses = self.accesses;
        let shapes = |args: &[ExprId]| args.iter().map(|&arg| self.shape(arg)).collect();
        match &accesses.body.exprs[call].kind {
            ExprKind::MethodCall(call) => {
                Arguments { receiver: self.shape(call.receiver), others: shapes(&call.args) }
            }
            ExprKind::Call { args, .. } => {
                let callee = accesses.types.call(call).map(|call| &call.callee);
                let Some(Callee::Function(def)) = callee else { return Arguments::default() };
                let function = accesses.names.function(*def);
                let first =
                    args.first().filter(|_| function.is_some_and(|it| it.receiver.is_some()));
                let receiver = first.map_or(Shape::Unknown, |&first| self.shape(first));
                Arguments { receiver, others: shapes(&args[usize::from(first.is_some())..]) }
            }
            _ => Arguments::default(),
        }
    }

    /// An expression decides that it does not come to one of its parts.
    fn passes_by(self, around: ExprId, part: ExprId) -> bool {
        match &self.accesses.body.exprs[around].kind {
            ExprKind::If { condition, then, .. } if part != *condition => {
                self.truth(*condition) == Some(part != *then)
            }
            ExprKind::While { condition, body, .. } if part == *body => {
                self.truth(*condition) == Some(false)
            }
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } if part == *rhs => {
                self.truth(*lhs) == Some(false)
            }
            ExprKind::Binary { op: BinaryOp::Or, lhs, rhs } if part == *rhs => {
                self.truth(*lhs) == Some(true)
            }
            ExprKind::Match { scrutinee, arms } if part != *scrutinee => {
                let mut arms = self.arms_taken(*scrutinee, arms);
                !arms.any(|arm| arm.body == part || arm.guard == Some(part))
            }
            ExprKind::Block(block) => self.is_left_before(block, part),
            ExprKind::MethodCall(call) => call
                .args
                .iter()
                .position(|&it| it == part)
                .is_some_and(|at| self.skips(around, call, at)),
            _ => false,
        }
    }

    /// A method of the library does not call a function that it is given: `option.map(f)` for `None`.
    fn skips(self, expr: ExprId, call: &MethodCall, arg: usize) -> bool {
        if !matches!(self.accesses.body.exprs[call.args[arg]].kind, ExprKind::Closure(_)) {
            return false;
        }
        let path = self.accesses.types.library_callee(expr);
        let row = path.and_then(|path| self.accesses.library.answer(path));
        let Some(row) = row.filter(|row| !row.runs.is_empty()) else { return false };
        self.shape(call.receiver).name().is_some_and(|name| row.runs.get(name) != Some(&arg))
    }

    /// A statement in front of a part of a block leaves, or the part is the `else` of a `let` that
    /// matches.
    fn is_left_before(self, block: &Block, part: ExprId) -> bool {
        for stmt in &block.stmts {
            match stmt.kind {
                StmtKind::Let { pat, init: Some(init), otherwise: Some(otherwise), .. }
                    if otherwise == part =>
                {
                    return self.fits(pat, self.value(init)) == Some(true);
                }
                StmtKind::Let { init: value, .. } if value == Some(part) => return false,
                StmtKind::Expr { expr, .. } if expr == part => return false,
                _ if self.is_built(stmt.cfg.as_deref()) && self.leaves_at(&stmt.kind) => {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    fn leaves_at(self, stmt: &StmtKind) -> bool {
        match *stmt {
            StmtKind::Let { pat, init: Some(init), otherwise, .. } => {
                self.leaves(init)
                    || otherwise.is_some() && self.fits(pat, self.value(init)) == Some(false)
            }
            StmtKind::Let { init: None, .. } => false,
            StmtKind::Expr { expr, .. } => self.leaves(expr),
        }
    }

    /// The call does not come to the end of an expression.
    fn leaves(self, expr: ExprId) -> bool {
        let body = self.accesses.body;
        match &body.exprs[expr].kind {
            ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Continue { .. } => true,
            ExprKind::If { condition, then, otherwise } => {
                let otherwise = || otherwise.is_some_and(|otherwise| self.leaves(otherwise));
                self.leaves(*condition)
                    || match self.truth(*condition) {
                        Some(true) => self.leaves(*then),
                        Some(false) => otherwise(),
                        None => self.leaves(*then) && otherwise(),
                    }
            }
            ExprKind::Match { scrutinee, arms } => {
                let mut taken = self.arms_taken(*scrutinee, arms).peekable();
                self.leaves(*scrutinee)
                    || taken.peek().is_some() && taken.all(|arm| self.leaves(arm.body))
            }
            // A `break` in a labelled block only leads to its end.
            ExprKind::Block(block) if runs_at_once(block) && block.label.is_none() => {
                let built = |cfg: &Option<Box<CfgExpr>>| self.is_built(cfg.as_deref());
                let mut stmts = block.stmts.iter().filter(|stmt| built(&stmt.cfg));
                stmts.any(|stmt| self.leaves_at(&stmt.kind))
                    || block.tail.is_some_and(|tail| self.leaves(tail))
            }
            ExprKind::Try(operand) => self.is_returned(*operand) || self.leaves(*operand),
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs, .. } => self.leaves(*lhs),
            ExprKind::Call { .. } | ExprKind::MethodCall(_) | ExprKind::Macro(_) => {
                let types = self.accesses.types;
                *types.ty(types.type_of(expr)) == Type::Never
            }
            _ => false,
        }
    }

    /// `?` returns the value of an expression.
    fn is_returned(self, operand: ExprId) -> bool {
        match self.shape(operand) {
            Shape::Variant(Variant::OfLanguage(_, name)) => types::is_returned_by_try(name),
            _ => false,
        }
    }

    /// The arms of a `match` that may be taken.
    fn arms_taken(self, scrutinee: ExprId, arms: &[Arm]) -> impl Iterator<Item = &Arm> {
        let value = self.value(scrutinee);
        let mut is_decided = false;
        let built = arms.iter().filter(move |arm| self.is_built(arm.cfg.as_deref()));
        built.filter(move |arm| {
            let guard = arm.guard.map_or(Some(true), |guard| self.truth(guard));
            let fits = all([self.fits(arm.pat, value), guard]);
            let may_be = !is_decided && fits != Some(false);
            is_decided |= fits == Some(true);
            may_be
        })
    }

    fn truth(self, condition: ExprId) -> Option<bool> {
        self.shape(condition).truth()
    }

    fn value(self, expr: ExprId) -> Value {
        Value { shape: self.shape(expr), expr: Some(expr) }
    }

    /// What is known of the value of an expression.
    fn shape(self, expr: ExprId) -> Shape {
        let accesses = self.accesses;
        let types = accesses.types;
        let shape = |expr: ExprId| self.shape(expr);
        match &accesses.body.exprs[expr].kind {
            ExprKind::Literal(Literal::Bool(value)) => Shape::Bool(*value),
            ExprKind::Path(path) if path.is_self() => self.receiver(),
            ExprKind::Path(path) => match accesses.variables.named_by(expr) {
                Some(variable) => self.variable(variable),
                None => match accesses.variant(path, types.type_of(expr)) {
                    None => accesses.constant(path).into(),
                    variant => variant.into(),
                },
            },
            ExprKind::Struct(literal) => {
                accesses.variant(&literal.path, types.type_of(expr)).into()
            }
            ExprKind::Call { callee, .. } => match &accesses.body.exprs[*callee].kind {
                ExprKind::Path(path)
                    if types.call(expr).is_some_and(|it| it.callee == Callee::Constructor) =>
                {
                    accesses.variant(path, types.type_of(expr)).into()
                }
                _ => Shape::Unknown,
            },
            ExprKind::MethodCall(call) => self.answer(expr, call),
            ExprKind::Ref { operand, mutable: false }
            | ExprKind::Unary { op: UnaryOp::Deref, operand } => shape(*operand),
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                shape(*operand).truth().map(|it| !it).into()
            }
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } => {
                all([shape(*lhs).truth(), shape(*rhs).truth()]).into()
            }
            ExprKind::Binary { op: BinaryOp::Or, lhs, rhs } => {
                any([shape(*lhs).truth(), shape(*rhs).truth()]).into()
            }
            ExprKind::Binary { op: BinaryOp::Eq, lhs, rhs } => {
                accesses.are_equal(shape(*lhs), shape(*rhs)).into()
            }
            ExprKind::Binary { op: BinaryOp::Ne, lhs, rhs } => {
                accesses.are_equal(shape(*lhs), shape(*rhs)).map(|it| !it).into()
            }
            ExprKind::Let { pat, scrutinee } => self.fits(*pat, self.value(*scrutinee)).into(),
            ExprKind::Match { scrutinee, arms } => {
                alike(self.arms_taken(*scrutinee, arms).map(|arm| shape(arm.body)))
            }
            ExprKind::If { condition, then, otherwise: Some(otherwise) } => {
                match shape(*condition).truth() {
                    Some(true) => shape(*then),
                    Some(false) => shape(*otherwise),
                    None => alike([*then, *otherwise].into_iter().map(shape)),
                }
            }
            ExprKind::Block(block) if runs_at_once(block) && block.label.is_none() => {
                block.tail.map_or(Shape::Unknown, shape)
            }
            _ => Shape::Unknown,
        }
    }

    /// `self`, where the method can only look at it.
    fn receiver(self) -> Shape {
        let function = self.accesses.names.function(self.accesses.types.def);
        match function.and_then(|function| function.receiver.as_ref()) {
            Some(Receiver::Ref) => self.arguments.receiver,
            _ => Shape::Unknown,
        }
    }

    /// A variable that is never assigned to: a parameter, or what a `let` binds.
    fn variable(self, variable: PatId) -> Shape {
        let accesses = self.accesses;
        let parameter = accesses.body.params.iter().position(|&it| it == variable);
        let fixed = matches!(
            accesses.body.pats[variable].kind,
            PatKind::Bind { mutable: false, sub: None, .. }
        );
        match parameter {
            Some(number) if fixed => self.arguments.others.get(number).copied().unwrap_or_default(),
            None if self.depth > 0 => {
                let inner = Self { depth: self.depth - 1, ..self };
                let value = accesses.variables.value_of(variable);
                value.map_or(Shape::Unknown, |value| inner.shape(value))
            }
            _ => Shape::Unknown,
        }
    }

    /// What a method of the library answers, by the shape of what it is called on.
    fn answer(self, expr: ExprId, call: &MethodCall) -> Shape {
        let library = self.accesses.library;
        let Some(path) = self.accesses.types.library_callee(expr) else { return Shape::Unknown };
        let role = library.call(path).and_then(|row| row.role);
        let receiver = self.shape(call.receiver);
        if role == Some(CallRole::Copies) {
            return receiver;
        }
        let Some(name) = receiver.name() else { return Shape::Unknown };
        match library.answer(path).and_then(|row| row.maps.get(name)) {
            Some(Answer::Bool(value)) => Shape::Bool(*value),
            Some(Answer::Variant(name, _)) => Shape::named(name),
            _ => Shape::Unknown,
        }
    }

    /// Whether a pattern matches a value.
    fn fits(self, pat: PatId, value: Value) -> Option<bool> {
        let accesses = self.accesses;
        let (body, types) = (accesses.body, accesses.types);
        let is = |variant| value.shape.is(variant);
        let ty = types.type_of_pat(pat);
        let parts =
            |pats: &[PatId]| all(pats.iter().map(|&part| self.fits(part, Value::default())));
        match &body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest => Some(true),
            PatKind::Bind { name, .. } if types.is_constant_pat(pat) => {
                is(accesses.variant_of_name(*name, ty))
            }
            PatKind::Bind { sub, .. } => sub.map_or(Some(true), |sub| self.fits(sub, value)),
            PatKind::Path(path) => is(accesses.variant(path, ty)),
            PatKind::TupleStruct { path, pats } => {
                all([is(accesses.variant(path, ty)), parts(pats)])
            }
            PatKind::Struct { path, fields } => {
                let pats: Vec<PatId> = fields.iter().map(|&(_, pat)| pat).collect();
                all([is(accesses.variant(path, ty)), parts(&pats)])
            }
            PatKind::Tuple(pats) => match value.expr.map(|expr| &body.exprs[expr].kind) {
                Some(ExprKind::Tuple(values)) if values.len() == pats.len() => {
                    let pairs = pats.iter().zip(values);
                    all(pairs.map(|(&pat, &value)| self.fits(pat, self.value(value))))
                }
                _ => parts(pats),
            },
            PatKind::Ref(inner) => self.fits(*inner, value),
            PatKind::Or(pats) => any(pats.iter().map(|&part| self.fits(part, value))),
            PatKind::Value(Some(literal)) => match body.exprs[*literal].kind {
                ExprKind::Literal(Literal::Bool(asked)) => {
                    value.shape.truth().map(|known| known == asked)
                }
                _ => None,
            },
            PatKind::Value(None) | PatKind::Slice(_) | PatKind::Missing => None,
        }
    }

    fn is_built(self, cfg: Option<&CfgExpr>) -> bool {
        let names = self.accesses.names;
        names.is_built(names.def(self.accesses.types.def).krate, cfg)
    }
}

/// What stands in a block runs where the block stands.
fn runs_at_once(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Plain | BlockKind::Unsafe)
}
