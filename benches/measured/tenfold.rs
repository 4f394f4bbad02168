//! Ten times as many tracks.

use std::io::{BufReader, BufWriter, pipe};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use ost::features::Features;
use ost::features::vocabulary::Vocabulary;
use ost::index::Index;
use ost::interchange::stream;
use ost::output::json;
use ost::{Catalogue, Settings};

use super::asked::Asked;
use super::{Bounds, Times};
use crate::synthetic::questions::Kind;
use crate::synthetic::{SEED, Shape, tracks};

/// So many questions of each kind are compared with scoring every track.
const EXACT: usize = 2;

/// A synthetic catalogue as `ost index build` reads one: written as JSON and read track by track, so that no track is kept as a track.
fn streamed(vocabulary: &Vocabulary, shape: Shape, n: usize) -> Catalogue {
    let (reader, writer) = pipe().unwrap();
    let written = tracks(vocabulary, shape, n, SEED);
    thread::scope(|scope| {
        scope.spawn(move || json::tracks(&mut BufWriter::with_capacity(1 << 16, writer), written).unwrap());
        stream::read(BufReader::with_capacity(1 << 16, reader), "synthetic", |_, _| ()).unwrap().catalogue
    })
}

/// Asks ten times `n` tracks the kinds of questions that `n` tracks were asked, and holds the times against their medians.
pub(crate) fn measure(
    name: &str,
    shape: Shape,
    medians: &[(Kind, f64)],
    (n, questions): (usize, usize),
    vocabulary: &Arc<Vocabulary>,
    bounds: &mut Bounds,
) {
    let start = Instant::now();
    let catalogue = streamed(vocabulary, shape, 10 * n);
    let reading = start.elapsed().as_secs_f64();
    let settings = Settings::default();
    let start = Instant::now();
    let features = Features::new(Arc::clone(vocabulary), &catalogue, settings.weighting);
    let index = Index::new(&catalogue, &features);
    println!(
        "\n{name}: {} tracks, read in {reading:.0} s, encoded and laid out in {:.1} s, {:.1} bytes a track",
        catalogue.len(),
        start.elapsed().as_secs_f64(),
        index.bytes_a_track()
    );
    println!("{:10} {:>9} {:>9} {:>8} {:>9}", "", "index", "p99", "p99/p50", "of tenth");
    let asked = Asked { catalogue: &catalogue, features: &features, vocabulary, settings };
    for (kind, tenth) in medians {
        let queries = asked.questions(*kind, questions);
        // Scoring every track that a filter admits makes out every track: they are compared where there are fewer.
        for query in queries.iter().take(if kind.is_filtered() { 0 } else { EXACT }) {
            assert_eq!(asked.by_index(&index, query), asked.by_scoring_all(query), "{query:?}");
        }
        let times = Times::of(|i| asked.by_index(&index, &queries[i]), queries.len());
        let ratio = times.median() / tenth;
        println!("{:10} {:9.3} {:9.3} {:8.1} {ratio:9.1}", kind.name(), times.median(), times.p99(), times.spread());
        bounds.at_most(format!("{name}: ten times the tracks, in times of the tenth ({})", kind.name()), ratio, 11.0);
    }
}
