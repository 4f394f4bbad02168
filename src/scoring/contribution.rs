//! What a score is made of. One walk over a track emits every share; who only wants the total adds them up, who wants to know why keeps them.

use crate::catalogue::TrackIndex;
use crate::scoring::score::Score;

/// What a share of a score rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Ground {
    /// A dimension shared with the favourites.
    Dimension(usize),
    /// A dimension of the wanted tags.
    Wanted(usize),
    /// The distance in valence.
    Valence,
    /// The distance in arousal.
    Arousal,
    /// The track's mood, of which nothing is known.
    UnknownAffect,
    /// A dimension that is not wanted.
    Unwanted(usize),
    /// That only unwanted tags were given, so that whatever is without them answers wholly.
    Spared,
}

/// What one ground adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// What it rests on.
    pub ground: Ground,
    /// How much, at least 0.
    pub share: f64,
    /// Where several favourites were given, how much of the share comes from each; empty otherwise.
    pub seeds: Vec<(TrackIndex, f64)>,
}

/// The whole account of a score: *because* sums to the score, *despite* to 1 - score, each to within 1e-6.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The score.
    pub score: Score,
    /// What speaks for the track, by ground.
    pub because: Vec<Contribution>,
    /// What keeps it from a score of 1, by ground.
    pub despite: Vec<Contribution>,
    /// What spoke for the track before an unwanted tag took its part of the score, by ground; empty where none did. It sums to the score and that part.
    pub before: Vec<Contribution>,
    /// How near its mood is on the two axes; none where not both are wanted, or nothing is known of its mood.
    pub nearness: Option<Nearness>,
}

/// How near a mood is on two axes of which the closeness is the product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearness {
    /// What a closeness of 1 adds to a score.
    pub weight: f64,
    /// In valence, from 0 to 1.
    pub valence: f64,
    /// In arousal, from 0 to 1.
    pub arousal: f64,
}

/// Takes the shares of one track as they are emitted.
pub(crate) trait Ledger {
    /// A share of the score.
    fn because(&mut self, ground: Ground, share: f64);
    /// A share of what is missing to 1; `shares` is called only where somebody keeps them.
    fn despite(&mut self, shares: impl FnOnce(&mut dyn FnMut(Ground, f64)));
}

/// Adds up, in the order of emission.
#[derive(Debug, Default)]
pub(crate) struct Total(pub(crate) f64);

impl Ledger for Total {
    fn because(&mut self, _: Ground, share: f64) {
        self.0 += share;
    }

    fn despite(&mut self, _: impl FnOnce(&mut dyn FnMut(Ground, f64))) {}
}

/// Keeps every share, and adds up in the same order.
#[derive(Debug)]
pub(crate) struct Entries {
    pub(crate) total: Total,
    pub(crate) because: Vec<(Ground, f64)>,
    pub(crate) despite: Vec<(Ground, f64)>,
}

impl Entries {
    /// Nothing yet, with room for what most tracks come to.
    pub(crate) fn new() -> Self {
        const ROOM: usize = 32;
        Self { total: Total::default(), because: Vec::with_capacity(ROOM), despite: Vec::with_capacity(2 * ROOM) }
    }
}

impl Ledger for Entries {
    fn because(&mut self, ground: Ground, share: f64) {
        self.total.because(ground, share);
        self.because.push((ground, share));
    }

    fn despite(&mut self, shares: impl FnOnce(&mut dyn FnMut(Ground, f64))) {
        shares(&mut |ground, share| self.despite.push((ground, share)));
    }
}
