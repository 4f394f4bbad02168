//! Critiques are never violated, and otherwise nothing but closeness counts; over random catalogues.
#![allow(clippy::unwrap_used)]

mod worlds;

use std::cmp::Reverse;

use ost::catalogue::TrackIndex;
use ost::catalogue::facet::Facet;
use ost::catalogue::track::Track;
use ost::counterfactual::relaxation::{Dropped, Relaxation};
use ost::features::acoustic;
use ost::scoring::score::Score;
use ost::{Critique, Query, Recommendation, Recommender, Settings};
use worlds::{Dice, Shape, tag, world};

const SHAPE: Shape = Shape { tracks: 8, unknown: 10, rough: true };

fn critique(dice: &mut Dice) -> Critique {
    let tags = [
        (Facet::Instrumentation, "piano"),
        (Facet::Instrumentation, "strings"),
        (Facet::Theme, "love"),
        (Facet::Genre, "rock"),
    ];
    let (facet, name) = dice.pick(&tags);
    dice.pick(&[
        Critique::Slower,
        Critique::Faster,
        Critique::Sadder,
        Critique::Happier,
        Critique::Calmer,
        Critique::MoreEnergetic,
        Critique::MoreAcoustic,
        Critique::LessAcoustic,
        Critique::Newer,
        Critique::Older,
        Critique::More(facet, tag(name)),
        Critique::Less(facet, tag(name)),
    ])
}

/// The slowest and the fastest a track may be felt, read from its fields.
fn tempi(recommender: &Recommender, track: &Track) -> Option<(f64, f64)> {
    let vocabulary = recommender.vocabulary();
    let term = track
        .tempo
        .as_ref()
        .and_then(|tag| vocabulary.resolve(Facet::Tempo, tag))
        .map(|at| vocabulary.term(at).bpm.unwrap());
    match (track.bpm, term) {
        (Some(bpm), Some((low, high))) => {
            let heard = [1.0, 2.0, 0.5].into_iter().map(|times| bpm.value() * times);
            let heard = heard.into_iter().find(|bpm| (low.value()..=high.value()).contains(bpm)).unwrap_or(bpm.value());
            Some((heard, heard))
        }
        (Some(bpm), None) => Some((bpm.value(), bpm.value())),
        (None, range) => range.map(|(low, high)| (low.value(), high.value())),
    }
}

fn amount(recommender: &Recommender, at: TrackIndex, facet: Facet, name: &ost::catalogue::facet::Tag) -> Option<f64> {
    let encoder = recommender.features().encoder();
    let (block, wanted) = (encoder.block(facet), encoder.dimension(facet, name)?);
    let own: Vec<(usize, f64)> = recommender.features().row(at)?.iter().filter(|(d, _)| block.contains(d)).collect();
    let length = own.iter().map(|(_, v)| v * v).sum::<f64>().sqrt();
    (length > 0.0).then(|| own.iter().filter(|(d, _)| *d == wanted).map(|(_, v)| v).sum::<f64>() / length)
}

/// Whether one track is strictly on the asked side of another; none where either is not known.
fn is_beyond(recommender: &Recommender, critique: &Critique, at: TrackIndex, seed: TrackIndex) -> Option<bool> {
    let track = |at: TrackIndex| recommender.catalogue().track(at);
    let affect = |at: TrackIndex| recommender.features().affect(at).map(|own| own.affect);
    let (own, other) = (track(at), track(seed));
    // Tempi known by ranges may meet in one point; of points one is strictly below the other.
    let below = |a: (f64, f64), b: (f64, f64)| a.1 < b.0 || (a.1 <= b.0 && a.0 < a.1 && b.0 < b.1);
    let acousticness = |track: &Track| acoustic::of_track(track, recommender.vocabulary()).map(|a| a.value());
    Some(match critique {
        Critique::Slower => below(tempi(recommender, own)?, tempi(recommender, other)?),
        Critique::Faster => below(tempi(recommender, other)?, tempi(recommender, own)?),
        Critique::Sadder => affect(at)?.valence < affect(seed)?.valence,
        Critique::Happier => affect(at)?.valence > affect(seed)?.valence,
        Critique::Calmer => affect(at)?.arousal < affect(seed)?.arousal,
        Critique::MoreEnergetic => affect(at)?.arousal > affect(seed)?.arousal,
        Critique::MoreAcoustic => acousticness(own)? > acousticness(other)?,
        Critique::LessAcoustic => acousticness(own)? < acousticness(other)?,
        Critique::Newer => own.year? > other.year?,
        Critique::Older => own.year? < other.year?,
        Critique::More(facet, tag) => amount(recommender, at, *facet, tag)? > amount(recommender, seed, *facet, tag)?,
        Critique::Less(facet, tag) => amount(recommender, at, *facet, tag)? < amount(recommender, seed, *facet, tag)?,
        other => panic!("{other} is not tested"),
    })
}

