//! The upper bound of the match of the wanted tags, tempo aside, for blocks and for whatever is in them.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::Columns;
use crate::index::kernels::{AddBest, NoteBest};
use crate::index::linear::up;
use crate::index::slots;
use crate::index::tempi::Tempi;
use crate::index::wide::Width;
use crate::scoring::claims::Claim;
use crate::scoring::tags::WantedTags;

/// A dimension that answers a claim: as well as it is near to what is wanted.
#[derive(Debug)]
struct Choice {
    dimension: usize,
    near: f32,
}

/// A claim, ready to be held against the columns.
#[derive(Debug)]
struct Ready {
    weight: f32,
    choices: Vec<Choice>,
    /// How well each class of tempo answers it, if any does.
    tempi: Option<Tempi>,
}

/// The wanted tags, ready to be held against the columns. Every number is rounded up.
#[derive(Debug)]
pub(crate) struct Claims {
    presence: f32,
    claims: Vec<Ready>,
}

impl Claims {
    /// Makes what is claimed of wanted tags ready, which count for `weight`.
    pub(crate) fn new(
        columns: &Columns,
        encoder: &Encoder,
        (weight, wanted): (f64, &WantedTags),
        claimed: Vec<Claim<'_>>,
    ) -> Self {
        let mut claims: Vec<Claim<'_>> = Vec::new();
        for claim in claimed {
            match claims.iter_mut().find(|known| (&known.options, &known.tempi) == (&claim.options, &claim.tempi)) {
                Some(known) => known.weight += claim.weight,
                None => claims.push(claim),
            }
        }
        let tempo = encoder.block(Facet::Tempo);
        let ready = |claim: &Claim<'_>| {
            let options = claim.options.iter().filter(|(d, _)| !tempo.contains(d));
            let nearest = || {
                let mut nearest = Vec::new();
                for (near, bins) in &claim.tempi {
                    let cosines = columns.classes.cosines(bins, tempo.start);
                    nearest.resize(cosines.len(), 0.0);
                    nearest.iter_mut().zip(cosines).for_each(|(own, cosine)| *own = f64::max(*own, near * cosine));
                }
                columns.classes.worth(&nearest)
            };
            Ready {
                weight: up(weight * claim.weight),
                choices: options.map(|(d, near)| Choice { dimension: *d, near: up(*near) }).collect(),
                tempi: (!claim.tempi.is_empty()).then(nearest),
            }
        };
        Self { presence: up(wanted.presence()), claims: claims.iter().map(ready).collect() }
    }

    /// The claims as what is asked of dimensions.
    pub(crate) fn asked(&self, columns: &Columns) -> impl Iterator<Item = slots::Claim> {
        self.claims.iter().map(|Ready { weight, choices, tempi }| {
            let option = |Choice { dimension, near }: &Choice| slots::Choice {
                dimension: *dimension,
                base: near * self.presence,
                slope: near * (1.0 - self.presence) * up(columns.unit(*dimension)),
                most: *near,
            };
            slots::Claim { weight: *weight, options: choices.iter().map(option).collect(), tempi: tempi.clone() }
        })
    }

    /// Adds to the bounds of all blocks.
    pub(crate) fn bound_blocks(&self, columns: &Columns, width: Width, bounds: &mut [f32]) {
        let mut best = vec![0.0; columns.blocks];
        for Ready { weight, choices, tempi } in &self.claims {
            best.fill(tempi.as_ref().map_or(0.0, |tempi| tempi.most));
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
