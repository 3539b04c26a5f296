//! A sign of life on the terminal, for runs that take longer than a moment.

use std::io::IsTerminal;
use std::io::Write;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

const DELAY: Duration = Duration::from_millis(300);
const STEP: Duration = Duration::from_millis(100);
const FRAMES: [&str; 4] = ["|", "/", "-", "\\"];

/// Turns until it is dropped. Shows nothing where standard error is no terminal.
#[derive(Debug)]
pub(super) struct Spinner {
    turning: Option<(mpsc::Sender<()>, JoinHandle<()>)>,
}

impl Spinner {
    /// Starts to turn after a moment.
    pub fn start(text: &'static str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self { turning: None };
        }
        let (stop, stopped) = mpsc::channel();
        let thread = thread::Builder::new().name("spinner".into());
        let turning = thread.spawn(move || turn(text, &stopped)).ok();
        Self { turning: turning.map(|handle| (stop, handle)) }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some((stop, handle)) = self.turning.take() {
            drop(stop);
            // The line is free again only once the thread has wiped it.
            let _ = handle.join();
        }
    }
}

fn turn(text: &str, stopped: &mpsc::Receiver<()>) {
    let mut wait = DELAY;
    for frame in FRAMES.iter().cycle() {
        if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
            break;
        }
        wait = STEP;
        // A terminal that is gone needs no sign of life.
        let _ = write!(std::io::stderr(), "\r{frame} {text}");
    }
    if wait == STEP {
        let _ = write!(std::io::stderr(), "\r{:width$}\r", "", width = text.len() + 2);
    }
}
