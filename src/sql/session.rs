//! What ties a statement to its connection: a transaction, a setting, a lock, a temporary table. It is
//! told by the tokens, whatever the dialect: what a string or a comment says does not count.

use sqlparser::tokenizer::Token;

/// What ties a statement to its connection.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Session {
    /// In which way.
    pub scope: Scope,
    /// The words of the statement that say so: `SET ROLE`, `pg_advisory_lock`.
    pub words: String,
}

/// In which way a statement belongs to its connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// It opens a transaction.
    Begins,
    /// It ends one, or goes back in it.
    Ends,
    /// It sets something that later statements on the connection see.
    Setting,
    /// It sets something for the transaction around it.
    Local,
    /// It takes or gives back a lock of the connection.
    Lock,
    /// It asks for notifications, which come to the connection.
    Listens,
    /// It makes something that only the connection has: a temporary table, a prepared statement.
    Temporary,
    /// It asks for what an earlier statement on the connection left: the last id.
    LeftBehind,
}

/// Functions that take or give back a lock which the connection keeps.
const LOCKS: &[&str] = &[
    "PG_ADVISORY_LOCK",
    "PG_ADVISORY_LOCK_SHARED",
    "PG_TRY_ADVISORY_LOCK",
    "PG_TRY_ADVISORY_LOCK_SHARED",
    "PG_ADVISORY_UNLOCK",
    "PG_ADVISORY_UNLOCK_SHARED",
    "PG_ADVISORY_UNLOCK_ALL",
    "GET_LOCK",
    "RELEASE_LOCK",
    "RELEASE_ALL_LOCKS",
];

/// Functions that tell what the statement before on the connection left.
const LEFT_BEHIND: &[&str] =
    &["LASTVAL", "CURRVAL", "LAST_INSERT_ID", "LAST_INSERT_ROWID", "CHANGES", "TOTAL_CHANGES"];

/// What SQLite keeps for the connection, where it is given a value. Others lie in the file, or only
/// do or tell something.
const PRAGMAS: &[&str] = &[
    "BUSY_TIMEOUT",
    "CACHE_SIZE",
    "CASE_SENSITIVE_LIKE",
    "DEFER_FOREIGN_KEYS",
    "FOREIGN_KEYS",
    "IGNORE_CHECK_CONSTRAINTS",
    "LOCKING_MODE",
    "MMAP_SIZE",
    "QUERY_ONLY",
    "READ_UNCOMMITTED",
    "RECURSIVE_TRIGGERS",
    "SYNCHRONOUS",
    "TEMP_STORE",
];

/// What ties a whole script to its connection. One of several statements runs on one connection from
/// its first to its last: it matters whether it ends the transactions that it opens.
pub(super) fn of_script(tokens: &[Token]) -> Option<Session> {
    let statements = tokens.split(|token| *token == Token::SemiColon);
    let statements: Vec<&[Token]> = statements.filter(|one| !one.is_empty()).collect();
    if let [only] = statements[..] {
        return of(only);
    }
    let mut open = None;
    for session in statements.into_iter().filter_map(of) {
        match (session.scope, &open) {
            (Scope::Begins, _) => open = Some(session),
            (Scope::Ends, None) => return Some(session),
            (Scope::Ends, Some(_)) if session.words != "SAVEPOINT" => open = None,
            _ => {}
        }
    }
    open
}

/// What ties one statement to its connection.
fn of(tokens: &[Token]) -> Option<Session> {
    let words: Vec<String> = tokens.iter().map(word).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let session = |scope, words: &[&str]| {
        Some(Session { scope, words: words.iter().take(2).copied().collect::<Vec<_>>().join(" ") })
    };
    match words[..] {
        ["BEGIN", ..] => session(Scope::Begins, &["BEGIN"]),
        ["START", "TRANSACTION", ..] => session(Scope::Begins, &words),
        // They name a transaction that belongs to no connection any more.
        ["COMMIT" | "ROLLBACK", "PREPARED", ..] => None,
        ["COMMIT" | "ROLLBACK" | "END" | "ABORT", ..] => session(Scope::Ends, &words[..1]),
        ["SAVEPOINT" | "RELEASE", ..] => session(Scope::Ends, &["SAVEPOINT"]),
        [
            "SET",
            "GLOBAL" | "PERSIST" | "PERSIST_ONLY" | "PASSWORD" | "DEFAULT" | "RESOURCE",
            ..,
        ] => None,
        ["SET", variable, ..] if variable.starts_with("@@GLOBAL") => None,
        ["RESET", "MASTER" | "REPLICA" | "SLAVE" | "BINARY" | "QUERY" | "PERSIST", ..] => None,
        ["SET", "LOCAL" | "TRANSACTION" | "CONSTRAINTS", ..] => session(Scope::Local, &words),
        ["SET" | "RESET" | "DISCARD" | "USE" | "ATTACH" | "DETACH", ..] => {
            session(Scope::Setting, &words)
        }
        ["PRAGMA", name, "=" | "(", ..] if PRAGMAS.contains(&name) => {
            session(Scope::Setting, &words)
        }
        ["LOCK" | "UNLOCK", ..] => session(Scope::Lock, &words[..1]),
        ["LISTEN" | "UNLISTEN", ..] => session(Scope::Listens, &words[..1]),
        ["PREPARE" | "DEALLOCATE", ..] => session(Scope::Temporary, &words[..1]),
        ["DECLARE", ..] if words.contains(&"CURSOR") => session(Scope::Temporary, &words[..1]),
        ["CREATE", "TEMP" | "TEMPORARY", ..] => session(Scope::Temporary, &words),
        _ => of_functions(tokens, &words),
    }
}

