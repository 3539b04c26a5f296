mod expansion;
mod macro_calls;
mod outline;
mod recovery;
mod wanted;

use std::path::PathBuf;

use crate::ir::Body;
use crate::ir::Expr;
use crate::ir::ExprKind;
use crate::ir::File;
use crate::ir::ItemKind;
use crate::ir::Origin;
use crate::lower::files;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Workspace;

/// A workspace of one text, which belongs to no crate.
fn workspace(text: &str) -> Workspace {
    let mut workspace = Workspace::default();
    let (path, name) = (PathBuf::from("lib.rs"), "lib.rs".to_owned());
    workspace.files.all.push(SourceFile::new(path, name, text.to_owned()));
    workspace
}

/// The ir of a text that is a workspace of its own.
fn lowered(text: &str) -> File {
    let file = files(&workspace(text)).all.remove(0);
    std::sync::Arc::into_inner(file).expect("nobody else holds it")
}

/// The body of the last function of a text.
fn body(file: &File) -> &Body {
    let (id, _) = file.bodies.iter().next_back().expect("there is a function");
    &file.bodies[id]
}

fn at(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

fn spans_of(text: &str, matches: impl Fn(&ExprKind) -> bool) -> Vec<&str> {
    let file = lowered(text);
    let all = body(&file).exprs.iter().map(|(_, expr)| expr);
    all.filter(|expr: &&Expr| matches(&expr.kind)).map(|expr| at(text, expr.span)).collect()
}

#[test]
fn an_expression_spans_its_first_token_to_its_last() {
    let text = "fn f() { let a = x.y(1)[2] as Vec<u8>; }";
    let spans = spans_of(text, |kind| !matches!(kind, ExprKind::Path(_) | ExprKind::Literal(_)));
    assert_eq!(
        spans,
        ["x.y(1)", "x.y(1)[2]", "x.y(1)[2] as Vec<u8>", "{ let a = x.y(1)[2] as Vec<u8>; }"]
    );
}

#[test]
fn an_await_ends_in_its_keyword_even_in_parentheses() {
    let text = "async fn f() { (a.await).b() }";
    assert_eq!(spans_of(text, |kind| matches!(kind, ExprKind::Await(_))), ["a.await"]);
    assert_eq!(spans_of(text, |kind| matches!(kind, ExprKind::MethodCall(_))), ["(a.await).b()"]);
}

#[test]
fn offsets_are_those_of_the_disk_behind_a_mark_a_script_line_and_wide_characters() {
    for text in [
        "\u{feff}fn f() { g() }",
        "#!/usr/bin/env run\r\nfn f() { g() }",
        "\u{feff}#!/usr/bin/env run\nfn f() { g() }",
        "fn f() { /* – ü */ g() }",
        "// ü\r\nfn f() {\r\n    g() }\r\n",
    ] {
        assert_eq!(spans_of(text, |kind| matches!(kind, ExprKind::Call { .. })), ["g()"]);
    }
}

#[test]
fn a_child_stands_before_its_parent() {
    let file = lowered("fn f() { if let Some(a) = b.c(|d| d?) && e { loop { break 1; } } }");
    let body = body(&file);
    for (id, _) in body.exprs.iter() {
        body.each_child(id, &mut |child| assert!(child < id));
    }
    assert_eq!(body.root.index(), body.exprs.len() - 1);
}

#[test]
fn use_trees_are_flattened() {
    let file = lowered("use a::{self, b as c, d::*, e as _}; use super::super::f; use ::g;");
    let text = |name| file.names.text(name);
    let mut imports = Vec::new();
    for item in file.items.iter().map(|(_, item)| item) {
        let ItemKind::Use(all) = &item.kind else { panic!("{:?}", item.kind) };
        for import in all {
            let names: Vec<&str> =
                import.path.segments.iter().map(|segment| text(segment.name)).collect();
            let binding = match import.binding {
                crate::ir::Binding::Name(name) => text(name),
                crate::ir::Binding::Underscore => "_",
                crate::ir::Binding::Glob => "*",
            };
            imports.push(format!("{:?} {} {binding}", import.path.anchor, names.join("::")));
        }
    }
    assert_eq!(
        imports,
        ["Plain a a", "Plain a::b c", "Plain a::d *", "Plain a::e _", "Super(2) f f", "Global g g"]
    );
}

#[test]
fn a_discarding_assignment_is_a_let() {
    let file = lowered("fn f() { _ = g(); }");
    let ExprKind::Block(block) = &body(&file).exprs[body(&file).root].kind else {
        panic!("a body is a block")
    };
    assert!(matches!(block.stmts[0].kind, crate::ir::StmtKind::Let { .. }));
    assert!(body(&file).exprs.iter().all(|(_, expr)| expr.origin == Origin::Source));
}
