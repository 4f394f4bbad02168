//! The search itself.
//!
//! It is exact, because only what cannot be among the best is passed over: a group of tracks, or a track, is left out when an upper bound of its score
//! is below the k-th score so far. Every bound is at least the score, so it could not have come in, not even on a tie. Whatever comes in is
//! scored by [`Scorer::score`] itself and ordered by [`crate::ranking::top_k::Best`] itself: the same scores and the same order to the last bit.

use crate::catalogue::TrackIndex;
use crate::index::descent::{Bar, Room, ToLeaves, ToShelves, ToTracks};
use crate::index::groups::{Group, Reached, Sorter};
use crate::index::offers::Found;
use crate::index::pending::Pending;
use crate::index::question::Question;
use crate::index::tree::LEAF;
use crate::ranking::top_k::Ranked;
use crate::scoring::Scorer;

/// In so many of the most promising blocks the search looks for tracks that set the bar.
const FIRST: usize = 10;

/// So many blocks are looked into at once.
const BLOCKS: usize = 512;

/// Before the bar is raised again so many shelves are looked into at most, as they lie, and of the best fewer.
const SHELVES: usize = 256;

/// For the leaves of so many shelves there is room from the start.
const ROOM: usize = 64;

/// Where the search works.
struct Desk<'c> {
    blocks: Vec<u32>,
    shelves: Vec<Group>,
    /// The shelves that are looked into as they lie.
    rest: Vec<Group>,
    reached: Reached<'c>,
    /// The leaves that are looked into.
    leaves: Vec<Group>,
    tracks: Vec<Pending>,
    sorter: Sorter,
    room: Room<'c>,
}

impl<'q> Question<'q> {
    /// The best `k` of the tracks that are admitted, best first.
    pub(crate) fn best(self, scorer: &Scorer<'_>, k: usize, admitted: impl Fn(TrackIndex) -> bool) -> Vec<Ranked> {
        if k == 0 {
            return Vec::new();
        }
        // However many are asked for, there are no more.
        let most = k.min(self.columns.order.len());
        let mut found = Found::new(scorer, &self, admitted, k);
        if let Some(near) = found.alone {
            self.nearest(near, &mut found);
            return found.best.into_ranking();
        }
        let mut desk = Desk {
            blocks: Vec::with_capacity(BLOCKS),
            shelves: Vec::with_capacity(SHELVES),
            rest: Vec::new(),
            reached: Reached::with_capacity(ROOM, self.slots.ranks().len()),
            leaves: Vec::with_capacity(ROOM),
            tracks: Vec::with_capacity(SHELVES),
            sorter: Sorter::default(),
            room: Room::default(),
        };
        let first = self.scout(most, &mut desk, &mut found);
        let mut bar = found.lowered();
        for (block, bound) in self.bounds.iter().enumerate() {
            let block = block as u32;
            if *bound < bar || *bound <= 0.0 || first.binary_search(&block).is_ok() {
                continue;
            }
            desk.blocks.push(block);
            if desk.blocks.len() >= BLOCKS {
                self.look_into(most, &mut desk, &mut found);
                bar = found.lowered();
            }
        }
        self.look_into(most, &mut desk, &mut found);
        found.best.into_ranking()
    }

    /// Offers the tracks with the highest bounds in the most promising blocks, so that the bar is high from the start; gives these blocks, in their
    /// order. What else there is in them stays at hand.
    fn scout<F: Fn(TrackIndex) -> bool>(&self, k: usize, desk: &mut Desk<'q>, found: &mut Found<'_, F>) -> Vec<u32> {
        let mut first: Vec<u32> = Vec::with_capacity(self.bounds.len());
        first.extend((0..self.bounds.len() as u32).filter(|block| self.bounds[*block as usize] > 0.0));
        let some = FIRST.max(k / 16);
        if first.len() > some {
            let likely = |block: &u32| self.likely[*block as usize];
            first.select_nth_unstable_by(some, |a, b| likely(b).total_cmp(&likely(a)).then(a.cmp(b)));
            first.truncate(some);
            first.sort_unstable();
        }
        desk.blocks.extend_from_slice(&first);
        self.to_shelves(desk, found);
        desk.sorter.best_first(&mut desk.shelves, k, self.if_equal(|shelf| self.first_of_shelf(shelf)));
        self.to_leaves(desk, found, k);
        self.offer_leaves(desk, found, 2 * k);
        first
    }

    /// What a track has to reach.
    fn bar<F>(&self, found: &Found<'_, F>) -> Bar {
        let to_beat = found.best.to_beat().filter(|worst| worst.score >= self.ceiling);
        Bar { bound: found.lowered(), before: to_beat.map(|worst| worst.track.0) }
    }

