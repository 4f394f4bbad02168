//! How fast the index answers, next to scoring every track and to a dense matrix, on made-up catalogues.
//!
//! ```text
//! cargo bench --bench index -- [TRACKS [QUESTIONS [EXACT]]] [--dump FOLDER]
//! ```
//!
//! Every answer of the first EXACT questions of a kind is compared with that of the plain scan, to the last bit. `--dump` writes the vectors for
//! `benches/peers.py`.
#![allow(clippy::unwrap_used)]

mod synthetic;

use std::collections::HashSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ost::catalogue::{Catalogue, TrackIndex};
use ost::features::Features;
use ost::index::Index;
use ost::interchange::embedded;
use ost::query::Query;
use ost::ranking::top_k::{Ranked, top_k};
use ost::scoring::Scorer;
use ost::scoring::score::Score;
use ost::settings::Settings;
use synthetic::Shape;
use synthetic::questions::{Kind, questions};

const K: usize = 10;

/// Milliseconds, sorted.
struct Times(Vec<f64>);

impl Times {
    fn of<T>(mut run: impl FnMut(usize) -> T, n: usize) -> Self {
        let mut times: Vec<f64> = (0..n)
            .map(|i| {
                let start = Instant::now();
                black_box(run(i));
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    fn at(&self, part: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * part).round() as usize]
    }
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let dump = arguments.iter().position(|a| a == "--dump").map(|at| {
        arguments.remove(at);
        arguments.remove(at)
    });
    let number =
        |i: usize, otherwise: usize| arguments.get(i).map_or(otherwise, |a| a.replace('_', "").parse().unwrap());
    let (n, questions, exact) = (number(0, 100_000), number(1, 200), number(2, 20));
    println!(
        "{n} tracks, {questions} questions of each kind, {exact} compared with the plain scan; one thread; milliseconds"
    );
    println!("reading memory: {:.1} GB/s", bandwidth());
    for shape in [Shape::Rich, Shape::Lean] {
        measure(n, questions, exact, shape, dump.as_deref());
    }
}

/// What one thread reads in a second, in GB.
fn bandwidth() -> f64 {
    let buffer = vec![1_u64; 64 << 20];
    let times = Times::of(|_| buffer.iter().fold(0_u64, |a, b| a.wrapping_add(*b)), 5);
    buffer.len() as f64 * 8.0 / 1e9 / (times.at(0.0) / 1e3)
}

fn measure(n: usize, asking: usize, exact: usize, shape: Shape, dump: Option<&str>) {
    let vocabulary = Arc::new(embedded::vocabulary());
    let settings = Settings::default();
    let catalogue = synthetic::catalogue(&vocabulary, shape, n, 7);
    let start = Instant::now();
    let features = Features::new(Arc::clone(&vocabulary), &catalogue, settings.weighting);
    let encoding = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let index = Index::new(&catalogue, &features);
    let building = start.elapsed().as_secs_f64();
    let narrow = index.clone().narrow();
    let rows = || catalogue.iter().filter_map(|(at, _)| features.row(at));
    let filled: usize = rows().map(|row| row.iter().len()).sum();
    let distinct: HashSet<Vec<(usize, u64)>> =
        rows().step_by(n.div_ceil(200_000)).map(|row| row.iter().map(|(d, v)| (d, v.to_bits())).collect()).collect();
    println!(
        "\n{shape:?}: {:.1} non-zeros a track, {:.0}% of vectors distinct; encoded in {encoding:.2} s, index in {building:.2} s, {:.1} bytes a track",
        filled as f64 / n as f64,
        100.0 * distinct.len() as f64 / rows().step_by(n.div_ceil(200_000)).count() as f64,
        index.bytes_a_track(),
    );
    println!(
        "{:10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7} {:>7}",
        "", "plain", "index", "p99", "narrow", "dense", "times", "narrow"
    );
    for kind in Kind::ALL {
        let asked = questions(&catalogue, &vocabulary, kind, asking, 11);
        let scorer = |query: &Query| Scorer::new(&features, query, &settings.balance);
        let asked: Vec<&Query> = asked.iter().filter(|query| scorer(query).is_some()).collect();
        let admitted = |query: &Query, track: TrackIndex| {
            !query.likes.contains(&track)
                && !query.dislikes.contains(&track)
                && (query.filter.is_empty() || query.filter.admits(catalogue.track(track), &vocabulary))
        };
        let by_index = |index: &Index, query: &Query| {
            index.best(&scorer(query).unwrap(), K, &query.filter, |track| admitted(query, track))
        };
        let mut answers = Vec::new();
        let scan = |i: usize| {
            let (query, scorer) = (asked[i], scorer(asked[i]).unwrap());
            let Some((row, _)) = scorer.favourites().filter(|_| query.mood.is_none() && query.filter.is_empty()) else {
                return plain(&catalogue, &scorer, |track| admitted(query, track));
            };
            let mut question = vec![0.0; features.width()];
            row.iter().for_each(|(d, v)| question[d] = v);
            dots(&catalogue, &features, &question, &[&query.likes[..], &query.dislikes].concat())
        };
        let plain = Times::of(|i| answers.push(scan(i)), exact.min(asked.len()));
        for (query, expected) in asked.iter().zip(&answers) {
            assert_eq!(&by_index(&index, query), expected, "{query:?}");
            assert_eq!(&by_index(&narrow, query), expected, "{query:?}");
        }
        let wide = Times::of(|i| by_index(&index, asked[i]), asked.len());
        let slim = Times::of(|i| by_index(&narrow, asked[i]), asked.len().min(100));
        let dense = (kind == Kind::Seeds && n <= 200_000).then(|| dense(&features, &catalogue, &asked));
        println!(
            "{:10} {:9.3} {:9.3} {:9.3} {:9.3} {:>9} {:6.0}x {:6.0}x",
            format!("{kind:?}").to_lowercase(),
            plain.at(0.5),
            wide.at(0.5),
            wide.at(0.99),
            slim.at(0.5),
            dense.map_or(String::new(), |times| format!("{:.3}", times.at(0.5))),
            plain.at(0.5) / wide.at(0.5),
            plain.at(0.5) / slim.at(0.5),
        );
        if let Some(folder) = dump.filter(|_| kind == Kind::Seeds) {
            write(Path::new(folder), shape, &features, &catalogue, &asked, wide.at(0.5));
        }
    }
}

fn plain(catalogue: &Catalogue, scorer: &Scorer<'_>, admitted: impl Fn(TrackIndex) -> bool) -> Vec<Ranked> {
    let tracks = catalogue.iter().map(|(track, _)| track).filter(|track| admitted(*track));
    top_k(tracks.filter_map(|track| scorer.score(track).map(|score| Ranked { track, score })), K)
}

/// The tightest plain scan of sparse rows there is for favourites alone: a dot product a track, the given tracks left out of what it finds.
fn dots(catalogue: &Catalogue, features: &Features, question: &[f64], given: &[TrackIndex]) -> Vec<Ranked> {
    let rows = catalogue.iter().filter_map(|(at, _)| Some((at, features.row(at)?)));
    let ranked = rows.map(|(track, row)| Ranked { track, score: Score::clamped(row.row().dot(question)) });
    let mut best = top_k(ranked, K + given.len());
    best.retain(|ranked| !given.contains(&ranked.track));
    best.truncate(K);
    best
}

/// A matrix-vector product in full and the best of it.
fn dense(features: &Features, catalogue: &Catalogue, asked: &[&Query]) -> Times {
    let tracks: Vec<TrackIndex> = catalogue.iter().map(|(track, _)| track).collect();
    let matrix = features.to_dense(&tracks).mapv(|v| v as f32);
    let product = |i: usize| {
        let query = matrix.row(asked[i].likes[0].index());
        let mut scores: Vec<(f32, usize)> = matrix.dot(&query).into_iter().zip(0..).collect();
        scores.select_nth_unstable_by(K, |a, b| b.0.total_cmp(&a.0));
        scores.truncate(K);
        scores
    };
    Times::of(product, asked.len().min(20))
}

/// Rows (starts, dimensions, values) and the questions' tracks, little-endian, for `benches/peers.py`.
fn write(folder: &Path, shape: Shape, features: &Features, catalogue: &Catalogue, asked: &[&Query], median: f64) {
    let name = |what: &str| folder.join(format!("{shape:?}.{what}").to_lowercase());
    let (mut starts, mut dimensions, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    for (track, _) in catalogue.iter() {
        for (d, v) in features.row(track).iter().flat_map(|own| own.iter()) {
            dimensions.extend((d as u32).to_le_bytes());
            values.extend((v as f32).to_le_bytes());
        }
        starts.push(values.len() as u64 / 4);
    }
    fs::create_dir_all(folder).unwrap();
    fs::write(name("starts"), starts.iter().flat_map(|s| s.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    fs::write(name("dimensions"), dimensions).unwrap();
    fs::write(name("values"), values).unwrap();
    let questions = asked.iter().flat_map(|query| (query.likes[0].index() as u64).to_le_bytes());
    fs::write(name("questions"), questions.collect::<Vec<u8>>()).unwrap();
    fs::write(name("facts"), format!("{{\"width\": {}, \"ost_ms\": {median}}}\n", features.width())).unwrap();
}
