//! The index answers what scoring every track answers, to the last bit.
#![allow(clippy::unwrap_used)]

#[path = "../benches/synthetic/mod.rs"]
mod synthetic;

use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::Facet;
use ost::catalogue::{Catalogue, TrackIndex};
use ost::features::Features;
use ost::features::weighting::{FacetWeights, Idf};
use ost::index::Index;
use ost::interchange::embedded;
use ost::query::demand::Demands;
use ost::query::filter::{Called, Filter, carriers};
use ost::query::mood::wish::Mood;
use ost::ranking::caps::capped;
use ost::ranking::top_k::{Ranked, top_k};
use ost::scoring::Scorer;
use ost::settings::Settings;
use ost::storage::aligned;
use ost::{Critique, Query, Recommender};
use std::io::Cursor;
use std::sync::Arc;
use synthetic::questions::{Kind, questions};
use synthetic::{Random, Shape};

/// The oracle: every track is scored.
fn top_k_of_all(
    catalogue: &Catalogue,
    scorer: &Scorer<'_>,
    k: usize,
    admitted: impl Fn(TrackIndex) -> bool,
) -> Vec<Ranked> {
    let tracks = catalogue.iter().map(|(track, _)| track).filter(|track| admitted(*track));
    top_k(tracks.filter_map(|track| scorer.score(track).map(|score| Ranked { track, score })), k)
}

/// A synthetic catalogue with its features and its index.
fn laid_out(shape: Shape, n: usize, seed: u64, settings: &Settings) -> (Catalogue, Features, Index) {
    let vocabulary = Arc::new(embedded::vocabulary());
    let catalogue = synthetic::catalogue(&vocabulary, shape, n, seed);
    let features = Features::new(vocabulary, &catalogue, settings.weighting);
    let index = Index::new(&catalogue, &features);
    (catalogue, features, index)
}

fn same_as_plain(n: usize, asked: usize, settings: Settings) {
    for shape in [Shape::Rich, Shape::Lean] {
        let answered = answers_as_plain(&laid_out(shape, n, 7, &settings), asked, &settings);
        assert!(answered.iter().all(|(_, answered)| *answered > asked / 3), "{shape:?}: {answered:?} of {asked}");
    }
}

/// Asks questions of every kind; gives how many of each have answers.
fn answers_as_plain(
    (catalogue, features, wide): &(Catalogue, Features, Index),
    asked: usize,
    settings: &Settings,
) -> Vec<(Kind, usize)> {
    let vocabulary = embedded::vocabulary();
    let narrow = wide.clone().narrow();
    let answered = |kind| {
        let asked = questions(catalogue, &vocabulary, kind, asked, 11);
        let mut answered = 0;
        for (i, query) in asked.iter().enumerate() {
            let Some(scorer) = Scorer::new(features, query, &settings.balance) else { continue };
            let admitted = |track, filter: &Filter| {
                !query.likes.contains(&track)
                    && (filter.is_empty() || filter.admits(catalogue.track(track), &vocabulary))
            };
            let k = [1, 3, 10, 50][i % 4];
            let expected = top_k_of_all(catalogue, &scorer, k, |track| admitted(track, &query.filter));
            answered += usize::from(!expected.is_empty());
            for index in [wide, &narrow] {
                let found = index.best(&scorer, k, &query.filter, admitted);
                let bits = |ranked: &[Ranked]| -> Vec<(usize, u64)> {
                    ranked.iter().map(|r| (r.track.index(), r.score.value().to_bits())).collect()
                };
                assert_eq!(bits(&found), bits(&expected), "{kind:?} {i}: {query:?}");
            }
        }
        (kind, answered)
    };
    Kind::ALL.into_iter().map(answered).collect()
}

