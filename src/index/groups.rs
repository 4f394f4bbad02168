//! The groups that may hold one of the best, as a search keeps them.

use crate::index::tree::{Line, NODES, Ranks};

/// A shelf or a leaf that may hold one of the best.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    /// Which it is of its size.
    pub(crate) at: u32,
    pub(crate) bound: f32,
    /// Of a shelf those of its nodes that can reach the bar, a bit each; of a leaf which it is of the shelves that are kept.
    pub(crate) note: u32,
    /// Its first track by id, once that was looked up; till then [`UNKNOWN`].
    first: u32,
}

/// What is not looked up yet.
const UNKNOWN: u32 = u32::MAX;

/// Puts the best of groups first, with room to work in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sorter {
    bounds: Vec<u32>,
    best: Vec<Group>,
}

/// Leaves, with what has to be known of the shelves they are in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reached<'c> {
    pub(crate) leaves: Vec<Group>,
    pub(crate) around: Vec<Around>,
    /// For each shelf, then slot: where the dimension that is asked for is among its own, and its line.
    pub(crate) ranks: Vec<u32>,
    pub(crate) lines: Vec<&'c Line>,
}

/// What has to be known of a shelf to read its leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around {
    /// How many dimensions it has.
    pub(crate) dimensions: u32,
    pub(crate) longest: [u8; 4],
}

impl Sorter {
    /// Puts the `n` with the highest bounds first; of equal ones those of the first tracks. The others stay in order, as they are best read.
    pub(crate) fn best_first(&mut self, all: &mut [Group], n: usize, first: Option<impl Fn(&Group) -> u32>) {
        let Self { bounds, best } = self;
        let Some(last) = n.checked_sub(1).filter(|_| all.len() > n) else { return };
        bounds.clear();
        // Numbers that are at least 0 sort like their bits.
        bounds.extend(all.iter().map(|group| !group.bound.to_bits()));
        let (_, least, _) = bounds.select_nth_unstable(last);
        best.clear();
        // From the end on, so that the others move up by as many places as there are of the best behind them.
        let mut to = all.len();
        for at in (0..all.len()).rev() {
            let group = all[at];
            if !group.bound.to_bits() <= *least {
                best.push(group);
            } else {
                to -= 1;
                all[to] = group;
            }
        }
        if best.len() > n {
            if let Some(first) = first {
                // The others differ from all of these in their bounds.
                let equal = |group: &&mut Group| !group.bound.to_bits() == *least;
                best.iter_mut().filter(equal).for_each(|group| group.look_up(&first));
            }
            best.select_nth_unstable_by(n, |a, b| {
                b.bound.total_cmp(&a.bound).then((a.first, a.at).cmp(&(b.first, b.at)))
            });
        }
        all.iter_mut().zip(best.iter()).for_each(|(at, group)| *at = *group);
    }
}

impl Group {
    pub(crate) fn new(at: u32, bound: f32, note: u32) -> Self {
        Self { at, bound, note, first: UNKNOWN }
    }

    /// Looks up its first track by id, if nobody has.
    #[inline(always)]
    fn look_up(&mut self, first: impl FnOnce(&Self) -> u32) {
        if self.first == UNKNOWN {
            self.first = first(self);
        }
    }

    /// Whether its first track comes before another.
    #[inline(always)]
    pub(crate) fn is_before(&mut self, track: u32, first: impl FnOnce(&Self) -> u32) -> bool {
        self.look_up(first);
        self.first < track
    }

    /// The nodes of a shelf that can reach the bar, counted from the first of all.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = usize> {
        let (first, nodes) = (self.at as usize * NODES, self.note);
        (0..NODES).filter(move |node| nodes >> node & 1 == 1).map(move |node| first + node)
    }
}

impl<'c> Reached<'c> {
    /// With room for the leaves of so many shelves, of questions with so many slots.
    pub(crate) fn with_capacity(shelves: usize, slots: usize) -> Self {
        Self {
            leaves: Vec::with_capacity(16 * shelves),
            around: Vec::with_capacity(shelves),
            ranks: Vec::with_capacity(shelves * slots),
            lines: Vec::with_capacity(shelves * slots),
        }
    }

    /// Takes out everything.
    pub(crate) fn clear(&mut self) {
        self.leaves.clear();
        self.around.clear();
        self.ranks.clear();
        self.lines.clear();
    }

    /// What is around a leaf, and where what is asked for is there, of so many dimensions.
    #[inline(always)]
    pub(crate) fn around(&self, leaf: &Group, slots: usize) -> (Around, &Ranks, &[&'c Line]) {
        let at = leaf.note as usize;
        let own = at * slots..(at + 1) * slots;
        let ranks = self.ranks.get(own.clone()).unwrap_or_default();
        let around = self.around.get(at).copied().unwrap_or(Around { dimensions: 0, longest: [0; 4] });
        (around, ranks, self.lines.get(own).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The first are those that a sort would put first, whatever their order; the others are all there, in theirs.
        #[test]
        fn the_best_come_first_and_none_is_lost(
            bounds in proptest::collection::vec(0_u8..6, 0..60),
            n in 0_usize..20,
        ) {
            let group = |(at, bound): (usize, &u8)| Group::new(at as u32, f32::from(*bound), 0);
            let before: Vec<Group> = bounds.iter().enumerate().map(group).collect();
            let mut groups = before.clone();
            Sorter::default().best_first(&mut groups, n, Some(|group: &Group| group.at));
            let key = |group: &Group| (group.bound.to_bits(), std::cmp::Reverse(group.at));
            let mut sorted = before.clone();
            sorted.sort_by_key(|group| std::cmp::Reverse(key(group)));
            let ids = |groups: &[Group]| groups.iter().map(|group| group.at).collect::<Vec<u32>>();
            let sorted_ids = |groups: &[Group]| {
                let mut ids = ids(groups);
                ids.sort_unstable();
                ids
            };
            let n = n.min(before.len());
            prop_assert_eq!(sorted_ids(&groups[..n]), sorted_ids(&sorted[..n]));
            prop_assert_eq!(sorted_ids(&groups), ids(&before));
        }
    }
}
