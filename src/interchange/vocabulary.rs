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
use crate::interchange::fault::{Among, expected, field_at_fault, in_record, placed, said};
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
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut terms = Vec::with_capacity(text.bytes().filter(|byte| *byte == b'\n').count());
    let syntax = |fault: serde_json::Error| {
        Error::new(ErrorKind::Syntax, fault.to_string()).at_line(fault.line()).caused_by(fault)
    };
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

/// Reads the terms of a vocabulary, each with its line, and why others cannot be read, without asking whether they fit together: for
/// [`crate::validation`].
pub fn terms(text: &'static str) -> (Vec<(Term, usize)>, Vec<Error>) {
    if !text.trim_start().starts_with('[') {
        let what = if text.trim().is_empty() { "is empty" } else { "not an array" };
        let error = Error::new(ErrorKind::Syntax, what).with_fix("write an array of terms, one a line").at_line(1);
        return (Vec::new(), vec![error]);
    }
    let (mut terms, mut faults) = (Vec::new(), Vec::new());
    let records = Records::new(text);
    let among = records.among();
    let read = |record: Result<(usize, &'static str), Error>| {
        let (line, raw) = record?;
        if !raw.starts_with('{') {
            let error = Error::new(ErrorKind::Field, "not a term");
            return Err(error.with_fix("a term is an object with a facet, a tag and what it means").at_line(line));
        }
        let record = serde_json::from_str::<TermRecord<'static>>(raw);
        let record = record.map_err(|fault| unreadable(raw, line, among, &fault))?;
        Ok((term(record).map_err(|fault| placed(fault, raw, line))?, line))
    };
    for record in records.map(read) {
        match record {
            Ok(term) => terms.push(term),
            Err(fault) => faults.push(fault),
        }
    }
    (terms, faults)
}

/// Why a record is no term, in the words of JSON.
fn unreadable(raw: &str, line: usize, among: Among, fault: &serde_json::Error) -> Error {
    let field = field_at_fault::<TermRecord<'_>>(raw);
    if !fault.is_data() {
        let error = in_record(fault, line, among);
        return field.into_iter().fold(error, Error::in_field);
    }
    let said = said(fault);
    let told = |message: &str, fix: &str| Error::new(ErrorKind::Field, message).with_fix(fix);
    let of = |start: &str| said.strip_prefix(start).and_then(|rest| rest.split('`').next()).map(str::to_owned);
    let (field, error) = if let Some(missing) = of("missing field `") {
        (Some(missing), told("is missing", "a term needs a facet, a tag and what it means"))
    } else if let Some(twice) = of("duplicate field `") {
        (Some(twice), told("is given twice", "leave one of them out"))
    } else if let Some(unknown) = of("unknown field `") {
        let fields = said.split('`').skip(3).step_by(2).collect::<Vec<_>>().join(", ");
        (Some(unknown), told("no term has such a field", &format!("leave it out; the fields are {fields}")))
    } else {
        (field, expected(&said))
    };
    placed(field.into_iter().fold(error, Error::in_field), raw, line)
}

fn term(record: TermRecord<'static>) -> Result<Term, Error> {
    let facet = Facet::from_name(&record.facet.0).ok_or_else(|| {
        let error = Error::new(ErrorKind::Field, format!("{:?} is not a facet", record.facet.0));
        error.with_fix("there are genre, tempo, instrumentation and theme").in_field("facet")
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
