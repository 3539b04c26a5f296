//! Reads the notation of signature tables: Rust's own, with canonical paths, without lifetimes and
//! names of parameters. What it cannot read becomes Unknown.

use std::rc::Rc;

use crate::types::facts::Facts;
use crate::types::lang;
use crate::types::line_text::Declared;
use crate::types::line_text::behind_blanks;
use crate::types::line_text::skip_generics;
use crate::types::signature::Generics;
use crate::types::signature::Param;
use crate::types::ty::Bound;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::ty::primitive;

/// A place in a line.
pub(super) struct Reader<'f, 'a> {
    pub facts: &'f mut Facts<'a>,
    pub rest: &'a str,
    /// Where a bare name is looked up.
    pub module: String,
    pub generics: Generics,
    pub self_type: Option<Ty>,
}

/// The parameters of a function.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters {
    /// The type of `self`.
    pub receiver: Option<Ty>,
    /// Those behind it; none where they are unknown.
    pub others: Option<Rc<[Ty]>>,
}

impl<'f, 'a> Reader<'f, 'a> {
    pub(super) fn new(facts: &'f mut Facts<'a>, rest: &'a str, module: String) -> Self {
        Self { facts, rest, module, generics: Generics::default(), self_type: None }
    }

    /// Goes on behind a word or sign, where it comes next.
    pub(super) fn take(&mut self, sign: &str) -> bool {
        let text = behind_blanks(self.rest);
        // Most of what is asked for is not there, and the first byte tells.
        if text.as_bytes().first() != sign.as_bytes().first() {
            return false;
        }
        let Some(rest) = text.strip_prefix(sign) else { return false };
        let is_word = sign.ends_with(char::is_alphanumeric);
        if is_word && rest.starts_with(|next: char| next.is_alphanumeric() || next == '_') {
            return false;
        }
        // `:` is not the beginning of `::`, nor `=` that of `==`.
        if sign == ":" && rest.starts_with(':') {
            return false;
        }
        self.rest = rest;
        true
    }

