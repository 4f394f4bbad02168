//! Answers and tracks as CSV for spreadsheets: no cell can become a formula or act on a terminal.

use std::borrow::Borrow;
use std::fmt::Write as _;
use std::io::{self, Write};

use crate::catalogue::facet::{Facet, Tagged};
use crate::catalogue::track::{Label, Track};
use crate::explanation::contrast::{Contrast, Weighed};
use crate::explanation::reason::{Explanation, Reason, Side};
use crate::interchange::record::FIELDS;
use crate::output::plain::{commands, is_unseen};
use crate::recommender::Recommendation;

/// A cell that a spreadsheet takes for text: what begins like a formula, at the beginning or behind a semicolon, which parts cells in much of Europe, is led by
/// an apostrophe.
///
/// Source: OWASP, "CSV injection".
///
/// ```
/// use ost::output::csv::cell;
/// assert_eq!((cell("=1+1"), cell("a; =1+1")), ("'=1+1".to_owned(), "a; '=1+1".to_owned()));
/// ```
pub fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        if commands(c) {
            // Writing to a String cannot fail.
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
            begins = false;
            continue;
        }
        // Whoever reads the file needs the names as they are; what is not seen does not hide a formula either.
        if is_unseen(c) {
            safe.push(c);
            continue;
        }
        if begins && matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
        {
            safe.push('\'');
        }
        begins = c == ';' || (begins && c == ' ' && !safe.is_empty());
        safe.push(c);
    }
    safe
}

/// Writes rows of text below a header.
///
/// # Errors
/// When the stream cannot be written.
pub fn table(out: &mut dyn Write, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header).map_err(io_error)?;
    for row in rows {
        writer.write_record(&row).map_err(io_error)?;
    }
    writer.flush()
}

fn io_error(fault: csv::Error) -> io::Error {
    match fault.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn joined(labels: &[Label]) -> String {
    cell(&labels.iter().map(Label::as_str).collect::<Vec<_>>().join("; "))
}

fn option(label: Option<&Label>) -> String {
    label.map(|label| cell(label.as_str())).unwrap_or_default()
}

/// Writes a ranked list, a row an answer.
///
/// # Errors
/// When the stream cannot be written.
pub fn recommendations(out: &mut dyn Write, answers: &[Recommendation<'_>]) -> io::Result<()> {
    let header = ["rank", "score", "id", "title", "title_ko", "artists", "drama", "year", "because", "despite"];
    table(out, &header, answers.iter().map(|answer| row(answer.rank, answer.track, &answer.explanation)))
}

fn row(rank: usize, track: &Track, explanation: &Explanation) -> Vec<String> {
    let reasons = |list: &[Reason]| {
        let said = list.iter().map(|reason| format!("{}:{} {:.6}", reason.side.name(), reason.tag, reason.share));
        cell(&said.collect::<Vec<_>>().join("; "))
    };
    vec![
        rank.to_string(),
        format!("{:.6}", explanation.score),
        cell(track.id.as_str()),
        cell(track.title.as_str()),
        option(track.title_ko.as_ref()),
        joined(&track.artists),
        option(track.drama.as_ref()),
        track.year.map(|year| year.value().to_string()).unwrap_or_default(),
        reasons(&explanation.because),
        reasons(&explanation.despite),
    ]
}

/// Writes why one track answers: a row a reason, and one for each share of what the dislikes take.
///
/// # Errors
/// When the stream cannot be written.
pub fn explanation(out: &mut dyn Write, explanation: &Explanation, taken: Option<&Contrast>) -> io::Result<()> {
    let row = |list: &str, side: Side, tag: &str, share: f64| {
        vec![list.to_owned(), side.name().to_owned(), cell(tag), format!("{share:.9}")]
    };
    let reasons = [("because", &explanation.because), ("despite", &explanation.despite)].into_iter();
    let reasons = reasons.flat_map(|(list, reasons)| reasons.iter().map(move |reason| (list, reason)));
    let disliked = taken.into_iter().flat_map(|taken| taken.in_favour.iter().chain(&taken.against));
    let rows = reasons.map(|(list, reason)| row(list, reason.side, &reason.tag, reason.share));
    let taken = disliked.map(|weighed| row("disliked", weighed.side, &weighed.tag, weighed.share));
    table(out, &["side", "facet", "tag", "share"], rows.chain(taken))
}

/// Writes why one track ranks above another: a row a reason, with its signed share and whether it decides the order.
///
/// # Errors
/// When the stream cannot be written.
pub fn contrast(out: &mut dyn Write, contrast: &Contrast) -> io::Result<()> {
    let row = |weighed: &Weighed| {
        let decides = if contrast.deciding().contains(weighed) { "yes" } else { "no" };
        let numbers = [weighed.share, weighed.first, weighed.second].map(|value| format!("{value:.9}"));
        let [share, first, second] = numbers;
        vec![weighed.side.name().to_owned(), cell(&weighed.tag), share, first, second, decides.to_owned()]
    };
    let header = ["facet", "tag", "share", "first", "second", "decides"];
    table(out, &header, contrast.in_favour.iter().chain(&contrast.against).map(row))
}

/// Writes tracks with all their fields.
///
/// # Errors
/// When the stream cannot be written.
pub fn tracks(out: &mut dyn Write, tracks: impl Iterator<Item = impl Borrow<Track>>) -> io::Result<()> {
    let tags = |tagged: &[Tagged]| cell(&tagged.iter().map(|t| t.tag.as_str()).collect::<Vec<_>>().join("; "));
    let rows = tracks.map(|track| {
        let track = track.borrow();
        let fields: [String; FIELDS.len()] = [
            cell(track.id.as_str()),
            cell(track.title.as_str()),
            option(track.title_ko.as_ref()),
            joined(&track.title_aliases),
            joined(&track.artists),
            joined(&track.artist_aliases),
            option(track.drama.as_ref()),
            joined(&track.drama_aliases),
            track.year.map(|year| year.value().to_string()).unwrap_or_default(),
            tags(track.tags(Facet::Genre)),
            track.tempo.as_ref().map(|tag| cell(tag.as_str())).unwrap_or_default(),
            track.bpm.map(|bpm| bpm.value().to_string()).unwrap_or_default(),
            tags(track.tags(Facet::Instrumentation)),
            tags(track.tags(Facet::Theme)),
            track.valence.map(|v| v.value().to_string()).unwrap_or_default(),
            track.arousal.map(|a| a.value().to_string()).unwrap_or_default(),
            option(track.album.as_ref()),
            option(track.split.as_ref()),
        ];
        fields.into()
    });
    table(out, &FIELDS, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "|calc"] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        assert_eq!(cell("\t=1"), "\\u{9}=1", "a leading tab is escaped, so the cell is text");
        assert_eq!(cell("A - B"), "A - B");
        assert_eq!(cell("\u{200b}=1"), "\u{200b}'=1", "what is not seen hides nothing");
    }
}
