//! Macros that make statics: `thread_local!`, `task_local!`, `lazy_static!`.

use proc_macro2::Ident;
use syn::Attribute;
use syn::Expr;
use syn::Macro;
use syn::Result;
use syn::Token;
use syn::Type;
use syn::Visibility;
use syn::parse::ParseStream;

use crate::lower::macros::Reading;
use crate::lower::macros::known::Known;

/// What kind of static it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::lower) enum StaticKind {
    /// One for each thread.
    ThreadLocal,
    /// One for each task, set by `scope`.
    TaskLocal,
    /// Made at the first use.
    Lazy,
}

/// `pub static A: T = e;`.
#[derive(Debug)]
pub(in crate::lower) struct StaticSyntax {
    /// Its attributes.
    pub(in crate::lower) attrs: Vec<Attribute>,
    /// `pub`.
    pub(in crate::lower) vis: Visibility,
    /// `A`.
    pub(in crate::lower) name: Ident,
    /// `T`: of a thread local what is inside the key, of a lazy static what is behind the `Deref`.
    pub(in crate::lower) ty: Type,
    /// `e`, absent for task locals.
    pub(in crate::lower) init: Option<Expr>,
}

/// Reads the statics of a macro of this kind.
pub(super) fn read(known: Known, mac: &Macro) -> Result<Reading> {
    let kind = match known {
        Known::ThreadLocal => StaticKind::ThreadLocal,
        Known::TaskLocal => StaticKind::TaskLocal,
        _ => StaticKind::Lazy,
    };
    let statics = mac.parse_body_with(|input: ParseStream<'_>| {
        let mut statics = Vec::new();
        while !input.is_empty() {
            statics.push(one(input)?);
        }
        Ok(statics)
    })?;
    Ok(Reading::Statics(kind, statics))
}

fn one(input: ParseStream<'_>) -> Result<StaticSyntax> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    input.parse::<Token![static]>()?;
    input.parse::<Option<Token![ref]>>()?;
    let name = input.parse()?;
    input.parse::<Token![:]>()?;
    let ty = input.parse()?;
    let init = match input.parse::<Option<Token![=]>>()? {
        Some(_) => Some(input.parse()?),
        None => None,
    };
    if !input.is_empty() {
        input.parse::<Token![;]>()?;
    }
    Ok(StaticSyntax { attrs, vis, name, ty, init })
}
