//! Which `macro_rules!` are in scope in which file: found from the scans of all files, before
//! anything is parsed.

use crate::lower::macros::Definition;
use crate::lower::macros::Scope;
use crate::source::CfgSet;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::FileId;
use crate::source::MacroDef;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Workspace;

/// What code outside of any crate is called.
const NO_CRATE: &str = "crate";

/// The macros of a whole workspace.
pub(super) struct Scopes<'a> {
    workspace: &'a Workspace,
    /// For each crate, what its code can name by a path, sorted by name.
    named: Vec<Vec<Definition<'a>>>,
    /// For each file that belongs to a crate, what its code can name by a bare name.
    files: Vec<Option<Textual<'a>>>,
    /// For each file, the crates that mount it.
    owners: Vec<Vec<usize>>,
}

/// The textual scope of a file: that of a `macro_rules!` follows the text, through `mod a;` into
/// other files.
struct Textual<'a> {
    /// The first crate that mounts the file.
    krate: usize,
    /// Each macro with the stretch of the file in which it is in scope.
    definitions: Vec<(Span, Definition<'a>)>,
}

impl<'a> Scopes<'a> {
    /// Finds the scopes of all files.
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        let named = workspace.crates.iter().map(|krate| named_in(workspace, krate)).collect();
        let files = workspace.files.all.iter().map(|_| None).collect();
        let owners = owners(workspace);
        let mut scopes = Scopes { workspace, named, files, owners };
        for krate in 0..workspace.crates.len() {
            let mut seen = vec![false; workspace.crates[krate].mounts.len()];
            scopes.mount(krate, 0, Vec::new(), &mut seen);
        }
        scopes
    }

    /// The scope of one file.
    pub(super) fn of(&self, id: FileId) -> Scope<'_> {
        let Some(textual) = &self.files[id.index()] else { return self.of_lone(id) };
        let name = &self.workspace.crates[textual.krate].name;
        let mut scope = Scope::new(name, &self.named[textual.krate]);
        for &(span, definition) in &textual.definitions {
            scope.add_textual(definition, span);
        }
        scope
    }

    /// What the crates that mount a file answer to `cfg` predicates.
    pub(super) fn cfg_sets(&self, id: FileId) -> Vec<&'a CfgSet> {
        let owners = self.owners[id.index()].iter();
        owners.map(|&krate| &self.workspace.crates[krate].cfg).collect()
    }

    fn of_lone(&self, id: FileId) -> Scope<'_> {
        let source = self.workspace.files.get(id);
        let mut scope = Scope::new(NO_CRATE, &[]);
        for found in &source.scan.macros {
            scope.add_textual(definition(source, found, NO_CRATE), reach(found));
        }
        scope
    }

    /// Goes through a module file and those below it, in the order of the text. Answers with what
    /// is still in scope at its end, for a `#[macro_use]` at its declaration.
    fn mount(
        &mut self,
        krate: usize,
        mount: usize,
        inherited: Vec<Definition<'a>>,
        seen: &mut [bool],
    ) -> Vec<Definition<'a>> {
        let workspace = self.workspace;
        let owner = &workspace.crates[krate];
        let Some(own) = owner.mounts.get(mount) else { return Vec::new() };
        if std::mem::replace(&mut seen[mount], true) {
            return Vec::new();
        }
        let source = workspace.files.get(own.file);
        let whole = Span::new(0, source.text.len() as u32);
        let known = inherited.len();
        let mut found: Vec<_> = inherited.into_iter().map(|known| (whole, known)).collect();
        for event in events(source, owner, mount) {
            match event {
                Event::Macro(new) if is_on(owner, new) => {
                    found.push((reach(new), definition(source, new, &owner.name)));
                }
                Event::Macro(_) => {}
                Event::Child { offset, mount, open } => {
                    let visible = found.iter().filter(|(span, _)| span.contains(offset));
                    let visible = visible.map(|&(_, definition)| definition).collect();
                    let brought = self.mount(krate, mount, visible, seen);
                    if open {
                        let rest = Span::new(offset, whole.end);
                        found.extend(brought.into_iter().map(|definition| (rest, definition)));
                    }
                }
            }
        }
        let at_the_end = |&&(span, _): &&(Span, Definition<'a>)| span.end >= whole.end;
        let left = found[known..].iter().filter(at_the_end).map(|&(_, left)| left).collect();
        let slot = &mut self.files[own.file.index()];
        slot.get_or_insert(Textual { krate, definitions: found });
        left
    }
}