    /// Goes down from the blocks at hand to the shelves that can reach the bar.
    fn to_shelves<F>(&self, desk: &mut Desk<'q>, found: &Found<'_, F>) {
        let Desk { blocks, shelves, room, .. } = desk;
        if !blocks.is_empty() {
            self.width.run(ToShelves { question: self, blocks, bar: self.bar(found), shelves, room });
            blocks.clear();
        }
    }

    /// Goes down from the first shelves at hand to the leaves that can reach the bar.
    fn to_leaves<F>(&self, desk: &mut Desk<'q>, found: &Found<'_, F>, some: usize) {
        let Desk { shelves, reached, room, .. } = desk;
        let some = some.min(shelves.len());
        if some > 0 {
            let shelves = &shelves[..some];
            self.width.run(ToLeaves { question: self, shelves, bar: self.bar(found), reached, room });
        }
        shelves.drain(..some);
    }

    /// Goes down from the first leaves at hand to the tracks that can reach the bar.
    fn to_tracks<F>(&self, desk: &mut Desk<'q>, found: &Found<'_, F>, some: usize) {
        let Desk { reached, leaves, tracks, room, .. } = desk;
        let bar = self.bar(found);
        leaves.clear();
        leaves.extend(reached.leaves.drain(..some.min(reached.leaves.len())));
        tracks.clear();
        if !leaves.is_empty() {
            self.width.run(ToTracks { question: self, reached, leaves, bar, tracks, room });
        }
    }

    /// Offers the tracks of the blocks at hand, and of whatever else is, that may be among the best.
    fn look_into<F: Fn(TrackIndex) -> bool>(&self, k: usize, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        self.to_shelves(desk, found);
        let first = |shelf: &Group| self.first_of_shelf(shelf);
        // The best of many first, so that the others meet a higher bar.
        let mut some = 2 * k;
        loop {
            let bar = self.bar(found);
            desk.shelves.retain_mut(|shelf| bar.allows(shelf, first));
            if desk.shelves.len() <= 2 * some || some >= SHELVES {
                break;
            }
            desk.sorter.best_first(&mut desk.shelves, some, self.if_equal(first));
            self.to_leaves(desk, found, some);
            self.offer_reached(k, desk, found);
            some *= 4;
        }
        std::mem::swap(&mut desk.shelves, &mut desk.rest);
        for from in (0..desk.rest.len()).step_by(SHELVES) {
            let bar = self.bar(found);
            let next = desk.rest[from..].iter().take(SHELVES).copied();
            desk.shelves.extend(next.filter_map(|mut shelf| bar.allows(&mut shelf, first).then_some(shelf)));
            self.to_leaves(desk, found, SHELVES);
            self.offer_reached(k, desk, found);
        }
        desk.rest.clear();
        // Those that scouting left, where there was no shelf to look into.
        self.offer_reached(k, desk, found);
    }

    /// Offers the tracks of the leaves that were reached, those of the best first.
    fn offer_reached<F: Fn(TrackIndex) -> bool>(&self, k: usize, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        let mut best = 2 * k;
        while !desk.reached.leaves.is_empty() {
            let most = if desk.reached.leaves.len() > 2 * best { best } else { usize::MAX };
            self.offer_leaves(desk, found, most);
            best *= 4;
        }
        desk.reached.clear();
    }

    /// Offers the tracks of the best leaves at hand, and drops those that do not reach the bar then.
    fn offer_leaves<F: Fn(TrackIndex) -> bool>(&self, desk: &mut Desk<'q>, found: &mut Found<'_, F>, some: usize) {
        let first = |leaf: &Group| self.first_of(leaf.at as usize);
        desk.sorter.best_first(&mut desk.reached.leaves, some, self.if_equal(first));
        self.to_tracks(desk, found, some);
        self.offer_all(&mut desk.tracks, found);
        let bar = self.bar(found);
        desk.reached.leaves.retain_mut(|leaf| bar.allows(leaf, first));
    }

    /// What looks up first tracks, where that tells which of equal bounds are better. Where a place is wanted hardly any tracks are equally good.
    fn if_equal<L: Fn(&Group) -> u32>(&self, look_up: L) -> Option<L> {
        self.near.is_none().then_some(look_up)
    }

    /// The first track of a leaf by id.
    fn first_of(&self, leaf: usize) -> u32 {
        self.columns.order.range(leaf * LEAF..(leaf + 1) * LEAF).min().unwrap_or(0)
    }

    /// The first track by id of the nodes of a shelf that can reach the bar.
    fn first_of_shelf(&self, shelf: &Group) -> u32 {
        shelf.nodes().map(|node| self.columns.firsts.one(node)).min().unwrap_or(0)
    }
}
