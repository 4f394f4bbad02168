//! The order of places: like tracks next to each other.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::features::vector::Row;

/// How many facets' leading dimensions the key holds, and how many bits each takes.
const TAKEN: usize = 12;
const BITS: u32 = 10;

/// What tracks are sorted by: their heaviest dimensions of each facet in turn. Only speed depends on it.
#[derive(Debug)]
pub(crate) struct Keys {
    /// By dimension.
    facets: Vec<Facet>,
    /// All but tempo, the heaviest first.
    turns: [Facet; 3],
    /// Room to work in, by facet.
    blocks: [Vec<(f64, usize)>; 4],
}

impl Keys {
    pub(crate) fn new(encoder: &Encoder) -> Self {
        let mut turns = [Facet::Theme, Facet::Genre, Facet::Instrumentation];
        turns.sort_by(|a, b| encoder.weighting().facets.of(*b).total_cmp(&encoder.weighting().facets.of(*a)));
        let facets = encoder.dimensions().iter().map(|dimension| dimension.facet).collect();
        Self { facets, turns, blocks: Default::default() }
    }

    /// The key of a row.
    pub(crate) fn of(&mut self, row: Row<'_>) -> u128 {
        self.blocks.iter_mut().for_each(Vec::clear);
        row.iter().for_each(|(d, v)| self.blocks[self.facets[d].index()].push((v, d)));
        for facet in self.turns {
            self.blocks[facet.index()].sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        }
        // Which facets are known goes first: within a block, the same facet then weighs the same.
        let mut key = self.blocks.iter().fold(0_u128, |key, of_facet| key << 1 | u128::from(!of_facet.is_empty()));
        for (turn, facet) in (0..TAKEN).map(|taken| (taken / self.turns.len(), self.turns[taken % self.turns.len()])) {
            let code = self.blocks[facet.index()].get(turn).map_or(0, |(_, d)| (*d as u128 + 1).min((1 << BITS) - 1));
            key = key << BITS | code;
        }
        key
    }
}
