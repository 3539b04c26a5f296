use super::assert_reads;
use super::expr;

#[test]
fn a_format_gives_its_arguments_and_captures() {
    let reading =
        expr(r#"format!("{} {name} {value:>width$.precision$} {{not}}", a.b(), named = c)"#);
    let parts = [
        r#""{} {name} {value:>width$.precision$} {{not}}""#,
        "a.b()",
        "c",
        "name",
        "value",
        "width",
        "precision",
    ];
    assert_reads(&reading, "format", &parts);
}

#[test]
fn a_named_argument_is_no_capture() {
    let reading = expr(r#"println!("{x} {y}", x = load().await?)"#);
    assert_reads(&reading, "format", &[r#""{x} {y}""#, "load().await?", "y"]);
}

#[test]
fn a_capture_is_counted_once_and_positions_are_none() {
    let reading = expr(r#"format!("{0} {x} {x:?} {:1$} {self}", a, b)"#);
    assert_reads(&reading, "format", &[r#""{0} {x} {x:?} {:1$} {self}""#, "a", "b", "x", "self"]);
}

#[test]
fn write_formats_behind_its_target() {
    let reading = expr(r#"write!(out, "{x}{}", y)"#);
    assert_reads(&reading, "format", &["out", r#""{x}{}""#, "y", "x"]);
    let reading = expr(r#"std::writeln!(out)"#);
    assert_reads(&reading, "format", &["out"]);
}

#[test]
fn the_literal_of_an_assertion_stands_behind_its_operands() {
    let reading = expr(r#"assert_eq!("{x}", f(y), "{z}")"#);
    assert_reads(&reading, "compare", &[r#""{x}""#, "f(y)", r#""{z}""#, "z"]);
    let reading = expr("debug_assert!(guard.is_some(),)");
    assert_reads(&reading, "assert", &["guard.is_some()"]);
}

#[test]
fn panics_are_told_from_formats() {
    assert_reads(&expr(r#"panic!("{e}")"#), "panic", &[r#""{e}""#, "e"]);
    assert_reads(&expr("todo!()"), "panic", &[]);
    assert_reads(&expr("core::unreachable!()"), "panic", &[]);
    assert_reads(&expr(r#"anyhow::anyhow!("no {}", x)"#), "format", &[r#""no {}""#, "x"]);
}

#[test]
fn an_event_has_fields() {
    let reading = expr(
        r#"info!(target: "net", parent: &span, peer = %addr, ?err, user.id = id, "a.b" = 1, r#type = kind(), short, "done {n}", x)"#,
    );
    let parts = [
        r#""net""#,
        "&span",
        "addr",
        "err",
        "id",
        "1",
        "kind()",
        "short",
        r#""done {n}""#,
        "n",
        "x",
    ];
    assert_reads(&reading, "format", &parts);
}

#[test]
fn an_event_has_a_level_and_braces() {
    let reading = expr(r#"tracing::event!(Level::INFO, { a = ?b, c }, "{}", d().await)"#);
    assert_reads(&reading, "format", &["Level::INFO", "b", "c", r#""{}""#, "d().await"]);
}

#[test]
fn a_span_has_a_name_and_fields() {
    let reading = expr(r#"info_span!("request", method = %req.method(), id = field::Empty)"#);
    assert_reads(&reading, "format", &[r#""request""#, "req.method()", "field::Empty"]);
}

#[test]
fn the_fields_of_other_loggers() {
    let reading = expr(r#"log::warn!(target: "a", key = 1, other:? = x.y(), err:%; "text {}", z)"#);
    assert_reads(&reading, "format", &[r#""a""#, "1", "x.y()", "err", r#""text {}""#, "z"]);
    let reading = expr(r#"slog::info!(log, "text"; "key" => %value, "n" => ?n())"#);
    assert_reads(&reading, "format", &["log", r#""text""#, "value", "n()"]);
}

#[test]
fn blocks_and_comparisons_in_an_event_are_values() {
    let reading = expr(r#"debug!("{} {}", { f(); 1 }, a == b)"#);
    assert_reads(&reading, "format", &[r#""{} {}""#, "{f();1}", "a==b"]);
}

#[test]
fn a_logger_of_another_crate_is_not_known() {
    assert_reads(&expr(r#"cairo::info!(f(x))"#), "as written", &["f(x)"]);
}
