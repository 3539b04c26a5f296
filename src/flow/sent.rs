//! What a body sends out of the program: statements to databases, messages to others.

use std::sync::Arc;

use crate::flow::Access;
use crate::flow::Accesses;
use crate::flow::Variables;
use crate::flow::build::Given;
use crate::flow::kept;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::MacroForm;
use crate::library::EffectRow;
use crate::library::Library;
use crate::library::Notifies;
use crate::library::StatementKind;
use crate::library::TypeRole;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::sql;
use crate::sql::Act;
use crate::sql::Session;
use crate::types::BodyTypes;
use crate::types::Callee;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// So many steps lead from what is sent to where its text stands.
const DEEPEST: usize = 32;

/// A statement that a call sends to a database.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The call, as an index into [`BodyTypes::calls`].
    pub call: usize,
    /// The value that it is sent through, where it has a name.
    pub access: Option<Access>,
    /// What is sent.
    pub sent: Sent,
}

/// What is sent to a database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// What kind of value it is sent through.
    pub through: Through,
    /// What it does.
    pub act: Act,
    /// What ties it to its connection.
    pub session: Option<Arc<Session>>,
}

/// What kind of value a statement is sent through.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Through {
    /// A pool: any of its connections.
    Pool,
    /// A transaction.
    Transaction,
    /// A connection, which may have a transaction.
    Connection,
    /// A generic parameter: whatever the caller gives.
    Generic,
    /// It is not known.
    Unknown,
}

/// A call that tells somebody something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// The call, as an index into [`BodyTypes::calls`].
    pub call: usize,
    /// Whom.
    pub whom: Notifies,
}

/// What a body sends.
#[derive(Clone, Debug, Default)]
pub(super) struct All {
    pub statements: Vec<Statement>,
    pub notices: Vec<Notice>,
}

/// Looks for what a body sends; finds what its variables stand for where that has to be known.
pub(super) fn all(given: Given<'_>, variables: &mut Option<Variables>) -> All {
    let Given { names, library, types, body, .. } = given;
    let calls = types.calls.iter().enumerate().filter_map(|(call, of)| {
        let Callee::Library(path) = &of.callee else { return None };
        Some((call, of.expr, library.effect(path)?))
    });
    let calls: Vec<(usize, ExprId, &EffectRow)> = calls.collect();
    let mut found = All::default();
    if calls.iter().all(|(_, _, row)| row.executes.is_none() && row.notifies.is_none()) {
        return found;
    }
    let variables = variables.get_or_insert_with(|| kept::variables(given));
    let accesses = Accesses { names, library, types, body, variables };
    for (call, expr, row) in calls {
        if let Some(kind) = row.executes {
            found.statements.extend(accesses.statement(call, expr, kind, row.executor));
        }
        let whom = row.notifies.filter(|whom| match whom {
            Notifies::Http => accesses.request(expr) == Some(Act::Writes),
            // Who is to answer is asked to do something: nobody is told of what was done.
            Notifies::Channel => !accesses.asks_for_an_answer(expr),
            Notifies::Broker | Notifies::Mail => true,
        });
        found.notices.extend(whom.map(|whom| Notice { call, whom }));
    }
    found
}

impl Through {
    /// What kind of value a type is.
    pub fn of(library: &Library, types: &BodyTypes, ty: TypeId) -> Self {
        match types.ty(ty) {
            Type::Ref(_, inner) => Self::of(library, types, *inner),
            Type::Param(_) | Type::Opaque(_) => Through::Generic,
            Type::Adt(TypeHead::Library(path), _) => {
                match library.ty(path).and_then(|row| row.role) {
                    Some(TypeRole::Pool) => Through::Pool,
                    Some(TypeRole::Transaction) => Through::Transaction,
                    _ => Through::Connection,
                }
            }
            _ => Through::Unknown,
        }
    }
}