/// How far two tracks are apart on an axis of which the least audible step counts; none on the others.
fn apart(recommender: &Recommender, critique: &Critique, at: TrackIndex, seed: TrackIndex) -> Option<f64> {
    let affect = |at: TrackIndex| recommender.features().affect(at).map(|own| own.affect);
    let acoustic = |at: TrackIndex| {
        acoustic::of_track(recommender.catalogue().track(at), recommender.vocabulary()).map(|a| a.value())
    };
    let difference = match critique {
        Critique::Sadder | Critique::Happier => affect(at)?.valence.value() - affect(seed)?.valence.value(),
        Critique::Calmer | Critique::MoreEnergetic => affect(at)?.arousal.value() - affect(seed)?.arousal.value(),
        Critique::MoreAcoustic | Critique::LessAcoustic => acoustic(at)? - acoustic(seed)?,
        Critique::More(facet, tag) | Critique::Less(facet, tag) => {
            amount(recommender, at, *facet, tag)? - amount(recommender, seed, *facet, tag)?
        }
        _ => return None,
    };
    Some(difference.abs())
}

fn ids(recommender: &Recommender, query: &Query) -> Vec<(String, TrackIndex)> {
    let answers = recommender.recommend(query, usize::MAX).into_iter();
    answers
        .map(|answer| (answer.track.id.to_string(), recommender.catalogue().find(&answer.track.id).unwrap()))
        .collect()
}

/// What is given up, in order, and what that gives.
type Told<'r> = (Vec<Critique>, usize, Recommendation<'r>);

fn told<'r>(relaxations: &[Relaxation<'r>]) -> Vec<Told<'r>> {
    let told = |own: &Relaxation<'r>| {
        let mut dropped: Vec<Critique> = own.dropped.iter().flat_map(Dropped::each).cloned().collect();
        dropped.sort();
        (dropped, own.answers, own.best.clone())
    };
    let mut all: Vec<_> = relaxations.iter().map(told).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// The oracle of relaxations: every subset of the critiques is given up in turn, fewer before more.
fn by_every_subset<'r>(recommender: &'r Recommender, query: &Query) -> Vec<Told<'r>> {
    let all = &query.critiques;
    if !recommender.recommend(query, 1).is_empty() {
        return Vec::new();
    }
    for n in 1..=all.len() {
        let mut found: Vec<Told<'_>> = Vec::new();
        for set in (1_u32..1 << all.len()).filter(|set| set.count_ones() as usize == n) {
            let (dropped, left): (Vec<_>, Vec<_>) = (0..all.len()).partition(|i| set >> i & 1 == 1);
            let pick = |places: Vec<usize>| places.into_iter().map(|i| all[i].clone()).collect::<Vec<_>>();
            let (mut dropped, mut relaxed) = (pick(dropped), query.clone());
            relaxed.critiques = pick(left);
            dropped.sort();
            let answers = recommender.recommend(&relaxed, usize::MAX);
            if let Some(best) = answers.first().filter(|_| found.iter().all(|(known, ..)| *known != dropped)) {
                found.push((dropped, answers.len(), best.clone()));
            }
        }
        if !found.is_empty() {
            found.sort_by(|a, b| a.0.cmp(&b.0));
            return found;
        }
    }
    Vec::new()
}

#[test]
fn critiques_of_all_kinds_at_once_are_relaxed_at_once() {
    let recommender = Recommender::embedded();
    let seed = recommender.find("fleeting moments").unwrap();
    let tags = ["rain", "snow", "winter", "piano", "rap", "ballad", "rock", "jazz", "flute", "choir", "brass", "cello"];
    let tags = tags.map(|tag| Critique::more(tag, recommender.vocabulary()).unwrap());
    let plain = [Critique::Slower, Critique::Faster, Critique::Sadder, Critique::Happier, Critique::Newer];
    let query = tags.into_iter().chain(plain).fold(Query::new().like(seed), Query::critique);
    assert_eq!(query.critiques.len(), 17);
    let relaxations = recommender.relaxations(&query);
    assert!(!relaxations.is_empty());
    for relaxation in &relaxations {
        let mut relaxed = query.clone();
        relaxed.critiques.retain(|own| relaxation.dropped.iter().all(|dropped| dropped.critique != *own));
        let answers = recommender.recommend(&relaxed, usize::MAX);
        assert_eq!((answers.len(), answers.first()), (relaxation.answers, Some(&relaxation.best)));
    }
}