/// Tracks of which nothing is known but a measured mood answer moods, among others and alone; those of which nothing is known answer nothing.
#[test]
fn tracks_with_nothing_but_a_mood() {
    let (vocabulary, settings) = (Arc::new(embedded::vocabulary()), Settings::default());
    for (tagged, seed) in [(3, 1), (40, 2), (usize::MAX, 3)] {
        let mut random = Random::new(seed);
        let synthetic = synthetic::catalogue(&vocabulary, Shape::Lean, 5_000, seed);
        let tracks = synthetic.walk().enumerate().map(|(i, track)| {
            let mut track = track.into_owned();
            if i % 7 == 0 {
                // Twins, too.
                track.valence = Some(Valence::clamped(f64::from(random.below(5) as u32) / 2.0 - 1.0));
                track.arousal = Some(Arousal::clamped(f64::from(random.below(5) as u32) / 2.0 - 1.0));
            }
            if i % tagged != 0 || tagged == usize::MAX {
                (track.genre, track.instrumentation, track.theme) = (Vec::new(), Vec::new(), Vec::new());
                (track.tempo, track.bpm) = (None, None);
            }
            track
        });
        let catalogue = Catalogue::new(tracks.collect()).unwrap();
        let features = Features::new(Arc::clone(&vocabulary), &catalogue, settings.weighting);
        let index = Index::new(&catalogue, &features);
        let laid_out = (catalogue, features, index);
        if tagged < usize::MAX {
            let answered = answers_as_plain(&laid_out, 120, &settings);
            let of = |kind| answered.iter().find(|(own, _)| *own == kind).map_or(0, |(_, answered)| *answered);
            assert!(of(Kind::Moods) > 60 && of(Kind::Both) > 60, "{answered:?}");
        }
        let (catalogue, features, index) = &laid_out;
        let is_known = |at| features.row(at).is_some() || features.affect(at).is_some();
        assert!(catalogue.places().any(is_known) && !catalogue.places().all(is_known));
        for (valence, arousal) in [(Some(0.4), Some(-0.6)), (Some(-1.0), None), (None, Some(0.1))] {
            let mood = Mood::at(valence.map(Valence::clamped), arousal.map(Arousal::clamped));
            let query = Query::new().mood(mood);
            let scorer = Scorer::new(features, &query, &settings.balance).unwrap();
            for k in [1, 10, 2_000] {
                let expected = top_k_of_all(catalogue, &scorer, k, |_| true);
                assert!(expected.len() >= k.min(700), "{} of {k}", expected.len());
                let found = index.best(&scorer, k, &query.filter, |_, _| true);
                assert!(found.iter().all(|ranked| is_known(ranked.track)), "whatever is not known answers nothing");
                assert_eq!(found, expected);
            }
        }
    }
}

#[test]
fn a_thousand_questions_of_each_kind() {
    same_as_plain(400, 1_000, Settings::default());
}

#[test]
fn many_groups() {
    same_as_plain(8_000, 20, Settings::default());
}

#[test]
fn other_settings() {
    let mut settings = Settings::default();
    settings.weighting.norm_exponent = 0.3;
    settings.weighting.broader_decay = 0.2;
    settings.weighting.idf = Idf::Plain;
    settings.weighting.tempo_width = 0.05;
    settings.weighting.facets = FacetWeights::new([1.0, 0.5, 0.0, 2.0]).unwrap();
    settings.balance.mood_width = 0.1;
    settings.balance.dislike = 1.0;
    same_as_plain(700, 150, settings);
}

#[test]
fn vectors_shorter_than_one() {
    let mut settings = Settings::default();
    settings.weighting.norm_exponent = 0.0;
    settings.weighting.idf_exponent = 0.25;
    settings.weighting.pivot = 3.0;
    same_as_plain(700, 100, settings);
}

