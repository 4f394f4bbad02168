//! What is not known of a track, and what it could do to its score.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::counterfactual::change::Change;
use crate::query::Query;
use crate::recommender::Recommender;
use crate::scoring::Scorer;

/// A facet of which nothing is known, and the range of the score over everything it could be.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unknown {
    /// The facet.
    pub facet: Facet,
    /// The lowest score it could have, were the facet known.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
    /// The one tag that would raise the score most, and the score with it; none where no tag would raise it.
    pub most: Option<(Tag, f64)>,
}

/// What an unknown facet could do to a score is worth saying from here on.
const TELLING: f64 = 1e-9;

impl Recommender {
    /// What is unknown of a track, facet by facet: each alone, the others as they are. Empty where all is known or would change nothing, where the question
    /// asks nothing, and where nothing at all is known of the track.
    ///
    /// No score lies outside the range, whatever tags the facet turned out to have. For favourites alone, with blocks of unit length
    /// (`norm_exponent` = 1), a track with the favourite's own tags reaches the upper end and one that shares nothing the lower. For a mood each part
    /// of the score is bounded alone (closeness from what the facet's tags suggest of valence and arousal, wanted tags from the best answer to each,
    /// unwanted ones from the worst), so the ends may lie further out than any one set of tags gets.
    pub fn unknowns(&self, query: &Query, track: TrackIndex) -> Vec<Unknown> {
        let scorer = Scorer::new(self.features(), query, &self.settings().balance);
        let (Some(scorer), Some(row)) = (scorer, self.features().row(track)) else { return Vec::new() };
        let row = row.row();
        let Some(own) = self.catalogue().get(track) else { return Vec::new() };
        let affect = self.features().affect(track).map(|own| own.affect);
        let score = scorer.score_as(row, affect).value();
        let masses = self.features().encoder().masses(own);
        let missing = Facet::ALL.into_iter().filter(|facet| masses[facet.index()] <= 0.0 && self.weighs(*facet));
        missing
            .filter_map(|facet| {
                let (lowest, highest) = scorer.range(own, row, affect, facet);
                (highest - lowest > TELLING).then(|| {
                    let most = self.most_telling(&scorer, own, facet, score);
                    Unknown { facet, lowest, highest, most }
                })
            })
            .collect()
    }

    fn weighs(&self, facet: Facet) -> bool {
        self.features().encoder().weighting().facets.of(facet) > 0.0
    }

    fn most_telling(&self, scorer: &Scorer<'_>, own: &Track, facet: Facet, score: f64) -> Option<(Tag, f64)> {
        let encoder = self.features().encoder();
        let vocabulary = self.vocabulary();
        let changes: Vec<(Tag, Change)> = if facet == Facet::Tempo {
            let terms = vocabulary.iter().filter(|(_, term)| term.facet == Facet::Tempo);
            terms
                .map(|(_, term)| (term.tag.clone(), Change::Tempo { term: Some(term.tag.clone()), bpm: None }))
                .collect()
        } else {
            let tags = encoder.block(facet).filter_map(|d| Tag::new(&encoder.dimensions()[d].name).ok());
            tags.map(|tag| (tag.clone(), Change::Add(facet, tag))).collect()
        };
        let scored = changes.into_iter().filter_map(|(tag, change)| {
            let with = self.score_with(scorer, own, std::slice::from_ref(&change))?.value();
            (with > score).then_some((tag, with))
        });
        // The first of equals: the order of the vocabulary decides.
        scored.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }
}
