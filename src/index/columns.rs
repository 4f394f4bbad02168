//! A catalogue turned on its side: what a search reads, column by column, so that it reads little.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::Facet;

/// Tracks are searched in groups of so many, one bit each in a word.
pub(crate) const GROUP: usize = 64;

/// The byte of a valence or arousal of which nothing is known.
pub(crate) const UNKNOWN: u8 = 255;

/// The facets whose tags have bit columns, all but tempo.
pub(crate) const TAGGED: [Facet; 3] = [Facet::Genre, Facet::Instrumentation, Facet::Theme];

/// One number for each track of a group.
pub(crate) type Sums = [f32; GROUP];

/// Everything a search reads before it scores. A track's place here follows its tags, so that like tracks share a group; `order` leads back.
///
/// What is stored of a value is never below it (a norm: never above), so whatever is computed from the columns bounds the score from above:
/// `x_d <= idf_d * level * scale` for a tag of a track, where `scale` is the track's own for the facet and `level` is that of the highest bit column of
/// the dimension that the track is in.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// The track at each place; tracks of which no tag is known have none.
    pub(crate) order: Vec<TrackIndex>,
    /// The number of groups, the last perhaps not full.
    pub(crate) groups: usize,
    /// The bit columns, by dimension and level.
    pub(crate) levels: Vec<Level>,
    /// Where the bit columns of each dimension begin in `levels`, and where the last ends.
    pub(crate) first_level: Vec<usize>,
    /// Which tracks are in which bit column.
    pub(crate) bits: Bits,
    /// By facet: every track's scale, as a multiple of the unit.
    pub(crate) scales: [Scales; 4],
    /// By facet: every track's squared norm of the block in 65,535ths, rounded down.
    pub(crate) norms: [Vec<u16>; 4],
    /// Every track's shape of tempo.
    pub(crate) tempo: Vec<u8>,
    /// The shapes: for each dimension of tempo the largest value over the scale, among the tracks of that shape.
    pub(crate) shapes: Vec<Vec<(usize, f64)>>,
    /// Every track's valence and arousal, in steps of [`AFFECT_STEP`] from -1, rounded down, or [`UNKNOWN`].
    pub(crate) affects: [Vec<u8>; 2],
    /// Every track's year of release, counted from 1899; 0 where it is unknown.
    pub(crate) years: Vec<u8>,
    /// The smallest and largest known valence and arousal of each group.
    pub(crate) boxes: Vec<[(u8, u8); 2]>,
    /// By dimension, then group: the largest value, as a multiple of the dimension's unit.
    pub(crate) maxima: Vec<u8>,
    /// The units of `maxima`.
    pub(crate) units: Vec<f64>,
    /// By facet, then group: the longest block in 255ths.
    pub(crate) longest: [Vec<u8>; 4],
}

/// The width of a step of valence or arousal: 255 of them, so that [`UNKNOWN`] is left over.
pub(crate) const AFFECT_STEP: f64 = 2.0 / 255.0;

/// One bit column: the tracks whose value of a dimension exceeds the level below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    /// The dimension.
    pub(crate) dimension: usize,
    /// The largest value over idf and scale, among the tracks that are in this column and in none above it.
    pub(crate) height: f64,
}

/// Every track's scale of one facet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scales {
    /// The scale of each track in units, rounded up.
    pub(crate) codes: Vec<u16>,
    /// The unit.
    pub(crate) unit: f64,
}

/// The bit columns group by group; a column without a track in a group takes no room there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bits {
    /// How many words say which columns occur in a group.
    pub(crate) width: usize,
    /// Which columns occur, `width` words a group.
    pub(crate) present: Vec<u64>,
    /// For each word of `present`, where the columns it names begin in `members`.
    pub(crate) starts: Vec<u32>,
    /// One word for each column that occurs: the tracks in it.
    pub(crate) members: Vec<u64>,
}

impl Bits {
    /// The tracks of a group that are in any of a set of columns.
    pub(crate) fn any_of(&self, group: usize, set: &[u64]) -> u64 {
        let mut any = 0;
        self.occurring(group, set, |_, members| any |= members);
        any
    }

    /// The columns that occur in a group, of those in a set, with the tracks in each.
    pub(crate) fn occurring(&self, group: usize, of: &[u64], mut each: impl FnMut(usize, u64)) {
        for (i, wanted) in of.iter().enumerate() {
            let at = group * self.width + i;
            let present = self.present[at];
            let mut both = present & wanted;
            while both != 0 {
                let bit = both.trailing_zeros();
                let before = (present & ((1_u64 << bit) - 1)).count_ones();
                each(i * 64 + bit as usize, self.members[(self.starts[at] + before) as usize]);
                both &= both - 1;
            }
        }
    }
}

impl Columns {
    /// The set of bit columns that hold whoever carries any of these dimensions: the first column of each.
    pub(crate) fn carrying(&self, dimensions: &[usize]) -> Vec<u64> {
        let mut set = vec![0; self.bits.width];
        for d in dimensions {
            let column = self.first_level[*d];
            if column < self.first_level[d + 1] {
                set[column / 64] |= 1 << (column % 64);
            }
        }
        set
    }

    /// The largest values of a dimension, one for each group.
    pub(crate) fn maxima_of(&self, dimension: usize) -> &[u8] {
        &self.maxima[dimension * self.groups..(dimension + 1) * self.groups]
    }

    /// The places of a group.
    pub(crate) fn places(&self, group: usize) -> std::ops::Range<usize> {
        group * GROUP..(group + 1) * GROUP
    }

    /// The places of a group at which there is a track.
    pub(crate) fn occupied(&self, group: usize) -> u64 {
        match self.order.len() - group * GROUP {
            left if left < GROUP => (1 << left) - 1,
            _ => u64::MAX,
        }
    }

    /// The bytes a search may read for each track, besides its row.
    pub(crate) fn bytes_a_track(&self) -> f64 {
        let of_tracks = 4 + self.scales.len() * 2 + self.norms.len() * 2 + 1 + 1 + self.affects.len();
        let of_bits = (self.bits.present.len() + self.bits.members.len()) * 8 + self.bits.starts.len() * 4;
        let of_groups = self.maxima.len() + self.groups * (4 + 4);
        of_tracks as f64 + (of_bits + of_groups) as f64 / self.order.len().max(1) as f64
    }
}
