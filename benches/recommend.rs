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
use ost::features::Features;
use ost::interchange::embedded;
use ost::query::mood::wish::Mood;
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
        let best: Vec<usize> = naive(&dense, &seed, 11).iter().skip(1).map(|(i, _)| *i).collect();
        let ours: Vec<String> =
            recommender.recommend(&similar, 10).iter().map(|answer| answer.track.id.to_string()).collect();
        let theirs: Vec<&str> = best.iter().map(|i| recommender.catalogue().track(places[*i]).id.as_str()).collect();
        // Near ties may fall either way in f32; the best one may not.
        assert_eq!(ours.first().map(String::as_str), theirs.first().copied(), "both must compute the same");
        group.bench_function("similar, naive dense loop", |b| b.iter(|| naive(black_box(&dense), &seed, 11)));
        let mood: Mood = recommender.read_mood("rainy night, heartbroken");
        let mood = Query::new().mood(mood);
        group.bench_function("mood", |b| b.iter(|| recommender.recommend(black_box(&mood), 10)));
        group.finish();
    }
}

criterion_group!(benches, encode, answer);
criterion_main!(benches);
