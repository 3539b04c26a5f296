//! What a macro call means becomes ir.

use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::MacroCall;
use crate::ir::MacroForm;
use crate::ir::Select;
use crate::ir::SelectArm;
use crate::ir::ValueKind;
use crate::lower::lowerer::Lowerer;
use crate::lower::macro_call::Found;
use crate::lower::macro_call::Standing;
use crate::lower::macros::Code;
use crate::lower::macros::Reading;
use crate::lower::macros::SelectArmSyntax;
use crate::lower::macros::SelectSyntax;
use crate::lower::macros::StaticKind;
use crate::lower::macros::StaticSyntax;

impl Lowerer<'_> {
    /// A macro call that was read, as an expression.
    pub(super) fn reading(&mut self, found: Found<'_>, reading: Reading) -> ExprId {
        match reading {
            Reading::Meaning(code) => self.code(&found, Standing::Meaning, code),
            Reading::Expanded(code) => self.code(&found, Standing::Expansion, code),
            Reading::AsWritten(code, reason) => {
                self.limit(found.span, reason);
                self.written(found, code)
            }
            Reading::Format(args) => self.form(found, MacroForm::Format, &args),
            Reading::Panic(args) => self.form(found, MacroForm::Panic, &args),
            Reading::Assert(args) => self.form(found, MacroForm::Assert, &args),
            Reading::Compare(args) => self.form(found, MacroForm::Compare, &args),
            Reading::Query(args) => self.form(found, MacroForm::Query, &args),
            Reading::Arguments(args) => self.form(found, MacroForm::Arguments, &args),
            Reading::Vec { args, len: None } => self.form(found, MacroForm::Vec, &args),
            Reading::Vec { mut args, len: Some(len) } => {
                args.push(*len);
                self.form(found, MacroForm::VecRepeat, &args)
            }
            Reading::Value(value) => self.form(found, MacroForm::Value, [&*value]),
            Reading::Select(select) => self.select(found, &select),
            Reading::Join { is_try, futures } => self.join(found, is_try, &futures),
            Reading::Stream { is_try, stmts } => {
                self.within(&found, Standing::Meaning, |lowerer| {
                    lowerer.loose_block(BlockKind::Stream { is_try }, &stmts, found.span)
                })
            }
            Reading::Statics(kind, statics) => {
                let mut items = Vec::new();
                self.statics(kind, &statics, &mut items);
                self.block_of_items(items, found.span)
            }
            Reading::Opaque(reason) => {
                self.limit(found.span, reason);
                self.form(found, MacroForm::Opaque, [])
            }
        }
    }

    /// The code that stands in place of a call, as one expression.
    fn code(&mut self, found: &Found<'_>, standing: Standing, code: Code) -> ExprId {
        let expr = self.within(found, standing, |lowerer| match code {
            Code::Expr(expr) => lowerer.expr(&expr),
            Code::Stmts(stmts) => lowerer.loose_block(BlockKind::Plain, &stmts, found.span),
            Code::Items(items) => {
                let items = lowerer.items(&items).into_vec();
                lowerer.block_of_items(items, found.span)
            }
            Code::Exprs(_) | Code::Members(_) | Code::TraitMembers(_) => {
                lowerer.alloc_expr(ExprKind::Missing, found.span)
            }
        });
        self.extend(expr, found.span);
        expr
    }

    fn written(&mut self, found: Found<'_>, code: Code) -> ExprId {
        let args = self.within(&found, Standing::Written, |lowerer| match code {
            Code::Expr(expr) => vec![lowerer.expr(&expr)],
            Code::Exprs(exprs) => lowerer.exprs(&exprs).into_vec(),
            Code::Stmts(stmts) => {
                vec![lowerer.loose_block(BlockKind::Plain, &stmts, found.span)]
            }
            Code::Items(items) => {
                let items = lowerer.items(&items).into_vec();
                vec![lowerer.block_of_items(items, found.span)]
            }
            Code::Members(_) | Code::TraitMembers(_) => Vec::new(),
        });
        let call = MacroCall { path: found.path, form: MacroForm::AsWritten, args: args.into() };
        self.alloc_expr(ExprKind::Macro(Box::new(call)), found.span)
    }

    fn form<'e>(
        &mut self,
        found: Found<'_>,
        form: MacroForm,
        args: impl IntoIterator<Item = &'e syn::Expr, IntoIter: ExactSizeIterator>,
    ) -> ExprId {
        let args = self.within(&found, Standing::Meaning, |lowerer| lowerer.exprs(args));
        let call = MacroCall { path: found.path, form, args };
        self.alloc_expr(ExprKind::Macro(Box::new(call)), found.span)
    }

    fn select(&mut self, found: Found<'_>, select: &SelectSyntax) -> ExprId {
        let (arms, otherwise) = self.within(&found, Standing::Meaning, |lowerer| {
            let arms = select.arms.iter().map(|arm| lowerer.select_arm(arm)).collect();
            (arms, select.otherwise.as_ref().map(|otherwise| lowerer.expr(otherwise)))
        });
        let select = Select { path: found.path, biased: select.biased, arms, otherwise };
        self.alloc_expr(ExprKind::Select(Box::new(select)), found.span)
    }

    fn select_arm(&mut self, arm: &SelectArmSyntax) -> SelectArm {
        let pat = self.pat(&arm.pat);
        let future = self.expr(&arm.future);
        let condition = arm.condition.as_ref().map(|condition| self.expr(condition));
        SelectArm { pat, future, condition, body: self.expr(&arm.body) }
    }

    fn join(&mut self, found: Found<'_>, is_try: bool, futures: &[syn::Expr]) -> ExprId {
        let futures = self.within(&found, Standing::Meaning, |lowerer| lowerer.exprs(futures));
        let kind = ExprKind::Join { path: Box::new(found.path), is_try, futures };
        self.alloc_expr(kind, found.span)
    }

    /// The statics that `thread_local!` and its like make.
    pub(super) fn statics(
        &mut self,
        kind: StaticKind,
        statics: &[StaticSyntax],
        into: &mut Vec<ItemId>,
    ) {
        let kind = match kind {
            StaticKind::ThreadLocal => ValueKind::ThreadLocal,
            StaticKind::TaskLocal => ValueKind::TaskLocal,
            StaticKind::Lazy => ValueKind::Lazy,
        };
        for each in statics {
            let name = self.ident(&each.name).1;
            let head = self.head(&each.attrs, &each.vis, name, &each.name);
            let value = self.value(kind, &each.ty, each.init.as_ref());
            let end = match &value {
                ItemKind::Value(value) => value.body.map(|body| self.root_span(body)),
                _ => None,
            };
            let end = end.unwrap_or_else(|| self.ty_end(&each.ty));
            into.push(self.alloc_item(head, value, end));
        }
    }
}
