//! The upper bound of `sum_d q_d * x_d` over tags, for blocks and for each of their tracks.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, LONGEST_UNIT, TAGGED};
use crate::index::kernels::{AddCapped, AddMaxima};
use crate::index::lanes::Summands;
use crate::index::wide::Width;

/// A question's vector, weighed for the columns. Every weight is rounded up.
#[derive(Debug)]
pub(crate) struct Linear {
    /// By facet: the dimensions with their weight for [`Columns::maxima`].
    dimensions: [Vec<(usize, f32)>; 4],
    /// By facet: the length of the question's part, for [`Columns::longest`].
    lengths: [f32; 4],
    /// Which bit columns of tags the question has.
    columns: Vec<u64>,
    /// By bit column of a tag: its weight for a share of 1 in a part of the length [`LONGEST_UNIT`].
    weights: Vec<f32>,
}

/// The nearest `f32` that is not below.
pub(crate) fn up(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}

impl Linear {
    /// Weighs a vector, each number at least 0, that counts for `weight`.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, dense: &[f64], weight: f64) -> Self {
        let mut linear = Self {
            dimensions: Default::default(),
            lengths: [0.0; 4],
            columns: vec![0; columns.bits.width],
            weights: vec![0.0; columns.levels.len()],
        };
        for facet in Facet::ALL {
            let lit = || encoder.block(facet).filter(|d| dense[*d] > 0.0);
            let of_facet = lit().map(|d| (d, up(weight * dense[d] * columns.units[d])));
            linear.dimensions[facet.index()].extend(of_facet);
            let length = lit().map(|d| dense[d] * dense[d]).sum::<f64>().sqrt();
            linear.lengths[facet.index()] = up(weight * length * LONGEST_UNIT);
            for d in lit().filter(|_| TAGGED.contains(&facet)) {
                for column in columns.first_level[d]..columns.first_level[d + 1] {
                    let height = columns.levels[column].height;
                    linear.weights[column] = up(weight * dense[d] * encoder.idf(d) * height * LONGEST_UNIT);
                    linear.columns[column / 64] |= 1 << (column % 64);
                }
            }
        }
        linear
    }

    /// Adds to the bounds of all blocks.
    pub(crate) fn bound_blocks(&self, columns: &Columns, width: Width, bounds: &mut [f32]) {
        /// So many blocks at once, so that the sums stay in the nearest cache.
        const TILE: usize = 1024;
        let mut sums = [0.0; TILE];
        for start in (0..columns.blocks).step_by(TILE) {
            let tile = start..(start + TILE).min(columns.blocks);
            for facet in Facet::ALL {
                let dimensions = &self.dimensions[facet.index()];
                if dimensions.is_empty() {
                    continue;
                }
                let sums = &mut sums[..tile.len()];
                sums.fill(0.0);
                for (d, weight) in dimensions {
                    let maxima = &columns.maxima_of(*d)[tile.clone()];
                    width.run(AddMaxima { sums: &mut *sums, maxima, weight: *weight });
                }
                let longest = &columns.longest[facet.index()][tile.clone()];
                let length = self.lengths[facet.index()];
                width.run(AddCapped { totals: &mut bounds[tile.clone()], sums, longest, length });
            }
        }
    }

    /// Adds the summands of a block, a group a dimension. `scales` is what a share of the code 1 is worth, by facet.
    #[inline(always)]
    pub(crate) fn add(&self, columns: &Columns, block: usize, scales: [f32; 3], facets: &mut [Summands; 3]) {
        let lengths = TAGGED.map(|facet| f32::from(columns.longest[facet.index()][block]));
        let scales = [0, 1, 2].map(|place| scales[place] * lengths[place]);
        let (mut place, mut dimension) = (0, usize::MAX);
        columns.bits.occurring(block, &self.columns, |column, lanes| {
            // Columns come by dimension, and dimensions by facet.
            if columns.levels[column].dimension != dimension {
                facets[place].close();
                dimension = columns.levels[column].dimension;
                while column >= columns.facet_ends[place] {
                    place += 1;
                }
            }
            facets[place].push(lanes, (self.weights[column] * scales[place]).ceil() as u32);
        });
        facets[place].close();
    }
}
