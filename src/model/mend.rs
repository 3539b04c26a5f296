//! Edits that take a call off the executor's thread, and other edits that mend findings.

mod await_lost;
mod bound;
mod broadcast;
mod flush;
mod release;
mod settings;

use crate::effects::Sought;
use crate::finding::Edit;
use crate::finding::Fix;
use crate::finding::Safety;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir::ExprKind;
use crate::ir::Origin;
use crate::library::Blocks;
use crate::library::Enters;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Deed;
use crate::model::Function;
use crate::source::Place;
use crate::source::Span;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;
use crate::types::Waiting;

impl Deed<'_> {
    /// The edits that await the async twin of the call instead, where it does the work itself, can be
    /// awaited where it stands, and the crate names one runtime, with what is needed of it.
    pub fn fix(&self) -> Option<Fix> {
        if self.depth() > 0 || !self.call.can_be_awaited() {
            return None;
        }
        match self.sought {
            Sought::Enters(Enters::Panics | Enters::Parks) => self.awaited_future(),
            Sought::Enters(Enters::BlockingOp) => self.async_method(),
            Sought::Blocks(Blocks::Process) => self.async_command(),
            Sought::Blocks(_) => self.async_function(),
            _ => None,
        }
    }

    /// `std::fs::read(path)` to `tokio::fs::read(path).await`.
    fn async_function(&self) -> Option<Fix> {
        let call = self.call;
        let ExprKind::Call { .. } = call.body().exprs[call.expr()].kind else { return None };
        let twin = self.twin()?;
        let mut module = self.root().rsplit_once("::")?.0;
        // Of a type's function the module of the type.
        while let Some((outer, name)) = module.rsplit_once("::")
            && name.starts_with(char::is_uppercase)
        {
            module = outer;
        }
        let types = call.function.types();
        if call.function.is_of(types.type_of(call.expr()), module) {
            return None;
        }
        let title = format!("await `{twin}` instead");
        Some(call.awaited(title, Safety::Safe, [call.edit(call.typed().at, twin)]))
    }

    /// `receiver.blocking_recv()` to `receiver.recv().await`.
    fn async_method(&self) -> Option<Fix> {
        let call = self.call;
        let ExprKind::MethodCall(_) = call.body().exprs[call.expr()].kind else { return None };
        let (owner, name) = self.twin()?.rsplit_once("::")?;
        let same = self.root().rsplit_once("::").is_some_and(|(of, _)| of == owner);
        let title = format!("await `{name}` instead");
        same.then(|| call.awaited(title, Safety::Safe, [call.edit(call.typed().at, name)]))
    }

    /// `Command::new("git").output()` to `tokio::process::Command::new("git").output().await`.
    fn async_command(&self) -> Option<Fix> {
        let call = self.call;
        let (owner, method) = self.root().rsplit_once("::")?;
        let twin = self.twin()?;
        // The row names the type or its method.
        let twin = twin.strip_suffix(method).and_then(|it| it.strip_suffix("::")).unwrap_or(twin);
        let types = call.function.types();
        let mut at = call.expr();
        while let ExprKind::MethodCall(method) = &call.body().exprs[at].kind {
            let is_of_it = types.library_callee(at)?.rsplit_once("::")?.0 == owner;
            at = if is_of_it { method.receiver } else { return None };
        }
        let made = call.function.call_at(at)?;
        let (maker, name) = types.library_callee(at)?.rsplit_once("::")?;
        if maker != owner {
            return None;
        }
        let title = format!("use `{twin}`, and await it");
        let path = format!("{twin}::{name}");
        Some(call.awaited(title, Safety::Safe, [call.edit(made.typed().at, &path)]))
    }

    /// `handle.block_on(future)` to `future.await`.
    fn awaited_future(&self) -> Option<Fix> {
        let call = self.call;
        let body = call.body();
        let args = match &body.exprs[call.expr()].kind {
            ExprKind::Call { args, .. } => args,
            ExprKind::MethodCall(method) => &method.args,
            _ => return None,
        };
        let &[future] = &args[..] else { return None };
        let types = call.function.types();
        if call.function.waiting(types.type_of(future)) != Some(Waiting::Future) {
            return None;
        }
        let (whole, inner) = (body.exprs[call.expr()].span, body.exprs[future].span);
        let (open, close) = match is_closed(&body.exprs[future].kind) {
            true => ("", ".await"),
            false => ("(", ").await"),
        };
        let edits = vec![
            call.edit(Span::new(whole.start, inner.start), open),
            call.edit(Span::new(inner.end, whole.end), close),
        ];
        Some(Fix { title: "await the future instead".to_owned(), safety: Safety::Unsafe, edits })
    }

    /// The twin on the one runtime that the crate names, if the crate has the features for it.
    fn twin(&self) -> Option<&str> {
        let function = self.call.function;
        let runtimes = function.runtimes();
        let &[runtime] = &runtimes[..] else { return None };
        let twin = self.instead(runtime)?;
        let module = twin.split("::").nth(1)?;
        let name = runtime.name.replace('-', "_");
        (twin.starts_with(&format!("{name}::"))
            && (!runtime.gated || function.has_feature(&name, module)))
        .then_some(twin)
    }
}

