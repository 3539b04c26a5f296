//! Forms that do not branch: moves, temporaries, closures and async blocks.

use super::writer::Kind;
use super::writer::Writer;

impl Writer {
    /// A guard goes into something larger, or comes out of it.
    pub(super) fn moved(&mut self) -> u32 {
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
                self.declare(&name, Kind::Sure, false);
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
                if let Some(maybe) = self.take(Kind::Sure) {
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
    pub(super) fn extended(&mut self) -> u32 {
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
    pub(super) fn temporaries(&mut self) -> u32 {
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
    pub(super) fn nested(&mut self) -> u32 {
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
}
