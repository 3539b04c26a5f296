//! `primaryLocationLineHash`: the only fingerprint that code scanning on GitHub compares.

use std::collections::BTreeMap;

/// How many UTF-16 units are looked at from the begin of a line.
const BLOCK: usize = 100;
const FACTOR: u64 = 37;
/// What stands behind the text.
const END: u16 = 0xffff;

/// The hash of each line of a text, with the number of lines so far that have it.
#[derive(Debug)]
pub(super) struct LineHashes {
    hashes: Vec<String>,
}

impl LineHashes {
    /// Hashes all lines. Blanks and tabs are left out; `\r\n` and `\r` count as `\n`.
    pub fn new(text: &str) -> Self {
        let mut units: Vec<u16> = Vec::with_capacity(text.len() + BLOCK);
        let mut starts = Vec::new();
        let (mut at_start, mut after_return) = (true, false);
        for unit in text.encode_utf16().chain([END]) {
            let letter = char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}');
            let is_skipped = matches!(letter, ' ' | '\t') || after_return && letter == '\n';
            after_return = letter == '\r';
            if is_skipped {
                continue;
            }
            if at_start {
                starts.push(units.len());
            }
            at_start = matches!(letter, '\r' | '\n');
            units.push(if at_start { u16::from(b'\n') } else { unit });
        }
        units.resize(units.len() + BLOCK, 0);
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        let hash = |start: &usize| {
            let hash = block(&units[*start..*start + BLOCK]);
            let count = counts.entry(hash).or_default();
            *count += 1;
            format!("{hash:x}:{count}")
        };
        Self { hashes: starts.iter().map(hash).collect() }
    }

    /// That of a line, counted from 1.
    pub fn of(&self, line: u32) -> Option<String> {
        self.hashes.get((line as usize).checked_sub(1)?).cloned()
    }
}

fn block(units: &[u16]) -> u64 {
    units.iter().fold(0, |hash: u64, unit| hash.wrapping_mul(FACTOR).wrapping_add(u64::from(*unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        LineHashes::new(text).hashes
    }

    /// The values are those of the rolling form that GitHub's own action computes.
    #[test]
    fn the_values_are_these() {
        assert_eq!(all(" hello\tworld!\n"), ["f0e61505c4622aee:1", "c129715d7a2bc9a3:1"]);
        assert_eq!(all(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            all("x\r\ny\rz"),
            ["e29b9650316d6922:1", "8224ba6bd678b490:1", "76dcabf80cb35c79:1"]
        );
    }

    #[test]
    fn letters_are_utf_16_and_equal_lines_are_counted() {
        let text = "fn f() {\n    g\u{f6}(\"\u{1f980}\");\n}\n".to_owned();
        let hashes = all(&(text + &"let v = 1234567890;\n".repeat(8)));
        assert_eq!(hashes[0], "85e15d9adba49fac:1");
        assert_eq!(
            hashes[2..7],
            [
                "8003409e8735299:1",
                "8ae17120a53ba5b3:1",
                "8ae17120a53ba5b3:2",
                "8ae17120a53ba5b3:3",
                "73a0036fa1d2734d:1"
            ]
        );
        assert_eq!(hashes.len(), 12);
    }

    #[test]
    fn lines_count_from_one() {
        let hashes = LineHashes::new("a\nb\n  a\nb\n");
        assert_eq!(hashes.of(2).as_deref(), Some("dbaba92b0130b202:1"));
        assert_eq!((hashes.of(0), hashes.of(6)), (None, None));
    }
}
