//! Where nothing is on the asked side of a favourite: which critique to give up, and what that would give.

use crate::query::Query;
use crate::query::critique::Critique;
use crate::query::demand::Demands;
use crate::recommender::{Recommendation, Recommender};
use crate::scoring::Scorer;

/// What giving up some critiques would give.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation<'r> {
    /// The critiques to give up, however often each was asked for.
    pub dropped: Vec<Critique>,
    /// How many tracks answer without them.
    pub answers: usize,
    /// The best of those.
    pub best: Recommendation<'r>,
}

impl Recommender {
    /// The smallest sets of critiques without which a question has answers, the one with the best answer first; none where it has answers
    /// as it is, has no critiques, or has no answer even without them.
    pub fn relaxations(&self, query: &Query) -> Vec<Relaxation<'_>> {
        let all: Vec<Critique> = {
            let demands = Demands::new(self.features(), self.catalogue(), &query.critiques, &query.likes);
            demands.critiques().cloned().collect()
        };
        if all.is_empty() || all.len() > 16 || !self.recommend(query, 1).is_empty() {
            return Vec::new();
        }
        for n in 1..=all.len() {
            let sets = (1_u32..1 << all.len()).filter(|set| set.count_ones() as usize == n);
            let mut found: Vec<Relaxation<'_>> = sets.filter_map(|set| self.without(query, &all, set)).collect();
            found.sort_by(|a, b| b.best.explanation.score.total_cmp(&a.best.explanation.score));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn without(&self, query: &Query, all: &[Critique], set: u32) -> Option<Relaxation<'_>> {
        let dropped: Vec<Critique> =
            all.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, critique)| critique.clone()).collect();
        let mut relaxed = query.clone();
        relaxed.critiques.retain(|critique| !dropped.contains(critique));
        let best = self.recommend(&relaxed, 1).into_iter().next()?;
        let admission = relaxed.admission(self.catalogue(), self.features());
        let scorer = Scorer::new(self.features(), &relaxed, &self.settings().balance)?;
        let answers = self.catalogue().places().filter(|at| admission.admits(*at) && scorer.knows(*at));
        Some(Relaxation { dropped, answers: answers.count(), best })
    }
}
