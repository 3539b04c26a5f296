//! Macros are code: what the tokens of a macro call mean, as syntax.
//!
//! Comes in: a macro call as syn leaves it, unread, and the [`Scope`] of its file. Goes out: a
//! [`Reading`]. A `macro_rules!` in scope is expanded; a macro that we know is read with its
//! meaning; of any other what can be read is read *as written*. Nothing here touches ir.

mod as_written;
mod binding;
mod conditional;
mod data;
mod format;
mod known;
mod paste;
mod projection;
mod rules;
mod scope;
mod select;
mod statics;

pub(super) use scope::Definition;
pub(super) use scope::Scope;
pub(super) use select::SelectArmSyntax;
pub(super) use select::SelectSyntax;
pub(super) use statics::StaticKind;
pub(super) use statics::StaticSyntax;

use proc_macro2::Span;
use proc_macro2::TokenStream;
use syn::Block;
use syn::Expr;
use syn::ImplItem;
use syn::Item;
use syn::Macro;
use syn::Pat;
use syn::Stmt;
use syn::TraitItem;
use syn::Type;
use syn::parse::Parse;
use syn::parse::Parser;

use crate::lower::macros::known::Known;
use crate::lower::macros::rules::Refusal;

/// How the first name of a path begins that `$crate` of another crate's macro was expanded to; the
/// crate's name follows. In a macro of the same crate `$crate` becomes `crate`.
pub(super) const CRATE_MARKER: &str = "__asyncheck_crate_";

/// A macro call as it stands in the syntax.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    /// The call.
    pub(super) mac: &'a Macro,
    /// The byte offset of its path; in expanded code that of the outermost call.
    pub(super) offset: u32,
    /// How many expansions it lies in: 0 in the text, one more in each [`Reading::Expanded`].
    pub(super) depth: u32,
}

/// What a macro call means.
#[derive(Debug)]
pub(super) enum Reading {
    /// Exactly this code: `matches!`, `bail!`, `ensure!`, `pin!(x);`, `cfg_if!`.
    Meaning(Code),
    /// A `macro_rules!` was expanded to this. Lower it with a [`Call::depth`] one higher.
    Expanded(Code),
    /// An unknown macro in whose tokens this was found. The reason is given where a limit, and not
    /// mere ignorance, kept us from more: it deserves a note.
    AsWritten(Code, Option<String>),
    /// Each is computed once; none for macros that run nothing, such as `include_str!`.
    Arguments(Vec<Expr>),
    /// Formatted: the literal with the format, the values, and the variables that the literal
    /// names in braces.
    Format(Vec<Expr>),
    /// `panic!`, `todo!` and their like: formatted, and nothing behind it runs.
    Panic(Vec<Expr>),
    /// `assert!(a)`, and the message.
    Assert(Vec<Expr>),
    /// `assert_eq!(a, b)`, `assert_matches!(a, p)`, and the message.
    Compare(Vec<Expr>),
    /// `vec![a, b]`, `vec![a; n]`.
    Vec {
        /// `a, b`.
        args: Vec<Expr>,
        /// `n`.
        len: Option<Box<Expr>>,
    },
    /// `pin!(a)`, `ready!(a)`, `dbg!(a)`: gives its argument on.
    Value(Box<Expr>),
    /// `query!("select …", a)`: the first argument is the SQL, one string literal.
    Query(Vec<Expr>),
    /// `select!`.
    Select(Box<SelectSyntax>),
    /// `join!(a, b)`, `try_join!(a, b)`.
    Join {
        /// `try_join!`.
        is_try: bool,
        /// `a, b`.
        futures: Vec<Expr>,
    },
    /// `stream! { … }`, `try_stream! { … }`; `yield` is an expression, `for await` was written out.
    Stream {
        /// `try_stream!`.
        is_try: bool,
        /// The body.
        stmts: Vec<Stmt>,
    },
    /// `thread_local!`, `task_local!`, `lazy_static!`.
    Statics(StaticKind, Vec<StaticSyntax>),
    /// Nothing of it could be read; with the reason where a limit was exceeded.
    Opaque(Option<String>),
}

/// A piece of syntax that stands where a macro call stood.
#[derive(Debug)]
pub(super) enum Code {
    /// One expression.
    Expr(Box<Expr>),
    /// Several, in order, of which each may run or not. Only as written.
    Exprs(Vec<Expr>),
    /// Statements. The last may be an expression without semicolon.
    Stmts(Vec<Stmt>),
    /// Items of a module or block.
    Items(Vec<Item>),
    /// Items of an impl.
    Members(Vec<ImplItem>),
    /// Items of a trait.
    TraitMembers(Vec<TraitItem>),
}

