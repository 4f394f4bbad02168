//! Catalogues as JSON arrays and JSON Lines: every value checked, every fault with its line and field.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;

use crate::catalogue::Catalogue;
use crate::catalogue::track::{Track, twin};
use crate::error::{Error, ErrorKind};
use crate::interchange::bytes::{count_lines, text};
use crate::interchange::fault::{Among, explain, in_array, in_record, numbered, offset_of, placed};
use crate::interchange::foreign::foreign;
use crate::interchange::record::{FIELDS, Stray, Strays, TrackRecord};

/// A catalogue with where each of its tracks stood, and what was odd but not wrong.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// The line each track began on, counted from 1, in the order of the catalogue.
    pub lines: Vec<usize>,
    /// Fields that no track has.
    pub unknown_fields: Strays,
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
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Err(empty());
    }
    foreign(text).map_or(Ok(()), Err)?;
    let records = Records::new(text);
    let among = records.among();
    let records: Vec<(usize, &str)> = records.collect::<Result<_, _>>()?;
    let mut tracks = Vec::with_capacity(records.len());
    let mut unknown_fields = Strays::new();
    for (i, (line, raw)) in records.iter().enumerate() {
        let told = |error| numbered(error, &records, i);
        tracks.push((read_track(raw, *line, among).map_err(told)?, *line));
        note_unknown_fields(raw, *line, &mut unknown_fields).map_err(told)?;
    }
    let mut first = HashMap::with_capacity(tracks.len());
    for (i, (track, line)) in tracks.iter().enumerate() {
        if let Some(other) = first.insert(track.id.as_str(), (i, *line)) {
            return Err(twin(track.id.as_str(), (i, *line), other));
        }
    }
    tracks.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let (tracks, lines) = tracks.into_iter().unzip();
    Ok(Loaded { catalogue: Catalogue::new(tracks)?, lines, unknown_fields })
}

/// The error of a file with nothing in it.
pub(crate) fn empty() -> Error {
    Error::new(ErrorKind::Empty, "is empty").with_fix("an array of tracks, or a track a line, is needed")
}

/// Reads a catalogue that is known to be an array with one track a line: what is compiled into the program.
pub(crate) fn read_embedded(text: &'static str) -> Result<Catalogue, Error> {
    let records = text.lines().map(|line| line.trim_end_matches(',')).filter(|line| line.starts_with('{'));
    let tracks = records.map(|line| {
        let record: TrackRecord<'static> =
            serde_json::from_str(line).map_err(|fault| in_record(&fault, 1, Among::Array))?;
        record.into_static_track()
    });
    Catalogue::new(tracks.collect::<Result<_, _>>()?)
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

    /// Where its records stand.
    pub(crate) fn among(&self) -> Among {
        if matches!(self.form, Form::Lines(_)) { Among::Lines } else { Among::Array }
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

pub(crate) fn read_track(raw: &str, line: usize, among: Among) -> Result<Track, Error> {
    // A derived reader takes a struct as an array of its fields too; a track is not written that way.
    if !raw.starts_with('{') {
        return Err(not_an_object().at_line(line));
    }
    match serde_json::from_str::<TrackRecord<'_>>(raw) {
        Ok(record) => record.into_track().map_err(|error| placed(error, raw, line)),
        Err(fault) => Err(explain(raw, line, among, &fault)),
    }
}

fn not_an_object() -> Error {
    Error::new(ErrorKind::Field, "not a track")
        .with_fix("a track is an object such as {\"id\": \"..\", \"title\": \"..\"}")
}

/// Notes the fields that no track has. Their values are read too, so that none is nested beyond the limit.
pub(crate) fn note_unknown_fields(raw: &str, line: usize, unknown: &mut Strays) -> Result<(), Error> {
    let fields: BTreeMap<Cow<'_, str>, &RawValue> =
        serde_json::from_str(raw).map_err(|fault| in_record(&fault, line, Among::Lines))?;
    for (name, value) in fields.iter().filter(|(name, _)| !FIELDS.contains(&name.as_ref())) {
        serde_json::from_str::<serde_json::Value>(value.get()).map_err(|fault| {
            let before = offset_of(raw, name).map_or(0, |at| count_lines(&raw.as_bytes()[..at]));
            in_record(&fault, line + before, Among::Lines).in_field(name.to_string())
        })?;
        match unknown.get_mut(name.as_ref()) {
            Some(stray) => stray.tracks += 1,
            None => drop(unknown.insert(name.to_string(), Stray { line, tracks: 1 })),
        }
    }
    Ok(())
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
