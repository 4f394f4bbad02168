//! Writes what `benches/peers.py` reads.

use std::fs;
use std::path::Path;

use ost::query::Query;

use super::scan::Scan;

/// Rows (starts, dimensions, values) and the questions' tracks, little-endian, and the facts that go with them, as JSON.
pub(crate) fn write(folder: &Path, name: &str, scan: &Scan, asked: &[Query], facts: &[(&str, f64)]) {
    let file = |what: &str| folder.join(format!("{name}.{what}"));
    let (starts, dimensions, values) = scan.rows();
    fs::create_dir_all(folder).unwrap();
    fs::write(file("starts"), starts.iter().flat_map(|s| (*s as u64).to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    fs::write(file("dimensions"), dimensions.iter().flat_map(|d| d.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    fs::write(file("values"), values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
    let questions = asked.iter().flat_map(|query| (query.likes[0].index() as u64).to_le_bytes());
    fs::write(file("questions"), questions.collect::<Vec<u8>>()).unwrap();
    let facts: Vec<String> = facts.iter().map(|(what, value)| format!("\"{what}\": {value}")).collect();
    fs::write(file("facts"), format!("{{{}}}\n", facts.join(", "))).unwrap();
}
