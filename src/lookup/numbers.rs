//! Years and tempi among the words of a mood.

use std::ops::RangeInclusive;

use crate::catalogue::track::{Bpm, Year};
use crate::query::mood::tokens::Token;

/// What is from a year on ends with the last that there can be.
const ALL: RangeInclusive<u16> = Year::MIN.value()..=Year::MAX.value();

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// As it was written.
    text: &'a str,
    folded: &'a str,
    /// Whether a hyphen, or nothing, ties it to the word before.
    tied: bool,
}

impl<'a> Word<'a> {
    pub(super) fn new(token: &'a Token, folded: &'a str) -> Self {
        Self { text: &token.text, folded, tied: token.tied.is_some() || token.glued }
    }
}

/// The years that are said at a word, with the words that say so.
pub(super) fn years(words: &[Word<'_>], at: usize) -> Option<((usize, usize), RangeInclusive<u16>)> {
    let year = |at: usize| {
        let word = words.get(at)?.text;
        (word.len() == 4).then(|| Year::new(word.parse().ok()?).ok()).flatten().map(Year::value)
    };
    let own = year(at)?;
    let folded = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.folded);
    // What is written on to 2020 or 2020년, or stands behind it.
    let behind = |at: usize| match folded(Some(at)).strip_prefix('년') {
        Some("") => (folded(Some(at + 1)), at + 1),
        Some(rest) => (rest, at + 1),
        None => (folded(Some(at)), at),
    };
    let (after, end) = behind(at + 1);
    let (before_that, before) = (folded(at.checked_sub(2)), folded(at.checked_sub(1)));
    let joined = match after {
        "to" | "til" | "till" | "until" => year(end + 1).map(|other| (other, end + 2)),
        "and" if before == "between" => year(end + 1).map(|other| (other, end + 2)),
        "부터" => {
            let next = if words.get(end).is_some_and(|word| word.folded.ends_with("부터")) { end + 1 } else { end };
            year(next).map(|other| (other, behind(next + 1).1))
        }
        _ => year(end).filter(|_| words.get(end).is_some_and(|word| word.tied)).map(|other| (other, end + 1)),
    };
    if let Some((other, end)) = joined.filter(|(other, _)| own <= *other) {
        return Some(((at, end), own..=other));
    }
    let range = match (before_that, before, after) {
        (_, "after", _) | ("newer" | "later", "than", _) => own.saturating_add(1)..=*ALL.end(),
        (_, "since", _) | (_, _, "이후" | "부터" | "onwards" | "onward") => own..=*ALL.end(),
        (_, "before", _) | ("older" | "earlier", "than", _) => *ALL.start()..=own.saturating_sub(1),
        (_, "until" | "till" | "til", _) | (_, _, "이전" | "까지") => *ALL.start()..=own,
        _ => own..=own,
    };
    Some(((at, at + 1), range))
}

/// The beats per minute that are said at a word, with the words that say so.
pub(super) fn tempo(words: &[Word<'_>], at: usize) -> Option<((usize, usize), RangeInclusive<f64>)> {
    let written = |at: usize| words.get(at).map(|word| word.text.to_lowercase());
    let number = |text: &str| Some(Bpm::new(text.parse().ok()?).ok()?.value());
    let is_unit = |at: usize| written(at).is_some_and(|word| word == "bpm");
    let own = written(at)?;
    if let Some(joined) = own.strip_suffix("bpm").filter(|joined| !joined.is_empty()) {
        let bpm = number(joined)?;
        return Some(((at, at + 1), bpm..=bpm));
    }
    if own == "bpm" {
        let bpm = number(&written(at + 1)?)?;
        return Some(((at, at + 2), bpm..=bpm));
    }
    let bpm = number(&own)?;
    if is_unit(at + 1) {
        return Some(((at, at + 2), bpm..=bpm));
    }
    let next = match words.get(at + 1)? {
        word if word.folded == "to" || word.folded == "and" => at + 2,
        word if word.tied => at + 1,
        _ => return None,
    };
    let other = written(next)?;
    let fastest = number(other.trim_end_matches("bpm"))?;
    let end = if other.ends_with("bpm") { next + 1 } else { next + 2 };
    ((other.ends_with("bpm") || is_unit(next + 1)) && bpm <= fastest).then_some(((at, end), bpm..=fastest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::mood::tokens::tokens;

    fn said<T>(text: &str, of: impl Fn(&[Word<'_>], usize) -> Option<T>) -> Option<T> {
        let (tokens, _) = tokens(text);
        let folded: Vec<String> = tokens.iter().map(|token| token.text.to_lowercase()).collect();
        let words: Vec<Word<'_>> = tokens.iter().zip(&folded).map(|(token, folded)| Word::new(token, folded)).collect();
        (0..words.len()).find_map(|at| of(&words, at))
    }

    #[test]
    fn years_and_what_stands_beside_them() {
        for (text, first, last) in [
            ("2016", 2016, 2016),
            ("songs of 2016-2018", 2016, 2018),
            ("2016~2018", 2016, 2018),
            ("2016년~2018년", 2016, 2018),
            ("2016–2018", 2016, 2018),
            ("2016～2018", 2016, 2018),
            ("2016~ 2018", 2016, 2016),
            ("from 2010 to 2015", 2010, 2015),
            ("between 2010 and 2015", 2010, 2015),
            ("2016 and 2020", 2016, 2016),
            ("after 2020", 2021, 2100),
            ("since 2015", 2015, 2100),
            ("songs from 2015", 2015, 2015),
            ("before 2010", 1900, 2009),
            ("til 2010", 1900, 2010),
            ("songs older than 2005", 1900, 2004),
            ("2020년 이후", 2020, 2100),
            ("2020년이후", 2020, 2100),
            ("2005년까지", 1900, 2005),
            ("2010년부터 2015년까지", 2010, 2015),
            ("2010부터 2015까지", 2010, 2015),
        ] {
            assert_eq!(said(text, years).map(|(_, range)| range), Some(first..=last), "{text}");
        }
        assert_eq!(said("99999 20 2018 to 2016", years).map(|(_, range)| range), Some(2018..=2018));
    }

    #[test]
    fn tempi_and_what_they_reach_to() {
        for (text, slowest, fastest) in [
            ("80 bpm", 80.0, 80.0),
            ("72.5bpm", 72.5, 72.5),
            ("bpm 75", 75.0, 75.0),
            ("60-80 bpm", 60.0, 80.0),
            ("60~80 bpm", 60.0, 80.0),
            ("60~80bpm", 60.0, 80.0),
            ("between 60 and 80bpm", 60.0, 80.0),
        ] {
            assert_eq!(said(text, tempo).map(|(_, range)| range), Some(slowest..=fastest), "{text}");
        }
        for text in ["80", "8 bpm", "80 beats", "80-60 to bpm", "60 80"] {
            assert_eq!(said(text, tempo).map(|(_, range)| range), None, "{text}");
        }
    }
}
