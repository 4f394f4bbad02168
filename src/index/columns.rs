//! A catalogue turned on its side: what a search reads, column by column, so that it reads little.

use std::ops::Range;

use crate::catalogue::facet::Facet;
use crate::index::lanes::{LANES, Lanes, NONE, WORDS, each, either};
use crate::storage::Section;

/// The facets whose tags have bit columns of their own, all but tempo.
pub(crate) const TAGGED: [Facet; 3] = [Facet::Genre, Facet::Instrumentation, Facet::Theme];

/// The bits of the code of a valence or arousal.
pub(crate) const AFFECT_BITS: usize = 5;

/// The code of a valence or arousal of which nothing is known; as many codes are below it.
pub(crate) const UNKNOWN: u8 = 31;

/// The width of a step of valence or arousal.
pub(crate) const AFFECT_STEP: f64 = 2.0 / UNKNOWN as f64;

/// So many steps of a fine code of valence or arousal make one of a code, as a power of two.
pub(crate) const FINE_SHIFT: usize = 11;

/// The width of a step of a fine code.
pub(crate) const FINE_STEP: f64 = AFFECT_STEP / (1 << FINE_SHIFT) as f64;

/// The fine code of a valence or arousal of which nothing is known.
pub(crate) const UNKNOWN_FINE: u16 = u16::MAX;

/// The bits of the code of a tempo.
pub(crate) const TEMPO_BITS: usize = 5;

/// The bits of the code of a year.
pub(crate) const YEAR_BITS: usize = 8;

/// The unit of the longest blocks: 255 of them are a little more than 1.
pub(crate) const LONGEST_UNIT: f64 = 1.0 / 254.0;

/// Everything a search reads before it scores. A track's place here follows its tags, so that like tracks share a block; `order` leads back.
///
/// Whatever is stored of a value is never below it, so that what is computed from the columns bounds the score from above: for a tag of a track,
/// `x_d <= length * share`, where `length` is at least that of the track's facet (`longest`), and `share` the sum of what the bit columns of the
/// dimension stand for that the track is in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// The track at each place; tracks of which no tag is known have none.
    pub(crate) order: Section<u32>,
    /// The number of blocks of [`LANES`] tracks, the last perhaps not full.
    pub(crate) blocks: usize,
    /// The bit columns of tags, by dimension.
    pub(crate) levels: Vec<Level>,
    /// Where the bit columns of each dimension begin in `levels`, and where the last ends.
    pub(crate) first_level: Vec<usize>,
    /// The classes of tempo: the tempi in it, each a list of dimensions with the largest values.
    pub(crate) classes: Vec<Vec<Tempo>>,
    /// By block and bit: the classes of tempo, counted from 1; 0 where it is unknown.
    pub(crate) tempi: Section<u64>,
    /// Which tracks are in which bit column.
    pub(crate) bits: Bits,
    /// By block, axis and bit: the codes of valence and arousal, in steps of [`AFFECT_STEP`] from -1, rounded down, or [`UNKNOWN`].
    pub(crate) affects: Section<u64>,
    /// By axis, then place: the fine codes of valence and arousal, from which the others are.
    pub(crate) fine: [Section<u16>; 2],
    /// By block: the smallest and the largest known code of valence, then of arousal; [`UNKNOWN`] where none is.
    pub(crate) boxes: Section<[u8; 4]>,
    /// By block and bit: the codes of years, counted from 1899; 0 where it is unknown.
    pub(crate) years: Section<u64>,
    /// By block: the tracks with the same vector and the same mood as the one before.
    pub(crate) twins: Section<u64>,
    /// By dimension, then block: the largest value over the length of its facet's part, as a multiple of the dimension's unit.
    pub(crate) maxima: Section<u8>,
    /// By dimension: the largest value over the length of its facet's part, 0 where no track has it.
    pub(crate) tops: Vec<f64>,
    /// By facet, then block: the longest part of a vector, as a multiple of [`LONGEST_UNIT`].
    pub(crate) longest: [Section<u8>; 4],
}

/// The values of a tempo, by dimension.
pub(crate) type Tempo = Vec<Part>;

/// The values that some tracks have in a dimension of tempo, all of them of one shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// The dimension.
    pub(crate) dimension: usize,
    /// The largest value.
    pub(crate) value: f64,
    /// The largest value over the length of all of tempo.
    pub(crate) share: f64,
}

/// One bit column of a tag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    /// The dimension.
    pub(crate) dimension: usize,
    /// What the column adds to a track's share: its value over the length of the facet's part.
    pub(crate) share: f64,
}

