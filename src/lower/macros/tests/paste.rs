use super::assert_reads;
use super::expr;
use super::items;
use super::stmt;

#[test]
fn names_are_glued() {
    let reading = items("paste::paste! { fn [<get_ name _ 2>]() -> [u8; 2] { [<a b>]() } }");
    assert_reads(&reading, "expanded", &["fn get_name_2() -> [u8; 2] { ab() }"]);
    let reading = items("paste::item! { struct [<Foo \"Bar\">]; }");
    assert_reads(&reading, "expanded", &["struct FooBar;"]);
    assert_reads(
        &stmt("paste! { let [<a b>] = 1; [<a b>].c() }"),
        "expanded",
        &["let ab = 1;", "ab.c()"],
    );
}

#[test]
fn modifiers_change_the_word_before_them() {
    let name = |parts: &str| super::show(&expr(&format!("paste!([<{parts}>])"))).1;
    assert_eq!(name("getHTTPName:snake"), ["get_h_t_t_p_name"]);
    assert_eq!(name("some_name:camel Error"), ["SomeNameError"]);
    assert_eq!(name("A _ b:upper _ C:lower"), ["A_B_c"]);
    assert_eq!(name("'a r#type"), ["atype"]);
}

#[test]
fn what_makes_no_name_is_read_as_written() {
    assert_reads(&expr("paste!([<env!(\"A\")>], f(x))"), "as written", &["f(x)"]);
    assert_reads(&expr("paste!([<1 a>] f(x))"), "as written", &["f(x)"]);
    assert_reads(&expr("item!(f(x))"), "as written", &["f(x)"]);
}
