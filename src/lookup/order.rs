//! Names in bytes, sorted, each without what it shares with the one before it.
//!
//! Sorted by their letters, whatever the words: `apart` and `a part` are neighbours. A block of names begins with a whole one, which is where a binary
//! search looks; all others are read on from there.

use std::io;
use std::ops::Range;

use crate::error::Error;
use crate::lookup::alphabet::LETTER;
use crate::storage::{Image, Section, Writer};

/// The number of names in a block.
pub(super) const BLOCK: usize = 64;

/// Sorted names.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Order {
    /// How many bytes each name shares with the one before it.
    shared: Section<u8>,
    /// How many it adds.
    added: Section<u8>,
    /// The bytes that are added, one name after the other.
    text: Section<u8>,
    /// Where the bytes of each block begin.
    starts: Section<u64>,
    /// The first name of each block.
    heads: Section<u8>,
    /// Where each of these ends.
    head_ends: Section<u64>,
    /// The fewest bytes that a name of each block shares.
    least: Section<u8>,
}

/// One block of names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block<'a> {
    shared: &'a [u8],
    added: &'a [u8],
    text: &'a [u8],
}

impl Order {
    /// Takes names in their order, each of at most 255 bytes.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut shared, mut added, mut text) = (Vec::new(), Vec::new(), Vec::new());
        let (mut starts, mut heads, mut head_ends, mut least) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut before: &[u8] = &[];
        for (i, name) in names.enumerate() {
            let same = name.iter().zip(before).take_while(|(a, b)| a == b).count();
            let few = u8::try_from(same).unwrap_or(u8::MAX);
            if i % BLOCK == 0 {
                starts.push(text.len() as u64);
                heads.extend_from_slice(name);
                head_ends.push(heads.len() as u64);
                least.push(few);
            } else if let Some(least) = least.last_mut() {
                *least = few.min(*least);
            }
            shared.push(few);
            added.push(u8::try_from(name.len() - same).unwrap_or(u8::MAX));
            text.extend_from_slice(&name[same..]);
            before = name;
        }
        Self {
            shared: shared.into(),
            added: added.into(),
            text: text.into(),
            starts: starts.into(),
            heads: heads.into(),
            head_ends: head_ends.into(),
            least: least.into(),
        }
    }

    /// The number of names.
    pub(super) fn len(&self) -> usize {
        self.shared.len()
    }

    /// How many bytes at least each name of a block shares with the one before it.
    pub(super) fn least(&self) -> &[u8] {
        self.least.all()
    }

    /// The names of a block.
    pub(super) fn block(&self, block: usize) -> Block<'_> {
        let names = block * BLOCK..((block + 1) * BLOCK).min(self.len());
        let start = position(self.starts.one(block));
        let last = block + 1 >= self.starts.len();
        let end = if last { self.text.len() } else { position(self.starts.one(block + 1)) };
        Block {
            shared: self.shared.at(names.clone()),
            added: self.added.at(names),
            text: self.text.at(start..end.max(start)),
        }
    }

    /// The first name of a block.
    pub(super) fn head(&self, block: usize) -> &[u8] {
        let start = if block == 0 { 0 } else { position(self.head_ends.one(block - 1)) };
        self.heads.at(start..position(self.head_ends.one(block)).max(start))
    }

    /// Reads a name in place of the last one.
    pub(super) fn read(&self, at: usize, name: &mut Vec<u8>) {
        name.clear();
        if at < self.len() {
            self.read_on(at / BLOCK, name, |i, _| i == at);
        }
    }

    /// The names from one on, each with its number, until `done`.
    pub(super) fn from(&self, at: usize, mut done: impl FnMut(usize, &[u8]) -> bool) {
        let mut name = Vec::new();
        for block in at / BLOCK..self.starts.len() {
            if self.read_on(block, &mut name, |i, name| i >= at && done(i, name)) {
                break;
            }
        }
    }

    /// Reads the names of a block until `done`; says whether it was.
    fn read_on(&self, block: usize, name: &mut Vec<u8>, mut done: impl FnMut(usize, &[u8]) -> bool) -> bool {
        name.clear();
        name.extend_from_slice(self.head(block));
        let mut first = true;
        self.block(block).iter().enumerate().any(|(i, (shared, added))| {
            if !std::mem::take(&mut first) {
                name.truncate(shared);
                name.extend_from_slice(added);
            }
            done(block * BLOCK + i, name)
        })
    }

    /// How many names come before those from which on `before` is false.
    pub(super) fn partition(&self, before: impl Fn(&[u8]) -> bool) -> usize {
        let blocks = partition(self.starts.len(), |block| before(self.head(block)));
        let Some(block) = blocks.checked_sub(1) else { return 0 };
        let mut at = (blocks * BLOCK).min(self.len());
        self.read_on(block, &mut Vec::new(), |i, name| {
            let found = !before(name);
            if found {
                at = i;
            }
            found
        });
        at
    }

    /// The names that begin with these letters.
    pub(super) fn beginning(&self, letters: &[u8]) -> Range<usize> {
        let start = self.partition(|name| compare_start(name, letters).is_lt());
        start..self.partition(|name| compare_start(name, letters).is_le()).max(start)
    }

    /// The names of just these letters.
    pub(super) fn equal(&self, letters: &[u8]) -> Range<usize> {
        let start = self.partition(|name| masked(name).lt(letters.iter().copied()));
        start..self.partition(|name| masked(name).le(letters.iter().copied())).max(start)
    }

    /// Writes the names; `name` begins the names of their sections.
    pub(super) fn store(&self, name: [u8; 4], writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(&section(name, b"shar"), self.shared.all())?;
        writer.section(&section(name, b"adds"), self.added.all())?;
        writer.section(&section(name, b"text"), self.text.all())?;
        writer.section(&section(name, b"from"), self.starts.all())?;
        writer.section(&section(name, b"head"), self.heads.all())?;
        writer.section(&section(name, b"ends"), self.head_ends.all())?;
        writer.section(&section(name, b"leas"), self.least.all())
    }

    /// Names in a file.
    pub(super) fn restore(name: [u8; 4], image: &Image) -> Result<Self, Error> {
        let order = Self {
            shared: image.section(&section(name, b"shar"))?,
            added: image.section(&section(name, b"adds"))?,
            text: image.section(&section(name, b"text"))?,
            starts: image.section(&section(name, b"from"))?,
            heads: image.section(&section(name, b"head"))?,
            head_ends: image.section(&section(name, b"ends"))?,
            least: image.section(&section(name, b"leas"))?,
        };
        let blocks = order.len().div_ceil(BLOCK);
        let fits = order.added.len() == order.len()
            && [order.starts.len(), order.head_ends.len(), order.least.len()] == [blocks; 3];
        if fits { Ok(order) } else { Err(Error::unfit()) }
    }
}

