//! Tuning: settings sought on one part of the data, so that another can say what they are worth.

use crate::catalogue::facet::Facet;
use crate::evaluation::voting::Voting;
use crate::features::weighting::{FacetWeights, Idf};
use crate::settings::Settings;

/// Everything that may be tuned.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Trial {
    /// The engine's settings.
    pub settings: Settings,
    /// How neighbours vote, where they do.
    pub voting: Voting,
}

/// One thing that may be tuned, with the values that are tried.
#[derive(Debug, Clone, Copy)]
pub struct Knob {
    /// Its name, as in a settings file.
    pub name: &'static str,
    values: &'static [f64],
    read: fn(&Trial) -> f64,
    write: fn(&mut Trial, f64),
}

/// The forms of idf, by their place here.
const IDF: [Idf; 3] = [Idf::Smooth, Idf::Plain, Idf::None];

fn facet(trial: &mut Trial, facet: Facet, weight: f64) {
    let mut weights = Facet::ALL.map(|facet| trial.settings.weighting.facets.of(facet));
    weights[facet.index()] = weight;
    // Weights that leave nothing are not taken.
    if let Ok(weights) = FacetWeights::new(weights) {
        trial.settings.weighting.facets = weights;
    }
}

macro_rules! knob {
    ($name:literal, $values:expr, $($path:ident).+) => {
        Knob { name: $name, values: &$values, read: |t| t.$($path).+, write: |t, v| t.$($path).+ = v }
    };
}

macro_rules! weight {
    ($name:literal, $facet:expr) => {
        Knob {
            name: $name,
            values: &[0.03, 0.06, 0.12, 0.18, 0.25, 0.38, 0.5, 0.75, 1.0],
            read: |t| t.settings.weighting.facets.of($facet),
            write: |t, v| facet(t, $facet, v),
        }
    };
}

/// How tags become vectors.
pub const FEATURES: [Knob; 10] = [
    knob!("norm_exponent", [0.0, 0.25, 0.5, 0.75, 1.0], settings.weighting.norm_exponent),
    Knob {
        name: "idf",
        values: &[0.0, 1.0, 2.0],
        read: |t| IDF.iter().position(|idf| *idf == t.settings.weighting.idf).unwrap_or(0) as f64,
        write: |t, v| t.settings.weighting.idf = IDF[(v as usize).min(2)],
    },
    knob!("idf_exponent", [0.25, 0.5, 0.75, 1.0], settings.weighting.idf_exponent),
    knob!("pivot", [0.0, 0.5, 1.0, 2.0, 3.0, 5.0], settings.weighting.pivot),
    knob!("broader_decay", [0.0, 0.15, 0.3, 0.5, 0.7], settings.weighting.broader_decay),
    weight!("genre", Facet::Genre),
    weight!("instrumentation", Facet::Instrumentation),
    weight!("theme", Facet::Theme),
    weight!("tempo", Facet::Tempo),
    knob!("tempo_width", [0.1, 0.2, 0.3, 0.5], settings.weighting.tempo_width),
];

/// How a mood is matched.
pub const MOOD: [Knob; 1] = [knob!("mood_width", [0.25, 0.35, 0.45, 0.6, 0.8], settings.balance.mood_width)];

/// How neighbours vote.
pub const VOTE: [Knob; 5] = [
    Knob {
        name: "neighbours",
        values: &[200.0, 500.0, 1000.0, 2000.0],
        read: |t| t.voting.neighbours as f64,
        write: |t, v| t.voting.neighbours = v as usize,
    },
    knob!("sharpness", [1.0, 1.5, 2.0, 2.5, 3.0], voting.sharpness),
    knob!("duplicates", [0.0, 0.25, 0.5, 0.75, 1.0], voting.duplicates),
    knob!("related", [0.0, 0.25, 0.5, 1.0], voting.related),
    knob!("single", [0.0, 0.05, 0.1, 0.2], voting.single),
];

/// What a search has found.
#[derive(Debug, Clone)]
pub struct Tuned {
    /// The simplest trial within one standard error of the best.
    pub chosen: Trial,
    /// What was changed from the start, in words, and what each change is worth on the data it was sought on: `norm_exponent 1 -> 0.25`.
    pub changes: Vec<(String, f64)>,
    /// How many trials were measured.
    pub tried: usize,
}

