//! `macro_rules!`, from the text to ir.

use std::sync::Arc;

use crate::ir::ExprKind;
use crate::ir::File;
use crate::ir::ItemKind;
use crate::ir::Origin;
use crate::ir::PatKind;
use crate::ir::TypeRef;
use crate::lower::files;
use crate::lower::tests::at;
use crate::lower::tests::body;
use crate::lower::tests::workspace;
use crate::source::MacroDef;
use crate::source::NoteKind;
use crate::source::Span;

/// The ir of a text whose macro `m` is defined in braces at its beginning.
fn lowered(text: &str) -> File {
    let mut workspace = workspace(text);
    let start = text.find('{').expect("the definition has braces") as u32 + 1;
    let end = text.find("\n}").expect("a line ends the definition") as u32;
    workspace.files.all[0].scan.macros.push(MacroDef {
        name: "m".to_owned(),
        body: Span::new(start, end),
        end,
        scope: Span::new(0, text.len() as u32),
        exported: false,
        cfg: Vec::new(),
    });
    let file = files(&workspace).all.remove(0);
    Arc::into_inner(file).expect("nobody else holds it")
}

fn names_of_functions(file: &File) -> Vec<(&str, bool)> {
    let items = file.items.iter().map(|(_, item)| item);
    let functions = items.filter(|item| matches!(item.kind, ItemKind::Fn(_)));
    functions.map(|item| (file.names.text(item.name.expect("it has one")), item.expanded)).collect()
}

#[test]
fn a_statement_binds_in_the_block_around_it() {
    let text = "macro_rules! m {\n($x:ident, $y:expr) => { let $x = g($y); $x.h(); }\n}\n
        async fn f() { m!(a, b.c().await); a.d(); }";
    let file = lowered(text);
    let body = body(&file);
    let ExprKind::Block(block) = &body.exprs[body.root].kind else { panic!("a body is a block") };
    assert_eq!(block.stmts.len(), 3);
    let found: Vec<(&str, Origin)> = body
        .exprs
        .iter()
        .filter(|(_, expr)| matches!(expr.kind, ExprKind::MethodCall(_) | ExprKind::Call { .. }))
        .map(|(_, expr)| (at(text, expr.span), expr.origin))
        .collect();
    let call = "m!(a, b.c().await)";
    let expected = [("b.c()", Origin::Expanded), (call, Origin::Expanded)];
    assert_eq!(found[..2], expected);
    assert_eq!(found[3], ("a.d()", Origin::Source));
}

#[test]
fn members_of_impls_and_traits() {
    let text = "macro_rules! m {\n($($x:ident)*) => { $(fn $x(&self) { self.y() })* }\n}\n
        impl A { m!(b c); fn d() {} } trait E { m! { g } }";
    let file = lowered(text);
    let names = names_of_functions(&file);
    assert_eq!(names, [("b", true), ("c", true), ("d", false), ("g", true)]);
}

#[test]
fn types_and_patterns() {
    let text = "macro_rules! m {\n(ty) => { Option<A> }; ($x:ident) => { Some($x) }\n}\n
        fn f(a: m!(ty)) { if let m!(b) = a { b.c() } }";
    let file = lowered(text);
    let function = file.items.iter().find_map(|(_, item)| match &item.kind {
        ItemKind::Fn(function) => Some(function),
        _ => None,
    });
    let param = &function.expect("there is a function").params[0];
    assert!(matches!(&param.ty, TypeRef::Path(path) if path.segments.len() == 1), "{param:?}");
    let pats = body(&file).pats.iter();
    let names: Vec<&str> = pats
        .filter_map(|(_, pat)| match &pat.kind {
            PatKind::Bind { name, .. } => Some(file.names.text(*name)),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn recursion_goes_on_until_it_ends() {
    let text = "macro_rules! m {\n() => { last() }; ($x:tt $($y:tt)*) => { m!($($y)*) }\n}\n
        fn f() { m!(1 2 3 4 5 6 7 8) }";
    let file = lowered(text);
    let is_call = |kind: &ExprKind| matches!(kind, ExprKind::Call { .. });
    let calls: Vec<_> = body(&file).exprs.iter().filter(|(_, expr)| is_call(&expr.kind)).collect();
    assert_eq!(calls.len(), 1);
    assert_eq!(at(text, calls[0].1.span), "m!(1 2 3 4 5 6 7 8)");
    assert_eq!(file.notes, []);
}

#[test]
fn recursion_without_end_is_a_note() {
    let text = "macro_rules! m {\n($($x:tt)*) => { m!($($x)*) }\n}\n
        fn f() { m!(g(1)) }";
    let file = lowered(text);
    let [note] = &file.notes[..] else { panic!("{:?}", file.notes) };
    assert_eq!((note.kind, at(text, note.span)), (NoteKind::Macro, "m!(g(1))"));
    let written = body(&file).exprs.iter().filter(|(_, expr)| expr.origin == Origin::AsWritten);
    assert!(written.count() > 0);
}
