//! asyncheck finds code that compiles, passes its tests, and then stalls, deadlocks, loses work or
//! corrupts data on an async executor.
//!
//! ```text
//!  source ─▶ lower ─▶ resolve ─▶ types ─▶ flow ─▶ effects ─▶ model ─▶ rules ─▶ triage ─▶ report
//!   text      ir       names     types    order   proofs     view   findings  verdict    print
//!                        ▲         ▲                 ▲
//!                        └─────────┴──── library ────┘   from rules/*.toml: what std, tokio, … do
//! ```
//!
//! Each room takes what the rooms before it made, adds one kind of knowledge, and never looks back.
//! The modules are declared in that order: it is the order to read in, and a module never imports
//! from one declared after it.

pub mod error;
pub mod config;
pub mod source;
pub mod library;
pub mod ir;
pub mod lower;
pub mod resolve;
pub mod types;
pub mod sql;
pub mod flow;
pub mod effects;
pub mod finding;
pub mod model;
pub mod rules;
pub mod triage;
pub mod report;
pub mod fix;
pub mod engine;
pub mod cli;
