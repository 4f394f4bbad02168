//! A match taken apart, for whoever bounds it.

use crate::scoring::tags::{Speaks, WantedTags};

/// One summand of a match, for whoever bounds it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim<'a> {
    /// What it counts.
    pub(crate) weight: f64,
    /// The dimensions that answer it, with how near each is.
    pub(crate) options: Vec<(usize, f64)>,
    /// The tempi that answer it, with how near each is.
    pub(crate) tempi: Vec<TempoClaim<'a>>,
}

/// What a cosine with some bins of tempo counts.
pub(crate) type TempoClaim<'a> = (f64, &'a [f64]);

impl WantedTags {
    /// The match as a sum of claims: it is at most the sum of weight times the best option or tempo of each, and of weight times cosine for the tempi.
    /// An option is worth at most `near * (presence + (1 - presence) * share)`, `share` being the dimension's part of the facet's length.
    pub(crate) fn claims(&self) -> (Vec<Claim<'_>>, Vec<TempoClaim<'_>>) {
        let mut speaking = vec![Vec::new(); self.wishes.len()];
        for Speaks { dimension, wish, near } in &self.speaks {
            speaking[*wish].push((*dimension, *near));
        }
        let (mut claims, mut tempi) = (Vec::new(), Vec::new());
        for phrase in &self.phrases {
            let weight = phrase.part * self.best_answer;
            let mut best = Claim { weight, options: Vec::new(), tempi: Vec::new() };
            for at in phrase.wishes.clone() {
                let wish = &self.wishes[at];
                let relative = wish.relative.powi(2);
                let mean = phrase.part * (1.0 - self.best_answer) * wish.part;
                if let Some(tempo) = &wish.tempo {
                    tempi.push((mean, tempo.bins.as_slice()));
                    best.tempi.push((relative, tempo.bins.as_slice()));
                } else {
                    let options = std::mem::take(&mut speaking[at]);
                    best.options.extend(options.iter().map(|(d, near)| (*d, relative * near)));
                    claims.push(Claim { weight: mean, options, tempi: Vec::new() });
                }
            }
            if best.options.is_empty() {
                // The best tempo is at most the sum of all.
                tempi.extend(best.tempi.iter().map(|(near, bins)| (weight * near, *bins)));
            } else {
                claims.push(best);
            }
        }
        (claims, tempi)
    }
}
