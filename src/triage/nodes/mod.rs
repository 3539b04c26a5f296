//! Where a statement, item, arm, field, argument or chain link ends, told by tokens alone: comments
//! must work in broken files and inside macros, where no syntax tree reaches.

mod ends;

use crate::source::Span;
use crate::source::Token;
use crate::source::TokenKind;
use crate::source::TokenKind::Close;
use crate::source::TokenKind::Open;
use crate::source::TokenKind::Punct;
use crate::source::tokens;

/// A text as nested nodes, found on demand.
#[derive(Debug)]
pub(super) struct Nodes<'t> {
    text: &'t str,
    /// All tokens.
    pub tokens: Vec<Token>,
}

/// Indices of tokens, the second exclusive: a node, or what stands between two brackets.
pub(super) type Range = std::ops::Range<usize>;

impl<'t> Nodes<'t> {
    /// Reads a text.
    pub fn new(text: &'t str) -> Self {
        Self { text, tokens: tokens(text) }
    }

    /// A stretch of the text; nothing where it lies outside.
    pub fn text(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The place of some tokens.
    pub fn span(&self, range: &Range) -> Span {
        let last = range.end.saturating_sub(1).max(range.start);
        self.tokens[range.start].span.to(self.tokens[last].span)
    }

    /// Some tokens as written, with what stands between them.
    pub fn written(&self, range: Range) -> &'t str {
        let span = self.span(&range);
        &self.text[span.start as usize..span.end as usize]
    }

    /// A token as written.
    pub fn word(&self, at: usize) -> &'t str {
        match self.tokens.get(at) {
            Some(token) => &self.text[token.span.start as usize..token.span.end as usize],
            None => "",
        }
    }

    /// The first token that begins at or behind an offset.
    pub fn at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.span.start < offset)
    }

    /// What stands between the innermost brackets around the gap before a token.
    pub fn group(&self, before: usize) -> Range {
        let mut at = before;
        while at > 0 {
            at -= 1;
            match self.kind(at) {
                Some(Open(_)) => return at + 1..self.tokens[at].partner,
                Some(Close(_)) => at = self.tokens[at].partner,
                _ => {}
            }
        }
        0..self.tokens.len()
    }

    /// The nodes of a group, one after the other.
    pub fn split(&self, group: Range) -> impl Iterator<Item = Range> + '_ {
        let mut start = group.start;
        std::iter::from_fn(move || {
            (start < group.end).then(|| {
                let node = self.node(start, group.end);
                start = node.end;
                node
            })
        })
    }

    /// The node of a group that holds a token.
    pub fn holding(&self, group: Range, at: usize) -> Option<Range> {
        self.split(group).find(|node| node.contains(&at))
    }

    /// What stands in the braces that end a node; nothing where none do.
    pub fn last_block(&self, node: &Range) -> Range {
        let last = node.end - 1;
        match self.kind(last) {
            Some(Close('}')) => self.tokens[last].partner + 1..last,
            _ => last..last,
        }
    }

    /// The nodes around an offset, outermost first.
    pub fn around(&self, offset: u32) -> Vec<Range> {
        let mut found = Vec::new();
        let mut group = 0..self.tokens.len();
        let at = self.tokens.partition_point(|token| token.span.end <= offset);
        while let Some(node) = self.holding(group, at) {
            let inner = node.clone().rev().find(|&open| {
                matches!(self.kind(open), Some(Open(_)))
                    && open < at
                    && at < self.tokens[open].partner
                    && self.group(open) == self.group(node.start)
            });
            found.push(node);
            match inner {
                Some(open) => group = open + 1..self.tokens[open].partner,
                None => break,
            }
        }
        found
    }

    /// Whether a node stands in braces, or in none of the brackets: a statement, an item, an arm.
    pub fn is_in_braces(&self, node: &Range) -> bool {
        let group = self.group(node.start);
        group.start.checked_sub(1).is_none_or(|open| self.kind(open) == Some(Open('{')))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn is(&self, at: usize, wanted: char) -> bool {
        self.kind(at) == Some(Punct(wanted))
    }

    /// Nothing stands between a token and the one before it.
    fn joined(&self, at: usize) -> bool {
        at > 0
            && at < self.tokens.len()
            && self.tokens[at - 1].span.end == self.tokens[at].span.start
    }

    /// Behind a token, or behind the whole group that it opens.
    fn behind(&self, at: usize) -> usize {
        match self.kind(at) {
            Some(Open(_)) => self.tokens[at].partner + 1,
            _ => at + 1,
        }
    }
}

#[cfg(test)]
mod tests;
