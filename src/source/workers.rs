//! The threads that all rooms share.

use std::sync::OnceLock;

use rayon::ThreadPool;
use rayon::ThreadPoolBuilder;

/// Bytes of stack of one worker. Code nests, and what reads it recurses: on the usual 2 MiB the
/// parser overflows at 320 nested types, and an overflow ends the process. Only what is used is ever
/// committed.
const STACK: usize = 64 << 20;

/// Runs work on a thread with a large stack, one of a pool that is started once; what the work does
/// in parallel runs on the same threads.
pub fn on_workers<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let pool = POOL.get_or_init(|| ThreadPoolBuilder::new().stack_size(STACK).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        // No thread can be started: the work is done here, on the stack that there is.
        None => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(left: u32) -> u32 {
        let space = std::hint::black_box([0u8; 1024]);
        if left == 0 { u32::from(space[0]) } else { depth(left - 1) + 1 }
    }

    #[test]
    fn workers_have_a_large_stack() {
        assert_eq!(on_workers(|| depth(20_000)), 20_000);
    }
}
