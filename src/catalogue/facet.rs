//! Facets and the tags that are their values.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, ErrorKind};

/// One of the four sides from which a track is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// What kind of music it is.
    Genre,
    /// How fast it feels.
    Tempo,
    /// Voices and instruments that are heard in front.
    Instrumentation,
    /// What it is about, and the scene it plays over.
    Theme,
}

impl Facet {
    /// All facets, in the order of a feature vector's blocks.
    pub const ALL: [Self; 4] = [Self::Genre, Self::Tempo, Self::Instrumentation, Self::Theme];

    /// The name in catalogues, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Genre => "genre",
            Self::Tempo => "tempo",
            Self::Instrumentation => "instrumentation",
            Self::Theme => "theme",
        }
    }

    /// The names in Korean, the one that is said first.
    pub fn korean(self) -> &'static [&'static str] {
        match self {
            Self::Genre => &["장르"],
            Self::Tempo => &["빠르기", "템포"],
            Self::Instrumentation => &["악기"],
            Self::Theme => &["주제", "테마"],
        }
    }

    /// The facet of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// The place in [`Facet::ALL`], 0 to 3.
    pub fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Facet {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::from_name(name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            Error::new(ErrorKind::NotFound, format!("{name:?} is no facet; they are {names}"))
        })
    }
}

/// A value of a facet: lower case, composed (NFC), single spaces, at most 64 characters, never empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(Cow<'static, str>);

impl Tag {
    /// The longest tag, in characters.
    pub const MAX_CHARS: usize = 64;

    /// Takes a tag, normalising case, composition and spaces.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when nothing is left or it is longer than [`Tag::MAX_CHARS`].
    pub fn new(text: &str) -> Result<Self, Error> {
        if text.len() > 16 * Self::MAX_CHARS {
            return Err(too_long());
        }
        Self::of(Cow::Owned(text.to_owned()))
    }

    /// The same without a copy, where the text lives as long as the program and is normal already.
    ///
    /// # Errors
    /// As [`Tag::new`].
    pub fn of(text: Cow<'static, str>) -> Result<Self, Error> {
        if text.len() <= Self::MAX_CHARS && is_normal(&text) {
            return Ok(Self(text));
        }
        if text.len() > 16 * Self::MAX_CHARS {
            return Err(too_long());
        }
        // Small letters may be composed where capitals could not.
        let lower = text.nfc().collect::<String>().to_lowercase().nfc().collect::<String>();
        let tag = lower.split_whitespace().collect::<Vec<_>>().join(" ");
        if tag.is_empty() {
            Err(Error::new(ErrorKind::Field, "an empty tag").with_fix("leave it out"))
        } else if tag.chars().count() > Self::MAX_CHARS {
            Err(too_long())
        } else {
            Ok(Self(tag.into()))
        }
    }

    /// What was a tag when it was written; none where it is empty.
    pub(crate) fn kept(text: &'static str) -> Option<Self> {
        (!text.is_empty()).then_some(Self(Cow::Borrowed(text)))
    }

    /// The tag's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, to be kept: without a copy where the text lives as long as the program.
    pub(crate) fn text(&self) -> Cow<'static, str> {
        self.0.clone()
    }
}

impl FromStr for Tag {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl AsRef<str> for Tag {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// Whether a text is a normalised tag beyond doubt: what nearly every catalogue holds, told without the Unicode tables.
fn is_normal(text: &str) -> bool {
    let mut spaced = true;
    for c in text.chars() {
        match c {
            ' ' if spaced => return false,
            ' ' => spaced = true,
            'a'..='z' | '0'..='9' | '-' | '&' | '\'' | '가'..='힣' => spaced = false,
            _ => return false,
        }
    }
    !spaced
}

fn too_long() -> Error {
    Error::new(ErrorKind::Field, format!("a tag is at most {} characters long", Tag::MAX_CHARS)).with_fix("shorten it")
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How sure a catalogue is of a tag, above 0 and at most 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// Certain.
    pub const FULL: Self = Self(1.0);

    /// The least confidence there is.
    pub const LEAST: f64 = 1e-6;

    /// Takes a confidence from [`Confidence::LEAST`] to 1.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when it is outside that range or not a number.
    pub fn new(value: f64) -> Result<Self, Error> {
        // Below a millionth a lone tag would scale to a vector of rounding errors.
        if (Self::LEAST..=1.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(Error::new(ErrorKind::Field, format!("{value} is not a confidence"))
                .with_fix(format!("it is at least {} and at most 1", Self::LEAST)))
        }
    }

    /// The value, above 0 and at most 1.
    pub fn value(self) -> f64 {
        self.0
    }
}

/// A tag on a track, with how sure the catalogue is of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// The tag.
    pub tag: Tag,
    /// How sure; [`Confidence::FULL`] where the catalogue does not say.
    pub confidence: Confidence,
}

impl From<Tag> for Tagged {
    fn from(tag: Tag) -> Self {
        Self { tag, confidence: Confidence::FULL }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_and_tags_are_parsed() {
        assert!(Facet::ALL.into_iter().all(|facet| facet.name().parse() == Ok(facet)));
        let refused = "colour".parse::<Facet>().unwrap_err().to_string();
        assert_eq!(refused, "\"colour\" is no facet; they are genre, tempo, instrumentation, theme");
        assert_eq!(" Rain ".parse::<Tag>().unwrap().as_ref(), "rain");
    }

    #[test]
    fn tags_are_normalised() {
        assert_eq!(Tag::new("  Acoustic   Guitar ").unwrap().as_str(), "acoustic guitar");
        assert_eq!(Tag::new("\u{1107}\u{1175}").unwrap(), Tag::new("비").unwrap(), "NFD and NFC are one tag");
        assert_eq!(Tag::new("a  b ").unwrap().as_str(), "a b", "the quick way takes only what is normal");
        assert!(Tag::new(" \t ").is_err() && Tag::new("").is_err() && Tag::new(" ").is_err());
        assert!(Tag::new(&"x".repeat(65)).is_err());
        assert!(Tag::new(&"x".repeat(1_000_000)).is_err());
    }

    proptest::proptest! {
        /// What is kept in a file is taken again, so to be taken twice must change nothing: a capital with a caron may have no composed form where the small
        /// letter has one.
        #[test]
        fn a_tag_is_a_tag_again(text in "(\\PC|[A-Za-z][\u{300}-\u{331}]){1,8}") {
            if let Ok(tag) = Tag::new(&text) {
                proptest::prop_assert_eq!(&Tag::new(tag.as_str()).unwrap(), &tag);
            }
            let caron = Tag::new("J\u{30c}x").unwrap();
            proptest::prop_assert_eq!(&caron, &Tag::new("\u{1f0}x").unwrap());
        }
    }

    #[test]
    fn a_confidence_of_nothing_cannot_be() {
        for bad in [0.0, -1.0, 1.5, f64::NAN] {
            assert!(Confidence::new(bad).is_err(), "{bad}");
        }
    }
}
