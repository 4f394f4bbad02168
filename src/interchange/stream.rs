//! Catalogues read track by track, so that the file is never in memory as a whole, nor its tracks as tracks.

use std::io::{self, BufRead, Read};

use crate::catalogue::Catalogue;
use crate::catalogue::packed::Packed;
use crate::catalogue::packing::Packing;
use crate::error::{Error, ErrorKind};
use crate::interchange::bytes;
use crate::interchange::fault::{Among, behind_the_end, comma_missing, comma_too_many, cut_off, named};
use crate::interchange::foreign::foreign;
use crate::interchange::json::{self, note_unknown_fields, read_track};
use crate::interchange::record::Strays;

/// The longest record, in bytes: a track of ten thousand tags is far below it.
const LONGEST: usize = 1 << 24;

/// A catalogue that was read track by track, and what was odd but not wrong.
#[derive(Debug)]
#[non_exhaustive]
pub struct Streamed {
    /// The catalogue; each of its tracks is made out when it is asked for.
    pub catalogue: Catalogue,
    /// Fields that no track has.
    pub unknown_fields: Strays,
    /// How many tracks have an album or a split, which are not kept.
    pub of_data: usize,
}

/// Reads a catalogue as [`crate::interchange::json::read`] does, a track at a time. `progress` is called after each with how many there are and how
/// many bytes they took.
///
/// # Errors
/// As [`crate::interchange::json::read`], and [`ErrorKind::Io`] where the file cannot be read.
pub fn read(bytes: impl BufRead, file: &str, progress: impl FnMut(usize, usize)) -> Result<Streamed, Error> {
    read_all(bytes, progress).map_err(|error| error.in_file(file))
}

/// By so many bytes it is told what is no catalogue at all, however slowly they come.
const START: u64 = 1 << 16;

fn read_all(mut bytes: impl BufRead, mut progress: impl FnMut(usize, usize)) -> Result<Streamed, Error> {
    let mut start = Vec::new();
    bytes.by_ref().take(START).read_to_end(&mut start).map_err(unreadable)?;
    let mut pieces = Pieces { bytes: io::Cursor::new(start).chain(bytes), line: 1, read: 0 };
    let mut packing = Packing::default();
    let (mut unknown_fields, mut of_data) = (Strays::new(), 0);
    bytes::other(pieces.buffer()?).map_or(Ok(()), Err)?;
    pieces.skip_mark()?;
    // Nothing is read of what follows before all of it is; that it is UTF-8 is told below.
    let start = pieces.buffer()?.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    foreign(start).map_or(Ok(()), Err)?;
    let array = match pieces.peek()? {
        None => return Err(json::empty()),
        Some(first) => first == b'[',
    };
    if array {
        pieces.step(1);
    }
    let among = if array { Among::Array } else { Among::Lines };
    let (mut raw, mut last) = (Vec::new(), 0);
    while pieces.more(array, packing.len())? {
        let line = pieces.line;
        raw.clear();
        if array {
            pieces.element(&mut raw)?;
        } else {
            pieces.rest_of_line(&mut raw)?;
        }
        let text = bytes::piece(&raw, line)?.trim_end();
        let read = read_track(text, line, among).and_then(|track| {
            note_unknown_fields(text, line, &mut unknown_fields)?;
            Ok(track)
        });
        let track = match read {
            Ok(track) => track,
            Err(error) => {
                let shares = line == last || (array && pieces.more(array, 1) == Ok(true) && pieces.line == line);
                return Err(if shares { error.about(&named(packing.len(), text)) } else { error });
            }
        };
        last = line;
        packing.push(&track, line)?;
        of_data += usize::from(track.album.is_some() || track.split.is_some());
        progress(packing.len(), pieces.read);
    }
    Ok(Streamed { catalogue: Catalogue::packed(Packed::new(packing.finish()?)), unknown_fields, of_data })
}

/// A file in pieces, with the line they are on.
struct Pieces<R> {
    bytes: R,
    line: usize,
    read: usize,
}

fn unreadable(fault: io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot be read: {fault}")).caused_by(fault)
}

impl<R: BufRead> Pieces<R> {
    fn buffer(&mut self) -> Result<&[u8], Error> {
        loop {
            match self.bytes.fill_buf() {
                Ok(_) => break,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(unreadable(fault)),
            }
        }
        // Filled above, so it only gives back what is there.
        self.bytes.fill_buf().map_err(unreadable)
    }

    fn step(&mut self, bytes: usize) {
        self.bytes.consume(bytes);
        self.read += bytes;
    }

