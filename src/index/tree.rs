//! Groups of like tracks: blocks of 4,096, each of 64 nodes of 64 tracks; shelves of 512, each of 64 leaves of eight.
//!
//! Of each of a block's nodes, and of each of a shelf's leaves, the largest value of every dimension is kept, a byte each, dimension by dimension: so a question
//! reads what it asks of, and nothing else. A leaf keeps how near to its largest the values of its tracks come, two bits each. A member of a group that cannot
//! reach the bar is passed over with everything in it. Tempo is left out everywhere: its classes say more ([`crate::index::tempi`]).

use crate::index::places::Places;
use crate::index::wide::fetch;
use crate::storage::Section;

/// The tracks of a leaf.
pub(crate) const LEAF: usize = 8;

/// The tracks of a node.
pub(crate) const NODE: usize = 64;

/// The leaves of a node.
pub(crate) const LEAVES: usize = NODE / LEAF;

/// The members of a block, which are nodes, and of a shelf, which are leaves.
pub(crate) const MEMBERS: usize = 64;

/// The tracks of a shelf.
pub(crate) const SHELF: usize = MEMBERS * LEAF;

/// The nodes of a shelf.
pub(crate) const NODES: usize = SHELF / NODE;

/// The tracks of a block.
pub(crate) const BLOCK: usize = MEMBERS * NODE;

/// The shelves of a block.
pub(crate) const SHELVES: usize = BLOCK / SHELF;

/// How many dimensions, or groups, are marked in a word.
pub(crate) const MARKS: usize = 32;

/// A box around the known moods of a group: the smallest and the largest code of valence, then of arousal.
pub(crate) type Box = [u8; 4];

/// The largest value of a dimension of each member of a group.
pub(crate) type Line = [u8; MEMBERS];

/// Where nothing has a dimension.
pub(crate) const NOTHING: Line = [0; MEMBERS];

/// Where the dimensions that are asked for are among those of a group, by slot; [`ABSENT`] where one does not occur.
pub(crate) type Ranks = [u32];

/// The rank of a dimension that does not occur.
pub(crate) const ABSENT: u32 = u32::MAX;

/// The lines of all groups of a size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    /// How many groups there are.
    groups: usize,
    /// By dimension, then as many groups as a word has marks: which of them have a line, a bit each, and how many lines of the dimension there are before
    /// theirs, the one of nothing among them.
    pub(crate) marks: Section<[u32; 2]>,
    /// By dimension: the number of its first line; then how many there are.
    pub(crate) firsts: Section<u32>,
    /// By dimension: a line of nothing, then those of the groups.
    pub(crate) lines: Section<Line>,
}

/// The lines of a dimension.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dimension<'c> {
    marks: &'c [[u32; 2]],
    lines: &'c [Line],
}

impl Lines {
    /// The lines of so many groups, of vectors of so many dimensions.
    pub(crate) fn new(groups: usize, marks: Section<[u32; 2]>, firsts: Section<u32>, lines: Section<Line>) -> Self {
        Self { groups, marks, firsts, lines }
    }

    /// Whether the parts are as long as whoever reads them takes them to be.
    pub(crate) fn fits(&self, width: usize, groups: usize) -> bool {
        self.groups == groups
            && self.marks.len() == width * self.groups.div_ceil(MARKS)
            && self.firsts.len() == width + 1
            && self.firsts.one(width) as usize == self.lines.len()
    }

    /// The lines of a dimension.
    pub(crate) fn of(&self, dimension: usize) -> Dimension<'_> {
        let words = self.groups.div_ceil(MARKS);
        let marks = self.marks.at(dimension * words..(dimension + 1) * words);
        let &[from, to] = self.firsts.at(dimension..dimension + 2) else { return Dimension { marks, lines: &[] } };
        Dimension { marks, lines: self.lines.at(from as usize..to.max(from) as usize) }
    }

    /// The bytes of the lines.
    pub(crate) fn bytes(&self) -> usize {
        self.marks.len() * size_of::<[u32; 2]>() + self.firsts.len() * 4 + self.lines.len() * MEMBERS
    }
}

impl<'c> Dimension<'c> {
    /// The line of a group.
    #[inline(always)]
    pub(crate) fn line(&self, group: usize) -> &'c Line {
        let Some([marks, before]) = self.marks.get(group / MARKS) else { return &NOTHING };
        let bit = group % MARKS;
        // Without a branch, which could not be foretold: where the group has no line this is the one of nothing.
        let rank = before.wrapping_add((marks & ((1 << bit) - 1)).count_ones()).wrapping_mul(marks >> bit & 1);
        self.lines.get(rank as usize).unwrap_or(&NOTHING)
    }
}

/// What part of the largest the values of the tracks of a leaf are, two bits each: 0 for nothing, then three, four or all of five fifths.
///
/// Like tracks have like values, so three steps near the largest tell nearly as much as a byte would.
pub(crate) type Parts = u16;

/// So much more than its code is a part in fifths.
const FIFTHS: u16 = 2;

