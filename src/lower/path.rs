//! Paths and their generic arguments.

use crate::ir::Anchor;
use crate::ir::GenericArgs;
use crate::ir::Name;
use crate::ir::Path;
use crate::ir::QualifiedSelf;
use crate::ir::Segment;
use crate::ir::TypeRef;
use crate::lower::lowerer::Lowerer;
use crate::lower::lowerer::boxed;
use crate::lower::macros::CRATE_MARKER;
use crate::source::Span;

impl Lowerer<'_> {
    /// A path, with `<T as Trait>` before it or not.
    pub(super) fn path(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path) -> Path {
        match qself {
            Some(qself) => self.qualified_path(qself, path),
            None => self.plain_path(path),
        }
    }

    /// A path without `<T as Trait>` before it.
    pub(super) fn plain_path(&mut self, path: &syn::Path) -> Path {
        self.path_of(path, path.segments.len())
    }

    /// The path that the first `count` names of a path make.
    fn path_of(&mut self, path: &syn::Path, count: usize) -> Path {
        let mut lowered = match path.leading_colon {
            None => Path::new(Anchor::Plain, Span::default()),
            Some(colons) => Path::new(Anchor::Global, self.token(colons.spans[0], 2)),
        };
        self.segments(path.segments.iter().take(count), &mut lowered);
        lowered
    }

    fn qualified_path(&mut self, qself: &syn::QSelf, path: &syn::Path) -> Path {
        let span = self.token(qself.lt_token.spans[0], 1);
        let ty = self.ty(&qself.ty);
        let as_trait = qself.as_token.map(|_| self.path_of(path, qself.position));
        let anchor = Anchor::Type(Box::new(QualifiedSelf { ty, as_trait }));
        let mut lowered = Path::new(anchor, span);
        self.segments(path.segments.iter().skip(qself.position), &mut lowered);
        lowered
    }

    /// Adds names to a path, which has none yet.
    fn segments<'p>(
        &mut self,
        mut names: impl ExactSizeIterator<Item = &'p syn::PathSegment>,
        path: &mut Path,
    ) {
        let mut segments = Vec::new();
        let mut last: Option<Span> = None;
        while let Some(segment) = names.next() {
            let (name, span) = match last {
                None => self.ident(&segment.ident),
                Some(last) => self.ident_behind(last, "::", &segment.ident),
            };
            last = Some(span);
            path.span = if path.span == Span::default() { span } else { path.span.to(span) };
            if segments.is_empty()
                && let Some(anchor) = self.moved(&path.anchor, name)
            {
                path.anchor = anchor;
                continue;
            }
            let args = match &segment.arguments {
                syn::PathArguments::None => None,
                syn::PathArguments::AngleBracketed(args) => Some(Box::new(self.angle_args(args))),
                syn::PathArguments::Parenthesized(args) => Some(Box::new(self.paren_args(args))),
            };
            let segment = Segment { name, args };
            if segments.is_empty() && names.len() == 0 {
                path.segments = segment.into();
                return;
            }
            if segments.is_empty() {
                segments.reserve_exact(names.len() + 1);
            }
            segments.push(segment);
        }
        path.segments = segments.into();
    }

    /// Where a path begins to be looked up whose first name is `crate`, `self`, `super` or what
    /// `$crate` became in code of another crate's macro.
    pub(super) fn moved(&mut self, anchor: &Anchor, name: Name) -> Option<Anchor> {
        match (anchor, self.file.names.text(name)) {
            (Anchor::Plain, "crate") => Some(Anchor::Crate),
            (Anchor::Plain, "self") => Some(Anchor::Super(0)),
            (Anchor::Plain, "super") => Some(Anchor::Super(1)),
            (Anchor::Super(ups), "super") => Some(Anchor::Super(ups + 1)),
            (Anchor::Plain, text) => {
                let krate = text.strip_prefix(CRATE_MARKER)?.to_owned();
                Some(Anchor::DollarCrate(self.file.names.intern(&krate)))
            }
            _ => None,
        }
    }

    /// `<A, B, Item = C>`.
    pub(super) fn angle_args(&mut self, args: &syn::AngleBracketedGenericArguments) -> GenericArgs {
        let mut types = Vec::with_capacity(args.args.len());
        let mut bindings = Vec::new();
        for arg in &args.args {
            match arg {
                syn::GenericArgument::Type(ty) => types.push(self.ty(ty)),
                syn::GenericArgument::Const(_) => types.push(TypeRef::Unknown),
                syn::GenericArgument::AssocType(binding) => {
                    bindings.push((self.name(&binding.ident), self.ty(&binding.ty)));
                }
                syn::GenericArgument::Constraint(binding) => {
                    let bounds = TypeRef::Impl(self.bounds(&binding.bounds));
                    bindings.push((self.name(&binding.ident), bounds));
                }
                _ => {}
            }
        }
        GenericArgs { types: types.into(), bindings: bindings.into(), ret: None }
    }

    fn paren_args(&mut self, args: &syn::ParenthesizedGenericArguments) -> GenericArgs {
        GenericArgs {
            types: boxed(args.inputs.iter().map(|input| self.ty(&input.ty))),
            bindings: Box::new([]),
            ret: Some(Box::new(self.ret(&args.output).unwrap_or_else(TypeRef::unit))),
        }
    }
}
