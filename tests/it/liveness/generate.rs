//! Bodies by chance: every form in which Rust makes, moves, keeps and drops a value, with awaits in
//! between.

use std::fmt::Write;

/// How often a body may decide on one path: each decision takes a bit of the input.
const DECISIONS: u32 = 6;

/// How deep blocks lie in each other.
const DEEPEST: usize = 4;

/// A program of generated bodies; it prints what was alive at each suspension.
pub fn program(seed: u64, bodies: usize) -> String {
    let mut text = include_str!("prelude.rs").to_owned();
    let (mut next_guard, mut next_mark) = (1, 1);
    for number in 0..bodies {
        let mut writer = Writer {
            chance: Chance(
                seed.wrapping_add(number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            ),
            text: String::new(),
            next_guard,
            next_mark,
            next_name: 0,
            next_id: 0,
            variables: Vec::new(),
            loops: Vec::new(),
            depth: 0,
        };
        writer.body(number);
        (next_guard, next_mark) = (writer.next_guard, writer.next_mark);
        text += &writer.text;
    }
    text += "fn main() {\n";
    for number in 0..bodies {
        writeln!(text, "    every_path(|bits| Box::pin(body_{number}(bits)));")
            .expect("a string takes all that is written");
    }
    text + "    tell();\n}\n"
}

/// The numbers of all suspensions.
pub fn suspensions(text: &str) -> Vec<u32> {
    let generated = &text[text.find("async fn body_0").expect("there is a body")..];
    marks_in(generated)
}

/// The body around a suspension.
pub fn body_around(text: &str, suspension: u32) -> &str {
    let at = text.find(&format!("mark({suspension})")).expect("the suspension is in the text");
    let start = text[..at].rfind("async fn body_").expect("it is in a body");
    let end = text[at..].find("\n}\n").map_or(text.len(), |end| at + end + 3);
    &text[start..end]
}

/// The number in `make(7)`, `maybe(7, bits)`.
pub fn number_in(text: &str) -> Option<u32> {
    let digits = text.split('(').nth(1)?;
    let end = digits.find(|letter: char| !letter.is_ascii_digit())?;
    digits[..end].parse().ok()
}

/// The marks at which the task yields at this `await`: the one that is awaited, or those in the async
/// block of the same line that is.
pub fn marks_before(text: &str, offset: usize) -> Vec<u32> {
    let line = &text[text[..offset].rfind('\n').map_or(0, |at| at + 1)..offset];
    let awaited = line.rsplit([' ', '(', '{']).next().unwrap_or(line);
    if awaited.starts_with('v') {
        let block = line.split("async ").nth(1).and_then(|behind| behind.split('}').next());
        return block.map(marks_in).unwrap_or_default();
    }
    let start = line.rfind("mark(").map_or(line.len(), |start| start);
    match line[start..].strip_suffix(").") {
        Some(mark) => number_in(&format!("{mark})")).into_iter().collect(),
        None => Vec::new(),
    }
}

fn marks_in(text: &str) -> Vec<u32> {
    text.match_indices("mark(").filter_map(|(at, _)| number_in(&text[at..])).collect()
}

/// Numbers that look like chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % end
    }

    fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }
}

/// What a variable holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Guard,
    Hold,
    Pair,
    Maybe,
}

#[derive(Clone)]
struct Variable {
    /// Which one of those with its name.
    id: u32,
    name: String,
    kind: Kind,
    /// In how many loops it was declared: only inside them can it be moved.
    loops: usize,
    /// It is declared `mut`.
    is_mutable: bool,
}

struct Loop {
    label: String,
    is_loop: bool,
}

struct Writer {
    chance: Chance,
    text: String,
    next_guard: u32,
    next_mark: u32,
    next_name: u32,
    next_id: u32,
    /// Those that can be used here.
    variables: Vec<Variable>,
    loops: Vec<Loop>,
    depth: usize,
}

impl Writer {
    fn body(&mut self, number: usize) {
        self.line(&format!("async fn body_{number}(bits: &Bits) -> Option<u32> {{"));
        self.block(DECISIONS);
        let mark = self.mark();
        self.line(&format!("    {mark};"));
        self.line("    None");
        self.line("}");
    }

