//! The state of one pass over a body.

use std::rc::Rc;

use crate::ir;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::PatId;
use crate::resolve::Def;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;
use crate::source::CfgExpr;
use crate::types::Call;
use crate::types::Callee;
use crate::types::Unknown;
use crate::types::facts::Facts;
use crate::types::generics::Omitted;
use crate::types::lang;
use crate::types::method::Deferred;
use crate::types::method::Picked;
use crate::types::solve::Pending;
use crate::types::ty::Bound;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::Ty;
use crate::types::unify::Var;
use crate::types::written;
use crate::types::written_type::Site;

/// The state of one pass over a body.
pub(super) struct Infer<'f, 'a> {
    pub facts: &'f mut Facts<'a>,
    pub owner: DefId,
    pub def: &'a Def,
    pub body: &'a Body,
    pub scope: ScopeId,
    pub site: Site,
    /// The trait of the impl around the body.
    pub own_trait: Option<Head>,
    /// The where-clauses around the body.
    pub env: Rc<[(Ty, Bound)]>,
    pub vars: Vec<Var>,
    /// What variables stood for before they were bound.
    pub trail: Vec<(u32, Var)>,
    pub pending: Vec<Pending>,
    pub closures: Vec<ClosureType>,
    /// The type of `self`.
    pub self_value: Option<Ty>,
    pub locals: Vec<(Symbol, Ty)>,
    /// What `return`, `?` and the tail give, of the innermost function, closure or async block.
    pub returns: Ty,
    /// What `break` gives, of each loop around, with its label.
    pub breaks: Vec<(Option<ir::Name>, Ty)>,
    /// What `yield` gives, of the innermost stream.
    pub yields: Ty,
    /// How many where-clauses of impls are being asked for, one for the other.
    pub asking: usize,
    pub deferred: Vec<Deferred>,
    /// Each `?`: what it is applied to, and what the function, closure or block around returns.
    pub tries: Vec<(ExprId, Ty, Ty)>,
    pub types: Vec<Ty>,
    /// The types of the patterns that bind or take apart.
    pub pats: Vec<Ty>,
    /// Bare names in patterns that bind nothing: they are constants, unit structs or variants.
    pub constants: Vec<PatId>,
    pub calls: Vec<Found>,
    pub references: Vec<(ExprId, Callee)>,
}

/// A call and what it leads to, while its types are still open.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub call: Call,
    /// The function that was found; of a trait's the impl is chosen in the end.
    pub chosen: Option<Chosen>,
    pub receiver: Option<Ty>,
}

/// A function that was found.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub picked: Picked,
    /// By a path, not as a method.
    pub by_path: bool,
}

/// The parameters and the result of a closure.
#[derive(Clone, Debug)]
pub(super) struct ClosureType {
    pub params: Rc<[Ty]>,
    pub ret: Ty,
}

impl<'f, 'a> Infer<'f, 'a> {
    pub(super) fn new(facts: &'f mut Facts<'a>, owner: DefId, body: &'a Body) -> Self {
        let def = facts.names.def(owner);
        let mut site = Site::new(facts, owner);
        let signature = match def.kind {
            DefKind::Fn => facts.function(FnRef::Def(owner)),
            _ => None,
        };
        let bounds = match &signature {
            Some(signature) => signature.generics.bounds.clone(),
            None => site.generics(facts).bounds,
        };
        site.omitted = Omitted::Inferred;
        let block = written::around(facts.names, owner);
        let of_trait = block.and_then(|block| facts.names.impl_head(block)?.of_trait.as_ref());
        let own_trait = of_trait.and_then(|of_trait| facts.head(of_trait));
        Self {
            facts,
            owner,
            def,
            body,
            scope: def.scope,
            site,
            own_trait,
            env: bounds.into(),
            vars: Vec::new(),
            trail: Vec::new(),
            pending: Vec::new(),
            closures: Vec::new(),
            self_value: None,
            locals: Vec::new(),
            returns: Ty::UNKNOWN,
            breaks: Vec::new(),
            yields: Ty::UNKNOWN,
            asking: 0,
            deferred: Vec::new(),
            tries: Vec::new(),
            types: vec![Ty::UNKNOWN; body.exprs.len()],
            pats: vec![Ty::UNKNOWN; body.pats.len()],
            constants: Vec::new(),
            calls: Vec::new(),
            references: Vec::new(),
        }
    }

    /// Goes over the whole body.
    pub(super) fn run(&mut self) {
        let body = self.body;
        let names = self.facts.names;
        let expected = match names.function(self.owner) {
            Some(function) => self.begin_function(function),
            None => {
                let found = self.facts.stands_for(FnRef::Def(self.owner));
                found.map_or(Ty::UNKNOWN, |(_, ty)| ty)
            }
        };
        self.returns = expected;
        let value = self.expr(body.root, expected);
        self.coerce(value, expected);
        self.settle();
        self.retry_deferred();
        self.default_literals();
        self.settle();
        self.retry_deferred();
        self.give_up_deferred();
        self.settle();
    }

    fn begin_function(&mut self, function: &ir::Fn) -> Ty {
        let Some(signature) = self.facts.function(FnRef::Def(self.owner)) else {
            return Ty::UNKNOWN;
        };
        if let Some(receiver) = signature.receiver {
            let receiver = self.normalize(receiver);
            self.bind_self(receiver);
        }
        let params = signature.params.clone().unwrap_or_default();
        for (at, &pat) in self.body.params.iter().enumerate() {
            let ty = params.get(at).copied().unwrap_or(Ty::UNKNOWN);
            let ty = self.normalize(ty);
            self.bind(pat, ty);
        }
        if !function.is_async {
            return self.normalize(signature.ret);
        }
        let output = function.ret.as_ref().map_or(Ty::UNIT, |ret| self.written(ret));
        self.normalize(output)
    }

