//! The laws of explanations, over random catalogues.
#![allow(clippy::unwrap_used)]

mod worlds;

use ost::catalogue::TrackIndex;
use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::Facet;
use ost::counterfactual::change::Change;
use ost::explanation::contrast::{Contrast, Weighed};
use ost::explanation::reason::{Explanation, Holder, Reason, Side};
use ost::explanation::sentence::{Language, Speaker};
use ost::query::filter::carries;
use ost::query::mood::wish::Mood;
use ost::{Query, Recommender};
use worlds::{Dice, Shape, settings, tag, world};

const SHAPE: Shape = Shape { tracks: 7, unknown: 15, rough: true };
const CASES: u64 = 10_000;

fn sum(reasons: &[Reason]) -> f64 {
    reasons.iter().map(|reason| reason.share).sum()
}

/// A question with one favourite or more, now and then a track to stay away from or a mood; and a track that is none of them.
fn question(dice: &mut Dice, recommender: &Recommender) -> (Query, TrackIndex) {
    let all: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
    let mut query = Query::new().like(all[1]);
    if dice.chance(30) {
        query = query.like(all[2]);
    } else if dice.chance(20) {
        query = query.dislike(all[2]);
    }
    if dice.chance(20) {
        let mut mood = Mood::at(Some(Valence::clamped(0.3)), dice.chance(50).then(|| Arousal::clamped(-0.4)));
        (mood.wanted, mood.unwanted, mood.feeling) = (Vec::new(), Vec::new(), 0.5);
        query = query.mood(mood);
    }
    (query, all[0])
}

fn case(seed: u64) -> Option<(Dice, Recommender, Query, TrackIndex, Explanation)> {
    let mut dice = Dice::new(seed);
    let settings = settings(&mut dice);
    let recommender = world(&mut dice, SHAPE, settings);
    let (query, track) = question(&mut dice, &recommender);
    let why = recommender.explain(&query, track)?;
    Some((dice, recommender, query, track, why))
}

fn sums_hold(seed: u64) {
    let Some((_, recommender, query, track, why)) = case(seed) else { return };
    assert!((sum(&why.because) - why.score).abs() < 1e-6, "seed {seed}: {why:?}");
    assert!((sum(&why.despite) - (1.0 - why.score)).abs() < 1e-6, "seed {seed}: {why:?}");
    // Where nothing is known of all favourites but one, that one is alone.
    let known = query.likes.iter().filter(|at| recommender.features().row(**at).is_some()).count();
    for reason in why.because.iter().filter(|reason| known > 1 && reason.side != Side::Mood) {
        let parts: f64 = reason.seeds.iter().map(|(_, share)| share).sum();
        assert!((parts - reason.share).abs() < 1e-6, "seed {seed}: {reason:?}");
    }
    let whole: f64 = why.agreements().iter().map(|agreement| agreement.because + agreement.despite).sum();
    assert!((whole - 1.0).abs() < 1e-6, "seed {seed}");
    for reason in why.because.iter().chain(&why.despite) {
        assert!(reason.share > 0.0 && reason.share <= 1.0 + 1e-6, "seed {seed}: {reason:?}");
        // Who is said to hold a tag does, and who is not does not.
        let (Side::Facet(facet), Some(name)) = (reason.side, (reason.tag != "tempo").then(|| tag(&reason.tag))) else {
            continue;
        };
        let holds = |at: TrackIndex| carries(recommender.catalogue().track(at), facet, &name, recommender.vocabulary());
        let asked = query.likes.iter().any(|like| holds(*like));
        let holder = match (asked, holds(track)) {
            (true, true) => Holder::Both,
            (true, false) => Holder::Asked,
            _ => Holder::Track,
        };
        assert!(
            holder == reason.holder || reason.ties.is_none() && reason.holder != Holder::Both,
            "seed {seed}: {reason:?}"
        );
        if let Some(ties) = &reason.ties {
            assert!(ties.asked.iter().all(|own| !ties.track.contains(own)), "seed {seed}: {reason:?}");
            assert!(!ties.asked.is_empty() && !ties.track.is_empty(), "seed {seed}: {reason:?}");
        }
    }
}

