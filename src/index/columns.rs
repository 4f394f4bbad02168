//! A catalogue turned on its side: what a search reads, so that it reads little.

use std::ops::Range;

use crate::index::moods::Moods;
use crate::index::names::Names;
use crate::index::places::Places;
use crate::index::tempi::Classes;
use crate::index::tree::{Box, LEAF, Leaves, Lines};
use crate::index::wide::fetch_at;
use crate::storage::Section;

/// The code of a valence or arousal of which nothing is known.
pub(crate) const UNKNOWN: u8 = 127;

/// So many codes of valence or arousal lie between -1 and 1.
pub(crate) const KNOWN: u8 = 124;

/// So many steps of a fine code of valence or arousal make one of a code, as a power of two.
pub(crate) const FINE_SHIFT: usize = 9;

/// The width of a step of a fine code.
pub(crate) const FINE_STEP: f64 = 2.0 / ((KNOWN as usize) << FINE_SHIFT) as f64;

/// The fine code of a valence or arousal of which nothing is known.
pub(crate) const UNKNOWN_FINE: u16 = u16::MAX;

/// The unit of the longest parts: 255 of them are a little more than 1.
pub(crate) const LONGEST_UNIT: f64 = 1.0 / 254.0;

/// Everything a search reads before it scores. A track's place here follows its tags, so that like tracks share a group; `order` leads back.
///
/// Whatever is stored of a value is never below it, so that what is computed from the columns bounds the score from above: for a track of a group,
/// `x_d <= length * share`, where `length` is at least that of the track's facet (`longest`), and `share` the group's largest value over its length.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// The track at each place; tracks of which no tag is known have none.
    pub(crate) order: Places,
    /// The number of blocks of [`crate::index::tree::BLOCK`] tracks, the last perhaps not full.
    pub(crate) blocks: usize,
    /// Of blocks by their nodes, and of shelves by their leaves.
    pub(crate) of_blocks: Lines,
    pub(crate) of_shelves: Lines,
    pub(crate) leaves: Leaves,
    pub(crate) classes: Classes,
    /// By place: the class of tempo, counted from 1; 0 where it is unknown.
    pub(crate) tempi: Section<u8>,
    /// By axis, then place: the fine codes of valence and arousal, in steps of [`FINE_STEP`] from -1, rounded down, or [`UNKNOWN_FINE`].
    pub(crate) fine: [Section<u16>; 2],
    /// By place: the codes of years, counted from 1899; 0 where it is unknown.
    pub(crate) years: Section<u8>,
    /// By node: the first of its tracks by id.
    pub(crate) firsts: Section<u32>,
    /// By place, a bit each: whether a track has the same vector and the same mood as the one before.
    pub(crate) twins: Section<u64>,
    /// By block: the box around the known moods.
    pub(crate) boxes: Section<Box>,
    /// By node, and by leaf: the same.
    pub(crate) boxes_of_nodes: Section<Box>,
    pub(crate) boxes_of_leaves: Section<Box>,
    /// By dimension, tempo aside, then block: the largest value over the length of its facet's part, as a multiple of the dimension's unit.
    pub(crate) maxima: Section<u8>,
    /// By dimension: the largest value over the length of its facet's part, 0 where no track has it.
    pub(crate) tops: Vec<f64>,
    /// By facet, then block: the longest part of a vector, as a multiple of [`LONGEST_UNIT`].
    pub(crate) longest: [Section<u8>; 4],
    /// By shelf, then facet: the same.
    pub(crate) longest_of_shelves: Section<[u8; 4]>,
    /// The places by mood.
    pub(crate) moods: Moods,
    /// The names of artists and of series.
    pub(crate) artists: Names,
    pub(crate) series: Names,
}

impl Columns {
    /// The unit of a dimension's values: a little wider than its largest needs, so that rounding up stays within the code.
    pub(crate) fn unit(&self, dimension: usize) -> f64 {
        if self.tops[dimension] > 0.0 { self.tops[dimension] / 254.0 } else { 1.0 }
    }

    /// The largest values of a dimension, one for each of some blocks.
    pub(crate) fn maxima_of(&self, dimension: usize, blocks: Range<usize>) -> &[u8] {
        let first = dimension * self.blocks;
        self.maxima.at(first + blocks.start..first + blocks.end)
    }

    /// The bytes a search may read for each track, besides its row and the letters of names.
    pub(crate) fn bytes_a_track(&self) -> f64 {
        let of_places =
            self.order.bytes.len() + self.years.len() + self.tempi.len() + self.twins.len() * 8 + self.firsts.len() * 4;
        let boxes = self.boxes.len() + self.boxes_of_nodes.len() + self.boxes_of_leaves.len();
        let of_groups = self.maxima.len() + 4 * (self.blocks + boxes + self.longest_of_shelves.len());
        let fine = 2 * (self.fine[0].len() + self.fine[1].len());
        let names = self.artists.bytes() + self.series.bytes();
        let tree = self.of_blocks.bytes() + self.of_shelves.bytes() + self.leaves.bytes();
        (tree + of_places + of_groups + fine + names + self.moods.bytes()) as f64 / self.order.len().max(1) as f64
    }

    /// The fine codes of the tracks of a leaf, by axis.
    #[inline(always)]
    pub(crate) fn fine_of(&self, leaf: usize) -> [[u16; LEAF]; 2] {
        self.fine
            .each_ref()
            .map(|fine| fine.at(leaf * LEAF..(leaf + 1) * LEAF).try_into().unwrap_or([UNKNOWN_FINE; LEAF]))
    }

    /// Asks for what is told of a track by its place alone to be brought nearer.
    #[inline(always)]
    pub(crate) fn fetch_place(&self, place: usize) {
        self.order.fetch(place);
        fetch_at(&self.twins, place / 64);
    }

    /// Asks for the fine codes of a leaf to be brought nearer.
    #[inline(always)]
    pub(crate) fn fetch_fine(&self, leaf: usize) {
        self.fine.iter().for_each(|fine| fetch_at(fine, leaf * LEAF));
    }

    /// The classes of tempo of the tracks of a leaf.
    #[inline(always)]
    pub(crate) fn tempi_of(&self, leaf: usize) -> &[u8] {
        self.tempi.at(leaf * LEAF..(leaf + 1) * LEAF)
    }

    /// The tracks of a group that come before one, a bit each; `first` is its first place.
    #[inline(always)]
    pub(crate) fn before<const N: usize>(&self, first: usize, track: u32) -> u64 {
        let own = self.order.range(first..first + N);
        own.rev().fold(0, |before, own| before << 1 | u64::from(own < track))
    }

    /// The number of places there is room for: whole leaves.
    pub(crate) fn room(&self) -> usize {
        self.order.len().next_multiple_of(LEAF)
    }

    /// The number of groups of a size that hold any track.
    pub(crate) fn groups(&self, size: usize) -> usize {
        self.order.len().div_ceil(size)
    }
}