/// The parts that values are of the largest of them, rounded up.
pub(crate) fn parts(values: &[u8; LEAF]) -> Parts {
    let largest = values.iter().copied().max().map_or(0, u16::from);
    let code = |value: u16| (1..3).find(|code| 5 * value <= (code + FIFTHS) * largest).unwrap_or(3);
    let codes = values.map(|value| if value == 0 { 0 } else { code(value.into()) });
    codes.iter().rev().fold(0, |all, code| all << 2 | code)
}

/// What the tracks of each leaf are like.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leaves {
    /// By shelf, then as many dimensions as a word has marks: a bit for each that occurs in the shelf.
    pub(crate) shelves: Section<u32>,
    /// Where the record of each leaf begins in `words`, then where the last ends.
    pub(crate) starts: Places,
    /// Leaf by leaf: a bit for each dimension of its shelf, set where it occurs; then for each that does the [`Parts`] of its tracks, two in a
    /// word.
    pub(crate) words: Section<u32>,
}

/// What the tracks of a leaf are like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'c> {
    marks: &'c [u32],
    values: &'c [Parts],
}

impl Leaves {
    /// The dimensions of a shelf, a bit each, of so many that there are.
    #[inline(always)]
    pub(crate) fn shelf(&self, shelf: usize, width: usize) -> &[u32] {
        let words = width.div_ceil(MARKS);
        self.shelves.at(shelf * words..(shelf + 1) * words)
    }

    #[inline(always)]
    fn words_of(&self, leaf: usize) -> &[u32] {
        let mut bounds = self.starts.range(leaf..leaf + 2);
        let (Some(from), Some(to)) = (bounds.next(), bounds.next()) else { return &[] };
        self.words.at(from as usize..(to as usize).max(from as usize))
    }

    /// The record of a leaf, whose shelf has so many dimensions.
    #[inline(always)]
    pub(crate) fn record(&self, leaf: usize, around: usize) -> Record<'_> {
        let (marks, values) = self.words_of(leaf).split_at_checked(around.div_ceil(MARKS)).unwrap_or_default();
        Record { marks, values: bytemuck::cast_slice(values) }
    }

    /// Asks for where the record of a leaf is to be brought nearer.
    #[inline(always)]
    pub(crate) fn fetch_start(&self, leaf: usize) {
        self.starts.fetch(leaf);
    }

    /// Asks for the record of a leaf to be brought nearer.
    #[inline(always)]
    pub(crate) fn fetch(&self, leaf: usize) {
        self.words_of(leaf).iter().step_by(16).for_each(fetch);
    }

    /// The bytes of the records.
    pub(crate) fn bytes(&self) -> usize {
        4 * (self.shelves.len() + self.words.len()) + self.starts.bytes.len()
    }
}

impl Record<'_> {
    /// The dimensions of the shelf that occur in it.
    #[inline(always)]
    pub(crate) fn marks(&self) -> &[u32] {
        self.marks
    }

    /// The values of a dimension, by its rank and the largest of them; zeros where it does not occur.
    #[inline(always)]
    pub(crate) fn values(&self, rank: u32, largest: u8) -> [f32; LEAF] {
        let parts = self.values.get(rank as usize).copied().unwrap_or(0);
        let fifth = f32::from(largest) * 0.2;
        let mut values = [0.0; LEAF];
        for (i, value) in values.iter_mut().enumerate() {
            // Numbers of 32 bits, each of which every processor can shift by its own.
            let code = i32::from(parts) >> (2 * i) & 3;
            *value = fifth * (if code > 0 { code + i32::from(FIFTHS) } else { 0 }) as f32;
        }
        values
    }
}

/// How many dimensions are marked.
#[inline(always)]
pub(crate) fn count(marks: &[u32]) -> u32 {
    marks.iter().map(|word| word.count_ones()).sum()
}

/// Finds the dimensions that are asked for among those that are marked, given where they are among all that could be. `words` is room to work in.
#[inline(always)]
pub(crate) fn find(marks: &[u32], around: &Ranks, found: &mut Ranks, words: &mut Vec<(u32, u32)>) {
    words.clear();
    let mut before = 0;
    for marks in marks {
        words.push((*marks, before));
        before += marks.count_ones();
    }
    // Without a branch, which could not be foretold.
    for (around, found) in around.iter().zip(found) {
        let (at, bit) = (*around as usize / MARKS, *around as usize % MARKS);
        let (marks, before) = *words.get(at).unwrap_or(const { &(0, 0) });
        let rank = before + (marks & ((1 << bit) - 1)).count_ones();
        *found = if marks >> bit & 1 == 1 { rank } else { ABSENT };
    }
}

/// The largest of some numbers: that of pairs, then of pairs of those, for one after the other would take longer.
#[inline(always)]
pub(crate) fn largest<T: Copy + PartialOrd>(mut numbers: [T; 8]) -> T {
    for half in [4, 2, 1] {
        for i in 0..half {
            let other = numbers[i + half];
            numbers[i] = if numbers[i] > other { numbers[i] } else { other };
        }
    }
    numbers[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_largest_is_the_largest(numbers in proptest::array::uniform8(any::<u16>())) {
            prop_assert_eq!(largest(numbers), numbers.into_iter().fold(0, u16::max));
        }
    }
}
