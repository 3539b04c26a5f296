//! The page of a rule: the `//!` header of its own file.

/// What `asyncheck explain` prints.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// The first line, without its final period.
    pub title: String,
    /// Why, Bad, Good, Limits.
    pub sections: Vec<Section>,
}

/// One section of a page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Section {
    /// `Why`, `Bad`, `Good` or `Limits`.
    pub title: String,
    /// Its paragraphs and code blocks, in order.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// Sentences, one a line as written.
    Text(Vec<String>),
    /// A code block.
    Code {
        /// What stands behind the opening fence: `rust`.
        language: String,
        /// Its lines.
        lines: Vec<String>,
    },
}

impl Page {
    /// Reads the header of a rule's file.
    pub fn parse(source: &str) -> Self {
        let mut lines = source
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line));
        let title = lines.next().unwrap_or("").trim().trim_end_matches('.').to_owned();
        let mut sections: Vec<Section> = Vec::new();
        let mut code = false;
        for line in lines {
            match line.strip_prefix("## ").filter(|_| !code) {
                Some(title) => {
                    sections.push(Section { title: title.trim().to_owned(), parts: Vec::new() });
                }
                None => {
                    if let Some(section) = sections.last_mut() {
                        code = section.take(line, code);
                    }
                }
            }
        }
        sections.iter_mut().for_each(Section::finish);
        Self { title, sections }
    }

    /// The section of this name.
    pub fn section(&self, title: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.title == title)
    }
}

impl Section {
    /// The code blocks of a language.
    pub fn code(&self, wanted: &str) -> impl Iterator<Item = String> {
        self.parts.iter().filter_map(move |part| match part {
            Part::Code { language, lines } if language == wanted => Some(lines.join("\n") + "\n"),
            _ => None,
        })
    }

    /// Takes one more line; tells whether a code block is open behind it.
    fn take(&mut self, line: &str, in_code: bool) -> bool {
        if let Some(language) = line.strip_prefix("```") {
            if !in_code {
                let language = language.trim().to_owned();
                self.parts.push(Part::Code { language, lines: Vec::new() });
            }
            return !in_code;
        }
        match self.parts.last_mut() {
            Some(Part::Code { lines, .. }) if in_code => lines.push(line.to_owned()),
            Some(Part::Text(lines)) if !line.is_empty() && !lines.is_empty() => {
                lines.push(line.to_owned());
            }
            // An empty line ends a paragraph; the next line opens another one.
            _ if line.is_empty() => self.parts.push(Part::Text(Vec::new())),
            Some(Part::Text(lines)) => lines.push(line.to_owned()),
            _ => self.parts.push(Part::Text(vec![line.to_owned()])),
        }
        in_code
    }

    fn finish(&mut self) {
        self.parts.retain(|part| !matches!(part, Part::Text(lines) if lines.is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "//! A bad thing.\n//!\n//! ## Why\n//! One.\n//! Two.\n//!\n//! Three.\n\
        //!\n//! ## Bad\n//! ```rust\n//! fn a() {\n//!     // ## not a heading\n//!\n//! }\n//! ```\n\
        //! Behind.\n\nuse a::b;\n//! ## Not a section\n";

    #[test]
    fn a_page_has_title_and_sections() {
        let page = Page::parse(SOURCE);
        assert_eq!(page.title, "A bad thing");
        let titles: Vec<&str> = page.sections.iter().map(|section| &*section.title).collect();
        assert_eq!(titles, ["Why", "Bad"]);
        assert_eq!(
            page.sections[0].parts,
            [Part::Text(vec!["One.".into(), "Two.".into()]), Part::Text(vec!["Three.".into()])]
        );
    }

    #[test]
    fn code_keeps_its_lines() {
        let page = Page::parse(SOURCE);
        let bad = page.section("Bad").expect("the section is there");
        let code: Vec<String> = bad.code("rust").collect();
        assert_eq!(code, ["fn a() {\n    // ## not a heading\n\n}\n"]);
        assert_eq!(bad.parts[1], Part::Text(vec!["Behind.".into()]));
    }

    #[test]
    fn every_rule_has_a_whole_page() {
        for rule in crate::rules::catalogue() {
            let page = Page::parse(rule.source);
            assert!(!page.title.is_empty(), "{} has no title", rule.id);
            for (section, title) in page.sections.iter().zip(["Why", "Bad", "Good", "Limits"]) {
                assert_eq!(section.title, title, "in the page of {}", rule.id);
                assert!(!section.parts.is_empty(), "{}: {title} is empty", rule.id);
            }
            assert_eq!(page.sections.len(), 4, "in the page of {}", rule.id);
        }
    }
}
