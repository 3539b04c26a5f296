//! Generic parameters with their bounds.

use std::collections::BTreeMap;

use asyncheck::ir::Generics;

use crate::sigs::types::Place;
use crate::sigs::types::Writer;

/// The parameters of an item, ready to be written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The name of each parameter, `const N` included, with its bounds and its default.
    pub params: Vec<Parameter>,
    /// `T::Item: Bound`, and the bounds of parameters that are not its own.
    pub wheres: Vec<String>,
}

/// One parameter.
#[derive(Clone, Debug, Default)]
pub struct Parameter {
    pub name: String,
    pub is_const: bool,
    pub bounds: Vec<String>,
    pub default: Option<String>,
}

impl Writer<'_> {
    /// Brings the parameters into scope.
    pub fn add_params(&self, at: &mut Place, generics: &Generics) {
        for param in &generics.params {
            let name = self.name(at.file, param.name).to_owned();
            if self.is_allocator(at.file, generics, param.name) {
                at.allocators.insert(name.clone());
            }
            at.params.insert(name);
        }
    }

    /// Parameters and bounds; those of allocators are left out.
    pub fn generics(&self, at: &Place, generics: &Generics) -> Written {
        let mut written = Written::default();
        let file = at.file;
        let own = generics.params.iter();
        for param in own.filter(|param| !self.is_allocator(file, generics, param.name)) {
            written.params.push(Parameter {
                name: self.name(file, param.name).to_owned(),
                is_const: param.is_const,
                bounds: Vec::new(),
                default: param.default.as_ref().map(|ty| self.ty(at, ty)),
            });
        }
        for (ty, bounds) in &generics.bounds {
            let text = self.ty(at, ty);
            if at.allocators.contains(&text) {
                continue;
            }
            let texts = self.bounds(at, bounds);
            if texts.is_empty() {
                continue;
            }
            match written.params.iter_mut().find(|param| param.name == text) {
                Some(param) => param.add(texts),
                None => written.wheres.push(format!("{text}: {}", texts.join(" + "))),
            }
        }
        written
    }
}

impl Written {
    /// `<T: A, const N, U = V>`, nothing where there is no parameter.
    pub fn in_brackets(&self) -> String {
        let texts: Vec<String> = self.params.iter().map(Parameter::text).collect();
        if texts.is_empty() { String::new() } else { format!("<{}>", texts.join(", ")) }
    }

    /// `<T, N, U = V>`, for items whose bounds do not matter.
    pub fn without_bounds(&self) -> Written {
        let bare = |param: &Parameter| Parameter { bounds: Vec::new(), ..param.clone() };
        Written { params: self.params.iter().map(bare).collect(), ..Written::default() }
    }

    /// All bounds as they stand behind `where`.
    pub fn all_wheres(&self) -> Vec<String> {
        let bounded = self.params.iter().filter(|param| !param.bounds.is_empty());
        let own = bounded.map(|param| format!("{}: {}", param.name, param.bounds.join(" + ")));
        own.chain(self.wheres.iter().cloned()).collect()
    }
}

impl Parameter {
    /// Adds bounds; one that is written twice counts once.
    fn add(&mut self, bounds: Vec<String>) {
        for bound in bounds {
            if !self.bounds.contains(&bound) {
                self.bounds.push(bound);
            }
        }
    }

    fn text(&self) -> String {
        let Parameter { name, is_const, bounds, default } = self;
        let mut text = if *is_const { format!("const {name}") } else { name.clone() };
        if !bounds.is_empty() {
            text += &format!(": {}", bounds.join(" + "));
        }
        if let Some(default) = default {
            text += &format!(" = {default}");
        }
        text
    }
}

/// ` where A, B`; several bounds of one type in one.
pub fn behind_where(wheres: &[String]) -> String {
    let mut merged: BTreeMap<usize, (String, Vec<String>)> = BTreeMap::new();
    for text in wheres {
        let (ty, bounds) = text.split_once(": ").unwrap_or((text, ""));
        let known = merged.values_mut().find(|(known, _)| known == ty);
        match known {
            Some((_, all)) if !all.iter().any(|known| known == bounds) => {
                all.push(bounds.to_owned());
            }
            Some(_) => {}
            None => {
                merged.insert(merged.len(), (ty.to_owned(), vec![bounds.to_owned()]));
            }
        }
    }
    let texts: Vec<String> =
        merged.values().map(|(ty, bounds)| format!("{ty}: {}", bounds.join(" + "))).collect();
    if texts.is_empty() { String::new() } else { format!(" where {}", texts.join(", ")) }
}
