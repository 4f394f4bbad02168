//! The tracks by their place on the circumplex: where nothing else is wanted, only those near to it are looked at.

use std::ops::RangeInclusive;

use crate::index::columns::{FINE_SHIFT, KNOWN, UNKNOWN_FINE};
use crate::index::places::Places;
use crate::index::tree::Box;
use crate::storage::Section;

/// So many codes of valence or arousal make the side of a cell, as a power of two.
const SIDE: usize = 1;

/// The cells on each axis.
const CELLS: usize = KNOWN as usize >> SIDE;

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
            let at = |fine: u16| (usize::from(fine) >> (FINE_SHIFT + SIDE)).min(CELLS - 1);
            (valence != UNKNOWN_FINE).then(|| at(valence) * CELLS + at(arousal))
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

    /// The cells that hold any track, with the box around each.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (usize, Box)> {
        let side = |at: usize| [(at << SIDE) as u8, (at << SIDE | ((1 << SIDE) - 1)) as u8];
        let filled = self.starts.all().windows(2).enumerate().filter(|(_, ends)| ends[0] < ends[1]);
        filled.map(move |(cell, _)| {
            let ([low, high], [lower, higher]) = (side(cell / CELLS), side(cell % CELLS));
            (cell, [low, high, lower, higher])
        })
    }

    /// The places in a cell whose fine code of valence lies in a range; `valence` is that of a place.
    pub(crate) fn places_in(
        &self,
        cell: usize,
        range: &RangeInclusive<u16>,
        valence: impl Fn(usize) -> u16,
    ) -> impl Iterator<Item = usize> {
        let (from, to) = match self.starts.at(cell..cell + 2) {
            &[from, to] => (from as usize, to as usize),
            _ => (0, 0),
        };
        // The first number from one on whose valence is not below some; places are sorted by it.
        let first = |mut from: usize, below: &dyn Fn(u16) -> bool| {
            let mut to = to;
            while from < to {
                let middle = from + (to - from) / 2;
                if below(valence(self.places.one(middle) as usize)) { from = middle + 1 } else { to = middle }
            }
            from
        };
        let from = first(from, &|own| own < *range.start());
        let to = first(from, &|own| own <= *range.end());
        self.places.range(from..to).map(|place| place as usize)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Every place with a known mood is in one cell, and found there by its valence.
        #[test]
        fn whoever_is_in_a_range_of_valence_is_found(
            fine in proptest::collection::vec((0_u16..=63_487, 0_u16..=63_487, any::<bool>()), 0..200),
            (one, other) in (0_u16..=63_487, 0_u16..=63_487),
        ) {
            let known = |value: u16, known: bool| if known { value } else { UNKNOWN_FINE };
            let valence: Vec<u16> = fine.iter().map(|(v, _, there)| known(*v, *there)).collect();
            let arousal: Vec<u16> = fine.iter().map(|(_, a, there)| known(*a, *there)).collect();
            let moods = Moods::new([&valence, &arousal]);
            let moods = Moods::stored(moods.starts, moods.places.bytes, valence.len()).unwrap();
            let range = one.min(other)..=one.max(other);
            let mut found: Vec<usize> =
                moods.cells().flat_map(|(cell, _)| moods.places_in(cell, &range, |place| valence[place])).collect();
            found.sort_unstable();
            let expected: Vec<usize> = (0..fine.len()).filter(|place| range.contains(&valence[*place])).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
