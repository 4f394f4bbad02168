//! Reasons: contributions in the words of facets and tags.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::Facet;
use crate::features::Features;
use crate::features::vector::Row;
use crate::scoring::contribution::{Account, Contribution, Ground};

/// The side a reason speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// One of the four facets.
    Facet(Facet),
    /// The track's mood.
    Mood,
    /// A tag that is not wanted.
    Unwanted(Facet),
}

impl Side {
    /// The name in JSON: a facet's name, or `mood`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facet(facet) | Self::Unwanted(facet) => facet.name(),
            Self::Mood => "mood",
        }
    }
}

/// One reason, with its share.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The side it speaks of.
    pub side: Side,
    /// The tag, or `valence`, `arousal`, `tempo`.
    pub tag: String,
    /// How much of the score, or of what is missing to 1, at least 0.
    pub share: f64,
    /// Where several favourites were given, how much of the share comes from each, in the order given.
    pub seeds: Vec<(TrackIndex, f64)>,
}

/// Why a track has its score. The shares of `because` sum to the score, those of `despite` to 1 - score, each to within 1e-6.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The score, from 0 to 1.
    pub score: f64,
    /// What speaks for the track, the largest share first.
    pub because: Vec<Reason>,
    /// What keeps it from a score of 1, the largest share first.
    pub despite: Vec<Reason>,
}

impl Explanation {
    /// Puts an account into words.
    pub fn new(account: &Account, features: &Features) -> Self {
        Self {
            score: account.score.value(),
            because: reasons(&account.because, features),
            despite: reasons(&account.despite, features),
        }
    }
}

fn reasons(contributions: &[Contribution], features: &Features) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::with_capacity(contributions.len());
    for contribution in contributions.iter().filter(|contribution| contribution.share > 0.0) {
        let (side, tag) = words(contribution.ground, features);
        // The bins of a tempo are one reason; a dimension that two parts of a question speak of is one as well.
        match reasons.iter_mut().find(|reason| reason.side == side && reason.tag == tag) {
            Some(reason) => {
                reason.share += contribution.share;
                for (track, share) in &contribution.seeds {
                    match reason.seeds.iter_mut().find(|(seed, _)| seed == track) {
                        Some((_, sum)) => *sum += share,
                        None => reason.seeds.push((*track, *share)),
                    }
                }
            }
            None => reasons.push(Reason { side, tag, share: contribution.share, seeds: contribution.seeds.clone() }),
        }
    }
    reasons.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| (a.side, &a.tag).cmp(&(b.side, &b.tag))));
    reasons
}

fn words(ground: Ground, features: &Features) -> (Side, String) {
    let named = |d: usize| {
        let dimension = &features.encoder().dimensions()[d];
        let bin = dimension.facet == Facet::Tempo && dimension.name.ends_with(" bpm");
        (dimension.facet, if bin { "tempo".to_owned() } else { dimension.name.to_string() })
    };
    match ground {
        Ground::Dimension(d) | Ground::Wanted(d) => {
            let (facet, tag) = named(d);
            (Side::Facet(facet), tag)
        }
        Ground::Valence => (Side::Mood, "valence".into()),
        Ground::Arousal => (Side::Mood, "arousal".into()),
        Ground::UnknownAffect => (Side::Mood, "unknown".into()),
        Ground::Unwanted(d) => {
            let (facet, tag) = named(d);
            (Side::Unwanted(facet), tag)
        }
    }
}

/// A feature vector by facet and tag, the largest value first within a facet: what `show` prints.
pub fn vector_in_words(features: &Features, row: Row<'_>) -> Vec<(Facet, String, f64)> {
    let dimensions = features.encoder().dimensions();
    let mut named: Vec<_> = row.iter().map(|(d, v)| (dimensions[d].facet, dimensions[d].name.to_string(), v)).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.total_cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
    named
}
