//! Words become a mood.
//!
//! In reading order: [`lexicon`] (what words mean), [`reader`] (text to mood) by way of `tokens`, `phrases` (the table of all forms), `matcher`
//! (which phrases a text holds, by `korean` and `english` inflection, `compounds`, `spelling` and `small_words`) and `grammar` (negation, intensity, contrast) with
//! `refusal` (how far a negation reaches); [`wish`] is what comes out. [`comparison`] tells a track's name from the words around it.

pub(crate) mod bystanders;
pub(crate) mod closed_class;
pub mod comparison;
pub(crate) mod compounds;
pub(crate) mod endings;
pub(crate) mod english;
pub(crate) mod grammar;
pub(crate) mod hangul;
pub(crate) mod korean;
pub mod lexicon;
pub(crate) mod matcher;
pub(crate) mod phrases;
pub(crate) mod point;
pub mod reader;
pub(crate) mod reading;
pub(crate) mod refusal;
pub(crate) mod small_words;
pub(crate) mod spelling;
pub mod tokens;
pub mod wish;
