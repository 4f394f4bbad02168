//! Words that names have in common, so that each is written once.

use rustc_hash::FxHashMap;

use crate::lookup::alphabet::WORD;
use crate::storage::Section;

/// The longest word that is kept, in letters.
const LONGEST: usize = 16;

/// The most words; their numbers have 15 bits, but what is read at a time has to be little.
const MOST: usize = 1 << 13;

/// The bit that tells the number of a word from a letter, and its place in the first byte of two.
const NUMBERED: u8 = 0x80;

/// What comes before the first letter of a word that is spelled.
const SPELLED: u8 = 0;

/// A word, filled up with zeros, which no letter is.
type Word = [u8; LONGEST];

/// The words of names but for the first, the dearest ones first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dictionary {
    pub(super) words: Section<Word>,
}

/// A dictionary at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a>(&'a [Word]);

/// A dictionary to write with.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    numbers: FxHashMap<&'a [u8], u16>,
    words: Vec<Word>,
}

impl<'a> Writing<'a> {
    /// Takes the words that are worth their place.
    pub(super) fn of(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut counts: FxHashMap<&[u8], usize> = FxHashMap::default();
        for name in names {
            let mut rest = &name[first_word(name)..];
            while !rest.is_empty() {
                let (word, behind) = rest.split_at(1 + first_word(&rest[1..]));
                *counts.entry(word).or_default() += 1;
                rest = behind;
            }
        }
        // A number takes two bytes; spelled, a word takes one beside its letters.
        let saved = |word: &[u8], count: usize| word.len().saturating_sub(1) * count;
        let mut dear: Vec<(usize, &[u8])> = counts
            .into_iter()
            .filter(|(word, _)| word.len() <= LONGEST)
            .map(|(word, count)| (saved(word, count), word))
            .filter(|(saved, _)| *saved > LONGEST)
            .collect();
        dear.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        dear.truncate(MOST);
        let whole = |word: &[u8]| std::array::from_fn(|i| word.get(i).copied().unwrap_or(0));
        Self {
            words: dear.iter().map(|(_, word)| whole(word)).collect(),
            numbers: dear.iter().zip(0..).map(|((_, word), number)| (*word, number)).collect(),
        }
    }

    /// Appends a part of a name, its words in numbers.
    pub(super) fn write(&self, part: &[u8], text: &mut Vec<u8>) {
        let (open, mut rest) = part.split_at(first_word(part));
        text.extend_from_slice(open);
        while let Some((first, letters)) = rest.split_first() {
            let (word, behind) = rest.split_at(1 + first_word(letters));
            match self.numbers.get(word) {
                Some(number) => text.extend((number | u16::from(NUMBERED) << 8).to_be_bytes()),
                None => {
                    text.extend([SPELLED, first & !WORD]);
                    text.extend_from_slice(&word[1..]);
                }
            }
            rest = behind;
        }
    }

    pub(super) fn finish(self) -> Dictionary {
        Dictionary { words: self.words.into() }
    }
}

impl Dictionary {
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading(self.words.all())
    }
}

impl Reading<'_> {
    /// Appends what was written.
    pub(super) fn read(self, mut text: &[u8], name: &mut Vec<u8>) {
        while let Some((first, mut rest)) = text.split_first() {
            let behind = rest.first().copied().unwrap_or(0);
            match *first {
                SPELLED => {
                    name.push(behind | WORD);
                    rest = rest.get(1..).unwrap_or_default();
                }
                letter if letter & NUMBERED == 0 => name.push(letter),
                high => {
                    let number = usize::from(u16::from_be_bytes([high & !NUMBERED, behind]));
                    let word = self.0.get(number).copied().unwrap_or_default();
                    let length = LONGEST - u128::from_le_bytes(word).leading_zeros() as usize / 8;
                    // Sixteen letters are copied faster than so many.
                    let end = name.len() + length;
                    name.extend_from_slice(&word);
                    name.truncate(end);
                    rest = rest.get(1..).unwrap_or_default();
                }
            }
            text = rest;
        }
    }
}

/// How many letters come before the first that begins a word.
fn first_word(letters: &[u8]) -> usize {
    letters.iter().position(|letter| letter & WORD != 0).unwrap_or(letters.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read(names in proptest::collection::vec("([a-b]{1,3}| ){0,8}|[a-c ]{0,60}", 0..40)) {
            let spelled = |name: &String| {
                let words = name.split(' ').enumerate().filter(|(_, word)| !word.is_empty());
                words.flat_map(|(i, word)| {
                    word.bytes().enumerate().map(move |(j, b)| if i > 0 && j == 0 { b | WORD } else { b })
                }).collect::<Vec<u8>>()
            };
            let names: Vec<Vec<u8>> = names.iter().map(spelled).collect();
            let writing = Writing::of(names.iter().map(Vec::as_slice));
            let mut texts = Vec::new();
            for name in &names {
                for from in 0..=name.len() {
                    let mut text = Vec::new();
                    writing.write(&name[from..], &mut text);
                    texts.push((&name[from..], text));
                }
            }
            let dictionary = writing.finish();
            for (name, text) in texts {
                let mut read = Vec::new();
                dictionary.reading().read(&text, &mut read);
                prop_assert_eq!(read, name);
            }
        }

        #[test]
        fn no_text_panics(text in proptest::collection::vec(any::<u8>(), 0..20)) {
            Dictionary::default().reading().read(&text, &mut Vec::new());
        }
    }
}
