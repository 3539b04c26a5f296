use super::Include;
use super::IncludePath;
use super::Scan;
use super::scan;
use crate::source::CfgExpr;
use crate::source::CommentKind;
use crate::source::Span;

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// Each declaration as `parents::name`, with what may differ behind it.
fn modules(text: &str) -> Vec<String> {
    let scan = scan(text);
    let lines = scan.modules.iter().map(|module| {
        assert!(text[module.offset as usize..].trim_start_matches("r#").starts_with(&module.name));
        let parents: String = module.parents.iter().map(|(name, _)| format!("{name}::")).collect();
        let paths: String = module.paths.iter().map(|(_, path)| format!(" path {path}")).collect();
        let marks = [(module.macro_use, " macro_use"), (module.in_macro, " in macro")];
        let marks: String = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark).collect();
        let cfg = format!(" cfg {}", module.cfg.len());
        let cfg = if module.cfg.is_empty() { "" } else { &cfg };
        format!("{parents}{}{paths}{cfg}{marks}", module.name)
    });
    lines.collect()
}

#[test]
fn module_declarations() {
    for (text, found) in [
        ("mod a; pub mod b; pub(crate) mod c; pub(in a::b) mod d;", &["a", "b", "c", "d"][..]),
        ("mod r#async;", &["async"]),
        ("mod a { mod b { mod c; } mod d; } mod e;", &["a::b::c", "a::d", "e"]),
        ("mod a {} fn f() { let module = 1; } mod b;", &["b"]),
        ("#[path = \"x/y.rs\"] mod a; mod b;", &["a path x/y.rs", "b"]),
        ("#[cfg(unix)] /// Text.\n #[macro_use] pub mod a;", &["a cfg 1 macro_use"]),
        ("#[cfg(unix)] pub(in a::b) mod a; mod b;", &["a cfg 1", "b"]),
        ("#[cfg(unix)] fn f() {} mod a;", &["a"]),
        ("#[cfg(unix)] struct A; mod a;", &["a"]),
        ("#[cfg(unix)] use a::b; mod a;", &["a"]),
        ("#[cfg(unix)] mod a { #![cfg(test)] #[cfg(x)] mod b; } mod c;", &["a::b cfg 3", "c"]),
        ("macro_rules! m { () => { mod a; } } mod b;", &["b"]),
        ("cfg_net! { mod a; #[cfg(unix)] pub mod b; }", &["a in macro", "b cfg 1 in macro"]),
        ("thing! name { mod a; } mod b;", &["a in macro", "b"]),
        ("fn f() { #[path = \"z.rs\"] mod a; }", &["a path z.rs"]),
        ("// mod a;\n/* mod b; */ const C: &str = \"mod c;\"; mod d;", &["d"]),
        ("mod $name; mod #name; mod", &[]),
    ] {
        assert_eq!(modules(text), found, "{text}");
    }
}

#[test]
fn the_path_of_an_inline_module_is_kept() {
    let scan = scan("#[path = \"over/there\"] mod a { mod b; }");
    assert_eq!(scan.modules[0].parents, [("a".to_owned(), Some("over/there".to_owned()))]);
}

#[test]
fn conditional_attributes() {
    let text = "#[cfg_attr(unix, path = \"u.rs\", cfg(x))]
                #[cfg_attr(windows, cfg_attr(test, path = \"w.rs\"), allow(a, b))]
                mod a;";
    let scan = scan(text);
    let module = &scan.modules[0];
    let unix = CfgExpr::parse("unix");
    let both = CfgExpr::parse("all(windows, test)");
    assert_eq!(module.paths, [(Some(unix), "u.rs".to_owned()), (Some(both), "w.rs".to_owned())]);
    assert_eq!(module.cfg, [CfgExpr::parse("any(not(unix), x)")]);
}

#[test]
fn the_cfg_of_a_file() {
    let scan = scan("//! Text.\n#![cfg(feature = \"full\")]\n#![allow(x)]\nmod a { #![cfg(b)] }");
    assert_eq!(scan.cfg, [CfgExpr::parse("feature = \"full\"")]);
}

