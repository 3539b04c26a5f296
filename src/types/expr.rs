//! Expressions, to their types.

use crate::ir;
use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::types::Callee;
use crate::types::infer::Chosen;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::path::Named;
use crate::types::ty::Kind;
use crate::types::ty::Ty;
use crate::types::ty::primitive;
use crate::types::unify::VarKind;

impl Infer<'_, '_> {
    /// The type of an expression; what is expected of it is a hint, not a promise.
    pub(super) fn expr(&mut self, id: ExprId, expected: Ty) -> Ty {
        let found = self.any(id, expected);
        self.types[id.index()] = found;
        found
    }

    fn any(&mut self, id: ExprId, expected: Ty) -> Ty {
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Missing => Ty::UNKNOWN,
            ExprKind::Path(path) => self.path_value(id, path),
            ExprKind::Literal(literal) => self.literal(literal, expected),
            ExprKind::Call { callee, args } => self.call(id, *callee, args, expected),
            ExprKind::MethodCall(call) => self.method_call(id, call, expected),
            ExprKind::Field { base, name } => self.field(*base, *name),
            ExprKind::Index { base, index } => self.index(*base, *index),
            ExprKind::Unary { op, operand } => self.unary(*op, *operand, expected),
            ExprKind::Ref { mutable, operand } => self.reference(*mutable, *operand, expected),
            ExprKind::Binary { op, lhs, rhs } => self.binary(*op, *lhs, *rhs, expected),
            ExprKind::Assign { op, lhs, rhs } => self.assign(*op, *lhs, *rhs),
            ExprKind::Range { from, to, inclusive } => self.range(*from, *to, *inclusive),
            ExprKind::Cast { operand, ty } => {
                let ty = self.written(ty);
                let is_closure = matches!(body.exprs[*operand].kind, ExprKind::Closure(_));
                let found = self.expr(*operand, if is_closure { ty } else { Ty::UNKNOWN });
                if is_closure {
                    self.coerce(found, ty);
                }
                ty
            }
            ExprKind::Tuple(parts) => self.tuple(parts, expected),
            ExprKind::Array(parts) => self.array(parts, expected),
            ExprKind::Repeat { value, len } => {
                let element = self.element(expected);
                let found = self.expr(*value, element);
                self.expr(*len, Ty::UNKNOWN);
                self.facts.store.ty(Kind::Array(found))
            }
            ExprKind::Struct(literal) => self.struct_literal(literal, expected),
            ExprKind::Block(block) => self.block(id, block, expected),
            ExprKind::If { .. }
            | ExprKind::Let { .. }
            | ExprKind::Match { .. }
            | ExprKind::Loop { .. }
            | ExprKind::While { .. }
            | ExprKind::For { .. }
            | ExprKind::Break { .. }
            | ExprKind::Continue { .. }
            | ExprKind::Return(_)
            | ExprKind::Yield(_) => self.control(id, expected),
            ExprKind::Try(inner) => {
                let ty = self.expr(*inner, Ty::UNKNOWN);
                let ty = self.settled(ty);
                self.tries.push((id, ty, self.returns));
                let value = self.unwrapped(ty);
                self.normalize(value)
            }
            ExprKind::Await(future) => {
                let future = self.expr(*future, Ty::UNKNOWN);
                let future = self.settled(future);
                self.output_of(future)
            }
            ExprKind::Closure(closure) => self.closure(closure, expected),
            ExprKind::Select(select) => self.select_macro(select, expected),
            ExprKind::Join { is_try, futures, .. } => self.join(*is_try, futures),
            ExprKind::Macro(call) => self.macro_call(call, expected),
        }
    }

    /// The type, after what could be shown has been, where it was not known.
    pub(super) fn settled(&mut self, ty: Ty) -> Ty {
        if self.is_open(ty) {
            self.settle();
        }
        if self.is_open(ty) && !self.deferred.is_empty() {
            self.retry_deferred();
        }
        self.shallow(ty)
    }

    /// A path that is not called.
    fn path_value(&mut self, id: ExprId, path: &ir::Path) -> Ty {
        match self.named(path) {
            Named::Value(ty) => self.normalize(ty),
            Named::Constant(path, ty) => {
                if self.facts.library.call(&path).is_some() {
                    self.references.push((id, Callee::Library(path)));
                }
                self.normalize(ty)
            }
            Named::Function(picked) => {
                let chosen = Chosen { picked: picked.clone(), by_path: true };
                let callee = self.callee(&chosen);
                if matches!(callee, Callee::Function(_) | Callee::Library(_)) {
                    self.references.push((id, callee));
                }
                let own = path.segments.last().and_then(|last| last.args.as_deref());
                self.give_generics(&picked, own);
                self.ask(&picked.signature.generics, &picked.args);
                self.facts.store.ty(Kind::FnItem(picked.function, picked.args))
            }
            Named::Path(path) => {
                self.references.push((id, Callee::Library(path)));
                Ty::UNKNOWN
            }
            Named::Member(_) | Named::Unknown(_) => Ty::UNKNOWN,
        }
    }

    fn literal(&mut self, literal: &Literal, expected: Ty) -> Ty {
        let name = match literal {
            Literal::Str(_) => {
                let text = self.facts.store.primitive("str");
                return self.facts.store.reference(false, text);
            }
            Literal::Bytes => {
                let byte = self.facts.store.primitive("u8");
                let bytes = self.facts.store.ty(Kind::Array(byte));
                return self.facts.store.reference(false, bytes);
            }
            Literal::Int(_, suffix) | Literal::HugeInt(suffix) => match suffix {
                Some(suffix) => primitive(self.letters(*suffix)).unwrap_or("i32"),
                None => return self.number(VarKind::Integer, expected),
            },
            Literal::Float(suffix) => match suffix {
                Some(suffix) => primitive(self.letters(*suffix)).unwrap_or("f64"),
                None => return self.number(VarKind::Float, expected),
            },
            Literal::Bool(_) => return Ty::BOOL,
            Literal::Char => "char",
            Literal::Byte => "u8",
        };
        self.facts.store.primitive(name)
    }

    fn number(&mut self, kind: VarKind, expected: Ty) -> Ty {
        let ty = self.fresh_of(kind);
        if matches!(self.kind(expected), Kind::Primitive(_)) {
            self.try_unify(ty, expected);
        }
        self.shallow(ty)
    }

    /// `x.f`, through whatever `x` derefs to.
    fn field(&mut self, base: ExprId, name: ir::Name) -> Ty {
        let base = self.expr(base, Ty::UNKNOWN);
        let base = self.settled(base);
        let name = self.text(name);
        for step in self.steps(base) {
            match self.kind(step) {
                Kind::Tuple(parts) => {
                    let number = self.facts.store.letters(name).parse::<usize>();
                    return number
                        .ok()
                        .and_then(|at| parts.get(at).copied())
                        .unwrap_or(Ty::UNKNOWN);
                }
                Kind::Adt(head, args) => {
                    let Some(declared) = self.facts.declaration(head) else { return Ty::UNKNOWN };
                    let Some(shape) = self.facts.shape(declared) else { continue };
                    if let Some(&(_, ty)) = shape.fields.iter().find(|(known, _)| *known == name) {
                        let ty = self.facts.store.substitute(ty, &args);
                        return self.normalize(ty);
                    }
                }
                _ => {}
            }
        }
        Ty::UNKNOWN
    }

    fn reference(&mut self, mutable: bool, operand: ExprId, expected: Ty) -> Ty {
        let expected = match self.kind(expected) {
            Kind::Ref(_, inner) => inner,
            _ => Ty::UNKNOWN,
        };
        let inner = self.expr(operand, expected);
        self.facts.store.reference(mutable, inner)
    }

    fn tuple(&mut self, parts: &[ExprId], expected: Ty) -> Ty {
        let expected = match self.kind(expected) {
            Kind::Tuple(parts) => parts.to_vec(),
            _ => Vec::new(),
        };
        let mut types = Vec::with_capacity(parts.len());
        for (at, &part) in parts.iter().enumerate() {
            let expected = expected.get(at).copied().unwrap_or(Ty::UNKNOWN);
            types.push(self.expr(part, expected));
        }
        self.facts.store.tuple(&types)
    }

    fn array(&mut self, parts: &[ExprId], expected: Ty) -> Ty {
        let element = self.element(expected);
        let element = if element == Ty::UNKNOWN { self.fresh() } else { element };
        for &part in parts {
            let found = self.expr(part, element);
            self.coerce(found, element);
        }
        self.facts.store.ty(Kind::Array(element))
    }

    fn element(&self, expected: Ty) -> Ty {
        match self.kind(expected) {
            Kind::Array(element) | Kind::Slice(element) => element,
            _ => Ty::UNKNOWN,
        }
    }

    /// `A { b: c, ..d }`.
    fn struct_literal(&mut self, literal: &ir::StructLiteral, expected: Ty) -> Ty {
        let (ty, shape) = self.struct_of_path(&literal.path);
        if self.kind(expected) != Kind::Unknown {
            self.try_unify(ty, expected);
        }
        for (name, value) in &literal.fields {
            let name = self.text(*name);
            let field = shape.as_ref().and_then(|shape| self.field_of(ty, shape, name));
            let field = field.unwrap_or(Ty::UNKNOWN);
            let found = self.expr(*value, field);
            self.coerce(found, field);
        }
        if let Some(base) = literal.base {
            let found = self.expr(base, ty);
            self.try_unify(found, ty);
        }
        ty
    }

    /// `{ … }` of any kind.
    fn block(&mut self, id: ExprId, block: &ir::Block, expected: Ty) -> Ty {
        match block.kind {
            BlockKind::Plain | BlockKind::Unsafe => match block.label {
                Some(label) => {
                    let result = self.fresh();
                    self.breaks.push((Some(label), result));
                    let value = self.statements(id, block, expected);
                    self.breaks.pop();
                    self.coerce(value, result);
                    self.shallow(result)
                }
                None => self.statements(id, block, expected),
            },
            BlockKind::Async { .. } => {
                self.async_block(|this, output| this.statements(id, block, output), expected)
            }
            BlockKind::Stream { is_try } => {
                let item = self.fresh();
                let around = self.enter(Ty::UNKNOWN);
                self.yields = item;
                self.statements(id, block, Ty::UNKNOWN);
                self.leave(around);
                self.stream_of(item, is_try)
            }
            BlockKind::Try => {
                let around = self.enter(Ty::UNKNOWN);
                self.statements(id, block, Ty::UNKNOWN);
                self.leave(around);
                Ty::UNKNOWN
            }
        }
    }

    fn stream_of(&mut self, item: Ty, is_try: bool) -> Ty {
        let Some(path) = self.facts.library.stream() else { return Ty::UNKNOWN };
        let item = if is_try {
            let error = self.fresh();
            self.facts.store.library(lang::RESULT, &[item, error])
        } else {
            item
        };
        let head = self.facts.lang(path);
        let name = self.facts.store.text(lang::ITEM);
        let of = crate::types::ty::TraitRef { head, args: std::rc::Rc::new([]) };
        let bound = crate::types::ty::Bound { of, bindings: [(name, item)].into() };
        self.facts.store.ty(Kind::Opaque([bound].into()))
    }
}
