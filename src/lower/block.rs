//! Blocks and their statements.

use crate::ir::Block;
use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::ItemId;
use crate::ir::Name;
use crate::ir::PatKind;
use crate::ir::Stmt;
use crate::ir::StmtKind;
use crate::lower::lowerer::Lowerer;
use crate::source::CfgExpr;
use crate::source::Span;

/// What a block holds, while it is read.
#[derive(Default)]
pub(super) struct Content {
    stmts: Vec<Stmt>,
    tail: Option<ExprId>,
    items: Vec<ItemId>,
}

impl Lowerer<'_> {
    /// A block without keyword or label.
    pub(super) fn inner_block(&mut self, block: &syn::Block) -> ExprId {
        let content = self.content(&block.stmts);
        let span = self.brackets(block.brace_token.span);
        self.alloc_block(BlockKind::Plain, None, content, span)
    }

    /// A block with a keyword or label, at which it starts.
    pub(super) fn block(
        &mut self,
        kind: BlockKind,
        label: Option<Name>,
        start: Span,
        block: &syn::Block,
    ) -> ExprId {
        let content = self.content(&block.stmts);
        let span = start.to(self.closing(block.brace_token.span));
        self.alloc_block(kind, label, content, span)
    }

    fn alloc_block(
        &mut self,
        kind: BlockKind,
        label: Option<Name>,
        content: Content,
        span: Span,
    ) -> ExprId {
        let block = Block {
            kind,
            label,
            stmts: content.stmts.into(),
            tail: content.tail,
            items: content.items.into(),
        };
        self.alloc_expr(ExprKind::Block(Box::new(block)), span)
    }

    fn content(&mut self, stmts: &[syn::Stmt]) -> Content {
        let mut content = Content { stmts: Vec::with_capacity(stmts.len()), ..Content::default() };
        let Some((last, others)) = stmts.split_last() else { return content };
        for stmt in others {
            self.stmt(stmt, &mut content);
        }
        match last {
            syn::Stmt::Expr(syn::Expr::Verbatim(tokens), _) if tokens.is_empty() => {}
            syn::Stmt::Expr(expr, None) => {
                let tail = self.expr(expr);
                content.end(tail, self.cfg(leading_attributes(expr)));
            }
            syn::Stmt::Macro(call) if call.semi_token.is_none() => {
                let tail = self.macro_expr(&call.mac);
                content.end(tail, self.cfg(&call.attrs));
            }
            last => self.stmt(last, &mut content),
        }
        content
    }

    fn stmt(&mut self, stmt: &syn::Stmt, content: &mut Content) {
        let (kind, cfg) = match stmt {
            syn::Stmt::Local(local) => (self.local(local), self.cfg(&local.attrs)),
            syn::Stmt::Item(item) => return self.item(item, &mut content.items),
            // A lone `;`.
            syn::Stmt::Expr(syn::Expr::Verbatim(tokens), _) if tokens.is_empty() => return,
            syn::Stmt::Expr(expr, semicolon) => {
                (self.expr_stmt(expr, semicolon.is_some()), self.cfg(leading_attributes(expr)))
            }
            syn::Stmt::Macro(call) => {
                let expr = self.macro_expr(&call.mac);
                let kind = StmtKind::Expr { expr, semicolon: call.semi_token.is_some() };
                (kind, self.cfg(&call.attrs))
            }
        };
        content.stmts.push(Stmt { kind, cfg });
    }

    fn local(&mut self, local: &syn::Local) -> StmtKind {
        let (pat, ty) = self.typed_pat(&local.pat);
        let init = local.init.as_ref().map(|init| self.expr(&init.expr));
        let otherwise = local.init.as_ref().and_then(|init| init.diverge.as_ref());
        let otherwise = otherwise.map(|(_, otherwise)| self.expr(otherwise));
        StmtKind::Let { pat, ty: ty.map(Box::new), init, otherwise }
    }

    fn expr_stmt(&mut self, expr: &syn::Expr, semicolon: bool) -> StmtKind {
        // `_ = x;` does what `let _ = x;` does.
        if let syn::Expr::Assign(assign) = expr
            && let syn::Expr::Infer(wild) = &*assign.left
        {
            let span = self.token(wild.underscore_token.spans[0], 1);
            let pat = self.alloc_pat(PatKind::Wild, span);
            let init = Some(self.expr(&assign.right));
            return StmtKind::Let { pat, ty: None, init, otherwise: None };
        }
        StmtKind::Expr { expr: self.expr(expr), semicolon }
    }
}

impl Content {
    /// Ends the block with a value. One that only some builds have stays among the statements, for
    /// another may be the value of the others.
    fn end(&mut self, tail: ExprId, cfg: Option<Box<CfgExpr>>) {
        match cfg {
            None => self.tail = Some(tail),
            cfg => {
                let kind = StmtKind::Expr { expr: tail, semicolon: false };
                self.stmts.push(Stmt { kind, cfg });
            }
        }
    }
}

/// The attributes of a statement: syn hangs them on its leftmost part.
fn leading_attributes(expr: &syn::Expr) -> &[syn::Attribute] {
    match expr {
        syn::Expr::Assign(expr) => leading_attributes(&expr.left),
        syn::Expr::Binary(expr) => leading_attributes(&expr.left),
        syn::Expr::Cast(expr) => leading_attributes(&expr.expr),
        syn::Expr::Array(expr) => &expr.attrs,
        syn::Expr::Async(expr) => &expr.attrs,
        syn::Expr::Await(expr) => &expr.attrs,
        syn::Expr::Block(expr) => &expr.attrs,
        syn::Expr::Break(expr) => &expr.attrs,
        syn::Expr::Call(expr) => &expr.attrs,
        syn::Expr::Closure(expr) => &expr.attrs,
        syn::Expr::Const(expr) => &expr.attrs,
        syn::Expr::Continue(expr) => &expr.attrs,
        syn::Expr::Field(expr) => &expr.attrs,
        syn::Expr::ForLoop(expr) => &expr.attrs,
        syn::Expr::If(expr) => &expr.attrs,
        syn::Expr::Index(expr) => &expr.attrs,
        syn::Expr::Lit(expr) => &expr.attrs,
        syn::Expr::Loop(expr) => &expr.attrs,
        syn::Expr::Macro(expr) => &expr.attrs,
        syn::Expr::Match(expr) => &expr.attrs,
        syn::Expr::MethodCall(expr) => &expr.attrs,
        syn::Expr::Paren(expr) => &expr.attrs,
        syn::Expr::Path(expr) => &expr.attrs,
        syn::Expr::Reference(expr) => &expr.attrs,
        syn::Expr::Return(expr) => &expr.attrs,
        syn::Expr::Struct(expr) => &expr.attrs,
        syn::Expr::Try(expr) => &expr.attrs,
        syn::Expr::TryBlock(expr) => &expr.attrs,
        syn::Expr::Tuple(expr) => &expr.attrs,
        syn::Expr::Unary(expr) => &expr.attrs,
        syn::Expr::Unsafe(expr) => &expr.attrs,
        syn::Expr::While(expr) => &expr.attrs,
        syn::Expr::Yield(expr) => &expr.attrs,
        _ => &[],
    }
}
