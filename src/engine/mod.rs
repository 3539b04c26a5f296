//! The conveyor.

use std::sync::Arc;

use crate::effects;
use crate::flow;
use crate::ir;
use crate::library::Library;
use crate::lower;
use crate::model::Model;
use crate::resolve;
use crate::rules;
use crate::rules::Clock;
use crate::rules::Said;
use crate::source;
use crate::source::Workspace;
use crate::source::on_workers;
use crate::types;

/// Text becomes ir; the workspace gains the files of dependencies that its paths lead to, save of
/// those whose signatures the library knows.
pub fn read(workspace: &mut Workspace, library: &Library) -> Vec<Arc<ir::File>> {
    let files = lower::files(workspace); // in parallel; every file and macro_rules is known already
    let wanted = lower::wanted(&files, workspace); // the paths that leave the workspace
    let known = |krate: &str| library.stands_for(krate);
    source::dependencies(workspace, &wanted, &known); // only the files that they lead to
    lower::choose_bodies(workspace, &wanted, library); // and few bodies of these
    lower::with_dependencies(files, workspace).all
}

/// The rest of the way on one page: every line hands its result to the next.
pub fn understand<'a>(
    workspace: &'a Workspace,
    files: &[Arc<ir::File>],
    library: &'a Library,
) -> Model<'a> {
    on_workers(|| understand_here(workspace, files, library))
}

fn understand_here<'a>(
    workspace: &'a Workspace,
    files: &[Arc<ir::File>],
    library: &'a Library,
) -> Model<'a> {
    let names = resolve::names(workspace, files, library);
    let types = types::infer(&names, library); // in parallel, body by body
    let flow = flow::trace(&names, &types, library); // in parallel, body by body
    let effects = effects::summarize(&names, &types, &flow, library); // what a call does
    let places = effects::reach(workspace, &names, &types, &flow, &effects, library); // how hot
    Model::new(workspace, library, names, types, flow, effects, places)
}

/// What the rules say of a program, with what went wrong in the rooms behind `lower`.
pub fn judge(model: &Model<'_>, clock: Option<Clock>) -> Said {
    let mut said = on_workers(|| rules::check(model, clock));
    said.failures.extend(model.failures().cloned());
    said
}
