//! What is compiled into the program: the catalogue, the vocabulary, the mood lexicon and the judgements. Tests read each of them, so none can fail to be read.

use std::sync::{Arc, OnceLock};

use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::evaluation::judgement::Judged;
use crate::features::terms::Terms;
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

/// The vocabulary, as it stands in `data/catalogue.ost`.
pub fn vocabulary() -> Vocabulary {
    static TERMS: OnceLock<Option<Terms>> = OnceLock::new();
    let terms = TERMS.get_or_init(|| image().and_then(|image| Terms::of(&image)).ok());
    terms.as_ref().and_then(Terms::vocabulary).unwrap_or_else(vocabulary_as_written)
}

/// The vocabulary, read from its JSON: what an index is built with.
pub fn vocabulary_as_written() -> Vocabulary {
    vocabulary::read(VOCABULARY).unwrap_or_else(|fault| broken("vocabulary.json", &fault))
}

/// The mood lexicon.
pub fn lexicon() -> Lexicon<'static> {
    lexicon::read(LEXICON, "moods.json").unwrap_or_else(|fault| broken("moods.json", &fault))
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
    use std::io::Cursor;

    use super::*;
    use crate::recommender::Recommender;
    use crate::settings::Settings;
    use crate::storage::aligned;

    /// Section by section, so that nothing that went into it can have changed. Numbers that logarithms go into may differ in the last bit between
    /// machines; `tests/index_file.rs` compares those.
    #[test]
    fn the_index_is_what_would_be_made_now() {
        let fresh = Recommender::new(catalogue(), Arc::new(vocabulary_as_written()), Settings::default()).unwrap();
        let mut bytes = Cursor::new(Vec::new());
        fresh.write(&mut bytes).unwrap();
        let (built_in, fresh) = (image().unwrap(), Image::open(aligned(&bytes.into_inner())).unwrap());
        assert!(built_in.sizes().eq(fresh.sizes()), "data/catalogue.ost is out of date");
        for ((name, own), (_, new)) in built_in.raw().zip(fresh.raw()) {
            let rounded = ["idf", "row vals", "affects"].contains(&name.as_str());
            assert!(rounded || own == new, "data/catalogue.ost is out of date: {name}");
        }
    }

    #[test]
    fn the_vocabulary_is_what_its_json_says() {
        let (own, written) = (vocabulary(), vocabulary_as_written());
        assert!(own.iter().eq(written.iter()), "data/catalogue.ost is out of date: the vocabulary");
        assert_eq!(own.stamp(), written.stamp());
        for (at, term) in written.iter() {
            assert_eq!(own.broader(at), written.broader(at));
            for name in term.names() {
                assert_eq!(own.resolve(term.facet, name), Some(at));
            }
        }
    }

    #[test]
    fn everything_embedded_can_be_read() {
        assert!(!super::catalogue().is_empty());
        assert!(!super::vocabulary().is_empty());
        assert!(!super::lexicon().entries().is_empty());
        assert!(!super::judgements().is_empty());
    }
}
