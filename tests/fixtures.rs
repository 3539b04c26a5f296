//! Runs the fixtures: code to judge, with the verdict in comments. One named test each.
//!
//! `ASYNCHECK_BLESS=1` writes the snapshots anew: read their diff as a user would.

mod exam;
mod support;

use std::process::ExitCode;
use std::sync::Arc;

use asyncheck::library;
use libtest_mimic::Arguments;

use crate::exam::Exam;

#[expect(clippy::print_stdout, reason = "a test program tells its outcome there")]
fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let library = library::load(&[]).expect("our own tables are sound");
    let exam = Arc::new(Exam::collect(library));
    let conclusion = libtest_mimic::run(&arguments, exam::trials(&exam));
    if !arguments.list {
        println!("{}\n", exam.known_mistakes());
    }
    conclusion.exit_code()
}
