//! A track as it stands in a file, and its way to a checked [`Track`] and back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Confidence, Tag, Tagged};
use crate::catalogue::track::{Bpm, Label, Track, TrackId, Year};
use crate::error::Error;

/// A track as it stands in a file. The field names are the format.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) struct TrackRecord<'a> {
    #[serde(borrow)]
    pub(crate) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) title: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) title_ko: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) title_aliases: Vec<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) artists: Vec<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) artist_aliases: Vec<Text<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) drama: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) drama_aliases: Vec<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "whole")]
    pub(crate) year: Option<i64>,
    #[serde(borrow, default)]
    pub(crate) genre: Vec<TagRecord<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) tempo: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) bpm: Option<f64>,
    #[serde(borrow, default)]
    pub(crate) instrumentation: Vec<TagRecord<'a>>,
    #[serde(borrow, default)]
    pub(crate) theme: Vec<TagRecord<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) valence: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) arousal: Option<f64>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) album: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) split: Option<Cow<'a, str>>,
}

/// A whole number, however it is written: 2016, 2016.0, 2.016e3. JSON has one kind of number, of which its schemas call all of these integers.
fn whole<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<i64>, D::Error> {
    struct Whole;
    impl<'de> Visitor<'de> for Whole {
        type Value = Option<i64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("i64")
        }

        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(Some(value))
        }

        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
            // What is beyond is no year either.
            Ok(Some(i64::try_from(value).unwrap_or(i64::MAX)))
        }

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
            let whole = value.fract().abs() <= 0.0 && value.abs() < 1e15;
            if whole { Ok(Some(value as i64)) } else { Err(E::invalid_type(de::Unexpected::Float(value), &self)) }
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
    reader.deserialize_any(Whole)
}

/// A text that borrows from the file wherever it can; serde borrows a bare `Cow` only outside of lists.
#[derive(Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// A tag as it stands in a file: a text, or an object with how sure the catalogue is of it.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum TagRecord<'a> {
    Plain(Cow<'a, str>),
    Weighted { tag: Cow<'a, str>, confidence: f64 },
}

impl<'de: 'a, 'a> Deserialize<'de> for TagRecord<'a> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(TagVisitor).map(|(tag, confidence)| match confidence {
            None => Self::Plain(tag),
            Some(confidence) => Self::Weighted { tag, confidence },
        })
    }
}

struct TagVisitor;

impl<'de> Visitor<'de> for TagVisitor {
    type Value = (Cow<'de, str>, Option<f64>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or an object such as {\"tag\": \"rain\", \"confidence\": 0.6}")
    }

    fn visit_borrowed_str<E>(self, tag: &'de str) -> Result<Self::Value, E> {
        Ok((Cow::Borrowed(tag), None))
    }

    fn visit_str<E>(self, tag: &str) -> Result<Self::Value, E> {
        Ok((Cow::Owned(tag.to_owned()), None))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        #[derive(Deserialize)]
        struct Weighted<'a> {
            #[serde(borrow)]
            tag: Cow<'a, str>,
            confidence: f64,
        }
        let weighted = Weighted::deserialize(MapAccessDeserializer::new(fields))?;
        Ok((weighted.tag, Some(weighted.confidence)))
    }
}

/// The fields of a track, in the order in which they are written. The last two are for `evaluate` alone.
pub const FIELDS: [&str; 18] = [
    "id",
    "title",
    "title_ko",
    "title_aliases",
    "artists",
    "artist_aliases",
    "drama",
    "drama_aliases",
    "year",
    "genre",
    "tempo",
    "bpm",
    "instrumentation",
    "theme",
    "valence",
    "arousal",
    "album",
    "split",
];

/// The fields of a file that no track has, by name.
pub type Strays = BTreeMap<String, Stray>;

/// Where a field stands that no track has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stray {
    /// The line of the first track that carries it.
    pub line: usize,
    /// How many tracks do.
    pub tracks: usize,
}

/// The field that may be meant by one that no track has: the same but for case, one letter or two that changed places, or nearly the same.
///
/// ```
/// use ost::interchange::record::near_field;
/// assert_eq!(["Year", "bmp", "colour"].map(near_field), [Some("year"), Some("bpm"), None]);
/// ```
pub fn near_field(field: &str) -> Option<&'static str> {
    let field = field.to_lowercase();
    let near =
        |name: &str| if strsim::osa_distance(name, &field) <= 1 { 1.0 } else { strsim::jaro_winkler(name, &field) };
    let near = FIELDS.into_iter().map(|name| (near(name), name)).filter(|(near, _)| *near >= 0.8);
    near.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, name)| name)
}

/// Makes a text outlive its file: what is compiled in already does, everything else is copied.
type Keep<'a> = fn(Cow<'a, str>) -> Cow<'static, str>;

