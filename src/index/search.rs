//! The best k by upper bounds: whole groups are passed over, then single tracks; what is left is scored as ever.
//!
//! A track is left out only where its bound is below the k-th score so far. Every bound is at least the score, so it could not have come in, not even
//! on a tie. Whatever comes in is scored by [`Scorer::score`] itself and ordered by [`Best`] itself: the same scores and the same order to the last bit.

use crate::catalogue::TrackIndex;
use crate::index::claims::Claims;
use crate::index::columns::{Columns, GROUP, Sums};
use crate::index::kernels::AtLeast;
use crate::index::linear::{Hits, Linear, OfGroups};
use crate::index::near::Near;
use crate::index::sieve::Sieve;
use crate::index::wide::Width;
use crate::ranking::top_k::{Best, Ranked};
use crate::scoring::Scorer;

/// Groups are taken in runs of so many, the most promising run first.
const RUN: usize = 16;

/// Bounds that are compared in `f64` are raised by this factor, far above what rounding in `f64` and the final steps in `f32` could take.
const SLACK: f64 = 1.0 + 1e-5;

/// A linear part of the score with its bounds.
struct Part {
    weight: f64,
    linear: Linear,
    groups: OfGroups,
}

/// The wanted tags with their bounds.
struct Wanted {
    weight: f64,
    claims: Claims,
    groups: Vec<f32>,
}

/// A question made ready to be bounded.
pub(crate) struct Search<'a> {
    columns: &'a Columns,
    width: Width,
    seeds: Option<Part>,
    wanted: Option<Wanted>,
    closeness: Option<(f64, Near)>,
    /// What is kept of the score with any of these bit columns.
    unwanted: Vec<(f64, Vec<u64>)>,
    sieve: &'a Sieve,
    hits: Hits,
}

/// What the parts of a group can add at most, each times its weight.
#[derive(Clone, Copy)]
struct Upper {
    seeds: f64,
    wanted: f64,
    closeness: f64,
}

impl Upper {
    fn total(self) -> f64 {
        (self.seeds + self.wanted + self.closeness) * SLACK
    }
}

impl<'a> Search<'a> {
    /// Makes a question ready; none where it asks for anything else than something, so that nothing can be passed over.
    pub(crate) fn new(columns: &'a Columns, scorer: &Scorer<'_>, sieve: &'a Sieve, width: Width) -> Option<Self> {
        let encoder = scorer.features().encoder();
        let parts = scorer.parts();
        if parts.anything_else {
            return None;
        }
        let part = |weight: f64, dense: &[f64]| {
            let linear = Linear::new(columns, encoder, dense);
            let groups = linear.of_groups(columns, width);
            Part { weight, linear, groups }
        };
        let wanted = parts.wanted.filter(|(weight, _)| *weight > 0.0).map(|(weight, wanted)| {
            let claims = Claims::new(columns, encoder, wanted);
            let groups = claims.of_groups(columns, width);
            Wanted { weight, claims, groups }
        });
        let unwanted = parts.unwanted.iter().map(|(lost, dimensions)| (1.0 - lost, columns.carrying(dimensions)));
        Some(Self {
            columns,
            width,
            seeds: parts.seeds.filter(|(w, _)| *w > 0.0).map(|(weight, dense)| part(weight, dense)),
            wanted,
            closeness: parts.closeness.filter(|(w, _)| *w > 0.0).map(|(weight, c)| (weight, Near::new(c))),
            unwanted: unwanted.collect(),
            sieve,
            hits: Hits::default(),
        })
    }

    /// The bounds of a group's parts.
    fn upper(&self, group: usize) -> Upper {
        let seeds = self.seeds.as_ref().map_or(0.0, |part| part.weight * f64::from(part.groups.totals[group]));
        let wanted = self.wanted.as_ref().map_or(0.0, |wanted| wanted.weight * f64::from(wanted.groups[group]));
        let closeness =
            self.closeness.as_ref().map_or(0.0, |(weight, near)| weight * near.of_group(self.columns, group));
        Upper { seeds, wanted, closeness }
    }

