//! Columns in a file.

use std::io;

use crate::error::Error;
use crate::index::columns::{Columns, Part, Tempo};
use crate::index::moods::Moods;
use crate::index::names::Names;
use crate::index::tree::{BLOCK, LEAF, Level, NODE};
use crate::storage::{Image, Writer};

const ORDER: &[u8; 8] = b"col orde";
const MOODS: [&[u8; 8]; 2] = [b"col msta", b"col mood"];
const ARTISTS: [u8; 3] = *b"art";
const SERIES: [u8; 3] = *b"ser";
/// The starts and the words of the records of blocks, of nodes and of leaves.
const LEVELS: [[&[u8; 8]; 2]; 3] = [[b"col bsta", b"col brec"], [b"col nsta", b"col nrec"], [b"col lsta", b"col lrec"]];
const TEMPI: &[u8; 8] = b"col temp";
const TEMPO_CODES: &[u8; 8] = b"col tcod";
const FINE: [&[u8; 8]; 2] = [b"col fin0", b"col fin1"];
const BOXES: &[u8; 8] = b"col boxe";
const BOXES_OF_NODES: &[u8; 8] = b"col nbox";
const YEARS: &[u8; 8] = b"col year";
const TWINS: &[u8; 8] = b"col twin";
const FIRSTS: &[u8; 8] = b"col frst";
const MAXIMA: &[u8; 8] = b"col maxi";
const TOPS: &[u8; 8] = b"col tops";
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

fn classes(numbers: &[f64], width: usize) -> Option<Vec<Vec<Tempo>>> {
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

fn store_level<const N: usize, const B: usize>(
    writer: &mut Writer<'_>,
    [starts, words]: [&[u8; 8]; 2],
    level: &Level<N, B>,
) -> io::Result<()> {
    writer.section(starts, level.starts.all())?;
    writer.section(words, level.words.all())
}

fn level<const N: usize, const B: usize>(image: &Image, [starts, words]: [&[u8; 8]; 2]) -> Result<Level<N, B>, Error> {
    Ok(Level { starts: image.section(starts)?, words: image.section(words)? })
}

impl Columns {
    /// Writes the columns.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(ORDER, self.order.all())?;
        let [of_blocks, of_nodes, of_leaves] = LEVELS;
        store_level(writer, of_blocks, &self.of_blocks)?;
        store_level(writer, of_nodes, &self.of_nodes)?;
        store_level(writer, of_leaves, &self.of_leaves)?;
        writer.section(TEMPI, &flattened(&self.classes))?;
        writer.section(TEMPO_CODES, self.tempi.all())?;
        for (name, fine) in FINE.into_iter().zip(&self.fine) {
            writer.section(name, fine.all())?;
        }
        writer.section(BOXES, self.boxes.all())?;
        writer.section(BOXES_OF_NODES, self.boxes_of_nodes.all())?;
        writer.section(YEARS, self.years.all())?;
        writer.section(TWINS, self.twins.all())?;
        writer.section(FIRSTS, self.firsts.all())?;
        writer.section(MAXIMA, self.maxima.all())?;
        writer.section(TOPS, &self.tops)?;
        for (name, longest) in LONGEST.into_iter().zip(&self.longest) {
            writer.section(name, longest.all())?;
        }
        writer.section(MOODS[0], self.moods.starts.all())?;
        writer.section(MOODS[1], self.moods.places.all())?;
        self.artists.store(ARTISTS, writer)?;
        self.series.store(SERIES, writer)
    }

    /// The columns in a file, of vectors of so many dimensions.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(image: &Image, width: usize) -> Result<Self, Error> {
        let classes = classes(image.section::<f64>(TEMPI)?.all(), width).ok_or_else(Error::unfit)?;
        let order = image.section::<u32>(ORDER)?;
        let [longest_0, longest_1, longest_2, longest_3] = LONGEST.map(|name| image.section(name));
        let [of_blocks, of_nodes, of_leaves] = LEVELS;
        let columns = Self {
            blocks: order.len().div_ceil(BLOCK),
            of_blocks: level(image, of_blocks)?,
            of_nodes: level(image, of_nodes)?,
            of_leaves: level(image, of_leaves)?,
            classes,
            tempi: image.section(TEMPO_CODES)?,
            fine: [image.section(FINE[0])?, image.section(FINE[1])?],
            boxes: image.section(BOXES)?,
            boxes_of_nodes: image.section(BOXES_OF_NODES)?,
            years: image.section(YEARS)?,
            twins: image.section(TWINS)?,
            firsts: image.section(FIRSTS)?,
            maxima: image.section(MAXIMA)?,
            tops: image.section::<f64>(TOPS)?.all().to_vec(),
            longest: [longest_0?, longest_1?, longest_2?, longest_3?],
            moods: Moods { starts: image.section(MOODS[0])?, places: image.section(MOODS[1])?, tracks: order.len() },
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
        let starts = [self.of_blocks.starts.len(), self.of_nodes.starts.len(), self.of_leaves.starts.len()];
        starts == [BLOCK, NODE, LEAF].map(|size| self.groups(size) + 1)
            && [self.years.len(), self.tempi.len(), self.fine[0].len(), self.fine[1].len()] == [self.room(); 4]
            && [self.twins.len(), self.firsts.len(), self.boxes_of_nodes.len()] == [self.groups(NODE); 3]
            && self.moods.fits()
            && self.boxes.len() == blocks
            && self.maxima.len() == width * blocks
            && self.tops.len() == width
            && self.longest.iter().all(|longest| longest.len() == blocks)
    }
}
