//! The grammar of `// asyncheck: …` comments.

use crate::error::nearest;
use crate::source::Comment;
use crate::source::CommentKind;
use crate::source::Span;

/// What a comment asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Request {
    /// `expect` rather than `allow`: a finding must be there.
    pub expect: bool,
    /// It speaks for the whole file.
    pub whole_file: bool,
    /// The rules and groups, each with its place in the file.
    pub names: Vec<(String, Span)>,
    /// The rules that lints of clippy stand for, each with the place of the lint.
    pub by_clippy: Vec<(&'static str, Span)>,
    /// `reason = "…"`.
    pub reason: Option<String>,
}

/// Why a comment cannot be understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Malformed {
    /// What is wrong with it.
    pub label: String,
    /// What would be right.
    pub help: String,
    /// Where in the file.
    pub span: Span,
}

const FORM: &str = "write `// asyncheck: allow(rule, reason = \"…\")`";
const ATTRIBUTE: &str = "write `#[cfg_attr(false, asyncheck::allow(rule_name, reason = \"…\"))]`";

/// Reads a comment.
pub(super) fn parse(comment: &Comment) -> Result<Request, Malformed> {
    let form = if comment.kind.is_attribute() { ATTRIBUTE } else { FORM };
    let (shared, start) = (comment.shared, comment.text_start);
    let mut reader = Reader { text: &comment.text, at: 0, start, form, shared };
    let (expect, file_form) = reader.verb()?;
    reader.expect('(', "a list of rules in parentheses is missing")?;
    let mut request = Request {
        expect,
        whole_file: false,
        names: Vec::new(),
        by_clippy: Vec::new(),
        reason: None,
    };
    reader.list(&mut request)?;
    reader.expect(')', "the closing parenthesis is missing")?;
    reader.end()?;
    if request.names.is_empty() && request.by_clippy.is_empty() {
        return Err(reader.wrong(0, "no rule is named", reader.form));
    }
    request.whole_file = file_form || comment.kind == CommentKind::InnerDoc;
    if request.whole_file && !comment.leading {
        let label = "a comment for the whole file must stand before the first item";
        return Err(reader.wrong(0, label, "move it to the top of the file"));
    }
    if comment.kind == CommentKind::OuterDoc {
        let help = "write `//` instead of `///`";
        return Err(reader.wrong(0, "this is documentation, not a comment", help));
    }
    Ok(request)
}

/// The rules that see what a lint of clippy sees.
fn meant_by(lint: &str) -> &'static [&'static str] {
    match lint {
        "clippy::await_holding_lock" | "clippy::await_holding_refcell_ref" => {
            &["sync-guard-across-await"]
        }
        "clippy::await_holding_invalid_type" => {
            &["span-guard-across-await", "thread-bound-guard-across-await"]
        }
        "clippy::let_underscore_future" => &["future-never-awaited"],
        _ => &[],
    }
}

