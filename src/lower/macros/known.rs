//! The macros whose meaning we know, by the name at the end of their path and by the crates that
//! export them.

use syn::Path;

use crate::lower::macros::CRATE_MARKER;
use crate::lower::macros::scope::Scope;

/// How the tokens of a known macro are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    /// `format!("…", a, b = c)`, behind so many arguments that are not formatted.
    Format(usize),
    /// `info!(target: "x", key = %value, "…", a)`, and the same for spans.
    Log,
    /// `panic!("…", a)`: does not return.
    Panic,
    /// `assert!(a, "…", b)`.
    Assert,
    /// `assert_eq!(a, b, "…", c)`.
    Compare,
    /// `assert_matches!(a, p if b, "…", c)`.
    AssertMatches,
    /// `ensure!(a, "…", b)`: returns an error unless `a`.
    Ensure,
    /// `bail!("…", a)`: returns an error.
    Bail,
    /// `vec![a, b]`, `vec![a; n]`.
    Vec,
    /// `matches!(a, p if b)`.
    Matches,
    /// `pin!(a)`: gives its argument on. A statement of some crates' `pin!` binds a local anew.
    Pin,
    /// `ready!(a)`, `dbg!(a)`: gives its argument on.
    Value,
    /// `select! { p = a => b }`.
    Select,
    /// `join!(a, b)`.
    Join,
    /// `try_join!(a, b)`.
    TryJoin,
    /// `stream! { … yield a; … }`.
    Stream,
    /// `try_stream! { … yield a; … }`.
    TryStream,
    /// `thread_local! { static A: T = a; }`.
    ThreadLocal,
    /// `task_local! { static A: T; }`.
    TaskLocal,
    /// `lazy_static! { static ref A: T = a; }`.
    LazyStatic,
    /// `cfg_if! { if #[cfg(a)] { … } else { … } }`.
    CfgIf,
    /// `cfg_select! { a => { … } _ => { … } }`.
    CfgSelect,
    /// `query!("select …", a)`.
    Query,
    /// `query_as!(T, "select …", a)`.
    QueryAs,
    /// `json!({"a": b, "c": [d]})`, `hashmap! {a => b}`: each value is computed once.
    Data,
    /// `addr_of!(a)`: each argument is an expression.
    Arguments,
    /// `pin_project! { struct A { … } }`: items, with attributes of its own.
    Items,
    /// `paste! { fn [<get_ a>]() {} }`: code in which names are glued together.
    Paste,
    /// `stringify!(…)`: nothing in it runs.
    Nothing,
}

const CORE: &[&str] = &["std", "core", "alloc", "ptr"];
const FUTURES: &[&str] =
    &["tokio", "futures", "futures_util", "futures_lite", "monoio", "madsim", "n0_future"];
const LOGS: &[&str] = &["tracing", "log", "slog", "defmt", "tracing_log", "slog_scope"];
const ERRORS: &[&str] = &["anyhow", "eyre", "color_eyre", "failure", "snafu", "miette", "n0_error"];
const ASSERTS: &[&str] =
    &["std", "core", "pretty_assertions", "similar_asserts", "assert_matches", "assert_matches2"];
// `use std::task;` makes `task::ready!` of it.
const PINS: &[&str] = &[
    "std",
    "core",
    "pin",
    "task",
    "tokio",
    "futures",
    "futures_util",
    "futures_lite",
    "pin_utils",
    "n0_future",
];
const SQL: &[&str] = &["sqlx"];
const TESTS: &[&str] = &["tokio_test", "claims", "proptest", "assert_json_diff"];
const DOCUMENTS: &[&str] =
    &["serde_json", "sonic_rs", "simd_json", "bson", "mongodb", "maplit", "minijinja"];

/// What the macro of this path is, as far as the path as written tells: a bare name is enough, and
/// of a longer path one of its names must be a crate that exports it (`crate::reexports::tokio::pin`).
pub(super) fn find(path: &Path, scope: &Scope<'_>) -> Option<Known> {
    let written = scope.written(path);
    let (name, qualifiers) = written.split_last()?;
    let (known, crates) = by_name(name, qualifiers)?;
    let exports = |qualifier: &String| {
        crates.contains(&qualifier.strip_prefix(CRATE_MARKER).unwrap_or(qualifier))
    };
    (qualifiers.is_empty() || qualifiers.iter().any(exports)).then_some(known)
}

