//! JUnit's XML: a suite a file, a case a finding.

use std::fmt::Write;

use crate::report::severity;
use crate::report::told::Told;
use crate::report::told::text;
use crate::report::xml::escaped;
use crate::triage::Reported;

/// The findings as cases that failed; without findings one case that passed, for some readers take a
/// report without cases for a fault.
pub fn junit(told: &Told<'_>) -> Vec<String> {
    let count = told.verdict.findings.len();
    let cases = count.max(1);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml += &format!(
        "<testsuites name=\"asyncheck\" tests=\"{cases}\" failures=\"{count}\" errors=\"0\">\n"
    );
    for of_file in told.by_file() {
        let path = escaped(&told.path(of_file[0].finding.place.file));
        let count = of_file.len();
        xml += &format!(
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">\n"
        );
        of_file.iter().for_each(|reported| case(reported, &path, told, &mut xml));
        xml += "  </testsuite>\n";
    }
    if count == 0 {
        xml += "  <testsuite name=\"asyncheck\" tests=\"1\" failures=\"0\" errors=\"0\">\n    \
            <testcase name=\"no findings\" classname=\"asyncheck\"/>\n  </testsuite>\n";
    }
    vec![xml + "</testsuites>\n"]
}

fn case(reported: &Reported, path: &str, told: &Told<'_>, xml: &mut String) {
    let (start, _) = told.range(reported.finding.place);
    let (id, line, column) = (reported.rule.id, start.line, start.column);
    let message = escaped(&reported.finding.message);
    let kind = severity(reported.level);
    let text = escaped(&format!("{}\n{path}:{line}:{column}", text(reported)));
    write!(
        xml,
        "    <testcase name=\"{id} at {line}:{column}\" classname=\"{path}\" file=\"{path}\" \
         line=\"{line}\">\n      <failure message=\"{message}\" type=\"{kind}\">{text}</failure>\n    \
         </testcase>\n"
    )
    .expect("a string takes all that is written");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn each_finding_is_a_case_that_failed() {
        let shown = sample::shown(vec![sample::finding(0), sample::finding(1)], Vec::new());
        let xml = junit(&shown.told()).concat();
        assert_eq!(xml.matches("<testsuite ").count(), 1);
        assert_eq!(xml.matches("<testcase ").count(), 2);
        for part in [
            "<testsuites name=\"asyncheck\" tests=\"2\" failures=\"2\" errors=\"0\">",
            "<testcase name=\"blocking-fs at 5:17\" classname=\"src/api.rs\" file=\"src/api.rs\" \
             line=\"5\">",
            "<failure message=\"blocking call reached from async fn `handler`\" type=\"error\">",
            "&#10;1: `load` calls `read_all`&#10;",
            "&#10;src/api.rs:5:17</failure>",
        ] {
            assert!(xml.contains(part), "{part} is not in {xml}");
        }
    }

    #[test]
    fn without_findings_one_case_passes() {
        let xml = junit(&sample::shown(Vec::new(), Vec::new()).told()).concat();
        assert!(xml.contains("tests=\"1\" failures=\"0\""), "{xml}");
        assert!(xml.contains("<testcase name=\"no findings\""), "{xml}");
    }
}
