//! Explanations: accounts put into words. Nothing here computes a score.

pub mod reason;
pub mod wording;
