//! Writes what `benches/peers.py` reads: arrays, little-endian, and figures as JSON.

use std::fs;
use std::path::Path;

use super::asked::Asked;
use super::scan::Scan;
use crate::synthetic::questions::Kind;
use ost::query::Query;

/// The rows of a catalogue: where each starts, dimensions, values.
pub(crate) fn rows(folder: &Path, name: &str, scan: &Scan) {
    let file = |what: &str| folder.join(format!("{name}.{what}"));
    let (starts, dimensions, values) = scan.rows();
    fs::create_dir_all(folder).unwrap();
    fs::write(file("starts"), starts.iter().flat_map(|s| (*s as u64).to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    fs::write(file("dimensions"), dimensions.iter().flat_map(|d| d.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    fs::write(file("values"), values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
}

/// The questions of a kind as vectors in full, the tracks given in each, and what was measured.
pub(crate) fn questions(
    folder: &Path,
    (name, kind): (&str, Kind),
    asked: &Asked<'_>,
    queries: &[Query],
    figures: &[(&str, f64)],
) {
    let file = |what: &str| folder.join(format!("{name}.{}.{what}", kind.name()));
    let (mut vectors, mut given) = (Vec::new(), Vec::new());
    for query in queries {
        let mut vector = vec![0.0_f32; asked.features.width()];
        asked.scorer(query).favourites().iter().flat_map(|(row, _)| row.iter()).for_each(|(d, v)| vector[d] = v as f32);
        vectors.extend(vector.into_iter().flat_map(f32::to_le_bytes));
        given.push(query.likes.iter().chain(&query.dislikes).map(|track| track.index()).collect::<Vec<_>>());
    }
    fs::write(file("vectors"), vectors).unwrap();
    fs::write(file("given"), format!("{given:?}\n")).unwrap();
    let figures: Vec<String> = figures.iter().map(|(what, value)| format!("\"{what}\": {value}")).collect();
    fs::write(file("figures"), format!("{{{}}}\n", figures.join(", "))).unwrap();
}
