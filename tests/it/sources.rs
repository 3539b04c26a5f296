//! Our own source as the architecture sees it: files, the room of each, tokens without comments.

use std::fs;
use std::path::Path;

use ra_ap_rustc_lexer::FrontmatterAllowed;
use ra_ap_rustc_lexer::TokenKind;
use ra_ap_rustc_lexer::tokenize;
use walkdir::WalkDir;

/// One file of ours.
pub struct Source {
    /// Under the package, with `/`: `src/library/parse.rs`.
    pub path: String,
    /// The module of the crate's root that it belongs to: `library`; empty for `lib.rs`, `main.rs`.
    pub room: String,
    /// As on disk.
    pub text: String,
    /// Its tokens in order, without blanks and comments, test modules included.
    pub tokens: Vec<Token>,
}

/// One token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// As written.
    pub text: String,
    /// Counted from 1.
    pub line: usize,
    /// A string literal of any kind.
    pub is_string: bool,
    /// It stands in code that only tests see.
    pub in_tests: bool,
}

/// The Rust files under a folder of the package, sorted by path.
pub fn under(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    for entry in WalkDir::new(root.join(folder)).sort_by_file_name() {
        let entry = entry.expect("our own folders can be read");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let path = entry.path().strip_prefix(root).expect("it lies in the package");
            let path = path.to_str().expect("our paths are UTF-8").replace('\\', "/");
            let text = fs::read_to_string(entry.path()).expect("our own files are UTF-8");
            sources.push(source(path, text));
        }
    }
    sources
}

fn source(path: String, text: String) -> Source {
    let in_room = path.strip_prefix("src/").unwrap_or("");
    let room = in_room.split('/').next().unwrap_or("").trim_end_matches(".rs");
    let room = if matches!(room, "lib" | "main") { "" } else { room }.to_owned();
    let mut tokens = tokens(&text);
    let all = path.ends_with("/tests.rs") || path.contains("/tests/");
    let from = if all { 0 } else { first_of_tests(&tokens) };
    tokens[from..].iter_mut().for_each(|token| token.in_tests = true);
    Source { path, room, text, tokens }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut offset, mut line) = (0, 1);
    for raw in tokenize(text, FrontmatterAllowed::No) {
        let end = offset + raw.len as usize;
        let written = &text[offset..end];
        let blank = matches!(
            raw.kind,
            TokenKind::Whitespace | TokenKind::LineComment { .. } | TokenKind::BlockComment { .. }
        );
        if !blank {
            let is_string = matches!(raw.kind, TokenKind::Literal { .. }) && written.contains('"');
            tokens.push(Token { text: written.to_owned(), line, is_string, in_tests: false });
        }
        line += written.matches('\n').count();
        offset = end;
    }
    tokens
}

/// Where the test module of a file begins: it is the last thing in it.
fn first_of_tests(tokens: &[Token]) -> usize {
    let pattern = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
    let starts_here = |window: &[Token]| window.iter().map(|token| &*token.text).eq(pattern);
    tokens.windows(pattern.len()).position(starts_here).unwrap_or(tokens.len())
}

impl Source {
    /// The lines where these tokens follow each other; with `tests` also in code for tests.
    pub fn lines_with(&self, pattern: &[&str], tests: Tests) -> Vec<usize> {
        self.tokens
            .windows(pattern.len())
            .filter(|window| tests == Tests::Included || !window[0].in_tests)
            .filter(|window| window.iter().map(|token| &*token.text).eq(pattern.iter().copied()))
            .map(|window| window[0].line)
            .collect()
    }

    /// The name of the module: `parse`.
    pub fn module(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or("");
        file.trim_end_matches(".rs")
    }

    /// What stands behind each `use` up to its `;`, with its line; test code included.
    pub fn imports(&self) -> Vec<(usize, String)> {
        // `impl Iterator + use<'a>` is no import.
        let is_import = |at: usize| self.tokens.get(at + 1).is_some_and(|next| next.text != "<");
        let uses = self.tokens.iter().enumerate();
        let uses = uses.filter(|&(at, token)| token.text == "use" && is_import(at));
        uses.map(|(at, token)| {
            let path = self.tokens[at + 1..].iter().take_while(|token| token.text != ";");
            (token.line, path.map(|token| token.text.as_str()).collect())
        })
        .collect()
    }
}

/// Whether code for tests counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    /// It does.
    Included,
    /// It does not.
    Excluded,
}
