//! Critiques: "like this, but slower". Each names an axis and a side of the favourite on it.

use std::fmt;

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::fold::fold;
use crate::error::{Error, ErrorKind};
use crate::features::vocabulary::Vocabulary;
use crate::query::mood::tokens::MOST_WORDS;

/// What every answer has to be, compared with every favourite. Said twice, it asks for a larger step.
///
/// ```
/// use ost::Recommender;
/// use ost::query::critique::Critique;
/// let vocabulary = Recommender::embedded();
/// let vocabulary = vocabulary.vocabulary();
/// assert_eq!(Critique::parse("slower", vocabulary), Ok(Critique::Slower));
/// assert_eq!(Critique::parse("더 느린", vocabulary), Ok(Critique::Slower));
/// assert_eq!(Critique::parse("more piano", vocabulary).unwrap().to_string(), "more piano");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Critique {
    /// Fewer beats a minute, as they are perceived.
    Slower,
    /// More beats a minute.
    Faster,
    /// Of lower valence.
    Sadder,
    /// Of higher valence.
    Happier,
    /// Of lower arousal.
    Calmer,
    /// Of higher arousal.
    MoreEnergetic,
    /// More of it played on instruments that sound by themselves.
    MoreAcoustic,
    /// More of it electric or electronic.
    LessAcoustic,
    /// Released in a later year.
    Newer,
    /// Released in an earlier year.
    Older,
    /// The tag of genre, instrumentation or theme makes up more of that facet.
    More(Facet, Tag),
    /// It makes up less.
    Less(Facet, Tag),
}

/// The words of every critique that needs no tag, folded; the first English one is its name.
const WORDS: [(Critique, &[&str]); 10] = [
    (Critique::Slower, &["slower", "less fast", "more slow", "느린", "느리게", "느렸으면", "느긋한", "천천히"]),
    (Critique::Faster, &["faster", "quicker", "less slow", "more fast", "빠른", "빠르게", "빨랐으면"]),
    (
        Critique::Sadder,
        &["sadder", "darker", "less happy", "more sad", "슬픈", "슬프게", "슬펐으면", "어두운", "어둡게", "우울한"],
    ),
    (
        Critique::Happier,
        &["happier", "brighter", "less sad", "more happy", "밝은", "밝게", "밝았으면", "행복한", "즐거운", "기쁜"],
    ),
    (
        Critique::Calmer,
        &[
            "calmer",
            "quieter",
            "gentler",
            "less energetic",
            "more calm",
            "차분한",
            "차분하게",
            "잔잔한",
            "잔잔하게",
            "조용한",
            "조용하게",
        ],
    ),
    (
        Critique::MoreEnergetic,
        &["more energetic", "livelier", "less calm", "신나는", "신나게", "강렬한", "강렬하게", "활기찬", "힘찬"],
    ),
    (Critique::MoreAcoustic, &["more acoustic", "어쿠스틱한", "어쿠스틱하게"]),
    (Critique::LessAcoustic, &["less acoustic", "덜 어쿠스틱한"]),
    (Critique::Newer, &["newer", "more recent", "later", "새로운", "최근", "최신", "요즘"]),
    (Critique::Older, &["older", "earlier", "less recent", "오래된", "옛날", "예전"]),
];

/// No comparative is longer, whichever way its Hangul is written, in characters.
const LONGEST: usize = 64;

impl Critique {
    /// The critique that a comparative means, English or Korean, with or without 더 ("more"); none for other words. A tag is not looked for.
    pub fn from_word(words: &str) -> Option<Self> {
        if words.trim().chars().nth(LONGEST).is_some() {
            return None;
        }
        let folded = fold(words);
        let named = |folded: &str| {
            let bare = folded.strip_prefix("더 ").or_else(|| folded.strip_prefix("좀 더 ")).unwrap_or(folded);
            let is = |(_, forms): &&(Self, &[&str])| forms.contains(&folded) || forms.contains(&bare);
            WORDS.iter().find(is).map(|(critique, _)| critique.clone())
        };
        named(&folded).or_else(|| named(folded.strip_prefix("덜 ")?).map(Self::opposite))
    }

    /// The critique that words mean: a comparative as in [`Critique::from_word`], or a tag with more or less, such as `less piano`, `피아노 더`, `덜 피아노`.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] where the words are neither, with tags that are near; [`ErrorKind::Argument`] for a tempo term, which is a point and
    /// not an amount.
    pub fn parse(words: &str, vocabulary: &Vocabulary) -> Result<Self, Error> {
        if let Some(critique) = Self::from_word(words) {
            return Ok(critique);
        }
        let folded = words.trim().to_lowercase();
        let sides = [("more ", true), ("less ", false), ("더 ", true), ("덜 ", false)];
        let before = sides.iter().find_map(|(word, more)| folded.strip_prefix(word).map(|tag| (tag, *more)));
        let behind = [(" 더", true), (" 덜", false)];
        let found =
            before.or_else(|| behind.iter().find_map(|(word, more)| folded.strip_suffix(word).map(|tag| (tag, *more))));
        match found {
            Some((tag, true)) => Self::more(tag, vocabulary),
            Some((tag, false)) => Self::less(tag, vocabulary),
            None => {
                Err(Error::new(ErrorKind::NotFound, format!("{words:?} compares nothing; write slower, or more piano")))
            }
        }
    }