/// What deleting the tag of the strongest shared reason does, by its share alone.
///
/// The tag's dimensions go dark: the block loses the tag's share `s` of its product and the part `m` of its squared length, so it is divided by `(1 - m)^(p/2)`
/// less, and the whole is scaled to unit length again. A block that loses everything leaves the norm.
fn removal_does_what_the_share_says(seed: u64) -> bool {
    let Some((_, recommender, query, track, why)) = case(seed) else { return false };
    if query.mood.is_some() {
        return false;
    }
    let whole =
        |reason: &&Reason| reason.ties.is_none() && matches!(reason.side, Side::Facet(facet) if facet != Facet::Tempo);
    let Some(top) = why.because.iter().find(whole) else { return false };
    let (Side::Facet(facet), name) = (top.side, tag(&top.tag)) else { return false };
    let (encoder, row) = (recommender.features().encoder(), recommender.features().row(track).unwrap());
    let dark = |at: &ost::catalogue::facet::Tag| {
        encoder
            .dimension(facet, at)
            .map_or(Vec::new(), |d| encoder.lights(d).iter().map(|(to, _)| *to).collect::<Vec<_>>())
    };
    let own = recommender.catalogue().track(track);
    let gone = dark(&name);
    // Where another tag of the track lights one of these dimensions too, the dimension only fades.
    if own.tags(facet).iter().any(|other| other.tag != name && dark(&other.tag).iter().any(|d| gone.contains(d))) {
        return false;
    }
    let block = encoder.block(facet);
    let mass: f64 = row.iter().filter(|(d, _)| block.contains(d)).map(|(_, v)| v * v).sum();
    let lost: f64 = row.iter().filter(|(d, _)| gone.contains(d)).map(|(_, v)| v * v).sum::<f64>() / mass;
    let of_facet: f64 = why.because.iter().filter(|reason| reason.side == top.side).map(|reason| reason.share).sum();
    let p = encoder.weighting().norm_exponent;
    let left = 1.0 - lost;
    let (product, length) = if left < 1e-9 {
        (why.score - of_facet, 1.0 - mass)
    } else {
        let product = why.score - of_facet + (of_facet - top.share) * left.powf(-p / 2.0);
        (product, 1.0 - mass + mass * left.powf(1.0 - p))
    };
    match recommender.score_changed(&query, track, &[Change::Remove(facet, name)]) {
        None => assert!(length < 1e-6, "seed {seed}"),
        Some(score) => {
            let implied = product / length.sqrt();
            assert!((score - implied).abs() < 2e-6, "seed {seed}: implied {implied}, came {score}; {top:?}");
        }
    }
    true
}

fn contrast(seed: u64) -> Option<(Recommender, Contrast)> {
    let (_, recommender, query, track, _) = case(seed)?;
    let other = recommender.catalogue().iter().map(|(at, _)| at).last()?;
    let contrast = recommender.contrast(&query, track, other)?;
    Some((recommender, contrast))
}

fn contrasts_hold(seed: u64) {
    let Some((_, contrast)) = contrast(seed) else { return };
    let all: Vec<&Weighed> = contrast.in_favour.iter().chain(&contrast.against).collect();
    let total: f64 = all.iter().map(|weighed| weighed.share).sum();
    assert!((total - contrast.margin).abs() < 1e-6, "seed {seed}: {contrast:?}");
    assert!((contrast.first - contrast.second - contrast.margin).abs() < 1e-12);
    for weighed in &all {
        assert!((weighed.first - weighed.second - weighed.share).abs() < 1e-9, "seed {seed}: {weighed:?}");
    }
    assert!(contrast.in_favour.iter().all(|w| w.share > 0.0) && contrast.against.iter().all(|w| w.share < 0.0));
    // The oracle is every set of reasons there is.
    let lead = contrast.margin.abs();
    let deciding: f64 = contrast.deciding().iter().map(|weighed| weighed.share.abs()).sum();
    if lead <= 1e-9 {
        return assert!(contrast.deciding().is_empty());
    }
    assert!(lead - deciding <= 1e-6, "seed {seed}: without them the leader is still ahead: {contrast:?}");
    let leader = if contrast.margin > 0.0 { &contrast.in_favour } else { &contrast.against };
    if leader.len() > 12 {
        return;
    }
    for set in 0_u32..1 << leader.len() {
        if (set.count_ones() as usize) < contrast.deciding().len() {
            let taken: f64 =
                leader.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, w)| w.share.abs()).sum();
            assert!(taken < lead, "seed {seed}: fewer reasons decide it as well: {contrast:?}");
        }
    }
}

