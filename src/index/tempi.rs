//! The upper bound of what tempo adds, by class of tempo.

use crate::index::columns::{Columns, Tempo};
use crate::index::linear::up;

/// What each class of tempo adds at most to a score.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tempi {
    /// By code; 0 for that of an unknown tempo.
    worth: Vec<f32>,
    /// The most of them.
    pub(crate) most: f32,
}

/// The cosine of a tempo with some bins, the first of which is of this dimension.
pub(crate) fn cosine(of: &Tempo, bins: &[f64], first: usize) -> f64 {
    // What is damaged may be any dimension.
    let in_bin = |dimension: usize| dimension.checked_sub(first).and_then(|bin| bins.get(bin)).copied().unwrap_or(0.0);
    of.iter().map(|part| in_bin(part.dimension) * part.share).sum::<f64>().min(1.0)
}

impl Tempi {
    /// Asks every tempo of a class, and takes the best.
    pub(crate) fn new(columns: &Columns, worth: impl Fn(&Tempo) -> f64) -> Self {
        let best = |class: &Vec<Tempo>| up(class.iter().map(&worth).fold(0.0, f64::max));
        let worth: Vec<f32> = std::iter::once(0.0).chain(columns.classes.iter().map(best)).collect();
        let most = worth.iter().copied().fold(0.0, f32::max);
        Self { worth, most }
    }

    /// What a class is worth, by its code.
    #[inline(always)]
    pub(crate) fn worth(&self, code: u8) -> f32 {
        self.worth.get(usize::from(code)).copied().unwrap_or(0.0)
    }

    /// What the classes of some tracks are worth at most.
    #[inline(always)]
    pub(crate) fn best(&self, codes: &[u8]) -> f32 {
        let mut best = 0.0;
        for code in codes {
            let worth = self.worth(*code);
            best = if worth > best { worth } else { best };
        }
        best
    }
}
