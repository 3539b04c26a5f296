//! The command `cargo asyncheck`.

use std::process::ExitCode;

/// Many small allocations in many threads: the system's allocator is a third slower.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    asyncheck::cli::run(std::env::args_os())
}
