//! The open brackets of a text, and how deeply a recursive parser would have to go down.
//!
//! A parser recurses not only at brackets: each `&` of `&&&&x`, each `=` of `a = b = c`, each `<` of
//! `A<B<C>>`, each `if` of `else if … else if` and each closure of `|| || x` is a call inside a call.
//! What is counted here is never less than what a parser does; it may be a little more.

use ra_ap_rustc_lexer::TokenKind;

/// More open brackets than this are only counted: no parser goes there.
const DEEPEST_KEPT: usize = 10_000;

/// What a bracket opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opens {
    /// Nothing that is looked at.
    Plain,
    /// `#[…]`, `#![…]` if inner; what stands in it is read when it closes.
    Attribute { inner: bool, read: bool },
    /// `mod a { … }`.
    Module { macro_use: bool },
    /// The rules of `macro_rules!`.
    Rules,
    /// The arguments of a macro call.
    MacroCall,
}

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    /// `(`, `[` or `{`.
    pub kind: TokenKind,
    /// What it opens.
    pub opens: Opens,
    /// The byte offset behind it.
    pub start: u32,
    /// Items stand in it: nothing but inline modules and macro calls lies around it.
    pub items: bool,
    /// The run of prefixes that the parser is in, inside this bracket.
    prefixes: u32,
    /// The `<` that are open inside this bracket.
    angles: u32,
    /// Between the two `|` of a closure's parameters.
    in_parameters: bool,
    /// What the token before, in this bracket, leaves open.
    before: Before,
}

/// What a token leaves open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Before {
    /// An operand must follow: `&`, `-`, `*` and `|` are prefixes.
    Operator,
    /// `&` or `|` after an operand: its twin, close behind, makes `&&` or `||`.
    HalfOperator(TokenKind, u32),
    /// An operand has ended.
    Operand,
    /// `}`: perhaps the end of a statement.
    Block,
}

/// The stack of open brackets.
pub(super) struct Brackets {
    open: Vec<Bracket>,
    /// Open brackets beyond [`DEEPEST_KEPT`].
    uncounted: u32,
    depth: u32,
    /// The deepest, and the byte offset where.
    pub deepest: (u32, u32),
    /// All closers so far had their opener.
    pub matched: bool,
}

impl Brackets {
    /// A text of which nothing is read yet.
    pub fn new() -> Self {
        let file = Bracket::new(TokenKind::Eof, Opens::Plain, 0, true);
        Self { open: vec![file], uncounted: 0, depth: 0, deepest: (0, 0), matched: true }
    }

    /// The innermost open bracket; the file itself at the bottom.
    pub fn innermost(&self) -> &Bracket {
        self.open.last().expect("the file itself is never closed")
    }

    /// How many are open, the file itself counted.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Nothing is open, and nothing was closed that was not open.
    pub fn balanced(&self) -> bool {
        self.matched && self.open.len() == 1 && self.uncounted == 0
    }

    /// The byte offset behind the innermost brace that ends the textual scope of a macro, and how
    /// many brackets are open inside it.
    pub fn textual_scope(&self) -> (u32, usize) {
        let braces = self.open.iter().enumerate().skip(1).rev();
        let mut closing = braces.filter(|(_, bracket)| bracket.ends_textual_scope());
        closing.next().map_or((0, 1), |(index, bracket)| (bracket.start, index + 1))
    }

    /// Opens a bracket at `offset`.
    pub fn open(&mut self, kind: TokenKind, opens: Opens, offset: u32, items: bool) {
        self.deepen(1, offset);
        if self.open.len() > DEEPEST_KEPT {
            self.uncounted += 1;
        } else {
            self.open.push(Bracket::new(kind, opens, offset + 1, items));
        }
    }

    /// Closes the innermost bracket and returns it; none if there is none or it is of another kind.
    pub fn close(&mut self, closer: TokenKind) -> Option<Bracket> {
        if self.uncounted > 0 {
            self.uncounted -= 1;
            self.depth -= 1;
            return None;
        }
        if self.open.len() == 1 || !fits(self.innermost().kind, closer) {
            self.matched = false;
            return None;
        }
        let closed = self.open.pop()?;
        self.depth -= 1 + closed.prefixes + closed.angles;
        let block = matches!(closer, TokenKind::CloseBrace);
        self.top().before = if block { Before::Block } else { Before::Operand };
        Some(closed)
    }

    /// Takes note of a name, a keyword, a literal, a lifetime, or the `#` of an attribute.
    pub fn word(&mut self, kind: TokenKind, text: &str, offset: u32) {
        if self.innermost().before == Before::Block && !matches!(text, "else" | "as") {
            self.end_of_prefixes();
        }
        let role = if matches!(kind, TokenKind::Ident) { role(text) } else { Role::Operand };
        match role {
            Role::Recurses => self.prefix(offset),
            Role::Keyword => {}
            Role::Operand if matches!(kind, TokenKind::Lifetime { .. } | TokenKind::Pound) => {}
            Role::Operand => {
                self.top().before = Before::Operand;
                return;
            }
        }
        self.top().before = Before::Operator;
    }

