//! How fast the index answers, next to scoring every track, on synthetic catalogues or on real tag sets, and whether that is as fast as it is to be.
//!
//! ```text
//! cargo bench --bench index -- [TRACKS [QUESTIONS [EXACT]]] [--tags FILE] [--kinds KIND,..] [--tenfold] [--dump FOLDER]
//! ```
//!
//! Every answer of the first EXACT questions of a kind is compared with that of scoring every track, to the last bit. `--tags` takes tag sets from a table
//! in the form of MTG-Jamendo's instead of synthetic catalogues; `--kinds` asks some kinds of questions only; `--tenfold` asks ten times as many
//! tracks as well; `--dump` writes the vectors for `benches/peers.py`.
#![allow(clippy::unwrap_used)]

mod measured;
mod synthetic;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use measured::asked::{Asked, K};
use measured::scan::Scan;
use measured::{Bounds, Times, bandwidth, batch, dump, tenfold};
use ost::catalogue::Catalogue;
use ost::features::Features;
use ost::features::vocabulary::Vocabulary;
use ost::index::Index;
use ost::interchange::{embedded, tsv};
use ost::query::Query;
use ost::{Recommender, Settings};
use synthetic::Shape;
use synthetic::questions::Kind;

/// What is asked for on the command line.
struct Arguments {
    tracks: usize,
    questions: usize,
    exact: usize,
    tags: Option<PathBuf>,
    dump: Option<PathBuf>,
    kinds: Vec<Kind>,
    tenfold: bool,
}

impl Arguments {
    fn read() -> Self {
        let mut words: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
        let tenfold = words.iter().position(|word| word == "--tenfold").map(|at| words.remove(at)).is_some();
        let mut option = |name: &str| {
            let at = words.iter().position(|word| word == name)?;
            words.remove(at);
            Some(words.remove(at))
        };
        let (tags, dump) = (option("--tags").map(PathBuf::from), option("--dump").map(PathBuf::from));
        let some = option("--kinds");
        let kinds = Kind::ALL.into_iter().filter(|kind| {
            // Real tag sets come without years, series and artists to filter by.
            let there = tags.is_none() || !kind.is_filtered();
            there && some.as_ref().is_none_or(|some| some.split(',').any(|name| name == kind.name()))
        });
        let kinds = kinds.collect();
        let number =
            |i: usize, otherwise: usize| words.get(i).map_or(otherwise, |a| a.replace('_', "").parse().unwrap());
        let (tracks, questions, exact) = (number(0, 100_000), number(1, 200), number(2, 20));
        Self { tracks, questions, exact, tags, dump, kinds, tenfold }
    }
}

fn main() {
    let arguments = Arguments::read();
    let vocabulary = Arc::new(embedded::vocabulary());
    let bandwidth = bandwidth();
    println!(
        "{} questions of each kind, {} of them compared with scoring every track; one thread; milliseconds; memory {bandwidth:.1} GB/s",
        arguments.questions, arguments.exact
    );
    let mut bounds = Bounds::default();
    if let Some(file) = &arguments.tags {
        let table = std::fs::read(file).unwrap();
        let data = tsv::read_data(&table, &file.display().to_string()).unwrap_or_else(|fault| panic!("{fault}"));
        measure("tags", data.catalogue, &vocabulary, &arguments, bandwidth, &mut bounds);
    } else {
        for (name, shape) in [("rich", Shape::Rich), ("lean", Shape::Lean)] {
            let catalogue = synthetic::catalogue(&vocabulary, shape, arguments.tracks, synthetic::SEED);
            let medians = measure(name, catalogue, &vocabulary, &arguments, bandwidth, &mut bounds);
            if arguments.tenfold {
                tenfold::measure(
                    name,
                    shape,
                    &medians,
                    (arguments.tracks, arguments.questions),
                    &vocabulary,
                    &mut bounds,
                );
            }
        }
    }
    bounds.print();
}

