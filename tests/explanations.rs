//! The laws of explanations, over random catalogues.
#![allow(clippy::unwrap_used)]

mod worlds;

use ost::catalogue::TrackIndex;
use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::Facet;
use ost::catalogue::track::{Label, Track, TrackId};
use ost::counterfactual::change::Change;
use ost::explanation::contrast::{Contrast, Weighed};
use ost::explanation::reason::{Explanation, Holder, Reason, Side};
use ost::explanation::sentence::{Language, Speaker};
use ost::query::filter::carries;
use ost::query::mood::wish::{Mood, Wish};
use ost::{Query, Recommender};
use worlds::{Dice, Shape, settings, tag, world};

const SHAPE: Shape = Shape { tracks: 7, unknown: 15, rough: true };
const CASES: u64 = 10_000;

fn sum(reasons: &[Reason]) -> f64 {
    reasons.iter().map(|reason| reason.share).sum()
}

/// Tags that are wanted, or not, each to some degree.
fn wishes(dice: &mut Dice, most: usize) -> Vec<Wish> {
    let tags = [
        (Facet::Genre, "ballad"),
        (Facet::Genre, "rock ballad"),
        (Facet::Instrumentation, "violin"),
        (Facet::Instrumentation, "piano"),
        (Facet::Theme, "first love"),
        (Facet::Theme, "rain"),
        (Facet::Tempo, "slow"),
    ];
    let wish = |dice: &mut Dice| {
        let (facet, name) = dice.pick(&tags);
        Wish { facet, tag: tag(name), degree: dice.pick(&[1.0, 0.5]), phrase: dice.below(2) }
    };
    (0..dice.below(most + 1)).map(|_| wish(dice)).collect()
}

/// A question with one favourite or more, now and then a track to stay away from or a mood, or a mood alone; and a track that is none of them.
fn question(dice: &mut Dice, recommender: &Recommender) -> (Query, TrackIndex) {
    let all: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
    let mut query = Query::new().like(all[1]);
    if dice.chance(30) {
        query = query.like(all[2]);
    } else if dice.chance(20) {
        query = query.dislike(all[2]);
    }
    if dice.chance(20) {
        let valence = dice.chance(70).then(|| Valence::clamped(0.3));
        let mut mood = Mood::at(valence, dice.chance(50).then(|| Arousal::clamped(-0.4)));
        (mood.wanted, mood.unwanted, mood.feeling) = (wishes(dice, 3), wishes(dice, 1), 0.5);
        if dice.chance(60) {
            query = Query::new();
        }
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
    let wanted = query.mood.as_ref().map_or(&[][..], |mood| &mood.wanted);
    for reason in why.because.iter().filter(|reason| known > 1 && wanted.is_empty() && reason.side != Side::Mood) {
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
        let wished = |wish: &Wish| {
            let mut wishful = Track::new(TrackId::new("w").unwrap(), Label::new("W").unwrap());
            match wish.facet {
                Facet::Genre => wishful.genre.push(wish.tag.clone().into()),
                Facet::Instrumentation => wishful.instrumentation.push(wish.tag.clone().into()),
                Facet::Theme => wishful.theme.push(wish.tag.clone().into()),
                Facet::Tempo => {}
            }
            carries(&wishful, facet, &name, recommender.vocabulary())
        };
        let asked = query.likes.iter().any(|like| holds(*like)) || wanted.iter().any(wished);
        if !wanted.is_empty() && !query.likes.is_empty() {
            // A favourite may hold what is not wished, and the other way round.
            assert!(reason.holder == Holder::Asked || holds(track), "seed {seed}: {reason:?}");
            assert!(reason.holder == Holder::Track || asked, "seed {seed}: {reason:?}");
            continue;
        }
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
        let both = said.split("; they part").next().unwrap().split(" 다만").next().unwrap().split(". ").next().unwrap();
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

/// What is said of a track that is held against a mood is so: it has what is said to be as asked, and lacks what is said to be lacking.
fn answers_to_moods_are_true(seed: u64) -> bool {
    let Some((_, recommender, query, track, why)) = case(seed) else { return false };
    let Some(mood) = query.mood.as_ref().filter(|_| query.likes.is_empty()) else { return false };
    let own = recommender.catalogue().track(track);
    let has = |facet, name: &str| carries(own, facet, &tag(name), recommender.vocabulary());
    let said =
        Speaker::new(Language::English, recommender.features(), recommender.catalogue()).explained(&query, track, &why);
    let names = |words: &str| -> Vec<String> {
        words.replace(" and ", ", ").split(", ").map(|name| name.trim().to_owned()).collect()
    };
    let mut told = false;
    for sentence in said.split('.') {
        if let Some((_, lacking)) = sentence.split_once("lacks ") {
            let lacking = lacking.split(", and it feels").next().unwrap();
            for name in names(lacking) {
                let wish = mood.wanted.iter().find(|wish| wish.tag == tag(&name)).unwrap();
                assert!(!has(wish.facet, &name), "seed {seed}: {said:?}, but {own:?}");
                assert!(!own.tags(wish.facet).is_empty(), "seed {seed}: {said:?}, of which nothing is known: {own:?}");
                told = true;
            }
        }
        let asked = sentence.trim().starts_with("As asked");
        for (_, term) in recommender.vocabulary().iter().filter(|_| asked) {
            if sentence.contains(term.tag.as_str()) && term.facet != Facet::Tempo {
                assert!(has(term.facet, term.tag.as_str()), "seed {seed}: {said:?}, but {own:?}");
                told = true;
            }
        }
        for wish in &mood.unwanted {
            if sentence.contains("not wanted") && sentence.contains(wish.tag.as_str()) {
                assert!(has(wish.facet, wish.tag.as_str()), "seed {seed}: {said:?}, but {own:?}");
            }
        }
    }
    told
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
            if changes.len() == 1 {
                let most = unknown.most.as_ref().map_or(why.score, |(_, most)| *most);
                assert!(score <= most + 1e-12, "seed {seed}: {changes:?} raises it more than {unknown:?}");
            }
        }
        // One wish alone is answered wholly by the best tag.
        if let ([], Some(mood)) = (query.likes.as_slice(), &query.mood) {
            let of_facet = |wishes: &[Wish]| wishes.iter().filter(|wish| wish.facet == unknown.facet).count();
            let alone = mood.valence.is_none() && mood.arousal.is_none() && of_facet(&mood.unwanted) == 0;
            if alone && of_facet(&mood.wanted) == 1 && unknown.facet != Facet::Tempo {
                let most = unknown.most.as_ref().unwrap().1;
                assert!((most - unknown.highest).abs() < 2e-6, "seed {seed}: {unknown:?}");
            }
        }
        // The favourite's own tags are the best there can be, where blocks are of one length.
        let exponent = recommender.features().encoder().weighting().norm_exponent;
        let plain = exponent >= 1.0 && query.mood.is_none();
        if let ([like], [], true) = (query.likes.as_slice(), query.dislikes.as_slice(), plain) {
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
fn what_is_said_of_a_mood_is_so() {
    let told = (0..CASES).filter(|seed| answers_to_moods_are_true(*seed)).count();
    assert!(told > 500, "only {told} sentences say anything of tags");
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
        answers_to_moods_are_true(seed);
        unknowns_hold(seed);
    }
}
