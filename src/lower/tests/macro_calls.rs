use crate::ir::BlockKind;
use crate::ir::ExprKind;
use crate::ir::ItemKind;
use crate::ir::MacroForm;
use crate::ir::Origin;
use crate::ir::StmtKind;
use crate::ir::ValueKind;
use crate::lower::tests::at;
use crate::lower::tests::body;
use crate::lower::tests::lowered;
use crate::lower::tests::spans_of;
use crate::source::CfgExpr;

fn forms(text: &str) -> Vec<MacroForm> {
    let file = lowered(text);
    let all = body(&file).exprs.iter();
    all.filter_map(|(_, expr)| match &expr.kind {
        ExprKind::Macro(call) => Some(call.form),
        _ => None,
    })
    .collect()
}

#[test]
fn known_macros_have_their_form() {
    let text =
        "fn f() { info!(a = %b, \"{c}\"); assert!(d); vec![1; n]; dbg!(e); todo!(); x!(=>) }";
    let expected = [
        MacroForm::Format,
        MacroForm::Assert,
        MacroForm::VecRepeat,
        MacroForm::Value,
        MacroForm::Panic,
        MacroForm::Opaque,
    ];
    assert_eq!(forms(text), expected);
}

#[test]
fn arguments_have_the_origin_and_the_spans_of_the_text() {
    let text = "async fn f() { println!(\"{}\", a.b().await) }";
    assert_eq!(spans_of(text, |kind| matches!(kind, ExprKind::MethodCall(_))), ["a.b()"]);
    assert_eq!(spans_of(text, |kind| matches!(kind, ExprKind::Await(_))), ["a.b().await"]);
    let file = lowered(text);
    assert!(body(&file).exprs.iter().all(|(_, expr)| expr.origin == Origin::Source));
}

#[test]
fn a_use_in_a_block_counts() {
    let text = "async fn f() { use tokio::select as pick; pick! { a = b => c } }";
    let is_select = |kind: &ExprKind| matches!(kind, ExprKind::Select(_));
    assert_eq!(spans_of(text, is_select), ["pick! { a = b => c }"]);
    let text = text.replace("tokio", "other");
    assert_eq!(spans_of(&text, is_select), Vec::<&str>::new());
}

#[test]
fn a_bail_returns_where_the_macro_stands() {
    let text = "fn f() { bail!(\"no {}\", g()) }";
    let file = lowered(text);
    let exprs = || body(&file).exprs.iter().map(|(_, expr)| expr);
    let jump = exprs().find(|expr| matches!(expr.kind, ExprKind::Return(Some(_))));
    let jump = jump.expect("`bail!` returns");
    assert_eq!((at(text, jump.span), jump.origin), ("bail!(\"no {}\", g())", Origin::Expanded));
    let call = exprs().find(|expr| at(text, expr.span) == "g()").expect("the argument is kept");
    assert_eq!(call.origin, Origin::Source);
}

#[test]
fn an_unknown_macro_is_read_as_written() {
    let text = "async fn f() { retry! { let a = g().await; a.h() } }";
    let file = lowered(text);
    let body = body(&file);
    let written = |text_of: &str| {
        let found = body.exprs.iter().find(|(_, expr)| at(text, expr.span) == text_of);
        found.map(|(_, expr)| expr.origin)
    };
    assert_eq!(written("g().await"), Some(Origin::AsWritten));
    assert_eq!(written("a.h()"), Some(Origin::AsWritten));
    let ExprKind::Block(block) = &body.exprs[body.root].kind else { panic!("a body is a block") };
    let tail = block.tail.expect("the macro call is the value of the body");
    assert_eq!(body.exprs[tail].origin, Origin::Source);
}

#[test]
fn select_keeps_arms_conditions_and_else() {
    let text = "async fn f() { select! { biased; Some(a) = b.recv(), if c => d(a), else => {} } }";
    let file = lowered(text);
    let body = body(&file);
    let select = body.exprs.iter().find_map(|(_, expr)| match &expr.kind {
        ExprKind::Select(select) => Some(select),
        _ => None,
    });
    let select = select.expect("there is a select");
    let arm = &select.arms[0];
    assert!(select.biased && select.otherwise.is_some() && select.arms.len() == 1);
    assert_eq!(at(text, body.exprs[arm.future].span), "b.recv()");
    assert_eq!(at(text, body.exprs[arm.body].span), "d(a)");
    assert_eq!(at(text, body.pats[arm.pat].span), "Some(a)");
}

#[test]
fn a_stream_is_a_block_that_yields() {
    let text = "fn f() { try_stream! { yield a?; } }";
    let file = lowered(text);
    let stream = body(&file).exprs.iter().any(|(_, expr)| match &expr.kind {
        ExprKind::Block(block) => block.kind == BlockKind::Stream { is_try: true },
        _ => false,
    });
    assert!(stream);
    assert_eq!(spans_of(text, |kind| matches!(kind, ExprKind::Yield(_))), ["yield a?"]);
}

#[test]
fn a_pinning_statement_binds_in_the_block_around_it() {
    let file = lowered("async fn f() { let a = g(); tokio::pin!(a); a.await }");
    let body = body(&file);
    let ExprKind::Block(block) = &body.exprs[body.root].kind else { panic!("a body is a block") };
    assert_eq!(block.stmts.len(), 2);
    assert!(matches!(block.stmts[1].kind, StmtKind::Let { .. }));
    assert!(block.tail.is_some());
}

#[test]
fn statics_of_macros_are_items() {
    let text = "thread_local! { static A: Cell<u8> = Cell::new(1); }
        lazy_static::lazy_static! { pub static ref B: C = C::new(); }
        fn f() { tokio::task_local! { static D: E; } }";
    let file = lowered(text);
    let kinds = file.items.iter().filter_map(|(_, item)| match &item.kind {
        ItemKind::Value(value) => {
            Some((item.name.map(|name| file.names.text(name)), value.kind, value.body.is_some()))
        }
        _ => None,
    });
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            (Some("A"), ValueKind::ThreadLocal, true),
            (Some("B"), ValueKind::Lazy, true),
            (Some("D"), ValueKind::TaskLocal, false)
        ]
    );
}

#[test]
fn the_branches_of_cfg_if_are_conditional() {
    let text = "cfg_if::cfg_if! { if #[cfg(unix)] { fn a() {} } else { fn b() {} } }";
    let file = lowered(text);
    let conditions: Vec<_> = file.items.iter().map(|(_, item)| item.cfg.as_deref()).collect();
    let expected = [CfgExpr::parse("all(unix)"), CfgExpr::parse("all(not(unix))")];
    assert_eq!(conditions, [Some(&expected[0]), Some(&expected[1])]);
}
