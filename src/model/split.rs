//! What belongs to one connection, and is done in several closures that are offloaded.

use crate::flow::Fate;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::library::TypeRole;
use crate::model::Function;
use crate::model::Statement;
use crate::sql::Scope;
use crate::types::Type;
use crate::types::TypeHead;

/// Two statements of one connection in two closures.
#[derive(Clone, Copy, Debug)]
pub struct Split<'m> {
    /// What the second needs: it opens a transaction, sets a variable.
    pub first: Statement<'m>,
    /// The next statement, in another closure.
    pub second: Statement<'m>,
}

impl<'m> Function<'m> {
    /// What an offloaded closure leaves open on its connection, with the next statement in another one.
    pub fn split_sessions(self) -> Vec<Split<'m>> {
        let mut offloaded: Vec<(Statement<'m>, ExprId)> = self
            .statements()
            .filter_map(|statement| Some((statement, self.offload_around(statement)?)))
            .collect();
        offloaded.sort_by_key(|(statement, _)| statement.call().place());
        let mut found: Vec<Split<'m>> = Vec::new();
        for (at, &(first, offload)) in offloaded.iter().enumerate() {
            let rest = &offloaded[at + 1..];
            let next = rest.iter().find(|(_, other)| *other != offload);
            let Some(&(second, other)) = next else { continue };
            let is_ended = rest.iter().any(|&(statement, around)| {
                around == offload && statement.scope() == Some(Scope::Ends)
            });
            if first.leaves_open() && !is_ended && !self.is_one_connection(offload, other) {
                found.push(Split { first, second });
            }
        }
        found.dedup_by(|one, other| one.second.call().is(other.second.call()));
        found
    }

    /// The call that offloads the closure in which a statement stands.
    fn offload_around(self, statement: Statement<'m>) -> Option<ExprId> {
        let flow = &self.model.flow.bodies[self.body];
        let mut region: RegionId = statement.call().region();
        loop {
            let of = flow.region(region);
            if let (RegionKind::Closure, Fate::Argument(call, _)) = (of.kind, of.fate)
                && self.is_offload(call)
            {
                return Some(call);
            }
            region = of.parent?;
        }
    }

    fn is_offload(self, call: ExprId) -> bool {
        let path = self.types().library_callee(call);
        let row = path.and_then(|path| self.model.library.call(path));
        row.is_some_and(|row| row.role == Some(CallRole::Offload))
    }

    /// Both closures get the connection that the function has for itself.
    fn is_one_connection(self, one: ExprId, other: ExprId) -> bool {
        let Some(accesses) = self.accesses() else { return false };
        let receiver = |call: ExprId| match &self.body().exprs[call].kind {
            ExprKind::MethodCall(call) => Some(call.receiver),
            _ => None,
        };
        let (Some(one), Some(other)) = (receiver(one), receiver(other)) else { return false };
        let is_lent = match self.types().ty(self.types().type_of(one)) {
            Type::Adt(TypeHead::Library(path), _) => {
                let role = self.model.library.ty(path).and_then(|row| row.role);
                role == Some(TypeRole::Connection)
            }
            _ => false,
        };
        let same = accesses.of(one);
        is_lent && same.is_some() && same == accesses.of(other)
    }
}

impl Statement<'_> {
    fn scope(self) -> Option<Scope> {
        self.session().map(|session| session.scope)
    }

    /// What comes next on the connection is not the same as without it.
    fn leaves_open(self) -> bool {
        matches!(self.scope(), Some(Scope::Begins | Scope::Setting | Scope::Temporary))
    }
}
