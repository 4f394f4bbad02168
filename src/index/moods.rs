//! The tracks by their place on the circumplex: where nothing else is wanted, only those near to it are looked at.

use std::ops::RangeInclusive;

use crate::index::columns::{FINE_SHIFT, KNOWN, UNKNOWN_FINE};
use crate::index::tree::Box;
use crate::storage::Section;

/// So many codes of valence or arousal make the side of a cell, as a power of two.
const SIDE: usize = 1;

/// The cells on each axis.
const CELLS: usize = KNOWN as usize >> SIDE;

/// The places of the tracks in each cell of a grid over valence and arousal; tracks without a known mood are in none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moods {
    /// Where each cell begins in `places`, cells by valence, then arousal; then where the last ends.
    pub(crate) starts: Section<u32>,
    /// Cell by cell, by valence.
    pub(crate) places: Section<u32>,
}

impl Moods {
    /// How many starts there are.
    pub(crate) const STARTS: usize = CELLS * CELLS + 1;

    /// Sorts places into cells, given the fine codes of each.
    pub(crate) fn new([valence, arousal]: [&[u16]; 2]) -> Self {
        let cell = |place: usize| {
            let (valence, arousal) = (valence[place], arousal[place]);
            let at = |fine: u16| (usize::from(fine) >> (FINE_SHIFT + SIDE)).min(CELLS - 1);
            (valence != UNKNOWN_FINE).then(|| at(valence) * CELLS + at(arousal))
        };
        let mut starts = vec![0_u32; Self::STARTS];
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
        Self { starts: starts.into(), places: places.into() }
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
    pub(crate) fn places_in(&self, cell: usize, range: &RangeInclusive<u16>, valence: impl Fn(usize) -> u16) -> &[u32] {
        let &[from, to] = self.starts.at(cell..cell + 2) else { return &[] };
        let all = self.places.at(from as usize..(to as usize).max(from as usize));
        let from = all.partition_point(|place| valence(*place as usize) < *range.start());
        let all = all.get(from..).unwrap_or_default();
        all.get(..all.partition_point(|place| valence(*place as usize) <= *range.end())).unwrap_or_default()
    }
}
