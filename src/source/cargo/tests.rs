mod against_cargo;
mod bad_input;
mod choosing;
pub mod world;
