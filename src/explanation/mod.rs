//! Explanations: accounts put into words. Nothing here computes a score.

pub mod contrast;
pub(crate) mod duel;
pub(crate) mod english;
pub(crate) mod korean;
pub(crate) mod merge;
pub(crate) mod particles;
pub mod reason;
pub mod sentence;
pub(crate) mod telling;
pub mod wording;
