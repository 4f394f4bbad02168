//! The laws of the mathematics, over random small catalogues and questions.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::Arc;

use ost::catalogue::TrackIndex;
use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::{Confidence, Facet, Tag, Tagged};
use ost::catalogue::track::{Bpm, Label, Track, TrackId, Year};
use ost::explanation::reason::Explanation;
use ost::features::Features;
use ost::features::vocabulary::Vocabulary;
use ost::features::weighting::FacetWeights;
use ost::interchange::embedded;
use ost::query::filter::Filter;
use ost::query::mood::wish::{Mood, Wish};
use ost::scoring::Scorer;
use ost::scoring::balance::Balance;
use ost::{Catalogue, Query, Recommender, Settings};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Tags with broader ones among them, so that they light each other; the last of each is outside the vocabulary.
const GENRES: [&str; 6] = ["ballad", "power ballad", "folk ballad", "pop", "synth-pop", "a genre of one's own"];
const INSTRUMENTS: [&str; 6] = ["piano", "daegeum", "haegeum", "strings", "female vocal", "a saw"];
const THEMES: [&str; 7] = ["rain", "tears", "tragic love", "love", "night", "hope", "a theme of one's own"];
const TERMS: [&str; 4] = ["very slow", "slow", "fast", "andantino"];

fn vocabulary() -> Arc<Vocabulary> {
    static READ: std::sync::OnceLock<Arc<Vocabulary>> = std::sync::OnceLock::new();
    Arc::clone(READ.get_or_init(|| Arc::new(embedded::vocabulary())))
}

fn tag(text: &str) -> Tag {
    Tag::new(text).unwrap()
}

fn tags(from: &'static [&'static str]) -> impl Strategy<Value = Vec<Tagged>> {
    let tagged = (select(from), 1_u32..=10).prop_map(|(text, tenths)| Tagged {
        tag: tag(text),
        confidence: Confidence::new(f64::from(tenths) / 10.0).unwrap(),
    });
    vec(tagged, 0..4)
}

fn track() -> impl Strategy<Value = Track> {
    let facets = (tags(&GENRES), tags(&INSTRUMENTS), tags(&THEMES), option::of(select(&TERMS[..])));
    let numbers = (option::of(30.0..220.0), option::of(-1.0..1.0), option::of(-1.0..1.0), option::of(2000_i64..2005));
    (facets, numbers, option::of(0..3), option::of(0..3)).prop_map(|(facets, numbers, drama, artist)| {
        let mut track = Track::new(TrackId::new("none").unwrap(), Label::new("A track").unwrap());
        (track.genre, track.instrumentation, track.theme) = (facets.0, facets.1, facets.2);
        track.tempo = facets.3.map(tag);
        track.bpm = numbers.0.map(|bpm| Bpm::new(bpm).unwrap());
        track.valence = numbers.1.map(|v| Valence::new(v).unwrap());
        track.arousal = numbers.2.map(|a| Arousal::new(a).unwrap());
        track.year = numbers.3.map(|year| Year::new(year).unwrap());
        track.drama = drama.map(|n| Label::new(&format!("Drama {n}")).unwrap());
        track.artists = artist.map(|n| Label::new(&format!("Artist {n}")).unwrap()).into_iter().collect();
        track
    })
}

