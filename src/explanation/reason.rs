//! Reasons: contributions in the words of facets and tags.

use std::borrow::Cow;

use crate::catalogue::facet::Facet;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::explanation::merge::Asked;
use crate::features::Features;
use crate::features::vector::Row;
use crate::query::Query;
use crate::scoring::contribution::{Account, Nearness};

/// What names the ground of a reason: a text that lives as long as the program where the vocabulary does, so that to keep an answer copies none.
pub type Name = Cow<'static, str>;

/// The side a reason speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Side {
    /// One of the four facets.
    Facet(Facet),
    /// The track's mood.
    Mood,
    /// A tag that is not wanted.
    Unwanted(Facet),
    /// A tag that is not wanted and that the track is without, where nothing else was asked.
    Spared(Facet),
}

impl Side {
    /// The name in JSON: a facet's name, or `mood`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facet(facet) | Self::Unwanted(facet) | Self::Spared(facet) => facet.name(),
            Self::Mood => "mood",
        }
    }
}

/// Who carries the tag of a reason, or a narrower one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Holder {
    /// Both what was asked (the favourites, or the wanted tags) and the track.
    Both,
    /// Only what was asked.
    Asked,
    /// Only the track.
    Track,
}

/// The narrower tags that a broader one ties: neither side carries a tag of the other's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Ties {
    /// The tags of what was asked.
    pub asked: Vec<Name>,
    /// The tags of the track.
    pub track: Vec<Name>,
}

/// One reason, with its share.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reason {
    /// The side it speaks of.
    pub side: Side,
    /// The tag, or `valence`, `arousal`, `unknown`, `tempo`.
    pub tag: Name,
    /// How much of the score, or of what is missing to 1, at least 0.
    pub share: f64,
    /// Where several favourites were given, how much of the share comes from each, in the order given.
    pub seeds: Vec<(TrackIndex, f64)>,
    /// Who carries the tag.
    pub holder: Holder,
    /// Where the tag is a broader one that ties narrower tags: those.
    pub ties: Option<Ties>,
}

impl Reason {
    /// What tells it from the others of a list.
    pub(crate) fn key(&self) -> (Side, &str, Holder, Option<&Ties>) {
        (self.side, &self.tag, self.holder, self.ties.as_ref())
    }
}

/// Why a track has its score. The shares of `because` sum to the score, those of `despite` to 1 - score, each to within 1e-6.
///
/// A tag lights its broader tags as well. Where both sides carry one tag, what its broader tags add is counted as that tag's; where a broader tag ties
/// different tags, such as a daegeum and a haegeum, the reason is the broader tag and [`Reason::ties`] names the two.
///
/// ```
/// use ost::{Query, Recommender};
/// let recommender = Recommender::embedded();
/// let (a, b) = (recommender.find("whispers in the rain")?, recommender.find("fleeting moments")?);
/// let why = recommender.explain(&Query::new().like(a), b).expect("both are tagged");
/// let despite: f64 = why.despite.iter().map(|reason| reason.share).sum();
/// assert!((why.score + despite - 1.0).abs() < 1e-6);
/// # Ok::<(), ost::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The score, from 0 to 1.
    pub score: f64,
    /// What speaks for the track, the largest share first.
    pub because: Vec<Reason>,
    /// What keeps it from a score of 1, the largest share first.
    pub despite: Vec<Reason>,
    /// What spoke for the track before an unwanted tag took its part; empty where none did.
    pub(crate) before: Vec<Reason>,
    /// How near its mood is on both axes, where both are wanted.
    pub(crate) nearness: Option<Nearness>,
}

/// How much two sides agree in one facet.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Agreement {
    /// The facet, or the mood.
    pub side: Side,
    /// What it adds to the score.
    pub because: f64,
    /// What it takes from 1.
    pub despite: f64,
}

impl Explanation {
    /// Puts an account of a track's answer to a question into words.
    pub fn new(
        account: &Account,
        features: &Features,
        catalogue: &Catalogue,
        query: &Query,
        track: TrackIndex,
    ) -> Self {
        Self::of(account, &Asked::new(features, catalogue, query), track)
    }

    /// The same, of one of several tracks that answer a question.
    pub(crate) fn of(account: &Account, asked: &Asked<'_>, track: TrackIndex) -> Self {
        let sides = asked.of(track);
        let mut why = Self {
            score: account.score.value(),
            because: sides.reasons(&account.because),
            despite: sides.reasons(&account.despite),
            before: sides.reasons(&account.before),
            nearness: account.nearness,
        };
        // A tempo may be refused in part, whatever it is called.
        let tempo = why.despite.iter().any(|reason| reason.side == Side::Unwanted(Facet::Tempo));
        for reason in why.because.iter_mut().chain(&mut why.before).filter(|_| tempo) {
            if reason.side == Side::Spared(Facet::Tempo) {
                reason.holder = Holder::Track;
            }
        }
        why
    }

    /// What speaks for the track, as it was before an unwanted tag took its part.
    pub(crate) fn gained(&self) -> &[Reason] {
        if self.before.is_empty() { &self.because } else { &self.before }
    }

    /// The facets and the mood, as far as they count, in that order; what they add and take sums to 1. Of a facet that counts `because + despite`,
    /// `because` is what the two sides have in common.
    pub fn agreements(&self) -> Vec<Agreement> {
        let sides = Facet::ALL.map(Side::Facet).into_iter().chain([Side::Mood]);
        let of = |list: &[Reason], side: Side| {
            let counted = |own: Side| match own {
                Side::Unwanted(facet) | Side::Spared(facet) => Side::Facet(facet),
                other => other,
            };
            list.iter()
                .filter(|reason| counted(reason.side) == side)
                .map(|reason| reason.share)
                .fold(0.0, |sum, share| sum + share)
        };
        sides
            .map(|side| Agreement { side, because: of(&self.because, side), despite: of(&self.despite, side) })
            .filter(|agreement| agreement.because + agreement.despite > 0.0)
            .collect()
    }
}

/// A feature vector by facet and tag, the largest value first within a facet: what `show` prints.
pub fn vector_in_words(features: &Features, row: Row<'_>) -> Vec<(Facet, String, f64)> {
    let dimensions = features.encoder().dimensions();
    let mut named: Vec<_> = row.iter().map(|(d, v)| (dimensions[d].facet, dimensions[d].name.to_string(), v)).collect();
    named.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.total_cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
    named
}
