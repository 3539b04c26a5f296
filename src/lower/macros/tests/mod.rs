//! Samples of macro calls, and what is read of them, printed as tokens.

mod data;
mod format;
mod paste;
mod places;
mod recovery;
mod rules;
mod scope;
mod select;
mod statements;

use quote::ToTokens;
use syn::Macro;

use crate::lower::macros::Call;
use crate::lower::macros::Code;
use crate::lower::macros::Reading;
use crate::lower::macros::Scope;
use crate::lower::macros::read_expr;
use crate::lower::macros::read_items;
use crate::lower::macros::read_stmt;

fn mac(text: &str) -> Macro {
    syn::parse_str(text).expect("the sample is a macro call")
}

fn expr(text: &str) -> Reading {
    let scope = Scope::new("sample", &[]);
    read_expr(Call { mac: &mac(text), offset: 0, depth: 0 }, &scope)
}

fn stmt(text: &str) -> Reading {
    let scope = Scope::new("sample", &[]);
    read_stmt(Call { mac: &mac(text), offset: 0, depth: 0 }, &scope)
}

fn items(text: &str) -> Reading {
    let scope = Scope::new("sample", &[]);
    read_items(Call { mac: &mac(text), offset: 0, depth: 0 }, &scope)
}

fn print(syntax: &impl ToTokens) -> String {
    dense(&syntax.to_token_stream().to_string())
}

fn print_all<T: ToTokens>(syntax: &[T]) -> Vec<String> {
    syntax.iter().map(print).collect()
}

/// What kind of reading it is, and its parts.
fn show(reading: &Reading) -> (&'static str, Vec<String>) {
    match reading {
        Reading::Meaning(code) => ("meaning", show_code(code)),
        Reading::Expanded(code) => ("expanded", show_code(code)),
        Reading::AsWritten(code, _) => ("as written", show_code(code)),
        Reading::Arguments(args) => ("arguments", print_all(args)),
        Reading::Format(args) => ("format", print_all(args)),
        Reading::Panic(args) => ("panic", print_all(args)),
        Reading::Assert(args) => ("assert", print_all(args)),
        Reading::Compare(args) => ("compare", print_all(args)),
        Reading::Vec { args, len: None } => ("vec", print_all(args)),
        Reading::Vec { args, len: Some(len) } => {
            ("vec", print_all(args).into_iter().chain([format!("; {}", print(len))]).collect())
        }
        Reading::Value(value) => ("value", vec![print(value)]),
        Reading::Query(args) => ("query", print_all(args)),
        Reading::Select(_) => ("select", Vec::new()),
        Reading::Join { is_try: false, futures } => ("join", print_all(futures)),
        Reading::Join { is_try: true, futures } => ("try_join", print_all(futures)),
        Reading::Stream { is_try: false, stmts } => ("stream", print_all(stmts)),
        Reading::Stream { is_try: true, stmts } => ("try_stream", print_all(stmts)),
        Reading::Statics(_, statics) => {
            ("statics", statics.iter().map(|one| one.name.to_string()).collect())
        }
        Reading::Opaque(_) => ("opaque", Vec::new()),
    }
}

fn show_code(code: &Code) -> Vec<String> {
    match code {
        Code::Expr(expr) => vec![print(expr)],
        Code::Exprs(exprs) => print_all(exprs),
        Code::Stmts(stmts) => print_all(stmts),
        Code::Items(items) => print_all(items),
        Code::Members(members) => print_all(members),
        Code::TraitMembers(members) => print_all(members),
    }
}

/// Compares without spaces and commas before a bracket: how tokens are printed does not matter.
#[track_caller]
fn assert_reads(reading: &Reading, kind: &str, parts: &[&str]) {
    let (found, all) = show(reading);
    let parts: Vec<String> = parts.iter().map(|part| dense(part)).collect();
    assert_eq!((found, all.iter().map(|part| dense(part)).collect()), (kind, parts));
}

fn dense(text: &str) -> String {
    text.replace([' ', '\n'], "").replace(",}", "}").replace(",)", ")")
}
