//! What is said when a text names no track, or several.

use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::{Error, ErrorKind};
use crate::lookup::hangul::is_hangul;

/// The most lines of candidates a refusal has; the last one may say how many more there are.
const MOST: usize = 12;

/// The most characters of a text it repeats.
const REPEATED: usize = 60;

/// Nothing is called that.
pub(super) fn unknown(text: &str, catalogue: &Catalogue, nearest: &[TrackIndex]) -> Error {
    Error::new(ErrorKind::NotFound, format!("no track is called {}", quoted(text)))
        .with_candidates(listed(text, catalogue, nearest))
}

/// Nothing is called that but a drama or an artist of a name like that, who has these tracks.
pub(super) fn belonging(text: &str, name: &str, catalogue: &Catalogue, tracks: &[TrackIndex]) -> Error {
    let some = match tracks.len() {
        1 => "one is".to_owned(),
        several => format!("{several} are"),
    };
    let message = format!("no track is called {}, but {some} of a drama or an artist of {name}", quoted(text));
    Error::new(ErrorKind::NotFound, message).with_candidates(listed(text, catalogue, tracks))
}

/// Tracks are called that, but none belongs there.
pub(super) fn elsewhere(title: &str, scope: &str, catalogue: &Catalogue, tracks: &[TrackIndex]) -> Error {
    let message = format!("no drama or artist called {} has a track called {}", quoted(scope), quoted(title));
    Error::new(ErrorKind::NotFound, message).with_candidates(listed(title, catalogue, tracks))
}

/// Several tracks could be meant.
pub(super) fn ambiguous(text: &str, catalogue: &Catalogue, tracks: &[TrackIndex]) -> Error {
    let message = format!("{} could be {} tracks; say which", quoted(text), tracks.len());
    Error::new(ErrorKind::Ambiguous, message).with_candidates(listed(text, catalogue, tracks))
}

/// The tracks a line each, with their Korean titles too for whoever has typed Korean.
fn listed(text: &str, catalogue: &Catalogue, tracks: &[TrackIndex]) -> Vec<String> {
    let korean = text.chars().any(|c| is_hangul(c) || matches!(c, 'ㄱ'..='ㅣ'));
    let shown = if tracks.len() > MOST { MOST - 1 } else { tracks.len() };
    let more = (tracks.len() > shown).then(|| format!("and {} more", tracks.len() - shown));
    tracks[..shown].iter().map(|at| line(catalogue.track(*at), korean)).chain(more).collect()
}

fn line(track: &Track, korean: bool) -> String {
    let mut told = track.title.to_string();
    if let Some(own) = track.title_ko.as_ref().filter(|_| korean) {
        told = format!("{told} ({own})");
    }
    if !track.artists.is_empty() {
        let artists: Vec<&str> = track.artists.iter().map(|artist| artist.as_str()).collect();
        told = format!("{told} – {}", artists.join(" & "));
    }
    if let Some(drama) = &track.drama {
        told = format!("{told}, {drama}");
    }
    if let Some(year) = track.year {
        told = format!("{told}, {}", year.value());
    }
    format!("{}  ({told})", track.id)
}

fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(REPEATED).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!("\"{shown}{more}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recommender;

    #[test]
    fn whoever_types_korean_reads_korean() {
        let recommender = Recommender::embedded();
        let first = |text: &str| recommender.find(text).unwrap_err().candidates()[0].clone();
        assert_eq!(
            first("시간을 스러"),
            "back-in-time  (Back in Time (시간을 거슬러) – LYn, Moon Embracing the Sun, 2012)"
        );
        let by_initials = recommender.find("ㅊㅅㄹ").unwrap_err();
        assert!(by_initials.candidates().iter().all(|line| line.contains("첫사랑")), "{:?}", by_initials.candidates());
        assert_eq!(first("moon embracing the sun"), "back-in-time  (Back in Time – LYn, Moon Embracing the Sun, 2012)");
    }

    #[test]
    fn a_long_text_is_not_repeated_whole() {
        assert_eq!(quoted("널 사랑해"), "\"널 사랑해\"");
        assert!(quoted(&"가".repeat(61)).ends_with("가…\""));
    }
}
