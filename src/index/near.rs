//! The upper bound of closeness on the circumplex, for blocks and for each of their tracks.

use crate::index::build::fine_code;
use crate::index::columns::{
    AFFECT_BITS, AFFECT_STEP, Columns, FINE_SHIFT, FINE_STEP, UNKNOWN, UNKNOWN_FINE, planes_of,
};
use crate::index::lanes::{LANES, Lanes};
use crate::index::linear::{up, whole};
use crate::index::rings::{Between, FARNESS_BITS, Farness, Meaning, RINGS};
use crate::index::tile::Tile;
use crate::index::wide::Width;
use crate::scoring::mood::Closeness;

/// The unit of farness, which is minus the logarithm of closeness.
const UNIT: f64 = 0.02;

/// The least closeness within each ring: narrow rings where it is high, since the best are there.
const LEVELS: [f64; RINGS] = [0.985, 0.955, 0.91, 0.85, 0.77, 0.68, 0.58, 0.48, 0.37, 0.26, 0.15];

/// The farness of what is too far to be told apart.
const FARTHEST: u32 = (1 << FARNESS_BITS) - 1;

/// The closeness by rings around the wanted point. It is the product of the nearness on both axes, so its logarithm is a sum; nearness never
/// grows with distance, so the best of a step of the columns is at its point nearest to the wanted value.
#[derive(Debug)]
pub(crate) struct Near {
    weight: f64,
    closeness: Closeness,
    axes: [Axis; 2],
    /// The highest farness within each ring.
    rings: [u32; RINGS],
    /// What each ring is worth at most, then what is beyond all.
    worth: [f32; RINGS + 1],
    /// What a score of 1 is in units.
    units: f32,
    /// The place of the first ring's plane.
    first: u16,
}

#[derive(Debug)]
struct Axis {
    wanted: Option<f64>,
    /// The highest nearness within each code's step; 0 for an unknown value.
    nearness: [f64; 1 << AFFECT_BITS],
    /// Its farness in units, rounded down.
    farness: [u32; 1 << AFFECT_BITS],
    meaning: Meaning<FARNESS_BITS>,
    /// The code of the wanted value.
    peak: u8,
}

/// The highest nearness within the step of a code.
fn highest(closeness: &Closeness, wanted: Option<f64>, code: usize, step: f64) -> f64 {
    // A little wider than the step, for the rounding that made the code.
    let low = -1.0 + code as f64 * step - 1e-9;
    let nearest = |wanted: f64| wanted.clamp(low, low + step + 2e-9);
    wanted.and_then(|wanted| closeness.near(Some(wanted), nearest(wanted))).unwrap_or(1.0)
}

impl Axis {
    fn new(closeness: &Closeness, wanted: Option<f64>) -> Self {
        let known = usize::from(UNKNOWN);
        let highest = |code: usize| highest(closeness, wanted, code, AFFECT_STEP);
        let nearness = std::array::from_fn(|code| if code < known { highest(code) } else { 0.0 });
        // Rounded down, and a hair more for the logarithm's own rounding; what is unknown or vanishes is farthest.
        let farness = nearness.map(|near| ((-near.ln() / UNIT - 1e-6).max(0.0) as u32).min(FARTHEST));
        let peak = (0..UNKNOWN)
            .fold(0, |best, code| if nearness[usize::from(code)] > nearness[usize::from(best)] { code } else { best });
        Self { wanted, nearness, farness, meaning: Meaning::of(&farness), peak }
    }
}

impl Near {
    /// Tabulates a closeness that counts for `weight`. Rings go to [`RINGS`] planes and one more from `first` on.
    pub(crate) fn new(closeness: &Closeness, weight: f64, first: u16) -> Self {
        let rings: [u32; RINGS] = LEVELS.map(|level| (-level.ln() / UNIT) as u32);
        let nearest = |ring: usize| if ring == 0 { 0 } else { rings[ring - 1] + 1 };
        let worth = std::array::from_fn(|ring| up(weight * (-f64::from(nearest(ring)) * UNIT).exp() * (1.0 + 1e-6)));
        let axes = [Axis::new(closeness, closeness.valence), Axis::new(closeness, closeness.arousal)];
        Self { weight, closeness: *closeness, axes, rings, worth, units: 0.0, first }
    }

