//! Macro calls, in every position where one can stand.

use proc_macro2::TokenStream;

use crate::ir::ExprId;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::Origin;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::Path;
use crate::ir::TypeRef;
use crate::lower::lowerer::Expansion;
use crate::lower::lowerer::Lowerer;
use crate::lower::macros;
use crate::lower::macros::Call;
use crate::lower::macros::Code;
use crate::lower::macros::Reading;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Span;

/// A macro call, as far as it is lowered before its tokens are read.
pub(super) struct Found<'m> {
    /// The call.
    pub(super) mac: &'m syn::Macro,
    /// Its path.
    pub(super) path: Path,
    /// All of it.
    pub(super) span: Span,
}

/// What kind of code stands in place of a macro call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// What the call means: its arguments, with a little code around them.
    Meaning,
    /// What a `macro_rules!` expands to.
    Expansion,
    /// What was found among the tokens of an unknown macro.
    Written,
}

impl Lowerer<'_> {
    /// A macro call as an expression.
    pub(super) fn macro_expr(&mut self, mac: &syn::Macro) -> ExprId {
        let found = self.found(mac);
        let reading = macros::read_expr(self.call(&found), &self.scope);
        self.reading(found, reading)
    }

    /// Lowers the path of a macro call.
    pub(super) fn found<'m>(&mut self, mac: &'m syn::Macro) -> Found<'m> {
        let path = self.plain_path(&mac.path);
        let span = path.span.to(self.closing(*mac.delimiter.span()));
        Found { mac, path, span }
    }

    /// A macro call for the reader of macros.
    pub(super) fn call<'m>(&self, found: &Found<'m>) -> Call<'m> {
        let depth = self.expansion.map_or(0, |expansion| expansion.depth);
        Call { mac: found.mac, offset: found.path.span.start, depth }
    }

    /// Lowers what stands in place of a macro call.
    pub(super) fn within<R>(
        &mut self,
        found: &Found<'_>,
        standing: Standing,
        lower: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let before = (self.origin, self.expansion);
        let name = found.mac.path.segments.last().map(|last| last.ident.span());
        let place = name.map_or(found.span, |name| self.long_token(name));
        let made = Expansion { place, call: found.span, depth: 0 };
        let inner = match self.expansion {
            // In an expansion the call may itself be made, and then lies where the outer one does.
            Some(outer) if place == outer.call => outer,
            Some(outer) => Expansion { depth: outer.depth, ..made },
            None => made,
        };
        let deeper = u32::from(standing == Standing::Expansion);
        self.expansion = Some(Expansion { depth: inner.depth + deeper, ..inner });
        self.origin = match standing {
            Standing::Meaning => self.origin,
            Standing::Expansion if self.origin == Origin::Source => Origin::Expanded,
            Standing::Expansion => self.origin,
            Standing::Written => Origin::AsWritten,
        };
        let lowered = lower(self);
        (self.origin, self.expansion) = before;
        lowered
    }

    /// A macro call as an item, or the definition of one.
    pub(super) fn macro_item(&mut self, item: &syn::ItemMacro, into: &mut Vec<ItemId>) {
        match &item.ident {
            None => self.macro_call_item(&item.attrs, &item.mac, into),
            Some(ident) => {
                let found = self.found(&item.mac);
                let keyword = found.path.span;
                let head = self.head(&item.attrs, &syn::Visibility::Inherited, keyword, ident);
                into.push(self.alloc_item(head, ItemKind::MacroRules, found.span));
            }
        }
    }

    fn macro_call_item(
        &mut self,
        attrs: &[syn::Attribute],
        mac: &syn::Macro,
        into: &mut Vec<ItemId>,
    ) {
        let found = self.found(mac);
        let start = into.len();
        match macros::read_items(self.call(&found), &self.scope) {
            Reading::Meaning(Code::Items(items)) => {
                self.within(&found, Standing::Meaning, |lowerer| {
                    lowerer.items_into(&items, into);
                });
            }
            Reading::Expanded(Code::Items(items)) => {
                self.within(&found, Standing::Expansion, |lowerer| {
                    lowerer.items_into(&items, into);
                });
            }
            Reading::AsWritten(Code::Items(items), reason) => {
                self.limit(found.span, reason);
                self.within(&found, Standing::Written, |lowerer| {
                    lowerer.items_into(&items, into);
                });
                self.unknown_item(attrs, found, into);
                return;
            }
            Reading::Statics(kind, statics) => self.statics(kind, &statics, into),
            reading => {
                if let Reading::Opaque(reason) = reading {
                    self.limit(found.span, reason);
                }
                return self.unknown_item(attrs, found, into);
            }
        }
        let cfg = self.cfg(attrs);
        self.restrict(&into[start..], cfg.as_deref());
    }

    /// A macro call among the items of an impl.
    pub(super) fn macro_in_impl(
        &mut self,
        attrs: &[syn::Attribute],
        mac: &syn::Macro,
        into: &mut Vec<ItemId>,
    ) {
        let found = self.found(mac);
        let start = into.len();
        let reading = macros::read_members(self.call(&found), &self.scope);
        let Reading::Expanded(Code::Members(members)) = reading else {
            return self.unknown_member(attrs, found, reading, into);
        };
        self.within(&found, Standing::Expansion, |lowerer| {
            members.iter().for_each(|member| lowerer.impl_member(member, into));
        });
        let cfg = self.cfg(attrs);
        self.restrict(&into[start..], cfg.as_deref());
    }

    /// A macro call among the items of a trait.
    pub(super) fn macro_in_trait(
        &mut self,
        attrs: &[syn::Attribute],
        mac: &syn::Macro,
        into: &mut Vec<ItemId>,
    ) {
        let found = self.found(mac);
        let start = into.len();
        let reading = macros::read_trait_members(self.call(&found), &self.scope);
        let Reading::Expanded(Code::TraitMembers(members)) = reading else {
            return self.unknown_member(attrs, found, reading, into);
        };
        self.within(&found, Standing::Expansion, |lowerer| {
            members.iter().for_each(|member| lowerer.trait_member(member, into));
        });
        let cfg = self.cfg(attrs);
        self.restrict(&into[start..], cfg.as_deref());
    }

    fn unknown_member(
        &mut self,
        attrs: &[syn::Attribute],
        found: Found<'_>,
        reading: Reading,
        into: &mut Vec<ItemId>,
    ) {
        if let Reading::Opaque(reason) = reading {
            self.limit(found.span, reason);
        }
        self.unknown_item(attrs, found, into);
    }

    /// A macro call as a type.
    pub(super) fn macro_type(&mut self, mac: &syn::Macro) -> TypeRef {
        let found = self.found(mac);
        match macros::read_type(self.call(&found), &self.scope) {
            Some(ty) => self.within(&found, Standing::Expansion, |lowerer| lowerer.ty(&ty)),
            None => TypeRef::Unknown,
        }
    }

    /// A macro call as a pattern: what it expands to, or a value.
    pub(super) fn macro_pat(&mut self, mac: &syn::Macro) -> PatId {
        let found = self.found(mac);
        if let Some(pat) = macros::read_pat(self.call(&found), &self.scope) {
            return self.within(&found, Standing::Expansion, |lowerer| lowerer.pat(&pat));
        }
        let value = self.macro_expr(mac);
        self.alloc_pat(PatKind::Value(Some(value)), self.extent(value))
    }

    fn unknown_item(&mut self, attrs: &[syn::Attribute], found: Found<'_>, into: &mut Vec<ItemId>) {
        let head = self.nameless(attrs, &syn::Visibility::Inherited, found.path.span);
        into.push(self.alloc_item(head, ItemKind::MacroCall(Box::new(found.path)), found.span));
    }

    /// Notes that a macro went beyond a limit.
    pub(super) fn limit(&mut self, span: Span, reason: Option<String>) {
        if let Some(reason) = reason {
            self.note(NoteKind::Macro, span, reason);
        }
    }

    /// Notes an item that the parser accepts without reading it. Among the tokens of a macro anything
    /// may look like an item.
    pub(super) fn unread(&mut self, tokens: &TokenStream) {
        if self.origin != Origin::Source {
            return;
        }
        let span = self.tokens(tokens);
        self.note(NoteKind::Syntax, span, "an item in a syntax that is not read".to_owned());
    }

    fn note(&mut self, kind: NoteKind, span: Span, message: String) {
        self.file.notes.push(Note { kind, file: None, span, path: None, message, help: None });
    }
}
