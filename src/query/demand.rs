//! Critiques held against tracks: where each track stands on an axis, and whether that is far enough on the asked side of every favourite.

use std::ops::RangeInclusive;

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::keys::{Key, Measured};
use crate::features::tempo::perceived;
use crate::features::vector::Row;
use crate::features::vocabulary::Vocabulary;
use crate::features::{Features, acoustic};
use crate::query::critique::Critique;

/// Where a track stands on the axis of a critique, lowest and highest: the same number twice where it is known to the point.
///
/// Tempo is in octaves above one beat a minute, and a track of which only the term is known stands anywhere in the term's range. Valence, arousal and
/// acousticness are from -1 to 1. A tag's amount is its part of its facet's block, from 0 to 1: piano alone is more piano than piano with strings.
pub type Standing = (f64, f64);

/// The critiques of a question, each with the bound that its favourites set.
#[derive(Debug, Clone)]
pub struct Demands<'a> {
    pub(crate) features: &'a Features,
    pub(crate) catalogue: &'a Catalogue,
    demands: Vec<Demand>,
}

#[derive(Debug, Clone)]
struct Demand {
    critique: Critique,
    /// How often it was asked for: each time after the first for a further step.
    times: u32,
    /// None where no favourite's standing is known: then no track is known to be on the asked side of it.
    bound: Option<Bound>,
}

#[derive(Debug, Clone, Copy)]
struct Bound {
    /// Where the favourite that stands furthest out does so, the asked side being upwards.
    outermost: f64,
    /// Every favourite that stands just there is known by a range that ends there.
    ranged: bool,
}

/// Which way is asked for: -1 for less, 1 for more; how much is the least step, and how much each repetition adds.
///
/// A step of valence, arousal, acousticness or a tag is one that can be heard; of tempo and year any difference counts the first time. 0.35 octaves lead from
/// every tempo term to the one after the next, and no further.
fn steps(critique: &Critique) -> (f64, f64, f64) {
    match critique {
        Critique::Slower => (-1.0, 0.0, 0.35),
        Critique::Faster => (1.0, 0.0, 0.35),
        Critique::Sadder | Critique::Calmer | Critique::LessAcoustic => (-1.0, 0.05, 0.2),
        Critique::Happier | Critique::MoreEnergetic | Critique::MoreAcoustic => (1.0, 0.05, 0.2),
        Critique::Older => (-1.0, 1.0, 5.0),
        Critique::Newer => (1.0, 1.0, 5.0),
        Critique::Less(..) => (-1.0, 0.01, 0.15),
        Critique::More(..) => (1.0, 0.01, 0.15),
    }
}

impl<'a> Demands<'a> {
    /// The demands of critiques, compared with every like; equal critiques are one demand for a larger step. Without likes nothing is demanded.
    pub fn new(features: &'a Features, catalogue: &'a Catalogue, critiques: &[Critique], likes: &[TrackIndex]) -> Self {
        let mut demands = Self { features, catalogue, demands: Vec::new() };
        let mut asked: Vec<(&Critique, u32)> = Vec::new();
        for critique in critiques.iter().filter(|_| !likes.is_empty()) {
            match asked.iter_mut().find(|(same, _)| *same == critique) {
                Some((_, times)) => *times += 1,
                None => asked.push((critique, 1)),
            }
        }
        for (critique, times) in asked {
            let known: Vec<Standing> = likes.iter().filter_map(|at| demands.standing(critique, *at)).collect();
            demands.demands.push(Demand { critique: critique.clone(), times, bound: Bound::of(critique, &known) });
        }
        demands
    }

    /// Whether nothing is demanded.
    pub fn is_empty(&self) -> bool {
        self.demands.is_empty()
    }

    /// The critiques, each once and with how often it was given, in the order in which they were first given.
    pub fn critiques(&self) -> impl Iterator<Item = (&Critique, u32)> {
        self.demands.iter().map(|demand| (&demand.critique, demand.times))
    }

    /// Whether a track is, as far as is known, strictly on the asked side of every favourite on every axis. What is unknown is on no side.
    pub fn admit(&self, at: TrackIndex) -> bool {
        self.demands.iter().all(|demand| {
            let standing = demand.bound.and_then(|bound| Some((bound, self.standing(&demand.critique, at)?)));
            standing.is_some_and(|(bound, standing)| bound.admits(&demand.critique, standing, demand.times))
        })
    }

    /// How often each critique is too much for a track: as often as it was asked for where it is on no asked side, 0 where it answers.
    pub(crate) fn excess(&self, at: TrackIndex) -> Vec<u32> {
        let excess = |demand: &Demand| {
            let standing = demand.bound.and_then(|bound| Some((bound, self.standing(&demand.critique, at)?)));
            let met = standing.map_or(0, |(bound, standing)| {
                // Whoever is far enough for a larger step is so for every smaller one.
                (1..=demand.times).take_while(|times| bound.admits(&demand.critique, standing, *times)).count()
            });
            demand.times - met as u32
        };
        self.demands.iter().map(excess).collect()
    }

