//! Features in a file.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use crate::catalogue::facet::{Facet, Tag};
use crate::error::Error;
use crate::features::affect::Affects;
use crate::features::encoder::Encoder;
use crate::features::vector::Rows;
use crate::features::vocabulary::Vocabulary;
use crate::features::weighting::Weighting;
use crate::storage::{Image, Writer};

const MADE_BY: &[u8; 8] = b"made by ";
const UNLISTED: &[u8; 8] = b"unlisted";
const IDF: &[u8; 8] = b"idf     ";
const STARTS: &[u8; 8] = b"rows    ";
const DIMENSIONS: &[u8; 8] = b"row dims";
const VALUES: &[u8; 8] = b"row vals";
const POINTS: &[u8; 8] = b"affects ";
const SOURCES: &[u8; 8] = b"affect f";

/// Everything features depend on beside the catalogue, in words.
fn made_by(vocabulary: &Vocabulary, weighting: &Weighting) -> String {
    format!("ost {}, vocabulary {:08x}, {weighting:?}", env!("CARGO_PKG_VERSION"), vocabulary.stamp())
}

/// Writes the features of a catalogue.
pub(crate) fn store(encoder: &Encoder, rows: &Rows, affects: &Affects, writer: &mut Writer<'_>) -> io::Result<()> {
    let unlisted: String =
        encoder.unlisted().iter().map(|(facet, tag)| format!("{facet}\t{tag}\n")).collect::<Vec<_>>().concat();
    let idf: Vec<f64> = (0..encoder.dimensions().len()).map(|d| encoder.idf(d)).collect();
    writer.section(MADE_BY, made_by(encoder.vocabulary(), encoder.weighting()).as_bytes())?;
    writer.section(UNLISTED, unlisted.as_bytes())?;
    writer.section(IDF, &idf)?;
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

/// See [`crate::features::Features::restore`].
pub(crate) fn restore(
    image: &Image,
    tracks: usize,
    vocabulary: &Arc<Vocabulary>,
    weighting: Weighting,
) -> Result<Option<(Encoder, Rows, Affects)>, Error> {
    if image.section::<u8>(MADE_BY)?.all() != made_by(vocabulary, &weighting).as_bytes() {
        return Ok(None);
    }
    let unlisted = image.section::<u8>(UNLISTED)?;
    let idf = image.section::<f64>(IDF)?.all().to_vec();
    let encoder = read_unlisted(unlisted.all())
        .and_then(|unlisted| Encoder::restored(Arc::clone(vocabulary), weighting, tracks, &unlisted, idf));
    let starts = image.section(STARTS)?;
    let affects = Affects { points: image.section(POINTS)?, sources: image.section(SOURCES)? };
    let fits = starts.len() == tracks + 1 && affects.sources.len() == tracks && affects.points.len() == 2 * tracks;
    let Some(encoder) = encoder.filter(|_| fits) else { return Err(Error::unfit()) };
    let width = encoder.dimensions().len();
    let rows = Rows::restored(width, starts, image.section(DIMENSIONS)?, image.section(VALUES)?);
    Ok(Some((encoder, rows, affects)))
}

fn read_unlisted(bytes: &[u8]) -> Option<BTreeSet<(Facet, Tag)>> {
    let line = |line: &str| {
        let (facet, tag) = line.split_once('\t')?;
        Some((Facet::from_name(facet)?, Tag::new(tag).ok()?))
    };
    std::str::from_utf8(bytes).ok()?.lines().map(line).collect()
}
