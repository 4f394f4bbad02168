//! The mood lexicon as JSON: what `data/moods.json` holds.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::catalogue::affect::{Affect, Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::error::{Error, ErrorKind};
use crate::interchange::fault::said;
use crate::interchange::record::Text;
use crate::query::mood::lexicon::{Entry, Lexicon};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryRecord<'a> {
    #[serde(borrow)]
    mood: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    en: Vec<Text<'a>>,
    #[serde(borrow, default)]
    ko: Vec<Text<'a>>,
    valence: Option<f64>,
    arousal: Option<f64>,
    #[serde(borrow, default)]
    tags: Vec<Text<'a>>,
    #[serde(borrow, default)]
    also: Vec<Text<'a>>,
}

/// Reads a mood lexicon: a JSON array of entries. `file` is what errors call it.
///
/// ```
/// let own = r#"[{"mood": "at sea", "kind": "scene", "en": ["at sea"], "ko": ["\ubc14\ub2e4"], "tags": ["theme:sea"]}]"#;
/// let lexicon = ost::interchange::lexicon::read(own, "own.json")?;
/// assert_eq!(lexicon.entries()[0].korean, ["바다"]);
/// # Ok::<(), ost::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Syntax`] or [`ErrorKind::Field`] for an entry that cannot be read, with its line.
pub fn read<'a>(text: &'a str, file: &str) -> Result<Lexicon<'a>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let records: Vec<EntryRecord<'_>> = serde_json::from_str(text).map_err(|fault| {
        let kind = if fault.is_data() { ErrorKind::Field } else { ErrorKind::Syntax };
        Error::new(kind, said(&fault)).in_file(file).at_line(fault.line().max(1)).caused_by(fault)
    })?;
    let place = |i, error: Error| error.in_file(file).at_line(line(text, i));
    let entries = records.into_iter().enumerate().map(|(i, record)| entry(record).map_err(|error| place(i, error)));
    Ok(Lexicon::new(entries.collect::<Result<_, _>>()?))
}

/// The line on which the entry of that number begins, counted from 1.
fn line(text: &str, number: usize) -> usize {
    let entries: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
    let start = entries.get(number).map_or(0, |entry| entry.get().as_ptr().addr() - text.as_ptr().addr());
    1 + text.get(..start).map_or(0, |before| before.matches('\n').count())
}

fn entry<'a>(record: EntryRecord<'a>) -> Result<Entry<'a>, Error> {
    let affect = match (record.valence, record.arousal) {
        (Some(valence), Some(arousal)) => Some(Affect {
            valence: Valence::new(valence).map_err(|e| e.in_field("valence"))?,
            arousal: Arousal::new(arousal).map_err(|e| e.in_field("arousal"))?,
        }),
        (None, None) => None,
        _ => {
            return Err(
                Error::new(ErrorKind::Field, "valence and arousal come together").in_field(record.mood.as_ref())
            );
        }
    };
    let tag = |field: &str, text: &str| {
        let fault =
            || Error::new(ErrorKind::Field, format!("{text:?} is not a tag such as \"theme:rain\"")).in_field(field);
        let (facet, tag) = text.split_once(':').ok_or_else(fault)?;
        Ok((Facet::from_name(facet).ok_or_else(fault)?, Tag::new(tag).map_err(|error| error.in_field(field))?))
    };
    let full = record.tags.iter().map(|text| tag("tags", &text.0).map(|(facet, tag)| (facet, tag, 1.0)));
    let half = record.also.iter().map(|text| tag("also", &text.0).map(|(facet, tag)| (facet, tag, 0.5)));
    Ok(Entry {
        name: record.mood,
        kind: record.kind,
        affect,
        tags: full.chain(half).collect::<Result<_, Error>>()?,
        english: record.en.into_iter().map(|text| text.0).collect(),
        korean: record.ko.into_iter().map(|text| text.0).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_json_is_read() {
        let text = "\u{feff}[{\n\"mood\": \"a \\\"good\\\" day\",\n\"kind\": \"sc\\u0065ne\", \"en\": [\"it\\u0027s good\"], \"tags\": [\"theme:r\\u0061in\"]}]";
        let read = read(text, "own.json").unwrap().into_owned();
        let entry = &read.entries()[0];
        assert_eq!((&*entry.name, &*entry.kind, &*entry.english[0]), ("a \"good\" day", "scene", "it's good"));
        assert_eq!(entry.tags, [(Facet::Theme, Tag::new("rain").unwrap(), 1.0)]);
    }

    #[test]
    fn faults_name_file_line_and_field() {
        let said = |text: &str| read(text, "own.json").unwrap_err().to_string();
        assert_eq!(said("[\n{\"mood\": 1}]"), "own.json:2: invalid type: integer `1`, expected a string");
        assert_eq!(
            said("[{\n\"mood\": \"a\", \"kind\": \"b\"},\n\n{\"mood\": \"c\", \"kind\": \"b\", \"tags\": [\"rain\"]}]"),
            "own.json:4: tags: \"rain\" is not a tag such as \"theme:rain\""
        );
        assert!(said("[").starts_with("own.json:1: EOF"));
    }
}
