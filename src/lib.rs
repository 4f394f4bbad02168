//! `ost` recommends Korean drama soundtrack songs from a mood or from a favourite track, and says exactly why.
//!
//! Every track is a feature vector over genre, tempo, instrumentation and theme tags. A score is a cosine similarity, a mood match, or both; it is
//! the sum of its contributions, so an explanation is not a story told afterwards but the account the score was added up from.
//!
//! ```text
//! bytes -> Catalogue -> Features
//!                          \
//!              Query ------> scoring -> ranking -> Recommendation{track, explanation} -> text | json | csv
//! ```
//!
//! In reading order: [`catalogue`] (what a track is), [`features`] (tags become vectors), [`query`] (what is asked), [`scoring`] (how well a track
//! answers), [`ranking`] (which answer best), [`index`] (the same, without scoring all), [`explanation`] (why), [`recommender`] (all of it behind
//! one door), [`counterfactual`] (what would be if), [`evaluation`] (how good it is), [`validation`] (whether a catalogue is in order); at the
//! edges [`lookup`], [`interchange`] and [`output`].
//!
//! ```
//! use ost::{Query, Recommender};
//!
//! let recommender = Recommender::embedded();
//! let favourite = recommender.find("whispers in the rain")?;
//! let answers = recommender.recommend(&Query::new().like(favourite), 3);
//! let why = &answers[0].explanation;
//! let sum: f64 = why.because.iter().map(|reason| reason.share).sum();
//! assert!((sum - why.score).abs() < 1e-6);
//! # Ok::<(), ost::Error>(())
//! ```

mod asking;
pub mod catalogue;
pub mod counterfactual;
pub mod error;
pub mod evaluation;
mod explaining;
pub mod explanation;
pub mod features;
pub mod index;
pub mod interchange;
pub mod lookup;
pub mod output;
mod parallel;
pub mod query;
pub mod ranking;
pub mod recommender;
pub mod scoring;
pub mod settings;
pub mod storage;
pub mod validation;

pub use catalogue::facet::{Facet, Tag};
pub use catalogue::track::{Track, TrackId};
pub use catalogue::{Catalogue, TrackIndex};
pub use counterfactual::Counterfactual;
pub use error::{Error, ErrorKind};
pub use explanation::contrast::Contrast;
pub use explanation::reason::Explanation;
pub use features::vocabulary::Vocabulary;
pub use query::Query;
pub use query::critique::Critique;
pub use query::filter::Filter;
pub use query::mood::wish::Mood;
pub use recommender::{Recommendation, Recommender};
pub use settings::Settings;