/// The bit columns, each with its blocks one after the other. A block without a track in the column takes no room, those with few share a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bits {
    /// How many words hold one bit for each block.
    pub(crate) width: usize,
    /// By column: in which blocks it occurs, `width` words a column.
    pub(crate) present: Section<u64>,
    /// In which of them it is kept as bits, in the others as a list.
    pub(crate) filled: Section<u64>,
    /// For each word of `filled`, where its blocks begin in `words`, in units of [`WORDS`].
    pub(crate) first_filled: Section<u32>,
    /// For each word of `filled`, where its list begins in `lists`; then where the last ends.
    pub(crate) first_list: Section<u32>,
    /// What is kept as bits.
    pub(crate) words: Section<u64>,
    /// The tracks of the other blocks: which of the 64 blocks, times [`LANES`], and which lane of it; ascending.
    pub(crate) lists: Section<u16>,
}

/// What is kept as bits of a column for the blocks of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept<'c> {
    filled: u64,
    lanes: &'c [Lanes],
}

impl<'c> Kept<'c> {
    /// The tracks of a block, given by its bit.
    #[inline(always)]
    pub(crate) fn of_block(&self, one: u64) -> Option<&'c Lanes> {
        let before = (self.filled & one.wrapping_sub(1)).count_ones() as usize;
        if self.filled & one == 0 { None } else { self.lanes.get(before) }
    }
}

impl Bits {
    /// What is kept as bits for the blocks of a run.
    pub(crate) fn kept(&self, column: usize, run: usize) -> Kept<'_> {
        let at = column * self.width + run;
        let (filled, first) = (self.filled.one(at), self.first_filled.one(at) as usize);
        let words = self.words.at(first * WORDS..(first + filled.count_ones() as usize) * WORDS);
        Kept { filled, lanes: words.as_chunks::<WORDS>().0 }
    }

    /// In which blocks of a run a column occurs.
    pub(crate) fn present_in(&self, column: usize, run: usize) -> u64 {
        self.present.one(column * self.width + run)
    }

    /// Gives to each of some blocks of a run its tracks in a column: `planes` are so many for each bit of the mask, and theirs is the one at `place`.
    #[inline(always)]
    pub(crate) fn read(&self, column: usize, run: usize, mask: u64, planes: (&mut [Lanes], usize), place: usize) {
        let at = column * self.width + run;
        let (present, filled) = (self.present.one(at), self.filled.one(at));
        let (planes, width) = planes;
        let kept = if filled & mask == 0 { Kept::default() } else { self.kept(column, run) };
        let mut left = mask;
        for planes in planes.chunks_exact_mut(width) {
            planes[place] = *kept.of_block(left & left.wrapping_neg()).unwrap_or(&NONE);
            left &= left.wrapping_sub(1);
        }
        if present & !filled & mask == 0 {
            return;
        }
        let &[from, to] = self.first_list.at(at..at + 2) else { return };
        for entry in self.lists.at(from as usize..to as usize) {
            let (block, lane) = (usize::from(*entry) / LANES % 64, usize::from(*entry) % LANES);
            if mask >> block & 1 == 1 {
                let before = (mask & ((1_u64 << block) - 1)).count_ones() as usize;
                if let Some(lanes) = planes.get_mut(before * width + place) {
                    lanes[lane / 64] |= 1 << (lane % 64);
                }
            }
        }
    }

    /// The tracks of a block that are in any of some columns.
    pub(crate) fn any_of(&self, block: usize, columns: &[usize]) -> Lanes {
        let mut any = NONE;
        for column in columns {
            let mut lanes = [NONE];
            self.read(*column, block / 64, 1 << (block % 64), (&mut lanes, 1), 0);
            any = either(&any, &lanes[0]);
        }
        any
    }

    fn bytes(&self) -> usize {
        let words = self.present.len() + self.filled.len() + self.words.len();
        words * 8 + (self.first_filled.len() + self.first_list.len()) * 4 + self.lists.len() * 2
    }
}

/// A column of fewer tracks in a block than this is a list there: less room for a little more time.
const FILLED_FROM: u32 = 6;

/// Collects one bit column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gathered {
    present: Vec<u64>,
    filled: Vec<u64>,
    words: Vec<u64>,
    /// By word of `filled`: where its list ends.
    ends: Vec<u32>,
    lists: Vec<u16>,
}

impl Gathered {
    /// Adds the tracks of the next block.
    pub(crate) fn push(&mut self, block: usize, lanes: &Lanes) {
        if block.is_multiple_of(64) {
            self.present.push(0);
            self.filled.push(0);
            self.ends.push(self.lists.len() as u32);
        }
        let count: u32 = lanes.iter().map(|word| word.count_ones()).sum();
        let one = 1 << (block % 64);
        let (Some(present), Some(filled), Some(end)) =
            (self.present.last_mut(), self.filled.last_mut(), self.ends.last_mut())
        else {
            return;
        };
        if count > 0 {
            *present |= one;
            if count >= FILLED_FROM {
                *filled |= one;
                self.words.extend_from_slice(lanes);
            } else {
                each(lanes, |lane| self.lists.push((block % 64 * LANES + lane) as u16));
                *end = self.lists.len() as u32;
            }
        }
    }
}

