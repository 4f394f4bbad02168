//! What phrases feel like together: their place on the circumplex, and how much of them is feeling.

use crate::catalogue::affect::Affect;
use crate::catalogue::facet::{Facet, Tag};
use crate::query::mood::reading::{Polarity, Reading};

/// What a phrase means.
#[derive(Clone, Copy)]
pub(crate) struct Meaning<'m> {
    pub(crate) name: &'m str,
    pub(crate) kind: &'m str,
    pub(crate) affect: Option<Affect>,
    pub(crate) tags: &'m [(Facet, Tag, f64)],
}

/// How much a feeling weighs beside tags where a phrase gives both: a word of mood is mostly feeling, a scene or a tag mostly what it shows.
const MOOD_FEELS: f64 = 1.0;
const SCENE_FEELS: f64 = 0.5;
const TAG_FEELS: f64 = 0.35;

/// The distance from their mean (root mean square) at which feelings count half beside tags: the mean of heartbroken and hopeful is felt by nobody
/// who says both, so a song is told by what it is about.
const APART: f64 = 0.7;

/// How a feeling that is not wanted moves the point, along its main axis: somewhat to the other side; one that is limited, to the middle.
const AWAY: f64 = -0.5;
const MIDDLE: f64 = -0.15;

/// How much a phrase counts among all.
pub(crate) fn weight(reading: &Reading) -> f64 {
    match reading.polarity {
        Polarity::Wanted => reading.degree.sqrt() * reading.weight,
        Polarity::Limited | Polarity::Unwanted => 0.5 * reading.weight,
    }
}

/// The weighted mean and variance of one axis.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Axis {
    sum: f64,
    squares: f64,
    weight: f64,
}

impl Axis {
    pub(crate) fn add(&mut self, value: f64, weight: f64) {
        self.sum += value * weight;
        self.squares += value * value * weight;
        self.weight += weight;
    }

    pub(crate) fn mean(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }

    fn variance(self) -> f64 {
        self.mean().map_or(0.0, |mean| (self.squares / self.weight - mean * mean).max(0.0))
    }
}

/// What the phrases feel like together, and how much of them is feeling.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Point {
    pub(crate) valence: Axis,
    pub(crate) arousal: Axis,
    feeling: f64,
    all: f64,
}

impl Point {
    /// How much of the phrases is feeling, from 0 to 1: less, the further their feelings lie apart.
    pub(crate) fn share(&self) -> f64 {
        let agreed = 1.0 + (self.valence.variance() + self.arousal.variance()) / APART.powi(2);
        if self.all > 0.0 { self.feeling / self.all / agreed } else { 0.0 }
    }

    pub(crate) fn add(&mut self, reading: &Reading, meaning: Meaning<'_>) {
        let weight = weight(reading);
        let feels = match (meaning.affect, meaning.kind) {
            (None, _) => 0.0,
            (Some(_), "mood") => MOOD_FEELS,
            (Some(_), "tag") => TAG_FEELS,
            (Some(_), _) => SCENE_FEELS,
        };
        let shows = meaning.tags.iter().map(|(_, _, degree)| *degree).fold(0.0, f64::max);
        let share = feels / (feels + shows).max(1e-9);
        if reading.polarity == Polarity::Wanted || meaning.affect.is_some() {
            self.feeling += weight * share;
            self.all += weight;
        }
        let Some(affect) = meaning.affect else { return };
        let (valence, arousal) = (affect.valence.value(), affect.arousal.value());
        let weight = weight * share;
        match reading.polarity {
            Polarity::Wanted => {
                // "very sad" lies further out than "sad", "a bit sad" nearer to the middle.
                let reach = if reading.degree >= 1.0 {
                    1.0 + (reading.degree - 1.0) / 2.0
                } else {
                    0.25 + 0.75 * reading.degree
                };
                self.valence.add((valence * reach).clamp(-1.0, 1.0), weight);
                self.arousal.add((arousal * reach).clamp(-1.0, 1.0), weight);
            }
            Polarity::Limited | Polarity::Unwanted => {
                // Whoever wants nothing sad says nothing of how lively it should be.
                let by = if reading.polarity == Polarity::Unwanted { AWAY } else { MIDDLE };
                if valence.abs() >= arousal.abs() {
                    self.valence.add(valence * by, weight);
                } else {
                    self.arousal.add(arousal * by, weight);
                }
            }
        }
    }
}
