//! The search itself.
//!
//! It is exact, because only what cannot be among the best is passed over: a block, or a track of it, is left out when an upper bound of its score
//! is below the k-th score so far. Every bound is at least the score, so it could not have come in, not even on a tie. Whatever comes in is
//! scored by [`Scorer::score`] itself and ordered by [`Best`] itself: the same scores and the same order to the last bit.
//!
//! The bound of a track is a whole number of units, the sum of whole numbers each rounded up, and what does not fit counts as beyond any bar (see
//! [`crate::index::lanes`]). The bar in units is rounded down, so a track that reaches the bar in truth reaches it in units.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::Facet;
use crate::index::claims::Claims;
use crate::index::columns::{Columns, SHARE_BITS, TAGGED, Tempo, planes_of};
use crate::index::lanes::{LANES, Lanes, NONE, TOTAL_BITS, Totals, WORDS, at_least, both, each, highest, without};
use crate::index::linear::Linear;
use crate::index::near::Near;
use crate::index::sieve::Sieve;
use crate::index::tempi::Tempi;
use crate::index::tile::{TILE, Tile};
use crate::index::wide::{Kernel, Vector, Width};
use crate::ranking::top_k::{Best, Ranked};
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// So many of the most promising blocks are searched first, the others in their order.
const FIRST: usize = 4;

/// Bars are lowered by this factor: far more than rounding takes from a few hundred sums in `f32`, or from the `f32` of the rows themselves.
const SLACK: f64 = 1.0 + 1e-4;

/// The highest bound of a block in units. A track's bound may be more than that, since its sums are rounded up and its block's are capped.
const UNITS: f64 = 1800.0;

/// The highest total.
const HIGHEST: u32 = (1 << TOTAL_BITS) - 1;

/// A question made ready to be bounded.
pub(crate) struct Search<'a> {
    columns: &'a Columns,
    width: Width,
    linear: Option<Linear>,
    claims: Option<Claims>,
    tempi: Option<Tempi>,
    near: Option<Near>,
    /// What is kept of the score with any of these bit columns.
    unwanted: Vec<(f64, Vec<usize>)>,
    sieve: &'a Sieve,
    /// The bounds of all blocks.
    bounds: Vec<f32>,
    /// How many units a score of 1 is.
    units: f64,
    tile: Tile,
}

impl<'a> Search<'a> {
    /// Makes a question ready; none where it asks for anything else than something, so that nothing can be passed over.
    pub(crate) fn new(columns: &'a Columns, scorer: &Scorer<'_>, sieve: &'a Sieve, width: Width) -> Option<Self> {
        let encoder = scorer.features().encoder();
        let parts = scorer.parts();
        if parts.anything_else {
            return None;
        }
        let seeds = parts.seeds.filter(|(weight, _)| *weight > 0.0);
        let wanted = parts.wanted.filter(|(weight, _)| *weight > 0.0);
        let closeness = parts.closeness.filter(|(weight, _)| *weight > 0.0);
        let tempo = encoder.block(Facet::Tempo);
        let wishes = wanted.map_or(Vec::new(), |(_, wanted)| wanted.claims().1);
        let asks = seeds.is_some_and(|(_, dense)| dense[tempo.clone()].iter().any(|q| *q > 0.0)) || !wishes.is_empty();
        let worth = |of: &Tempo| {
            let alike = seeds.map_or(0.0, |(weight, dense)| {
                weight * of.iter().map(|part| dense[part.dimension] * part.value).sum::<f64>()
            });
            let cosine =
                |bins: &[f64]| of.iter().map(|part| bins[part.dimension - tempo.start] * part.share).sum::<f64>();
            let wished = wanted.map_or(0.0, |(weight, _)| {
                weight * wishes.iter().map(|(part, bins)| part * cosine(bins).min(1.0)).sum::<f64>()
            });
            alike + wished
        };
        let unwanted = parts.unwanted.iter().map(|(lost, dimensions)| (1.0 - lost, columns.carrying(dimensions)));
        let mut search = Self {
            columns,
            width,
            linear: seeds.map(|(weight, dense)| Linear::new(columns, encoder, dense, weight)),
            claims: wanted.map(|(weight, wanted)| Claims::new(columns, encoder, wanted, weight)),
            tempi: asks.then(|| Tempi::new(columns, worth)),
            near: closeness.map(|(weight, closeness)| Near::new(closeness, weight)),
            unwanted: unwanted.collect(),
            sieve,
            bounds: vec![0.0; columns.blocks],
            units: 1.0,
            tile: Tile::default(),
        };
        let most = wanted.map_or(0.0, |(weight, _)| weight * wishes.iter().map(|(part, _)| part).sum::<f64>());
        search.bound_blocks(most as f32);
        Some(search)
    }

