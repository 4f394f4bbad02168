//! The upper bound of `sum_d q_d * x_d` over tags, for blocks and for each of their tracks.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, LONGEST_UNIT, TAGGED};
use crate::index::kernels::{AddCapped, AddMaxima};
use crate::index::tile::{TILE as BLOCKS, Tile};
use crate::index::wide::Width;

/// A question's vector, weighed for the columns. Every weight is rounded up.
#[derive(Debug)]
pub(crate) struct Linear {
    /// By facet: the dimensions with their weight for [`Columns::maxima`].
    dimensions: [Vec<(usize, f32)>; 4],
    /// By facet: the length of the question's part, for [`Columns::longest`].
    lengths: [f32; 4],
    /// The tags, by dimension.
    tags: Vec<Tagged>,
}

/// One dimension of a tag.
#[derive(Debug)]
struct Tagged {
    /// The place of its facet in [`TAGGED`].
    place: usize,
    /// Its bit columns, each with its weight for a share of 1 in a part of the length [`LONGEST_UNIT`].
    columns: Vec<(usize, f32)>,
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
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, dense: &[f64], weight: f64) -> Self {
        let mut linear = Self { dimensions: Default::default(), lengths: [0.0; 4], tags: Vec::new() };
        for facet in Facet::ALL {
            let lit = || encoder.block(facet).filter(|d| dense[*d] > 0.0);
            let of_facet = lit().map(|d| (d, up(weight * dense[d] * columns.units[d])));
            linear.dimensions[facet.index()].extend(of_facet);
            let length = lit().map(|d| dense[d] * dense[d]).sum::<f64>().sqrt();
            linear.lengths[facet.index()] = up(weight * length * LONGEST_UNIT);
            let Some(place) = TAGGED.iter().position(|tagged| *tagged == facet) else { continue };
            for d in lit() {
                let weighed = columns.of_dimension(d).map(|column| {
                    let share = encoder.idf(d) * columns.levels[column].height;
                    (column, up(weight * dense[d] * share * LONGEST_UNIT))
                });
                linear.tags.push(Tagged { place, columns: weighed.collect() });
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
                    let maxima = columns.maxima_of(*d, tile.clone());
                    width.run(AddMaxima { sums: &mut *sums, maxima, weight: *weight });
                }
                let longest = columns.longest[facet.index()].at(tile.clone());
                let length = self.lengths[facet.index()];
                width.run(AddCapped { totals: &mut bounds[tile.clone()], sums, longest, length });
            }
        }
    }

    /// Adds the summands of a tile.
    #[inline(always)]
    pub(crate) fn add(&self, columns: &Columns, tile: &mut Tile) {
        for Tagged { place, columns: weighed } in &self.tags {
            let blocks = tile.first..(tile.first + BLOCKS).min(columns.blocks);
            let longest = columns.longest[TAGGED[*place].index()].at(blocks);
            for (column, weight) in weighed {
                columns.bits.of_run(*column, tile.run(), tile.mask(), |bit, lanes| {
                    let at = tile.at(bit);
                    let scale = tile.scales[*place][at] * f32::from(longest.get(at).copied().unwrap_or(u8::MAX));
                    tile.facets[*place][at].push(lanes, whole(weight * scale));
                });
            }
        }
    }
}
