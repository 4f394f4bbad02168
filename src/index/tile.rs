//! A few blocks at once: their columns are read one after the other, so that memory is read in runs and never waited for one line at a time.

use crate::index::columns::{Columns, TAGGED};
use crate::index::lanes::{PLAIN_SHIFT, Summands};
use crate::index::linear::up;

/// So many blocks; a part of 64.
pub(crate) const TILE: usize = 32;

/// Some blocks that may hold something, and the summands of their tracks.
#[derive(Debug, Default)]
pub(crate) struct Tile {
    /// The first block, a multiple of [`TILE`].
    pub(crate) first: usize,
    /// One bit for each block from the first on.
    wanted: u64,
    /// The units of a score of 1 in what is summed up as it is.
    pub(crate) scale: f32,
    /// By facet's place in [`TAGGED`] and block: the units of a score that is a share of the code 1.
    pub(crate) scales: [[f32; TILE]; 3],
    /// By block: what is summed up as it is.
    pub(crate) plain: [Summands; TILE],
    /// By facet's place and block: what is summed up, then multiplied by a track's share.
    pub(crate) facets: [[Summands; TILE]; 3],
}

impl Tile {
    /// Begins anew with the blocks of a mask. A score of 1 is so many units.
    pub(crate) fn start(&mut self, columns: &Columns, first: usize, wanted: u64, units: f64) {
        (self.first, self.wanted) = (first, wanted);
        self.scale = up(units / f64::from(1 << PLAIN_SHIFT));
        for summands in self.plain.iter_mut().chain(self.facets.iter_mut().flatten()) {
            summands.clear();
        }
        for (place, scales) in self.scales.iter_mut().enumerate().take(TAGGED.len()) {
            for (own, unit) in
                scales.iter_mut().zip(columns.share_units[place].at(first..(first + TILE).min(columns.blocks)))
            {
                *own = unit * up(units);
            }
        }
    }

    /// The blocks.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = usize> + use<> {
        let (first, wanted) = (self.first, self.wanted);
        (0..TILE).filter(move |at| wanted >> at & 1 == 1).map(move |at| first + at)
    }

    /// Which word of blocks it lies in, as the bit columns count them.
    pub(crate) fn run(&self) -> usize {
        self.first / 64
    }

    /// Its blocks as bits of that word.
    pub(crate) fn mask(&self) -> u64 {
        self.wanted << (self.first % 64)
    }

    /// The place of the block that is a bit of that word.
    pub(crate) fn at(&self, bit: usize) -> usize {
        (bit - self.first % 64) % TILE
    }
}
