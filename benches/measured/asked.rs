//! Questions to a catalogue, answered through the index and by scoring every track.

use ost::Settings;
use ost::catalogue::{Catalogue, TrackIndex};
use ost::features::Features;
use ost::features::vocabulary::Vocabulary;
use ost::index::Index;
use ost::query::Query;
use ost::query::filter::Filter;
use ost::ranking::top_k::{Ranked, top_k};
use ost::scoring::Scorer;

use crate::synthetic::questions::{Kind, questions};

/// How many answers a question has.
pub(crate) const K: usize = 10;

/// A catalogue laid out, and everything that is needed to ask it.
pub(crate) struct Asked<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) features: &'a Features,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) settings: Settings,
}

impl<'a> Asked<'a> {
    /// The questions of a kind that ask anything.
    pub(crate) fn questions(&self, kind: Kind, n: usize) -> Vec<Query> {
        let all = questions(self.catalogue, self.vocabulary, kind, n, 11);
        all.into_iter().filter(|query| Scorer::new(self.features, query, &self.settings.balance).is_some()).collect()
    }

    pub(crate) fn scorer(&self, query: &Query) -> Scorer<'a> {
        Scorer::new(self.features, query, &self.settings.balance).unwrap()
    }

    pub(crate) fn admits(&self, query: &Query, filter: &Filter, track: TrackIndex) -> bool {
        !query.likes.contains(&track)
            && !query.dislikes.contains(&track)
            && (filter.is_empty() || filter.admits(self.catalogue.track(track), self.vocabulary))
    }

    pub(crate) fn by_index(&self, index: &Index, query: &Query) -> Vec<Ranked> {
        index.best(&self.scorer(query), K, &query.filter, |track, left| self.admits(query, left, track))
    }

    /// The oracle: every track is scored.
    pub(crate) fn by_scoring_all(&self, query: &Query) -> Vec<Ranked> {
        let scorer = self.scorer(query);
        let tracks = self.catalogue.places().filter(|track| self.admits(query, &query.filter, *track));
        top_k(tracks.filter_map(|track| scorer.score(track).map(|score| Ranked { track, score })), K)
    }
}