/// Every part of a filter, by itself and with others, over so many tracks that those of a name are not scored at once.
#[test]
fn filters_of_every_part() {
    let (vocabulary, settings) = (embedded::vocabulary(), Settings::default());
    for shape in [Shape::Rich, Shape::Lean] {
        let (catalogue, features, index) = laid_out(shape, 9_000, 5, &settings);
        let mut random = Random::new(3);
        let mut answered = 0;
        for kind in [Kind::Seeds, Kind::Dislikes, Kind::Moods, Kind::Both] {
            for query in &mut questions(&catalogue, &vocabulary, kind, 40, 13) {
                let like = catalogue.track(catalogue.places().nth(random.below(catalogue.len())).unwrap());
                if random.chance(0.4) {
                    // One in a hundred each.
                    query
                        .filter
                        .dramas
                        .extend((0..5).map(|_| Called::part(&format!("saga{:02} part", random.below(100)))));
                    let whole = like.drama.iter().map(|name| Called::whole(name.as_str()));
                    query.filter.dramas.extend(whole);
                }
                if random.chance(0.4) {
                    query.filter.artists = ["00", "t 0001", "artist"][..random.between(1, 3)]
                        .iter()
                        .map(|word| Called::part(word))
                        .collect();
                }
                if random.chance(0.3) {
                    let facet = [Facet::Genre, Facet::Theme][random.below(2)];
                    let tags = like.tags(facet);
                    query.filter.tags.extend(tags.iter().map(|tagged| (facet, tagged.tag.clone())).take(1));
                }
                if random.chance(0.3) {
                    let from = random.between(1998, 2026) as u16;
                    query.filter.years = Some(from..=from + random.below(9) as u16);
                }
                if random.chance(0.3) {
                    let tag = like.genre.iter().map(|tagged| tagged.tag.as_str());
                    let names = like.drama.iter().chain(&like.artists).map(|name| name.as_str());
                    query.filter.exclude.extend(tag.chain(names).map(str::to_owned));
                }
                if random.chance(0.2) {
                    let slowest = random.between(50, 130) as f64;
                    query.filter.tempo = Some(slowest..=slowest + random.between(1, 30) as f64);
                }
                let Some(scorer) = Scorer::new(&features, query, &settings.balance) else { continue };
                let admits = |track, filter: &Filter| filter.admits(catalogue.track(track), &vocabulary);
                let expected = top_k_of_all(&catalogue, &scorer, 10, |track| admits(track, &query.filter));
                answered += usize::from(!expected.is_empty());
                assert_eq!(index.best(&scorer, 10, &query.filter, admits), expected, "{query:?}");
            }
        }
        assert!(answered > 80, "{answered}");
    }
}

/// A place on either axis alone or on both, filtered or not, and of equal moods those of the first ids.
#[test]
fn places_on_the_circumplex() {
    let (vocabulary, settings) = (embedded::vocabulary(), Settings::default());
    for shape in [Shape::Rich, Shape::Lean] {
        let (catalogue, features, index) = laid_out(shape, 6_000, 5, &settings);
        let mut random = Random::new(3);
        for i in 0..150 {
            let mut axis = || random.fraction() * 2.2 - 1.1;
            let (valence, arousal) = (Valence::clamped(axis()), Arousal::clamped(axis()));
            let mood = Mood::at((i % 3 != 0).then_some(valence), (i % 3 != 1).then_some(arousal));
            let mut query = Query::new().mood(mood);
            if random.chance(0.3) {
                let from = random.between(1998, 2026) as u16;
                query.filter.years = Some(from..=from + random.below(4) as u16);
            }
            let scorer = Scorer::new(&features, &query, &settings.balance).unwrap();
            let admits = |track, filter: &Filter| filter.admits(catalogue.track(track), &vocabulary);
            let k = [1, 10, 60][random.below(3)];
            let expected = top_k_of_all(&catalogue, &scorer, k, |track| admits(track, &query.filter));
            assert_eq!(index.best(&scorer, k, &query.filter, admits), expected, "{query:?}");
        }
    }
}

/// From 4,096 tracks on a recommender answers through the index; caps, given tracks and many questions at once included.
#[test]
fn a_recommender_of_a_large_catalogue() {
    let vocabulary = Arc::new(embedded::vocabulary());
    let catalogue = synthetic::catalogue(&vocabulary, Shape::Lean, 4_200, 3);
    let settings = Settings::default();
    let recommender = Recommender::new(catalogue.clone(), Arc::clone(&vocabulary), settings).unwrap();
    let mut asked = questions(&catalogue, &vocabulary, Kind::Dislikes, 6, 5);
    asked.extend(questions(&catalogue, &vocabulary, Kind::Moods, 6, 6));
    asked.iter_mut().step_by(2).for_each(|query| query.per_drama = Some(1));
    asked.iter_mut().step_by(3).for_each(|query| query.per_artist = Some(2));
    let answers = recommender.recommend_all(&asked, 40);
    assert_eq!(answers.len(), asked.len());
    for (query, answers) in asked.iter().zip(&answers) {
        assert_eq!(answers, &recommender.recommend(query, 40));
        let scorer = Scorer::new(recommender.features(), query, &settings.balance).unwrap();
        let given = |track| query.likes.contains(&track) || query.dislikes.contains(&track);
        let all = top_k_of_all(&catalogue, &scorer, catalogue.len(), |track| !given(track));
        let mut expected = capped(all, &catalogue, query.per_drama, query.per_artist);
        expected.truncate(40);
        let ids = |ranked: &Ranked| (catalogue.track(ranked.track).id.clone(), ranked.score.value().to_bits());
        let found: Vec<_> = answers.iter().map(|a| (a.track.id.clone(), a.explanation.score.to_bits())).collect();
        assert_eq!(found, expected.iter().map(ids).collect::<Vec<_>>(), "{query:?}");
    }
}

