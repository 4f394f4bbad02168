//! Tempo as soft bins on log2 of the beats per minute.

use crate::catalogue::track::Bpm;

/// The number of bins: a quarter of an octave apart, from 30 to 240 beats per minute and one beyond at each end.
pub const BINS: usize = 15;
const PER_OCTAVE: f64 = 4.0;
const LOWEST: f64 = 30.0;

/// Steps of an octave to which a tempo is rounded before it is binned: 1.5%, finer than sources agree.
const STEPS_PER_OCTAVE: f64 = 48.0;
/// The steps below [`LOWEST`]: to the slowest tempo there is, 20 beats per minute, are 28.1.
const BELOW: f64 = 29.0;
/// The number of steps: the fastest tempo there is, 400 beats per minute, is 179.4 above [`LOWEST`].
pub(crate) const STEPS: usize = 29 + 181;

/// Where bin `i` sits, in octaves above [`LOWEST`].
fn centre(i: usize) -> f64 {
    (i as f64 - 1.0) / PER_OCTAVE
}

/// The beats per minute at the middle of a bin.
pub fn bin_bpm(i: usize) -> f64 {
    LOWEST * centre(i).exp2()
}

fn octaves(bpm: f64) -> f64 {
    (bpm / LOWEST).log2()
}

/// How strongly a tempo lights each bin, each at least 0 and at least one above 0.
///
/// A bump of `width` octaves, at least 0.02, stands at the tempo, a lower one of height `octave_bump` one octave up and one down.
pub fn light(bpm: Bpm, width: f64, octave_bump: f64) -> [f64; BINS] {
    light_step(step(bpm), width, octave_bump)
}

/// The step to which a tempo is rounded, from 0 for the slowest, below [`STEPS`].
pub(crate) fn step(bpm: Bpm) -> usize {
    ((octaves(bpm.value()) * STEPS_PER_OCTAVE).round() + BELOW).clamp(0.0, STEPS as f64 - 1.0) as usize
}

/// As [`light`], of every tempo that is rounded to a step.
pub(crate) fn light_step(step: usize, width: f64, octave_bump: f64) -> [f64; BINS] {
    let at = (step as f64 - BELOW) / STEPS_PER_OCTAVE;
    normalised(std::array::from_fn(|i| bumps(centre(i), at, width, octave_bump)))
}

/// How strongly a tempo term lights each bin: the mean over its range.
pub fn light_range(slowest: Bpm, fastest: Bpm, width: f64, octave_bump: f64) -> [f64; BINS] {
    const SAMPLES: usize = 9;
    let (low, high) = (octaves(slowest.value()), octaves(fastest.value()));
    let at = |s: usize| low + (high - low) * (s as f64 + 0.5) / SAMPLES as f64;
    normalised(std::array::from_fn(|i| {
        (0..SAMPLES).map(|s| bumps(centre(i), at(s), width, octave_bump)).sum::<f64>() / SAMPLES as f64
    }))
}

/// The octave of a measured tempo that its perceived term means: the same, the double or the half, whichever lies in the term's range;
/// the measured one where none does.
pub fn perceived(bpm: Bpm, (slowest, fastest): (Bpm, Bpm)) -> Bpm {
    [1.0, 2.0, 0.5]
        .into_iter()
        .filter_map(|factor| Bpm::new(bpm.value() * factor).ok())
        .find(|heard| (slowest..=fastest).contains(heard))
        .unwrap_or(bpm)
}

fn bumps(centre: f64, at: f64, width: f64, octave_bump: f64) -> f64 {
    let bump = |mean: f64| (-((centre - mean) / width).powi(2) / 2.0).exp();
    bump(at).max(octave_bump * bump(at + 1.0)).max(octave_bump * bump(at - 1.0))
}

/// Scales the highest to 1 and drops what is too faint to matter, so that rows stay sparse.
fn normalised(lit: [f64; BINS]) -> [f64; BINS] {
    const FAINT: f64 = 0.05;
    let highest = lit.iter().fold(0.0, |a: f64, b| a.max(*b));
    lit.map(|v| if v / highest < FAINT { 0.0 } else { v / highest })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(a: &[f64], b: &[f64]) -> f64 {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    }

    #[test]
    fn every_tempo_has_a_step_of_its_own() {
        let ends = [20.0, 400.0].map(|bpm| step(Bpm::new(bpm).unwrap()));
        assert!(ends[0] > 0 && ends[1] + 1 < STEPS, "no end is cut off: {ends:?}");
        assert_eq!(step(Bpm::new(LOWEST).unwrap()), BELOW as usize);
    }

    fn lit(bpm: f64) -> [f64; BINS] {
        light(Bpm::new(bpm).unwrap(), 0.2, 0.3)
    }

    #[test]
    fn near_tempi_are_near_and_octaves_are_not_far() {
        let seventy = lit(70.0);
        assert!(cosine(&seventy, &lit(74.0)) > 0.9);
        assert!(cosine(&seventy, &lit(74.0)) > cosine(&seventy, &lit(90.0)));
        // "Stay With Me" is published as 78.6 and as 124.7; doubling must cost less than being unrelated.
        assert!(cosine(&seventy, &lit(140.0)) > 1.5 * cosine(&seventy, &lit(100.0)));
        assert!(cosine(&seventy, &lit(140.0)) < cosine(&seventy, &lit(74.0)));
    }

    #[test]
    fn every_tempo_lights_something() {
        for width in [0.02, 0.2, 2.0] {
            for bpm in [20.0, 29.0, 33.3, 120.0, 239.0, 400.0] {
                let lit = light(Bpm::new(bpm).unwrap(), width, 0.0);
                assert!(
                    lit.iter().all(|v| v.is_finite() && *v >= 0.0) && lit.iter().any(|v| *v > 0.5),
                    "{bpm} {width}"
                );
            }
        }
    }

    #[test]
    fn the_ear_chooses_the_octave() {
        let slow = (Bpm::new(60.0).unwrap(), Bpm::new(80.0).unwrap());
        let bpm = |bpm: f64| Bpm::new(bpm).unwrap();
        for (measured, heard) in [(140.0, 70.0), (70.0, 70.0), (35.0, 70.0), (100.0, 100.0)] {
            assert_eq!(perceived(bpm(measured), slow), bpm(heard));
        }
    }
}
