//! What is asked: favourite tracks, tracks to stay away from, a mood, and what may be answered at all.

pub(crate) mod admission;
pub mod critique;
pub mod demand;
pub mod filter;
pub mod mood;

use std::borrow::Cow;

use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::Features;
use admission::Admission;
use critique::Critique;
use demand::Demands;
use filter::Filter;
use mood::wish::Mood;

/// A question to the recommender. Likes, dislikes and a mood may be combined; dislikes alone ask nothing.
///
/// ```
/// use ost::{Query, Recommender};
/// let recommender = Recommender::embedded();
/// let like = recommender.find("Fleeting Moments").unwrap();
/// let query = Query::new().like(like);
/// assert!(!recommender.recommend(&query, 5).is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Query {
    /// Tracks whose neighbours are wanted.
    pub likes: Vec<TrackIndex>,
    /// Tracks to stay away from.
    pub dislikes: Vec<TrackIndex>,
    /// A mood that is wanted.
    pub mood: Option<Mood>,
    /// What an answer must be compared with every like; without likes they ask nothing.
    pub critiques: Vec<Critique>,
    /// What an answer must satisfy.
    pub filter: Filter,
    /// How much the answers should differ from each other, from 0 (not at all) to 1 (above all); what is set beyond is taken for the nearest.
    pub diversity: f64,
    /// At most so many answers of one series; no bound where none.
    pub per_drama: Option<usize>,
    /// At most so many answers by one artist; no bound where none.
    pub per_artist: Option<usize>,
}

impl Query {
    /// A question that asks nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for neighbours of a track; asked for again, it is the same one.
    #[must_use]
    pub fn like(mut self, track: TrackIndex) -> Self {
        if !self.likes.contains(&track) {
            self.likes.push(track);
        }
        self
    }

    /// Asks to stay away from a track; asked for again, it is the same one.
    #[must_use]
    pub fn dislike(mut self, track: TrackIndex) -> Self {
        if !self.dislikes.contains(&track) {
            self.dislikes.push(track);
        }
        self
    }

    /// Asks for a mood.
    #[must_use]
    pub fn mood(mut self, mood: Mood) -> Self {
        self.mood = Some(mood);
        self
    }

    /// Asks for tracks on one side of every like, such as slower ones; asked for again, it asks for a larger step.
    #[must_use]
    pub fn critique(mut self, critique: Critique) -> Self {
        self.critiques.push(critique);
        self
    }

    /// The question as the engine takes it of a catalogue of so many tracks: places that it does not have are nothing, and numbers are in their ranges,
    /// whatever the fields were set to.
    pub(crate) fn sound(&self, tracks: usize) -> Cow<'_, Self> {
        let known = |at: &TrackIndex| at.index() < tracks;
        let is_sound = self.likes.iter().chain(&self.dislikes).all(known)
            && (0.0..=1.0).contains(&self.diversity)
            && self.mood.as_ref().is_none_or(Mood::is_sound);
        if is_sound {
            return Cow::Borrowed(self);
        }
        let mut sound = self.clone().diversity(self.diversity);
        sound.likes.retain(known);
        sound.dislikes.retain(known);
        sound.mood = sound.mood.map(Mood::sound);
        Cow::Owned(sound)
    }

    /// Which tracks of a catalogue may answer.
    pub(crate) fn admission<'a>(&self, catalogue: &'a Catalogue, features: &'a Features) -> Admission<'a> {
        let given = self.likes.iter().chain(&self.dislikes).copied().collect();
        Admission::new(given, &self.filter, Demands::new(features, catalogue, &self.critiques, &self.likes))
    }

    /// At most so many answers of one series.
    #[must_use]
    pub fn per_drama(mut self, most: usize) -> Self {
        self.per_drama = Some(most);
        self
    }

    /// At most so many answers by one artist.
    #[must_use]
    pub fn per_artist(mut self, most: usize) -> Self {
        self.per_artist = Some(most);
        self
    }

    /// Lets only some tracks be answered.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }

    /// Asks for answers that differ from each other; clamped to 0..=1.
    #[must_use]
    pub fn diversity(mut self, diversity: f64) -> Self {
        self.diversity = if diversity.is_nan() { 0.0 } else { diversity.clamp(0.0, 1.0) };
        self
    }
}
