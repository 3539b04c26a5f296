//! Which bodies are looked at by one worker.

use crate::resolve::DefId;
use crate::resolve::Names;

/// About so many expressions make a share: what a worker remembers of signatures is found out anew
/// for each, and given back behind it.
const TOGETHER: usize = 400_000;

/// Fewer expressions than this are not worth a share of their own.
const FEW: usize = 2_000;

/// Bodies in their order, in shares of about the same number of expressions.
pub(super) fn of<'a>(names: &Names, bodies: &'a [DefId]) -> Vec<&'a [DefId]> {
    let size = |&def: &DefId| names.body(def).map_or(0, |body| body.exprs.len());
    let sizes: Vec<usize> = bodies.iter().map(size).collect();
    let ends = ends(&sizes, rayon::current_num_threads());
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, &end)| &bodies[start..end]).collect()
}

/// Where each share ends. Each thread has as many as any other, so that none waits long.
fn ends(sizes: &[usize], threads: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    let count = all.div_ceil(TOGETHER).next_multiple_of(threads).min(all / FEW).max(1);
    let mut ends = Vec::with_capacity(count);
    let (mut before, mut full) = (0, 0);
    for (at, size) in sizes.iter().enumerate() {
        before += size;
        let now = before * count / all.max(1);
        if now > full {
            full = now;
            ends.push(at + 1);
        }
    }
    if ends.last().is_some_and(|&last| last < sizes.len()) || ends.is_empty() {
        ends.push(sizes.len());
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::FEW;
    use super::TOGETHER;
    use super::ends;

    #[test]
    fn a_small_program_is_one_share() {
        assert_eq!(ends(&[10, 20, 30], 4), [3]);
        assert_eq!(ends(&[], 4), [0]);
        assert_eq!(ends(&[0, 0], 4), [2]);
    }

    #[test]
    fn every_thread_has_a_share_of_about_the_same_size() {
        assert_eq!(ends(&[FEW; 8], 2), [4, 8]);
        assert_eq!(ends(&[FEW, FEW, FEW, 5 * FEW], 2), [4], "the last body is most of it");
        assert_eq!(ends(&[9 * FEW, FEW, FEW, FEW], 4), [1, 4], "the first is most of it");
        assert_eq!(ends(&[TOGETHER; 6], 2), [1, 2, 3, 4, 5, 6]);
        assert_eq!(ends(&[TOGETHER / 2; 5], 2), [2, 3, 4, 5]);
    }
}