    /// Bounds all blocks; wishes for tempo can add so much to any of them.
    fn bound_blocks(&mut self, wished_tempo: f32) {
        if wished_tempo > 0.0 {
            self.bounds.fill(wished_tempo);
        }
        if let Some(linear) = &self.linear {
            linear.bound_blocks(self.columns, self.width, &mut self.bounds);
        }
        if let Some(claims) = &self.claims {
            claims.bound_blocks(self.columns, self.width, &mut self.bounds);
        }
        if let Some(near) = &self.near {
            near.bound_blocks(self.columns, &mut self.bounds);
        }
        let highest = self.bounds.iter().fold(0.0, |a: f32, b| a.max(*b));
        self.units = UNITS / f64::from(highest).max(1e-9);
    }

    /// The best `k` of the tracks that are admitted, best first.
    pub(crate) fn best(mut self, scorer: &Scorer<'_>, k: usize, admitted: impl Fn(TrackIndex) -> bool) -> Vec<Ranked> {
        let mut best = Best::new(k);
        if k == 0 {
            return Vec::new();
        }
        let mut first: Vec<usize> = (0..self.columns.blocks).collect();
        let bounds = std::mem::take(&mut self.bounds);
        let order = |a: &usize, b: &usize| bounds[*b].total_cmp(&bounds[*a]).then(a.cmp(b));
        if first.len() > FIRST {
            first.select_nth_unstable_by(FIRST - 1, order);
            first.truncate(FIRST);
        }
        first.sort_unstable_by(order);
        for block in &first {
            self.tile(block - block % TILE, 1 << (block % TILE), scorer, &mut best, &admitted);
        }
        for (tile, bounds) in bounds.chunks(TILE).enumerate() {
            let bar = bar(&best);
            let reaches = |bound: f32| bound > 0.0 && f64::from(bound) * SLACK >= bar;
            let mut wanted = bounds.iter().rev().fold(0, |wanted, bound| wanted << 1 | u64::from(reaches(*bound)));
            let done = first.iter().filter(|block| **block / TILE == tile);
            done.for_each(|block| wanted &= !(1 << (block % TILE)));
            self.tile(tile * TILE, wanted, scorer, &mut best, &admitted);
        }
        best.into_ranking()
    }

    /// Offers the tracks of some blocks that may be among the best.
    fn tile(
        &mut self,
        first: usize,
        mut wanted: u64,
        scorer: &Scorer<'_>,
        best: &mut Best,
        admitted: &impl Fn(TrackIndex) -> bool,
    ) {
        let mut admissible = [NONE; TILE];
        for (at, lanes) in admissible.iter_mut().enumerate() {
            if wanted >> at & 1 == 1 {
                *lanes = self.sieve.of_block(self.columns, first + at, self.width);
                wanted &= !(u64::from(*lanes == NONE) << at);
            }
        }
        if wanted == 0 {
            return;
        }
        // A hair more, for the rounding of the products in `f32`.
        self.tile.start(self.columns, first, wanted, self.units * (1.0 + 1e-6));
        self.width.run(Collect { search: self });
        for block in self.tile.blocks() {
            self.block(block, admissible[block - first], scorer, best, admitted);
        }
    }

