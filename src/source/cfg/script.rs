//! The names that a build script may set. It is read, never run.

use std::collections::BTreeSet;

use ra_ap_rustc_lexer::TokenKind;

use crate::source::literal::string_value;
use crate::source::scan::Lookahead;

/// What a build script prints before a name that it sets.
const MARKS: [&str; 2] = ["cargo::rustc-cfg=", "cargo:rustc-cfg="];

/// The macro of the crate `cfg_aliases`, whose call in a build script gives predicates names.
const ALIASES: &str = "cfg_aliases";

/// The names in the text of a build script that it may set for the crates of its package.
pub(in crate::source) fn names_of_script(text: &str) -> BTreeSet<String> {
    let mut names = aliases(text);
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return names;
    }
    let literals = || {
        let literals = Lookahead::new(text, 0);
        let literals = literals.filter(|word| matches!(word.kind, TokenKind::Literal { .. }));
        literals.filter_map(|word| string_value(word.text))
    };
    let mut computed = false;
    for value in literals() {
        for mark in MARKS {
            for (at, _) in value.match_indices(mark) {
                let name = leading_name(&value[at + mark.len()..]);
                computed |= name.is_empty();
                names.insert(name.to_owned());
            }
        }
    }
    // `println!("cargo:rustc-cfg={name}")`: any word that the script holds may be the name.
    if computed {
        names.extend(literals().filter(|value| leading_name(value) == value));
    }
    names.remove("");
    names
}

/// `name` of each `name: { … }` in a call of the macro.
fn aliases(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices(ALIASES) {
        let mut words = Lookahead::new(text, at + ALIASES.len()).peekable();
        if words.next_if(|word| word.kind == TokenKind::Bang).is_none() {
            continue;
        }
        let mut depth = 0u32;
        while let Some(word) = words.next() {
            match word.kind {
                TokenKind::OpenBrace | TokenKind::OpenParen | TokenKind::OpenBracket => depth += 1,
                TokenKind::CloseBrace | TokenKind::CloseParen | TokenKind::CloseBracket => {
                    depth = depth.saturating_sub(1);
                }
                TokenKind::Ident if depth == 1 => {
                    let named = words.next_if(|next| next.kind == TokenKind::Colon);
                    names.extend(named.map(|_| word.text.to_owned()));
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

fn leading_name(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let name = &text[..end.unwrap_or(text.len())];
    if name.starts_with(|letter: char| letter.is_ascii_digit()) { "" } else { name }
}

#[cfg(test)]
mod tests {
    use super::names_of_script;

    #[test]
    fn printed_names() {
        for (script, names) in [
            ("fn main() {}", &[][..]),
            ("fn main() { println!(\"cargo:rustc-cfg=fast\"); }", &["fast"]),
            (r#"println!("cargo::rustc-cfg=backend=\"epoll\"");"#, &["backend"]),
            (r##"println!(r#"cargo:rustc-cfg=kind="a""#);"##, &["kind"]),
            (
                r#"for n in ["has_a", "has_b", "not a name"] { println!("cargo:rustc-cfg={n}"); }"#,
                &["has_a", "has_b"],
            ),
            ("// cargo:rustc-cfg=only_said\nfn main() {}", &[]),
            (r#"println!("cargo::rustc-check-cfg=cfg(quiet)");"#, &[]),
            (
                "use cfg_aliases::cfg_aliases;
                 fn main() { cfg_aliases! {
                     // a: { b },
                     wasm: { all(target_family = \"wasm\", not(c)) },
                     with_crypto: { any(feature = \"ring\", wasm) }
                 } }",
                &["wasm", "with_crypto"],
            ),
        ] {
            let found = names_of_script(script);
            assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), names, "{script}");
        }
    }
}
