//! What is compiled into the program: the catalogue, the vocabulary, the mood lexicon and the judgements. Tests read each of them, so none can fail to be read.

use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::evaluation::judgement::Judged;
use crate::features::vocabulary::Vocabulary;
use crate::interchange::{json, lexicon, tsv, vocabulary};
use crate::query::mood::lexicon::Lexicon;
use crate::storage::Image;

/// `data/catalogue.json`, as it was when the program was built.
pub const CATALOGUE: &str = include_str!("../../data/catalogue.json");
/// `data/vocabulary.json`, as it was when the program was built.
pub const VOCABULARY: &str = include_str!("../../data/vocabulary.json");
/// `data/moods.json`, as it was when the program was built.
pub const LEXICON: &str = include_str!("../../data/moods.json");

/// `data/judgements.tsv`, as it was when the program was built.
pub const JUDGEMENTS: &str = include_str!("../../data/judgements.tsv");

/// The catalogue.
pub fn catalogue() -> Catalogue {
    json::read_embedded(CATALOGUE).unwrap_or_else(|fault| broken("catalogue.json", &fault))
}

/// `data/catalogue.ost`: the catalogue ready to be asked, as `ost index build data/catalogue.json -o data/catalogue.ost` makes it.
static IMAGE: &Aligned<[u8]> = &Aligned(*include_bytes!("../../data/catalogue.ost"));

/// Numbers are read from it where they stand, so it has to be aligned for them.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

struct Embedded;

impl AsRef<[u8]> for Embedded {
    fn as_ref(&self) -> &[u8] {
        &IMAGE.0
    }
}

/// The catalogue and its features, ready to be asked.
///
/// # Errors
/// [`crate::error::ErrorKind::Damaged`] when it is of another version of the format: it has to be made anew before the next build.
pub(crate) fn image() -> Result<Image, Error> {
    Image::open_trusted(Arc::new(Embedded))
}

/// The vocabulary.
pub fn vocabulary() -> Vocabulary {
    vocabulary::read(VOCABULARY).unwrap_or_else(|fault| broken("vocabulary.json", &fault))
}

/// The mood lexicon.
pub fn lexicon() -> Lexicon<'static> {
    lexicon::read(LEXICON).unwrap_or_else(|fault| broken("moods.json", &fault))
}

/// The judged questions.
pub fn judgements() -> Vec<Judged> {
    tsv::read_judgements(JUDGEMENTS.as_bytes(), "judgements.tsv")
        .unwrap_or_else(|fault| broken("judgements.tsv", &fault))
}

pub(crate) fn broken(file: &str, fault: &Error) -> ! {
    unreachable!("data/{file} was read by the tests of this build, yet: {fault}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn everything_embedded_can_be_read() {
        assert!(!super::catalogue().is_empty());
        assert!(!super::vocabulary().is_empty());
        assert!(!super::lexicon().entries().is_empty());
        assert!(!super::judgements().is_empty());
    }
}