    /// Offers the tracks of one block of the tile that may be among the best, of those that are admissible.
    fn block(
        &self,
        block: usize,
        admissible: Lanes,
        scorer: &Scorer<'_>,
        best: &mut Best,
        admitted: &impl Fn(TrackIndex) -> bool,
    ) {
        let mut totals = [NONE; TOTAL_BITS];
        let mut todo = both(&admissible, &self.totals(block, &mut totals, self.in_units(bar(best))));
        if todo == NONE {
            return;
        }
        for (keeps, set) in &self.unwanted {
            // What a carrier has left of its score has to reach the bar.
            let needed = self.in_units((bar(best) / keeps.max(1e-9)).min(2.0 * f64::from(HIGHEST)));
            let enough = at_least(&totals, needed);
            let carriers = self.columns.bits.any_of(block, set);
            todo = std::array::from_fn(|i| todo[i] & (enough[i] | !carriers[i]));
        }
        // The most promising first, so that the bar rises early.
        let mut last: Option<(usize, Option<Score>)> = None;
        while todo != NONE {
            let (total, lanes) = highest(&totals, &todo);
            if total < self.in_units(bar(best)) {
                break;
            }
            todo = without(&todo, &lanes);
            let twins = self.columns.twins.at(block * WORDS..(block + 1) * WORDS);
            let fine = self.columns.fine.at(block * LANES..(block + 1) * LANES);
            each(&lanes, |lane| {
                // What overflowed says nothing.
                if let Some(near) = self.near.as_ref().filter(|_| total < HIGHEST)
                    && let Some(fine) = fine.get(lane)
                    && near.refined(total, *fine, &self.tile, self.units) * SLACK < bar(best)
                {
                    return;
                }
                let track = TrackIndex(self.columns.order.one(block * LANES + lane));
                let twin = twins.get(lane / 64).is_some_and(|twins| twins >> (lane % 64) & 1 == 1);
                let score = match last {
                    Some((before, score)) if twin && before + 1 == lane => score,
                    _ => scorer.score(track),
                };
                last = Some((lane, score));
                if let Some(score) = score {
                    let ranked = Ranked { track, score };
                    if best.to_beat().is_none_or(|worst| ranked > worst) && admitted(track) {
                        best.offer(ranked);
                    }
                }
            });
        }
    }

    /// A score in units, rounded down.
    fn in_units(&self, score: f64) -> u32 {
        ((score / SLACK * self.units) as u32).min(HIGHEST)
    }

    /// The totals of the lanes of a block, and the lanes that reach a bar.
    fn totals(&self, block: usize, totals: &mut [Lanes; TOTAL_BITS], bar: u32) -> Lanes {
        let shares = planes_of(&self.columns.shares, block, TAGGED.len() * SHARE_BITS);
        let at = block - self.tile.first;
        let [genre, instrumentation, theme] = &self.tile.facets;
        let facets = [
            (&genre[at], &shares[..SHARE_BITS]),
            (&instrumentation[at], &shares[SHARE_BITS..2 * SHARE_BITS]),
            (&theme[at], &shares[2 * SHARE_BITS..]),
        ];
        self.width.run(Totals { plain: &self.tile.plain[at], facets, bar, totals })
    }
}

/// Collects the summands of a tile.
struct Collect<'s, 'a> {
    search: &'s mut Search<'a>,
}

impl Kernel for Collect<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector>(self) {
        let Search { columns, tile, linear, claims, tempi, near, width, .. } = self.search;
        if let Some(tempi) = tempi {
            tempi.add(columns, tile);
        }
        if let Some(near) = near {
            near.add(columns, *width, tile);
        }
        if let Some(linear) = linear {
            linear.add(columns, tile);
        }
        if let Some(claims) = claims {
            claims.add(columns, tile);
        }
    }
}

/// The score that the next has to reach: the k-th best so far, 0 as long as there is room.
fn bar(best: &Best) -> f64 {
    best.to_beat().map_or(0.0, |worst| worst.score.value())
}
