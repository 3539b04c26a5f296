use super::assert_reads;
use super::expr;
use super::items;
use crate::lower::macros::Reading;

#[test]
fn an_unknown_macro_is_a_list_of_expressions() {
    assert_reads(&expr("retry!(3, key = f(x).await)"), "as written", &["3", "f(x).await"]);
}

#[test]
fn an_unknown_macro_is_statements() {
    let reading = expr("measured! { let x = f().await; g(x) }");
    assert_reads(&reading, "as written", &["letx=f().await;", "g(x)"]);
}

#[test]
fn an_unknown_grammar_gives_what_calls_and_awaits() {
    let reading = expr(
        "html! { <div class={style()}> @for x in items.iter() { <p>{ load(x).await }</p> } a.b.c(1) => +1 </div> }",
    );
    let parts = ["style()", "items.iter()", "load(x).await", "a.b.c(1)"];
    assert_reads(&reading, "as written", &parts);
}

#[test]
fn nothing_of_words_is_read() {
    assert_reads(&expr("words!(a b c => d)"), "opaque", &[]);
    assert_reads(&expr("empty!()"), "opaque", &[]);
}

#[test]
fn left_over_tokens_in_brackets_do_not_count_as_read() {
    let reading = expr("odd!(x(f(1) 2) ; ; y)");
    assert_reads(&reading, "as written", &["f(1)"]);
}

#[test]
fn a_large_table_is_opaque_and_says_why() {
    let table = "f(1),".repeat(6_000);
    let Reading::Opaque(Some(reason)) = expr(&format!("table!({table})")) else {
        panic!("was read");
    };
    assert!(reason.contains("20000"), "{reason}");
}

#[test]
fn failing_attempts_are_bounded() {
    let tokens = format!("{} ? {}", "f(".repeat(120), ")".repeat(120));
    let many = format!("{tokens} => ").repeat(60);
    assert_reads(&expr(&format!("odd!({many})")), "opaque", &[]);
}

#[test]
fn items_are_read_where_all_are_items() {
    assert_reads(
        &items("generated! { struct A; fn f() {} }"),
        "as written",
        &["structA;", "fnf(){}"],
    );
    assert_reads(&items("generated! { A => B }"), "opaque", &[]);
}
