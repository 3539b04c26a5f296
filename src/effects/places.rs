//! On which thread each region of a body runs.

use crate::effects::Roles;
use crate::flow::BodyFlow;
use crate::flow::Fate;
use crate::flow::Region;
use crate::flow::RegionKind;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Callee;

/// Where code runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// On a thread of an executor, which other tasks wait for.
    Executor,
    /// On a thread that may block.
    Offloaded,
    /// At most once in the life of the program.
    Once,
    /// Wherever the function that it belongs to is called.
    Caller,
    /// In a closure that was handed to code we do not know.
    Unknown,
}

/// The place of each region of one body.
pub(super) fn of_body(
    names: &Names,
    library: &Library,
    roles: &Roles,
    types: &BodyTypes,
    flow: &BodyFlow,
) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(flow.regions.len());
    for region in &flow.regions {
        let place = match (region.kind, region.parent) {
            (RegionKind::Root, _) | (_, None) => root(names, roles, types.def),
            (RegionKind::Future, Some(_)) => Place::Executor,
            (RegionKind::Closure, Some(parent)) => {
                closure(library, types, region, places[parent.index()])
            }
        };
        places.push(place);
    }
    places
}

fn root(names: &Names, roles: &Roles, def: DefId) -> Place {
    if names.def(def).kind == DefKind::Value {
        return Place::Once;
    }
    let is_async = names.function(def).is_some_and(|function| function.is_async);
    if is_async || roles.is_polled(def) { Place::Executor } else { Place::Caller }
}

fn closure(library: &Library, types: &BodyTypes, region: &Region, around: Place) -> Place {
    match region.fate {
        Fate::Called => around,
        Fate::Argument(call, at) => match role_of_argument(library, types, call, at) {
            Some(CallRole::Offload) => Place::Offloaded,
            Some(CallRole::Once) => Place::Once,
            Some(CallRole::Inline) => around,
            _ => Place::Unknown,
        },
        _ => Place::Unknown,
    }
}

/// What a call does with one of its arguments, where the library says so.
pub(super) fn role_of_argument(
    library: &Library,
    types: &BodyTypes,
    call: crate::ir::ExprId,
    at: usize,
) -> Option<CallRole> {
    let Callee::Library(path) = &types.call(call)?.callee else { return None };
    let row = library.call(path)?;
    row.role.filter(|_| row.arg.is_none_or(|arg| arg == at))
}
