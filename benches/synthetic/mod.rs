//! Synthetic catalogues of any size, the same for the same seed: tags of the real vocabulary, as unevenly used and as dependent on each other as
//! in real ones.
//!
//! A few dozen styles, drawn by Zipf's law, each have their own order of preference over the tags of every facet and their own tempo; a track draws
//! most of its tags by Zipf's law from its style's order, the rest from an order that all share. That gives the two things that matter to whoever
//! scans or indexes: few tags carry most tracks, and tags come in groups. Tempi are a mixture of normal ones on log2 of the beats per minute; of some
//! tracks a measured value is known, of some a term, of some nothing. How many tags a track has is drawn per facet, about four in all, as many as
//! the tracks of MTG-Jamendo carry; with the broader tags and the tempo bins that they light, the vectors come to what [`Shape`] says. In that data
//! set two tracks of five have a set of tags of their own, and half of the tracks have that of another track of their album: that is where equal
//! vectors come from, so in a lean catalogue most tracks of a series are tagged alike.
#![allow(dead_code, clippy::unwrap_used)] // Every bench uses its own part of this.

pub(crate) mod questions;

use std::ops::RangeInclusive;

use ost::Catalogue;
use ost::catalogue::facet::{Confidence, Facet, Tag, Tagged};
use ost::catalogue::track::{Bpm, Label, Track, TrackId, Year};
use ost::features::vocabulary::Vocabulary;

/// How much is known of a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One or two genres, one to three instruments, one to three themes, mostly measured tempi, some tags uncertain: 16 numbers a track, and of a
    /// million vectors 98% distinct.
    Rich,
    /// One genre, up to two instruments, one or two themes, for every fourth track a tempo term, three tracks of five tagged as their series is: 9
    /// numbers a track, and of a million vectors 28% distinct.
    Lean,
}

/// How likely a track has no tag of a facet, one, two, and so on: together 1.
type Odds = [f64; 4];

/// What a [`Shape`] draws by.
struct Plan {
    /// Of genre, instrumentation and theme.
    counts: [Odds; 3],
    /// The exponent of Zipf's law.
    exponent: f64,
    /// How likely a tag is sure.
    sure: f64,
    /// How likely a tempo term is known.
    named: f64,
    /// How likely the beats per minute are known.
    measured: f64,
    /// How likely a track has the tags of its series.
    together: f64,
}

impl Shape {
    fn plan(self) -> Plan {
        match self {
            Self::Rich => Plan {
                counts: [[0.0, 0.9, 0.1, 0.0], [0.0, 0.65, 0.3, 0.05], [0.0, 0.65, 0.28, 0.07]],
                exponent: 1.0,
                sure: 0.8,
                named: 0.5,
                measured: 0.75,
                together: 0.0,
            },
            Self::Lean => Plan {
                counts: [[0.0, 1.0, 0.0, 0.0], [0.2, 0.6, 0.2, 0.0], [0.0, 0.65, 0.35, 0.0]],
                exponent: 1.6,
                sure: 1.0,
                named: 0.25,
                measured: 0.0,
                together: 0.6,
            },
        }
    }
}

/// A source of randomness that is the same on every machine and in every release: splitmix64.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// From 0 to below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.fraction() * n as f64) as usize
    }

    /// From `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// A place in some odds.
    fn draw(&mut self, odds: &Odds) -> usize {
        let mut left = self.fraction();
        let here = |odds: &f64| {
            left -= odds;
            left < 0.0
        };
        odds.iter().position(here).unwrap_or(0)
    }

    /// About normal, mean 0, deviation 1: the sum of twelve uniform ones.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.fraction()).sum::<f64>() - 6.0
    }
}

/// Ranks from 0, rank `r` drawn in proportion to `1 / (r + 1)^exponent`.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(n: usize, exponent: f64) -> Self {
        let mut sum = 0.0;
        let cumulated = (1..=n).map(|rank| {
            sum += (rank as f64).powf(-exponent);
            sum
        });
        Self(cumulated.collect())
    }

    fn draw(&self, random: &mut Random) -> usize {
        let at = random.fraction() * self.0.last().unwrap();
        self.0.partition_point(|sum| *sum <= at).min(self.0.len() - 1)
    }
}

/// The tags of one facet, with the order all styles share and each style's own.
struct Wardrobe {
    tags: Vec<Tag>,
    shared: Vec<usize>,
    own: Vec<Vec<usize>>,
    zipf: Zipf,
}

const STYLES: usize = 48;