    /// A type as written in the body; what it leaves out is found out.
    pub(super) fn written(&mut self, ty: &ir::TypeRef) -> Ty {
        self.site.scope = self.scope;
        let ty = self.site.ty(self.facts, ty);
        let ty = self.fill(ty);
        self.normalize(ty)
    }

    /// The type that a path to a value begins with: `HashMap` of `HashMap::new`.
    pub(super) fn written_for_value(&mut self, path: &ir::Path) -> Ty {
        self.site.scope = self.scope;
        let outer = std::mem::replace(&mut self.site.omitted, Omitted::AllInferred);
        let ty = self.site.path(self.facts, path);
        self.site.omitted = outer;
        let ty = self.fill(ty);
        self.normalize(ty)
    }

    pub(super) fn symbol(&self, name: ir::Name) -> Symbol {
        self.facts.names.symbol(self.def.file, name)
    }

    /// A name as a text of the store.
    pub(super) fn text(&mut self, name: ir::Name) -> Text {
        let letters = self.facts.names.file(self.def.file).names.text(name);
        self.facts.store.text(letters)
    }

    pub(super) fn letters(&self, name: ir::Name) -> &'a str {
        self.facts.names.file(self.def.file).names.text(name)
    }

    pub(super) fn is_built(&self, cfg: Option<&CfgExpr>) -> bool {
        self.facts.names.is_built(self.def.krate, cfg)
    }

    pub(super) fn unknown_call(&mut self, expr: ExprId, at: crate::source::Span, why: Unknown) {
        let call = Call::new(expr, Callee::Unknown(why), at);
        self.calls.push(Found { call, chosen: None, receiver: None });
    }

    /// What a value of this type takes and gives when it is called.
    pub(super) fn signature_of_value(&mut self, ty: Ty) -> Option<(Rc<[Ty]>, Ty)> {
        match self.kind(ty) {
            Kind::Closure(number) => {
                let closure = &self.closures[number as usize];
                Some((Rc::clone(&closure.params), closure.ret))
            }
            Kind::FnPointer(params, ret) => Some((params, ret)),
            Kind::FnItem(function, args) => {
                let signature = self.facts.function(function)?;
                let receiver = signature.receiver.into_iter();
                let params: Vec<Ty> =
                    receiver.chain(signature.params.as_ref()?.iter().copied()).collect();
                let params = params.iter().map(|&ty| {
                    let ty = self.facts.store.substitute(ty, &args);
                    self.normalize(ty)
                });
                let params = params.collect();
                let ret = self.facts.store.substitute(signature.ret, &args);
                Some((params, self.normalize(ret)))
            }
            _ => None,
        }
    }

    /// `Result<T, E>` and the like: the arguments of a type of this path.
    pub(super) fn arguments_of(&mut self, ty: Ty, path: &str) -> Option<Rc<[Ty]>> {
        let Kind::Adt(head, args) = self.kind(ty) else { return None };
        (head == self.facts.lang(path)).then_some(args)
    }

    /// What `?` gives.
    pub(super) fn unwrapped(&mut self, ty: Ty) -> Ty {
        for path in [lang::RESULT, lang::OPTION] {
            if let Some(args) = self.arguments_of(ty, path) {
                return args.first().copied().unwrap_or(Ty::UNKNOWN);
            }
        }
        // `Poll<Result<T, E>>` and `Poll<Option<Result<T, E>>>` keep their outside.
        let Some(args) = self.arguments_of(ty, lang::POLL) else { return Ty::UNKNOWN };
        let inner = args.first().copied().unwrap_or(Ty::UNKNOWN);
        if let Some(result) = self.arguments_of(inner, lang::RESULT) {
            let value = result.first().copied().unwrap_or(Ty::UNKNOWN);
            return self.facts.store.library(lang::POLL, &[value]);
        }
        Ty::UNKNOWN
    }
}

/// Looks at one body.
pub(super) fn body<'a>(facts: &mut Facts<'a>, owner: DefId) -> Option<super::BodyTypes> {
    let body = facts.names.body(owner)?;
    let mut infer = Infer::new(facts, owner, body);
    infer.run();
    Some(infer.finish())
}

/// What must be remembered while a part of the body is looked at for itself.
pub(super) struct Around {
    returns: Ty,
    yields: Ty,
    breaks: Vec<(Option<ir::Name>, Ty)>,
}

impl Infer<'_, '_> {
    /// Goes into a closure or async block, whose `return` gives this.
    pub(super) fn enter(&mut self, returns: Ty) -> Around {
        Around {
            returns: std::mem::replace(&mut self.returns, returns),
            yields: std::mem::replace(&mut self.yields, Ty::UNKNOWN),
            breaks: std::mem::take(&mut self.breaks),
        }
    }

    pub(super) fn leave(&mut self, around: Around) {
        self.returns = around.returns;
        self.yields = around.yields;
        self.breaks = around.breaks;
    }

    /// What each local of a name is, the innermost.
    pub(super) fn local(&self, name: Symbol) -> Option<Ty> {
        self.locals.iter().rev().find(|(known, _)| *known == name).map(|&(_, ty)| ty)
    }

    fn bind_self(&mut self, ty: Ty) {
        self.self_value = Some(ty);
    }
}
