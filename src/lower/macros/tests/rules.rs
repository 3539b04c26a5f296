use super::assert_reads;
use super::dense;
use super::mac;
use super::print;
use crate::lower::macros::Call;
use crate::lower::macros::Code;
use crate::lower::macros::Definition;
use crate::lower::macros::Reading;
use crate::lower::macros::Scope;
use crate::lower::macros::read_expr;
use crate::lower::macros::read_items;
use crate::lower::macros::read_members;
use crate::lower::macros::read_pat;
use crate::lower::macros::read_stmt;
use crate::lower::macros::read_type;
use crate::source::Span;

/// A macro `m` of the crate itself, in scope everywhere.
fn scope(body: &str) -> Scope<'_> {
    let mut scope = Scope::new("sample", &[]);
    let definition = Definition { name: "m", krate: "sample", exported: false, body };
    scope.add_textual(definition, Span::new(0, 1_000));
    scope
}

fn expr(body: &str, call: &str) -> Reading {
    read_expr(Call { mac: &mac(call), offset: 0, depth: 0 }, &scope(body))
}

fn items(body: &str, call: &str) -> Reading {
    read_items(Call { mac: &mac(call), offset: 0, depth: 0 }, &scope(body))
}

#[track_caller]
fn assert_expands(body: &str, call: &str, expected: &str) {
    assert_reads(&expr(body, call), "expanded", &[expected]);
}

#[test]
fn names_are_made_of_parts() {
    assert_expands("($a:ident) => { ${concat($a, _small)}(1) }", "m!(get)", "get_small(1)");
}

#[test]
fn the_first_rule_that_matches_is_taken() {
    let body = "() => { none() }; ($x:ident) => { one($x) }; ($($x:tt)*) => { many!($($x),*) }";
    assert_expands(body, "m!()", "none()");
    assert_expands(body, "m!(a)", "one(a)");
    assert_expands(body, "m!(a :: 'b >>=)", "many!(a, ::, 'b, >>=)");
}

#[test]
fn every_kind_of_fragment() {
    assert_expands("($x:path) => { $x(1) }", "m!(a::b)", "a::b(1)");
    assert_expands("($x:ty) => { $x::new() }", "m!(Vec<u8>)", "<Vec<u8>>::new()");
    assert_expands("($x:path) => { f::<$x>() }", "m!(Vec<u8>)", "f::<Vec<u8>>()");
    assert_expands("($x:ty) => { <$x>::new() }", "m!(&'a [T; 2])", "<&'a [T; 2]>::new()");
    assert_expands("($x:ty) => { $x::new() }", "m!(Thing)", "Thing::new()");
    assert_expands("($x:ty) => { f::<$x>() }", "m!(dyn A + Send)", "f::<dyn A + Send>()");
    assert_expands("($x:stmt) => { { $x; a } }", "m!(let a: u8 = f())", "{ let a: u8 = f(); a }");
    assert_expands("($x:stmt) => { { $x; } }", "m!(f().await)", "{ f().await; }");
    let body = "($($x:stmt)*) => { { $($x)*; 1 } }";
    assert_expands(
        body,
        "m!(if a { b() } let c = d else { return }; c.f();)",
        "{ if a { b() } let c = d else { return }; c.f();; 1 }",
    );
    assert_expands("($x:block) => { loop $x }", "m!({ f(); })", "loop { f(); }");
    let body = "($x:pat => $y:expr) => { match $y { $x => 1, _ => 0 } }";
    assert_expands(
        body,
        "m!(Some(1) | None => a.b())",
        "match a.b() { Some(1) | None => 1, _ => 0 }",
    );
    assert_expands("($x:pat_param | $y:pat) => { f(|$x| $y) }", "m!(a | 1)", "f(|a| 1)");
    assert_expands(
        "($x:lifetime) => { $x: loop { break $x; } }",
        "m!('a)",
        "'a: loop { break 'a; }",
    );
    assert_expands("($x:literal) => { f($x) }", "m!(-1)", "f(-1)");
    assert_expands("($x:literal) => { f($x) }; ($x:expr) => { $x }", "m!(a)", "a");
    assert_expands("($x:tt) => { f $x }", "m!((1, 2))", "f(1, 2)");
    assert_expands("($x:ident) => { a.$x() }", "m!(r#type)", "a.r#type()");
    assert_expands("($x:expr_2021) => { $x }", "m!(|| 1)", "|| 1");
}

