//! Scores and their accounts, from one place: [`Scorer::score`] adds up what [`Scorer::account`] keeps.

pub mod balance;
pub(crate) mod claims;
pub mod contribution;
pub(crate) mod mood;
pub(crate) mod range;
pub mod score;
pub(crate) mod similarity;
pub(crate) mod tags;
pub(crate) mod tempo;
pub(crate) mod unwanted;

use crate::catalogue::TrackIndex;
use crate::catalogue::affect::Affect;
use crate::catalogue::facet::Facet;
use crate::catalogue::track::Track;
use crate::features::Features;
use crate::features::vector::Row;
use crate::features::worked::Encoded;
use crate::query::Query;
use balance::Balance;
use contribution::{Account, Contribution, Entries, Ground, Ledger, Total};
use mood::Closeness;
use score::Score;
use similarity::Seeds;
use tags::WantedTags;
use unwanted::UnwantedTags;

/// A question made ready to be asked of every track.
///
/// `score = (1 - penalty) * (s * similarity + a * closeness + t * tags)` with `s + a + t = 1` over the parts that were asked for.
#[derive(Debug, Clone)]
pub struct Scorer<'a> {
    features: &'a Features,
    seeds: Option<(f64, Seeds)>,
    closeness: Option<(f64, Closeness)>,
    wanted: Option<(f64, WantedTags)>,
    unwanted: UnwantedTags,
    /// Where only unwanted tags were given: every other track answers.
    anything_else: bool,
}

