//! What is wrong with a catalogue file, put so that whoever wrote it finds the place: the line, the field, and what belongs there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use crate::interchange::record::TrackRecord;

/// The longest piece of a file that an error repeats, in characters.
const QUOTED: usize = 60;

/// Where a record stands, which is what the faults of its end mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Among {
    /// A line of JSON Lines.
    Lines,
    /// A line of an array, or any part of one.
    Array,
    /// The last line of an array that is not well-formed.
    Last,
}

/// The fault of an array that is not well-formed: that of the first line that is not, where it is written a track a line, else that of the array, with the
/// field it happened in.
pub(crate) fn in_array(text: &str, fault: &serde_json::Error) -> Error {
    for (line, raw, among) in line_by_line(text).unwrap_or_default() {
        if let Err(fault) = serde_json::from_str::<TrackRecord<'_>>(raw)
            && !fault.is_data()
        {
            return explain(raw, line, among, &fault);
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let field = serde_path_to_error::deserialize::<_, Vec<TrackRecord<'_>>>(&mut reader)
        .err()
        .filter(|known| known.inner().line() == fault.line())
        .and_then(|known| field_of(&known.path().to_string()));
    if field.is_none() && said(fault) == "expected `,` or `]`" {
        return comma_missing(fault.line());
    }
    let error = syntax(fault, 1, CUT_OFF, BEHIND_THE_END);
    match field {
        Some(field) => error.in_field(field),
        None => error,
    }
}

/// The file ends in the middle of an array.
pub(crate) fn cut_off(line: usize) -> Error {
    Error::new(ErrorKind::Syntax, CUT_OFF.0).with_fix(CUT_OFF.1).at_line(line)
}

/// Two tracks of an array that nothing parts.
pub(crate) fn comma_missing(line: usize) -> Error {
    Error::new(ErrorKind::Syntax, "a comma is missing between two tracks").with_fix("write one").at_line(line)
}

/// A comma in an array that nothing follows.
pub(crate) fn comma_too_many(line: usize) -> Error {
    Error::new(ErrorKind::Syntax, COMMA_TOO_MANY.0).with_fix(COMMA_TOO_MANY.1).at_line(line)
}

/// Something that an array does not hold any more.
pub(crate) fn behind_the_end(line: usize) -> Error {
    Error::new(ErrorKind::Syntax, BEHIND_THE_END.0).with_fix(BEHIND_THE_END.1).at_line(line)
}

/// What is wrong, and what mends it.
type Told = (&'static str, &'static str);

const CUT_OFF: Told = ("the file ends too early", "is it cut off?");
const BEHIND_THE_END: Told = ("something stands behind the end of the array", "write all tracks in one array");
const COMMA_TOO_MANY: Told = ("there is a comma too many before", "take it out");

/// The records of an array that is not well-formed, where each begins on a line of its own and ends on it, with those lines.
pub(crate) fn line_by_line(text: &str) -> Option<Vec<(usize, &str, Among)>> {
    let mut records = Vec::new();
    let last = text.trim_end().lines().count();
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        let line = if i == 0 { line.trim_start_matches('[').trim_start() } else { line };
        let line = line.trim_end_matches(',').trim_end();
        let record = line.strip_suffix(']').map(str::trim_end).filter(|rest| rest.is_empty() || rest.ends_with('}'));
        let among = if i + 1 == last { Among::Last } else { Among::Array };
        match record.unwrap_or(line) {
            "" => {}
            // Several on a line are an array on that line, and so is its end before the end of the line.
            record if record.starts_with('{') && !is_followed(record) => records.push((i + 1, record, among)),
            _ => return None,
        }
    }
    Some(records)
}

/// Whether a value is followed by a comma and another, or by the end of an array.
fn is_followed(record: &str) -> bool {
    let mut values = serde_json::Deserializer::from_str(record).into_iter::<&RawValue>();
    matches!(values.next(), Some(Ok(_))) && record[values.byte_offset()..].trim_start().starts_with([',', ']'])
}

/// The fault of a record on a line.
pub(crate) fn in_record(fault: &serde_json::Error, line: usize, among: Among) -> Error {
    let cut = match among {
        Among::Lines => ("the line ends in the middle of a track", "write each track on one line, or all in an array"),
        Among::Array => ("the line ends in the middle of a track", "a quote or a bracket is missing"),
        Among::Last => CUT_OFF,
    };
    let trailing = match among {
        Among::Lines => ("more than one JSON value on the line", "write one track a line, or an array"),
        Among::Array | Among::Last => ("more than one JSON value on the line", "write a comma between two tracks"),
    };
    syntax(fault, line, cut, trailing)
}

/// A fault that is not about any field, in a text that begins on `line`.
fn syntax(fault: &serde_json::Error, line: usize, cut_off: Told, trailing: Told) -> Error {
    let said = said(fault);
    let (message, fix) = if fault.is_eof() {
        cut_off
    } else if said.starts_with("recursion limit") {
        ("nested too deeply for a track", "")
    } else if said.starts_with("trailing characters") {
        trailing
    } else if said == "trailing comma" {
        COMMA_TOO_MANY
    } else if said == "key must be a string" {
        ("a field's name in quotes is needed here, or there is a comma too many before", "")
    } else if said == "expected value" {
        ("not a JSON value (NaN, Infinity and bare words are not)", "")
    } else {
        ("", "")
    };
    let told = if message.is_empty() { format!("not well-formed JSON: {said}") } else { message.to_owned() };
    let error = Error::new(ErrorKind::Syntax, told).at_line((fault.line() + line - 1).max(1));
    if fix.is_empty() { error } else { error.with_fix(fix) }
}

/// The error about a record of a file, which names the record where its line has others too.
pub(crate) fn numbered(error: Error, records: &[(usize, &str)], at: usize) -> Error {
    let (line, raw) = records[at];
    let shares = |other: Option<usize>| other.and_then(|i| records.get(i)).is_some_and(|(own, _)| *own == line);
    if shares(at.checked_sub(1)) || shares(Some(at + 1)) { error.about(&named(at, raw)) } else { error }
}

/// A record by its number, and by its id or its title where one can be read.
pub(crate) fn named(at: usize, raw: &str) -> String {
    let fields: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(raw).unwrap_or_default();
    let text = |field: &str| serde_json::from_str::<String>(fields.get(field)?.get()).ok();
    match text("id").or_else(|| text("title")).filter(|name| !name.trim().is_empty()) {
        Some(name) => format!("track {}, {}", at + 1, shortened(&format!("{name:?}"))),
        None => format!("track {}", at + 1),
    }
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

/// The field at which a record of a kind cannot be read.
pub(crate) fn field_at_fault<'a, R: Deserialize<'a>>(raw: &'a str) -> Option<String> {
    let mut reader = serde_json::Deserializer::from_str(raw);
    let fault = serde_path_to_error::deserialize::<_, R>(&mut reader).err()?;
    field_of(&fault.path().to_string())
}

/// Reads a record that is known to be wrong, and begins on `line`, once more, slowly, to learn which field is.
pub(crate) fn explain(raw: &str, line: usize, among: Among, fault: &serde_json::Error) -> Error {
    let field = field_at_fault::<TrackRecord<'_>>(raw);
    if fault.is_syntax() || fault.is_eof() {
        let error = in_record(fault, line, among);
        return match field {
            Some(field) => error.in_field(field),
            None => error,
        };
    }
    let said = said(fault);
    let told = |message: &str| Error::new(ErrorKind::Field, message);
    let named = |start: &str| said.strip_prefix(start).and_then(|rest| rest.strip_suffix('`'));
    let (field, error) = if let Some(missing) = named("missing field `") {
        match field {
            None => (Some(missing.to_owned()), told("is missing").with_fix("a track needs an id and a title")),
            Some(field) => {
                let error = told(&format!("{missing:?} is missing"));
                (Some(field), error.with_fix("a tag is a text or has a tag and a confidence"))
            }
        }
    } else if let Some(twice) = named("duplicate field `") {
        (field.or_else(|| Some(twice.to_owned())), told("is given twice").with_fix("leave one of them out"))
    } else {
        (field, expected(&said))
    };
    match field {
        Some(field) => placed(error.in_field(field), raw, line),
        None => error.at_line(line - 1 + fault.line().max(1)),
    }
}

/// `invalid type: string "abc", expected i64` in the words of JSON, with how it is written where that can be told.
pub(crate) fn expected(said: &str) -> Error {
    let told = |message: &str| Error::new(ErrorKind::Field, message);
    let of = ["invalid type: ", "invalid value: ", "invalid length "];
    let rest = of.into_iter().find_map(|start| said.strip_prefix(start));
    // What is found may hold the very words; what is wanted never does.
    let Some((found, wanted)) = rest.and_then(|rest| rest.rsplit_once(", expected ")) else { return told(said) };
    let text = found.strip_prefix("string ");
    let fix = text.filter(|text| text.chars().count() <= QUOTED).and_then(|text| as_wanted(text, wanted));
    let wanted = match wanted {
        "i64" => "a whole number",
        "f64" => "a number",
        "a string" => "a text",
        "a sequence" => "an array",
        "a tuple of size 2" => "an array of two numbers",
        other => other,
    };
    let found = match found {
        number if number.bytes().all(|b| b.is_ascii_digit()) => format!("an array of {number}"),
        "sequence" => "an array".to_owned(),
        "map" => "an object".to_owned(),
        found => match found.split_once('`').filter(|_| text.is_none()) {
            Some((_, value)) => value.trim_end_matches('`').to_owned(),
            None => shortened(text.unwrap_or(found)),
        },
    };
    let error = told(&format!("{found} is not {wanted}"));
    match fix {
        Some(fix) => error.with_fix(fix),
        None => error,
    }
}

/// How a text in quotes is written as the number or the array that is wanted.
fn as_wanted(text: &str, wanted: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?.trim();
    match wanted {
        "i64" => inner.parse::<i64>().ok().map(|_| format!("write {inner} without quotes")),
        "f64" => inner.parse::<f64>().ok().filter(|v| v.is_finite()).map(|_| format!("write {inner} without quotes")),
        "a sequence" => {
            let parts = inner.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
            let parts: Vec<String> = parts.map(|part| format!("\"{part}\"")).collect();
            (!parts.is_empty()).then(|| format!("write [{}]", parts.join(", ")))
        }
        _ => None,
    }
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
            ("invalid type: string \"16`\", expected i64", "\"16`\" is not a whole number"),
            (
                "invalid type: string \"2016\", expected i64",
                "\"2016\" is not a whole number; write 2016 without quotes",
            ),
            ("invalid type: string \"X, Y\", expected a sequence", "\"X, Y\" is not an array; write [\"X\", \"Y\"]"),
            ("invalid type: floating point `2016.5`, expected i64", "2016.5 is not a whole number"),
            ("invalid type: map, expected a string", "an object is not a text"),
            ("invalid type: null, expected a sequence", "null is not an array"),
            (
                "invalid type: sequence, expected a text, or an object such as {\"tag\": \"rain\"}",
                "an array is not a text, or an object such as {\"tag\": \"rain\"}",
            ),
        ] {
            assert_eq!(expected(said).to_string(), told);
        }
        let long = expected(&format!("invalid type: string \"{}\", expected f64", "x".repeat(1_000_000)));
        assert!(long.message().len() < 100, "{} bytes", long.message().len());
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
