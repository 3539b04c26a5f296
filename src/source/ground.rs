//! What configuration needs to know of a workspace.

use std::path::Path;

use crate::config::CodeFile;
use crate::config::Ground;
use crate::config::TargetGroup;
use crate::source::TargetKind;
use crate::source::Workspace;

impl Workspace {
    /// Where the code lies, and which of it is built for tests, examples and benchmarks alone.
    pub fn ground(&self) -> Ground {
        let files = self.files.all.iter().take_while(|file| !file.dependency);
        let mut ground = Ground {
            root: self.root.clone(),
            packages: self.members().map(Path::to_owned).collect(),
            files: files
                .map(|file| CodeFile { path: file.path.clone(), targets: Vec::new() })
                .collect(),
        };
        let mut elsewhere = vec![false; ground.files.len()];
        for krate in self.crates.iter().filter(|krate| !krate.dependency) {
            let group = group(krate.kind);
            for mount in &krate.mounts {
                let Some(file) = ground.files.get_mut(mount.file.index()) else { continue };
                match group {
                    Some(group) if !file.targets.contains(&group) => file.targets.push(group),
                    Some(_) => {}
                    None => elsewhere[mount.file.index()] = true,
                }
            }
        }
        for (file, elsewhere) in ground.files.iter_mut().zip(elsewhere) {
            if elsewhere {
                file.targets.clear();
            }
        }
        ground
    }

    fn members(&self) -> impl Iterator<Item = &Path> {
        let members = self.packages.iter().filter(|package| package.member);
        members.filter_map(|package| package.manifest.parent())
    }
}

fn group(kind: TargetKind) -> Option<TargetGroup> {
    match kind {
        TargetKind::Test => Some(TargetGroup::Tests),
        TargetKind::Example => Some(TargetGroup::Examples),
        TargetKind::Bench => Some(TargetGroup::Benches),
        TargetKind::Lib | TargetKind::Bin | TargetKind::Lone => None,
    }
}
