//! Numbers of as many bits as the largest of them needs: places of tracks, and tracks by place.

use std::ops::Range;

use crate::catalogue::bits::{BitWriter, width};
use crate::index::wide::fetch_at;
use crate::storage::Section;

/// Bytes behind the last number, so that every number can be read as a part of eight.
const BEYOND: usize = 8;

/// Numbers below some other, in an order of their own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// How many there are.
    len: usize,
    /// What they are below.
    pub(crate) end: usize,
    /// The bits of each.
    bits: usize,
    /// The numbers, one after the other.
    pub(crate) bytes: Section<u8>,
}

impl Places {
    /// Packs numbers, each of them below `end`.
    pub(crate) fn new(numbers: &[u32], end: usize) -> Self {
        let bits = width(end.saturating_sub(1));
        let mut writer = BitWriter::default();
        numbers.iter().for_each(|number| writer.put(u64::from(*number), bits));
        writer.bytes.extend([0; BEYOND]);
        Self { len: numbers.len(), end, bits: bits as usize, bytes: writer.bytes.into() }
    }

    /// So many numbers below `end` as they were packed; none where they do not fit.
    pub(crate) fn stored(bytes: Section<u8>, len: usize, end: usize) -> Option<Self> {
        let bits = width(end.saturating_sub(1)) as usize;
        let fits = len <= u32::MAX as usize && bits <= u32::BITS as usize;
        (fits && bytes.len() == (len * bits).div_ceil(8) + BEYOND).then_some(Self { len, end, bits, bytes })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// One of them; 0 beyond the end.
    #[inline]
    pub(crate) fn one(&self, at: usize) -> u32 {
        self.range(at..at + 1).next().unwrap_or(0)
    }

    /// Asks for one of them to be brought nearer.
    #[inline]
    pub(crate) fn fetch(&self, at: usize) {
        fetch_at(&self.bytes, at.min(self.len) * self.bits / 8);
    }

    /// Those in a range, as far as there are any.
    #[inline]
    pub(crate) fn range(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        let (from, to) = (range.start.min(self.len), range.end.min(self.len));
        let first = from * self.bits / 8;
        let bytes = if from < to { self.bytes.at(first..to * self.bits / 8 + BEYOND) } else { &[] };
        (from..to).map(move |at| {
            let bit = at * self.bits - first * 8;
            let eight = bytes.get(bit / 8..bit / 8 + 8).and_then(|eight| eight.try_into().ok()).unwrap_or_default();
            (u64::from_le_bytes(eight) >> (bit % 8) & ((1 << self.bits) - 1)) as u32
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Numbers of any width come back, one by one and in a row, also those of one that is kept in a file.
        #[test]
        fn what_was_packed_is_read(
            (end, numbers) in (1_usize..=1 << 32).prop_flat_map(|end| {
                (Just(end), proptest::collection::vec((0..end).prop_map(|number| number as u32), 0..100))
            }),
            (from, to) in (0_usize..120, 0_usize..120),
        ) {
            let packed = Places::new(&numbers, end);
            let packed = Places::stored(packed.bytes, numbers.len(), end).unwrap();
            let own: Vec<u32> = (0..packed.len()).map(|at| packed.one(at)).collect();
            prop_assert_eq!(&own, &numbers);
            let expected: Vec<u32> = numbers.iter().copied().take(to).skip(from).collect();
            prop_assert_eq!(packed.range(from..to).collect::<Vec<u32>>(), expected);
        }
    }
}
