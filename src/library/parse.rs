//! `rules/*.toml`, and the user's own rows.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use toml::Spanned;

use crate::config::OwnRows;
use crate::config::Table as Place;
use crate::error::Error;
use crate::error::Text;
use crate::error::nearest;
use crate::library::AnswerRow;
use crate::library::Blocks;
use crate::library::CallRole;
use crate::library::CallRow;
use crate::library::Library;
use crate::library::Touch;
use crate::library::TypeRow;
use crate::library::Weight;
use crate::library::alias::Aliases;
use crate::library::rows::CallEntry;
use crate::library::rows::Manifest;
use crate::library::rows::Paths;
use crate::library::rows::Rows;
use crate::library::rows::SignatureEntry;
use crate::library::rows::TypeEntry;

/// Our own rows: the path and the text of each table.
pub(super) const OURS: &[(&str, &str)] = &[
    ("rules/adaptors.toml", include_str!("../../rules/adaptors.toml")),
    ("rules/archives.toml", include_str!("../../rules/archives.toml")),
    ("rules/attributes.toml", include_str!("../../rules/attributes.toml")),
    ("rules/cpu.toml", include_str!("../../rules/cpu.toml")),
    ("rules/databases.toml", include_str!("../../rules/databases.toml")),
    ("rules/files.toml", include_str!("../../rules/files.toml")),
    ("rules/futures.toml", include_str!("../../rules/futures.toml")),
    ("rules/git.toml", include_str!("../../rules/git.toml")),
    ("rules/locks.toml", include_str!("../../rules/locks.toml")),
    ("rules/loops.toml", include_str!("../../rules/loops.toml")),
    ("rules/needs.toml", include_str!("../../rules/needs.toml")),
    ("rules/network.toml", include_str!("../../rules/network.toml")),
    ("rules/polled.toml", include_str!("../../rules/polled.toml")),
    ("rules/pools.toml", include_str!("../../rules/pools.toml")),
    ("rules/process.toml", include_str!("../../rules/process.toml")),
    ("rules/queues.toml", include_str!("../../rules/queues.toml")),
    ("rules/runtimes.toml", include_str!("../../rules/runtimes.toml")),
    ("rules/sending.toml", include_str!("../../rules/sending.toml")),
    ("rules/serde.toml", include_str!("../../rules/serde.toml")),
    ("rules/sleep.toml", include_str!("../../rules/sleep.toml")),
    ("rules/smol.toml", include_str!("../../rules/smol.toml")),
    ("rules/state.toml", include_str!("../../rules/state.toml")),
    ("rules/statements.toml", include_str!("../../rules/statements.toml")),
    ("rules/std-closures.toml", include_str!("../../rules/std-closures.toml")),
    ("rules/std-fs.toml", include_str!("../../rules/std-fs.toml")),
    ("rules/std-globs.toml", include_str!("../../rules/std-globs.toml")),
    ("rules/std-io.toml", include_str!("../../rules/std-io.toml")),
    ("rules/std-prelude.toml", include_str!("../../rules/std-prelude.toml")),
    ("rules/std-types.toml", include_str!("../../rules/std-types.toml")),
    ("rules/std.toml", include_str!("../../rules/std.toml")),
    ("rules/stores.toml", include_str!("../../rules/stores.toml")),
    ("rules/system.toml", include_str!("../../rules/system.toml")),
    ("rules/tasks.toml", include_str!("../../rules/tasks.toml")),
    ("rules/terminal.toml", include_str!("../../rules/terminal.toml")),
    ("rules/threads.toml", include_str!("../../rules/threads.toml")),
    ("rules/tokio-blocking.toml", include_str!("../../rules/tokio-blocking.toml")),
    ("rules/tokio.toml", include_str!("../../rules/tokio.toml")),
    ("rules/waiting-async.toml", include_str!("../../rules/waiting-async.toml")),
    ("rules/waiting.toml", include_str!("../../rules/waiting.toml")),
    ("rules/web.toml", include_str!("../../rules/web.toml")),
    ("rules/writing.toml", include_str!("../../rules/writing.toml")),
];

/// Reads the embedded rows and then the user's. A user's row replaces ours of the same path.
///
/// Of the user's files only the tables of rows are read: what else stands in them is the
/// configuration's to judge.
pub fn load(own: &[OwnRows]) -> Result<Library, Error> {
    let ours = OURS.iter().map(|&(path, text)| Table { path, text, place: Place::Whole });
    let ours: Vec<Table<'_>> = ours.collect();
    let own = own.iter().map(|own| Table {
        path: &own.text.name,
        text: &own.text.text,
        place: own.table,
    });
    let own: Vec<Table<'_>> = own.collect();
    let mut library = Library::default();
    // Ours are written under canonical paths: a test holds them to it. The user's need not be.
    library = with_layer(library, &ours, Library::canonical_by_rows)?;
    library = with_layer(library, &own, Library::canonical)?;
    Ok(library)
}