fn owners(workspace: &Workspace) -> Vec<Vec<usize>> {
    let mut owners = vec![Vec::new(); workspace.files.all.len()];
    for (index, krate) in workspace.crates.iter().enumerate() {
        for mount in &krate.mounts {
            let owners: &mut Vec<usize> = &mut owners[mount.file.index()];
            if owners.last() != Some(&index) {
                owners.push(index);
            }
        }
    }
    owners
}

/// What happens to the textual scope in a file.
enum Event<'a> {
    /// A definition.
    Macro(&'a MacroDef),
    /// A file stands here.
    Child {
        /// Where it is declared.
        offset: u32,
        /// Its mount.
        mount: usize,
        /// Its macros stay in scope behind it: `#[macro_use]`, `include!`.
        open: bool,
    },
}

fn events<'a>(source: &'a SourceFile, krate: &Crate, mount: usize) -> Vec<Event<'a>> {
    let own = &krate.mounts[mount];
    let scan = &source.scan;
    let is_open =
        |offset| scan.modules.iter().any(|module| module.offset == offset && module.macro_use);
    let mut events: Vec<(u32, Event<'a>)> = Vec::new();
    events.extend(scan.macros.iter().map(|found| (found.end, Event::Macro(found))));
    events.extend(
        own.children.iter().map(|&(offset, mount)| {
            (offset, Event::Child { offset, mount, open: is_open(offset) })
        }),
    );
    events.extend(
        own.includes
            .iter()
            .map(|&(offset, mount)| (offset, Event::Child { offset, mount, open: true })),
    );
    events.sort_by_key(|&(offset, _)| offset);
    events.into_iter().map(|(_, event)| event).collect()
}

/// The macros that code of a crate can name by a path: all of its own, and those that the crates
/// it depends on export. One of a crate further away can be reached through a re-export.
fn named_in<'a>(workspace: &'a Workspace, krate: &'a Crate) -> Vec<Definition<'a>> {
    let mut named = defined_in(workspace, krate, &krate.name);
    let mut seen = vec![false; workspace.crates.len()];
    let mut next: Vec<(&str, CrateId)> = externs(krate).collect();
    while !next.is_empty() {
        let mut further = Vec::new();
        for (name, id) in next {
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            let found = &workspace.crates[id.index()];
            let all = defined_in(workspace, found, name);
            named.extend(all.into_iter().filter(|definition| definition.exported));
            further.extend(externs(found).map(|(_, id)| {
                let name = workspace.crates[id.index()].name.as_str();
                (name, id)
            }));
        }
        next = further;
    }
    named.sort_by(|a, b| a.name.cmp(b.name));
    named
}

fn externs(krate: &Crate) -> impl Iterator<Item = (&str, CrateId)> {
    krate.externs.iter().filter_map(|(name, id)| Some((name.as_str(), (*id)?)))
}

fn defined_in<'a>(
    workspace: &'a Workspace,
    krate: &'a Crate,
    name: &'a str,
) -> Vec<Definition<'a>> {
    let mut defined = Vec::new();
    for mount in &krate.mounts {
        let source = workspace.files.get(mount.file);
        let on = source.scan.macros.iter().filter(|found| is_on(krate, found));
        defined.extend(on.map(|found| definition(source, found, name)));
    }
    defined
}

fn definition<'a>(source: &'a SourceFile, found: &'a MacroDef, krate: &'a str) -> Definition<'a> {
    let body = source.text.get(found.body.start as usize..found.body.end as usize);
    Definition { name: &found.name, krate, exported: found.exported, body: body.unwrap_or("") }
}

fn reach(found: &MacroDef) -> Span {
    Span::new(found.end, found.scope.end)
}

fn is_on(krate: &Crate, found: &MacroDef) -> bool {
    found.cfg.iter().all(|cfg| krate.cfg.answers(cfg) != Some(false))
}
