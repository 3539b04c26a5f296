//! How the rules of this group tell of a call that waits.

use crate::finding::Finding;
use crate::model::Blocks;
use crate::model::Call;
use crate::model::Deed;
use crate::model::Place;
use crate::rules::Pass;

/// The words of one rule.
pub(super) struct Words {
    /// Of a call that is itself the root: `` `std::fs::read` blocks the executor thread ``.
    pub verb: &'static str,
    /// What stands under the call: why it is bad.
    pub why: &'static str,
}

/// Reports each call in code of an executor that waits in this way, with its chain.
pub(super) fn report(pass: &mut Pass, call: Call<'_>, blocks: Blocks, words: &Words) {
    if call.runs() != Place::Executor {
        return;
    }
    let Some(deed) = call.blocks(blocks) else { return };
    let name = call.name();
    let message = match deed.depth() {
        0 => format!("`{name}` {}", words.verb),
        1 => format!("`{name}` {}: it calls `{}`", words.verb, deed.root()),
        depth => {
            format!("`{name}` {}: {depth} calls down it reaches `{}`", words.verb, deed.root())
        }
    };
    let finding = Finding::new(call.place(), words.why, message)
        .of(call.function().path(), deed.root())
        .grade(deed.grade())
        .trace(deed.trace())
        .help(help(&deed, &name));
    pass.report(finding);
}

fn help(deed: &Deed<'_>, name: &str) -> String {
    match (deed.depth(), deed.instead(), deed.offload()) {
        (0, Some(twin), _) => format!("use `{twin}` and `.await` it"),
        (_, _, Some(offload)) => {
            format!("run `{name}` in `{offload}`, or make the chain to the root async")
        }
        _ => "use the runtime's async counterpart, or its pool for blocking work".to_owned(),
    }
}