#[test]
fn a_path_is_whole_wherever_it_stands() {
    assert_expands("($x:path) => { $x { a: 1 } }", "m!(a::B)", "a::B { a: 1 }");
    assert_expands("($x:path) => { $x!(1) }", "m!(a::b)", "a::b!(1)");
    assert_expands(
        "($x:path) => { match c { $x(d) => 1, $x { e } => 2, $x => 3 } }",
        "m!(a::B)",
        "match c { a::B(d) => 1, a::B { e } => 2, a::B => 3 }",
    );
    assert_expands(
        "($x:path, $y:ty) => { |a: $y| -> Box<dyn $x> { a } }",
        "m!(a::B, c::D<E>)",
        "|a: c::D<E>| -> Box<dyn a::B> { a }",
    );
    let body = "($x:path, $y:ty) => { impl<T: $x> $x for $y {} use $x; }";
    let parts = ["impl<T: a::B> a::B for C<T> {}", "use a::B;"];
    assert_reads(&items(body, "m! { a::B, C<T> }"), "expanded", &parts);
    let body = "($x:path; $y:expr) => { m!(@ $x $y) }; (@ $x:tt $y:tt) => { two($x, $y) }";
    let Reading::Expanded(Code::Expr(first)) = expr(body, "m!(a::b; c + d)") else { panic!("no") };
    let syn::Expr::Macro(second) = *first else { panic!("no call") };
    let reading = read_expr(Call { mac: &second.mac, offset: 0, depth: 1 }, &scope(body));
    assert_reads(&reading, "expanded", &["two(a::b, c + d)"]);
}

#[test]
fn fragments_of_items() {
    let body = "($(#[$m:meta])* $v:vis struct $n:ident { $($f:ident : $t:ty),* $(,)? }) => {
        $(#[$m])* $v struct $n { $($f: Option<$t>),* }
        impl $n { $v fn new() -> Self { Self { $($f: None),* } } }
    }";
    let call =
        "m! { #[derive(Debug)] /** doc */ pub(crate) struct A { a: Vec<u8>, b: &'static str, } }";
    let parts = [
        "#[derive(Debug)] #[doc = \" doc \"] pub(crate) struct A { a: Option<Vec<u8>>, b: Option<&'static str> }",
        "impl A { pub(crate) fn new() -> Self { Self { a: None, b: None } } }",
    ];
    assert_reads(&items(body, call), "expanded", &parts);
    let parts = ["struct A {}", "impl A { fn new() -> Self { Self {} } }"];
    assert_reads(&items(body, "m! { struct A {} }"), "expanded", &parts);
    let body = "($($i:item)*) => { $(#[cfg(a)] $i)* }";
    let parts = ["#[cfg(a)] fn f() {}", "#[cfg(a)] use a::b;"];
    assert_reads(&items(body, "m! { fn f() {} use a::b; }"), "expanded", &parts);
}

#[test]
fn a_literal_token_is_a_whole_operator() {
    let body =
        "(= $x:expr) => { one($x) }; (== $x:expr) => { two($x) }; (=> $x:expr) => { arrow($x) }";
    assert_expands(body, "m!(= 1)", "one(1)");
    assert_expands(body, "m!(== 1)", "two(1)");
    assert_expands(body, "m!(=> 1)", "arrow(1)");
    assert_expands("(<$t:ty>) => { f::<$t>() }", "m!(<Vec<u8>>)", "f::<Vec<u8>>()");
}

#[test]
fn repetitions() {
    let body = "($($k:expr => $v:expr),* $(,)?) => { [$(($k, $v)),*] }";
    assert_expands(body, "m!(a => b(), 1 + 1 => c,)", "[(a, b()), (1 + 1, c)]");
    assert_expands(body, "m!()", "[]");
    assert_expands("($($x:expr);+) => { f($($x),+) }", "m!(1; 2)", "f(1, 2)");
    assert_eq!(super::show(&expr("($($x:expr);+) => { f($($x),+) }", "m!()")).0, "opaque");
    assert_expands("($x:expr $(, $y:expr)?) => { f($x $(, $y)?) }", "m!(1, 2)", "f(1, 2)");
    assert_expands("($x:expr $(, $y:expr)?) => { f($x $(, $y)?) }", "m!(1)", "f(1)");
    assert_expands("($($x:ident)=>*) => { f($($x)&&*) }", "m!(a => b => c)", "f(a && b && c)");
    assert_expands("($($x:expr),* ; $y:expr) => { f($y, $($x),*) }", "m!(1, 2; 3)", "f(3, 1, 2)");
}

