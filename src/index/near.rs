//! The upper bound of closeness on the circumplex, for blocks and for whatever is in them.

use std::ops::RangeInclusive;

use crate::index::build::fine_code;
use crate::index::columns::{Columns, FINE_SHIFT, FINE_STEP, UNKNOWN, UNKNOWN_FINE};
use crate::index::linear::up;
use crate::index::tree::Box;
use crate::scoring::mood::Closeness;

/// The closeness around the wanted point: it falls with the square of the distance, so the best of a box is at its point nearest to the wanted one.
#[derive(Debug)]
pub(crate) struct Near {
    weight: f64,
    closeness: Closeness,
    /// What it counts.
    most: f32,
    axes: [Axis; 2],
    /// The same in the steps of codes.
    coarse: [Axis; 2],
}

/// What is rounded, a few times over in `f32`, is off by less than this factor.
const ROUNDED: f64 = 1.0 + 2e-6;

/// The fine steps of a code.
const FINE: f32 = (1 << FINE_SHIFT) as f32;

/// An axis of the circumplex, in steps from -1.
#[derive(Debug)]
struct Axis {
    wanted: Option<f64>,
    at: f32,
    /// What the square of a distance takes from the logarithm to base 2; nothing where the axis is not wanted.
    takes: f32,
    /// What is taken off a distance, for it may have been rounded up: by the codes, and as a number below 65,536 fine steps in `f32`.
    less: f32,
}

impl Axis {
    fn new(closeness: &Closeness, wanted: Option<f64>, step: f64) -> Self {
        let takes = (step / closeness.width).powi(2) / 2.0 * std::f64::consts::LOG2_E / ROUNDED;
        let (at, takes) = wanted.map_or((0.0, 0.0), |wanted| ((wanted + 1.0) / step, takes));
        Self { wanted, at: at as f32, takes: takes as f32, less: (0.02 * FINE_STEP / step) as f32 }
    }

    /// How far a range is at least.
    #[inline(always)]
    fn distance(&self, low: f32, high: f32) -> f32 {
        let (below, above) = (low - self.at, self.at - high);
        let distance = (if below > above { below } else { above }) - self.less;
        if distance > 0.0 { distance } else { 0.0 }
    }
}