/// Seeks by coordinates: each knob in turn takes its best value, twice around. Then every change that is not worth more than one standard error of what it
/// adds, unit by unit, is taken back, the least first: of settings that cannot be told apart the simplest is kept.
///
/// `score` measures a trial on every unit of the data (a question, a fold): higher is better, always as many and in the same order.
/// Source of the rule: Breiman et al., "Classification and regression trees", 1984, 3.4.3; here with the standard error of paired differences.
pub fn search(start: Trial, knobs: &[Knob], mut score: impl FnMut(&Trial) -> Vec<f64>) -> Tuned {
    let mut tried = 1;
    let (mut best, mut units) = (start, score(&start));
    for _ in 0..2 {
        let before = best;
        for knob in knobs {
            for value in knob.values {
                let mut trial = best;
                (knob.write)(&mut trial, *value);
                if trial == best {
                    continue;
                }
                tried += 1;
                let found = score(&trial);
                if gain(&found, &units).0 > 1e-9 {
                    (best, units) = (trial, found);
                }
            }
        }
        if best == before {
            break;
        }
    }
    let (mut chosen, mut kept) = (best, units.clone());
    loop {
        let mut least: Option<(f64, Trial, Vec<f64>)> = None;
        for knob in changed(knobs, &start, &chosen) {
            let mut trial = chosen;
            (knob.write)(&mut trial, (knob.read)(&start));
            tried += 1;
            let found = score(&trial);
            let (worth, error) = gain(&units, &found);
            if worth <= error && least.as_ref().is_none_or(|(other, ..)| worth < *other) {
                least = Some((worth, trial, found));
            }
        }
        let Some((_, trial, found)) = least else { break };
        (chosen, kept) = (trial, found);
    }
    let changes = changed(knobs, &start, &chosen)
        .map(|knob| {
            let mut without = chosen;
            (knob.write)(&mut without, (knob.read)(&start));
            let worth = gain(&kept, &score(&without)).0;
            (format!("{} {} -> {}", knob.name, (knob.read)(&start), (knob.read)(&chosen)), worth)
        })
        .collect();
    Tuned { chosen, changes, tried }
}

fn changed<'k>(knobs: &'k [Knob], start: &Trial, now: &Trial) -> impl Iterator<Item = &'k Knob> + use<'k> {
    let (start, now) = (*start, *now);
    knobs.iter().filter(move |knob| ((knob.read)(&start) - (knob.read)(&now)).abs() > 1e-12)
}

/// The mean of what one is above the other, unit by unit, and its standard error.
fn gain(a: &[f64], b: &[f64]) -> (f64, f64) {
    let n = a.len().max(1) as f64;
    let apart: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    let mean = apart.iter().sum::<f64>() / n;
    let variance = apart.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
    (mean, (variance / n).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_peak_and_keeps_only_what_pays() {
        // Worth .1 at norm_exponent .25; the width of a tempo is worth a thousandth, on every other unit only.
        let score = |trial: &Trial| -> Vec<f64> {
            let peak = 0.1 - (trial.settings.weighting.norm_exponent - 0.25).abs();
            let noise = if (trial.settings.weighting.tempo_width - 0.5).abs() < 1e-9 { 0.02 } else { 0.0 };
            (0..40).map(|i| peak + if i % 2 == 0 { noise } else { 0.002 - noise }).collect()
        };
        let mut start = Trial::default();
        start.settings.weighting.norm_exponent = 1.0;
        start.settings.weighting.tempo_width = 0.2;
        let tuned = search(start, &FEATURES, score);
        assert!((tuned.chosen.settings.weighting.norm_exponent - 0.25).abs() < 1e-9, "{:?}", tuned.changes);
        assert!((tuned.chosen.settings.weighting.tempo_width - 0.2).abs() < 1e-9, "{:?}", tuned.changes);
        assert_eq!(tuned.changes.len(), 1);
        assert!((tuned.changes[0].1 - 0.75).abs() < 1e-9);
    }

    #[test]
    fn every_knob_turns_what_it_reads() {
        for knob in FEATURES.iter().chain(&MOOD).chain(&VOTE) {
            for value in knob.values {
                let mut trial = Trial::default();
                (knob.write)(&mut trial, *value);
                assert!(((knob.read)(&trial) - value).abs() < 1e-12, "{}", knob.name);
                assert!(trial.settings.check().is_ok(), "{} {value}", knob.name);
            }
        }
    }
}
