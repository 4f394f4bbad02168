//! Catalogues as JSON arrays and JSON Lines: every value checked, every fault with its line and field.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;

use crate::catalogue::Catalogue;
use crate::catalogue::track::Track;
use crate::error::{Error, ErrorKind};
use crate::interchange::record::{FIELDS, TrackRecord};

/// A catalogue with where each of its tracks stood, and what was odd but not wrong.
#[derive(Debug)]
pub struct Loaded {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// The line each track began on, counted from 1, in the order of the catalogue.
    pub lines: Vec<usize>,
    /// Fields that no track has, with the line of the first track that carries each.
    pub unknown_fields: BTreeMap<String, usize>,
}

/// Reads a catalogue from the bytes of a file: a JSON array of tracks, or JSON Lines. A byte order mark and CRLF are accepted.
///
/// # Errors
/// [`ErrorKind::Encoding`], [`ErrorKind::Empty`], [`ErrorKind::Syntax`], [`ErrorKind::Field`] or [`ErrorKind::Duplicate`], naming `file`, the line
/// and, where there is one, the field.
pub fn read(bytes: &[u8], file: &str) -> Result<Loaded, Error> {
    read_text(bytes).map_err(|error| error.in_file(file))
}

fn read_text(bytes: &[u8]) -> Result<Loaded, Error> {
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let line = line_of(&bytes[..fault.valid_up_to()]);
        Error::new(ErrorKind::Encoding, "not UTF-8; save the file as UTF-8").at_line(line)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Empty, "there is no track in it"));
    }
    let mut tracks = Vec::new();
    let mut unknown_fields = BTreeMap::new();
    for record in Records::new(text) {
        let (line, raw) = record?;
        tracks.push((read_track(raw, line)?, line));
        note_unknown_fields(raw, line, &mut unknown_fields)?;
    }
    let mut first = HashMap::with_capacity(tracks.len());
    for (track, line) in &tracks {
        if let Some(other) = first.insert(track.id.as_str(), *line) {
            let message = format!(
                "{:?} is also the id of the track on line {other}; give one of them another",
                track.id.as_str()
            );
            return Err(Error::new(ErrorKind::Duplicate, message).at_line(*line).in_field("id"));
        }
    }
    tracks.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let (tracks, lines) = tracks.into_iter().unzip();
    Ok(Loaded { catalogue: Catalogue::new(tracks)?, lines, unknown_fields })
}

/// Reads a catalogue that is known to be a well-formed array, without keeping lines: what is compiled into the program.
pub(crate) fn read_embedded(text: &'static str) -> Result<Catalogue, Error> {
    let records: Vec<TrackRecord<'static>> = serde_json::from_str(text).map_err(|fault| syntax(&fault, None, 0))?;
    Catalogue::new(records.into_iter().map(TrackRecord::into_static_track).collect::<Result<_, _>>()?)
}

/// The records of a text one after the other, each with the line it begins on.
pub(crate) struct Records<'a> {
    text: &'a str,
    form: Form<'a>,
    /// How far lines have been counted, and how many there were.
    counted: (usize, usize),
}

enum Form<'a> {
    /// The elements of an array that is well-formed.
    Array(std::vec::IntoIter<&'a RawValue>),
    /// What is left of JSON Lines, from this byte on.
    Lines(usize),
    /// An array that is not.
    Broken(Option<Error>),
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let form = if text.trim_start().starts_with('[') {
            match serde_json::from_str::<Vec<&RawValue>>(text) {
                Ok(elements) => Form::Array(elements.into_iter()),
                Err(fault) => Form::Broken(Some(in_array(text, &fault))),
            }
        } else {
            Form::Lines(0)
        };
        Self { text, form, counted: (0, 1) }
    }

    fn line_at(&mut self, at: usize) -> usize {
        self.counted.1 += count_lines(&self.text.as_bytes()[self.counted.0..at]);
        self.counted.0 = at;
        self.counted.1
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<(usize, &'a str), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.form {
            Form::Broken(error) => error.take().map(Err),
            Form::Array(elements) => {
                let raw = elements.next()?.get();
                // A raw value borrows from the text, so its address tells where it stands.
                let at = raw.as_ptr() as usize - self.text.as_ptr() as usize;
                Some(Ok((self.line_at(at), raw)))
            }
            Form::Lines(from) => {
                let rest = &self.text[*from..];
                let start = *from + (rest.len() - rest.trim_start().len());
                if start == self.text.len() {
                    return None;
                }
                let end = self.text[start..].find('\n').map_or(self.text.len(), |n| start + n);
                *from = end;
                let line = self.line_at(start);
                Some(Ok((line, self.text[start..end].trim_end())))
            }
        }
    }
}

