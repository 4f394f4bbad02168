//! Wanted and unwanted tags: how much of what was asked for a track carries.

use crate::catalogue::facet::{Facet, Tag};
use crate::features::Features;
use crate::features::vector::{FeatureVector, Row};
use crate::query::mood::wish::Wish;
use crate::scoring::balance::Balance;
use crate::scoring::contribution::{Ground, Ledger, Total};

/// The wanted tags, phrase by phrase.
///
/// A track answers a phrase to `s = b m + (1 - b) n`, `b` being [`Balance::best_answer`]: `m` the best answer to any of the phrase's tags,
/// which are ways of saying one thing, `n` the mean over all of them by degree. It answers the question to the mean of `s` over the phrases, each weighted by how strongly it was meant, how rare its tags are and its
/// facets' weights. So a track that meets four of four phrases beats one that meets a single phrase by nothing but that phrase's tag.
#[derive(Debug, Clone)]
pub(crate) struct WantedTags {
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) wishes: Vec<Wanted>,
    /// For each dimension, the wishes it speaks to and how well: sparse, by dimension.
    pub(crate) speaks: Vec<Vec<(usize, f64)>>,
    presence: f64,
    pub(crate) best_answer: f64,
}

#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// Its part of the whole; all parts sum to 1.
    pub(crate) part: f64,
    /// Its wishes, a range of [`WantedTags::wishes`].
    pub(crate) wishes: std::ops::Range<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The dimension it is told by.
    dimension: usize,
    facet: Facet,
    /// Its part of its phrase's mean; the parts of a phrase sum to 1.
    pub(crate) part: f64,
    /// Its degree against the highest of its phrase.
    pub(crate) relative: f64,
    pub(crate) tempo: Option<TempoWish>,
}

/// How one wish is answered by one track.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    /// From 0 to 1.
    worth: f64,
    /// The dimension that answers.
    by: usize,
}

impl WantedTags {
    /// How much of an option is for its being there at all: [`Balance::presence`].
    pub(crate) fn presence(&self) -> f64 {
        self.presence
    }

