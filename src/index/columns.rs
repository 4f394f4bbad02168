//! A catalogue turned on its side: what a search reads, column by column, so that it reads little.

use crate::catalogue::facet::Facet;
use crate::index::lanes::{LANES, Lanes, NONE, WORDS, each};

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
    pub(crate) order: Vec<u32>,
    /// The number of blocks of [`LANES`] tracks, the last perhaps not full.
    pub(crate) blocks: usize,
    /// The bit columns of tags, by dimension and height. A track is in at most one of each dimension.
    pub(crate) levels: Vec<Level>,
    /// Where the bit columns of each dimension begin in `levels`, and where the last ends.
    pub(crate) first_level: Vec<usize>,
    /// Where the bit columns of each facet end, by its place in [`TAGGED`].
    pub(crate) facet_ends: [usize; 3],
    /// The classes of tempo, each a bit column after those of tags: the tempi in it, each a list of dimensions with the largest values.
    pub(crate) classes: Vec<Vec<Tempo>>,
    /// Which tracks are in which bit column.
    pub(crate) bits: Bits,
    /// By block, facet and bit: the codes of shares.
    pub(crate) shares: Vec<u64>,
    /// By facet, then block: the unit of the shares.
    pub(crate) share_units: [Vec<f32>; 3],
    /// By block, axis and bit: the codes of valence and arousal, in steps of [`AFFECT_STEP`] from -1, rounded down, or [`UNKNOWN`].
    pub(crate) affects: Vec<u64>,
    /// By block: the smallest and the largest known code of valence, then of arousal; [`UNKNOWN`] where none is.
    pub(crate) boxes: Vec<[u8; 4]>,
    /// By block and bit: the codes of years, counted from 1899; 0 where it is unknown.
    pub(crate) years: Vec<u64>,
    /// By block: the tracks with the same vector and the same mood as the one before.
    pub(crate) twins: Vec<u64>,
    /// By dimension, then block: the largest value, as a multiple of the dimension's unit.
    pub(crate) maxima: Vec<u8>,
    /// The units of `maxima`.
    pub(crate) units: Vec<f64>,
    /// By facet, then block: the longest part of a vector, as a multiple of [`LONGEST_UNIT`].
    pub(crate) longest: [Vec<u8>; 4],
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

/// The bit columns, block by block. A column without a track in a block takes no room there, one with few is a list of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bits {
    /// How many words say which columns occur in a block.
    pub(crate) width: usize,
    /// Which columns occur, `width` words a block.
    pub(crate) present: Vec<u64>,
    /// Which of them are kept as bits, the others as lists.
    pub(crate) filled: Vec<u64>,
    /// For each word of `filled`, where its columns begin in `words`, in units of [`WORDS`].
    pub(crate) first_filled: Vec<u32>,
    /// For each word of `filled`, where its lists begin in `lists_at`.
    pub(crate) first_list: Vec<u32>,
    /// The columns kept as bits.
    pub(crate) words: Vec<u64>,
    /// Where each list begins in `lists`, and where the last ends.
    pub(crate) lists_at: Vec<u32>,
    /// The lists of lanes.
    pub(crate) lists: Vec<u16>,
}

/// A column of fewer tracks in a block than this is a list there: it takes less room, and next to no more time.
const FILLED_FROM: u32 = 20;

impl Bits {
    /// Adds a block: for each column its tracks. They are left empty.
    pub(crate) fn push_block(&mut self, members: &mut [Lanes]) {
        for part in members.chunks_mut(64) {
            let (mut present, mut filled) = (0, 0);
            self.first_filled.push((self.words.len() / WORDS) as u32);
            self.first_list.push(self.lists_at.len() as u32);
            for (i, lanes) in part.iter_mut().enumerate() {
                let count: u32 = lanes.iter().map(|word| word.count_ones()).sum();
                if count == 0 {
                    continue;
                }
                present |= 1 << i;
                if count >= FILLED_FROM {
                    filled |= 1 << i;
                    self.words.extend_from_slice(lanes);
                } else {
                    self.lists_at.push(self.lists.len() as u32);
                    each(lanes, |lane| self.lists.push(lane as u16));
                }
                *lanes = NONE;
            }
            self.present.push(present);
            self.filled.push(filled);
        }
    }

    /// Ends the last list.
    pub(crate) fn finish(&mut self) {
        self.lists_at.push(self.lists.len() as u32);
    }

    /// The tracks of a block that are in any of a set of columns.
    pub(crate) fn any_of(&self, block: usize, set: &[u64]) -> Lanes {
        let mut any = NONE;
        self.occurring(block, set, |_, lanes| any.iter_mut().zip(lanes).for_each(|(any, word)| *any |= word));
        any
    }

    /// The columns that occur in a block, of those in a set, ascending, with the tracks in each.
    #[inline(always)]
    pub(crate) fn occurring(&self, block: usize, of: &[u64], mut call: impl FnMut(usize, &Lanes)) {
        let words = block * self.width..(block + 1) * self.width;
        let (present, filled) = (&self.present[words.clone()], &self.filled[words.clone()]);
        let (first_filled, first_list) = (&self.first_filled[words.clone()], &self.first_list[words]);
        for (i, wanted) in of.iter().enumerate() {
            let mut both = present[i] & wanted;
            while both != 0 {
                let bit = both.trailing_zeros();
                let (one, column) = (1_u64 << bit, i * 64 + bit as usize);
                both &= both - 1;
                if filled[i] & one != 0 {
                    let before = (filled[i] & (one - 1)).count_ones();
                    let from = (first_filled[i] + before) as usize * WORDS;
                    if let Some(lanes) = self.words[from..].first_chunk() {
                        call(column, lanes);
                    }
                } else {
                    let before = (present[i] & !filled[i] & (one - 1)).count_ones();
                    let at = (first_list[i] + before) as usize;
                    let mut lanes = NONE;
                    for lane in &self.lists[self.lists_at[at] as usize..self.lists_at[at + 1] as usize] {
                        lanes[usize::from(lane / 64) % WORDS] |= 1 << (lane % 64);
                    }
                    call(column, &lanes);
                }
            }
        }
    }

    fn bytes(&self) -> usize {
        let words = self.present.len() + self.filled.len() + self.words.len();
        words * 8 + (self.first_filled.len() + self.first_list.len() + self.lists_at.len()) * 4 + self.lists.len() * 2
    }
}

impl Columns {
    /// How many bit columns there are.
    pub(crate) fn width(&self) -> usize {
        self.levels.len() + self.classes.len()
    }

    /// The set of bit columns that hold whoever carries any of these dimensions.
    pub(crate) fn carrying(&self, dimensions: &[usize]) -> Vec<u64> {
        let mut set = vec![0; self.bits.width];
        for column in dimensions.iter().flat_map(|d| self.first_level[*d]..self.first_level[d + 1]) {
            set[column / 64] |= 1 << (column % 64);
        }
        set
    }

    /// The largest values of a dimension, one for each block.
    pub(crate) fn maxima_of(&self, dimension: usize) -> &[u8] {
        &self.maxima[dimension * self.blocks..(dimension + 1) * self.blocks]
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
        let bytes = self.order.len() * 4 + words * 8 + of_blocks + self.bits.bytes();
        bytes as f64 / self.order.len().max(1) as f64
    }
}

/// The planes of one block in an array that holds so many a block.
pub(crate) fn planes_of(array: &[u64], block: usize, planes: usize) -> &[Lanes] {
    array[block * planes * WORDS..(block + 1) * planes * WORDS].as_chunks().0
}
