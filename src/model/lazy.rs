//! Whether a call that gives a future does nothing before that is polled.

use crate::flow::RegionId;
use crate::ir::Attr;
use crate::library::CallRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::Model;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::types::Callee;

/// So many functions that hand a future on are looked through.
const LONGEST: usize = 4;

impl<'m> Call<'m> {
    /// Nothing happens before what it gives is polled: the callee is an `async fn`, or makes the
    /// future and does nothing else; or it is a library's, whose rows tell.
    pub fn is_idle(self) -> bool {
        self.is_idle_within(LONGEST)
    }

    fn is_idle_within(self, depth: usize) -> bool {
        match &self.typed().callee {
            // What was there before may have been polled to its end.
            Callee::Library(_) => {
                !matches!(self.role(), Some(CallRole::Exchanges | CallRole::Empties))
                    && !self.gives_a_part_of_what_it_is_given()
            }
            Callee::Function(def) => {
                let names = &self.function().model.names;
                let is_async = names.function(*def).is_some_and(|function| function.is_async);
                let is_plain = self.function().model.is_as_written(*def);
                is_plain && (is_async || depth > 0 && self.only_builds(*def, depth - 1))
            }
            Callee::Member(_) | Callee::Constructor | Callee::Unknown(_) => false,
        }
    }

    /// All that the function itself does is to make a future.
    fn only_builds(self, def: DefId, depth: usize) -> bool {
        let model = self.function().model;
        let Some(body) = model.effects.body_of(def) else { return false };
        let function = Function { model, body };
        function.calls().filter(|call| call.region() == RegionId::ROOT).all(|call| {
            let ty = function.types().type_of(call.expr());
            let gives_a_future = function.waiting(ty).is_some();
            call.is_constructor()
                || call.role() == Some(CallRole::Constructor)
                || gives_a_future && call.is_idle_within(depth)
        })
    }

    /// What it gives has the type of an item of the collection, or other value, that it is called on
    /// or given: it was there before.
    fn gives_a_part_of_what_it_is_given(self) -> bool {
        let function = self.function();
        let (body, types) = (function.body(), function.types());
        let given = types.type_of(self.expr());
        let mut found = false;
        body.each_child(self.expr(), &mut |child| {
            found = found || types.has_as_argument(types.type_of(child), given);
        });
        found
    }

    pub(super) fn role(self) -> Option<CallRole> {
        match &self.typed().callee {
            Callee::Library(path) => self.function().model.library.call(path)?.role,
            _ => None,
        }
    }
}

impl Model<'_> {
    /// No attribute that is not known makes something else of a function, or of the impl or trait
    /// around it.
    fn is_as_written(&self, def: DefId) -> bool {
        let parent = self.names.def(def).parent;
        let around = parent.filter(|&parent| {
            matches!(self.names.def(parent).kind, DefKind::Impl | DefKind::Trait)
        });
        std::iter::once(def).chain(around).all(|def| {
            let attrs = self.names.item(def).map_or(&[][..], |item| &item.attrs);
            attrs.iter().all(|attr| self.is_known(def, attr))
        })
    }

    fn is_known(&self, on: DefId, attr: &Attr) -> bool {
        let def = self.names.def(on);
        let found =
            self.names.resolve(self.library, def.scope, def.file, &attr.path, Namespace::Types);
        let Res::Library(item) = found.res else { return false };
        self.library.attribute(&item.path).is_some()
    }
}
