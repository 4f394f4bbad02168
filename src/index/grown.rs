//! The records of the groups of some blocks, while they are built.

use crate::index::tree::{Box, Bytes, LEAVES, Level, closed};

/// What the members of a group are like, while it is gathered.
#[derive(Debug)]
pub(crate) struct Gatherer<const N: usize> {
    /// By dimension: a byte for each member.
    values: Vec<Bytes<N>>,
    /// The dimensions of which any byte is set.
    occurring: Vec<u32>,
}

/// What the members of a group are like: the dimensions that occur, ascending, and for each a byte for each member.
#[derive(Debug)]
pub(crate) struct Gathered<const N: usize> {
    pub(crate) dimensions: Vec<u32>,
    values: Vec<Bytes<N>>,
}

impl<const N: usize> Gathered<N> {
    /// The dimensions with the largest value of any member.
    pub(crate) fn largest(&self) -> impl Iterator<Item = (usize, u8)> {
        let largest = |values: &Bytes<N>| values.iter().copied().max().unwrap_or(0);
        self.dimensions.iter().map(|d| *d as usize).zip(self.values.iter().map(largest))
    }
}

impl<const N: usize> Gatherer<N> {
    /// For so many dimensions.
    pub(crate) fn new(width: usize) -> Self {
        Self { values: vec![[0; N]; width], occurring: Vec::new() }
    }

    /// Notes a value of a member; the largest stays.
    pub(crate) fn note(&mut self, dimension: usize, member: usize, value: u8) {
        let own = &mut self.values[dimension];
        if value > 0 && *own == [0; N] {
            self.occurring.push(dimension as u32);
        }
        own[member] = own[member].max(value);
    }

    /// What was noted, and begins anew.
    pub(crate) fn take(&mut self) -> Gathered<N> {
        let mut dimensions = std::mem::take(&mut self.occurring);
        dimensions.sort_unstable();
        let values = dimensions.iter().map(|d| std::mem::replace(&mut self.values[*d as usize], [0; N])).collect();
        Gathered { dimensions, values }
    }
}

/// What stands before the dimensions in the record of a node.
pub(crate) struct Head {
    pub(crate) longest: [u8; 4],
    pub(crate) boxes: [Box; LEAVES],
}

/// The records of some groups of one size that follow each other.
#[derive(Debug, Default)]
pub(crate) struct Grown {
    ends: Vec<u32>,
    words: Vec<u64>,
    /// Room to work in.
    bytes: Vec<u8>,
}

impl Grown {
    /// Adds the record of a group, `B` bytes for each dimension; `around` are the dimensions of the group around it, ascending.
    pub(crate) fn push<const N: usize, const B: usize>(
        &mut self,
        head: Option<&Head>,
        around: impl ExactSizeIterator<Item = u32>,
        group: &Gathered<N>,
    ) {
        if let Some(head) = head {
            self.words.push(u32::from_le_bytes(head.longest).into());
            let half = |of: &Box| u64::from(u32::from_le_bytes(*of));
            self.words.extend(head.boxes.as_chunks::<2>().0.iter().map(|[low, high]| half(low) | half(high) << 32));
        }
        let first = self.words.len();
        self.words.resize(first + around.len().div_ceil(64), 0);
        let mut own = group.dimensions.iter().peekable();
        for (rank, dimension) in around.enumerate() {
            if own.next_if_eq(&&dimension).is_some() {
                self.words[first + rank / 64] |= 1 << (rank % 64);
            }
        }
        self.bytes.clear();
        self.bytes.extend(group.values.iter().flat_map(closed::<N, B>));
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        self.words.extend(self.bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)));
        self.ends.push(self.words.len() as u32);
    }

    /// Adds the groups that follow.
    pub(crate) fn append(&mut self, next: Self) {
        let before = self.words.len() as u32;
        self.ends.extend(next.ends.iter().map(|end| before + end));
        self.words.extend(next.words);
    }
}

impl<const N: usize, const B: usize> From<Grown> for Level<N, B> {
    fn from(grown: Grown) -> Self {
        let starts: Vec<u32> = std::iter::once(0).chain(grown.ends).collect();
        Self { starts: starts.into(), words: grown.words.into() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::tree::{ABSENT, HALVES, HEAD};

    proptest! {
        /// Whatever is asked of a record is what was noted, in whichever dimensions of the group around it.
        #[test]
        fn what_was_noted_is_read(
            around in proptest::collection::btree_set(0_u32..300, 0..200),
            noted in proptest::collection::vec((any::<prop::sample::Index>(), 0..64_usize, any::<u8>()), 0..300),
            asked in proptest::collection::btree_set(0_u32..300, 0..100),
            with_head in any::<bool>(),
        ) {
            let around: Vec<u32> = around.into_iter().collect();
            let noted = noted.iter().filter(|_| !around.is_empty());
            let noted: Vec<_> = noted.map(|(d, member, value)| (*d.get(&around), *member, *value)).collect();
            let mut gatherer = Gatherer::<64>::new(300);
            noted.iter().for_each(|(d, member, value)| gatherer.note(*d as usize, *member, *value));
            let head = Head { longest: [1, 2, 3, 250], boxes: std::array::from_fn(|i| [i as u8, 1, 2, 3]) };
            let head = Some(&head).filter(|_| with_head);
            let mut grown = Grown::default();
            grown.push::<64, 64>(head, around.iter().copied(), &gatherer.take());
            let level = Level::<64>::from(grown);
            let record = level.record(0, if with_head { HEAD } else { 0 }, around.len());
            if let Some(head) = head {
                prop_assert_eq!((record.longest(), record.boxes()), (head.longest, head.boxes));
            }
            let rank = |d: &u32| around.binary_search(d).map_or(ABSENT, |rank| rank as u32);
            let ranks: Vec<u32> = asked.iter().map(rank).collect();
            let mut found = vec![0; ranks.len()];
            record.find(&ranks, &mut found, &mut Vec::new());
            for (d, rank) in asked.iter().zip(found) {
                let largest = |member: usize| {
                    let own = noted.iter().filter(|(of, at, _)| (*of, *at) == (*d, member));
                    own.map(|(.., value)| *value).max().unwrap_or(0)
                };
                let own = record.values(rank).map(|value| value as u8);
                prop_assert_eq!(own, std::array::from_fn(largest));
            }
        }
    }

    /// Half a byte holds no less than the value, and something where there is something.
    #[test]
    fn halves_are_rounded_up() {
        let mut gatherer = Gatherer::<8>::new(256);
        (0..=255).for_each(|value| gatherer.note(value.into(), usize::from(value) % 8, value));
        let mut grown = Grown::default();
        grown.push::<8, HALVES>(None, 0..256, &gatherer.take());
        let level = Level::<8, HALVES>::from(grown);
        let record = level.record(0, 0, 256);
        for value in 1..=255_u8 {
            let held = record.values(u32::from(value) - 1);
            let own = held[usize::from(value) % 8];
            assert!((f32::from(value)..=f32::from(value) + 16.0).contains(&own), "{value}: {own}");
            assert_eq!(held.iter().filter(|other| **other > 0.0).count(), 1);
        }
    }
}
