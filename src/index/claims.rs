//! The upper bound of the match of the wanted tags, tempo aside, for blocks and for each of their tracks.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::Columns;
use crate::index::kernels::{AddBest, NoteBest};
use crate::index::levels::height;
use crate::index::linear::{up, whole};
use crate::index::planes::Planes;
use crate::index::sum::rounded;
use crate::index::wide::Width;
use crate::scoring::tags::{Claim, WantedTags};

/// One of a block's options of a claim.
#[derive(Debug)]
struct Choice {
    dimension: usize,
    near: f32,
}

/// The wanted tags, ready to be held against the columns. Every number is rounded up.
#[derive(Debug)]
pub(crate) struct Claims {
    presence: f32,
    /// For blocks: claims by weight.
    of_blocks: Vec<(f32, Vec<Choice>)>,
    /// For tracks: claim by claim planes that do not meet, each with what it is worth.
    offers: Vec<Vec<(u16, f32)>>,
}

impl Claims {
    /// Makes the wanted tags ready, which count for `weight`.
    pub(crate) fn new(
        columns: &Columns,
        encoder: &Encoder,
        (weight, wanted): (f64, &WantedTags),
        planes: &mut Planes,
    ) -> Self {
        let mut made = Self { presence: up(wanted.presence()), of_blocks: Vec::new(), offers: Vec::new() };
        let mut claims: Vec<Claim> = Vec::new();
        for claim in wanted.claims().0 {
            match claims.iter_mut().find(|known| known.options == claim.options) {
                Some(known) => known.weight += claim.weight,
                None => claims.push(claim),
            }
        }
        let tempo = encoder.block(Facet::Tempo);
        for claim in &claims {
            let options = claim.options.iter().filter(|(d, _)| !tempo.contains(d));
            let choices = options.clone().map(|(d, near)| Choice { dimension: *d, near: up(*near) });
            made.of_blocks.push((up(weight * claim.weight), choices.collect()));
            let mut offers: Vec<(f64, u16)> = Vec::new();
            for (d, near) in options {
                let (shares, first) = (columns.shares_of(*d), columns.first_level[*d]);
                for code in 1..1_usize << shares.len() {
                    let share = height(&shares, code).min(1.0);
                    let worth = weight * claim.weight * near * (wanted.presence() + (1.0 - wanted.presence()) * share);
                    let of_code = (0..shares.len()).filter(|bit| code >> bit & 1 == 1).map(|bit| first + bit);
                    offers.push((worth, planes.all_of(of_code)));
                }
            }
            // A track is worth the best that it is in. So each plane counts for those of its tracks that are in none better, and the highest is a
            // choice among planes that do not meet.
            offers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let firsts = planes.firsts(&offers.iter().map(|(_, plane)| *plane).collect::<Vec<u16>>());
            made.offers.push(firsts.into_iter().zip(offers).map(|(plane, (worth, _))| (plane, up(worth))).collect());
        }
        made
    }

    /// The planes of each claim with their numbers, where a score of 1 is so many units.
    pub(crate) fn summands(&self, units: f32) -> impl Iterator<Item = Vec<(u16, u32)>> {
        let number = move |(plane, worth): &(u16, f32)| (*plane, rounded(whole(worth * units)));
        self.offers.iter().map(move |offers| offers.iter().map(number).collect())
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
                    unit: up(columns.unit(option.dimension)),
                    near: option.near,
                    presence: self.presence,
                });
            }
            width.run(AddBest { bounds, best: &best, weight: *weight });
        }
    }
}