/// One file of rows.
#[derive(Clone, Copy)]
struct Table<'t> {
    path: &'t str,
    text: &'t str,
    place: Place,
}

/// What is wrong with a row, and where in its file.
struct Problem {
    span: Range<usize>,
    message: String,
    help: Option<String>,
}

impl Table<'_> {
    fn error(self, problem: Problem) -> Error {
        let Problem { span, message, help } = problem;
        let file = Text { name: self.path.to_owned(), text: self.text.to_owned() };
        Error::Row { message, file: Arc::new(file), span: span.into(), help }
    }
}

/// Puts the rows of some files over those that we have. Within the files a path has one row.
fn with_layer(
    mut library: Library,
    tables: &[Table<'_>],
    canonical: for<'p> fn(&Library, &'p str) -> Cow<'p, str>,
) -> Result<Library, Error> {
    let mut parsed = Vec::new();
    for &table in tables {
        parsed.push((table, parse(table).map_err(|problem| table.error(problem))?));
    }
    // All aliases come first: a row may be written under any public path of its item.
    let mut aliases = Aliases::default();
    for (table, rows) in &parsed {
        add_aliases(&mut aliases, rows).map_err(|problem| table.error(problem))?;
    }
    library.aliases.extend(aliases);
    for (table, rows) in &parsed {
        aliases_end(&library.aliases, rows).map_err(|problem| table.error(problem))?;
    }
    let mut layer = Library::default();
    for (table, rows) in parsed {
        add_rows(&mut layer, |path| canonical(&library, path).into_owned(), rows)
            .map_err(|problem| table.error(problem))?;
    }
    library.calls.extend(layer.calls);
    library.types.extend(layer.types);
    library.effects.extend(layer.effects);
    library.touches.extend(layer.touches);
    library.answers.extend(layer.answers);
    library.sigs.own.extend(layer.sigs.own);
    library.attributes.extend(layer.attributes);
    library.globs.extend(layer.globs);
    library.prelude.extend(layer.prelude);
    library.runtimes.extend(layer.runtimes);
    Ok(library)
}

fn parse(table: Table<'_>) -> Result<Rows, Problem> {
    let rows = match table.place {
        Place::Whole => toml::from_str(table.text),
        Place::Package => {
            toml::from_str(table.text).map(|manifest: Manifest| manifest.package.rows())
        }
        Place::Workspace => {
            toml::from_str(table.text).map(|manifest: Manifest| manifest.workspace.rows())
        }
    };
    rows.map_err(|error| Problem {
        span: error.span().unwrap_or(0..0),
        message: error.message().to_owned(),
        help: accepted(error.message()),
    })
}

/// What to write instead of an unknown key or value. The message has the words between backticks:
/// first the one that was written, then all that would have been accepted.
fn accepted(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let written = quoted.next().filter(|_| message.starts_with("unknown "))?;
    nearest(written, quoted).map(|word| format!("did you mean `{word}`?"))
}

fn add_aliases(aliases: &mut Aliases, rows: &Rows) -> Result<(), Problem> {
    for entry in &rows.alias {
        for path in &entry.path.get_ref().0 {
            if aliases.insert(path.clone(), entry.of.clone()).is_some() {
                return Err(twice(path, &entry.path));
            }
        }
    }
    Ok(())
}

fn aliases_end(aliases: &Aliases, rows: &Rows) -> Result<(), Problem> {
    for entry in &rows.alias {
        if let Some(path) = entry.path.get_ref().0.iter().find(|path| aliases.is_endless(path)) {
            let message = format!("`{path}` is in the end an alias of itself");
            let help = Some(format!("it stands for `{}`, which stands for it again", entry.of));
            return Err(Problem { span: entry.path.span(), message, help });
        }
    }
    Ok(())
}

/// Adds rows under canonical paths.
fn add_rows(
    layer: &mut Library,
    canonical: impl Fn(&str) -> String,
    rows: Rows,
) -> Result<(), Problem> {
    for entry in &rows.call {
        insert(&mut layer.calls, &canonical, &entry.path, call_row(entry)?)?;
    }
    for entry in &rows.r#type {
        insert(&mut layer.types, &canonical, &entry.path, type_row(entry)?)?;
    }
    for entry in &rows.effect {
        let row = entry.row().map_err(|(message, help)| problem(&entry.path, message, help))?;
        insert(&mut layer.effects, &canonical, &entry.path, row)?;
    }
    for entry in &rows.touch {
        let touch = Touch { does: entry.does, key: entry.key, value: entry.value };
        insert(&mut layer.touches, &canonical, &entry.path, touch)?;
    }
    for entry in rows.answer {
        let (path, row) = entry.split();
        if row == AnswerRow::default() {
            let help = "give it `closed`, `ended`, `exhausted`, `lagged`, `failed`, `not-yet`, `pause`, \
                 `gives`, `maps`, or `runs`";
            return Err(problem(&path, "the row says nothing", help));
        }
        insert(&mut layer.answers, &canonical, &path, row)?;
    }
    for entry in &rows.signature {
        add_signature(layer, &canonical, entry)?;
    }
    for entry in &rows.attribute {
        insert(&mut layer.attributes, &canonical, &entry.path, (entry.role, entry.flavor))?;
    }
    layer.prelude.extend(rows.prelude.names);
    layer.runtimes.extend(rows.runtime);
    for entry in rows.glob {
        // As written: a prelude is an alias of the module whose items it brings, and yet it brings
        // only some of them.
        insert(&mut layer.globs, str::to_owned, &entry.path, entry.names)?;
    }
    Ok(())
}

