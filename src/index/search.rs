//! The search itself.
//!
//! It is exact, because only what cannot be among the best is passed over: a group of tracks, or a track, is left out when an upper bound of its score
//! is below the k-th score so far. Every bound is at least the score, so it could not have come in, not even on a tie. Whatever comes in is
//! scored by [`Scorer::score`] itself and ordered by [`Best`] itself: the same scores and the same order to the last bit.

use std::ops::Range;

use crate::catalogue::TrackIndex;
use crate::index::descent::{self, Bar, Group, Groups, ToLeaves, ToShelves, ToTracks};
use crate::index::near::Near;
use crate::index::pending::Pending;
use crate::index::question::Question;
use crate::index::tree::LEAF;
use crate::ranking::top_k::{Best, Ranked};
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// In so many of the most promising blocks the search looks for tracks that set the bar.
const FIRST: usize = 10;

/// So many cells of the circumplex are looked into first.
const CELLS: usize = 16;

/// So many blocks are looked into at once.
const BLOCKS: usize = 512;

/// So many shelves are looked into before the bar is raised by what was found in them.
const SHELVES: usize = 256;

/// Where there are more shelves than this, the best of them are looked into first.
const MANY: usize = 48;

/// So many of those kept back are read before the first of them is scored.
const TOGETHER: usize = 16;

/// Of more tracks than this the best are offered before the others are put in order.
const CROWD: usize = 64;

/// Bars are lowered by this factor: far more than rounding takes from a few hundred sums in `f32`, or from the `f32` of the rows themselves.
const SLACK: f64 = 1.0 + 1e-4;

/// The same where a bound is worked out in `f64` just as the score is.
const EXACT: f64 = 1.0 + 1e-12;

/// What has been found so far.
struct Found<'s, F> {
    scorer: &'s Scorer<'s>,
    admitted: F,
    best: Best,
    /// The places that were offered to set the bar, ascending.
    scouted: Vec<u32>,
    /// The place that was scored last, with its score.
    last: Option<(usize, Option<Score>)>,
}

/// Where the search works.
#[derive(Default)]
struct Desk<'c> {
    blocks: Vec<u32>,
    shelves: Groups,
    below: descent::Found<'c>,
    tracks: Vec<Pending>,
}

