//! One track with all that is known of it, and lists of tracks.

use std::io::{self, Write};

use crate::catalogue::facet::{Facet, Tagged};
use crate::catalogue::track::{Label, Track};
use crate::features::affect::TrackAffect;
use crate::output::plain::{bar, column, cut, plain};
use crate::output::style::{FAINT, SCORE, STRONG, styled};
use crate::output::text::{artists, origin, title};

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
    writeln!(out, "{}", styled(&title(track), STRONG))?;
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
        ("drama", origin(track)),
        ("drama names", names(&track.drama_aliases)),
        ("genre", tags(&track.genre)),
        ("tempo", tempo),
        ("instrumentation", tags(&track.instrumentation)),
        ("theme", tags(&track.theme)),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "  {} {}", styled(&column(name, 16), FAINT), cut(&plain(value), columns.saturating_sub(19)))?;
    }
    if let Some(own) = affect {
        let mood = format!(
            "valence {:+.2} (from {}), arousal {:+.2} (from {})",
            own.affect.valence.value(),
            own.valence_source.in_words(),
            own.affect.arousal.value(),
            own.arousal_source.in_words()
        );
        writeln!(out, "  {} {mood}", styled(&column("mood", 16), FAINT))?;
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
        writeln!(out, "  {} {}", styled(&column("unknown", 16), FAINT), unknown.join(", "))?;
    }
    if vector.is_empty() {
        writeln!(
            out,
            "\nNo genre, tempo, instrument or theme is known, so it has no feature vector and is never recommended."
        )?;
        return Ok(());
    }
    writeln!(out, "\n{}", styled("feature vector", STRONG))?;
    for (facet, tag, value) in vector {
        let bar = styled(&bar(*value, 10), SCORE);
        writeln!(out, "  {} {bar} {value:.3}  {}", styled(&column(facet.name(), 16), FAINT), plain(tag))?;
    }
    writeln!(out, "\n{}", styled("Tags are a judgement by ear, not a published fact.", FAINT))
}

/// Writes tracks, a line each.
///
/// # Errors
/// When the stream cannot be written.
pub fn list<'a>(out: &mut dyn Write, tracks: impl Iterator<Item = &'a Track>, columns: usize) -> io::Result<()> {
    let room = columns.saturating_sub(2);
    let (names, people) = (room * 45 / 100, room * 25 / 100);
    let rest = room.saturating_sub(names + people);
    for track in tracks {
        let cells = [column(&title(track), names), column(&artists(track), people), column(&origin(track), rest)];
        writeln!(out, "{} {} {}", cells[0], cells[1], cells[2].trim_end())?;
    }
    Ok(())
}
