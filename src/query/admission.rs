//! Which tracks may answer a question at all, however well they score.

use std::collections::HashSet;

use crate::catalogue::TrackIndex;
use crate::query::demand::Demands;
use crate::query::filter::Filter;

/// Whoever was not given and satisfies the filter and the critiques.
pub(crate) struct Admission<'a> {
    given: HashSet<TrackIndex>,
    /// The filter, with what the critiques ask of years.
    pub(crate) filter: Filter,
    demands: Demands<'a>,
}

impl<'a> Admission<'a> {
    pub(crate) fn new(given: HashSet<TrackIndex>, filter: &Filter, demands: Demands<'a>) -> Self {
        let filter = Filter { years: demands.years(filter.years.clone()), ..filter.clone() };
        Self { given, filter, demands }
    }

    /// Whether a track may answer.
    pub(crate) fn admits(&self, at: TrackIndex) -> bool {
        self.admits_by(at, &self.filter)
    }

    /// The same where somebody else has told a part of the filter, and this is what is left of it.
    pub(crate) fn admits_by(&self, at: TrackIndex, left: &Filter) -> bool {
        let Demands { catalogue, features, .. } = self.demands;
        !self.given.contains(&at) && left.admits_at(at, catalogue, features) && self.demands.admit(at)
    }
}
