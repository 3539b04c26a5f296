//! Programs by chance: every form in which Rust makes, moves, keeps and drops a value, with awaits in
//! between.

use std::fmt::Write;

use super::writer::Chance;
use super::writer::Writer;

/// How often a body may decide on one path: each decision takes a bit of the input.
pub(super) const DECISIONS: u32 = 6;

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
