//! What statements do to the database.

use sqlparser::ast::Query;
use sqlparser::ast::SetExpr;
use sqlparser::ast::Statement;

/// What a statement does to the database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Act {
    /// It is not known.
    Unknown,
    /// It only looks.
    Reads,
    /// It makes something that may be there already, or removes what may be gone: done again it does no
    /// harm.
    Ensures,
    /// It changes rows, tables or rights.
    Writes,
    /// Neither: it opens a transaction, sets a variable.
    Other,
}

impl Act {
    /// The database is not as before.
    pub fn changes(self) -> bool {
        matches!(self, Act::Ensures | Act::Writes)
    }
}

/// What all of them do together: to write counts more than to read.
pub(super) fn of_all(statements: &[Statement]) -> Act {
    let acts: Vec<Act> = statements.iter().map(of).collect();
    let ranks = [Act::Writes, Act::Ensures, Act::Unknown, Act::Reads];
    ranks.into_iter().find(|act| acts.contains(act)).unwrap_or(Act::Other)
}

fn of(statement: &Statement) -> Act {
    match statement {
        Statement::Query(query) if writes(query) => Act::Writes,
        Statement::CreateTable(table) if table.if_not_exists => Act::Ensures,
        Statement::CreateIndex(index) if index.if_not_exists => Act::Ensures,
        Statement::CreateSchema { if_not_exists: true, .. } => Act::Ensures,
        Statement::CreateExtension(extension) if extension.if_not_exists => Act::Ensures,
        Statement::Drop { if_exists: true, .. } => Act::Ensures,
        Statement::Query(_)
        | Statement::Explain { .. }
        | Statement::ExplainTable { .. }
        | Statement::ShowVariable { .. }
        | Statement::ShowTables { .. }
        | Statement::ShowColumns { .. }
        | Statement::ShowCreate { .. } => Act::Reads,
        Statement::Insert(_)
        | Statement::Update(_)
        | Statement::Delete(_)
        | Statement::Merge(_)
        | Statement::Truncate(_)
        | Statement::Copy { to: false, .. }
        | Statement::CreateTable(_)
        | Statement::CreateView(_)
        | Statement::CreateIndex(_)
        | Statement::CreateSchema { .. }
        | Statement::CreateFunction(_)
        | Statement::CreateTrigger(_)
        | Statement::CreateType { .. }
        | Statement::CreateSequence { .. }
        | Statement::CreateExtension(_)
        | Statement::AlterTable(_)
        | Statement::AlterIndex { .. }
        | Statement::AlterType(_)
        | Statement::AlterRole { .. }
        | Statement::RenameTable(_)
        | Statement::Drop { .. }
        | Statement::DropFunction(_)
        | Statement::DropTrigger(_)
        | Statement::Grant(_)
        | Statement::Revoke(_)
        | Statement::Comment { .. } => Act::Writes,
        Statement::Set(_)
        | Statement::StartTransaction { .. }
        | Statement::Commit { .. }
        | Statement::Rollback { .. }
        | Statement::Savepoint { .. }
        | Statement::ReleaseSavepoint { .. }
        | Statement::Pragma { .. }
        | Statement::Lock(_)
        | Statement::LockTables { .. }
        | Statement::UnlockTables
        | Statement::LISTEN { .. }
        | Statement::UNLISTEN { .. }
        | Statement::NOTIFY { .. }
        | Statement::Prepare { .. }
        | Statement::Deallocate { .. }
        | Statement::Discard { .. }
        | Statement::Reset(_)
        | Statement::Use(_)
        | Statement::Declare { .. }
        | Statement::Analyze(_)
        | Statement::Vacuum(_) => Act::Other,
        // A procedure may do anything.
        _ => Act::Unknown,
    }
}

/// A query that changes something on its way: `WITH gone AS (DELETE …) SELECT …`.
fn writes(query: &Query) -> bool {
    let tables = query.with.iter().flat_map(|with| &with.cte_tables);
    let mut parts = tables.map(|table| &*table.query);
    is_change(&query.body) || parts.any(writes)
}

fn is_change(body: &SetExpr) -> bool {
    match body {
        SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => true,
        SetExpr::Query(query) => writes(query),
        _ => false,
    }
}
