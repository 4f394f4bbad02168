//! Names in bytes, sorted, each without what it shares with the one before it.
//!
//! Sorted by their letters, whatever the words: `apart` and `a part` are neighbours. A block of names begins with a whole one, which is where a binary
//! search looks; all others are read on from there. What a name adds stands right behind how much it is, so that a block is read in one piece.

use std::cmp::Ordering;
use std::io;
use std::ops::Range;

use crate::error::Error;
use crate::lookup::alphabet::LETTER;
use crate::lookup::dictionary::{Dictionary, Reading, Writing};
use crate::lookup::packed::Packed;
use crate::storage::{Image, Section, Writer};

/// The number of names in a block.
pub(super) const BLOCK: usize = 32;

/// The number of blocks that have a key.
const KEYED: usize = 16;

/// The most that half a byte tells of a name; more stands behind.
const FEW: usize = 15;

/// Sorted names.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Order {
    len: usize,
    /// Names one after the other: in one byte how many bytes each shares with the one before it and how many it adds in writing, then these.
    text: Section<u8>,
    /// Where each block begins.
    starts: Packed,
    /// The first letters of every so many blocks.
    keys: Section<u64>,
    dictionary: Dictionary,
}

/// What is left of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<'a> {
    text: &'a [u8],
    names: usize,
}

impl Order {
    /// Takes names in their order, each of at most 255 bytes.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let writing = Writing::of(names.clone());
        let (mut text, mut starts, mut keys, mut len) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let (mut before, mut added): (&[u8], Vec<u8>) = (&[], Vec::new());
        for name in names {
            if len % BLOCK == 0 {
                starts.push(text.len() as u32);
                before = &[];
            }
            if len % (BLOCK * KEYED) == 0 {
                keys.push(key(name));
            }
            let same = name.iter().zip(before).take_while(|(a, b)| a == b).count();
            added.clear();
            writing.write(&name[same..], &mut added);
            text.push((same.min(FEW) << 4 | added.len().min(FEW)) as u8);
            if same >= FEW {
                text.push((same - FEW) as u8);
            }
            if added.len() >= FEW {
                text.extend((added.len() as u16).to_le_bytes());
            }
            text.extend_from_slice(&added);
            before = name;
            len += 1;
        }
        Self { len, text: text.into(), starts: Packed::of(&starts), keys: keys.into(), dictionary: writing.finish() }
    }

    /// The number of names.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The number of blocks.
    pub(super) fn blocks(&self) -> usize {
        self.len.div_ceil(BLOCK)
    }

    /// The names of a block.
    pub(super) fn block(&self, block: usize) -> Block<'_> {
        let [start, next] = self.starts.two(block).map(|start| start as usize);
        let end = if block + 1 < self.blocks() { next } else { self.text.len() };
        Block { text: self.text.at(start..end.max(start)), names: BLOCK.min(self.len.saturating_sub(block * BLOCK)) }
    }

    /// What is needed to read names.
    pub(super) fn reading(&self) -> Reading<'_> {
        self.dictionary.reading()
    }

    /// Reads a name in place of the last one.
    pub(super) fn read(&self, at: usize, name: &mut Vec<u8>) {
        name.clear();
        if at < self.len {
            let reading = self.reading();
            self.block(at / BLOCK).take(at % BLOCK + 1).for_each(|next| next.read(reading, name));
        }
    }

    /// The names from one on, each with its number, until `done`.
    pub(super) fn from(&self, at: usize, mut done: impl FnMut(usize, &[u8]) -> bool) {
        let mut name = Vec::new();
        let reading = self.reading();
        for block in at / BLOCK..self.blocks() {
            for (i, next) in (block * BLOCK..).zip(self.block(block)) {
                next.read(reading, &mut name);
                if i >= at && done(i, &name) {
                    return;
                }
            }
        }
    }

    /// The names that compare as equal, where all that begin with these letters lie side by side, and no other compares so.
    fn range(&self, letters: &[u8], compare: impl Fn(&[u8]) -> Ordering) -> Range<usize> {
        let among = near(&self.keys, KEYED, self.blocks(), letters);
        let (mut name, reading) = (Vec::new(), self.reading());
        let mut head = |block: usize| {
            name.clear();
            if let Some(head) = self.block(block).next() {
                head.read(reading, &mut name);
            }
            compare(&name)
        };
        let first = among.start + partition(among.len(), |i| head(among.start + i).is_lt());
        let last = first + partition(among.end - first, |i| head(first + i).is_le());
        // The first one may be in the block before, and the last one in its last block.
        let inside = |block: usize, before: &dyn Fn(Ordering) -> bool| {
            let Some(block) = block.checked_sub(1) else { return 0 };
            let mut name = Vec::new();
            let counted = self.block(block).take_while(|next| {
                next.read(reading, &mut name);
                before(compare(&name))
            });
            block * BLOCK + counted.count()
        };
        let start = inside(first, &|order| order.is_lt());
        start..inside(last, &|order| order.is_le()).max(start)
    }

    /// The names that begin with these letters.
    pub(super) fn beginning(&self, letters: &[u8]) -> Range<usize> {
        self.range(letters, |name| compare_start(name, letters))
    }

    /// The names of just these letters.
    pub(super) fn equal(&self, letters: &[u8]) -> Range<usize> {
        self.range(letters, |name| masked(name).cmp(letters.iter().copied()))
    }

    /// Writes the names; `name` begins the names of their sections.
    pub(super) fn store(&self, name: [u8; 3], writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(&section(name, b" text"), self.text.all())?;
        self.starts.store(part(name, b'a'), writer)?;
        writer.section(&section(name, b" keys"), self.keys.all())?;
        writer.section(&section(name, b" word"), self.dictionary.words.all())
    }

    /// So many names in a file.
    pub(super) fn restore(name: [u8; 3], len: usize, image: &Image) -> Result<Self, Error> {
        let order = Self {
            len,
            text: image.section(&section(name, b" text"))?,
            starts: Packed::restore(part(name, b'a'), len.div_ceil(BLOCK), image)?,
            keys: image.section(&section(name, b" keys"))?,
            dictionary: Dictionary { words: image.section(&section(name, b" word"))? },
        };
        if order.keys.len() == order.blocks().div_ceil(KEYED) { Ok(order) } else { Err(Error::unfit()) }
    }
}

