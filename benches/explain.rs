//! Explaining costs less than ranking: questions over 100,000 synthetic tracks ranked through the index, as [`ost::Recommender`] does it from 4,096
//! tracks on, beside the explanations of their answers.
//!
//! On two cores with AVX-512, one thread, a question: ranking 244 (rich, favourites), 331 (rich, moods), 50 (lean, favourites) and 217 µs (lean, moods);
//! explaining its first answer 4.3, 1.8, 2.2 and 1.5 µs, all ten 56, 22, 29 and 16 µs.
//!
//! Every figure printed is a sum over the same 50 questions (scoring every track: over five of them). `cargo bench --bench explain`, or `-- --quick` for
//! a first look.
#![allow(missing_docs, clippy::unwrap_used)] // criterion_group! makes a public function.

mod synthetic;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ost::catalogue::TrackIndex;
use ost::explanation::sentence::{Language, Speaker};
use ost::index::Index;
use ost::interchange::embedded;
use ost::ranking::top_k::{Ranked, top_k};
use ost::scoring::Scorer;
use ost::{Query, Recommender, Settings};
use synthetic::Shape;
use synthetic::questions::{Kind, questions};

const TRACKS: usize = 100_000;
const QUESTIONS: usize = 50;
const K: usize = 10;

/// A question with its answers.
type Answered = (Query, Vec<TrackIndex>);

fn explaining(c: &mut Criterion) {
    for (shape, kind) in [Shape::Rich, Shape::Lean].into_iter().flat_map(|s| [(s, Kind::Seeds), (s, Kind::Moods)]) {
        explaining_of(c, shape, kind);
    }
}

fn explaining_of(c: &mut Criterion, shape: Shape, kind: Kind) {
    let vocabulary = Arc::new(embedded::vocabulary());
    let catalogue = synthetic::catalogue(&vocabulary, shape, TRACKS, 7);
    let recommender = Recommender::new(catalogue, Arc::clone(&vocabulary), Settings::default()).unwrap();
    let (features, catalogue) = (recommender.features(), recommender.catalogue());
    let index = Index::new(catalogue, features);
    let scorer = |query: &Query| Scorer::new(features, query, &recommender.settings().balance).unwrap();
    let admitted = |query: &Query, at: TrackIndex| !query.likes.contains(&at);
    let rank = |query: &Query| index.best(&scorer(query), K, &query.filter, |at, _| admitted(query, at));
    let asked: Vec<Answered> = questions(catalogue, &vocabulary, kind, QUESTIONS, 11)
        .into_iter()
        .filter(|query| Scorer::new(features, query, &recommender.settings().balance).is_some())
        .map(|query| (query.clone(), rank(&query).iter().map(|ranked| ranked.track).collect()))
        .collect();
    let mut group = c.benchmark_group(format!("{TRACKS} tracks, {shape:?}, {kind:?}, {} questions", asked.len()));
    let mut each = |name: &str, run: &dyn Fn(&Answered)| {
        group.bench_function(name, |b| b.iter(|| asked.iter().for_each(|question| run(black_box(question)))));
    };
    each("rank by the index, nothing explained", &|(query, _)| {
        black_box(rank(query));
    });
    each("explain the first", &|(query, answers)| {
        black_box(recommender.explain(query, answers[0]));
    });
    each("rank and explain all 10", &|(query, _)| {
        black_box(recommender.recommend(query, K));
    });
    each("explain all 10, one by one", &|(query, answers)| {
        answers.iter().for_each(|at| drop(black_box(recommender.explain(query, *at))));
    });
    let speaker = Speaker::new(Language::English, features, catalogue);
    each("explain the first, in a sentence", &|(query, answers)| {
        let why = recommender.explain(query, answers[0]).unwrap();
        black_box(speaker.explained(query, answers[0], &why));
    });
    each("contrast the first and the last", &|(query, answers)| {
        black_box(recommender.contrast(query, answers[0], *answers.last().unwrap()));
    });
    each("what is unknown of the last", &|(query, answers)| {
        black_box(recommender.unknowns(query, *answers.last().unwrap()));
    });
    group.sample_size(10);
    group.bench_function("rank by scoring every track", |b| {
        b.iter(|| {
            for (query, _) in asked.iter().take(5) {
                let scorer = scorer(query);
                let others = catalogue.iter().map(|(at, _)| at).filter(|at| admitted(query, *at));
                black_box(top_k(others.filter_map(|track| Some(Ranked { track, score: scorer.score(track)? })), K));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, explaining);
criterion_main!(benches);