#[test]
fn macro_definitions() {
    let text = "#[macro_export] macro_rules! a { () => {} }
                mod m { #[cfg(unix)] macro_rules! b (() => {}); fn f() { macro_rules! c [] } }";
    let scan = scan(text);
    let [a, b, c] = &scan.macros[..] else { panic!("{:?}", scan.macros) };
    assert_eq!((a.name.as_str(), slice(text, a.body), a.exported), ("a", " () => {} ", true));
    assert!(text[..a.end as usize].ends_with("() => {} }"));
    assert_eq!(slice(text, a.scope), text);
    assert_eq!((b.name.as_str(), slice(text, b.body), b.exported), ("b", "() => {}", false));
    assert_eq!(b.cfg, [CfgExpr::parse("unix")]);
    assert!(slice(text, b.scope).starts_with(" #[cfg") && slice(text, b.scope).ends_with("[] } "));
    assert_eq!((slice(text, c.body), slice(text, c.scope)), ("", " macro_rules! c [] "));
}

#[test]
fn scopes_that_braces_do_not_end() {
    let text = "cfg_x! { macro_rules! a { } } #[macro_use] mod m { macro_rules! b { } } fn f() {}";
    let scan = scan(text);
    assert!(scan.macros.iter().all(|definition| slice(text, definition.scope) == text));
    assert_eq!(scan.macros.len(), 2);
}

#[test]
fn includes() {
    let text = r#"
        include!("a.rs");
        mod m { include!(concat!(env!("OUT_DIR"), "/b.rs")); }
        include!{ concat!(env!("CARGO_MANIFEST_DIR"), "/src", "/c.rs") }
        include!(concat!("d", ".rs"));
        include!(path());
        #[cfg(unix)] include!(env!("FILE"));
        const TABLE: &[u8] = include!("table.in");
        fn f() { include!("body.rs"); }
        macro_rules! m { () => { include!("no.rs"); } }"#;
    let found = scan(text).includes;
    let paths: Vec<IncludePath> = found.iter().map(|include| include.path.clone()).collect();
    assert_eq!(
        paths,
        [
            IncludePath::Literal("a.rs".to_owned()),
            IncludePath::Generated,
            IncludePath::Manifest("/src/c.rs".to_owned()),
            IncludePath::Literal("d.rs".to_owned()),
            IncludePath::Unknown,
            IncludePath::Generated,
        ]
    );
    let Include { offset, cfg, in_macro, .. } = &found[5];
    assert!(text[*offset as usize..].starts_with("include!(env"));
    assert_eq!((cfg.len(), *in_macro), (1, false));
}

#[test]
fn uses() {
    let text = "use a; mod m { #[cfg(unix)] pub use b; fn f() { use no; } } impl<T> A { use no; }
                cfg_rt! { pub(crate) use c; } macro_rules! n { () => { use no; } } #[x] use d;";
    let scan = scan(text);
    let found = scan.uses.iter().map(|found| {
        let name = &text[found.offset as usize + 4..found.offset as usize + 5];
        (name, found.parents.concat(), found.cfg.len())
    });
    let found = found.collect::<Vec<_>>();
    let at = |name, parents: &str, cfg| (name, parents.to_owned(), cfg);
    assert_eq!(found, [at("a", "", 0), at("b", "m", 1), at("c", "", 0), at("d", "", 0)]);
}

#[test]
fn comments() {
    let text = "#!/usr/bin/env run\n#![allow(x)]\n//! asyncheck: allow(a)\n\
                fn f() { g(); // asyncheck:allow(b)\r\n/* asyncheck: allow(c) */ g(); }\n\
                /// asyncheck: allow(d)\nmacro_rules! m { () => { //asyncheck: x\n } }\n\
                // says asyncheck: no\n//// asyncheck: no\nlet s = \"// asyncheck: no\";";
    let found = scan(text).comments;
    let read: Vec<_> = found
        .iter()
        .map(|comment| (comment.kind, &*comment.text, comment.trailing, comment.leading))
        .collect();
    assert_eq!(
        read,
        [
            (CommentKind::InnerDoc, "allow(a)", false, true),
            (CommentKind::Plain, "allow(b)", true, false),
            (CommentKind::Plain, "allow(c)", false, false),
            (CommentKind::OuterDoc, "allow(d)", false, false),
            (CommentKind::Plain, "x", true, false),
        ]
    );
    for comment in &found {
        assert!(text[comment.text_start as usize..].starts_with(&*comment.text));
        assert!(slice(text, comment.span).starts_with('/'));
    }
    assert_eq!(slice(text, found[1].span), "// asyncheck:allow(b)");
    assert_eq!(slice(text, found[2].span), "/* asyncheck: allow(c) */");
}

#[test]
fn a_comment_behind_a_byte_order_mark_leads() {
    assert!(scan("\u{feff}// asyncheck: allow(a)\nfn f() {}").comments[0].leading);
    assert!(!scan("fn f() {}\n// asyncheck: allow(a)").comments[0].leading);
}

fn depth(text: &str) -> u32 {
    scan(text).depth.0
}

#[test]
fn depth_counts_what_recurses() {
    let many = 500;
    for unit in [
        "(",
        "[",
        "{",
        "!",
        "&",
        "*",
        "- ",
        "&&",
        "|| ",
        "|a, b| ",
        "A<",
        "if ",
        "match ",
        "return ",
        "a = ",
        "a += ",
        "<",
        "&'a ",
        "*const ",
        "fn() -> ",
        "move |x| ",
        "vec![",
        "if a {} else ",
        "&mut ",
        "a @ ",
        "for a in ",
        "A<B = ",
    ] {
        assert!(depth(&unit.repeat(many)) >= many as u32, "{unit}");
    }
}

#[test]
fn depth_does_not_count_what_does_not() {
    for unit in [
        "f(x); ",
        "a && b || c & d | e - f * g == h != i; ",
        "x => y, ",
        "let a = -b;\n",
        "a.b()",
        "if a {} ",
        "A<B>, ",
        "fn f(x: &A<B>) -> C<D> { &*x }\n",
        "a && ",
        "a || ",
        "a | ",
        "|x| y, ",
        "const A: u8 = 1 << 3; ",
        "x if a < b => c, ",
        "#[a(b)] ",
        "a == b && ",
        "return x, ",
        "else if a == b { } ;",
        "a?.b()? - ",
        "*a = &b; ",
    ] {
        assert!(depth(&unit.repeat(500)) <= 6, "{unit}: {}", depth(&unit.repeat(500)));
    }
}

#[test]
fn depth_says_where() {
    let text = "fn f() { g(h(i)); }\nfn j() {}";
    assert_eq!(scan(text).depth, (3, text.find("(i").expect("it is there") as u32));
}

#[test]
fn brackets_match_or_not() {
    for (text, balanced) in [
        ("fn f(a: [u8; 2]) {}", true),
        ("fn f( {}", false),
        ("fn f() }", false),
        ("(]", false),
        ("\"(\" '(' // (\n", true),
        ("", true),
    ] {
        assert_eq!(scan(text).balanced, balanced, "{text}");
    }
    let deep = 100_000;
    assert!(scan(&format!("{}{}", "(".repeat(deep), ")".repeat(deep))).balanced);
    assert_eq!(depth(&"(".repeat(deep)), deep as u32);
}

#[test]
fn no_text_exhausts_the_memory() {
    let many = 30_000;
    let nested = scan(&"mod a { mod b; use c; #![cfg(d)] ".repeat(many));
    assert!(nested.modules.len() <= 20_000 && nested.uses.len() <= 20_000);
    let parents = nested.modules.iter().map(|module| module.parents.len()).max();
    assert!(parents <= Some(64));
    assert!(nested.depth.0 >= many as u32);
    let long = format!("#[cfg(all({}))] mod a;", "x, ".repeat(many));
    assert_eq!(scan(&long).modules[0].cfg, [CfgExpr::Unknown]);
}

#[test]
fn any_text_can_be_scanned() {
    for text in [
        "mod",
        "mod a",
        "#",
        "#[",
        "#![",
        "#]",
        "macro_rules",
        "macro_rules!",
        "macro_rules! a",
        "macro_rules! a {",
        "mod a { macro_rules! b { ",
        "include!",
        "include!(",
        "include!(\"",
        "/*",
        "/* asyncheck:",
        "//",
        "\"",
        "r#\"",
        "'",
        "b'",
        "}}}}",
        ")",
        "\u{feff}",
        "#!/",
        "---",
        "---\n[package]\n---\nmod a;",
        "}>>>>=",
        "mod é;",
        "#[cfg(",
        "#[path] mod a;",
        "\0",
        "🦀!",
        "#[cfg_attr] mod a;",
        "#[cfg_attr()] mod a;",
        "#[path = ] mod a;",
        "pub(",
        "pub mod",
    ] {
        let Scan { comments, .. } = scan(text);
        assert!(comments.len() <= 1, "{text}");
    }
}

#[test]
fn braces_and_what_goes_over_several_lines() {
    let text = "a { b {} \"}\n{\" } /* c */ d({ e }) /* {\n */ { // }\n";
    let found = scan(text);
    let slices = |spans: &[Span]| spans.iter().map(|&span| slice(text, span)).collect::<Vec<_>>();
    assert_eq!(slices(&found.braces), ["", " b {} \"}\n{\" ", " e "], "one never closes");
    assert_eq!(slices(&found.long), ["\"}\n{\"", "/* {\n */"]);
}
