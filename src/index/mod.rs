//! The index: the exact best k of a large catalogue, found without scoring every track.
//!
//! Tracks are laid out so that like ones are next to each other, in leaves of 8, nodes of 64 and blocks of 4,096 ([`Index::new`]). Of each of these groups the
//! largest value of every dimension is kept, a byte each, dimension by dimension. A question bounds the score of whole blocks, then of the nodes of those
//! that can reach the k-th score so far, then of their leaves, then of their tracks; what is still left is scored by the scorer itself. So the
//! answer is that of scoring everything, ties included.

mod build;
mod claims;
mod columns;
mod descent;
mod draft;
mod groups;
mod grown;
mod kernels;
mod linear;
mod moods;
mod names;
mod naming;
mod near;
mod nearest;
mod offers;
mod order;
mod pending;
mod places;
mod question;
mod search;
mod shapes;
mod sieve;
mod slots;
mod stored;
mod tempi;
mod told;
mod tree;
mod wide;

use std::io;

use crate::catalogue::shared::Named;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::features::Features;
use crate::query::filter::Filter;
use crate::ranking::top_k::{Best, Ranked};
use crate::scoring::Scorer;
use crate::scoring::score::Score;
use crate::storage::{Image, Writer};
use columns::Columns;
use question::Question;
use sieve::{Sieve, named};
use wide::Width;

/// So few tracks are scored at once, without a look at any group.
const FEW: usize = 256;

/// A catalogue's features, laid out to be searched.
#[derive(Debug, Clone)]
pub struct Index {
    columns: Columns,
    width: Width,
}

impl Index {
    /// Lays out a catalogue with its features.
    pub fn new(catalogue: &Catalogue, features: &Features) -> Self {
        Self { columns: build::columns(catalogue, features), width: Width::detect() }
    }

    /// The index in a file, of vectors of so many dimensions.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(image: &Image, width: usize) -> Result<Self, Error> {
        Ok(Self { columns: Columns::restore(image, width)?, width: Width::detect() })
    }

    /// Writes the index.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        self.columns.store(writer)
    }

    /// The same index, searched with the instructions that every processor of the architecture has; for comparison.
    #[must_use]
    pub fn narrow(self) -> Self {
        Self { width: Width::BASELINE, ..self }
    }

    /// The bytes of the index for each track.
    pub fn bytes_a_track(&self) -> f64 {
        self.columns.bytes_a_track()
    }

    /// Whether a series or an artist is called just so; `name` is folded and without spaces.
    pub(crate) fn has(&self, named: Named, name: &str) -> bool {
        match named {
            Named::Artists => self.columns.artists.has(name),
            Named::Series => self.columns.series.has(name),
        }
    }

    /// The best `k` tracks of those that are admitted, best first, equal scores by track id: what scoring every track gives.
    ///
    /// `scorer` has to be made from the features that the index was made from. Whatever is answered satisfies the filter: `admitted` is asked of few
    /// tracks, those that may be among the best, and is given what of the filter the index itself cannot tell.
    pub fn best(
        &self,
        scorer: &Scorer<'_>,
        k: usize,
        filter: &Filter,
        admitted: impl Fn(TrackIndex, &Filter) -> bool,
    ) -> Vec<Ranked> {
        let mut left = filter.clone();
        let named = named(&self.columns, &mut left);
        if let Some(few) = named.as_deref().filter(|named| named.len() <= FEW) {
            let mut few: Vec<u32> = few.iter().map(|place| self.columns.order.one(*place as usize)).collect();
            few.sort_unstable();
            return best_of(&mut few.into_iter(), scorer, k, &|track| admitted(track, &left));
        }
        let sieve = Sieve::new(&self.columns, scorer.features().encoder(), &mut left, named.as_deref());
        match Question::new(&self.columns, scorer, &sieve, self.width) {
            Some(question) => question.best(scorer, k, |track| admitted(track, &left)),
            None => {
                let all = &mut (0..scorer.features().len() as u32);
                best_of(all, scorer, k, &|track| admitted(track, filter))
            }
        }
    }
}

/// The best `k` of some tracks, which ascend, each of them scored until there are as many as none can be better than.
fn best_of(
    tracks: &mut dyn Iterator<Item = u32>,
    scorer: &Scorer<'_>,
    k: usize,
    admitted: &dyn Fn(TrackIndex) -> bool,
) -> Vec<Ranked> {
    let mut best = Best::new(k);
    for track in tracks.take(if k == 0 { 0 } else { usize::MAX }).map(TrackIndex) {
        if best.to_beat().is_some_and(|worst| worst.score >= Score::clamped(1.0)) {
            break;
        }
        let Some(score) = scorer.score(track) else { continue };
        let ranked = Ranked { track, score };
        if best.to_beat().is_none_or(|worst| ranked > worst) && admitted(track) {
            best.offer(ranked);
        }
    }
    best.into_ranking()
}