fn tracks() -> impl Strategy<Value = Vec<Track>> {
    vec(track(), 2..14).prop_map(|tracks| {
        let named = tracks.into_iter().enumerate().map(|(i, mut track)| {
            track.id = TrackId::new(&format!("t{i:02}")).unwrap();
            track
        });
        named.collect()
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    let weights = [0.0_f64..1.0, 0.0..1.0, 0.0..1.0, 0.1..1.0].prop_map(|weights| FacetWeights::new(weights).unwrap());
    let pivots = prop_oneof![Just(0.0), 0.01_f64..8.0];
    (weights, 0.0..=1.0, 0.0..=1.0, 0.0..=1.0, pivots).prop_map(|(facets, exponent, decay, dislike, pivot)| {
        let mut settings = Settings::default();
        settings.weighting.facets = facets;
        settings.weighting.norm_exponent = exponent;
        settings.weighting.broader_decay = decay;
        settings.weighting.pivot = pivot;
        settings.balance.dislike = dislike;
        settings
    })
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let some = |facet: Facet, from: &'static [&'static str]| {
        (select(from), 0.05..=1.0, 0_usize..3).prop_map(move |(text, degree, phrase)| Wish {
            facet,
            tag: tag(text),
            degree,
            phrase,
        })
    };
    let any = prop_oneof![
        some(Facet::Genre, &GENRES),
        some(Facet::Instrumentation, &INSTRUMENTS),
        some(Facet::Theme, &THEMES),
        some(Facet::Tempo, &TERMS),
    ];
    vec(any, 0..3)
}

fn mood() -> impl Strategy<Value = Mood> {
    (option::of(-1.0..1.0), option::of(-1.0..1.0), 0.0..=1.0, wishes(), wishes()).prop_map(
        |(valence, arousal, feeling, wanted, unwanted)| {
            let valence = valence.map(|v| Valence::new(v).unwrap());
            let mut mood = Mood::at(valence, arousal.map(|a| Arousal::new(a).unwrap()));
            (mood.feeling, mood.wanted, mood.unwanted) = (feeling, wanted, unwanted);
            mood
        },
    )
}

/// A question by places, to be asked of any catalogue by taking each place modulo its size.
fn question() -> impl Strategy<Value = (Vec<usize>, Vec<usize>, Option<Mood>)> {
    (vec(0_usize..50, 0..4), vec(0_usize..50, 0..3), option::of(mood()))
}

fn ask(recommender: &Recommender, (likes, dislikes, mood): &(Vec<usize>, Vec<usize>, Option<Mood>)) -> Query {
    let places: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
    let mut query = Query::new();
    query.likes = likes.iter().map(|i| places[i % places.len()]).collect();
    query.dislikes = dislikes.iter().map(|i| places[i % places.len()]).collect();
    query.mood.clone_from(mood);
    query
}

fn recommender(tracks: Vec<Track>, settings: Settings) -> Recommender {
    Recommender::new(Catalogue::new(tracks).unwrap(), vocabulary(), settings).unwrap()
}

fn sums(explanation: &Explanation) -> (f64, f64) {
    let sum = |reasons: &[ost::explanation::reason::Reason]| reasons.iter().map(|reason| reason.share).sum();
    (sum(&explanation.because), sum(&explanation.despite))
}

/// Similarity of every pair, by place; none where a track has no vector.
fn similarities(recommender: &Recommender) -> HashMap<(usize, usize), f64> {
    let mut all = HashMap::new();
    for (seed, _) in recommender.catalogue().iter() {
        let query = Query::new().like(seed);
        let Some(scorer) = Scorer::new(recommender.features(), &query, &recommender.settings().balance) else {
            continue;
        };
        for (at, _) in recommender.catalogue().iter() {
            if let Some(score) = scorer.score(at) {
                all.insert((seed.index(), at.index()), score.value());
            }
        }
    }
    all
}

/// Every vector of a catalogue.
fn all_rows(recommender: &Recommender) -> Vec<Option<Vec<(usize, f64)>>> {
    let row = |at| recommender.features().row(at).map(|own| own.iter().collect());
    recommender.catalogue().places().map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Similarity is symmetric, lies in [0, 1], is 1 for a track and itself, and equals the cosine of the dense vectors; with a pivot it is the cosine
    /// times the length of the answer's vector, which is then below 1.
    #[test]
    fn similarity_is_a_cosine(tracks in tracks(), settings in settings()) {
        let recommender = recommender(tracks, settings);
        let all = similarities(&recommender);
        let places: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
        let dense = recommender.features().to_dense(&places);
        for ((a, b), similarity) in &all {
            prop_assert!((0.0..=1.0).contains(similarity));
            let (x, y) = (dense.row(*a), dense.row(*b));
            let cosine = x.dot(&y) / (x.dot(&x) * y.dot(&y)).sqrt();
            let length = y.dot(&y).sqrt();
            if settings.weighting.pivot > 0.0 {
                prop_assert!(length < 1.0);
                prop_assert!((similarity - cosine * length).abs() < 1e-6, "{} is {} densely", similarity, cosine * length);
                continue;
            }
            prop_assert!((length - 1.0).abs() < 1e-6);
            prop_assert!((similarity - all[&(*b, *a)]).abs() < 1e-6, "{} and {}", a, b);
            if a == b {
                prop_assert!((similarity - 1.0).abs() < 1e-6);
            }
            prop_assert!((similarity - cosine).abs() < 1e-6, "{} is {} densely", similarity, cosine);
        }
    }

    /// A mood that says everything five times over, each time in phrases of their own, is matched as one that says it once.
    #[test]
    fn to_repeat_a_mood_changes_nothing(tracks in tracks(), settings in settings(), wished in wishes()) {
        let recommender = recommender(tracks, settings);
        let said = |times: usize| {
            let all = (0..times * wished.len()).map(|phrase| Wish { phrase, ..wished[phrase % wished.len()].clone() });
            let mut mood = Mood::default();
            mood.wanted = all.collect();
            Query::new().mood(mood)
        };
        let (once, often) = (said(1), said(5));
        let scorer = |query: &Query| Scorer::new(recommender.features(), query, &recommender.settings().balance);
        let (once, often) = (scorer(&once), scorer(&often));
        prop_assert_eq!(once.is_some(), often.is_some());
        for at in recommender.catalogue().places() {
            let score = |scorer: &Option<Scorer<'_>>| scorer.as_ref().and_then(|scorer| scorer.score(at));
            let (once, often) = (score(&once), score(&often));
            let far = once.zip(often).map_or(0.0, |(once, often)| (once.value() - often.value()).abs());
            prop_assert!(once.is_some() == often.is_some() && far < 1e-9, "{:?} and {:?}", once, often);
        }
    }

    /// Whatever is asked: because sums to the score, despite to what is missing to 1, no share is negative, and the score that ranks is the
    /// score that is explained.
    #[test]
    fn accounts_are_exact(tracks in tracks(), settings in settings(), question in question()) {
        let recommender = recommender(tracks, settings);
        let query = ask(&recommender, &question);
        let scorer = Scorer::new(recommender.features(), &query, &recommender.settings().balance);
        for (at, _) in recommender.catalogue().iter() {
            let explanation = recommender.explain(&query, at);
            let score = scorer.as_ref().and_then(|scorer| scorer.score(at));
            prop_assert_eq!(explanation.as_ref().map(|e| e.score.to_bits()), score.map(|s| s.value().to_bits()));
            let Some(explanation) = explanation else { continue };
            let (because, despite) = sums(&explanation);
            prop_assert!((0.0..=1.0).contains(&explanation.score));
            prop_assert!((because - explanation.score).abs() < 1e-6, "because {} of {:?}", because, explanation);
            prop_assert!((despite - (1.0 - explanation.score)).abs() < 1e-6, "despite {} of {:?}", despite, explanation);
            for reason in explanation.because.iter().chain(&explanation.despite) {
                prop_assert!(reason.share > 0.0, "{:?}", reason);
            }
            for reason in explanation.because.iter().filter(|reason| !reason.seeds.is_empty() && query.mood.is_none()) {
                let seeds: f64 = reason.seeds.iter().map(|(_, share)| share).sum();
                prop_assert!((seeds - reason.share).abs() < 1e-6, "{:?}", reason);
            }
        }
    }

    /// The order in which a track's tags are written changes nothing.
    #[test]
    fn the_order_of_tags_does_not_matter(tracks in tracks(), question in question()) {
        let mut turned = tracks.clone();
        for track in &mut turned {
            track.genre.reverse();
            track.instrumentation.reverse();
            track.theme.reverse();
        }
        let (one, other) = (recommender(tracks, Settings::default()), recommender(turned, Settings::default()));
        prop_assert_eq!(all_rows(&one), all_rows(&other));
        let scores = |r: &Recommender| {
            r.recommend(&ask(r, &question), 50).into_iter().map(|a| (a.track.id.clone(), a.explanation.score)).collect::<Vec<_>>()
        };
        // A mood that is read from tags sums them in their order, so its last bits may differ.
        let mut pairs = scores(&one);
        let mut others = scores(&other);
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        others.sort_by(|a, b| a.0.cmp(&b.0));
        prop_assert_eq!(pairs.len(), others.len());
        for (one, other) in pairs.iter().zip(&others) {
            prop_assert!(one.0 == other.0 && (one.1 - other.1).abs() < 1e-9, "{:?} and {:?}", one, other);
        }
    }

    /// Only the ratio of the facets' weights counts, and only the ratio of confidences within a facet.
    #[test]
    fn scale_does_not_matter(tracks in tracks(), weights in [0.01_f64..1.0, 0.01..1.0, 0.01..1.0, 0.01..1.0], factor in 0.05_f64..1.0) {
        let with = |tracks: &[Track], weights: [f64; 4]| {
            let mut settings = Settings::default();
            settings.weighting.facets = FacetWeights::new(weights).unwrap();
            similarities(&recommender(tracks.to_vec(), settings))
        };
        let plain = with(&tracks, weights);
        let mut unsure = tracks.clone();
        for track in &mut unsure {
            for tagged in track.genre.iter_mut().chain(&mut track.instrumentation).chain(&mut track.theme) {
                tagged.confidence = Confidence::new(tagged.confidence.value() * factor).unwrap();
            }
        }
        for scaled in [with(&tracks, weights.map(|w| w * factor * 1000.0)), with(&unsure, weights)] {
            prop_assert_eq!(plain.len(), scaled.len());
            for (pair, similarity) in &plain {
                prop_assert!((similarity - scaled[pair]).abs() < 1e-5, "{:?}", pair);
            }
        }
    }

    /// A filter only leaves tracks out: those that remain keep their scores and their order.
    #[test]
    fn filters_hold_and_change_no_score(tracks in tracks(), question in question(), from in 2000_u16..2005, theme in select(&THEMES[..]), excluded in select(&GENRES[..])) {
        let recommender = recommender(tracks, Settings::default());
        let query = ask(&recommender, &question);
        let mut filter = Filter::default();
        filter.years = Some(from..=2003);
        filter.tags = vec![(Facet::Theme, tag(theme))];
        filter.exclude = vec![excluded.to_owned()];
        let filtered = recommender.recommend(&query.clone().filter(filter.clone()), 50);
        let all = recommender.recommend(&query, 50);
        let kept: Vec<_> = all.iter().filter(|answer| filter.admits(answer.track, recommender.vocabulary())).collect();
        prop_assert_eq!(filtered.len(), kept.len());
        for (one, other) in filtered.iter().zip(kept) {
            prop_assert_eq!(&one.track, &other.track);
            prop_assert_eq!(&one.explanation, &other.explanation);
            prop_assert!(one.track.year.is_some_and(|year| (from..=2003).contains(&year.value())));
            prop_assert!(one.track.genre.iter().all(|tagged| tagged.tag != tag(excluded)));
        }
    }

    /// The ranking is a full sort by score, ties by id, without what was given; the best k are a prefix of it, and a diversity of 0 changes nothing.
    #[test]
    fn a_ranking_is_a_full_sort(tracks in tracks(), question in question(), k in 0_usize..20) {
        let recommender = recommender(tracks, Settings::default());
        let query = ask(&recommender, &question);
        let mut wanted: Vec<(f64, String)> = recommender
            .catalogue()
            .iter()
            .filter(|(at, _)| !query.likes.contains(at) && !query.dislikes.contains(at))
            .filter_map(|(at, track)| Some((recommender.explain(&query, at)?.score, track.id.to_string())))
            .filter(|(score, _)| *score > 0.0)
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        wanted.truncate(k);
        let answers = recommender.recommend(&query, k);
        let came: Vec<(f64, String)> =
            answers.iter().map(|answer| (answer.explanation.score, answer.track.id.to_string())).collect();
        prop_assert_eq!(came, wanted);
        prop_assert!(answers.iter().enumerate().all(|(i, answer)| answer.rank == i + 1));
        prop_assert_eq!(&recommender.recommend(&query.clone().diversity(0.0), k), &answers);
        prop_assert_eq!(&recommender.recommend(&query, k), &answers, "asked again, it answers the same");
    }

    /// Diversity and caps choose among the same answers: each keeps its score, none comes twice, the caps hold, the best one comes first.
    #[test]
    fn diversity_and_caps_only_choose(tracks in tracks(), question in question(), diversity in 0.0..=1.0, per_drama in option::of(1_usize..3), per_artist in option::of(1_usize..3)) {
        let recommender = recommender(tracks, Settings::default());
        let query = ask(&recommender, &question);
        let scores: HashMap<TrackId, Explanation> =
            recommender.recommend(&query, 50).into_iter().map(|answer| (answer.track.id.clone(), answer.explanation)).collect();
        let best = recommender.recommend(&query, 1).pop();
        let mut chosen = query.diversity(diversity);
        (chosen.per_drama, chosen.per_artist) = (per_drama, per_artist);
        let answers = recommender.recommend(&chosen, 50);
        let (mut dramas, mut artists, mut seen) = (HashMap::new(), HashMap::new(), std::collections::HashSet::new());
        for answer in &answers {
            prop_assert_eq!(&scores[&answer.track.id], &answer.explanation);
            prop_assert!(seen.insert(answer.track.id.clone()), "{} comes twice", answer.track.id);
            answer.track.drama.iter().for_each(|drama| *dramas.entry(drama.clone()).or_insert(0) += 1);
            answer.track.artists.iter().for_each(|artist| *artists.entry(artist.clone()).or_insert(0) += 1);
        }
        prop_assert!(per_drama.is_none_or(|most| dramas.values().all(|n| *n <= most)));
        prop_assert!(per_artist.is_none_or(|most| artists.values().all(|n| *n <= most)));
        if diversity < 1.0 {
            prop_assert_eq!(answers.first().map(|a| &a.track.id), best.as_ref().map(|a| &a.track.id));
        }
    }
}

/// Over all pairs of the embedded catalogue: because sums to the score and despite to 1 - score within 1e-6, nothing is NaN, similarity is
/// symmetric, and equal scores come in the order of their ids.
#[test]
fn every_pair_of_the_embedded_catalogue_is_accounted_for() {
    let recommender = Recommender::embedded();
    let features: &Features = recommender.features();
    let places: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
    let mut scores = vec![f64::NAN; places.len() * places.len()];
    for seed in &places {
        let Some(scorer) = Scorer::new(features, &Query::new().like(*seed), &Balance::default()) else { continue };
        for at in &places {
            let Some(score) = scorer.score(*at) else { continue };
            scores[seed.index() * places.len() + at.index()] = score.value();
            let mirrored = scores[at.index() * places.len() + seed.index()];
            assert!(mirrored.is_nan() || (mirrored - score.value()).abs() < 1e-6, "{seed:?} {at:?}");
            // The account of one direction: the other is the same sum.
            if at.index() < seed.index() {
                continue;
            }
            let account = scorer.account(*at).unwrap();
            let sum = |list: &[ost::scoring::contribution::Contribution]| list.iter().map(|c| c.share).sum::<f64>();
            let (because, despite) = (sum(&account.because), sum(&account.despite));
            assert!((because - score.value()).abs() < 1e-6, "{seed:?} {at:?}: {because} is not {}", score.value());
            assert!((despite - (1.0 - score.value())).abs() < 1e-6, "{seed:?} {at:?}: {despite}");
            assert!(because.is_finite() && despite.is_finite());
        }
        let answers = recommender.recommend(&Query::new().like(*seed), 20);
        for pair in answers.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            let order = b.explanation.score.total_cmp(&a.explanation.score).then(a.track.id.cmp(&b.track.id));
            assert!(order.is_lt(), "{} before {}", a.track.id, b.track.id);
        }
    }
}