    /// None where no wanted tag has a dimension.
    pub(crate) fn new(features: &Features, wishes: &[Wish], balance: &Balance) -> Option<Self> {
        let encoder = features.encoder();
        let mut wanted = Self {
            phrases: Vec::new(),
            wishes: Vec::new(),
            speaks: vec![Vec::new(); features.width()],
            presence: balance.presence,
            best_answer: balance.best_answer,
        };
        let mut numbers: Vec<usize> = wishes.iter().map(|wish| wish.phrase).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let start = wanted.wishes.len();
            let (mut strength, mut rarity, mut sum) = (0.0, 0.0, 0.0);
            for wish in wishes.iter().filter(|wish| wish.phrase == number) {
                let facet = encoder.weighting().facets.of(wish.facet).powf(balance.facet_exponent);
                if facet <= 0.0 {
                    continue;
                }
                let tempo = if wish.facet == Facet::Tempo { TempoWish::new(features, &wish.tag) } else { None };
                let dimension = match &tempo {
                    Some(tempo) => tempo.peak,
                    None if wish.facet == Facet::Tempo => continue,
                    None => match encoder.dimension(wish.facet, &wish.tag) {
                        Some(dimension) => dimension,
                        None => continue,
                    },
                };
                if tempo.is_none() {
                    let at = wanted.wishes.len();
                    wanted.speaks[dimension].push((at, 1.0));
                    if let Some(term) = encoder.dimensions()[dimension].term {
                        let vocabulary = encoder.vocabulary();
                        for (up, steps) in vocabulary.broader(term) {
                            if let Some(d) = encoder.dimension(wish.facet, &vocabulary.term(*up).tag) {
                                let rarer = encoder.idf(d) / encoder.idf(dimension);
                                wanted.speaks[d].push((at, balance.related.powi(*steps as i32) * rarer.min(1.0)));
                            }
                        }
                    }
                }
                rarity += wish.degree * facet * encoder.idf(dimension);
                sum += wish.degree;
                strength = f64::max(strength, wish.degree);
                wanted.wishes.push(Wanted {
                    dimension,
                    facet: wish.facet,
                    part: wish.degree,
                    relative: wish.degree,
                    tempo,
                });
            }
            if sum > 0.0 {
                for wish in &mut wanted.wishes[start..] {
                    wish.part /= sum;
                    wish.relative /= strength;
                }
                wanted.phrases.push(Phrase { part: strength * rarity / sum, wishes: start..wanted.wishes.len() });
            }
        }
        let whole: f64 = wanted.phrases.iter().map(|phrase| phrase.part).sum();
        wanted.phrases.iter_mut().for_each(|phrase| phrase.part /= whole);
        (!wanted.phrases.is_empty()).then_some(wanted)
    }

    /// How a track answers every wish.
    fn answers(&self, features: &Features, row: Row<'_>) -> Vec<Answer> {
        let mut answers = vec![Answer::default(); self.wishes.len()];
        let norms = block_norms(features, row);
        for (d, v) in row.iter() {
            for (at, near) in &self.speaks[d] {
                let norm = norms[self.wishes[*at].facet.index()];
                let worth = near * (self.presence + (1.0 - self.presence) * (v / norm).min(1.0));
                if worth > answers[*at].worth {
                    answers[*at] = Answer { worth, by: d };
                }
            }
        }
        for (wish, answer) in self.wishes.iter().zip(&mut answers) {
            if let Some(tempo) = &wish.tempo {
                *answer = Answer { worth: tempo.cosine(features, row), by: tempo.peak };
            }
        }
        answers
    }

    /// Between which values the match would lie, were a facet known of which the row has nothing: as it is, where no wish of the facet is answered;
    /// and where each is answered as well as any single tag answers it.
    ///
    /// No set of tags answers a wish better than its best tag alone: a dimension is as bright as the brightest tag of the set makes it, and the facet is at
    /// least as long as that tag alone makes it. So the upper end is reached where one wish is of the facet, and never passed.
    pub(crate) fn range(&self, features: &Features, row: Row<'_>, facet: Facet) -> (f64, f64) {
        let encoder = features.encoder();
        let mut answers = self.answers(features, row);
        let now = self.matched(&answers);
        for (wish, answer) in self.wishes.iter().zip(&mut answers).filter(|(wish, _)| wish.tempo.is_some()) {
            if wish.facet == facet {
                answer.worth = 1.0;
            }
        }
        for tag in encoder.block(facet) {
            let lit = || encoder.lights(tag).iter().map(|(to, strength)| (*to, strength * encoder.idf(*to)));
            let norm = lit().map(|(_, v)| v * v).sum::<f64>().sqrt();
            for (d, v) in lit() {
                for (at, near) in &self.speaks[d] {
                    let worth = near * (self.presence + (1.0 - self.presence) * (v / norm).min(1.0));
                    answers[*at].worth = answers[*at].worth.max(worth);
                }
            }
        }
        (now, self.matched(&answers))
    }

    /// The match that answers come to.
    fn matched(&self, answers: &[Answer]) -> f64 {
        let phrase = |phrase: &Phrase| {
            let wishes = || self.wishes[phrase.wishes.clone()].iter().zip(&answers[phrase.wishes.clone()]);
            let highest = wishes().map(|(wish, answer)| wish.relative.powi(2) * answer.worth).fold(0.0, f64::max);
            let mean: f64 = wishes().map(|(wish, answer)| wish.part * answer.worth).sum();
            phrase.part * (self.best_answer * highest + (1.0 - self.best_answer) * mean)
        };
        self.phrases.iter().map(phrase).sum()
    }

    /// Emits every phrase's part of the match, divided among the dimensions that answer it, and what is missing of it among those that do not.
    pub(crate) fn settle(&self, features: &Features, row: Row<'_>, weight: f64, ledger: &mut impl Ledger) {
        self.settle_answers(&self.answers(features, row), weight, ledger);
    }

    /// What no match is above to the last bit, if no dimension's part of its facet's length is above its `share`; 0 where none has it.
    pub(crate) fn most(&self, weight: f64, share: impl Fn(usize) -> f64) -> f64 {
        let mut answers = vec![Answer::default(); self.wishes.len()];
        for (d, speaks) in self.speaks.iter().enumerate().filter(|(d, _)| share(*d) > 0.0) {
            for (at, near) in speaks {
                let worth = near * (self.presence + (1.0 - self.presence) * share(d).min(1.0));
                answers[*at].worth = answers[*at].worth.max(worth);
            }
        }
        for (_, answer) in self.wishes.iter().zip(&mut answers).filter(|(wish, _)| wish.tempo.is_some()) {
            answer.worth = 1.0;
        }
        // Each step of the sum is the same as for a track, and none falls when an answer rises.
        let mut total = Total::default();
        self.settle_answers(&answers, weight, &mut total);
        total.0
    }

    fn settle_answers(&self, answers: &[Answer], weight: f64, ledger: &mut impl Ledger) {
        for phrase in &self.phrases {
            let wishes = || self.wishes[phrase.wishes.clone()].iter().zip(&answers[phrase.wishes.clone()]);
            // The best answer; of equal ones the first.
            let best = wishes().fold(None, |best: Option<(f64, usize)>, (wish, answer)| {
                // What is only also meant is a poor answer by itself.
                let worth = wish.relative.powi(2) * answer.worth;
                if best.is_none_or(|(highest, _)| worth > highest) { Some((worth, answer.by)) } else { best }
            });
            let (highest, by) = best.unwrap_or((0.0, 0));
            let mut answered = self.best_answer * highest;
            if highest > 0.0 {
                ledger.because(Ground::Wanted(by), weight * phrase.part * self.best_answer * highest);
            }
            for (wish, answer) in wishes() {
                let share = (1.0 - self.best_answer) * wish.part * answer.worth;
                answered += share;
                if share > 0.0 {
                    ledger.because(Ground::Wanted(answer.by), weight * phrase.part * share);
                }
            }
            ledger.despite(|emit| {
                let missing = weight * phrase.part * (1.0 - answered);
                let lacks = || wishes().map(|(wish, answer)| (wish.dimension, wish.part * (1.0 - answer.worth)));
                let sum: f64 = lacks().map(|(_, lack)| lack).sum();
                for (dimension, lack) in lacks().filter(|_| sum > 0.0) {
                    emit(Ground::Wanted(dimension), missing * lack / sum);
                }
            });
        }
    }
}

