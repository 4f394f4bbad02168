//! A question laid over the columns: what it asks of each dimension, and how high blocks and whatever is in them are bounded.

use crate::catalogue::facet::Facet;
use crate::index::claims::Claims;
use crate::index::columns::Columns;
use crate::index::linear::Linear;
use crate::index::near::Near;
use crate::index::sieve::Sieve;
use crate::index::slots::Slots;
use crate::index::tempi::Tempi;
use crate::index::tree::{Dimension, Lines};
use crate::index::wide::Width;
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// A question made ready to be bounded.
pub(crate) struct Question<'a> {
    pub(crate) columns: &'a Columns,
    pub(crate) width: Width,
    linear: Option<Linear>,
    claims: Option<Claims>,
    pub(crate) tempi: Option<Tempi>,
    pub(crate) near: Option<Near>,
    pub(crate) slots: Slots,
    /// By slot: the lines of blocks, and those of shelves.
    pub(crate) of_blocks: Vec<Dimension<'a>>,
    pub(crate) of_shelves: Vec<Dimension<'a>>,
    /// What no score is above, to the last bit.
    pub(crate) ceiling: Score,
    /// What is kept of the score by the members of each set that follows those of the sieve.
    pub(crate) unwanted: Vec<f32>,
    pub(crate) sieve: &'a Sieve,
    /// The bounds of all blocks.
    pub(crate) bounds: Vec<f32>,
    /// The same without caps, which say more of where the best are.
    pub(crate) likely: Vec<f32>,
}

impl<'a> Question<'a> {
    /// Makes a question ready; none where it asks for anything else than something, so that nothing can be passed over.
    pub(crate) fn new(columns: &'a Columns, scorer: &Scorer<'_>, sieve: &'a Sieve, width: Width) -> Option<Self> {
        let encoder = scorer.features().encoder();
        let parts = scorer.parts();
        if parts.anything_else {
            return None;
        }
        let seeds = parts.seeds.filter(|(weight, _)| *weight > 0.0);
        let wanted = parts.wanted.filter(|(weight, _)| *weight > 0.0);
        let closeness = parts.closeness.filter(|(weight, _)| *weight > 0.0);
        let tempo = encoder.block(Facet::Tempo);
        let (claimed, wishes) = wanted.map_or_else(Default::default, |(_, wanted)| wanted.claims());
        let asks = seeds.is_some_and(|(_, dense)| dense[tempo.clone()].iter().any(|q| *q > 0.0)) || !wishes.is_empty();
        let worth = || {
            let (weight, dense) = seeds.unwrap_or((0.0, &[]));
            let bins = tempo.clone().zip(&dense[tempo.start.min(dense.len())..]).map(|(d, q)| (d, weight * q));
            let mut worth = columns.classes.sums(bins, |part| part.value);
            for (part, bins) in &wishes {
                let times = wanted.map_or(0.0, |(weight, _)| weight * part);
                let cosines = columns.classes.cosines(bins, tempo.start);
                worth.iter_mut().zip(cosines).for_each(|(worth, cosine)| *worth += times * cosine);
            }
            columns.classes.worth(&worth)
        };
        let linear = seeds.map(|seeds| Linear::new(columns, encoder, seeds));
        let claims = wanted.map(|wanted| Claims::new(columns, encoder, wanted, claimed));
        let sums = linear.iter().flat_map(Linear::sums).collect();
        let asked = claims.iter().flat_map(|claims| claims.asked(columns)).collect();
        let sets = sieve.tags().chain(parts.unwanted.iter().map(|(_, dimensions)| *dimensions));
        let tempi = asks.then(worth);
        let near = closeness.map(|(weight, closeness)| Near::new(closeness, weight));
        let more = [tempi.as_ref().map_or(0.0, |tempi| tempi.most), near.as_ref().map_or(0.0, Near::most)];
        let slots = Slots::new(sums, asked, sets.map(<[usize]>::to_vec).collect(), more);
        let of = |lines: &'a Lines| slots.ranks().iter().map(|d| lines.of(*d as usize)).collect();
        let mut question = Self {
            columns,
            width,
            linear,
            claims,
            tempi,
            near,
            of_blocks: of(&columns.of_blocks),
            of_shelves: of(&columns.of_shelves),
            slots,
            ceiling: match wanted.filter(|_| seeds.is_none() && closeness.is_none()) {
                Some((weight, wanted)) => Score::clamped(wanted.most(weight, |d| columns.tops[d])),
                None => Score::clamped(1.0),
            },
            unwanted: parts.unwanted.iter().map(|(lost, _)| (1.0 - lost) as f32).collect(),
            sieve,
            bounds: vec![0.0; columns.blocks],
            likely: vec![0.0; columns.blocks],
        };
        question.bound_blocks();
        Some(question)
    }

    /// So many times a bar may be above the bound of what reaches it: more than twice what rounding takes from as many sums in `f32` as are added up.
    pub(crate) fn slack(&self) -> f64 {
        1.0 + f64::from(f32::EPSILON) * (self.slots.terms() + 8) as f64
    }

    /// What tempo adds at most.
    pub(crate) fn of_tempo(&self) -> f32 {
        self.tempi.as_ref().map_or(0.0, |tempi| tempi.most)
    }

    fn bound_blocks(&mut self) {
        let of_tempo = self.of_tempo();
        self.bounds.fill(of_tempo);
        if let Some(linear) = &self.linear {
            linear.bound_blocks(self.columns, self.width, &mut self.bounds, &mut self.likely);
        }
        if let Some(claims) = &self.claims {
            claims.bound_blocks(self.columns, self.width, &mut self.bounds);
        }
        if let Some(near) = &self.near {
            near.bound_blocks(self.columns, &mut self.bounds);
        }
        self.sieve.close(self.columns, &mut self.bounds);
        self.likely.iter_mut().zip(&self.bounds).for_each(|(likely, bound)| *likely += bound);
    }

    /// Whether a place on the circumplex is all that is wanted, and no tag has to be there.
    pub(crate) fn alone(&self) -> bool {
        self.linear.is_none() && self.claims.is_none() && self.sieve.tags().len() == 0
    }
}
