//! A catalogue turned on its side: what a search reads, column by column, so that it reads little.

use std::ops::Range;

use crate::catalogue::facet::Facet;
use crate::index::lanes::{LANES, Lanes, NONE, WORDS, each, either};
use crate::storage::Section;

/// The facets whose tags have bit columns of their own, all but tempo.
pub(crate) const TAGGED: [Facet; 3] = [Facet::Genre, Facet::Instrumentation, Facet::Theme];

/// The bits of a share's code.
pub(crate) const SHARE_BITS: usize = 4;

/// The largest code of a share.
pub(crate) const SHARE_CODES: u32 = (1 << SHARE_BITS) - 1;

/// The bits of the code of a valence or arousal.
pub(crate) const AFFECT_BITS: usize = 5;

/// The code of a valence or arousal of which nothing is known; as many codes are below it.
pub(crate) const UNKNOWN: u8 = 31;

/// The width of a step of valence or arousal.
pub(crate) const AFFECT_STEP: f64 = 2.0 / UNKNOWN as f64;

/// So many steps of a fine code of valence or arousal make one of a code, as a power of two.
pub(crate) const FINE_SHIFT: usize = 3;

/// The width of a step of a fine code.
pub(crate) const FINE_STEP: f64 = AFFECT_STEP / (1 << FINE_SHIFT) as f64;

/// The fine code of a valence or arousal of which nothing is known.
pub(crate) const UNKNOWN_FINE: u8 = u8::MAX;

/// The bits of the code of a year.
pub(crate) const YEAR_BITS: usize = 8;

/// The unit of the longest blocks: 255 of them are a little more than 1.
pub(crate) const LONGEST_UNIT: f64 = 1.0 / 254.0;

/// Everything a search reads before it scores. A track's place here follows its tags, so that like tracks share a block; `order` leads back.
///
/// Whatever is stored of a value is never below it, so that what is computed from the columns bounds the score from above: for a tag of a track,
/// `x_d <= length * share * idf_d * height`, where `length` is at least that of the track's facet (`longest`), `share` its code times the unit of its
/// block, and `height` that of the bit column of the dimension that the track is in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// The track at each place; tracks of which no tag is known have none.
    pub(crate) order: Section<u32>,
    /// The number of blocks of [`LANES`] tracks, the last perhaps not full.
    pub(crate) blocks: usize,
    /// The bit columns of tags, by dimension and height. A track is in at most one of each dimension.
    pub(crate) levels: Vec<Level>,
    /// Where the bit columns of each dimension begin in `levels`, and where the last ends.
    pub(crate) first_level: Vec<usize>,
    /// The classes of tempo, each a bit column after those of tags: the tempi in it, each a list of dimensions with the largest values.
    pub(crate) classes: Vec<Vec<Tempo>>,
    /// Which tracks are in which bit column.
    pub(crate) bits: Bits,
    /// By block, facet and bit: the codes of shares.
    pub(crate) shares: Section<u64>,
    /// By facet, then block: the unit of the shares.
    pub(crate) share_units: [Section<f32>; 3],
    /// By block, axis and bit: the codes of valence and arousal, in steps of [`AFFECT_STEP`] from -1, rounded down, or [`UNKNOWN`].
    pub(crate) affects: Section<u64>,
    /// By place: the fine codes of valence and arousal, from which the others are.
    pub(crate) fine: Section<[u8; 2]>,
    /// By block: the smallest and the largest known code of valence, then of arousal; [`UNKNOWN`] where none is.
    pub(crate) boxes: Section<[u8; 4]>,
    /// By block and bit: the codes of years, counted from 1899; 0 where it is unknown.
    pub(crate) years: Section<u64>,
    /// By block: the tracks with the same vector and the same mood as the one before.
    pub(crate) twins: Section<u64>,
    /// By dimension, then block: the largest value, as a multiple of the dimension's unit.
    pub(crate) maxima: Section<u8>,
    /// The units of `maxima`.
    pub(crate) units: Vec<f64>,
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
    /// The largest value over idf, scaled so that the facet's strongest is 1, among the tracks in this column.
    pub(crate) height: f64,
}

/// The bit columns, each with its blocks one after the other. A block without a track in the column takes no room, one with few is a list of them.
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
    /// For each word of `filled`, where its lists begin in `lists_at`.
    pub(crate) first_list: Section<u32>,
    /// What is kept as bits.
    pub(crate) words: Section<u64>,
    /// Where each list begins in `lists`, and where the last ends.
    pub(crate) lists_at: Section<u32>,
    /// The lists of lanes.
    pub(crate) lists: Section<u16>,
}

