//! What the members of groups are like, while it is gathered.

use crate::index::places::Places;
use crate::index::tree::{LEAF, Leaves, Line, Lines, MARKS, MEMBERS, NOTHING, parts};

/// What the members of a group are like, while it is gathered.
#[derive(Debug)]
pub(crate) struct Gatherer<const N: usize> {
    /// By dimension: a byte for each member.
    values: Vec<[u8; N]>,
    /// The dimensions of which any byte is set.
    occurring: Vec<u32>,
}

/// What the members of a group are like: the dimensions that occur, ascending, and for each a byte for each member.
#[derive(Debug)]
pub(crate) struct Gathered<const N: usize> {
    pub(crate) dimensions: Vec<u32>,
    values: Vec<[u8; N]>,
}

impl Gathered<MEMBERS> {
    /// The dimensions with the largest value of any member.
    pub(crate) fn largest(&self) -> impl Iterator<Item = (usize, u8)> {
        let largest = |values: &Line| values.iter().copied().max().unwrap_or(0);
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

/// The lines of `groups` that follow each other, of vectors of so many dimensions.
pub(crate) fn lines(width: usize, groups: &[Gathered<MEMBERS>]) -> Lines {
    let words = groups.len().div_ceil(MARKS);
    let mut marks = vec![[0_u32; 2]; width * words];
    for (at, group) in groups.iter().enumerate() {
        for d in &group.dimensions {
            marks[*d as usize * words + at / MARKS][0] |= 1 << (at % MARKS);
        }
    }
    let (mut firsts, mut next, mut len) = (vec![0], Vec::new(), 0);
    for d in 0..width {
        // The first line is that of nothing.
        next.push(len as usize + 1);
        let mut before = 1;
        for [groups, own] in &mut marks[d * words..(d + 1) * words] {
            *own = before;
            before += groups.count_ones();
        }
        len += before;
        firsts.push(len);
    }
    let mut lines = vec![NOTHING; len as usize];
    for group in groups {
        for (d, line) in group.dimensions.iter().zip(&group.values) {
            let next = &mut next[*d as usize];
            lines[*next] = *line;
            *next += 1;
        }
    }
    Lines::new(groups.len(), marks.into(), firsts.into(), lines.into())
}

/// The records of some leaves that follow each other.
#[derive(Debug, Default)]
pub(crate) struct Records {
    shelves: Vec<u32>,
    ends: Vec<u32>,
    words: Vec<u32>,
}

impl Records {
    /// Adds a shelf of leaves, of vectors of so many dimensions; `around` are those of the shelf, ascending.
    pub(crate) fn push(&mut self, width: usize, around: &[u32], leaves: &[Gathered<LEAF>]) {
        let first = self.shelves.len();
        self.shelves.resize(first + width.div_ceil(MARKS), 0);
        for d in around.iter().map(|d| *d as usize) {
            self.shelves[first + d / MARKS] |= 1 << (d % MARKS);
        }
        for leaf in leaves {
            let first = self.words.len();
            self.words.resize(first + around.len().div_ceil(MARKS), 0);
            let mut own = leaf.dimensions.iter().peekable();
            for (rank, dimension) in around.iter().enumerate() {
                if own.next_if_eq(&dimension).is_some() {
                    self.words[first + rank / MARKS] |= 1 << (rank % MARKS);
                }
            }
            let of =
                |pair: &[[u8; LEAF]]| pair.iter().rev().fold(0, |all, values| all << 16 | u32::from(parts(values)));
            self.words.extend(leaf.values.chunks(2).map(of));
            self.ends.push(self.words.len() as u32);
        }
    }

    /// Adds the leaves that follow.
    pub(crate) fn append(&mut self, next: Self) {
        let before = self.words.len() as u32;
        self.shelves.extend(next.shelves);
        self.ends.extend(next.ends.iter().map(|end| before + end));
        self.words.extend(next.words);
    }
}

impl From<Records> for Leaves {
    fn from(grown: Records) -> Self {
        let starts: Vec<u32> = std::iter::once(0).chain(grown.ends).collect();
        let starts = Places::new(&starts, grown.words.len() + 1);
        Self { shelves: grown.shelves.into(), starts, words: grown.words.into() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::tree::{count, find};

    const WIDTH: usize = 300;

    proptest! {
        /// Whatever is asked of a line is what was noted, in whichever of the groups.
        #[test]
        fn lines_are_what_was_noted(
            noted in proptest::collection::vec((0_usize..100, 0_usize..WIDTH, 0_usize..MEMBERS, any::<u8>()), 0..300),
            groups in 0_usize..100,
        ) {
            let noted: Vec<_> = noted.into_iter().filter(|(group, ..)| *group < groups).collect();
            let mut gatherer = Gatherer::<MEMBERS>::new(WIDTH);
            let gathered: Vec<Gathered<MEMBERS>> = (0..groups)
                .map(|group| {
                    let own = noted.iter().filter(|(of, ..)| *of == group);
                    own.for_each(|(_, d, member, value)| gatherer.note(*d, *member, *value));
                    gatherer.take()
                })
                .collect();
            let lines = lines(WIDTH, &gathered);
            prop_assert!(lines.fits(WIDTH, groups));
            for d in 0..WIDTH {
                let own = lines.of(d);
                for group in 0..groups {
                    let mut expected = [0; MEMBERS];
                    for (.., member, value) in noted.iter().filter(|(of, at, ..)| (*of, *at) == (group, d)) {
                        expected[*member] = expected[*member].max(*value);
                    }
                    prop_assert_eq!(own.line(group), &expected);
                }
            }
        }

        /// Whatever is asked of a record is no less than what was noted, and not much more, in whichever dimensions of its shelf.
        #[test]
        fn records_hold_what_was_noted(
            around in proptest::collection::btree_set(0_u32..WIDTH as u32, 0..200),
            noted in proptest::collection::vec((any::<prop::sample::Index>(), 0..LEAF, any::<u8>()), 0..300),
            asked in proptest::collection::btree_set(0_u32..WIDTH as u32, 0..100),
        ) {
            let around: Vec<u32> = around.into_iter().collect();
            let noted = noted.iter().filter(|_| !around.is_empty());
            let noted: Vec<_> = noted.map(|(d, member, value)| (*d.get(&around), *member, *value)).collect();
            let mut gatherer = Gatherer::<LEAF>::new(WIDTH);
            noted.iter().for_each(|(d, member, value)| gatherer.note(*d as usize, *member, *value));
            let mut records = Records::default();
            records.push(WIDTH, &around, &[gatherer.take()]);
            let leaves = Leaves::from(records);
            let asked: Vec<u32> = asked.into_iter().collect();
            let (mut found, mut own) = (vec![0; asked.len()], vec![0; asked.len()]);
            find(leaves.shelf(0, WIDTH), &asked, &mut found, &mut Vec::new());
            prop_assert_eq!(count(leaves.shelf(0, WIDTH)) as usize, around.len());
            let record = leaves.record(0, around.len());
            find(record.marks(), &found, &mut own, &mut Vec::new());
            for (d, rank) in asked.iter().zip(own) {
                let largest = |member: usize| {
                    let own = noted.iter().filter(|(of, at, _)| (*of, *at) == (*d, member));
                    own.map(|(.., value)| *value).max().unwrap_or(0)
                };
                let most = (0..LEAF).map(largest).max().unwrap_or(0);
                for (member, held) in record.values(rank, most).into_iter().enumerate() {
                    let (own, most) = (f32::from(largest(member)), f32::from(most));
                    let rounded = if own > 0.0 { own.max(0.4 * most) + 0.2 * most } else { 0.0 };
                    prop_assert!(held >= own * (1.0 - 1e-6) && held <= rounded * (1.0 + 1e-6), "{own} of {most}: {held}");
                }
            }
        }
    }
}
