use crate::triage::nodes::Nodes;

/// The nodes of what stands between the outermost braces.
fn split(text: &str) -> Vec<String> {
    let nodes = Nodes::new(text);
    let open = nodes.at(text.find('{').expect("there are braces") as u32);
    let group = open + 1..nodes.tokens[open].partner;
    nodes
        .split(group)
        .map(|node| {
            let span = nodes.span(&node);
            text[span.start as usize..span.end as usize].replace('\n', " ")
        })
        .collect()
}

#[test]
fn statements() {
    assert_eq!(
        split(
            "fn f() { let a = if b { c } else { d }; if a { b } else if c { d } else { e } \
             match m { A => b, } 'x: loop { break; } f::<A, B>(c, d); #[cfg(a)] g(); \
             unsafe { h() } { i } j!{ k } l!(m); let Some(n) = o else { p }; q.r(|s, t| s) }"
        ),
        [
            "let a = if b { c } else { d };",
            "if a { b } else if c { d } else { e }",
            "match m { A => b, }",
            "'x: loop { break; }",
            "f::<A, B>(c, d);",
            "#[cfg(a)] g();",
            "unsafe { h() }",
            "{ i }",
            "j!{ k }",
            "l!(m);",
            "let Some(n) = o else { p };",
            "q.r(|s, t| s)",
        ]
    );
}

#[test]
fn blocks_that_do_not_end_a_statement() {
    assert_eq!(
        split(
            "fn f() { if let A { b } = c { d } while { e } != 1 { g } for A { b } in c { d } \
             match unsafe { a } { B => c } if a { b } { c } match a { _ => b }.c(); A { b: c }.d(); \
             async { e }.await; run(|| { g }); x = y!{ z }; \
                 if a || b { c } if match d { e => f } { g } h = i << j; w }"
        ),
        [
            "if let A { b } = c { d }",
            "while { e } != 1 { g }",
            "for A { b } in c { d }",
            "match unsafe { a } { B => c }",
            "if a { b }",
            "{ c }",
            "match a { _ => b }.c();",
            "A { b: c }.d();",
            "async { e }.await;",
            "run(|| { g });",
            "x = y!{ z };",
            "if a || b { c }",
            "if match d { e => f } { g }",
            "h = i << j;",
            "w",
        ]
    );
}

#[test]
fn arms() {
    assert_eq!(
        split(
            "match x { A | B => c, D { e } => { f } G => if h { i } else { j }, \
             K if l => m::<N, O>(p), _ = q(), if r => s.await, t => match u { V => w } _ => |a, b| c, }"
        ),
        [
            "A | B => c,",
            "D { e } => { f }",
            "G => if h { i } else { j },",
            "K if l => m::<N, O>(p),",
            "_ = q(), if r => s.await,",
            "t => match u { V => w }",
            "_ => |a, b| c,",
        ]
    );
}

#[test]
fn items_and_fields() {
    assert_eq!(
        split(
            "mod m { pub(crate) async fn a<T>() -> B where T: C { d } use e::{f, g}; \
             pub const fn h() {} const I: J = { k }; struct L; struct M(N); struct O { p: Q } \
             impl R<{ 1 }> for S { t } unsafe extern \"C\" fn u(); extern \"C\" { v } \
             macro_rules! w { () => {} } x! { y } pub trait Z {} static A: B = C { d: 1 }; }"
        ),
        [
            "pub(crate) async fn a<T>() -> B where T: C { d }",
            "use e::{f, g};",
            "pub const fn h() {}",
            "const I: J = { k };",
            "struct L;",
            "struct M(N);",
            "struct O { p: Q }",
            "impl R<{ 1 }> for S { t }",
            "unsafe extern \"C\" fn u();",
            "extern \"C\" { v }",
            "macro_rules! w { () => {} }",
            "x! { y }",
            "pub trait Z {}",
            "static A: B = C { d: 1 };",
        ]
    );
    assert_eq!(
        split("struct A { #[b] pub c: HashMap<D, E>, f: fn(G) -> H, i: J }"),
        ["#[b] pub c: HashMap<D, E>,", "f: fn(G) -> H,", "i: J"]
    );
    assert_eq!(split("A { b, c: d(e, f), ..g }"), ["b,", "c: d(e, f),", "..g"]);
}

#[test]
fn nodes_around_an_offset() {
    let text = "mod a { fn b() { c(); d(e, f); } }";
    let nodes = Nodes::new(text);
    let at = text.find("f)").expect("it is there") as u32;
    let around: Vec<&str> = nodes
        .around(at)
        .iter()
        .map(|node| nodes.span(node))
        .map(|span| &text[span.start as usize..span.end as usize])
        .collect();
    assert_eq!(around, [text, "fn b() { c(); d(e, f); }", "d(e, f);", "f"]);
}

#[test]
fn broken_text_ends_somewhere() {
    for text in ["{ fn", "{ a => ", "{ ) } ]", "{ #[", "{ 'a:", "{ |a", "{ a<b", "{ .", "{ pub("] {
        let nodes = Nodes::new(text);
        for group in [0..nodes.tokens.len(), 1..nodes.tokens.len()] {
            let ends: Vec<usize> = nodes.split(group.clone()).map(|node| node.end).collect();
            assert!(ends.last().is_none_or(|&last| last == group.end), "{text}: {ends:?}");
        }
    }
}
