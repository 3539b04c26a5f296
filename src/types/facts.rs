//! What is known of items: asked by head or function, answered from source or from signature
//! tables, remembered by each worker.

use std::hash::Hash;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::ir::ItemKind;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Res;
use crate::resolve::Resolved;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;
use crate::types::Members;
use crate::types::candidates::Shape as TypeShape;
use crate::types::candidates::StandsFor;
use crate::types::drops::DropOf;
use crate::types::line;
use crate::types::method::Candidate;
use crate::types::scope::TraitMembers;
use crate::types::select::Holds;
use crate::types::select::Selected;
use crate::types::signature::FnSignature;
use crate::types::signature::Generics;
use crate::types::signature::ImplInfo;
use crate::types::signature::Shape;
use crate::types::signature::TraitInfo;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Store;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::written;

/// What one worker knows.
pub(super) struct Facts<'a> {
    pub names: &'a Names,
    pub library: &'a Library,
    pub members: &'a Members,
    pub store: Store,
    prelude: FxHashMap<&'a str, &'a str>,
    /// The lines of signature tables that were asked for.
    lines: Vec<(&'a str, Text)>,
    line_numbers: FxHashMap<*const u8, u32>,
    functions: Memory<FnRef, FnSignature>,
    traits: Memory<Head, TraitInfo>,
    impls: Memory<ImplRef, ImplInfo>,
    shapes: Memory<FnRef, Shape>,
    /// What runs where a value of a struct or enum goes away.
    pub drops: FxHashMap<DefId, Rc<[DropOf]>>,
    pub generics: Memory<Head, Generics>,
    pub aliases: Memory<Head, (Generics, Ty)>,
    /// What signature tables say of an owner.
    tables: FxHashMap<Text, Rc<Table>>,
    /// The lines of its members of a name.
    members_of: FxHashMap<(Text, Text), Rc<[u32]>>,
    impl_traits: FxHashMap<u32, Rc<[Head]>>,
    /// The traits whose methods can be called in a scope.
    pub in_scope: FxHashMap<ScopeId, TraitSet>,
    /// The different sets of them: many scopes have the same.
    pub trait_sets: FxHashMap<Rc<[Head]>, u32>,
    /// Which types have which traits, where that is the same in every body.
    pub holds: FxHashMap<(Ty, TraitRef), Holds>,
    /// The impls of a trait that may be for types of one shape.
    pub candidates: FxHashMap<(Head, TypeShape), Candidates>,
    /// How types have traits, where that is the same in every body.
    pub selected: FxHashMap<(Ty, TraitRef), Selected>,
    /// What types dereference to, where that is the same in every body.
    pub derefs: FxHashMap<Ty, Option<Ty>>,
    /// The functions of a set of traits, by name.
    pub methods: FxHashMap<(u32, Text), Rc<[Candidate]>>,
    pub derives: FxHashMap<DefId, Rc<[Head]>>,
    pub trait_members: TraitMembers,
    /// The traits that need no import.
    pub prelude_traits: Option<Rc<[Head]>>,
    /// What single names mean as types.
    pub types_named: FxHashMap<(ScopeId, Symbol), Resolved>,
}

/// What is remembered of a table: none while it is being found out, and where nothing is known.
type Memory<K, V> = FxHashMap<K, Option<Rc<V>>>;

/// A set of traits, with its number among all.
#[derive(Clone, Debug)]
pub(super) struct TraitSet {
    pub number: u32,
    pub traits: Rc<[Head]>,
}

/// Impls of a trait with what is known of them.
type Candidates = Rc<[(ImplRef, Rc<ImplInfo>)]>;

/// An impl of a trait.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum ImplRef {
    Def(DefId),
    /// A line, and which of its traits.
    Line(u32, u32),
}

