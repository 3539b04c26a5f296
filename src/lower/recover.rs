//! Broken syntax costs one body, not the file: what holds an error is blanked, and the rest parsed
//! again.

use std::ops::Range;

use crate::lower::lexis::Piece;
use crate::lower::lexis::PieceKind;
use crate::lower::lexis::Pieces;

/// Blanks the smallest piece of code around a syntax error that the rest can do without. False if
/// there is none.
pub(super) fn cut_around(text: &mut String, error: usize) -> bool {
    let (levels, starts_item) = (levels_around(text, error), starts_item_line(text, error));
    levels.iter().rev().any(|level| match level.holds_items {
        // Where an item begins the one before it was not finished.
        true if starts_item && blank(text, level.member.start..error) => true,
        true => blank(text, level.member.clone()),
        false => blank(text, level.all.clone()),
    })
}

/// Braces that hold the error, or the file itself.
struct Level {
    /// All between the braces.
    all: Range<usize>,
    /// Items stand in it: it is a module, a trait, an impl or the file.
    holds_items: bool,
    /// The item in it that holds the error: between one `;` or `}` and the next.
    member: Range<usize>,
}

/// The braces around an offset, the innermost last.
fn levels_around(text: &str, offset: usize) -> Vec<Level> {
    let whole = 0..text.len();
    let file = Level { all: whole.clone(), holds_items: true, member: whole };
    let mut levels = vec![file];
    let mut header = Header::default();
    let mut pieces = Pieces::new(text, 0).peekable();
    while let Some(piece) = pieces.next_if(|piece| piece.start < offset) {
        let holds_items = header.read(text, piece);
        match piece.kind {
            PieceKind::Punct(b'{') => {
                let rest = piece.end..text.len();
                levels.push(Level { all: rest.clone(), holds_items, member: rest });
                continue;
            }
            PieceKind::Punct(b'}') if levels.len() > 1 => drop(levels.pop()),
            PieceKind::Punct(b'}' | b';') => {}
            _ => continue,
        }
        if let Some(level) = levels.last_mut() {
            level.member.start = piece.end;
        }
    }
    find_ends(&mut levels, pieces);
    levels
}

/// Finds where the braces end that are open at the error, and the items in them.
fn find_ends(levels: &mut [Level], pieces: impl Iterator<Item = Piece>) {
    let mut depth = 0;
    let Some(mut inner) = levels.len().checked_sub(1) else { return };
    let mut unfinished = true;
    for piece in pieces {
        match piece.kind {
            PieceKind::Punct(b'{') => depth += 1,
            PieceKind::Punct(b'}') if depth > 0 => depth -= 1,
            PieceKind::Punct(b'}') => {
                levels[inner].all.end = piece.start;
                if std::mem::replace(&mut unfinished, true) {
                    levels[inner].member.end = piece.start;
                }
                let Some(outer) = inner.checked_sub(1) else { return };
                inner = outer;
            }
            PieceKind::Punct(b';') => {}
            _ => continue,
        }
        let ends = !matches!(piece.kind, PieceKind::Punct(b'{'));
        if ends && depth == 0 && std::mem::take(&mut unfinished) {
            levels[inner].member.end = piece.end;
        }
    }
}

/// The words since the last `;` or brace: they tell what the next brace opens.
#[derive(Default)]
struct Header {
    container: bool,
    function: bool,
}

impl Header {
    /// Whether the piece opens braces that hold items.
    fn read(&mut self, text: &str, piece: Piece) -> bool {
        match (piece.kind, &text[piece.start..piece.end]) {
            (PieceKind::Word, "impl" | "trait" | "mod" | "extern") => self.container = true,
            (PieceKind::Word, "fn") => self.function = true,
            (PieceKind::Punct(b'{' | b'}' | b';'), _) => {
                let before = std::mem::take(self);
                return before.container && !before.function;
            }
            _ => {}
        }
        false
    }
}

