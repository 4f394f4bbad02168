//! What is compiled into the program: the catalogue, the vocabulary and the mood lexicon. Tests read each of them, so none can fail to be read.

use crate::catalogue::Catalogue;
use crate::features::vocabulary::Vocabulary;
use crate::interchange::{json, lexicon, vocabulary};
use crate::query::mood::lexicon::Lexicon;

/// `data/catalogue.json`, as it was when the program was built.
pub const CATALOGUE: &str = include_str!("../../data/catalogue.json");
/// `data/vocabulary.json`, as it was when the program was built.
pub const VOCABULARY: &str = include_str!("../../data/vocabulary.json");
/// `data/moods.json`, as it was when the program was built.
pub const LEXICON: &str = include_str!("../../data/moods.json");

/// The catalogue.
pub fn catalogue() -> Catalogue {
    json::read_embedded(CATALOGUE).unwrap_or_else(|fault| broken("catalogue.json", &fault))
}

/// The vocabulary.
pub fn vocabulary() -> Vocabulary {
    vocabulary::read(VOCABULARY).unwrap_or_else(|fault| broken("vocabulary.json", &fault))
}

/// The mood lexicon.
pub fn lexicon() -> Lexicon<'static> {
    lexicon::read(LEXICON).unwrap_or_else(|fault| broken("moods.json", &fault))
}

fn broken(file: &str, fault: &crate::error::Error) -> ! {
    unreachable!("data/{file} was read by the tests of this build, yet: {fault}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn everything_embedded_can_be_read() {
        assert!(!super::catalogue().is_empty());
        assert!(!super::vocabulary().is_empty());
        assert!(!super::lexicon().entries().is_empty());
    }
}