    /// Takes note of a sign. `next` is the byte right behind it, `last` the one right before it.
    pub fn sign(&mut self, kind: TokenKind, offset: u32, last: u8, next: u8) {
        let before = self.innermost().before;
        let mut after = Before::Operator;
        match kind {
            TokenKind::Semi => self.end_of_statement(),
            TokenKind::Comma if !self.innermost().in_parameters => self.end_of_prefixes(),
            TokenKind::Eq if next == b'>' => self.end_of_statement(),
            TokenKind::Eq if next == b'=' || matches!(last, b'=' | b'<' | b'>' | b'!') => {}
            TokenKind::Eq | TokenKind::At => self.prefix(offset),
            TokenKind::Lt => self.angle(offset),
            TokenKind::Gt if last == b'-' => self.prefix(offset),
            TokenKind::Gt if last != b'=' => self.end_of_angle(),
            TokenKind::Question => after = before,
            TokenKind::Or if self.innermost().in_parameters => self.top().in_parameters = false,
            TokenKind::And | TokenKind::Or => after = self.doubled(kind, offset, before),
            TokenKind::Bang | TokenKind::Star | TokenKind::Minus if before == Before::Operator => {
                self.prefix(offset);
            }
            _ => {}
        }
        self.top().before = after;
    }

    /// `&` and `|`: `a && b`, `a | b`, `&&x`, `|| x`.
    fn doubled(&mut self, kind: TokenKind, offset: u32, before: Before) -> Before {
        match before {
            Before::Operand | Before::Block => Before::HalfOperator(kind, offset),
            Before::HalfOperator(half, at) if half == kind && at + 1 == offset => Before::Operator,
            Before::HalfOperator(..) | Before::Operator => {
                self.prefix(offset);
                self.top().in_parameters = kind == TokenKind::Or;
                Before::Operator
            }
        }
    }

    fn top(&mut self) -> &mut Bracket {
        self.open.last_mut().expect("the file itself is never closed")
    }

    fn deepen(&mut self, by: u32, offset: u32) {
        self.depth += by;
        if self.depth > self.deepest.0 {
            self.deepest = (self.depth, offset);
        }
    }

    fn prefix(&mut self, offset: u32) {
        self.top().prefixes += 1;
        self.deepen(1, offset);
    }

    fn angle(&mut self, offset: u32) {
        self.top().angles += 1;
        self.deepen(1, offset);
    }

    fn end_of_angle(&mut self) {
        if self.innermost().angles > 0 {
            self.top().angles -= 1;
            self.depth -= 1;
        }
    }

    fn end_of_prefixes(&mut self) {
        self.depth -= self.innermost().prefixes;
        self.top().prefixes = 0;
    }

    fn end_of_statement(&mut self) {
        self.end_of_prefixes();
        self.depth -= self.innermost().angles;
        self.top().angles = 0;
        self.top().in_parameters = false;
    }
}

impl Bracket {
    fn ends_textual_scope(&self) -> bool {
        let through = matches!(self.opens, Opens::MacroCall | Opens::Module { macro_use: true });
        self.kind == TokenKind::OpenBrace && !through
    }

    fn new(kind: TokenKind, opens: Opens, start: u32, items: bool) -> Self {
        let before = Before::Operator;
        Self { kind, opens, start, items, prefixes: 0, angles: 0, in_parameters: false, before }
    }
}

fn fits(opener: TokenKind, closer: TokenKind) -> bool {
    matches!(
        (opener, closer),
        (TokenKind::OpenParen, TokenKind::CloseParen)
            | (TokenKind::OpenBracket, TokenKind::CloseBracket)
            | (TokenKind::OpenBrace, TokenKind::CloseBrace)
    )
}

/// What a name does to a parser.
enum Role {
    /// The parser calls itself for what follows.
    Recurses,
    /// No operand: a sign behind it is a prefix.
    Keyword,
    /// A name.
    Operand,
}

fn role(word: &str) -> Role {
    match word {
        // No keyword is so long, and most words are.
        _ if word.len() > "static".len() => Role::Operand,
        "if" | "match" | "while" | "for" | "return" | "break" | "yield" | "let" => Role::Recurses,
        "as" | "async" | "const" | "dyn" | "else" | "impl" | "in" | "move" | "mut" | "raw"
        | "ref" | "static" | "unsafe" | "where" => Role::Keyword,
        _ => Role::Operand,
    }
}
