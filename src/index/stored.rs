//! Columns in a file.

use std::io;

use crate::error::Error;
use crate::index::columns::Columns;
use crate::index::moods::Moods;
use crate::index::names::Names;
use crate::index::places::Places;
use crate::index::tempi::{Classes, Part, Tempo};
use crate::index::tree::{BLOCK, LEAF, Leaves, Lines, MARKS, NODE, SHELF};
use crate::storage::{Image, Writer};

/// How many places there are, and how many tracks.
const TRACKS: &[u8; 8] = b"col trac";
const ORDER: &[u8; 8] = b"col orde";
const MOODS: [&[u8; 8]; 2] = [b"col msta", b"col mood"];
const ARTISTS: [u8; 3] = *b"art";
const SERIES: [u8; 3] = *b"ser";
/// The marks, the firsts and the lines of blocks and of shelves.
const LINES: [[&[u8; 8]; 3]; 2] = [[b"col bmar", b"col bfir", b"col blin"], [b"col smar", b"col sfir", b"col slin"]];
const LEAVES: [&[u8; 8]; 3] = [b"col ldim", b"col lsta", b"col lrec"];
const TEMPI: &[u8; 8] = b"col temp";
const TEMPO_CODES: &[u8; 8] = b"col tcod";
const FINE: [&[u8; 8]; 2] = [b"col fin0", b"col fin1"];
const BOXES: &[u8; 8] = b"col boxe";
const BOXES_OF_NODES: &[u8; 8] = b"col nbox";
const BOXES_OF_LEAVES: &[u8; 8] = b"col lbox";
const YEARS: &[u8; 8] = b"col year";
const TWINS: &[u8; 8] = b"col twin";
const FIRSTS: &[u8; 8] = b"col frst";
const MAXIMA: &[u8; 8] = b"col maxi";
const TOPS: &[u8; 8] = b"col tops";
const LONGEST_OF_SHELVES: &[u8; 8] = b"col slon";
const LONGEST: [&[u8; 8]; 4] = [b"col lon0", b"col lon1", b"col lon2", b"col lon3"];

/// The classes of tempo in a row: how many there are, then for each how many tempi, for each of those how many parts, then each part's three numbers.
fn flattened(classes: &[Vec<Tempo>]) -> Vec<f64> {
    let mut numbers = vec![classes.len() as f64];
    for class in classes {
        numbers.push(class.len() as f64);
        for tempo in class {
            numbers.push(tempo.len() as f64);
            numbers.extend(tempo.iter().flat_map(|part| [part.dimension as f64, part.value, part.share]));
        }
    }
    numbers
}

fn tempi(numbers: &[f64], width: usize) -> Option<Vec<Vec<Tempo>>> {
    let mut left = numbers.iter().copied();
    let count = |left: &mut dyn Iterator<Item = f64>| left.next().map(|n| n as usize).filter(|n| *n <= numbers.len());
    let part = |left: &mut dyn Iterator<Item = f64>| {
        let (dimension, value, share) = (left.next()? as usize, left.next()?, left.next()?);
        (dimension < width).then_some(Part { dimension, value, share })
    };
    let mut classes = Vec::new();
    for _ in 0..count(&mut left)? {
        let mut class = Vec::new();
        for _ in 0..count(&mut left)? {
            let parts = count(&mut left)?;
            class.push((0..parts).map(|_| part(&mut left)).collect::<Option<Tempo>>()?);
        }
        classes.push(class);
    }
    Some(classes)
}

fn lines(image: &Image, groups: usize, [marks, firsts, lines]: [&[u8; 8]; 3]) -> Result<Lines, Error> {
    Ok(Lines::new(groups, image.section(marks)?, image.section(firsts)?, image.section(lines)?))
}

