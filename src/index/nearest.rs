//! The search for what is near to a place on the circumplex, where nothing else is wanted: cell by cell, the nearest first.

use std::ops::{Range, RangeInclusive};

use crate::catalogue::TrackIndex;
use crate::index::moods::{CELLS, Moods};
use crate::index::near::Near;
use crate::index::offers::{EXACT, Found};
use crate::index::pending::Pending;
use crate::index::question::Question;

/// So many cells to each side of the wanted one are looked into first.
const AROUND: usize = 2;

/// So many tracks of a cell to each side of the wanted valence are looked at first.
const MORE: usize = 4;

impl Question<'_> {
    /// Offers the tracks of the cells of the circumplex that are near enough, the nearest first.
    pub(crate) fn nearest<F: Fn(TrackIndex) -> bool>(
        &self,
        near: &Near,
        tracks: &mut Vec<Pending>,
        found: &mut Found<'_, F>,
    ) {
        let moods = &self.columns.moods;
        let [by_valence, by_arousal] = [0, 1].map(|axis| near.taken(axis, &Moods::sides()));
        let least = |taken: &[f32; CELLS]| {
            let by_taken = taken.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
            by_taken.map_or(0, |(at, _)| at)
        };
        let (valence, arousal) = (least(&by_valence), least(&by_arousal));
        let mut cells: Vec<(f32, usize, usize)> = Vec::new();
        // Those around the wanted point raise the bar, so that of the others hardly any is left.
        let (mut from, mut to) = (0, AROUND);
        while from < CELLS {
            cells.clear();
            let [valences, arousals] = near.ranges(found.bar() / EXACT).map(Moods::cells);
            let within = |cells: RangeInclusive<usize>, from: usize| {
                *cells.start().max(&from.saturating_sub(to))..=*cells.end().min(&(from + to))
            };
            let (valences, arousals) = (within(valences, valence), within(arousals, arousal));
            for (v, a) in valences.flat_map(|v| arousals.clone().map(move |a| (v, a))) {
                let far = v.abs_diff(valence).max(a.abs_diff(arousal));
                if far >= from && !moods.cell(v, a).is_empty() {
                    cells.push((near.left(by_valence[v] + by_arousal[a]), v, a));
                }
            }
            cells.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            for (bound, v, a) in &cells {
                if *bound < found.lowered() {
                    break;
                }
                self.look_into_cell(near, moods.cell(*v, *a), tracks, found);
            }
            (from, to) = (to + 1, 4 * to);
        }
    }

    /// Offers the tracks of a cell that are near enough, from the wanted valence on to either side.
    fn look_into_cell<F: Fn(TrackIndex) -> bool>(
        &self,
        near: &Near,
        numbers: Range<usize>,
        tracks: &mut Vec<Pending>,
        found: &mut Found<'_, F>,
    ) {
        let moods = &self.columns.moods;
        let valence_of = |number: usize| self.columns.fine[0].one(moods.places.one(number) as usize);
        let middle = moods.first_from(&numbers, near.valence(), |place| self.columns.fine[0].one(place));
        let (mut from, mut to, mut more) = (middle, middle, MORE);
        while from > numbers.start || to < numbers.end {
            let (bar, [valences, arousals]) = (found.lowered(), near.ranges(found.bar() / EXACT));
            // Whatever is farther on is farther from the wanted valence.
            if from > numbers.start && valence_of(from - 1) < *valences.start() {
                from = numbers.start;
            }
            if to < numbers.end && valence_of(to) > *valences.end() {
                to = numbers.end;
            }
            let below = from.saturating_sub(more).max(numbers.start)..from;
            let above = to..(to + more).min(numbers.end);
            (from, to) = (below.start, above.end);
            let near_enough = |place: u32| {
                let place = place as usize;
                let [valence, arousal] = self.fine(place);
                let [bound] = near.at([&[valence], &[arousal]]);
                let within = valences.contains(&valence) && arousals.contains(&arousal) && bound >= bar;
                (within && self.sieve.of_place(self.columns, place)).then(|| Pending::new(bound, place, true))
            };
            let places = moods.places.range(below).chain(moods.places.range(above));
            tracks.clear();
            tracks.extend(places.filter_map(near_enough));
            self.offer_all(tracks, found);
            more *= 4;
        }
    }
}
