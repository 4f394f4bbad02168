//! What a track's vector and mood are made of, in bits: what a search reads of many tracks, and of nothing else.
//!
//! A profile is the numbers of tags by facet, the term of the tempo, how each measured value is written, the tags, then those values.

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::bits::{BitReader, BitWriter, width};
use crate::catalogue::facet::{Confidence, Facet};
use crate::catalogue::track::Bpm;

/// What a track's vector and mood are made of, tags by their numbers.
#[derive(Debug, Clone, Default, PartialEq)]
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

/// The facets whose tags a profile lists, in its order.
pub(crate) const LISTED: [Facet; 3] = [Facet::Genre, Facet::Instrumentation, Facet::Theme];

/// The bits of the number of tags by facet; a number that is all ones or more follows in full.
const COUNTED: [u32; 3] = [2, 3, 3];
/// The bits of a number of tags in full.
const IN_FULL: u32 = 16;

/// The most tags of one facet that a track can have.
pub(crate) const MOST_TAGS: usize = (1 << IN_FULL) - 1;

/// A number with a few decimals as a whole number: how many there are in one, the least, the bits.
#[derive(Debug, Clone, Copy)]
struct Decimals {
    in_one: f64,
    least: i64,
    bits: u32,
}

/// The ways in which a value is written, the first that holds it exactly; else in 64 bits.
type Ways = [Decimals; 2];

const BPM: Ways =
    [Decimals { in_one: 10.0, least: 200, bits: 12 }, Decimals { in_one: 1000.0, least: 20_000, bits: 19 }];
const AXIS: Ways =
    [Decimals { in_one: 100.0, least: -100, bits: 8 }, Decimals { in_one: 10_000.0, least: -10_000, bits: 15 }];
const CONFIDENCE: Ways =
    [Decimals { in_one: 100.0, least: 0, bits: 7 }, Decimals { in_one: 10_000.0, least: 0, bits: 14 }];

/// How a value is written: 0 where there is none, then [`Ways`], then [`RAW`].
type Way = usize;
const RAW: Way = 3;
/// The bits of a way.
const WAY: u32 = 2;

/// How many tags of each facet there are, and the numbers of the first: what the bits of a profile depend on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form {
    starts: [usize; 4],
    widths: [u32; 4],
}

/// What the first bits of a profile say.
struct Head {
    counts: [usize; 3],
    tempo: Option<usize>,
    bpm: Way,
    valence: Way,
    arousal: Way,
    confidence: Way,
}

impl Form {
    /// The form of profiles, given the number of tags of each facet, in the order of [`Facet::ALL`]; tags are numbered in that order too.
    pub(crate) fn new(tags: [usize; 4]) -> Self {
        let mut next = 0_usize;
        let starts = tags.map(|n| {
            next = next.saturating_add(n);
            next.saturating_sub(n)
        });
        // At least a bit, so that there cannot be more tags than bits; 0 is no tempo.
        let mut widths = tags.map(|n| width(n.saturating_sub(1)).max(1));
        widths[Facet::Tempo.index()] = width(tags[Facet::Tempo.index()]);
        Self { starts, widths }
    }

    /// Writes a profile whose tags have their places in this form, at most [`MOST_TAGS`] of a facet.
    pub(crate) fn write(&self, profile: &Profile, bits: &mut BitWriter) {
        let of = |facet: Facet| profile.tags.iter().filter(move |(own, ..)| *own == facet);
        for (facet, counted) in LISTED.into_iter().zip(COUNTED) {
            let (n, most) = (of(facet).count() as u64, (1_u64 << counted) - 1);
            bits.put(n.min(most), counted);
            if n >= most {
                bits.put(n, IN_FULL);
            }
        }
        let tempo = Facet::Tempo.index();
        bits.put(profile.tempo.map_or(0, |number| (number - self.starts[tempo] + 1) as u64), self.widths[tempo]);
        let way = |value: Option<f64>, ways: &Ways| value.map_or(0, |value| way_of(value, ways));
        let bpm = profile.bpm.map(Bpm::value);
        let (valence, arousal) = (profile.valence.map(Valence::value), profile.arousal.map(Arousal::value));
        let confident = profile.tags.iter().all(|(.., confidence)| *confidence >= Confidence::FULL.value());
        let confidences = profile.tags.iter().map(|(.., confidence)| way_of(*confidence, &CONFIDENCE));
        let confidence = if confident { 0 } else { confidences.max().unwrap_or(0) };
        bits.put(way(bpm, &BPM) as u64, WAY);
        let rest = [way(valence, &AXIS), way(arousal, &AXIS), confidence];
        let has_rest = rest.iter().any(|way| *way > 0);
        bits.put(has_rest.into(), 1);
        if has_rest {
            rest.iter().for_each(|way| bits.put(*way as u64, WAY));
        }
        for (facet, number, _) in LISTED.into_iter().flat_map(of) {
            bits.put((number - self.starts[facet.index()]) as u64, self.widths[facet.index()]);
        }
        let mut put = |value: Option<f64>, ways: &Ways, way: Way| {
            value.into_iter().for_each(|value| write(value, ways, way, bits))
        };
        put(bpm, &BPM, way(bpm, &BPM));
        put(valence, &AXIS, rest[0]);
        put(arousal, &AXIS, rest[1]);
        profile.tags.iter().for_each(|(.., value)| put(Some(*value), &CONFIDENCE, confidence));
    }

