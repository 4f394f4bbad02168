//! Names by how they end, for misspellings in their first half.

use std::io;

use crate::error::Error;
use crate::lookup::automaton::{Pattern, States};
use crate::lookup::order::{masked, part, section};
use crate::lookup::packed::Packed;
use crate::lookup::trie::Trie;
use crate::storage::{Image, Section, Writer};

/// How a name begins: the kinds of its first letters, two bits each, the last one lowest, with a bit before them.
type Front = u32;

/// The letters of a front.
const LETTERS: usize = 15;

/// Names are told apart by so many of their last letters; beyond, a glance at how they begin is quicker.
const DEPTH: usize = 8;

/// Names by their last letters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Endings {
    /// The endings there are, turned round.
    trie: Trie<DEPTH>,
    /// The numbers of the names in their own order.
    names: Packed,
    /// How each begins. Most names that end alike begin otherwise, and need not be read to tell.
    fronts: Section<Front>,
}

impl Endings {
    /// Takes names with their numbers.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut sorted: Vec<([u8; DEPTH], u32, Front)> = names
            .zip(0..)
            .map(|(name, number)| {
                let mut last = masked(name).rev();
                ([(); DEPTH].map(|()| last.next().unwrap_or(0)), number, front(name))
            })
            .collect();
        sorted.sort_unstable();
        let numbers: Vec<u32> = sorted.iter().map(|(_, number, _)| *number).collect();
        Self {
            trie: Trie::of(sorted.iter().map(|(ending, ..)| {
                let length = ending.iter().position(|letter| *letter == 0).unwrap_or(DEPTH);
                &ending[..length]
            })),
            names: Packed::of(&numbers),
            fronts: sorted.iter().map(|(.., front)| *front).collect::<Vec<_>>().into(),
        }
    }

    /// The numbers of the names that may be at most `limit` edits from these letters, at most `first` of them in the last `half` letters.
    pub(super) fn within(&self, letters: &[u8], limit: usize, half: usize, first: usize) -> Vec<usize> {
        let pattern = Pattern::new(letters.iter().rev().copied(), limit, half, first);
        let kinds = Pattern::new(letters.iter().copied().map(kind), limit, 0, limit);
        let mut states = States::new(&kinds);
        let mut found = Vec::new();
        pattern.leaves(&self.trie, |range| {
            let fronts = self.fronts.at(range.clone());
            let near = range.zip(fronts).filter(|(_, front)| may_begin(&mut states, **front));
            found.extend(near.map(|(at, _)| self.names.one(at) as usize));
        });
        found
    }

    /// The number of different endings.
    pub(super) fn len(&self) -> usize {
        self.trie.leaves()
    }

    /// Writes the endings; `name` begins the names of their sections.
    pub(super) fn store(&self, name: [u8; 3], writer: &mut Writer<'_>) -> io::Result<()> {
        self.trie.store(name, writer)?;
        self.names.store(part(name, b'n'), writer)?;
        writer.section(&section(name, b"front"), self.fronts.all())
    }

    /// So many endings of so many names in a file.
    pub(super) fn restore(name: [u8; 3], names: usize, len: usize, image: &Image) -> Result<Self, Error> {
        let read = Self {
            trie: Trie::restore(name, names, len, image)?,
            names: Packed::restore(part(name, b'n'), names, image)?,
            fronts: image.section(&section(name, b"front"))?,
        };
        if read.fronts.len() == names { Ok(read) } else { Err(Error::unfit()) }
    }
}

/// One of four kinds, about as many letters in each.
fn kind(letter: u8) -> u8 {
    letter >> 1 & 3
}

fn front(name: &[u8]) -> Front {
    masked(name).take(LETTERS).fold(1, |kinds, letter| kinds << 2 | Front::from(kind(letter)))
}

/// Whether a name that begins so may be near enough.
fn may_begin(states: &mut States<'_>, kinds: Front) -> bool {
    let letters = (kinds.checked_ilog2().unwrap_or(0) as usize / 2).min(LETTERS);
    let mut front = [0; LETTERS];
    for (i, kind) in front.iter_mut().enumerate().take(letters) {
        *kind = (kinds >> (2 * (letters - 1 - i)) & 3) as u8;
    }
    (1..=letters).all(|letters| states.step(&front, letters)) && (letters == LETTERS || states.is_end(letters))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_near_is_left_out(
            names in proptest::collection::btree_set("[a-h]{0,16}", 0..100),
            pattern in "[a-h]{1,16}",
            limit in 1_usize..5,
            edits in proptest::collection::vec((any::<prop::sample::Index>(), "[a-h]{0,2}"), 0..4),
        ) {
            let mut names: Vec<String> = names.into_iter().collect();
            let mut near = pattern.clone();
            for (at, letters) in edits.iter().take(limit) {
                let at = at.index(near.len().max(1)).min(near.len());
                near.replace_range(at..(at + 1).min(near.len()), letters);
            }
            names.push(near);
            let endings = Endings::of(names.iter().map(String::as_bytes));
            let found = endings.within(pattern.as_bytes(), limit, pattern.len(), limit);
            for (i, name) in names.iter().enumerate() {
                let is_near = strsim::osa_distance(name, &pattern) <= limit;
                prop_assert!(!is_near || found.contains(&i), "{:?}", name);
            }
        }
    }
}
