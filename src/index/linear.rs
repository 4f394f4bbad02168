//! The upper bound of `sum_d q_d * x_d`, for blocks and for whatever is in them.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, LONGEST_UNIT};
use crate::index::kernels::{AddCapped, AddMaxima};
use crate::index::slots::Sum;
use crate::index::wide::Width;

/// A question's vector, weighed for the columns. Every weight is rounded up.
#[derive(Debug)]
pub(crate) struct Linear {
    /// By facet: the dimensions with their weight for [`Columns::maxima`].
    dimensions: [Vec<(usize, f32)>; 4],
    /// By facet: the length of the question's part.
    lengths: [f32; 4],
}

/// The nearest `f32` that is not below.
pub(crate) fn up(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}

impl Linear {
    /// Weighs a vector, each number at least 0, that counts for `weight`.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, (weight, dense): (f64, &[f64])) -> Self {
        let mut linear = Self { dimensions: Default::default(), lengths: [0.0; 4] };
        for facet in Facet::ALL.into_iter().filter(|facet| *facet != Facet::Tempo) {
            let lit = || encoder.block(facet).filter(|d| dense[*d] > 0.0);
            let of_facet = lit().map(|d| (d, up(weight * dense[d] * columns.unit(d) * LONGEST_UNIT)));
            linear.dimensions[facet.index()].extend(of_facet);
            let length = lit().map(|d| dense[d] * dense[d]).sum::<f64>().sqrt();
            linear.lengths[facet.index()] = up(weight * length * LONGEST_UNIT);
        }
        linear
    }

    /// The sums that it asks for, one a facet; tempo is told by its classes.
    pub(crate) fn sums(&self) -> impl Iterator<Item = Sum> {
        let all = self.dimensions.iter().zip(self.lengths).enumerate();
        let lit = all.filter(|(_, (dimensions, _))| !dimensions.is_empty());
        lit.map(|(facet, (terms, most))| Sum { most, facet, terms: terms.clone() })
    }

    /// Adds to the bounds of all blocks, and what is cut off of them to `beyond`.
    pub(crate) fn bound_blocks(&self, columns: &Columns, width: Width, bounds: &mut [f32], beyond: &mut [f32]) {
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
                    let maxima = columns.maxima_of(*d, tile.clone());
                    width.run(AddMaxima { sums: &mut *sums, maxima, weight: *weight });
                }
                let longest = columns.longest[facet.index()].at(tile.clone());
                let length = self.lengths[facet.index()];
                let (totals, beyond) = (&mut bounds[tile.clone()], &mut beyond[tile.clone()]);
                width.run(AddCapped { totals, beyond, sums, longest, length });
            }
        }
    }
}
