//! What types are to async code: futures, streams, handles of tasks.

use crate::library::Library;
use crate::library::TypeRole;
use crate::types::BodyTypes;
use crate::types::Members;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;
use crate::types::lang;

/// So many types around one are looked into.
const DEEPEST: usize = 4;

/// What a value is to async code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Waiting {
    /// It does nothing until it is awaited or polled.
    Future,
    /// A future, but the work may go on without it: others complete it, or its type is one of the
    /// workspace that implements `Future` by hand.
    Answer,
    /// A stream: it does nothing until its next item is asked for.
    Stream,
    /// A task's handle, or a group of tasks: dropping it stops them.
    CancellingTask,
    /// A task's handle: dropping it lets the task run on alone.
    DetachingTask,
    /// The handle of a thread: the same, but nothing awaits it.
    Thread,
}

impl Waiting {
    /// A handle of a task or thread.
    pub fn is_task(self) -> bool {
        matches!(self, Waiting::CancellingTask | Waiting::DetachingTask | Waiting::Thread)
    }
}

impl BodyTypes {
    /// What a value of a type is to async code, boxed and pinned or not.
    pub fn waiting(&self, members: &Members, library: &Library, ty: TypeId) -> Option<Waiting> {
        match self.ty(ty) {
            Type::Opaque(bounds) | Type::Dyn(bounds) => {
                let mut heads = bounds.iter().map(|bound| &bound.head);
                heads.find_map(|head| of_trait(library, head))
            }
            Type::Adt(TypeHead::Def(def), _) => {
                members.implements(*def, lang::FUTURE).then_some(Waiting::Answer)
            }
            Type::Adt(TypeHead::Library(path), args) => match (&**path, &**args) {
                (lang::BOX | lang::PIN, [inner, ..]) => self.waiting(members, library, *inner),
                _ => match library.ty(path)?.role? {
                    TypeRole::Future => Some(Waiting::Future),
                    TypeRole::Around => {
                        let inner = self.waiting(members, library, *args.first()?)?;
                        Some(if inner.is_task() { inner } else { Waiting::Future })
                    }
                    TypeRole::Answer => Some(Waiting::Answer),
                    TypeRole::CancellingTask => Some(Waiting::CancellingTask),
                    TypeRole::DetachingTask => Some(Waiting::DetachingTask),
                    TypeRole::Thread => Some(Waiting::Thread),
                    _ => None,
                },
            },
            _ => None,
        }
    }

    /// The type of a future among those that a value of this type has inside of it: of an
    /// `Option<F>`, a `Result<F, E>`, what the handle of a task gives.
    pub fn future_inside(
        &self,
        members: &Members,
        library: &Library,
        ty: TypeId,
    ) -> Option<TypeId> {
        self.future_within(members, library, ty, DEEPEST)
    }

    fn future_within(
        &self,
        members: &Members,
        library: &Library,
        ty: TypeId,
        depth: usize,
    ) -> Option<TypeId> {
        let waiting = self.waiting(members, library, ty);
        if waiting == Some(Waiting::Future) {
            return Some(ty);
        }
        let parts = match self.ty(ty) {
            Type::Tuple(parts) => &parts[..],
            Type::Adt(TypeHead::Library(path), args) => {
                let owns = matches!(&**path, lang::OPTION | lang::RESULT | lang::VEC | lang::BOX);
                let gives = waiting.is_some_and(Waiting::is_task);
                args.get(..usize::from(owns || gives))?
            }
            _ => return None,
        };
        let depth = depth.checked_sub(1)?;
        parts.iter().find_map(|&part| self.future_within(members, library, part, depth))
    }

    /// What a future gives, or the task behind a handle; unknown of a type whose impl says it.
    pub fn given(&self, ty: TypeId) -> TypeId {
        match self.ty(ty) {
            Type::Opaque(bounds) | Type::Dyn(bounds) => {
                let mut bindings = bounds.iter().flat_map(|bound| &bound.bindings);
                bindings
                    .find(|(name, _)| &**name == lang::OUTPUT)
                    .map_or_else(TypeId::default, |it| it.1)
            }
            Type::Adt(TypeHead::Library(path), args) => match (&**path, &**args) {
                (lang::BOX | lang::PIN, [inner, ..]) => self.given(*inner),
                (_, [only, ..]) => *only,
                _ => TypeId::default(),
            },
            _ => TypeId::default(),
        }
    }

    /// It is an `Option` or a `Result`.
    pub fn is_opened(&self, ty: TypeId) -> bool {
        match self.ty(ty) {
            Type::Adt(TypeHead::Library(path), _) => {
                matches!(&**path, lang::OPTION | lang::RESULT)
            }
            _ => false,
        }
    }

    /// It is a `Result` whose error has values, or a type that is not told.
    pub fn can_be_an_error(&self, ty: TypeId) -> bool {
        let Type::Adt(TypeHead::Library(path), args) = self.ty(ty) else { return false };
        let never = |error: &Type| match error {
            Type::Never => true,
            Type::Adt(TypeHead::Library(path), _) => **path == *lang::INFALLIBLE,
            _ => false,
        };
        **path == *lang::RESULT && args.get(1).is_some_and(|&error| !never(self.ty(error)))
    }

    /// It is a `Result<(), E>` that can be an error.
    pub fn is_only_an_error(&self, ty: TypeId) -> bool {
        let Type::Adt(_, args) = self.ty(ty) else { return false };
        let is_unit = |ty: &Type| matches!(ty, Type::Tuple(parts) if parts.is_empty());
        self.can_be_an_error(ty) && args.first().is_some_and(|&value| is_unit(self.ty(value)))
    }

    /// A `Result` that can be an error, or an `Option` of it.
    pub fn may_hold_an_error(&self, ty: TypeId) -> bool {
        let Type::Adt(TypeHead::Library(path), args) = self.ty(ty) else { return false };
        match &**path {
            lang::OPTION => args.first().is_some_and(|&inside| self.can_be_an_error(inside)),
            _ => self.can_be_an_error(ty),
        }
    }

    /// What a row says a library's type is for, behind references.
    pub fn role(&self, library: &Library, ty: TypeId) -> Option<TypeRole> {
        match self.ty(ty) {
            Type::Ref(_, inner) => self.role(library, *inner),
            Type::Adt(TypeHead::Library(path), _) => library.ty(path)?.role,
            _ => None,
        }
    }

    /// It is `String`.
    pub fn is_string(&self, ty: TypeId) -> bool {
        matches!(self.ty(ty), Type::Adt(TypeHead::Library(path), _) if **path == *lang::STRING)
    }

    /// It is `bool`.
    pub fn is_bool(&self, ty: TypeId) -> bool {
        *self.ty(ty) == Type::Primitive("bool")
    }
}

fn of_trait(library: &Library, head: &TypeHead) -> Option<Waiting> {
    let TypeHead::Library(path) = head else { return None };
    if matches!(&**path, lang::FUTURE | lang::INTO_FUTURE) {
        return Some(Waiting::Future);
    }
    (library.ty(path)?.role? == TypeRole::Stream).then_some(Waiting::Stream)
}