impl Bits {
    /// Calls with each block of a run that is in a mask and in which the column occurs, and its tracks there. `run` counts words of blocks.
    #[inline(always)]
    pub(crate) fn of_run(&self, column: usize, run: usize, mask: u64, mut call: impl FnMut(usize, &Lanes)) {
        let at = column * self.width + run;
        let (present, filled) = (self.present.one(at), self.filled.one(at));
        if present & mask == 0 {
            return;
        }
        // Everything of one run stands together.
        let first = self.first_filled.one(at) as usize;
        let words = self.words.at(first * WORDS..(first + filled.count_ones() as usize) * WORDS).as_chunks::<WORDS>().0;
        let (first, lists) = (self.first_list.one(at) as usize, (present & !filled).count_ones() as usize);
        let ends = if lists > 0 { self.lists_at.at(first..first + lists + 1) } else { &[] };
        let mut left = present & mask;
        while left != 0 {
            let bit = left.trailing_zeros();
            let one = 1_u64 << bit;
            left &= left - 1;
            if filled & one != 0 {
                let before = (filled & (one - 1)).count_ones() as usize;
                if let Some(lanes) = words.get(before) {
                    call(bit as usize, lanes);
                }
            } else {
                let before = (present & !filled & (one - 1)).count_ones() as usize;
                let Some(&[from, to]) = ends.get(before..before + 2) else { continue };
                let mut lanes = NONE;
                for lane in self.lists.at(from as usize..to as usize) {
                    lanes[usize::from(lane / 64) % WORDS] |= 1 << (lane % 64);
                }
                call(bit as usize, &lanes);
            }
        }
    }

    /// The tracks of a block that are in any of some columns.
    pub(crate) fn any_of(&self, block: usize, columns: &[usize]) -> Lanes {
        let mut any = NONE;
        for column in columns {
            self.of_run(*column, block / 64, 1 << (block % 64), |_, lanes| any = either(&any, lanes));
        }
        any
    }

    fn bytes(&self) -> usize {
        let words = self.present.len() + self.filled.len() + self.words.len();
        words * 8 + (self.first_filled.len() + self.first_list.len() + self.lists_at.len()) * 4 + self.lists.len() * 2
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
    ends: Vec<u32>,
    lists: Vec<u16>,
}

impl Gathered {
    /// Adds the tracks of the next block.
    pub(crate) fn push(&mut self, block: usize, lanes: &Lanes) {
        if block.is_multiple_of(64) {
            self.present.push(0);
            self.filled.push(0);
        }
        let count: u32 = lanes.iter().map(|word| word.count_ones()).sum();
        let one = 1 << (block % 64);
        let (Some(present), Some(filled)) = (self.present.last_mut(), self.filled.last_mut()) else { return };
        if count > 0 {
            *present |= one;
            if count >= FILLED_FROM {
                *filled |= one;
                self.words.extend_from_slice(lanes);
            } else {
                each(lanes, |lane| self.lists.push(lane as u16));
                self.ends.push(self.lists.len() as u32);
            }
        }
    }
}

impl FromIterator<Gathered> for Bits {
    fn from_iter<I: IntoIterator<Item = Gathered>>(columns: I) -> Self {
        let (mut first_filled, mut first_list, mut lists_at) = (Vec::new(), Vec::new(), vec![0]);
        let (mut all, mut width) = (Gathered::default(), 0);
        for column in columns {
            let (mut filled, mut lists) = (all.words.len() / WORDS, lists_at.len() - 1);
            for (present, of_word) in column.present.iter().zip(&column.filled) {
                first_filled.push(filled as u32);
                first_list.push(lists as u32);
                filled += of_word.count_ones() as usize;
                lists += (present & !of_word).count_ones() as usize;
            }
            width = column.present.len();
            let before = all.lists.len() as u32;
            lists_at.extend(column.ends.iter().map(|end| before + end));
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
            lists_at: lists_at.into(),
            lists: all.lists.into(),
        }
    }
}

impl Columns {
    /// The bit columns of a dimension of a tag.
    pub(crate) fn of_dimension(&self, dimension: usize) -> Range<usize> {
        self.first_level[dimension]..self.first_level[dimension + 1]
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
        let words = self.shares.len() + self.affects.len() + self.years.len() + self.twins.len();
        let of_blocks = self.maxima.len() + self.blocks * (3 * 4 + 4 + 4);
        let bytes = self.order.len() * (4 + 2) + words * 8 + of_blocks + self.bits.bytes();
        bytes as f64 / self.order.len().max(1) as f64
    }
}

/// The planes of one block in an array that holds so many a block.
pub(crate) fn planes_of(array: &Section<u64>, block: usize, planes: usize) -> &[Lanes] {
    array.at(block * planes * WORDS..(block + 1) * planes * WORDS).as_chunks().0
}
