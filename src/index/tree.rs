//! Groups of like tracks: blocks of 4,096, each of 64 nodes, each of eight leaves, each of eight tracks.
//!
//! Every group has a record of what its members are like: of each dimension that occurs in it the largest value of each member, a byte each. A member
//! that cannot reach the bar is passed over with everything below it.

use crate::index::wide::fetch;
use crate::storage::Section;

/// The tracks of a leaf.
pub(crate) const LEAF: usize = 8;

/// The leaves of a node.
pub(crate) const LEAVES: usize = 8;

/// The tracks of a node.
pub(crate) const NODE: usize = LEAVES * LEAF;

/// The nodes of a block.
pub(crate) const NODES: usize = 64;

/// The tracks of a block.
pub(crate) const BLOCK: usize = NODES * NODE;

/// The words before the dimensions of the record of a node: its longest parts, one byte a facet, then its leaves' boxes, each in half a word. Other
/// groups have none.
pub(crate) const HEAD: usize = 1 + LEAVES / 2;

/// How many dimensions are marked in a word.
const MARKS: usize = 64;

/// A box around the known moods of a group: the smallest and the largest code of valence, then of arousal.
pub(crate) type Box = [u8; 4];

/// A byte for each member of a group.
pub(crate) type Bytes<const N: usize> = [u8; N];

/// The bytes that hold the values of a leaf's tracks, half a byte each.
pub(crate) const HALVES: usize = LEAF / 2;

/// The records of the groups of one size, each of `N` members, whose values take `B` bytes: one each, or half of one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Level<const N: usize, const B: usize = N> {
    /// Where each record begins in `words`, then where the last ends.
    pub(crate) starts: Section<u32>,
    /// Record by record: the head if there is one; a bit for each dimension of the group around it, set where it occurs; for each that does, the values of
    /// the members; what is left of a word is not used.
    pub(crate) words: Section<u64>,
}

/// What a group's members are like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'c, const N: usize, const B: usize = N> {
    head: &'c [u64],
    marks: &'c [u64],
    values: &'c [Bytes<B>],
}

/// Where the dimensions that are asked for are among those of a group, by slot; [`ABSENT`] where one does not occur.
pub(crate) type Ranks = [u32];

/// The rank of a dimension that does not occur.
pub(crate) const ABSENT: u32 = u32::MAX;

impl<const N: usize, const B: usize> Level<N, B>
where
    Bytes<B>: bytemuck::Pod,
{
    #[inline(always)]
    fn words_of(&self, group: usize) -> &[u64] {
        let &[from, to] = self.starts.at(group..group + 2) else { return &[] };
        self.words.at(from as usize..(to as usize).max(from as usize))
    }

    /// The record of a group with so many words of a head; the group around it has so many dimensions.
    #[inline(always)]
    pub(crate) fn record(&self, group: usize, head: usize, around: usize) -> Record<'_, N, B> {
        let (head, words) = self.words_of(group).split_at_checked(head).unwrap_or_default();
        let (marks, values) = words.split_at_checked(around.div_ceil(MARKS)).unwrap_or_default();
        Record { head, marks, values: bytemuck::try_cast_slice(values).unwrap_or_default() }
    }

    /// Asks for the record of a group to be brought nearer.
    #[inline(always)]
    pub(crate) fn fetch(&self, group: usize) {
        self.words_of(group).iter().step_by(8).for_each(fetch);
    }
}

impl<const N: usize, const B: usize> Record<'_, N, B> {
    /// The longest part of each facet, in steps of [`crate::index::columns::LONGEST_UNIT`].
    #[inline(always)]
    pub(crate) fn longest(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = self.head.first().copied().unwrap_or(0).to_le_bytes();
        [a, b, c, d]
    }

    /// The boxes of the leaves of a node.
    #[inline(always)]
    pub(crate) fn boxes(&self) -> [Box; LEAVES] {
        std::array::from_fn(|member| {
            let word = self.head.get(1 + member / 2).copied().unwrap_or(0);
            ((word >> (member % 2 * 32)) as u32).to_le_bytes()
        })
    }

    /// Finds the dimensions that are asked for, given where they are in the group around it. `words` is room to work in.
    #[inline(always)]
    pub(crate) fn find(&self, around: &Ranks, found: &mut Ranks, words: &mut Vec<(u64, u32)>) {
        words.clear();
        let mut before = 0;
        for marks in self.marks {
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

    /// Asks for the values at some ranks to be brought nearer.
    #[inline(always)]
    pub(crate) fn fetch(&self, ranks: &Ranks) {
        ranks.iter().filter_map(|rank| self.values.get(*rank as usize)).for_each(fetch);
    }

    /// The values of a dimension, by its rank; zeros where it does not occur.
    #[inline(always)]
    pub(crate) fn values(&self, rank: u32) -> [f32; N] {
        let bytes = self.values.get(rank as usize).unwrap_or(const { &[0; B] });
        let mut values = [0.0; N];
        // Read where they stand: taken out first they would be widened one by one.
        if N == B {
            for i in 0..B {
                values[i] = f32::from(bytes[i]);
            }
        } else {
            for i in 0..B {
                values[i] = f32::from((bytes[i] & 0xf) * STEP);
                values[i + B] = f32::from((bytes[i] >> 4) * STEP);
            }
        }
        values
    }

    /// How many dimensions occur in it, of a group that others are in.
    #[inline(always)]
    pub(crate) fn dimensions(&self) -> usize {
        self.values.len()
    }
}

/// What half a byte counts: 15 of them are the highest value.
const STEP: u8 = 17;

/// Values in as many bytes as there are, each rounded up to what half a byte holds where there are half as many: of the first members the lower half, of the
/// others the higher.
pub(crate) fn closed<const N: usize, const B: usize>(values: &Bytes<N>) -> Bytes<B> {
    let half = |member: usize| values[member].div_ceil(STEP);
    std::array::from_fn(|i| if N == B { values[i] } else { half(i) | half(i + B) << 4 })
}