    pub(super) fn word(&mut self) -> Option<&'a str> {
        let text = behind_blanks(self.rest);
        let is_over = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'_';
        let end = text.bytes().position(is_over).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        if word.is_empty() {
            return None;
        }
        self.rest = rest;
        Some(word)
    }

    /// Goes on behind a path without generics: that of a declaration.
    pub(super) fn path_end(&mut self) {
        while self.word().is_some() && self.take("::") {}
    }

    /// The type or trait that a member belongs to; the names among its arguments are parameters.
    pub(super) fn owner(&mut self, owner: &'a str, of_trait: Option<Head>) -> Option<Ty> {
        let whole = self.rest;
        self.rest = owner;
        let mut path = String::new();
        while let Some(word) = self.word() {
            path += word;
            if !self.take("::") {
                break;
            }
            path += "::";
        }
        let has_type = of_trait.is_some() || self.rest.starts_with('<') || self.is_type(&path);
        let mut found = None;
        if of_trait.is_some() {
            self.self_parameter();
            found = self.self_type;
        }
        if has_type {
            self.owner_parameters();
            if of_trait.is_some() {
                let this = self.head_of_self(&path);
                let bound = Bound { of: this, bindings: Rc::new([]) };
                self.generics.bounds.push((found.unwrap_or(Ty::UNKNOWN), bound));
            } else {
                let args = self.arguments();
                found = Some(self.named(&path, &args));
                self.self_type = found;
            }
        }
        // What is left begins with the member's own name.
        self.rest = whole[owner.len()..].trim_start_matches("::");
        found
    }

    fn is_type(&mut self, path: &str) -> bool {
        if primitive(path).is_some() {
            return true;
        }
        let path = self.facts.store.text(path);
        self.facts.table(path).item.is_some()
    }

    /// The bare names in the owner's angle brackets.
    fn owner_parameters(&mut self) {
        let mut rest = self.rest;
        while let Some(start) = rest.find(|it: char| it.is_alphabetic() || it == '_') {
            let text = &rest[start..];
            let end = text
                .find(|it: char| !it.is_alphanumeric() && it != '_' && it != ':')
                .unwrap_or(text.len());
            let name = &text[..end];
            rest = &text[end..];
            let is_own = !name.contains("::")
                && primitive(name).is_none()
                && !matches!(name, "dyn" | "mut" | "const" | "fn" | "_" | "Self")
                && self.facts.prelude(name).is_none();
            if is_own && self.param(name).is_none() {
                self.add_param(name, false);
            }
        }
    }

    /// `Self`, as the first parameter of a trait.
    pub(super) fn self_parameter(&mut self) {
        let ty = self.add_param("Self", true);
        self.self_type = Some(ty);
    }

    fn add_param(&mut self, name: &str, hidden: bool) -> Ty {
        let number = self.generics.params.len() as u32;
        let name = self.facts.store.text(name);
        self.generics.params.push(Param { name, default: None, hidden });
        self.facts.store.ty(Kind::Param(number, name))
    }

    pub(super) fn param(&mut self, name: &str) -> Option<Ty> {
        let name = self.facts.store.text(name);
        // A method's own parameter hides none: names are distinct in one line.
        let at = self.generics.params.iter().position(|param| param.name == name)?;
        Some(self.facts.store.ty(Kind::Param(at as u32, name)))
    }

    /// `<T: A, const N, U = B>` where it comes next.
    pub(super) fn own_generics(&mut self) {
        let text = self.rest.trim_start();
        if !text.starts_with('<') {
            return;
        }
        // Bounds may speak of parameters that come later.
        self.declare(text);
        self.take("<");
        while !self.take(">") {
            self.take("const");
            let Some(name) = self.word() else { return };
            let ty = self.param(name).unwrap_or(Ty::UNKNOWN);
            if self.take(":") {
                let bounds = self.bounds();
                self.generics.bounds.extend(bounds.into_iter().map(|bound| (ty, bound)));
            }
            if self.take("=") {
                let default = self.ty();
                if let Kind::Param(at, _) = *self.facts.store.kind(ty) {
                    self.generics.params[at as usize].default = Some(default);
                }
            }
            if !self.take(",") && !self.rest.trim_start().starts_with('>') {
                return;
            }
        }
    }

    fn declare(&mut self, text: &'a str) {
        let mut names = Declared::new(&text[1..]);
        while let Some(name) = names.next(&['>']) {
            self.add_param(name, false);
        }
    }

    /// `(&self, A, B)`: the type of `self` and the others; no others where they are unknown.
    pub(super) fn parameters(&mut self) -> Option<Parameters> {
        if !self.take("(") {
            return None;
        }
        if self.take("..") {
            self.take(")");
            return Some(Parameters::default());
        }
        let receiver = self.receiver();
        self.take(",");
        let mut params = Vec::new();
        while !self.take(")") {
            let before = self.rest.len();
            params.push(self.ty());
            self.take(",");
            if self.rest.len() == before {
                return None;
            }
        }
        Some(Parameters { receiver, others: Some(params.into()) })
    }

    fn receiver(&mut self) -> Option<Ty> {
        let this = self.self_type?;
        let text = self.rest;
        if self.take("self") {
            return Some(if self.take(":") { self.ty() } else { this });
        }
        if self.take("&") {
            let mutable = self.take("mut");
            if self.take("self") {
                return Some(self.facts.store.reference(mutable, this));
            }
        }
        self.rest = text;
        None
    }

    /// `-> T`.
    pub(super) fn result(&mut self) -> Ty {
        if self.take("->") { self.ty() } else { Ty::UNIT }
    }

    /// The conditions at the end of a function's line, which the types before them speak of:
    /// `-> T::Target where T: Deref`.
    pub(super) fn conditions_behind(&mut self) {
        if let Some((before, _)) = self.rest.split_once(" where ") {
            self.rest = &self.rest[before.len()..];
            self.conditions();
            self.rest = before;
        }
    }

    /// `where T: A, U: B`.
    pub(super) fn conditions(&mut self) {
        if !self.take("where") {
            return;
        }
        loop {
            let before = self.rest.len();
            let ty = self.ty();
            if !self.take(":") {
                return;
            }
            let bounds = self.bounds();
            self.generics.bounds.extend(bounds.into_iter().map(|bound| (ty, bound)));
            if !self.take(",") || self.rest.len() == before {
                return;
            }
        }
    }

    /// `A + B<C>`.
    pub(super) fn bounds(&mut self) -> Vec<Bound> {
        let mut bounds = Vec::new();
        loop {
            self.take("?");
            let Some(path) = self.path() else { break };
            bounds.push(self.bound(path));
            if !self.take("+") {
                break;
            }
        }
        bounds
    }

    /// The traits of `A + B<C>` alone; nothing else of it is read.
    pub(super) fn heads(&mut self) -> Vec<Head> {
        let mut heads = Vec::new();
        while let Some(path) = self.path() {
            heads.push(self.head(path));
            self.rest = skip_generics(self.rest.trim_start());
            if !self.take("+") {
                break;
            }
        }
        heads
    }

    fn head(&mut self, path: &'a str) -> Head {
        let path = self.canonical(path);
        Head::Library(self.facts.store.text(&path))
    }

    pub(super) fn bound(&mut self, path: &'a str) -> Bound {
        let head = self.head(path);
        if self.take("(") {
            let mut inputs = Vec::new();
            while !self.take(")") {
                let before = self.rest.len();
                inputs.push(self.ty());
                self.take(",");
                if self.rest.len() == before {
                    break;
                }
            }
            let inputs = self.facts.store.tuple(&inputs);
            let output = if self.take("->") { self.ty() } else { Ty::UNIT };
            let name = self.facts.store.text(lang::OUTPUT);
            let of = TraitRef { head, args: [inputs].into() };
            return Bound { of, bindings: [(name, output)].into() };
        }
        let (args, bindings) = self.arguments_and_bindings();
        Bound { of: TraitRef { head, args: args.into() }, bindings: bindings.into() }
    }

    pub(super) fn path(&mut self) -> Option<&'a str> {
        let text = behind_blanks(self.rest);
        self.word()?;
        while self.take("::") {
            self.word()?;
        }
        Some(&text[..text.len() - self.rest.len()])
    }

    pub(super) fn arguments(&mut self) -> Vec<Ty> {
        self.arguments_and_bindings().0
    }

    fn arguments_and_bindings(&mut self) -> (Vec<Ty>, Vec<(Text, Ty)>) {
        let mut args = Vec::new();
        let mut bindings = Vec::new();
        if !self.take("<") {
            return (args, bindings);
        }
        while !self.take(">") {
            let before = self.rest;
            let name = self.word();
            match name {
                Some(name) if self.take("=") => {
                    let name = self.facts.store.text(name);
                    let ty = self.ty();
                    bindings.push((name, ty));
                }
                Some(name) if self.take(":") => {
                    let name = self.facts.store.text(name);
                    let bounds = self.bounds();
                    let ty = self.facts.store.ty(Kind::Opaque(bounds.into()));
                    bindings.push((name, ty));
                }
                _ => {
                    self.rest = before;
                    args.push(self.ty());
                }
            }
            self.take(",");
            if self.rest.len() == before.len() {
                break;
            }
        }
        (args, bindings)
    }
}
