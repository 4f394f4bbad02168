//! What is asked: favourite tracks, tracks to stay away from, a mood, and what may be answered at all.

pub(crate) mod admission;
pub mod critique;
pub mod demand;
pub mod filter;
pub mod mood;

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
    /// How much the answers should differ from each other, from 0 (not at all) to 1 (above all).
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

    /// Which tracks of a catalogue may answer.
    pub(crate) fn admission<'a>(&self, catalogue: &'a Catalogue, features: &'a Features) -> Admission<'a> {
        let given = self.likes.iter().chain(&self.dislikes).copied().collect();
        Admission::new(given, &self.filter, Demands::new(features, catalogue, &self.critiques, &self.likes))
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
