//! The mood lexicon: words and phrases of two languages, each with a point on the circumplex, tags, or both.

use std::borrow::Cow;

use crate::catalogue::affect::Affect;
use crate::catalogue::facet::{Facet, Tag};
use crate::features::vocabulary::Term;

/// One concept with all its ways of being said.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// Its name, unique in the lexicon.
    pub name: Cow<'a, str>,
    /// What kind of concept: `mood`, `scene`, `season`, `activity`, .. `tag` where it only lists more names of a tag.
    pub kind: Cow<'a, str>,
    /// English words and phrases, the most usual first; emoji and faces among them.
    pub english: Vec<Cow<'a, str>>,
    /// Korean words and phrases, the most usual first; predicates in their dictionary form.
    pub korean: Vec<Cow<'a, str>>,
    /// The feeling; none where the words say nothing of one.
    pub affect: Option<Affect>,
    /// The tags it calls for, each to a degree above 0 and at most 1.
    pub tags: Vec<(Facet, Tag, f64)>,
}

impl<'a> Entry<'a> {
    /// A tag of the vocabulary as an entry: its names, what it suggests, itself.
    pub fn of_term(term: &'a Term) -> Self {
        let names = std::iter::once(&term.tag).chain(&term.ko).chain(&term.aliases).map(Tag::as_str);
        let (english, korean) = names.map(Cow::Borrowed).partition(|name| name.is_ascii());
        let affect = match (term.valence, term.arousal) {
            (Some(valence), Some(arousal)) => Some(Affect { valence, arousal }),
            _ => None,
        };
        let tags = vec![(term.facet, term.tag.clone(), 1.0)];
        Self { name: term.tag.as_str().into(), kind: "tag".into(), english, korean, affect, tags }
    }

    /// All its forms, English first.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.english.iter().chain(&self.korean).map(|form| &**form)
    }

    fn into_owned(self) -> Entry<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let all = |texts: Vec<Cow<'_, str>>| texts.into_iter().map(own).collect();
        Entry {
            name: own(self.name),
            kind: own(self.kind),
            english: all(self.english),
            korean: all(self.korean),
            affect: self.affect,
            tags: self.tags,
        }
    }
}

/// All entries.
#[derive(Debug, Clone, Default)]
pub struct Lexicon<'a> {
    entries: Vec<Entry<'a>>,
}

impl<'a> Lexicon<'a> {
    /// A lexicon of entries, in the order given.
    pub fn new(entries: Vec<Entry<'a>>) -> Self {
        Self { entries }
    }

    /// The same without the text that it was read from.
    pub fn into_owned(self) -> Lexicon<'static> {
        Lexicon { entries: self.entries.into_iter().map(Entry::into_owned).collect() }
    }

    /// All entries, in the order given.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// The entries nearest to one in meaning, the nearest first, at most `most`: by the distance of their feelings, less a quarter for each tag
    /// that both call for; by tags alone where there is no feeling.
    pub fn neighbours(&self, entry: &Entry<'_>, most: usize) -> Vec<&Entry<'a>> {
        let distance = |other: &Entry<'a>| {
            let shared =
                entry.tags.iter().filter(|(facet, tag, _)| other.tags.iter().any(|(f, t, _)| f == facet && t == tag));
            let shared = shared.count() as f64;
            let apart = match (entry.affect, other.affect) {
                (Some(a), Some(b)) => {
                    (a.valence.value() - b.valence.value()).hypot(a.arousal.value() - b.arousal.value())
                }
                (None, None) if shared > 0.0 => 1.0,
                (None, Some(_)) if shared > 0.0 => 1.5,
                _ => return None,
            };
            Some(apart - 0.25 * shared)
        };
        let others = self.entries.iter().filter(|other| other.name != entry.name);
        let mut near: Vec<(f64, &Entry<'a>)> = others.filter_map(|other| Some((distance(other)?, other))).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
        near.into_iter().take(most).map(|(_, other)| other).collect()
    }
}
