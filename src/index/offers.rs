//! The offers of a search: of the tracks whose bounds reach the bar those are scored that something finer does not rule out.

use crate::catalogue::TrackIndex;
use crate::index::near::Near;
use crate::index::pending::{Pending, below};
use crate::index::question::Question;
use crate::ranking::top_k::{Best, Ranked};
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// So many of those kept back are read before the first of them is scored.
const TOGETHER: usize = 16;

/// Of more tracks than this the best are offered before the others are put in order.
const CROWD: usize = 64;

/// Bars are lowered by this factor where closeness alone has to reach them: rounding in `f64` is all there is.
const EXACT: f64 = 1.0 + 1e-12;

/// What has been found so far.
pub(crate) struct Found<'s, F> {
    scorer: &'s Scorer<'s>,
    /// Bars are lowered by this factor ([`Question::slack`]).
    slack: f64,
    /// Closeness, where nothing else is wanted.
    pub(crate) alone: Option<&'s Near>,
    admitted: F,
    pub(crate) best: Best,
    /// [`Pending::below`] of the least promising that may be among the best.
    last: u32,
    /// The place that was scored before, with its score.
    before: Option<(usize, Option<Score>)>,
}

impl<'s, F> Found<'s, F> {
    /// Nothing yet; the best `k` of what is admitted are looked for.
    pub(crate) fn new(scorer: &'s Scorer<'s>, question: &'s Question<'_>, admitted: F, k: usize) -> Self {
        let (alone, slack) = (question.near.as_ref().filter(|_| question.alone()), question.slack());
        Self { scorer, slack, alone, admitted, best: Best::new(k), last: u32::MAX, before: None }
    }

    /// The score that the next has to reach: the k-th best so far, 0 as long as there is room.
    pub(crate) fn bar(&self) -> f64 {
        self.best.to_beat().map_or(0.0, |worst| worst.score.value())
    }

    /// The bound that it has to reach: lower than the bar by more than rounding takes.
    pub(crate) fn lowered(&self) -> f32 {
        (self.bar() / self.slack) as f32
    }

    /// What closeness has to reach, where nothing else is wanted.
    pub(crate) fn exact_bar(&self) -> f64 {
        self.bar() / EXACT
    }

    /// Whether a track may be among the best.
    fn allows(&self, one: &Pending) -> bool {
        one.below <= self.last
    }

    /// Takes a track if it is among the best.
    fn take(&mut self, ranked: Ranked) {
        self.best.offer(ranked);
        self.last = match self.alone {
            Some(near) => near.most_taken(self.exact_bar()).to_bits(),
            None => below(self.lowered()),
        };
    }
}

impl Question<'_> {
    /// Offers the tracks at hand, the most promising first.
    pub(crate) fn offer_all<F: Fn(TrackIndex) -> bool>(&self, tracks: &mut Vec<Pending>, found: &mut Found<'_, F>) {
        // Most of many are passed over once the best few have raised the bar.
        if tracks.len() > CROWD {
            tracks.select_nth_unstable(TOGETHER);
            tracks[..TOGETHER].sort_unstable();
            self.offer_some(&tracks[..TOGETHER], found);
            tracks.drain(..TOGETHER);
            tracks.retain(|one| found.allows(one));
        }
        tracks.sort_unstable();
        self.offer_in_turn(tracks, found);
    }

    /// Offers tracks in turn, which are sorted, until none can be among the best.
    fn offer_in_turn<F: Fn(TrackIndex) -> bool>(&self, tracks: &[Pending], found: &mut Found<'_, F>) {
        for some in tracks.chunks(TOGETHER) {
            if !found.allows(&some[0]) {
                break;
            }
            self.offer_some(some, found);
        }
    }

    /// Offers some tracks in turn.
    fn offer_some<F: Fn(TrackIndex) -> bool>(&self, some: &[Pending], found: &mut Found<'_, F>) {
        let place = |one: &Pending| one.place as usize;
        some.iter().for_each(|one| self.columns.fetch_place(place(one)));
        let (mut new, mut count) = ([TrackIndex(0); TOGETHER], 0);
        let tracks = some.iter().filter(|one| !self.is_twin(place(one))).map(|one| self.track(place(one)));
        for (new, track) in new.iter_mut().zip(tracks.filter(|track| self.may_beat(*track, &found.best))) {
            *new = track;
            count += 1;
        }
        let (vectors, moods) = (found.alone.is_none() || !self.unwanted.is_empty(), self.near.is_some());
        found.scorer.features().warm(&new[..count], vectors, moods);
        for one in some {
            if found.allows(one) {
                self.offer(*one, found);
            }
        }
    }

    /// Offers a track, unless something finer says that it is not among the best.
    fn offer<F: Fn(TrackIndex) -> bool>(&self, one: Pending, found: &mut Found<'_, F>) {
        let place = one.place as usize;
        if let Some(near) = self.near.as_ref().filter(|_| one.whole) {
            let fine = self.columns.fine.each_ref().map(|fine| fine.one(place));
            let [counted] = near.at(fine.each_ref().map(std::array::from_ref));
            let refined = f64::from(one.bound()) - f64::from(counted) + near.bound(fine);
            if refined * found.slack < found.bar() {
                return;
            }
        }
        let track = self.track(place);
        if track.index() >= found.scorer.features().len() {
            self.columns.order.bytes.note_damage("a place belongs to no track");
            return;
        }
        if !self.may_beat(track, &found.best) {
            return;
        }
        // As long as there is room whatever is admitted comes in, and a filter may admit hardly any.
        let room = found.best.to_beat().is_none();
        if room && !(found.admitted)(track) {
            return;
        }
        let score = match found.before {
            Some((before, score)) if before + 1 == place && self.is_twin(place) => score,
            _ => found.scorer.score(track),
        };
        found.before = Some((place, score));
        let Some(score) = score else { return };
        let ranked = Ranked { track, score };
        let beats = found.best.to_beat().is_none_or(|worst| ranked > worst);
        if beats && (room || (found.admitted)(track)) {
            found.take(ranked);
        }
    }

    /// The track at a place.
    fn track(&self, place: usize) -> TrackIndex {
        TrackIndex(self.columns.order.one(place))
    }

    /// Whether the track at a place has the vector and the mood of the one before.
    fn is_twin(&self, place: usize) -> bool {
        self.columns.twins.one(place / 64) >> (place % 64) & 1 == 1
    }

    /// Whether a track could come in with the best score there can be: of tracks as good as that the first by id come in, and to score the others would be
    /// in vain.
    fn may_beat(&self, track: TrackIndex, best: &Best) -> bool {
        best.to_beat().is_none_or(|worst| Ranked { track, score: self.ceiling } > worst)
    }
}
