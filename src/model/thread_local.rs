//! What a thread keeps for its owner, set on one thread and read on another.

use crate::effects::Certainty;
use crate::finding::Grade;
use crate::flow::Fate;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::library::Does;
use crate::library::Locks;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::resolve::DefId;
use crate::types::Type;
use crate::types::TypeHead;

/// A value of a `thread_local!` that is set on one thread and read on another.
#[derive(Clone, Copy, Debug)]
pub struct SplitLocal<'m> {
    /// What sets it.
    pub set: Call<'m>,
    /// What reads it, elsewhere.
    pub read: Call<'m>,
    key: DefId,
    certainty: Certainty,
}

impl SplitLocal<'_> {
    /// The name of the `thread_local!`.
    pub fn name(&self) -> String {
        self.read.function().model.names.short_name(self.key)
    }

    /// Certain where one of the two is on a thread of its own; a task may be on the same thread.
    pub fn grade(&self) -> Grade {
        let (certainty, test) = (self.certainty, self.read.function().is_test());
        Grade { certainty, heat: self.read.heat(), test, ..Grade::CERTAIN }
    }
}

/// A use of a `thread_local!`.
#[derive(Clone, Copy)]
struct Use<'m> {
    call: Call<'m>,
    key: DefId,
    writes: bool,
    /// The closure or task of its own that it stands in, and whether that is a task; none for the
    /// function itself.
    unit: Option<(RegionId, bool)>,
}

impl<'m> Function<'m> {
    /// The values of `thread_local!`s that it sets on one thread and reads on another, where that does
    /// not set them itself.
    pub fn split_locals(self) -> Vec<SplitLocal<'m>> {
        let calls: Vec<Call<'m>> =
            self.calls().filter(|call| call.is_written() && self.is_on_local(*call)).collect();
        if calls.len() < 2 {
            return Vec::new();
        }
        let uses: Vec<Use<'m>> =
            calls.into_iter().filter_map(|call| self.local_use(call)).collect();
        let mut found = Vec::new();
        for read in uses.iter().filter(|it| !it.writes) {
            let same = |it: &&Use<'m>| it.key == read.key && it.writes;
            if uses.iter().filter(same).any(|it| it.unit == read.unit) {
                continue;
            }
            let before = |it: &&Use<'m>| it.call.place() < read.call.place();
            let Some(set) = uses.iter().filter(same).find(before) else { continue };
            let is_task = [set.unit, read.unit].into_iter().flatten().any(|(_, is_task)| is_task);
            let certainty = if is_task { Certainty::Possible } else { Certainty::Certain };
            found.push(SplitLocal { set: set.call, read: read.call, key: read.key, certainty });
        }
        found
    }

    fn is_on_local(self, call: Call<'m>) -> bool {
        let ExprKind::MethodCall(method) = &self.body().exprs[call.expr()].kind else {
            return false;
        };
        let types = self.types();
        match types.ty(types.type_of(method.receiver)) {
            Type::Adt(TypeHead::Library(path), _) => {
                let role = self.model.library.ty(path).and_then(|row| row.role);
                role == Some(TypeRole::ThreadLocal)
            }
            _ => false,
        }
    }

    fn local_use(self, call: Call<'m>) -> Option<Use<'m>> {
        let ExprKind::MethodCall(method) = &self.body().exprs[call.expr()].kind else {
            return None;
        };
        let key = self.with_accesses(|accesses| accesses.thread_local(method.receiver))?;
        let writes = self.writes(call.expr()) || method.args.iter().any(|&arg| self.sets(arg));
        Some(Use { call, key, writes, unit: self.unit_of(call.region()) })
    }

    /// Something in an expression changes what it is called on.
    fn sets(self, expr: ExprId) -> bool {
        let mut found = self.writes(expr);
        self.body().each_child(expr, &mut |child| found = found || self.sets(child));
        found
    }

    fn writes(self, call: ExprId) -> bool {
        let Some(path) = self.types().library_callee(call) else { return false };
        let library = self.model.library;
        let locks = library.call(path).and_then(|row| row.locks);
        let does = library.touch(path).map(|row| row.does);
        locks == Some(Locks::Exclusive)
            || matches!(does, Some(Does::Writes | Does::Exchanges | Does::Takes))
    }

    /// The closure or async block around a region that runs on a thread or as a task of its own.
    fn unit_of(self, region: RegionId) -> Option<(RegionId, bool)> {
        let mut at = Some(region);
        while let Some(here) = at {
            let of = self.flow().region(here);
            if let Fate::Argument(call, _) = of.fate {
                match self.role_of(call).filter(|_| self.starts_elsewhere(call)) {
                    Some(CallRole::Offload) => return Some((here, false)),
                    Some(CallRole::Spawn) => return Some((here, true)),
                    _ => {}
                }
            }
            at = of.parent;
        }
        None
    }
}
