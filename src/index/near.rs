//! The upper bound of closeness on the circumplex, for a group and for each of its tracks.

use crate::index::columns::{AFFECT_STEP, Columns, UNKNOWN};
use crate::index::kernels::Within;
use crate::index::wide::Width;
use crate::scoring::mood::Closeness;

/// Windows are kept for so many levels of closeness.
const WINDOWS: usize = 1024;

/// What closeness each byte of valence and of arousal allows.
///
/// Closeness is at most the product of the nearness on both axes, and nearness never grows with distance; so the best of a step is at its point nearest
/// to the wanted value, and what exceeds a level lies in one window around it.
#[derive(Debug)]
pub(crate) struct Near {
    axes: [Axis; 2],
}

#[derive(Debug)]
struct Axis {
    /// The highest nearness within each byte's step; 0 for an unknown value.
    nearness: [f64; 256],
    /// The byte of the wanted value.
    peak: u8,
    /// For level `i`: the first and last byte whose nearness reaches `i / WINDOWS`; none where none does.
    windows: Vec<Option<(u8, u8)>>,
}

impl Axis {
    fn new(closeness: &Closeness, wanted: Option<f64>) -> Self {
        let mut nearness = [1.0; 256];
        nearness[usize::from(UNKNOWN)] = 0.0;
        let mut peak = 0;
        if let Some(wanted) = wanted {
            for (byte, near) in nearness[..usize::from(UNKNOWN)].iter_mut().enumerate() {
                // A little wider than the step, for the rounding that made the byte.
                let low = -1.0 + byte as f64 * AFFECT_STEP - 1e-9;
                let nearest = wanted.clamp(low, low + AFFECT_STEP + 2e-9);
                *near = closeness.near(Some(wanted), nearest).unwrap_or(1.0);
            }
            let last = usize::from(UNKNOWN) - 1;
            peak = (0..=last).fold(0, |best, byte| if nearness[byte] > nearness[best] { byte } else { best });
        }
        let last = usize::from(UNKNOWN) - 1;
        let mut windows = vec![None; WINDOWS + 1];
        let (mut from, mut to) = (peak, peak);
        for (i, window) in windows.iter_mut().enumerate().rev() {
            let level = i as f64 / WINDOWS as f64;
            while from > 0 && nearness[from - 1] >= level {
                from -= 1;
            }
            while to < last && nearness[to + 1] >= level {
                to += 1;
            }
            *window = (nearness[peak] >= level).then_some((from as u8, to as u8));
        }
        Self { nearness, peak: peak as u8, windows }
    }
}

impl Near {
    /// Tabulates a closeness.
    pub(crate) fn new(closeness: &Closeness) -> Self {
        Self { axes: [Axis::new(closeness, closeness.valence), Axis::new(closeness, closeness.arousal)] }
    }

    /// The bound of a group.
    pub(crate) fn of_group(&self, columns: &Columns, group: usize) -> f64 {
        let [valence, arousal] = &columns.boxes[group];
        let best = |axis: &Axis, (low, high): (u8, u8)| axis.nearness[usize::from(axis.peak.clamp(low, high))];
        best(&self.axes[0], *valence) * best(&self.axes[1], *arousal)
    }

    /// The bound of a track.
    pub(crate) fn of_track(&self, columns: &Columns, place: usize) -> f64 {
        let near = |axis: usize| self.axes[axis].nearness[usize::from(columns.affects[axis][place])];
        near(0) * near(1)
    }

    /// The tracks of a group that may be as close as this: each axis alone must be.
    pub(crate) fn at_least(&self, columns: &Columns, group: usize, closeness: f64, width: Width) -> u64 {
        if closeness <= 0.0 {
            return u64::MAX;
        }
        let level = (closeness * WINDOWS as f64).floor() as usize;
        let mut mask = u64::MAX;
        for (axis, bytes) in self.axes.iter().zip(&columns.affects) {
            let Some(Some((from, to))) = axis.windows.get(level) else { return 0 };
            mask &= width.run(Within { bytes: &bytes[columns.places(group)], from: *from, to: *to });
        }
        mask
    }
}
