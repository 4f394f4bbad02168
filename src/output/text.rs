//! Answers and explanations for a reader at a terminal.

use std::io::{self, Write};

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Track;
use crate::explanation::reason::{Explanation, Reason};
use crate::explanation::wording;
use crate::output::plain::{bar, column, cut, each_once, hung, laid_out, plain, width, wrapped};
use crate::output::style::{AGAINST, FAINT, SCORE, STRONG, styled};
use crate::query::mood::wish::{Mood, Wish};
use crate::recommender::Recommendation;

/// The columns a number and a bar take before a title begins.
const INDENT: usize = 19;

/// The columns every reason under an answer is indented by.
const REASON_INDENT: usize = 8;

/// The columns the name of a line takes before what was understood, with the space behind it.
const NAME: usize = 11;

/// A track's title with its Korean one.
pub fn title(track: &Track) -> String {
    match &track.title_ko {
        Some(korean) if korean != &track.title => {
            format!("{} ({})", plain(track.title.as_str()), plain(korean.as_str()))
        }
        _ => plain(track.title.as_str()),
    }
}

/// Who performs a track; empty where it is unknown.
pub fn artists(track: &Track) -> String {
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
    answers: &[Recommendation<'_>],
    columns: usize,
    all_reasons: bool,
) -> io::Result<()> {
    let room = laid_out(columns).saturating_sub(INDENT).max(20);
    for answer in answers {
        let score = answer.explanation.score;
        let (name, by) = entitled(answer.track, room);
        let bar = styled(&bar(score, 6), SCORE);
        writeln!(out, "{:>4}  {bar}  {score:.2} {}{by}", answer.rank, styled(&name, STRONG))?;
        let line = beneath(&origin(answer.track), &plain(&wording::one_line(&answer.explanation, 4)), room);
        writeln!(out, "{:INDENT$}{}", "", styled(&line, FAINT))?;
        if all_reasons {
            reasons(out, &answer.explanation, REASON_INDENT, columns)?;
        }
    }
    Ok(())
}

/// A track's title and who performs it, which fit beside each other: where there is not room for both the performers keep two fifths, and a Korean title
/// that would have to be cut is left out.
fn entitled(track: &Track, room: usize) -> (String, String) {
    let performers = artists(track);
    let by = if performers.is_empty() { String::new() } else { format!(" – {performers}") };
    let left = room.saturating_sub(width(&by).min(room * 2 / 5));
    let whole = title(track);
    let name = if width(&whole) <= left { whole } else { cut(&plain(track.title.as_str()), left) };
    let by = cut(&by, room.saturating_sub(width(&name)));
    (name, by)
}

/// Where a track comes from and why it is here, in one line: what has to give way is where it comes from, down to two fifths.
fn beneath(origin: &str, why: &str, room: usize) -> String {
    if origin.is_empty() {
        return cut(why, room);
    }
    let origin = cut(origin, room.saturating_sub(width(why) + 3).max(room * 2 / 5));
    cut(&format!("{origin} · {why}"), room)
}

/// Writes a line of text above an answer, broken where it is too long.
///
/// # Errors
/// When the stream cannot be written.
pub fn heading(out: &mut dyn Write, text: &str, columns: usize) -> io::Result<()> {
    writeln!(out, "{}", wrapped(text, columns, 2))
}

/// Writes a named line, broken where it is too long.
fn named_line(out: &mut dyn Write, name: &str, style: anstyle::Style, text: &str, columns: usize) -> io::Result<()> {
    let text = hung(text, NAME, columns, 0);
    writeln!(out, "{} {text}", styled(&column(name, NAME - 1), style))
}

/// Writes how the words of a mood were understood, and which were not.
///
/// # Errors
/// When the stream cannot be written.
pub fn understanding(out: &mut dyn Write, mood: &Mood, columns: usize) -> io::Result<()> {
    let understood: Vec<String> = mood
        .understood
        .iter()
        .enumerate()
        .map(|(phrase, word)| {
            // A noun, which has less of it in place of being too much so.
            let is_thing = |wish: &Wish| wish.phrase == phrase && word.kind == "tag" && wish.facet != Facet::Tempo;
            let sign = match word.degree {
                degree if degree <= -1.0 => "not ",
                degree if degree < 0.0 && mood.unwanted.iter().any(is_thing) => "less ",
                degree if degree < 0.0 => "not too ",
                degree if degree > 1.0 && word.compared => "more ",
                degree if degree > 1.0 => "very ",
                degree if degree < 1.0 => "a bit ",
                _ => "",
            };
            let (words, meaning) = (plain(&word.words), plain(&word.meaning));
            if words == meaning && sign.is_empty() { words } else { format!("{words} → {sign}{meaning}") }
        })
        .collect();
    if !understood.is_empty() {
        named_line(out, "understood", FAINT, &each_once(&understood, " · "), columns)?;
    }
    if mood.valence.is_some() || mood.arousal.is_some() {
        let valence = mood.valence.map_or("any".into(), |v| format!("{:+.2}", v.value()));
        let arousal = mood.arousal.map_or("any".into(), |a| format!("{:+.2}", a.value()));
        named_line(out, "mood", FAINT, &format!("valence {valence}, arousal {arousal}"), columns)?;
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
        named_line(out, "ignored", AGAINST, &each_once(&ignored, ", "), columns)?;
    }
    if mood.unread > 0 {
        named_line(out, "too long", AGAINST, &format!("{} more words were not read", mood.unread), columns)?;
    }
    Ok(())
}

/// Writes every reason with its share: *because* adds up to the score, *despite* to what is missing to 1.
///
/// # Errors
/// When the stream cannot be written.
pub fn reasons(out: &mut dyn Write, explanation: &Explanation, indent: usize, columns: usize) -> io::Result<()> {
    let (missing, indent) = (1.0 - explanation.score, laid_out(indent));
    for (name, sum, list, style) in [
        ("because", explanation.score, &explanation.because, SCORE),
        ("despite", missing, &explanation.despite, AGAINST),
    ] {
        if list.is_empty() {
            continue;
        }
        writeln!(out, "{:indent$}{} {sum:.3}", "", styled(name, STRONG))?;
        for reason in list.iter().filter(|reason| reason.share >= 0.0005) {
            let words = cut(&named(reason), columns.saturating_sub(indent + 20).max(8));
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
    let (side, word) = (reason.side.name(), plain(&wording::word(reason)));
    if side == word { word } else { format!("{side}: {word}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::track::{Label, TrackId};

    /// However long a title is, a reader is told who performs it, and no Korean title is told in part.
    #[test]
    fn performers_keep_their_room() {
        let label = |text: &str| Label::new(text).unwrap();
        let mut track = Track::new(TrackId::new("t").unwrap(), label("Best Wishes to You (Acoustic Ver.)"));
        track.title_ko = Some(label("잘 있나요 (Acoustic Ver.)"));
        assert_eq!(entitled(&track, 61).1, "");
        track.artists = vec![label("Choi Jin Hyuk")];
        let line = |room: usize| <[String; 2]>::from(entitled(&track, room)).concat();
        assert_eq!(line(80), "Best Wishes to You (Acoustic Ver.) (잘 있나요 (Acoustic Ver.)) – Choi Jin Hyuk");
        assert_eq!(line(61), "Best Wishes to You (Acoustic Ver.) – Choi Jin Hyuk");
        assert_eq!(line(40), "Best Wishes to You (Aco… – Choi Jin Hyuk");
        for room in 0..90 {
            assert!(width(&line(room)) <= room, "{}", line(room));
        }
    }
}
