//! From what a person types to the one track it names.
//!
//! A text is compared in stages, the exact ones first, and the first stage that knows it decides:
//!
//! ```text
//! id -> title or id -> romanised Korean -> initial consonants -> beginning or word of a title -> misspelling
//! ```
//!
//! Behind an `@` stands the drama or the artist, which narrows every stage. Several tracks are never chosen from.

mod finding;
mod hangul;
mod misspelling;
mod names;
mod refusal;
mod romanisation;
mod scope;
mod spelling;
mod stages;
#[cfg(test)]
mod tests;
mod wanted;

pub use finding::{Found, How, Lookup, find};
