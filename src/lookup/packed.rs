//! Numbers in as few bits as those around them need.
//!
//! The frame of reference of Goldstein, Ramakrishnan and Shaft (Compressing relations and indexes, 1998): a run of numbers is kept as its least one and
//! what each has beyond it. Where numbers rise by about one from place to place, what they have beyond their places is kept instead.

use std::io;
use std::ops::Range;

use crate::error::Error;
use crate::lookup::order::section;
use crate::storage::{Image, Section, Writer};

/// The numbers of a run.
const RUN: usize = 256;

/// The words of a run whose numbers have one bit each.
const WORDS: u32 = (RUN / 64) as u32;

/// The bit of the place of a run whose numbers are counted from their places.
const RISING: u32 = 1 << 31;

/// An array of numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Packed {
    len: usize,
    /// For each run its least number and the first of its words, with [`RISING`].
    runs: Section<[u32; 2]>,
    words: Section<u64>,
}

impl Packed {
    pub(super) fn of(numbers: &[u32]) -> Self {
        let (mut runs, mut words) = (Vec::new(), Vec::<u64>::new());
        for run in numbers.chunks(RUN) {
            let [flat, rising] = [0, 1].map(|slope| {
                let beyond = run.iter().zip(0..).map(|(number, place)| i64::from(*number) - slope * place);
                let least = beyond.clone().min().unwrap_or(0);
                (beyond.map(|beyond| (beyond - least) as u64).collect::<Vec<u64>>(), least)
            });
            let bits = |(beyond, _): &(Vec<u64>, i64)| {
                beyond.iter().fold(0, |all, one| all | one).checked_ilog2().map_or(0, |bit| bit + 1)
            };
            let (chosen, flag) = if bits(&rising) < bits(&flat) { (rising, RISING) } else { (flat, 0) };
            let (width, start) = (bits(&chosen), words.len());
            // The least number may lie below zero; adding to it goes round.
            runs.push([chosen.1 as u32, start as u32 | flag]);
            words.resize(start + (WORDS * width) as usize, 0);
            for (place, beyond) in chosen.0.iter().enumerate() {
                let bit = place * width as usize;
                let (word, shift) = (start + bit / 64, bit % 64);
                if width > 0 {
                    words[word] |= beyond << shift;
                }
                if shift + width as usize > 64 {
                    words[word + 1] |= beyond >> (64 - shift);
                }
            }
        }
        Self { len: numbers.len(), runs: runs.into(), words: words.into() }
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The number at a place; zero beyond the end.
    pub(super) fn one(&self, place: usize) -> u32 {
        let [one] = self.some(place);
        one
    }

    /// The numbers at a place and at the next one; zero beyond the end.
    pub(super) fn two(&self, place: usize) -> [u32; 2] {
        match place + 1 {
            next if next >= self.len => [self.one(place), 0],
            next if next % RUN == 0 => [self.one(place), self.one(next)],
            _ => self.some(place),
        }
    }

    /// Numbers from a place on that are of one run.
    fn some<const N: usize>(&self, place: usize) -> [u32; N] {
        let (run, inside) = (place / RUN, place % RUN);
        let (least, start, end) = match *self.runs.at(run..(run + 2).min(self.runs.len()).max(run + 1)) {
            [[least, start], [_, end]] => (least, start, end),
            [[least, start]] => (least, start, self.words.len() as u32),
            _ => return [0; N],
        };
        let (first, last) = (start & !RISING, end & !RISING);
        let width = (last.saturating_sub(first) / WORDS) as usize;
        if width > 33 {
            self.words.note_damage("numbers are wider than they can be");
            return [0; N];
        }
        let bits = inside * width..(inside + N) * width;
        let words = self.words.at(first as usize + bits.start / 64..first as usize + bits.end.div_ceil(64));
        std::array::from_fn(|i| {
            let bit = bits.start % 64 + i * width;
            let (word, shift) = (bit / 64, bit % 64);
            let low = words.get(word).map_or(0, |low| low >> shift);
            let high = words.get(word + 1).filter(|_| shift + width > 64).map_or(0, |high| high << (64 - shift));
            let beyond = (low | high) & ((1_u64 << width) - 1);
            let slope = if start & RISING != 0 { (inside + i) as u32 } else { 0 };
            least.wrapping_add(beyond as u32).wrapping_add(slope)
        })
    }

    /// The numbers of a range.
    pub(super) fn range(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let end = range.end.min(self.len());
        (range.start.min(end)..end).map(|place| self.one(place) as usize)
    }

    /// Writes the numbers; `name` begins the names of their sections.
    pub(super) fn store(&self, name: [u8; 4], writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(&section(name, b"runs"), self.runs.all())?;
        writer.section(&section(name, b"bits"), self.words.all())
    }

    /// So many numbers in a file.
    pub(super) fn restore(name: [u8; 4], len: usize, image: &Image) -> Result<Self, Error> {
        let (runs, words) = (image.section(&section(name, b"runs"))?, image.section(&section(name, b"bits"))?);
        let read = Self { len, runs, words };
        if len.div_ceil(RUN) == read.runs.len() { Ok(read) } else { Err(Error::unfit()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(
            runs in proptest::collection::vec((any::<u32>(), 0_u32..33, any::<bool>(), 1_usize..400), 0..6),
            noise in proptest::collection::vec(any::<u32>(), 1..50),
        ) {
            let mut numbers = Vec::new();
            for (base, bits, rising, count) in runs {
                numbers.extend((0..count).map(|i| {
                    let slope = if rising { i as u32 } else { 0 };
                    base.wrapping_add(slope).wrapping_add(noise[i % noise.len()].checked_shr(32 - bits).unwrap_or(0))
                }));
            }
            let packed = Packed::of(&numbers);
            prop_assert_eq!(packed.len(), numbers.len());
            prop_assert_eq!(packed.range(0..usize::MAX).collect::<Vec<_>>(), numbers.iter().map(|n| *n as usize).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_rises_evenly_takes_no_bits() {
        let even: Vec<u32> = (7..70_007).collect();
        assert_eq!(Packed::of(&even).words.len(), 0);
        assert_eq!(Packed::of(&[5; 1000]).words.len(), 0);
        assert_eq!(Packed::of(&[]), Packed::of(&[]));
    }
}