/// Two to the power of a number that is not above 0, or a hundredth part more, never less.
///
/// A power of two with a whole exponent is written down as it is; on the way to the next `1 + f * (ln 2 + (1 - ln 2) * f)` lies above `2^f`, which it meets at
/// both ends, since its slope is that of `2^f` at 0 and less at 1.
#[inline(always)]
fn power_of_two(exponent: f32) -> f32 {
    /// Added to a small number, it leaves of it the nearest whole one, in the lowest bits. A conversion, which has to care for what is no number or too large,
    /// would be done for one number at a time.
    const WHOLE: f32 = (3 << 22) as f32;
    let exponent = if exponent > -120.0 { exponent } else { -120.0 };
    let shifted = (exponent - 0.5) + WHOLE;
    let rest = exponent - (shifted - WHOLE);
    let between = 1.0 + rest * (0.693_148 + 0.306_854 * rest);
    between * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// The highest nearness within the step of a fine code.
fn highest(closeness: &Closeness, wanted: Option<f64>, code: u16) -> f64 {
    // A little wider than the step, for the rounding that made the code.
    let low = -1.0 + f64::from(code) * FINE_STEP - 1e-9;
    let nearest = |wanted: f64| wanted.clamp(low, low + FINE_STEP + 2e-9);
    wanted.and_then(|wanted| closeness.near(Some(wanted), nearest(wanted))).unwrap_or(1.0)
}

impl Near {
    /// Makes a closeness ready that counts for `weight`.
    pub(crate) fn new(closeness: &Closeness, weight: f64) -> Self {
        let axes = |step: f64| [closeness.valence, closeness.arousal].map(|wanted| Axis::new(closeness, wanted, step));
        let (fine, coarse) = (axes(FINE_STEP), axes(FINE_STEP * f64::from(FINE)));
        Self { weight, closeness: *closeness, most: up(weight * ROUNDED), axes: fine, coarse }
    }

    /// The closeness at most of a track whose place on each axis is in a range.
    #[inline(always)]
    fn within_ranges([valence, arousal]: &[Axis; 2], [low, high]: [f32; 2], [lower, higher]: [f32; 2]) -> f32 {
        let (one, other) = (valence.distance(low, high), arousal.distance(lower, higher));
        power_of_two(-(valence.takes * one * one + arousal.takes * other * other))
    }

    /// What closeness adds at most to any score.
    pub(crate) fn most(&self) -> f32 {
        self.most
    }

    /// What closeness takes at most from the logarithm to base 2 of its part of the score, for each of some ranges of codes of an axis.
    pub(crate) fn taken<const N: usize>(&self, axis: usize, ranges: &[RangeInclusive<u8>; N]) -> [f32; N] {
        let axis = &self.axes[axis % 2];
        let fine = |code: u8| f32::from(code) * FINE;
        ranges.each_ref().map(|range| axis.takes * axis.distance(fine(*range.start()), fine(range.end() + 1)).powi(2))
    }

    /// The same of the step of a fine code.
    pub(crate) fn taken_at(&self, axis: usize, fine: u16) -> f32 {
        let (axis, fine) = (&self.axes[axis % 2], f32::from(fine));
        axis.takes * axis.distance(fine, fine + 1.0).powi(2)
    }

    /// What is taken at most from a score that reaches a bar by closeness alone.
    pub(crate) fn most_taken(&self, bar: f64) -> f32 {
        // What is too small to be told exactly may be anywhere; what is next to nothing is off by what rounding adds to a number near 1.
        if bar < f64::MIN_POSITIVE {
            f32::INFINITY
        } else {
            up(((self.weight / bar).log2() * ROUNDED).max(0.0) + 1e-13)
        }
    }

    /// Which axes are wanted.
    pub(crate) fn wants(&self) -> [bool; 2] {
        self.axes.each_ref().map(|axis| axis.wanted.is_some())
    }

    /// The fine code of the valence that is wanted; the lowest where none is.
    pub(crate) fn valence(&self) -> u16 {
        self.axes[0].wanted.map_or(0, fine_code)
    }

    /// What closeness adds at most to the score of a track in each of some boxes, times `times`.
    #[inline(always)]
    fn in_boxes_times<const N: usize>(&self, boxes: &[Box; N], times: f32) -> [f32; N] {
        let (mut near, most) = ([0.0; N], self.most * times);
        for i in 0..N {
            // A word each, so that as many are read at once as there are numbers in a vector; signed, as every processor can make numbers of them.
            let held = u32::from_le_bytes(boxes[i]);
            let code = |byte: u32, more: i32| (((held >> (8 * byte)) & 0xff) as i32 + more) as f32;
            let own = most * Self::within_ranges(&self.coarse, [code(0, 0), code(1, 1)], [code(2, 0), code(3, 1)]);
            near[i] = if held & 0xff == u32::from(UNKNOWN) { 0.0 } else { own };
        }
        near
    }

    /// What closeness adds at most to the score of a track in each of some boxes.
    #[inline(always)]
    pub(crate) fn in_boxes<const N: usize>(&self, boxes: &[Box; N]) -> [f32; N] {
        self.in_boxes_times(boxes, 1.0)
    }

    /// The same in steps, of which there are fewer than 65,536, rounded up.
    #[inline(always)]
    pub(crate) fn in_steps<const N: usize>(&self, boxes: &[Box; N], step: f32) -> [u16; N] {
        let (mut steps, near) = ([0; N], self.in_boxes_times(boxes, (1.0 + 1e-6) / step));
        for i in 0..N {
            // Added to a small number this leaves the nearest whole one in the lowest bits.
            let whole = (near[i] + (1 << 23) as f32).to_bits() as u16;
            steps[i] = if near[i] > 0.0 { whole + 1 } else { 0 };
        }
        steps
    }

    /// What closeness adds at most to the score of each of some tracks, by their fine codes.
    #[inline(always)]
    pub(crate) fn at<const N: usize>(&self, [valence, arousal]: [&[u16; N]; 2]) -> [f32; N] {
        let mut near = [0.0; N];
        for i in 0..N {
            let [one, other] = [f32::from(valence[i]), f32::from(arousal[i])];
            let own = self.most * Self::within_ranges(&self.axes, [one, one + 1.0], [other, other + 1.0]);
            near[i] = if valence[i] == UNKNOWN_FINE { 0.0 } else { own };
        }
        near
    }

    /// Adds to the bounds of all blocks.
    pub(crate) fn bound_blocks(&self, columns: &Columns, bounds: &mut [f32]) {
        for (bound, held) in bounds.iter_mut().zip(columns.boxes.all()) {
            let [near] = self.in_boxes(&[*held]);
            *bound += near;
        }
    }

    /// The same as [`Near::at`], worked out anew: it is nearer to the truth and takes longer.
    pub(crate) fn bound(&self, fine: [u16; 2]) -> f64 {
        let near = |(axis, code): (&Axis, u16)| match code {
            UNKNOWN_FINE => 0.0,
            _ => highest(&self.closeness, axis.wanted, code),
        };
        // The least there is is added for what is too small to be told exactly.
        self.weight * self.axes.iter().zip(fine).map(near).product::<f64>() + f64::MIN_POSITIVE
    }

    /// The fine codes on each axis of the tracks that are near enough for closeness alone to reach a bar, and perhaps of a few more.
    pub(crate) fn ranges(&self, bar: f64) -> [RangeInclusive<u16>; 2] {
        // Closeness is `exp(-d^2 / (2 width^2))`. A hair wider, for rounding; what is too small to be told exactly may be anywhere.
        let bar = if bar < f64::MIN_POSITIVE { 0.0 } else { bar };
        let radius = self.closeness.width * (-2.0 * (bar / self.weight).min(1.0).ln()).max(0.0).sqrt() + 1e-6;
        self.axes.each_ref().map(|axis| {
            let range = axis.wanted.map(|wanted| fine_code(wanted - radius)..=fine_code(wanted + radius));
            // An axis that is not wanted tells of what is unknown alone.
            range.unwrap_or(0..=UNKNOWN_FINE - 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_power_of_two_is_never_less(exponent in -130.0_f32..=0.0) {
            let (power, own) = (f64::from(exponent).exp2(), f64::from(power_of_two(exponent)));
            prop_assert!(own >= power * (1.0 - 1e-6) && (own <= power * 1.01 || exponent < -120.0), "{exponent}: {own} for {power}");
        }

        /// Closeness itself is the oracle, for a track by itself and for any box that it is in.
        #[test]
        fn no_bound_is_below_the_closeness(
            wanted in (proptest::option::of(-1.0_f64..=1.0), proptest::option::of(-1.0_f64..=1.0)),
            own in (-1.0_f64..=1.0, -1.0_f64..=1.0),
            wider in proptest::array::uniform4(0_u8..20),
            width in 0.02_f64..2.0,
            weight in 0.05_f64..=1.0,
            step in 2e-5_f32..1e-2,
        ) {
            let closeness = Closeness { valence: wanted.0, arousal: wanted.1, width };
            let near = Near::new(&closeness, weight);
            let part = |wanted: Option<f64>, own: f64| closeness.near(wanted, own).unwrap_or(1.0);
            let truth = weight * part(wanted.0, own.0) * part(wanted.1, own.1);
            let fine = [own.0, own.1].map(fine_code);
            let [valence, arousal] = fine.map(|code| (code >> FINE_SHIFT) as u8);
            let held = [
                valence.saturating_sub(wider[0]),
                (valence + wider[1]).min(UNKNOWN - 1),
                arousal.saturating_sub(wider[2]),
                (arousal + wider[3]).min(UNKNOWN - 1),
            ];
            let ([by_code], [by_box]) = (near.at(fine.each_ref().map(std::array::from_ref)), near.in_boxes(&[held]));
            let [in_steps] = near.in_steps(&[held], step);
            let in_steps = f64::from(in_steps) * f64::from(step);
            for bound in [f64::from(by_code), f64::from(by_box), near.bound(fine), in_steps * (1.0 + 1e-7)] {
                prop_assert!(bound >= truth * (1.0 - 1e-9), "{bound} for {truth}");
            }
            let taken = near.taken_at(0, fine[0]) + near.taken_at(1, fine[1]);
            prop_assert!(taken <= near.most_taken(truth), "{taken} is taken of {truth}");
            let ranges = near.ranges(truth);
            prop_assert!(ranges[0].contains(&fine[0]) && ranges[1].contains(&fine[1]));
        }
    }
}
