//! The smallest change that would bring a track into the top k.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::counterfactual::change::Change;
use crate::counterfactual::front::{Choice, choices, front};
use crate::features::vector::FeatureVector;
use crate::query::Query;
use crate::ranking::top_k::{Ranked, top_k};
use crate::recommender::Recommender;
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// What would bring a track into the top k of a question, found by search and proved by ranking again.
///
/// ```
/// use ost::{Query, Recommender, counterfactual::Verdict};
/// let recommender = Recommender::embedded();
/// let query = Query::new().like(recommender.find("whispers in the rain")?);
/// let track = recommender.find("fleeting moments")?;
/// let what_if = recommender.counterfactual(&query, track, 3).expect("it is in the running");
/// if let Verdict::With { changes, rank, .. } = &what_if.verdict {
///     assert!(!changes.is_empty() && *rank <= 3);
/// }
/// # Ok::<(), ost::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Counterfactual {
    /// The k that was asked for.
    pub k: usize,
    /// The place it has now, from 1; none where it does not answer at all.
    pub rank: Option<usize>,
    /// The score it has now.
    pub score: f64,
    /// What it would take.
    pub verdict: Verdict,
}

/// What it would take.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// Nothing: it is there already.
    Already,
    /// These changes, all of them; no fewer changes do it.
    With {
        /// The changes, by facet.
        changes: Vec<Change>,
        /// The place it would have.
        rank: usize,
        /// The score it would have.
        score: f64,
        /// The best track that it would overtake; none where it would come last of all that answer.
        overtaken: Option<TrackIndex>,
    },
    /// More changes than were searched for.
    OutOfReach {
        /// So many changes are not enough, whichever they are.
        searched: usize,
    },
}

/// As many changes are searched for.
const MOST: usize = 6;
/// And as many ways of making them, which is a second or two: of very many tags that would help, fewer changes are searched for.
const CHOICES: f64 = 2e6;
/// How far a score that was added up facet by facet can be from the scorer's, whose vectors are rounded to `f32`.
const ROUNDING: f64 = 2e-6;

impl Recommender {
    /// The smallest number of changes to a track's tags or tempo that would bring it into the top `k` for a question, and of those the one with
    /// the highest score. Up to six changes are searched for, all of them, fewer where so many tags would help that it would take too long; a facet of which something is known keeps at least one tag.
    ///
    /// None where the question has no favourites or has a mood, where the track is one of the favourites or dislikes, or where the filter or the
    /// critiques leave it out. Diversity and caps are left aside: the ranking is by score.
    pub fn counterfactual(&self, query: &Query, track: TrackIndex, k: usize) -> Option<Counterfactual> {
        let (query, own) = (&*query.sound(self.catalogue().len()), self.catalogue().get(track)?);
        let scorer = Scorer::new(self.features(), query, &self.settings().balance).filter(|_| query.mood.is_none())?;
        let (_, favourites) = scorer.parts().seeds?;
        let others = self.others(query, &scorer, track)?;
        let score = scorer.score(track);
        let place =
            |ranked: Ranked| (ranked.score.value() > 0.0).then(|| others.partition_point(|other| *other > ranked) + 1);
        let rank = score.and_then(|score| place(Ranked { track, score }));
        let now = |verdict| Counterfactual { k, rank, score: score.map_or(0.0, |score| score.value()), verdict };
        if rank.is_some_and(|rank| rank <= k) {
            return Some(now(Verdict::Already));
        }
        // Where fewer than k others answer, any score above 0 is enough.
        let bar = k.checked_sub(1).and_then(|last| others.get(last)).map_or(0.0, |ranked| ranked.score.value());
        let tempi = self.tempi(query, own);
        let mut fronts: [Vec<Vec<Choice>>; 4] = Default::default();
        for n in 0..=MOST {
            let choices: f64 =
                Facet::ALL.iter().map(|facet| choices(self.features(), favourites, own, *facet, n)).sum();
            if choices > CHOICES {
                return Some(now(Verdict::OutOfReach { searched: n - 1 }));
            }
            for facet in Facet::ALL {
                fronts[facet.index()].push(front(self.features(), favourites, own, facet, n, &tempi));
            }
            let mut sets = combined(&fronts, n, self.features().encoder().pivot_mass());
            sets.retain(|(score, _)| n > 0 && *score >= bar - ROUNDING);
            sets.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (_, changes) in sets {
                let Some(score) = self.score_with(&scorer, own, &changes) else { continue };
                let changed = Ranked { track, score };
                // The proof: everything is ranked again, with the changed track among the rest.
                let again = top_k(others.iter().copied().chain([changed]), k);
                if let Some(at) = again.iter().position(|ranked| ranked.track == track) {
                    let overtaken = others.get(at).map(|ranked| ranked.track);
                    return Some(now(Verdict::With { changes, rank: at + 1, score: score.value(), overtaken }));
                }
            }
        }
        Some(now(Verdict::OutOfReach { searched: MOST }))
    }

