//! Brackets and lists in a line of a signature table, without looking anything up.

/// The names in a list, without looking anything up.
pub(super) struct Declared<'l> {
    rest: &'l str,
}

/// What follows the blanks at the start: nothing else stands between the words of a line.
pub(super) fn behind_blanks(text: &str) -> &str {
    let blanks = text.bytes().take_while(|&byte| byte == b' ').count();
    &text[blanks..]
}

/// What follows a balanced `<…>` at the start; an arrow's `>` closes nothing.
pub(super) fn skip_generics(text: &str) -> &str {
    if !text.starts_with('<') {
        return text;
    }
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' if before != '-' => {
                depth -= 1;
                if depth == 0 {
                    return &text[at + 1..];
                }
            }
            _ => {}
        }
        before = letter;
    }
    ""
}

impl<'l> Declared<'l> {
    /// The names that a list declares, which ends at one of `ends`.
    pub(super) fn new(rest: &'l str) -> Self {
        Self { rest }
    }

    /// The next one; what stands behind it up to the comma is skipped.
    pub(super) fn next(&mut self, ends: &[char]) -> Option<&'l str> {
        let text = self.rest.trim_start();
        let text = text.strip_prefix("const ").unwrap_or(text);
        let end = text.find(|it: char| !it.is_alphanumeric() && it != '_')?;
        let name = &text[..end];
        self.rest = after_comma(&text[end..], ends);
        (!name.is_empty()).then_some(name)
    }
}

/// What follows the next comma outside of brackets; nothing where the list ends before.
fn after_comma<'l>(text: &'l str, ends: &[char]) -> &'l str {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match letter {
            ',' if depth == 0 => return &text[at + 1..],
            '>' if before == '-' => {}
            end if depth == 0 && ends.contains(&end) => return "",
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = letter;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generics_end_at_their_own_bracket() {
        assert_eq!(skip_generics("<T, F: Fn(T) -> Vec<T>>::map(self)"), "::map(self)");
        assert_eq!(skip_generics("::new()"), "::new()");
        assert_eq!(skip_generics("<T"), "", "broken");
    }

    #[test]
    fn a_list_names_what_it_declares() {
        let mut names = Declared::new("T: Into<Vec<U>>, const N, F = fn(T) -> U> for T");
        let found: Vec<&str> = std::iter::from_fn(|| names.next(&['>'])).collect();
        assert_eq!(found, ["T", "N", "F"]);
    }
}
