//! The upper bound of what tempo adds, by class of tempo.

use crate::index::columns::{Columns, Tempo};
use crate::index::linear::{up, whole};
use crate::index::tile::Tile;

/// What each class of tempo adds at most to a score: the bit column with its worth, of those that add anything.
#[derive(Debug)]
pub(crate) struct Tempi(Vec<(usize, f32)>);

impl Tempi {
    /// Asks every tempo of a class, and takes the best.
    pub(crate) fn new(columns: &Columns, worth: impl Fn(&Tempo) -> f64) -> Self {
        let best = |class: &Vec<Tempo>| up(class.iter().map(&worth).fold(0.0, f64::max));
        let worth = columns.classes.iter().enumerate().map(|(i, class)| (columns.levels.len() + i, best(class)));
        Self(worth.filter(|(_, worth)| *worth > 0.0).collect())
    }

    /// Adds the summands of a tile.
    #[inline(always)]
    pub(crate) fn add(&self, columns: &Columns, tile: &mut Tile) {
        for (column, worth) in &self.0 {
            let number = whole(worth * tile.scale);
            columns.bits.of_run(*column, tile.run(), tile.mask(), |bit, lanes| {
                let at = tile.at(bit);
                tile.plain[at].push(lanes, number);
            });
        }
    }
}