    fn line(&mut self, line: &str) {
        let indent = "    ".repeat(self.depth);
        writeln!(self.text, "{indent}{line}").expect("a string takes all that is written");
    }

    fn guard(&mut self) -> u32 {
        self.next_guard += 1;
        self.next_guard - 1
    }

    fn mark(&mut self) -> String {
        self.next_mark += 1;
        format!("mark({}).await", self.next_mark - 1)
    }

    fn name(&mut self) -> String {
        // Now and then a name is used again: it shadows, and drops nothing.
        if self.next_name > 0 && self.chance.one_in(5) {
            return format!("v{}", self.chance.below(self.next_name as usize));
        }
        self.next_name += 1;
        format!("v{}", self.next_name - 1)
    }

    fn declare(&mut self, name: &str, kind: Kind, is_mutable: bool) {
        self.variables.retain(|known| known.name != name);
        let loops = self.loops.iter().filter(|it| it.is_loop).count();
        self.next_id += 1;
        let id = self.next_id;
        self.variables.push(Variable { id, name: name.to_owned(), kind, loops, is_mutable });
    }

    /// A variable of a kind that can be moved here; it is gone then.
    fn take(&mut self, kind: Kind) -> Option<String> {
        let loops = self.loops.iter().filter(|it| it.is_loop).count();
        let fit = |known: &Variable| known.kind == kind && known.loops == loops;
        let found: Vec<usize> =
            (0..self.variables.len()).filter(|&at| fit(&self.variables[at])).collect();
        let chosen = *found.get(self.chance.below(found.len().max(1)))?;
        Some(self.variables.remove(chosen).name)
    }

