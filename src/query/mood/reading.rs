//! How a phrase counts: wanted or not, how strongly, and what the lexicon says of it.

use crate::catalogue::facet::Facet;
use crate::query::mood::matcher::Concept;

/// How a concept counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    pub(crate) concept: Concept,
    /// How strongly it is meant: 1 as it stands, more for "very", less for "a bit".
    pub(crate) degree: f64,
    pub(crate) polarity: Polarity,
    /// How much its side of a contrast counts: 1 where there is none.
    pub(crate) weight: f64,
    /// Whether it asks for more or less than something else has: happier, less sad.
    pub(crate) compared: bool,
}

/// Whether a concept is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Polarity {
    Wanted,
    /// Not too much of it: not very sad, 너무 슬프지 않은, less sad.
    Limited,
    Unwanted,
}

/// What the lexicon says of a concept, as far as grammar asks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traits {
    /// The valence, where there is a feeling.
    pub(crate) valence: Option<f64>,
    /// Whether it names a thing that is heard: an instrument, a voice, a genre, a tempo.
    pub(crate) heard: bool,
    /// The facet of a thing that it names and nothing else: an instrument or a voice, a genre.
    pub(crate) thing: Option<Facet>,
    /// Whether there can be more and less of it: happier, slower, but no fighter is more of a fight.
    pub(crate) graded: bool,
    /// How excited the feeling is, where there is one.
    pub(crate) arousal: Option<f64>,
    /// Whether it says when, where or on what occasion a song is heard rather than how it feels.
    pub(crate) setting: bool,
}

impl Traits {
    /// Whether both name things of one kind: instruments, genres.
    pub(crate) fn is_like(self, other: Self) -> bool {
        self.thing.is_some() && self.thing == other.thing
    }

    /// Whether both are feelings of one sign.
    pub(crate) fn feels_like(self, other: Self) -> bool {
        let felt = |own: Self| own.valence.filter(|_| !own.heard && !own.setting);
        matches!((felt(self), felt(other)), (Some(a), Some(b)) if a * b > 0.0)
    }
}

pub(crate) fn opposite(polarity: Polarity) -> Polarity {
    match polarity {
        Polarity::Wanted => Polarity::Unwanted,
        Polarity::Limited | Polarity::Unwanted => Polarity::Wanted,
    }
}

/// Whether two feelings are of opposite sign.
pub(crate) fn opposed(a: Traits, b: Traits) -> bool {
    matches!((a.valence, b.valence), (Some(a), Some(b)) if a * b < 0.0)
}