impl FromIterator<Gathered> for Bits {
    fn from_iter<I: IntoIterator<Item = Gathered>>(columns: I) -> Self {
        let (mut first_filled, mut first_list) = (Vec::new(), vec![0]);
        let (mut all, mut width) = (Gathered::default(), 0);
        for column in columns {
            let mut filled = all.words.len() / WORDS;
            for of_word in &column.filled {
                first_filled.push(filled as u32);
                filled += of_word.count_ones() as usize;
            }
            width = column.present.len();
            let before = all.lists.len() as u32;
            first_list.extend(column.ends.iter().map(|end| before + end));
            all.present.extend(column.present);
            all.filled.extend(column.filled);
            all.words.extend(column.words);
            all.lists.extend(column.lists);
        }
        Self {
            width,
            present: all.present.into(),
            filled: all.filled.into(),
            first_filled: first_filled.into(),
            first_list: first_list.into(),
            words: all.words.into(),
            lists: all.lists.into(),
        }
    }
}

impl Columns {
    /// The unit of a dimension's `maxima`: a little wider than its largest value needs, so that rounding up stays within the code.
    pub(crate) fn unit(&self, dimension: usize) -> f64 {
        if self.tops[dimension] > 0.0 { self.tops[dimension] / 254.0 } else { 1.0 }
    }

    /// The bit columns of a dimension of a tag.
    pub(crate) fn of_dimension(&self, dimension: usize) -> Range<usize> {
        self.first_level[dimension]..self.first_level[dimension + 1]
    }

    /// What the bit columns of a dimension of a tag stand for.
    pub(crate) fn shares_of(&self, dimension: usize) -> Vec<f64> {
        self.of_dimension(dimension).map(|column| self.levels[column].share).collect()
    }

    /// The bit columns that hold whoever carries any of these dimensions.
    pub(crate) fn carrying(&self, dimensions: &[usize]) -> Vec<usize> {
        dimensions.iter().flat_map(|d| self.of_dimension(*d)).collect()
    }

    /// The largest values of a dimension, one for each of some blocks.
    pub(crate) fn maxima_of(&self, dimension: usize, blocks: Range<usize>) -> &[u8] {
        let first = dimension * self.blocks;
        self.maxima.at(first + blocks.start..first + blocks.end)
    }

    /// The places of a block at which there is a track.
    pub(crate) fn occupied(&self, block: usize) -> Lanes {
        let left = self.order.len() - block * LANES;
        std::array::from_fn(|word| match left.saturating_sub(word * 64) {
            0 => 0,
            left if left < 64 => (1 << left) - 1,
            _ => u64::MAX,
        })
    }

    /// The bytes a search may read for each track, besides its row.
    pub(crate) fn bytes_a_track(&self) -> f64 {
        let words = self.affects.len() + self.years.len() + self.twins.len() + self.tempi.len();
        let of_blocks = self.maxima.len() + self.blocks * (4 + 4);
        let bytes = self.order.len() * (4 + 4) + words * 8 + of_blocks + self.bits.bytes();
        bytes as f64 / self.order.len().max(1) as f64
    }
}

/// The planes of one block in an array that holds so many a block.
pub(crate) fn planes_of(array: &Section<u64>, block: usize, planes: usize) -> &[Lanes] {
    array.at(block * planes * WORDS..(block + 1) * planes * WORDS).as_chunks().0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Blocks without the column, with few and with many tracks of it; any of them may be left out.
        #[test]
        fn what_was_gathered_is_read(
            columns in proptest::collection::vec(
                proptest::collection::vec(proptest::collection::vec(0..LANES, 0..12), 70..130), 1..4
            ),
            masks in proptest::array::uniform3(any::<u64>()),
        ) {
            let lanes = |tracks: &Vec<usize>| {
                let mut lanes = NONE;
                tracks.iter().for_each(|lane| lanes[lane / 64] |= 1 << (lane % 64));
                lanes
            };
            let blocks = columns.iter().map(Vec::len).min().unwrap_or(0);
            let bits: Bits = columns
                .iter()
                .map(|column| {
                    let mut gathered = Gathered::default();
                    column[..blocks].iter().enumerate().for_each(|(block, tracks)| gathered.push(block, &lanes(tracks)));
                    gathered
                })
                .collect();
            for (column, tracks) in columns.iter().enumerate() {
                for (run, own) in tracks[..blocks].chunks(64).enumerate() {
                    let within = u64::MAX >> (64 - own.len());
                    for mask in masks.map(|mask| mask & within).into_iter().filter(|mask| *mask != 0) {
                        let mut planes = vec![[u64::MAX; WORDS]; 3 * mask.count_ones() as usize];
                        bits.read(column, run, mask, (&mut planes, 3), 1);
                        let wanted = (0..own.len()).filter(|block| mask >> block & 1 == 1);
                        for (planes, block) in planes.chunks(3).zip(wanted) {
                            prop_assert_eq!(planes, [[u64::MAX; WORDS], lanes(&own[block]), [u64::MAX; WORDS]]);
                        }
                    }
                }
            }
        }
    }
}
