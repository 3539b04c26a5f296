//! The items that the pass takes note of, each from behind its keyword on.

use ra_ap_rustc_lexer::TokenKind;

use crate::source::Span;
use crate::source::scan::Include;
use crate::source::scan::IncludePath;
use crate::source::scan::MacroDef;
use crate::source::scan::ModDecl;
use crate::source::scan::UseDecl;
use crate::source::scan::attributes::Attributes;
use crate::source::scan::brackets::Opens;
use crate::source::scan::lookahead::Lookahead;
use crate::source::scan::lookahead::Word;
use crate::source::scan::scanner::InlineModule;
use crate::source::scan::scanner::Scanner;

/// No one writes more of these in one file. A text that is made to exhaust the memory would: each
/// declaration holds what the inline modules around it say.
const MOST_DECLARATIONS: usize = 20_000;
const DEEPEST_MODULES: usize = 64;

impl Scanner<'_> {
    /// Behind `mod`.
    pub fn module(&mut self, end: usize) {
        let attributes = self.take_attributes();
        let mut words = Lookahead::new(self.text, end);
        let Some(word) = words.next() else { return };
        let Some(name) = word.name() else { return };
        match words.next().map(|word| word.kind) {
            Some(TokenKind::Semi) if self.found.modules.len() < MOST_DECLARATIONS => {
                self.declare_module(name, word.start, attributes);
            }
            Some(TokenKind::OpenBrace) if self.modules.len() < DEEPEST_MODULES => {
                let plain = attributes.paths.iter().find(|(condition, _)| condition.is_none());
                let path = plain.map(|(_, path)| path.clone());
                let cfg_start = self.cfg.len();
                self.add_cfg(attributes.cfg);
                self.modules.push(InlineModule { name: name.to_owned(), path, cfg_start });
                self.next_opens = Some(Opens::Module { macro_use: attributes.macro_use });
            }
            _ => {}
        }
    }

    fn declare_module(&mut self, name: &str, offset: usize, attributes: Attributes) {
        let parents = self.modules.iter();
        self.found.modules.push(ModDecl {
            name: name.to_owned(),
            offset: offset as u32,
            parents: parents.map(|module| (module.name.clone(), module.path.clone())).collect(),
            paths: attributes.paths,
            cfg: [&self.cfg[..], &attributes.cfg[..]].concat(),
            macro_use: attributes.macro_use,
            in_macro: self.macro_calls > 0,
        });
    }

    /// Behind `macro_rules`.
    pub fn macro_rules(&mut self, end: usize) {
        let attributes = self.take_attributes();
        let mut words = Lookahead::new(self.text, end);
        if words.next().is_none_or(|word| word.kind != TokenKind::Bang) {
            return;
        }
        let Some(name) = words.next().and_then(Word::name) else { return };
        let open = words.next().map(|word| word.kind);
        let more = self.found.macros.len() < MOST_DECLARATIONS;
        if let Some(TokenKind::OpenBrace | TokenKind::OpenParen | TokenKind::OpenBracket) = open
            && more
        {
            self.next_opens = Some(Opens::Rules);
            self.rules_of = Some(MacroDef {
                name: name.to_owned(),
                body: Span::default(),
                end: 0,
                scope: Span::default(),
                exported: attributes.macro_export,
                cfg: [&self.cfg[..], &attributes.cfg[..]].concat(),
            });
        }
    }

    /// Behind the rules of a macro.
    pub fn end_of_rules(&mut self, inside: Span) {
        let Some(mut definition) = self.rules_of.take() else { return };
        let (start, level) = self.brackets.textual_scope();
        definition.body = inside;
        definition.end = inside.end + 1;
        definition.scope = Span { start, end: start };
        self.open_scopes.push((self.found.macros.len(), level));
        self.found.macros.push(definition);
    }

    /// At `use`.
    pub fn use_declaration(&mut self, at: usize) {
        let attributes = self.take_attributes();
        if self.brackets.innermost().items && self.found.uses.len() < MOST_DECLARATIONS {
            self.found.uses.push(UseDecl {
                offset: at as u32,
                parents: self.modules.iter().map(|module| module.name.clone()).collect(),
                cfg: [&self.cfg[..], &attributes.cfg[..]].concat(),
            });
        }
    }

    /// Behind `include`.
    pub fn include(&mut self, at: usize, end: usize) {
        let attributes = self.take_attributes();
        let item = matches!(
            self.last[0],
            TokenKind::Eof
                | TokenKind::Semi
                | TokenKind::OpenBrace
                | TokenKind::OpenParen
                | TokenKind::CloseBrace
                | TokenKind::CloseBracket
        );
        let mut words = Lookahead::new(self.text, end);
        let call = words.next().is_some_and(|word| word.kind == TokenKind::Bang);
        let more = self.found.includes.len() < MOST_DECLARATIONS;
        if !(call && item && more && self.brackets.innermost().items) {
            return;
        }
        words.next();
        self.found.includes.push(Include {
            offset: at as u32,
            path: IncludePath::read(&mut words),
            cfg: [&self.cfg[..], &attributes.cfg[..]].concat(),
            in_macro: self.macro_calls > 0,
        });
    }
}
