//! Words become a mood.

pub mod lexicon;
pub mod reader;
pub mod wish;
