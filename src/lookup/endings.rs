//! Names by how they end, for misspellings in their first half.

use std::io;
use std::ops::Range;

use crate::error::Error;
use crate::lookup::automaton::{Pattern, Stems, glance, may_be_near};
use crate::lookup::order::{Order, masked, section};
use crate::storage::{Image, Section, Writer};

/// Names are told apart by so many of their last letters; beyond, a glance at each is quicker.
const LETTERS: usize = 8;

/// Names by their last letters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Endings {
    /// The endings there are, turned round.
    endings: Order,
    stems: Stems,
    /// Where the names of each ending begin, and where the last ones end.
    starts: Section<u32>,
    /// The numbers of the names in their own order.
    names: Section<u32>,
    /// A glance at each.
    glances: Section<u32>,
}

impl Endings {
    /// Takes names with their numbers.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let key = |name: &[u8]| {
            let mut last = masked(name).rev();
            u64::from_be_bytes([(); LETTERS].map(|()| last.next().unwrap_or(0)))
        };
        let mut sorted: Vec<(u64, u32, u32)> =
            names.zip(0..).map(|(name, number)| (key(name), glance(name), number)).collect();
        sorted.sort_unstable();
        let mut starts = Vec::new();
        let mut endings = Vec::new();
        for (i, (key, ..)) in sorted.iter().enumerate() {
            if i == 0 || sorted[i - 1].0 != *key {
                starts.push(i as u32);
                endings.push(key.to_be_bytes());
            }
        }
        starts.push(sorted.len() as u32);
        let ending = |ending: &[u8; LETTERS]| ending.iter().position(|byte| *byte == 0).unwrap_or(LETTERS);
        Self {
            endings: Order::of(endings.iter().map(|bytes| &bytes[..ending(bytes)])),
            stems: Stems::of(endings.iter().map(|bytes| &bytes[..ending(bytes)])),
            starts: starts.into(),
            names: sorted.iter().map(|(.., number)| *number).collect::<Vec<_>>().into(),
            glances: sorted.iter().map(|(_, glance, _)| *glance).collect::<Vec<_>>().into(),
        }
    }

    /// The numbers of the names that may be at most `limit` edits from these letters, at most `first` of them in the last `half` letters.
    pub(super) fn within(&self, letters: &[u8], limit: usize, half: usize, first: usize) -> Vec<usize> {
        let pattern = Pattern::new(letters.iter().rev().copied(), limit, half, first);
        let own = glance(letters);
        let mut found = Vec::new();
        for ending in pattern.beginnings(&self.endings, &self.stems) {
            let range = self.range(ending);
            let names = self.names.at(range.clone()).iter().zip(self.glances.at(range));
            found.extend(names.filter(|(_, glance)| may_be_near(own, **glance, limit)).map(|(name, _)| *name as usize));
        }
        found
    }

    fn range(&self, ending: usize) -> Range<usize> {
        let start = self.starts.one(ending) as usize;
        start..(self.starts.one(ending + 1) as usize).max(start)
    }

    /// Writes the endings; `name` and `stems` begin the names of their sections.
    pub(super) fn store(&self, [name, stems]: [[u8; 4]; 2], writer: &mut Writer<'_>) -> io::Result<()> {
        self.endings.store(name, writer)?;
        self.stems.store(stems, writer)?;
        writer.section(&section(name, b"begi"), self.starts.all())?;
        writer.section(&section(name, b"name"), self.names.all())?;
        writer.section(&section(name, b"glan"), self.glances.all())
    }

    /// Endings in a file.
    pub(super) fn restore([name, stems]: [[u8; 4]; 2], names: usize, image: &Image) -> Result<Self, Error> {
        let endings = Order::restore(name, image)?;
        let read = Self {
            stems: Stems::restore(stems, endings.len(), image)?,
            endings,
            starts: image.section(&section(name, b"begi"))?,
            names: image.section(&section(name, b"name"))?,
            glances: image.section(&section(name, b"glan"))?,
        };
        let fits = [read.names.len(), read.glances.len()] == [names; 2] && read.starts.len() == read.endings.len() + 1;
        if fits { Ok(read) } else { Err(Error::unfit()) }
    }
}
