//! A text as tokens, with the brackets matched: for those who must know where a statement ends and
//! have no syntax tree, because the text may be broken or lie inside a macro.

use ra_ap_rustc_lexer::TokenKind as Raw;

use crate::source::Span;
use crate::source::lexis::Lexeme;
use crate::source::lexis::Lexemes;

/// What kind of token it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// An identifier or keyword.
    Word,
    /// `'a`.
    Lifetime,
    /// A literal.
    Literal,
    /// One character of an operator.
    Punct(char),
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
}

/// One token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What kind.
    pub kind: TokenKind,
    /// Where.
    pub span: Span,
    /// For a bracket the index of its partner; a closing one without partner names itself, an
    /// opening one the number of all tokens.
    pub partner: usize,
}

/// All tokens of a text, comments and white space left out.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for Lexeme { kind: raw, start, end } in Lexemes::of_file(text) {
        if let Some(kind) = kind(raw) {
            let span = Span::new(start as u32, end as u32);
            tokens.push(Token { kind, span, partner: tokens.len() });
        }
    }
    pair(&mut tokens);
    tokens
}

fn kind(raw: Raw) -> Option<TokenKind> {
    Some(match raw {
        Raw::Whitespace
        | Raw::LineComment { .. }
        | Raw::BlockComment { .. }
        | Raw::Frontmatter { .. }
        | Raw::Unknown
        | Raw::Eof => return None,
        Raw::Ident | Raw::InvalidIdent | Raw::RawIdent | Raw::ForcedKeywordIdent => TokenKind::Word,
        Raw::UnknownPrefix | Raw::GuardedStrPrefix => TokenKind::Word,
        Raw::Lifetime { .. } | Raw::RawLifetime | Raw::UnknownPrefixLifetime => TokenKind::Lifetime,
        Raw::Literal { .. } => TokenKind::Literal,
        Raw::OpenParen => TokenKind::Open('('),
        Raw::OpenBracket => TokenKind::Open('['),
        Raw::OpenBrace => TokenKind::Open('{'),
        Raw::CloseParen => TokenKind::Close(')'),
        Raw::CloseBracket => TokenKind::Close(']'),
        Raw::CloseBrace => TokenKind::Close('}'),
        Raw::Semi => TokenKind::Punct(';'),
        Raw::Comma => TokenKind::Punct(','),
        Raw::Dot => TokenKind::Punct('.'),
        Raw::At => TokenKind::Punct('@'),
        Raw::Pound => TokenKind::Punct('#'),
        Raw::Tilde => TokenKind::Punct('~'),
        Raw::Question => TokenKind::Punct('?'),
        Raw::Colon => TokenKind::Punct(':'),
        Raw::Dollar => TokenKind::Punct('$'),
        Raw::Eq => TokenKind::Punct('='),
        Raw::Bang => TokenKind::Punct('!'),
        Raw::Lt => TokenKind::Punct('<'),
        Raw::Gt => TokenKind::Punct('>'),
        Raw::Minus => TokenKind::Punct('-'),
        Raw::And => TokenKind::Punct('&'),
        Raw::Or => TokenKind::Punct('|'),
        Raw::Plus => TokenKind::Punct('+'),
        Raw::Star => TokenKind::Punct('*'),
        Raw::Slash => TokenKind::Punct('/'),
        Raw::Caret => TokenKind::Punct('^'),
        Raw::Percent => TokenKind::Punct('%'),
    })
}

fn pair(tokens: &mut [Token]) {
    let count = tokens.len();
    let mut open: Vec<usize> = Vec::new();
    for at in 0..count {
        match tokens[at].kind {
            TokenKind::Open(_) => {
                tokens[at].partner = count;
                open.push(at);
            }
            // In broken text a closer of another kind closes nothing.
            TokenKind::Close(closer) => {
                let fits = |&&at: &&usize| tokens[at].kind == TokenKind::Open(opener(closer));
                if let Some(&partner) = open.last().filter(fits) {
                    open.pop();
                    tokens[at].partner = partner;
                    tokens[partner].partner = at;
                }
            }
            _ => {}
        }
    }
}

fn opener(closer: char) -> char {
    match closer {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Vec<&str> {
        tokens(text)
            .iter()
            .map(|token| &text[token.span.start as usize..token.span.end as usize])
            .collect()
    }

    #[test]
    fn comments_and_blanks_are_left_out() {
        let text = "\u{feff}#!/bin/rust\nf(/* { */ \"}\", 'a', 'b: r#\"{\"#); // }\n";
        assert_eq!(
            written(text),
            ["f", "(", "\"}\"", ",", "'a'", ",", "'b", ":", "r#\"{\"#", ")", ";"]
        );
    }

    #[test]
    fn brackets_know_their_partners() {
        let found = tokens("a(b[c]{})");
        let partners: Vec<usize> = found.iter().map(|token| token.partner).collect();
        assert_eq!(partners, [0, 8, 2, 5, 4, 3, 7, 6, 1]);
    }

    #[test]
    fn broken_brackets_have_none() {
        let found = tokens("(]{");
        let partners: Vec<usize> = found.iter().map(|token| token.partner).collect();
        assert_eq!(partners, [3, 1, 3]);
    }
}
