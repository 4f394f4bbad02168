//! From what a person types to the one track it names.
//!
//! A text is compared in stages, the exact ones first, and the first stage that knows it decides:
//!
//! ```text
//! id -> title or id -> names of dramas and artists, alone or beside a title -> romanised Korean -> initial consonants -> beginning or word of a title -> misspelling
//! ```
//!
//! Each stage takes the names it may mean out of an order that has them side by side (`tables.rs`), and looks closer only at these (`judge.rs`).
//!
//! Behind an `@` stands the drama or the artist, which narrows every stage. Several tracks are never chosen from.

#[cfg(test)]
mod agreement;
mod alphabet;
mod automaton;
mod beside;
mod building;
mod dictionary;
mod distances;
mod endings;
mod finding;
mod hangul;
mod judge;
#[cfg(test)]
mod linear;
mod mentions;
mod misnamed;
mod misspelling;
mod names;
mod numbers;
mod order;
mod ordinary;
mod packed;
mod pasted;
mod refusal;
mod romanisation;
mod scope;
mod spelling;
mod stages;
mod tables;
#[cfg(test)]
mod tests;
mod together;
mod trie;
mod wanted;
mod words;

pub(crate) use finding::Lookup;
pub use finding::{Found, How};
pub(crate) use mentions::mentions;
pub use mentions::{Mention, Mentioned};
pub use misnamed::Misnamed;
pub(crate) use misnamed::misnamed;
pub(crate) use tables::Tables;
pub(crate) use together::{apart, members};
pub(crate) use words::without_particle;
