//! Small random worlds: a vocabulary, a catalogue and settings, all from one number, so that a failure can be run again.
#![allow(dead_code, clippy::unwrap_used)] // Every test binary uses its own part of this.

use std::sync::Arc;

use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::{Confidence, Facet, Tag, Tagged};
use ost::catalogue::track::{Bpm, Label, Track, TrackId, Year};
use ost::features::acoustic::Acousticness;
use ost::features::vocabulary::{Term, Vocabulary};
use ost::{Catalogue, Recommender, Settings};

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

const GENRES: [(&str, &[&str]); 5] = [
    ("ballad", &[]),
    ("rock", &[]),
    ("rock ballad", &["ballad", "rock"]),
    ("power ballad", &["ballad"]),
    ("folk", &[]),
];
const INSTRUMENTS: [(&str, &[&str]); 6] = [
    ("strings", &[]),
    ("violin", &["strings"]),
    ("cello", &["strings"]),
    ("piano", &[]),
    ("synth", &[]),
    ("choir", &[]),
];
const THEMES: [(&str, &[&str]); 6] = [
    ("love", &[]),
    ("first love", &["love"]),
    ("lost love", &["love", "grief"]),
    ("grief", &[]),
    ("rain", &[]),
    ("hope", &[]),
];
const TEMPI: [(&str, f64, f64); 3] = [("slow", 50.0, 80.0), ("medium", 80.0, 112.0), ("fast", 112.0, 160.0)];

pub(crate) fn tag(name: &str) -> Tag {
    Tag::new(name).unwrap()
}

pub(crate) fn vocabulary() -> Vocabulary {
    let term = |facet, name: &str, broader: &[&str], bpm: Option<(f64, f64)>| Term {
        facet,
        tag: tag(name),
        ko: None,
        aliases: Vec::new(),
        broader: broader.iter().map(|name| tag(name)).collect(),
        valence: ["rock", "hope", "fast"].contains(&name).then(|| Valence::clamped(0.6)),
        arousal: ["rain", "grief", "slow"].contains(&name).then(|| Arousal::clamped(-0.5)),
        bpm: bpm.map(|(low, high)| (Bpm::new(low).unwrap(), Bpm::new(high).unwrap())),
        acoustic: match name {
            "strings" | "piano" | "folk" => Some(Acousticness::new(1.0).unwrap()),
            "synth" | "rock" => Some(Acousticness::new(-0.8).unwrap()),
            _ => None,
        },
        phrase: None,
        phrase_ko: None,
        means: Label::new("a test").unwrap(),
    };
    let mut terms = Vec::new();
    for (facet, names) in
        [(Facet::Genre, &GENRES[..]), (Facet::Instrumentation, &INSTRUMENTS[..]), (Facet::Theme, &THEMES[..])]
    {
        terms.extend(names.iter().map(|(name, broader)| term(facet, name, broader, None)));
    }
    terms.extend(TEMPI.iter().map(|(name, low, high)| term(Facet::Tempo, name, &[], Some((*low, *high)))));
    Vocabulary::new(terms).unwrap()
}

/// What a track of a random world may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) tracks: usize,
    /// How often a facet is unknown, in percent.
    pub(crate) unknown: usize,
    /// Whether tags may be uncertain, tempi measured and tags outside the vocabulary.
    pub(crate) rough: bool,
}

pub(crate) fn track(dice: &mut Dice, id: usize, shape: Shape) -> Track {
    let mut track = Track::new(TrackId::new(&format!("t{id}")).unwrap(), Label::new(&format!("Title {id}")).unwrap());
    let mut tags = |names: &[(&str, &[&str])]| {
        let mut tags: Vec<Tagged> = Vec::new();
        let most = if dice.chance(shape.unknown) { 0 } else { 1 + dice.below(3) };
        for _ in 0..most {
            let name = if shape.rough && dice.chance(5) { "zither" } else { dice.pick(names).0 };
            let confidence =
                if shape.rough && dice.chance(20) { Confidence::new(0.5).unwrap() } else { Confidence::FULL };
            if tags.iter().all(|own| own.tag.as_str() != name) {
                tags.push(Tagged { tag: tag(name), confidence });
            }
        }
        tags
    };
    (track.genre, track.instrumentation, track.theme) = (tags(&GENRES), tags(&INSTRUMENTS), tags(&THEMES));
    if !dice.chance(shape.unknown) {
        track.tempo = dice.chance(80).then(|| tag(dice.pick(&TEMPI).0));
        track.bpm = (shape.rough && dice.chance(40)).then(|| Bpm::new(45.0 + dice.below(110) as f64).unwrap());
    }
    track.year = dice.chance(80).then(|| Year::new(2000 + dice.below(20) as i64).unwrap());
    track
}

pub(crate) fn settings(dice: &mut Dice) -> Settings {
    let mut settings = Settings::default();
    settings.weighting.norm_exponent = dice.pick(&[1.0, 1.0, 0.5, 0.0]);
    settings.weighting.broader_decay = dice.pick(&[0.5, 0.5, 0.0, 0.9]);
    settings
}

/// A random world.
pub(crate) fn world(dice: &mut Dice, shape: Shape, settings: Settings) -> Recommender {
    let n = 3 + dice.below(shape.tracks - 2);
    let tracks = (0..n).map(|id| track(dice, id, shape)).collect();
    Recommender::new(Catalogue::new(tracks).unwrap(), Arc::new(vocabulary()), settings).unwrap()
}