    /// A guard as an expression that gives it away.
    fn given_guard(&mut self) -> String {
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
    fn block(&mut self, mut budget: u32) -> u32 {
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

    fn statement(&mut self, budget: u32) -> u32 {
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

    fn simple(&mut self) -> u32 {
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

    fn assigned(&mut self) {
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

    /// A guard goes into something larger, or comes out of it.
    fn moved(&mut self) -> u32 {
        let name = self.name();
        match self.chance.below(9) {
            0 => {
                let given = self.given_guard();
                self.line(&format!("let {name} = Hold {{ guard: {given}, number: 1 }};"));
                self.declare(&name, Kind::Hold, false);
            }
            1 => {
                let given = self.given_guard();
                self.line(&format!("let {name} = ({given}, 1);"));
                self.declare(&name, Kind::Pair, false);
            }
            2 => {
                let given = self.given_guard();
                self.line(&format!("let {name} = Some({given});"));
                self.declare(&name, Kind::Maybe, false);
            }
            3 => {
                if let Some(hold) = self.take(Kind::Hold) {
                    let how = [
                        format!("consume({hold}.guard);"),
                        format!("let Hold {{ guard: _, number }} = {hold};"),
                        format!("consume_hold({hold});"),
                    ];
                    let how = &how[self.chance.below(3)];
                    self.line(how);
                }
            }
            4 => {
                if let Some(hold) = self.take(Kind::Hold) {
                    self.line(&format!("let Hold {{ guard: {name}, .. }} = {hold};"));
                    self.declare(&name, Kind::Guard, false);
                }
            }
            5 => {
                if let Some(pair) = self.take(Kind::Pair) {
                    let how =
                        [format!("let ({name}, _) = {pair};"), format!("let {name} = {pair}.0;")];
                    let how = &how[self.chance.below(2)];
                    self.line(how);
                    self.declare(&name, Kind::Guard, false);
                }
            }
            6 => {
                if let Some(maybe) = self.take(Kind::Maybe) {
                    self.line(&format!("let {name} = {maybe}.unwrap();"));
                    self.declare(&name, Kind::Guard, false);
                }
            }
            7 => {
                let given = self.given_guard();
                self.line(&format!("let {name} = {given}.into_hold();"));
                self.declare(&name, Kind::Hold, false);
            }
            _ => {
                let (first, second) = (self.guard(), self.guard());
                let other = self.name();
                if other != name {
                    self.line(&format!("let ({name}, {other}) = (make({first}), make({second}));"));
                    self.declare(&name, Kind::Guard, false);
                    self.declare(&other, Kind::Guard, false);
                }
            }
        }
        0
    }

    /// A temporary that a reference keeps alive.
    fn extended(&mut self) -> u32 {
        let (number, name) = (self.guard(), self.name());
        let how = [
            format!("let {name} = &make({number});"),
            format!("let {name} = &(make({number}), 1);"),
            format!("let {name} = &make({number}).0;"),
            format!("let {name} = Seen {{ guard: &make({number}), number: 1 }};"),
            format!("let {name} = (&make({number}), 1);"),
            format!("let ref {name} = make({number});"),
            format!("let {name} = make({number}).number();"),
            format!("let {name} = {{ let one = 1; &make({number}) }};"),
            format!("let {name} = &Hold {{ guard: make({number}), number: 1 }}.guard;"),
            format!("let {name} = [&make({number})];"),
        ];
        let how = &how[self.chance.below(10)];
        self.line(how);
        self.variables.retain(|known| known.name != name);
        0
    }

    /// An await in the middle of a statement.
    fn temporaries(&mut self) -> u32 {
        let (number, mark) = (self.guard(), self.mark());
        let second = self.guard();
        let how = [
            format!("make({number}).with({mark});"),
            format!("add(make({number}).number(), {mark});"),
            format!("add({mark}, make({number}).number());"),
            format!("consume_both(make({number}), {mark});"),
            format!("add({{ make({number}).number() }}, {mark});"),
            format!("add({{ let one = 1; make({number}).with(one) }}, {mark});"),
            format!("let _ = make({number}).with({mark});"),
            format!("if make({number}).number() == 0 {{ }} else {{ {mark}; }}"),
            format!("let mut sum = 1; sum += make({number}).with({mark});"),
            format!("match make({number}).number() {{ 0 => {{ }} _ => {{ {mark}; }} }}"),
            format!("let _ = make({number}).number() == {mark};"),
            format!("let _ = (make({number}), {mark});"),
            format!("let pair = (make({number}), {mark}); drop(pair);"),
            format!("let _ = make({number}).number() > 0 && {mark} > 0;"),
            format!(
                "println!(\"\", ) ; let _ = format!(\"{{}}{{}}\", make({number}).number(), {mark});"
            ),
            format!("let _ = &make({number}); {mark};"),
            format!("let _ = [make({number}), make({second})]; {mark};"),
        ];
        let how = how[self.chance.below(17)].replace("println!(\"\", ) ; ", "");
        self.line(&how);
        0
    }

    /// A closure or async block that takes a guard with it.
    fn nested(&mut self) -> u32 {
        let Some(taken) = self.take(Kind::Guard) else { return self.simple() };
        let (name, outside, inside, last) = (self.name(), self.mark(), self.mark(), self.mark());
        let how = [
            format!(
                "let {name} = move || {{ let _seen = &{taken}; }}; {outside}; {name}(); {last};"
            ),
            format!("let {name} = move || consume({taken}); {outside}; {name}(); {last};"),
            format!("let {name} = || drop({taken}); {outside}; {name}(); {last};"),
            format!(
                "let {name} = async move {{ let _seen = &{taken}; {inside}; }}; {outside}; {name}.await; {last};"
            ),
            format!(
                "let {name} = async move {{ drop({taken}); {inside}; }}; {outside}; {name}.await; {last};"
            ),
            format!(
                "let {name} = async {{ let kept = {taken}; {inside}; }}; {outside}; {name}.await; {last};"
            ),
            format!(
                "let {name} = async {{ let _seen = &{taken}; }}; {outside}; {name}.await; {last};"
            ),
        ];
        let how = &how[self.chance.below(7)];
        self.line(how);
        self.variables.retain(|known| known.name != name);
        0
    }

    fn question_mark(&mut self) -> u32 {
        let (number, name) = (self.guard(), self.name());
        match self.chance.below(3) {
            0 => {
                self.line("step(bits)?;");
            }
            1 => {
                self.line(&format!("let {name} = maybe({number}, bits)?;"));
                self.declare(&name, Kind::Guard, false);
            }
            _ => {
                self.line(&format!("let {name} = attempt({number}, bits).ok()?;"));
                self.declare(&name, Kind::Guard, false);
            }
        }
        1
    }

    fn let_else(&mut self, budget: u32) -> u32 {
        let (number, name) = (self.guard(), self.name());
        let how = [
            (format!("let Some({name}) = maybe({number}, bits) else {{"), true),
            (format!("let Ok({name}) = attempt({number}, bits) else {{"), true),
            (format!("let Some(_) = make({number}).some(bits) else {{"), false),
            (format!("let Either::Left({name}) = either({number}, bits) else {{"), true),
        ];
        let (line, binds) = how[self.chance.below(4)].clone();
        self.line(&line);
        let spent = self.block(budget.min(1) - 1);
        let mark = self.mark();
        self.line(&format!("    {mark}; return None;"));
        self.line("};");
        if binds {
            self.declare(&name, Kind::Guard, false);
        }
        1 + spent
    }

    fn branch(&mut self, budget: u32) -> u32 {
        let (number, mark) = (self.guard(), self.mark());
        let conditions = [
            "bits.next()".to_owned(),
            format!("make({number}).flag(bits)"),
            format!("bits.next() && {{ {mark}; true }}"),
            format!("make({number}).number() > 0 && make({number}).flag(bits)"),
        ];
        let condition = &conditions[self.chance.below(4)];
        self.line(&format!("if {condition} {{"));
        let spent = self.two_ways(budget - 1, "} else {", None);
        1 + spent
    }

    /// Two blocks: of the variables is left what both leave.
    fn two_ways(&mut self, budget: u32, between: &str, bound: Option<(&str, Kind)>) -> u32 {
        let before = self.variables.clone();
        if let Some((name, kind)) = bound {
            self.declare(name, kind, false);
        }
        let first = self.block(budget);
        let left = std::mem::replace(&mut self.variables, before);
        self.line(between);
        let second = self.block(budget);
        self.line("}");
        let is_left = |known: &Variable| left.iter().any(|other| other.id == known.id);
        self.variables.retain(is_left);
        first.max(second)
    }

    fn if_let(&mut self, budget: u32) -> u32 {
        let (number, name) = (self.guard(), self.name());
        let held = self.take(Kind::Maybe);
        let forms = [
            (format!("if let Some({name}) = maybe({number}, bits) {{"), true),
            (format!("if let Some(_) = maybe({number}, bits) {{"), false),
            (format!("if let true = make({number}).flag(bits) {{"), false),
            (format!("if let Some(_one) = make({number}).some(bits) {{"), false),
            (format!("if let Ok({name}) = attempt({number}, bits) {{"), true),
            (format!("if let Either::Left({name}) = either({number}, bits) {{"), true),
            (format!("if let Some(ref _seen) = maybe({number}, bits) {{"), false),
            (format!("if let Err(_) = attempt({number}, bits) {{"), false),
            match held {
                Some(held) => (format!("if let Some({name}) = {held} {{"), true),
                None => ("if bits.next() {".to_owned(), false),
            },
        ];
        let (line, binds) = forms[self.chance.below(9)].clone();
        self.line(&line);
        let bound = binds.then_some((&*name, Kind::Guard));
        1 + self.two_ways(budget - 1, "} else {", bound)
    }

    fn matched(&mut self, budget: u32) -> u32 {
        let (number, name, mark) = (self.guard(), self.name(), self.mark());
        let forms = [
            (format!("match maybe({number}, bits) {{ Some({name}) => {{"), true, "} None => {"),
            (format!("match maybe({number}, bits) {{ None => {{"), false, "} Some(_) => {"),
            (format!("match maybe({number}, bits) {{ None => {{"), false, "} _ => {"),
            (format!("match maybe({number}, bits) {{ Some(_) => {{"), false, "} _ => {"),
            (format!("match make({number}).flag(bits) {{ true => {{"), false, "} false => {"),
            (format!("match attempt({number}, bits) {{ Ok({name}) => {{"), true, "} Err(_) => {"),
            (format!("match attempt({number}, bits) {{ Err(_) => {{"), false, "} Ok(_) => {"),
            (
                format!("match (make({number}), bits.next()) {{ ({name}, true) => {{"),
                true,
                "} (_, _) => {",
            ),
            (format!("match make({number}) {{ {name} if bits.next() => {{"), true, "} _ => {"),
            (
                format!("match make({number}) {{ _ if {{ {mark}; bits.next() }} => {{"),
                false,
                "} _ => {",
            ),
            (
                format!("match either({number}, bits) {{ Either::Left({name}) => {{"),
                true,
                "} _ => {",
            ),
        ];
        let (line, binds, between) = forms[self.chance.below(11)].clone();
        self.line(&line);
        let bound = binds.then_some((&*name, Kind::Guard));
        let spent = self.two_ways(budget - 1, between, bound);
        self.line("}");
        1 + spent
    }

    /// A loop: its facts need two turns to be seen, so its decisions count twice.
    fn repeat(&mut self, budget: u32) -> u32 {
        let inner = (budget - 1) / 2 - 1;
        let (number, name) = (self.guard(), self.name());
        let label = format!("'l{}", self.text.len());
        let forms = [
            (format!("{label}: while bits.next() {{"), false),
            (format!("{label}: while make({number}).flag(bits) {{"), false),
            (format!("{label}: while let Some({name}) = maybe({number}, bits) {{"), true),
            (format!("{label}: while let true = make({number}).flag(bits) {{"), false),
            (format!("{label}: while let Some(_one) = make({number}).some(bits) {{"), false),
            (format!("{label}: loop {{ if !bits.next() {{ break; }}"), false),
            (format!("{label}: for _turn in make({number}).turns(bits) {{"), false),
        ];
        let (line, binds) = forms[self.chance.below(7)].clone();
        self.line(&line);
        let before = self.variables.clone();
        self.loops.push(Loop { label, is_loop: true });
        if binds {
            self.declare(&name, Kind::Guard, false);
        }
        let spent = self.block(inner);
        self.loops.pop();
        self.line("}");
        self.variables = before;
        2 * (1 + spent) + 1
    }

    /// A value that comes from one of several places.
    fn chosen(&mut self) -> u32 {
        let name = self.name();
        let (first, second, mark) = (self.guard(), self.guard(), self.mark());
        let label = format!("'b{}", self.text.len());
        let forms = [
            format!("let {name} = if bits.next() {{ make({first}) }} else {{ make({second}) }};"),
            format!(
                "let {name} = match bits.next() {{ true => make({first}), false => make({second}) }};"
            ),
            format!(
                "let {name} = loop {{ if bits.next() {{ break make({first}); }} {mark}; break make({second}); }};"
            ),
            format!(
                "let {name} = {label}: {{ if bits.next() {{ break {label} make({first}); }} {mark}; make({second}) }};"
            ),
            format!(
                "let {name}; if bits.next() {{ {name} = make({first}); }} else {{ {mark}; {name} = make({second}); }}"
            ),
            format!(
                "let {name} = match maybe({first}, bits) {{ Some(guard) => guard, None => make({second}) }};"
            ),
            format!(
                "let mut {name} = make({first}); if bits.next() {{ {name} = make({second}); }}"
            ),
            format!("let {name} = maybe({first}, bits).unwrap_or(make({second}));"),
        ];
        let form = &forms[self.chance.below(8)];
        self.line(form);
        self.declare(&name, Kind::Guard, false);
        1
    }

    /// The way out: `return`, `break`, `continue`, under a condition.
    fn left(&mut self) -> u32 {
        let mark = self.mark();
        let jump = match self.loops.is_empty() {
            true => "return None".to_owned(),
            false => {
                let chosen = self.chance.below(self.loops.len());
                let Loop { label, is_loop } = &self.loops[chosen];
                match (self.chance.below(3), is_loop) {
                    (0, true) => format!("continue {label}"),
                    (1, _) => "return None".to_owned(),
                    _ => format!("break {label}"),
                }
            }
        };
        self.line(&format!("if bits.next() {{ {mark}; {jump}; }}"));
        1
    }
}
