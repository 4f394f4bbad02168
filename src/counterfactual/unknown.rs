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

impl Recommender {
    /// What is unknown of a track, facet by facet: each alone, the others as they are. Empty where all is known, where the question has no favourites
    /// or has a mood too, and where nothing at all is known of the track.
    ///
    /// With the facet missing, the score is `s = q . y`, `y` of unit length over what is known. Were it known, its block `b >= 0` would join: its squared length
    /// is `r` times that of the known blocks, so `score = (s + sqrt(r) * q_f . b / |b|) / sqrt(1 + r)`. As all is at least 0, `q_f . b / |b|` is from 0, where
    /// nothing is shared, to `|q_f|` (Cauchy-Schwarz), where `b` is parallel to the favourites' block. Where blocks are of unit length before
    /// they are weighted (`norm_exponent` = 1) `r` is the facet's weight over that of the known ones, and both ends are reached; otherwise `r` is
    /// from that of the shortest lone tag to that of all tags together, and no score lies outside the range.
    pub fn unknowns(&self, query: &Query, track: TrackIndex) -> Vec<Unknown> {
        let scorer = Scorer::new(self.features(), query, &self.settings().balance).filter(|_| query.mood.is_none());
        let Some(scorer) = scorer else { return Vec::new() };
        let (Some((favourites, _)), Some(score)) = (scorer.favourites(), scorer.score(track)) else {
            return Vec::new();
        };
        let own = self.catalogue().track(track);
        let masses = self.features().encoder().masses(own);
        let known: f64 = masses.iter().sum::<f64>() + self.features().encoder().pivot_mass();
        let missing = Facet::ALL.into_iter().filter(|facet| masses[facet.index()] <= 0.0 && self.weighs(*facet));
        missing
            .map(|facet| {
                let block = self.features().encoder().block(facet);
                let reach =
                    favourites.iter().filter(|(d, _)| block.contains(d)).map(|(_, v)| v * v).sum::<f64>().sqrt();
                let (shortest, longest) = self.mass_range(facet);
                let with = |mass: f64, product: f64| {
                    let r = mass / known;
                    ((score.value() + r.sqrt() * product) / (1.0 + r).sqrt()).clamp(0.0, 1.0)
                };
                // Rises until sqrt(r) = reach / score and falls from there.
                let best = if score.value() > 0.0 { known * (reach / score.value()).powi(2) } else { longest };
                Unknown {
                    facet,
                    lowest: with(longest, 0.0),
                    highest: with(best.clamp(shortest, longest), reach),
                    most: self.most_telling(&scorer, own, facet, score.value()),
                }
            })
            .collect()
    }

    fn weighs(&self, facet: Facet) -> bool {
        self.features().encoder().weighting().facets.of(facet) > 0.0
    }

    /// The squared length of a facet's block, at least and at most: that of its shortest tag alone, and that of all its tags.
    fn mass_range(&self, facet: Facet) -> (f64, f64) {
        let encoder = self.features().encoder();
        let weight = encoder.weighting().facets.of(facet);
        let spread = 1.0 - encoder.weighting().norm_exponent;
        let block = encoder.block(facet);
        // With a pivot a block is longer than what it says, by no more than its commonest tag is.
        let longer = block.clone().map(|d| (encoder.extent(d) / encoder.idf(d)).powi(2)).fold(1.0, f64::max);
        if spread <= 0.0 {
            return (weight, weight * longer);
        }
        let mass = |squares: f64| weight * squares.powf(spread);
        // A lone tag can be as uncertain as a confidence goes, a tempo as faint as one bin.
        let faintest = crate::catalogue::facet::Confidence::LEAST.powi(2);
        let squares = |d: usize| encoder.idf(d).powi(2);
        let shortest = block.clone().map(squares).fold(f64::INFINITY, f64::min) * faintest;
        (mass(shortest), mass(block.map(squares).sum()) * longer)
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
