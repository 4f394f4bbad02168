//! What a filter says of whole blocks at once. Whatever passes is still asked of the filter itself, so the sieve may let too many pass, never too few.

use std::ops::RangeInclusive;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Year;
use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, YEAR_BITS, planes_of};
use crate::index::lanes::{Lanes, NONE, Within, both};
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

    /// The tracks of a block that may satisfy the filter.
    pub(crate) fn of_block(&self, columns: &Columns, block: usize, width: Width) -> Lanes {
        let mut lanes = columns.occupied(block);
        for set in &self.tags {
            lanes = both(&lanes, &columns.bits.any_of(block, set));
            if lanes == NONE {
                return NONE;
            }
        }
        if let Some(years) = &self.years {
            let planes = planes_of(&columns.years, block, YEAR_BITS);
            lanes = both(&lanes, &width.run(Within { planes, from: *years.start(), to: *years.end() }));
        }
        lanes
    }
}
