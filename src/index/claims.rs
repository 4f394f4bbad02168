//! The upper bound of the match of the wanted tags, tempo aside, for blocks and for each of their tracks.

use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, SHARE_CODES, TAGGED};
use crate::index::kernels::{AddBest, NoteBest};
use crate::index::lanes::{Lanes, NONE, Summands};
use crate::index::linear::{up, whole};
use crate::index::tile::{TILE, Tile};
use crate::index::wide::Width;
use crate::scoring::tags::{Claim, WantedTags};

/// Bit columns, by their place in [`Claims::columns`], with what each is worth, the best first: a track is worth the first that it is in. So each column counts for those of its tracks
/// that are in none before it, and the maximum over columns is a choice among sets that do not meet.
type Offers = Vec<(usize, f32)>;

/// One of a block's options of a claim.
#[derive(Debug)]
struct Choice {
    dimension: usize,
    /// The place of its facet in [`TAGGED`].
    place: usize,
    near: f32,
    /// What its share is at most where the facet's largest share is 1.
    share: f32,
}

/// The wanted tags, ready to be held against the columns. Every number is rounded up.
#[derive(Debug)]
pub(crate) struct Claims {
    presence: f32,
    /// For blocks: claims by weight.
    of_blocks: Vec<(f32, Vec<Choice>)>,
    /// For tracks: what a dimension's being there is worth.
    offers: Vec<Offers>,
    /// For tracks, by the place of the facet in [`TAGGED`]: what a share of 1 is worth.
    shares: [Vec<Offers>; 3],
    /// The bit columns that occur in any offer.
    columns: Vec<usize>,
    /// Room to work in: the tracks in each column, block by block of a tile.
    members: Vec<Lanes>,
}

fn best_first(mut values: Vec<(usize, f64)>) -> Offers {
    values.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    values.into_iter().map(|(column, value)| (column, up(value))).collect()
}

impl Claims {
    /// Makes the wanted tags ready, which count for `weight`.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, wanted: &WantedTags, weight: f64) -> Self {
        let mut made = Self {
            presence: up(wanted.presence()),
            of_blocks: Vec::new(),
            offers: Vec::new(),
            shares: Default::default(),
            columns: Vec::new(),
            members: Vec::new(),
        };
        for claim in wanted.claims().0 {
            made.claim(columns, encoder, &claim, weight * claim.weight, wanted.presence());
        }
        made
    }

    fn claim(&mut self, columns: &Columns, encoder: &Encoder, claim: &Claim, weight: f64, presence: f64) {
        let mut options = Vec::new();
        let mut there = Vec::new();
        let mut shares: [Vec<(usize, f64)>; 3] = Default::default();
        for (dimension, near) in &claim.options {
            let of_facet = TAGGED.iter().position(|facet| encoder.block(*facet).contains(dimension));
            let Some(place) = of_facet else { continue };
            let mut highest = 0.0;
            for column in columns.of_dimension(*dimension) {
                let share = encoder.idf(*dimension) * columns.levels[column].height;
                highest = f64::max(highest, share);
                let known = self.columns.iter().position(|known| *known == column);
                let at = known.unwrap_or_else(|| {
                    self.columns.push(column);
                    self.columns.len() - 1
                });
                there.push((at, weight * presence * near));
                shares[place].push((at, weight * (1.0 - presence) * near * share));
            }
            options.push(Choice { dimension: *dimension, place, near: up(*near), share: up(highest) });
        }
        self.of_blocks.push((up(weight), options));
        self.offers.push(best_first(there));
        for (values, shares) in shares.into_iter().zip(&mut self.shares).filter(|(values, _)| !values.is_empty()) {
            shares.push(best_first(values));
        }
    }

    /// Adds to the bounds of all blocks.
    pub(crate) fn bound_blocks(&self, columns: &Columns, width: Width, bounds: &mut [f32]) {
        let mut best = vec![0.0; columns.blocks];
        for (weight, options) in &self.of_blocks {
            best.fill(0.0);
            for option in options {
                width.run(NoteBest {
                    best: &mut best,
                    maxima: columns.maxima_of(option.dimension, 0..columns.blocks),
                    units: columns.share_units[option.place].all(),
                    share: option.share * SHARE_CODES as f32,
                    near: option.near,
                    presence: self.presence,
                });
            }
            width.run(AddBest { bounds, best: &best, weight: *weight });
        }
    }

    /// Adds the summands of a tile.
    pub(crate) fn add(&mut self, columns: &Columns, tile: &mut Tile) {
        let width = self.columns.len();
        self.members.clear();
        self.members.resize(width * TILE, NONE);
        for (place, column) in self.columns.iter().enumerate() {
            columns.bits.of_run(*column, tile.run(), tile.mask(), |bit, lanes| {
                self.members[tile.at(bit) * width + place] = *lanes;
            });
        }
        for at in tile.blocks().map(|block| block - tile.first) {
            let members = &self.members[at * width..(at + 1) * width];
            for offers in &self.offers {
                choose(offers, members, tile.scale, &mut tile.plain[at]);
            }
            for (place, shares) in self.shares.iter().enumerate() {
                for offers in shares {
                    choose(offers, members, tile.scales[place][at], &mut tile.facets[place][at]);
                }
            }
        }
    }
}

/// Adds each track of the offers with the best it is in.
fn choose(offers: &Offers, members: &[Lanes], scale: f32, summands: &mut Summands) {
    let mut before = NONE;
    for (column, worth) in offers {
        let set = &members[*column];
        if *set != NONE {
            let mut first = NONE;
            for i in 0..first.len() {
                first[i] = set[i] & !before[i];
                before[i] |= set[i];
            }
            summands.push(&first, whole(worth * scale));
        }
    }
}
