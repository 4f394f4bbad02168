//! The search itself.
//!
//! It is exact, because only what cannot be among the best is passed over: a group of tracks, or a track, is left out when an upper bound of its score
//! is below the k-th score so far. Every bound is at least the score, so it could not have come in, not even on a tie. Whatever comes in is
//! scored by [`Scorer::score`] itself and ordered by [`Best`] itself: the same scores and the same order to the last bit.

use std::ops::Range;

use crate::catalogue::TrackIndex;
use crate::index::descent::{Bar, Room, ToLeaves, ToShelves, ToTracks};
use crate::index::groups::{Group, Reached, Sorter};
use crate::index::moods::{CELLS, Moods};
use crate::index::near::Near;
use crate::index::pending::Pending;
use crate::index::question::Question;
use crate::index::tree::LEAF;
use crate::ranking::top_k::{Best, Ranked};
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// In so many of the most promising blocks the search looks for tracks that set the bar.
const FIRST: usize = 10;

/// So many cells to each side of the wanted one are looked into first.
const AROUND: usize = 2;

/// So many tracks of a cell to each side of the wanted valence are looked at first.
const MORE: usize = 4;

/// So many blocks are looked into at once.
const BLOCKS: usize = 512;

/// Where so many shelves or more are looked into before the bar is raised again, they are taken as they lie.
const SHELVES: usize = 256;

/// For the leaves of so many shelves there is room from the start.
const ROOM: usize = 64;

/// So many of those kept back are read before the first of them is scored.
const TOGETHER: usize = 16;

/// Of more tracks than this the best are offered before the others are put in order.
const CROWD: usize = 64;

/// Bars are lowered by this factor where a bound is worked out in `f64` just as the score is.
const EXACT: f64 = 1.0 + 1e-12;

/// What has been found so far.
struct Found<'s, F> {
    scorer: &'s Scorer<'s>,
    /// Bars are lowered by this factor ([`Question::slack`]).
    slack: f64,
    admitted: F,
    best: Best,
    /// The place that was scored last, with its score.
    last: Option<(usize, Option<Score>)>,
}

/// Where the search works.
struct Desk<'c> {
    blocks: Vec<u32>,
    shelves: Vec<Group>,
    reached: Reached<'c>,
    /// The leaves that are looked into.
    leaves: Vec<Group>,
    tracks: Vec<Pending>,
    sorter: Sorter,
    room: Room<'c>,
}

impl<F> Found<'_, F> {
    /// The score that the next has to reach: the k-th best so far, 0 as long as there is room.
    fn bar(&self) -> f64 {
        self.best.to_beat().map_or(0.0, |worst| worst.score.value())
    }

    /// The bound that it has to reach: lower than the bar by more than rounding takes.
    fn lowered(&self) -> f32 {
        (self.bar() / self.slack) as f32
    }
}

impl<'q> Question<'q> {
    /// The best `k` of the tracks that are admitted, best first.
    pub(crate) fn best(self, scorer: &Scorer<'_>, k: usize, admitted: impl Fn(TrackIndex) -> bool) -> Vec<Ranked> {
        if k == 0 {
            return Vec::new();
        }
        // However many are asked for, there are no more.
        let most = k.min(self.columns.order.len());
        let mut found = Found { scorer, slack: self.slack(), admitted, best: Best::new(k), last: None };
        let mut desk = Desk {
            blocks: Vec::with_capacity(BLOCKS),
            shelves: Vec::with_capacity(SHELVES),
            reached: Reached::with_capacity(ROOM, self.slots.ranks().len()),
            leaves: Vec::with_capacity(ROOM),
            tracks: Vec::with_capacity(SHELVES),
            sorter: Sorter::default(),
            room: Room::default(),
        };
        if let Some(near) = self.near.as_ref().filter(|_| self.alone()) {
            self.nearest(near, &mut desk, &mut found);
            return found.best.into_ranking();
        }
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
        desk.sorter.best_first(&mut desk.shelves, k, |shelf| self.first_of_shelf(shelf));
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
        let bar = self.bar(found);
        desk.shelves.retain(|shelf| bar.allows(shelf.bound, || self.first_of_shelf(shelf)));
        self.to_shelves(desk, found);
        let mut some = 2 * k;
        loop {
            // The best of many first, so that the others meet a higher bar.
            if desk.shelves.len() > 2 * some && some < SHELVES {
                desk.sorter.best_first(&mut desk.shelves, some, |shelf| self.first_of_shelf(shelf));
            } else {
                some = SHELVES.max(some);
            }
            self.to_leaves(desk, found, some);
            let mut best = 2 * k;
            while !desk.reached.leaves.is_empty() {
                let most = if desk.reached.leaves.len() > 2 * best { best } else { usize::MAX };
                self.offer_leaves(desk, found, most);
                best *= 4;
            }
            desk.reached.clear();
            if desk.shelves.is_empty() {
                break;
            }
            let bar = self.bar(found);
            desk.shelves.retain(|shelf| bar.allows(shelf.bound, || self.first_of_shelf(shelf)));
            some *= 4;
        }
    }

