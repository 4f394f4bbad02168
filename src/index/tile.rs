//! A few blocks at once: their columns are read one after the other, so that memory is read in runs and never waited for one line at a time.

use crate::index::lanes::{Lanes, NONE};

/// So many blocks: a word of the bit columns' own.
pub(crate) const TILE: usize = 64;

/// Some blocks that may hold something, and their planes.
#[derive(Debug, Default)]
pub(crate) struct Tile {
    /// The first block, a multiple of [`TILE`].
    pub(crate) first: usize,
    /// One bit for each block from the first on.
    wanted: u64,
    /// How many planes each block has.
    width: usize,
    /// The planes, block by block.
    planes: Vec<Lanes>,
}

impl Tile {
    /// Room for so many planes a block.
    pub(crate) fn new(width: usize) -> Self {
        Self { first: 0, wanted: 0, width, planes: vec![NONE; width * TILE] }
    }

    /// Begins anew with the blocks of a mask.
    pub(crate) fn start(&mut self, first: usize, wanted: u64) {
        (self.first, self.wanted) = (first, wanted);
    }

    /// The blocks.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = usize> + use<> {
        let (first, wanted) = (self.first, self.wanted);
        (0..TILE).filter(move |at| wanted >> at & 1 == 1).map(move |at| first + at)
    }

    /// Which word of blocks it lies in, as the bit columns count them.
    pub(crate) fn run(&self) -> usize {
        self.first / TILE
    }

    /// Its blocks as bits of that word.
    pub(crate) fn mask(&self) -> u64 {
        self.wanted
    }

    /// The planes of all of its blocks, to be filled, and how many each has.
    pub(crate) fn all(&mut self) -> (&mut [Lanes], usize) {
        (&mut self.planes[..self.wanted.count_ones() as usize * self.width], self.width)
    }

    /// The planes of each of its blocks in turn, to be filled.
    pub(crate) fn rows(&mut self) -> impl Iterator<Item = &mut [Lanes]> {
        let (planes, width) = self.all();
        // A question without planes has no rows either.
        planes.chunks_exact_mut(width.max(1))
    }

    /// The planes of the block that is the `at`-th of them.
    pub(crate) fn planes(&self, at: usize) -> &[Lanes] {
        &self.planes[at * self.width..(at + 1) * self.width]
    }
}
