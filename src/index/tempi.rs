//! The upper bound of what tempo adds, by class of tempo.

use crate::index::columns::{Columns, Tempo};
use crate::index::lanes::Summands;
use crate::index::linear::up;

/// What each class of tempo adds at most to a score.
#[derive(Debug)]
pub(crate) struct Tempi {
    /// The bit columns of the classes that add anything.
    columns: Vec<u64>,
    /// By class.
    worth: Vec<f32>,
}

impl Tempi {
    /// Asks every tempo of a class, and takes the best.
    pub(crate) fn new(columns: &Columns, worth: impl Fn(&Tempo) -> f64) -> Self {
        let best = |class: &Vec<Tempo>| up(class.iter().map(&worth).fold(0.0, f64::max));
        let worth: Vec<f32> = columns.classes.iter().map(best).collect();
        let mut set = vec![0; columns.bits.width];
        for column in (0..worth.len()).filter(|class| worth[*class] > 0.0).map(|class| columns.levels.len() + class) {
            set[column / 64] |= 1 << (column % 64);
        }
        Self { columns: set, worth }
    }

    /// Adds the summands of a block, one group.
    #[inline(always)]
    pub(crate) fn add(&self, columns: &Columns, block: usize, scale: f32, plain: &mut Summands) {
        columns.bits.occurring(block, &self.columns, |column, lanes| {
            plain.push(lanes, (self.worth[column - columns.levels.len()] * scale).ceil() as u32);
        });
        plain.close();
    }
}
