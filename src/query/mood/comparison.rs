//! "Like Stay With Me, but happier": the part of a text that may name a track.

use crate::query::mood::wish::Mood;

/// A text that compares with a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// What may be a track's name, the longest reading first.
    pub names: Vec<&'a str>,
    /// What stands around it, for each name.
    pub rests: Vec<String>,
    /// Whether songs are compared, so that a name is more likely a title than a mood: "songs like", not "sounds like".
    pub of_songs: bool,
}

/// What comes before a name, each with whether it speaks of songs. A bare "like" is common in other uses, so it only counts where a text begins with it or with
/// songs before it.
const BEFORE: [(&str, bool); 14] = [
    ("something similar to ", true),
    ("similar to ", true),
    ("in the style of ", true),
    ("in the vein of ", true),
    ("reminds me of ", false),
    ("reminiscent of ", false),
    ("songs like ", true),
    ("song like ", true),
    ("music like ", true),
    ("something like ", true),
    ("tracks like ", true),
    ("more like ", true),
    ("sounds like ", false),
    ("like ", false),
];

/// What comes after a Korean name, each with whether it speaks of songs.
const AFTER: [(&str, bool); 10] = [
    ("랑 비슷한", true),
    ("이랑 비슷한", true),
    ("와 비슷한", true),
    ("과 비슷한", true),
    (" 비슷한", true),
    ("처럼", false),
    (" 같은", false),
    (" 느낌의", false),
    (" 느낌인데", false),
    ("보다", false),
];

/// What a name cannot reach beyond.
const STOPS: [&str; 16] = [
    ", ",
    "; ",
    " but ",
    " only ",
    " just ",
    " with ",
    " without ",
    " and ",
    " yet ",
    " except ",
    "인데",
    "지만",
    " 더 ",
    " 덜 ",
    " more ",
    " less ",
];

/// So many of what comes after a name are looked at.
const MARKERS: usize = 3;

/// The longest text, in bytes, that is taken for a title.
const LONGEST: usize = 200;

/// Splits a text into what may be a track's name and the rest; none where it compares with nothing.
pub fn comparison(text: &str) -> Option<Comparison<'_>> {
    english(text).or_else(|| korean(text))
}

fn english(text: &str) -> Option<Comparison<'_>> {
    // ASCII case only, so that places in both texts agree.
    let lower = text.to_ascii_lowercase();
    let (start, marker, of_songs) = BEFORE
        .iter()
        .filter_map(|(marker, of_songs)| {
            let at = lower.find(marker)?;
            let opens = lower[..at].trim().is_empty();
            let begins = opens || lower[..at].ends_with([' ', ',']);
            (begins && (opens || *marker != "like ")).then_some((at, *marker, *of_songs))
        })
        .min_by_key(|(at, marker, _)| (*at, std::cmp::Reverse(marker.len())))?;
    let tail = &text[start + marker.len()..];
    let lower_tail = &lower[start + marker.len()..];
    // The whole tail first: a title may hold "and" or "more"; then up to each stop, the furthest first.
    let mut ends: Vec<usize> = vec![tail.len()];
    ends.extend(STOPS.iter().flat_map(|stop| lower_tail.match_indices(stop).map(|(at, _)| at)));
    let name = |end: usize| (tail[..end].trim_matches(quote), format!("{} {}", &text[..start], &tail[end..]));
    Some(split(ends, name, of_songs))
}

fn korean(text: &str) -> Option<Comparison<'_>> {
    let all = AFTER
        .iter()
        .flat_map(|(marker, of_songs)| text.match_indices(marker).map(move |(at, _)| (at, *marker, *of_songs)));
    let mut ends: Vec<(usize, &str, bool)> = all.collect();
    // Of markers that end together the longest, and of all ends the furthest first: a title may have such a word in it.
    ends.sort_by_key(|(at, marker, _)| std::cmp::Reverse((at + marker.len(), marker.len())));
    ends.dedup_by_key(|(at, marker, _)| *at + marker.len());
    ends.truncate(MARKERS);
    let of_songs = ends.iter().any(|(_, _, of_songs)| *of_songs);
    let mut comparison = Comparison { names: Vec::new(), rests: Vec::new(), of_songs };
    for (end, marker, _) in ends {
        let head = &text[..end];
        // From the beginning first, then from each word on.
        let starts = head.char_indices().filter(|(at, _)| *at == 0 || head[..*at].ends_with(' ')).map(|(at, _)| at);
        for start in starts.filter(|at| end - at <= LONGEST).take(8) {
            let name = head[start..].trim_matches(quote);
            if name.len() <= LONGEST && name.chars().count() >= 2 {
                comparison.names.push(name);
                comparison.rests.push(format!("{} {}", &head[..start], &text[end + marker.len()..]));
            }
        }
    }
    (!comparison.names.is_empty()).then_some(comparison)
}

