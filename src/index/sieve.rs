//! What a filter says of whole groups at once. What it cannot tell is asked of the tracks that pass.

use std::ops::RangeInclusive;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Year;
use crate::features::encoder::Encoder;
use crate::index::columns::Columns;
use crate::index::names::Names;
use crate::index::tree::{LEAF, LEAVES, MEMBERS, NODE, NODES};
use crate::index::wide::{fetch, fetch_at};
use crate::query::filter::{Called, Filter};

/// A year as it stands in the columns: from 1 for the first.
pub(crate) fn year_code(year: Year) -> u8 {
    (year.value() - Year::MIN.value() + 1).min(255) as u8
}

/// The leaves of a node that have any of some of its tracks, a bit each.
#[inline(always)]
fn with_any(tracks: u64) -> u64 {
    // The highest bit of each byte that is not 0, then these bits side by side.
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let any = (((tracks & LOW) + LOW) | tracks) & !LOW;
    (any >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Names that more than one track in so many has are left to the filter.
const LISTED: usize = 16;

/// The places of the tracks whose names satisfy a filter, each once, and takes these names from it; none where it asks for no names, or for some that
/// more than a few tracks have.
pub(crate) fn named(columns: &Columns, filter: &mut Filter) -> Option<Vec<u32>> {
    let most = columns.order.len() / LISTED;
    let told = |names: &Names, words: &mut Vec<Called>| {
        let places = if words.is_empty() { None } else { names.places(words, most) };
        places.inspect(|_| words.clear())
    };
    match (told(&columns.artists, &mut filter.artists), told(&columns.series, &mut filter.dramas)) {
        (Some(mut of_artists), Some(of_series)) => {
            of_artists.sort_unstable();
            Some(of_series.into_iter().filter(|place| of_artists.binary_search(place).is_ok()).collect())
        }
        (of_artists, of_series) => of_artists.or(of_series),
    }
}

/// The tags, years and names of a filter, ready to be held against the columns.
#[derive(Debug, Default)]
pub(crate) struct Sieve {
    /// Sets of dimensions; a track has to have one of each.
    tags: Vec<Vec<usize>>,
    years: Option<RangeInclusive<u8>>,
    /// By node: the tracks of the names that are asked for, a bit each, where they can be told.
    listed: Option<Vec<u64>>,
}

impl Sieve {
    /// Takes from a filter what the columns tell; `named` are the places of the tracks whose names satisfy it, where they were told.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, filter: &mut Filter, named: Option<&[u32]>) -> Self {
        let known = |facet: Facet| facet != Facet::Tempo && encoder.weighting().facets.of(facet) > 0.0;
        let mut tags = Vec::new();
        // Whoever lights a dimension of those carries the tag or a narrower one.
        filter.tags.retain(|(facet, tag)| {
            let carried = encoder.carried_by(*facet, tag).filter(|_| known(*facet));
            let left = carried.is_none();
            tags.extend(carried);
            left
        });
        let code = |year: u16| year.clamp(1899, 1899 + 255).saturating_sub(1899) as u8;
        // An unknown year, 0, satisfies no range.
        let years = filter.years.take().map(|years| code(*years.start()).max(1)..=code(*years.end()));
        let listed = named.map(|places| {
            let mut nodes = vec![0; columns.groups(NODE)];
            for place in places.iter().map(|place| *place as usize) {
                if let Some(node) = nodes.get_mut(place / NODE) {
                    *node |= 1 << (place % NODE);
                }
            }
            nodes
        });
        Self { tags, years, listed }
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

    /// The nodes of a block of which any track has a name that is asked for, a bit each.
    #[inline(always)]
    pub(crate) fn of_block(&self, block: usize) -> u64 {
        let Some(listed) = &self.listed else { return u64::MAX };
        let nodes = listed.get(block * MEMBERS..).unwrap_or_default().iter().take(MEMBERS).enumerate();
        nodes.fold(0, |any, (node, tracks)| any | u64::from(*tracks != 0) << node)
    }

    /// The leaves of a shelf of which any track has a name that is asked for, a bit each.
    #[inline(always)]
    pub(crate) fn of_shelf(&self, shelf: usize) -> u64 {
        let Some(listed) = &self.listed else { return u64::MAX };
        let nodes = listed.get(shelf * NODES..).unwrap_or_default().iter().take(NODES);
        nodes.rev().fold(0, |any, tracks| any << LEAVES | with_any(*tracks))
    }

    /// Whether anything is asked of leaves.
    pub(crate) fn asks_of_leaves(&self) -> bool {
        self.years.is_some() || self.listed.is_some()
    }

    /// The tracks of a leaf that satisfy the filter as to names and years, a bit each.
    #[inline(always)]
    pub(crate) fn of_leaf(&self, columns: &Columns, leaf: usize) -> u64 {
        let listed = match &self.listed {
            Some(listed) => listed.get(leaf / LEAVES).copied().unwrap_or(0) >> (leaf % LEAVES * LEAF) & 0xff,
            None => u64::MAX,
        };
        let Some(years) = self.years.as_ref().filter(|_| listed != 0) else { return listed };
        let (from, to) = (*years.start(), *years.end());
        let own = columns.years.at(leaf * LEAF..(leaf + 1) * LEAF);
        listed & own.iter().rev().fold(0, |within, year| within << 1 | u64::from((from <= *year) & (*year <= to)))
    }

    /// Asks for what tells of a leaf to be brought nearer.
    #[inline(always)]
    pub(crate) fn fetch_of_leaf(&self, columns: &Columns, leaf: usize) {
        if self.years.is_some() {
            fetch_at(&columns.years, leaf * LEAF);
        }
        if let Some(listed) = &self.listed {
            listed.get(leaf / LEAVES).into_iter().for_each(fetch);
        }
    }

    /// Whether the track at a place satisfies the filter as to names and years.
    pub(crate) fn of_place(&self, columns: &Columns, place: usize) -> bool {
        self.of_leaf(columns, place / LEAF) >> (place % LEAF) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Leaf by leaf is the oracle; few tracks at a time, so that leaves without any are common.
        #[test]
        fn a_leaf_has_any_that_has_one(tracks in any::<u64>(), others in any::<u64>(), more in any::<u64>()) {
            let tracks = tracks & others & more & others.rotate_left(7);
            let oracle = (0..LEAVES).map(|leaf| u64::from(tracks >> (leaf * LEAF) & 0xff != 0) << leaf).sum::<u64>();
            prop_assert_eq!(with_any(tracks), oracle);
        }
    }
}