impl Accesses<'_> {
    fn statement(
        self,
        call: usize,
        expr: ExprId,
        kind: StatementKind,
        executor: Option<usize>,
    ) -> Option<Statement> {
        let ExprKind::MethodCall(method) = &self.body.exprs[expr].kind else { return None };
        let (executor, what) = match executor {
            Some(number) => (*method.args.get(number)?, Some(method.receiver)),
            None => (method.receiver, method.args.first().copied()),
        };
        let through = Through::of(self.library, self.types, self.types.type_of(executor));
        let (act, session) = match kind {
            StatementKind::Reads => (Act::Reads, None),
            StatementKind::Writes => (Act::Writes, None),
            StatementKind::Sql => {
                let made = what.and_then(|what| self.made(what, 0));
                made.unwrap_or((Act::Unknown, None))
            }
        };
        let sent = Sent { through, act, session };
        Some(Statement { call, access: self.of(executor), sent })
    }

    /// The message that a call sends has one end of a channel in it that the body made, and whose
    /// other end gives an answer.
    fn asks_for_an_answer(self, expr: ExprId) -> bool {
        let ExprKind::MethodCall(method) = &self.body.exprs[expr].kind else { return false };
        let ends = self.ends_for_answers();
        !ends.is_empty() && method.args.iter().any(|&arg| self.carries(arg, &ends, 0))
    }

    /// The types of what the body makes together with a future that others complete.
    fn ends_for_answers(self) -> Vec<TypeId> {
        let types = self.types;
        let is_answer = |&part: &TypeId| types.role(self.library, part) == Some(TypeRole::Answer);
        let pairs =
            types.calls.iter().filter_map(|call| match types.ty(types.type_of(call.expr)) {
                Type::Tuple(parts) if parts.iter().any(is_answer) => Some(parts),
                _ => None,
            });
        pairs.flat_map(|parts| parts.iter().copied().filter(|part| !is_answer(part))).collect()
    }

    /// A value of one of these types is part of what an expression builds.
    fn carries(self, expr: ExprId, wanted: &[TypeId], depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let mut found = wanted.contains(&self.types.type_of(expr));
        if let Some(value) = self.value_of(expr) {
            found = found || self.carries(value, wanted, depth + 1);
        }
        self.body.each_child(expr, &mut |child| {
            found = found || self.carries(child, wanted, depth + 1);
        });
        found
    }

    /// What a request does, by the call that began to make it.
    fn request(self, expr: ExprId) -> Option<Act> {
        let ExprKind::MethodCall(method) = &self.body.exprs[expr].kind else { return None };
        self.made(method.receiver, 0).map(|(act, _)| act)
    }

    /// What the statement does that an expression makes or is the text of.
    fn made(self, expr: ExprId, depth: usize) -> Option<(Act, Option<Arc<Session>>)> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(text) = self.text(expr, depth) {
            let sql = sql::read(&text);
            return Some((sql.act, sql.session.map(Arc::new)));
        }
        let row = self.types.library_callee(expr).and_then(|path| self.library.effect(path));
        match (row.and_then(|row| row.makes), &self.body.exprs[expr].kind) {
            (Some(StatementKind::Reads), _) => Some((Act::Reads, None)),
            (Some(StatementKind::Writes), _) => Some((Act::Writes, None)),
            (Some(StatementKind::Sql), ExprKind::Call { args, .. }) => {
                let number = row.and_then(|row| row.text).unwrap_or(0);
                let text = self.text(*args.get(number)?, depth + 1)?;
                let sql = sql::read(&text);
                Some((sql.act, sql.session.map(Arc::new)))
            }
            (_, ExprKind::Macro(call)) if call.form == MacroForm::Query => {
                self.made(*call.args.first()?, depth + 1)
            }
            (_, ExprKind::MethodCall(call)) => self.made(call.receiver, depth + 1),
            (_, ExprKind::Path(_)) => self.made(self.value_of(expr)?, depth + 1),
            (_, ExprKind::Ref { operand, .. } | ExprKind::Try(operand)) => {
                self.made(*operand, depth + 1)
            }
            _ => None,
        }
    }

    /// The text that an expression is. What is formatted into it stands there as a name.
    fn text(self, expr: ExprId, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        match &self.body.exprs[expr].kind {
            ExprKind::Literal(Literal::Str(text)) => Some(text.to_string()),
            ExprKind::Ref { operand, .. } => self.text(*operand, depth + 1),
            ExprKind::Path(_) => match self.value_of(expr) {
                Some(value) => self.text(value, depth + 1),
                None => self.constant_text(expr),
            },
            // `.to_string()`, `.as_str()`.
            ExprKind::MethodCall(call) if call.args.is_empty() => {
                self.text(call.receiver, depth + 1)
            }
            // A wrapper that says that the text was looked at.
            ExprKind::Call { args, .. } if self.is_constructor(expr) => match **args {
                [only] => self.text(only, depth + 1),
                _ => None,
            },
            ExprKind::Macro(call) if call.form == MacroForm::Format && self.gives_text(expr) => {
                let template = self.text(*call.args.first()?, depth + 1)?;
                Some(filled_in(&template))
            }
            _ => None,
        }
    }

    /// What the variable was bound to that an expression names.
    fn value_of(self, expr: ExprId) -> Option<ExprId> {
        let pat = self.variables.bound.get(&expr)?;
        self.variables.values.get(pat).copied()
    }

    /// The text of a const or static.
    fn constant_text(self, expr: ExprId) -> Option<String> {
        let ExprKind::Path(path) = &self.body.exprs[expr].kind else { return None };
        let def = self.names.def(self.types.def);
        let found = self.names.resolve(self.library, def.scope, def.file, path, Namespace::Values);
        let Res::Def(constant) = found.res else { return None };
        let body = self.names.body(constant).filter(|_| found.rest == 0)?;
        match &body.exprs[body.root].kind {
            ExprKind::Literal(Literal::Str(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    fn is_constructor(self, expr: ExprId) -> bool {
        self.types.call(expr).is_some_and(|call| call.callee == Callee::Constructor)
    }

    /// It has a type: `println!` gives nothing.
    fn gives_text(self, expr: ExprId) -> bool {
        matches!(self.types.ty(self.types.type_of(expr)), Type::Adt(TypeHead::Library(_), _))
    }
}

/// A template of `format!` with a name in place of each of its holes.
fn filled_in(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template.replace("{{", "(").replace("}}", ")");
    while let Some(start) = rest.find('{') {
        text.push_str(&rest[..start]);
        text.push('x');
        let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
        rest = rest.split_off(end);
    }
    text + &rest
}

#[cfg(test)]
mod tests {
    use super::filled_in;

    #[test]
    fn holes_become_names() {
        assert_eq!(filled_in("SET ROLE {}"), "SET ROLE x");
        assert_eq!(filled_in("SELECT {a:?} FROM {b}"), "SELECT x FROM x");
        assert_eq!(filled_in("SELECT '{{}}'"), "SELECT '()'");
        assert_eq!(filled_in("SELECT {"), "SELECT x");
    }
}
