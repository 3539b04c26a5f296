//! Forms that decide: each takes a bit of the input.

use super::writer::Kind;
use super::writer::Loop;
use super::writer::Variable;
use super::writer::Writer;

impl Writer {
    pub(super) fn question_mark(&mut self) -> u32 {
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

    pub(super) fn let_else(&mut self, budget: u32) -> u32 {
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

    pub(super) fn branch(&mut self, budget: u32) -> u32 {
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
    pub(super) fn two_ways(
        &mut self,
        budget: u32,
        between: &str,
        bound: Option<(&str, Kind)>,
    ) -> u32 {
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

    pub(super) fn if_let(&mut self, budget: u32) -> u32 {
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

    pub(super) fn matched(&mut self, budget: u32) -> u32 {
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
    pub(super) fn repeat(&mut self, budget: u32) -> u32 {
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
    pub(super) fn chosen(&mut self) -> u32 {
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
        let form = self.chance.below(9);
        if let Some(form) = forms.get(form) {
            self.line(form);
            self.declare(&name, Kind::Guard, false);
        } else {
            self.line(&format!("let {name} = maybe({first}, bits);"));
            self.declare(&name, Kind::Maybe, false);
        }
        1
    }

    /// The way out: `return`, `break`, `continue`, under a condition.
    pub(super) fn left(&mut self) -> u32 {
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
