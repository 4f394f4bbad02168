//! Answers and explanations for a reader at a terminal.

use std::io::{self, Write};

use crate::catalogue::track::Track;
use crate::explanation::reason::{Explanation, Reason};
use crate::explanation::wording;
use crate::output::plain::{bar, column, cut, plain};
use crate::output::style::{AGAINST, FAINT, SCORE, STRONG, styled};
use crate::query::mood::wish::Mood;
use crate::recommender::Recommendation;

/// The columns a number and a bar take before a title begins.
const INDENT: usize = 19;

/// A track's title with its Korean one.
pub fn title(track: &Track) -> String {
    match &track.title_ko {
        Some(korean) if korean != &track.title => {
            format!("{} ({})", plain(track.title.as_str()), plain(korean.as_str()))
        }
        _ => plain(track.title.as_str()),
    }
}

/// Who performs a track; a dash where it is unknown.
pub fn artists(track: &Track) -> String {
    if track.artists.is_empty() {
        return "–".to_owned();
    }
    plain(&track.artists.iter().map(|artist| artist.as_str()).collect::<Vec<_>>().join(", "))
}

/// The series and the year, as far as they are known.
pub fn origin(track: &Track) -> String {
    let drama = track.drama.as_ref().map(|drama| plain(drama.as_str()));
    let year = track.year.map(|year| year.value().to_string());
    [drama, year].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Writes a ranked list: two lines an answer, the second with the strongest reasons; with `all_reasons` every one below.
///
/// # Errors
/// When the stream cannot be written.
pub fn recommendations(
    out: &mut dyn Write,
    answers: &[Recommendation],
    columns: usize,
    all_reasons: bool,
) -> io::Result<()> {
    let room = columns.saturating_sub(INDENT).max(20);
    for answer in answers {
        let score = answer.explanation.score;
        let head = cut(&format!("{} – {}", title(&answer.track), artists(&answer.track)), room);
        let (name, rest) =
            head.split_once(" – ").map_or((head.as_str(), String::new()), |(a, b)| (a, format!(" – {b}")));
        let bar = styled(&bar(score, 6), SCORE);
        writeln!(out, "{:>4}  {bar}  {score:.2} {}{rest}", answer.rank, styled(name, STRONG))?;
        let origin = origin(&answer.track);
        let why = wording::one_line(&answer.explanation, 4);
        let line = if origin.is_empty() { why } else { format!("{origin} · {why}") };
        writeln!(out, "{:INDENT$}{}", "", styled(&cut(&line, room), FAINT))?;
        if all_reasons {
            reasons(out, &answer.explanation, INDENT, columns)?;
        }
    }
    Ok(())
}

/// Writes how the words of a mood were understood, and which were not.
///
/// # Errors
/// When the stream cannot be written.
pub fn understanding(out: &mut dyn Write, mood: &Mood) -> io::Result<()> {
    let understood: Vec<String> = mood
        .understood
        .iter()
        .map(|word| {
            let sign = if word.degree < 0.0 { "not " } else { "" };
            let (words, meaning) = (plain(&word.words), plain(&word.meaning));
            if words == meaning && sign.is_empty() { words } else { format!("{words} → {sign}{meaning}") }
        })
        .collect();
    if !understood.is_empty() {
        writeln!(out, "{} {}", styled("understood", FAINT), understood.join(" · "))?;
    }
    if mood.valence.is_some() || mood.arousal.is_some() {
        let valence = mood.valence.map_or("any".into(), |v| format!("{:+.2}", v.value()));
        let arousal = mood.arousal.map_or("any".into(), |a| format!("{:+.2}", a.value()));
        writeln!(out, "{} valence {valence}, arousal {arousal}", styled("mood      ", FAINT))?;
    }
    if !mood.ignored.is_empty() {
        let ignored: Vec<String> = mood
            .ignored
            .iter()
            .map(|word| match &word.suggestion {
                Some(near) => format!("{} (did you mean {}?)", plain(&word.word), plain(near)),
                None => plain(&word.word),
            })
            .collect();
        writeln!(out, "{} {}", styled("ignored   ", AGAINST), ignored.join(", "))?;
    }
    Ok(())
}

/// Writes every reason with its share: *because* adds up to the score, *despite* to what is missing to 1.
///
/// # Errors
/// When the stream cannot be written.
pub fn reasons(out: &mut dyn Write, explanation: &Explanation, indent: usize, columns: usize) -> io::Result<()> {
    let missing = 1.0 - explanation.score;
    for (name, sum, list, style) in [
        ("because", explanation.score, &explanation.because, SCORE),
        ("despite", missing, &explanation.despite, AGAINST),
    ] {
        if list.is_empty() {
            continue;
        }
        writeln!(out, "{:indent$}{} {sum:.3}", "", styled(name, STRONG))?;
        for reason in list.iter().filter(|reason| reason.share >= 0.0005) {
            let words = cut(&named(reason), columns.saturating_sub(indent + 24).max(16));
            let bar = styled(&bar(reason.share / sum.max(1e-9), 10), style);
            writeln!(out, "{:indent$}  {bar} {:.3}  {words}", "", reason.share)?;
        }
        let faint: f64 = list.iter().map(|reason| reason.share).filter(|share| *share < 0.0005).sum();
        if faint >= 0.0005 {
            writeln!(out, "{:indent$}  {} {faint:.3}  {}", "", column("", 10), styled("all that is fainter", FAINT))?;
        }
    }
    Ok(())
}

fn named(reason: &Reason) -> String {
    format!("{}: {}", reason.side.name(), plain(&wording::word(reason)))
}
