//! A line of a signature table, to a signature.

use crate::library::last_name;
use crate::library::split_last;
use crate::types::facts::Facts;
use crate::types::generics::Omitted;
use crate::types::line_reader::Reader;
use crate::types::line_text::Declared;
use crate::types::line_text::skip_generics;
use crate::types::signature::FnSignature;
use crate::types::signature::Generics;
use crate::types::signature::ImplInfo;
use crate::types::signature::Shape;
use crate::types::signature::TraitInfo;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::Ty;
use crate::types::ty::primitive;

/// The keywords that a declaration begins with.
const DECLARATIONS: [&str; 6] = ["struct ", "enum ", "trait ", "type ", "const ", "static "];

/// A trait's line lists the associated type.
pub(super) fn declares(line: &str, name: &str) -> bool {
    let Some((_, body)) = line.split_once('{') else { return false };
    let mut names = Declared::new(body);
    while let Some(declared) = names.next(&['}']) {
        if declared == name {
            return true;
        }
    }
    false
}

/// The function of a line.
pub(super) fn function(facts: &mut Facts<'_>, number: u32) -> Option<FnSignature> {
    let line = facts.line(number);
    if DECLARATIONS.iter().any(|keyword| line.starts_with(keyword)) {
        return constructor(facts, number);
    }
    let (owner, module) = owner(line);
    let owner_path: String = without_generics(owner);
    let of_trait = {
        let head = facts.lang(&owner_path);
        facts.is_trait(head).then_some(head)
    };
    let mut reader = Reader::new(facts, line, module.to_owned());
    let self_type = reader.owner(owner, of_trait);
    let outer = reader.generics.params.len();
    reader.path_end();
    reader.take("!");
    reader.own_generics();
    reader.conditions_behind();
    let parameters = reader.parameters()?;
    let ret = reader.result();
    let generics = Generics { outer, ..reader.generics };
    Some(FnSignature {
        generics: generics.into(),
        receiver: parameters.receiver,
        params: parameters.others,
        ret,
        self_type,
        of_trait,
    })
}

/// The path before the last name of a member or function, and the module of its names.
fn owner(line: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    let mut before = ' ';
    let mut last = 0;
    let mut module = 0;
    for (at, letter) in line.char_indices() {
        match letter {
            '<' => depth += 1,
            '>' if before != '-' => depth = depth.saturating_sub(1),
            '(' if depth == 0 => break,
            ':' if depth == 0 && before == ':' => {
                module = last;
                last = at - 1;
            }
            _ => {}
        }
        before = letter;
    }
    let owner = &line[..last];
    // Of a free function the owner is the module.
    let is_type = owner.contains('<')
        || owner.rsplit("::").next().is_some_and(|name| name.starts_with(char::is_uppercase));
    (owner, if is_type { &line[..module] } else { owner })
}

fn without_generics(path: &str) -> String {
    match path.find('<') {
        Some(at) => format!("{}{}", &path[..at], skip_generics(&path[at..])),
        None => path.to_owned(),
    }
}

/// A trait by its path.
pub(super) fn trait_info(facts: &mut Facts<'_>, path: Text) -> Option<TraitInfo> {
    let number = facts.table(path).item?;
    let line = facts.line(number);
    let rest = line.strip_prefix("trait ")?;
    let letters = facts.store.letters(path);
    let mut reader = Reader::new(facts, rest, module_of(&letters).to_owned());
    reader.self_parameter();
    reader.path_end();
    reader.own_generics();
    let this = reader.head_of_self(&letters);
    let supertraits = if reader.take(":") { reader.bounds() } else { Vec::new() };
    reader.conditions();
    let types = reader.associated(this);
    Some(TraitInfo { generics: reader.generics.into(), supertraits, types })
}

fn module_of(path: &str) -> &str {
    split_last(path).map_or(path, |(module, _)| module)
}

/// One of the impls of a line: several traits may stand in it.
pub(super) fn impl_info(facts: &mut Facts<'_>, number: u32, at: usize) -> Option<ImplInfo> {
    let mut reader = impl_reader(facts, number)?;
    reader.own_generics();
    let of_trait = reader.bounds().get(at)?.of.clone();
    if !reader.take("for") {
        return None;
    }
    let self_type = reader.ty();
    reader.self_type = Some(self_type);
    reader.conditions();
    let types = reader.bindings();
    let of_trait = reader.facts.trait_for(self_type, of_trait);
    // `Self` may stand in the trait's arguments, which are read before the type is known.
    Some(ImplInfo { generics: reader.generics.into(), self_type, of_trait, types })
}

/// The traits that a line implements.
pub(super) fn impl_traits(facts: &mut Facts<'_>, number: u32) -> Vec<Head> {
    let Some(mut reader) = impl_reader(facts, number) else { return Vec::new() };
    reader.rest = skip_generics(reader.rest.trim_start());
    reader.heads()
}

fn impl_reader<'f, 'a>(facts: &'f mut Facts<'a>, number: u32) -> Option<Reader<'f, 'a>> {
    let line = facts.line(number);
    let rest = line.strip_prefix("impl")?;
    let module = module_of(&facts.line_path(number)).to_owned();
    Some(Reader::new(facts, rest, module))
}

