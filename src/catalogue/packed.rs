//! Tracks in bytes: a million of them take a tenth of the room, and each is made out when it is first asked for.
//!
//! A record is the number of its bytes, the id, the titles, then numbers; artists, series and tags are numbers of texts that are kept once.

use std::io;
use std::sync::{Arc, OnceLock};

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Confidence, Facet, Tag, Tagged};
use crate::catalogue::track::{Bpm, Label, Track, TrackId, Year};
use crate::error::Error;
use crate::storage::{Image, Section, Writer};

/// Where every so many records begin is kept; those between are found by walking.
pub(crate) const STRIDE: usize = 16;

/// So many tracks share a page of those made out.
const PAGE: usize = 1024;

/// The tracks of a catalogue in bytes, in the order of their ids.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    pub(crate) parts: Parts,
    made_out: Arc<[OnceLock<Page>]>,
}

type Page = Box<[OnceLock<Track>]>;

/// The arrays that [`Packed`] is made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    /// The number of tracks.
    pub(crate) len: usize,
    /// The records.
    pub(crate) records: Section<u8>,
    /// Where every [`STRIDE`]-th record begins.
    pub(crate) starts: Section<u64>,
    /// The texts that records refer to.
    pub(crate) texts: Section<u8>,
    /// Where each text ends.
    pub(crate) text_ends: Section<u32>,
}

/// What a record holds beside its texts and tags, one bit each.
pub(crate) mod flags {
    pub(crate) const TITLE_KO: u8 = 1;
    pub(crate) const DRAMA: u8 = 2;
    pub(crate) const YEAR: u8 = 4;
    pub(crate) const TEMPO: u8 = 8;
    pub(crate) const BPM: u8 = 16;
    pub(crate) const VALENCE: u8 = 32;
    pub(crate) const AROUSAL: u8 = 64;
    pub(crate) const CONFIDENCES: u8 = 128;
}

/// The facets whose tags a record lists, in its order.
pub(crate) const LISTED: [Facet; 3] = [Facet::Genre, Facet::Instrumentation, Facet::Theme];

impl Packed {
    pub(crate) fn new(parts: Parts) -> Self {
        let pages = parts.len.div_ceil(PAGE);
        Self { parts, made_out: (0..pages).map(|_| OnceLock::new()).collect() }
    }

    /// A track, made out at the first time.
    pub(crate) fn track(&self, at: usize) -> &Track {
        let page = self.made_out[at / PAGE].get_or_init(|| (0..PAGE).map(|_| OnceLock::new()).collect());
        page[at % PAGE].get_or_init(|| self.make_out(at))
    }

    /// A track, made out for the moment.
    pub(crate) fn make_out(&self, at: usize) -> Track {
        self.record(at).and_then(|record| self.parts.read(record)).unwrap_or_else(|| self.unreadable())
    }

    /// The id of a track, without making out the rest of it; empty where it is unreadable.
    pub(crate) fn id(&self, at: usize) -> &str {
        self.record(at).and_then(|mut record| text(&mut record)).unwrap_or_default()
    }

    /// Every track in a row, each made out for the moment.
    pub(crate) fn walk(&self) -> impl Iterator<Item = Track> {
        let mut left = self.parts.records.all();
        (0..self.parts.len).map(move |_| {
            let record = number(&mut left).and_then(|length| take(&mut left, length));
            record.and_then(|record| self.parts.read(record)).unwrap_or_else(|| self.unreadable())
        })
    }

    /// The bytes of a record.
    fn record(&self, at: usize) -> Option<&[u8]> {
        let records = &self.parts.records;
        let stride = at / STRIDE;
        let start = usize::try_from(self.parts.starts.one(stride)).ok()?;
        let next = self.parts.starts.len() > stride + 1;
        let end = if next { usize::try_from(self.parts.starts.one(stride + 1)).ok()? } else { records.len() };
        let mut left = records.at(start..end.max(start));
        for _ in 0..at % STRIDE {
            let length = number(&mut left)?;
            take(&mut left, length)?;
        }
        let length = number(&mut left)?;
        take(&mut left, length)
    }

    /// What stands in for a record that makes no sense; the store knows, and nothing is answered from it.
    fn unreadable(&self) -> Track {
        self.parts.records.note_damage("a track makes no sense");
        Track::unreadable()
    }
}

