//! Texts that are kept once while a catalogue is packed.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::error::{Error, ErrorKind};

/// Texts that are kept once, numbered as they came.
#[derive(Debug, Default)]
pub(crate) struct Known {
    bytes: String,
    ends: Vec<u32>,
    counts: Vec<u32>,
    numbers: FxHashMap<Box<str>, u32>,
}

impl Known {
    /// The number of a text, and whether it is new.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] when all texts together are beyond 4 GiB.
    pub(crate) fn put(&mut self, text: &str) -> Result<(usize, bool), Error> {
        if let Some(at) = self.numbers.get(text) {
            let count = &mut self.counts[*at as usize];
            *count = count.saturating_add(1);
            return Ok((*at as usize, false));
        }
        self.bytes.push_str(text);
        let end = u32::try_from(self.bytes.len()).map_err(|_| beyond_room())?;
        // Every text has a byte at least, so there are not more of them than bytes.
        let next = self.ends.len();
        self.numbers.insert(text.into(), next as u32);
        self.ends.push(end);
        self.counts.push(1);
        Ok((next, true))
    }

    /// The number of texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of that number.
    pub(crate) fn text(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[start..self.ends[at] as usize]
    }

    /// How often a text came.
    pub(crate) fn count(&self, at: usize) -> u64 {
        self.counts[at].into()
    }

    /// The number of a text that is known.
    pub(crate) fn number(&self, text: &str) -> Option<usize> {
        self.numbers.get(text).map(|at| *at as usize)
    }

    /// The texts with how often each came, as they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        (0..self.len()).map(|at| (self.text(at), self.count(at)))
    }
}

/// A text with what it is ranked by, and its number.
pub(crate) type Ranked<'t> = (Reverse<u64>, &'t str, usize);

/// Sorts texts, the highest first, equal ones by the text: the same whatever the order in which they came. Sorting takes much code, so it is here once.
#[inline(never)]
pub(crate) fn rank(texts: &mut [Ranked<'_>]) {
    texts.sort_unstable();
}

/// Why texts cannot be packed that offsets of 32 bits do not reach.
pub(crate) fn beyond_room() -> Error {
    Error::new(ErrorKind::Argument, "its names, titles or tags together are beyond 4 GiB")
}