#[test]
fn nested_repetitions_and_variables_from_outside() {
    let body = "($o:ident: $($n:ident [$($x:expr),*]),*) => { { $( $o.$n($($o, $x),*); )* } }";
    let expected = "{ o.a(o, 1, o, 2); o.b(); o.c(o, f()); }";
    assert_expands(body, "m!(o: a [1, 2], b [], c [f()])", expected);
}

#[test]
fn precedence_of_a_fragment_is_kept() {
    let Reading::Expanded(Code::Expr(product)) = expr("($x:expr) => { $x * 2 }", "m!(1 + 1)")
    else {
        panic!("not expanded");
    };
    let syn::Expr::Binary(product) = *product else { panic!("no product") };
    assert!(matches!(product.op, syn::BinOp::Mul(_)));
}

#[test]
fn rules_that_call_each_other() {
    let body = "(@inner $x:expr, $y:expr) => { $x + $y }; ($x:expr) => { m!(@inner $x, 1) }";
    let reading = expr(body, "m!(f())");
    assert_reads(&reading, "expanded", &["m!(@inner f(), 1)"]);
    assert_expands(body, "m!(@inner f(), 1)", "f() + 1");
}

#[test]
fn a_muncher_takes_one_token_at_a_time() {
    let body = "
        (@acc [$($done:expr),*]) => { [$($done),*] };
        (@acc [$($done:expr),*] get $n:ident; $($rest:tt)*) => { m!(@acc [$($done,)* get($n)] $($rest)*) };
        (@acc [$($done:expr),*] set $n:ident = $v:expr; $($rest:tt)*) => { m!(@acc [$($done,)* set($n, $v)] $($rest)*) };
        ($($rest:tt)*) => { m!(@acc [] $($rest)*) }";
    let first = "m!(@acc [] get a; set b = c.d();)";
    assert_expands(body, "m!(get a; set b = c.d();)", first);
    assert_expands(body, first, "m!(@acc [get(a)] set b = c.d();)");
    assert_expands(body, "m!(@acc [get(a), set(b, c.d())])", "[get(a), set(b, c.d())]");
}

#[test]
fn statements_members_types_and_patterns() {
    let scope = scope("($x:ident) => { let $x = f(); g($x); }");
    let reading = read_stmt(Call { mac: &mac("m!(a)"), offset: 0, depth: 0 }, &scope);
    assert_reads(&reading, "expanded", &["let a = f();", "g(a);"]);

    let scope = self::scope("($($x:ident)*) => { $(async fn $x(&self) { f().await })* }");
    let reading = read_members(Call { mac: &mac("m!(a b)"), offset: 0, depth: 0 }, &scope);
    let parts = ["async fn a(&self) { f().await }", "async fn b(&self) { f().await }"];
    assert_reads(&reading, "expanded", &parts);

    let scope = self::scope("($x:ident) => { Option<$x> }");
    let ty = read_type(Call { mac: &mac("m!(A)"), offset: 0, depth: 0 }, &scope);
    assert_eq!(ty.as_ref().map(print).as_deref(), Some("Option<A>"));

    let scope = self::scope("($x:ident) => { Some($x) | Ok($x) }");
    let pat = read_pat(Call { mac: &mac("m!(a)"), offset: 0, depth: 0 }, &scope);
    assert_eq!(pat.as_ref().map(print).as_deref(), Some("Some(a)|Ok(a)"));
}

#[test]
fn a_call_that_fits_no_rule_is_read_as_written() {
    let Reading::AsWritten(_, reason) = expr("(a) => { 1 }", "m!(f(x))") else {
        panic!("expanded");
    };
    assert_eq!(reason, None);
    assert_reads(&expr("(broken", "m!(f(x))"), "as written", &["f(x)"]);
    assert_reads(&expr("($($x:expr),*) => { ${count($x)} }", "m!(1)"), "as written", &["1"]);
}

#[test]
fn recursion_ends() {
    let body = "($($x:tt)*) => { m!($($x)*) }";
    let (call, scope) = (mac("m!(f(x))"), scope(body));
    let shallow = read_expr(Call { mac: &call, offset: 0, depth: 31 }, &scope);
    assert_reads(&shallow, "expanded", &["m!(f(x))"]);
    let Reading::AsWritten(_, Some(reason)) =
        read_expr(Call { mac: &call, offset: 0, depth: 32 }, &scope)
    else {
        panic!("no limit");
    };
    assert_eq!(reason, "`m!` expands into itself too often");
}

