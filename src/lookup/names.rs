//! Every name of every track: those told by their letters, then those told by their figures.
//!
//! A wrong figure is no misspelling, so where the figures of a name are those of few others, they lead to it, and it need not be among the names that are
//! walked for misspellings. Ids are often such.

use std::io;
use std::iter::Chain;
use std::ops::Range;

use crate::error::Error;
use crate::lookup::alphabet::{LETTER, code};
use crate::lookup::order::{Order, STEP, part, partition, section};
use crate::lookup::packed::Packed;
use crate::storage::{Image, Section, Writer};

/// The most names that are told by the same figures.
const FEW: usize = 8;

/// Names by their numbers: in the order of letters, those told by letters first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names {
    pub(super) lettered: Order,
    pub(super) numbered: Order,
    /// Those told by figures, sorted by these.
    by_figures: Packed,
    /// The figures of every so many of these.
    keys: Section<u64>,
}

impl Names {
    /// Takes the names of both kinds in their order.
    pub(super) fn of<'a>(
        lettered: impl Iterator<Item = &'a [u8]> + Clone,
        numbered: impl Iterator<Item = &'a [u8]> + Clone,
    ) -> Self {
        let mut sorted: Vec<(u64, u32)> = numbered.clone().map(figures).zip(0..).collect();
        sorted.sort_unstable();
        Self {
            lettered: Order::of(lettered),
            numbered: Order::of(numbered),
            by_figures: Packed::of(&sorted.iter().map(|(_, number)| *number).collect::<Vec<_>>()),
            keys: sorted.iter().step_by(STEP).map(|(key, _)| *key).collect::<Vec<_>>().into(),
        }
    }

    /// Reads a name in place of the last one.
    pub(super) fn read(&self, at: usize, name: &mut Vec<u8>) {
        match at.checked_sub(self.lettered.len()) {
            None => self.lettered.read(at, name),
            Some(at) => self.numbered.read(at, name),
        }
    }

    /// Both orders, with the number of their first name.
    pub(super) fn orders(&self) -> [(&Order, usize); 2] {
        [(&self.lettered, 0), (&self.numbered, self.lettered.len())]
    }

    /// The names of just these letters.
    pub(super) fn equal(&self, letters: &[u8]) -> Chain<Range<usize>, Range<usize>> {
        self.in_both(|order| order.equal(letters))
    }

    /// The names that begin with these letters.
    pub(super) fn beginning(&self, letters: &[u8]) -> Chain<Range<usize>, Range<usize>> {
        self.in_both(|order| order.beginning(letters))
    }

    fn in_both(&self, range: impl Fn(&Order) -> Range<usize>) -> Chain<Range<usize>, Range<usize>> {
        let [lettered, numbered] = self.orders().map(|(order, _)| range(order));
        let first = self.lettered.len();
        lettered.chain(first + numbered.start..first + numbered.end)
    }

    /// The names told by figures that have those of these letters.
    pub(super) fn with_figures(&self, letters: &[u8]) -> Vec<usize> {
        let wanted = figures(letters);
        if wanted == 0 {
            return Vec::new();
        }
        let before = partition(self.keys.len(), |i| self.keys.one(i) < wanted);
        let mut name = Vec::new();
        let from = self.by_figures.range(before.saturating_sub(1) * STEP..self.by_figures.len());
        let told = from.map(|at| {
            self.numbered.read(at, &mut name);
            (at, figures(&name))
        });
        let alike = told.skip_while(|(_, own)| *own < wanted).take_while(|(_, own)| *own == wanted);
        alike.map(|(at, _)| self.lettered.len() + at).take(FEW).collect()
    }

    /// Writes the names.
    pub(super) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        self.lettered.store(LETTERED, writer)?;
        self.numbered.store(NUMBERED, writer)?;
        self.by_figures.store(part(NUMBERED, b'f'), writer)?;
        writer.section(&section(NUMBERED, b" figs"), self.keys.all())
    }

    /// So many names of both kinds in a file.
    pub(super) fn restore([lettered, numbered]: [usize; 2], image: &Image) -> Result<Self, Error> {
        let names = Self {
            lettered: Order::restore(LETTERED, lettered, image)?,
            numbered: Order::restore(NUMBERED, numbered, image)?,
            by_figures: Packed::restore(part(NUMBERED, b'f'), numbered, image)?,
            keys: image.section(&section(NUMBERED, b" figs"))?,
        };
        if names.keys.len() == numbered.div_ceil(STEP) { Ok(names) } else { Err(Error::unfit()) }
    }
}

const LETTERED: [u8; 3] = *b"nam";
const NUMBERED: [u8; 3] = *b"num";

/// The first sixteen figures of a name, four bits each, the first one highest; 0 where it has none.
fn figures(name: &[u8]) -> u64 {
    let figures = name.iter().map(|byte| byte & LETTER).filter(|letter| (code('0')..=code('9')).contains(letter));
    let (bits, count) =
        figures.take(16).fold((0, 0), |(bits, count), figure| (bits << 4 | u64::from(figure), count + 1));
    if count == 0 { 0 } else { bits << (64 - 4 * count) }
}

/// For each of these names whether its figures tell it.
pub(super) fn told_by_figures<'a>(names: impl Iterator<Item = &'a [u8]>) -> Vec<bool> {
    let all: Vec<u64> = names.map(figures).collect();
    let mut sorted: Vec<(u64, u32)> = all.iter().copied().zip(0..).filter(|(figures, _)| *figures != 0).collect();
    sorted.sort_unstable();
    let mut told = vec![false; all.len()];
    for alike in sorted.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() <= FEW) {
        alike.iter().for_each(|(_, name)| told[*name as usize] = true);
    }
    told
}
