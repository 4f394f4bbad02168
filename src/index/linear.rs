//! The upper bound of `sum_d q_d * x_d`, for a group and for each of its tracks.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::build::LONGEST_UNIT;
use crate::index::columns::{Columns, GROUP, Sums, TAGGED};
use crate::index::kernels::{AddCapped, AddMaxima, AddMembers, AddScaled};
use crate::index::wide::Width;

/// A question's vector, weighed for the columns.
///
/// Each bound is a sum of at most `terms` products of numbers at least 0, each factor rounded up to `f32`. Every addition and multiplication in `f32`
/// loses at most a factor of `1 - 2^-24`; [`Linear::slack`] is above what all of them lose together, so bound * slack is at least the true sum.
#[derive(Debug)]
pub(crate) struct Linear {
    /// By facet: the dimensions with their weight for [`Columns::maxima`].
    dimensions: [Vec<(usize, f32)>; 4],
    /// By facet: the length of the question's block, for [`Columns::longest`].
    lengths: [f32; 4],
    /// Which bit columns the question has.
    columns: Vec<u64>,
    /// The weight of each bit column.
    weights: Vec<f32>,
    /// The place in [`TAGGED`] of each bit column's facet.
    facets: Vec<u8>,
    /// The sum over tempo for each shape, for a scale of 1.
    shapes: Vec<f32>,
    /// What a bound is multiplied by.
    pub(crate) slack: f32,
}

/// The bounds of all groups.
#[derive(Debug)]
pub(crate) struct OfGroups {
    /// The whole sum.
    pub(crate) totals: Vec<f32>,
    /// The part of it that tempo has.
    pub(crate) tempo: Vec<f32>,
}

/// The nearest `f32` that is not below.
pub(crate) fn up(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) < value { near.next_up() } else { near }
}

impl Linear {
    /// Weighs a vector, each number at least 0.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, dense: &[f64]) -> Self {
        let mut linear = Self {
            dimensions: Default::default(),
            lengths: [0.0; 4],
            columns: vec![0; columns.bits.width],
            weights: vec![0.0; columns.levels.len()],
            facets: vec![0; columns.levels.len()],
            shapes: Vec::new(),
            slack: 1.0,
        };
        let mut terms = 16;
        for facet in Facet::ALL {
            let lit = || encoder.block(facet).filter(|d| dense[*d] > 0.0);
            for d in lit() {
                linear.dimensions[facet.index()].push((d, up(dense[d] * columns.units[d])));
                terms += 1;
            }
            linear.lengths[facet.index()] = up(lit().map(|d| dense[d] * dense[d]).sum::<f64>().sqrt() * LONGEST_UNIT);
            let Some(place) = TAGGED.iter().position(|tagged| *tagged == facet) else { continue };
            for d in lit() {
                // The columns of a dimension lie within each other: a track in the n-th has the weights of the first n, together its level's.
                let mut below = 0.0;
                for column in columns.first_level[d]..columns.first_level[d + 1] {
                    let height = columns.levels[column].height;
                    let unit = columns.scales[facet.index()].unit;
                    linear.weights[column] = up(dense[d] * encoder.idf(d) * (height - below) * unit);
                    linear.facets[column] = place as u8;
                    linear.columns[column / 64] |= 1 << (column % 64);
                    below = height;
                    terms += 1;
                }
            }
        }
        let tempo = columns.scales[Facet::Tempo.index()].unit;
        let of_shape = |shape: &Vec<(usize, f64)>| up(shape.iter().map(|(d, v)| dense[*d] * v).sum::<f64>() * tempo);
        linear.shapes = columns.shapes.iter().map(of_shape).collect();
        linear.slack = 1.0 + terms as f32 * 2.0 * f32::EPSILON;
        linear
    }

    /// The bounds of all groups, with slack.
    pub(crate) fn of_groups(&self, columns: &Columns, width: Width) -> OfGroups {
        /// So many groups at once, so that the sums stay in the nearest cache.
        const TILE: usize = 1024;
        let mut totals = vec![0.0; columns.groups];
        let mut tempo = vec![0.0; columns.groups];
        let mut sums = [0.0; TILE];
        for start in (0..columns.groups).step_by(TILE) {
            let tile = start..(start + TILE).min(columns.groups);
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
                width.run(AddCapped { totals: &mut totals[tile.clone()], sums: &mut *sums, longest, length });
                if facet == Facet::Tempo {
                    tempo[tile.clone()].copy_from_slice(sums);
                }
            }
        }
        totals.iter_mut().chain(&mut tempo).for_each(|bound| *bound *= self.slack);
        OfGroups { totals, tempo }
    }

    /// The bounds of a group's tracks without tempo and without slack. `hits` is room to work in.
    pub(crate) fn of_tracks(&self, columns: &Columns, group: usize, width: Width, hits: &mut Hits) -> Sums {
        hits.0.iter_mut().for_each(Vec::clear);
        columns.bits.occurring(group, &self.columns, |column, members| {
            hits.0[usize::from(self.facets[column])].push((self.weights[column], members));
        });
        let mut sums = [0.0; GROUP];
        for (facet, hits) in TAGGED.into_iter().zip(&hits.0).filter(|(_, hits)| !hits.is_empty()) {
            let scales = &columns.scales[facet.index()].codes[columns.places(group)];
            let mut block = [0.0; GROUP];
            width.run(AddMembers { sums: &mut block, hits });
            width.run(AddScaled { sums: &mut sums, block: &block, scales });
        }
        sums
    }

    /// What tempo adds to a track's bound, without slack.
    pub(crate) fn of_tempo(&self, columns: &Columns, place: usize) -> f32 {
        let scale = columns.scales[Facet::Tempo.index()].codes[place];
        self.shapes[usize::from(columns.tempo[place])] * f32::from(scale)
    }
}

/// The bit columns found in a group, by facet.
#[derive(Debug, Default)]
pub(crate) struct Hits([Vec<(f32, u64)>; 3]);
