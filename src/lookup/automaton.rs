//! Walks sorted names letter by letter and leaves every beginning that has too many edits in it.
//!
//! The states are those of Wu and Manber (Fast text searching allowing errors, 1992): a bit for each number of letters of the pattern that may be
//! behind us, a word for each number of edits; with neighbours swapped as one edit.
//!
//! Where a name has at most `limit` edits, its first or its second part has at most half of them (Mihov and Schulz, Fast approximate search in large
//! dictionaries, 2004). So one walk allows few edits in the first half of the pattern, another, over names turned round, few in the second.

use std::io;

use crate::error::Error;
use crate::lookup::order::{BLOCK, Order, masked, section};
use crate::storage::{Image, Section, Writer};

/// The longest pattern, in letters: its states have to fit into a word.
pub(super) const LONGEST: usize = 63;

/// What names are compared with.
#[derive(Debug)]
pub(super) struct Pattern {
    /// For each letter the places where the pattern has it.
    places: [u64; 128],
    length: usize,
    /// The most edits.
    limit: usize,
    /// So many letters of the pattern,
    half: usize,
    /// have at most so many of them.
    first: usize,
}

/// The states after each letter of a name.
struct States<'a> {
    pattern: &'a Pattern,
    rows: Vec<u64>,
    /// The states that may be entered with few edits, and with many: those behind the first half.
    allowed: [u64; 2],
    /// The states that more letters of the name may be left over in, likewise: the first half may be just behind us.
    staying: [u64; 2],
}

impl Pattern {
    /// At most `limit` edits, and at most `first` in the first `half` of at most [`LONGEST`] letters.
    pub(super) fn new(letters: impl ExactSizeIterator<Item = u8>, limit: usize, half: usize, first: usize) -> Self {
        let length = letters.len();
        let mut places = [0; 128];
        for (i, letter) in letters.enumerate() {
            places[usize::from(letter & 127)] |= 1_u64 << i;
        }
        Self { places, length, limit, half, first }
    }

    /// The names that may be so near, by their numbers in the order.
    pub(super) fn within(&self, order: &Order, stems: &Stems) -> Vec<usize> {
        let mut found = Vec::new();
        self.walk(order, true, stems.blocks(self), |name| found.push(name));
        found
    }

    /// The names that may begin one that is so near.
    pub(super) fn beginnings(&self, order: &Order, stems: &Stems) -> Vec<usize> {
        let mut found = Vec::new();
        self.walk(order, false, stems.blocks(self), |name| found.push(name));
        found
    }

    /// Walks blocks in ascending order.
    fn walk(&self, order: &Order, whole: bool, blocks: impl Iterator<Item = usize>, mut found: impl FnMut(usize)) {
        let mut states = States::new(self);
        let mut name: Vec<u8> = Vec::new();
        // The states of so many letters of `name` are known; with so many letters it is too far off already.
        let (mut known, mut dead) = (0, usize::MAX);
        let least = order.least();
        let mut next = 0;
        for block in blocks {
            let mut jumped = block != next;
            next = block + 1;
            if jumped {
                (known, dead) = (0, usize::MAX);
            } else if least.get(block).is_some_and(|least| usize::from(*least) >= dead) {
                continue;
            }
            for (i, (shared, added)) in order.block(block).iter().enumerate() {
                if shared >= dead {
                    continue;
                }
                if std::mem::take(&mut jumped) {
                    name.clear();
                    name.extend_from_slice(order.head(block));
                } else {
                    name.truncate(shared);
                    known = known.min(name.len());
                    name.extend_from_slice(added);
                }
                dead = usize::MAX;
                // Whether the length fits is cheaper to see than where the second half leads.
                let fits = !whole || name.len().abs_diff(self.length) <= self.limit;
                let deep = if fits { name.len() } else { name.len().min(self.half + 1) };
                while known < deep {
                    known += 1;
                    if !states.step(&name, known) {
                        dead = known;
                        break;
                    }
                }
                if fits && dead == usize::MAX && (!whole || states.is_end(known)) {
                    found(block * BLOCK + i);
                }
            }
        }
    }
}

/// The first letters of the names of an order: few enough to be walked whole, so that most names never are.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Stems {
    stems: Order,
    /// The first name of each.
    starts: Section<u32>,
    /// The number of names.
    names: usize,
}

/// The letters of a stem.
const STEM: usize = 6;

impl Stems {
    /// Takes the names of an order.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut stems, mut starts, mut count): (Vec<Vec<u8>>, Vec<u32>, u32) = (Vec::new(), Vec::new(), 0);
        for name in names {
            let stem = masked(name).take(STEM);
            if stems.last().is_none_or(|last| !stem.clone().eq(last.iter().copied())) {
                starts.push(count);
                stems.push(stem.collect());
            }
            count += 1;
        }
        Self { stems: Order::of(stems.iter().map(Vec::as_slice)), starts: starts.into(), names: count as usize }
    }

    /// The blocks of names that may be, or begin, one that is near enough.
    fn blocks(&self, pattern: &Pattern) -> impl Iterator<Item = usize> {
        let mut blocks = Vec::new();
        let all = 0..self.stems.len().div_ceil(BLOCK);
        pattern.walk(&self.stems, false, all, |stem| {
            let start = self.starts.one(stem) as usize;
            let last = stem + 1 >= self.starts.len();
            let end = if last { self.names } else { self.starts.one(stem + 1) as usize }.min(self.names);
            let first = blocks.last().map_or(0, |last| last + 1);
            blocks.extend((start / BLOCK).max(first)..end.div_ceil(BLOCK));
        });
        blocks.into_iter()
    }

    /// Writes the stems; `name` begins the names of their sections.
    pub(super) fn store(&self, name: [u8; 4], writer: &mut Writer<'_>) -> io::Result<()> {
        self.stems.store(name, writer)?;
        writer.section(&section(name, b"begi"), self.starts.all())
    }

    /// The stems of so many names in a file.
    pub(super) fn restore(name: [u8; 4], names: usize, image: &Image) -> Result<Self, Error> {
        let stems = Order::restore(name, image)?;
        let starts: Section<u32> = image.section(&section(name, b"begi"))?;
        if starts.len() == stems.len() { Ok(Self { stems, starts, names }) } else { Err(Error::unfit()) }
    }
}

