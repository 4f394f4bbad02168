//! Bytes in: catalogues, the vocabulary, the mood lexicon, and what of them is compiled into the program.

pub mod embedded;
pub(crate) mod fault;
pub mod json;
pub mod lexicon;
pub(crate) mod record;
pub mod settings;
pub mod stream;
pub mod survey;
pub mod tsv;
pub mod vocabulary;