/// The years of release, one as likely as the other.
const YEARS: RangeInclusive<u16> = 2000..=2025;

impl Wardrobe {
    fn new(vocabulary: &Vocabulary, facet: Facet, exponent: f64, random: &mut Random) -> Self {
        let tags: Vec<Tag> =
            vocabulary.iter().filter(|(_, term)| term.facet == facet).map(|(_, term)| term.tag.clone()).collect();
        let shared = shuffled(tags.len(), random);
        let own = (0..STYLES).map(|_| shuffled(tags.len(), random)).collect();
        let zipf = Zipf::new(tags.len(), exponent);
        Self { tags, shared, own, zipf }
    }

    fn draw(&self, style: usize, n: usize, sure: f64, random: &mut Random) -> Vec<Tagged> {
        let mut drawn: Vec<usize> = Vec::with_capacity(n);
        while drawn.len() < n {
            let order = if random.chance(0.75) { &self.own[style] } else { &self.shared };
            let tag = order[self.zipf.draw(random)];
            if !drawn.contains(&tag) {
                drawn.push(tag);
            }
        }
        let tagged = |tag: usize, random: &mut Random| {
            let confidence = if random.chance(sure) { 1.0 } else { random.between(3, 9) as f64 / 10.0 };
            Tagged { tag: self.tags[tag].clone(), confidence: Confidence::new(confidence).unwrap() }
        };
        drawn.into_iter().map(|tag| tagged(tag, random)).collect()
    }
}

fn shuffled(n: usize, random: &mut Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        order.swap(i, random.below(i + 1));
    }
    order
}

/// The seed where any will do.
pub(crate) const SEED: u64 = 7;

/// A catalogue of `n` tracks.
pub(crate) fn catalogue(vocabulary: &Vocabulary, shape: Shape, n: usize, seed: u64) -> Catalogue {
    Catalogue::new(tracks(vocabulary, shape, n, seed).collect()).unwrap()
}

/// The tracks of a catalogue of `n`, one after the other.
pub(crate) fn tracks(vocabulary: &Vocabulary, shape: Shape, n: usize, seed: u64) -> impl Iterator<Item = Track> {
    let mut random = Random::new(seed);
    let Plan { counts, exponent, sure, named, measured, together } = shape.plan();
    let wardrobes = [Facet::Genre, Facet::Instrumentation, Facet::Theme]
        .map(|facet| Wardrobe::new(vocabulary, facet, exponent, &mut random));
    // Ballads, mid-tempo pop and dance: log2 of the beats per minute.
    let tempi: Vec<f64> = (0..STYLES).map(|_| [70.0_f64, 95.0, 125.0][random.below(3)].log2()).collect();
    let styles = Zipf::new(STYLES, 0.8);
    let terms: Vec<(f64, Tag)> = vocabulary
        .iter()
        .filter_map(|(_, term)| term.bpm.map(|(_, fastest)| (fastest.value(), term.tag.clone())))
        .collect();
    (0..n).map(move |i| {
        let series = random.below(n / 10 + 1);
        // Whoever is tagged as the series is draws what all others of it draw.
        let mut of_series = Random::new(seed ^ ((series as u64 + 1) << 32));
        let tags = if random.chance(together) { &mut of_series } else { &mut random };
        let style = styles.draw(tags);
        let mut track =
            Track::new(TrackId::new(&format!("t{i:08}")).unwrap(), Label::new(&format!("Track {i}")).unwrap());
        [track.genre, track.instrumentation, track.theme] = [0, 1, 2].map(|f| {
            let count = tags.draw(&counts[f]);
            wardrobes[f].draw(style, count, sure, tags)
        });
        let heard = (tempi[style] + 0.18 * tags.normal()).exp2().clamp(35.0, 220.0);
        if tags.chance(named) {
            let term = terms.iter().find(|(fastest, _)| heard <= *fastest).or(terms.last());
            track.tempo = term.map(|(_, tag)| tag.clone());
        }
        if random.chance(measured) {
            // One source in six counts half or double.
            let factor = if random.chance(1.0 / 6.0) { [0.5, 2.0][random.below(2)] } else { 1.0 };
            track.bpm = Bpm::new((heard * factor * 2.0).round() / 2.0).ok();
        }
        track.drama = Label::new(&format!("Saga {:02} Part {series:07}", series % 100)).ok();
        track.artists = vec![Label::new(&format!("Artist {:07}", random.below(n / 6 + 1))).unwrap()];
        track.year = Year::new(random.between((*YEARS.start()).into(), (*YEARS.end()).into()) as i64).ok();
        track
    })
}