/// Measures one catalogue; gives the median of each kind of question.
fn measure(
    name: &str,
    catalogue: Catalogue,
    vocabulary: &Arc<Vocabulary>,
    arguments: &Arguments,
    bandwidth: f64,
    bounds: &mut Bounds,
) -> Vec<(Kind, f64)> {
    let (n, settings) = (catalogue.len(), Settings::default());
    let start = Instant::now();
    let features = Features::new(Arc::clone(vocabulary), &catalogue, settings.weighting);
    let encoding = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let index = Index::new(&catalogue, &features);
    let building = start.elapsed().as_secs_f64();
    let narrow = index.clone().narrow();
    let scan = Scan::new(&catalogue, &features);
    let asked = Asked { catalogue: &catalogue, features: &features, vocabulary, settings };
    if let Some(folder) = &arguments.dump {
        dump::rows(folder, name, &scan);
    }
    println!(
        "\n{name}: {n} tracks, {:.1} non-zeros each, {:.0}% of vectors distinct; encoded in {encoding:.2} s, index in {building:.2} s, {:.1} bytes a track",
        scan.filled() as f64 / n as f64,
        100.0 * scan.distinct(),
        index.bytes_a_track(),
    );
    println!(
        "{:10} {:>9} {:>9} {:>9} {:>9} {:>8} {:>9} {:>9} {:>9}",
        "", "plain", "all", "index", "p99", "p99/p50", "of seeds", "baseline", "plain/ix"
    );
    let mut medians: Vec<(Kind, f64)> = Vec::new();
    let mut widest = (1.0, "");
    for kind in arguments.kinds.iter().copied() {
        let queries = asked.questions(kind, arguments.questions);
        let mut answers = Vec::new();
        let all = Times::of(|i| answers.push(asked.by_scoring_all(&queries[i])), arguments.exact.min(queries.len()));
        let plain = |i: usize| {
            let query: &Query = &queries[i];
            scan.best(&asked.scorer(query), &[&query.likes[..], &query.dislikes].concat(), K)
        };
        for (i, expected) in answers.iter().enumerate() {
            assert_eq!(&asked.by_index(&index, &queries[i]), expected, "{:?}", queries[i]);
            assert_eq!(&asked.by_index(&narrow, &queries[i]), expected, "{:?}", queries[i]);
            assert!(!kind.is_favourites() || &plain(i) == expected, "{:?}", queries[i]);
        }
        let plain = kind.is_favourites().then(|| Times::of(plain, queries.len().min(50)));
        let wide = Times::warm(|i| asked.by_index(&index, &queries[i]), queries.len());
        let slim = Times::warm(|i| asked.by_index(&narrow, &queries[i]), queries.len());
        medians.push((kind, wide.median()));
        // Not a number where seeds are not asked for.
        let of_seeds = medians
            .first()
            .filter(|(kind, _)| *kind == Kind::Seeds)
            .map_or(f64::NAN, |(_, seeds)| wide.median() / seeds);
        let plain = plain.map_or(f64::NAN, |times| times.median());
        println!(
            "{:10} {:>9} {:9.3} {:9.3} {:9.3} {:8.1} {:>9} {:9.3} {:>9}",
            kind.name(),
            known(plain, 3),
            all.median(),
            wide.median(),
            wide.p99(),
            wide.spread(),
            known(of_seeds, 2),
            slim.median(),
            known(plain / wide.median(), 0),
        );
        if wide.spread() > widest.0 {
            widest = (wide.spread(), kind.name());
        }
        if kind == Kind::Seeds && name == "rich" {
            bounds.at_least(format!("{name}: times faster than the plain scan"), plain / wide.median(), 40.0);
            let what = format!("{name}: the same with baseline instructions only");
            bounds.at_least(what, plain / slim.median(), 10.0);
        }
        if kind == Kind::Moods {
            bounds.at_most(format!("{name}: moods, in times of seeds"), of_seeds, 1.5);
        }
        if kind.is_filtered() {
            bounds.at_most(format!("{name}: filtered ({}), in times of seeds", kind.name()), of_seeds, 1.0);
        }
        if let Some(folder) = arguments.dump.as_deref().filter(|_| kind.is_favourites()) {
            let figures = [
                ("width", features.width() as f64),
                ("gb_per_s", bandwidth),
                ("ost_ms", wide.median()),
                ("ost_p99_ms", wide.p99()),
                ("ost_build_s", building),
                ("plain_ms", plain),
            ];
            dump::questions(folder, (name, kind), &asked, &queries, &figures);
        }
    }
    bounds.at_most(format!("{name}: p99, in times of p50, where it is widest ({})", widest.1), widest.0, 4.0);
    bounds.at_most(format!("{name}: bytes a track of the search part"), index.bytes_a_track(), 48.0);
    if arguments.kinds.contains(&Kind::Seeds) {
        let queries = asked.questions(Kind::Seeds, arguments.questions);
        drop((index, narrow, scan, features));
        let recommender = Recommender::new(catalogue, Arc::clone(vocabulary), settings).unwrap();
        batch::measure(name, &recommender, &queries, bounds);
    }
    medians
}

/// A figure, or nothing where there is none.
fn known(figure: f64, places: usize) -> String {
    if figure.is_nan() { String::new() } else { format!("{figure:.places$}") }
}
