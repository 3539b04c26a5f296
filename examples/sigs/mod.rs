//! From the source of crates to the text of a signature table.

pub mod attributes;
pub mod bundle;
pub mod generics;
pub mod impls;
pub mod items;
pub mod names;
pub mod public;
pub mod table;
pub mod types;
