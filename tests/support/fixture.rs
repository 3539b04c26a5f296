//! A fixture: one text that holds the files of a package, and what is expected of them.

use crate::support::marks;
use crate::support::marks::Expectations;

/// The file that a fixture begins with when it does not say otherwise.
const FIRST_FILE: &str = "src/lib.rs";

/// The files of a package, without their marks, and the marks.
#[derive(Debug)]
pub struct Fixture {
    /// How the test is called: `rules/blocking-fs`.
    pub name: String,
    /// In the order of the text.
    pub files: Vec<FixtureFile>,
    /// What its comments say.
    pub expectations: Expectations,
}

/// One file of a fixture.
#[derive(Debug)]
pub struct FixtureFile {
    /// Under the root of the package, with `/`.
    pub path: String,
    /// Its text; where a mark stood, the line ends early.
    pub text: String,
}

impl Fixture {
    /// Reads a fixture. The error names the line, counted from 1 in the whole text.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let mut fixture = Self {
            name: name.to_owned(),
            files: Vec::new(),
            expectations: Expectations::default(),
        };
        for (number, line) in (1..).zip(text.lines()).skip(header(text)) {
            let outcome = match line.strip_prefix("//-") {
                Some(path) => fixture.open(path.trim()),
                None => fixture.add(line),
            };
            outcome.map_err(|problem| format!("{name}:{number}: {problem}"))?;
        }
        Ok(fixture)
    }

    fn open(&mut self, path: &str) -> Result<(), String> {
        if path.is_empty() || path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(format!("`{path}` is no path inside of the package"));
        }
        if self.files.iter().any(|file| file.path == path) {
            return Err(format!("`{path}` stands here twice"));
        }
        self.files.push(FixtureFile { path: path.to_owned(), text: String::new() });
        Ok(())
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        if self.files.is_empty() {
            self.open(FIRST_FILE)?;
        }
        let file = self.files.last_mut().expect("one was opened");
        let number = file.text.lines().count() as u32 + 1;
        let code = marks::read(line, &file.path, number, &mut self.expectations)?;
        file.text.push_str(code);
        file.text.push('\n');
        Ok(())
    }
}

/// How many lines stand before the first file and belong to none: comments about the fixture.
fn header(text: &str) -> usize {
    let before = text.lines().take_while(|line| !line.starts_with("//-"));
    let is_comment = |line: &str| line.is_empty() || line.starts_with("//");
    let begins_with_mark = text.lines().any(|line| line.starts_with("//-"));
    if begins_with_mark && before.clone().all(is_comment) { before.count() } else { 0 }
}
