//! `ost` recommends Korean drama soundtrack songs from a mood or from a favourite track, and says exactly why.
//!
//! Every track is a feature vector over genre, tempo, instrumentation and theme tags. A score is a cosine similarity, a mood match, or both; it is
//! the sum of its contributions, so an explanation is not a story told afterwards but the account the score was added up from.
//!
//! ```text
//! bytes -> Catalogue -> Features
//!                          \
//!              Query ------> scoring -> ranking -> Recommendation{track, explanation} -> text | json | csv | html
//! ```
//!
//! In reading order: [`catalogue`] (what a track is), [`features`] (tags become vectors), [`query`] (what is asked), [`scoring`] (how well a track
//! answers), [`ranking`] (which answer best), [`index`] (the same, without scoring all), [`explanation`] (why), [`recommender`] (all of it behind
//! one door, with its [`settings`]), [`counterfactual`] (what would be if), [`evaluation`] (how good it is), [`validation`] (whether a catalogue is in order); at the
//! edges [`lookup`], [`interchange`], [`storage`] and [`output`]. There is one [`error`] type. A program that embeds the library leaves out what only the
//! command needs by `default-features = false`.
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
//!
//! A large catalogue is written once as an index file, which is mapped and opened at once, and asked by many threads:
//!
//! ```
//! use std::fs::{self, File};
//! use std::sync::Arc;
//! use ost::{Query, Recommender, Settings, interchange::embedded, storage};
//!
//! # let path = std::env::temp_dir().join(format!("ost-doc-{}.ost", std::process::id()));
//! // Beside the old file, then in its place: whoever has mapped the old one goes on with it.
//! let draft = path.with_extension("new");
//! Recommender::embedded().write(&mut File::create(&draft)?)?;
//! fs::rename(&draft, &path)?;
//!
//! // Or a mapping, which reads no more of a large file than it has to: `Arc::new(unsafe { memmap2::Mmap::map(&File::open(&path)?)? })`,
//! // which is sound as long as nobody writes to the file itself or cuts it.
//! let bytes = storage::aligned(&fs::read(&path)?);
//! let recommender = Recommender::open(bytes, Arc::new(embedded::vocabulary()), Settings::default())?;
//! std::thread::scope(|scope| {
//!     for words in ["rainy and heartbroken", "첫눈 설렘"] {
//!         let recommender = &recommender;
//!         scope.spawn(move || recommender.recommend(&Query::new().mood(recommender.read_mood(words)), 5));
//!     }
//! });
//! // Answers from a damaged file mean nothing.
//! recommender.intact()?;
//! # fs::remove_file(&path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
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