/// Reads a macro call that stands where an expression can.
pub(super) fn read_expr(call: Call<'_>, scope: &Scope<'_>) -> Reading {
    match expand(call, scope) {
        Expansion::Known(known) => read_known_expr(known, call.mac),
        Expansion::Refused(reason) => as_written::read(call.mac, reason),
        Expansion::Tokens(tokens) => match expanded_expr(tokens) {
            Ok(code) => Reading::Expanded(code),
            Err(_) => as_written::read(call.mac, None),
        },
    }
}

/// Reads a macro call that is a statement.
pub(super) fn read_stmt(call: Call<'_>, scope: &Scope<'_>) -> Reading {
    match expand(call, scope) {
        Expansion::Known(known) => read_known_stmt(known, call.mac),
        Expansion::Refused(reason) => as_written::read(call.mac, reason),
        Expansion::Tokens(tokens) => match Block::parse_within.parse2(tokens) {
            Ok(stmts) => Reading::Expanded(Code::Stmts(stmts)),
            Err(_) => as_written::read(call.mac, None),
        },
    }
}

/// Reads a macro call that stands where an item of a module or block can.
pub(super) fn read_items(call: Call<'_>, scope: &Scope<'_>) -> Reading {
    match expand(call, scope) {
        Expansion::Known(known) => read_known_items(known, call.mac),
        Expansion::Refused(reason) => as_written::read_items(call.mac, reason),
        Expansion::Tokens(tokens) => match as_written::parse_all.parse2(tokens) {
            Ok(items) => Reading::Expanded(Code::Items(items)),
            Err(_) => as_written::read_items(call.mac, None),
        },
    }
}

/// Reads a macro call among the items of an impl: only a `macro_rules!` can be read there.
pub(super) fn read_members(call: Call<'_>, scope: &Scope<'_>) -> Reading {
    among_members(call, scope, Code::Members)
}

/// Reads a macro call among the items of a trait.
pub(super) fn read_trait_members(call: Call<'_>, scope: &Scope<'_>) -> Reading {
    among_members(call, scope, Code::TraitMembers)
}

/// Reads a macro call that stands where a type can.
pub(super) fn read_type(call: Call<'_>, scope: &Scope<'_>) -> Option<Type> {
    match expand(call, scope) {
        Expansion::Tokens(tokens) => syn::parse2(tokens).ok(),
        _ => None,
    }
}

/// Reads a macro call that stands where a pattern can.
pub(super) fn read_pat(call: Call<'_>, scope: &Scope<'_>) -> Option<Pat> {
    match expand(call, scope) {
        Expansion::Tokens(tokens) => Pat::parse_multi_with_leading_vert.parse2(tokens).ok(),
        _ => None,
    }
}

fn among_members<T: Parse>(call: Call<'_>, scope: &Scope<'_>, code: fn(Vec<T>) -> Code) -> Reading {
    match expand(call, scope) {
        Expansion::Known(_) => Reading::Opaque(None),
        Expansion::Refused(reason) => Reading::Opaque(reason),
        Expansion::Tokens(tokens) => match as_written::parse_all.parse2(tokens) {
            Ok(members) => Reading::Expanded(code(members)),
            Err(_) => Reading::Opaque(None),
        },
    }
}

/// What becomes of a call before it is read.
enum Expansion {
    /// A macro that we know.
    Known(Known),
    /// One that we do not know, or that was not expanded; with the reason where a limit was
    /// exceeded.
    Refused(Option<String>),
    /// What it expands to.
    Tokens(TokenStream),
}

/// A `macro_rules!` of the workspace goes before a known macro of its name.
fn expand(call: Call<'_>, scope: &Scope<'_>) -> Expansion {
    if let Some(definition) = definition(call, scope) {
        return match rules::expand(call, scope, definition) {
            Ok(tokens) => Expansion::Tokens(tokens),
            Err(Refusal::NoMatch) => Expansion::Refused(None),
            Err(Refusal::Limit(reason)) => Expansion::Refused(Some(reason)),
        };
    }
    match known::find(&call.mac.path, scope) {
        Some(Known::Paste) => match paste::glue(call.mac.tokens.clone()) {
            Some(tokens) => Expansion::Tokens(tokens),
            None => Expansion::Refused(None),
        },
        Some(known) => Expansion::Known(known),
        None => Expansion::Refused(None),
    }
}

