//! The search for what is near to a place on the circumplex, where nothing else is wanted: the nearest first, whatever cell they are in.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::{Range, RangeInclusive};

use crate::catalogue::TrackIndex;
use crate::index::moods::{CELLS, Moods};
use crate::index::near::Near;
use crate::index::offers::Found;
use crate::index::pending::Pending;
use crate::index::question::Question;
use crate::index::wide::fetch_at;

/// So many cells to each side of the wanted one are looked into first, where both axes are wanted.
const AROUND: usize = 2;

/// So many tracks of a cell to a side of the wanted valence are looked at first, and then twice as many each time.
const MORE: usize = 4;

/// So many ways are gone at once, and so many cut in two, so that memory is waited for once for all of them.
const TOGETHER: usize = 16;
const CUT: usize = 64;

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

/// The ways that are left, the nearest first, and room to go some of them.
#[derive(Debug, Default)]
struct Ways {
    left: BinaryHeap<Reverse<Way>>,
    /// Those that are cut in two, each with where.
    cut: Vec<Way>,
    at: Vec<Range<usize>>,
    /// Those that are gone.
    gone: Vec<Way>,
}

impl Way {
    /// The numbers of the tracks that are looked at next.
    fn next(&self) -> Range<usize> {
        match self.side {
            Side::Below => self.from.max(self.to.saturating_sub(self.more))..self.to,
            _ => self.from..self.to.min(self.from + self.more),
        }
    }

    /// What is left of it then.
    fn rest(&self) -> Self {
        let Range { start, end } = self.next();
        let more = 2 * self.more;
        match self.side {
            Side::Below => Self { to: start, more, ..*self },
            _ => Self { from: end, more, ..*self },
        }
    }

    /// The number of its nearest track, if it has any.
    fn nearest(&self) -> Option<usize> {
        (self.from < self.to).then(|| if self.side == Side::Below { self.to - 1 } else { self.from })
    }
}

impl Question<'_> {
    /// Offers the tracks of the cells of the circumplex that are near enough, the nearest first.
    pub(crate) fn nearest<F: Fn(TrackIndex) -> bool>(&self, near: &Near, found: &mut Found<'_, F>) {
        let (moods, mut tracks) = (&self.columns.moods, Vec::new());
        let by_cell = [0, 1].map(|axis| near.taken(axis, &Moods::sides()));
        let nearest = by_cell.map(|taken| {
            let by_taken = taken.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
            by_taken.map_or(0, |(at, _)| at)
        });
        let (wanted, mut ways) = (near.wants(), Ways::default());
        // Those around the wanted point raise the bar, so that of the others hardly any is left.
        let (mut from, mut to) = (0, if wanted == [true; 2] { AROUND } else { 0 });
        while from < CELLS {
            let ranges = near.ranges(found.exact_bar()).map(Moods::cells);
            let [valences, arousals] = [0, 1].map(|axis| {
                let within = nearest[axis].saturating_sub(to)..=nearest[axis] + to;
                if wanted[axis] { both(&ranges[axis], &within) } else { ranges[axis].clone() }
            });
            for (v, a) in valences.flat_map(|v| arousals.clone().map(move |a| (v, a))) {
                let far = |axis: usize, at: usize| if wanted[axis] { at.abs_diff(nearest[axis]) } else { 0 };
                let Range { start, end } = moods.cell(v, a);
                if start < end && far(0, v).max(far(1, a)) >= from {
                    let taken = (by_cell[0][v] + by_cell[1][a]).to_bits();
                    let way = Way { taken, side: Side::Both, arousal: a, from: start, to: end, more: MORE };
                    ways.left.push(Reverse(way));
                }
            }
            self.go(near, &by_cell[1], &mut ways, &mut tracks, found);
            (from, to) = (to + 1, 4 * to + 1);
        }
    }

    /// Goes some ways until all that is left of them is too far.
    fn go<F: Fn(TrackIndex) -> bool>(
        &self,
        near: &Near,
        by_arousal: &[f32; CELLS],
        ways: &mut Ways,
        tracks: &mut Vec<Pending>,
        found: &mut Found<'_, F>,
    ) {
        let (columns, places) = (self.columns, &self.columns.moods.places);
        let place = |number: usize| places.one(number) as usize;
        // Of an axis that is not wanted nothing has to be read.
        let axes = || (0..2).filter(|axis| near.wants()[*axis]);
        loop {
            let most = near.most_taken(found.exact_bar());
            ways.take(most);
            if ways.cut.is_empty() && ways.gone.is_empty() {
                ways.left.clear();
                break;
            }
            columns.moods.narrow(&mut ways.at, near.valence(), &columns.fine[0]);
            let halves = |(way, at): (&Way, &Range<usize>)| {
                let below = Way { side: Side::Below, to: at.start, ..way.clone() };
                [below, Way { side: Side::Above, from: at.start, ..way.clone() }]
            };
            let next: Vec<Way> =
                ways.cut.iter().zip(&ways.at).flat_map(halves).chain(ways.gone.iter().map(Way::rest)).collect();
            let numbers = || ways.gone.iter().flat_map(Way::next);
            let nearest = || next.iter().filter_map(Way::nearest);
            numbers().chain(nearest()).for_each(|number| places.fetch(number));
            numbers().for_each(|number| axes().for_each(|axis| fetch_at(&columns.fine[axis], place(number))));
            nearest().for_each(|number| fetch_at(&columns.fine[0], place(number)));
            ways.left.extend(next.into_iter().filter_map(|way| {
                let valence = columns.fine[0].one(place(way.nearest()?));
                let taken = near.taken_at(0, valence) + by_arousal[way.arousal];
                Some(Reverse(Way { taken: taken.to_bits(), ..way }))
            }));
            let near_enough = |place: usize| {
                let taken = axes().map(|axis| near.taken_at(axis, columns.fine[axis].one(place))).sum::<f32>();
                let within = taken <= most && self.sieve.of_place(columns, place);
                within.then(|| Pending::near(taken, place))
            };
            tracks.clear();
            tracks.extend(ways.gone.iter().flat_map(Way::next).map(place).filter_map(near_enough));
            self.offer_all(tracks, found);
        }
    }
}

impl Ways {
    /// Takes the next few, as far as they are near enough.
    fn take(&mut self, most: f32) {
        self.cut.clear();
        self.at.clear();
        self.gone.clear();
        while self.gone.len() < TOGETHER && self.cut.len() < CUT {
            let near_enough = |Reverse(way): &Reverse<Way>| f32::from_bits(way.taken) <= most;
            let Some(Reverse(way)) = self.left.pop().filter(near_enough) else { break };
            if way.side == Side::Both {
                self.at.push(way.from..way.to);
                self.cut.push(way);
            } else {
                self.gone.push(way);
            }
        }
    }
}

/// What two ranges have in common.
fn both(one: &RangeInclusive<usize>, other: &RangeInclusive<usize>) -> RangeInclusive<usize> {
    *one.start().max(other.start())..=*one.end().min(other.end())
}
