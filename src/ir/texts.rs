//! Texts, each kept once, in one piece of memory: a program has hundreds of thousands of names.

use std::hash::Hasher;

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
        if let Some(number) = self.find(text) {
            return number;
        }
        let number = self.ends.len();
        self.joined.push_str(text);
        self.ends.push(self.joined.len() as u32);
        let Self { joined, ends, numbers } = self;
        let rehash = |&number: &u32| hash(text_at(joined, ends, number as usize));
        numbers.insert_unique(hash(text), number as u32, rehash);
        number
    }

    /// The number of a text, if it is there.
    pub fn find(&self, text: &str) -> Option<usize> {
        let is_it = |&number: &u32| self.get(number as usize) == text;
        self.numbers.find(hash(text), is_it).map(|&number| number as usize)
    }

    /// The text with a number.
    pub fn get(&self, number: usize) -> &str {
        text_at(&self.joined, &self.ends, number)
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

fn text_at<'t>(joined: &'t str, ends: &[u32], number: usize) -> &'t str {
    let start = number.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &joined[start..ends[number] as usize]
}

fn hash(text: &str) -> u64 {
    let mut state = FxHasher::default();
    state.write(text.as_bytes());
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