/// A signature is a line of a table: what it takes is not said.
fn add_signature(
    layer: &mut Library,
    canonical: impl Fn(&str) -> String,
    entry: &SignatureEntry,
) -> Result<(), Problem> {
    for path in &entry.path.get_ref().0 {
        let canonical = canonical(path);
        let line = format!("{canonical}(..) -> {}", entry.returns);
        if layer.sigs.own.insert(canonical, line).is_some() {
            return Err(twice(path, &entry.path));
        }
    }
    Ok(())
}

fn call_row(entry: &CallEntry) -> Result<CallRow, Problem> {
    let CallEntry { blocks, weight, cpu, enters, flavor, role, arg, unit, .. } = *entry;
    let CallEntry { locks, waits, restarts, watched, needs, within, .. } = *entry;
    let says_nothing = blocks.is_none()
        && cpu.is_none()
        && enters.is_none()
        && flavor.is_none()
        && role.is_none()
        && unit.is_none()
        && locks.is_none()
        && waits.is_none()
        && !restarts
        && !watched
        && needs.is_none();
    if says_nothing {
        let help = "give it `blocks` and `weight`, `cpu`, `enters`, `locks`, `waits`, `restarts`, `watched`, \
             `needs`, a `role`, or a `unit`";
        return Err(problem(&entry.path, "the row says nothing", help));
    }
    if role != Some(CallRole::Io) || blocks.is_some() {
        both_or_none(&entry.path, blocks, weight)?;
    }
    if role.is_none() && (arg.is_some() || within.is_some()) {
        let key = if arg.is_some() { "arg" } else { "within" };
        let help = format!("add the `role`, or remove `{key}`");
        let message = format!("`{key}` has no `role` to serve");
        return Err(problem(&entry.path, &message, &help));
    }
    let instead = entry.instead.clone();
    let unless = entry.unless.clone();
    let own = CallRow { blocks, weight, cpu, enters, flavor, ..CallRow::default() };
    Ok(CallRow {
        instead,
        role,
        arg,
        unit,
        unless,
        locks,
        waits,
        restarts,
        watched,
        needs,
        within,
        ..own
    })
}

fn type_row(entry: &TypeEntry) -> Result<TypeRow, Problem> {
    let TypeEntry { role, holds, blocks, weight, bound, unshared, .. } = *entry;
    let says = role.is_some() || blocks.is_some() || weight.is_some() || bound.is_some();
    if !says && !holds && !unshared {
        let help = "give it a `role`, `holds`, `bound`, `unshared`, or `blocks` and `weight`";
        return Err(problem(&entry.path, "the row says nothing", help));
    }
    both_or_none(&entry.path, blocks, weight)?;
    Ok(TypeRow { role, holds, blocks, weight, bound, unshared })
}

fn both_or_none(
    path: &Spanned<Paths>,
    blocks: Option<Blocks>,
    weight: Option<Weight>,
) -> Result<(), Problem> {
    match blocks.is_some() == weight.is_some() {
        true => Ok(()),
        false => {
            let message = "`blocks` and `weight` go together";
            Err(problem(path, message, "add the one that is missing"))
        }
    }
}

fn problem(path: &Spanned<Paths>, message: &str, help: &str) -> Problem {
    Problem { span: path.span(), message: message.to_owned(), help: Some(help.to_owned()) }
}

/// Adds one row under each of its paths.
fn insert<V: Clone>(
    map: &mut FxHashMap<String, V>,
    canonical: impl Fn(&str) -> String,
    paths: &Spanned<Paths>,
    row: V,
) -> Result<(), Problem> {
    for path in &paths.get_ref().0 {
        if map.insert(canonical(path), row.clone()).is_some() {
            return Err(twice(path, paths));
        }
    }
    Ok(())
}

fn twice(path: &str, paths: &Spanned<Paths>) -> Problem {
    Problem { span: paths.span(), message: format!("`{path}` has two rows"), help: None }
}
