//! The mood lexicon as JSON: what `data/moods.json` holds.

use serde::Deserialize;

use crate::catalogue::affect::Affect;
use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::error::{Error, ErrorKind};
use crate::query::mood::lexicon::{Entry, Lexicon};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryRecord<'a> {
    mood: &'a str,
    kind: &'a str,
    #[serde(borrow, default)]
    en: Vec<&'a str>,
    #[serde(borrow, default)]
    ko: Vec<&'a str>,
    valence: Option<f64>,
    arousal: Option<f64>,
    #[serde(borrow, default)]
    tags: Vec<&'a str>,
    #[serde(borrow, default)]
    also: Vec<&'a str>,
}

/// Reads a mood lexicon: a JSON array of entries, one a line.
///
/// # Errors
/// [`ErrorKind::Syntax`] or [`ErrorKind::Field`] for an entry that cannot be read, with its line.
pub fn read(text: &str) -> Result<Lexicon<'_>, Error> {
    let records: Vec<EntryRecord<'_>> = serde_json::from_str(text)
        .map_err(|fault| Error::new(ErrorKind::Syntax, fault.to_string()).at_line(fault.line()))?;
    let entries = records.into_iter().enumerate().map(|(i, record)| entry(record).map_err(|e| e.at_line(i + 2)));
    Ok(Lexicon::new(entries.collect::<Result<_, _>>()?))
}

fn entry<'a>(record: EntryRecord<'a>) -> Result<Entry<'a>, Error> {
    let affect = match (record.valence, record.arousal) {
        (Some(valence), Some(arousal)) => Some(Affect {
            valence: Valence::new(valence).map_err(|e| e.in_field("valence"))?,
            arousal: Arousal::new(arousal).map_err(|e| e.in_field("arousal"))?,
        }),
        (None, None) => None,
        _ => return Err(Error::new(ErrorKind::Field, "valence and arousal come together").in_field(record.mood)),
    };
    let tag = |field: &str, text: &str| {
        let fault =
            || Error::new(ErrorKind::Field, format!("{text:?} is not a tag such as \"theme:rain\"")).in_field(field);
        let (facet, tag) = text.split_once(':').ok_or_else(fault)?;
        Ok((Facet::from_name(facet).ok_or_else(fault)?, Tag::new(tag)?))
    };
    let full = record.tags.iter().map(|text| tag("tags", text).map(|(facet, tag)| (facet, tag, 1.0)));
    let half = record.also.iter().map(|text| tag("also", text).map(|(facet, tag)| (facet, tag, 0.5)));
    Ok(Entry {
        name: record.mood,
        kind: record.kind,
        affect,
        tags: full.chain(half).collect::<Result<_, Error>>()?,
        english: record.en,
        korean: record.ko,
    })
}
