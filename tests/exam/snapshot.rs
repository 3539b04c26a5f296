//! What is printed for each rule's fixture, as it was last accepted.

use std::env;
use std::fs;
use std::path::Path;

/// Compares with the accepted text, or, when asked to, accepts this one.
pub fn differs(fixture: &str, printed: &str) -> Option<String> {
    let id = fixture.strip_prefix("rules/").unwrap_or(fixture);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{id}.txt"));
    if env::var_os("ASYNCHECK_BLESS").is_some() {
        return fs::write(&path, printed)
            .err()
            .map(|reason| format!("{}: {reason}", path.display()));
    }
    let accepted = match fs::read_to_string(&path) {
        Ok(accepted) => accepted.replace("\r\n", "\n"),
        Err(reason) => return Some(format!("{}: {reason}", path.display())),
    };
    first_difference(&accepted, printed)
        .map(|difference| format!("{difference}\nread it, then accept it with ASYNCHECK_BLESS=1"))
}

fn first_difference(accepted: &str, printed: &str) -> Option<String> {
    if accepted == printed {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (accepted.lines().collect(), printed.lines().collect());
    let at = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let line = |lines: &[&str]| lines.get(at).copied().unwrap_or("(end)").to_owned();
    Some(format!("printed line {} differs:\n- {}\n+ {}", at + 1, line(&old), line(&new)))
}
