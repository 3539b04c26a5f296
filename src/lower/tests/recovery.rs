use crate::ir::File;
use crate::ir::ItemKind;
use crate::lower::tests::lowered;
use crate::lower::tests::workspace;
use crate::source::NoteKind;
use crate::source::Span;

fn functions(file: &File) -> Vec<&str> {
    let functions = file.items.iter().filter(|(_, item)| matches!(item.kind, ItemKind::Fn(_)));
    functions.filter_map(|(_, item)| item.name).map(|name| file.names.text(name)).collect()
}

/// The functions that are left of a broken text, and how many places were told.
fn left(text: &str) -> (Vec<String>, usize) {
    let file = lowered(text);
    assert!(!file.unparsed, "{:?}", file.notes);
    assert!(file.notes.iter().all(|note| note.kind == NoteKind::Syntax), "{:?}", file.notes);
    let names = functions(&file).into_iter().map(str::to_owned).collect();
    (names, file.notes.len())
}

#[test]
fn a_syntax_error_costs_one_body() {
    for (text, names, notes) in [
        ("fn a() { 1 + ; }\nfn b() {}", "a b", 1),
        ("fn a() { x. }\nfn b() { y.; }", "a b", 2),
        ("fn a() { match x { A => , } }", "a", 1),
        ("impl A { fn a(x: ) {} fn b() {} }\nfn c() {}", "b c", 1),
        ("mod m { fn a() {} fn () {} fn b() {} }", "a b", 1),
        ("struct A { x: }\nfn a() {}", "a", 1),
        ("use a::\nfn b() {}", "b", 1),
        ("fn a() {}\nfn b(", "a", 1),
        ("fn a() {}\npub", "a", 1),
        ("\u{feff}// ü\nfn a() { /* ü */ 1 2 }\nfn b() { ü() }", "a b", 1),
    ] {
        let (found, told) = left(text);
        assert_eq!((found.join(" ").as_str(), told), (names, notes), "{text}");
    }
}

#[test]
fn brackets_that_do_not_match_cost_the_item_around_them() {
    for (text, names, notes) in [
        ("fn a() {\n    if x {\n    y()\n}\n\nfn b() {}\n", "a b", 1),
        ("fn a() {\n    f(1;\n}\n\n#[x]\nfn b() {}\n", "a b", 1),
        ("fn a() {}\n}\nfn b() {}\n", "a b", 1),
        ("fn a() {\n    \"x;\n}\nfn b() {}\n", "a b", 1),
        ("fn a(\nfn b() {}\n", "b", 1),
        (
            "impl A {\n    fn a() {\n        if x {\n    }\n\n    fn b() {}\n}\n\nfn c() {}\n",
            "a b c",
            1,
        ),
    ] {
        let (found, told) = left(text);
        assert_eq!((found.join(" ").as_str(), told), (names, notes), "{text}");
    }
}

#[test]
fn the_place_of_an_error_is_that_of_the_token() {
    let text = "fn a() {}\nfn b() { let ü = +; }";
    let file = lowered(text);
    let span = file.notes[0].span;
    assert_eq!(&text[span.start as usize..span.end as usize], "+");
}

#[test]
fn what_cannot_be_recovered_is_told() {
    let broken = "fn f(; }\n".repeat(20);
    let file = lowered(&broken);
    assert!(file.unparsed && file.items.is_empty() && !file.notes.is_empty());
}

#[test]
fn every_cut_of_a_file_is_lowered_without_a_panic() {
    let text = "#![a]\nuse a::{b, c};\n#[d]\npub(crate) async fn e<F: G>(h: &'a H) -> I {\n    \
                let j = k!(l, \"{m}\");\n    select! { n = o.p() => q, }\n    r.s(|t| t.u[0]?).await\n}\n\
                impl V for W {\n    fn x(&self) { match y { Z(..) if a => 'b', _ => r#\"c\"# } }\n}\n";
    for cut in 0..text.len() {
        let file = lowered(&text[..cut]);
        assert!(file.notes.iter().all(|note| note.kind != NoteKind::Internal), "{cut}");
    }
}

#[test]
fn what_is_too_deep_is_a_note_and_nothing_overflows() {
    let text = format!("fn f() {{ {}{} }}", "(".repeat(990), ")".repeat(990));
    let mut workspace = workspace(&text);
    workspace.files.all[0].scan.depth = (991, 9);
    assert!(!crate::lower::files(&workspace).all[0].unparsed);
    workspace.files.all[0].scan.depth = (1_001, 9);
    let file = &crate::lower::files(&workspace).all[0];
    assert!(file.unparsed);
    assert_eq!(file.notes[0].kind, NoteKind::TooDeep);
}

#[test]
fn dependencies_have_signatures_and_no_bodies() {
    let mut workspace = workspace("pub fn a(b: C) -> D { e() }\npub const F: G = h();");
    workspace.files.all[0].dependency = true;
    workspace.files.all[0].unread_bodies = [Span::new(21, 26)].into();
    let file = &crate::lower::files(&workspace).all[0];
    assert_eq!(functions(file), ["a"]);
    assert!(file.bodies.is_empty() && file.notes.is_empty());
}