/// Reads on, from left to right.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    start: u32,
    /// How it should be written.
    form: &'static str,
    /// As [`Comment::shared`].
    shared: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn word(&mut self) -> (&'t str, Span) {
        self.skip_blanks();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
        let length = self.rest().find(|c| !is_part(c)).unwrap_or(self.rest().len());
        let word = &self.rest()[..length];
        let start = self.start + self.at as u32;
        self.at += length;
        (word, Span::new(start, start + length as u32))
    }

    fn take(&mut self, wanted: char) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn expect(&mut self, wanted: char, otherwise: &str) -> Result<(), Malformed> {
        if self.take(wanted) { Ok(()) } else { Err(self.wrong(self.at, otherwise, self.form)) }
    }

    /// What is wrong from an offset on.
    fn wrong(&self, from: usize, label: &str, help: &str) -> Malformed {
        let from = if from >= self.text.len() { 0 } else { from };
        let span = Span::new(self.start + from as u32, self.start + self.text.len() as u32);
        Malformed { label: label.to_owned(), help: help.to_owned(), span }
    }

    /// Whether it is `expect`, and whether it speaks of the file.
    fn verb(&mut self) -> Result<(bool, bool), Malformed> {
        let (verb, span) = self.word();
        let help = match verb {
            "allow" => return Ok((false, false)),
            "expect" => return Ok((true, false)),
            "allow-file" => return Ok((false, true)),
            "warn" | "deny" => "set levels in `asyncheck.toml` or with `-W` and `-D`".to_owned(),
            _ => match nearest(verb, ["allow", "expect", "allow-file"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => self.form.to_owned(),
            },
        };
        let label = "`allow`, `expect` or `allow-file` should stand here".to_owned();
        let span = Span::new(span.start, span.end.max(span.start + 1));
        Err(Malformed { label, help, span })
    }

    fn list(&mut self, request: &mut Request) -> Result<(), Malformed> {
        loop {
            let (word, span) = self.word();
            match word {
                "" if self.rest().starts_with('"') => {
                    let from = self.start + self.at as u32;
                    let name = self.string()?;
                    request.names.push((name, Span::new(from, self.start + self.at as u32)));
                }
                "" => return Ok(()),
                "reason" if self.take('=') => {
                    request.reason = Some(self.string()?);
                    self.take(',');
                    return Ok(());
                }
                _ if self.shared && !word.starts_with("asyncheck::") => {
                    request.by_clippy.extend(meant_by(word).iter().map(|&rule| (rule, span)));
                }
                // Editors show the code as `asyncheck::blocking-fs`.
                _ => {
                    let name = word.strip_prefix("asyncheck::").unwrap_or(word);
                    request.names.push((name.to_owned(), span));
                }
            }
            if !self.take(',') {
                return Ok(());
            }
        }
    }

    /// A string in quotes; `\"` stands for a quote.
    fn string(&mut self) -> Result<String, Malformed> {
        self.expect('"', "the reason should stand in quotes")?;
        let from = self.at;
        let mut value = String::new();
        let mut escaped = false;
        for (offset, character) in self.text[from..].char_indices() {
            match character {
                '\\' if !escaped => escaped = true,
                '"' if !escaped => {
                    self.at = from + offset + 1;
                    return Ok(value);
                }
                _ => {
                    escaped = false;
                    value.push(character);
                }
            }
        }
        Err(self.wrong(from - 1, "the closing quote is missing", self.form))
    }

    fn end(&mut self) -> Result<(), Malformed> {
        self.skip_blanks();
        match self.rest() {
            "" => Ok(()),
            _ => {
                let help = "words of explanation go into `reason = \"…\"`";
                Err(self.wrong(self.at, "nothing can follow the list", help))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::LINTS_OF_CLIPPY;

    fn comment(text: &str) -> Comment {
        Comment {
            kind: CommentKind::Plain,
            span: Span::new(100, 114 + text.len() as u32),
            text: text.into(),
            text_start: 114,
            trailing: false,
            leading: false,
            shared: false,
        }
    }

    #[test]
    fn lints_of_clippy_stand_for_rules() {
        for lint in LINTS_OF_CLIPPY {
            let rules = meant_by(lint);
            assert!(!rules.is_empty(), "{lint}");
            assert!(rules.iter().all(|rule| crate::rules::find(rule).is_some()), "{rules:?}");
        }
    }

    fn names(text: &str) -> Vec<String> {
        let request = parse(&comment(text)).expect("it is well formed");
        request.names.into_iter().map(|(name, _)| name).collect()
    }

    fn wrong(text: &str) -> Malformed {
        parse(&comment(text)).expect_err("it is malformed")
    }

    #[test]
    fn rules_and_reason_are_read() {
        let request =
            parse(&comment("allow(a-b, guards, reason = \"it \\\"is\\\" fine, (really)\",)"))
                .expect("it is well formed");
        assert_eq!(request.names[0], ("a-b".to_owned(), Span::new(120, 123)));
        assert_eq!(request.names[1], ("guards".to_owned(), Span::new(125, 131)));
        assert_eq!(request.reason.as_deref(), Some("it \"is\" fine, (really)"));
        assert!(!request.expect && !request.whole_file);
        assert!(parse(&comment("expect(a)")).is_ok_and(|request| request.expect));
    }

    #[test]
    fn blanks_and_a_last_comma_do_not_matter() {
        assert_eq!(names("allow ( a , b , )"), ["a", "b"]);
        assert_eq!(names("allow(asyncheck::a)"), ["a"]);
        // A rule could be called so.
        assert_eq!(names("allow(reason)"), ["reason"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(wrong("alow(a)").help, "did you mean `allow`?");
        assert_eq!(wrong("alow(a)").span, Span::new(114, 118));
        assert!(wrong("deny(a)").help.contains("asyncheck.toml"));
        assert_eq!(wrong("allow a").label, "a list of rules in parentheses is missing");
        assert_eq!(wrong("allow").label, "a list of rules in parentheses is missing");
        assert_eq!(wrong("allow()").label, "no rule is named");
        assert_eq!(wrong("allow(reason = \"x\")").label, "no rule is named");
        assert_eq!(wrong("allow(a").label, "the closing parenthesis is missing");
        assert_eq!(wrong("allow(a b)").span, Span::new(122, 124));
        assert_eq!(wrong("allow(a, reason = x)").label, "the reason should stand in quotes");
        assert_eq!(wrong("allow(a, reason = \"x)").label, "the closing quote is missing");
        assert_eq!(wrong("allow(a) because").label, "nothing can follow the list");
        assert_eq!(wrong("").span, Span::new(114, 115));
    }

    #[test]
    fn attributes_name_rules_as_rust_can() {
        let attribute =
            Comment { kind: CommentKind::OuterAttribute, ..comment("allow(a_b, \"c-d\")") };
        let request = parse(&attribute).expect("it is well formed");
        let expected =
            [("a_b".to_owned(), Span::new(120, 123)), ("c-d".to_owned(), Span::new(125, 130))];
        assert_eq!(request.names, expected);
        let broken = Comment { text: "alow(a)".into(), ..attribute.clone() };
        assert!(parse(&broken).is_err_and(|malformed| malformed.help.contains("did you mean")));
        let empty = Comment { text: "allow()".into(), ..attribute };
        assert!(parse(&empty).is_err_and(|malformed| malformed.help.contains("#[cfg_attr(")));
    }

    #[test]
    fn lints_of_others_are_theirs() {
        let text = "allow(dead_code, asyncheck::a_b, clippy::all, reason = \"x\")";
        let request = parse(&Comment { shared: true, ..comment(text) }).expect("it is well formed");
        let names: Vec<&str> = request.names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((names, request.reason.as_deref()), (vec!["a_b"], Some("x")));
    }

    #[test]
    fn a_file_is_spoken_for_at_its_top_only() {
        assert!(wrong("allow-file(a)").label.contains("before the first item"));
        let top = Comment { leading: true, ..comment("allow-file(a)") };
        assert!(parse(&top).is_ok_and(|request| request.whole_file));
        let inner = Comment { kind: CommentKind::InnerDoc, leading: true, ..comment("allow(a)") };
        assert!(parse(&inner).is_ok_and(|request| request.whole_file));
        let plain = Comment { leading: true, ..comment("allow(a)") };
        assert!(parse(&plain).is_ok_and(|request| !request.whole_file));
        let outer = Comment { kind: CommentKind::OuterDoc, ..comment("allow(a)") };
        assert!(parse(&outer).is_err_and(|malformed| malformed.help.contains("`//`")));
    }
}
