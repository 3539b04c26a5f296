//! The lines of items, and of functions and methods.

use asyncheck::ir::Field;
use asyncheck::ir::Fields;
use asyncheck::ir::Fn;
use asyncheck::ir::Item;
use asyncheck::ir::ItemKind;
use asyncheck::ir::Path;
use asyncheck::ir::Receiver;
use asyncheck::ir::Trait;
use asyncheck::ir::ValueKind;
use asyncheck::resolve::DefId;
use asyncheck::resolve::DefKind;

use crate::sigs::attributes::is_out_of_reach;
use crate::sigs::attributes::is_public_field;
use crate::sigs::generics::Written;
use crate::sigs::generics::behind_where;
use crate::sigs::types::PRIVATE;
use crate::sigs::types::Place;
use crate::sigs::types::Writer;

/// What a derive needs of each parameter, and makes.
const DERIVES: [&str; 9] =
    ["Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash", "Default", "Debug"];

impl Writer<'_> {
    /// The lines of one public item and of what it holds; those of its impls are not among them.
    pub fn item(&self, id: DefId, path: &str) -> Vec<String> {
        let Some(item) = self.bundle.names.item(id) else { return Vec::new() };
        let mut at = self.place(id, path);
        match &item.kind {
            _ if matches!(self.bundle.names.def(id).kind, DefKind::Variant(_)) => Vec::new(),
            ItemKind::Fn(function) => vec![self.function(&at, path, function, None)],
            ItemKind::Value(value) => {
                let word = if value.kind == ValueKind::Static { "static" } else { "const" };
                vec![format!("{word} {path}: {}", self.ty(&at, &value.ty))]
            }
            ItemKind::Struct(shape) => {
                self.add_params(&mut at, &shape.generics);
                let generics = self.generics(&at, &shape.generics);
                let fields = self.fields(&at, &shape.fields, |field| {
                    is_public_field(self.bundle, at.file, item, field)
                });
                let head = generics.without_bounds().in_brackets();
                let mut lines = vec![format!("struct {path}{head}{fields}")];
                lines.extend(self.derived(&at, path, &generics, &shape.derives));
                lines
            }
            ItemKind::Enum(shape) => {
                self.add_params(&mut at, &shape.generics);
                let generics = self.generics(&at, &shape.generics);
                let variants = self.variants(&at, id, shape);
                let head = generics.without_bounds().in_brackets();
                let mut lines = vec![format!("enum {path}{head} {{ {variants} }}")];
                lines.extend(self.derived(&at, path, &generics, &shape.derives));
                lines
            }
            ItemKind::Trait(shape) => self.trait_lines(&mut at, id, path, shape),
            ItemKind::TypeAlias(alias) => {
                self.add_params(&mut at, &alias.generics);
                let generics = self.generics(&at, &alias.generics).without_bounds().in_brackets();
                let ty = alias.ty.as_ref().map_or(PRIVATE.to_string(), |ty| self.ty(&at, ty));
                // An alias of a type that has no name of its own is that type's name.
                vec![match ty.contains(PRIVATE) {
                    true => format!("struct {path}{generics}"),
                    false => format!("type {path}{generics} = {ty}"),
                }]
            }
            _ => Vec::new(),
        }
    }

    /// The line of a private item: what can be done with it is said by its impls.
    pub fn private_item(&self, id: DefId, path: &str) -> Vec<String> {
        let Some(item) = self.bundle.names.item(id) else { return Vec::new() };
        let mut at = self.place(id, path);
        let (word, generics) = match &item.kind {
            ItemKind::Struct(shape) => ("struct", &shape.generics),
            ItemKind::Enum(shape) => ("enum", &shape.generics),
            ItemKind::Trait(shape) => {
                let lines = self.trait_lines(&mut at, id, path, shape);
                return lines.into_iter().filter(|line| line.starts_with("trait ")).collect();
            }
            _ => return Vec::new(),
        };
        self.add_params(&mut at, generics);
        let head = self.generics(&at, generics).without_bounds().in_brackets();
        let variants = if word == "enum" { " { .. }" } else { "" };
        vec![format!("{word} {path}{head}{variants}")]
    }

    /// `owner::name<T: A>(&self, B) -> C where …`; `around` is what the impl block asks for.
    pub fn function(
        &self,
        at: &Place,
        path: &str,
        function: &Fn,
        around: Option<&Written>,
    ) -> String {
        let mut at = at.clone();
        self.add_params(&mut at, &function.generics);
        let mut own = self.generics(&at, &function.generics);
        let mut wheres = own.wheres.clone();
        if let Some(around) = around {
            wheres.extend(around.all_wheres());
            // What the owner's path does not name has to be named somewhere.
            let is_named = |name: &str| is_word_of(path, name);
            let more = around.params.iter().filter(|param| !is_named(&param.name));
            own.params.extend(more.map(|param| {
                let mut param = param.clone();
                param.bounds.clear();
                param
            }));
        }
        let receiver = function.receiver.as_ref().map(|receiver| self.receiver(&at, receiver));
        let params = function.params.iter().map(|param| self.ty(&at, &param.ty));
        let params: Vec<String> = receiver.into_iter().chain(params).collect();
        let ret = match function.is_async {
            true => {
                let output = function.ret.as_ref().map(|ret| self.ty(&at, ret));
                let output = output.unwrap_or_else(|| "()".to_owned());
                format!(" -> impl std::future::Future<Output = {output}>")
            }
            false => self.arrow(&at, function.ret.as_ref()),
        };
        let generics = own.in_brackets();
        format!("{path}{generics}({}){ret}{}", params.join(", "), behind_where(&wheres))
    }

    fn receiver(&self, at: &Place, receiver: &Receiver) -> String {
        match receiver {
            Receiver::Value => "self".to_owned(),
            Receiver::Ref => "&self".to_owned(),
            Receiver::RefMut => "&mut self".to_owned(),
            Receiver::Typed(ty) => match &*self.ty(at, ty) {
                "Self" => "self".to_owned(),
                "&Self" => "&self".to_owned(),
                "&mut Self" => "&mut self".to_owned(),
                ty => format!("self: {ty}"),
            },
        }
    }

    fn fields(
        &self,
        at: &Place,
        fields: &Fields,
        is_public: impl std::ops::Fn(&Field) -> bool,
    ) -> String {
        let krate = self.bundle.names.scope(at.scope).krate;
        let is_built = |field: &&Field| self.bundle.names.is_built(krate, field.cfg.as_deref());
        let all: Vec<&Field> = fields.all().iter().filter(is_built).collect();
        let public = all.iter().filter(|field| is_public(field)).count();
        if public == 0 {
            return String::new();
        }
        match fields {
            Fields::Unit => String::new(),
            Fields::Tuple(_) => {
                let text = |field: &&Field| match is_public(field) {
                    true => self.ty(at, &field.ty),
                    false => "_".to_owned(),
                };
                format!("({})", all.iter().map(text).collect::<Vec<_>>().join(", "))
            }
            Fields::Named(_) => {
                let shown = all.iter().filter(|field| is_public(field));
                let mut texts: Vec<String> = shown
                    .filter_map(|field| {
                        let name = self.name(at.file, field.name?);
                        Some(format!("{name}: {}", self.ty(at, &field.ty)))
                    })
                    .collect();
                if public < all.len() {
                    texts.push("..".to_owned());
                }
                format!(" {{ {} }}", texts.join(", "))
            }
        }
    }

    fn variants(&self, at: &Place, id: DefId, shape: &asyncheck::ir::Enum) -> String {
        let mut texts = Vec::new();
        for &member in self.bundle.names.members(id) {
            let DefKind::Variant(number) = self.bundle.names.def(member).kind else { continue };
            if !is_out_of_reach(self.bundle, member) {
                let variant = &shape.variants[number as usize];
                let fields = self.fields(at, &variant.fields, |_| true);
                texts.push(format!("{}{fields}", self.name(at.file, variant.name)));
            }
        }
        texts.join(", ")
    }

    /// `#[derive(…)]` as impls: each asks the same of every parameter.
    fn derived(&self, at: &Place, path: &str, own: &Written, derives: &[Path]) -> Vec<String> {
        let names = derives.iter().filter_map(|path| path.segments.last());
        let names = names.map(|last| self.name(at.file, last.name));
        let names: Vec<&str> =
            names.filter(|name| DERIVES.contains(name) && *name != "Debug").collect();
        let of_derive = |name: &str| match name {
            "Hash" => "std::hash::Hash".to_owned(),
            name => name.to_owned(),
        };
        let args: Vec<&str> = own.params.iter().map(|param| param.name.as_str()).collect();
        if args.is_empty() {
            let joined = names.iter().map(|name| of_derive(name)).collect::<Vec<_>>().join(" + ");
            let line = (!joined.is_empty()).then(|| format!("impl {joined} for {path}"));
            return line.into_iter().collect();
        }
        let line = |name: &&str| {
            let of = of_derive(name);
            let mut generics = own.clone();
            for param in &mut generics.params {
                param.default = None;
                if !param.is_const && !param.bounds.contains(&of) {
                    param.bounds.push(of.clone());
                }
            }
            let args = args.join(", ");
            format!("impl{} {of} for {path}<{args}>", generics.in_brackets())
        };
        names.iter().map(line).collect()
    }

    fn trait_lines(&self, at: &mut Place, id: DefId, path: &str, shape: &Trait) -> Vec<String> {
        self.add_params(at, &shape.generics);
        let generics = self.generics(at, &shape.generics);
        let own_bounds = generics.wheres.iter().filter_map(|text| text.strip_prefix("Self: "));
        let mut supers = self.bounds(at, &shape.supertraits);
        supers.extend(own_bounds.map(str::to_owned));
        let mut associated = Vec::new();
        let args: Vec<&str> = generics.params.iter().map(|param| param.name.as_str()).collect();
        let args = if args.is_empty() { String::new() } else { format!("<{}>", args.join(", ")) };
        let owner = format!("{path}{args}");
        let mut lines = Vec::new();
        for &member in self.bundle.names.members(id) {
            let Some(item) = self.bundle.names.item(member) else { continue };
            if self.public.path(id).is_some() && is_out_of_reach(self.bundle, member) {
                continue;
            }
            let name = item.name.map_or("_", |name| self.name(at.file, name));
            match &item.kind {
                ItemKind::TypeAlias(alias) => {
                    let bounds = self.bounds(at, &alias.bounds).join(" + ");
                    let bounds = if bounds.is_empty() { bounds } else { format!(": {bounds}") };
                    associated.push(format!("{name}{bounds}"));
                }
                _ => lines.extend(self.member(at, &owner, item, None)),
            }
        }
        let supers =
            if supers.is_empty() { String::new() } else { format!(": {}", supers.join(" + ")) };
        let associated = match associated.is_empty() {
            true => String::new(),
            false => format!(" {{ {} }}", associated.join(", ")),
        };
        let head = generics.without_bounds().in_brackets();
        lines.push(format!("trait {path}{head}{supers}{associated}"));
        lines
    }

    /// A function or const of an impl or trait.
    pub fn member(
        &self,
        at: &Place,
        owner: &str,
        item: &Item,
        around: Option<&Written>,
    ) -> Option<String> {
        let name = self.name(at.file, item.name?);
        match &item.kind {
            ItemKind::Fn(function) => {
                Some(self.function(at, &format!("{owner}::{name}"), function, around))
            }
            ItemKind::Value(value) => {
                let key = without_generics(owner);
                Some(format!("const {key}::{name}: {}", self.ty(at, &value.ty)))
            }
            _ => None,
        }
    }
}

/// The owner without its generics.
fn without_generics(owner: &str) -> &str {
    owner.split('<').next().unwrap_or(owner)
}

/// Whether a name stands in a text as a whole word.
fn is_word_of(text: &str, name: &str) -> bool {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(|letter| !is_name(letter)).any(|word| word == name)
}
