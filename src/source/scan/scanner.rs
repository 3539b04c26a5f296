//! The pass itself.

use ra_ap_rustc_lexer::TokenKind;

use crate::source::CfgExpr;
use crate::source::Span;
use crate::source::attributes;
use crate::source::comments;
use crate::source::lexis::Lexeme;
use crate::source::lexis::Lexemes;
use crate::source::scan::MacroDef;
use crate::source::scan::Scan;
use crate::source::scan::attributes::Attributes;
use crate::source::scan::brackets::Brackets;
use crate::source::scan::brackets::Opens;
use crate::source::scan::lookahead::Lookahead;
use crate::source::scan::lookahead::Word;

/// As many predicates of inline modules are kept: each declaration in them holds a copy.
const MOST_PREDICATES: usize = 64;

/// Passes once over a text. Any text will do: what is broken is found as far as it goes.
pub(in crate::source) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner::new(text);
    for Lexeme { kind, start, end } in Lexemes::of_file(text) {
        match kind {
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => {
                scanner.comment(kind, Span::new(start as u32, end as u32));
            }
            kind => scanner.token(kind, start, end),
        }
    }
    let mut found = scanner.finish();
    found.comments.extend(attributes::read(text));
    found.comments.sort_by_key(|comment| (comment.span.start, comment.text_start));
    found
}

/// The pass at some token.
pub(super) struct Scanner<'t> {
    /// All of the text.
    pub text: &'t str,
    /// What was found so far.
    pub found: Scan,
    /// The open brackets.
    pub brackets: Brackets,
    /// What the next bracket opens, once its head was read.
    pub next_opens: Option<Opens>,
    /// The attributes before the item that is about to come: what stands between their brackets.
    attributes: Vec<Span>,
    /// How many brackets are open where these attributes stand.
    attributes_level: usize,
    /// The inline modules that are open, outermost first.
    pub modules: Vec<InlineModule>,
    /// The predicates of these modules.
    pub cfg: Vec<CfgExpr>,
    /// How many macro calls are open.
    pub macro_calls: u32,
    /// The macro whose rules are open: what stands in them are patterns and templates, not items.
    pub rules_of: Option<MacroDef>,
    /// Macros whose scope is still open: the index, and how many brackets are open inside it.
    pub open_scopes: Vec<(usize, usize)>,
    /// The last two tokens, the last one first.
    pub last: [TokenKind; 2],
    /// Where the last token ended.
    last_end: usize,
    /// Between `#!` and `]`.
    in_inner_attribute: bool,
    /// Nothing but inner attributes was seen.
    only_inner: bool,
}

