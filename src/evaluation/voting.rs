//! How neighbours vote for themes, and who takes part.

use crate::evaluation::system::{Baseline, System};

/// How neighbours vote.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Voting {
    /// How many neighbours vote. All that are as near as the last of them vote too: tracks with the same tags are equally near.
    pub neighbours: usize,
    /// A vote weighs the similarity to this power.
    pub sharpness: f64,
    /// `n` tracks of one artist with the same tags are `n` to the power of 1 less this votes: what was tagged as one says one thing.
    pub duplicates: f64,
    /// How much a theme gains from the votes for themes that go with it, by the cosine of who carries them in training.
    pub related: f64,
    /// How much the track's tags say one by one: the votes are multiplied by how many times likelier each tag makes a theme in training, to this power.
    pub single: f64,
}

impl Voting {
    /// The textbook's: 500 neighbours, each by its similarity. The baselines vote like this.
    pub const PLAIN: Self = Self { neighbours: 500, sharpness: 1.0, duplicates: 0.0, related: 0.0, single: 0.0 };
}

impl Default for Voting {
    /// Sought on the training tracks of MTG-Jamendo; `data/EVALUATION.md` has what each is worth.
    fn default() -> Self {
        Self { neighbours: 1000, sharpness: 2.0, duplicates: 0.75, related: 0.5, single: 0.05 }
    }
}

/// What foretells themes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Prophet {
    /// The neighbours by a system's similarity.
    Neighbours(System, Voting),
    /// [`crate::evaluation::regression`], theme by theme.
    Regression,
}

/// Who takes part in the prediction table: the engine, the engine with the textbook's vote, the baselines, and what learns under supervision.
pub fn entrants(voting: Voting) -> Vec<(String, Prophet)> {
    let mut all = vec![
        (System::Ours.name().to_owned(), Prophet::Neighbours(System::Ours, voting)),
        (format!("{}, plain vote", System::Ours.name()), Prophet::Neighbours(System::Ours, Voting::PLAIN)),
    ];
    // How much of it is the vote: the best plain way, voting as the engine does.
    let same = Prophet::Neighbours(System::Plain(Baseline::IdfCosine), voting);
    all.push(("idf cosine, this vote".to_owned(), same));
    let plain = |b: Baseline| (b.name().to_owned(), Prophet::Neighbours(System::Plain(b), Voting::PLAIN));
    all.extend(Baseline::ALL.map(plain));
    all.push(("logistic regression".to_owned(), Prophet::Regression));
    all
}
