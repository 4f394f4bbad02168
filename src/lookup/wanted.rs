//! What a person typed, in every form a name is compared in.

use crate::catalogue::fold::fold;
use crate::lookup::hangul::{is_hangul, letters, typed_initials};
use crate::lookup::romanisation::loosened;

/// A text that should name something.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// As typed, trimmed.
    pub(super) typed: &'a str,
    /// Folded.
    pub(super) folded: String,
    /// Folded, without spaces.
    pub(super) compact: String,
    /// Folded, without spaces, Hangul in letters.
    pub(super) letters: Vec<char>,
    /// Whether it is long enough to be the beginning of a name: three characters, or two of Hangul.
    pub(super) may_be_unfinished: bool,
    /// The initial consonants, where it is nothing else.
    pub(super) initials: Option<Vec<char>>,
    /// Loosened, where it may be romanised Korean.
    pub(super) loose: Option<Vec<char>>,
    /// How many edits are still a misspelling.
    pub(super) tolerance: usize,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(typed: &'a str) -> Self {
        let folded = fold(typed);
        let compact: String = folded.chars().filter(|c| *c != ' ').collect();
        let (hangul, others) = compact.chars().fold((0, 0), |(hangul, others), c| match is_hangul(c) {
            true => (hangul + 1, others),
            false => (hangul, others + 1),
        });
        // A syllable weighs one letter and a half; with two, 눈물 would be a misspelling of 선물.
        let tolerance = tolerance(others + hangul * 3 / 2);
        let letters: Vec<char> = compact.chars().flat_map(letters).collect();
        let may_be_romanised = hangul == 0 && compact.contains(|c: char| c.is_ascii_lowercase());
        let loose = may_be_romanised.then(|| loosened(&letters).collect::<Vec<_>>());
        Self {
            typed: typed.trim(),
            letters,
            may_be_unfinished: hangul + others >= 3 || hangul == 2,
            initials: typed_initials(&folded),
            // One letter may come of too many words to stand for any.
            loose: loose.filter(|loose| loose.len() >= 2),
            tolerance,
            compact,
            folded,
        }
    }

    /// Whether it may be the beginning of a name.
    pub(super) fn is_unfinished(&self) -> bool {
        self.may_be_unfinished && self.initials.is_none()
    }
}

/// How many edits a text of so many letters may be away from a name.
pub(super) fn tolerance(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        10..=14 => 3,
        more => more / 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_unfinished() {
        for (text, may) in [("st", false), ("sta", true), ("첫", false), ("첫눈", true), ("첫ㄴ", true), ("첫a", false)]
        {
            assert_eq!(Wanted::new(text).may_be_unfinished, may, "{text}");
        }
    }

    #[test]
    fn tolerance_never_shrinks_with_length() {
        assert!((0..400).all(|letters| tolerance(letters) <= tolerance(letters + 1)));
    }
}