/// Blanks, of a text whose brackets or strings do not match, the piece that is at fault: what stands
/// between two lines that start an item in column 0, of an impl between two of its items. Of a
/// function the signature stays where there is room for a `}`.
pub(super) fn cut_unbalanced(text: &mut String, error: usize) -> bool {
    let chunks = chunks(text, 0..text.len(), 0);
    let broken = |text: &str, chunk: &Range<usize>| !is_balanced(&text[chunk.clone()]);
    let guilty = chunks.iter().find(|chunk| chunk.contains(&error) && broken(text, chunk));
    let Some(chunk) = guilty.or_else(|| chunks.iter().find(|chunk| broken(text, chunk))) else {
        return false;
    };
    if let Some(indent) = member_indent(&text[chunk.clone()]) {
        let members = self::chunks(text, chunk.clone(), indent);
        let before = text.clone();
        for member in members.iter().skip(1) {
            if broken(text, member) && !text[member.clone()].trim_start().starts_with('}') {
                close_early(text, member.clone());
            }
        }
        if *text != before && is_balanced(&text[chunk.clone()]) {
            return true;
        }
        *text = before;
    }
    close_early(text, chunk.clone())
}

/// Blanks a piece of code, or all behind its first `{` if a `}` can be put at its end.
fn close_early(text: &mut String, range: Range<usize>) -> bool {
    let open = Pieces::new(&text[range.clone()], 0).find_map(|piece| match piece.kind {
        PieceKind::Punct(b'{') => Some(range.start + piece.end),
        _ => None,
    });
    let header_is_whole = |open: usize| is_balanced(&text[range.start..open - 1]);
    if let Some(open) = open.filter(|&open| header_is_whole(open)) {
        blank(text, open..range.end);
        if let Some(space) = text[open..range.end].rfind(' ') {
            text.replace_range(open + space..open + space + 1, "}");
            return true;
        }
    }
    blank(text, range)
}

/// The pieces of a range that begin with lines of this indentation that start an item. The first is
/// what stands before them.
fn chunks(text: &str, range: Range<usize>, indent: usize) -> Vec<Range<usize>> {
    let mut starts = vec![range.start];
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let width = line.len() - line.trim_start_matches(' ').len();
        let closes = width < indent && line[width..].starts_with('}');
        if at > range.start && (closes || width == indent && starts_item(&line[width..])) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([range.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The indentation of the items in an impl, trait or module.
fn member_indent(chunk: &str) -> Option<usize> {
    let mut header = Header::default();
    let open = Pieces::new(chunk, 0)
        .find(|&piece| header.read(chunk, piece) || piece.kind == PieceKind::Punct(b';'))?;
    let mut lines = chunk[open.end..].lines();
    lines.find_map(|line| {
        let width = line.len() - line.trim_start_matches(' ').len();
        (width > 0 && starts_item(&line[width..])).then_some(width)
    })
}

fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for piece in Pieces::new(text, 0) {
        let closer = match piece.kind {
            PieceKind::Open => return false,
            PieceKind::Punct(b'(') => b')',
            PieceKind::Punct(b'[') => b']',
            PieceKind::Punct(b'{') => b'}',
            PieceKind::Punct(byte @ (b')' | b']' | b'}')) => match open.pop() == Some(byte) {
                true => continue,
                false => return false,
            },
            _ => continue,
        };
        open.push(closer);
    }
    open.is_empty()
}

/// Does the line that holds an offset start an item, with nothing before the offset?
fn starts_item_line(text: &str, offset: usize) -> bool {
    let (before, rest) = text.split_at(offset.min(text.len()));
    let line = before.rsplit('\n').next().unwrap_or(before);
    line.trim().is_empty() && starts_item(rest)
}

/// Does a line begin as items do?
fn starts_item(line: &str) -> bool {
    const FIRST: [&str; 15] = [
        "async",
        "const",
        "enum",
        "extern",
        "fn",
        "impl",
        "macro_rules",
        "mod",
        "pub",
        "static",
        "struct",
        "trait",
        "type",
        "unsafe",
        "use",
    ];
    let word = line.split(|char: char| !char.is_alphanumeric() && char != '_').next();
    line.starts_with("#[") || word.is_some_and(|word| FIRST.contains(&word))
}
/// Overwrites a part of a text with spaces: lines and offsets stay as they are. False if there was nothing but white space.
fn blank(text: &mut String, range: Range<usize>) -> bool {
    let Some(part) = text.get(range.clone()) else { return false };
    if part.trim().is_empty() {
        return false;
    }
    let spaces: String = part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
    true
}
