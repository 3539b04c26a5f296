//! The chain of calls that proves an effect.

use std::sync::Arc;

use crate::effects::Certainty;
use crate::effects::Effects;
use crate::effects::calls::as_written;
use crate::effects::fixpoint::Kind;
use crate::effects::instant::is_instant;
use crate::library::Blocks;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::Callee;
use crate::types::Types;

/// A chain longer than this is not followed: it could not be read either.
const LONGEST: usize = 1000;

/// A chain of calls, from one call down to the root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// The calls behind the first: each stands in the function that the one before it calls. Empty
    /// where the first call is itself the root.
    pub hops: Vec<Hop>,
    /// The library path at the end.
    pub root: Arc<str>,
    /// Whether each hop is one resolved body.
    pub certainty: Certainty,
}

/// One call of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hop {
    /// The function that it stands in.
    pub function: DefId,
    /// The body, as an index into [`Types::bodies`].
    pub body: usize,
    /// The call, as an index into its calls.
    pub call: usize,
}

impl Effects {
    /// How a call waits, where that can be shown: heavy work before light.
    pub fn blocks(
        &self,
        names: &Names,
        types: &Types,
        library: &Library,
        (body, call): (usize, usize),
        blocks: Blocks,
    ) -> Option<Witness> {
        let heavy = Kind { blocks, light: false };
        let light = Kind { blocks, light: true };
        let found = [heavy, light]
            .into_iter()
            .filter_map(|kind| self.witness(names, types, library, (body, call), kind));
        // `min_by_key` keeps the first of equals, which is the heavy one.
        found.min_by_key(|witness| witness.certainty)
    }

    fn witness(
        &self,
        names: &Names,
        types: &Types,
        library: &Library,
        (body, call): (usize, usize),
        kind: Kind,
    ) -> Option<Witness> {
        let types_of = &types.bodies[body];
        let site = &types_of.calls[call];
        let ir = names.body(types_of.def)?;
        let written = as_written(ir, site.expr);
        match &site.callee {
            Callee::Library(_) if is_instant(library, types_of, ir, site.expr) => None,
            Callee::Library(path) => (Kind::of_path(library, path)? == kind).then(|| Witness {
                hops: Vec::new(),
                root: Arc::clone(path),
                certainty: written,
            }),
            Callee::Function(def) if !self.roles.is_async(names, *def) => {
                let (certainty, _, first) = self.graph.best(*def, |body| self.proof(kind, body))?;
                let (hops, root) = self.chain(types, first, kind)?;
                Some(Witness { hops, root, certainty: certainty.max(written) })
            }
            _ => None,
        }
    }

    fn chain(&self, types: &Types, first: DefId, kind: Kind) -> Option<(Vec<Hop>, Arc<str>)> {
        let mut hops = Vec::new();
        let mut function = first;
        loop {
            let body = self.graph.body_of(function)?;
            let proof = self.proof(kind, body)?;
            if hops.len() > LONGEST {
                return None;
            }
            hops.push(Hop { function, body, call: proof.call });
            match proof.next {
                Some(next) => function = next,
                None => {
                    let callee = &types.bodies[body].calls[proof.call].callee;
                    let Callee::Library(root) = callee else { return None };
                    return Some((hops, Arc::clone(root)));
                }
            }
        }
    }
}
