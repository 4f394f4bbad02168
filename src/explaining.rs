//! Why tracks answer as well as they do.

use crate::catalogue::TrackIndex;
use crate::explanation::contrast::Contrast;
use crate::explanation::reason::Explanation;
use crate::query::Query;
use crate::ranking::top_k::Ranked;
use crate::recommender::Recommender;
use crate::scoring::Scorer;

/// So many answers are looked through before all tracks are scored.
const FIRST: usize = 1_000;

impl Recommender {
    /// Why a track answers a question as well as it does; none where the question asks nothing or nothing of the track is known that
    /// it asks for. Whether it was answered from a damaged file only [`Recommender::intact`] says.
    pub fn explain(&self, query: &Query, track: TrackIndex) -> Option<Explanation> {
        let query = &*query.sound(self.catalogue().len());
        let scorer = Scorer::new(self.features(), query, &self.settings().balance)?;
        Some(Explanation::new(&scorer.account(track)?, self.features(), self.catalogue(), query, track))
    }

    /// Why the first of two tracks ranks above the second, or below; none where [`Recommender::explain`] has nothing to say of one of them.
    pub fn contrast(&self, query: &Query, first: TrackIndex, second: TrackIndex) -> Option<Contrast> {
        Some(Contrast::new(&self.explain(query, first)?, &self.explain(query, second)?))
    }

    /// What the dislikes of a question do to a track's score: the first of the two is its explanation without them. None where there are none, or where
    /// [`Recommender::explain`] has nothing to say.
    pub fn taken_by_dislikes(&self, query: &Query, track: TrackIndex) -> Option<Contrast> {
        let query = &*query.sound(self.catalogue().len());
        let without = Query { dislikes: Vec::new(), ..query.clone() };
        let both = || Some((self.explain(&without, track)?, self.explain(query, track)?));
        let (without, with) = (!query.dislikes.is_empty()).then(both)??;
        Some(Contrast::new(&without, &with))
    }

    /// The place that a track has among all answers by score alone, from 1; none where it is not among them.
    pub fn rank_of(&self, query: &Query, track: TrackIndex) -> Option<usize> {
        let query = &*query.sound(self.catalogue().len());
        let scorer = Scorer::new(self.features(), query, &self.settings().balance)?;
        let admission = query.admission(self.catalogue(), self.features());
        let ranked = |at: TrackIndex| Some(Ranked { track: at, score: scorer.score(at)? });
        let own = ranked(track).filter(|own| own.score.value() > 0.0 && admission.admits(track))?;
        // Most that is asked about is among the first, which are found without a look at all others.
        let first = self.best(query, &scorer, FIRST);
        if let Some(at) = first.iter().position(|ranked| ranked.track == track) {
            return Some(1 + at);
        }
        let all = self.catalogue().places().filter(|at| admission.admits(*at));
        Some(1 + all.filter_map(ranked).filter(|other| *other > own).count())
    }
}