    /// Sets what a score of 1 is in units.
    pub(crate) fn scale(&mut self, units: f32) {
        self.units = units;
    }

    /// The planes of the rings, which do not meet, with the number of each.
    pub(crate) fn summand(&self) -> Vec<(u16, u32)> {
        (self.first..).zip(self.worth).map(|(plane, worth)| (plane, whole(worth * self.units))).collect()
    }

    /// Adds to the bounds of all blocks.
    pub(crate) fn bound_blocks(&self, columns: &Columns, bounds: &mut [f32]) {
        let best =
            |axis: &Axis, low: u8, high: u8| axis.nearness[usize::from(axis.peak.max(low).min(high).min(UNKNOWN))];
        for (bound, [low_valence, high_valence, low_arousal, high_arousal]) in
            bounds.iter_mut().zip(columns.boxes.all())
        {
            let [valence, arousal] = &self.axes;
            let near = best(valence, *low_valence, *high_valence) * best(arousal, *low_arousal, *high_arousal);
            *bound += (self.weight * near) as f32;
        }
    }

    /// The bound of a lane's score from its total, with what its fine codes say in place of what its codes do. `units` is what a score of 1 is in
    /// totals.
    ///
    /// The ring that was added is found again from the same codes by the same steps; so what is taken away is what was added, and what is left
    /// bounds the rest of the score.
    pub(crate) fn refined(&self, total: u32, fine: [u16; 2], units: f64) -> f64 {
        let codes = fine.map(|code| usize::from(code >> FINE_SHIFT));
        let farness: u32 = self.axes.iter().zip(codes).map(|(axis, code)| axis.farness[code]).sum();
        let ring = self.rings.iter().position(|highest| farness <= *highest).unwrap_or(RINGS);
        let added = whole(self.worth[ring] * self.units);
        f64::from(total.saturating_sub(added)) / units + self.bound(fine)
    }

    /// What closeness adds to a score at most, by its fine codes.
    pub(crate) fn bound(&self, fine: [u16; 2]) -> f64 {
        let near = |(axis, code): (&Axis, u16)| match code {
            UNKNOWN_FINE => 0.0,
            _ => highest(&self.closeness, axis.wanted, usize::from(code), FINE_STEP),
        };
        self.weight * self.axes.iter().zip(fine).map(near).product::<f64>()
    }

    /// The tracks of a block that are near enough for closeness alone to reach a bar, and perhaps a few more.
    pub(crate) fn within(&self, columns: &Columns, block: usize, width: Width, bar: f64) -> Lanes {
        // Closeness is `exp(-d^2 / (2 width^2))`. A hair wider, for rounding.
        let radius = self.closeness.width * (-2.0 * (bar / self.weight).min(1.0).ln()).max(0.0).sqrt() + 1e-6;
        let axes = [0, 1].map(|axis: usize| {
            let codes = columns.fine[axis].at(block * LANES..(block + 1) * LANES);
            let range = self.axes[axis].wanted.map(|wanted| fine_code(wanted - radius)..=fine_code(wanted + radius));
            // An axis that is not wanted tells of what is unknown alone.
            (codes, range.unwrap_or(0..=UNKNOWN_FINE - 1))
        });
        width.run(Between { axes })
    }

    /// Fills its planes of a tile.
    pub(crate) fn fill(&self, columns: &Columns, width: Width, tile: &mut Tile) {
        for (block, planes_of_block) in tile.blocks().zip(tile.rows()) {
            let planes = planes_of(&columns.affects, block, 2 * AFFECT_BITS);
            let (valence, arousal) = planes.split_at(AFFECT_BITS);
            let axes = [(valence, &self.axes[0].meaning), (arousal, &self.axes[1].meaning)];
            let found = &mut planes_of_block[usize::from(self.first)..];
            width.run(Farness { axes, rings: self.rings, found });
        }
    }
}
