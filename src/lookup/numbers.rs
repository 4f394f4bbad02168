//! Years and tempi among the words of a mood.

use std::ops::RangeInclusive;

use crate::catalogue::track::{Bpm, Year};

/// Years before and after all others.
const ALL: RangeInclusive<u16> = 1900..=2100;

/// What two numbers have between them.
const TO: [&str; 6] = ["to", "and", "til", "till", "until", "부터"];

/// The numbers of some words, which are given as they were written and folded: years with where they stand.
pub(super) fn years(words: &[(&str, &str)], at: usize) -> Option<((usize, usize), RangeInclusive<u16>)> {
    let year = |at: usize| {
        let word = words.get(at)?.0.trim_end_matches("년");
        (word.len() == 4).then(|| Year::new(word.parse().ok()?).ok()).flatten().map(Year::value)
    };
    let own = year(at)?;
    let folded = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.1);
    // 2020년 may be one word or two.
    let end = at + 1 + usize::from(folded(Some(at + 1)) == "년");
    if let Some((end, other)) = second(words, end, year) {
        return (own <= other).then_some(((at, end), own..=other));
    }
    let (before, after) = (folded(at.checked_sub(1)), folded(Some(end)));
    let (before_that, first) = (folded(at.checked_sub(2)), *ALL.start());
    let range = match (before_that, before, after) {
        (_, "after", _) | ("newer" | "later", "than", _) => own.saturating_add(1)..=*ALL.end(),
        (_, "since", _) | (_, _, "이후" | "부터" | "onwards" | "onward") => own..=*ALL.end(),
        (_, "before", _) | ("older" | "earlier", "than", _) => first..=own.saturating_sub(1),
        (_, "until" | "till", _) | (_, _, "이전" | "까지") => first..=own,
        _ => own..=own,
    };
    Some(((at, end), range))
}

/// The number behind another, with where it ends; both may stand side by side, as in 60-80.
fn second<T>(words: &[(&str, &str)], at: usize, number: impl Fn(usize) -> Option<T>) -> Option<(usize, T)> {
    let between = words.get(at).is_some_and(|word| TO.contains(&word.1));
    let at = at + usize::from(between);
    Some((at + 1, number(at)?))
}

/// The beats per minute that are said at a word, with where they stand.
pub(super) fn tempo(words: &[(&str, &str)], at: usize) -> Option<((usize, usize), RangeInclusive<f64>)> {
    let written = |at: usize| words.get(at).map(|word| word.0.to_lowercase());
    let number = |text: &str| Some(Bpm::new(text.parse().ok()?).ok()?.value());
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
    let is_unit = |at: usize| written(at).is_some_and(|word| word == "bpm");
    if is_unit(at + 1) {
        return Some(((at, at + 2), bpm..=bpm));
    }
    let (end, other) = second(words, at + 1, |at| {
        let other = written(at)?;
        Some((number(other.trim_end_matches("bpm"))?, other.ends_with("bpm")))
    })?;
    let (to, joined) = other;
    let end = end + usize::from(!joined);
    ((joined || is_unit(end - 1)) && bpm <= to).then_some(((at, end), bpm..=to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, &str)> {
        text.split([' ', '-']).map(|word| (word, word)).collect()
    }

    #[test]
    fn years_and_what_stands_beside_them() {
        let at = |text: &str| {
            let words = words(text);
            (0..words.len()).find_map(|at| years(&words, at)).map(|(_, range)| (*range.start(), *range.end()))
        };
        for (text, range) in [
            ("2016", (2016, 2016)),
            ("songs of 2016-2018", (2016, 2018)),
            ("from 2010 to 2015", (2010, 2015)),
            ("after 2020", (2021, 2100)),
            ("since 2015", (2015, 2100)),
            ("songs from 2015", (2015, 2015)),
            ("before 2010", (1900, 2009)),
            ("songs older than 2005", (1900, 2004)),
            ("2020년 이후", (2020, 2100)),
            ("2005년 까지", (1900, 2005)),
        ] {
            assert_eq!(at(text), Some(range), "{text}");
        }
        assert_eq!(at("99999 20 2018 to 2016"), Some((2016, 2016)));
    }

    #[test]
    fn tempi_and_what_they_reach_to() {
        let at = |text: &str| {
            let words = words(text);
            (0..words.len()).find_map(|at| tempo(&words, at)).map(|(_, range)| (*range.start(), *range.end()))
        };
        for (text, range) in [
            ("80 bpm", (80.0, 80.0)),
            ("72.5bpm", (72.5, 72.5)),
            ("bpm 75", (75.0, 75.0)),
            ("60-80 bpm", (60.0, 80.0)),
            ("between 60 and 80bpm", (60.0, 80.0)),
        ] {
            assert_eq!(at(text), Some(range), "{text}");
        }
        for text in ["80", "8 bpm", "80 beats", "80-60 to bpm"] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
