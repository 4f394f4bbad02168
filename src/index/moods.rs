//! The tracks by their place on the circumplex: where nothing else is wanted, only those near to it are looked at.

use std::ops::{Range, RangeInclusive};

use crate::index::columns::{FINE_SHIFT, KNOWN, UNKNOWN_FINE};
use crate::index::places::Places;
use crate::index::wide::fetch_at;
use crate::storage::Section;

/// So many codes of valence or arousal make the side of a cell, as a power of two.
const SIDE: usize = 1;

/// The cells on each axis.
pub(crate) const CELLS: usize = KNOWN as usize >> SIDE;

/// Which cell of an axis a fine code is in.
fn cell_at(fine: u16) -> usize {
    (usize::from(fine) >> (FINE_SHIFT + SIDE)).min(CELLS - 1)
}

/// The places of the tracks in each cell of a grid over valence and arousal; tracks without a known mood are in none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moods {
    /// The number of the first place of each cell, cells by valence, then arousal; then how many there are.
    pub(crate) starts: Section<u32>,
    /// Cell by cell, by valence.
    pub(crate) places: Places,
}

impl Moods {
    /// Sorts places into cells, given the fine codes of each.
    pub(crate) fn new([valence, arousal]: [&[u16]; 2]) -> Self {
        let cell = |place: usize| {
            let (valence, arousal) = (valence[place], arousal[place]);
            (valence != UNKNOWN_FINE).then(|| cell_at(valence) * CELLS + cell_at(arousal))
        };
        let mut starts = vec![0_u32; CELLS * CELLS + 1];
        (0..valence.len()).filter_map(cell).for_each(|cell| starts[cell + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![0; starts.last().map_or(0, |end| *end as usize)];
        for place in 0..valence.len() {
            if let Some(cell) = cell(place) {
                places[next[cell] as usize] = place as u32;
                next[cell] += 1;
            }
        }
        for ends in starts.windows(2) {
            places[ends[0] as usize..ends[1] as usize].sort_unstable_by_key(|place| (valence[*place as usize], *place));
        }
        Self { starts: starts.into(), places: Places::new(&places, valence.len()) }
    }

    /// The parts of a grid over so many places; none where they do not fit together.
    pub(crate) fn stored(starts: Section<u32>, places: Section<u8>, tracks: usize) -> Option<Self> {
        let last = (starts.len() == CELLS * CELLS + 1).then(|| starts.one(CELLS * CELLS) as usize)?;
        Some(Self { starts, places: Places::stored(places, last, tracks)? })
    }

    /// The bytes of the grid.
    pub(crate) fn bytes(&self) -> usize {
        self.starts.len() * 4 + self.places.bytes.len()
    }

    /// The range of codes that each cell spans on an axis, in their order.
    pub(crate) fn sides() -> [RangeInclusive<u8>; CELLS] {
        std::array::from_fn(|at| (at << SIDE) as u8..=(at << SIDE | ((1 << SIDE) - 1)) as u8)
    }

    /// The cells that a range of fine codes of an axis meets.
    pub(crate) fn cells(fine: RangeInclusive<u16>) -> RangeInclusive<usize> {
        cell_at(*fine.start())..=cell_at(*fine.end())
    }

    /// The numbers of the places in the cell of these numbers by valence and by arousal; they ascend by valence.
    pub(crate) fn cell(&self, valence: usize, arousal: usize) -> Range<usize> {
        let cell = valence * CELLS + arousal;
        match self.starts.at(cell..cell + 2) {
            &[from, to] if from <= to && to as usize <= self.places.len() => from as usize..to as usize,
            _ => 0..0,
        }
    }

    /// Narrows ranges of numbers, which ascend by valence, each to where the first is whose valence is not below one; `valence` is that of places.
    ///
    /// All are searched at the same time, so that memory is waited for once a step rather than for each of them.
    pub(crate) fn narrow(&self, ranges: &mut [Range<usize>], least: u16, valence: &Section<u16>) {
        let middle = |range: &Range<usize>| range.start + range.len() / 2;
        while ranges.iter().any(|range| !range.is_empty()) {
            let open = || ranges.iter().filter(|range| !range.is_empty());
            open().for_each(|range| self.places.fetch(middle(range)));
            open().for_each(|range| fetch_at(valence, self.places.one(middle(range)) as usize));
            for range in ranges.iter_mut().filter(|range| range.start < range.end) {
                let middle = middle(range);
                let below = valence.one(self.places.one(middle) as usize) < least;
                *(if below { &mut range.start } else { &mut range.end }) = middle + usize::from(below);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Every place with a known mood is in the cell of its codes, in the order of valence.
        #[test]
        fn whoever_has_a_mood_is_in_its_cell(
            fine in proptest::collection::vec((0_u16..=63_487, 0_u16..=63_487, any::<bool>()), 0..200),
            least in 0_u16..=63_487,
        ) {
            let known = |value: u16, known: bool| if known { value } else { UNKNOWN_FINE };
            let valence: Vec<u16> = fine.iter().map(|(v, _, there)| known(*v, *there)).collect();
            let arousal: Vec<u16> = fine.iter().map(|(_, a, there)| known(*a, *there)).collect();
            let moods = Moods::new([&valence, &arousal]);
            let moods = Moods::stored(moods.starts, moods.places.bytes, valence.len()).unwrap();
            let (mut found, mut ranges, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
            for (v, of_valence) in Moods::sides().iter().enumerate() {
                for (a, of_arousal) in Moods::sides().iter().enumerate() {
                    let numbers = moods.cell(v, a);
                    let own: Vec<usize> = moods.places.range(numbers.clone()).map(|place| place as usize).collect();
                    let code = |fine: u16| (fine >> FINE_SHIFT) as u8;
                    prop_assert!(own.iter().all(|place| of_valence.contains(&code(valence[*place]))));
                    prop_assert!(own.iter().all(|place| of_arousal.contains(&code(arousal[*place]))));
                    prop_assert!(own.is_sorted_by_key(|place| valence[*place]));
                    let below = own.iter().filter(|place| valence[**place] < least).count();
                    ranges.push(numbers.clone());
                    firsts.push(numbers.start + below..numbers.start + below);
                    found.extend(own);
                }
            }
            moods.narrow(&mut ranges, least, &valence.clone().into());
            prop_assert_eq!(ranges, firsts);
            found.sort_unstable();
            let expected: Vec<usize> = (0..fine.len()).filter(|place| fine[*place].2).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
