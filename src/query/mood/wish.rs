//! A mood: a point on the circumplex plus tags that are wanted and unwanted, and how the words were read.

use crate::catalogue::affect::{Affect, Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};

/// A tag that is wanted, or unwanted, to a degree.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The tag's facet.
    pub facet: Facet,
    /// The tag, by its name in the vocabulary.
    pub tag: Tag,
    /// How much, above 0 and at most 1: what is set to more counts as 1, to less than a millionth or to no number as not wished.
    pub degree: f64,
    /// The number of the phrase that asked for it. The wishes of one phrase are ways of answering the same thing, so a phrase counts once
    /// however many tags it calls for.
    pub phrase: usize,
}

/// Words that were understood.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Understood {
    /// The words as they were written.
    pub words: String,
    /// The entry they were read as.
    pub meaning: String,
    /// What kind of entry: `mood`, `scene`, `tag`, ..
    pub kind: String,
    /// How strongly they count: 1 as they stand, more for "very", less for "a bit", below 0 where they are negated (-0.5 where only too much
    /// of it is not wanted).
    pub degree: f64,
    /// Whether they ask for more or less of it than something else has: happier, less sad.
    pub compared: bool,
}

/// A word that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ignored {
    /// The word as it was written.
    pub word: String,
    /// A word that is understood and near to it.
    pub suggestion: Option<String>,
}

/// A mood, ready to be matched.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Mood {
    /// The words it was read from, if any.
    pub text: String,
    /// The wanted valence; none where the words say nothing of it.
    pub valence: Option<Valence>,
    /// The wanted arousal; none where the words say nothing of it.
    pub arousal: Option<Arousal>,
    /// How much of the words was feeling (the point) rather than tags, from 0 to 1.
    pub feeling: f64,
    /// The tags that are wanted.
    pub wanted: Vec<Wish>,
    /// The tags that are not.
    pub unwanted: Vec<Wish>,
    /// The words that were understood, in the order of the text.
    pub understood: Vec<Understood>,
    /// The words that were not, in the order of the text.
    pub ignored: Vec<Ignored>,
    /// How many words beyond the bound were not read at all.
    pub unread: usize,
}

impl Wish {
    /// Below this, products of degrees would vanish.
    const LEAST: f64 = 1e-6;

    fn is_sound(&self) -> bool {
        (Self::LEAST..=1.0).contains(&self.degree)
    }
}

impl Mood {
    /// A mood that is only a point.
    pub fn at(valence: Option<Valence>, arousal: Option<Arousal>) -> Self {
        Self { valence, arousal, feeling: 1.0, ..Self::default() }
    }

    /// Whether it asks for anything: a point or a wanted tag. Unwanted tags alone ask for whatever is left.
    pub fn asks(&self) -> bool {
        self.valence.is_some() || self.arousal.is_some() || !self.wanted.is_empty() || !self.unwanted.is_empty()
    }

    /// Whether a refusal is only of too much: not too many ballads.
    pub(crate) fn is_in_part(&self, unwanted: &Wish) -> bool {
        self.understood.get(unwanted.phrase).is_some_and(|word| -1.0 < word.degree && word.degree < 0.0)
    }

    /// Whether every number is in its range.
    pub(crate) fn is_sound(&self) -> bool {
        (0.0..=1.0).contains(&self.feeling) && self.wanted.iter().chain(&self.unwanted).all(Wish::is_sound)
    }

    /// The same mood with every number in its range: what was set to none counts for nothing.
    pub(crate) fn sound(mut self) -> Self {
        self.feeling = if self.feeling.is_nan() { 0.0 } else { self.feeling.clamp(0.0, 1.0) };
        for wishes in [&mut self.wanted, &mut self.unwanted] {
            wishes.retain(|wish| wish.degree >= Wish::LEAST);
            wishes.iter_mut().for_each(|wish| wish.degree = wish.degree.min(1.0));
        }
        self
    }

    /// The same mood asked from where a track stands: its point says which way to go, half the way at most.
    #[must_use]
    pub fn moved_from(mut self, own: Option<Affect>) -> Self {
        if let Some(own) = own {
            let step = |from: f64, by: f64| from + 0.5 * by;
            self.valence = self.valence.map(|by| Valence::clamped(step(own.valence.value(), by.value())));
            self.arousal = self.arousal.map(|by| Arousal::clamped(step(own.arousal.value(), by.value())));
        }
        self
    }
}
