//! Types as text, for people: `Arc<Mutex<u32>>`.

use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Type;
use crate::types::TypeBound;
use crate::types::TypeHead;
use crate::types::TypeId;

impl BodyTypes {
    /// A type as a reader knows it: the last names of paths, `_` for what could not be told.
    pub fn text(&self, names: &Names, ty: TypeId) -> String {
        match self.ty(ty) {
            Type::Unknown => "_".to_owned(),
            Type::Never => "!".to_owned(),
            Type::Primitive(name) => (*name).to_owned(),
            Type::Adt(head, args) => head_text(names, head) + &self.list(names, args, "<", ">"),
            Type::Ref(mutable, inner) => {
                let sign = if *mutable { "&mut " } else { "&" };
                sign.to_owned() + &self.text(names, *inner)
            }
            Type::Pointer(inner) => format!("*{}", self.text(names, *inner)),
            Type::Slice(inner) => format!("[{}]", self.text(names, *inner)),
            Type::Array(inner) => format!("[{}; _]", self.text(names, *inner)),
            Type::Tuple(parts) if parts.is_empty() => "()".to_owned(),
            Type::Tuple(parts) => self.list(names, parts, "(", ")"),
            Type::Function(params, ret) => {
                let params: Vec<String> = params.iter().map(|&it| self.text(names, it)).collect();
                format!("fn({}) -> {}", params.join(", "), self.text(names, *ret))
            }
            Type::Opaque(bounds) => format!("impl {}", self.bounds(names, bounds)),
            Type::Dyn(bounds) => format!("dyn {}", self.bounds(names, bounds)),
            Type::Param(name) => name.to_string(),
        }
    }

    fn list(&self, names: &Names, types: &[TypeId], open: &str, close: &str) -> String {
        if types.is_empty() {
            return String::new();
        }
        let types: Vec<String> = types.iter().map(|&ty| self.text(names, ty)).collect();
        format!("{open}{}{close}", types.join(", "))
    }

    fn bounds(&self, names: &Names, bounds: &[TypeBound]) -> String {
        let bounds: Vec<String> = bounds.iter().map(|bound| self.bound(names, bound)).collect();
        bounds.join(" + ")
    }

    fn bound(&self, names: &Names, bound: &TypeBound) -> String {
        let args = bound.args.iter().map(|&ty| self.text(names, ty));
        let bindings = bound.bindings.iter();
        let bindings = bindings.map(|(name, ty)| format!("{name} = {}", self.text(names, *ty)));
        let parts: Vec<String> = args.chain(bindings).collect();
        let head = head_text(names, &bound.head);
        if parts.is_empty() { head } else { format!("{head}<{}>", parts.join(", ")) }
    }
}

fn head_text(names: &Names, head: &TypeHead) -> String {
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
    match head {
        TypeHead::Def(def) => last(&names.path(*def)),
        TypeHead::Library(path) => last(path),
    }
}
