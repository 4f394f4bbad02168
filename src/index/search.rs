//! The search itself.
//!
//! It is exact, because only what cannot be among the best is passed over: a block, or a track of it, is left out when an upper bound of its score
//! is below the k-th score so far. Every bound is at least the score, so it could not have come in, not even on a tie. Whatever comes in is
//! scored by [`Scorer::score`] itself and ordered by [`Best`] itself: the same scores and the same order to the last bit.
//!
//! The bound of a track is a whole number of units, the sum of whole numbers each rounded up, and what does not fit counts as beyond any bar (see
//! [`crate::index::totals`]). The bar in units is rounded down, so a track that reaches the bar in truth reaches it in units.

use crate::catalogue::TrackIndex;
use crate::index::bounding::Bounding;
use crate::index::lanes::{LANES, Lanes, NONE, both, each};
use crate::index::near::Near;
use crate::index::pending::{Pending, Promise};
use crate::index::tile::TILE;
use crate::index::totals::{HIGHEST, TOTAL_BITS};
use crate::index::wide::fetch;
use crate::ranking::top_k::{Best, Ranked};
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// In so many of the most promising blocks the search looks for tracks that set the bar.
const FIRST: usize = 10;

/// So many of those kept back are read before the first of them is scored.
const TOGETHER: usize = 64;

/// Bars are lowered by this factor: far more than rounding takes from a few hundred sums in `f32`, or from the `f32` of the rows themselves.
const SLACK: f64 = 1.0 + 1e-4;

/// The same where a bound is worked out in `f64` just as the score is.
const EXACT: f64 = 1.0 + 1e-12;

/// What has been found so far.
struct Found<'s, F> {
    scorer: &'s Scorer<'s>,
    admitted: F,
    best: Best,
    promise: Promise,
    pending: Vec<Pending>,
    /// The places that were offered to set the bar, ascending.
    scouted: Vec<u32>,
    /// The place that was scored last, with its score.
    last: Option<(usize, Option<Score>)>,
}