fn split<'a>(mut ends: Vec<usize>, name: impl Fn(usize) -> (&'a str, String), of_songs: bool) -> Comparison<'a> {
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends.dedup();
    let ends = ends.into_iter().filter(|end| *end <= LONGEST).take(8);
    let (names, rests) = ends.map(name).filter(|(name, _)| !name.is_empty()).unzip();
    Comparison { names, rests, of_songs }
}

fn quote(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '\u{201c}'
                | '\u{201d}'
                | '\u{2018}'
                | '\u{2019}'
                | '<'
                | '>'
                | '「'
                | '」'
                | '《'
                | '》'
                | ','
                | '.'
        )
}

/// "Stay With Me from Goblin", "Beautiful by Crush": the title with the drama or the artist as look-up takes it; none where a name says neither.
pub(crate) fn scoped(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let at = |word: &str| lower.rfind(word).filter(|at| *at > 0).map(|at| (at, at + word.len()));
    let (end, start) = at(" from ").or_else(|| at(" by "))?;
    Some(format!("{} @ {}", &name[..end], &name[start..]))
}

/// What a text looks like that may be a track's name or a mood.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looks {
    words: usize,
    /// Whether any of it is a mood.
    means: bool,
    /// Whether all of it is.
    is_mood: bool,
    /// Whether it is a single word that names nothing: that, 오늘.
    points: bool,
    of_songs: bool,
    /// Whether it is several words with a capital each: My Destiny.
    is_capital: bool,
}

impl Looks {
    /// Given the mood that it is read as by itself.
    pub(crate) fn of(mood: &Mood, name: &str, comparison: &Comparison<'_>) -> Self {
        let means = !mood.understood.is_empty();
        let words = name.split_whitespace().count();
        Self {
            words,
            means,
            is_mood: means && mood.ignored.is_empty(),
            points: !means && mood.ignored.is_empty() && words < 2,
            of_songs: comparison.of_songs,
            is_capital: words > 1 && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase)),
        }
    }

    /// Whether a track is meant that is called so, or only nearly. "Like first snow" is part of a title, and more likely no title at all; "sounds like heartbreak"
    /// is a whole one, and none either.
    pub(crate) fn like_a_title(self, called_so: bool) -> bool {
        let is_feeling = self.is_mood && self.words < 3 && !self.of_songs && !self.is_capital;
        // "Songs like that" points at nothing, "songs like Always" at a title.
        (!self.points || (called_so && self.of_songs)) && ((called_so && !is_feeling) || !self.means)
    }

    /// Whether one of several tracks that are called so is meant: three words are a title, one or two may be a mood.
    pub(crate) fn like_several_titles(self) -> bool {
        !self.points && (self.words > 2 || (!self.means && (self.words > 1 || self.of_songs)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_from_what_is_asked() {
        let found = comparison("like Stay With Me but happier").unwrap();
        assert_eq!(found.names, ["Stay With Me but happier", "Stay With Me", "Stay"]);
        assert_eq!(found.rests[1].trim(), "but happier");
        let found = comparison("sad songs like \"Everytime\", slower").unwrap();
        assert_eq!((found.names[1], found.rests[1].trim()), ("Everytime", "sad  , slower"));
        let found = comparison("첫눈처럼 더 밝은").unwrap();
        assert_eq!((found.names[0], found.rests[0].trim()), ("첫눈", "더 밝은"));
        assert!(comparison("songs like rain").is_some_and(|found| found.of_songs));
        assert!(comparison("sounds like rain").is_some_and(|found| !found.of_songs));
        assert_eq!(scoped("Stay With Me from Goblin").as_deref(), Some("Stay With Me @ Goblin"));
        assert_eq!((scoped("from Goblin"), scoped("Everytime")), (None, None));
        assert_eq!(comparison("I feel like crying"), None);
        assert_eq!(comparison("calm piano"), None);
    }
}
