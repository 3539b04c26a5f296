//! Associated types as written: `T::Item`, `Self::Item`.

use std::rc::Rc;

use crate::ir;
use crate::ir::TypeRef;
use crate::types::facts::Facts;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::written;
use crate::types::written_type::Site;

impl Site {
    /// The associated type of this name that a type has.
    pub(super) fn associated(&mut self, facts: &mut Facts<'_>, of: Ty, name: Text) -> Ty {
        if self.self_type == Some(of)
            && let Some(found) = self.of_own_impl(facts, name)
        {
            return found;
        }
        for (head, args) in self.written_bounds(facts, of) {
            let bare = TraitRef { head, args: Rc::new([]) };
            if facts.declaring(&bare, of, name).is_some() {
                let bound = written::bound(facts, self, of, head, args);
                if let Some(found) = facts.declaring(&bound.of, of, name) {
                    return facts.store.ty(Kind::Projection(of, found, name));
                }
            }
        }
        if self.self_type == Some(of)
            && let Some(own) = self.own_trait(facts)
            && let Some(found) = facts.declaring(&own, of, name)
        {
            return facts.store.ty(Kind::Projection(of, found, name));
        }
        facts.associated_of(of, name).unwrap_or(Ty::UNKNOWN)
    }

    /// The trait around, applied to its own parameters.
    pub(super) fn own_trait(&self, facts: &Facts<'_>) -> Option<TraitRef> {
        let trait_ = self.of_trait?;
        let own = facts.parameter_count(Head::Def(trait_))?;
        let args = self.params.iter().map(|&(_, ty)| ty).take(own).collect();
        Some(TraitRef { head: Head::Def(trait_), args })
    }

    /// `Self::Item` in an impl that says what it is.
    fn of_own_impl(&mut self, facts: &mut Facts<'_>, name: Text) -> Option<Ty> {
        let names = facts.names;
        let block = written::around(names, self.def).unwrap_or(self.def);
        let ir::ItemKind::Impl(shape) = &names.item(block)?.kind else { return None };
        let symbol = facts.symbol(name)?;
        if let Some(member) = names.member(block, symbol)
            && let Some(ir::ItemKind::TypeAlias(alias)) = names.item(member).map(|item| &item.kind)
        {
            return Some(self.ty(facts, alias.ty.as_ref()?));
        }
        let of = self.self_type?;
        let bound = self.bound_of_path(facts, of, shape.of_trait.as_ref()?)?;
        let found = facts.declaring(&bound.of, of, name)?;
        Some(facts.store.ty(Kind::Projection(of, found, name)))
    }

    /// The bounds written for a parameter: heads first, so that bounds may speak of each other.
    fn written_bounds<'n>(
        &self,
        facts: &mut Facts<'n>,
        of: Ty,
    ) -> Vec<(Head, Option<&'n ir::GenericArgs>)> {
        let mut found = Vec::new();
        for list in written::lists(facts.names, self.def) {
            for (subject, bounds) in &list.bounds {
                let TypeRef::Path(path) = subject else { continue };
                let [only] = &*path.segments else { continue };
                if !matches!(path.anchor, ir::Anchor::Plain)
                    || self.subject(facts, only.name) != Some(of)
                {
                    continue;
                }
                for bound in bounds {
                    if let Some(head) = self.trait_of_path(facts, &bound.path) {
                        let last = bound.path.segments.last();
                        found.push((head, last.and_then(|last| last.args.as_deref())));
                    }
                }
            }
        }
        found
    }
}
