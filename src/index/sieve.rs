//! What a filter says of whole blocks at once. Whatever passes is still asked of the filter itself, so the sieve may let too many pass, never too few.

use std::ops::RangeInclusive;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Year;
use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, YEAR_BITS, planes_of};
use crate::index::lanes::{Lanes, NONE, both, either};
use crate::index::rings::Within;
use crate::index::wide::Width;
use crate::query::filter::Filter;

/// A year as it stands in the columns: from 1 for 1900 to 201 for 2100.
pub(crate) fn year_code(year: Year) -> u8 {
    year.value().saturating_sub(1899).min(255) as u8
}

/// The tags and years of a filter, ready to be held against the columns.
#[derive(Debug, Default)]
pub(crate) struct Sieve {
    /// Sets of bit columns; a track has to be in one of each.
    tags: Vec<Vec<usize>>,
    years: Option<RangeInclusive<u8>>,
}

impl Sieve {
    /// Takes of a filter what the columns know.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, filter: &Filter) -> Self {
        let known = |facet: Facet| facet != Facet::Tempo && encoder.weighting().facets.of(facet) > 0.0;
        let tags = filter.tags.iter().filter(|(facet, _)| known(*facet));
        let tags = tags.filter_map(|(facet, tag)| encoder.carried_by(*facet, tag)).map(|d| columns.carrying(&d));
        let code = |year: u16| year.clamp(1899, 1899 + 255).saturating_sub(1899) as u8;
        // An unknown year, 0, satisfies no range.
        let years = filter.years.as_ref().map(|years| code(*years.start()).max(1)..=code(*years.end()));
        Self { tags: tags.collect(), years }
    }

    /// Sets the bounds of blocks to 0 that lack a tag altogether.
    pub(crate) fn close(&self, columns: &Columns, bounds: &mut [f32]) {
        for set in &self.tags {
            for (run, bounds) in bounds.chunks_mut(64).enumerate() {
                let present = set.iter().fold(0, |any, column| any | columns.bits.present_in(*column, run));
                let absent = bounds.iter_mut().enumerate().filter(|(block, _)| present >> block & 1 == 0);
                absent.for_each(|(_, bound)| *bound = 0.0);
            }
        }
    }

    /// The tracks that may satisfy the filter, of some of 64 blocks; the mask of the blocks with any.
    pub(crate) fn of_run(
        &self,
        columns: &Columns,
        width: Width,
        run: usize,
        mut wanted: u64,
        admissible: &mut [Lanes; 64],
    ) -> u64 {
        let blocks = |wanted: u64| (0..64).filter(move |at| wanted >> at & 1 == 1);
        blocks(wanted).for_each(|at| admissible[at] = columns.occupied(run * 64 + at));
        for set in &self.tags {
            let (mut any, mut own) = ([NONE; 64], [NONE; 64]);
            let count = wanted.count_ones() as usize;
            for column in set.iter().filter(|column| columns.bits.present_in(**column, run) & wanted != 0) {
                columns.bits.read(*column, run, wanted, (&mut own[..count], 1), 0);
                any.iter_mut().zip(&own[..count]).for_each(|(any, own)| *any = either(any, own));
            }
            for (at, any) in blocks(wanted).zip(&any) {
                admissible[at] = both(&admissible[at], any);
                wanted &= !(u64::from(admissible[at] == NONE) << at);
            }
        }
        if let Some(years) = &self.years {
            for at in blocks(wanted) {
                let planes = planes_of(&columns.years, run * 64 + at, YEAR_BITS);
                let within = width.run(Within { planes, from: *years.start(), to: *years.end() });
                admissible[at] = both(&admissible[at], &within);
                wanted &= !(u64::from(admissible[at] == NONE) << at);
            }
        }
        wanted
    }
}
