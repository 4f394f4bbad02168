//! Wanted tags: how much of what was asked for a track carries.

use crate::catalogue::facet::Facet;
use crate::features::Features;
use crate::features::encoder::Encoder;
use crate::features::vector::Row;
use crate::query::mood::wish::Wish;
use crate::scoring::balance::Balance;
use crate::scoring::contribution::{Ground, Ledger, Total};
use crate::scoring::tempo::TempoWish;

/// The wanted tags, phrase by phrase.
///
/// A track answers a phrase to `s = b m + (1 - b) n`, `b` being [`Balance::best_answer`]: `m` the best answer to any of the phrase's tags,
/// which are ways of saying one thing, `n` the mean over all of them by degree. It answers the question to the mean of `s` over the phrases, each weighted by how strongly it was meant, how rare its tags are and its
/// facets' weights. So a track that meets four of four phrases beats one that meets a single phrase by nothing but that phrase's tag.
#[derive(Debug, Clone)]
pub(crate) struct WantedTags {
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) wishes: Vec<Wanted>,
    /// Which dimensions speak to which wishes: by dimension, then wish.
    pub(crate) speaks: Vec<Speaks>,
    presence: f64,
    pub(crate) best_answer: f64,
}

/// That a dimension speaks to a wish.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speaks {
    pub(crate) dimension: usize,
    pub(crate) wish: usize,
    /// How well, from 0 to 1.
    pub(crate) near: f64,
}

/// Of so many wishes the answers need no memory of their own.
const FEW: usize = 8;

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
            speaks: Vec::new(),
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
                    let wish_at = wanted.wishes.len();
                    wanted.speaks.push(Speaks { dimension, wish: wish_at, near: 1.0 });
                    if let Some(term) = encoder.dimensions()[dimension].term {
                        let vocabulary = encoder.vocabulary();
                        for (up, steps) in vocabulary.broader(term) {
                            if let Some(d) = encoder.dimension(wish.facet, &vocabulary.term(*up).tag) {
                                let rarer = encoder.idf(d) / encoder.idf(dimension);
                                let near = balance.related.powi(*steps as i32) * rarer.min(1.0);
                                wanted.speaks.push(Speaks { dimension: d, wish: wish_at, near });
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
        wanted.speaks.sort_by_key(|speaks| (speaks.dimension, speaks.wish));
        let whole: f64 = wanted.phrases.iter().map(|phrase| phrase.part).sum();
        wanted.phrases.iter_mut().for_each(|phrase| phrase.part /= whole);
        (!wanted.phrases.is_empty()).then_some(wanted)
    }

    /// What `tell` makes of how a track answers every wish.
    fn with_answers<T>(&self, features: &Features, row: Row<'_>, tell: impl FnOnce(&mut [Answer]) -> T) -> T {
        let (mut few, mut many) = ([Answer::default(); FEW], Vec::new());
        let answers = match few.get_mut(..self.wishes.len()) {
            Some(few) => few,
            None => {
                many.resize(self.wishes.len(), Answer::default());
                &mut many[..]
            }
        };
        self.answer(features, row, answers);
        tell(answers)
    }

    /// How a track answers every wish, of which no answer is known yet.
    fn answer(&self, features: &Features, row: Row<'_>, answers: &mut [Answer]) {
        let (mut left, mut norm) = (&self.speaks[..], (None, 1.0));
        for (d, v) in row.iter() {
            // Both ascend.
            let before = left.iter().take_while(|speaks| speaks.dimension < d).count();
            left = &left[before..];
            for Speaks { wish, near, .. } in left.iter().take_while(|speaks| speaks.dimension == d) {
                let facet = self.wishes[*wish].facet;
                if norm.0 != Some(facet) {
                    norm = (Some(facet), length_within(features, row, facet));
                }
                let worth = self.worth(*near, v / norm.1);
                if worth > answers[*wish].worth {
                    answers[*wish] = Answer { worth, by: d };
                }
            }
        }
        for (wish, answer) in self.wishes.iter().zip(answers) {
            if let Some(tempo) = &wish.tempo {
                *answer = Answer { worth: tempo.cosine(features, row), by: tempo.peak };
            }
        }
    }

    /// What an answer is worth that is so near to what is wished, by a dimension that has such a share of its facet's length.
    fn worth(&self, near: f64, share: f64) -> f64 {
        near * (self.presence + (1.0 - self.presence) * share.min(1.0))
    }

    /// Between which values the match would lie, were a facet known of which the row has nothing: as it is, where no wish of the facet is answered;
    /// and where each is answered as well as any single tag answers it.
    ///
    /// No set of tags answers a wish better than its best tag alone: a dimension is as bright as the brightest tag of the set makes it, and the facet is at
    /// least as long as that tag alone makes it. So the upper end is reached where one wish is of the facet, and never passed.
    pub(crate) fn range(&self, features: &Features, row: Row<'_>, facet: Facet) -> (f64, f64) {
        self.with_answers(features, row, |answers| {
            let now = self.matched(answers);
            self.imagine(features.encoder(), facet, answers);
            (now, self.matched(answers))
        })
    }

    /// Raises answers to what the best tag of a facet would make of them.
    fn imagine(&self, encoder: &Encoder, facet: Facet, answers: &mut [Answer]) {
        for (wish, answer) in self.wishes.iter().zip(&mut *answers).filter(|(wish, _)| wish.tempo.is_some()) {
            if wish.facet == facet {
                answer.worth = 1.0;
            }
        }
        for tag in encoder.block(facet) {
            let lit = || encoder.lights(tag).iter().map(|(to, strength)| (*to, strength * encoder.idf(*to)));
            let norm = lit().map(|(_, v)| v * v).sum::<f64>().sqrt();
            for (d, v) in lit() {
                for Speaks { wish, near, .. } in self.of_dimension(d) {
                    answers[*wish].worth = answers[*wish].worth.max(self.worth(*near, v / norm));
                }
            }
        }
    }

    /// The wishes that a dimension speaks to.
    fn of_dimension(&self, dimension: usize) -> &[Speaks] {
        let first = self.speaks.partition_point(|speaks| speaks.dimension < dimension);
        let own = &self.speaks[first..];
        &own[..own.partition_point(|speaks| speaks.dimension == dimension)]
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
        self.with_answers(features, row, |answers| self.settle_answers(answers, weight, ledger));
    }

    /// What no match is above to the last bit, if no dimension's part of its facet's length is above its `share`; 0 where none has it.
    pub(crate) fn most(&self, weight: f64, share: impl Fn(usize) -> f64) -> f64 {
        let mut answers = vec![Answer::default(); self.wishes.len()];
        for Speaks { dimension, wish, near } in self.speaks.iter().filter(|speaks| share(speaks.dimension) > 0.0) {
            answers[*wish].worth = answers[*wish].worth.max(self.worth(*near, share(*dimension)));
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

/// The length of a row within a facet.
fn length_within(features: &Features, row: Row<'_>, facet: Facet) -> f64 {
    let block = features.encoder().block(facet);
    row.iter().filter(|(d, _)| block.contains(d)).map(|(_, v)| v * v).sum::<f64>().sqrt()
}