/// The parts of a score: it is at most the sum of weight times part, and where one of the unwanted dimensions is carried, at most that sum without the
/// part that is lost.
#[derive(Debug)]
pub(crate) struct Parts<'s> {
    /// Similarity: the dot product with this vector.
    pub(crate) seeds: Option<(f64, &'s [f64])>,
    /// Closeness on the circumplex.
    pub(crate) closeness: Option<(f64, &'s Closeness)>,
    /// The match of the wanted tags.
    pub(crate) wanted: Option<(f64, &'s WantedTags)>,
    /// What is lost, from 0 to 1, with any of the dimensions.
    pub(crate) unwanted: Vec<(f64, &'s [usize])>,
    /// Whether every track that is not unwanted answers wholly.
    pub(crate) anything_else: bool,
}

impl<'a> Scorer<'a> {
    /// Makes a question ready; none where it asks nothing that the catalogue could answer.
    pub fn new(features: &'a Features, query: &Query, balance: &Balance) -> Option<Self> {
        let query = query.sound(features.len());
        let seeds = Seeds::new(features, &query.likes, &query.dislikes, balance.dislike);
        let mood = query.mood.as_ref();
        let closeness = mood.and_then(|mood| Closeness::new(mood, balance.mood_width));
        let wanted = mood.and_then(|mood| WantedTags::new(features, &mood.wanted, balance));
        let unwanted = mood.map_or(&[][..], |mood| &mood.unwanted);
        let unwanted = UnwantedTags::new(features, unwanted);
        let feeling = mood.map_or(0.0, |mood| mood.feeling);
        let mood_share = match (seeds.is_some(), closeness.is_some() || wanted.is_some()) {
            (true, true) => balance.mood_share,
            (true, false) => 0.0,
            (false, _) => 1.0,
        };
        let alpha = match (closeness.is_some(), wanted.is_some()) {
            (true, true) => feeling,
            (true, false) => 1.0,
            (false, _) => 0.0,
        };
        let anything_else = seeds.is_none() && closeness.is_none() && wanted.is_none();
        if anything_else && mood.is_none_or(|mood| mood.unwanted.is_empty()) {
            return None;
        }
        Some(Self {
            features,
            seeds: seeds.map(|seeds| (1.0 - mood_share, seeds)),
            closeness: closeness.map(|closeness| (mood_share * alpha, closeness)),
            wanted: wanted.map(|wanted| (mood_share * (1.0 - alpha), wanted)),
            unwanted,
            anything_else,
        })
    }

    /// The features that it scores.
    pub fn features(&self) -> &'a Features {
        self.features
    }

    /// What the score is put together from, for whoever bounds it without computing it.
    pub(crate) fn parts(&self) -> Parts<'_> {
        Parts {
            seeds: self.seeds.as_ref().map(|(weight, seeds)| (*weight, seeds.dense())),
            closeness: self.closeness.as_ref().map(|(weight, closeness)| (*weight, closeness)),
            wanted: self.wanted.as_ref().map(|(weight, wanted)| (*weight, wanted)),
            unwanted: self.unwanted.carried().collect(),
            anything_else: self.anything_else,
        }
    }

    /// How well a track answers; none where nothing is known of it that was asked for: no tag, nor a mood where one is wanted.
    pub fn score(&self, at: TrackIndex) -> Option<Score> {
        let (row, affect) = self.known(at)?;
        self.score_if(row.as_ref().map(Encoded::row), affect)
    }

    /// What a track is scored by.
    fn known(&self, at: TrackIndex) -> Option<(Option<Encoded<'a>>, Option<Affect>)> {
        let row = self.features.row(at);
        // A mood may have to be worked out, so nobody asks for one in vain.
        let affect = self.closeness.as_ref().and_then(|_| self.features.affect(at)).map(|own| own.affect);
        (row.is_some() || affect.is_some()).then_some((row, affect))
    }

    /// How well a track would answer if this were what is known of it; none where nothing is that was asked for.
    pub(crate) fn score_if(&self, row: Option<Row<'_>>, affect: Option<Affect>) -> Option<Score> {
        let affect = affect.filter(|_| self.closeness.is_some());
        (row.is_some() || affect.is_some()).then(|| self.score_as(row.unwrap_or(Row::UNKNOWN), affect))
    }

    /// How well a track would answer if this were its vector and its mood.
    pub fn score_as(&self, row: Row<'_>, affect: Option<Affect>) -> Score {
        let mut total = Total::default();
        self.settle(affect, row, &mut total);
        let kept = 1.0 - self.unwanted.penalty(self.features, row).map_or(0.0, |(lost, _)| lost);
        Score::clamped(total.0 * kept)
    }

    /// The favourites as one vector, and the part of the score that it gives; none where there are none.
    pub fn favourites(&self) -> Option<(Row<'_>, f64)> {
        self.seeds.as_ref().map(|(weight, seeds)| (seeds.row(), *weight))
    }

    /// The same score with everything it is made of; none where there is no score.
    pub fn account(&self, at: TrackIndex) -> Option<Account> {
        let (own, affect) = self.known(at)?;
        let row = own.as_ref().map_or(Row::UNKNOWN, Encoded::row);
        let mut entries = Entries::new();
        self.settle(affect, row, &mut entries);
        let penalty = self.unwanted.penalty(self.features, row);
        let kept = 1.0 - penalty.map_or(0.0, |(lost, _)| lost);
        let total = entries.total.0;
        if let Some((lost, dimension)) = penalty {
            entries.despite.push((Ground::Unwanted(dimension), total * lost));
        }
        let before = if penalty.is_some() { entries.because.clone() } else { Vec::new() };
        let because = entries.because.into_iter().map(|(ground, share)| (ground, share * kept)).collect();
        Some(Account {
            score: Score::clamped(total * kept),
            because: self.contributions(because),
            despite: self.contributions(entries.despite),
            before: self.contributions(before),
            nearness: self.closeness.as_ref().and_then(|(weight, closeness)| closeness.nearness(affect?, *weight)),
        })
    }

    /// Between which values a track's score would lie, were a facet known of which it has no tag; `row` and `affect` are what is known of it.
    pub(crate) fn range(&self, track: &Track, row: Row<'_>, affect: Option<Affect>, facet: Facet) -> range::Range {
        let (mut low, mut high) = (0.0, 0.0);
        let mut add = |weight: f64, range: range::Range| {
            low += weight * range.0;
            high += weight * range.1;
        };
        if let Some((weight, seeds)) = &self.seeds {
            add(*weight, range::similarity(self.features.encoder(), seeds.dense(), track, row, facet));
        }
        if let Some((weight, closeness)) = &self.closeness {
            let axes = self.features.affect_range(track, facet);
            add(*weight, range::near(closeness, axes, affect.is_none()));
        }
        if let Some((weight, wanted)) = &self.wanted {
            add(*weight, wanted.range(self.features, row, facet));
        }
        if self.anything_else {
            add(1.0, (1.0, 1.0));
        }
        let lost = self.unwanted.range(self.features, row, facet);
        ((low * (1.0 - lost.1)).clamp(0.0, 1.0), (high * (1.0 - lost.0)).clamp(0.0, 1.0))
    }

    fn settle(&self, affect: Option<Affect>, row: Row<'_>, ledger: &mut impl Ledger) {
        if let Some((weight, seeds)) = &self.seeds {
            seeds.settle(row, *weight, ledger);
        }
        if let Some((weight, closeness)) = &self.closeness {
            closeness.settle(affect, *weight, ledger);
        }
        if let Some((weight, wanted)) = &self.wanted {
            wanted.settle(self.features, row, *weight, ledger);
        }
        if self.anything_else {
            // Nothing was asked for, so whatever is not unwanted answers wholly: one share, so that all of them score alike to the last bit.
            ledger.because(Ground::Spared, 1.0);
        }
    }

    /// Adds up the shares of each ground, in the order of grounds.
    fn contributions(&self, mut shares: Vec<(Ground, f64)>) -> Vec<Contribution> {
        shares.sort_by_key(|(ground, _)| *ground);
        let mut contributions: Vec<Contribution> = Vec::with_capacity(shares.len());
        for (ground, share) in shares {
            match contributions.last_mut().filter(|last| last.ground == ground) {
                Some(last) => last.share += share,
                None => contributions.push(Contribution { ground, share, seeds: Vec::new() }),
            }
        }
        if let Some((_, seeds)) = &self.seeds {
            for contribution in &mut contributions {
                if let Ground::Dimension(d) = contribution.ground {
                    contribution.seeds = seeds.split(self.features, d, contribution.share);
                }
            }
        }
        contributions
    }
}
