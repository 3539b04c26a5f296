//! A function with a body.

use crate::flow;
use crate::flow::Accesses;
use crate::flow::RegionId;
use crate::ir;
use crate::library::AttributeRole;
use crate::library::RuntimeRow;
use crate::model::Call;
use crate::model::Model;
use crate::resolve::Def;
use crate::resolve::DefId;
use crate::source;
use crate::source::FileId;
use crate::types::BodyTypes;

/// A function, const or static with a body.
#[derive(Clone, Copy, Debug)]
pub struct Function<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) body: usize,
}

/// An attribute that makes something else of a function.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'m> {
    /// As written: `tokio::main`.
    pub name: &'m str,
    /// From its path to its end.
    pub place: source::Place,
}

impl<'m> Function<'m> {
    /// Its name, with its type where it is a method: `Client::get`.
    pub fn name(self) -> String {
        self.model.names.known_name(self.id())
    }

    /// `crate_name::module::Type::method`.
    pub fn path(self) -> String {
        self.model.names.path(self.id())
    }

    /// Where its name stands.
    pub fn place(self) -> source::Place {
        let item = self.model.names.item(self.id());
        let span = item.map_or(source::Span::default(), |item| item.name_span);
        source::Place { file: self.file(), span }
    }

    /// Its calls, those in its closures and async blocks included, in the order of the text.
    pub fn calls(self) -> impl Iterator<Item = Call<'m>> {
        let calls = 0..self.model.types.bodies[self.body].calls.len();
        calls.map(move |call| Call { function: self, call })
    }

    /// Some call in it may wait, compute for long or ask something of its runtime. Most functions have
    /// none, and nothing of that needs to be looked for in them.
    pub fn does_something(self) -> bool {
        self.model.effects.does_something(self.body)
    }

    /// The attribute that gives it a role.
    pub fn attribute(self, role: AttributeRole) -> Option<Attribute<'m>> {
        let at = self.model.effects.roles.attribute(self.id(), role)?;
        self.shown(&self.model.names.item(self.id())?.attrs[at])
    }

    fn shown(self, attr: &ir::Attr) -> Option<Attribute<'m>> {
        let file = self.file();
        let (start, end) = (attr.path.span.start as usize, attr.path.span.end as usize);
        let name = self.model.workspace.files.get(file).text.get(start..end)?;
        Some(Attribute { name, place: source::Place { file, span: attr.span } })
    }

    /// The attribute that starts a runtime for it whose tasks have one thread, that of the function.
    pub fn starts_on_one_thread(self) -> Option<Attribute<'m>> {
        let at = self.model.effects.roles.on_one_thread(self.id())?;
        self.shown(&self.model.names.item(self.id())?.attrs[at])
    }

    /// It is a test that passes where it panics.
    pub fn expects_a_panic(self) -> bool {
        self.has_attribute("should_panic")
    }

    /// Who runs the tests calls it, once: `#[test]`.
    pub fn is_run_as_a_test(self) -> bool {
        self.has_attribute("test")
    }

    /// One of the language's own attributes stands on it.
    fn has_attribute(self, name: &str) -> bool {
        let is_it = |attr| self.shown(attr).is_some_and(|attr| attr.name == name);
        self.model.names.item(self.id()).is_some_and(|item| item.attrs.iter().any(is_it))
    }

    /// It is the `main` at the top of its crate.
    pub fn is_main(self) -> bool {
        self.model.names.is_main(self.id())
    }

    /// It is the `main` of a program, and no attribute starts a runtime for it.
    pub fn is_plain_main(self) -> bool {
        self.is_main() && !self.is_async() && self.attribute(AttributeRole::Main).is_none()
    }

    /// It runs when a value goes away: it implements `Drop::drop`.
    pub fn is_drop(self) -> bool {
        self.model.effects.roles.is_dropped(self.id())
    }

    /// It, or a function that it calls, makes its thread a runtime's or asks whether it is one's.
    pub fn sees_to_runtime(self) -> bool {
        self.model.effects.sees_to_runtime(self.body)
    }

    /// It is written `async fn`, whatever its attributes make of that.
    pub fn is_async(self) -> bool {
        self.model.names.function(self.id()).is_some_and(|function| function.is_async)
    }

    /// Code calls it, and none of that stands in an async function or block.
    pub fn is_called_by_plain_code_alone(self) -> bool {
        self.model.effects.is_called_by_plain_code_alone(self.id())
    }

    /// It is a test, or stands in one.
    pub fn is_test(self) -> bool {
        self.def().test
    }

    /// The runtimes that its crate can name, the commonest first: none, or several, where the manifest
    /// does not tell which one runs the function.
    pub fn runtimes(self) -> Vec<&'m RuntimeRow> {
        let krate = &self.model.workspace.crates[self.def().krate.index()];
        let is_named = |runtime: &&RuntimeRow| {
            let name = runtime.name.replace('-', "_");
            krate.externs.iter().any(|(known, _)| *known == name)
        };
        self.model.library.runtimes().iter().filter(is_named).collect()
    }

    /// A note that something failed on this function.
    pub fn failure(self, message: &str) -> source::Note {
        self.model.names.failure(self.id(), message)
    }

    pub(super) fn is_judged(self) -> bool {
        self.model.workspace.crates[self.def().krate.index()].judged
    }

    pub(super) fn ir(self) -> Option<&'m ir::Body> {
        self.model.names.body(self.id())
    }

    pub(super) fn id(self) -> DefId {
        self.model.types.bodies[self.body].def
    }

    pub(super) fn file(self) -> FileId {
        self.def().file
    }

    pub(super) fn heat(self, region: RegionId, offset: u32) -> crate::effects::Heat {
        self.model.places.heat(self.body, region, offset)
    }

    /// Asks what its expressions name, whether or not that was kept.
    pub(super) fn with_accesses<T>(self, ask: impl FnOnce(Accesses<'_>) -> T) -> T {
        if let Some(known) = self.accesses() {
            return ask(known);
        }
        let (names, library, types) = (&self.model.names, self.model.library, self.types());
        let variables = flow::variables(names, library, &self.model.types.owned, types);
        ask(Accesses { names, library, types, body: self.body(), variables: &variables })
    }

    pub(super) fn body(self) -> &'m ir::Body {
        self.model.names.body(self.id()).expect("what is looked at has a body")
    }

    pub(super) fn types(self) -> &'m BodyTypes {
        &self.model.types.bodies[self.body]
    }

    /// What its expressions name; none where that was not kept.
    pub(super) fn accesses(self) -> Option<Accesses<'m>> {
        let (names, library) = (&self.model.names, self.model.library);
        let variables = self.model.flow.bodies[self.body].variables.as_ref()?;
        Some(Accesses { names, library, types: self.types(), body: self.body(), variables })
    }

    pub(super) fn def(self) -> &'m Def {
        self.model.names.def(self.id())
    }
}
