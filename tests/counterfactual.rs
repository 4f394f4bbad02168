//! Counterfactuals against a brute-force oracle, over random catalogues.
#![allow(clippy::unwrap_used)]

mod worlds;

use ost::catalogue::TrackIndex;
use ost::catalogue::facet::Facet;
use ost::counterfactual::Verdict;
use ost::counterfactual::change::Change;
use ost::{Query, Recommender, Settings};
use worlds::{Dice, Shape, tag, world};

/// Whether a track is among the first k with some changes: everything is ranked again, by score and then by id.
fn is_in(recommender: &Recommender, query: &Query, track: TrackIndex, k: usize, changes: &[Change]) -> bool {
    let Some(score) = recommender.score_changed(query, track, changes) else { return false };
    let better = recommender.recommend(query, usize::MAX).into_iter().filter(|other| {
        let at = recommender.catalogue().find(&other.track.id).unwrap();
        at != track && (other.explanation.score > score || (other.explanation.score >= score && at < track))
    });
    score > 0.0 && better.count() < k
}

/// Every change there is to a track, useful or not.
fn all_changes(recommender: &Recommender, track: TrackIndex) -> Vec<Change> {
    let own = recommender.catalogue().track(track);
    let mut changes = Vec::new();
    for (_, term) in recommender.vocabulary().iter() {
        if term.facet == Facet::Tempo {
            changes.push(Change::Tempo { term: Some(term.tag.clone()), bpm: None });
        } else if own.tags(term.facet).iter().any(|tagged| tagged.tag == term.tag) {
            changes.push(Change::Remove(term.facet, term.tag.clone()));
        } else {
            changes.push(Change::Add(term.facet, term.tag.clone()));
        }
    }
    changes
}

/// A facet of which something is known stays known.
fn is_allowed(recommender: &Recommender, track: TrackIndex, changes: &[Change]) -> bool {
    let own = recommender.catalogue().track(track);
    let changed = changes.iter().fold(own.clone(), |track, change| change.applied(&track, recommender.vocabulary()));
    let tempi = changes.iter().filter(|change| matches!(change, Change::Tempo { .. })).count();
    tempi <= 1 && Facet::ALL.into_iter().all(|facet| own.tags(facet).is_empty() || !changed.tags(facet).is_empty())
}

/// Calls with every set of `n` of the items, until one says to stop.
fn any_set<T: Clone>(items: &[T], n: usize, chosen: &mut Vec<T>, found: &mut impl FnMut(&[T]) -> bool) -> bool {
    if n == 0 {
        return found(chosen);
    }
    (0..items.len()).any(|i| {
        chosen.push(items[i].clone());
        let stop = any_set(&items[i + 1..], n - 1, chosen, found);
        chosen.pop();
        stop
    })
}

fn case(seed: u64) -> (Recommender, Query, TrackIndex, usize) {
    let mut dice = Dice::new(seed);
    let mut settings = Settings::default();
    settings.weighting.norm_exponent = dice.pick(&[1.0, 1.0, 0.5]);
    settings.weighting.pivot = if seed % 4 == 3 { 1.5 } else { 0.0 };
    let recommender = world(&mut dice, Shape { tracks: 6, unknown: 10, rough: false }, settings);
    let all: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
    let place = dice.below(all.len() - 1) + 1;
    (recommender, Query::new().like(all[0]), all[place], 1 + dice.below(2))
}

/// How many changes it took, for a count of how much was tested.
fn holds(seed: u64, deepest: usize) -> usize {
    let (recommender, query, track, k) = case(seed);
    let Some(what_if) = recommender.counterfactual(&query, track, k) else {
        assert!(recommender.features().row(query.likes[0]).is_none(), "seed {seed}");
        return 0;
    };
    let needed = match &what_if.verdict {
        Verdict::Already => {
            assert!(is_in(&recommender, &query, track, k, &[]), "seed {seed}");
            return 0;
        }
        Verdict::OutOfReach { searched } => searched + 1,
        Verdict::With { changes, score, rank, .. } => {
            assert!(is_in(&recommender, &query, track, k, changes), "seed {seed}: {what_if:?} does not hold");
            assert!(is_allowed(&recommender, track, changes), "seed {seed}: {what_if:?}");
            assert!((recommender.score_changed(&query, track, changes).unwrap() - score).abs() < 1e-12 && *rank <= k);
            for set in 0_u32..(1 << changes.len()) - 1 {
                let part: Vec<Change> =
                    changes.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, c)| c.clone()).collect();
                let works = is_allowed(&recommender, track, &part) && is_in(&recommender, &query, track, k, &part);
                assert!(!works, "seed {seed}: {part:?} of {what_if:?} is enough");
            }
            changes.len()
        }
        other => panic!("seed {seed}: {other:?}"),
    };
    // The oracle: no fewer changes do it, whichever they are.
    let every = all_changes(&recommender, track);
    for n in 0..needed.min(deepest + 1) {
        any_set(&every, n, &mut Vec::new(), &mut |changes| {
            let works = is_allowed(&recommender, track, changes) && is_in(&recommender, &query, track, k, changes);
            assert!(!works, "seed {seed}: {changes:?} are fewer than {what_if:?}");
            false
        });
    }
    needed
}

#[test]
fn ten_thousand_counterfactuals_hold_and_no_part_of_them_does() {
    let needed: Vec<usize> = (0..10_000).map(|seed| holds(seed, 0)).collect();
    assert!(needed.iter().filter(|n| **n >= 2).count() > 1000, "too few cases need more than one change");
}

#[test]
fn no_smaller_set_of_changes_does_it() {
    let needed: Vec<usize> = (10_000..10_150).map(|seed| holds(seed, 2)).collect();
    assert!(needed.iter().filter(|n| **n >= 3).count() > 5, "too few cases need more than two changes");
}

#[test]
#[ignore = "takes minutes: cargo test --release --test counterfactual -- --ignored"]
fn no_smaller_set_of_changes_does_it_in_many_more_cases() {
    (20_000..60_000).for_each(|seed| {
        holds(seed, 3);
    });
}

#[test]
fn changes_change_what_they_say() {
    let (recommender, _, track, _) = case(1);
    let vocabulary = recommender.vocabulary();
    let own = recommender.catalogue().track(track);
    let added = Change::Add(Facet::Theme, tag("rain")).applied(own, vocabulary);
    assert!(added.theme.iter().any(|tagged| tagged.tag == tag("rain")));
    assert_eq!(Change::Add(Facet::Theme, tag("rain")).applied(&added, vocabulary), added);
    let removed = Change::Remove(Facet::Theme, tag("rain")).applied(&added, vocabulary);
    assert!(removed.theme.iter().all(|tagged| tagged.tag != tag("rain")));
}
