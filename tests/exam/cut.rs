//! Fixtures cut short: broken code is input, and never a panic.

use std::fs;
use std::sync::Arc;

use libtest_mimic::Failed;
use libtest_mimic::Trial;
use ra_ap_rustc_lexer::FrontmatterAllowed;
use ra_ap_rustc_lexer::TokenKind;
use ra_ap_rustc_lexer::tokenize;

use crate::exam::Exam;
use crate::exam::judge;
use crate::support::package;

/// How many of the smallest fixtures are cut at every token.
const CUT_EVERYWHERE: usize = 20;

/// How often each of the others is cut.
const CUTS: usize = 50;

/// One test for each fixture, the blocks of the pages included.
pub fn trials(exam: &Arc<Exam>) -> Vec<Trial> {
    let papers = exam.papers.iter().enumerate();
    let mut by_size: Vec<(usize, &str, usize)> = papers
        .filter_map(|(at, paper)| Some((at, paper.as_ref().ok()?)))
        .map(|(at, paper)| {
            let size = paper.fixture.files.iter().map(|file| file.text.len()).sum();
            (size, paper.fixture.name.as_str(), at)
        })
        .collect();
    by_size.sort_unstable();
    let numbered = by_size.into_iter().enumerate();
    let trials = numbered.map(|(rank, (_, name, at))| {
        let exam = Arc::clone(exam);
        Trial::test(format!("cut/{name}"), move || exam.cut_short(at, rank < CUT_EVERYWHERE))
    });
    trials.collect()
}

impl Exam {
    /// Judges what is left of a fixture after each cut.
    fn cut_short(&self, at: usize, everywhere: bool) -> Result<(), Failed> {
        let paper = self.papers[at].as_ref().expect("only whole ones are cut");
        let folder = package::write(&paper.fixture, &self.library)?;
        let files = paper.fixture.files.iter().filter(|file| file.path.ends_with(".rs"));
        let mut cuts: Vec<(&str, &str, usize)> = Vec::new();
        for file in files {
            cuts.extend(ends_of_tokens(&file.text).map(|end| (&*file.path, &*file.text, end)));
        }
        if !everywhere {
            cuts = chosen(cuts, at as u64);
        }
        for (path, text, end) in cuts {
            fs::write(folder.path().join(path), &text[..end])?;
            let judged = judge::judge(folder.path(), &self.library, &[])?;
            if judged.internal {
                return Err(Failed::from(format!("{path} cut at byte {end}: internal error")));
            }
            fs::write(folder.path().join(path), text)?;
        }
        Ok(())
    }
}

/// A cut in a blank or comment leaves the same code as the one before it.
fn ends_of_tokens(text: &str) -> impl Iterator<Item = usize> {
    let mut end = 0;
    tokenize(text, FrontmatterAllowed::No).filter_map(move |token| {
        end += token.len as usize;
        let is_code = !matches!(
            token.kind,
            TokenKind::Whitespace | TokenKind::LineComment { .. } | TokenKind::BlockComment { .. }
        );
        is_code.then_some(end)
    })
}

/// The same few cuts in each run: a linear congruential generator with a fixed seed.
fn chosen<T: Copy>(cuts: Vec<T>, seed: u64) -> Vec<T> {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    if cuts.is_empty() { cuts } else { (0..CUTS).map(|_| cuts[next() % cuts.len()]).collect() }
}
