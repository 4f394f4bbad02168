//! How the parts of a score are balanced: everything about scoring that evaluation may tune.

use crate::error::{Error, ErrorKind};

/// Every setting of the scorer.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Balance {
    /// The fraction of the mean of the dislikes that is taken from the mean of the likes, 0 to 1.
    pub dislike: f64,
    /// The width of a mood on the circumplex: at this distance closeness is exp(-1/2) = .61.
    pub mood_width: f64,
    /// How much of an answered wish is for the tag being there at all, 0 to 1; the rest is for how much of the track's facet it makes up.
    pub presence: f64,
    /// What a tag is worth that is not the wanted one but shares a broader tag with it one step up, 0 to 1, times how much rarer the wanted one is
    /// than that broader one: many tracks are about some love, so that says little of a forbidden one. Two steps up, the square.
    pub related: f64,
    /// How much the best answer to a phrase counts beside the mean over all its tags, 0 to 1.
    pub best_answer: f64,
    /// How much the weights of facets count among wanted tags: to this power, 0 to 1. A tempo says less than a theme, but whoever names it wants
    /// it.
    pub facet_exponent: f64,
    /// Where favourites and a mood are given together, how much the mood counts, 0 to 1.
    pub mood_share: f64,
}

impl Default for Balance {
    fn default() -> Self {
        Self {
            dislike: 0.5,
            mood_width: 0.45,
            presence: 0.8,
            related: 0.45,
            best_answer: 2.0 / 3.0,
            facet_exponent: 0.25,
            mood_share: 0.5,
        }
    }
}

impl Balance {
    /// Checks that every setting is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] naming the setting that is not.
    pub fn check(&self) -> Result<(), Error> {
        let ranges = [
            ("dislike", self.dislike, 0.0..=1.0),
            ("mood_width", self.mood_width, 0.01..=10.0),
            ("presence", self.presence, 0.0..=1.0),
            ("related", self.related, 0.0..=1.0),
            ("best_answer", self.best_answer, 0.0..=1.0),
            ("facet_exponent", self.facet_exponent, 0.0..=1.0),
            ("mood_share", self.mood_share, 0.0..=1.0),
        ];
        for (name, value, range) in ranges {
            if !range.contains(&value) {
                let message = format!("{value} is out of range; it is from {} to {}", range.start(), range.end());
                return Err(Error::new(ErrorKind::Argument, message).in_field(name));
            }
        }
        Ok(())
    }
}
