//! The mood lexicon: words and phrases of two languages, each with a point on the circumplex, tags, or both.

use crate::catalogue::affect::Affect;
use crate::catalogue::facet::{Facet, Tag};

/// One concept with all its ways of being said.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its name, unique in the lexicon.
    pub name: String,
    /// What kind of concept: `mood`, `scene`, `season`, `activity`, ..
    pub kind: String,
    /// English words and phrases, the most usual first.
    pub english: Vec<String>,
    /// Korean words and phrases, the most usual first; predicates in their dictionary form.
    pub korean: Vec<String>,
    /// The feeling; none where the words say nothing of one.
    pub affect: Option<Affect>,
    /// The tags it calls for, each to a degree above 0 and at most 1.
    pub tags: Vec<(Facet, Tag, f64)>,
}

/// All entries.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
}

impl Lexicon {
    /// A lexicon of entries, in the order given.
    pub fn new(entries: Vec<Entry>) -> Self {
        Self { entries }
    }

    /// All entries, in the order given.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
