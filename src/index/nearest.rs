//! The search for what is near to a place on the circumplex, where nothing else is wanted: the nearest first, whatever cell they are in.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::{Range, RangeInclusive};

use crate::catalogue::TrackIndex;
use crate::index::moods::{CELLS, Moods};
use crate::index::near::Near;
use crate::index::offers::{EXACT, Found};
use crate::index::pending::Pending;
use crate::index::question::Question;

/// So many cells to each side of the wanted one are looked into first, where both axes are wanted.
const AROUND: usize = 2;

/// So many tracks of a cell to a side of the wanted valence are looked at first, and then twice as many each time.
const MORE: usize = 4;

/// Some tracks of a cell that were not looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    /// The bits of what closeness takes at least from the logarithm of the score of any of them; numbers that are at least 0 sort like their bits.
    taken: u32,
    side: Side,
    /// The cell by arousal.
    arousal: usize,
    /// The first of their numbers, and the one after the last.
    from: usize,
    to: usize,
    /// So many are looked at next.
    more: usize,
}

/// On which side of the wanted valence tracks of a cell are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Both,
    Below,
    Above,
}

impl Question<'_> {
    /// Offers the tracks of the cells of the circumplex that are near enough, the nearest first.
    pub(crate) fn nearest<F: Fn(TrackIndex) -> bool>(
        &self,
        near: &Near,
        tracks: &mut Vec<Pending>,
        found: &mut Found<'_, F>,
    ) {
        let moods = &self.columns.moods;
        let by_cell = [0, 1].map(|axis| near.taken(axis, &Moods::sides()));
        let nearest = by_cell.map(|taken| {
            let by_taken = taken.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
            by_taken.map_or(0, |(at, _)| at)
        });
        let (wanted, mut ways) = (near.wants(), BinaryHeap::new());
        // Those around the wanted point raise the bar, so that of the others hardly any is left.
        let (mut from, mut to) = (0, if wanted == [true; 2] { AROUND } else { 0 });
        while from < CELLS {
            let ranges = near.ranges(found.bar() / EXACT).map(Moods::cells);
            let [valences, arousals] = [0, 1].map(|axis| {
                let within = nearest[axis].saturating_sub(to)..=nearest[axis] + to;
                if wanted[axis] { both(&ranges[axis], &within) } else { ranges[axis].clone() }
            });
            for (v, a) in valences.flat_map(|v| arousals.clone().map(move |a| (v, a))) {
                let far = |axis: usize, at: usize| if wanted[axis] { at.abs_diff(nearest[axis]) } else { 0 };
                let Range { start, end } = moods.cell(v, a);
                if start < end && far(0, v).max(far(1, a)) >= from {
                    let taken = (by_cell[0][v] + by_cell[1][a]).to_bits();
                    ways.push(Reverse(Way { taken, side: Side::Both, arousal: a, from: start, to: end, more: MORE }));
                }
            }
            self.go(near, &by_cell[1], &mut ways, tracks, found);
            (from, to) = (to + 1, 4 * to + 1);
        }
    }

    /// Goes some ways until all that is left of them is too far.
    fn go<F: Fn(TrackIndex) -> bool>(
        &self,
        near: &Near,
        by_arousal: &[f32; CELLS],
        ways: &mut BinaryHeap<Reverse<Way>>,
        tracks: &mut Vec<Pending>,
        found: &mut Found<'_, F>,
    ) {
        let moods = &self.columns.moods;
        let valence = |number: usize| self.columns.fine[0].one(moods.places.one(number) as usize);
        let (mut bar, mut most) = (0.0, near.most_taken(0.0));
        while let Some(Reverse(way)) = ways.pop() {
            if found.bar() > bar {
                bar = found.bar();
                most = near.most_taken(bar / EXACT);
            }
            if f32::from_bits(way.taken) > most {
                ways.clear();
                break;
            }
            let on = |side: Side, from: usize, to: usize, more: usize| {
                let next = if side == Side::Below { to.wrapping_sub(1) } else { from };
                (from < to).then(|| {
                    let taken = near.taken_at(0, valence(next)) + by_arousal[way.arousal];
                    Reverse(Way { taken: taken.to_bits(), side, from, to, more, ..way })
                })
            };
            let some = match way.side {
                Side::Both => {
                    let middle =
                        moods.first_from(&(way.from..way.to), near.valence(), |place| self.columns.fine[0].one(place));
                    ways.extend(on(Side::Below, way.from, middle, MORE));
                    ways.extend(on(Side::Above, middle, way.to, MORE));
                    continue;
                }
                Side::Below => way.from.max(way.to.saturating_sub(way.more))..way.to,
                Side::Above => way.from..way.to.min(way.from + way.more),
            };
            ways.extend(match way.side {
                Side::Below => on(way.side, way.from, some.start, 2 * way.more),
                _ => on(way.side, some.end, way.to, 2 * way.more),
            });
            let near_enough = |place: u32| {
                let place = place as usize;
                let fine = self.fine(place);
                let taken = near.taken_at(0, fine[0]) + near.taken_at(1, fine[1]);
                let within = taken <= most && self.sieve.of_place(self.columns, place);
                within.then(|| Pending::new(near.left(taken), place, true))
            };
            tracks.clear();
            tracks.extend(moods.places.range(some).filter_map(near_enough));
            self.offer_all(tracks, found);
        }
    }
}

/// What two ranges have in common.
fn both(one: &RangeInclusive<usize>, other: &RangeInclusive<usize>) -> RangeInclusive<usize> {
    *one.start().max(other.start())..=*one.end().min(other.end())
}