impl Columns {
    /// Writes the columns.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(TRACKS, &[self.order.len() as u64, self.order.end as u64])?;
        writer.read_all_over(true);
        writer.section(ORDER, self.order.bytes.all())?;
        for ([marks, firsts, lines], own) in LINES.into_iter().zip([&self.of_blocks, &self.of_shelves]) {
            writer.section(marks, own.marks.all())?;
            writer.section(firsts, own.firsts.all())?;
            writer.section(lines, own.lines.all())?;
        }
        let [shelves, starts, words] = LEAVES;
        writer.section(shelves, self.leaves.shelves.all())?;
        writer.section(starts, self.leaves.starts.bytes.all())?;
        writer.section(words, self.leaves.words.all())?;
        writer.section(TEMPI, &flattened(&self.classes.tempi()))?;
        writer.section(TEMPO_CODES, self.tempi.all())?;
        for (name, fine) in FINE.into_iter().zip(&self.fine) {
            writer.section(name, fine.all())?;
        }
        writer.section(BOXES, self.boxes.all())?;
        writer.section(BOXES_OF_NODES, self.boxes_of_nodes.all())?;
        writer.section(BOXES_OF_LEAVES, self.boxes_of_leaves.all())?;
        writer.section(YEARS, self.years.all())?;
        writer.section(TWINS, self.twins.all())?;
        writer.section(FIRSTS, self.firsts.all())?;
        writer.section(MAXIMA, self.maxima.all())?;
        writer.section(TOPS, &self.tops)?;
        for (name, longest) in LONGEST.into_iter().zip(&self.longest) {
            writer.section(name, longest.all())?;
        }
        writer.section(LONGEST_OF_SHELVES, self.longest_of_shelves.all())?;
        writer.section(MOODS[0], self.moods.starts.all())?;
        writer.section(MOODS[1], self.moods.places.bytes.all())?;
        writer.read_all_over(false);
        self.artists.store(ARTISTS, writer)?;
        self.series.store(SERIES, writer)
    }

    /// The columns in a file, of vectors of so many dimensions.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(image: &Image, width: usize) -> Result<Self, Error> {
        let tempi = tempi(image.section::<f64>(TEMPI)?.all(), width).ok_or_else(Error::unfit)?;
        let counts = image.section::<u64>(TRACKS)?;
        let [places, tracks] = [0, 1].map(|at| counts.one(at) as usize);
        let order = Places::stored(image.section(ORDER)?, places, tracks).ok_or_else(Error::unfit)?;
        let [longest_0, longest_1, longest_2, longest_3] = LONGEST.map(|name| image.section(name));
        let [shelves, words] = [LEAVES[0], LEAVES[2]].map(|name| image.section::<u32>(name));
        let (shelves, words) = (shelves?, words?);
        let starts = Places::stored(image.section(LEAVES[1])?, order.len().div_ceil(LEAF) + 1, words.len() + 1);
        let moods = Moods::stored(image.section(MOODS[0])?, image.section(MOODS[1])?, order.len());
        let columns = Self {
            blocks: order.len().div_ceil(BLOCK),
            of_blocks: lines(image, order.len().div_ceil(BLOCK), LINES[0])?,
            of_shelves: lines(image, order.len().div_ceil(SHELF), LINES[1])?,
            leaves: Leaves { shelves, starts: starts.ok_or_else(Error::unfit)?, words },
            classes: Classes::new(&tempi),
            tempi: image.section(TEMPO_CODES)?,
            fine: [image.section(FINE[0])?, image.section(FINE[1])?],
            boxes: image.section(BOXES)?,
            boxes_of_nodes: image.section(BOXES_OF_NODES)?,
            boxes_of_leaves: image.section(BOXES_OF_LEAVES)?,
            years: image.section(YEARS)?,
            twins: image.section(TWINS)?,
            firsts: image.section(FIRSTS)?,
            maxima: image.section(MAXIMA)?,
            tops: image.section::<f64>(TOPS)?.all().to_vec(),
            longest: [longest_0?, longest_1?, longest_2?, longest_3?],
            longest_of_shelves: image.section(LONGEST_OF_SHELVES)?,
            moods: moods.ok_or_else(Error::unfit)?,
            artists: Names::restore(ARTISTS, order.len(), image)?,
            series: Names::restore(SERIES, order.len(), image)?,
            order,
        };
        image.store().intact()?;
        if columns.fits(width) { Ok(columns) } else { Err(Error::unfit()) }
    }

    /// Whether every array is as long as whoever reads it takes it to be.
    fn fits(&self, width: usize) -> bool {
        let blocks = self.blocks;
        let words = width.div_ceil(MARKS);
        self.of_blocks.fits(width, blocks)
            && self.of_shelves.fits(width, self.groups(SHELF))
            && self.leaves.shelves.len() == self.groups(SHELF) * words
            && self.longest_of_shelves.len() == self.groups(SHELF)
            && self.boxes_of_leaves.len() == self.groups(LEAF)
            && [self.years.len(), self.tempi.len(), self.fine[0].len(), self.fine[1].len()] == [self.room(); 4]
            && [self.twins.len(), self.firsts.len(), self.boxes_of_nodes.len()] == [self.groups(NODE); 3]
            && self.boxes.len() == blocks
            && self.maxima.len() == width * blocks
            && self.tops.len() == width
            && self.longest.iter().all(|longest| longest.len() == blocks)
    }
}