/// What signature tables say of one owner.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The line that declares it.
    pub item: Option<u32>,
    /// The lines of its impls, and what each is for.
    pub impls: Vec<(u32, StandsFor)>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(names: &'a Names, library: &'a Library, members: &'a Members) -> Self {
        Self {
            names,
            library,
            members,
            store: Store::new(),
            prelude: prelude(library),
            lines: Vec::new(),
            line_numbers: FxHashMap::default(),
            functions: FxHashMap::default(),
            traits: FxHashMap::default(),
            impls: FxHashMap::default(),
            shapes: FxHashMap::default(),
            drops: FxHashMap::default(),
            generics: FxHashMap::default(),
            aliases: FxHashMap::default(),
            tables: FxHashMap::default(),
            members_of: FxHashMap::default(),
            impl_traits: FxHashMap::default(),
            in_scope: FxHashMap::default(),
            trait_sets: FxHashMap::default(),
            holds: FxHashMap::default(),
            candidates: FxHashMap::default(),
            selected: FxHashMap::default(),
            derefs: FxHashMap::default(),
            methods: FxHashMap::default(),
            derives: FxHashMap::default(),
            trait_members: TraitMembers::default(),
            prelude_traits: None,
            types_named: FxHashMap::default(),
        }
    }

    /// The path of a name that needs no import.
    pub(super) fn prelude(&self, name: &str) -> Option<&'a str> {
        self.prelude.get(name).copied()
    }

    /// A line by its number.
    pub(super) fn line(&self, number: u32) -> &'a str {
        self.lines[number as usize].0
    }

    /// The canonical path of what a line declares; of an impl that of the item it stands under.
    pub(super) fn line_path(&self, number: u32) -> Rc<str> {
        self.store.letters(self.lines[number as usize].1)
    }

    fn number(&mut self, line: &'a str, path: Text) -> u32 {
        let next = self.lines.len() as u32;
        let number = *self.line_numbers.entry(line.as_ptr()).or_insert(next);
        if number == next {
            self.lines.push((line, path));
        }
        number
    }

    /// What the signature tables say of an item or module.
    pub(super) fn table(&mut self, owner: Text) -> Rc<Table> {
        if let Some(known) = self.tables.get(&owner) {
            return Rc::clone(known);
        }
        let library = self.library;
        let signatures = library.signatures(&self.store.letters(owner));
        let item = signatures.item.map(|line| self.number(line, owner));
        let impls = signatures.impls.iter();
        let impls = impls.map(|line| (self.number(line, owner), StandsFor::of(line))).collect();
        let table = Rc::new(Table { item, impls });
        self.tables.insert(owner, Rc::clone(&table));
        table
    }

    /// The lines of an owner's functions and consts of this name.
    pub(super) fn lines_of(&mut self, owner: Text, name: Text) -> Rc<[u32]> {
        if let Some(known) = self.members_of.get(&(owner, name)) {
            return Rc::clone(known);
        }
        let (of, letters) = (self.store.letters(owner), self.store.letters(name));
        let numbered = self.library.members(&of, &letters).map(|line| {
            let path = self.store.text(&format!("{of}::{letters}"));
            self.number(line, path)
        });
        let numbers: Rc<[u32]> = numbered.collect();
        self.members_of.insert((owner, name), Rc::clone(&numbers));
        numbers
    }

    /// What a name means as a struct, enum or trait.
    pub(super) fn head(&mut self, res: &Res) -> Option<Head> {
        match res {
            Res::Def(def) => Some(Head::Def(*def)),
            Res::Library(item) => Some(match item.def {
                Some(def) => Head::Def(def),
                None => Head::Library(self.store.text(&item.path)),
            }),
            Res::Primitive(_) | Res::Unknown => None,
        }
    }

    /// The head of one of the language's own items.
    pub(super) fn lang(&mut self, path: &str) -> Head {
        Head::Library(self.store.text(path))
    }

    /// Its source or a line says what it is: what it has not, it really has not.
    pub(super) fn is_known(&mut self, head: Head) -> bool {
        match head {
            Head::Def(def) => self.names.is_whole(def),
            Head::Library(path) => self.table(path).item.is_some(),
        }
    }

    /// What is remembered under a key, found out when it is asked for first. Whoever asks while it is
    /// being found out is told that there is nothing.
    pub(super) fn remember<K: Copy + Eq + Hash, V>(
        &mut self,
        memory: fn(&mut Self) -> &mut Memory<K, V>,
        key: K,
        find: impl FnOnce(&mut Self) -> Option<Rc<V>>,
    ) -> Option<Rc<V>> {
        if let Some(known) = memory(self).get(&key) {
            return known.clone();
        }
        memory(self).insert(key, None);
        let found = find(self);
        memory(self).insert(key, found.clone());
        found
    }

    /// A function's signature.
    pub(super) fn function(&mut self, function: FnRef) -> Option<Rc<FnSignature>> {
        let find = |facts: &mut Self| match function {
            FnRef::Def(def) => written::function(facts, def),
            FnRef::Line(line) => line::function(facts, line),
            FnRef::Variant(line, name) => line::variant_constructor(facts, line, name),
        };
        self.remember(|facts| &mut facts.functions, function, |facts| find(facts).map(Rc::new))
    }

    /// A trait.
    pub(super) fn trait_info(&mut self, head: Head) -> Option<Rc<TraitInfo>> {
        let find = |facts: &mut Self| match head {
            Head::Def(def) => written::trait_info(facts, def),
            Head::Library(path) => line::trait_info(facts, path),
        };
        self.remember(|facts| &mut facts.traits, head, |facts| find(facts).map(Rc::new))
    }

    /// An impl of a trait.
    pub(super) fn impl_info(&mut self, block: ImplRef) -> Option<Rc<ImplInfo>> {
        let find = |facts: &mut Self| match block {
            ImplRef::Def(def) => written::impl_info(facts, def),
            ImplRef::Line(line, at) => line::impl_info(facts, line, at as usize),
        };
        self.remember(|facts| &mut facts.impls, block, |facts| find(facts).map(Rc::new))
    }

    /// The traits that a line implements.
    pub(super) fn impl_traits(&mut self, line: u32) -> Rc<[Head]> {
        if let Some(known) = self.impl_traits.get(&line) {
            return Rc::clone(known);
        }
        let found: Rc<[Head]> = line::impl_traits(self, line).into();
        self.impl_traits.insert(line, Rc::clone(&found));
        found
    }

    /// The fields of a struct or variant, in the parameters of its type.
    pub(super) fn shape(&mut self, of: FnRef) -> Option<Rc<Shape>> {
        let find = |facts: &mut Self| match of {
            FnRef::Def(def) => written::shape(facts, def),
            FnRef::Line(line) => line::shape(facts, line),
            FnRef::Variant(line, name) => line::variant(facts, line, name),
        };
        self.remember(|facts| &mut facts.shapes, of, |facts| find(facts).map(Rc::new))
    }

    /// The declaration of a struct by its head.
    pub(super) fn declaration(&mut self, head: Head) -> Option<FnRef> {
        match head {
            Head::Def(def) => Some(FnRef::Def(def)),
            Head::Library(path) => self.table(path).item.map(FnRef::Line),
        }
    }

    /// The function that a trait declares under a name.
    pub(super) fn function_of_trait(&mut self, trait_: Head, name: Text) -> Option<FnRef> {
        match trait_ {
            Head::Def(def) => {
                let name = self.symbol(name)?;
                let found = self.names.member(def, name)?;
                (self.names.def(found).kind == DefKind::Fn).then_some(FnRef::Def(found))
            }
            Head::Library(path) => self.lines_of(path, name).first().copied().map(FnRef::Line),
        }
    }

    /// The trait declares an associated type of this name itself.
    pub(super) fn declares_type(&mut self, trait_: Head, name: Text) -> bool {
        match trait_ {
            Head::Def(def) => self
                .symbol(name)
                .and_then(|name| self.names.member(def, name))
                .is_some_and(|found| self.names.def(found).kind == DefKind::TypeAlias),
            Head::Library(path) => {
                let Some(item) = self.table(path).item else { return false };
                let letters = self.store.letters(name);
                line::declares(self.line(item), &letters)
            }
        }
    }

    /// It is a trait.
    pub(super) fn is_trait(&mut self, head: Head) -> bool {
        match head {
            Head::Def(def) => self.names.def(def).kind == DefKind::Trait,
            Head::Library(path) => {
                let item = self.table(path).item;
                item.is_some_and(|item| self.line(item).starts_with("trait "))
            }
        }
    }

    /// The text as a symbol of the program; none where no file has it.
    pub(super) fn symbol(&self, text: Text) -> Option<Symbol> {
        self.names.symbols.get(&self.store.letters(text))
    }

    /// The traits that a type of the workspace derives.
    pub(super) fn derived(&mut self, def: DefId) -> Rc<[Head]> {
        if let Some(known) = self.derives.get(&def) {
            return Rc::clone(known);
        }
        let names = self.names;
        let paths = match names.item(def).map(|item| &item.kind) {
            Some(ItemKind::Struct(shape)) => &*shape.derives,
            Some(ItemKind::Enum(shape)) => &*shape.derives,
            _ => &[],
        };
        let at = names.def(def);
        let mut heads = Vec::new();
        for path in paths {
            let found = self.resolve_type(at.scope, at.file, path);
            heads.extend(self.head(&found.res));
        }
        let heads: Rc<[Head]> = heads.into();
        self.derives.insert(def, Rc::clone(&heads));
        heads
    }
}

fn prelude(library: &Library) -> FxHashMap<&str, &str> {
    library.prelude().filter_map(|path| Some((path.rsplit("::").next()?, path))).collect()
}
