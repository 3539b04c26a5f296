//! Places in a text, and the only code that turns byte offsets into lines and columns.

use std::ops::Range;

/// A file of the workspace or of one of its dependencies: an index into [`super::Files`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

impl FileId {
    /// The index into a table with one entry a file.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A stretch of one text: byte offsets, `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// Byte offset of the first character.
    pub start: u32,
    /// Byte offset behind the last character.
    pub end: u32,
}

impl Span {
    /// The stretch from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the byte at `offset` lies inside.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A span in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The stretch of its text.
    pub span: Span,
}

/// A line and a column, both counted from 1; the column counts characters, as rustc does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

/// Where each line of a text begins.
#[derive(Clone, Debug, Default)]
pub struct LineTable {
    starts: Vec<u32>,
    /// The lines (counted from 1) that hold anything but ASCII, sorted: only there characters and
    /// bytes differ.
    wide: Vec<u32>,
}

impl LineTable {
    /// Reads a text once. `\n` ends a line; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let mut table = Self { starts, wide: Vec::new() };
        if !text.is_ascii() {
            table.wide = (1..=table.len())
                .filter(|&line| text.get(table.range(text, line)).is_none_or(|it| !it.is_ascii()))
                .collect();
        }
        table
    }

    /// Adds a line that begins at an offset, and says whether it holds anything but ASCII.
    pub fn push(&mut self, start: u32, is_wide: bool) {
        self.starts.push(start);
        if is_wide {
            self.wide.push(self.len());
        }
    }

    /// How many lines there are; a final `\n` opens one more, empty line.
    pub fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Whether there is no line at all; true only of the default table.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line (counted from 1) that holds a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The byte offset at which a line (counted from 1) begins; past the last line: none.
    pub fn start_of(&self, line: u32) -> Option<u32> {
        self.starts.get((line as usize).checked_sub(1)?).copied()
    }

    /// Line and column of a byte offset into `text`, the text this table was made of.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset).max(1);
        let start = self.start_of(line).unwrap_or(0) as usize;
        let end = (offset as usize).min(text.len());
        let column = match text.get(start..end) {
            Some(before) if self.is_wide(line) => before.chars().count(),
            _ => end.saturating_sub(start),
        };
        LineColumn { line, column: column as u32 + 1 }
    }

    /// The byte offset of a line (counted from 1) and a column counted in characters from 0, as
    /// syn's token positions are; clamped to the text.
    pub fn offset(&self, text: &str, line: u32, column: u32) -> u32 {
        let start = self.start_of(line).unwrap_or(text.len() as u32);
        if !self.is_wide(line) {
            return (start + column).min(text.len() as u32);
        }
        let rest = text.get(start as usize..).unwrap_or("");
        let skipped = rest.char_indices().nth(column as usize).map_or(rest.len(), |(at, _)| at);
        start + skipped as u32
    }

    fn is_wide(&self, line: u32) -> bool {
        !self.wide.is_empty() && self.wide.binary_search(&line).is_ok()
    }

    fn range(&self, text: &str, line: u32) -> Range<usize> {
        let start = self.start_of(line).map_or(text.len(), |start| start as usize);
        start..self.start_of(line + 1).map_or(text.len(), |end| end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\nlet é = b;\nlet c = d;";
        let table = LineTable::new(text);
        let b = text.find('b').expect("it is there") as u32;
        let c = text.find('c').expect("it is there") as u32;
        assert_eq!(table.line_column(text, b), LineColumn { line: 2, column: 9 });
        assert_eq!(table.line_column(text, c), LineColumn { line: 3, column: 5 });
        assert_eq!((table.offset(text, 2, 8), table.offset(text, 3, 4)), (b, c));
        assert_eq!(table.offset(text, 9, 0), text.len() as u32);
    }
}
