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

/// The same for a mood, from the dense rows: closeness on the circumplex, and phrase by phrase how well the tags answer, for every track.
struct NaiveMood {
    /// The facets' dimensions.
    blocks: [std::ops::Range<usize>; 4],
    phrases: Vec<NaivePhrase>,
    valence: f64,
    arousal: f64,
    feeling: f64,
    balance: Balance,
}

/// The dimensions that speak to a wish, with how well.
type Speaks = Vec<(usize, f64)>;

struct NaivePhrase {
    weight: f64,
    /// Each wish: its degree, its facet, and what speaks to it.
    wishes: Vec<(f64, Facet, Speaks)>,
}

impl NaiveMood {
    fn new(features: &Features, mood: &Mood, balance: Balance) -> Self {
        let (encoder, vocabulary) = (features.encoder(), features.encoder().vocabulary());
        let mut numbers: Vec<usize> = mood.wanted.iter().map(|wish| wish.phrase).collect();
        numbers.dedup();
        let phrase = |number: &usize| {
            let (mut wishes, mut strength, mut rarity, mut sum) = (Vec::new(), 0.0, 0.0, 0.0);
            for wish in mood.wanted.iter().filter(|wish| wish.phrase == *number) {
                assert_ne!(wish.facet, Facet::Tempo, "the loop knows of no tempo");
                let own = encoder.dimension(wish.facet, &wish.tag).unwrap();
                let term = encoder.dimensions()[own].term.unwrap();
                let broader = vocabulary.broader(term).iter().map(|(up, steps)| {
                    let d = encoder.dimension(wish.facet, &vocabulary.term(*up).tag).unwrap();
                    (d, balance.related.powi(*steps as i32) * (encoder.idf(d) / encoder.idf(own)).min(1.0))
                });
                let facet = encoder.weighting().facets.of(wish.facet).powf(balance.facet_exponent);
                strength = f64::max(strength, wish.degree);
                rarity += wish.degree * facet * encoder.idf(own);
                sum += wish.degree;
                wishes.push((wish.degree, wish.facet, std::iter::once((own, 1.0)).chain(broader).collect()));
            }
            NaivePhrase { weight: strength * rarity / sum, wishes }
        };
        let phrases = numbers.iter().map(phrase).collect();
        let (valence, arousal) = (mood.valence.unwrap().value(), mood.arousal.unwrap().value());
        let blocks = Facet::ALL.map(|facet| encoder.block(facet));
        Self { blocks, phrases, valence, arousal, feeling: mood.feeling, balance }
    }

    fn tags(&self, row: ndarray::ArrayView1<'_, f32>) -> f64 {
        let norm = |facet: Facet| {
            let block = self.blocks[facet.index()].clone();
            row.slice(ndarray::s![block]).iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt()
        };
        let norms = Facet::ALL.map(norm);
        let answer = |facet: &Facet, speaks: &[(usize, f64)]| {
            let lit = speaks.iter().filter(|(d, _)| row[*d] > 0.0);
            let part = |d: usize| (f64::from(row[d]) / norms[facet.index()]).min(1.0);
            lit.map(|(d, near)| near * (self.balance.presence + (1.0 - self.balance.presence) * part(*d)))
                .fold(0.0, f64::max)
        };
        let phrase = |phrase: &NaivePhrase| {
            let highest = phrase.wishes.iter().map(|(degree, ..)| *degree).fold(0.0, f64::max);
            let sum: f64 = phrase.wishes.iter().map(|(degree, ..)| degree).sum();
            let worths = || phrase.wishes.iter().map(|(degree, facet, speaks)| (*degree, answer(facet, speaks)));
            let best = worths().map(|(degree, worth)| (degree / highest).powi(2) * worth).fold(0.0, f64::max);
            let mean: f64 = worths().map(|(degree, worth)| degree / sum * worth).sum();
            phrase.weight * (self.balance.best_answer * best + (1.0 - self.balance.best_answer) * mean)
        };
        let whole: f64 = self.phrases.iter().map(|phrase| phrase.weight).sum();
        self.phrases.iter().map(phrase).sum::<f64>() / whole
    }

    fn best(&self, all: &Array2<f32>, affects: &[Option<(f64, f64)>], k: usize) -> Vec<(usize, f64)> {
        let score = |(i, row): (usize, ndarray::ArrayView1<'_, f32>)| {
            let near = |a: f64, b: f64| (-((a - b) / self.balance.mood_width).powi(2) / 2.0).exp();
            let close = affects[i].map_or(0.0, |(v, a)| near(v, self.valence) * near(a, self.arousal));
            (i, self.feeling * close + (1.0 - self.feeling) * self.tags(row))
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
        let dense = recommender.features().to_dense(&places).mapv(|v| v as f32);
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
