//! Evaluation: how good the recommendations are, measured by the field's protocols on data nobody here wrote, beside the plain ways of doing it.
//!
//! Tasks: [`judged`] questions (nDCG, precision, reciprocal rank, triplet agreement), [`retrieval`] of tracks of the same album, artist or series
//! (nDCG, MAP, P, R, MRR), [`prediction`] of themes from genre and instrumentation (macro areas under the ROC and precision-recall curves), [`reach`]
//! and [`spread`] (coverage, diversity, novelty, hubness). Every mean has a [`bootstrap`] interval; everything is the same for the same seed.
//! [`tuning`] seeks settings on one part of the data; [`ablation`] says what each design choice is worth.

pub mod ablation;
pub mod bags;
pub mod bootstrap;
pub mod dataset;
pub mod foreign;
pub mod judged;
pub mod judgement;
pub mod metrics;
pub mod prediction;
pub mod reach;
pub mod regression;
pub mod report;
pub mod retrieval;
pub mod spread;
pub mod system;
pub mod tables;
pub mod tuned;
pub mod tuning;
pub mod voting;