impl Parts {
    fn read(&self, mut record: &[u8]) -> Option<Track> {
        let left = &mut record;
        let label = |left: &mut &[u8]| Label::new(text(left)?).ok();
        let id = TrackId::of(label(left)?).ok()?;
        let mut track = Track::new(id, label(left)?);
        let flags = take(left, 1)?[0];
        let has = |flag: u8| flags & flag != 0;
        if has(flags::TITLE_KO) {
            track.title_ko = Some(label(left)?);
        }
        track.title_aliases = many(left, label)?;
        let known = |left: &mut &[u8]| Label::new(self.text(number(left)?)?).ok();
        track.artists = many(left, known)?;
        if has(flags::DRAMA) {
            track.drama = Some(known(left)?);
        }
        track.drama_aliases = many(left, known)?;
        if has(flags::YEAR) {
            track.year = Some(Year::new(i64::try_from(number(left)?).ok()?).ok()?);
        }
        let tag = |left: &mut &[u8]| Tag::new(self.text(number(left)?)?).ok();
        let mut tags = [Vec::new(), Vec::new(), Vec::new()];
        for tags in &mut tags {
            *tags = many(left, |left| tag(left).map(Tagged::from))?;
        }
        if has(flags::TEMPO) {
            track.tempo = Some(tag(left)?);
        }
        if has(flags::CONFIDENCES) {
            for tagged in tags.iter_mut().flatten() {
                tagged.confidence = Confidence::new(decimal(left)?).ok()?;
            }
        }
        if has(flags::BPM) {
            track.bpm = Some(Bpm::new(decimal(left)?).ok()?);
        }
        if has(flags::VALENCE) {
            track.valence = Some(Valence::new(decimal(left)?).ok()?);
        }
        if has(flags::AROUSAL) {
            track.arousal = Some(Arousal::new(decimal(left)?).ok()?);
        }
        [track.genre, track.instrumentation, track.theme] = tags;
        left.is_empty().then_some(track)
    }

    /// A text that is kept once.
    fn text(&self, at: usize) -> Option<&str> {
        let end = self.text_ends.one(at) as usize;
        let start = if at == 0 { 0 } else { self.text_ends.one(at - 1) as usize };
        std::str::from_utf8(self.texts.at(start..end.max(start))).ok()
    }
}

fn take<'a>(left: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = left.split_at_checked(length)?;
    *left = rest;
    Some(taken)
}

/// A number in groups of seven bits, the lowest first, as in LEB128.
fn number(left: &mut &[u8]) -> Option<usize> {
    let mut number = 0_usize;
    for shift in (0..usize::BITS).step_by(7) {
        let byte = take(left, 1)?[0];
        number |= usize::from(byte & 127).checked_shl(shift)?;
        if byte < 128 {
            return Some(number);
        }
    }
    None
}

fn text<'a>(left: &mut &'a [u8]) -> Option<&'a str> {
    let length = number(left)?;
    std::str::from_utf8(take(left, length)?).ok()
}

fn decimal(left: &mut &[u8]) -> Option<f64> {
    Some(f64::from_le_bytes(take(left, 8)?.try_into().ok()?))
}

fn many<T>(left: &mut &[u8], mut one: impl FnMut(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    let n = number(left)?;
    // Each takes a byte at least, so a wrong number cannot ask for more room than the record has.
    let mut read = Vec::with_capacity(n.min(left.len()));
    for _ in 0..n {
        read.push(one(left)?);
    }
    Some(read)
}

const TRACKS: &[u8; 8] = b"tracks  ";
const RECORDS: &[u8; 8] = b"records ";
const STARTS: &[u8; 8] = b"starts  ";
const TEXTS: &[u8; 8] = b"texts   ";
const TEXT_ENDS: &[u8; 8] = b"text end";

impl Parts {
    /// Writes the tracks.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(TRACKS, &[self.len as u64])?;
        writer.section(RECORDS, self.records.all())?;
        writer.section(STARTS, self.starts.all())?;
        writer.section(TEXTS, self.texts.all())?;
        writer.section(TEXT_ENDS, self.text_ends.all())
    }

    /// The tracks in a file.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(image: &Image) -> Result<Self, Error> {
        let parts = Self {
            len: usize::try_from(image.section::<u64>(TRACKS)?.one(0)).unwrap_or(usize::MAX),
            records: image.section(RECORDS)?,
            starts: image.section(STARTS)?,
            texts: image.section(TEXTS)?,
            text_ends: image.section(TEXT_ENDS)?,
        };
        image.store().intact()?;
        if parts.starts.len() == parts.len.div_ceil(STRIDE) && u32::try_from(parts.len).is_ok() {
            return Ok(parts);
        }
        Err(Error::unfit())
    }
}
