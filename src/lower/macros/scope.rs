//! Which macro a path means: the `macro_rules!` that are in scope where it stands.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use syn::Item;
use syn::Path;
use syn::UseTree;

use crate::lower::macros::CRATE_MARKER;
use crate::lower::macros::rules::Rules;
use crate::lower::macros::rules::Spent;
use crate::source::Span;

/// A `macro_rules!` of the workspace, or of a dependency at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::lower) struct Definition<'a> {
    /// Its name, without `r#`.
    pub(in crate::lower) name: &'a str,
    /// The crate that defines it, by the name that code uses.
    pub(in crate::lower) krate: &'a str,
    /// `#[macro_export]`: other crates can name it.
    pub(in crate::lower) exported: bool,
    /// Its rules: the text between the outermost brackets.
    pub(in crate::lower) body: &'a str,
}

/// The macros of one file, and what was spent on expanding them.
#[derive(Debug)]
pub(in crate::lower) struct Scope<'a> {
    krate: &'a str,
    global: &'a [Definition<'a>],
    textual: Vec<(Span, Definition<'a>)>,
    imports: Vec<Import>,
    /// The rules of each definition that was called, by the place of its text in memory.
    parsed: RefCell<FxHashMap<*const u8, Option<Rc<Rules>>>>,
    pub(super) spent: RefCell<Spent>,
}

/// `use a::b as c`, `use a::*`.
#[derive(Debug)]
struct Import {
    /// `c`; absent for a glob.
    bound: Option<String>,
    /// `a::b`; of a glob `a`.
    path: Vec<String>,
}

