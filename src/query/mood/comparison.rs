//! "Like Stay With Me, but happier": the part of a text that may name a track.

/// A text that compares with a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// What may be a track's name, the longest reading first.
    pub names: Vec<&'a str>,
    /// What stands around it, for each name.
    pub rests: Vec<String>,
}

/// What comes before a name. A bare "like" is common in other uses, so it only counts where a text begins with it or with songs before it.
const BEFORE: [&str; 14] = [
    "something similar to ",
    "similar to ",
    "in the style of ",
    "in the vein of ",
    "reminds me of ",
    "reminiscent of ",
    "songs like ",
    "song like ",
    "music like ",
    "something like ",
    "tracks like ",
    "more like ",
    "sounds like ",
    "like ",
];

/// What comes after a Korean name.
const AFTER: [&str; 10] =
    ["랑 비슷한", "이랑 비슷한", "와 비슷한", "과 비슷한", " 비슷한", "처럼", " 같은", " 느낌의", " 느낌인데", "보다"];

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

/// The longest text, in bytes, that is taken for a title.
const LONGEST: usize = 200;

/// Splits a text into what may be a track's name and the rest; none where it compares with nothing.
pub fn comparison(text: &str) -> Option<Comparison<'_>> {
    english(text).or_else(|| korean(text))
}

fn english(text: &str) -> Option<Comparison<'_>> {
    // ASCII case only, so that places in both texts agree.
    let lower = text.to_ascii_lowercase();
    let (start, marker) = BEFORE
        .iter()
        .filter_map(|marker| {
            let at = lower.find(marker)?;
            let opens = lower[..at].trim().is_empty();
            let begins = opens || lower[..at].ends_with([' ', ',']);
            (begins && (opens || *marker != "like ")).then_some((at, *marker))
        })
        .min_by_key(|(at, marker)| (*at, std::cmp::Reverse(marker.len())))?;
    let tail = &text[start + marker.len()..];
    let lower_tail = &lower[start + marker.len()..];
    // The whole tail first: a title may hold "and" or "more"; then up to each stop, the furthest first.
    let mut ends: Vec<usize> = vec![tail.len()];
    ends.extend(STOPS.iter().flat_map(|stop| lower_tail.match_indices(stop).map(|(at, _)| at)));
    let name = |end: usize| (tail[..end].trim_matches(quote), format!("{} {}", &text[..start], &tail[end..]));
    Some(split(ends, name))
}

fn korean(text: &str) -> Option<Comparison<'_>> {
    let (end, marker) = AFTER
        .iter()
        .filter_map(|marker| Some((text.find(marker)?, *marker)))
        .min_by_key(|(at, marker)| (*at, std::cmp::Reverse(marker.len())))?;
    let head = &text[..end];
    // From the beginning first, then from each word on.
    let starts = head.char_indices().filter(|(at, _)| *at == 0 || head[..*at].ends_with(' ')).map(|(at, _)| at);
    let starts = starts.filter(|at| end - at <= LONGEST).take(8);
    let mut comparison = Comparison { names: Vec::new(), rests: Vec::new() };
    for start in starts {
        let name = head[start..].trim_matches(quote);
        if name.len() <= LONGEST && name.chars().count() >= 2 {
            comparison.names.push(name);
            comparison.rests.push(format!("{} {}", &head[..start], &text[end + marker.len()..]));
        }
    }
    (!comparison.names.is_empty()).then_some(comparison)
}

fn split<'a>(mut ends: Vec<usize>, name: impl Fn(usize) -> (&'a str, String)) -> Comparison<'a> {
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends.dedup();
    let ends = ends.into_iter().filter(|end| *end <= LONGEST).take(8);
    let (names, rests) = ends.map(name).filter(|(name, _)| !name.is_empty()).unzip();
    Comparison { names, rests }
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
        assert_eq!(comparison("I feel like crying"), None);
        assert_eq!(comparison("calm piano"), None);
    }
}
