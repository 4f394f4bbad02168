//! A catalogue file read to its end: the tracks that can be read, and every fault of those that cannot.

use std::collections::HashMap;

use serde::Deserialize;

use crate::catalogue::Catalogue;
use crate::catalogue::track::{Track, twin};
use crate::error::{Error, ErrorKind};
use crate::interchange::bytes::text;
use crate::interchange::fault::{Among, line_by_line, numbered};
use crate::interchange::foreign::foreign;
use crate::interchange::json::{self, Loaded, Records, note_unknown_fields, read_track};
use crate::interchange::record::Strays;

/// What a file holds, in order or not.
#[derive(Debug)]
#[non_exhaustive]
pub struct Survey {
    /// The tracks that can be read, each id once, with their lines.
    pub loaded: Loaded,
    /// Why others cannot, by line.
    pub faults: Vec<Fault>,
}

/// Why a track cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong, and where.
    pub error: Error,
    /// The id of the track, where that can be read.
    pub track: Option<String>,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self { error, track: None }
    }
}

/// The id of a record that is read no further.
fn id_of(raw: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    serde_json::from_str::<Named>(raw).ok().map(|named| named.id).filter(|id| !id.trim().is_empty())
}

/// Reads a catalogue file as [`json::read`] does, but does not stop at the first fault.
///
/// JSON Lines, and an array written a track a line, give the faults of each line. An array that is laid out otherwise and is not well-formed
/// gives its first fault alone: what follows it cannot be told apart. What is no catalogue at all has one.
pub fn survey(bytes: &[u8]) -> Survey {
    let fault = match json::read(bytes, "") {
        Ok(loaded) => return Survey { loaded, faults: Vec::new() },
        Err(fault) => fault,
    };
    let Some(text) = text(bytes).ok().filter(|text| foreign(text).is_none()) else { return alone(fault) };
    let records = Records::new(text);
    let among = records.among();
    let (loaded, mut faults) = match records.collect::<Result<Vec<_>, _>>() {
        Ok(records) if !records.iter().any(|(_, raw)| raw.starts_with('{')) => return alone(fault),
        Ok(records) => sort_out(records, |_| among),
        Err(array) => {
            let lines = line_by_line(text).unwrap_or_default();
            let records = lines.iter().map(|(line, raw, _)| (*line, *raw)).collect();
            let (loaded, mut faults) = sort_out(records, |i| lines[i].2);
            // A line that is not well-formed is the reason why the array is not; where no line is, only the array can say.
            if !faults.iter().any(|fault| fault.error.kind() == ErrorKind::Syntax) {
                faults.insert(0, array.into());
            }
            (loaded, faults)
        }
    };
    faults.sort_by_key(|fault| fault.error.line());
    Survey { loaded, faults }
}

/// A file of which nothing can be read.
fn alone(fault: Error) -> Survey {
    Survey { loaded: nothing(), faults: vec![fault.into()] }
}

fn sort_out(records: Vec<(usize, &str)>, among: impl Fn(usize) -> Among) -> (Loaded, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut unknown_fields = Strays::new();
    let mut read: Vec<(Track, usize)> = Vec::with_capacity(records.len());
    let mut first: HashMap<String, (usize, usize)> = HashMap::with_capacity(records.len());
    for (i, (line, raw)) in records.iter().enumerate() {
        let track = read_track(raw, *line, among(i)).and_then(|track| {
            note_unknown_fields(raw, *line, &mut unknown_fields)?;
            Ok(track)
        });
        match track {
            Err(error) => faults.push(Fault { error: numbered(error, &records, i), track: id_of(raw) }),
            Ok(track) => match first.get(track.id.as_str()) {
                Some(other) => {
                    let error = twin(track.id.as_str(), (i, *line), *other);
                    faults.push(Fault { error, track: Some(track.id.to_string()) });
                }
                None => {
                    first.insert(track.id.as_str().to_owned(), (i, *line));
                    read.push((track, *line));
                }
            },
        }
    }
    read.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let (tracks, lines): (Vec<Track>, Vec<usize>) = read.into_iter().unzip();
    match Catalogue::new(tracks) {
        Ok(catalogue) => (Loaded { catalogue, lines, unknown_fields }, faults),
        Err(fault) => {
            faults.push(fault.into());
            (nothing(), faults)
        }
    }
}

fn nothing() -> Loaded {
    Loaded { catalogue: Catalogue::default(), lines: Vec::new(), unknown_fields: Strays::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> (usize, Vec<Option<usize>>) {
        let survey = survey(text.as_bytes());
        (survey.loaded.catalogue.len(), survey.faults.iter().map(|fault| fault.error.line()).collect())
    }

    #[test]
    fn every_line_says_its_own_fault() {
        let good = r#"{"id": "a", "title": "A"}"#;
        let jsonl =
            format!("{good}\n{{\"id\": \"b\"}}\nnonsense\n{{\"id\": \"c\", \"title\": \"C\", \"bpm\": 0}}\n{good}\n");
        assert_eq!(lines(&jsonl), (1, vec![Some(2), Some(3), Some(4), Some(5)]));
        let array = format!("[\n{good},\n{{\"id\": \"b\", \"title\": }},\n{{\"id\": \"c\", \"title\": 7}}\n]\n");
        assert_eq!(lines(&array), (1, vec![Some(3), Some(4)]));
    }

    #[test]
    fn an_array_that_is_cut_off_says_so_once() {
        assert_eq!(lines("[\n{\"id\": \"a\", \"title\": \"A\"},\n"), (1, vec![Some(3)]), "no line of it is at fault");
        assert_eq!(lines("[{\n \"id\": \"a\",\n \"title\" \"A\"}]"), (0, vec![Some(3)]), "not a track a line");
        assert_eq!(lines("   \n"), (0, vec![None]));
    }
}
