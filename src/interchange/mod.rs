//! Bytes in: catalogues, the vocabulary, the mood lexicon, and what of them is compiled into the program.

pub mod bytes;
pub mod embedded;
pub(crate) mod fault;
pub(crate) mod foreign;
pub mod json;
pub mod lexicon;
pub mod record;
pub mod settings;
pub mod stream;
pub mod survey;
pub mod tsv;
pub mod vocabulary;
