//! A track: one recording, with every field of a type that cannot hold nonsense.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag, Tagged};
use crate::error::{Error, ErrorKind};

/// A line of text a person reads: not blank, at most 300 characters, without line breaks or NUL.
///
/// Other control and bidirectional characters are kept as they came; whoever prints escapes them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(Cow<'static, str>);

impl Label {
    /// The longest label, in characters.
    pub const MAX_CHARS: usize = 300;

    /// Takes a text, trimmed.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when it is blank, too long, or holds a line break or NUL.
    pub fn new(text: &str) -> Result<Self, Error> {
        Self::check(text)?;
        Ok(Self(text.trim().to_owned().into()))
    }

    /// The same without a copy, where the text lives as long as the program and needs no trimming.
    ///
    /// # Errors
    /// As [`Label::new`].
    pub fn of(text: Cow<'static, str>) -> Result<Self, Error> {
        Self::check(&text)?;
        if text.trim().len() == text.len() { Ok(Self(text)) } else { Ok(Self(text.trim().to_owned().into())) }
    }

    /// What was a label when it was written; none where it is empty.
    pub(crate) fn kept(text: &'static str) -> Option<Self> {
        (!text.is_empty()).then_some(Self(Cow::Borrowed(text)))
    }

    fn check(text: &str) -> Result<(), Error> {
        let text = text.trim();
        let fault = |message: String, fix: String| Err(Error::new(ErrorKind::Field, message).with_fix(fix));
        if text.is_empty() {
            fault("is blank".into(), "write a text or leave the field out".into())
        } else if text.len() > Self::MAX_CHARS && text.chars().count() > Self::MAX_CHARS {
            fault(format!("{} characters are too many", text.chars().count()), format!("at most {}", Self::MAX_CHARS))
        } else if text.bytes().any(|b| matches!(b, b'\n' | b'\r' | 0)) {
            fault("holds a line break or NUL".into(), "write it on one line".into())
        } else {
            Ok(())
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Label {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl AsRef<str> for Label {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// What names a track in a catalogue: a [`Label`] without spaces, unique. Ties in a ranking are broken by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackId(Label);

impl TrackId {
    /// Takes an id.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when it is no [`Label`] or holds white space or a control character.
    pub fn new(text: &str) -> Result<Self, Error> {
        Self::of(Label::new(text)?)
    }

    /// Makes a label an id.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when it holds white space or a control character.
    pub fn of(label: Label) -> Result<Self, Error> {
        if label.as_str().chars().any(char::is_whitespace) {
            return Err(Error::new(ErrorKind::Field, "an id has no spaces").with_fix("use hyphens"));
        }
        if label.as_str().chars().any(char::is_control) {
            return Err(Error::new(ErrorKind::Field, "an id has no control characters").with_fix("leave them out"));
        }
        Ok(Self(label))
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for TrackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for TrackId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl AsRef<str> for TrackId {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// Beats per minute, from 20 to 400.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Bpm(f64);

impl Bpm {
    /// Takes beats per minute from 20 to 400.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when it is outside that range or not a number.
    pub fn new(value: f64) -> Result<Self, Error> {
        if (20.0..=400.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(Error::new(ErrorKind::Field, format!("{value} is not a tempo"))
                .with_fix("beats per minute are from 20 to 400"))
        }
    }

    /// The value, from 20 to 400.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Bpm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A year of release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

impl Year {
    /// The first that is taken.
    pub const MIN: Self = Self(1900);
    /// The last.
    pub const MAX: Self = Self(2100);

    /// Takes a year from [`Year::MIN`] to [`Year::MAX`].
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when it is outside that range.
    pub fn new(value: i64) -> Result<Self, Error> {
        let year = u16::try_from(value).ok().map(Self).filter(|year| (Self::MIN..=Self::MAX).contains(year));
        year.ok_or_else(|| {
            let (first, last) = (Self::MIN.0, Self::MAX.0);
            Error::new(ErrorKind::Field, format!("{value} is not a year"))
                .with_fix(format!("years are from {first} to {last}"))
        })
    }

    /// The year as a number.
    pub const fn value(self) -> u16 {
        self.0
    }
}

impl From<Year> for u16 {
    fn from(year: Year) -> Self {
        year.0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One recording. Only the id and the title are always known; whatever is missing is unknown, not absent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Track {
    /// What names it, unique in its catalogue.
    pub id: TrackId,
    /// The title in Latin letters, or the only title there is.
    pub title: Label,
    /// The Korean title as released.
    pub title_ko: Option<Label>,
    /// Other names people use for it.
    pub title_aliases: Vec<Label>,
    /// Who performs it, by the names they release under.
    pub artists: Vec<Label>,
    /// Other names of those who perform it, as in `아이유` for IU; whose each is, is not said.
    pub artist_aliases: Vec<Label>,
    /// The series it was made for.
    pub drama: Option<Label>,
    /// Other names of the series, the Korean one first.
    pub drama_aliases: Vec<Label>,
    /// The year of release.
    pub year: Option<Year>,
    /// Genre tags, the most telling first.
    pub genre: Vec<Tagged>,
    /// How fast it feels, as a term.
    pub tempo: Option<Tag>,
    /// Measured beats per minute.
    pub bpm: Option<Bpm>,
    /// Voices and instruments, the most telling first.
    pub instrumentation: Vec<Tagged>,
    /// What it is about, the most telling first.
    pub theme: Vec<Tagged>,
    /// Measured valence.
    pub valence: Option<Valence>,
    /// Measured arousal.
    pub arousal: Option<Arousal>,
    /// The album, for evaluation alone; an index does not keep it.
    pub album: Option<Label>,
    /// The part of a data set it is in, such as `train`, for evaluation alone; an index does not keep it.
    pub split: Option<Label>,
}

impl Track {
    /// A track of which nothing is known but its id and title.
    pub fn new(id: TrackId, title: Label) -> Self {
        Self {
            id,
            title,
            title_ko: None,
            title_aliases: Vec::new(),
            artists: Vec::new(),
            artist_aliases: Vec::new(),
            drama: None,
            drama_aliases: Vec::new(),
            year: None,
            genre: Vec::new(),
            tempo: None,
            bpm: None,
            instrumentation: Vec::new(),
            theme: Vec::new(),
            valence: None,
            arousal: None,
            album: None,
            split: None,
        }
    }

    /// What stands in for a track that cannot be made out of a damaged file.
    pub(crate) fn unreadable() -> Self {
        let name = Label(Cow::Borrowed("unreadable"));
        Self::new(TrackId(name.clone()), name)
    }

    /// The tags of a facet; none for [`Facet::Tempo`], which [`Track::tempo`] and [`Track::bpm`] hold.
    pub fn tags(&self, facet: Facet) -> &[Tagged] {
        match facet {
            Facet::Genre => &self.genre,
            Facet::Tempo => &[],
            Facet::Instrumentation => &self.instrumentation,
            Facet::Theme => &self.theme,
        }
    }

    /// The tags of every facet with it, the term of the tempo among them.
    pub(crate) fn all_tags(&self) -> impl Iterator<Item = (Facet, Tag)> {
        let tempo = self.tempo.iter().map(|tag| (Facet::Tempo, tag.clone()));
        let tagged = |facet: Facet| self.tags(facet).iter().map(move |tagged| (facet, tagged.tag.clone()));
        Facet::ALL.into_iter().flat_map(tagged).chain(tempo)
    }

    /// Every title, the main one first.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.title).chain(&self.title_ko).chain(&self.title_aliases).map(Label::as_str)
    }

    /// Every name of those who perform it, the main ones first; none where they are unknown.
    pub fn performers(&self) -> impl Iterator<Item = &str> {
        self.artists.iter().chain(&self.artist_aliases).map(Label::as_str)
    }

    /// Every name of the series, the main one first; none where it is unknown.
    pub fn dramas(&self) -> impl Iterator<Item = &str> {
        self.drama.iter().chain(&self.drama_aliases).map(Label::as_str)
    }

    /// Whether anything is known that a feature vector could hold.
    pub fn is_tagged(&self) -> bool {
        self.tempo.is_some() || self.bpm.is_some() || Facet::ALL.into_iter().any(|facet| !self.tags(facet).is_empty())
    }
}

/// The second track with an id, and the first: which track of a file each is, counted from 0, and its line.
pub(crate) fn twin(id: &str, (own, line): (usize, usize), (other, at): (usize, usize)) -> Error {
    let message = format!("track {} has the id {id:?} of track {} on line {at}", own + 1, other + 1);
    Error::new(ErrorKind::Duplicate, message).with_fix("give one another").at_line(line).in_field("id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_cannot_be_made() {
        for bad in ["", "  ", "a\nb", "a\0b"] {
            assert!(Label::new(bad).is_err(), "{bad:?}");
        }
        assert!(Label::new(&"가".repeat(300)).is_ok());
        assert!(Label::new(&"가".repeat(301)).is_err());
        assert!(TrackId::new("two words").is_err());
        for bad in [0.0, -3.0, 1e9, f64::NAN] {
            assert!(Bpm::new(bad).is_err(), "{bad}");
        }
        assert_eq!("two words".parse::<Label>().unwrap().as_ref(), "two words");
        assert!("two words".parse::<TrackId>().is_err() && "two-words".parse::<TrackId>().is_ok());
        let (bpm, year) = (Bpm::new(72.5).unwrap(), Year::new(2016).unwrap());
        assert_eq!((format!("{bpm:.0} {bpm} {year}"), u16::from(year)), ("72 72.5 2016".to_owned(), 2016));
        assert!(Year::new(-5).is_err() && Year::new(70_000).is_err() && Year::new(2016).is_ok());
    }
}