/// In memory and in a file too large for its vectors to be kept, where little of a track is made out to tell whether it is admitted.
#[test]
fn critiques_and_filters_of_a_file() {
    let vocabulary = Arc::new(embedded::vocabulary());
    let catalogue = synthetic::catalogue(&vocabulary, Shape::Rich, 17_000, 9);
    let made = Recommender::new(catalogue, Arc::clone(&vocabulary), Settings::default()).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    made.write(&mut bytes).unwrap();
    let file = Recommender::open(aligned(bytes.get_ref()), Arc::clone(&vocabulary), Settings::default()).unwrap();
    let (catalogue, features) = (made.catalogue(), made.features());
    let plain = ["slower", "faster", "sadder", "happier", "calmer", "more energetic", "more acoustic", "less acoustic"];
    let words = [&plain[..], &["newer", "older", "more piano", "less ballad", "less piano", "more rain"]].concat();
    let mut random = Random::new(5);
    let (mut answered, mut empty) = (0, 0);
    for mut query in questions(catalogue, &vocabulary, Kind::Seeds, 60, 17) {
        for _ in 0..random.below(4) {
            query.critiques.push(Critique::parse(words[random.below(words.len())], &vocabulary).unwrap());
        }
        let like = catalogue.track(query.likes[0]);
        if random.chance(0.3) {
            let from = random.between(1998, 2026) as u16;
            query.filter.years = Some(from..=from + random.below(9) as u16);
        }
        if random.chance(0.3) {
            query.filter.tempo = Some(60.0..=random.between(50, 130) as f64);
        }
        if random.chance(0.3) {
            let tags = like.genre.iter().chain(&like.theme).map(|tagged| tagged.tag.as_str().to_owned());
            query.filter.exclude.extend(tags);
        }
        let scorer = Scorer::new(features, &query, &made.settings().balance).unwrap();
        let demands = Demands::new(features, catalogue, &query.critiques, &query.likes);
        let expected = top_k_of_all(catalogue, &scorer, 5, |at| {
            !query.likes.contains(&at) && query.filter.admits(catalogue.track(at), &vocabulary) && demands.admit(at)
        });
        let expected: Vec<_> =
            expected.iter().map(|r| (catalogue.track(r.track).clone(), r.score.value().to_bits())).collect();
        for recommender in [&made, &file] {
            let found = recommender.recommend(&query, 5).into_iter();
            let found: Vec<_> = found.map(|a| (a.track.clone(), a.explanation.score.to_bits())).collect();
            assert_eq!(found, expected, "{query:?}");
        }
        *(if expected.is_empty() { &mut empty } else { &mut answered }) += 1;
    }
    file.intact().unwrap();
    assert!(answered > 30 && empty > 2, "{answered} answered, {empty} not");
    assert_eq!(carriers(file.catalogue(), file.features()), carriers(catalogue, features));
}

/// Nobody carries the tag that is filtered by, so no block bounds anything.
#[test]
fn a_filter_that_nothing_passes() {
    let (vocabulary, settings) = (embedded::vocabulary(), Settings::default());
    let (catalogue, features, index) = laid_out(Shape::Lean, 600, 7, &settings);
    let carried =
        |facet, tag: &_| catalogue.iter().any(|(_, track)| ost::query::filter::carries(track, facet, tag, &vocabulary));
    let (_, term) = vocabulary.iter().find(|(_, term)| !carried(term.facet, &term.tag)).unwrap();
    for kind in [Kind::Seeds, Kind::Moods, Kind::Both] {
        for query in &mut questions(&catalogue, &vocabulary, kind, 10, 3) {
            query.filter.tags.push((term.facet, term.tag.clone()));
            if let Some(scorer) = Scorer::new(&features, query, &settings.balance) {
                let admitted = |at, left: &Filter| left.admits(catalogue.track(at), &vocabulary);
                assert_eq!(index.best(&scorer, 10, &query.filter, admitted), []);
            }
        }
    }
}