    /// The best `k` of the tracks that are admitted, best first.
    pub(crate) fn best(mut self, scorer: &Scorer<'_>, k: usize, admitted: impl Fn(TrackIndex) -> bool) -> Vec<Ranked> {
        let mut best = Best::new(k);
        if k == 0 {
            return Vec::new();
        }
        let uppers: Vec<f64> = (0..self.columns.groups).map(|group| self.upper(group).total()).collect();
        let mut runs: Vec<(f64, usize)> = uppers
            .chunks(RUN)
            .enumerate()
            .map(|(run, uppers)| (uppers.iter().copied().fold(0.0, f64::max), run))
            .filter(|(upper, _)| *upper > 0.0)
            .collect();
        runs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (upper, run) in runs {
            let to_beat = |best: &Best| best.to_beat().map_or(0.0, |worst| worst.score.value());
            if upper < to_beat(&best) {
                break;
            }
            let groups = run * RUN..((run + 1) * RUN).min(self.columns.groups);
            for group in groups {
                if uppers[group] > 0.0 && uppers[group] >= to_beat(&best) {
                    self.group(group, scorer, &mut best, &admitted);
                }
            }
        }
        best.into_ranking()
    }

    /// Offers the tracks of one group that may be among the best.
    fn group(&mut self, group: usize, scorer: &Scorer<'_>, best: &mut Best, admitted: &impl Fn(TrackIndex) -> bool) {
        let columns = self.columns;
        let upper = self.upper(group);
        let bar = best.to_beat().map_or(0.0, |worst| worst.score.value()) / SLACK;
        let mut mask = self.sieve.of_group(columns, group, self.width);
        if mask == 0 {
            return;
        }
        // What one part has to add at least, where the others add all they can.
        if let Some((weight, near)) = &self.closeness {
            mask &= near.at_least(columns, group, (bar - upper.seeds - upper.wanted) / weight - 1e-9, self.width);
        }
        let mut kept = [1.0_f64; GROUP];
        for (keeps, set) in &self.unwanted {
            let carriers = columns.bits.any_of(group, set);
            if upper.total() * keeps < bar {
                mask &= !carriers;
            }
            each(carriers, |lane| kept[lane] = kept[lane].min(*keeps));
        }
        if mask == 0 {
            return;
        }
        let mut hits = std::mem::take(&mut self.hits);
        let mut sums = |part: &Part| part.linear.of_tracks(columns, group, self.width, &mut hits);
        let similar = self.seeds.as_ref().map(|part| {
            let sums = sums(part);
            let needed = (bar - upper.wanted - upper.closeness) / part.weight - f64::from(part.groups.tempo[group]);
            // Lowered to the next below, since the conversion may round up.
            let bound = ((needed / SLACK) as f32).next_down() / part.linear.slack;
            mask &= self.width.run(AtLeast { sums: &sums, bound });
            (part, sums)
        });
        let wished = self.wanted.as_mut().map(|wanted| {
            let sums = wanted.claims.of_tracks(columns, group, self.width);
            let needed = (bar - upper.seeds - upper.closeness) / wanted.weight;
            let bound = ((needed / SLACK) as f32).next_down() / wanted.claims.slack - wanted.claims.most_of_tempo();
            mask &= self.width.run(AtLeast { sums: &sums, bound: bound - f32::EPSILON });
            (&*wanted, sums)
        });
        each(mask, |lane| {
            let place = group * GROUP + lane;
            let whole = |part: &Part, sums: &Sums| {
                f64::from((sums[lane] + part.linear.of_tempo(columns, place)) * part.linear.slack)
            };
            let own = Upper {
                seeds: similar.as_ref().map_or(0.0, |(part, sums)| part.weight * whole(part, sums)),
                wanted: wished.as_ref().map_or(0.0, |(wanted, sums)| {
                    let sum = (sums[lane] + wanted.claims.of_tempo(columns, place)) * wanted.claims.slack;
                    wanted.weight * f64::from(sum)
                }),
                closeness: self.closeness.as_ref().map_or(0.0, |(w, near)| w * near.of_track(columns, place)),
            };
            let beaten = best.to_beat().is_some_and(|worst| own.total() * kept[lane] * SLACK < worst.score.value());
            let track = columns.order[place];
            if !beaten
                && admitted(track)
                && let Some(score) = scorer.score(track)
            {
                best.offer(Ranked { track, score });
            }
        });
        self.hits = hits;
    }
}

/// Calls for each bit that is set, the lowest first.
fn each(mut mask: u64, mut call: impl FnMut(usize)) {
    while mask != 0 {
        call(mask.trailing_zeros() as usize);
        mask &= mask - 1;
    }
}
