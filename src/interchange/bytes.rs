//! The text of a file: UTF-8, with or without a byte order mark.

use crate::error::{Error, ErrorKind};

/// What files that hold no text begin with, what they are, and what is to be done with them.
const OTHERS: [(&[u8], &str, &str); 4] = [
    (b"\x1f\x8b", "is compressed (gzip)", "unpack it first"),
    (b"PK\x03\x04", "is a ZIP archive, as spreadsheets are", "save what is in it as text"),
    (b"\xff\xfe", "is UTF-16", AS_UTF_8),
    (b"\xfe\xff", "is UTF-16", AS_UTF_8),
];
const AS_UTF_8: &str = "save the file as UTF-8";

/// The text that bytes are, without a mark before it.
///
/// # Errors
/// [`ErrorKind::Encoding`], with the line of the first byte that is no UTF-8, or with what the file is instead.
pub fn text(bytes: &[u8]) -> Result<&str, Error> {
    match other(bytes) {
        Some(error) => Err(error),
        None => piece(bytes, 1).map(|text| text.strip_prefix('\u{feff}').unwrap_or(text)),
    }
}

/// What bytes are that are no text at all, by their beginning.
pub(crate) fn other(bytes: &[u8]) -> Option<Error> {
    let known = OTHERS.into_iter().find(|(begin, ..)| bytes.starts_with(begin)).map(|(_, what, fix)| (what, fix));
    // No text begins with NUL or has it second; of one without a mark every second byte is.
    let known = known.or(matches!(bytes, [0, _, ..] | [_, 0, ..]).then_some(("is UTF-16", AS_UTF_8)));
    known.map(|(what, fix)| Error::new(ErrorKind::Encoding, what).with_fix(fix))
}

/// The text of a piece of a file that begins on `line`.
pub(crate) fn piece(bytes: &[u8], line: usize) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|fault| {
        let line = line + count_lines(&bytes[..fault.valid_up_to()]);
        Error::new(ErrorKind::Encoding, "not UTF-8").with_fix(AS_UTF_8).at_line(line)
    })
}

pub(crate) fn count_lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b'\n').count()
}
