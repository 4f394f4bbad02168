//! What a catalogue holds: with small bars for a reader, as numbers for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::catalogue::facet::Facet;
use crate::output::csv::cell;
use crate::output::plain::{bar, column, counted, plain};
use crate::output::style::{FAINT, SCORE, STRONG, styled};
use crate::validation::census::Census;

/// How many series a reader is shown.
const DRAMAS: usize = 15;

/// Writes the numbers of a catalogue with small bars.
///
/// # Errors
/// When the stream cannot be written.
pub fn text(out: &mut dyn Write, census: &Census, columns: usize) -> io::Result<()> {
    let counts = [(census.tracks, "song"), (census.dramas.len(), "drama"), (census.artists, "artist")];
    writeln!(out, "{}", counts.map(|(count, what)| counted(count, what)).join(", "))?;
    heading(out, "coverage", "how many songs have ..")?;
    let shares = [
        ("plain ballads", census.plain_ballads),
        ("not plain ballads", census.tracks - census.plain_ballads),
        ("instrumentals", census.instrumentals),
        ("a vector of their own", census.own_vectors),
    ];
    for facet in Facet::ALL {
        row(out, facet.name(), census.coverage[facet.index()], census.tracks, Some(census.tracks), columns)?;
    }
    heading(out, "kinds", "of all songs")?;
    for (name, count) in shares {
        row(out, name, count, census.tracks, Some(census.tracks), columns)?;
    }
    writeln!(out, "  {} {:>6}", column("most songs of one vector", 30), census.largest_group)?;
    heading(out, "years", "")?;
    let most = census.years.iter().map(|(_, count)| *count).max().unwrap_or(0);
    for (year, count) in &census.years {
        row(out, &year.to_string(), *count, most, None, columns)?;
    }
    heading(out, "genres", "a song may have several")?;
    let most = census.genres.first().map_or(0, |(_, count)| *count);
    for (genre, count) in &census.genres {
        row(out, genre, *count, most, None, columns)?;
    }
    heading(out, "dramas", "those with most songs")?;
    let most = census.dramas.first().map_or(0, |(_, count)| *count);
    for (drama, count) in census.dramas.iter().take(DRAMAS) {
        row(out, drama, *count, most, None, columns)?;
    }
    let left = census.dramas.len().saturating_sub(DRAMAS);
    if left > 0 {
        writeln!(out, "  {}", styled(&format!("and {left} more; --format json lists them all"), FAINT))?;
    }
    Ok(())
}

fn heading(out: &mut dyn Write, name: &str, note: &str) -> io::Result<()> {
    let note = if note.is_empty() { String::new() } else { format!("  {}", styled(note, FAINT)) };
    writeln!(out, "\n{}{note}", styled(name, STRONG))
}

fn row(
    out: &mut dyn Write,
    name: &str,
    count: usize,
    full: usize,
    whole: Option<usize>,
    columns: usize,
) -> io::Result<()> {
    let share = count as f64 / full.max(1) as f64;
    let percent = whole.map(|whole| format!("{:>6.1}%", 100.0 * count as f64 / whole.max(1) as f64));
    let bar = bar(share, columns.saturating_sub(50).min(30));
    let line = format!(
        "  {} {count:>6}{} {}",
        column(&plain(name), 30),
        percent.unwrap_or_default(),
        styled(bar.trim_end(), SCORE)
    );
    writeln!(out, "{}", line.trim_end())
}

/// A census as JSON.
#[derive(Debug, Serialize)]
pub struct CensusRecord<'a> {
    tracks: usize,
    artists: usize,
    dramas: Vec<DramaRecord<'a>>,
    years: Vec<YearRecord>,
    genres: Vec<GenreRecord<'a>>,
    coverage: CoverageRecord,
    plain_ballads: usize,
    instrumentals: usize,
    own_vectors: usize,
    largest_group: usize,
}

#[derive(Debug, Serialize)]
struct DramaRecord<'a> {
    drama: &'a str,
    tracks: usize,
}

#[derive(Debug, Serialize)]
struct YearRecord {
    year: u16,
    tracks: usize,
}

#[derive(Debug, Serialize)]
struct GenreRecord<'a> {
    genre: &'a str,
    tracks: usize,
}

#[derive(Debug, Serialize)]
struct CoverageRecord {
    genre: usize,
    tempo: usize,
    instrumentation: usize,
    theme: usize,
}

/// A census as a JSON record.
pub fn record(census: &Census) -> CensusRecord<'_> {
    let [genre, tempo, instrumentation, theme] = census.coverage;
    CensusRecord {
        tracks: census.tracks,
        artists: census.artists,
        dramas: census.dramas.iter().map(|(drama, tracks)| DramaRecord { drama, tracks: *tracks }).collect(),
        years: census.years.iter().map(|(year, tracks)| YearRecord { year: *year, tracks: *tracks }).collect(),
        genres: census.genres.iter().map(|(genre, tracks)| GenreRecord { genre, tracks: *tracks }).collect(),
        coverage: CoverageRecord { genre, tempo, instrumentation, theme },
        plain_ballads: census.plain_ballads,
        instrumentals: census.instrumentals,
        own_vectors: census.own_vectors,
        largest_group: census.largest_group,
    }
}

/// The header of [`rows`].
pub const HEADER: [&str; 3] = ["what", "name", "tracks"];

/// A census as rows of CSV.
pub fn rows(census: &Census) -> Vec<Vec<String>> {
    let row = |what: &str, name: &str, count: usize| vec![what.to_owned(), cell(name), count.to_string()];
    let mut rows = vec![
        row("total", "tracks", census.tracks),
        row("total", "artists", census.artists),
        row("total", "dramas", census.dramas.len()),
        row("total", "plain ballads", census.plain_ballads),
        row("total", "instrumentals", census.instrumentals),
        row("total", "own vectors", census.own_vectors),
        row("total", "largest group of equal vectors", census.largest_group),
    ];
    rows.extend(Facet::ALL.map(|facet| row("coverage", facet.name(), census.coverage[facet.index()])));
    rows.extend(census.years.iter().map(|(year, count)| row("year", &year.to_string(), *count)));
    rows.extend(census.genres.iter().map(|(genre, count)| row("genre", genre, *count)));
    rows.extend(census.dramas.iter().map(|(drama, count)| row("drama", drama, *count)));
    rows
}