/// The fault of an array that is not well-formed, with the field it happened in.
fn in_array(text: &str, fault: &serde_json::Error) -> Error {
    let mut reader = serde_json::Deserializer::from_str(text);
    let field = serde_path_to_error::deserialize::<_, Vec<TrackRecord<'_>>>(&mut reader)
        .err()
        .filter(|known| known.inner().line() == fault.line())
        .and_then(|known| field_of(&known.path().to_string()));
    syntax(fault, field, 0)
}

fn syntax(fault: &serde_json::Error, field: Option<String>, lines_before: usize) -> Error {
    let said = fault.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let message = if fault.is_eof() {
        let what = if lines_before > 0 { "line" } else { "file" };
        format!("the {what} ends in the middle of a track ({said}); is it cut off?")
    } else if said.starts_with("recursion limit") {
        "nested too deeply for a track".to_owned()
    } else if said.starts_with("trailing characters") && lines_before > 0 {
        "more than one JSON value on the line; write one track a line, or an array".to_owned()
    } else if said == "expected value" {
        "not a JSON value (NaN, Infinity and bare words are not)".to_owned()
    } else {
        format!("not well-formed JSON: {said}")
    };
    let error = Error::new(ErrorKind::Syntax, message).at_line((fault.line() + lines_before).max(1));
    match field {
        Some(field) => error.in_field(field),
        None => error,
    }
}

/// The field in a path such as `[3].genre[1].tag`: `genre[1]`.
fn field_of(path: &str) -> Option<String> {
    let path = path.trim_start_matches(|c: char| "[]0123456789.".contains(c));
    let field = path.split('.').next().unwrap_or_default();
    (!field.is_empty() && field != "?").then(|| field.to_owned())
}

pub(crate) fn read_track(raw: &str, line: usize) -> Result<Track, Error> {
    // A derived reader takes a struct as an array of its fields too; a track is not written that way.
    if !raw.starts_with('{') {
        return Err(not_an_object().at_line(line));
    }
    match serde_json::from_str::<TrackRecord<'_>>(raw) {
        Ok(record) => record.into_track().map_err(|error| error.at_line(line)),
        Err(fault) => Err(explain(raw, line, &fault)),
    }
}

fn not_an_object() -> Error {
    Error::new(ErrorKind::Field, "not a track; a track is an object such as {\"id\": \"..\", \"title\": \"..\"}")
}

/// Reads a record that is known to be wrong once more, slowly, to learn which field is.
fn explain(raw: &str, line: usize, fault: &serde_json::Error) -> Error {
    let mut reader = serde_json::Deserializer::from_str(raw);
    let path =
        serde_path_to_error::deserialize::<_, TrackRecord<'_>>(&mut reader).err().map(|known| known.path().to_string());
    let field = path.as_deref().and_then(field_of);
    if fault.is_syntax() || fault.is_eof() {
        return syntax(fault, field, line - 1);
    }
    let said = fault.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let (field, message) = match said.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        Some(missing) => (Some(missing.to_owned()), "is missing; a track needs an id and a title".to_owned()),
        None => (field, said.to_owned()),
    };
    let error = Error::new(ErrorKind::Field, message).at_line(line - 1 + fault.line().max(1));
    match field {
        Some(field) => error.in_field(field),
        None => error,
    }
}

/// Notes the fields that no track has. Their values are read too, so that none is nested beyond the limit.
pub(crate) fn note_unknown_fields(raw: &str, line: usize, unknown: &mut BTreeMap<String, usize>) -> Result<(), Error> {
    let fields: BTreeMap<Cow<'_, str>, &RawValue> =
        serde_json::from_str(raw).map_err(|fault| syntax(&fault, None, line - 1))?;
    for (name, value) in fields.iter().filter(|(name, _)| !FIELDS.contains(&name.as_ref())) {
        serde_json::from_str::<serde_json::Value>(value.get())
            .map_err(|fault| syntax(&fault, Some(name.to_string()), line - 1))?;
        unknown.entry(name.to_string()).or_insert(line);
    }
    Ok(())
}

fn count_lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b'\n').count()
}

fn line_of(before: &[u8]) -> usize {
    count_lines(before) + 1
}

impl Catalogue {
    /// Reads a catalogue from JSON (an array of tracks) or JSON Lines; `file` is named in errors.
    ///
    /// # Errors
    /// As [`read`].
    pub fn from_json(text: &str, file: &str) -> Result<Self, Error> {
        read(text.as_bytes(), file).map(|loaded| loaded.catalogue)
    }
}