    /// Offers the tracks of the best leaves at hand, and drops those that do not reach the bar then.
    fn offer_leaves<F: Fn(TrackIndex) -> bool>(&self, desk: &mut Desk<'q>, found: &mut Found<'_, F>, some: usize) {
        desk.sorter.best_first(&mut desk.reached.leaves, some, |leaf| self.first_of(leaf.at as usize));
        self.to_tracks(desk, found, some);
        self.offer_all(desk, found);
        let bar = self.bar(found);
        desk.reached.leaves.retain(|leaf| bar.allows(leaf.bound, || self.first_of(leaf.at as usize)));
    }

    /// Offers the tracks of the cells of the circumplex that are near enough, the nearest first.
    fn nearest<F: Fn(TrackIndex) -> bool>(&self, near: &Near, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        let sides = Moods::sides();
        let [by_valence, by_arousal] = [0, 1].map(|axis| near.taken(axis, &sides));
        let least = |taken: &[f32; CELLS]| {
            let by_taken = taken.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
            by_taken.map_or(0, |(at, _)| at)
        };
        let (valence, arousal) = (least(&by_valence), least(&by_arousal));
        let is_first = |v: usize, a: usize| v.abs_diff(valence) <= AROUND && a.abs_diff(arousal) <= AROUND;
        let mut cells: Vec<(f32, usize, usize)> = Vec::new();
        // Those around the wanted point raise the bar, so that of the others hardly any is left.
        for first in [true, false] {
            cells.clear();
            for (v, taken) in by_valence.iter().enumerate().filter(|(_, taken)| near.left(**taken) >= found.lowered()) {
                let of_cell = |(a, more): (usize, &f32)| (near.left(taken + more), v, a);
                let own = by_arousal.iter().enumerate().map(of_cell);
                cells.extend(own.filter(|(bound, v, a)| is_first(*v, *a) == first && *bound >= found.lowered()));
            }
            cells.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            for (bound, v, a) in &cells {
                if *bound < found.lowered() {
                    break;
                }
                self.look_into_cell(near, self.columns.moods.cell(*v, *a), desk, found);
            }
        }
    }

    /// Offers the tracks of a cell that are near enough, from the wanted valence on to either side.
    fn look_into_cell<F: Fn(TrackIndex) -> bool>(
        &self,
        near: &Near,
        numbers: Range<usize>,
        desk: &mut Desk<'q>,
        found: &mut Found<'_, F>,
    ) {
        let moods = &self.columns.moods;
        let valence_of = |number: usize| self.columns.fine[0].one(moods.places.one(number) as usize);
        let middle = moods.first_from(&numbers, near.valence(), |place| self.columns.fine[0].one(place));
        let (mut from, mut to, mut more) = (middle, middle, MORE);
        while from > numbers.start || to < numbers.end {
            let (bar, [valences, arousals]) = (found.lowered(), near.ranges(found.bar() / EXACT));
            // Whatever is farther on is farther from the wanted valence.
            if from > numbers.start && valence_of(from - 1) < *valences.start() {
                from = numbers.start;
            }
            if to < numbers.end && valence_of(to) > *valences.end() {
                to = numbers.end;
            }
            let below = from.saturating_sub(more).max(numbers.start)..from;
            let above = to..(to + more).min(numbers.end);
            (from, to) = (below.start, above.end);
            let near_enough = |place: u32| {
                let place = place as usize;
                let [valence, arousal] = self.fine(place);
                let [bound] = near.at([&[valence], &[arousal]]);
                let within = valences.contains(&valence) && arousals.contains(&arousal) && bound >= bar;
                (within && self.sieve.of_place(self.columns, place)).then(|| Pending::new(bound, place, true))
            };
            let places = moods.places.range(below).chain(moods.places.range(above));
            desk.tracks.clear();
            desk.tracks.extend(places.filter_map(near_enough));
            self.offer_all(desk, found);
            more *= 4;
        }
    }