fn definition<'a>(call: Call<'_>, scope: &Scope<'a>) -> Option<Definition<'a>> {
    let definition = scope.lookup(&call.mac.path, call.offset)?;
    // Modules are not known: `$crate::reexports::json!` in a macro `json` is another one.
    let deep = call.mac.path.segments.len() > 2;
    let itself = deep && scope.spent.borrow().is_inside(call.depth, definition);
    (!itself).then_some(definition)
}

/// The language allows a `;` behind a macro's one expression, and older editions allow more.
fn expanded_expr(tokens: TokenStream) -> syn::Result<Code> {
    match syn::parse2::<Expr>(tokens.clone()) {
        Ok(expr) => Ok(Code::Expr(Box::new(expr))),
        Err(_) => Block::parse_within.parse2(tokens).map(Code::Stmts),
    }
}

fn read_known_expr(known: Known, mac: &Macro) -> Reading {
    read_known(known, mac).unwrap_or_else(|_| as_written::read(mac, None))
}

fn read_known_stmt(known: Known, mac: &Macro) -> Reading {
    let pinned = match known {
        Known::Pin => binding::pin_locals(mac).ok(),
        _ => None,
    };
    match pinned {
        Some(stmts) => Reading::Meaning(Code::Stmts(stmts)),
        None => read_known_expr(known, mac),
    }
}

fn read_known_items(known: Known, mac: &Macro) -> Reading {
    let reading = match known {
        Known::CfgIf => conditional::cfg_if_items(mac).map(meaning),
        Known::CfgSelect => conditional::cfg_select_items(mac).map(meaning),
        Known::Items => projection::items(mac).map(meaning),
        Known::ThreadLocal | Known::TaskLocal | Known::LazyStatic => read_known(known, mac),
        _ => return Reading::Opaque(None),
    };
    reading.unwrap_or_else(|_| as_written::read_items(mac, None))
}

fn meaning(items: Vec<Item>) -> Reading {
    Reading::Meaning(Code::Items(items))
}

fn read_known(known: Known, mac: &Macro) -> syn::Result<Reading> {
    Ok(match known {
        Known::Format(before) => Reading::Format(format::arguments(mac, before)?),
        Known::Log => Reading::Format(format::event(mac)?),
        Known::Panic => Reading::Panic(format::arguments(mac, 0)?),
        Known::Assert => Reading::Assert(format::arguments(mac, 1)?),
        Known::Compare => Reading::Compare(format::arguments(mac, 2)?),
        Known::AssertMatches => Reading::Compare(data::assert_matches(mac)?),
        Known::Ensure => Reading::Meaning(Code::Expr(data::ensure(mac)?)),
        Known::Bail => Reading::Meaning(Code::Expr(data::bail(mac)?)),
        Known::Vec => data::vec(mac)?,
        Known::Matches => Reading::Meaning(Code::Expr(data::matches(mac)?)),
        Known::Pin | Known::Value => data::value(mac)?,
        Known::Select => Reading::Select(Box::new(select::read(mac)?)),
        Known::Join => Reading::Join { is_try: false, futures: data::futures(mac)? },
        Known::TryJoin => Reading::Join { is_try: true, futures: data::futures(mac)? },
        Known::Stream => Reading::Stream { is_try: false, stmts: binding::stream(mac)? },
        Known::TryStream => Reading::Stream { is_try: true, stmts: binding::stream(mac)? },
        Known::ThreadLocal | Known::TaskLocal | Known::LazyStatic => statics::read(known, mac)?,
        Known::CfgIf => Reading::Meaning(Code::Stmts(conditional::cfg_if_stmts(mac)?)),
        Known::CfgSelect => Reading::Meaning(Code::Stmts(conditional::cfg_select_stmts(mac)?)),
        Known::Query => Reading::Query(data::query(mac, false)?),
        Known::QueryAs => Reading::Query(data::query(mac, true)?),
        Known::Data => Reading::Arguments(data::entries(mac)?),
        Known::Arguments => Reading::Arguments(data::arguments(mac)?),
        Known::Items => Reading::Meaning(Code::Items(projection::items(mac)?)),
        Known::Paste => Reading::Meaning(Code::Items(as_written::items(mac)?)),
        Known::Nothing => Reading::Arguments(Vec::new()),
    })
}

/// The place of a call: that of the last name of its path.
fn place(mac: &Macro) -> Span {
    match mac.path.segments.last() {
        Some(segment) => segment.ident.span(),
        None => mac.bang_token.span,
    }
}

#[cfg(test)]
mod tests;