fn by_name(name: &str, qualifiers: &[String]) -> Option<(Known, &'static [&'static str])> {
    Some(match name {
        "format" | "format_args" | "print" | "println" | "eprint" | "eprintln" => {
            (Known::Format(0), CORE)
        }
        "write" | "writeln" => (Known::Format(1), CORE),
        "anyhow" | "eyre" | "format_err" | "miette" => (Known::Format(0), ERRORS),
        "format_ident" => (Known::Format(0), &["quote"]),
        "formatdoc" | "printdoc" | "eprintdoc" => (Known::Format(0), &["indoc"]),
        "writedoc" => (Known::Format(1), &["indoc"]),
        "trace" | "debug" | "info" | "warn" | "error" | "crit" | "log" | "event" | "span"
        | "enabled" | "log_enabled" | "trace_span" | "debug_span" | "info_span" | "warn_span"
        | "error_span" => (Known::Log, LOGS),
        "panic" | "todo" | "unimplemented" | "unreachable" => (Known::Panic, CORE),
        "assert" | "debug_assert" => (Known::Assert, CORE),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => {
            (Known::Compare, ASSERTS)
        }
        "prop_assert" | "prop_assume" => (Known::Assert, TESTS),
        "prop_assert_eq" | "prop_assert_ne" => (Known::Compare, TESTS),
        "assert_json_eq" | "assert_json_include" => (Known::Data, TESTS),
        "assert_ok" | "assert_err" | "assert_pending" | "assert_ready" | "assert_ready_ok"
        | "assert_ready_err" | "prop_oneof" => (Known::Data, TESTS),
        "assert_matches" | "debug_assert_matches" => (Known::AssertMatches, ASSERTS),
        "ensure" => (Known::Ensure, ERRORS),
        "bail" => (Known::Bail, ERRORS),
        "vec" => (Known::Vec, CORE),
        "smallvec" => (Known::Vec, &["smallvec"]),
        "matches" => (Known::Matches, CORE),
        "pin" | "pin_mut" => (Known::Pin, PINS),
        "ready" | "poll" => (Known::Value, PINS),
        "dbg" => (Known::Value, CORE),
        "select" | "select_biased" => (Known::Select, FUTURES),
        "join" => (Known::Join, FUTURES),
        "try_join" => (Known::TryJoin, FUTURES),
        "stream" => (Known::Stream, &["async_stream"]),
        "try_stream" => (Known::TryStream, &["async_stream"]),
        "thread_local" => (Known::ThreadLocal, CORE),
        "scoped_thread_local" => (Known::ThreadLocal, &["scoped_tls"]),
        "task_local" => (Known::TaskLocal, &["tokio"]),
        "lazy_static" => (Known::LazyStatic, &["lazy_static"]),
        "cfg_if" => (Known::CfgIf, &["cfg_if"]),
        "cfg_select" => (Known::CfgSelect, CORE),
        "query" | "query_unchecked" | "query_scalar" | "query_scalar_unchecked" => {
            (Known::Query, SQL)
        }
        "query_as" | "query_as_unchecked" => (Known::QueryAs, SQL),
        "json" | "bson" | "doc" | "context" | "hashmap" | "btreemap" => (Known::Data, DOCUMENTS),
        "counter" | "gauge" | "histogram" => (Known::Data, &["metrics"]),
        "params" | "named_params" => (Known::Data, &["rusqlite", "libsql", "mysql", "mysql_async"]),
        "addr_of" | "addr_of_mut" => (Known::Arguments, CORE),
        "stream_select" => (Known::Arguments, FUTURES),
        "migrate" => (Known::Arguments, SQL),
        "hashset" | "btreeset" => (Known::Arguments, DOCUMENTS),
        "paste" => (Known::Paste, &["paste", "pastey"]),
        "item" | "expr" if !qualifiers.is_empty() => (Known::Paste, &["paste"]),
        "pin_project" => (Known::Items, &["pin_project_lite", "event_listener_strategy"]),
        "include_str"
        | "include_bytes"
        | "concat"
        | "env"
        | "option_env"
        | "stringify"
        | "line"
        | "column"
        | "file"
        | "module_path"
        | "compile_error"
        | "cfg"
        | "offset_of"
        | "asm"
        | "global_asm"
        | "is_x86_feature_detected"
        | "is_aarch64_feature_detected" => (Known::Nothing, CORE),
        "quote" | "quote_spanned" | "parse_quote" => (Known::Nothing, &["quote", "syn"]),
        "bitflags" => (Known::Nothing, &["bitflags"]),
        _ => return None,
    })
}
