//! The words of a mood, as names of dramas and artists may stand among them.

use rustc_hash::FxHashSet;

use crate::catalogue::fold::unspaced;
use crate::catalogue::shared::Named;
use crate::lookup::hangul::is_hangul;
use crate::lookup::ordinary::{is_filler, is_kind, is_ordinary};
use crate::query::mood::tokens::{Kind, Token, tokens};

/// So many words that are a name together mean it, even if each of them means something of its own; and so many syllables, of one word or of several.
const TELLING: usize = 3;
const SYLLABLES: [usize; 2] = [3, 4];

/// What stands behind a name in Korean and is no part of it, the longer ones first.
const BEHIND: [&str; 38] = [
    "스타일",
    "느낌",
    "감성",
    "노래",
    "에서",
    "에게",
    "한테",
    "이랑",
    "하고",
    "처럼",
    "같은",
    "보다",
    "까지",
    "언니",
    "오빠",
    "만의",
    "의",
    "이",
    "가",
    "은",
    "는",
    "을",
    "를",
    "와",
    "과",
    "랑",
    "도",
    "만",
    "에",
    "로",
    "님",
    "씨",
    "풍",
    "표",
    "꺼",
    "곡",
    "들",
    "야",
];

/// The fewest syllables before that.
const BEFORE_PARTICLE: usize = 2;

/// What says before a name, or behind it, that it is not wanted.
const WITHOUT: [&str; 6] = ["without", "no", "not", "except", "excluding", "minus"];
const LEFT_OUT: [&str; 9] = ["빼고", "빼면", "말고", "없이", "제외", "제외하고", "제외한", "아닌", "대신"];

pub(super) type Place = (usize, usize);

/// The words of a text.
pub(super) struct Words {
    pub(super) tokens: Vec<Token>,
    pub(super) folded: Vec<String>,
    pub(super) unknown: Vec<bool>,
    /// Those that are no filler at either end.
    pub(super) core: Place,
}

impl Words {
    pub(super) fn new(text: &str, unknown: &[&str]) -> Self {
        let unknown: FxHashSet<String> =
            unknown.iter().map(|word| unspaced(word)).filter(|word| !word.is_empty()).collect();
        let tokens: Vec<Token> =
            tokens(text).0.into_iter().filter(|token| matches!(token.kind, Kind::Word | Kind::Hangul)).collect();
        let folded: Vec<String> = tokens.iter().map(|token| unspaced(&token.text)).collect();
        let unknown = folded.iter().map(|word| unknown.contains(word)).collect();
        let is_core = |word: &String| !is_filler(word);
        let first = folded.iter().position(is_core).unwrap_or(0);
        let last = folded.iter().rposition(is_core).map_or(folded.len(), |at| at + 1);
        Self { tokens, folded, unknown, core: (first, last) }
    }

    /// Words as they were written.
    pub(super) fn written(&self, (from, to): Place) -> String {
        let mut written = String::new();
        for (i, token) in self.tokens[from..to].iter().enumerate() {
            match token.tied {
                Some(tie) if i > 0 => written.push(tie),
                _ if i > 0 && !token.glued => written.push(' '),
                _ => {}
            }
            written.push_str(&token.text);
        }
        written
    }

    /// What words may be called, folded and without spaces, with how it was written: all of it, then without what stands behind a name.
    pub(super) fn names(&self, place: Place) -> Vec<(String, String)> {
        let (whole, written) = (self.folded[place.0..place.1].concat(), self.written(place));
        let bare = without_particle(&whole).zip(without_particle(&written));
        let possessed = written.strip_suffix("'s").or_else(|| written.strip_suffix("\u{2019}s"));
        let possessed = possessed.map(|written| (unspaced(written), written));
        let bare = bare.map(|(name, written)| (name.to_owned(), written.to_owned()));
        let others =
            bare.into_iter().chain(possessed.map(|(name, written)| (name, written.to_owned()))).collect::<Vec<_>>();
        std::iter::once((whole, written)).chain(others).collect()
    }

    pub(super) fn is_unknown(&self, (from, to): Place) -> bool {
        self.unknown[from..to].contains(&true)
    }

    /// Whether words that are known may mean a name all the same.
    pub(super) fn tells(&self, place: Place, name: &str) -> bool {
        let syllables = name.chars().filter(|c| is_hangul(*c)).count();
        let words = place.1 - place.0;
        place == self.core || words >= TELLING || syllables >= SYLLABLES[usize::from(words > 1)]
    }

    /// Whether a name that is an everyday word is one here.
    pub(super) fn is_a_name(&self, (from, to): Place, name: &str, named: Named) -> bool {
        let beside = |at: Option<usize>| at.and_then(|at| self.folded.get(at)).is_some_and(|word| is_kind(word));
        // "A pink sky".
        let is_article = to - from > 1 && self.folded[from] == "a";
        let all = (from, to) == self.core && named == Named::Series;
        !is_article && (!is_ordinary(name) || all || beside(from.checked_sub(1)) || beside(Some(to)))
    }

    pub(super) fn refused(&self, (from, to): Place) -> bool {
        let is = |at: Option<usize>, words: &[&str]| {
            at.and_then(|at| self.folded.get(at)).is_some_and(|word| words.contains(&word.as_str()))
        };
        is(from.checked_sub(1), &WITHOUT) || is(Some(to), &LEFT_OUT)
    }
}

/// A name in Hangul without what stands behind it; none where there is nothing of the kind.
pub(super) fn without_particle(name: &str) -> Option<&str> {
    let bare = BEHIND.iter().find_map(|behind| name.strip_suffix(behind))?;
    let last = bare.chars().rev().filter(|c| *c != ' ').take(BEFORE_PARTICLE);
    (last.filter(|c| is_hangul(*c)).count() == BEFORE_PARTICLE).then_some(bare.trim_end())
}
