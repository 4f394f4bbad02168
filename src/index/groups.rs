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
}

/// Groups of one size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    pub(crate) all: Vec<Group>,
    /// Room to work in.
    bounds: Vec<u32>,
    best: Vec<Group>,
}

/// Leaves, with what has to be known of the shelves they are in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reached<'c> {
    pub(crate) leaves: Groups,
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

impl Groups {
    /// With room for so many.
    pub(crate) fn with_capacity(n: usize) -> Self {
        Self { all: Vec::with_capacity(n), bounds: Vec::with_capacity(n), best: Vec::with_capacity(n) }
    }

    /// Of those from a place on puts the `n` with the highest bounds first; of equal ones those of the first tracks. The others stay in order, as they are best
    /// read.
    pub(crate) fn best_first(&mut self, from: usize, n: usize, first: impl Fn(&Group) -> u32) {
        let Self { all, bounds, best } = self;
        let all = all.get_mut(from..).unwrap_or_default();
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
            let order = |a: &Group, b: &Group| {
                let by_bound = b.bound.total_cmp(&a.bound);
                by_bound.then_with(|| (first(a), a.at).cmp(&(first(b), b.at)))
            };
            best.select_nth_unstable_by(n, order);
        }
        all[..to].copy_from_slice(best);
    }

    /// Takes out those from a place on that do not reach a bar.
    pub(crate) fn drop_from(&mut self, place: usize, bar: f32) {
        let mut at = 0;
        self.all.retain(|group| {
            at += 1;
            at <= place || group.bound >= bar
        });
    }
}

impl Group {
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
            leaves: Groups::with_capacity(4 * shelves),
            around: Vec::with_capacity(shelves),
            ranks: Vec::with_capacity(shelves * slots),
            lines: Vec::with_capacity(shelves * slots),
        }
    }

    /// Takes out everything.
    pub(crate) fn clear(&mut self) {
        self.leaves.all.clear();
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
            from in 0_usize..10,
            n in 0_usize..20,
        ) {
            let group = |(at, bound): (usize, &u8)| Group { at: at as u32, bound: f32::from(*bound), note: 0 };
            let before: Vec<Group> = bounds.iter().enumerate().map(group).collect();
            let mut groups = Groups { all: before.clone(), ..Groups::default() };
            groups.best_first(from, n, |group| group.at);
            let key = |group: &Group| (group.bound.to_bits(), std::cmp::Reverse(group.at));
            let mut sorted = before.get(from..).unwrap_or_default().to_vec();
            sorted.sort_by_key(|group| std::cmp::Reverse(key(group)));
            let ids = |groups: &[Group]| groups.iter().map(|group| group.at).collect::<Vec<u32>>();
            let sorted_ids = |groups: &[Group]| {
                let mut ids = ids(groups);
                ids.sort_unstable();
                ids
            };
            let first = from.min(before.len())..(from + n).min(before.len());
            prop_assert_eq!(sorted_ids(&groups.all[first.clone()]), sorted_ids(&sorted[..first.len()]));
            prop_assert_eq!(sorted_ids(&groups.all), ids(&before));
            prop_assert_eq!(ids(&groups.all[..first.start]), ids(&before[..first.start]));
        }
    }
}
