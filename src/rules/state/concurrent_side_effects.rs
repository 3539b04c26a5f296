//! A row is written while others are already told of it, in no order.
//!
//! ## Why
//! The futures of a `join!` run side by side. If one writes a row and another one sends a mail or asks
//! another server, either may come first, and either may fail alone: the mail welcomes a user whom the
//! database has refused. What cannot be undone belongs behind what can fail.
//!
//! The rule is `allow` by default: that the two have to do with each other is not seen.
//!
//! ## Bad
//! ```rust
//! async fn sign_up(pool: &sqlx::PgPool, http: &reqwest::Client) {
//!     tokio::join!(create(pool), http.post("https://mail.example").send()); //~ allow concurrent-side-effects
//! }
//!
//! async fn create(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     sqlx::query("INSERT INTO users (name) VALUES ('ada')").execute(pool).await?;
//!     Ok(())
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn sign_up(pool: &sqlx::PgPool, http: &reqwest::Client) -> Result<(), sqlx::Error> {
//!     create(pool).await?;
//!     http.post("https://mail.example").send().await.ok();
//!     Ok(())
//! }
//!
//! async fn create(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     sqlx::query("INSERT INTO users (name) VALUES ('ada')").execute(pool).await?;
//!     Ok(())
//! }
//! ```
//!
//! ## Limits
//! Seen are calls that are written in a `join!` or `try_join!`: one that leads to a statement which
//! writes, and another one that leads to a request, a broker or a mail. Channels do not count.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::Notifies;
use crate::model::Outgoing;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "concurrent-side-effects",
    group: "state",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("concurrent_side_effects.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for join in function.joins() {
        let write = join.calls().find_map(|call| call.write());
        let Some(write) = write else { continue };
        let others = join.calls().filter(|call| !call.is(write.call()));
        let Some(told) = others.filter_map(|call| call.notice()).find(leaves_program) else {
            continue;
        };
        let message = format!("`{}!` writes and tells others at the same time", join.name());
        let finding = Finding::new(join.place(), "either may come first, or fail alone", message)
            .label(write.call().place(), "this writes")
            .label(told.call().place(), "this tells others")
            .of(function.path(), join.name())
            .certain(function.is_test())
            .trace(told.trace())
            .help("write first, and tell others when that has succeeded");
        pass.report(finding);
    }
}

fn leaves_program(told: &Outgoing<'_>) -> bool {
    matches!(told.whom(), Some(Notifies::Broker | Notifies::Http | Notifies::Mail))
}
