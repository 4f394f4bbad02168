//! What a filter says of whole groups at once. Whatever passes is still asked of the filter itself, so the sieve may let too many pass, never too few.

use std::ops::RangeInclusive;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Year;
use crate::features::encoder::Encoder;
use crate::index::columns::Columns;
use crate::index::tree::LEAF;
use crate::query::filter::Filter;

/// A year as it stands in the columns: from 1 for 1900 to 201 for 2100.
pub(crate) fn year_code(year: Year) -> u8 {
    year.value().saturating_sub(1899).min(255) as u8
}

/// The tags and years of a filter, ready to be held against the columns.
#[derive(Debug, Default)]
pub(crate) struct Sieve {
    /// Sets of dimensions; a track has to have one of each.
    tags: Vec<Vec<usize>>,
    years: Option<RangeInclusive<u8>>,
}

impl Sieve {
    /// Takes of a filter what the columns know.
    pub(crate) fn new(encoder: &Encoder, filter: &Filter) -> Self {
        let known = |facet: Facet| facet != Facet::Tempo && encoder.weighting().facets.of(facet) > 0.0;
        let tags = filter.tags.iter().filter(|(facet, _)| known(*facet));
        let tags = tags.filter_map(|(facet, tag)| encoder.carried_by(*facet, tag));
        let code = |year: u16| year.clamp(1899, 1899 + 255).saturating_sub(1899) as u8;
        // An unknown year, 0, satisfies no range.
        let years = filter.years.as_ref().map(|years| code(*years.start()).max(1)..=code(*years.end()));
        Self { tags: tags.collect(), years }
    }

    /// The sets of dimensions of which a track has to have one each.
    pub(crate) fn tags(&self) -> impl ExactSizeIterator<Item = &[usize]> {
        self.tags.iter().map(Vec::as_slice)
    }

    /// Sets the bounds of blocks to 0 that lack a tag altogether.
    pub(crate) fn close(&self, columns: &Columns, bounds: &mut [f32]) {
        let mut most = vec![0; if self.tags.is_empty() { 0 } else { bounds.len() }];
        for set in &self.tags {
            most.fill(0);
            for dimension in set {
                let maxima = columns.maxima_of(*dimension, 0..columns.blocks);
                most.iter_mut().zip(maxima).for_each(|(most, own)| *most |= own);
            }
            bounds.iter_mut().zip(&most).for_each(|(bound, most)| *bound = if *most > 0 { *bound } else { 0.0 });
        }
    }

    /// The tracks of a leaf that may satisfy the filter as to what is kept of each place, a bit each.
    #[inline(always)]
    pub(crate) fn of_leaf(&self, columns: &Columns, leaf: usize) -> u64 {
        let Some(years) = &self.years else { return u64::MAX };
        let (from, to) = (*years.start(), *years.end());
        let own = columns.years.at(leaf * LEAF..(leaf + 1) * LEAF);
        own.iter().rev().fold(0, |within, year| within << 1 | u64::from((from <= *year) & (*year <= to)))
    }
}
