//! Where nothing is on the asked side of a favourite: which critique to give up, and what that would give.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::explanation::reason::Explanation;
use crate::query::Query;
use crate::query::critique::Critique;
use crate::query::demand::Demands;
use crate::ranking::top_k::Ranked;
use crate::recommender::{Recommendation, Recommender};
use crate::scoring::Scorer;

/// What giving up some critiques would give.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Relaxation<'r> {
    /// What to give up of the critiques.
    pub dropped: Vec<Dropped>,
    /// How many tracks answer without that.
    pub answers: usize,
    /// The best of those.
    pub best: Recommendation<'r>,
}

/// A critique that is given up, or asked for less often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The critique.
    pub critique: Critique,
    /// How often it was asked for.
    pub asked: u32,
    /// How often it still is: less often.
    pub kept: u32,
}

impl Dropped {
    /// The critique, as often as it is given up.
    pub fn each(&self) -> impl Iterator<Item = &Critique> {
        (self.kept..self.asked).map(|_| &self.critique)
    }
}

impl Recommender {
    /// The smallest sets of critiques without which a question has answers, one that was asked for again counting as often; none where it has answers
    /// as it is, has no critiques, or has no answer even without them. Those come first that give up fewest critiques altogether, and of these the
    /// one with the best answer.
    pub fn relaxations(&self, query: &Query) -> Vec<Relaxation<'_>> {
        let query = &*query.sound(self.catalogue().len());
        let demands = Demands::new(self.features(), self.catalogue(), &query.critiques, &query.likes);
        if demands.is_empty() {
            return Vec::new();
        }
        let relaxed = Query { critiques: Vec::new(), ..query.clone() };
        let Some(scorer) = Scorer::new(self.features(), &relaxed, &self.settings().balance) else { return Vec::new() };
        let admission = relaxed.admission(self.catalogue(), self.features());
        let mut least = u32::MAX;
        // By what is too much for the tracks: how many they are, and the best of them.
        let mut found: BTreeMap<Vec<u32>, (usize, Ranked)> = BTreeMap::new();
        for at in self.catalogue().places().filter(|at| admission.admits(*at)) {
            let excess = demands.excess(at);
            let whole = excess.iter().sum();
            if whole > least {
                continue;
            }
            let Some(score) = scorer.score(at).filter(|score| score.value() > 0.0) else { continue };
            if whole == 0 {
                return Vec::new();
            }
            if whole < least {
                least = whole;
                found.clear();
            }
            let ranked = Ranked { track: at, score };
            let (answers, best) = found.entry(excess).or_insert((0, ranked));
            *answers += 1;
            *best = ranked.max(*best);
        }
        let mut found: Vec<_> = found.into_iter().collect();
        let given_up =
            |excess: &[u32]| excess.iter().zip(demands.critiques()).filter(|(own, (_, asked))| **own == *asked).count();
        found.sort_by_key(|(excess, (_, best))| (given_up(excess), Reverse(*best)));
        let relaxation = |(excess, (answers, best)): (Vec<u32>, (usize, Ranked))| {
            let dropped = demands.critiques().zip(excess).filter(|(_, excess)| *excess > 0);
            let dropped = dropped.map(|((critique, asked), excess)| Dropped {
                critique: critique.clone(),
                asked,
                kept: asked - excess,
            });
            let account = scorer.account(best.track)?;
            let explanation = Explanation::new(&account, self.features(), self.catalogue(), &relaxed, best.track);
            let best =
                Recommendation { rank: 1, at: best.track, track: self.catalogue().track(best.track), explanation };
            Some(Relaxation { dropped: dropped.collect(), answers, best })
        };
        found.into_iter().filter_map(relaxation).collect()
    }
}
