//! Columns in a file.

use std::io;

use crate::error::Error;
use crate::index::columns::{AFFECT_BITS, Bits, Columns, Level, Part, TEMPO_BITS, Tempo, YEAR_BITS};
use crate::index::lanes::{LANES, WORDS};
use crate::storage::{Image, Writer};

const ORDER: &[u8; 8] = b"col orde";
const LEVELS: &[u8; 8] = b"col leve";
const SHARES: &[u8; 8] = b"col shar";
const TEMPI: &[u8; 8] = b"col temp";
const TEMPO_CODES: &[u8; 8] = b"col tcod";
const PRESENT: &[u8; 8] = b"col pres";
const FILLED: &[u8; 8] = b"col fill";
const FIRST_FILLED: &[u8; 8] = b"col ffil";
const FIRST_LIST: &[u8; 8] = b"col flis";
const WORDS_OF: &[u8; 8] = b"col word";
const LISTS: &[u8; 8] = b"col list";
const AFFECTS: &[u8; 8] = b"col affe";
const FINE: [&[u8; 8]; 2] = [b"col fin0", b"col fin1"];
const BOXES: &[u8; 8] = b"col boxe";
const YEARS: &[u8; 8] = b"col year";
const TWINS: &[u8; 8] = b"col twin";
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

impl Columns {
    /// Writes the columns.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        let dimensions: Vec<u32> = self.levels.iter().map(|level| level.dimension as u32).collect();
        let shares: Vec<f64> = self.levels.iter().map(|level| level.share).collect();
        writer.section(ORDER, self.order.all())?;
        writer.section(LEVELS, &dimensions)?;
        writer.section(SHARES, &shares)?;
        writer.section(TEMPI, &flattened(&self.classes))?;
        writer.section(TEMPO_CODES, self.tempi.all())?;
        writer.section(PRESENT, self.bits.present.all())?;
        writer.section(FILLED, self.bits.filled.all())?;
        writer.section(FIRST_FILLED, self.bits.first_filled.all())?;
        writer.section(FIRST_LIST, self.bits.first_list.all())?;
        writer.section(WORDS_OF, self.bits.words.all())?;
        writer.section(LISTS, self.bits.lists.all())?;
        writer.section(AFFECTS, self.affects.all())?;
        for (name, fine) in FINE.into_iter().zip(&self.fine) {
            writer.section(name, fine.all())?;
        }
        writer.section(BOXES, self.boxes.all())?;
        writer.section(YEARS, self.years.all())?;
        writer.section(TWINS, self.twins.all())?;
        writer.section(MAXIMA, self.maxima.all())?;
        writer.section(TOPS, &self.tops)?;
        for (name, longest) in LONGEST.into_iter().zip(&self.longest) {
            writer.section(name, longest.all())?;
        }
        Ok(())
    }

    /// The columns in a file, of vectors of so many dimensions.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(image: &Image, width: usize) -> Result<Self, Error> {
        let (dimensions, shares) = (image.section::<u32>(LEVELS)?, image.section::<f64>(SHARES)?);
        let levels: Vec<Level> = dimensions
            .all()
            .iter()
            .zip(shares.all())
            .map(|(dimension, share)| Level { dimension: *dimension as usize, share: *share })
            .collect();
        let first_level = (0..=width).map(|d| levels.partition_point(|level| level.dimension < d)).collect();
        let classes = classes(image.section::<f64>(TEMPI)?.all(), width).ok_or_else(Error::unfit)?;
        let order = image.section::<u32>(ORDER)?;
        let blocks = order.len().div_ceil(LANES);
        let [longest_0, longest_1, longest_2, longest_3] = LONGEST.map(|name| image.section(name));
        let columns = Self {
            blocks,
            bits: Bits {
                width: blocks.div_ceil(64),
                present: image.section(PRESENT)?,
                filled: image.section(FILLED)?,
                first_filled: image.section(FIRST_FILLED)?,
                first_list: image.section(FIRST_LIST)?,
                words: image.section(WORDS_OF)?,
                lists: image.section(LISTS)?,
            },
            levels,
            first_level,
            classes,
            tempi: image.section(TEMPO_CODES)?,
            affects: image.section(AFFECTS)?,
            fine: [image.section(FINE[0])?, image.section(FINE[1])?],
            boxes: image.section(BOXES)?,
            years: image.section(YEARS)?,
            twins: image.section(TWINS)?,
            maxima: image.section(MAXIMA)?,
            tops: image.section::<f64>(TOPS)?.all().to_vec(),
            longest: [longest_0?, longest_1?, longest_2?, longest_3?],
            order,
        };
        image.store().intact()?;
        if columns.fits(width) { Ok(columns) } else { Err(Error::unfit()) }
    }

    /// Whether every array is as long as whoever reads it takes it to be.
    fn fits(&self, width: usize) -> bool {
        let (blocks, runs) = (self.blocks, self.bits.width * self.levels.len());
        let ordered = self.levels.windows(2).all(|pair| pair[0].dimension <= pair[1].dimension);
        ordered
            && self.levels.last().is_none_or(|level| level.dimension < width)
            && [self.bits.present.len(), self.bits.filled.len()] == [runs; 2]
            && [self.bits.first_filled.len() + 1, self.bits.first_list.len()] == [runs + 1; 2]
            && self.affects.len() == blocks * 2 * AFFECT_BITS * WORDS
            && self.years.len() == blocks * YEAR_BITS * WORDS
            && self.tempi.len() == blocks * TEMPO_BITS * WORDS
            && self.twins.len() == blocks * WORDS
            && self.boxes.len() == blocks
            && self.fine.iter().all(|fine| fine.len() == blocks * LANES)
            && self.maxima.len() == width * blocks
            && self.tops.len() == width
            && self.longest.iter().all(|longest| longest.len() == blocks)
    }
}
