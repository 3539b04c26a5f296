use super::mac;
use super::show;
use crate::lower::macros::Call;
use crate::lower::macros::Definition;
use crate::lower::macros::Scope;
use crate::lower::macros::read_expr;
use crate::source::Span;

const GLOBAL: [Definition<'static>; 6] = [
    Definition { name: "both", krate: "other", exported: true, body: "() => { foreign() }" },
    Definition { name: "both", krate: "sample", exported: false, body: "() => { own() }" },
    Definition { name: "hidden", krate: "other", exported: false, body: "() => { hidden() }" },
    Definition {
        name: "select",
        krate: "other",
        exported: true,
        body: "($($x:tt)*) => { mine() }",
    },
    Definition { name: "twice", krate: "sample", exported: false, body: "() => { one() }" },
    Definition { name: "twice", krate: "sample", exported: false, body: "() => { two() }" },
];

#[track_caller]
fn assert_means(imports: &str, call: &str, kind: &str, first: Option<&str>) {
    let mut scope = Scope::new("sample", &GLOBAL);
    scope.add_imports(&syn::parse_file(imports).expect("the imports are items").items);
    let reading = read_expr(Call { mac: &mac(call), offset: 0, depth: 0 }, &scope);
    let (found, parts) = show(&reading);
    assert_eq!((found, parts.first().map(String::as_str)), (kind, first));
}

#[test]
fn a_path_names_a_crate() {
    assert_means("", "other::both!()", "expanded", Some("foreign()"));
    assert_means("", "crate::a::both!()", "expanded", Some("own()"));
    assert_means("", "super::both!()", "expanded", Some("own()"));
    assert_means("", "both!()", "opaque", None);
    assert_means("", "third::both!()", "opaque", None);
    assert_means("", "third::other::both!()", "expanded", Some("foreign()"));
}

#[test]
fn a_use_gives_a_name() {
    assert_means("use other::both;", "both!()", "expanded", Some("foreign()"));
    assert_means("use crate::{a::both, b};", "both!()", "expanded", Some("own()"));
    assert_means("mod a { use other::both as it; }", "it!()", "expanded", Some("foreign()"));
    assert_means("use other::*;", "both!()", "expanded", Some("foreign()"));
    assert_means("use third::both;", "both!()", "opaque", None);
    assert_means("use crate::util;", "util::both!()", "expanded", Some("own()"));
    assert_means("mod util;", "util::both!()", "expanded", Some("own()"));
    assert_means("mod other;", "::other::both!()", "expanded", Some("foreign()"));
    assert_means("", "util::both!()", "opaque", None);
    assert_means("use std::fmt as io;", "io::both!()", "opaque", None);
}

#[test]
fn what_is_private_or_ambiguous_is_not_expanded() {
    assert_means("", "other::hidden!()", "opaque", None);
    assert_means("", "crate::twice!()", "opaque", None);
}

#[test]
fn a_macro_of_the_workspace_wins_over_a_known_one() {
    let call = "select! { a = b => c }";
    assert_means("", call, "select", None);
    assert_means("use other::select;", call, "expanded", Some("mine()"));
    assert_means("use tokio::select as either;", "either! { a = b => c }", "select", None);
}

#[test]
fn the_latest_textual_definition_shadows() {
    let definition = |body| Definition { name: "m", krate: "sample", exported: false, body };
    let mut scope = Scope::new("sample", &[]);
    scope.add_textual(definition("() => { first() }"), Span::new(10, 100));
    scope.add_textual(definition("() => { second() }"), Span::new(50, 80));
    let call = mac("m!()");
    let at = |offset| show(&read_expr(Call { mac: &call, offset, depth: 0 }, &scope)).1;
    assert_eq!(at(5), Vec::<String>::new());
    assert_eq!(at(20), ["first()"]);
    assert_eq!(at(60), ["second()"]);
    assert_eq!(at(90), ["first()"]);
}
