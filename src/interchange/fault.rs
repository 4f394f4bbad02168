//! What is wrong with a catalogue file, put so that whoever wrote it finds the place: the line, the field, and what belongs there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use crate::interchange::record::TrackRecord;

/// The longest piece of a file that an error repeats, in characters.
const QUOTED: usize = 60;

/// The fault of an array that is not well-formed, with the field it happened in.
pub(crate) fn in_array(text: &str, fault: &serde_json::Error) -> Error {
    let mut reader = serde_json::Deserializer::from_str(text);
    let field = serde_path_to_error::deserialize::<_, Vec<TrackRecord<'_>>>(&mut reader)
        .err()
        .filter(|known| known.inner().line() == fault.line())
        .and_then(|known| field_of(&known.path().to_string()));
    let error =
        syntax(fault, 1, "the file ends too early; is it cut off?", "something stands behind the end of the array");
    match field {
        Some(field) => error.in_field(field),
        None => error,
    }
}

/// The fault of a record on a line.
pub(crate) fn in_record(fault: &serde_json::Error, line: usize) -> Error {
    const CUT: &str = "the line ends in the middle of a track; write each track on one line, or all in an array";
    syntax(fault, line, CUT, "more than one JSON value on the line; write one track a line, or an array")
}

/// A fault that is not about any field, in a text that begins on `line`.
fn syntax(fault: &serde_json::Error, line: usize, cut_off: &str, trailing: &str) -> Error {
    let said = said(fault);
    let message = if fault.is_eof() {
        cut_off.to_owned()
    } else if said.starts_with("recursion limit") {
        "nested too deeply for a track".to_owned()
    } else if said.starts_with("trailing characters") {
        trailing.to_owned()
    } else if said == "key must be a string" {
        "a field's name in quotes is needed here, or there is a comma too many before".to_owned()
    } else if said == "expected value" {
        "not a JSON value (NaN, Infinity and bare words are not)".to_owned()
    } else {
        format!("not well-formed JSON: {said}")
    };
    Error::new(ErrorKind::Syntax, message).at_line((fault.line() + line - 1).max(1))
}

/// What serde says, without the place, which it counts from the start of the record.
pub(crate) fn said(fault: &serde_json::Error) -> String {
    let said = fault.to_string();
    said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said).to_owned()
}

/// The field in a path such as `[3].genre[1].tag`: `genre[1]`.
fn field_of(path: &str) -> Option<String> {
    let path = path.trim_start_matches(|c: char| "[]0123456789.".contains(c));
    let field = path.split('.').next().unwrap_or_default();
    (!field.is_empty() && field != "?").then(|| field.to_owned())
}

/// Reads a record that is known to be wrong, and begins on `line`, once more, slowly, to learn which field is.
pub(crate) fn explain(raw: &str, line: usize, fault: &serde_json::Error) -> Error {
    let mut reader = serde_json::Deserializer::from_str(raw);
    let path =
        serde_path_to_error::deserialize::<_, TrackRecord<'_>>(&mut reader).err().map(|known| known.path().to_string());
    let field = path.as_deref().and_then(field_of);
    if fault.is_syntax() || fault.is_eof() {
        let error = in_record(fault, line);
        return match field {
            Some(field) => error.in_field(field),
            None => error,
        };
    }
    let said = said(fault);
    let named = |start: &str| said.strip_prefix(start).and_then(|rest| rest.strip_suffix('`'));
    let (field, message) = if let Some(missing) = named("missing field `") {
        match field {
            None => (Some(missing.to_owned()), "is missing; a track needs an id and a title".to_owned()),
            Some(field) => {
                (Some(field), format!("{missing:?} is missing; a tag is a text or has a tag and a confidence"))
            }
        }
    } else if let Some(twice) = named("duplicate field `") {
        (field.or_else(|| Some(twice.to_owned())), "is given twice".to_owned())
    } else {
        (field, expected(&said))
    };
    let error = Error::new(ErrorKind::Field, message);
    match field {
        Some(field) => placed(error.in_field(field), raw, line),
        None => error.at_line(line - 1 + fault.line().max(1)),
    }
}

/// `invalid type: string "abc", expected f64` in the words of JSON.
fn expected(said: &str) -> String {
    let rest = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    // What is found may hold the very words; what is wanted never does.
    let Some((found, wanted)) = rest.and_then(|rest| rest.rsplit_once(", expected ")) else {
        return said.to_owned();
    };
    let wanted = match wanted {
        "i64" => "a whole number",
        "f64" => "a number",
        "a string" => "a text",
        "a sequence" => "an array",
        other => other,
    };
    let found = match found {
        "sequence" => "an array".to_owned(),
        "map" => "an object".to_owned(),
        found => match found.split_once('`') {
            Some((_, value)) => value.trim_end_matches('`').to_owned(),
            None => shortened(found.strip_prefix("string ").unwrap_or(found)),
        },
    };
    format!("{found} is not {wanted}")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    let start: String = text.chars().take(QUOTED).collect();
    format!("{start}…\"")
}

/// An error about a field of a record that begins on `line`, placed on the line of the field's value.
pub(crate) fn placed(error: Error, raw: &str, line: usize) -> Error {
    let at = error.field().and_then(|field| offset_of(raw, field)).unwrap_or(0);
    error.at_line(line + raw.as_bytes()[..at].iter().filter(|b| **b == b'\n').count())
}

/// How many bytes into a record the value of a field such as `bpm` or `genre[1]` begins; none where it is not there.
pub(crate) fn offset_of(raw: &str, field: &str) -> Option<usize> {
    let (name, element) = field.split_once('[').unwrap_or((field, ""));
    let fields: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(raw).ok()?;
    let value = fields.get(name)?.get();
    let elements: Option<Vec<&RawValue>> = serde_json::from_str(value).ok();
    let element = element.trim_end_matches(']').parse().ok().and_then(|i: usize| elements?.get(i).copied());
    // Raw values borrow from the record, so their addresses tell where they stand.
    Some(element.map_or(value, RawValue::get).as_ptr() as usize - raw.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_in_the_words_of_json() {
        for (said, told) in [
            ("invalid type: string \"abc\", expected i64", "\"abc\" is not a whole number"),
            ("invalid type: floating point `2016.5`, expected i64", "2016.5 is not a whole number"),
            ("invalid type: map, expected a string", "an object is not a text"),
            ("invalid type: null, expected a sequence", "null is not an array"),
            (
                "invalid type: sequence, expected a text, or an object such as {\"tag\": \"rain\"}",
                "an array is not a text, or an object such as {\"tag\": \"rain\"}",
            ),
        ] {
            assert_eq!(expected(said), told);
        }
        let long = expected(&format!("invalid type: string \"{}\", expected f64", "x".repeat(1_000_000)));
        assert!(long.len() < 100, "{} bytes", long.len());
    }

    #[test]
    fn fields_are_found_where_they_stand() {
        let raw = "{\n\"id\": \"a\",\n\"genre\": [\"pop\",\n\"rock\"]}";
        let from = |field| offset_of(raw, field).map(|at| &raw[at..]);
        assert_eq!(from("id").map(|rest| &rest[..3]), Some("\"a\""));
        assert_eq!(from("genre[1]").map(|rest| &rest[..6]), Some("\"rock\""));
        assert_eq!(from("bpm"), None);
    }
}
