//! The XML of Checkstyle, which many services read.

use std::fmt::Write;

use crate::report::severity;
use crate::report::told::Told;
use crate::report::xml::escaped;

/// The findings, file by file.
pub fn checkstyle(told: &Told<'_>) -> Vec<String> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    text += "<checkstyle version=\"4.3\">\n";
    for of_file in told.by_file() {
        let path = escaped(&told.path(of_file[0].finding.place.file));
        text += &format!("  <file name=\"{path}\">\n");
        for reported in of_file {
            let (start, _) = told.range(reported.finding.place);
            writeln!(
                text,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" \
                 source=\"asyncheck.{}\"/>",
                start.line,
                start.column,
                severity(reported.level),
                escaped(&reported.finding.message),
                reported.rule.id
            )
            .expect("a string takes all that is written");
        }
        text += "  </file>\n";
    }
    vec![text + "</checkstyle>\n"]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_finding_is_an_error_of_its_file() {
        let mut finding = sample::finding(0);
        finding.finding.message = "`Vec<u8>` & \"more\"\n\u{1}".to_owned();
        let shown = sample::shown(vec![finding], Vec::new());
        assert_eq!(
            checkstyle(&shown.told()).concat(),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<checkstyle version=\"4.3\">\n  \
             <file name=\"src/api.rs\">\n    <error line=\"5\" column=\"17\" severity=\"error\" \
             message=\"`Vec&lt;u8&gt;` &amp; &quot;more&quot;&#10;\u{fffd}\" \
             source=\"asyncheck.blocking-fs\"/>\n  </file>\n</checkstyle>\n"
        );
    }

    #[test]
    fn without_findings_there_is_a_document_all_the_same() {
        let shown = sample::shown(Vec::new(), Vec::new());
        let text = checkstyle(&shown.told()).concat();
        assert!(text.ends_with("<checkstyle version=\"4.3\">\n</checkstyle>\n"), "{text}");
    }
}
