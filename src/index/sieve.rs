//! What a filter says of whole groups at once. Whatever passes is still asked of the filter itself, so the sieve may let too many pass, never too few.

use std::ops::RangeInclusive;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Year;
use crate::features::encoder::Encoder;
use crate::index::columns::Columns;
use crate::index::kernels::Within;
use crate::index::wide::Width;
use crate::query::filter::Filter;

/// A year as it stands in the columns: from 1 for 1900 to 201 for 2100.
pub(crate) fn year_byte(year: Year) -> u8 {
    year.value().saturating_sub(1899).min(255) as u8
}

/// The tags and years of a filter, ready to be held against the columns.
#[derive(Debug, Default)]
pub(crate) struct Sieve {
    /// Sets of bit columns; a track has to be in one of each.
    tags: Vec<Vec<u64>>,
    years: Option<RangeInclusive<u8>>,
}

impl Sieve {
    /// Takes of a filter what the columns know.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, filter: &Filter) -> Self {
        let known = |facet: Facet| facet != Facet::Tempo && encoder.weighting().facets.of(facet) > 0.0;
        let tags = filter.tags.iter().filter(|(facet, _)| known(*facet));
        let tags = tags.filter_map(|(facet, tag)| encoder.carried_by(*facet, tag)).map(|d| columns.carrying(&d));
        let byte = |year: u16| year.clamp(1899, 1899 + 255).saturating_sub(1899) as u8;
        // An unknown year, 0, satisfies no range.
        let years = filter.years.as_ref().map(|years| byte(*years.start()).max(1)..=byte(*years.end()));
        Self { tags: tags.collect(), years }
    }

    /// The tracks of a group that may satisfy the filter.
    pub(crate) fn of_group(&self, columns: &Columns, group: usize, width: Width) -> u64 {
        let mut mask = columns.occupied(group);
        if let Some(years) = &self.years {
            let bytes = &columns.years[columns.places(group)];
            mask &= width.run(Within { bytes, from: *years.start(), to: *years.end() });
        }
        for set in &self.tags {
            if mask == 0 {
                return 0;
            }
            mask &= columns.bits.any_of(group, set);
        }
        mask
    }
}
