//! What the parser is given of a file. It looks at every byte, blanks and comments too, several times:
//! so it gets none that it can do without, and a table tells where each line comes from.

use std::ops::Range;

use crate::lower::left_out::absent_items;
use crate::source::CfgSet;
use crate::source::LineTable;
use crate::source::SourceFile;
use crate::source::Span;

/// The text that is parsed of a file.
pub(super) struct Prepared {
    /// The text.
    pub(super) text: String,
    /// Where each of its lines lies in that of the file.
    pub(super) lines: LineTable,
}

/// The text of a file as it is parsed: without documentation, which the parser would make tokens of;
/// of a dependency without bodies that are not to be read, else without what is in the braces of items that no crate of the
/// file builds. `crates` are the answers of those that mount the file.
pub(super) fn prepared(source: &SourceFile, crates: &[&CfgSet]) -> Prepared {
    let unread = |body: &Span| body.start as usize..body.end as usize;
    let left_out = match source.dependency {
        true => source.unread_bodies.iter().map(unread).collect(),
        false => absent_items(source, crates),
    };
    let mut keeper = Keeper::new(source);
    let mut start = 0;
    for part in left_out {
        keeper.keep_lines(start..part.start);
        start = part.end;
    }
    keeper.keep_lines(start..source.text.len());
    keeper.kept
}

struct Keeper<'a> {
    text: &'a str,
    /// The literals and comments of several lines that are still to come.
    long: &'a [Span],
    kept: Prepared,
}

impl<'a> Keeper<'a> {
    fn new(source: &'a SourceFile) -> Self {
        let text = String::with_capacity(source.text.len());
        let kept = Prepared { text, lines: LineTable::default() };
        Self { text: &source.text, long: &source.scan.long, kept }
    }

    /// Keeps the lines of a part, without the blanks that they begin with and without those that are
    /// nothing but a comment.
    fn keep_lines(&mut self, part: Range<usize>) {
        let mut start = part.start;
        while start < part.end {
            let end = self.end_of_line(start, part.end);
            let line = self.text[start..end].trim_ascii_start();
            if !line.is_empty() && !line.starts_with("//") {
                self.keep(end - line.len(), line);
            }
            start = end;
        }
    }

    /// Where a line ends that is no part of a literal or comment: lines inside of those stay with it.
    fn end_of_line(&mut self, start: usize, most: usize) -> usize {
        let mut from = start;
        loop {
            let rest = self.text.as_bytes().get(from..most).unwrap_or(&[]);
            let end = memchr::memchr(b'\n', rest).map_or(most, |at| from + at + 1);
            match self.long {
                [first, rest @ ..] if (first.start as usize) < end => {
                    from = from.max(first.end as usize);
                    self.long = rest;
                }
                _ => return end,
            }
        }
    }

    /// Keeps one line, or several with a literal or comment that goes on in the next.
    fn keep(&mut self, start: usize, line: &str) {
        let Prepared { text, lines } = &mut self.kept;
        let is_wide = !line.is_ascii();
        lines.push(start as u32, is_wide);
        let breaks = memchr::memchr_iter(b'\n', &line.as_bytes()[..line.len() - 1]);
        breaks.for_each(|at| lines.push((start + at + 1) as u32, is_wide));
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Prepared;
    use super::prepared;
    use crate::source::CfgSet;
    use crate::source::SourceFile;

    /// What is parsed, and the rest of the text from where each line of that comes from.
    fn check(text: &str, expected: &str) {
        let source = SourceFile::new(PathBuf::new(), String::new(), text.to_owned());
        let Prepared { text: kept, lines } = prepared(&source, &[&CfgSet::default()]);
        assert_eq!(kept, expected);
        for (line, number) in kept.lines().zip(1..) {
            let start = lines.offset(text, number, 0) as usize;
            assert!(text[start..].starts_with(line), "{line}");
        }
        assert_eq!(lines.len() as usize, kept.lines().count());
    }

    #[test]
    fn documentation_and_blanks_are_not_parsed() {
        check("/// ü\n  //! a\n\n\r\n  fn f() {} /// b\r\n//// c\n\tg;", "fn f() {} /// b\r\ng;\n");
        check("  // a", "");
        check("", "");
    }

    #[test]
    fn what_goes_over_several_lines_stays_as_it_is() {
        for text in [
            "a(\"\n  // b\n\n\");\n",
            "/* ü\n// \" */ a();\n",
            "r#\"\n  \"\n\"#; \"\n  \";\n",
            "\"\n  ",
        ] {
            let expected = format!("{}\n", text.trim_end_matches('\n'));
            check(text, &expected);
        }
    }

    #[test]
    fn what_no_crate_builds_is_not_parsed() {
        check(
            "#[cfg(test)]\nmod a {\n    \"\n  }\";\n}\n  \"\n  ü\";",
            "#[cfg(test)]\nmod a {\n}\n\"\n  ü\";\n",
        );
    }

    #[test]
    fn a_character_is_found_where_it_is() {
        let text = "// ü\n    ü ü a\n";
        let source = SourceFile::new(PathBuf::new(), String::new(), text.to_owned());
        let Prepared { lines, .. } = prepared(&source, &[]);
        assert_eq!(lines.offset(text, 1, 4) as usize, text.find('a').expect("it is there"));
    }
}
