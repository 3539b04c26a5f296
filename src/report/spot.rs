//! A place as programs read it.

use serde::Serialize;

use crate::source::Files;
use crate::source::Place;

/// A stretch of a file.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(super) struct Spot {
    pub file: String,
    pub start: Position,
    pub end: Position,
}

/// Line and column count from 1, the column in characters; the offset counts bytes from 0.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Position {
    pub line: u32,
    pub column: u32,
    pub offset: u32,
}

impl Spot {
    /// A place, with the file's name as it is printed.
    pub fn new(place: Place, files: &Files) -> Self {
        let file = files.get(place.file);
        let position = |offset: u32| {
            let at = file.lines.line_column(&file.text, offset);
            Position { line: at.line, column: at.column, offset }
        };
        let (start, end) = (position(place.span.start), position(place.span.end));
        Self { file: file.name.clone(), start, end }
    }
}
