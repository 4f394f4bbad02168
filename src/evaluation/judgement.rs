//! Judgements: how well a track answers a question, said by somebody who listened.

use crate::catalogue::TrackIndex;
use crate::catalogue::track::TrackId;
use crate::error::{Error, ErrorKind};
use crate::query::Query;
use crate::recommender::Recommender;

/// How well a track answers, from 0 (not at all) to 3 (just right).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade(u8);

impl Grade {
    /// Takes a grade.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when it is above 3.
    pub fn new(value: u8) -> Result<Self, Error> {
        if value <= 3 {
            Ok(Self(value))
        } else {
            Err(Error::new(ErrorKind::Field, format!("{value} is not a grade; it is from 0 to 3")).in_field("grade"))
        }
    }

    /// The gain it is worth, 0 to 3.
    pub fn gain(self) -> f64 {
        f64::from(self.0)
    }
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Question {
    /// A mood in words.
    Mood(String),
    /// A favourite track.
    Similar(TrackId),
}

impl Question {
    /// `mood` or `similar`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Mood(_) => "mood",
            Self::Similar(_) => "similar",
        }
    }

    /// The words, or the id.
    pub fn text(&self) -> &str {
        match self {
            Self::Mood(words) => words,
            Self::Similar(id) => id.as_str(),
        }
    }

    /// The question as the recommender takes it.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when the favourite is not in the catalogue.
    pub fn query(&self, recommender: &Recommender) -> Result<Query, Error> {
        match self {
            Self::Mood(words) => Ok(Query::new().mood(recommender.read_mood(words))),
            Self::Similar(id) => recommender.catalogue().find(id).map(|at| Query::new().like(at)).ok_or_else(|| {
                Error::new(ErrorKind::NotFound, format!("the catalogue has no track with the id {:?}", id.as_str()))
            }),
        }
    }
}

/// One question with the tracks that were judged for it; none were for a question that still has to be judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What was asked.
    pub question: Question,
    /// The line it first stands on.
    pub line: usize,
    /// The judgements, by track id; those of tracks that are not in the catalogue among them.
    pub grades: Vec<Judgement>,
}

/// How well one track answers a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The track.
    pub track: TrackId,
    /// How well.
    pub grade: Grade,
    /// The line it stands on.
    pub line: usize,
}

impl Judged {
    /// The gain of a track; none where it was not judged.
    pub fn gain(&self, id: &TrackId) -> Option<f64> {
        self.grades.binary_search_by(|own| own.track.cmp(id)).ok().map(|place| self.grades[place].grade.gain())
    }

    /// The judged tracks that the catalogue has, with their gains.
    pub fn known(&self, recommender: &Recommender) -> Vec<(TrackIndex, f64)> {
        let find = |own: &Judgement| Some((recommender.catalogue().find(&own.track)?, own.grade.gain()));
        self.grades.iter().filter_map(find).collect()
    }
}
