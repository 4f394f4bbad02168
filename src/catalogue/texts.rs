//! Texts in few bytes: each is made of entries of a dictionary, by codes of one or two bytes.
//!
//! Names of one kind are one text, a line each; every line that is not empty begins with a space, so that a word is the same entry wherever it
//! stands.

use crate::catalogue::varint::{number, put_number, take};
use crate::storage::Section;

/// Short texts that are referred to by their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// The texts, one after the other.
    pub(crate) bytes: Section<u8>,
    /// Where each text ends.
    pub(crate) ends: Section<u32>,
}

impl Texts {
    /// The number of texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of the text of that number; none where there is no such number.
    pub(crate) fn bytes(&self, at: usize) -> &[u8] {
        let bounds = self.ends.at(at.saturating_sub(1)..at.saturating_add(1));
        let Some(end) = bounds.last() else { return &[] };
        let start = if at == 0 { 0 } else { bounds[0] as usize };
        self.bytes.at(start..(*end as usize).max(start))
    }

    /// The text of that number.
    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        std::str::from_utf8(self.bytes(at)).ok()
    }
}

/// What texts are made of: the first entry is empty, its code says that bytes follow as they are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary(pub(crate) Texts);

/// The code of bytes as they are.
pub(crate) const LITERAL: u8 = 0;

/// How many entries have a code of one byte, when there are so many.
pub(crate) fn short(entries: usize) -> usize {
    256 - entries.saturating_sub(256).div_ceil(255).min(256)
}

/// The most entries that have a code.
pub(crate) const MOST_ENTRIES: usize = 1 << 15;

/// A text of more bytes was written by nobody: the names of a track are never longer than the track.
const LONGEST: usize = 1 << 24;

/// Writes the code of an entry.
pub(crate) fn put_code(entry: usize, entries: usize, out: &mut Vec<u8>) {
    let short = short(entries);
    match entry.checked_sub(short) {
        None => out.push(entry as u8),
        Some(beyond) => out.extend([(short + beyond / 256) as u8, beyond as u8]),
    }
}

impl Dictionary {
    /// The text of these codes.
    pub(crate) fn text(&self, mut codes: &[u8]) -> Option<String> {
        let short = short(self.0.len());
        let mut text = Vec::with_capacity(codes.len() * 4);
        while let Some((&first, rest)) = codes.split_first() {
            if text.len() > LONGEST {
                return None;
            }
            codes = rest;
            if first == LITERAL {
                let length = number(&mut codes)?;
                text.extend(take(&mut codes, length)?);
                continue;
            }
            let entry = match usize::from(first).checked_sub(short) {
                None => first.into(),
                Some(beyond) => short + beyond * 256 + usize::from(take(&mut codes, 1)?[0]),
            };
            text.extend(self.0.bytes(entry));
        }
        String::from_utf8(text).ok()
    }
}

/// The lines of a text, as they were before [`joined`].
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.strip_prefix(' ').unwrap_or(line))
}

/// Names in one text.
pub(crate) fn joined<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for (i, name) in names.into_iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        if !name.is_empty() {
            text.push(' ');
            text.push_str(name);
        }
    }
    text
}

/// The words of a text, each with the space before it, and the line breaks.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut left = text;
    std::iter::from_fn(move || {
        let first = left.chars().next()?;
        let ends = |byte: &u8| matches!(byte, b' ' | b'\n');
        let end = match first {
            '\n' => 1,
            _ => left.bytes().skip(1).position(|byte| ends(&byte)).map_or(left.len(), |at| at + 1),
        };
        let (word, rest) = left.split_at(end);
        left = rest;
        Some(word)
    })
}

/// Texts in codes that are referred to by their numbers: every [`Names::STRIDE`]-th is found at once, those between by walking.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// The length and the codes of each text.
    pub(crate) codes: Section<u8>,
    /// Where every so many texts begin.
    pub(crate) starts: Section<u32>,
}

impl Names {
    /// Where every so many texts begin is kept.
    pub(crate) const STRIDE: usize = 8;

    /// Takes the codes of texts; none where they are beyond 4 GiB.
    pub(crate) fn gather(texts: impl Iterator<Item = Vec<u8>>) -> Option<Self> {
        let (mut all, mut starts) = (Vec::new(), Vec::new());
        for (i, codes) in texts.enumerate() {
            if i % Self::STRIDE == 0 {
                starts.push(u32::try_from(all.len()).ok()?);
            }
            put_number(&mut all, codes.len());
            all.extend(codes);
        }
        Some(Self { codes: all.into(), starts: starts.into() })
    }

    /// The codes of the text of that number.
    pub(crate) fn codes(&self, at: usize) -> Option<&[u8]> {
        let bounds = group(&self.starts, at / Self::STRIDE, self.codes.len())?;
        let mut left = self.codes.at(bounds);
        for _ in 0..at % Self::STRIDE {
            let length = number(&mut left)?;
            take(&mut left, length)?;
        }
        let length = number(&mut left)?;
        take(&mut left, length)
    }
}

/// Where a group begins and ends, in a section of so many entries.
pub(crate) fn group(starts: &Section<u32>, at: usize, len: usize) -> Option<std::ops::Range<usize>> {
    let bounds = starts.at(at..starts.len().min(at.checked_add(2)?));
    let start = *bounds.first()? as usize;
    let end = bounds.get(1).map_or(len, |end| *end as usize);
    (start <= end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_from_their_text() {
        for names in [&["Just one"][..], &["Two  spaces", "", "셋"], &["", "Only an alias"], &["a", "b", "c"]] {
            let text = joined(names.iter().copied());
            assert!(lines(&text).eq(names.iter().copied()), "{text:?}");
            assert_eq!(words(&text).collect::<String>(), text);
        }
        assert_eq!(words(" Two  of\n 셋").collect::<Vec<_>>(), [" Two", " ", " of", "\n", " 셋"]);
    }
}
