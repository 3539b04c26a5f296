//! Where a node ends.

use crate::source::TokenKind::Close;
use crate::source::TokenKind::Lifetime;
use crate::source::TokenKind::Literal;
use crate::source::TokenKind::Open;
use crate::source::TokenKind::Punct;
use crate::source::TokenKind::Word;
use crate::triage::nodes::Nodes;
use crate::triage::nodes::Range;

impl Nodes<'_> {
    /// The node that begins with a token of a group that ends at `end`.
    pub fn node(&self, start: usize, end: usize) -> Range {
        let inner_attribute = self.is(start, '#') && self.is(start + 1, '!');
        if inner_attribute && self.kind(start + 2) == Some(Open('[')) {
            return start..self.behind(start + 2).min(end);
        }
        let first = self.behind_attributes(start).min(end);
        let last = if self.is(first, '.') && !self.is(first + 1, '.') {
            self.link_end(first, end)
        } else if self.word(first) == "let" {
            self.through_semicolon(first, end)
        } else {
            self.item_end(first, end).unwrap_or_else(|| self.expression_end(first, end))
        };
        start..last.clamp(start + 1, end.max(start + 1))
    }

    /// Behind `#[a] #[b]`.
    pub fn behind_attributes(&self, start: usize) -> usize {
        let mut at = start;
        while self.is(at, '#') && self.kind(at + 1) == Some(Open('[')) {
            at = self.behind(at + 1);
        }
        at
    }

    /// Before `#[a] #[b]` that end before a token.
    pub fn before_attributes(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(last) = at.checked_sub(1).filter(|&last| self.kind(last) == Some(Close(']')))
        {
            let open = self.tokens[last].partner;
            match open.checked_sub(1).filter(|&sign| open < last && self.is(sign, '#')) {
                Some(sign) => at = sign,
                None => break,
            }
        }
        at
    }

    /// `.f::<T>(a)?` up to the next link.
    fn link_end(&self, first: usize, end: usize) -> usize {
        let mut at = first + 1;
        while at < end {
            match self.kind(at) {
                Some(Punct('.' | ';' | ',') | Open('{')) => return at,
                _ => at = self.behind(at),
            }
        }
        end
    }

    fn through_semicolon(&self, first: usize, end: usize) -> usize {
        let mut at = first;
        while at < end {
            if self.is(at, ';') {
                return at + 1;
            }
            at = self.behind(at);
        }
        end
    }

    /// The end of an item, if it is one.
    fn item_end(&self, first: usize, end: usize) -> Option<usize> {
        let mut at = first;
        if self.word(at) == "pub" {
            at += 1;
            if self.kind(at) == Some(Open('(')) {
                at = self.behind(at);
            }
        }
        loop {
            let next = self.kind(at + 1);
            match self.word(at) {
                "fn" | "struct" | "enum" | "trait" | "impl" | "mod" => {
                    return Some(self.through_braces(at, end));
                }
                "union" | "macro" if next == Some(Word) => {
                    return Some(self.through_braces(at, end));
                }
                "use" | "static" | "type" => return Some(self.through_semicolon(at, end)),
                "extern" if self.word(at + 1) == "crate" => {
                    return Some(self.through_semicolon(at, end));
                }
                "extern" if next == Some(Open('{')) => return Some(self.behind(at + 1)),
                "extern" if next == Some(Literal) && self.kind(at + 2) == Some(Open('{')) => {
                    return Some(self.behind(at + 2));
                }
                "extern" if next == Some(Literal) => at += 2,
                "extern" => at += 1,
                "const" if !matches!(self.word(at + 1), "fn" | "async" | "unsafe" | "extern") => {
                    // `const { … }` is an expression.
                    let is_block = next == Some(Open('{'));
                    return (!is_block).then(|| self.through_semicolon(at, end));
                }
                "async" if !matches!(self.word(at + 1), "fn" | "unsafe" | "extern") => return None,
                "const" | "async" => at += 1,
                "unsafe" | "default" | "auto" | "safe" if next == Some(Word) => at += 1,
                _ => return None,
            }
        }
    }

    /// Through `;` or the block of an item.
    fn through_braces(&self, first: usize, end: usize) -> usize {
        let mut at = first;
        while at < end {
            let is_block = self.kind(at) == Some(Open('{'));
            let is_last = self.is(at, ';') || is_block;
            at = self.behind(at);
            // `[T; { N }]` is inside brackets, `Foo<{ N }>` is not.
            if is_last && !(is_block && (self.is(at, '>') || self.is(at, ','))) {
                return at;
            }
        }
        end
    }

    /// The end of a statement, arm, field or argument.
    fn expression_end(&self, first: usize, end: usize) -> usize {
        let has_label = self.kind(first) == Some(Lifetime) && self.is(first + 1, ':');
        let at = if has_label { first + 2 } else { first };
        let mut walk = Walk { first: at, at, angles: 0, heads: 0, block: self.opens_block(at) };
        while walk.at < end {
            match self.kind(walk.at) {
                Some(Punct(';')) => return walk.at + 1,
                Some(Punct(',')) if walk.angles == 0 && !self.is_guard(walk.at) => {
                    return walk.at + 1;
                }
                Some(Punct('=')) if self.is(walk.at + 1, '>') && self.joined(walk.at + 1) => {
                    return self.arm_end(walk.at + 2, end);
                }
                Some(Open('{'))
                    if self.is_macro(&walk) || walk.block && !self.is_operand(&walk) =>
                {
                    walk.at = self.behind(walk.at);
                    if walk.heads == 0 && !self.goes_on(walk.at) {
                        return walk.at.min(end);
                    }
                    walk.heads = walk.heads.saturating_sub(1);
                    walk.block = !self.is(walk.at, '.') && !self.is(walk.at, '?') && walk.block;
                }
                Some(Word) if walk.block && self.is_inner_head(&walk) => walk.head(),
                Some(Punct('|')) if self.opens_closure(&walk) => self.skip_params(&mut walk, end),
                // `a || b`: the second bar opens no closure.
                Some(Punct('|')) if self.is(walk.at + 1, '|') => walk.at += 2,
                Some(Punct('<')) if self.opens_generics(walk.at) => walk.step(1),
                Some(Punct('>')) if walk.angles > 0 && !self.ends_arrow(walk.at) => walk.step(-1),
                _ => walk.at = self.behind(walk.at),
            }
        }
        end
    }

    /// What stands behind `=>`, with the comma that ends it.
    fn arm_end(&self, body: usize, end: usize) -> usize {
        let at = self.expression_end(body, end);
        if self.is(at - 1, ',') || !self.is(at, ',') { at } else { at + 1 }
    }

    /// An expression that begins so needs no `;`.
    fn opens_block(&self, at: usize) -> bool {
        match self.word(at) {
            "if" | "match" | "loop" | "while" | "for" | "{" => true,
            "unsafe" | "const" => self.kind(at + 1) == Some(Open('{')),
            _ => false,
        }
    }

    /// `if match a { … } {`: a second head has a block of its own.
    fn is_inner_head(&self, walk: &Walk) -> bool {
        matches!(self.word(walk.at), "if" | "match")
            && walk.at > walk.first
            && self.word(walk.at - 1) != "else"
    }

    /// The comma in `pattern = future, if condition => body` of `select!` ends nothing.
    fn is_guard(&self, comma: usize) -> bool {
        self.word(comma + 1) == "if" && {
            let group = self.group(comma);
            group.start > 0 && self.kind(group.start - 1) == Some(Open('{'))
        }
    }

    /// `a::b! { … }` from its first token on: a statement without `;`.
    fn is_macro(&self, walk: &Walk) -> bool {
        // `macro_rules! name {` has a word more.
        let named = walk.at.checked_sub(2).filter(|&at| self.is(at, '!'));
        let plain = walk.at.checked_sub(1).filter(|&at| self.is(at, '!'));
        let Some(name) = plain.or(named) else { return false };
        walk.first < name
            && (walk.first..name).all(|at| matches!(self.kind(at), Some(Word | Punct(':'))))
    }

    /// Whether the expression continues behind braces that look like its last block: they were a part
    /// of a pattern, or something is done with the value.
    fn goes_on(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Word) => matches!(self.word(at), "else" | "in"),
            Some(Punct(character)) => matches!(character, '.' | '?' | '=' | '|'),
            _ => false,
        }
    }

    /// Whether a block is a part of a condition: `if { a } {`, `match unsafe { a } {`.
    fn is_operand(&self, walk: &Walk) -> bool {
        let Some(before) = walk.at.checked_sub(1).filter(|&before| before >= walk.first) else {
            return false;
        };
        match self.word(before) {
            "if" | "match" | "while" | "in" | "async" | "move" | "return" => true,
            "unsafe" | "const" => before > walk.first,
            // A generic path ends in `>`, a tried expression in `?`; a label in `:`.
            _ => matches!(self.kind(before), Some(Punct(c)) if !matches!(c, '?' | '>' | ':')),
        }
    }

    /// `|` where an operand is due.
    fn opens_closure(&self, walk: &Walk) -> bool {
        if walk.at == walk.first {
            return true;
        }
        match self.kind(walk.at - 1) {
            Some(Punct(before)) => before != '?',
            Some(Word) => {
                matches!(self.word(walk.at - 1), "move" | "mut" | "async" | "static" | "return")
            }
            _ => false,
        }
    }

    /// Over `|a, b|`.
    fn skip_params(&self, walk: &mut Walk, end: usize) {
        walk.at += 1;
        while walk.at < end && !self.is(walk.at, '|') && !self.is(walk.at, ';') {
            walk.at = self.behind(walk.at);
        }
        if self.is(walk.at, '|') {
            walk.at += 1;
        }
    }

    /// `<` right behind a path, as nobody writes a comparison.
    fn opens_generics(&self, at: usize) -> bool {
        self.joined(at) && matches!(self.kind(at - 1), Some(Word | Punct(':')))
    }

    fn ends_arrow(&self, at: usize) -> bool {
        self.joined(at) && (self.is(at - 1, '-') || self.is(at - 1, '='))
    }
}

/// How far an expression has been read.
struct Walk {
    first: usize,
    at: usize,
    /// Open `<`.
    angles: i32,
    /// Blocks that belong to heads inside the outermost one's.
    heads: usize,
    /// A `{` at this level is a body, not a struct literal.
    block: bool,
}

impl Walk {
    fn head(&mut self) {
        self.heads += 1;
        self.at += 1;
    }

    fn step(&mut self, angles: i32) {
        self.angles += angles;
        self.at += 1;
    }
}
