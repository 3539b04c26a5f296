//! Reading `cfg` predicates.

use std::iter::Peekable;

use ra_ap_rustc_lexer::TokenKind;

use crate::source::CfgExpr;
use crate::source::literal::string_value;
use crate::source::scan::Lookahead;

/// No predicate that a person wrote nests deeper; reading one is recursive.
const DEEPEST: u32 = 64;

type Words<'t> = Peekable<Lookahead<'t>>;

impl CfgExpr {
    /// Reads what stands between the parentheses of `#[cfg(…)]`.
    pub fn parse(text: &str) -> CfgExpr {
        let mut words = Lookahead::new(text, 0).peekable();
        let expr = predicate(&mut words, 0).unwrap_or(CfgExpr::Unknown);
        eat(&mut words, TokenKind::Comma);
        if words.next().is_some() { CfgExpr::Unknown } else { expr }
    }
}

fn predicate(words: &mut Words<'_>, depth: u32) -> Option<CfgExpr> {
    let name = words.next().and_then(|word| word.name()).filter(|_| depth < DEEPEST)?;
    if eat(words, TokenKind::Eq) {
        let value = string_value(words.next()?.text)?;
        return Some(CfgExpr::Value(name.into(), value.into()));
    }
    if !eat(words, TokenKind::OpenParen) {
        return Some(match name {
            "true" => CfgExpr::Constant(true),
            "false" => CfgExpr::Constant(false),
            _ => CfgExpr::Name(name.into()),
        });
    }
    let known = matches!(name, "all" | "any" | "not");
    let parts = if known { list(words, depth)? } else { skip_list(words)? };
    Some(match name {
        "all" => CfgExpr::All(parts.into()),
        "any" => CfgExpr::Any(parts.into()),
        "not" => CfgExpr::Not(Box::new(<[CfgExpr; 1]>::try_from(parts).ok()?.into_iter().next()?)),
        _ => CfgExpr::Unknown,
    })
}

/// What follows `(`, up to and with `)`.
fn list(words: &mut Words<'_>, depth: u32) -> Option<Vec<CfgExpr>> {
    let mut parts = Vec::new();
    while !eat(words, TokenKind::CloseParen) {
        parts.push(predicate(words, depth + 1)?);
        if !eat(words, TokenKind::Comma) && words.peek()?.kind != TokenKind::CloseParen {
            return None;
        }
    }
    Some(parts)
}

/// Passes over the arguments of a predicate that is not known, such as `version("1.80")`.
fn skip_list(words: &mut Words<'_>) -> Option<Vec<CfgExpr>> {
    let mut depth = 1u32;
    while depth > 0 {
        match words.next()?.kind {
            TokenKind::OpenParen => depth += 1,
            TokenKind::CloseParen => depth -= 1,
            _ => {}
        }
    }
    Some(Vec::new())
}

fn eat(words: &mut Words<'_>, kind: TokenKind) -> bool {
    words.next_if(|word| word.kind == kind).is_some()
}

#[cfg(test)]
mod tests {
    use super::CfgExpr;

    #[test]
    fn shapes() {
        let feature = CfgExpr::Value("feature".into(), "a-b".into());
        let unix = CfgExpr::Name("unix".into());
        let all = CfgExpr::All([unix.clone(), feature.clone()].into());
        for (text, expr) in [
            ("unix", unix),
            ("feature = \"a-b\"", feature.clone()),
            ("all(unix, /* and */ feature = \"a-b\",)", all),
            ("not(feature = r\"a-b\")", CfgExpr::Not(Box::new(feature))),
            ("r#true", CfgExpr::Constant(true)),
            ("", CfgExpr::Unknown),
            ("not(a, b)", CfgExpr::Unknown),
            ("any(unix", CfgExpr::Unknown),
            ("any(unix windows)", CfgExpr::Unknown),
            ("unix windows", CfgExpr::Unknown),
            ("accessible(::std::x)", CfgExpr::Unknown),
        ] {
            assert_eq!(CfgExpr::parse(text), expr, "{text}");
        }
    }

    #[test]
    fn a_predicate_may_hold_an_unknown_one() {
        let expr = CfgExpr::parse("any(version(\"1.80\"), unix)");
        let parts = [CfgExpr::Unknown, CfgExpr::Name("unix".into())];
        assert_eq!(expr, CfgExpr::Any(parts.into()));
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = format!("{}unix{}", "not(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(CfgExpr::parse(&deep), CfgExpr::Unknown);
    }
}
