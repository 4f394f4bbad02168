//! One track with all that is known of it, and lists of tracks.

use std::borrow::Borrow;
use std::io::{self, Write};

use crate::catalogue::facet::{Facet, Tagged};
use crate::catalogue::track::{Label, Track};
use crate::features::affect::TrackAffect;
use crate::output::plain::{bar, column, cut, hung, laid_out, plain, wrapped};
use crate::output::style::{FAINT, SCORE, STRONG, styled};
use crate::output::text::{artists, origin, title};

/// The columns the name of a field takes, with the spaces around it.
const NAME: usize = 19;

/// The least value of a feature vector that is written; JSON has them all.
const FAINTEST: f64 = 0.05;

/// Writes one track: what is known, its mood and where that comes from, and its feature vector.
///
/// # Errors
/// When the stream cannot be written.
pub fn track(
    out: &mut dyn Write,
    track: &Track,
    affect: Option<&TrackAffect>,
    vector: &[(Facet, String, f64)],
    columns: usize,
) -> io::Result<()> {
    writeln!(out, "{}", styled(&wrapped(&title(track), columns, 0), STRONG))?;
    let names = |labels: &[Label]| labels.iter().map(Label::as_str).collect::<Vec<_>>().join(" · ");
    let tags = |tagged: &[Tagged]| tagged.iter().map(|tagged| tagged.tag.as_str()).collect::<Vec<_>>().join(", ");
    let tempo = match (&track.tempo, track.bpm) {
        (Some(term), Some(bpm)) => format!("{term}, {} beats per minute", bpm.value()),
        (Some(term), None) => term.to_string(),
        (None, Some(bpm)) => format!("{} beats per minute", bpm.value()),
        (None, None) => String::new(),
    };
    let rows = [
        ("id", track.id.to_string()),
        ("also called", names(&track.title_aliases)),
        ("artists", artists(track)),
        ("artist names", names(&track.artist_aliases)),
        (if track.drama.is_some() { "drama" } else { "year" }, origin(track)),
        ("drama names", names(&track.drama_aliases)),
        ("album", track.album.as_ref().map(Label::to_string).unwrap_or_default()),
        ("split", track.split.as_ref().map(Label::to_string).unwrap_or_default()),
        ("genre", tags(&track.genre)),
        ("tempo", tempo),
        ("instrumentation", tags(&track.instrumentation)),
        ("theme", tags(&track.theme)),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        field(out, name, &plain(value), columns)?;
    }
    if let Some(own) = affect {
        let (valence, arousal) = (own.affect.valence.value(), own.affect.arousal.value());
        let (of_valence, of_arousal) = (own.valence_source.in_words(), own.arousal_source.in_words());
        let mood = if of_valence == of_arousal {
            format!("valence {valence:+.2}, arousal {arousal:+.2} (from {of_valence})")
        } else {
            format!("valence {valence:+.2} (from {of_valence}), arousal {arousal:+.2} (from {of_arousal})")
        };
        field(out, "mood", &mood, columns)?;
    }
    let unknown: Vec<&str> = Facet::ALL
        .into_iter()
        .filter(|facet| match facet {
            Facet::Tempo => track.tempo.is_none() && track.bpm.is_none(),
            _ => track.tags(*facet).is_empty(),
        })
        .map(Facet::name)
        .collect();
    if !unknown.is_empty() {
        field(out, "unknown", &unknown.join(", "), columns)?;
    }
    if vector.is_empty() {
        let why = match affect {
            Some(_) => {
                "No genre, tempo, instrument or theme is known, so it has no feature vector: it answers moods alone."
            }
            None => {
                "No genre, tempo, instrument or theme is known, so it has no feature vector and is never recommended."
            }
        };
        return writeln!(out, "\n{}", wrapped(why, columns, 0));
    }
    writeln!(out, "\n{}", styled("feature vector", STRONG))?;
    let bars = if columns < 60 { 4 } else { 10 };
    for (facet, tag, value) in vector.iter().filter(|(_, _, value)| *value >= FAINTEST) {
        let bar = styled(&bar(*value, bars), SCORE);
        let tag = cut(&plain(tag), columns.saturating_sub(NAME + bars + 8).max(8));
        writeln!(out, "  {} {bar} {value:.3}  {tag}", styled(&column(facet.name(), 16), FAINT))?;
    }
    let fainter = vector.iter().filter(|(_, _, value)| *value < FAINTEST).count();
    if fainter > 0 {
        let said = format!("and {fainter} fainter than {FAINTEST}");
        field(out, "", &said, columns)?;
    }
    if Facet::ALL.into_iter().all(|facet| track.tags(facet).is_empty()) {
        return Ok(());
    }
    let whose = "Tags are a judgement, not a published fact.";
    writeln!(out, "\n{}", styled(&wrapped(whose, columns, 0), FAINT))
}

fn field(out: &mut dyn Write, name: &str, value: &str, columns: usize) -> io::Result<()> {
    let value = hung(value, NAME, columns, 0);
    writeln!(out, "  {} {value}", styled(&column(name, NAME - 3), FAINT))
}

/// Writes tracks, a line each.
///
/// # Errors
/// When the stream cannot be written.
pub fn list(out: &mut dyn Write, tracks: impl Iterator<Item = impl Borrow<Track>>, columns: usize) -> io::Result<()> {
    let room = laid_out(columns).saturating_sub(2);
    let (names, people) = (room * 45 / 100, room * 25 / 100);
    let rest = room.saturating_sub(names + people);
    for track in tracks {
        let track = track.borrow();
        let cells = [column(&title(track), names), column(&artists(track), people), column(&origin(track), rest)];
        writeln!(out, "{}", cells.join(" ").trim_end())?;
    }
    Ok(())
}
