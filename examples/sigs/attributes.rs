//! What stands at an item beside its signature: attributes and visibility.

use std::collections::BTreeSet;

use asyncheck::ir::Binding;
use asyncheck::ir::Field;
use asyncheck::ir::Item;
use asyncheck::ir::ItemKind;
use asyncheck::resolve::DefId;
use asyncheck::resolve::DefKind;
use asyncheck::source::FileId;

use crate::sigs::bundle::Bundle;

/// Attributes that keep an item from its users.
const KEPT_BACK: [&str; 2] = ["#[unstable", "#[doc(hidden"];

/// Whether users cannot or should not name an item, because of itself or of its type's variant list.
pub fn is_out_of_reach(bundle: &Bundle, id: DefId) -> bool {
    let def = bundle.names.def(id);
    let Some(item) = bundle.names.item(id) else { return false };
    match def.kind {
        DefKind::Variant(number) => is_variant_kept_back(bundle, id, number),
        DefKind::Module if file_says_unstable(bundle, id) => true,
        _ => is_kept_back(bundle, def.file, item),
    }
}

/// `#[unstable]`, `#[doc(hidden)]`.
fn is_kept_back(bundle: &Bundle, file: FileId, item: &Item) -> bool {
    let names = &bundle.names.file(file).names;
    let unstable = item.attrs.iter().any(|attr| {
        attr.path.segments.len() == 1 && names.text(attr.path.segments[0].name) == "unstable"
    });
    unstable
        || !item.expanded
            && between(bundle, file, item.span.start, item.name_span.start).contains("#[doc(hidden")
}

/// The file that holds what is in a module.
pub fn content_of(bundle: &Bundle, module: DefId) -> FileId {
    let def = bundle.names.def(module);
    let Some(item) = bundle.names.item(module) else { return def.file };
    let mounts = &bundle.workspace.crates[def.krate.index()].mounts;
    let declared = mounts.iter().filter(|mount| mount.file == def.file);
    let mut children = declared.flat_map(|mount| &mount.children);
    let child = children.find(|(offset, _)| *offset == item.name_span.start);
    child.map_or(def.file, |&(_, mount)| mounts[mount].file)
}

/// `#![unstable]` at the top of the module's own file.
fn file_says_unstable(bundle: &Bundle, id: DefId) -> bool {
    let file = content_of(bundle, id);
    let text = &bundle.workspace.files.get(file).text;
    file != bundle.names.def(id).file
        && text.lines().any(|line| line.starts_with("#![unstable") || line == "#![doc(hidden)]")
}

/// The names that `#[unstable] use` and `#[doc(hidden)] use` bring, with the file they stand in. A
/// derive macro may be hidden so beside a trait that is not.
pub fn imports_kept_back(bundle: &Bundle) -> BTreeSet<(FileId, String)> {
    let (mut kept_back, mut shown) = (BTreeSet::new(), BTreeSet::new());
    for at in 0..bundle.workspace.files.all.len() {
        let id = FileId(at as u32);
        let file = bundle.names.file(id);
        for (_, item) in file.items.iter() {
            let ItemKind::Use(imports) = &item.kind else { continue };
            let names = match is_kept_back(bundle, id, item) {
                true => &mut kept_back,
                false => &mut shown,
            };
            for import in imports {
                if let Binding::Name(name) = import.binding {
                    names.insert((id, file.names.text(name).to_owned()));
                }
            }
        }
    }
    kept_back.difference(&shown).cloned().collect()
}

fn is_variant_kept_back(bundle: &Bundle, id: DefId, number: u32) -> bool {
    let def = bundle.names.def(id);
    let Some(item) = bundle.names.item(id) else { return false };
    let ItemKind::Enum(shape) = &item.kind else { return false };
    let before = number.checked_sub(1).map(|before| shape.variants[before as usize].span);
    let start = before.unwrap_or(item.name_span).end;
    let text = between(bundle, def.file, start, shape.variants[number as usize].span.start);
    !item.expanded && KEPT_BACK.iter().any(|attribute| text.contains(attribute))
}

/// Whether a field is `pub`: the syntax before its name or type tells. Of an expanded item nothing
/// is known.
pub fn is_public_field(bundle: &Bundle, file: FileId, item: &Item, field: &Field) -> bool {
    let before = between(bundle, file, item.span.start, field.span.start).trim_end();
    let Some(before) = before.strip_suffix("pub") else { return false };
    !item.expanded && !before.ends_with(|last: char| last.is_alphanumeric() || last == '_')
}

fn between(bundle: &Bundle, file: FileId, start: u32, end: u32) -> &str {
    let text = &bundle.workspace.files.get(file).text;
    text.get(start as usize..end as usize).unwrap_or("")
}
