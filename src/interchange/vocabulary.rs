//! The vocabulary as JSON: what `data/vocabulary.json` holds.

use std::borrow::Cow;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::{Bpm, Label};
use crate::error::{Error, ErrorKind};
use crate::features::acoustic::Acousticness;
use crate::features::vocabulary::{Term, Vocabulary};
use crate::interchange::json::Records;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermRecord<'a> {
    #[serde(borrow)]
    facet: Text<'a>,
    tag: Text<'a>,
    ko: Option<Text<'a>>,
    #[serde(default)]
    aliases: Vec<Text<'a>>,
    #[serde(default)]
    broader: Vec<Text<'a>>,
    valence: Option<f64>,
    arousal: Option<f64>,
    bpm: Option<(f64, f64)>,
    acoustic: Option<f64>,
    phrase: Option<Text<'a>>,
    phrase_ko: Option<Text<'a>>,
    means: Text<'a>,
}

/// A text as it stands in the file, or with its escapes undone.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(Texts).map(Text)
    }
}

/// Reads a vocabulary: a JSON array of terms, one a line. Its texts are kept as they stand, so they have to live as long as the program.
///
/// # Errors
/// [`ErrorKind::Syntax`] or [`ErrorKind::Field`] for a record that cannot be read, and all of [`Vocabulary::new`].
pub fn read(text: &'static str) -> Result<Vocabulary, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut terms = Vec::with_capacity(text.bytes().filter(|byte| *byte == b'\n').count());
    let syntax = |fault: serde_json::Error| Error::new(ErrorKind::Syntax, fault.to_string()).at_line(fault.line());
    let fault = reader.deserialize_seq(Terms { terms: &mut terms }).and_then(|fault| reader.end().map(|()| fault));
    match fault.map_err(syntax)? {
        Some(fault) => Err(fault),
        None => Ok(Vocabulary::new(terms)?.stamped(text)),
    }
}

/// Takes terms one after the other, so that their records are never all in memory; gives back what is wrong with one.
struct Terms<'t> {
    terms: &'t mut Vec<Term>,
}

impl Visitor<'static> for Terms<'_> {
    type Value = Option<Error>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of terms")
    }

    fn visit_seq<A: SeqAccess<'static>>(self, mut records: A) -> Result<Self::Value, A::Error> {
        let mut fault = None;
        while let Some(record) = records.next_element::<TermRecord<'static>>()? {
            let (name, line) = (record.tag.0.clone(), self.terms.len() + 2);
            match term(record) {
                Ok(term) => self.terms.push(term),
                Err(e) => {
                    let field = format!("{} of {name:?}", e.field().unwrap_or_default());
                    fault = fault.or(Some(e.in_field(field).at_line(line)));
                }
            }
        }
        Ok(fault)
    }
}

/// Reads the terms of a vocabulary, each with its line, without asking whether they fit together: for [`crate::validation`].
///
/// # Errors
/// As [`read`], but not those of [`Vocabulary::new`].
pub fn terms(text: &'static str) -> Result<Vec<(Term, usize)>, Error> {
    let read = |record: Result<(usize, &'static str), Error>| {
        let (line, raw) = record?;
        let record: TermRecord<'static> = serde_json::from_str(raw)
            .map_err(|fault| Error::new(ErrorKind::Syntax, fault.to_string()).at_line(line))?;
        Ok((term(record).map_err(|fault| fault.at_line(line))?, line))
    };
    Records::new(text.strip_prefix('\u{feff}').unwrap_or(text)).map(read).collect()
}

fn term(record: TermRecord<'static>) -> Result<Term, Error> {
    let facet = Facet::from_name(&record.facet.0).ok_or_else(|| {
        Error::new(ErrorKind::Field, format!("{:?} is not a facet", record.facet.0)).in_field("facet")
    })?;
    let tag = |field: &'static str| move |name: Text<'static>| Tag::of(name.0).map_err(|e| e.in_field(field));
    let label = |field: &'static str| move |text: Text<'static>| Label::of(text.0).map_err(|e| e.in_field(field));
    let bpm = |value: f64| Bpm::new(value).map_err(|e| e.in_field("bpm"));
    Ok(Term {
        facet,
        tag: tag("tag")(record.tag)?,
        ko: record.ko.map(tag("ko")).transpose()?,
        aliases: record.aliases.into_iter().map(tag("aliases")).collect::<Result<_, _>>()?,
        broader: record.broader.into_iter().map(tag("broader")).collect::<Result<_, _>>()?,
        valence: record.valence.map(|v| Valence::new(v).map_err(|e| e.in_field("valence"))).transpose()?,
        arousal: record.arousal.map(|a| Arousal::new(a).map_err(|e| e.in_field("arousal"))).transpose()?,
        bpm: record.bpm.map(|(low, high)| Ok::<_, Error>((bpm(low)?, bpm(high)?))).transpose()?,
        acoustic: record.acoustic.map(|a| Acousticness::new(a).map_err(|e| e.in_field("acoustic"))).transpose()?,
        phrase: record.phrase.map(label("phrase")).transpose()?,
        phrase_ko: record.phrase_ko.map(label("phrase_ko")).transpose()?,
        means: label("means")(record.means)?,
    })
}
