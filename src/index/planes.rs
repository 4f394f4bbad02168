//! The planes a question reads of every block, and those it makes of them.

use crate::index::columns::{Columns, Kept};
use crate::index::lanes::Lanes;
use crate::index::tile::Tile;
use crate::index::wide::Vector;

/// The most planes that have places.
pub(crate) const MOST: usize = u16::MAX as usize;

/// Which planes there are for each block of a question, by their places.
#[derive(Debug, Clone, Default)]
pub(crate) struct Planes {
    /// Bit columns, each with its place.
    columns: Vec<(usize, u16)>,
    /// Planes of those tracks that are in all of some, with its own place after theirs.
    meetings: Vec<(Vec<u16>, u16)>,
    chains: Vec<Chain>,
    len: usize,
}

/// Planes, the first as it is, of the others those tracks that are in none before.
#[derive(Debug, Clone)]
struct Chain {
    first: u16,
    /// A plane, and the place of what is left of it.
    rest: Vec<(u16, u16)>,
}

impl Planes {
    /// How many there are. Places are right as long as there are not more than [`MOST`].
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The place of the first of `n` planes that somebody else fills.
    pub(crate) fn reserve(&mut self, n: usize) -> u16 {
        let first = self.len as u16;
        self.len += n;
        first
    }

    /// The place of a bit column.
    pub(crate) fn column(&mut self, column: usize) -> u16 {
        if let Some((_, place)) = self.columns.iter().find(|(known, _)| *known == column) {
            return *place;
        }
        let place = self.reserve(1);
        self.columns.push((column, place));
        place
    }

    /// The place of the tracks that are in all of some bit columns, at least one.
    pub(crate) fn all_of(&mut self, columns: impl Iterator<Item = usize>) -> u16 {
        let all: Vec<u16> = columns.map(|column| self.column(column)).collect();
        if let [one] = all.as_slice() {
            return *one;
        }
        if let Some((_, place)) = self.meetings.iter().find(|(known, _)| *known == all) {
            return *place;
        }
        let place = self.reserve(1);
        self.meetings.push((all, place));
        place
    }

    /// The places of what is left of each of some planes without those before it; they do not meet.
    pub(crate) fn firsts(&mut self, planes: &[u16]) -> Vec<u16> {
        let Some((first, others)) = planes.split_first() else { return Vec::new() };
        let known = |chain: &&Chain| chain.first == *first && chain.rest.iter().map(|(plane, _)| plane).eq(others);
        if let Some(chain) = self.chains.iter().find(known) {
            return std::iter::once(*first).chain(chain.rest.iter().map(|(_, left)| *left)).collect();
        }
        let rest: Vec<(u16, u16)> = others.iter().map(|plane| (*plane, self.reserve(1))).collect();
        let places = std::iter::once(*first).chain(rest.iter().map(|(_, left)| *left)).collect();
        if !rest.is_empty() {
            self.chains.push(Chain { first: *first, rest });
        }
        places
    }

    /// Reads the bit columns of a tile's blocks.
    #[inline(always)]
    pub(crate) fn read(&self, columns: &Columns, tile: &mut Tile) {
        let (run, mask) = (tile.run(), tile.mask());
        for (column, place) in &self.columns {
            columns.bits.read(*column, run, mask, tile.all(), usize::from(*place));
        }
    }

    /// Adds what will be read of the bit columns in a run, column by column; to be fetched before it is.
    pub(crate) fn ahead<'c>(&self, columns: &'c Columns, run: usize, found: &mut Vec<Kept<'c>>) {
        found.extend(self.columns.iter().map(|(column, _)| columns.bits.kept(*column, run)));
    }

    /// Makes the others of a block's planes.
    #[inline(always)]
    pub(crate) fn derive<V: Vector>(&self, planes: &mut [Lanes]) {
        for (all, place) in &self.meetings {
            let every =
                all.iter().fold(V::splat(u64::MAX), |every, plane| every.and(V::load(&planes[usize::from(*plane)])));
            every.store(&mut planes[usize::from(*place)]);
        }
        for chain in &self.chains {
            let mut before = V::load(&planes[usize::from(chain.first)]);
            for (plane, left) in &chain.rest {
                let own = V::load(&planes[usize::from(*plane)]);
                own.without(before).store(&mut planes[usize::from(*left)]);
                before = before.or(own);
            }
        }
    }
}
