//! All lines of a bundle, in order.

use std::collections::BTreeSet;

use asyncheck::library::sig_key;
use asyncheck::resolve::DefKind;

use crate::sigs::bundle::Bundle;
use crate::sigs::impls::Joined;
use crate::sigs::public;
use crate::sigs::types::PRIVATE;
use crate::sigs::types::Writer;

/// What is in scope everywhere needs no import.
const PRELUDES: &str = "std::prelude::";

/// The text of a table, under comments that say what it was made of.
pub fn table(bundle: &Bundle, comments: &[String]) -> String {
    let public = public::find(bundle);
    let writer = Writer { bundle, public: &public };
    let names = &bundle.names;
    let root = names.crate_name(bundle.crates[0]).to_owned();
    let mut lines = BTreeSet::new();
    for (path, id) in public.all().filter(|(path, _)| is_under(path, &root)) {
        if !path.starts_with(PRELUDES) && names.def(id).kind != DefKind::Module {
            lines.extend(writer.item(id, path));
        }
    }
    lines.extend(impls_and_needed(&writer));
    lines.extend(uses(bundle, &public, &root));
    let mut keyed: Vec<(String, String)> = lines
        .into_iter()
        .map(|line| line.replace(PRIVATE, "_"))
        .map(|line| (sig_key(&root, &line).into_owned(), line))
        .collect();
    keyed.sort();
    keyed.dedup();
    let mut text: String = comments.iter().map(|comment| format!("# {comment}\n")).collect();
    for (_, line) in keyed {
        text += &line;
        text.push('\n');
    }
    text
}

/// The lines of impls, and of the private items that lines name: each may name others.
fn impls_and_needed(writer: &Writer<'_>) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let mut known = usize::MAX;
    while known != writer.public.needed().len() {
        known = writer.public.needed().len();
        lines.clear();
        let mut joined = Joined::default();
        for (id, path) in writer.public.needed() {
            lines.extend(writer.private_item(id, &path));
        }
        for &id in &writer.bundle.names.impls {
            lines.extend(writer.impl_block(id, &mut joined));
        }
        lines.extend(joined.lines());
    }
    lines
}

/// `use OTHER = CANONICAL`, but where the same of a module around says it already, or a row speaks of
/// the other path.
fn uses(bundle: &Bundle, public: &public::Public, root: &str) -> Vec<String> {
    let rows = bundle.library.paths();
    let all = public.others.iter().chain(&public.foreign);
    let implied = |path: &str, target: &str| {
        let (around, name) = path.rsplit_once("::").unwrap_or(("", path));
        let of_module = public.others.get(around);
        of_module.is_some_and(|module| format!("{module}::{name}") == target)
    };
    all.filter(|(path, target)| is_under(path, root) && !implied(path, target) && path != target)
        .filter(|(path, _)| !path.starts_with(PRELUDES) && !rows.contains(path.as_str()))
        .map(|(path, target)| format!("use {path} = {target}"))
        .collect()
}

fn is_under(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.starts_with("::"))
}