#[test]
fn a_macro_that_hands_on_to_one_of_its_name_is_not_itself() {
    let body = "($($x:tt)*) => { $crate::reexports::m!($($x)*) }";
    let global = [Definition { name: "m", krate: "sample", exported: true, body }];
    let scope = Scope::new("sample", &global);
    let (outer, inner) = (mac("crate::m!(f(x))"), mac("crate::reexports::m!(f(x))"));
    let reading = read_expr(Call { mac: &outer, offset: 0, depth: 0 }, &scope);
    assert_reads(&reading, "expanded", &["crate::reexports::m!(f(x))"]);
    let reading = read_expr(Call { mac: &inner, offset: 0, depth: 1 }, &scope);
    assert_reads(&reading, "as written", &["f(x)"]);
}

#[test]
fn growth_ends() {
    let body = "($($x:tt)*) => { m!($($x)* $($x)* $($x)* $($x)*) }";
    let scope = scope(body);
    let mut call = mac("m!(a b c d)");
    for depth in 0..32 {
        match read_expr(Call { mac: &call, offset: 0, depth }, &scope) {
            Reading::Expanded(Code::Expr(expr)) => call = mac(&dense_spaced(&expr)),
            Reading::Opaque(Some(reason)) => {
                assert!(reason.contains("too m"), "{reason}");
                return;
            }
            other => panic!("{:?}", super::show(&other).0),
        }
    }
    panic!("no limit");
}

fn dense_spaced(expr: &syn::Expr) -> String {
    quote::ToTokens::to_token_stream(expr).to_string()
}

#[test]
fn nesting_ends() {
    let nested = format!("($x:expr) => {{ {}$x{} }}", "f(".repeat(50), ")".repeat(50));
    let scope = scope(&nested);
    let call = mac("m!(1)");
    let readings = (0..10).map(|depth| read_expr(Call { mac: &call, offset: 0, depth }, &scope));
    let kinds: Vec<&str> = readings.map(|reading| super::show(&reading).0).collect();
    assert_eq!(kinds[..8], ["expanded"; 8]);
    assert_eq!(kinds[8..], ["as written"; 2]);
}

#[test]
fn dollar_crate_is_the_crate_of_the_definition() {
    assert_expands("() => { $crate::f() }", "m!()", "crate::f()");
    let body = "() => { $crate::f() }";
    let global = [Definition { name: "m", krate: "other", exported: true, body }];
    let scope = Scope::new("sample", &global);
    let reading = read_expr(Call { mac: &mac("other::m!()"), offset: 0, depth: 0 }, &scope);
    assert_reads(&reading, "expanded", &["__asyncheck_crate_other::f()"]);
    let again = mac("__asyncheck_crate_other::m!()");
    let reading = read_expr(Call { mac: &again, offset: 0, depth: 1 }, &scope);
    assert_eq!(super::show(&reading).0, "expanded");
}

#[test]
fn the_template_has_the_place_of_the_call() {
    let file: syn::File =
        syn::parse_str("fn f() {\n    a::m!(\n        b.c(1)\n    )\n}").expect("it is a file");
    let syn::Item::Fn(function) = &file.items[0] else { panic!("no function") };
    let syn::Stmt::Expr(syn::Expr::Macro(call), _) = &function.block.stmts[0] else {
        panic!("no call")
    };
    let global = [Definition {
        name: "m",
        krate: "a",
        exported: true,
        body: "\n\n($x:expr) => { run(\n$x, [2]) }",
    }];
    let scope = Scope::new("sample", &global);
    let reading = read_expr(Call { mac: &call.mac, offset: 0, depth: 0 }, &scope);
    let Reading::Expanded(Code::Expr(expr)) = reading else { panic!("not expanded") };
    let places =
        quote::ToTokens::to_token_stream(&expr).into_iter().flat_map(|token| match token {
            proc_macro2::TokenTree::Group(group) => group.stream().into_iter().collect(),
            other => vec![other],
        });
    let places: Vec<(String, usize, usize)> = places
        .map(|token| {
            let start = token.span().start();
            (dense(&token.to_string()), start.line, start.column)
        })
        .collect();
    let expected = [("run", 2, 7), ("b.c(1)", 3, 8), (",", 2, 7), ("[2]", 2, 7)];
    let places: Vec<_> =
        places.iter().map(|(text, line, column)| (text.as_str(), *line, *column)).collect();
    assert_eq!(places, expected);
}