/// How many answers there were.
fn holds(seed: u64) -> usize {
    let mut dice = Dice::new(seed);
    let recommender = world(&mut dice, SHAPE, Settings::default());
    let all: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
    let mut plain = Query::new().like(all[0]);
    if dice.chance(20) {
        plain = plain.like(all[1]);
    }
    let critiques: Vec<Critique> = (0..=dice.below(2)).map(|_| critique(&mut dice)).collect();
    let critiqued = critiques.iter().fold(plain.clone(), |query, critique| query.critique(critique.clone()));
    let answers = ids(&recommender, &critiqued);
    for (id, at) in &answers {
        for critique in &critiques {
            for seed_track in &plain.likes {
                // A favourite of which nothing is known sets no bound; the others do.
                let beyond = is_beyond(&recommender, critique, *at, *seed_track);
                let unknown = is_beyond(&recommender, critique, *seed_track, *seed_track).is_none();
                assert!(unknown || beyond == Some(true), "seed {seed}: {id} is not {critique} than {seed_track:?}");
            }
        }
    }
    // Nothing that is clearly beyond every favourite is left out.
    let once = critiques.len() == 1 || critiques[0] != critiques[1];
    for (id, at) in ids(&recommender, &plain).iter().filter(|answer| once && !answers.contains(answer)) {
        let clearly = |critique: &Critique| {
            let known: Vec<TrackIndex> = plain
                .likes
                .iter()
                .copied()
                .filter(|seed| is_beyond(&recommender, critique, *seed, *seed).is_some())
                .collect();
            let beyond = |seed: &TrackIndex| {
                is_beyond(&recommender, critique, *at, *seed) == Some(true)
                    && apart(&recommender, critique, *at, *seed).is_none_or(|apart| apart > 0.051)
            };
            !known.is_empty() && known.iter().all(beyond)
        };
        assert!(!critiques.iter().all(clearly), "seed {seed}: {id} is left out, {critiques:?}");
    }
    // Otherwise as close as possible: what is left of the plain ranking, in its order.
    let left: Vec<_> = ids(&recommender, &plain).into_iter().filter(|answer| answers.contains(answer)).collect();
    assert_eq!(left, answers, "seed {seed}");
    // A larger step leaves no more.
    let further = ids(&recommender, &critiqued.clone().critique(critiques[0].clone()));
    assert!(further.iter().all(|answer| answers.contains(answer)), "seed {seed}: {critiques:?}");
    let twice = critiqued.clone().critique(critiques[0].clone());
    for query in [&critiqued, &twice] {
        let relaxations = recommender.relaxations(query);
        assert_eq!(by_every_subset(&recommender, query), told(&relaxations), "seed {seed}: {query:?}");
        let whole = |relaxation: &Relaxation<'_>| relaxation.dropped.iter().filter(|own| own.kept == 0).count();
        assert!(relaxations.is_sorted_by_key(|own| (whole(own), Reverse(Score::clamped(own.best.explanation.score)))));
    }
    answers.len()
}

#[test]
fn critiques_are_never_violated() {
    // The last is of two favourites that stand furthest out, one known to the point and the other by a range that ends there.
    let answers: usize = (0..10_000).chain([123_312]).map(holds).sum();
    assert!(answers > 5_000, "only {answers} answers were held against their critiques");
}

#[test]
#[ignore = "takes minutes: cargo test --release --test critique -- --ignored"]
fn critiques_are_never_violated_in_a_million_cases() {
    (10_000..1_000_000).for_each(|seed| {
        holds(seed);
    });
}

#[test]
fn a_step_of_a_term_is_a_step_of_the_tempo() {
    let recommender = Recommender::embedded();
    let fast = recommender
        .catalogue()
        .iter()
        .find(|(_, track)| track.tempo.as_ref().is_some_and(|tag| tag.as_str() == "fast"));
    let query = Query::new().like(fast.unwrap().0).critique(Critique::Slower);
    let terms = |query: &Query| -> Vec<String> {
        let answers = recommender.recommend(query, 2000);
        let mut terms: Vec<String> = answers.iter().filter_map(|a| Some(a.track.tempo.as_ref()?.to_string())).collect();
        terms.sort();
        terms.dedup();
        terms
    };
    assert_eq!(terms(&query), ["medium", "slow", "very slow"]);
    assert_eq!(terms(&query.clone().critique(Critique::Slower)), ["slow", "very slow"]);
    assert_eq!(terms(&query.critique(Critique::Slower).critique(Critique::Slower)), ["very slow"]);
}

#[test]
fn an_instrument_alone_is_more_of_it_than_in_company() {
    let recommender = Recommender::embedded();
    let seed = recommender.find("whispers in the rain").unwrap();
    let more = Critique::more("피아노", recommender.vocabulary()).unwrap();
    let answers = recommender.recommend(&Query::new().like(seed).critique(more), 10);
    assert!(!answers.is_empty());
    assert!(
        answers.iter().all(|answer| answer.track.instrumentation.iter().any(|own| own.tag.as_str().contains("piano")))
    );
}
