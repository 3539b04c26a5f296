//! The three marks: `//~` states a verdict, `//=` a fact, and `//-` (read by `fixture`) begins a file.

use asyncheck::config::Level;

/// All that the comments of a fixture expect.
#[derive(Debug, Default)]
pub struct Expectations {
    /// `//~`
    pub verdicts: Vec<Verdict>,
    /// `//=`
    pub facts: Vec<Fact>,
}

/// What a rule says of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The line.
    pub at: Line,
    /// The rule's id.
    pub rule: String,
    /// The level that the defaults give, where the mark names one.
    pub level: Option<Level>,
    /// A part of the message; empty where the mark does not care.
    pub message: String,
    /// Whether it is as it should be.
    pub truth: Truth,
}

/// Whether what the tool does there is what it should do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It fires, and rightly.
    Right,
    /// `false-alarm`: it fires, and should not.
    FalseAlarm,
    /// `missed-alarm`: it is silent, and should not be.
    MissedAlarm,
}

/// What an earlier room knows of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The line.
    pub at: Line,
    /// `name`, `type`, `held`, `runs`, `effect`.
    pub kind: String,
    /// What is said: `blocks, via std::fs::read`.
    pub text: String,
}

/// A line of a file of a fixture.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Line {
    /// Under the root of the package, with `/`.
    pub file: String,
    /// Counted from 1.
    pub number: u32,
}

/// Reads the mark of one line, if it has one, and gives back the line without it.
pub fn read<'l>(
    line: &'l str,
    file: &str,
    number: u32,
    expectations: &mut Expectations,
) -> Result<&'l str, String> {
    let Some(at) = line.find("//~").or_else(|| line.find("//=")) else { return Ok(line) };
    let (code, mark) = line.split_at(at);
    let is_verdict = mark.starts_with("//~");
    let said = mark[3..].trim_start_matches('^');
    let up = (mark.len() - 3 - said.len()) as u32;
    let number = number.checked_sub(up).filter(|&number| number > 0);
    let number = number.ok_or("it points above the first line")?;
    let at = Line { file: file.to_owned(), number };
    if is_verdict {
        expectations.verdicts.extend(verdicts(said, &at)?);
    } else {
        expectations.facts.push(fact(said, at)?);
    }
    Ok(code.trim_end())
}

/// `deny blocking-fs, missed-alarm spin-on-error` or `blocking-fs: a part of the message`.
fn verdicts(said: &str, at: &Line) -> Result<Vec<Verdict>, String> {
    let (rules, message) = said.split_once(':').unwrap_or((said, ""));
    let verdicts: Result<Vec<Verdict>, String> =
        rules.split(',').map(|rule| verdict(rule, message.trim(), at)).collect();
    let verdicts = verdicts?;
    if verdicts.len() > 1 && !message.is_empty() {
        return Err("a message belongs to one rule: write a mark for each".to_owned());
    }
    Ok(verdicts)
}

fn verdict(said: &str, message: &str, at: &Line) -> Result<Verdict, String> {
    let mut words: Vec<&str> = said.split_whitespace().collect();
    let rule = words.pop().ok_or("a rule is missing")?.to_owned();
    let mut verdict = Verdict {
        at: at.clone(),
        rule,
        level: None,
        message: message.to_owned(),
        truth: Truth::Right,
    };
    for word in words {
        match word {
            "false-alarm" => verdict.truth = Truth::FalseAlarm,
            "missed-alarm" => verdict.truth = Truth::MissedAlarm,
            "allow" => verdict.level = Some(Level::Allow),
            "warn" => verdict.level = Some(Level::Warn),
            "deny" => verdict.level = Some(Level::Deny),
            other => return Err(format!("`{other}` is neither a level nor a kind of alarm")),
        }
    }
    let silent = verdict.truth == Truth::MissedAlarm;
    if silent && (verdict.level.is_some() || !verdict.message.is_empty()) {
        return Err("a missed alarm has neither level nor message".to_owned());
    }
    Ok(verdict)
}

/// `effect: blocks, via std::fs::read`.
fn fact(said: &str, at: Line) -> Result<Fact, String> {
    let (kind, text) = said.split_once(':').ok_or("a fact is `kind: what is known`")?;
    Ok(Fact { at, kind: kind.trim().to_owned(), text: text.trim().to_owned() })
}