    fn head(&self, bits: &mut BitReader<'_>) -> Option<Head> {
        let mut counts = [0; 3];
        for (n, counted) in counts.iter_mut().zip(COUNTED) {
            *n = bits.take(counted)?;
            if *n == (1 << counted) - 1 {
                *n = bits.take(IN_FULL)?;
            }
        }
        let counts = counts.map(|n| n as usize);
        let tempo = bits.take(self.widths[Facet::Tempo.index()])? as usize;
        let tempo = tempo.checked_sub(1).map(|code| self.starts[Facet::Tempo.index()].saturating_add(code));
        let mut way = || Some(bits.take(WAY)? as Way);
        let bpm = way()?;
        let has_rest = bits.take(1)? == 1;
        let mut way = || if has_rest { Some(bits.take(WAY)? as Way) } else { Some(0) };
        Some(Head { counts, tempo, bpm, valence: way()?, arousal: way()?, confidence: way()? })
    }

    /// Reads a profile in place of what was there.
    pub(crate) fn read(&self, bits: &mut BitReader<'_>, profile: &mut Profile) -> Option<()> {
        let head = self.head(bits)?;
        profile.tags.clear();
        for (facet, n) in LISTED.into_iter().zip(head.counts) {
            let (start, width) = (self.starts[facet.index()], self.widths[facet.index()]);
            for _ in 0..n {
                profile.tags.push((facet, start.saturating_add(bits.take(width)? as usize), 1.0));
            }
        }
        profile.tempo = head.tempo;
        let mut value = |ways: &Ways, way: Way| if way == 0 { Some(None) } else { read(ways, way, bits).map(Some) };
        profile.bpm = value(&BPM, head.bpm)?.map(Bpm::new).transpose().ok()?;
        profile.valence = value(&AXIS, head.valence)?.map(Valence::new).transpose().ok()?;
        profile.arousal = value(&AXIS, head.arousal)?.map(Arousal::new).transpose().ok()?;
        if head.confidence > 0 {
            for (.., confidence) in &mut profile.tags {
                *confidence = Confidence::new(read(&CONFIDENCE, head.confidence, bits)?).ok()?.value();
            }
        }
        Some(())
    }

    /// Leaves a profile out.
    pub(crate) fn skip(&self, bits: &mut BitReader<'_>) -> Option<()> {
        let head = self.head(bits)?;
        let tags: usize = LISTED.into_iter().zip(head.counts).map(|(f, n)| n * self.widths[f.index()] as usize).sum();
        let confidences = head.counts.iter().sum::<usize>() * bits_of(&CONFIDENCE, head.confidence);
        let measured = bits_of(&BPM, head.bpm) + bits_of(&AXIS, head.valence) + bits_of(&AXIS, head.arousal);
        bits.skip(tags + confidences + measured)
    }
}

/// A value as a whole number; none where it would not come back as it was, to the last bit.
fn whole(value: f64, decimals: Decimals) -> Option<u64> {
    let whole = (value * decimals.in_one).round() as i64;
    let same = (whole as f64 / decimals.in_one).to_bits() == value.to_bits();
    u64::try_from(whole - decimals.least).ok().filter(|whole| same && *whole < 1 << decimals.bits)
}

fn way_of(value: f64, ways: &Ways) -> Way {
    ways.iter().position(|decimals| whole(value, *decimals).is_some()).map_or(RAW, |at| at + 1)
}

fn bits_of(ways: &Ways, way: Way) -> usize {
    match way {
        0 => 0,
        RAW => 64,
        way => ways[way - 1].bits as usize,
    }
}

/// Writes a value in a way; there is one in every way but none.
fn write(value: f64, ways: &Ways, way: Way, bits: &mut BitWriter) {
    match way {
        0 => {}
        RAW => bits.put(value.to_bits(), 64),
        // A value that fewer decimals hold, more of them hold too.
        way => bits.put(whole(value, ways[way - 1]).unwrap_or_default(), ways[way - 1].bits),
    }
}

fn read(ways: &Ways, way: Way, bits: &mut BitReader<'_>) -> Option<f64> {
    if way == RAW {
        return Some(f64::from_bits(bits.take(64)?));
    }
    let decimals = ways[way - 1];
    let whole = i64::try_from(bits.take(decimals.bits)?).ok()? + decimals.least;
    Some(whole as f64 / decimals.in_one)
}
