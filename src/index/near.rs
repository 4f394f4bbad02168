//! The upper bound of closeness on the circumplex, for blocks and for each of their tracks.

use crate::index::columns::{AFFECT_BITS, AFFECT_STEP, Columns, FINE_SHIFT, FINE_STEP, UNKNOWN, planes_of};
use crate::index::lanes::{FARNESS_BITS, Farness, PLAIN_SHIFT, RINGS};
use crate::index::linear::{up, whole};
use crate::index::tile::Tile;
use crate::index::wide::Width;
use crate::scoring::mood::Closeness;

/// The unit of farness, which is minus the logarithm of closeness: so many units halve it twice over.
const UNIT: f64 = 0.08;

/// The farness of what is too far to be told apart.
const FARTHEST: u32 = (1 << FARNESS_BITS) - 1;

/// The closeness by rings around the wanted point. It is the product of the nearness on both axes, so its logarithm is a sum; nearness never
/// grows with distance, so the best of a step of the columns is at its point nearest to the wanted value.
#[derive(Debug)]
pub(crate) struct Near {
    weight: f64,
    axes: [Axis; 2],
    /// The highest farness within each ring.
    rings: [u32; RINGS],
    /// What each ring is worth at most, then what is beyond all.
    worth: [f32; RINGS + 1],
}

#[derive(Debug)]
struct Axis {
    /// The highest nearness within each code's step; 0 for an unknown value.
    nearness: [f64; 1 << AFFECT_BITS],
    /// Its farness in units, rounded down.
    farness: [u32; 1 << AFFECT_BITS],
    /// The highest nearness within the step of each fine code; 0 for an unknown value.
    fine: Vec<f64>,
    /// The code of the wanted value.
    peak: u8,
}

impl Axis {
    fn new(closeness: &Closeness, wanted: Option<f64>) -> Self {
        let highest = |code: usize, step: f64| {
            // A little wider than the step, for the rounding that made the code.
            let low = -1.0 + code as f64 * step - 1e-9;
            let nearest = |wanted: f64| wanted.clamp(low, low + step + 2e-9);
            wanted.and_then(|wanted| closeness.near(Some(wanted), nearest(wanted))).unwrap_or(1.0)
        };
        let known = usize::from(UNKNOWN);
        let nearness = std::array::from_fn(|code| if code < known { highest(code, AFFECT_STEP) } else { 0.0 });
        let fine = (0..256).map(|code| if code >> FINE_SHIFT < known { highest(code, FINE_STEP) } else { 0.0 });
        let fine = fine.collect();
        // Rounded down, and a hair more for the logarithm's own rounding; what is unknown or vanishes is farthest.
        let farness = nearness.map(|near| ((-near.ln() / UNIT - 1e-6).max(0.0) as u32).min(FARTHEST));
        let peak = (0..UNKNOWN)
            .fold(0, |best, code| if nearness[usize::from(code)] > nearness[usize::from(best)] { code } else { best });
        Self { nearness, farness, fine, peak }
    }
}

impl Near {
    /// Tabulates a closeness that counts for `weight`.
    pub(crate) fn new(closeness: &Closeness, weight: f64) -> Self {
        // Rings of equal steps in closeness, as far as units allow.
        let level = |ring: usize| 1.0 - (ring as f64 + 1.0) / (RINGS as f64 + 1.0);
        let rings: [u32; RINGS] = std::array::from_fn(|ring| (-level(ring).ln() / UNIT) as u32);
        let first = |ring: usize| if ring == 0 { 0 } else { rings[ring - 1] + 1 };
        let worth = std::array::from_fn(|ring| up(weight * (-f64::from(first(ring)) * UNIT).exp() * (1.0 + 1e-6)));
        let axes = [Axis::new(closeness, closeness.valence), Axis::new(closeness, closeness.arousal)];
        Self { weight, axes, rings, worth }
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
    pub(crate) fn refined(&self, total: u32, fine: [u8; 2], tile: &Tile, units: f64) -> f64 {
        let codes = fine.map(|code| usize::from(code >> FINE_SHIFT));
        let farness: u32 = self.axes.iter().zip(codes).map(|(axis, code)| axis.farness[code]).sum();
        let ring = self.rings.iter().position(|highest| farness <= *highest).unwrap_or(RINGS);
        let added = whole(self.worth[ring] * tile.scale) << PLAIN_SHIFT;
        let near: f64 = self.axes.iter().zip(fine).map(|(axis, code)| axis.fine[usize::from(code)]).product();
        f64::from(total.saturating_sub(added)) / units + self.weight * near
    }

    /// Adds the summands of a tile.
    pub(crate) fn add(&self, columns: &Columns, width: Width, tile: &mut Tile) {
        let numbers = self.worth.map(|worth| whole(worth * tile.scale));
        for block in tile.blocks() {
            let planes = planes_of(&columns.affects, block, 2 * AFFECT_BITS);
            let (valence, arousal) = planes.split_at(AFFECT_BITS);
            let axes = [(valence, &self.axes[0].farness), (arousal, &self.axes[1].farness)];
            let rings = width.run(Farness { axes, rings: self.rings });
            let plain = &mut tile.plain[block - tile.first];
            rings.iter().zip(numbers).for_each(|(ring, number)| plain.push(ring, number));
        }
    }
}