/// No tag is said of both that is not of both, in either language.
fn sentences_are_true(seed: u64) {
    let Some((_, recommender, query, track, why)) = case(seed) else { return };
    let ([seed_track], None) = (query.likes.as_slice(), &query.mood) else { return };
    for language in [Language::English, Language::Korean] {
        let speaker = Speaker::new(language, recommender.features(), recommender.catalogue());
        let said = speaker.explained(&query, track, &why);
        let both =
            said.split("; they part").next().unwrap().split(". 다만").next().unwrap().split(". ").next().unwrap();
        let both = both.split(" 다만").next().unwrap();
        if both.contains("Hardly") || both.contains("거의") {
            continue;
        }
        for (_, term) in recommender.vocabulary().iter() {
            if both.contains(term.tag.as_str()) {
                for at in [*seed_track, track] {
                    let own = recommender.catalogue().track(at);
                    let by_measure = term.facet == Facet::Tempo && own.bpm.is_some() && own.tempo.is_none();
                    let so = by_measure || carries(own, term.facet, &term.tag, recommender.vocabulary());
                    assert!(so, "seed {seed}: {said:?}, but {own:?} is not {}", term.tag);
                }
            }
        }
    }
}

fn unknowns_hold(seed: u64) {
    let Some((mut dice, recommender, query, track, why)) = case(seed) else { return };
    for unknown in recommender.unknowns(&query, track) {
        let within = |score: f64| (unknown.lowest - 2e-6..=unknown.highest + 2e-6).contains(&score);
        assert!(unknown.lowest <= unknown.highest + 1e-9, "seed {seed}: {unknown:?}");
        // Whatever it turns out to be, the score is in the range.
        let names: Vec<String> = {
            let encoder = recommender.features().encoder();
            encoder.block(unknown.facet).map(|d| encoder.dimensions()[d].name.to_string()).collect()
        };
        for _ in 0..4 {
            let changes: Vec<Change> = if unknown.facet == Facet::Tempo {
                vec![Change::Tempo { term: Some(tag(dice.pick(&["slow", "medium", "fast"]))), bpm: None }]
            } else {
                (0..=dice.below(3)).map(|_| Change::Add(unknown.facet, tag(&dice.pick(&names)))).collect()
            };
            let score = recommender.score_changed(&query, track, &changes).unwrap();
            assert!(within(score), "seed {seed}: {score} with {changes:?} is outside {unknown:?}");
            if let ([_], Some((_, most))) = (changes.as_slice(), &unknown.most) {
                assert!(score <= most + 1e-12, "seed {seed}: {changes:?} raises it more than {unknown:?}");
            }
        }
        // The favourite's own tags are the best there can be, where blocks are of one length.
        let exponent = recommender.features().encoder().weighting().norm_exponent;
        if let ([like], [], true) = (query.likes.as_slice(), query.dislikes.as_slice(), exponent >= 1.0) {
            let like = recommender.catalogue().track(*like);
            let same_confidence = like.tags(unknown.facet).iter().all(|tagged| tagged.confidence.value() >= 1.0);
            if unknown.facet != Facet::Tempo && same_confidence && !like.tags(unknown.facet).is_empty() {
                let tags = like.tags(unknown.facet).iter();
                let changes: Vec<Change> = tags.map(|own| Change::Add(unknown.facet, own.tag.clone())).collect();
                let score = recommender.score_changed(&query, track, &changes).unwrap();
                assert!(
                    (score - unknown.highest).abs() < 2e-6,
                    "seed {seed}: {score} is not {unknown:?} {}",
                    why.score
                );
            }
        }
    }
}

#[test]
fn shares_sum_to_their_totals() {
    (0..CASES).for_each(sums_hold);
}

#[test]
fn deleting_a_tag_costs_what_its_share_implies() {
    let told = (0..CASES).filter(|seed| removal_does_what_the_share_says(*seed)).count();
    assert!(told > 1000, "only {told} cases say anything");
}

#[test]
fn contrasts_sum_and_their_deciding_sets_are_the_smallest() {
    (0..CASES).for_each(contrasts_hold);
}

#[test]
fn nothing_is_said_that_is_not_so() {
    (0..CASES).for_each(sentences_are_true);
}

#[test]
fn unknown_facets_stay_within_their_bounds() {
    (0..CASES).for_each(unknowns_hold);
}

#[test]
#[ignore = "takes minutes: cargo test --release --test explanations -- --ignored"]
fn all_of_it_a_million_times() {
    for seed in CASES..1_000_000 {
        sums_hold(seed);
        removal_does_what_the_share_says(seed);
        contrasts_hold(seed);
        sentences_are_true(seed);
        unknowns_hold(seed);
    }
}
