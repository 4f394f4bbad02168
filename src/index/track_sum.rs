//! The upper bounds of single tracks as sums of whole numbers.

use crate::index::columns::{Columns, TAGGED};
use crate::index::linear::{up, whole};
use crate::index::sum::{Sum, rounded};

/// Once so many sums are ready, the lengths they are for are rounded up.
const EXACT: usize = 64;

/// The lengths are rounded up to a multiple of this.
const STEP: u8 = 32;

/// What the planes of a question are worth. What tags are worth depends on the length of their facet's part, of which there are few in most
/// catalogues; the sum for each is made once.
#[derive(Debug, Default)]
pub(crate) struct TrackSum {
    /// What is the same for all blocks.
    fixed: Vec<Vec<(u16, u32)>>,
    /// By facet's place in [`TAGGED`]: planes, each with its worth in units where the facet's part has the length
    /// [`crate::index::columns::LONGEST_UNIT`].
    tags: [Vec<(u16, f32)>; 3],
    ready: Vec<([u8; 3], Sum)>,
}

impl TrackSum {
    /// Adds planes that do not meet, each with its number.
    pub(crate) fn push(&mut self, summand: Vec<(u16, u32)>) {
        self.fixed.push(summand);
    }

    /// Adds the plane of a tag with its worth.
    pub(crate) fn push_tag(&mut self, place: usize, plane: u16, worth: f64) {
        self.tags[place].push((plane, up(worth)));
    }

    /// The place of the sum for a block.
    pub(crate) fn of_block(&mut self, columns: &Columns, block: usize) -> usize {
        let mut key: [u8; 3] = std::array::from_fn(|place| match self.tags[place].as_slice() {
            [] => 0,
            _ => columns.longest[TAGGED[place].index()].one(block),
        });
        let known = |key: [u8; 3], ready: &[([u8; 3], Sum)]| ready.iter().rposition(|(known, _)| *known == key);
        if let Some(at) = known(key, &self.ready) {
            return at;
        }
        if self.ready.len() >= EXACT {
            key = key.map(|length| length.checked_next_multiple_of(STEP).unwrap_or(u8::MAX));
            if let Some(at) = known(key, &self.ready) {
                return at;
            }
        }
        let tagged = self.tags.iter().zip(key).flat_map(|(tags, length)| {
            tags.iter().map(move |(plane, worth)| [(*plane, rounded(whole(worth * f32::from(length))))])
        });
        let tagged: Vec<[(u16, u32); 1]> = tagged.collect();
        let summands = self.fixed.iter().map(Vec::as_slice).chain(tagged.iter().map(|one| one.as_slice()));
        self.ready.push((key, Sum::of(summands)));
        self.ready.len() - 1
    }

    /// The sum at a place.
    pub(crate) fn ready(&self, at: usize) -> &Sum {
        &self.ready[at].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::lanes::NONE;
    use crate::index::totals::{TOTAL_BITS, Totals, total_of};
    use crate::index::wide::Width;

    /// However many lengths there are, none gets a sum for a shorter one, and the sums stay few.
    #[test]
    fn a_block_is_never_bounded_by_a_shorter_length() {
        let mut columns = Columns::default();
        let lengths: Vec<u8> = (1..=254).rev().collect();
        columns.longest[TAGGED[0].index()] = lengths.clone().into();
        let mut sum = TrackSum::default();
        sum.push_tag(0, 0, 0.37);
        let planes = [[u64::MAX; 8]];
        for (block, length) in lengths.into_iter().enumerate() {
            let at = sum.of_block(&columns, block);
            let (mut room, mut totals) = (vec![NONE; sum.ready(at).room()], [NONE; TOTAL_BITS]);
            Width::detect().run(Totals {
                planes: &planes,
                sum: sum.ready(at),
                room: &mut room,
                bar: 0,
                totals: &mut totals,
            });
            assert!(f64::from(total_of(&totals, 0)) >= 0.37 * f64::from(length), "{length}");
        }
        assert!(sum.ready.len() <= EXACT + 8);
    }
}
