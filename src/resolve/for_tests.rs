//! Which items only serve tests. Names decide here, which never makes a finding: code is only treated more
//! leniently.

use crate::ir;
use crate::ir::ItemKind;

/// What modules of test support are called that stand beside the code they help to test.
const MODULES: [&str; 12] = [
    "test_kit",
    "testing",
    "testkit",
    "tests",
    "test_fixtures",
    "test_harness",
    "test_helpers",
    "test_support",
    "test_util",
    "test_utils",
    "testutil",
    "testutils",
];

/// `#[test]` and whatever ends in it: `#[tokio::test]`, `#[rstest::test]`; and modules of test support.
pub(super) fn is_for_tests(file: &ir::File, item: &ir::Item) -> bool {
    let text = |name| file.names.text(name);
    let is_test = item
        .attrs
        .iter()
        .any(|attr| attr.path.segments.last().is_some_and(|last| text(last.name) == "test"));
    let is_module = matches!(item.kind, ItemKind::Mod(_))
        && item.name.is_some_and(|name| MODULES.contains(&text(name)));
    is_test || is_module
}
