//! Methods called on receivers of unknown type: any method of the name may be meant. That is no
//! proof of anything a call does, but where it stands tells how hot such a method may run.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Symbol;
use crate::source::CrateId;
use crate::source::Workspace;
use crate::types::Callee;
use crate::types::Type;
use crate::types::Types;
use crate::types::Unknown;

/// Methods called on receivers of unknown type.
#[derive(Debug)]
pub(super) struct ByName {
    /// The calls of each body that has some.
    calls: FxHashMap<usize, Vec<Call>>,
    /// The bodies of the methods that may be meant, each with its crate.
    methods: FxHashMap<Key, Vec<(usize, CrateId)>>,
    /// For each crate those that it builds on, and itself: it cannot call methods of others.
    known: Vec<FxHashSet<CrateId>>,
}

/// A name, and how many arguments there are behind `self`.
type Key = (Symbol, usize);

/// One such call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub expr: ExprId,
    pub region: RegionId,
    /// What becomes of its value.
    pub fate: Fate,
    key: Key,
    krate: CrateId,
    /// The body that it stands in.
    body: usize,
}

impl ByName {
    pub(super) fn new(workspace: &Workspace, names: &Names, types: &Types, flow: &Flow) -> Self {
        let mut calls: FxHashMap<usize, Vec<Call>> = FxHashMap::default();
        let mut methods: FxHashMap<Key, Vec<(usize, CrateId)>> = FxHashMap::default();
        for (at, (types, flow)) in types.bodies.iter().zip(&flow.bodies).enumerate() {
            let Some(body) = names.body(types.def) else { continue };
            let (file, krate) = (names.def(types.def).file, names.def(types.def).krate);
            for call in &types.calls {
                let ExprKind::MethodCall(method) = &body.exprs[call.expr].kind else { continue };
                if call.callee != Callee::Unknown(Unknown::Receiver) {
                    continue;
                }
                let key = (names.symbol(file, method.name), method.args.len());
                let region = flow.region_of_call(call.expr);
                let fate = flow.fate_of_call(call.expr);
                let call = Call { expr: call.expr, region, fate, key, krate, body: at };
                calls.entry(at).or_default().push(call);
                methods.entry(key).or_default();
            }
        }
        for (at, types) in types.bodies.iter().enumerate() {
            let def = names.def(types.def);
            let parent = def.parent.map(|parent| names.def(parent).kind);
            let function = names.function(types.def).filter(|it| it.receiver.is_some());
            let (Some(name), Some(function)) = (def.name, function) else { continue };
            if matches!(parent, Some(DefKind::Impl | DefKind::Trait))
                && let Some(known) = methods.get_mut(&(name, function.params.len()))
            {
                known.push((at, def.krate));
            }
        }
        let known = (0..workspace.crates.len() as u32)
            .map(|krate| workspace.built_on(CrateId(krate)))
            .collect();
        Self { calls, methods, known }
    }

    /// Such calls in a region of a body.
    pub(super) fn calls(&self, body: usize, region: RegionId) -> impl Iterator<Item = Call> {
        let calls = self.calls.get(&body).map_or(&[][..], Vec::as_slice);
        calls.iter().copied().filter(move |call| call.region == region)
    }

    /// The bodies of the methods that a call may mean.
    pub(super) fn methods<'a>(
        &'a self,
        names: &'a Names,
        types: &'a Types,
        call: Call,
    ) -> impl Iterator<Item = usize> + use<'a> {
        let methods = self.methods.get(&call.key).map_or(&[][..], Vec::as_slice);
        let known = &self.known[call.krate.index()];
        let known = methods.iter().filter(|(_, krate)| known.contains(krate));
        let methods = known.map(|&(method, _)| method);
        methods.filter(move |&method| takes(names, types, method, call))
    }
}

/// No argument of the call is known to be of another type than the method's parameter.
fn takes(names: &Names, types: &Types, method: usize, call: Call) -> bool {
    let (given, taken) = (&types.bodies[call.body], &types.bodies[method]);
    let caller = names.body(given.def);
    let callee = names.body(taken.def);
    let (Some(caller), Some(callee)) = (caller, callee) else { return true };
    let ExprKind::MethodCall(written) = &caller.exprs[call.expr].kind else { return true };
    written.args.iter().zip(&callee.params).all(|(&arg, &param)| {
        may_be(given.ty(given.type_of(arg)), taken.ty(taken.type_of_pat(param)))
    })
}

/// A value of one type may be given where one of the other is asked for, as far as their outermost
/// parts tell.
fn may_be(given: &Type, taken: &Type) -> bool {
    match (given, taken) {
        (Type::Adt(given, _), Type::Adt(taken, _)) => given == taken,
        (
            Type::Function(..),
            Type::Adt(..) | Type::Primitive(_) | Type::Ref(..) | Type::Tuple(_),
        )
        | (Type::Adt(..), Type::Primitive(_) | Type::Ref(..) | Type::Tuple(_))
        | (Type::Primitive(_), Type::Adt(..) | Type::Ref(..) | Type::Tuple(_))
        | (Type::Ref(..), Type::Primitive(_) | Type::Tuple(_) | Type::Adt(..)) => false,
        _ => true,
    }
}