impl Bounding<'_> {
    /// The best `k` of the tracks that are admitted, best first.
    pub(crate) fn best(mut self, scorer: &Scorer<'_>, k: usize, admitted: impl Fn(TrackIndex) -> bool) -> Vec<Ranked> {
        if k == 0 {
            return Vec::new();
        }
        let bounds = std::mem::take(&mut self.bounds);
        let (best, promise) = (Best::new(k), Promise::new(k));
        let mut found = Found { scorer, admitted, best, promise, pending: Vec::new(), scouted: Vec::new(), last: None };
        self.scout(k, &bounds, &mut found);
        let wanted_of = |tile: usize, bar: f64| {
            let bounds = &bounds[(tile * TILE).min(bounds.len())..((tile + 1) * TILE).min(bounds.len())];
            let reaches = |bound: f32| bound > 0.0 && f64::from(bound) * SLACK >= bar;
            bounds.iter().rev().fold(0, |wanted, bound| wanted << 1 | u64::from(reaches(*bound)))
        };
        for tile in 0..bounds.len().div_ceil(TILE) {
            let bar = bar(&found.best);
            self.ahead.1 = wanted_of(tile + 1, bar);
            self.ahead.0.clear();
            if self.ahead.1 != 0 && !self.alone() {
                self.planes.ahead(self.columns, tile + 1, &mut self.ahead.0);
            }
            self.tile(tile * TILE, wanted_of(tile, bar), &mut found);
        }
        let mut pending = std::mem::take(&mut found.pending);
        let bar_now = self.in_units(bar(&found.best));
        pending.retain(|pending| pending.total() >= bar_now);
        pending.sort_unstable();
        for some in pending.chunks(TOGETHER) {
            if some[0].total() < self.in_units(bar(&found.best)) {
                break;
            }
            let track = |one: &Pending| TrackIndex(self.columns.order.one(one.place as usize));
            let some: Vec<Pending> =
                some.iter().copied().filter(|one| self.may_beat(track(one), &found.best)).collect();
            scorer.features().warm(some.iter().filter(|one| !self.is_twin(one.place as usize)).map(track));
            for one in some {
                if one.total() >= self.in_units(bar(&found.best)) {
                    self.offer(one, &mut found);
                }
            }
        }
        found.best.into_ranking()
    }

    /// Offers the tracks with the `k` highest bounds in the most promising blocks, so that the bar is high from the start.
    fn scout<F: Fn(TrackIndex) -> bool>(&mut self, k: usize, bounds: &[f32], found: &mut Found<'_, F>) {
        let likely = std::mem::take(&mut self.likely);
        let mut first: Vec<usize> = (0..bounds.len()).filter(|block| bounds[*block] > 0.0).collect();
        let order = |a: &usize, b: &usize| likely[*b].total_cmp(&likely[*a]).then(a.cmp(b));
        if first.len() > FIRST {
            first.select_nth_unstable_by(FIRST - 1, order);
            first.truncate(FIRST);
        }
        let mut promise = Promise::new(k);
        let mut scouted = Vec::new();
        for block in first {
            let (run, at) = (block / TILE, block % TILE);
            let mut admissible = [NONE; TILE];
            if self.sieve.of_run(self.columns, self.width, run, 1 << at, &mut admissible) == 0 {
                continue;
            }
            self.tile.start(block - block % TILE, 1 << (block % TILE));
            self.fill();
            let mut totals = [NONE; TOTAL_BITS];
            let reached = self.totals((block, 0), promise.kth(), &mut totals);
            self.each_bound(block, &both(&admissible[at], &reached), &totals, |one| {
                if promise.holds(one.total()) {
                    promise.note(one.total());
                    scouted.push(one);
                }
            });
        }
        scouted.retain(|one| promise.holds(one.total()));
        scouted.sort_unstable();
        // Of many that are equal a few will do.
        scouted.truncate(2 * k);
        for one in &scouted {
            self.offer(*one, found);
        }
        found.scouted = scouted.into_iter().map(|one| one.place).collect();
        found.scouted.sort_unstable();
    }

    /// Offers the tracks of some blocks that may be among the best.
    fn tile<F: Fn(TrackIndex) -> bool>(&mut self, first: usize, wanted: u64, found: &mut Found<'_, F>) {
        let mut admissible = [NONE; TILE];
        let wanted = self.sieve.of_run(self.columns, self.width, first / TILE, wanted, &mut admissible);
        if wanted == 0 {
            return;
        }
        self.tile.start(first, wanted);
        if let Some(near) = self.near.as_ref().filter(|_| self.alone()) {
            for block in self.tile.blocks() {
                self.by_closeness(near, block, &admissible[block - first], found);
            }
            return;
        }
        self.fill();
        for (i, block) in self.tile.blocks().enumerate() {
            let (columns, left) = &mut self.ahead;
            let one = *left & left.wrapping_neg();
            *left &= left.wrapping_sub(1);
            columns.iter().filter_map(|kept| kept.of_block(one)).for_each(fetch);
            self.block((block, i), &admissible[block - first], found);
        }
    }
    /// Offers the tracks of one block whose closeness may be among the best, where nothing else counts.
    fn by_closeness<F: Fn(TrackIndex) -> bool>(
        &self,
        near: &Near,
        block: usize,
        admissible: &Lanes,
        found: &mut Found<'_, F>,
    ) {
        let within = near.within(self.columns, block, self.width, bar(&found.best));
        each(&both(admissible, &within), |lane| {
            let place = block * LANES + lane;
            let bound = near.bound(self.fine(place));
            if bound * EXACT < bar(&found.best) || found.scouted.binary_search(&(place as u32)).is_ok() {
                return;
            }
            let total = ((bound * self.units) as u32 + 1).min(HIGHEST - 1);
            self.offer(Pending::new(total, place, false), found);
        });
    }
    /// Offers the tracks of one block, the `at`-th of the tile, that may be among the best, of those that are admissible.
    fn block<F: Fn(TrackIndex) -> bool>(
        &mut self,
        (block, at): (usize, usize),
        admissible: &Lanes,
        found: &mut Found<'_, F>,
    ) {
        let mut totals = [NONE; TOTAL_BITS];
        let reached = self.totals((block, at), self.in_units(bar(&found.best)), &mut totals);
        self.each_bound(block, &both(admissible, &reached), &totals, |one| {
            if one.total() < self.in_units(bar(&found.best)) || found.scouted.binary_search(&one.place).is_ok() {
                return;
            }
            if found.best.to_beat().is_none() || found.promise.raised_by(one.total()) {
                self.offer(one, found);
            } else {
                found.pending.push(one);
            }
        });
    }
    /// Offers a track, unless something finer says that it is not among the best.
    fn offer<F: Fn(TrackIndex) -> bool>(&self, one: Pending, found: &mut Found<'_, F>) {
        let (total, place) = (one.total(), one.place as usize);
        // What overflowed says nothing.
        if let Some(near) = self.near.as_ref().filter(|_| one.whole && total < HIGHEST)
            && near.refined(total, self.fine(place), self.units) * SLACK < bar(&found.best)
        {
            return;
        }
        let track = TrackIndex(self.columns.order.one(place));
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
        if beats && !room && !(found.admitted)(track) {
            return;
        }
        found.promise.note(total);
        if beats {
            found.best.offer(ranked);
        }
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

    /// A score in units, rounded down.
    fn in_units(&self, score: f64) -> u32 {
        ((score / SLACK * self.units) as u32).min(HIGHEST)
    }
}

/// The score that the next has to reach: the k-th best so far, 0 as long as there is room.
fn bar(best: &Best) -> f64 {
    best.to_beat().map_or(0.0, |worst| worst.score.value())
}
