//! What the attributes of a module, a macro or a file say about where its text lies.

use ra_ap_rustc_lexer::TokenKind;

use crate::source::CfgExpr;
use crate::source::literal::string_value;
use crate::source::scan::lookahead::Lookahead;

/// An attribute of more bytes is not read: a program made it, not to say where a file lies.
const LONGEST: usize = 4_000;

/// The attributes that this room reads.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// `#[cfg(…)]`.
    pub cfg: Vec<CfgExpr>,
    /// `#[path = "…"]`, with the predicate of the `cfg_attr` around it.
    pub paths: Vec<(Option<CfgExpr>, String)>,
    /// `#[macro_use]`.
    pub macro_use: bool,
    /// `#[macro_export]`.
    pub macro_export: bool,
}

impl Attributes {
    /// Whether an attribute that begins with this name can matter.
    pub fn reads(name: &str) -> bool {
        matches!(name, "cfg" | "cfg_attr" | "path" | "macro_use" | "macro_export")
    }

    /// Adds one attribute, given what stands between `#[` and `]`.
    pub fn add(&mut self, text: &str) {
        if text.len() <= LONGEST {
            self.add_under(text, None);
        } else {
            self.cfg.push(CfgExpr::Unknown);
        }
    }

    fn add_under(&mut self, text: &str, condition: Option<&CfgExpr>) {
        let Some(name) = Lookahead::new(text, 0).next().and_then(|word| word.name()) else {
            return;
        };
        match name {
            "cfg" => {
                let expr = CfgExpr::parse(arguments(text));
                self.cfg.push(match condition {
                    Some(condition) => CfgExpr::Any([not(condition), expr].into()),
                    None => expr,
                });
            }
            "cfg_attr" => self.add_conditional(arguments(text), condition),
            "path" => {
                let value = Lookahead::new(text, 0).nth(2).and_then(|word| string_value(word.text));
                self.paths.extend(value.map(|path| (condition.cloned(), path)));
            }
            "macro_use" => self.macro_use = true,
            "macro_export" => self.macro_export = true,
            _ => {}
        }
    }

    /// `cfg_attr(predicate, attribute, attribute)`.
    fn add_conditional(&mut self, text: &str, condition: Option<&CfgExpr>) {
        let mut parts = commas(text).into_iter();
        let Some(predicate) = parts.next().map(CfgExpr::parse) else { return };
        let predicate = match condition {
            Some(outer) => CfgExpr::All([outer.clone(), predicate].into()),
            None => predicate,
        };
        // A tower of nested `cfg_attr` is no real code: one inside another is as far as it goes.
        for attribute in parts {
            let nested = attribute.trim_start().starts_with("cfg_attr");
            if !(nested && condition.is_some()) {
                self.add_under(attribute, Some(&predicate));
            }
        }
    }
}

fn not(expr: &CfgExpr) -> CfgExpr {
    CfgExpr::Not(Box::new(expr.clone()))
}

/// What stands between the first `(` and the last `)`.
fn arguments(text: &str) -> &str {
    match (text.find('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => &text[open + 1..close],
        _ => "",
    }
}

/// The parts of a text between the commas that stand in no bracket.
fn commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0u32;
    let mut start = 0;
    for word in Lookahead::new(text, 0) {
        match word.kind {
            TokenKind::OpenParen | TokenKind::OpenBracket | TokenKind::OpenBrace => depth += 1,
            TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::CloseBrace => {
                depth = depth.saturating_sub(1);
            }
            TokenKind::Comma if depth == 0 => {
                parts.push(&text[start..word.start]);
                start = word.start + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