impl<'m> Call<'m> {
    /// It stands in async code itself, as it was written, and nothing is alive there that must not be
    /// across an `.await`.
    fn can_be_awaited(self) -> bool {
        self.function.can_wait_in(self.region())
            && self.is_written()
            && self.body().exprs[self.expr()].origin == Origin::Source
            && !self.function.is_anything_held(|call| call.is(self))
    }

    /// These edits, and `.await` behind the call.
    fn awaited(self, title: String, safety: Safety, edits: [Edit; 1]) -> Fix {
        let end = self.body().exprs[self.expr()].span.end;
        let edits = edits.into_iter().chain([self.edit(Span::new(end, end), ".await")]);
        Fix { title, safety, edits: edits.collect() }
    }

    fn edit(self, span: Span, text: &str) -> Edit {
        Edit { place: Place { file: self.function.file(), span }, text: text.to_owned() }
    }
}

impl<'m> Function<'m> {
    /// The text of its file.
    fn file_text(self) -> &'m str {
        &self.model.workspace.files.get(self.file()).text
    }

    /// Its crate names the one that a path begins with.
    fn can_name(self, path: &str) -> bool {
        let krate = &self.model.workspace.crates[self.def().krate.index()];
        let first = path.split("::").next();
        krate.externs.iter().any(|(name, _)| Some(name.as_str()) == first)
    }

    /// `.await` can stand in a region.
    fn can_wait_in(self, region: RegionId) -> bool {
        match self.flow().region(region).kind {
            RegionKind::Future => true,
            RegionKind::Root => self.is_async(),
            RegionKind::Closure => false,
        }
    }

    /// At one of these calls something is alive that must not be across an `.await`.
    fn is_anything_held(self, at: impl Fn(Call<'m>) -> bool) -> bool {
        let is_bad = |role| {
            matches!(role, TypeRole::BlockingGuard | TypeRole::ThreadGuard | TypeRole::SpanGuard)
        };
        let mut guards = self.guards().filter(|guard| is_bad(guard.role()));
        guards.any(|guard| guard.calls().into_iter().any(|(call, _)| at(call)))
    }

    /// A type has a part that the library declares in this module.
    fn is_of(self, ty: TypeId, module: &str) -> bool {
        match self.types().ty(ty) {
            Type::Adt(head, args) => {
                let is_there = match head {
                    TypeHead::Library(path) => {
                        path.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"))
                    }
                    TypeHead::Def(_) => false,
                };
                is_there || args.iter().any(|&arg| self.is_of(arg, module))
            }
            Type::Ref(_, inner) => self.is_of(*inner, module),
            Type::Tuple(parts) => parts.iter().any(|&part| self.is_of(part, module)),
            // Nothing is known of it.
            Type::Unknown => true,
            _ => false,
        }
    }

    /// The manifest asks for this feature of a dependency, or for all.
    fn has_feature(self, dependency: &str, feature: &str) -> bool {
        let workspace = self.model.workspace;
        let krate = &workspace.crates[self.def().krate.index()];
        let Some(package) = krate.package else { return false };
        let mut needs = workspace.packages[package].dependencies.iter();
        needs.any(|need| {
            let has = |name: &String| name == feature || name == "full";
            need.name == dependency && need.features.iter().any(has)
        })
    }
}

/// `.await` can follow as it stands.
fn is_closed(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::Path(_)
            | ExprKind::Call { .. }
            | ExprKind::MethodCall(_)
            | ExprKind::Field { .. }
            | ExprKind::Block(_)
            | ExprKind::Macro(_)
    )
}
