//! What a cold run costs, against bare parsing of the same files.
//!
//! `cargo bench --bench cold -- PATH…` runs, for each workspace, five pairs of processes in turn: one
//! that does all that `check` does before it prints, and one that only reads and parses the files that
//! the first one lowered, with the same allocator and threads. It prints the median of the ratios of
//! their CPU times (user and system) and the highest memory of the first. Without a path it measures
//! the workspace under `fixtures/workspaces/`, which is too small for figures: it shows that the
//! measurement works.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a measurement is printed")]

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use asyncheck::config;
use asyncheck::config::Flags;
use asyncheck::engine;
use asyncheck::library;
use asyncheck::rules;
use asyncheck::source;
use asyncheck::source::Selection;
use asyncheck::source::Workspace;
use asyncheck::triage;
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many pairs are run.
const PAIRS: usize = 5;

/// What `cargo bench` itself adds to the arguments.
const HARNESS: &str = "--bench";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != HARNESS).collect();
    match arguments.first().map(String::as_str) {
        Some("--whole") => whole(Path::new(&arguments[1])),
        Some("--parse") => parse(Path::new(&arguments[1])),
        Some(_) => arguments.iter().for_each(|path| compare(Path::new(path))),
        None => {
            let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/workspaces");
            let first = std::fs::read_dir(&shipped)
                .expect("the fixtures are shipped")
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .find(|path| path.join("Cargo.toml").exists())
                .expect("there is a workspace among the fixtures");
            compare(&first);
        }
    }
}

/// What one process used: CPU seconds, memory in MB, bytes of Rust that were parsed.
struct Used {
    cpu: f64,
    memory: f64,
    bytes: f64,
}

fn compare(path: &Path) {
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        pairs.push((measure("--whole", path), measure("--parse", path)));
    }
    let mut ratios: Vec<f64> = pairs.iter().map(|(whole, parse)| whole.cpu / parse.cpu).collect();
    ratios.sort_by(f64::total_cmp);
    let megabytes = pairs[0].1.bytes / 1e6;
    let memory = pairs.iter().map(|(whole, _)| whole.memory).fold(0.0, f64::max);
    println!(
        "{}: {megabytes:.1} MB parsed; whole run / bare parse: median {:.2} (min {:.2}, max {:.2}); \
         peak memory {memory:.0} MB",
        path.display(),
        ratios[PAIRS / 2],
        ratios[0],
        ratios[PAIRS - 1],
    );
}

fn measure(mode: &str, path: &Path) -> Used {
    let program = std::env::current_exe().expect("a running program has a path");
    let output = Command::new(program).arg(mode).arg(path).output().expect("it can run itself");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map(|word| word.parse().expect("it prints numbers"));
    let mut next = || numbers.next().expect("it prints three numbers");
    Used { cpu: next(), memory: next(), bytes: next() }
}

fn whole(path: &Path) {
    let mut workspace = load(path);
    let flags = Flags::default();
    let config =
        config::load(&workspace.ground(), &flags, &rules::names()).expect("it is configured");
    let library = library::load(&config.rows).expect("the rows are in order");
    let files = engine::read(&mut workspace, &library);
    let model = engine::understand(&workspace, &files, &library);
    let findings = engine::judge(&model, None).findings;
    // As `check` does, which ends soon.
    std::mem::forget(model);
    std::mem::forget(files);
    let notes = workspace.notes.clone();
    let verdict = triage::decide(findings, &notes, &workspace, &config);
    eprintln!("{} findings", verdict.findings.len());
    report(cpu(), bytes(&workspace));
}

fn parse(path: &Path) {
    let workspace = load(path);
    let paths: Vec<PathBuf> =
        workspace.files.all.iter().map(|file| workspace.root.join(&file.path)).collect();
    let bytes = bytes(&workspace);
    drop(workspace);
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(64 << 20)
        .build()
        .expect("threads can be started");
    let before = cpu();
    let parsed: usize = pool.install(|| paths.par_iter().map(|path| parse_one(path)).sum());
    eprintln!("{parsed} files parsed");
    report(cpu() - before, bytes);
}

fn parse_one(path: &Path) -> usize {
    let Ok(text) = std::fs::read_to_string(path) else { return 0 };
    let parsed = syn::parse_file(&text).is_ok();
    proc_macro2::extra::invalidate_current_thread_spans();
    usize::from(parsed)
}

fn load(path: &Path) -> Workspace {
    let selection =
        Selection { directory: path.to_owned(), workspace: true, ..Selection::default() };
    source::load(&selection).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn bytes(workspace: &Workspace) -> usize {
    workspace.files.all.iter().map(|file| file.text.len()).sum()
}

fn report(cpu: f64, bytes: usize) {
    println!("{cpu} {} {bytes}", usage().ru_maxrss as f64 / 1024.0);
}

/// CPU seconds of this process so far, user and system.
fn cpu() -> f64 {
    let used = usage();
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(used.ru_utime) + seconds(used.ru_stime)
}

#[expect(unsafe_code, reason = "the standard library does not ask what a process has used")]
fn usage() -> libc::rusage {
    let mut used = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the pointer is to a whole `rusage`, of which every bit pattern is valid.
    unsafe {
        libc::getrusage(libc::RUSAGE_SELF, used.as_mut_ptr());
        used.assume_init()
    }
}
