//! The upper bound of the match of the wanted tags, tempo aside, for blocks and for whatever is in them.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::Columns;
use crate::index::kernels::{AddBest, NoteBest};
use crate::index::linear::up;
use crate::index::slots;
use crate::index::wide::Width;
use crate::scoring::tags::{Claim, WantedTags};

/// A dimension that answers a claim: as well as it is near to what is wanted.
#[derive(Debug)]
struct Choice {
    dimension: usize,
    near: f32,
}

/// The wanted tags, ready to be held against the columns. Every number is rounded up.
#[derive(Debug)]
pub(crate) struct Claims {
    presence: f32,
    /// Claims by weight.
    claims: Vec<(f32, Vec<Choice>)>,
}

impl Claims {
    /// Makes the wanted tags ready, which count for `weight`.
    pub(crate) fn new(encoder: &Encoder, (weight, wanted): (f64, &WantedTags)) -> Self {
        let mut claims: Vec<Claim> = Vec::new();
        for claim in wanted.claims().0 {
            match claims.iter_mut().find(|known| known.options == claim.options) {
                Some(known) => known.weight += claim.weight,
                None => claims.push(claim),
            }
        }
        let tempo = encoder.block(Facet::Tempo);
        let choices = |claim: &Claim| {
            let options = claim.options.iter().filter(|(d, _)| !tempo.contains(d));
            options.map(|(d, near)| Choice { dimension: *d, near: up(*near) }).collect()
        };
        let claims = claims.iter().map(|claim| (up(weight * claim.weight), choices(claim))).collect();
        Self { presence: up(wanted.presence()), claims }
    }

    /// The claims as what is asked of dimensions.
    pub(crate) fn asked(&self, columns: &Columns) -> impl Iterator<Item = slots::Claim> {
        self.claims.iter().map(|(weight, choices)| {
            let option = |Choice { dimension, near }: &Choice| slots::Choice {
                dimension: *dimension,
                base: near * self.presence,
                slope: near * (1.0 - self.presence) * up(columns.unit(*dimension)),
                most: *near,
            };
            slots::Claim { weight: *weight, options: choices.iter().map(option).collect() }
        })
    }

    /// Adds to the bounds of all blocks.
    pub(crate) fn bound_blocks(&self, columns: &Columns, width: Width, bounds: &mut [f32]) {
        let mut best = vec![0.0; columns.blocks];
        for (weight, choices) in &self.claims {
            best.fill(0.0);
            for choice in choices {
                width.run(NoteBest {
                    best: &mut best,
                    maxima: columns.maxima_of(choice.dimension, 0..columns.blocks),
                    unit: up(columns.unit(choice.dimension)),
                    near: choice.near,
                    presence: self.presence,
                });
            }
            width.run(AddBest { bounds, best: &best, weight: *weight });
        }
    }
}