/// A dimension's share of its facet's length as it counts: at most 1, to one part in a million.
///
/// Rows are kept in `f32`, so that the same tags may have shares that differ in the last bits, by whatever else a track has. As they count they are equal.
fn share_of(share: f64) -> f64 {
    const LOST: u32 = 16;
    let near = (share as f32).to_bits().saturating_add(LOST / 2) / LOST * LOST;
    f64::from(f32::from_bits(near)).min(1.0)
}

/// The length of a row within each facet; 1 where it has nothing there.
fn block_norms(features: &Features, row: Row<'_>) -> [f64; 4] {
    let encoder = features.encoder();
    let mut squares = [0.0; 4];
    for (d, v) in row.iter() {
        squares[encoder.dimensions()[d].facet.index()] += v * v;
    }
    squares.map(|square: f64| if square > 0.0 { square.sqrt() } else { 1.0 })
}

/// A wanted tempo as a unit vector over the bins.
#[derive(Debug, Clone)]
pub(crate) struct TempoWish {
    pub(crate) bins: Vec<f64>,
    start: usize,
    /// The bin it lights most.
    peak: usize,
}

impl TempoWish {
    fn new(features: &Features, tag: &Tag) -> Option<Self> {
        let encoder = features.encoder();
        let block = encoder.block(Facet::Tempo);
        let vector = encoder.encode_tags([(Facet::Tempo, tag, 1.0)])?;
        let peak = vector.row().iter().fold((0, 0.0), |a, b| if b.1 > a.1 { b } else { a }).0;
        let dense = vector.to_dense(features.width()).to_vec();
        Some(Self { bins: dense[block.clone()].to_vec(), start: block.start, peak })
    }