    /// Steps over a byte order mark.
    fn skip_mark(&mut self) -> Result<(), Error> {
        for expected in "\u{feff}".bytes() {
            match self.buffer()?.first() {
                Some(byte) if *byte == expected => self.step(1),
                // Nothing else that is UTF-8 and JSON begins like a mark; what is not is told by whoever reads on.
                _ => break,
            }
        }
        Ok(())
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Result<Option<u8>, Error> {
        loop {
            let buffer = self.buffer()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blank = buffer.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')).unwrap_or(buffer.len());
            let lines = buffer[..blank].iter().filter(|b| **b == b'\n').count();
            let next = buffer.get(blank).copied();
            self.line += lines;
            self.step(blank);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Whether there is another record; in an array, what stands between records is stepped over.
    fn more(&mut self, array: bool, before: usize) -> Result<bool, Error> {
        let next = self.peek()?;
        if !array {
            return Ok(next.is_some());
        }
        match next {
            None => Err(cut_off(self.line)),
            Some(b']') => {
                self.step(1);
                match self.peek()? {
                    None => Ok(false),
                    Some(_) => Err(behind_the_end(self.line)),
                }
            }
            Some(b',') if before > 0 => {
                self.step(1);
                match self.peek()? {
                    Some(b',' | b']') => Err(comma_too_many(self.line)),
                    Some(_) => Ok(true),
                    None => Err(cut_off(self.line)),
                }
            }
            Some(_) if before > 0 => Err(comma_missing(self.line)),
            Some(_) => Ok(true),
        }
    }

    fn rest_of_line(&mut self, raw: &mut Vec<u8>) -> Result<(), Error> {
        loop {
            let buffer = self.buffer()?;
            let end = buffer.iter().position(|b| *b == b'\n').unwrap_or(buffer.len());
            let (last, none) = (end < buffer.len(), buffer.is_empty());
            raw.extend_from_slice(&buffer[..end]);
            self.step(end);
            self.bound(raw)?;
            if last || none {
                return Ok(());
            }
        }
    }

    /// An element of an array: to its end by brackets, texts aside. Whether it is well-formed is for whoever reads it to say.
    fn element(&mut self, raw: &mut Vec<u8>) -> Result<(), Error> {
        let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
        loop {
            let buffer = self.buffer()?;
            if buffer.is_empty() {
                return Err(cut_off(self.line));
            }
            let (mut lines, mut closed) = (0, false);
            let end = buffer.iter().position(|byte| {
                lines += usize::from(*byte == b'\n');
                if in_text {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_text = false,
                        _ => {}
                    }
                    return false;
                }
                match byte {
                    b'"' => in_text = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth == 0 => return true,
                    b'}' | b']' => {
                        depth -= 1;
                        closed = depth == 0;
                        return closed;
                    }
                    b',' if depth == 0 => return true,
                    _ => {}
                }
                false
            });
            // The bracket that ends it belongs to it; a comma or the bracket of the array does not.
            let taken = end.map_or(buffer.len(), |end| end + usize::from(closed));
            raw.extend_from_slice(&buffer[..taken]);
            self.line += lines;
            self.step(taken);
            self.bound(raw)?;
            if end.is_some() {
                return Ok(());
            }
        }
    }

    fn bound(&self, raw: &[u8]) -> Result<(), Error> {
        if raw.len() <= LONGEST {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Syntax, "a track of more than 16 MiB")
            .with_fix("is a quote missing?")
            .at_line(self.line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streamed(text: &str, buffer: usize) -> Result<Catalogue, String> {
        let bytes = io::BufReader::with_capacity(buffer, text.as_bytes());
        read(bytes, "f", |_, _| ()).map(|streamed| streamed.catalogue).map_err(|error| error.to_string())
    }

    #[test]
    fn a_stream_reads_what_is_read_whole() {
        let one = r#"{"id": "b", "title": "a \" ] } \\", "genre": ["x", {"tag": "y", "confidence": 0.5}]}"#;
        let two = r#"{"id": "a", "title": "둘"}"#;
        for text in [
            format!("[{one},\n{two}]"),
            format!("\u{feff}[\r\n{one} ,\n\n {two}\n]\n"),
            format!("{one}\r\n\n{two}"),
            "[]".to_owned(),
        ] {
            let whole = json::read(text.as_bytes(), "f").unwrap().catalogue;
            for buffer in [1, 7, 8192] {
                assert_eq!(streamed(&text, buffer).as_ref(), Ok(&whole), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_catalogue_is_told_however_slowly_it_comes() {
        for (text, told) in [("id,title\na,A\n", "(CSV)"), ("{\n\"id\": \"a\",\n\"title\": \"A\"}", "several lines")] {
            for buffer in [1, 7, 8192] {
                let error = streamed(text, buffer).unwrap_err();
                assert!(error.contains(told), "{error}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let good = r#"{"id": "a", "title": "A"}"#;
        for (text, error) in [
            ("", "f: is empty; an array of tracks, or a track a line, is needed".to_owned()),
            (&format!("[\n{good}"), "f:2: the file ends too early; is it cut off?".to_owned()),
            (&format!("[\n{good}\n{good}]"), "f:3: a comma is missing between two tracks; write one".to_owned()),
            (&format!("[\n{good},\n]"), "f:3: there is a comma too many before; take it out".to_owned()),
            (
                &format!("[{good}]\n7"),
                "f:2: something stands behind the end of the array; write all tracks in one array".to_owned(),
            ),
            (
                &format!("{good}\n{good}"),
                "f:2: id: track 2 has the id \"a\" of track 1 on line 1; give one another".to_owned(),
            ),
            (
                &format!("{good}\n{{\"id\": \"b\", \"title\": \"B\", \"bpm\": 0}}"),
                "f:2: bpm: 0 is not a tempo; beats per minute are from 20 to 400".to_owned(),
            ),
        ] {
            assert_eq!(streamed(text, 8), Err(error), "{text}");
        }
    }
}
