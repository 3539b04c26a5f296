//! What a call does to the world outside: statements that it makes or sends, transactions that it ends,
//! messages that others get.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::library::rows::Paths;
use crate::library::rows::PathsForm;

/// What a call does to the world outside of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EffectRow {
    /// What the statement or request does that the call makes; nothing is sent yet.
    pub makes: Option<StatementKind>,
    /// Which argument is the text of what it makes, counted from 0; absent where that is the first.
    pub text: Option<usize>,
    /// What the statement does that the call sends to a database.
    pub executes: Option<StatementKind>,
    /// Which argument is what it is sent through, counted from 0 behind `self`; absent where that is
    /// the receiver.
    pub executor: Option<usize>,
    /// What the call does to the transaction or connection that it is called on.
    pub transaction: Option<TransactionStep>,
    /// Whom the call tells something.
    pub notifies: Option<Notifies>,
    /// Which argument is the largest number of connections of a pool.
    pub connections: Option<usize>,
}

/// What a statement or request does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatementKind {
    /// What its text says, which is the first argument: `sqlx::query`. Of a call that sends a statement
    /// which another one has made: what that one says.
    Sql,
    /// It only looks.
    Reads,
    /// It changes something.
    Writes,
}

/// What a call does to a transaction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TransactionStep {
    /// It makes it last, at once or when it is dropped.
    Commits,
    /// It undoes it on purpose.
    RollsBack,
    /// It begins one on a connection that stays free to use: what is sent through that meanwhile is
    /// part of it.
    Spans,
    /// It begins another one, runs the closure that it is given in it, and ends it.
    Runs,
}

/// Whom a call tells something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Notifies {
    /// Another task or thread of the program: `broadcast::Sender::send`.
    Channel,
    /// Whoever listens at a broker: `redis::AsyncCommands::publish`.
    Broker,
    /// Another server, where the request is one that writes: `reqwest::RequestBuilder::send`.
    Http,
    /// Whoever reads the mail.
    Mail,
}

/// The row as it stands in a file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EffectEntry {
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    makes: Option<StatementKind>,
    text: Option<usize>,
    executes: Option<StatementKind>,
    executor: Option<usize>,
    transaction: Option<TransactionStep>,
    notifies: Option<Notifies>,
    connections: Option<usize>,
}

impl EffectEntry {
    /// What the row says; an error says what is wrong and what to do.
    pub(super) fn row(&self) -> Result<EffectRow, (&'static str, &'static str)> {
        let EffectEntry {
            makes, text, executes, executor, transaction, notifies, connections, ..
        } = *self;
        let row = EffectRow { makes, text, executes, executor, transaction, notifies, connections };
        if (EffectRow { text: None, executor: None, ..row }) == EffectRow::default() {
            let help = "give it `makes`, `executes`, `transaction`, `notifies` or `connections`";
            return Err(("the row says nothing", help));
        }
        if executor.is_some() && executes.is_none() {
            let help = "add `executes`, or remove `executor`";
            return Err(("`executor` has no `executes` to serve", help));
        }
        if text.is_some() && makes != Some(StatementKind::Sql) {
            let help = "add `makes = \"sql\"`, or remove `text`";
            return Err(("`text` has nothing to be the text of", help));
        }
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::OwnRows;
    use crate::library::load;

    fn row(path: &str) -> EffectRow {
        let library = load(&[]).expect("our own tables are sound");
        *library.effect(path).unwrap_or_else(|| panic!("nothing is known of {path}"))
    }

    #[test]
    fn who_makes_a_statement_and_who_sends_it() {
        assert_eq!(row("sqlx::query").makes, Some(StatementKind::Sql));
        assert_eq!(row("diesel::insert_into").makes, Some(StatementKind::Writes));
        let sent = row("sqlx::query::Query::execute");
        assert_eq!((sent.executes, sent.executor), (Some(StatementKind::Sql), Some(0)));
        let sent = row("tokio_postgres::Transaction::execute");
        assert_eq!((sent.executes, sent.executor), (Some(StatementKind::Sql), None));
        assert_eq!(row("sqlx::Transaction::commit").transaction, Some(TransactionStep::Commits));
        assert_eq!(row("heed::RwTxn::abort").transaction, Some(TransactionStep::RollsBack));
        assert_eq!(row("tokio::sync::broadcast::Sender::send").notifies, Some(Notifies::Channel));
    }

    #[test]
    fn a_row_that_says_nothing_is_an_error() {
        for text in [
            "path = \"a::b\"",
            "path = \"a::b\"\nexecutor = 0\nmakes = \"sql\"",
            "path = \"a::b\"\ntext = 1\nmakes = \"writes\"",
        ] {
            let own = OwnRows::whole("own.toml", &format!("[[effect]]\n{text}"));
            assert!(load(&[own]).is_err(), "{text}");
        }
    }
}
