//! A name letter by letter, with the places where its words begin.

use crate::lookup::hangul::letters;
use crate::lookup::romanisation::loosened;

/// The letters of a folded name without its spaces; one is read into again and again.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    letters: Vec<char>,
    words: Vec<usize>,
}

impl Spelling {
    /// Reads a folded or romanised name in place of the last one.
    pub(super) fn read(&mut self, name: &str) {
        self.letters.clear();
        self.words.clear();
        self.words.push(0);
        for c in name.chars() {
            if c == ' ' {
                self.words.push(self.letters.len());
            } else {
                self.letters.extend(letters(c));
            }
        }
    }

    pub(super) fn letters(&self) -> &[char] {
        &self.letters
    }

    /// The letters from each word on.
    pub(super) fn words(&self) -> impl ExactSizeIterator<Item = &[char]> {
        self.words.iter().map(|word| &self.letters[*word..])
    }

    /// The letters of `count` words, from each word on that has as many behind it.
    pub(super) fn runs(&self, count: usize) -> impl Iterator<Item = &[char]> {
        self.words.iter().enumerate().filter(move |(at, _)| at + count <= self.words.len()).map(move |(at, start)| {
            let end = self.words.get(at + count).copied().unwrap_or(self.letters.len());
            &self.letters[*start..end]
        })
    }

    /// The first word from which on it begins with `start`.
    pub(super) fn word_beginning(&self, start: &[char]) -> Option<usize> {
        self.words.iter().position(|word| self.letters[*word..].starts_with(start))
    }

    /// The first word from which on it, loosened, begins with `start`.
    pub(super) fn word_beginning_loosely(&self, start: &[char]) -> Option<usize> {
        self.words.iter().position(|word| {
            let mut own = loosened(&self.letters[*word..]);
            start.iter().all(|c| own.next() == Some(*c))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_where_they_were() {
        let mut spelling = Spelling::default();
        spelling.read("crash landing on you");
        let runs: Vec<String> = spelling.runs(2).map(String::from_iter).collect();
        assert_eq!(runs, ["crashlanding", "landingon", "onyou"]);
        assert_eq!(spelling.runs(5).count(), 0);
        assert_eq!(spelling.word_beginning(&['o', 'n', 'y']), Some(2));
        assert_eq!(spelling.word_beginning(&['n', 'd']), None);
    }
}