impl<'a> States<'a> {
    fn new(pattern: &'a Pattern) -> Self {
        let all = u64::MAX >> (63 - pattern.length.min(63));
        let mut states = Self {
            pattern,
            rows: vec![0; (pattern.length + pattern.limit + 2) * (pattern.limit + 1)],
            allowed: [all, all & u64::MAX << pattern.half << 1],
            staying: [all, all & u64::MAX << pattern.half],
        };
        let mut reached = 1;
        for edits in 0..=pattern.limit {
            states.rows[edits] = reached & states.allowed[usize::from(edits > pattern.first)];
            reached = states.rows[edits] << 1 | states.rows[edits];
        }
        states
    }

    /// Whether the whole pattern may be behind us after so many letters.
    fn is_end(&self, letters: usize) -> bool {
        let width = self.pattern.limit + 1;
        self.rows[letters * width..(letters + 1) * width].iter().any(|row| row >> self.pattern.length & 1 != 0)
    }

    /// Takes the last of so many letters of a name; says whether any state is left.
    fn step(&mut self, name: &[u8], letters: usize) -> bool {
        let Pattern { places, length, limit, first, .. } = self.pattern;
        let (limit, first) = (*limit, *first);
        if letters > length + limit {
            return false;
        }
        let width = limit + 1;
        let seen = places[usize::from(name[letters - 1] & 127)];
        let swapped = if letters > 1 { seen & places[usize::from(name[letters - 2] & 127)] >> 1 } else { 0 };
        let (rest, row) = self.rows.split_at_mut(letters * width);
        let (rest, above) = rest.split_at((letters - 1) * width);
        let before = if letters > 1 { &rest[(letters - 2) * width..] } else { above };
        let (mut any, mut less) = (0, 0);
        for edits in 0..width {
            let many = usize::from(edits > first);
            let mut reached = (above[edits] & seen) << 1;
            let mut stayed = 0;
            if edits > 0 {
                stayed = above[edits - 1];
                reached |= (stayed | less) << 1 | (before[edits - 1] & swapped) << 2;
                // The next letter may turn out to be swapped with this one.
                any |= stayed & seen >> 1;
            }
            less = reached & self.allowed[many] | stayed & self.staying[many];
            row[edits] = less;
            any |= less;
        }
        any != 0
    }
}

/// How the letters of names are told in a glance: their number, and which kinds occur.
///
/// An edit changes the number by one at most, takes away one kind at most, and brings one.
pub(super) fn glance(name: &[u8]) -> u32 {
    let kinds = masked(name).fold(0, |kinds, letter| kinds | 1 << (letter % 26));
    (name.len().min(63) as u32) << 26 | kinds
}

/// Whether two names may be so few edits apart.
pub(super) fn may_be_near(a: u32, b: u32, limit: usize) -> bool {
    const KINDS: u32 = (1 << 26) - 1;
    let missing = (a & !b & KINDS).count_ones().max((b & !a & KINDS).count_ones());
    missing as usize <= limit && (a >> 26).abs_diff(b >> 26) as usize <= limit
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The two walks together find all names that are near enough, and none that has the wrong length.
        #[test]
        fn both_walks_find_what_is_near(
            names in proptest::collection::btree_set("[a-d]{0,10}", 0..150),
            pattern in "[a-d]{1,10}",
            limit in 0_usize..5,
            half in 0.0_f64..1.0,
        ) {
            let forward: Vec<&[u8]> = names.iter().map(String::as_bytes).collect();
            let mut backward: Vec<Vec<u8>> = forward.iter().map(|name| name.iter().rev().copied().collect()).collect();
            backward.sort();
            let half = (pattern.len() as f64 * half) as usize;
            let first = limit / 2;
            let letters = pattern.bytes();
            let ahead = Pattern::new(letters.clone(), limit, half, first).within(&Order::of(forward.iter().copied()), &Stems::of(forward.iter().copied()));
            let mut found: Vec<Vec<u8>> = ahead.into_iter().map(|i| forward[i].to_vec()).collect();
            if let Some(second) = limit.checked_sub(first + 1) {
                let order = Order::of(backward.iter().map(Vec::as_slice));
                let back = Pattern::new(letters.clone().rev(), limit, pattern.len() - half, second).within(&order, &Stems::of(backward.iter().map(Vec::as_slice)));
                found.extend(back.into_iter().map(|i| backward[i].iter().rev().copied().collect::<Vec<u8>>()));
            }
            found.sort();
            found.dedup();
            let near = |name: &&str| strsim::osa_distance(name, &pattern) <= limit;
            let expected: Vec<Vec<u8>> = names.iter().map(String::as_str).filter(near).map(|name| name.as_bytes().to_vec()).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn a_glance_rejects_nothing_near(a in "[a-z]{0,12}", b in "[a-z]{0,12}") {
            prop_assert!(may_be_near(glance(a.as_bytes()), glance(b.as_bytes()), strsim::osa_distance(&a, &b)));
        }
    }
}
