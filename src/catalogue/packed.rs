//! Tracks in bytes: a million of them take a tenth of the room, and each is made out when it is first asked for.
//!
//! A record is the number of its bytes, the id, the title, what vectors and moods are made of, then the rest; artists, series and tags are numbers
//! of texts that are kept once.

use std::io;
use std::sync::{Arc, OnceLock};

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Confidence, Facet, Tag, Tagged};
use crate::catalogue::track::{Bpm, Label, Track, TrackId, Year};
use crate::error::Error;
use crate::storage::{Image, Section, Writer};

/// Where every so many records begin is kept; those between are found by walking.
pub(crate) const STRIDE: usize = 4;

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
    /// The names of artists and series.
    pub(crate) names: Texts,
    /// The tags.
    pub(crate) tags: Texts,
}

/// Texts that records refer to by their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// The texts, one after the other.
    pub(crate) bytes: Section<u8>,
    /// Where each text ends.
    pub(crate) ends: Section<u32>,
}

/// What a track's vector and mood are made of, tags by their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// The tags of [`LISTED`], in that order, each with its confidence.
    pub(crate) tags: Vec<(Facet, usize, f64)>,
    /// The term of its tempo.
    pub(crate) tempo: Option<usize>,
    /// Measured beats per minute.
    pub(crate) bpm: Option<Bpm>,
    /// Measured valence.
    pub(crate) valence: Option<Valence>,
    /// Measured arousal.
    pub(crate) arousal: Option<Arousal>,
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

    /// What a track's vector and mood are made of, read in place of what was there; nothing where it is unreadable.
    pub(crate) fn profile(&self, at: usize, profile: &mut Profile) {
        let read = self.record(at).and_then(|mut record| {
            for _ in 0..2 {
                let length = number(&mut record)?;
                take(&mut record, length)?;
            }
            profile.read(&mut record)
        });
        if read.is_none() {
            self.parts.records.note_damage("a track makes no sense");
            *profile = Profile::default();
        }
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
        let mut profile = Profile::default();
        let flags = profile.read(left)?;
        for (facet, tag, confidence) in profile.tags {
            let tag = Tag::new(self.tags.text(tag)?).ok()?;
            let tags = match facet {
                Facet::Genre => &mut track.genre,
                Facet::Instrumentation => &mut track.instrumentation,
                _ => &mut track.theme,
            };
            tags.push(Tagged { tag, confidence: Confidence::new(confidence).ok()? });
        }
        if let Some(tempo) = profile.tempo {
            track.tempo = Some(Tag::new(self.tags.text(tempo)?).ok()?);
        }
        (track.bpm, track.valence, track.arousal) = (profile.bpm, profile.valence, profile.arousal);
        if flags & flags::TITLE_KO != 0 {
            track.title_ko = Some(label(left)?);
        }
        track.title_aliases = many(left, label)?;
        let known = |left: &mut &[u8]| Label::new(self.names.text(number(left)?)?).ok();
        track.artists = many(left, known)?;
        if flags & flags::DRAMA != 0 {
            track.drama = Some(known(left)?);
        }
        track.drama_aliases = many(left, known)?;
        if flags & flags::YEAR != 0 {
            track.year = Some(Year::new(i64::try_from(number(left)?).ok()?).ok()?);
        }
        left.is_empty().then_some(track)
    }
}

impl Profile {
    /// Reads it from a record; gives the flags back.
    fn read(&mut self, left: &mut &[u8]) -> Option<u8> {
        let flags = take(left, 1)?[0];
        let has = |flag: u8| flags & flag != 0;
        self.tags.clear();
        for facet in LISTED {
            for _ in 0..number(left)? {
                self.tags.push((facet, number(left)?, 1.0));
            }
        }
        self.tempo = if has(flags::TEMPO) { Some(number(left)?) } else { None };
        if has(flags::CONFIDENCES) {
            for (_, _, confidence) in &mut self.tags {
                *confidence = decimal(left)?;
            }
        }
        self.bpm = if has(flags::BPM) { Some(Bpm::new(decimal(left)?).ok()?) } else { None };
        self.valence = if has(flags::VALENCE) { Some(Valence::new(decimal(left)?).ok()?) } else { None };
        self.arousal = if has(flags::AROUSAL) { Some(Arousal::new(decimal(left)?).ok()?) } else { None };
        Some(flags)
    }
}

impl Texts {
    /// The number of texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of that number.
    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        let end = self.ends.one(at) as usize;
        let start = if at == 0 { 0 } else { self.ends.one(at - 1) as usize };
        std::str::from_utf8(self.bytes.at(start..end.max(start))).ok()
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
const NAMES: &[u8; 8] = b"names   ";
const NAME_ENDS: &[u8; 8] = b"name end";
const TAGS: &[u8; 8] = b"tags    ";
const TAG_ENDS: &[u8; 8] = b"tag ends";

impl Parts {
    /// Writes the tracks.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(TRACKS, &[self.len as u64])?;
        writer.section(RECORDS, self.records.all())?;
        writer.section(STARTS, self.starts.all())?;
        writer.section(NAMES, self.names.bytes.all())?;
        writer.section(NAME_ENDS, self.names.ends.all())?;
        writer.section(TAGS, self.tags.bytes.all())?;
        writer.section(TAG_ENDS, self.tags.ends.all())
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
            names: Texts { bytes: image.section(NAMES)?, ends: image.section(NAME_ENDS)? },
            tags: Texts { bytes: image.section(TAGS)?, ends: image.section(TAG_ENDS)? },
        };
        image.store().intact()?;
        if parts.starts.len() == parts.len.div_ceil(STRIDE) && u32::try_from(parts.len).is_ok() {
            return Ok(parts);
        }
        Err(Error::unfit())
    }
}
