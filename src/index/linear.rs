//! The upper bound of `sum_d q_d * x_d` over tags, for blocks and for each of their tracks.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, LONGEST_UNIT, TAGGED};
use crate::index::kernels::{AddCapped, AddMaxima};
use crate::index::planes::Planes;
use crate::index::track_sum::TrackSum;
use crate::index::wide::Width;

/// A question's vector, weighed for the columns. Every weight is rounded up.
#[derive(Debug)]
pub(crate) struct Linear {
    /// By facet: the dimensions with their weight for [`Columns::maxima`].
    dimensions: [Vec<(usize, f32)>; 4],
    /// By facet: the length of the question's part.
    lengths: [f32; 4],
    /// The bit columns of tags: the facet's place in [`TAGGED`], the plane, and what it is worth in a part of the length [`LONGEST_UNIT`].
    tags: Vec<(usize, u16, f64)>,
}

/// The nearest `f32` that is not below.
pub(crate) fn up(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}

/// The smallest whole number that is not below. (The standard library's `ceil` is a call on processors without SSE4.1.)
#[inline(always)]
pub(crate) fn whole(value: f32) -> u32 {
    let whole = value as u32;
    whole.saturating_add(u32::from((whole as f32) < value))
}

impl Linear {
    /// Weighs a vector, each number at least 0, that counts for `weight`.
    pub(crate) fn new(
        columns: &Columns,
        encoder: &Encoder,
        (weight, dense): (f64, &[f64]),
        planes: &mut Planes,
    ) -> Self {
        let mut linear = Self { dimensions: Default::default(), lengths: [0.0; 4], tags: Vec::new() };
        for facet in Facet::ALL {
            let lit = || encoder.block(facet).filter(|d| dense[*d] > 0.0);
            let of_facet = lit().map(|d| (d, up(weight * dense[d] * columns.unit(d) * LONGEST_UNIT)));
            linear.dimensions[facet.index()].extend(of_facet);
            let length = lit().map(|d| dense[d] * dense[d]).sum::<f64>().sqrt();
            linear.lengths[facet.index()] = up(weight * length * LONGEST_UNIT);
            let Some(place) = TAGGED.iter().position(|tagged| *tagged == facet) else { continue };
            for (d, column) in lit().flat_map(|d| columns.of_dimension(d).map(move |column| (d, column))) {
                let worth = weight * dense[d] * columns.levels[column].share * LONGEST_UNIT;
                linear.tags.push((place, planes.column(column), worth));
            }
        }
        linear
    }

    /// Adds what tags are worth, where a score of 1 is so many units.
    pub(crate) fn add_to(&self, sum: &mut TrackSum, units: f64) {
        self.tags.iter().for_each(|(place, plane, worth)| sum.push_tag(*place, *plane, worth * units));
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
