//! What writes a body: numbers that look like chance, the variables that can be used, and the choice
//! among the forms.

use std::fmt::Write;

use super::generate::DECISIONS;

/// How deep blocks lie in each other.
const DEEPEST: usize = 4;

/// Numbers that look like chance, the same for the same seed.
pub(super) struct Chance(pub u64);

impl Chance {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % end
    }

    pub(super) fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }
}

/// What a variable holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Guard,
    Hold,
    Pair,
    /// An `Option` that has one.
    Sure,
    /// An `Option` that has one or not.
    Maybe,
}

#[derive(Clone)]
pub(super) struct Variable {
    /// Which one of those with its name.
    pub id: u32,
    pub name: String,
    pub kind: Kind,
    /// In how many loops it was declared: only inside them can it be moved.
    pub loops: usize,
    /// It is declared `mut`.
    pub is_mutable: bool,
}

pub(super) struct Loop {
    pub label: String,
    pub is_loop: bool,
}

pub(super) struct Writer {
    pub chance: Chance,
    pub text: String,
    pub next_guard: u32,
    pub next_mark: u32,
    pub next_name: u32,
    pub next_id: u32,
    /// Those that can be used here.
    pub variables: Vec<Variable>,
    pub loops: Vec<Loop>,
    pub depth: usize,
}

impl Writer {
    pub(super) fn body(&mut self, number: usize) {
        self.line(&format!("async fn body_{number}(bits: &Bits) -> Option<u32> {{"));
        self.block(DECISIONS);
        let mark = self.mark();
        self.line(&format!("    {mark};"));
        self.line("    None");
        self.line("}");
    }

    pub(super) fn line(&mut self, line: &str) {
        let indent = "    ".repeat(self.depth);
        writeln!(self.text, "{indent}{line}").expect("a string takes all that is written");
    }

    pub(super) fn guard(&mut self) -> u32 {
        self.next_guard += 1;
        self.next_guard - 1
    }

    pub(super) fn mark(&mut self) -> String {
        self.next_mark += 1;
        format!("mark({}).await", self.next_mark - 1)
    }

    pub(super) fn name(&mut self) -> String {
        // Now and then a name is used again: it shadows, and drops nothing.
        if self.next_name > 0 && self.chance.one_in(5) {
            return format!("v{}", self.chance.below(self.next_name as usize));
        }
        self.next_name += 1;
        format!("v{}", self.next_name - 1)
    }

    pub(super) fn declare(&mut self, name: &str, kind: Kind, is_mutable: bool) {
        self.variables.retain(|known| known.name != name);
        let loops = self.loops.iter().filter(|it| it.is_loop).count();
        self.next_id += 1;
        let id = self.next_id;
        self.variables.push(Variable { id, name: name.to_owned(), kind, loops, is_mutable });
    }

    /// A variable of a kind that can be moved here; it is gone then.
    pub(super) fn take(&mut self, kind: Kind) -> Option<String> {
        let loops = self.loops.iter().filter(|it| it.is_loop).count();
        let fit = |known: &Variable| known.kind == kind && known.loops == loops;
        let found: Vec<usize> =
            (0..self.variables.len()).filter(|&at| fit(&self.variables[at])).collect();
        let chosen = *found.get(self.chance.below(found.len().max(1)))?;
        Some(self.variables.remove(chosen).name)
    }

    /// A guard as an expression that gives it away.
    pub(super) fn given_guard(&mut self) -> String {
        if self.chance.one_in(2)
            && let Some(name) = self.take(Kind::Guard)
        {
            return name;
        }
        let number = self.guard();
        match self.chance.below(4) {
            0 => format!("make_later({number}).await"),
            1 => format!("Some(make({number})).unwrap()"),
            _ => format!("make({number})"),
        }
    }

    /// Statements in a block of their own; what is left of the variables is what all paths leave.
    pub(super) fn block(&mut self, mut budget: u32) -> u32 {
        self.depth += 1;
        let declared = self.variables.clone();
        let mut spent = 0;
        for _ in 0..2 + self.chance.below(4) {
            let cost = self.statement(budget);
            budget -= cost;
            spent += cost;
        }
        self.depth -= 1;
        let left = std::mem::take(&mut self.variables);
        // A name that was declared again inside means the outer variable outside.
        self.variables = declared
            .into_iter()
            .filter(|outer| left.iter().any(|known| known.id == outer.id))
            .collect();
        spent
    }

    pub(super) fn statement(&mut self, budget: u32) -> u32 {
        if self.depth > DEEPEST {
            return self.simple();
        }
        match self.chance.below(24) {
            0..=8 => self.simple(),
            9..=11 => self.moved(),
            12 => self.extended(),
            13 => self.temporaries(),
            14 => self.nested(),
            15 if budget >= 1 => self.question_mark(),
            16 if budget >= 1 => self.let_else(budget),
            17 | 18 if budget >= 1 => self.branch(budget),
            19 if budget >= 1 => self.if_let(budget),
            20 if budget >= 1 => self.matched(budget),
            21 if budget >= 3 => self.repeat(budget),
            22 if budget >= 1 => self.chosen(),
            23 if budget >= 1 => self.left(),
            _ => self.simple(),
        }
    }

    pub(super) fn simple(&mut self) -> u32 {
        match self.chance.below(6) {
            0 | 1 => {
                let mark = self.mark();
                self.line(&format!("{mark};"));
            }
            2 => {
                let (given, name) = (self.given_guard(), self.name());
                let is_mutable = self.chance.one_in(2);
                let word = if is_mutable { "mut " } else { "" };
                self.line(&format!("let {word}{name} = {given};"));
                self.declare(&name, Kind::Guard, is_mutable);
            }
            3 => {
                let number = self.guard();
                self.line(&format!("let _ = make({number});"));
            }
            4 => self.assigned(),
            _ => {
                if let Some(name) = self.take(Kind::Guard) {
                    let how = ["drop(_);", "consume(_);", "_.end();", "_;"];
                    let how = how[self.chance.below(4)];
                    self.line(&how.replace('_', &name));
                }
            }
        }
        0
    }

    pub(super) fn assigned(&mut self) {
        let loops = self.loops.iter().filter(|it| it.is_loop).count();
        let fit = |known: &&Variable| {
            known.is_mutable && known.kind == Kind::Guard && known.loops <= loops
        };
        let Some(name) = self.variables.iter().find(fit).map(|known| known.name.clone()) else {
            return;
        };
        let number = self.guard();
        self.line(&format!("{name} = make({number});"));
    }
}