    /// How alike the tempi are, from 0 to 1; 0 where the track's is unknown.
    fn cosine(&self, features: &Features, row: Row<'_>) -> f64 {
        let block = features.encoder().block(Facet::Tempo);
        let own: Vec<(usize, f64)> = row.iter().filter(|(d, _)| block.contains(d)).collect();
        let part = FeatureVector::unit(own);
        let dot = |part: FeatureVector| part.row().iter().map(|(d, v)| v * self.bins[d - self.start]).sum::<f64>();
        share_of(part.map_or(0.0, dot).max(0.0))
    }
}

/// What is not wanted, each to a degree.
#[derive(Debug, Clone)]
pub(crate) struct UnwantedTags {
    tags: Vec<Unwanted>,
}

#[derive(Debug, Clone)]
struct Unwanted {
    degree: f64,
    /// The dimension it is told by.
    dimension: usize,
    presence: Presence,
}

#[derive(Debug, Clone)]
enum Presence {
    /// The track carries it, or a narrower tag: one of these dimensions, ascending.
    Any(Vec<usize>),
    /// How alike the tempi are.
    Tempo(TempoWish),
}

impl UnwantedTags {
    pub(crate) fn new(features: &Features, wishes: &[Wish]) -> Self {
        let encoder = features.encoder();
        let tags = wishes.iter().filter_map(|wish| {
            if wish.facet == Facet::Tempo {
                let tempo = TempoWish::new(features, &wish.tag)?;
                return Some(Unwanted { degree: wish.degree, dimension: tempo.peak, presence: Presence::Tempo(tempo) });
            }
            let dimension = encoder.dimension(wish.facet, &wish.tag)?;
            let any = encoder.carried_by(wish.facet, &wish.tag)?;
            Some(Unwanted { degree: wish.degree, dimension, presence: Presence::Any(any) })
        });
        Self { tags: tags.collect() }
    }

    /// The unwanted tags that a track carries or not, tempo aside: the part of the score that is lost with any of the dimensions.
    pub(crate) fn carried(&self) -> impl Iterator<Item = (f64, &[usize])> {
        self.tags.iter().filter_map(|unwanted| match &unwanted.presence {
            Presence::Any(any) => Some((unwanted.degree.clamp(0.0, 1.0), any.as_slice())),
            Presence::Tempo(_) => None,
        })
    }

    /// Which part of a score would be lost, at least and at most, were a facet known of which the row has nothing: what is lost as it is; and the
    /// worst of the unwanted tags of that facet, were it there.
    pub(crate) fn range(&self, features: &Features, row: Row<'_>, facet: Facet) -> (f64, f64) {
        let now = self.penalty(features, row).map_or(0.0, |(lost, _)| lost);
        let dimensions = features.encoder().dimensions();
        let of_facet = self.tags.iter().filter(|unwanted| dimensions[unwanted.dimension].facet == facet);
        (now, of_facet.map(|unwanted| unwanted.degree.clamp(0.0, 1.0)).fold(now, f64::max))
    }

    /// The part of a score that is lost, from 0 to 1, and the dimension that takes it: the worst of the unwanted tags.
    pub(crate) fn penalty(&self, features: &Features, row: Row<'_>) -> Option<(f64, usize)> {
        let lost = |unwanted: &Unwanted| match &unwanted.presence {
            Presence::Any(any) => {
                let found = row.iter().any(|(d, _)| any.binary_search(&d).is_ok());
                if found { unwanted.degree } else { 0.0 }
            }
            Presence::Tempo(tempo) => unwanted.degree * tempo.cosine(features, row),
        };
        let worst = |a: Option<(f64, usize)>, b: (f64, usize)| match a {
            Some(a) if a.0 >= b.0 => Some(a),
            _ => Some(b),
        };
        let losses = self.tags.iter().map(|unwanted| (lost(unwanted).clamp(0.0, 1.0), unwanted.dimension));
        losses.filter(|(lost, _)| *lost > 0.0).fold(None, worst)
    }
}
