//! Ranking: the best k, the most different k, and at most so many of one series or artist.

pub mod caps;
pub mod mmr;
pub mod top_k;