/// What the functions do that a statement calls.
fn of_functions(tokens: &[Token], words: &[&str]) -> Option<Session> {
    let is_query = words.first() == Some(&"SELECT");
    let is_own_doing = words.contains(&"NEXTVAL");
    for (at, pair) in words.windows(2).enumerate() {
        let [name, "("] = *pair else { continue };
        let is_empty = words.get(at + 2) == Some(&")");
        let scope = match name {
            _ if LOCKS.contains(&name) => Scope::Lock,
            "SET_CONFIG" if words.ends_with(&["TRUE", ")"]) => Scope::Local,
            "SET_CONFIG" => Scope::Setting,
            "CURRVAL" if is_query && !is_own_doing => Scope::LeftBehind,
            _ if LEFT_BEHIND.contains(&name) && is_query && is_empty => Scope::LeftBehind,
            _ => continue,
        };
        return Some(Session { scope, words: tokens[at].to_string() });
    }
    None
}

/// A word in capitals; what is no word as it stands.
fn word(token: &Token) -> String {
    match token {
        Token::Word(word) if word.quote_style.is_none() => word.value.to_uppercase(),
        Token::Word(word) => word.value.clone(),
        _ => token.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::sql::Scope;
    use crate::sql::read;

    fn scope(text: &str) -> Option<Scope> {
        read(text).session.map(|session| session.scope)
    }

    #[test]
    fn transactions_by_hand() {
        assert_eq!(scope("BEGIN"), Some(Scope::Begins));
        assert_eq!(scope("begin immediate"), Some(Scope::Begins));
        assert_eq!(scope("START TRANSACTION READ ONLY;"), Some(Scope::Begins));
        assert_eq!(scope("COMMIT"), Some(Scope::Ends));
        assert_eq!(scope("ROLLBACK TO a"), Some(Scope::Ends));
        assert_eq!(scope("SAVEPOINT a"), Some(Scope::Ends));
        assert_eq!(scope("COMMIT PREPARED 'a'"), None);
    }

    #[test]
    fn settings_of_a_connection() {
        assert_eq!(scope("SET ROLE app"), Some(Scope::Setting));
        assert_eq!(scope("SET LOCAL app.tenant = '7'"), Some(Scope::Local));
        assert_eq!(scope("SELECT set_config('app.tenant', $1, true)"), Some(Scope::Local));
        assert_eq!(scope("SET search_path TO tenant_7"), Some(Scope::Setting));
        assert_eq!(scope("RESET ALL"), Some(Scope::Setting));
        assert_eq!(scope("SELECT set_config('app.tenant', $1, false)"), Some(Scope::Setting));
        assert_eq!(scope("PRAGMA foreign_keys = ON"), Some(Scope::Setting));
        assert_eq!(scope("PRAGMA foreign_keys"), None);
        assert_eq!(scope("PRAGMA journal_mode = WAL"), None);
        assert_eq!(scope("SET GLOBAL max_connections = 5"), None);
        assert_eq!(scope("UPDATE a SET role = 'x'"), None);
    }

    #[test]
    fn locks_and_listeners() {
        assert_eq!(scope("SELECT pg_advisory_lock(1)"), Some(Scope::Lock));
        assert_eq!(scope("SELECT pg_try_advisory_lock($1)"), Some(Scope::Lock));
        assert_eq!(scope("SELECT pg_advisory_xact_lock(1)"), None);
        assert_eq!(scope("LOCK TABLE a IN EXCLUSIVE MODE"), Some(Scope::Lock));
        assert_eq!(scope("LISTEN jobs"), Some(Scope::Listens));
        assert_eq!(scope("NOTIFY jobs"), None);
        assert_eq!(scope("SELECT 'pg_advisory_lock(1)' -- SET ROLE a"), None);
    }

    #[test]
    fn what_only_one_connection_has() {
        assert_eq!(scope("CREATE TEMP TABLE a (b INT)"), Some(Scope::Temporary));
        assert_eq!(scope("CREATE TABLE a (b INT)"), None);
        assert_eq!(scope("SELECT last_insert_rowid()"), Some(Scope::LeftBehind));
        assert_eq!(scope("SELECT LAST_INSERT_ID()"), Some(Scope::LeftBehind));
        assert_eq!(
            scope("INSERT INTO a VALUES (1) ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)"),
            None
        );
    }

    #[test]
    fn a_script_has_one_connection() {
        assert_eq!(scope("BEGIN; DELETE FROM a; COMMIT;"), None);
        assert_eq!(scope("BEGIN; DELETE FROM a;"), Some(Scope::Begins));
        assert_eq!(scope("DELETE FROM a; COMMIT"), Some(Scope::Ends));
        assert_eq!(scope("SET search_path = a; CREATE TABLE b (c INT)"), None);
        assert_eq!(scope(""), None);
    }

    #[test]
    fn the_words_are_those_of_the_statement() {
        let words = |text| read(text).session.map(|session| session.words);
        assert_eq!(words("set role app").as_deref(), Some("SET ROLE"));
        assert_eq!(words("SELECT pg_advisory_lock(1)").as_deref(), Some("pg_advisory_lock"));
        assert_eq!(words("LOCK TABLE a").as_deref(), Some("LOCK"));
    }
}
