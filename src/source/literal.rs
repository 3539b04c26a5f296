//! The value of a string literal.

/// The value of a string literal as written, quotes and all: `"a\n"`, `r#"a"#`. Other literals and
/// broken ones have none.
pub(super) fn string_value(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let inner = raw.trim_start_matches('#');
        let hashes = &raw[..raw.len() - inner.len()];
        let inner = inner.strip_prefix('"')?.strip_suffix(hashes)?.strip_suffix('"')?;
        return Some(inner.to_owned());
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') { unescape(inner) } else { Some(inner.to_owned()) }
}

fn unescape(text: &str) -> Option<String> {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = escape(&rest[at + 1..], &mut value)?;
    }
    value.push_str(rest);
    Some(value)
}

/// Reads what follows a backslash, and returns what follows the escape.
fn escape<'t>(text: &'t str, value: &mut String) -> Option<&'t str> {
    let kind = text.chars().next()?;
    let rest = &text[kind.len_utf8()..];
    let plain = match kind {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        '\\' | '\'' | '"' => kind,
        'x' => {
            value.push(char::from(u8::from_str_radix(rest.get(..2)?, 16).ok()?));
            return rest.get(2..);
        }
        'u' => {
            let (digits, rest) = rest.strip_prefix('{')?.split_once('}')?;
            let code = u32::from_str_radix(&digits.replace('_', ""), 16).ok()?;
            value.push(char::from_u32(code)?);
            return Some(rest);
        }
        '\n' | '\r' => return Some(rest.trim_start()),
        _ => return None,
    };
    value.push(plain);
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::string_value;

    #[test]
    fn values() {
        for (literal, value) in [
            (r#""""#, Some("")),
            (r#""a/b.rs""#, Some("a/b.rs")),
            (r#""a\\b\"\u{e9}\x41""#, Some("a\\b\"é\u{41}")),
            ("\"a\\\n   b\"", Some("ab")),
            (r##"r#"a"b"#"##, Some("a\"b")),
            (r#"r"""#, Some("")),
            (r#""\q""#, None),
            (r#""\x4""#, None),
            ("12", None),
            ("r\"", None),
            ("r#\"a\"", None),
            ("b\"a\"", None),
        ] {
            assert_eq!(string_value(literal).as_deref(), value, "{literal}");
        }
    }
}
