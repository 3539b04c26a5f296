//! The compiler is the judge of what is alive: generated async bodies are compiled and run on every
//! path, and what was alive at each suspension must be what asyncheck says may be held there.

mod branching;
mod generate;
mod straight;
mod writer;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use asyncheck::config::OwnRows;
use asyncheck::engine;
use asyncheck::library;
use asyncheck::source;
use tempfile::TempDir;

/// The first seed; each body has its own, counted from it.
const SEED: u64 = 20_261_122;

/// So many bodies are judged of each edition, unless the environment says otherwise.
const BODIES: usize = 500;

/// What may be alive at each suspension, both by number.
type Alive = BTreeMap<u32, BTreeSet<u32>>;

#[test]
fn what_is_held_in_edition_2021_is_what_the_compiler_keeps_alive() {
    judge("2021");
}

#[test]
fn what_is_held_in_edition_2024_is_what_the_compiler_keeps_alive() {
    judge("2024");
}

fn judge(edition: &str) {
    let bodies = match std::env::var("ASYNCHECK_LIVENESS_BODIES") {
        Ok(number) => number.parse().expect("ASYNCHECK_LIVENESS_BODIES is a number"),
        Err(_) => BODIES,
    };
    // rustc takes long over one large file: a crate of 500 bodies at a time.
    for first in (0..bodies).step_by(BODIES) {
        let number = BODIES.min(bodies - first);
        judge_crate(edition, SEED + first as u64, number);
    }
}

fn judge_crate(edition: &str, seed: u64, bodies: usize) {
    let crate_text = generate::program(seed, bodies);
    let folder = laid_out(edition, &crate_text);
    let truth = run(folder.path(), edition);
    let claimed = claimed(folder.path(), &crate_text);
    let empty = BTreeSet::new();
    let mut wrong = Vec::new();
    for suspension in generate::suspensions(&crate_text) {
        let is = truth.get(&suspension).unwrap_or(&empty);
        let said = claimed.get(&suspension).unwrap_or(&empty);
        if is != said {
            let body = generate::body_around(&crate_text, suspension);
            wrong.push(format!("at mark({suspension}): alive {is:?}, claimed {said:?}\n{body}"));
        }
    }
    let held: usize = truth.values().map(BTreeSet::len).sum();
    assert!(held > bodies, "the bodies hold too little to judge by: {held} in {bodies}");
    // The shortest body says the most.
    wrong.sort_by_key(String::len);
    let (count, first) = (wrong.len(), wrong[..wrong.len().min(3)].join("\n"));
    assert!(wrong.is_empty(), "edition {edition}, seed {seed}: {count} places differ\n{first}");
}

fn laid_out(edition: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the generated crate");
    let manifest =
        format!("[package]\nname = \"alive\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n");
    let rows = "[[type]]\npath = \"alive::Guard\"\nrole = \"guard:blocking\"\n";
    std::fs::create_dir(folder.path().join("src")).expect("a folder for the source");
    for (name, text) in
        [("Cargo.toml", &*manifest), ("asyncheck.toml", rows), ("src/main.rs", text)]
    {
        std::fs::write(folder.path().join(name), text).expect("the generated crate is written");
    }
    folder
}

/// Compiles the crate and runs it; it prints a line for each suspension: its number and what was
/// alive there on any path.
fn run(folder: &Path, edition: &str) -> Alive {
    let binary = folder.join("alive");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut compile = Command::new(rustc);
    compile.args(["--edition", edition, "-Awarnings", "-Cdebuginfo=0", "-o"]);
    let output = compile.arg(&binary).arg(folder.join("src/main.rs")).output();
    let output = output.expect("rustc can be started");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the generated crate does not compile:\n{errors:.4000}");
    let output = Command::new(binary).output().expect("the generated program can be started");
    assert!(output.status.success(), "the generated program fails");
    let text = String::from_utf8(output.stdout).expect("it prints numbers");
    let numbers = |line: &str| -> Vec<u32> {
        let number = |word: &str| word.parse().expect("it prints numbers");
        line.split_whitespace().map(number).collect()
    };
    text.lines().map(numbers).map(|line| (line[0], line[1..].iter().copied().collect())).collect()
}

/// What asyncheck says of the same crate.
fn claimed(folder: &Path, text: &str) -> Alive {
    let mut workspace =
        source::load(&source::Selection { directory: folder.to_path_buf(), ..Default::default() })
            .expect("the generated crate can be read");
    let rows = folder.join("asyncheck.toml");
    let rows = std::fs::read_to_string(rows).expect("the rows were written");
    let library =
        library::load(&[OwnRows::whole("asyncheck.toml", &rows)]).expect("the rows are right");
    let files = engine::read(&mut workspace, &library);
    let model = engine::understand(&workspace, &files, &library);
    let mut alive = Alive::new();
    for guard in model.functions().flat_map(|function| function.guards()) {
        let makers = guard.makers();
        let makers = makers.iter().filter_map(|place| {
            generate::number_in(text.get(place.span.start as usize..place.span.end as usize)?)
        });
        let makers: BTreeSet<u32> = makers.collect();
        for held in guard.held() {
            for mark in generate::marks_before(text, held.at.span.start as usize) {
                alive.entry(mark).or_default().extend(&makers);
            }
        }
    }
    alive
}
