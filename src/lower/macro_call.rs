//! Macro calls, in every position where one can stand.

use proc_macro2::TokenStream;

use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::MacroCall;
use crate::ir::MacroForm;
use crate::lower::lowerer::Lowerer;
use crate::source::Note;
use crate::source::NoteKind;

impl Lowerer<'_> {
    /// A macro call as an expression, pattern or statement.
    pub(super) fn macro_expr(&mut self, call: &syn::Macro) -> ExprId {
        let path = self.plain_path(&call.path);
        let span = path.span.to(self.closing(*call.delimiter.span()));
        let call = MacroCall { path, form: MacroForm::Opaque, args: Box::new([]) };
        self.alloc_expr(ExprKind::Macro(Box::new(call)), span)
    }

    /// A macro call as an item, or the definition of one.
    pub(super) fn macro_item(&mut self, item: &syn::ItemMacro, into: &mut Vec<ItemId>) {
        let Some(ident) = &item.ident else {
            return self.macro_call_item(&item.attrs, &item.mac, item.semi_token, into);
        };
        let keyword = self.plain_path(&item.mac.path).span;
        let head = self.head(&item.attrs, &syn::Visibility::Inherited, keyword, ident);
        let end = self.closing(*item.mac.delimiter.span());
        into.push(self.alloc_item(head, ItemKind::MacroRules, end));
    }

    /// A macro call among items, those of traits and impls too.
    pub(super) fn macro_call_item(
        &mut self,
        attrs: &[syn::Attribute],
        call: &syn::Macro,
        semicolon: Option<syn::Token![;]>,
        into: &mut Vec<ItemId>,
    ) {
        let path = self.plain_path(&call.path);
        let end = self.closing(*call.delimiter.span());
        let end = semicolon.map_or(end, |semicolon| self.token(semicolon.spans[0], 1));
        let head = self.nameless(attrs, &syn::Visibility::Inherited, path.span);
        into.push(self.alloc_item(head, ItemKind::MacroCall(Box::new(path)), end));
    }

    /// Notes an item that the parser accepts without reading it.
    pub(super) fn unread(&mut self, tokens: &TokenStream) {
        self.file.notes.push(Note {
            kind: NoteKind::Syntax,
            file: None,
            span: self.tokens(tokens),
            path: None,
            message: "an item in a syntax that is not read".to_owned(),
            help: None,
        });
    }
}
