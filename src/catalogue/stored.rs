//! Tracks in a file.

use std::io;

use crate::catalogue::packed::{Facts, GROUP, Parts, Tags};
use crate::catalogue::texts::{Dictionary, Names, Texts};
use crate::error::Error;
use crate::storage::{Image, Writer};

const TRACKS: &[u8; 8] = b"tracks  ";
const PROFILES: &[u8; 8] = b"profiles";
const PROFILE_STARTS: &[u8; 8] = b"prof at ";
const RECORDS: &[u8; 8] = b"records ";
const STARTS: &[u8; 8] = b"rec at  ";
const CREDITS: [&[u8; 8]; 2] = [b"credits ", b"cred at "];
const SERIES: [&[u8; 8]; 2] = [b"series  ", b"ser at  "];
const ENTRIES: [&[u8; 8]; 2] = [b"entries ", b"entr end"];
const TAGS: [&[u8; 8]; 2] = [b"tags    ", b"tag ends"];

impl Parts {
    /// Writes the tracks.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        let Facts { credits, series, first_year, years } = self.facts;
        let [genre, tempo, instrumentation, theme] = self.tags.counts;
        let head = [self.len, credits, series, first_year, years, genre, tempo, instrumentation, theme];
        writer.section(TRACKS, &head.map(|number| number as u64))?;
        writer.section(PROFILES, self.profiles.all())?;
        writer.section(PROFILE_STARTS, self.profile_starts.all())?;
        writer.section(RECORDS, self.records.all())?;
        writer.section(STARTS, self.starts.all())?;
        for ([codes, starts], names) in [(CREDITS, &self.credits), (SERIES, &self.series)] {
            writer.section(codes, names.codes.all())?;
            writer.section(starts, names.starts.all())?;
        }
        for ([bytes, ends], texts) in [(ENTRIES, &self.dictionary.0), (TAGS, &self.tags.texts)] {
            writer.section(bytes, texts.bytes.all())?;
            writer.section(ends, texts.ends.all())?;
        }
        Ok(())
    }

    /// The tracks in a file.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(image: &Image) -> Result<Self, Error> {
        let head = image.section::<u64>(TRACKS)?;
        let head: Vec<usize> = head.all().iter().filter_map(|number| usize::try_from(*number).ok()).collect();
        let &[len, credits, series, first_year, years, genre, tempo, instrumentation, theme] = head.as_slice() else {
            return Err(Error::unfit());
        };
        let names =
            |[codes, starts]: [&[u8; 8]; 2]| Ok(Names { codes: image.section(codes)?, starts: image.section(starts)? });
        let texts =
            |[bytes, ends]: [&[u8; 8]; 2]| Ok(Texts { bytes: image.section(bytes)?, ends: image.section(ends)? });
        let parts = Self {
            len,
            profiles: image.section(PROFILES)?,
            profile_starts: image.section(PROFILE_STARTS)?,
            records: image.section(RECORDS)?,
            starts: image.section(STARTS)?,
            credits: names(CREDITS)?,
            series: names(SERIES)?,
            facts: Facts { credits, series, first_year, years },
            dictionary: Dictionary(texts(ENTRIES)?),
            tags: Tags { texts: texts(TAGS)?, counts: [genre, tempo, instrumentation, theme] },
        };
        image.store().intact()?;
        let groups = len.div_ceil(GROUP);
        let tags = parts.tags.counts.iter().try_fold(0_usize, |sum, n| sum.checked_add(*n));
        let fits = parts.starts.len() == groups
            && parts.profile_starts.len() == groups
            && tags == Some(parts.tags.texts.len())
            && parts.credits.starts.len() == credits.div_ceil(Names::STRIDE)
            && parts.series.starts.len() == series.div_ceil(Names::STRIDE);
        if fits && u32::try_from(len).is_ok() { Ok(parts) } else { Err(Error::unfit()) }
    }
}
