use super::assert_reads;
use super::expr;

#[test]
fn a_vec_has_elements_or_a_length() {
    assert_reads(&expr("vec![a, f(b).await,]"), "vec", &["a", "f(b).await"]);
    assert_reads(&expr("vec![Vec::<u8>::new(); n()]"), "vec", &["Vec::<u8>::new()", "; n()"]);
    assert_reads(&expr("vec![]"), "vec", &[]);
}

#[test]
fn matches_is_a_match() {
    let reading = expr("matches!(self.state().await, State::A { .. } | State::B(x) if x > 1,)");
    let parts = ["matchself.state().await{State::A{..}|State::B(x)ifx>1=>true,_=>false,}"];
    assert_reads(&reading, "meaning", &parts);
    let reading = expr("matches!(Point { x: 1 }, Point { x: 1 })");
    assert_reads(&reading, "meaning", &["matchPoint{x:1}{Point{x:1}=>true,_=>false,}"]);
}

#[test]
fn assert_matches_is_an_assertion_of_a_match() {
    let reading = expr(r#"assert_matches!(f().await, Err(E::A(_, _)), "{x}")"#);
    let parts = ["matchf().await{Err(E::A(_,_))=>true,_=>false,}", r#""{x}""#, "x"];
    assert_reads(&reading, "compare", &parts);
}

#[test]
fn bail_and_ensure_return() {
    let reading = expr(r#"bail!("no {x}")"#);
    let parts = [r#"return::core::result::Result::Err(::anyhow::anyhow!("no {x}"))"#];
    assert_reads(&reading, "meaning", &parts);
    let reading = expr(r#"eyre::ensure!(a || b, "no {}", f())"#);
    let parts = [r#"if!a||b{return::core::result::Result::Err(::eyre::eyre!("no {}",f()))}"#];
    assert_reads(&reading, "meaning", &parts);
}

#[test]
fn the_condition_of_ensure_keeps_its_precedence() {
    let super::Reading::Meaning(super::Code::Expr(expr)) = expr("ensure!(a || b)") else {
        panic!("not read")
    };
    let syn::Expr::If(test) = *expr else { panic!("no test") };
    assert!(matches!(*test.cond, syn::Expr::Unary(_)));
}

#[test]
fn values_are_given_on() {
    assert_reads(&expr("std::pin::pin!(a.next())"), "value", &["a.next()"]);
    assert_reads(&expr("pin::pin!(a)"), "value", &["a"]);
    assert_reads(&expr("crate::reexports::futures::ready!(a)"), "value", &["a"]);
    assert_reads(&expr("crate::ready!(a)"), "as written", &["a"]);
    assert_reads(&expr("ready!(self.poll(cx))"), "value", &["self.poll(cx)"]);
    assert_reads(&expr("dbg!(a, b)"), "arguments", &["a", "b"]);
}

#[test]
fn joins_have_futures() {
    assert_reads(&expr("tokio::join!(biased; a(), b)"), "join", &["a()", "b"]);
    assert_reads(&expr("futures::try_join!(a(), b,)"), "try_join", &["a()", "b"]);
    assert_reads(&expr("rayon::join!(a(), b)"), "as written", &["a()", "b"]);
}

#[test]
fn queries_begin_with_their_sql() {
    let reading = expr(r##"sqlx::query!(r#"select 1"#, id, f() as _)"##);
    assert_reads(&reading, "query", &[r#""select 1""#, "id", "f()as_"]);
    let reading = expr(r#"query_as!(Row<'_>, "select " + "a", id)"#);
    assert_reads(&reading, "query", &[r#""select a""#, "id"]);
    assert_reads(&expr("query!(db, User { id })"), "as written", &["db", "User{id}"]);
}

#[test]
fn json_has_values() {
    let reading = expr(
        r#"json!({ "a": f(x).await?, "b": [1, g(), { "c": null }], key: true, (k()): n + 1, })"#,
    );
    assert_reads(&reading, "arguments", &["f(x).await?", "g()", "key", "(k())", "n+1"]);
    assert_reads(&expr("json!(value)"), "arguments", &["value"]);
    assert_reads(&expr("hashmap! { a => b(), c::d => {1} }"), "arguments", &["a", "b()", "c::d"]);
}

#[test]
fn nothing_runs_in_these() {
    assert_reads(&expr(r#"include_str!("a.sql")"#), "arguments", &[]);
    assert_reads(&expr("stringify!(f(x))"), "arguments", &[]);
    assert_reads(&expr("quote! { fn #name() { #(#body)* } }"), "arguments", &[]);
}
