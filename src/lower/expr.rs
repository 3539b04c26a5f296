//! Expressions without a block in them: values, operators, calls.

use proc_macro2::extra::DelimSpan;

use crate::ir::BinaryOp;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MethodCall;
use crate::ir::Name;
use crate::ir::StructLiteral;
use crate::ir::UnaryOp;
use crate::lower::lowerer::Lowerer;
use crate::lower::lowerer::boxed;
use crate::source::Span;

impl Lowerer<'_> {
    /// An expression.
    pub(super) fn expr(&mut self, expr: &syn::Expr) -> ExprId {
        match expr {
            syn::Expr::Path(expr) => self.path_expr(expr),
            syn::Expr::MethodCall(expr) => self.method_call(expr),
            syn::Expr::Call(expr) => self.call_expr(expr),
            syn::Expr::Lit(expr) => self.literal_expr(expr),
            syn::Expr::Field(expr) => self.field(expr),
            syn::Expr::Reference(expr) => self.reference(expr),
            syn::Expr::RawAddr(expr) => self.raw_address(expr),
            syn::Expr::Unary(expr) => self.unary(expr),
            syn::Expr::Binary(expr) => self.binary(expr),
            syn::Expr::Assign(expr) => self.assign(None, &expr.left, &expr.right),
            syn::Expr::Await(expr) => self.await_expr(expr),
            syn::Expr::Try(expr) => self.try_expr(expr),
            syn::Expr::Macro(expr) => self.macro_expr(&expr.mac),
            syn::Expr::Struct(expr) => self.struct_literal(expr),
            syn::Expr::Paren(expr) => {
                let inner = self.expr(&expr.expr);
                let span = self.brackets(expr.paren_token.span);
                self.enclose(inner, span);
                inner
            }
            syn::Expr::Group(expr) => self.expr(&expr.expr),
            syn::Expr::Index(expr) => self.index(expr),
            syn::Expr::Cast(expr) => self.cast(expr),
            syn::Expr::Range(expr) => self.range(expr),
            syn::Expr::Tuple(expr) => {
                let parts = self.exprs(&expr.elems);
                let span = self.brackets(expr.paren_token.span);
                self.alloc_expr(ExprKind::Tuple(parts), span)
            }
            syn::Expr::Array(expr) => {
                let parts = self.exprs(&expr.elems);
                let span = self.brackets(expr.bracket_token.span);
                self.alloc_expr(ExprKind::Array(parts), span)
            }
            syn::Expr::Repeat(expr) => self.repeat(expr),
            syn::Expr::Infer(expr) => {
                let span = self.token(expr.underscore_token.spans[0], 1);
                self.alloc_expr(ExprKind::Missing, span)
            }
            syn::Expr::Verbatim(tokens) => {
                let span = self.tokens(tokens);
                self.alloc_expr(ExprKind::Missing, span)
            }
            expr => self.control_expr(expr),
        }
    }

    /// Expressions in a row.
    pub(super) fn exprs<'e>(
        &mut self,
        exprs: impl IntoIterator<Item = &'e syn::Expr, IntoIter: ExactSizeIterator>,
    ) -> Box<[ExprId]> {
        boxed(exprs.into_iter().map(|expr| self.expr(expr)))
    }

    fn path_expr(&mut self, expr: &syn::ExprPath) -> ExprId {
        let path = self.path(expr.qself.as_ref(), &expr.path);
        let span = match expr.path.segments.last().map(|last| &last.arguments) {
            None | Some(syn::PathArguments::None) => path.span,
            Some(_) => path.span.to(self.path_last(&expr.path)),
        };
        self.alloc_expr(ExprKind::Path(Box::new(path)), span)
    }

    fn method_call(&mut self, expr: &syn::ExprMethodCall) -> ExprId {
        let receiver = self.expr(&expr.receiver);
        let start = self.extent(receiver);
        let (name, name_span) = self.ident_behind(start, ".", &expr.method);
        let generics = expr.turbofish.as_ref().map(|args| self.angle_args(args));
        let args = self.exprs(&expr.args);
        let span = start.to(self.end_of_call(name_span, &args, expr.paren_token.span));
        let call = MethodCall { receiver, name, name_span, generics, args };
        self.alloc_expr(ExprKind::MethodCall(Box::new(call)), span)
    }

    fn call_expr(&mut self, expr: &syn::ExprCall) -> ExprId {
        let callee = self.expr(&expr.func);
        let args = self.exprs(&expr.args);
        let start = self.extent(callee);
        let span = start.to(self.end_of_call(start, &args, expr.paren_token.span));
        self.alloc_expr(ExprKind::Call { callee, args }, span)
    }

    /// The `)` of a call: often the next byte behind the last argument, or behind `callee` and `(`.
    fn end_of_call(&self, callee: Span, args: &[ExprId], parens: DelimSpan) -> Span {
        match args.last() {
            Some(&last) => self.closing_behind(self.extent(last), ")", parens),
            None => {
                let open = Span::new(callee.end, callee.end + 1);
                match self.text_of(open) {
                    "(" => self.closing_behind(open, ")", parens),
                    _ => self.closing(parens),
                }
            }
        }
    }

    fn field(&mut self, expr: &syn::ExprField) -> ExprId {
        let base = self.expr(&expr.base);
        let start = self.extent(base);
        let (name, name_span) = match &expr.member {
            syn::Member::Named(ident) => self.ident_behind(start, ".", ident),
            member => self.member(member),
        };
        let span = start.to(name_span);
        self.alloc_expr(ExprKind::Field { base, name }, span)
    }

    /// The name of a field, or its number as a name.
    pub(super) fn member(&mut self, member: &syn::Member) -> (Name, Span) {
        match member {
            syn::Member::Named(ident) => self.ident(ident),
            syn::Member::Unnamed(index) => {
                let digits = index.index.to_string();
                let span = self.token(index.span, digits.len() as u32);
                (self.file.names.intern(&digits), span)
            }
        }
    }

    fn reference(&mut self, expr: &syn::ExprReference) -> ExprId {
        let operand = self.expr(&expr.expr);
        let span = self.token(expr.and_token.spans[0], 1).to(self.extent(operand));
        self.alloc_expr(ExprKind::Ref { mutable: expr.mutability.is_some(), operand }, span)
    }

    fn raw_address(&mut self, expr: &syn::ExprRawAddr) -> ExprId {
        let operand = self.expr(&expr.expr);
        let span = self.token(expr.and_token.spans[0], 1).to(self.extent(operand));
        let mutable = matches!(expr.mutability, syn::PointerMutability::Mut(_));
        self.alloc_expr(ExprKind::Ref { mutable, operand }, span)
    }

    fn unary(&mut self, expr: &syn::ExprUnary) -> ExprId {
        let operand = self.expr(&expr.expr);
        let (op, token) = match expr.op {
            syn::UnOp::Deref(token) => (UnaryOp::Deref, token.spans[0]),
            syn::UnOp::Not(token) => (UnaryOp::Not, token.spans[0]),
            syn::UnOp::Neg(token) => (UnaryOp::Neg, token.spans[0]),
            _ => return operand,
        };
        let span = self.token(token, 1).to(self.extent(operand));
        self.alloc_expr(ExprKind::Unary { op, operand }, span)
    }

    fn binary(&mut self, expr: &syn::ExprBinary) -> ExprId {
        let op = match binary_op(&expr.op) {
            Operator::Value(op) => op,
            Operator::Assign(op) => return self.assign(Some(op), &expr.left, &expr.right),
        };
        let lhs = self.expr(&expr.left);
        let rhs = self.expr(&expr.right);
        let span = self.extent(lhs).to(self.extent(rhs));
        self.alloc_expr(ExprKind::Binary { op, lhs, rhs }, span)
    }

    fn assign(&mut self, op: Option<BinaryOp>, left: &syn::Expr, right: &syn::Expr) -> ExprId {
        let lhs = self.expr(left);
        let rhs = self.expr(right);
        let span = self.extent(lhs).to(self.extent(rhs));
        self.alloc_expr(ExprKind::Assign { op, lhs, rhs }, span)
    }

    fn await_expr(&mut self, expr: &syn::ExprAwait) -> ExprId {
        let base = self.expr(&expr.base);
        let start = self.extent(base);
        let dot = self.token_behind(start, ".", expr.dot_token.spans[0]);
        let span = start.to(self.token_behind(dot, "await", expr.await_token.span));
        self.alloc_expr(ExprKind::Await(base), span)
    }

    fn try_expr(&mut self, expr: &syn::ExprTry) -> ExprId {
        let operand = self.expr(&expr.expr);
        let start = self.extent(operand);
        let span = start.to(self.token_behind(start, "?", expr.question_token.spans[0]));
        self.alloc_expr(ExprKind::Try(operand), span)
    }

    fn struct_literal(&mut self, expr: &syn::ExprStruct) -> ExprId {
        let path = self.path(expr.qself.as_ref(), &expr.path);
        let lower =
            |field: &syn::FieldValue| (self.member(&field.member).0, self.expr(&field.expr));
        let fields = boxed(expr.fields.iter().map(lower));
        let base = expr.rest.as_ref().map(|base| self.expr(base));
        let span = path.span.to(self.closing(expr.brace_token.span));
        self.alloc_expr(ExprKind::Struct(Box::new(StructLiteral { path, fields, base })), span)
    }

    fn index(&mut self, expr: &syn::ExprIndex) -> ExprId {
        let base = self.expr(&expr.expr);
        let index = self.expr(&expr.index);
        let span = self.extent(base).to(self.closing(expr.bracket_token.span));
        self.alloc_expr(ExprKind::Index { base, index }, span)
    }

    fn cast(&mut self, expr: &syn::ExprCast) -> ExprId {
        let operand = self.expr(&expr.expr);
        let ty = Box::new(self.ty(&expr.ty));
        let span = self.extent(operand).to(self.ty_end(&expr.ty));
        self.alloc_expr(ExprKind::Cast { operand, ty }, span)
    }

    /// `a..b`.
    pub(super) fn range(&mut self, expr: &syn::ExprRange) -> ExprId {
        let from = expr.start.as_ref().map(|from| self.expr(from));
        let to = expr.end.as_ref().map(|to| self.expr(to));
        let (inclusive, dots) = match expr.limits {
            syn::RangeLimits::HalfOpen(dots) => (false, self.token(dots.spans[0], 2)),
            syn::RangeLimits::Closed(dots) => (true, self.token(dots.spans[0], 3)),
        };
        let ends = from.into_iter().chain(to);
        let span = ends.fold(dots, |span, end| span.to(self.extent(end)));
        self.alloc_expr(ExprKind::Range { from, to, inclusive }, span)
    }

    fn repeat(&mut self, expr: &syn::ExprRepeat) -> ExprId {
        let value = self.expr(&expr.expr);
        let len = self.expr(&expr.len);
        let span = self.brackets(expr.bracket_token.span);
        self.alloc_expr(ExprKind::Repeat { value, len }, span)
    }
}

