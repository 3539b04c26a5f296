//! What is printed of code that is judged, as it was last accepted.

use std::env;
use std::fs;
use std::path::Path;

/// Compares with the accepted text of this name, or, when asked to, accepts this one.
pub fn differs(name: &str, printed: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.txt"));
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

#[test]
fn the_first_line_that_differs_is_told() {
    assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
    let told = first_difference("a\nb\n", "a\nc\n").expect("they differ");
    assert!(told.ends_with("line 2 differs:\n- b\n+ c"), "{told}");
    let told = first_difference("a\n", "a\nb\n").expect("they differ");
    assert!(told.ends_with("line 2 differs:\n- (end)\n+ b"), "{told}");
}