/// The shape of a struct's line.
pub(super) fn shape(facts: &mut Facts<'_>, number: u32) -> Option<Shape> {
    let line = facts.line(number);
    let rest = line.strip_prefix("struct ").or_else(|| line.strip_prefix("union "))?;
    let mut reader = Reader::new(facts, rest, module_of(&path_of(rest)).to_owned());
    reader.path_end();
    reader.own_generics();
    Some(reader.shape())
}

fn path_of(text: &str) -> String {
    let end = text.find(['<', '(', '{', ' ', '=']).unwrap_or(text.len());
    text[..end].to_owned()
}

/// The shape of a variant.
pub(super) fn variant(facts: &mut Facts<'_>, number: u32, name: Text) -> Option<Shape> {
    let line = facts.line(number);
    let rest = line.strip_prefix("enum ")?;
    let mut reader = Reader::new(facts, rest, module_of(&path_of(rest)).to_owned());
    reader.path_end();
    reader.own_generics();
    if !reader.take("{") {
        return None;
    }
    loop {
        let (found, shape) = reader.variant()?;
        if found == name {
            return Some(shape);
        }
    }
}

/// The variants of an enum, in order.
pub(super) fn variants(facts: &mut Facts<'_>, number: u32) -> Vec<Text> {
    let line = facts.line(number);
    let Some(rest) = line.strip_prefix("enum ") else { return Vec::new() };
    let mut reader = Reader::new(facts, rest, module_of(&path_of(rest)).to_owned());
    reader.path_end();
    reader.own_generics();
    let mut names = Vec::new();
    if reader.take("{") {
        while let Some((name, _)) = reader.variant() {
            names.push(name);
        }
    }
    names
}

/// A tuple variant as the function that makes it.
pub(super) fn variant_constructor(
    facts: &mut Facts<'_>,
    number: u32,
    name: Text,
) -> Option<FnSignature> {
    let shape = variant(facts, number, name)?;
    making(facts, number, &shape)
}

/// A tuple struct as the function that makes it.
fn constructor(facts: &mut Facts<'_>, number: u32) -> Option<FnSignature> {
    let shape = shape(facts, number)?;
    making(facts, number, &shape)
}

/// What makes a value of a shape, as a function.
fn making(facts: &mut Facts<'_>, number: u32, shape: &Shape) -> Option<FnSignature> {
    if !shape.is_tuple || shape.is_open {
        return None;
    }
    let (path, generics) = parameters(facts, number)?;
    let args: Vec<Ty> = parameter_types(facts, &generics);
    let ret = facts.store.library(&path, &args);
    let params = shape.fields.iter().map(|&(_, ty)| ty).collect();
    Some(FnSignature {
        generics: generics.into(),
        receiver: None,
        params: Some(params),
        ret,
        self_type: None,
        of_trait: None,
    })
}

/// The parameters themselves as types.
pub(super) fn parameter_types(facts: &mut Facts<'_>, generics: &Generics) -> Vec<Ty> {
    let params = generics.params.iter().enumerate();
    params.map(|(at, param)| facts.store.ty(Kind::Param(at as u32, param.name))).collect()
}

/// The path and the parameters of a declaration.
pub(super) fn parameters(facts: &mut Facts<'_>, number: u32) -> Option<(String, Generics)> {
    let line = facts.line(number);
    let keyword = DECLARATIONS.iter().find(|keyword| line.starts_with(**keyword))?;
    let rest = &line[keyword.len()..];
    let path = path_of(rest);
    let mut reader = Reader::new(facts, rest, module_of(&path).to_owned());
    reader.path_end();
    reader.own_generics();
    Some((path, reader.generics))
}

/// What an alias stands for, or the type of a const or static.
pub(super) fn stands_for(facts: &mut Facts<'_>, number: u32) -> Option<(Generics, Ty)> {
    let line = facts.line(number);
    let keyword = DECLARATIONS.iter().find(|keyword| line.starts_with(**keyword))?;
    let rest = &line[keyword.len()..];
    let path = facts.line_path(number);
    let mut module = module_of(&path);
    let mut owner = None;
    // A const of a type speaks in the names of the type's module.
    let is_type = last_name(module).starts_with(char::is_uppercase);
    if *keyword != "type " && (is_type || primitive(module).is_some()) {
        owner = Some(facts.library_type(module, &[], Omitted::Unknown));
        module = module_of(module);
    }
    let mut reader = Reader::new(facts, rest, module.to_owned());
    reader.self_type = owner;
    reader.path_end();
    reader.own_generics();
    let sign = if *keyword == "type " { "=" } else { ":" };
    if !reader.take(sign) {
        return None;
    }
    let ty = reader.ty();
    Some((reader.generics, ty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_of_a_function_and_the_module_of_its_names() {
        assert_eq!(owner("a::b::C<T>::new(T) -> C<T>"), ("a::b::C<T>", "a::b"));
        assert_eq!(owner("a::b::run(C)"), ("a::b", "a::b"));
        assert_eq!(owner("a::C<Vec<T>>::last(&self) -> b::D"), ("a::C<Vec<T>>", "a"));
    }

    #[test]
    fn a_trait_declares_the_types_in_its_braces() {
        let line =
            "trait a::B<T>: C { Item: D<T, Out = T>, IntoIter: Iterator<Item = Self::Item> }";
        assert!(declares(line, "Item") && declares(line, "IntoIter"));
        assert!(!declares(line, "Out") && !declares("trait a::B: C", "Item"));
    }
}
