//! Files, read or mapped.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use ost::interchange::stream::{self, Streamed};
use ost::storage::{Bytes, Image};
use ost::{Error, ErrorKind};

use crate::cli::progress::Progress;

/// The bytes of a file, or of stdin for `-`, with the name that messages call it by.
pub(crate) fn bytes(file: &str) -> Result<(Vec<u8>, &str), Error> {
    let (bytes, name) = if file == "-" {
        let mut bytes = Vec::new();
        (io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes), "stdin")
    } else {
        (fs::read(file), file)
    };
    Ok((bytes.map_err(|fault| unreadable(fault, name))?, name))
}

/// Reads a catalogue track by track, in little room, from a file or from stdin for `-`, and says how far it has come; with the name that messages call it by.
pub(crate) fn streamed<'f>(file: &'f str, progress: &mut Progress) -> Result<(Streamed, &'f str), Error> {
    let (reader, name, size): (Box<dyn Read>, _, _) = if file == "-" {
        (Box::new(io::stdin().lock()), "stdin", None)
    } else {
        let opened = File::open(file).and_then(|opened| Ok((opened.metadata()?.len(), opened)));
        let (size, opened) = opened.map_err(|fault| unreadable(fault, file))?;
        (Box::new(opened), file, Some(size))
    };
    let reader = BufReader::with_capacity(1 << 18, reader);
    let streamed = stream::read(reader, name, |tracks, read| {
        progress.say(|| match size.filter(|size| *size > 0) {
            Some(size) => format!("reading {:3.0}%, {tracks} songs", 100.0 * read as f64 / size as f64),
            None => format!("reading, {tracks} songs"),
        });
    });
    progress.end();
    Ok((streamed?, name))
}

/// Why a file cannot be read.
pub(crate) fn unreadable(fault: io::Error, name: &str) -> Error {
    let why = match fault.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        _ => fault.to_string(),
    };
    Error::new(ErrorKind::Io, format!("cannot be read: {why}")).in_file(name).caused_by(fault)
}

/// Whether the first bytes of a file, as many as an index begins with, are of some kind.
pub(crate) fn begins(name: &str, kind: impl Fn(&[u8]) -> bool) -> Result<bool, Error> {
    let mut first = Vec::new();
    let read = File::open(name).and_then(|file| file.take(16).read_to_end(&mut first));
    read.map_err(|fault| unreadable(fault, name))?;
    Ok(kind(&first))
}

/// The bytes of an index file, mapped; none where the file is something else, or stdin. A file by the name of an index counts as one whatever is in it, so
/// that one which is empty, or does not begin like an index any more, is told to be damaged.
///
/// Replacing the file ([`crate::cli::replace`]) leaves whoever has it mapped with the old one. Writing into it, which nobody should, is seen, and
/// where a block no longer matches its checksum it is told; cutting it off while it is mapped ends the process, as it does for every mapped file.
pub(crate) fn index(name: &str) -> Result<Option<Bytes>, Error> {
    if name == "-" {
        return Ok(None);
    }
    let open = || -> io::Result<Option<Bytes>> {
        // Not by opening it: whoever writes into a pipe waits for one reader, not for two.
        if !fs::metadata(name)?.is_file() {
            return Ok(None);
        }
        let mut file = File::open(name)?;
        let mut first = [0; 8];
        let begins_like_one = match file.read_exact(&mut first) {
            Ok(()) => Image::is_one(&first),
            Err(fault) if fault.kind() == io::ErrorKind::UnexpectedEof => false,
            Err(fault) => return Err(fault),
        };
        let is_named_like_one = Path::new(name).extension().is_some_and(|extension| extension == "ost");
        if !(begins_like_one || is_named_like_one) {
            return Ok(None);
        }
        // SAFETY: a mapping is sound as long as nobody writes into the file. `ost` itself never does: it replaces files. Should another program, the
        // values that are read may change, so each that is used as a place is checked when it is used.
        #[allow(unsafe_code)]
        let mapped = unsafe { memmap2::Mmap::map(&file) }?;
        Ok(Some(Arc::new(mapped)))
    };
    open().map_err(|fault| unreadable(fault, name))
}