impl<'a> Scope<'a> {
    /// The scope of a file of crate `krate`. `global` holds the macros that can be named by path:
    /// those of this crate, exported or not (`pub(crate) use name` makes a path of any), and the
    /// exported ones of the crates it depends on, directly or not; **sorted by name**.
    pub(in crate::lower) fn new(krate: &'a str, global: &'a [Definition<'a>]) -> Self {
        Scope {
            krate,
            global,
            textual: Vec::new(),
            imports: Vec::new(),
            parsed: RefCell::default(),
            spent: RefCell::default(),
        }
    }

    /// Adds a macro that is in scope by its bare name in a stretch of this file: the rest of the
    /// block behind its definition, or the whole file for one that a parent module defines before
    /// its `mod` declaration.
    pub(in crate::lower) fn add_textual(&mut self, definition: Definition<'a>, span: Span) {
        self.textual.push((span, definition));
    }

    /// Notes what the `use` items of the file bind, those of its inline modules too.
    pub(in crate::lower) fn add_imports(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Use(item) => self.add_tree(&item.tree, &mut Vec::new()),
                Item::Mod(item) => {
                    let name = plain(&item.ident);
                    let path = vec!["self".to_owned(), name.clone()];
                    self.imports.push(Import { bound: Some(name), path });
                    let inner = item.content.as_ref().map_or(&[][..], |(_, items)| items);
                    self.add_imports(inner);
                }
                _ => {}
            }
        }
    }

    fn add_tree(&mut self, tree: &UseTree, prefix: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(plain(&path.ident));
                self.add_tree(&path.tree, prefix);
                prefix.pop();
            }
            UseTree::Name(name) => self.add_import(plain(&name.ident), None, prefix),
            UseTree::Rename(rename) => {
                self.add_import(plain(&rename.ident), Some(plain(&rename.rename)), prefix);
            }
            UseTree::Glob(_) => self.imports.push(Import { bound: None, path: prefix.clone() }),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_tree(tree, prefix);
                }
            }
        }
    }

    /// Only names that can lead to a macro matter: those of a definition, those of modules of the
    /// crate, and new names for anything.
    fn add_import(&mut self, name: String, rename: Option<String>, prefix: &[String]) {
        let is_type = name.starts_with(char::is_uppercase);
        let is_own = prefix.first().is_some_and(|first| is_own(first)) && !is_type;
        if rename.is_some() || is_own || !self.named(&name).is_empty() {
            let bound = rename.unwrap_or_else(|| name.clone());
            let path = prefix.iter().cloned().chain([name]).collect();
            self.imports.push(Import { bound: Some(bound), path });
        }
    }

    /// The names of a path; the first as the `use` says that gave it.
    pub(super) fn written(&self, path: &Path) -> Vec<String> {
        let mut names: Vec<String> = path.segments.iter().map(|part| plain(&part.ident)).collect();
        let import = self.imports.iter().find(|import| import.bound.as_ref() == names.first());
        if let Some(import) = import.filter(|_| path.leading_colon.is_none()) {
            names.splice(..1, import.path.iter().cloned());
        }
        names
    }

    /// The definition that a path means at a byte offset of the file.
    pub(super) fn lookup(&self, path: &Path, offset: u32) -> Option<Definition<'a>> {
        if let Some(name) = path.get_ident().map(plain)
            && let Some(found) = self.lookup_textual(&name, offset)
        {
            return Some(found);
        }
        let names = self.written(path);
        match &names[..] {
            [.., name] if self.named(name).is_empty() => None,
            [] => None,
            [name] => self.lookup_globs(name),
            [qualifiers @ .., name] => self.lookup_path(qualifiers, name),
        }
    }

    /// Is the crate of a definition another one than that of the file?
    pub(super) fn is_foreign(&self, definition: Definition<'_>) -> bool {
        definition.krate != self.krate
    }

    /// The rules of a definition, read once.
    pub(super) fn rules(&self, definition: Definition<'_>) -> Option<Rc<Rules>> {
        let mut parsed = self.parsed.borrow_mut();
        let key = definition.body.as_ptr();
        parsed.entry(key).or_insert_with(|| Rules::parse(definition.body).map(Rc::new)).clone()
    }

    /// The latest definition before the call shadows the earlier ones.
    fn lookup_textual(&self, name: &str, offset: u32) -> Option<Definition<'a>> {
        let in_scope = self
            .textual
            .iter()
            .filter(|(span, definition)| definition.name == name && span.contains(offset));
        in_scope.max_by_key(|(span, _)| span.start).map(|(_, definition)| *definition)
    }

    fn lookup_globs(&self, name: &str) -> Option<Definition<'a>> {
        let globs = self.imports.iter().filter(|import| import.bound.is_none());
        globs.filter_map(|glob| self.lookup_path(&glob.path, name)).next()
    }

    /// A crate may hand on what another one exports: `a::b::name` can be a macro of `b`.
    fn lookup_path(&self, qualifiers: &[String], name: &str) -> Option<Definition<'a>> {
        qualifiers.iter().find_map(|qualifier| self.lookup_in(qualifier, name))
    }

    /// Modules are not known yet: a name that a crate defines twice stays unknown.
    fn lookup_in(&self, qualifier: &str, name: &str) -> Option<Definition<'a>> {
        let krate = match is_own(qualifier) {
            true => self.krate,
            false => qualifier.strip_prefix(CRATE_MARKER).unwrap_or(qualifier),
        };
        let own = krate == self.krate;
        let visible = |definition: &&Definition<'a>| {
            definition.krate == krate && (own || definition.exported)
        };
        let mut found = self.named(name).iter().filter(visible);
        let first = found.next()?;
        let single = found.all(|other| other.body.as_ptr() == first.body.as_ptr());
        single.then_some(*first)
    }

    fn named(&self, name: &str) -> &'a [Definition<'a>] {
        let start = self.global.partition_point(|definition| definition.name < name);
        let end = self.global.partition_point(|definition| definition.name <= name);
        &self.global[start..end]
    }
}

/// Does a path that begins so stay in its crate?
fn is_own(name: &str) -> bool {
    matches!(name, "crate" | "self" | "super")
}

/// The text of an identifier without `r#`.
fn plain(ident: &syn::Ident) -> String {
    let text = ident.to_string();
    match text.strip_prefix("r#") {
        Some(rest) => rest.to_string(),
        None => text,
    }
}