enum Operator {
    Value(BinaryOp),
    Assign(BinaryOp),
}

fn binary_op(op: &syn::BinOp) -> Operator {
    match op {
        syn::BinOp::Add(_) => Operator::Value(BinaryOp::Add),
        syn::BinOp::Sub(_) => Operator::Value(BinaryOp::Sub),
        syn::BinOp::Mul(_) => Operator::Value(BinaryOp::Mul),
        syn::BinOp::Div(_) => Operator::Value(BinaryOp::Div),
        syn::BinOp::Rem(_) => Operator::Value(BinaryOp::Rem),
        syn::BinOp::And(_) => Operator::Value(BinaryOp::And),
        syn::BinOp::Or(_) => Operator::Value(BinaryOp::Or),
        syn::BinOp::BitXor(_) => Operator::Value(BinaryOp::BitXor),
        syn::BinOp::BitAnd(_) => Operator::Value(BinaryOp::BitAnd),
        syn::BinOp::BitOr(_) => Operator::Value(BinaryOp::BitOr),
        syn::BinOp::Shl(_) => Operator::Value(BinaryOp::Shl),
        syn::BinOp::Shr(_) => Operator::Value(BinaryOp::Shr),
        syn::BinOp::Lt(_) => Operator::Value(BinaryOp::Lt),
        syn::BinOp::Le(_) => Operator::Value(BinaryOp::Le),
        syn::BinOp::Ne(_) => Operator::Value(BinaryOp::Ne),
        syn::BinOp::Ge(_) => Operator::Value(BinaryOp::Ge),
        syn::BinOp::Gt(_) => Operator::Value(BinaryOp::Gt),
        syn::BinOp::AddAssign(_) => Operator::Assign(BinaryOp::Add),
        syn::BinOp::SubAssign(_) => Operator::Assign(BinaryOp::Sub),
        syn::BinOp::MulAssign(_) => Operator::Assign(BinaryOp::Mul),
        syn::BinOp::DivAssign(_) => Operator::Assign(BinaryOp::Div),
        syn::BinOp::RemAssign(_) => Operator::Assign(BinaryOp::Rem),
        syn::BinOp::BitXorAssign(_) => Operator::Assign(BinaryOp::BitXor),
        syn::BinOp::BitAndAssign(_) => Operator::Assign(BinaryOp::BitAnd),
        syn::BinOp::BitOrAssign(_) => Operator::Assign(BinaryOp::BitOr),
        syn::BinOp::ShlAssign(_) => Operator::Assign(BinaryOp::Shl),
        syn::BinOp::ShrAssign(_) => Operator::Assign(BinaryOp::Shr),
        // The list is open, but Rust has had no new operator since 1.0.
        _ => Operator::Value(BinaryOp::Eq),
    }
}