impl<'a> TrackRecord<'a> {
    /// Checks every field.
    pub(crate) fn into_track(self) -> Result<Track, Error> {
        self.keep(|text| Cow::Owned(text.into_owned()))
    }

    fn keep(self, keep: Keep<'a>) -> Result<Track, Error> {
        let label = |field: &str, text: Cow<'a, str>| Label::of(keep(text)).map_err(|e| e.in_field(field));
        let labels = |field: &str, texts: Vec<Text<'a>>| {
            let placed = |(i, Text(text)): (usize, Text<'a>)| {
                // The place is only written out where it is needed.
                Label::of(keep(text)).map_err(|e| e.in_field(format!("{field}[{i}]")))
            };
            texts.into_iter().enumerate().map(placed).collect::<Result<Vec<_>, _>>()
        };
        let tag = |field: &str, text: Cow<'a, str>| Tag::of(keep(text)).map_err(|e| e.in_field(field));
        let tags = |field: &str, records: Vec<TagRecord<'a>>| {
            let tagged = |(i, record): (usize, TagRecord<'a>)| {
                let (text, confidence) = match record {
                    TagRecord::Plain(text) => (text, Ok(Confidence::FULL)),
                    TagRecord::Weighted { tag, confidence } => (tag, Confidence::new(confidence)),
                };
                let placed = |e: Error| e.in_field(format!("{field}[{i}]"));
                Ok(Tagged { tag: Tag::of(keep(text)).map_err(placed)?, confidence: confidence.map_err(placed)? })
            };
            records.into_iter().enumerate().map(tagged).collect::<Result<Vec<_>, Error>>()
        };
        let id = TrackId::of(label("id", self.id)?).map_err(|e| e.in_field("id"))?;
        let mut track = Track::new(id, label("title", self.title)?);
        track.title_ko = self.title_ko.map(|text| label("title_ko", text)).transpose()?;
        track.title_aliases = labels("title_aliases", self.title_aliases)?;
        track.artists = labels("artists", self.artists)?;
        track.artist_aliases = labels("artist_aliases", self.artist_aliases)?;
        track.drama = self.drama.map(|text| label("drama", text)).transpose()?;
        track.drama_aliases = labels("drama_aliases", self.drama_aliases)?;
        track.year = self.year.map(|year| Year::new(year).map_err(|e| e.in_field("year"))).transpose()?;
        track.genre = tags("genre", self.genre)?;
        track.tempo = self.tempo.map(|text| tag("tempo", text)).transpose()?;
        track.bpm = self.bpm.map(|bpm| Bpm::new(bpm).map_err(|e| e.in_field("bpm"))).transpose()?;
        track.instrumentation = tags("instrumentation", self.instrumentation)?;
        track.theme = tags("theme", self.theme)?;
        track.valence = self.valence.map(|v| Valence::new(v).map_err(|e| e.in_field("valence"))).transpose()?;
        track.arousal = self.arousal.map(|a| Arousal::new(a).map_err(|e| e.in_field("arousal"))).transpose()?;
        track.album = self.album.map(|text| label("album", text)).transpose()?;
        track.split = self.split.map(|text| label("split", text)).transpose()?;
        Ok(track)
    }
}

impl TrackRecord<'static> {
    /// Checks every field without copying a text: for what is compiled into the program.
    pub(crate) fn into_static_track(self) -> Result<Track, Error> {
        self.keep(|text| text)
    }
}

impl<'a> From<&'a Track> for TrackRecord<'a> {
    fn from(track: &'a Track) -> Self {
        let text = |label: &'a Label| Cow::Borrowed(label.as_str());
        let texts = |labels: &'a [Label]| labels.iter().map(|label| Text(text(label))).collect();
        let tags = |tagged: &'a [Tagged]| {
            let record = |tagged: &'a Tagged| match tagged.confidence.value() {
                full if full >= 1.0 => TagRecord::Plain(tagged.tag.as_str().into()),
                confidence => TagRecord::Weighted { tag: tagged.tag.as_str().into(), confidence },
            };
            tagged.iter().map(record).collect()
        };
        Self {
            id: track.id.as_str().into(),
            title: text(&track.title),
            title_ko: track.title_ko.as_ref().map(text),
            title_aliases: texts(&track.title_aliases),
            artists: texts(&track.artists),
            artist_aliases: texts(&track.artist_aliases),
            drama: track.drama.as_ref().map(text),
            drama_aliases: texts(&track.drama_aliases),
            year: track.year.map(|year| i64::from(year.value())),
            genre: tags(&track.genre),
            tempo: track.tempo.as_ref().map(|tag| tag.as_str().into()),
            bpm: track.bpm.map(Bpm::value),
            instrumentation: tags(&track.instrumentation),
            theme: tags(&track.theme),
            valence: track.valence.map(Valence::value),
            arousal: track.arousal.map(Arousal::value),
            album: track.album.as_ref().map(text),
            split: track.split.as_ref().map(text),
        }
    }
}