    /// The years that answers are of, among those that are allowed: an index tells the years of very many tracks.
    pub(crate) fn years(&self, allowed: Option<RangeInclusive<u16>>) -> Option<RangeInclusive<u16>> {
        self.demands.iter().fold(allowed, |allowed, demand| {
            let bound = demand.bound.map(|bound| bound.at(&demand.critique, demand.times) as u16);
            let (low, high) = match (&demand.critique, bound) {
                (Critique::Newer, Some(from)) => (from, u16::MAX),
                (Critique::Older, Some(to)) => (0, to),
                (Critique::Newer | Critique::Older, None) => (u16::MAX, 0),
                _ => return allowed,
            };
            let (from, to) = allowed.unwrap_or(0..=u16::MAX).into_inner();
            Some(from.max(low)..=to.min(high))
        })
    }

    /// Whether no favourite's standing on the axis of a critique is known, so that nothing can be on the asked side of it.
    pub fn is_unanswerable(&self, critique: &Critique) -> bool {
        self.demands.iter().any(|demand| demand.critique == *critique && demand.bound.is_none())
    }

    /// Whether a favourite has nothing of the tag of which less is asked for, so that nothing has less of it.
    pub fn is_exhausted(&self, critique: &Critique) -> bool {
        let has_nothing = |demand: &Demand| demand.bound.is_some_and(|bound| bound.outermost >= 0.0);
        matches!(critique, Critique::Less(..))
            && self.demands.iter().any(|demand| demand.critique == *critique && has_nothing(demand))
    }

    /// Where a track stands on the axis of a critique; none where that is unknown.
    pub fn standing(&self, critique: &Critique, at: TrackIndex) -> Option<Standing> {
        let vocabulary = self.features.encoder().vocabulary();
        let point = |value: f64| Some((value, value));
        let affect = || self.features.affect(at).map(|own| own.affect);
        match critique {
            Critique::Slower | Critique::Faster => {
                self.features.with_tags(self.catalogue, at, |_, measured| tempo(measured, vocabulary))
            }
            Critique::Sadder | Critique::Happier => point(affect()?.valence.value()),
            Critique::Calmer | Critique::MoreEnergetic => point(affect()?.arousal.value()),
            Critique::MoreAcoustic | Critique::LessAcoustic => {
                let own = |keys: &[(Key, f64)], _: &Measured| acoustic::of_keys(keys, vocabulary);
                point(self.features.with_tags(self.catalogue, at, own)?.value())
            }
            Critique::Newer | Critique::Older => point(f64::from(self.catalogue.year(at)?.value())),
            Critique::More(facet, tag) | Critique::Less(facet, tag) => {
                point(self.amount(*facet, tag, self.features.row(at)?.row())?)
            }
        }
    }

    fn amount(&self, facet: Facet, tag: &Tag, row: Row<'_>) -> Option<f64> {
        let encoder = self.features.encoder();
        let (block, dimension) = (encoder.block(facet), encoder.dimension(facet, tag)?);
        let (mut own, mut whole) = (0.0, 0.0);
        for (d, v) in row.iter().filter(|(d, _)| block.contains(d)) {
            whole += v * v;
            if d == dimension {
                own = v;
            }
        }
        (whole > 0.0).then(|| own / whole.sqrt())
    }
}

impl Bound {
    fn of(critique: &Critique, known: &[Standing]) -> Option<Self> {
        let side = steps(critique).0;
        let out = |standing: &Standing| if side < 0.0 { -standing.0 } else { standing.1 };
        // Beyond every favourite is beyond those that stand furthest out, of which one may be known to the point.
        let outermost = known.iter().map(out).reduce(f64::max)?;
        let ranged = known.iter().filter(|own| out(own) >= outermost).all(|own| own.0 < own.1);
        Some(Self { outermost, ranged })
    }

    /// Where an answer to a critique that was asked for so often stands, or beyond.
    fn at(self, critique: &Critique, times: u32) -> f64 {
        steps(critique).0 * (self.outermost + step(critique, times))
    }

    /// Whether a standing is wholly there or beyond.
    fn admits(self, critique: &Critique, standing: Standing, times: u32) -> bool {
        let side = steps(critique).0;
        let nearest = if side < 0.0 { -standing.1 } else { standing.0 };
        // The favourite itself stands at a bound without a step, so that standing at it is not beyond it.
        let open = step(critique, times) <= 0.0;
        // Two ranges that meet, such as slow and medium, share no tempo but the one between them.
        let meets = self.ranged && standing.0 < standing.1;
        let bound = side * self.at(critique, times);
        if open && !meets { nearest > bound } else { nearest >= bound }
    }
}

/// How far beyond the favourites is asked for by so many times the same critique.
fn step(critique: &Critique, times: u32) -> f64 {
    let (_, least, further) = steps(critique);
    least + further * f64::from(times - 1)
}

fn tempo(measured: &Measured, vocabulary: &Vocabulary) -> Option<Standing> {
    let (low, high) = match (measured.bpm, measured.stands_for(vocabulary)) {
        (Some(bpm), Some(range)) => (perceived(bpm, range), perceived(bpm, range)),
        (Some(bpm), None) => (bpm, bpm),
        (None, range) => range?,
    };
    Some((low.value().log2(), high.value().log2()))
}
