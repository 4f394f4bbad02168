//! The upper bound of what tempo adds, by class of tempo, and of what wishes for tempo add.

use crate::index::columns::{Columns, Tempo};
use crate::index::linear::up;
use crate::index::slots::Sum;

/// What each class of tempo adds at most to a score.
#[derive(Debug)]
pub(crate) struct Tempi {
    /// By code; 0 for that of an unknown tempo.
    worth: Vec<f32>,
}

/// A wish for tempo: its part of the score, and how much of it each bin of tempo answers.
pub(crate) type TempoWish<'a> = (f64, &'a [f64]);

impl Tempi {
    /// Asks every tempo of a class, and takes the best.
    pub(crate) fn new(columns: &Columns, worth: impl Fn(&Tempo) -> f64) -> Self {
        let best = |class: &Vec<Tempo>| up(class.iter().map(&worth).fold(0.0, f64::max));
        Self { worth: std::iter::once(0.0).chain(columns.classes.iter().map(best)).collect() }
    }

    /// What a class is worth, by its code.
    #[inline(always)]
    pub(crate) fn worth(&self, code: u8) -> f32 {
        self.worth.get(usize::from(code)).copied().unwrap_or(0.0)
    }
}

/// What answers a wish for tempo that counts for a weight; `first` is the first dimension of tempo.
pub(crate) fn sum(columns: &Columns, first: usize, weight: f64, (part, bins): TempoWish<'_>) -> Sum {
    let wanted =
        bins.iter().enumerate().filter(|(_, wanted)| **wanted > 0.0).map(|(bin, wanted)| (first + bin, wanted));
    let terms = wanted.map(|(d, wanted)| (d, up(weight * part * wanted * columns.unit(d)))).collect();
    Sum { most: up(weight * part), facet: None, terms }
}
