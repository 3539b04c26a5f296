//! A text as miette wants to read it. Its own sources scan a text from the start for every label;
//! ours asks the line table, and counts columns in characters.

use miette::MietteError;
use miette::MietteSpanContents;
use miette::SourceCode;
use miette::SourceSpan;
use miette::SpanContents;

use crate::source::SourceFile;
use crate::source::Span;

/// A view of one text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Snippet<'a> {
    /// The text, its name and its lines.
    pub file: &'a SourceFile,
}

/// More lines than this tell no more than the first one.
const MOST_LINES: u32 = 4;

impl Snippet<'_> {
    /// What is marked for a span: never nothing, never many lines.
    pub fn marked(self, span: Span) -> SourceSpan {
        let SourceFile { text, lines, .. } = self.file;
        let length = text.len() as u32;
        let mut span = Span::new(span.start.min(length), span.end.min(length));
        let first = lines.line(span.start);
        if lines.line(span.end.saturating_sub(1)) >= first + MOST_LINES {
            let next = lines.start_of(first + 1).unwrap_or(length);
            let rest = text.get(span.start as usize..next as usize).unwrap_or("");
            span.end = span.start + rest.trim_end().len() as u32;
        }
        if span.start == span.end {
            span = widened(text, span.start);
        }
        (span.start as usize, (span.end - span.start) as usize).into()
    }
}

/// One character at an offset: the one behind it, or at the end of a line the one before.
fn widened(text: &str, offset: u32) -> Span {
    let (before, after) = text.split_at_checked(offset as usize).unwrap_or((text, ""));
    let next = after.chars().next().filter(|character| !"\r\n".contains(*character));
    let previous = before.chars().next_back();
    match (next, previous) {
        (Some(next), _) => Span::new(offset, offset + next.len_utf8() as u32),
        (None, Some(previous)) => Span::new(offset - previous.len_utf8() as u32, offset),
        (None, None) => Span::new(offset, offset),
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let SourceFile { text, lines, name, .. } = self.file;
        let (start, end) = (span.offset() as u32, (span.offset() + span.len()) as u32);
        if end as usize > text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = lines.line(start).saturating_sub(lines_before as u32).max(1);
        let last =
            (lines.line(end.saturating_sub(1).max(start)) + lines_after as u32).min(lines.len());
        // Without context only the span itself is asked for, to learn its line and column.
        let from = if lines_before == 0 { start } else { lines.start_of(first).unwrap_or(start) };
        let to = match lines_after {
            0 => end,
            _ => lines.start_of(last + 1).unwrap_or(text.len() as u32),
        };
        let column = match lines_before {
            0 => lines.line_column(text, start).column - 1,
            _ => 0,
        };
        Ok(Box::new(
            MietteSpanContents::new_named(
                name.clone(),
                &text.as_bytes()[from as usize..to as usize],
                (from as usize, (to - from) as usize).into(),
                first as usize - 1,
                column as usize,
                (last - first) as usize + 1,
            )
            .with_language("Rust"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn columns_count_characters() {
        let file = sample::file("src/a.rs", "fn a() {\n    let \u{e4}\u{f6} = b();\n}\n");
        let at = file.text.find("b()").expect("the call is there");
        let snippet = Snippet { file: &file };
        let contents = snippet.read_span(&(at, 3).into(), 0, 0).expect("the span lies in the text");
        assert_eq!((contents.line(), contents.column()), (1, 13));
        assert_eq!(contents.data(), b"b()");
    }

    #[test]
    fn context_is_whole_lines() {
        let file = sample::file("src/a.rs", "one\ntwo\nthree\nfour\n");
        let snippet = Snippet { file: &file };
        let contents = snippet.read_span(&(5, 1).into(), 1, 1).expect("the span lies in the text");
        assert_eq!(contents.data(), b"one\ntwo\nthree\n");
        assert_eq!((contents.line(), contents.line_count()), (0, 3));
    }

    #[test]
    fn marks_are_never_empty_and_never_long() {
        let file = sample::file("src/a.rs", "f(\n1,\n2,\n3,\n4)\n\u{e4}");
        let snippet = Snippet { file: &file };
        assert_eq!(snippet.marked(Span::new(0, 16)), (0, 2).into());
        let length = file.text.len() as u32;
        assert_eq!(snippet.marked(Span::new(length, length)), (length as usize - 2, 2).into());
        assert_eq!(snippet.marked(Span::new(900, 901)), (length as usize - 2, 2).into());
    }
}
