//! A loop that goes on after messages were missed.

use crate::finding::Edit;
use crate::finding::Fix;
use crate::finding::Safety;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Origin;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::library::Answer;
use crate::model::Function;
use crate::model::Round;
use crate::source::Place;
use crate::source::Span;
use crate::types::Type;
use crate::types::TypeHead;

impl Round<'_> {
    /// The edits that make a `loop` with a `match` of `while let Ok(message) = receiver.recv().await`, so
    /// that it ends only when nothing more can come.
    pub fn goes_on_when_late(self) -> Option<Fix> {
        let function = self.call.function;
        let body = function.body();
        let around = &body.exprs[self.around];
        let ExprKind::While { label: None, condition, body: turn } = around.kind else {
            return None;
        };
        let ExprKind::Let { pat, scrutinee } = body.exprs[condition].kind else { return None };
        let ExprKind::Await(received) = body.exprs[scrutinee].kind else { return None };
        let late = function.late(scrutinee, self)?;
        let name = function.good_message(pat)?;
        let (asked, turn) = (body.exprs[scrutinee].span, body.exprs[turn].span);
        let head = Span::new(around.span.start, asked.start);
        let brace = Span::new(asked.end, turn.start + 1);
        let text = function.file_text();
        let (before, opening) = (
            &text[head.start as usize..head.end as usize],
            &text[brace.start as usize..brace.end as usize],
        );
        let is_plain = received == self.call.expr()
            && around.origin == Origin::Source
            && before.trim_end().ends_with('=')
            && !before.contains("//")
            && !before.contains("/*")
            && opening.trim() == "{";
        if !is_plain {
            return None;
        }
        let line = text[..head.start as usize].rsplit('\n').next().unwrap_or_default();
        let indent = &line[..line.len() - line.trim_start().len()];
        let (bind, good, end) = match name {
            Some(name) => (format!("let {name} = "), "Ok(message) => message,", ";"),
            None => (String::new(), "Ok(_) => {}", ""),
        };
        let missed = format!("Err({late}(..)) => continue,");
        let arms = [good, &*missed, "Err(_) => break,"];
        let inner = inner(&text[turn.start as usize + 1..], indent);
        let step = &inner[indent.len()..];
        let arms: String = arms.iter().map(|arm| format!("\n{inner}{step}{arm}")).collect();
        let edit = |span, text| Edit { place: Place { file: function.file(), span }, text };
        let edits = vec![
            edit(head, format!("loop {{\n{inner}{bind}match ")),
            edit(brace, format!(" {{{arms}\n{inner}}}{end}")),
        ];
        let title = "go on after missed messages".to_owned();
        Some(Fix { title, safety: Safety::Unsafe, edits })
    }
}

impl<'m> Function<'m> {
    /// The variant of the error that says that messages were missed, as the crate can write it.
    fn late(self, answer: ExprId, round: Round<'_>) -> Option<String> {
        let types = self.types();
        let Type::Adt(_, args) = types.ty(types.type_of(answer)) else { return None };
        let Type::Adt(TypeHead::Library(error), _) = types.ty(*args.get(1)?) else { return None };
        let row = self.model.library.answer(types.library_callee(round.call.expr())?)?;
        let Answer::Variant(_, Some(inside)) = row.lagged.as_ref()? else { return None };
        let Answer::Variant(late, _) = &**inside else { return None };
        self.can_name(error).then(|| format!("{error}::{late}"))
    }

    /// What `Ok(message)` binds as it is written; `Some(None)` where that is nothing.
    fn good_message(self, pat: PatId) -> Option<Option<String>> {
        let body = self.body();
        let PatKind::TupleStruct { pats, .. } = &body.pats[pat].kind else { return None };
        let &[message] = &pats[..] else { return None };
        match body.pats[message].kind {
            PatKind::Wild => Some(None),
            PatKind::Bind { by_ref: false, mutable, sub: None, .. } => {
                let span = body.pats[message].span;
                let name = self.text(span);
                Some(Some(if mutable { format!("mut {name}") } else { name.to_owned() }))
            }
            _ => None,
        }
    }
}

/// What the lines inside a block begin with, by the first one that is there.
fn inner(behind: &str, indent: &str) -> String {
    let line = behind.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let found = &line[..line.len() - line.trim_start().len()];
    match found.len() > indent.len() && found.starts_with(indent) {
        true => found.to_owned(),
        false => format!("{indent}    "),
    }
}
