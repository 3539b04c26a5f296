//! Where the first name of a path leads.

use crate::source::cargo::Requirement;
use crate::source::dependencies::explore::Explorer;
use crate::source::dependencies::explore::Goal;
use crate::source::dependencies::open::Asked;
use crate::source::dependencies::places::Wish;

impl Explorer<'_> {
    /// `super`.
    pub(super) fn above(&self, mut goal: Goal) -> Option<Goal> {
        if goal.inline.pop().is_some() {
            return Some(goal);
        }
        let (mount, inline) = self.trees[goal.opened].above(goal.mount, &self.texts)?;
        Some(Goal { mount, inline, ..goal })
    }

    /// A name that stands alone: of something in this module, else of another crate.
    pub(super) fn named(&mut self, mut goal: Goal, name: &str) -> Vec<Goal> {
        let old = self.opened[goal.opened].target.edition == 2015;
        if old {
            goal = Goal { mount: 0, inline: Vec::new(), ..goal };
        }
        let local = self.declares(&goal, name);
        goal.rest.push(name.to_owned());
        if local { vec![goal] } else { self.outside(goal) }
    }

    /// Whether a module declares a name, by `mod` or `use`.
    fn declares(&mut self, goal: &Goal, name: &str) -> bool {
        let file = self.texts.file(self.trees[goal.opened].mounts[goal.mount].file);
        let declared = file.scan.modules.iter().any(|module| {
            let parents = || module.parents.iter().map(|(parent, _)| parent);
            let inside = parents().zip(&goal.inline).all(|(one, other)| one == other);
            let depth = goal.inline.len();
            let next = parents().nth(depth).map_or(module.name.as_str(), |parent| parent);
            inside && module.parents.len() >= depth && next == name
        });
        let brings = self.brings(goal.opened, goal.mount);
        declared
            || brings.iter().any(|bring| {
                let here = bring.parents == goal.inline && bring.what.name.as_deref() == Some(name);
                let below = bring.parents.strip_prefix(goal.inline.as_slice());
                here || below.is_some_and(|below| below.first().is_some_and(|next| next == name))
            })
    }

    /// The next name is that of another crate: its root is where the path goes on, in the next round.
    /// If there is none of this name, what is named stands in this file after all.
    pub(super) fn outside(&mut self, mut goal: Goal) -> Vec<Goal> {
        let Some(name) = goal.rest.pop() else { return Vec::new() };
        let opened = &self.opened[goal.opened];
        let need = opened.needs.iter().find(|need| need.key.replace('-', "_") == name).cloned();
        let Some(need) = need else {
            return vec![Goal { rest: Vec::new(), ..goal }];
        };
        let index = match opened.links.get(&name) {
            Some(known) => *known,
            None => {
                let index = self.open_need(goal.opened, &need);
                self.opened[goal.opened].links.insert(name, index);
                index
            }
        };
        self.next.extend(index.map(|opened| Goal {
            opened,
            mount: 0,
            inline: Vec::new(),
            uses: 0,
            ..goal
        }));
        Vec::new()
    }

    /// Opens what a dependency depends on, if it is switched on.
    fn open_need(&mut self, opened: usize, need: &Requirement) -> Option<usize> {
        let user = &self.opened[opened];
        if need.optional && !user.active.dependencies.contains(&need.key) {
            return None;
        }
        let features = user.active.asked.get(&need.key).into_iter().flatten();
        let features = need.features.iter().chain(features).cloned().collect();
        let asked = Asked { features, default: need.default_features };
        let (name, version) = (user.package.name.clone(), user.package.version.clone());
        let wish = Wish {
            user: (&name, &version),
            package: &need.package,
            requirement: &need.version,
            path: need.path.as_deref(),
        };
        self.open(wish, &asked)
    }
}
