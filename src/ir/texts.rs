//! Texts, each kept once, in one piece of memory: a program has hundreds of thousands of names.

use std::hash::Hasher;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Different texts, by number.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// All of them, one behind the other.
    joined: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Their numbers, by the hash of the text.
    numbers: HashTable<u32>,
}

impl Texts {
    /// The number of a text, which is new if it was not there.
    pub fn intern(&mut self, text: &str) -> usize {
        let hashed = hash(text.as_bytes());
        if let Some(number) = self.find_hashed(hashed, text) {
            return number;
        }
        let number = self.ends.len();
        self.joined.push_str(text);
        self.ends.push(self.joined.len() as u32);
        let Self { joined, ends, numbers } = self;
        let rehash = |&number: &u32| hash(bytes_at(joined, ends, number as usize));
        numbers.insert_unique(hashed, number as u32, rehash);
        number
    }

    /// The number of a text, if it is there.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.find_hashed(hash(text.as_bytes()), text)
    }

    fn find_hashed(&self, hashed: u64, text: &str) -> Option<usize> {
        let at = |number: u32| bytes_at(&self.joined, &self.ends, number as usize);
        let is_it = |&number: &u32| at(number) == text.as_bytes();
        self.numbers.find(hashed, is_it).map(|&number| number as usize)
    }

    /// The text with a number.
    pub fn get(&self, number: usize) -> &str {
        &self.joined[range(&self.ends, number)]
    }

    /// All texts, by their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.get(number))
    }

    /// Gives back what only serves to find or add texts: from here on there is only [`Self::get`].
    pub fn finish(&mut self) {
        self.joined.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.numbers = HashTable::new();
    }
}

fn range(ends: &[u32], number: usize) -> Range<usize> {
    let start = number.checked_sub(1).map_or(0, |before| ends[before] as usize);
    start..ends[number] as usize
}

/// A text to compare it with another: where bytes are asked for, nobody looks for whole characters.
fn bytes_at<'t>(joined: &'t str, ends: &[u32], number: usize) -> &'t [u8] {
    &joined.as_bytes()[range(ends, number)]
}

fn hash(text: &[u8]) -> u64 {
    let mut state = FxHasher::default();
    state.write(text);
    state.finish()
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn equal_texts_are_one() {
        let mut texts = Texts::default();
        let numbers: Vec<usize> = ["b", "", "ä", "b", "", "ba"].map(|it| texts.intern(it)).into();
        assert_eq!(numbers, [0, 1, 2, 0, 1, 3]);
        assert_eq!((texts.find("ä"), texts.find("a")), (Some(2), None));
        texts.finish();
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["b", "", "ä", "ba"]);
    }

    #[test]
    fn many_texts_are_found_again() {
        let mut texts = Texts::default();
        for number in 0..1000 {
            assert_eq!(texts.intern(&format!("name{number}")), number);
        }
        assert_eq!(texts.find("name777"), Some(777));
    }
}
