//! Tempi that are wanted, and that are not.
//!
//! Sources halve and double what they count, so a tempo lights the bins an octave up and down a little. Whoever names one means what is heard.

use crate::catalogue::facet::{Facet, Tag};
use crate::features::Features;
use crate::features::tempo::{BINS, light_range};
use crate::features::vector::{Row, unit_dot};

/// A wanted tempo, over the bins.
#[derive(Debug, Clone)]
pub(crate) struct TempoWish {
    /// What each counts: a track that has just this tempo comes to 1.
    pub(crate) bins: Vec<f64>,
    start: usize,
    /// The bin it lights most.
    pub(crate) peak: usize,
}

impl TempoWish {
    /// None where the tag has no dimension.
    pub(crate) fn new(features: &Features, tag: &Tag) -> Option<Self> {
        let encoder = features.encoder();
        let block = encoder.block(Facet::Tempo);
        let vector = encoder.encode_tags([(Facet::Tempo, tag, 1.0)])?;
        let peak = vector.row().iter().fold((0, 0.0), |a, b| if b.1 > a.1 { b } else { a }).0;
        let mut bins = vector.to_dense(features.width()).to_vec()[block.clone()].to_vec();
        if let Some(heard) = Heard::new(features, tag) {
            let lit = bins.clone();
            bins.iter_mut().zip(heard.parts).for_each(|(bin, part)| *bin *= part);
            let own: f64 = bins.iter().zip(&lit).map(|(bin, lit)| bin * lit).sum();
            bins.iter_mut().for_each(|bin| *bin /= own);
        }
        Some(Self { bins, start: block.start, peak })
    }

    /// How near the tempi are, from 0 to 1; 0 where the track's is unknown.
    pub(crate) fn cosine(&self, features: &Features, row: Row<'_>) -> f64 {
        let block = features.encoder().block(Facet::Tempo);
        let own = row.iter().filter(|(d, _)| block.contains(d));
        share_of(unit_dot(own, |d| self.bins[d - self.start]).max(0.0))
    }
}

/// A tempo that is not wanted: where it is slow or fast, whatever is slower still, or faster, is not wanted either.
#[derive(Debug, Clone)]
pub(crate) struct TempoRefusal {
    /// By bin: how far it is refused, from 0 to 1.
    bins: Vec<f64>,
    start: usize,
    /// The bin it lights most.
    pub(crate) peak: usize,
    /// What a track comes to that has just this tempo.
    own: f64,
}

/// What is neither slow nor fast, in beats per minute.
const MIDDLE: f64 = 96.0;

impl TempoRefusal {
    /// None where the tag has no dimension.
    pub(crate) fn new(features: &Features, tag: &Tag) -> Option<Self> {
        let TempoWish { mut bins, start, peak } = TempoWish::new(features, tag)?;
        let highest = bins.iter().copied().fold(0.0, f64::max);
        bins.iter_mut().for_each(|bin| *bin = (*bin / highest).powi(3));
        if let Some(Heard { slowest, fastest, .. }) = Heard::new(features, tag) {
            let beyond =
                |bin: &usize| (fastest < MIDDLE && start + bin < peak) || (slowest > MIDDLE && start + bin > peak);
            (0..BINS).filter(beyond).for_each(|bin| bins[bin] = 1.0);
        }
        let mut refusal = Self { bins, start, peak, own: 1.0 };
        let encoder = features.encoder();
        let vector = encoder.encode_tags([(Facet::Tempo, tag, 1.0)])?;
        refusal.own = refusal.share(features, vector.row());
        Some(refusal)
    }

    /// How far a track's tempo is refused, from 0 to 1; 0 where it is unknown.
    pub(crate) fn refused(&self, features: &Features, row: Row<'_>) -> f64 {
        share_of((self.share(features, row) / self.own).max(0.0))
    }

