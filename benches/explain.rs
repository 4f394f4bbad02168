//! Explaining costs less than ranking: one question over 100,000 synthetic tracks, and the explanations of its ten answers.
//!
//! `cargo bench --bench explain`, or `-- --quick` for a first look.
#![allow(missing_docs, clippy::unwrap_used)] // criterion_group! makes a public function.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ost::catalogue::TrackIndex;
use ost::catalogue::facet::Facet;
use ost::catalogue::track::{Label, Track, TrackId};
use ost::explanation::sentence::{Language, Speaker};
use ost::features::vocabulary::Vocabulary;
use ost::interchange::embedded;
use ost::ranking::top_k::{Ranked, top_k};
use ost::scoring::Scorer;
use ost::{Catalogue, Query, Recommender, Settings};

const TRACKS: usize = 100_000;

/// Tracks of one genre or two, three instruments or four and three themes, each drawn evenly, from a linear congruential generator (Knuth's MMIX).
fn catalogue(vocabulary: &Vocabulary) -> Catalogue {
    let mut state = 20_251_123_u64;
    let mut below = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let terms = |facet| {
        let of_facet = vocabulary.iter().filter(|(_, term)| term.facet == facet);
        of_facet.map(|(_, term)| term.tag.clone()).collect::<Vec<_>>()
    };
    let all = Facet::ALL.map(terms);
    let tracks = (0..TRACKS).map(|i| {
        let mut track = Track::new(TrackId::new(&format!("t{i:06}")).unwrap(), Label::new("A title").unwrap());
        let mut draw = |facet: Facet, n: usize| {
            let tags = &all[facet.index()];
            let mut drawn: Vec<_> = (0..n).map(|_| tags[below(tags.len())].clone()).collect();
            drawn.sort();
            drawn.dedup();
            drawn
        };
        track.genre = draw(Facet::Genre, 1 + i % 2).into_iter().map(Into::into).collect();
        track.instrumentation = draw(Facet::Instrumentation, 3 + i % 2).into_iter().map(Into::into).collect();
        track.theme = draw(Facet::Theme, 3).into_iter().map(Into::into).collect();
        track.tempo = draw(Facet::Tempo, 1).pop();
        track
    });
    Catalogue::new(tracks.collect()).unwrap()
}

fn explaining(c: &mut Criterion) {
    let vocabulary = Arc::new(embedded::vocabulary());
    let recommender = Recommender::new(catalogue(&vocabulary), vocabulary, Settings::default()).unwrap();
    let seed = recommender.catalogue().find(&TrackId::new("t000042").unwrap()).unwrap();
    let query = Query::new().like(seed);
    let answers: Vec<TrackIndex> = {
        let answers = recommender.recommend(&query, 10);
        answers.iter().map(|answer| recommender.catalogue().find(&answer.track.id).unwrap()).collect()
    };
    let mut group = c.benchmark_group("100k tracks");
    group.bench_function("rank, top 10, nothing explained", |b| {
        b.iter(|| {
            let scorer =
                Scorer::new(recommender.features(), black_box(&query), &recommender.settings().balance).unwrap();
            let others = recommender.catalogue().iter().map(|(at, _)| at).filter(|at| *at != seed);
            top_k(others.filter_map(|track| Some(Ranked { track, score: scorer.score(track)? })), 10)
        });
    });
    group.bench_function("explain all 10", |b| {
        b.iter(|| answers.iter().map(|at| recommender.explain(black_box(&query), *at)).collect::<Vec<_>>());
    });
    let speaker = Speaker::new(Language::English, recommender.features(), recommender.catalogue());
    group.bench_function("explain all 10, in sentences", |b| {
        b.iter(|| {
            let why = |at: &TrackIndex| recommender.explain(black_box(&query), *at).unwrap();
            answers.iter().map(|at| speaker.explained(&query, *at, &why(at))).collect::<Vec<_>>()
        });
    });
    group.bench_function("contrast the first and the last", |b| {
        b.iter(|| recommender.contrast(black_box(&query), answers[0], answers[9]));
    });
    group.bench_function("what is unknown of one", |b| {
        b.iter(|| recommender.unknowns(black_box(&query), answers[9]));
    });
    group.finish();
}

criterion_group!(benches, explaining);
criterion_main!(benches);
