//! Everything but the fixtures: how the code is built, what the catalogue holds, the front doors.

#[path = "../support/mod.rs"]
mod support;

mod architecture;
mod bad_input;
mod baseline;
mod book;
mod bookings;
mod cli;
mod catalogue;
mod completions;
mod configuration;
mod dependencies;
mod fingerprints;
mod explain;
mod fixes;
mod fixture_format;
mod history;
mod inspect;
mod liveness;
mod method_names;
mod outputs;
mod own_code;
mod sample;
mod schema;
mod rows;
mod signatures;
mod sources;
mod standard_input;
mod streams;
mod suppress;
mod suppression;
mod with;
