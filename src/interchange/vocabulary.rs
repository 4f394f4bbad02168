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
    facet: &'a str,
    tag: &'a str,
    ko: Option<&'a str>,
    #[serde(borrow, default)]
    aliases: Vec<&'a str>,
    #[serde(borrow, default)]
    broader: Vec<&'a str>,
    valence: Option<f64>,
    arousal: Option<f64>,
    bpm: Option<(f64, f64)>,
    acoustic: Option<f64>,
    phrase: Option<&'a str>,
    phrase_ko: Option<&'a str>,
    means: &'a str,
}

/// Reads a vocabulary: a JSON array of terms, one a line. Its texts are kept as they stand, so they have to live as long as the program.
///
/// # Errors
/// [`ErrorKind::Syntax`] or [`ErrorKind::Field`] for a record that cannot be read, and all of [`Vocabulary::new`].
pub fn read(text: &'static str) -> Result<Vocabulary, Error> {
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
            let (name, line) = (record.tag, self.terms.len() + 2);
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
    Records::new(text).map(read).collect()
}

fn term(record: TermRecord<'static>) -> Result<Term, Error> {
    let facet = Facet::from_name(record.facet)
        .ok_or_else(|| Error::new(ErrorKind::Field, format!("{:?} is not a facet", record.facet)).in_field("facet"))?;
    let tags = |field: &str, names: &[&'static str]| {
        let mut tags = Vec::with_capacity(names.len());
        for name in names {
            tags.push(Tag::of(Cow::Borrowed(name)).map_err(|e| e.in_field(field))?);
        }
        Ok::<_, Error>(tags)
    };
    let bpm = |value: f64| Bpm::new(value).map_err(|e| e.in_field("bpm"));
    Ok(Term {
        facet,
        tag: Tag::of(Cow::Borrowed(record.tag)).map_err(|e| e.in_field("tag"))?,
        ko: record.ko.map(|name| Tag::of(Cow::Borrowed(name)).map_err(|e| e.in_field("ko"))).transpose()?,
        aliases: tags("aliases", &record.aliases)?,
        broader: tags("broader", &record.broader)?,
        valence: record.valence.map(|v| Valence::new(v).map_err(|e| e.in_field("valence"))).transpose()?,
        arousal: record.arousal.map(|a| Arousal::new(a).map_err(|e| e.in_field("arousal"))).transpose()?,
        bpm: record.bpm.map(|(low, high)| Ok::<_, Error>((bpm(low)?, bpm(high)?))).transpose()?,
        acoustic: record.acoustic.map(|a| Acousticness::new(a).map_err(|e| e.in_field("acoustic"))).transpose()?,
        phrase: record
            .phrase
            .map(|text| Label::of(Cow::Borrowed(text)).map_err(|e| e.in_field("phrase")))
            .transpose()?,
        phrase_ko: record
            .phrase_ko
            .map(|text| Label::of(Cow::Borrowed(text)).map_err(|e| e.in_field("phrase_ko")))
            .transpose()?,
        means: Label::of(Cow::Borrowed(record.means)).map_err(|e| e.in_field("means"))?,
    })
}