impl<'a> Block<'a> {
    /// How much each name shares with the one before it, and what it adds.
    pub(super) fn iter(self) -> impl Iterator<Item = (usize, &'a [u8])> {
        let mut left = self.text;
        self.shared.iter().zip(self.added).map(move |(shared, added)| {
            let (now, later) = left.split_at_checked(usize::from(*added)).unwrap_or_default();
            left = later;
            (usize::from(*shared), now)
        })
    }
}

/// The name of a section.
pub(super) fn section(name: [u8; 4], part: &[u8; 4]) -> [u8; 8] {
    let mut whole = [0; 8];
    whole[..4].copy_from_slice(&name);
    whole[4..].copy_from_slice(part);
    whole
}

fn position(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The letters of a name, whatever its words.
pub(super) fn masked(name: &[u8]) -> impl DoubleEndedIterator<Item = u8> + ExactSizeIterator + Clone {
    name.iter().map(|byte| byte & LETTER)
}

/// Compares the beginning of a name, as far as letters were given, with these.
pub(super) fn compare_start(name: &[u8], letters: &[u8]) -> std::cmp::Ordering {
    masked(name).take(letters.len()).cmp(letters.iter().copied())
}

/// How many places come before those from which on `before` is false.
pub(super) fn partition(count: usize, before: impl Fn(usize) -> bool) -> usize {
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
            names in proptest::collection::btree_set(proptest::collection::vec(1_u8..4, 0..9), 0..200),
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
    }
}
