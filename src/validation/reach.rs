//! Whether there is a question that every track is an answer to.
//!
//! A track of which neither a tag nor a mood is known answers none. Of tracks with equal vectors, which no question can tell apart, the ones beyond the first
//! [`PLACES`] by id are never among the first [`PLACES`] of anything. That much is exact, and checked of any catalogue.
//!
//! Up to [`ASKED`] tracks, questions are asked as well: for each tag alone, for each of 25 points of the circumplex, and for the neighbours of
//! each other track, until every track was among the first [`PLACES`] of one. In a larger catalogue a track is seldom among the first 100 of
//! anything so short, and that says nothing against it.

use crate::catalogue::TrackIndex;
use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::Tag;
use crate::features::Features;
use crate::query::Query;
use crate::query::mood::wish::{Mood, Wish};
use crate::ranking::top_k::{Ranked, top_k};
use crate::scoring::Scorer;
use crate::scoring::balance::Balance;
use crate::validation::finding::{Findings, Rule};
use crate::validation::subject::Subject;

/// How far down an answer anybody looks.
pub(crate) const PLACES: usize = 100;
/// Up to how many tracks questions are asked.
pub(crate) const ASKED: usize = 2500;

pub(crate) fn unreached(subject: &Subject<'_>, equal: &[Vec<TrackIndex>], balance: &Balance, findings: &mut Findings) {
    let mut crowded_out = vec![false; subject.catalogue.len()];
    for group in equal {
        group.iter().skip(PLACES).for_each(|at| crowded_out[at.index()] = true);
    }
    let asked = (subject.catalogue.len() <= ASKED).then(|| among_the_first(subject, balance));
    for (at, _) in subject.by_line() {
        let why = if !is_known(subject, at) {
            ("nothing of it is known, so it is never recommended", "add a genre, a tempo, an instrument or a theme")
        } else if crowded_out[at.index()] {
            ("100 tracks before it have the same tags, so it is never among the first 100", "add what tells it apart")
        } else if asked.as_ref().is_some_and(|reached| !reached[at.index()]) {
            ("it is among the first 100 of no tag, no mood and no other track", "add tags that others have too")
        } else {
            continue;
        };
        findings.add(Rule::Unreached, || subject.finding(at, Rule::Unreached, why.0.to_owned(), why.1));
    }
}

/// Whether anything is known that a question can ask for: a tag or a mood.
fn is_known(subject: &Subject<'_>, at: TrackIndex) -> bool {
    subject.features.row(at).is_some() || subject.features.affect(at).is_some()
}

/// For each track, whether it was among the first [`PLACES`] of a question.
fn among_the_first(subject: &Subject<'_>, balance: &Balance) -> Vec<bool> {
    let tracks = subject.catalogue.len();
    let mut reached = vec![false; tracks];
    let mut left = subject.catalogue.iter().filter(|(at, _)| is_known(subject, *at)).count();
    let seeds = subject.catalogue.iter().map(|(at, _)| Query::new().like(at));
    for query in tag_queries(subject.features).chain(point_queries()).chain(seeds) {
        if left == 0 {
            break;
        }
        let Some(scorer) = Scorer::new(subject.features, &query, balance) else { continue };
        let candidates = subject
            .catalogue
            .iter()
            .filter(|(at, _)| !query.likes.contains(at))
            .filter_map(|(at, _)| scorer.score(at).map(|score| Ranked { track: at, score }));
        for ranked in top_k(candidates, PLACES) {
            let place = &mut reached[ranked.track.index()];
            left -= usize::from(!*place);
            *place = true;
        }
    }
    reached
}

/// A question for each tag alone: those of the vocabulary and those that only this catalogue knows.
fn tag_queries(features: &Features) -> impl Iterator<Item = Query> + '_ {
    let encoder = features.encoder();
    let listed = encoder.vocabulary().iter().map(|(_, term)| (term.facet, term.tag.clone()));
    let own = encoder.dimensions().iter().filter(|dimension| dimension.term.is_none());
    let own = own.filter_map(|dimension| Some((dimension.facet, Tag::new(&dimension.name).ok()?)));
    listed.chain(own).map(|(facet, tag)| {
        let mut mood = Mood::default();
        mood.wanted.push(Wish { facet, tag, degree: 1.0, phrase: 0 });
        Query::new().mood(mood)
    })
}

fn point_queries() -> impl Iterator<Item = Query> {
    const STEPS: [f64; 5] = [-1.0, -0.5, 0.0, 0.5, 1.0];
    STEPS.into_iter().flat_map(|valence| {
        STEPS
            .into_iter()
            .map(move |arousal| Query::new().mood(Mood::at(Valence::new(valence).ok(), Arousal::new(arousal).ok())))
    })
}