/// What tells a name from the one before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next<'a> {
    /// How much it shares with that.
    pub(super) shared: usize,
    /// What it adds, in writing.
    added: &'a [u8],
}

impl Next<'_> {
    /// Makes of a name the one behind it.
    pub(super) fn read(self, reading: Reading<'_>, name: &mut Vec<u8>) {
        name.truncate(self.shared);
        reading.read(self.added, name);
    }
}

impl<'a> Iterator for Block<'a> {
    type Item = Next<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.names = self.names.checked_sub(1)?;
        let (first, mut rest) = self.text.split_first()?;
        let [mut shared, mut added] = [first >> 4, first & 15].map(usize::from);
        if shared == FEW {
            let (more, behind) = rest.split_first()?;
            (shared, rest) = (FEW + usize::from(*more), behind);
        }
        if added == FEW {
            let (more, behind) = rest.split_first_chunk()?;
            (added, rest) = (usize::from(u16::from_le_bytes(*more)), behind);
        }
        let (now, later) = rest.split_at_checked(added)?;
        self.text = later;
        Some(Next { shared, added: now })
    }
}

/// The name of a section.
pub(super) fn section<const N: usize, const M: usize>(name: [u8; N], part: &[u8; M]) -> [u8; 8] {
    const { assert!(N + M == 8) };
    std::array::from_fn(|i| if i < N { name[i] } else { part[i - N] })
}

/// What begins the names of the sections of a part.
pub(super) fn part([a, b, c]: [u8; 3], part: u8) -> [u8; 4] {
    [a, b, c, part]
}

/// The letters of a name, whatever its words.
pub(super) fn masked(name: &[u8]) -> impl DoubleEndedIterator<Item = u8> + ExactSizeIterator + Clone {
    name.iter().map(|byte| byte & LETTER)
}

/// Compares the beginning of a name, as far as letters were given, with these.
pub(super) fn compare_start(name: &[u8], letters: &[u8]) -> Ordering {
    masked(name).take(letters.len()).cmp(letters.iter().copied())
}

/// The number of entries of a table that have one key.
pub(super) const STEP: usize = 64;

/// The letters that [`key`] compares.
pub(super) const KEY: usize = 8;

/// The first letters of a text as a number of the same order.
pub(super) fn key(text: &[u8]) -> u64 {
    let mut letters = masked(text);
    u64::from_be_bytes([(); KEY].map(|()| letters.next().unwrap_or(0)))
}

/// Where the entries that begin with these letters must lie, by the first letters of every `step` of them.
pub(super) fn near(keys: &Section<u64>, step: usize, entries: usize, letters: &[u8]) -> Range<usize> {
    let key = |rest: u8| u64::from_be_bytes(std::array::from_fn(|i| letters.get(i).copied().unwrap_or(rest)));
    let before = partition(keys.len(), |i| keys.one(i) < key(0));
    let after = before + partition(keys.len() - before, |i| keys.one(before + i) <= key(u8::MAX));
    let end = (after * step).min(entries);
    (before.saturating_sub(1) * step).min(end)..end
}

/// How many places come before those from which on `before` is false.
pub(super) fn partition(count: usize, mut before: impl FnMut(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from + (to - from) / 2;
        if before(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_are_where_they_belong(
            names in proptest::collection::btree_set(proptest::collection::vec(1_u8..4, 0..9), 0..1500),
            asked in proptest::collection::vec(1_u8..4, 0..5),
        ) {
            let names: Vec<Vec<u8>> = names.into_iter().collect();
            let order = Order::of(names.iter().map(Vec::as_slice));
            let mut read = Vec::new();
            for (i, name) in names.iter().enumerate() {
                order.read(i, &mut read);
                prop_assert_eq!(&read, name);
            }
            let of = |range: Range<usize>| range.map(|i| names[i].clone()).collect::<Vec<_>>();
            let all = |wanted: &dyn Fn(&Vec<u8>) -> bool| names.iter().filter(|name| wanted(name)).cloned().collect::<Vec<_>>();
            prop_assert_eq!(of(order.beginning(&asked)), all(&|name| name.starts_with(&asked)));
            prop_assert_eq!(of(order.equal(&asked)), all(&|name| *name == asked));
        }

        #[test]
        fn long_names_and_words_come_back(names in proptest::collection::btree_set("(ab|abc|b){1,20}( ?(ab|abc|b)){0,60}", 0..200)) {
            let spelled = |name: &str| {
                let mut word = 0;
                let mut spelled = Vec::new();
                for letter in name.bytes() {
                    match letter {
                        b' ' => word = 128,
                        letter => spelled.push(letter | std::mem::take(&mut word)),
                    }
                }
                spelled.truncate(255);
                spelled
            };
            let mut names: Vec<Vec<u8>> = names.iter().map(|name| spelled(name)).collect();
            names.sort_by(|a, b| masked(a).cmp(masked(b)));
            let order = Order::of(names.iter().map(Vec::as_slice));
            let mut read = Vec::new();
            for (i, name) in names.iter().enumerate() {
                order.read(i, &mut read);
                prop_assert_eq!(&read, name);
            }
        }
    }
}
