//! SQL as it stands in the text of programs.
//!
//! Comes in: the text of a statement or a script. Goes out: [`Sql`], what it does to the database and
//! what it leaves behind on its connection. Where no dialect can parse it, what it does is unknown.

mod act;
mod session;

pub use act::Act;
pub use session::Scope;
pub use session::Session;

use sqlparser::dialect::Dialect;
use sqlparser::dialect::GenericDialect;
use sqlparser::dialect::MySqlDialect;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::dialect::SQLiteDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;
use sqlparser::tokenizer::Tokenizer;

/// Text longer than this is data, not a statement that a program thinks about, in bytes.
const LONGEST: usize = 20_000;

/// What a statement or script does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sql {
    /// What it does to the database.
    pub act: Act,
    /// What ties it to its connection; none where any connection would do.
    pub session: Option<Session>,
}

/// Reads a statement or a script.
pub fn read(text: &str) -> Sql {
    let unknown = Sql { act: Act::Unknown, session: None };
    if text.len() > LONGEST {
        return unknown;
    }
    let dialects: [&dyn Dialect; 4] =
        [&PostgreSqlDialect {}, &SQLiteDialect {}, &MySqlDialect {}, &GenericDialect {}];
    let parsed = dialects.iter().find_map(|&dialect| Parser::parse_sql(dialect, text).ok());
    let act = parsed.map_or(Act::Unknown, |statements| act::of_all(&statements));
    let tokens = dialects.iter().find_map(|&dialect| Tokenizer::new(dialect, text).tokenize().ok());
    let Some(mut tokens) = tokens else { return unknown };
    tokens.retain(|token| !matches!(token, Token::Whitespace(_)));
    Sql { act, session: session::of_script(&tokens) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(text: &str) -> Act {
        read(text).act
    }

    #[test]
    fn statements_read_or_write_in_every_dialect() {
        assert_eq!(act("SELECT id FROM users WHERE name = $1"), Act::Reads);
        assert_eq!(act("SELECT id FROM users WHERE name = ?"), Act::Reads);
        assert_eq!(act("SELECT id AS \"id!\" FROM users WHERE tags @> $1::jsonb"), Act::Reads);
        assert_eq!(act("INSERT INTO users (name) VALUES ($1) RETURNING id"), Act::Writes);
        assert_eq!(act("INSERT OR IGNORE INTO users (name) VALUES (?1)"), Act::Writes);
        assert_eq!(act("INSERT INTO a VALUES (?) ON DUPLICATE KEY UPDATE b = 1"), Act::Writes);
        assert_eq!(act("UPDATE `users` SET name = :name"), Act::Writes);
        assert_eq!(act("DELETE FROM users"), Act::Writes);
        assert_eq!(act("ALTER TABLE users ADD COLUMN age INT"), Act::Writes);
        assert_eq!(act("WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone"), Act::Writes);
        assert_eq!(act("SELECT 1; DELETE FROM users"), Act::Writes);
        assert_eq!(act("BEGIN"), Act::Other);
    }

    #[test]
    fn what_may_be_done_already_is_no_harm_done_again() {
        assert_eq!(act("CREATE TABLE IF NOT EXISTS users (id INT)"), Act::Ensures);
        assert_eq!(act("CREATE INDEX IF NOT EXISTS of_users ON users(id)"), Act::Ensures);
        assert_eq!(act("DROP TABLE IF EXISTS users"), Act::Ensures);
        assert_eq!(act("CREATE TABLE users (id INT)"), Act::Writes);
        assert_eq!(act("DROP TABLE IF EXISTS users; DELETE FROM names"), Act::Writes);
        assert!(Act::Ensures.changes() && !Act::Unknown.changes());
    }

    #[test]
    fn what_no_dialect_parses_is_unknown() {
        assert_eq!(act("SELECT * FROM users WHERE name ="), Act::Unknown);
        assert_eq!(act("x RETURNING id"), Act::Unknown);
        assert_eq!(act(""), Act::Other);
        assert_eq!(act(&"SELECT 1;".repeat(LONGEST)), Act::Unknown);
        assert_eq!(act("SELECT 'never closed"), Act::Unknown);
    }

    #[test]
    fn deep_nesting_is_no_crash() {
        let deep = format!("SELECT {}1{}", "(".repeat(5000), ")".repeat(5000));
        assert_eq!(act(&deep), Act::Unknown);
    }
}
