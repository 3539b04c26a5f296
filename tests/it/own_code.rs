//! asyncheck is clean on itself.

use std::process::Command;

#[test]
fn no_finding_in_our_own_code() {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-asyncheck"))
        .args(["check", "--all-targets", "-W", "all", "--message-format", "short"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the binary was built");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{told}");
    // Nothing was left out either.
    assert!(told.contains("0 findings; ") && told.contains(" 0 files not parsed"), "{told}");
    assert_eq!(output.status.code(), Some(0));
}