/// `mod a { … }`
pub(super) struct InlineModule {
    /// `a`.
    pub name: String,
    /// `#[path = "…"]`.
    pub path: Option<String>,
    /// Where its predicates begin.
    pub cfg_start: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            found: Scan::default(),
            brackets: Brackets::new(),
            next_opens: None,
            attributes: Vec::new(),
            attributes_level: 0,
            modules: Vec::new(),
            cfg: Vec::new(),
            macro_calls: 0,
            rules_of: None,
            open_scopes: Vec::new(),
            last: [TokenKind::Eof; 2],
            last_end: 0,
            in_inner_attribute: false,
            only_inner: true,
        }
    }

    fn finish(mut self) -> Scan {
        let whole = self.text.len() as u32;
        for (index, _) in self.open_scopes {
            self.found.macros[index].scope.end = whole;
        }
        self.found.depth = self.brackets.deepest;
        self.found.balanced = self.brackets.balanced();
        self.found
    }

    fn comment(&mut self, kind: TokenKind, span: Span) {
        if matches!(kind, TokenKind::BlockComment { .. }) {
            self.note_lines(span);
        }
        let Some(mut comment) = comments::read(self.text, kind, span) else { return };
        let between = &self.text[self.last_end..span.start as usize];
        comment.trailing = self.last_end > 0 && !between.contains('\n');
        comment.leading = self.only_inner;
        self.found.comments.push(comment);
    }

    fn token(&mut self, kind: TokenKind, at: usize, end: usize) {
        let in_inner_attribute = self.in_inner_attribute;
        match kind {
            TokenKind::OpenParen | TokenKind::OpenBracket | TokenKind::OpenBrace => {
                self.open(kind, at);
            }
            TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::CloseBrace => {
                self.close(kind, at);
            }
            TokenKind::Ident => self.name(at, end),
            TokenKind::Literal { .. } => {
                self.note_lines(Span::new(at as u32, end as u32));
                self.operand(kind, at);
            }
            TokenKind::RawIdent | TokenKind::Lifetime { .. } => self.operand(kind, at),
            TokenKind::Pound => {
                self.brackets.word(kind, "", at as u32);
                self.attribute_head(end);
            }
            _ => self.sign(kind, at, end),
        }
        self.only_inner &= in_inner_attribute || self.in_inner_attribute;
        self.last = [kind, self.last[0]];
        self.last_end = end;
    }

    fn operand(&mut self, kind: TokenKind, at: usize) {
        self.brackets.word(kind, "", at as u32);
        self.forget_attributes();
    }

    /// Takes note of a literal or comment that goes over several lines.
    fn note_lines(&mut self, span: Span) {
        if memchr::memchr(b'\n', self.slice(span).as_bytes()).is_some() {
            self.found.long.push(span);
        }
    }

    fn sign(&mut self, kind: TokenKind, at: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let last = if at > 0 { bytes[at - 1] } else { b' ' };
        let next = bytes.get(end).copied().unwrap_or(b' ');
        self.brackets.sign(kind, at as u32, last, next);
        self.forget_attributes();
    }

    fn name(&mut self, at: usize, end: usize) {
        let word = &self.text[at..end];
        self.brackets.word(TokenKind::Ident, word, at as u32);
        if self.rules_of.is_some() {
            return;
        }
        match word {
            "mod" => self.module(end),
            "macro_rules" => self.macro_rules(end),
            "include" => self.include(at, end),
            "use" => self.use_declaration(at),
            "pub" | "crate" | "unsafe" => {}
            _ => self.forget_attributes(),
        }
    }

    fn open(&mut self, kind: TokenKind, at: usize) {
        let macro_call = matches!(
            self.last,
            [TokenKind::Bang, TokenKind::Ident] | [TokenKind::Ident, TokenKind::Bang]
        );
        let plain = if macro_call { Opens::MacroCall } else { Opens::Plain };
        let opens = self.next_opens.take().unwrap_or(plain);
        self.macro_calls += u32::from(opens == Opens::MacroCall);
        let holds_items = matches!(opens, Opens::Module { .. } | Opens::MacroCall);
        let items = holds_items && self.brackets.innermost().items;
        if kind == TokenKind::OpenBrace {
            self.forget_attributes();
        }
        self.brackets.open(kind, opens, at as u32, items);
    }

    fn close(&mut self, kind: TokenKind, at: usize) {
        let Some(bracket) = self.brackets.close(kind) else { return };
        let inside = Span::new(bracket.start, at as u32);
        if kind == TokenKind::CloseBrace {
            self.found.braces.push(inside);
        }
        match bracket.opens {
            Opens::Plain => {}
            Opens::MacroCall => self.macro_calls -= 1,
            Opens::Attribute { inner: true, read } => self.inner_attribute(inside, read),
            Opens::Attribute { inner: false, read } => self.outer_attribute(inside, read),
            Opens::Rules => self.end_of_rules(inside),
            Opens::Module { .. } => {
                let module = self.modules.pop().expect("one is pushed for each that opens");
                self.cfg.truncate(module.cfg_start);
            }
        }
        self.close_scopes(at as u32);
    }

    fn close_scopes(&mut self, at: u32) {
        while let Some(&(index, level)) = self.open_scopes.last()
            && level > self.brackets.len()
        {
            self.found.macros[index].scope.end = at;
            self.open_scopes.pop();
        }
    }

    /// Behind `#`.
    fn attribute_head(&mut self, end: usize) {
        let mut words = Lookahead::new(self.text, end).peekable();
        let inner = words.next_if(|word| word.kind == TokenKind::Bang).is_some();
        if words.next().is_some_and(|word| word.kind == TokenKind::OpenBracket) {
            let name = words.next().and_then(Word::name).unwrap_or("");
            let read = Attributes::reads(name) && self.rules_of.is_none();
            self.next_opens = Some(Opens::Attribute { inner, read });
            self.in_inner_attribute |= inner;
        }
    }

    fn inner_attribute(&mut self, inside: Span, read: bool) {
        self.in_inner_attribute = false;
        let mut attributes = Attributes::default();
        if read {
            attributes.add(self.slice(inside));
        }
        if self.brackets.len() == 1 {
            self.found.cfg.append(&mut attributes.cfg);
        } else if let Opens::Module { .. } = self.brackets.innermost().opens {
            self.add_cfg(attributes.cfg);
        }
    }

    /// Adds predicates of the inline module that was opened last.
    pub fn add_cfg(&mut self, cfg: Vec<CfgExpr>) {
        let left = MOST_PREDICATES.saturating_sub(self.cfg.len());
        self.cfg.extend(cfg.into_iter().take(left));
    }

    fn outer_attribute(&mut self, inside: Span, read: bool) {
        let level = self.brackets.len();
        if self.attributes_level != level {
            self.attributes.clear();
            self.attributes_level = level;
        }
        if read {
            self.attributes.push(inside);
        }
    }

    /// A token that belongs to no head of an item: the attributes before it were another item's.
    /// Tokens in a bracket, as in `pub(in a::b)`, do not count.
    fn forget_attributes(&mut self) {
        if !self.attributes.is_empty() && self.brackets.len() <= self.attributes_level {
            self.attributes.clear();
        }
    }

    /// The attributes of the item that begins here.
    pub fn take_attributes(&mut self) -> Attributes {
        let mut attributes = Attributes::default();
        if self.attributes_level == self.brackets.len() {
            for &span in &self.attributes {
                attributes.add(self.slice(span));
            }
        }
        self.attributes.clear();
        attributes
    }

    fn slice(&self, span: Span) -> &'t str {
        &self.text[span.start as usize..span.end as usize]
    }
}