    /// The score a track would have with some changes; none where nothing would be known of it, and where the question asks nothing.
    pub fn score_changed(&self, query: &Query, track: TrackIndex, changes: &[Change]) -> Option<f64> {
        let scorer = Scorer::new(self.features(), query, &self.settings().balance)?;
        self.score_with(&scorer, self.catalogue().get(track)?, changes).map(|score| score.value())
    }

    pub(crate) fn score_with(&self, scorer: &Scorer<'_>, track: &Track, changes: &[Change]) -> Option<Score> {
        let vocabulary = self.features().encoder().vocabulary();
        let changed = changes.iter().fold(track.clone(), |track, change| change.applied(&track, vocabulary));
        let vector = self.features().encoder().encode(&changed);
        let affect = self.features().affect_of(&changed).map(|own| own.affect);
        scorer.score_if(vector.as_ref().map(FeatureVector::row), affect)
    }

    /// All other tracks that answer, best first; none where this one may not.
    fn others(&self, query: &Query, scorer: &Scorer<'_>, track: TrackIndex) -> Option<Vec<Ranked>> {
        let admission = query.admission(self.catalogue(), self.features());
        let others = self.catalogue().places().filter(|at| *at != track && admission.admits(*at));
        let ranked = others.filter_map(|at| Some(Ranked { track: at, score: scorer.score(at)? }));
        admission.admits(track).then(|| top_k(ranked, self.catalogue().len()))
    }

    /// The tempi that are worth trying: every term, and what was measured of the favourites.
    fn tempi(&self, query: &Query, own: &Track) -> Vec<Change> {
        let vocabulary = self.vocabulary();
        let terms = vocabulary
            .of_facet(Facet::Tempo)
            .filter_map(|i| vocabulary.iter().nth(i))
            .map(|(_, term)| Change::Tempo { term: Some(term.tag.clone()), bpm: None });
        let likes = query.likes.iter().map(|at| self.catalogue().track(*at));
        let measured = likes
            .filter(|like| like.bpm.is_some())
            .map(|like| Change::Tempo { term: like.tempo.clone(), bpm: like.bpm });
        let same = |change: &Change| {
            *change == Change::Tempo { term: own.tempo.clone().map(|tag| canonical(self, tag)), bpm: own.bpm }
        };
        terms.chain(measured).filter(|change| !same(change)).collect()
    }
}

fn canonical(recommender: &Recommender, tag: Tag) -> Tag {
    let vocabulary = recommender.vocabulary();
    vocabulary.resolve(Facet::Tempo, &tag).map_or(tag, |at| vocabulary.term(at).tag.clone())
}

/// Every way to make `n` changes out of the best choices of each facet, with its score.
fn combined(fronts: &[Vec<Vec<Choice>>; 4], n: usize, pivot: f64) -> Vec<(f64, Vec<Change>)> {
    let mut partial: Vec<(usize, f64, f64, Vec<&Choice>)> = vec![(0, 0.0, 0.0, Vec::new())];
    for of_facet in fronts {
        let mut next = Vec::new();
        for (used, product, mass, chosen) in &partial {
            for (more, choices) in of_facet.iter().enumerate().take_while(|(more, _)| used + more <= n) {
                for choice in choices {
                    let mut chosen = chosen.clone();
                    chosen.push(choice);
                    next.push((used + more, product + choice.product, mass + choice.mass, chosen));
                }
            }
        }
        partial = next;
    }
    let whole = partial.into_iter().filter(|(used, _, mass, _)| *used == n && *mass > 0.0);
    whole
        .map(|(_, product, mass, chosen)| {
            let changes = chosen.into_iter().flat_map(|choice| choice.changes.iter().cloned()).collect();
            (product / (mass + pivot).sqrt(), changes)
        })
        .collect()
}
