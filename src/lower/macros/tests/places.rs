//! No token may stand at the beginning of the file only because nobody gave it a place.

use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;

use super::Code;
use super::Reading;
use crate::lower::macros::Call;
use crate::lower::macros::Scope;
use crate::lower::macros::read_stmt;

/// The first and the last line of a reading's tokens; the call stands on lines 3 to 5.
fn lines(tokens: TokenStream, lowest: &mut usize, highest: &mut usize) {
    for token in tokens {
        let line = token.span().start().line;
        *lowest = line.min(*lowest);
        *highest = line.max(*highest);
        if let TokenTree::Group(group) = token {
            lines(group.stream(), lowest, highest);
        }
    }
}

#[track_caller]
fn assert_in_place(call: &str) {
    let text = format!("fn f() {{\n\n{call};\n}}");
    let function: syn::ItemFn = syn::parse_str(&text).expect("the sample is a function");
    let syn::Stmt::Macro(stmt) = &function.block.stmts[0] else { panic!("no macro call") };
    let scope = Scope::new("sample", &[]);
    let reading = read_stmt(Call { mac: &stmt.mac, offset: 10, depth: 0 }, &scope);
    let tokens: TokenStream = match &reading {
        Reading::Meaning(Code::Expr(expr)) => expr.to_token_stream(),
        Reading::Meaning(Code::Stmts(stmts)) | Reading::Stream { stmts, .. } => {
            stmts.iter().map(ToTokens::to_token_stream).collect()
        }
        Reading::Format(args)
        | Reading::Query(args)
        | Reading::Assert(args)
        | Reading::Compare(args) => args.iter().map(ToTokens::to_token_stream).collect(),
        Reading::Select(select) => select.otherwise.to_token_stream(),
        other => panic!("{:?}", super::show(other)),
    };
    let (mut lowest, mut highest) = (usize::MAX, 0);
    lines(tokens, &mut lowest, &mut highest);
    assert!(lowest >= 3 && highest <= 5, "{call}: {lowest} to {highest}");
}

#[test]
fn what_is_written_out_stands_at_the_call() {
    assert_in_place("matches!(a + 1,\nSome(_) if b)");
    assert_in_place("bail!(\"{a}\",\nb)");
    assert_in_place("ensure!(a || b,\n\"no\")");
    assert_in_place("tokio::pin!(a,\nb)");
    assert_in_place("tokio::pin! { let a = f(); }");
    assert_in_place("stream! { for await a in b { yield a; } }");
    assert_in_place("format!(\"{a}\",\nb)");
    assert_in_place("assert_matches!(a,\nSome(_), \"{b}\")");
    assert_in_place("query!(\"a\" +\n\"b\", c)");
    assert_in_place("select! { a = b => c,\ncomplete => d, default => e }");
}
