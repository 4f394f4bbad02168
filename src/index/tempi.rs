//! The upper bound of what tempo adds, by class of tempo.

use crate::index::columns::{Columns, TEMPO_BITS, Tempo, planes_of};
use crate::index::linear::{up, whole};
use crate::index::rings::{CODES, LookUp, Meaning};
use crate::index::tile::Tile;
use crate::index::wide::Width;

/// The bits of the number that a class is worth.
pub(crate) const NUMBER_BITS: usize = 7;

/// What each class of tempo adds at most to a score.
#[derive(Debug)]
pub(crate) struct Tempi {
    worth: [f32; CODES],
    /// The place of the first plane of the numbers that the classes are worth.
    first: u16,
    meaning: Meaning<NUMBER_BITS>,
}

impl Tempi {
    /// Asks every tempo of a class, and takes the best. Numbers go to planes from `first` on.
    pub(crate) fn new(columns: &Columns, first: u16, worth: impl Fn(&Tempo) -> f64) -> Self {
        let best = |class: &Vec<Tempo>| up(class.iter().map(&worth).fold(0.0, f64::max));
        let mut of_codes = [0.0; CODES];
        // Code 0 is of an unknown tempo.
        of_codes[1..].iter_mut().zip(&columns.classes).for_each(|(own, class)| *own = best(class));
        Self { worth: of_codes, first, meaning: Meaning::of(&[0; CODES]) }
    }

    /// What the best class is worth.
    pub(crate) fn best(&self) -> f32 {
        self.worth.iter().copied().fold(0.0, f32::max)
    }

    /// Sets what a score of 1 is in units; the best class has to be worth less than `1 << NUMBER_BITS`.
    pub(crate) fn scale(&mut self, units: f32) {
        self.meaning = Meaning::of(&self.worth.map(|worth| whole(worth * units)));
    }

    /// The planes of the numbers, each with what its bit counts.
    pub(crate) fn summands(&self) -> impl Iterator<Item = [(u16, u32); 1]> + Clone + use<> {
        let first = self.first;
        (0..NUMBER_BITS as u16).map(move |bit| [(first + bit, 1 << bit)])
    }

    /// Fills its planes of a tile.
    pub(crate) fn fill(&self, columns: &Columns, width: Width, tile: &mut Tile) {
        for (block, planes_of_block) in tile.blocks().zip(tile.rows()) {
            let codes = planes_of(&columns.tempi, block, TEMPO_BITS);
            let found = &mut planes_of_block[usize::from(self.first)..];
            width.run(LookUp { codes, meaning: &self.meaning, found });
        }
    }
}
