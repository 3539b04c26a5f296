//! `docs/rules`: the pages of the rules for who reads them in the repository. They are made of the rules'
//! own headers.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use asyncheck::report::page_markdown;
use asyncheck::rules::catalogue;

const BOOK: &str = "docs/rules";
const FIRST: &str = "README.md";

/// Each page by the name of its file, and the first page that leads to them.
fn pages() -> BTreeMap<String, String> {
    let rules = || catalogue().map(|rule| (rule.group, rule.id));
    let mut first = "# Rules\n".to_owned();
    for group in rules().map(|(group, _)| group).collect::<BTreeSet<_>>() {
        first += &format!("\n## {group}\n\n");
        let ids: BTreeSet<&str> = rules().filter(|rule| rule.0 == group).map(|it| it.1).collect();
        for id in ids {
            first += &format!("- [{id}]({id}.md)\n");
        }
    }
    let pages = catalogue().map(|rule| (format!("{}.md", rule.id), page_markdown(rule)));
    pages.chain([(FIRST.to_owned(), first)]).collect()
}

#[test]
fn the_book_of_rules_is_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(BOOK);
    let pages = pages();
    if std::env::var_os("ASYNCHECK_BLESS").is_some() {
        fs::create_dir_all(&folder).expect("the folder can be made");
        for (name, text) in &pages {
            fs::write(folder.join(name), text).expect("it can be written");
        }
    }
    let entries = fs::read_dir(&folder).expect("the book is shipped");
    let shipped: BTreeSet<String> = entries
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    let stale = "run the tests with ASYNCHECK_BLESS=1, and remove the pages of rules that are gone";
    assert_eq!(shipped, pages.keys().cloned().collect(), "{stale}");
    for (name, text) in &pages {
        let there = fs::read_to_string(folder.join(name)).expect("it is shipped");
        assert!(there == *text, "{BOOK}/{name} is stale: {stale}");
    }
}
