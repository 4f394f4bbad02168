//! What is compared: the engine, and the plain ways beside it.

use crate::catalogue::TrackIndex;
use crate::evaluation::bags::{Bag, Bags};
use crate::query::Query;
use crate::recommender::Recommender;
use crate::scoring::Scorer;

/// A plain way of scoring tracks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Baseline {
    /// Chance.
    Random,
    /// The same for every question: tracks by how common their tags are, `sum df`. No source counts listeners here.
    Popularity,
    /// `|A and B| / sqrt(|A| |B|)`.
    BinaryCosine,
    /// `|A and B| / |A or B|`.
    Jaccard,
    /// The cosine of bags weighted by `ln((1 + n) / (1 + df)) + 1`, all facets together.
    IdfCosine,
    /// Okapi BM25 with k1 = 1.2 and b = .75. Source: Robertson and Zaragoza, "The probabilistic relevance framework", 2009.
    Bm25,
    /// `sum ln(n / df)` over the shared tags, not normalised: gorse's similarity of items.
    IdfDot,
    /// Closeness on the circumplex alone.
    MoodOnly,
}

impl Baseline {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 8] = [
        Self::Random,
        Self::Popularity,
        Self::BinaryCosine,
        Self::Jaccard,
        Self::IdfCosine,
        Self::Bm25,
        Self::IdfDot,
        Self::MoodOnly,
    ];

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Popularity => "popularity",
            Self::BinaryCosine => "binary cosine",
            Self::Jaccard => "Jaccard",
            Self::IdfCosine => "idf cosine",
            Self::Bm25 => "BM25",
            Self::IdfDot => "idf dot product",
            Self::MoodOnly => "mood only",
        }
    }
}

/// The name of the engine in tables.
pub const OURS: &str = "ost";

/// One of the systems of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum System {
    /// The engine.
    Ours,
    /// A plain way.
    Plain(Baseline),
}

impl System {
    /// All systems, the engine first.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Ours).chain(Baseline::ALL.map(Self::Plain))
    }

    /// The systems whose first answers are judged: all but those that do not hear the question. What those two find and nobody else does counts 0.
    pub fn pooled() -> impl Iterator<Item = Self> {
        Self::all().filter(|system| !matches!(system, Self::Plain(Baseline::Random | Baseline::Popularity)))
    }

    /// The name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => OURS,
            Self::Plain(baseline) => baseline.name(),
        }
    }
}

/// A catalogue made ready to be asked by every system.
#[derive(Debug)]
pub struct Contest<'r> {
    recommender: &'r Recommender,
    bags: Bags,
}

impl<'r> Contest<'r> {
    /// Over the recommender's catalogue.
    pub fn new(recommender: &'r Recommender, seed: u64) -> Self {
        Self { recommender, bags: Bags::new(recommender.catalogue(), recommender.vocabulary(), seed) }
    }

    /// The engine.
    pub fn recommender(&self) -> &'r Recommender {
        self.recommender
    }

    /// The score of every track for a question of one favourite or one mood, in the order of the catalogue; 0 for one that does not answer.
    pub fn scores(&self, system: System, query: &Query) -> Vec<f64> {
        match system {
            System::Ours => {
                let Some(scorer) =
                    Scorer::new(self.recommender.features(), query, &self.recommender.settings().balance)
                else {
                    return vec![0.0; self.bags.len()];
                };
                let score = |at: TrackIndex| scorer.score(at).map_or(0.0, |score| score.value());
                self.recommender.catalogue().iter().map(|(at, _)| score(at)).collect()
            }
            System::Plain(baseline) => self.bags.scores(baseline, &self.bag(query)),
        }
    }

    fn bag(&self, query: &Query) -> Bag {
        let vocabulary = self.recommender.vocabulary();
        match (&query.mood, query.likes.first()) {
            (Some(mood), _) => self.bags.of_mood(mood, vocabulary),
            (None, Some(like)) => self.bags.of_track(self.recommender.catalogue().track(*like), vocabulary),
            (None, None) => Bag::default(),
        }
    }
}