    /// Offers the tracks at hand, the most promising first.
    fn offer_all<F: Fn(TrackIndex) -> bool>(&self, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        let tracks = &mut desk.tracks;
        // Most of many are passed over once the best few have raised the bar.
        if tracks.len() > CROWD {
            tracks.select_nth_unstable(TOGETHER);
            tracks[..TOGETHER].sort_unstable();
            self.offer_some(&tracks[..TOGETHER], found);
            let bar = found.lowered();
            tracks.drain(..TOGETHER);
            tracks.retain(|one| one.bound() >= bar);
        }
        tracks.sort_unstable();
        self.offer_in_turn(tracks, found);
    }

    /// Offers tracks in turn, which are sorted, until none can be among the best.
    fn offer_in_turn<F: Fn(TrackIndex) -> bool>(&self, tracks: &[Pending], found: &mut Found<'_, F>) {
        for some in tracks.chunks(TOGETHER) {
            if some[0].bound() < found.lowered() {
                break;
            }
            self.offer_some(some, found);
        }
    }

    /// Offers some tracks in turn.
    fn offer_some<F: Fn(TrackIndex) -> bool>(&self, some: &[Pending], found: &mut Found<'_, F>) {
        let track = |one: &Pending| self.track(one.place as usize);
        let new = |one: &&Pending| !self.is_twin(one.place as usize) && self.may_beat(track(one), &found.best);
        found.scorer.features().warm(some.iter().filter(new).map(track));
        for one in some {
            if one.bound() >= found.lowered() {
                self.offer(*one, found);
            }
        }
    }

    /// Offers a track, unless something finer says that it is not among the best.
    fn offer<F: Fn(TrackIndex) -> bool>(&self, one: Pending, found: &mut Found<'_, F>) {
        let place = one.place as usize;
        if let Some(near) = self.near.as_ref().filter(|_| one.whole) {
            let fine = self.fine(place);
            let [counted] = near.at(fine.each_ref().map(std::array::from_ref));
            let others = if self.alone() { 0.0 } else { f64::from(one.bound()) - f64::from(counted) };
            let refined = others + near.bound(fine);
            let slack = if self.alone() { EXACT } else { found.slack };
            if refined * slack < found.bar() {
                return;
            }
        }
        let track = self.track(place);
        if track.index() >= found.scorer.features().len() {
            self.columns.order.bytes.note_damage("a place belongs to no track");
            return;
        }
        if !self.may_beat(track, &found.best) {
            return;
        }
        // As long as there is room whatever is admitted comes in, and a filter may admit hardly any.
        let room = found.best.to_beat().is_none();
        if room && !(found.admitted)(track) {
            return;
        }
        let score = match found.last {
            Some((before, score)) if before + 1 == place && self.is_twin(place) => score,
            _ => found.scorer.score(track),
        };
        found.last = Some((place, score));
        let Some(score) = score else { return };
        let ranked = Ranked { track, score };
        let beats = found.best.to_beat().is_none_or(|worst| ranked > worst);
        if beats && (room || (found.admitted)(track)) {
            found.best.offer(ranked);
        }
    }

    /// The first track of a leaf by id.
    fn first_of(&self, leaf: usize) -> u32 {
        self.columns.order.range(leaf * LEAF..(leaf + 1) * LEAF).min().unwrap_or(0)
    }

    /// The first track by id of the nodes of a shelf that can reach the bar.
    fn first_of_shelf(&self, shelf: &Group) -> u32 {
        shelf.nodes().map(|node| self.columns.firsts.one(node)).min().unwrap_or(0)
    }

    /// The track at a place.
    fn track(&self, place: usize) -> TrackIndex {
        TrackIndex(self.columns.order.one(place))
    }

    /// The fine codes of the track at a place.
    fn fine(&self, place: usize) -> [u16; 2] {
        self.columns.fine.each_ref().map(|fine| fine.one(place))
    }

    /// Whether the track at a place has the vector and the mood of the one before.
    fn is_twin(&self, place: usize) -> bool {
        self.columns.twins.one(place / 64) >> (place % 64) & 1 == 1
    }

    /// Whether a track could come in with the best score there can be: of tracks as good as that the first by id come in, and to score the others would be
    /// in vain.
    fn may_beat(&self, track: TrackIndex, best: &Best) -> bool {
        best.to_beat().is_none_or(|worst| Ranked { track, score: self.ceiling } > worst)
    }
}
