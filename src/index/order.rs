//! The order of places: like tracks next to each other.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::features::vector::Row;

/// How many facets' leading dimensions the key holds, and how many bits each takes.
const TAKEN: usize = 12;
const BITS: u32 = 10;

/// What a track is sorted by: its heaviest dimensions of each facet in turn. Only speed depends on it.
pub(crate) fn key(encoder: &Encoder, row: Row<'_>) -> u128 {
    let mut blocks: [Vec<(f64, usize)>; 4] = Default::default();
    for facet in Facet::ALL {
        let block = encoder.block(facet);
        let of_block = &mut blocks[facet.index()];
        of_block.extend(row.iter().filter(|(d, _)| block.contains(d)).map(|(d, v)| (v, d)));
        of_block.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    let mut facets = [Facet::Theme, Facet::Genre, Facet::Instrumentation];
    facets.sort_by(|a, b| encoder.weighting().facets.of(*b).total_cmp(&encoder.weighting().facets.of(*a)));
    // Which facets are known goes first: within a block, the same facet then weighs the same.
    let mut key = blocks.iter().fold(0_u128, |key, of_facet| key << 1 | u128::from(!of_facet.is_empty()));
    let mut taken = 0;
    'full: for turn in 0..TAKEN {
        for facet in facets {
            let code = blocks[facet.index()].get(turn).map_or(0, |(_, d)| (*d as u128 + 1).min((1 << BITS) - 1));
            key = key << BITS | code;
            taken += 1;
            if taken == TAKEN {
                break 'full;
            }
        }
    }
    key
}
