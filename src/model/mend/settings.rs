//! Lines that set what a value is to do, behind the one that makes it, and arguments of attributes.

use crate::finding::Edit;
use crate::finding::Fix;
use crate::finding::Safety;
use crate::flow::Fate;
use crate::ir::PatKind;
use crate::library::CallRole;
use crate::model::Attribute;
use crate::model::Burst;
use crate::model::Call;
use crate::model::Function;
use crate::source::Place;
use crate::source::Span;

/// What std calls the method by which a socket is told not to block.
const UNBLOCK: &str = "set_nonblocking";

impl Burst<'_> {
    /// The edit that tells the clock to go on from where it was late. When it ticks then is another thing
    /// than before.
    pub fn calmed(self) -> Option<Fix> {
        let function = self.clock.function;
        let Fate::Bound(local) = function.flow().fate_of_call(self.clock.expr()) else {
            return None;
        };
        let bound = function.bound(function.flow().local(local).pat)?;
        let PatKind::Bind { mutable: true, .. } = function.body().pats[bound.pat].kind else {
            return None;
        };
        let path = function.types().library_callee(self.clock.expr())?;
        let calm = function.model.library.answer(path)?.calm.as_ref()?;
        if !function.can_name(path) {
            return None;
        }
        let line = format!("{}.{calm};", bound.name());
        let edits = vec![bound.line_behind(bound.at, &line)?];
        let title = format!("`{calm}`");
        Some(Fix { title, safety: Safety::Unsafe, edits })
    }
}

impl Call<'_> {
    /// The edit that tells a socket not to block behind the statement that makes it, and treats an error
    /// as that does.
    pub fn unblocked(self) -> Option<Fix> {
        let function = self.function;
        let Fate::Bound(local) = function.settled(self.expr()) else { return None };
        let bound = function.bound(function.flow().local(local).pat)?;
        let maker = function.body().exprs[self.expr()].span;
        let statement = bound.initial()?;
        let (owner, _) = function.types().library_callee(self.expr())?.rsplit_once("::")?;
        let row = function.model.library.call(&format!("{owner}::{UNBLOCK}"))?;
        let rest = bound.text_of(Span::new(maker.end, statement.end));
        let is_known = row.role == Some(CallRole::Unblocks)
            && statement.start == maker.start
            && matches!(rest, "?" | ".unwrap()");
        if !is_known {
            return None;
        }
        let line = format!("{}.{UNBLOCK}(true){rest};", bound.name());
        let edits = vec![bound.line_behind(bound.at, &line)?];
        let title = format!("`{UNBLOCK}(true)`");
        Some(Fix { title, safety: Safety::Safe, edits })
    }
}

impl Function<'_> {
    /// The edit that gives a test, whose attribute has no arguments, a runtime with several threads.
    pub fn on_several_threads(self, attribute: Attribute<'_>) -> Option<Fix> {
        let runtimes = self.runtimes();
        let &[runtime] = &runtimes[..] else { return None };
        let Place { file, span } = attribute.place;
        let is_bare = span.end - span.start == attribute.name.len() as u32;
        let is_its_own = attribute.name.split("::").next() == Some(&*runtime.name);
        if !is_bare || !is_its_own || !self.has_feature(&runtime.name, "rt-multi-thread") {
            return None;
        }
        let place = Place { file, span: Span::new(span.end, span.end) };
        let text = "(flavor = \"multi_thread\")".to_owned();
        let title = "give the test several threads".to_owned();
        Some(Fix { title, safety: Safety::Unsafe, edits: vec![Edit { place, text }] })
    }
}
