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
use crate::lower::attribute::both;
use crate::lower::lowerer::Lowerer;
use crate::lower::macro_call::Standing;
use crate::lower::macros;
use crate::lower::macros::Code;
use crate::lower::macros::Reading;
use crate::source::CfgExpr;
use crate::source::Span;

/// What a block holds, while it is read.
#[derive(Default)]
struct Content {
    stmts: Vec<Stmt>,
    tail: Option<ExprId>,
    items: Vec<ItemId>,
}

/// What the last of some statements is, if no `;` follows it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The value of the block.
    Value,
    /// A statement: others follow, or a `;` behind the macro call that it comes from.
    Statement,
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

    /// A block that stands for a macro call.
    pub(super) fn loose_block(
        &mut self,
        kind: BlockKind,
        stmts: &[syn::Stmt],
        span: Span,
    ) -> ExprId {
        let content = self.content(stmts);
        self.alloc_block(kind, None, content, span)
    }

    /// A block of items that stands for a macro call.
    pub(super) fn block_of_items(&mut self, items: Vec<ItemId>, span: Span) -> ExprId {
        let content = Content { items, ..Content::default() };
        self.alloc_block(BlockKind::Plain, None, content, span)
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
        self.stmts(stmts, Last::Value, &mut content);
        content
    }

    fn stmts(&mut self, stmts: &[syn::Stmt], last_is: Last, content: &mut Content) {
        let Some((last, others)) = stmts.split_last() else { return };
        for stmt in others {
            self.stmt(stmt, Last::Statement, content);
        }
        self.stmt(last, last_is, content);
    }

    fn stmt(&mut self, stmt: &syn::Stmt, last_is: Last, content: &mut Content) {
        match stmt {
            syn::Stmt::Local(local) => {
                let kind = self.local(local);
                content.stmts.push(Stmt { kind, cfg: self.cfg(&local.attrs) });
            }
            syn::Stmt::Item(item) => {
                self.scope.add_imports(std::slice::from_ref(item));
                self.item(item, &mut content.items);
            }
            // A lone `;`.
            syn::Stmt::Expr(syn::Expr::Verbatim(tokens), _) if tokens.is_empty() => {}
            syn::Stmt::Expr(expr, None) if last_is == Last::Value => {
                let tail = self.expr(expr);
                content.end(tail, self.cfg(leading_attributes(expr)));
            }
            syn::Stmt::Expr(expr, semicolon) => {
                let kind = self.expr_stmt(expr, semicolon.is_some());
                content.stmts.push(Stmt { kind, cfg: self.cfg(leading_attributes(expr)) });
            }
            syn::Stmt::Macro(call) => self.macro_stmt(call, last_is, content),
        }
    }

    /// A macro call as a statement. Its `let`s are those of the block around it.
    fn macro_stmt(&mut self, call: &syn::StmtMacro, last_is: Last, content: &mut Content) {
        let found = self.found(&call.mac);
        let cfg = self.cfg(&call.attrs);
        let last_is = if call.semi_token.is_some() { Last::Statement } else { last_is };
        let (standing, code) = match macros::read_stmt(self.call(&found), &self.scope) {
            Reading::Meaning(code @ (Code::Stmts(_) | Code::Items(_))) => (Standing::Meaning, code),
            Reading::Expanded(code @ (Code::Stmts(_) | Code::Items(_))) => {
                (Standing::Expansion, code)
            }
            Reading::Statics(kind, statics) => {
                let start = content.items.len();
                self.statics(kind, &statics, &mut content.items);
                return self.restrict(&content.items[start..], cfg.as_deref());
            }
            reading => {
                let expr = self.reading(found, reading);
                return content.add(expr, call.semi_token.is_some(), last_is, cfg);
            }
        };
        let (stmts, items) = (content.stmts.len(), content.items.len());
        self.within(&found, standing, |lowerer| match code {
            Code::Items(all) => lowerer.items_into(&all, &mut content.items),
            Code::Stmts(all) => lowerer.stmts(&all, last_is, content),
            Code::Expr(_) | Code::Exprs(_) | Code::Members(_) | Code::TraitMembers(_) => {}
        });
        self.restrict(&content.items[items..], cfg.as_deref());
        content.restrict(stmts, cfg.as_deref());
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

    fn add(&mut self, expr: ExprId, semicolon: bool, last_is: Last, cfg: Option<Box<CfgExpr>>) {
        match last_is {
            Last::Value => self.end(expr, cfg),
            Last::Statement => {
                self.stmts.push(Stmt { kind: StmtKind::Expr { expr, semicolon }, cfg });
            }
        }
    }

    /// Puts the statements from `start` on, and the value behind them, under one more `#[cfg(…)]`.
    fn restrict(&mut self, start: usize, cfg: Option<&CfgExpr>) {
        let Some(cfg) = cfg else { return };
        if let Some(tail) = self.tail.take() {
            let kind = StmtKind::Expr { expr: tail, semicolon: false };
            self.stmts.push(Stmt { kind, cfg: None });
        }
        for stmt in &mut self.stmts[start..] {
            stmt.cfg = Some(both(cfg, stmt.cfg.take()));
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
