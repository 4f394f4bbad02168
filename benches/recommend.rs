//! How long it takes to encode a catalogue, and to answer `similar` and `mood` over 1,000, 10,000 and 100,000 synthetic tracks; beside each, in the
//! same run, a naive dense loop that computes the same top 10.
//!
//! `cargo bench --bench recommend`, or `-- --quick` for a first look.
#![allow(missing_docs, clippy::unwrap_used)] // criterion_group! makes a public function.

#[path = "synthetic/mod.rs"]
mod synthetic;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ndarray::{Array1, Array2, Axis};
use ost::catalogue::TrackIndex;
use ost::catalogue::facet::Facet;
use ost::features::Features;
use ost::interchange::embedded;
use ost::query::mood::wish::Mood;
use ost::scoring::balance::Balance;
use ost::{Query, Recommender, Settings};
use synthetic::Shape;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const SEED: u64 = 20_251_123;

/// What a first implementation would do: every vector in full, a dot product with every one, a full sort.
fn naive(all: &Array2<f32>, seed: &Array1<f32>, k: usize) -> Vec<(usize, f32)> {
    let mut scored: Vec<(usize, f32)> = all.axis_iter(Axis(0)).map(|row| row.dot(seed)).enumerate().collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(k);
    scored
}

/// The same for a mood: closeness on the circumplex and the cosine of the wanted tags over the facets they belong to, for every track.
struct NaiveMood {
    wanted: Array1<f32>,
    /// 1 for every dimension of a facet that was asked about, else 0.
    asked: Array1<f32>,
    valence: f64,
    arousal: f64,
    feeling: f64,
    balance: Balance,
}

impl NaiveMood {
    fn new(features: &Features, mood: &Mood, balance: Balance) -> Self {
        let encoder = features.encoder();
        let wanted = encoder.encode_tags(mood.wanted.iter().map(|wish| (wish.facet, &wish.tag, wish.degree))).unwrap();
        let wanted = wanted.to_dense(encoder.dimensions().len()).mapv(|v| v as f32);
        let mut asked = Array1::zeros(wanted.len());
        for block in Facet::ALL.map(|facet| encoder.block(facet)) {
            if block.clone().any(|d| wanted[d] > 0.0) {
                asked.slice_mut(ndarray::s![block]).fill(1.0);
            }
        }
        let (valence, arousal) = (mood.valence.unwrap().value(), mood.arousal.unwrap().value());
        Self { wanted, asked, valence, arousal, feeling: mood.feeling, balance }
    }

    fn best(&self, all: &Array2<f32>, affects: &[Option<(f64, f64)>], k: usize) -> Vec<(usize, f64)> {
        let score = |(i, row): (usize, ndarray::ArrayView1<'_, f32>)| {
            let near = |a: f64, b: f64| (-((a - b) / self.balance.mood_width).powi(2) / 2.0).exp();
            let close = affects[i].map_or(0.0, |(v, a)| near(v, self.valence) * near(a, self.arousal));
            let norm: f32 = row.iter().zip(&self.asked).map(|(x, asked)| x * x * asked).sum::<f32>().sqrt();
            let cosine = if norm > 0.0 { f64::from(row.dot(&self.wanted) / norm).clamp(0.0, 1.0) } else { 0.0 };
            (i, self.feeling * close + (1.0 - self.feeling) * cosine.powf(self.balance.tag_exponent))
        };
        let mut scored: Vec<(usize, f64)> = all.axis_iter(Axis(0)).enumerate().map(score).collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored.truncate(k);
        scored
    }
}

fn encode(c: &mut Criterion) {
    let vocabulary = Arc::new(embedded::vocabulary());
    let mut group = c.benchmark_group("encode");
    group.sample_size(10);
    for n in [1_000, 10_000] {
        let catalogue = synthetic::catalogue(&vocabulary, Shape::Rich, n, SEED);
        group.throughput(criterion::Throughput::Elements(n as u64));
        group.bench_function(BenchmarkId::from_parameter(n), |b| {
            b.iter(|| Features::new(Arc::clone(&vocabulary), black_box(&catalogue), Settings::default().weighting));
        });
    }
    group.finish();
}

/// Both must compute the same, or the comparison says nothing. The loop adds up in `f32`, so near ties may fall either way.
fn check(recommender: &Recommender, query: &Query, naive_best: usize) {
    let best = recommender.recommend(query, 1).remove(0).explanation.score;
    let (place, _) = recommender.catalogue().iter().nth(naive_best).unwrap();
    let other = recommender.explain(query, place).unwrap().score;
    assert!((best - other).abs() < 1e-5, "the loop's best scores {other}, not {best}");
}

fn answer(c: &mut Criterion) {
    let vocabulary = Arc::new(embedded::vocabulary());
    for n in SIZES {
        let catalogue = synthetic::catalogue(&vocabulary, Shape::Rich, n, SEED);
        let recommender = Recommender::new(catalogue, Arc::clone(&vocabulary), Settings::default()).unwrap();
        let places: Vec<TrackIndex> = recommender.catalogue().iter().map(|(at, _)| at).collect();
        let dense = recommender.features().rows().to_dense(&places).mapv(|v| v as f32);
        let mut group = c.benchmark_group(format!("top 10 of {n}"));
        group.sample_size(if n > 10_000 { 10 } else { 30 });
        let similar = Query::new().like(places[n / 2]);
        group.bench_function("similar", |b| b.iter(|| recommender.recommend(black_box(&similar), 10)));
        let seed = dense.row(n / 2).to_owned();
        // The favourite itself is the naive loop's first answer.
        check(&recommender, &similar, naive(&dense, &seed, 11)[1].0);
        group.bench_function("similar, naive dense loop", |b| b.iter(|| naive(black_box(&dense), &seed, 11)));
        let mood = recommender.read_mood("rainy night, heartbroken");
        let every = NaiveMood::new(recommender.features(), &mood, recommender.settings().balance);
        let affect = |at: &TrackIndex| recommender.features().affect(*at).map(|own| own.affect);
        let affects: Vec<Option<(f64, f64)>> =
            places.iter().map(|at| affect(at).map(|own| (own.valence.value(), own.arousal.value()))).collect();
        assert!(mood.unwanted.is_empty(), "the loop knows of no unwanted tags");
        let mood = Query::new().mood(mood);
        group.bench_function("mood", |b| b.iter(|| recommender.recommend(black_box(&mood), 10)));
        check(&recommender, &mood, every.best(&dense, &affects, 10)[0].0);
        group.bench_function("mood, naive dense loop", |b| b.iter(|| every.best(black_box(&dense), &affects, 10)));
        group.finish();
    }
}

criterion_group!(benches, encode, answer);
criterion_main!(benches);
