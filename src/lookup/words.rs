//! The words of a mood, as names of dramas and artists may stand among them.

use rustc_hash::FxHashSet;

use crate::catalogue::fold::unspaced;
use crate::catalogue::shared::Named;
use crate::lookup::hangul::is_hangul;
use crate::lookup::ordinary::{is_filler, is_kind, is_ordinary};
use crate::query::mood::tokens::{Kind, Token, tokens};

/// So many words that are a name together mean it, even if each of them means something of its own.
const TELLING: usize = 3;

/// So many syllables of one word that are a name do as well.
const SYLLABLES_OF_ONE: usize = 3;

/// And so many of several words.
const SYLLABLES: usize = 4;

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

/// What says before a name that it is not wanted.
const WITHOUT: [&str; 10] = ["without", "no", "not", "except", "excluding", "minus", "skip", "hate", "arent", "than"];

/// What begins a word that says so behind it.
const LEFT_OUT: [&str; 6] = ["빼", "말고", "없이", "제외", "아닌", "싫"];

/// What may stand between a name and such a word.
const BETWEEN: [&str; 12] = ["by", "from", "any", "the", "a", "for", "거", "것", "곡", "노래", "노래는", "곡은"];

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
        let possessed = written.strip_suffix("'s").or_else(|| written.strip_suffix("\u{2019}s")).map(str::to_owned);
        let bare = without_particle(&written).into_iter().map(str::to_owned).chain(possessed);
        let bare: Vec<String> = bare.collect();
        std::iter::once((whole, written)).chain(bare.into_iter().map(|name| (unspaced(&name), name))).collect()
    }

    pub(super) fn is_unknown(&self, (from, to): Place) -> bool {
        self.unknown[from..to].contains(&true)
    }

    /// Whether a word beside some says that they are of a kind.
    fn is_said_to_be(&self, (from, to): Place, named: Named) -> bool {
        let is = |at: Option<usize>| at.and_then(|at| self.folded.get(at)).is_some_and(|word| is_kind(word, named));
        is(from.checked_sub(1)) || is(Some(to))
    }

    /// Whether words that are known may mean a name all the same.
    pub(super) fn tells(&self, place: Place, name: &str, named: Named) -> bool {
        let syllables = name.chars().filter(|c| is_hangul(*c)).count();
        let words = place.1 - place.0;
        let enough = if words == 1 { SYLLABLES_OF_ONE } else { SYLLABLES };
        let much = words >= TELLING || syllables >= enough;
        much || place == self.core || self.is_said_to_be(place, named)
    }

    /// Whether a name that is an everyday word is one here: beside a word that says so, or a drama where it is all that is written.
    pub(super) fn is_a_name(&self, (from, to): Place, name: &str, named: Named) -> bool {
        // "A pink sky".
        let is_article = named == Named::Artists && to - from > 1 && self.folded[from] == "a";
        let all = named == Named::Series && from == 0 && to == self.folded.len() && self.folded.concat() == name;
        !is_article && (!is_ordinary(name) || all || self.is_said_to_be((from, to), named))
    }

    pub(super) fn refused(&self, (from, to): Place) -> bool {
        let passed = |word: &&String| BETWEEN.contains(&word.as_str()) || is_filler(word);
        let before = self.folded[..from].iter().rev().find(|word| !passed(word));
        let behind = self.folded[to..].iter().find(|word| !passed(word));
        let anything_but = self.folded[..from].ends_with(&["anything".to_owned(), "but".to_owned()]);
        anything_but
            || before.is_some_and(|word| WITHOUT.contains(&word.as_str()))
            || behind.is_some_and(|word| LEFT_OUT.iter().any(|start| word.starts_with(start)))
    }
}

/// A name in Hangul without what stands behind it, for each way to take it; then without both where there are two.
pub(crate) fn without_particle(name: &str) -> Vec<&str> {
    let once = |name: &'_ str| -> Vec<usize> {
        let bare = BEHIND.iter().filter_map(|behind| name.strip_suffix(behind)).map(str::trim_end);
        let is_left = |bare: &&str| {
            let last = bare.chars().rev().filter(|c| *c != ' ').take(BEFORE_PARTICLE);
            last.filter(|c| is_hangul(*c)).count() == BEFORE_PARTICLE
        };
        bare.filter(is_left).map(str::len).collect()
    };
    let mut lengths = once(name);
    for first in lengths.clone() {
        lengths.extend(once(&name[..first]));
    }
    let mut seen: Vec<&str> = Vec::new();
    for bare in lengths.into_iter().map(|length| &name[..length]) {
        if !seen.contains(&bare) {
            seen.push(bare);
        }
    }
    seen
}