impl<F> Found<'_, F> {
    /// The score that the next has to reach: the k-th best so far, 0 as long as there is room.
    fn bar(&self) -> f64 {
        self.best.to_beat().map_or(0.0, |worst| worst.score.value())
    }

    /// The bound that it has to reach, rounded down.
    fn lowered(&self) -> f32 {
        (self.bar() / SLACK) as f32
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
        let mut found = Found { scorer, admitted, best: Best::new(k), scouted: Vec::new(), last: None };
        let mut desk = Desk::default();
        if let Some(near) = self.near.as_ref().filter(|_| self.alone()) {
            self.nearest(near, &mut desk, &mut found);
            return found.best.into_ranking();
        }
        self.scout(most, &mut desk, &mut found);
        let mut bar = found.lowered();
        for (block, bound) in self.bounds.iter().enumerate().filter(|(_, bound)| **bound > 0.0) {
            if *bound < bar {
                continue;
            }
            desk.blocks.push(block as u32);
            if desk.blocks.len() >= BLOCKS {
                self.look_into(most, &mut desk, &mut found);
                bar = found.lowered();
            }
        }
        self.look_into(most, &mut desk, &mut found);
        found.best.into_ranking()
    }

    /// Offers the tracks with the highest bounds in the most promising blocks, so that the bar is high from the start.
    fn scout<F: Fn(TrackIndex) -> bool>(&self, k: usize, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        let mut first: Vec<usize> = (0..self.bounds.len()).filter(|block| self.bounds[*block] > 0.0).collect();
        let order = |a: &usize, b: &usize| self.likely[*b].total_cmp(&self.likely[*a]).then(a.cmp(b));
        let some = FIRST.max(k / 16);
        if first.len() > some {
            first.select_nth_unstable_by(some, order);
            first.truncate(some);
        }
        desk.blocks.extend(first.iter().map(|block| *block as u32));
        self.to_shelves(desk, found);
        desk.shelves.best_first(0, 2 * k, |shelf| self.first_of_shelf(shelf));
        desk.shelves.0.truncate(2 * k);
        self.to_leaves(desk, found, 0..2 * k);
        desk.below.leaves.best_first(0, 2 * k, |leaf| self.first_of(leaf.at as usize));
        self.to_tracks(desk, found, 0..2 * k);
        desk.tracks.sort_unstable();
        // Of many that are equal a few will do.
        desk.tracks.truncate(2 * k);
        let scouted: Vec<u32> = desk.tracks.iter().map(|one| one.place).collect();
        self.offer_all(desk, found);
        found.scouted = scouted;
        found.scouted.sort_unstable();
    }

    /// What a track has to reach.
    fn bar<F>(&self, found: &Found<'_, F>) -> Bar {
        let to_beat = found.best.to_beat().filter(|worst| worst.score >= self.ceiling);
        Bar { bound: found.lowered(), before: to_beat.map(|worst| worst.track.0) }
    }

    /// Goes down from the blocks to the shelves that can reach the bar.
    fn to_shelves<F>(&self, desk: &mut Desk<'q>, found: &Found<'_, F>) {
        let Desk { blocks, shelves, .. } = desk;
        shelves.0.clear();
        self.width.run(ToShelves { question: self, blocks, bar: self.bar(found), shelves });
        blocks.clear();
    }

    /// Goes down from some of the shelves to the leaves that can reach the bar.
    fn to_leaves<F>(&self, desk: &mut Desk<'q>, found: &Found<'_, F>, some: Range<usize>) {
        let Desk { shelves, below, .. } = desk;
        below.clear();
        let shelves = shelves.0.get(some.start..some.end.min(shelves.0.len())).unwrap_or_default();
        self.width.run(ToLeaves { question: self, shelves, bar: self.bar(found), found: below });
    }

    /// Goes down from some of the leaves at hand to the tracks that can reach the bar.
    fn to_tracks<F>(&self, desk: &mut Desk<'q>, found: &Found<'_, F>, some: Range<usize>) {
        let Desk { below, tracks, .. } = desk;
        tracks.clear();
        self.width.run(ToTracks { question: self, found: below, some, bar: self.bar(found), tracks });
    }

    /// Offers the tracks of the blocks at hand that may be among the best.
    fn look_into<F: Fn(TrackIndex) -> bool>(&self, k: usize, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        self.to_shelves(desk, found);
        let mut done = 0;
        if desk.shelves.0.len() > MANY.max(4 * k) {
            done = 2 * k;
            desk.shelves.best_first(0, done, |shelf| self.first_of_shelf(shelf));
            self.to_leaves(desk, found, 0..done);
            self.offer_leaves(k, desk, found);
            desk.shelves.drop_from(done, found.lowered());
        }
        while done < desk.shelves.0.len() {
            self.to_leaves(desk, found, done..done + SHELVES);
            self.offer_leaves(k, desk, found);
            done += SHELVES;
        }
    }

    /// Offers the tracks of the leaves at hand, those of the best first, so that the others meet a higher bar.
    fn offer_leaves<F: Fn(TrackIndex) -> bool>(&self, k: usize, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        let (mut from, mut some) = (0, 2 * k);
        while from < desk.below.leaves.0.len() {
            if desk.below.leaves.0.len() > from + 2 * some {
                desk.below.leaves.best_first(from, some, |leaf| self.first_of(leaf.at as usize));
            } else {
                some = desk.below.leaves.0.len() - from;
            }
            self.to_tracks(desk, found, from..from + some);
            self.offer_all(desk, found);
            from += some;
            desk.below.leaves.drop_from(from, found.lowered());
            some *= 4;
        }
    }

    /// Offers the tracks of the cells of the circumplex that are near enough, the nearest first.
    fn nearest<F: Fn(TrackIndex) -> bool>(&self, near: &Near, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        let moods = &self.columns.moods;
        let bounded = moods.cells().map(|(cell, held)| {
            let [bound] = near.in_boxes(&[held]);
            (bound, cell)
        });
        let mut cells: Vec<(f32, usize)> = bounded.filter(|(bound, _)| *bound > 0.0).collect();
        let order = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        // The best few are found before the others are sorted; of those then hardly any is left.
        let mut from = 0;
        if cells.len() > CELLS {
            cells.select_nth_unstable_by(CELLS, order);
        }
        while from < cells.len() {
            let to = if from == 0 { CELLS.min(cells.len()) } else { cells.len() };
            let mut some: Vec<(f32, usize)> =
                cells[from..to].iter().copied().filter(|(bound, _)| *bound >= found.lowered()).collect();
            some.sort_unstable_by(order);
            for (bound, cell) in some {
                if bound < found.lowered() {
                    break;
                }
                let (bar, ranges) = (found.lowered(), near.ranges(found.bar() / EXACT));
                let valence = |place: usize| self.columns.fine[0].one(place);
                let near_enough = |place: usize| {
                    let [bound] = near.at(self.fine(place).each_ref().map(std::array::from_ref));
                    (bound >= bar && self.sieve.of_place(self.columns, place)).then(|| Pending::new(bound, place, true))
                };
                let places = moods.places_in(cell, &ranges[0], valence);
                let places = places.filter(|place| ranges[1].contains(&self.columns.fine[1].one(*place)));
                desk.tracks.clear();
                desk.tracks.extend(places.filter_map(near_enough));
                self.offer_all(desk, found);
            }
            from = to;
        }
    }

    /// Offers the tracks at hand, the most promising first.
    fn offer_all<F: Fn(TrackIndex) -> bool>(&self, desk: &mut Desk<'q>, found: &mut Found<'_, F>) {
        let tracks = &mut desk.tracks;
        tracks.retain(|one| found.scouted.binary_search(&one.place).is_err());
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
        for some in tracks.chunks(TOGETHER) {
            if some[0].bound() < found.lowered() {
                break;
            }
            self.offer_some(some, found);
        }
    }

    /// Offers some tracks in turn.
    fn offer_some<F: Fn(TrackIndex) -> bool>(&self, some: &[Pending], found: &mut Found<'_, F>) {
        let (track, tracks) = (|one: &Pending| self.track(one.place as usize), found.scorer.features().len());
        let may_beat = |one: &Pending| {
            if track(one).index() >= tracks {
                self.columns.order.bytes.note_damage("a place belongs to no track");
            }
            track(one).index() < tracks && self.may_beat(track(one), &found.best)
        };
        let some: Vec<Pending> = some.iter().copied().filter(may_beat).collect();
        found.scorer.features().warm(some.iter().filter(|one| !self.is_twin(one.place as usize)).map(track));
        for one in some {
            if one.bound() >= found.lowered() {
                self.offer(one, found);
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
            let slack = if self.alone() { EXACT } else { SLACK };
            if refined * slack < found.bar() {
                return;
            }
        }
        let track = self.track(place);
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
