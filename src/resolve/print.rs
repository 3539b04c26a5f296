//! Paths as text, for people and for the rows of the library.

use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Res;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Span;

impl Names {
    /// A note that a room failed on a definition.
    pub fn failure(&self, id: DefId, message: &str) -> Note {
        let span = self.item(id).map_or_else(Span::default, |item| item.name_span);
        Note {
            kind: NoteKind::Internal,
            file: Some(self.def(id).file),
            span,
            path: None,
            message: format!("{message}: `{}`", self.path(id)),
            help: Some("please report this, with the code of the function".to_owned()),
        }
    }

    /// The path of a definition: `crate_name::module::Type::method`, without generics. A method of
    /// an impl is named by its type; where that is unknown, by `<impl>`.
    pub fn path(&self, id: DefId) -> String {
        let def = self.def(id);
        let name = def.name.map(|name| self.symbols.text(name));
        let Some(parent) = def.parent else {
            return self.crate_name(def.krate).to_owned();
        };
        if def.kind == DefKind::Impl {
            let head = self.impl_head(id);
            let ty = head.and_then(|head| self.res_path(&head.self_type));
            // An impl for a parameter or a reference is known by its trait.
            let of_trait = || head.and_then(|head| self.res_path(head.of_trait.as_ref()?));
            return ty.or_else(of_trait).unwrap_or_else(|| {
                let around = self.path(parent);
                format!("{around}::<impl>")
            });
        }
        let around = self.path(parent);
        format!("{around}::{}", name.unwrap_or("_"))
    }

    /// The path of what a name means; none for Unknown.
    pub fn res_path(&self, res: &Res) -> Option<String> {
        match res {
            Res::Def(id) => Some(self.path(*id)),
            Res::Library(item) => Some(item.path.to_string()),
            Res::Primitive(name) => Some(self.symbols.text(*name).to_owned()),
            Res::Unknown => None,
        }
    }

    /// A function as people know it: `Client::get` of the workspace, of a dependency its public path.
    pub fn known_name(&self, id: DefId) -> String {
        self.outside_path(id).unwrap_or_else(|| self.short_name(id))
    }

    /// The last name of a definition's path, with its type where it is a method: `Client::get`.
    pub fn short_name(&self, id: DefId) -> String {
        let def = self.def(id);
        let path = self.path(id);
        let owner = def.parent.map(|parent| self.def(parent).kind);
        let keep = match owner {
            Some(DefKind::Impl | DefKind::Trait | DefKind::Enum) => 2,
            _ => 1,
        };
        let segments: Vec<&str> = path.split("::").collect();
        segments[segments.len().saturating_sub(keep)..].join("::")
    }
}
