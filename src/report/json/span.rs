//! Places as JSON.

use crate::report::json::message::Line;
use crate::report::json::message::Span;
use crate::source;
use crate::source::Files;
use crate::source::LineTable;
use crate::source::Place;

/// A place in one of the files.
pub(super) fn of_place(place: Place, files: &Files) -> Span {
    let file = files.get(place.file);
    of_text(&file.name, &file.text, &file.lines, place.span)
}

/// A place in a text that has no id; secondary and without a label.
pub(super) fn of_text(name: &str, text: &str, lines: &LineTable, span: source::Span) -> Span {
    let length = text.len() as u32;
    let span = source::Span::new(span.start.min(length), span.end.min(length));
    let (start, end) = (lines.line_column(text, span.start), lines.line_column(text, span.end));
    let line = |number: u32| {
        let text = line_text(text, lines, number);
        let count = text.chars().count() as u32;
        Line {
            text: text.to_owned(),
            highlight_start: if number == start.line { start.column } else { 1 },
            highlight_end: if number == end.line { end.column } else { count + 1 },
        }
    };
    Span {
        file_name: name.to_owned(),
        byte_start: span.start,
        byte_end: span.end,
        line_start: start.line,
        line_end: end.line,
        column_start: start.column,
        column_end: end.column,
        is_primary: false,
        text: (start.line..=end.line).map(line).collect(),
        label: None,
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
    }
}

/// A line without its end.
fn line_text<'t>(text: &'t str, lines: &LineTable, number: u32) -> &'t str {
    let start = lines.start_of(number).unwrap_or(0) as usize;
    let end = lines.start_of(number + 1).map_or(text.len(), |next| next as usize);
    text.get(start..end).unwrap_or("").trim_end_matches(['\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, start: u32, end: u32) -> Span {
        of_text("a.rs", text, &LineTable::new(text), source::Span::new(start, end))
    }

    #[test]
    fn columns_count_characters_and_bytes_count_bytes() {
        let span = of("let \u{e4}\u{1f980} = b();\n", 13, 16);
        assert_eq!((span.byte_start, span.byte_end), (13, 16));
        assert_eq!((span.line_start, span.column_start, span.column_end), (1, 10, 13));
        assert_eq!(span.text[0].text, "let \u{e4}\u{1f980} = b();");
        assert_eq!((span.text[0].highlight_start, span.text[0].highlight_end), (10, 13));
    }

    #[test]
    fn every_line_of_a_place_is_there() {
        let span = of("a(\r\n  b,\r\n);\r\n", 0, 12);
        assert_eq!((span.line_end, span.column_end), (3, 3));
        let lines: Vec<(&str, u32, u32)> = span
            .text
            .iter()
            .map(|line| (&*line.text, line.highlight_start, line.highlight_end))
            .collect();
        assert_eq!(lines, [("a(", 1, 3), ("  b,", 1, 5), (");", 1, 3)]);
    }

    #[test]
    fn places_behind_the_end_are_at_the_end() {
        let span = of("ab", 1, 90);
        assert_eq!((span.byte_start, span.byte_end, span.column_end), (1, 2, 3));
    }
}
