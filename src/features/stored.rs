//! Features in a file.

use std::io;
use std::sync::Arc;

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::packed::Tags;
use crate::error::Error;
use crate::features::affect::Affects;
use crate::features::encoder::Encoder;
use crate::features::keys::Unlisted;
use crate::features::vector::Rows;
use crate::features::vocabulary::Vocabulary;
use crate::features::weighting::Weighting;
use crate::features::worked::Codes;
use crate::storage::{Image, Writer};

const MADE_BY: &[u8; 8] = b"made by ";
const UNLISTED: &[u8; 8] = b"unlisted";
const IDF: &[u8; 8] = b"idf     ";
const CODES: &[u8; 8] = b"tag code";
const STARTS: &[u8; 8] = b"rows    ";
const DIMENSIONS: &[u8; 8] = b"row dims";
const VALUES: &[u8; 8] = b"row vals";
const POINTS: &[u8; 8] = b"affects ";
const SOURCES: &[u8; 8] = b"affect f";

/// Everything features depend on beside the catalogue, in words.
fn made_by(vocabulary: &Vocabulary, weighting: &Weighting) -> String {
    format!("ost {}, vocabulary {:08x}, {weighting:?}", env!("CARGO_PKG_VERSION"), vocabulary.stamp())
}

/// Up to so many tracks have their vectors and moods in the file: they open sooner, and take little room.
pub(crate) const KEPT: usize = 1 << 14;

/// Writes an encoder, with what each tag of its catalogue means to it.
pub(crate) fn store_encoder(encoder: &Encoder, tags: &Tags, writer: &mut Writer<'_>) -> io::Result<()> {
    let own: Unlisted = encoder.unlisted().into_iter().cloned().collect();
    let codes = Codes::new(encoder.vocabulary(), tags, &own);
    let unlisted: String = own.iter().map(|(facet, tag)| format!("{facet}\t{tag}\n")).collect::<Vec<_>>().concat();
    let idf: Vec<f64> = (0..encoder.dimensions().len()).map(|d| encoder.idf(d)).collect();
    writer.section(MADE_BY, made_by(encoder.vocabulary(), encoder.weighting()).as_bytes())?;
    writer.section(UNLISTED, unlisted.as_bytes())?;
    writer.section(IDF, &idf)?;
    writer.section(CODES, &codes.to_numbers(encoder.vocabulary().len()))
}

/// Writes vectors and moods.
pub(crate) fn store_rows(rows: &Rows, affects: &Affects, writer: &mut Writer<'_>) -> io::Result<()> {
    writer.section(STARTS, rows.starts.all())?;
    writer.section(DIMENSIONS, rows.dimensions.all())?;
    writer.section(VALUES, rows.values.all())?;
    writer.section(POINTS, affects.points.all())?;
    writer.section(SOURCES, affects.sources.all())
}

/// What the features in a file were made by.
///
/// # Errors
/// [`crate::error::ErrorKind::Damaged`] when it does not say.
pub(crate) fn maker(image: &Image) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(image.section::<u8>(MADE_BY)?.all()).into_owned())
}

/// The encoder in a file; none where it was made by another vocabulary or with other settings.
///
/// # Errors
/// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
pub(crate) fn encoder(
    image: &Image,
    tracks: usize,
    vocabulary: &Arc<Vocabulary>,
    weighting: Weighting,
) -> Result<Option<Encoder>, Error> {
    if image.section::<u8>(MADE_BY)?.all() != made_by(vocabulary, &weighting).as_bytes() {
        return Ok(None);
    }
    let idf = image.section::<f64>(IDF)?.all().to_vec();
    let unlisted = read_unlisted(image.section::<u8>(UNLISTED)?.all()).ok_or_else(Error::unfit)?;
    let encoder = Encoder::restored(Arc::clone(vocabulary), weighting, tracks, &unlisted, idf);
    encoder.ok_or_else(Error::unfit).map(Some)
}

/// What each tag of a catalogue in a file means to its encoder.
///
/// # Errors
/// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
pub(crate) fn codes(image: &Image, encoder: &Encoder, tags: &Tags) -> Result<Codes, Error> {
    let numbers = image.section::<u32>(CODES)?;
    let codes = Codes::of_numbers(numbers.all(), encoder.vocabulary().len(), encoder.unlisted().len());
    codes.filter(|_| numbers.len() == tags.texts.len()).ok_or_else(Error::unfit)
}

/// The vectors and moods of so many tracks in a file; none where they are left out.
///
/// # Errors
/// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
pub(crate) fn rows(image: &Image, tracks: usize, width: usize) -> Result<Option<(Rows, Affects)>, Error> {
    if tracks > KEPT {
        return Ok(None);
    }
    let starts = image.section(STARTS)?;
    let affects = Affects { points: image.section(POINTS)?, sources: image.section(SOURCES)? };
    let fits = starts.len() == tracks + 1 && affects.sources.len() == tracks && affects.points.len() == 2 * tracks;
    if !fits {
        return Err(Error::unfit());
    }
    Ok(Some((Rows::restored(width, starts, image.section(DIMENSIONS)?, image.section(VALUES)?), affects)))
}

fn read_unlisted(bytes: &[u8]) -> Option<Unlisted> {
    let line = |line: &str| {
        let (facet, tag) = line.split_once('\t')?;
        Some((Facet::from_name(facet)?, Tag::new(tag).ok()?))
    };
    std::str::from_utf8(bytes).ok()?.lines().map(line).collect()
}
