//! Edits that take away comments and attributes that silence nothing.

use crate::finding::Edit;
use crate::finding::Fix;
use crate::finding::Safety;
use crate::source::Comment;
use crate::source::FileId;
use crate::source::Place;
use crate::source::SourceFile;
use crate::source::Span;

/// What stands before and behind the words to us in an attribute that says nothing else, blanks apart.
const HEADS: [&str; 8] = [
    "#[asyncheck::",
    "#![asyncheck::",
    "#[cfg_attr(false,asyncheck::",
    "#![cfg_attr(false,asyncheck::",
    "#[cfg_attr(any(),asyncheck::",
    "#![cfg_attr(any(),asyncheck::",
    "#[cfg_attr(asyncheck,asyncheck::",
    "#![cfg_attr(asyncheck,asyncheck::",
];
const TAILS: [&str; 3] = ["]", ")]", ",)]"];

/// Removes a comment with all its names; nothing where an attribute says something else too.
pub(super) fn whole(
    id: FileId,
    file: &SourceFile,
    comment: &Comment,
    carrier: &str,
) -> Option<Fix> {
    if comment.kind.is_attribute() && !speaks_to_us_alone(file, comment) {
        return None;
    }
    let span = with_its_line(file, comment.span);
    Some(fix(id, span, format!("remove the {carrier}")))
}

/// Removes one name of several, with its comma; nothing where it is the only one.
pub(super) fn name(id: FileId, file: &SourceFile, name: &str, span: Span) -> Option<Fix> {
    let text = &file.text;
    let behind = &text[span.end as usize..];
    let before = text[..span.start as usize].trim_end();
    let removed = match behind.trim_start().strip_prefix(',') {
        Some(rest) => Span::new(span.start, (text.len() - rest.trim_start().len()) as u32),
        None => Span::new(before.strip_suffix(',')?.len() as u32, span.end),
    };
    Some(fix(id, removed, format!("remove `{name}`")))
}

fn fix(file: FileId, span: Span, title: String) -> Fix {
    let edit = Edit { place: Place { file, span }, text: String::new() };
    Fix { title, safety: Safety::Safe, edits: vec![edit] }
}

fn speaks_to_us_alone(file: &SourceFile, comment: &Comment) -> bool {
    let from = comment.text_start as usize;
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let head = bare(&file.text[comment.span.start as usize..from]);
    let tail = bare(&file.text[from + comment.text.len()..comment.span.end as usize]);
    HEADS.contains(&head.as_str()) && TAILS.contains(&tail.as_str())
}

/// The lines, where nothing else stands on them; else the blanks before or behind it too.
fn with_its_line(file: &SourceFile, span: Span) -> Span {
    let text = &file.text;
    let (start, end) = (span.start as usize, span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let next = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let nothing_before = text[line..start].trim().is_empty();
    let nothing_behind = text[end..next].trim().is_empty();
    let (from, to) = match (nothing_before, nothing_behind) {
        (true, true) => (line, next),
        (false, true) => (text[..start].trim_end().len(), end),
        (_, false) => (start, text.len() - text[end..].trim_start().len()),
    };
    Span::new(from as u32, to as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str, fix: Option<Fix>) -> Option<String> {
        let span = fix?.edits[0].place.span;
        Some(text[..span.start as usize].to_owned() + &text[span.end as usize..])
    }

    fn without_first(text: &str) -> Option<String> {
        let file = SourceFile::new("a.rs".into(), "a.rs".to_owned(), text.to_owned());
        let comment = file.scan.comments.first().expect("there is one");
        applied(text, whole(FileId(0), &file, comment, "comment"))
    }

    fn without_name(text: &str, wanted: &str) -> Option<String> {
        let file = SourceFile::new("a.rs".into(), "a.rs".to_owned(), text.to_owned());
        let at = text.find(wanted).expect("it is there") as u32;
        let span = Span::new(at, at + wanted.len() as u32);
        applied(text, name(FileId(0), &file, wanted, span))
    }

    #[test]
    fn a_comment_goes_with_its_line() {
        for (text, left) in [
            ("fn f() {\n    // asyncheck: allow(a)\n    g();\n}\n", "fn f() {\n    g();\n}\n"),
            ("fn f() {\n    g(); // asyncheck: allow(a)\n}\n", "fn f() {\n    g();\n}\n"),
            ("fn f() { /* asyncheck: allow(a) */ g(); }\n", "fn f() { g(); }\n"),
            ("//! asyncheck: allow(a)\r\nfn f() {}\r\n", "fn f() {}\r\n"),
            (
                "#[x]\n#[cfg_attr(\n    false,\n    asyncheck::allow(a),\n)]\nfn f() {}\n",
                "#[x]\nfn f() {}\n",
            ),
            ("#[asyncheck::allow(a)] fn f() {}\n", "fn f() {}\n"),
        ] {
            assert_eq!(without_first(text).as_deref(), Some(left), "{text}");
        }
    }

    #[test]
    fn what_others_say_stays() {
        for text in [
            "#[cfg_attr(false, asyncheck::allow(a), inline)] fn f() {}",
            "#[cfg_attr(test, asyncheck::allow(a))] fn f() {}",
            "#[allow(dead_code, asyncheck::a)] fn f() {}",
        ] {
            assert_eq!(without_first(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_goes_with_its_comma() {
        let text = "// asyncheck: allow(one, two, three, reason = \"x\")";
        assert_eq!(
            without_name(text, "two").as_deref(),
            Some("// asyncheck: allow(one, three, reason = \"x\")")
        );
        assert_eq!(
            without_name("// asyncheck: allow(one, two)", "two").as_deref(),
            Some("// asyncheck: allow(one)")
        );
        assert_eq!(without_name("#[allow(asyncheck::one)]", "asyncheck::one"), None);
    }
}