    /// The refused part of what lights the bins.
    fn share(&self, features: &Features, row: Row<'_>) -> f64 {
        let block = features.encoder().block(Facet::Tempo);
        let own = || row.iter().filter(|(d, _)| block.contains(d)).map(|(d, v)| (self.bins[d - self.start], v * v));
        let all: f64 = own().map(|(_, square)| square).sum();
        if all > 0.0 { own().map(|(bin, square)| bin * square).sum::<f64>() / all } else { 0.0 }
    }
}

/// What is heard of a tempo term of the vocabulary.
struct Heard {
    /// By bin: the part of what it lights that is no octave away, from 0 to 1.
    parts: Vec<f64>,
    slowest: f64,
    fastest: f64,
}

impl Heard {
    fn new(features: &Features, tag: &Tag) -> Option<Self> {
        let encoder = features.encoder();
        let vocabulary = encoder.vocabulary();
        let (slowest, fastest) = vocabulary.term(vocabulary.resolve(Facet::Tempo, tag)?).bpm?;
        let weighting = encoder.weighting();
        let lit = |bump: f64| light_range(slowest, fastest, weighting.tempo_width, bump);
        let parts = lit(0.0).into_iter().zip(lit(weighting.octave_bump));
        let parts = parts.map(|(heard, lit)| if lit > 0.0 { (heard / lit).min(1.0) } else { 0.0 });
        let mut parts: Vec<f64> = parts.collect();
        // A term that only the catalogue knows has a dimension of its own behind the bins.
        parts.resize(encoder.block(Facet::Tempo).len(), 1.0);
        Some(Self { parts, slowest: slowest.value(), fastest: fastest.value() })
    }
}

/// A share of a facet's length as it counts: at most 1, to one part in a million.
///
/// Rows are kept in `f32`, so that the same tags may have shares that differ in the last bits, by whatever else a track has. As they count they are equal.
fn share_of(share: f64) -> f64 {
    const LOST: u32 = 16;
    let near = (share as f32).to_bits().saturating_add(LOST / 2) / LOST * LOST;
    f64::from(f32::from_bits(near)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recommender;

    const TERMS: [&str; 5] = ["very slow", "slow", "medium", "fast", "very fast"];

    /// By asked term, then by a track's: what a measure comes to.
    fn table(measure: impl Fn(&Features, &Tag, Row<'_>) -> f64) -> [[f64; 5]; 5] {
        let recommender = Recommender::embedded();
        let features = recommender.features();
        let tag = |term: &str| Tag::new(term).unwrap();
        TERMS.map(|asked| {
            TERMS.map(|own| {
                let vector = features.encoder().encode_tags([(Facet::Tempo, &tag(own), 1.0)]).unwrap();
                measure(features, &tag(asked), vector.row())
            })
        })
    }

    #[test]
    fn the_nearer_a_tempo_is_heard_the_better_it_answers() {
        let near = table(|features, tag, row| TempoWish::new(features, tag).unwrap().cosine(features, row));
        for (asked, near) in near.iter().enumerate() {
            assert!((near[asked] - 1.0).abs() < 1e-5, "{}: {near:?}", TERMS[asked]);
            for own in 1..5 {
                let (nearer, farther) = if own <= asked { (own, own - 1) } else { (own - 1, own) };
                assert!(near[nearer] > near[farther] || near[farther] < 0.35, "{}: {near:?}", TERMS[asked]);
            }
        }
        assert!(near[3][1] < 0.35, "slow songs are no fast ones, though an octave away: {near:?}");
    }

    #[test]
    fn what_is_slower_than_slow_is_refused_with_it() {
        let refused = table(|features, tag, row| TempoRefusal::new(features, tag).unwrap().refused(features, row));
        for (asked, own) in [(1, 0), (1, 1), (3, 3), (3, 4), (0, 0), (4, 4), (2, 2)] {
            assert!(refused[asked][own] > 0.9, "{} {}: {refused:?}", TERMS[asked], TERMS[own]);
        }
        for (asked, own) in [(1, 2), (1, 3), (1, 4), (3, 0), (3, 1), (3, 2), (0, 2), (4, 2), (2, 0), (2, 4)] {
            assert!(refused[asked][own] < 0.25, "{} {}: {refused:?}", TERMS[asked], TERMS[own]);
        }
    }
}
