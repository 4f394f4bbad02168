//! Arrays that live either in memory or in a file that is mapped: one file holds a whole catalogue, ready to be asked.
//!
//! ```text
//! header | blocks of sections, one after the other | table of sections | checksums of blocks
//! ```
//!
//! Opening reads the header and the table, so it takes the same time whatever the size. Every block of the body has a checksum that is compared
//! when something of it is first read. Reading cannot fail in the middle of a question: a damaged block reads as zeros, and the damage is kept, to
//! be asked for when the question is answered ([`Store::intact`]).

mod image;
mod section;
mod store;
mod writer;

pub use image::Image;
pub(crate) use section::{Plain, Section};
pub use store::{Bytes, Store, aligned};
pub(crate) use writer::Writer;
pub use writer::{LONGEST_PIECE, Sink};
