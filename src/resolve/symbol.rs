//! The names of all files in one table.

use crate::ir::Texts;

/// An identifier of the whole program. Equal symbols are equal texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(u32);

/// All identifiers.
#[derive(Debug, Default)]
pub struct Symbols {
    texts: Texts,
}

impl Symbols {
    /// The symbol of a text, made if it is new.
    pub(super) fn intern(&mut self, text: &str) -> Symbol {
        Symbol(self.texts.intern(text) as u32)
    }

    /// The symbol of a text, where some file has it.
    pub fn get(&self, text: &str) -> Option<Symbol> {
        self.texts.find(text).map(|number| Symbol(number as u32))
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.0 as usize)
    }
}