    /// Every critique in a text, in order; what is negated ("not slower") is none. A Korean word compares only after 더 or 덜.
    ///
    /// ```
    /// use ost::Recommender;
    /// use ost::query::critique::Critique;
    /// let recommender = Recommender::embedded();
    /// let said = Critique::all_in("but slower, more piano, not older", recommender.vocabulary());
    /// assert_eq!(said.iter().map(ToString::to_string).collect::<Vec<_>>(), ["slower", "more piano"]);
    /// assert_eq!(Critique::all_in("슬픈 노래", recommender.vocabulary()), []);
    /// ```
    pub fn all_in(text: &str, vocabulary: &Vocabulary) -> Vec<Self> {
        const LONGEST: usize = 4;
        // No more than is read of a mood.
        let read = text.split_whitespace().take(MOST_WORDS).collect::<Vec<_>>().join(" ");
        let folded = fold(&read);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let means = |n: &usize| {
                let phrase = words[at..at + n].join(" ");
                let compares = phrase.is_ascii() || phrase.starts_with("더 ") || phrase.starts_with("덜 ");
                Self::parse(&phrase, vocabulary).ok().filter(|_| compares).map(|critique| (*n, critique))
            };
            let negated = at > 0 && ["not", "no", "never"].contains(&words[at - 1]);
            match (1..=LONGEST.min(words.len() - at)).rev().find_map(|n| means(&n)) {
                Some((n, critique)) => {
                    found.extend(Some(critique).filter(|_| !negated));
                    at += n;
                }
                None => at += 1,
            }
        }
        found
    }

    /// More of a tag, by any of its names.
    ///
    /// # Errors
    /// As [`Critique::parse`].
    pub fn more(tag: &str, vocabulary: &Vocabulary) -> Result<Self, Error> {
        amount(tag, vocabulary).map(|(facet, tag)| Self::More(facet, tag))
    }

    /// Less of a tag, by any of its names.
    ///
    /// # Errors
    /// As [`Critique::parse`].
    pub fn less(tag: &str, vocabulary: &Vocabulary) -> Result<Self, Error> {
        amount(tag, vocabulary).map(|(facet, tag)| Self::Less(facet, tag))
    }

    /// Its name with how often it is asked for, where that is more than once: `slower (x2)`.
    pub fn named(&self, times: u32) -> String {
        if times > 1 { format!("{self} (x{times})") } else { self.to_string() }
    }

    /// The critique that asks for the other side of the same axis.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Slower => Self::Faster,
            Self::Faster => Self::Slower,
            Self::Sadder => Self::Happier,
            Self::Happier => Self::Sadder,
            Self::Calmer => Self::MoreEnergetic,
            Self::MoreEnergetic => Self::Calmer,
            Self::MoreAcoustic => Self::LessAcoustic,
            Self::LessAcoustic => Self::MoreAcoustic,
            Self::Newer => Self::Older,
            Self::Older => Self::Newer,
            Self::More(facet, tag) => Self::Less(facet, tag),
            Self::Less(facet, tag) => Self::More(facet, tag),
        }
    }
}

impl fmt::Display for Critique {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::More(_, tag) => write!(f, "more {tag}"),
            Self::Less(_, tag) => write!(f, "less {tag}"),
            plain => {
                let name = WORDS.iter().find(|(critique, _)| critique == plain).and_then(|(_, forms)| forms.first());
                f.write_str(name.copied().unwrap_or_default())
            }
        }
    }
}

/// A tag of which there can be more or less: an instrument before a genre before a theme, since of instruments one says so most.
fn amount(name: &str, vocabulary: &Vocabulary) -> Result<(Facet, Tag), Error> {
    let tag = Tag::new(name)?;
    let facets = [Facet::Instrumentation, Facet::Genre, Facet::Theme];
    if let Some((facet, at)) = facets.into_iter().find_map(|facet| Some((facet, vocabulary.typed(facet, &tag)?))) {
        return Ok((facet, vocabulary.term(at).tag.clone()));
    }
    if vocabulary.typed(Facet::Tempo, &tag).is_some() {
        let message = format!("{name:?} is a tempo, of which there is no more or less; ask for slower or faster");
        return Err(Error::new(ErrorKind::Argument, message));
    }
    let near = vocabulary.near(None, tag.as_str(), 3).into_iter().map(str::to_owned).collect();
    Err(Error::new(ErrorKind::NotFound, format!("{name:?} is no tag; `ost tags` lists them")).with_candidates(near))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_means_one_critique() {
        for (i, (critique, forms)) in WORDS.iter().enumerate() {
            for form in *forms {
                assert_eq!(Critique::from_word(form), Some(critique.clone()), "{form}");
                let others = WORDS.iter().enumerate().filter(|(j, (_, other))| *j != i && other.contains(form));
                assert_eq!(others.count(), 0, "{form} means two things");
                assert_eq!(fold(form), *form, "a form has to be folded to be found");
            }
        }
        assert_eq!(Critique::from_word("더 밝은"), Some(Critique::Happier));
        assert_eq!(Critique::from_word("덜 슬픈"), Some(Critique::Happier));
        assert_eq!(Critique::from_word("piano"), None);
        assert_eq!(Critique::from_word("덜 덜 슬픈"), None);
        assert_eq!(Critique::from_word(&format!("{}슬픈", "덜 ".repeat(100_000))), None);
        assert!(WORDS.iter().flat_map(|(_, forms)| *forms).all(|form| form.len() + "좀 더 ".len() < LONGEST));
    }

    #[test]
    fn opposites_are_mutual_and_names_are_read_back() {
        for (critique, _) in WORDS {
            assert_eq!(critique.clone().opposite().opposite(), critique);
            assert_eq!(Critique::from_word(&critique.to_string()), Some(critique));
        }
    }
}
