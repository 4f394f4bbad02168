//! The vocabulary: what each tag is called in two languages, what it is part of, and what feeling it suggests.

use std::ops::Range;

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::fold::unspaced;
use crate::catalogue::track::{Bpm, Label};
use crate::error::{Error, ErrorKind};
use crate::features::acoustic::Acousticness;
use crate::features::names::{Names, Twice};

/// One entry of the vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The facet it is a value of.
    pub facet: Facet,
    /// Its name in catalogues, English.
    pub tag: Tag,
    /// Its Korean name.
    pub ko: Option<Tag>,
    /// Other names for it, in either language.
    pub aliases: Vec<Tag>,
    /// The tags it is a kind of, by name, in the same facet.
    pub broader: Vec<Tag>,
    /// The valence it suggests; none where it says nothing of it.
    pub valence: Option<Valence>,
    /// The arousal it suggests; none where it says nothing of it.
    pub arousal: Option<Arousal>,
    /// For a tempo term, the beats per minute it stands for, slowest and fastest.
    pub bpm: Option<(Bpm, Bpm)>,
    /// How far it sounds by itself, without electricity; none where it says nothing of it, and its broader tags speak for it.
    pub acoustic: Option<Acousticness>,
    /// How it is said in an English sentence where that is not its name: a genre as a noun with a plural, a tempo before a noun, an instrument after
    /// "with", a theme after "about".
    pub phrase: Option<Label>,
    /// How it is said in a Korean sentence where that is not its Korean name.
    pub phrase_ko: Option<Label>,
    /// What it means and when to use it.
    pub means: Label,
}

impl Term {
    /// A term of which nothing is known but its name and what it means.
    pub fn named(facet: Facet, tag: Tag, means: Label) -> Self {
        Self {
            facet,
            tag,
            ko: None,
            aliases: Vec::new(),
            broader: Vec::new(),
            valence: None,
            arousal: None,
            bpm: None,
            acoustic: None,
            phrase: None,
            phrase_ko: None,
            means,
        }
    }

    /// Its name, its Korean name and its aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Tag> {
        std::iter::once(&self.tag).chain(&self.ko).chain(&self.aliases)
    }
}

/// The place of a term in its [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermIndex(pub(crate) usize);

impl TermIndex {
    /// The place as a number from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// All terms, by facet, with the broader relation closed and free of cycles.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    terms: Vec<Term>,
    /// The term of each name.
    names: Names,
    /// Every broader term and how many steps up it is, term by term.
    ancestors: Vec<(TermIndex, u32)>,
    /// Where those of each term end.
    ancestor_ends: Vec<usize>,
    /// Tells vocabularies apart: the checksum of the text it was read from; 0 where it was not read.
    stamp: u32,
}

impl Vocabulary {
    /// Makes a vocabulary of terms in any order; the order within a facet is kept.
    ///
    /// # Errors
    /// [`ErrorKind::Duplicate`] when two terms of a facet share a name, [`ErrorKind::NotFound`] when a broader tag is not there,
    /// [`ErrorKind::Field`] when a tag is, by whatever way, broader than itself or a tempo term has no beats per minute.
    pub fn new(mut terms: Vec<Term>) -> Result<Self, Error> {
        terms.sort_by_key(|term| term.facet);
        if let Some(term) = terms.iter().find(|term| term.facet == Facet::Tempo && term.bpm.is_none()) {
            let message = format!("the tempo term {:?} says no beats per minute", term.tag.as_str());
            let error = Error::new(ErrorKind::Field, message);
            return Err(error.with_fix("write the slowest and the fastest, such as [60, 90]").in_field("bpm"));
        }
        let (names, twice) = Names::of(&terms);
        if let Some(Twice(name, both)) = twice {
            let [other, own] = both.map(|at| terms[at.0].tag.as_str());
            let message = format!("{:?} names both {other:?} and {own:?}", name.as_str());
            return Err(Error::new(ErrorKind::Duplicate, message).in_field("aliases"));
        }
        let mut vocabulary = Self::of(terms, names, 0);
        for i in 0..vocabulary.terms.len() {
            let above = vocabulary.climb(TermIndex(i))?;
            vocabulary.rise(above);
        }
        Ok(vocabulary)
    }

    /// Terms in their order, of which the broader ones have yet to be said.
    pub(crate) fn of(terms: Vec<Term>, names: Names, stamp: u32) -> Self {
        let (ancestors, ancestor_ends) = (Vec::with_capacity(terms.len()), Vec::with_capacity(terms.len()));
        Self { terms, names, ancestors, ancestor_ends, stamp }
    }

    /// Takes the broader terms of the next term, nearest first, with how many steps up each is.
    pub(crate) fn rise(&mut self, above: impl IntoIterator<Item = (TermIndex, u32)>) {
        self.ancestors.extend(above);
        self.ancestor_ends.push(self.ancestors.len());
    }

    /// Every broader term, nearest first, by breadth-first search.
    fn climb(&self, start: TermIndex) -> Result<Vec<(TermIndex, u32)>, Error> {
        let mut found: Vec<(TermIndex, u32)> = vec![(start, 0)];
        let mut next = 0;
        while let Some(&(at, steps)) = found.get(next) {
            next += 1;
            let term = self.term(at);
            for broader in &term.broader {
                let Some(up) = self.resolve(term.facet, broader) else {
                    let message = format!(
                        "{:?} is said to be broader than {:?} but is no {} tag",
                        broader.as_str(),
                        term.tag.as_str(),
                        term.facet
                    );
                    return Err(Error::new(ErrorKind::NotFound, message).in_field("broader"));
                };
                if up == start {
                    let message = format!(
                        "{:?} is broader than itself, by way of {:?}",
                        self.term(start).tag.as_str(),
                        term.tag.as_str()
                    );
                    return Err(Error::new(ErrorKind::Field, message).in_field("broader"));
                }
                if found.iter().all(|(seen, _)| *seen != up) {
                    found.push((up, steps + 1));
                }
            }
        }
        found.remove(0);
        Ok(found)
    }

    /// The same vocabulary, told apart from others by the text it was read from.
    pub(crate) fn stamped(self, text: &str) -> Self {
        Self { stamp: crc32fast::hash(text.as_bytes()), ..self }
    }

    /// What tells it apart from others; 0 where it was not read from a text.
    pub(crate) fn stamp(&self) -> u32 {
        self.stamp
    }

    /// The table of names.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The term at a place.
    ///
    /// # Panics
    /// When the place is of another, larger vocabulary.
    pub fn term(&self, at: TermIndex) -> &Term {
        &self.terms[at.0]
    }

    /// All terms with their places, by facet.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (TermIndex, &Term)> {
        self.terms.iter().enumerate().map(|(i, term)| (TermIndex(i), term))
    }

    /// The places of the terms of a facet.
    pub fn of_facet(&self, facet: Facet) -> Range<usize> {
        let start = self.terms.partition_point(|term| term.facet < facet);
        let end = self.terms.partition_point(|term| term.facet <= facet);
        start..end
    }

    /// The term of a facet by its name, Korean name or alias.
    pub fn resolve(&self, facet: Facet, name: &Tag) -> Option<TermIndex> {
        self.names.find(&self.terms, facet, name.as_str())
    }

    /// The term of a facet that somebody types: by any of its names, with or without their spaces and hyphens.
    pub fn typed(&self, facet: Facet, name: &Tag) -> Option<TermIndex> {
        self.resolve(facet, name).or_else(|| {
            let unspaced_name = unspaced(name.as_str());
            let is_so =
                |term: &Term| term.facet == facet && term.names().any(|own| unspaced(own.as_str()) == unspaced_name);
            let found = self.terms.iter().position(is_so);
            found.filter(|_| !unspaced_name.is_empty()).map(TermIndex)
        })
    }

    /// The terms of any facet that somebody types so, by facet.
    pub fn typed_any(&self, name: &Tag) -> impl Iterator<Item = TermIndex> + '_ {
        let found = Facet::ALL.map(|facet| self.typed(facet, name));
        found.into_iter().flatten()
    }

    /// The terms that are broader, with how many steps up each is, nearest first.
    pub fn broader(&self, at: TermIndex) -> &[(TermIndex, u32)] {
        let start = at.0.checked_sub(1).map_or(0, |before| self.ancestor_ends[before]);
        &self.ancestors[start..self.ancestor_ends[at.0]]
    }

    /// The terms that are narrower, by whatever many steps, in the order of the vocabulary.
    pub fn narrower(&self, at: TermIndex) -> impl Iterator<Item = TermIndex> + '_ {
        (0..self.terms.len()).map(TermIndex).filter(move |own| self.broader(*own).iter().any(|(up, _)| *up == at))
    }

    /// The names nearest to a word of a facet, best first, at most `most`; for suggestions.
    pub fn near(&self, facet: Option<Facet>, word: &str, most: usize) -> Vec<&str> {
        let mut near: Vec<(f64, &str)> = self
            .terms
            .iter()
            .filter(|term| facet.is_none_or(|facet| term.facet == facet))
            .filter_map(|term| {
                let best = term.names().map(|name| strsim::jaro_winkler(name.as_str(), word)).fold(0.0, f64::max);
                (best >= 0.86).then_some((best, term.tag.as_str()))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.into_iter().take(most).map(|(_, name)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(tag: &str, broader: &[&str]) -> Term {
        Term {
            facet: Facet::Genre,
            tag: Tag::new(tag).unwrap(),
            ko: None,
            aliases: vec![],
            broader: broader.iter().map(|b| Tag::new(b).unwrap()).collect(),
            valence: None,
            arousal: None,
            bpm: None,
            acoustic: None,
            phrase: None,
            phrase_ko: None,
            means: Label::new("a test").unwrap(),
        }
    }

    #[test]
    fn the_broader_relation_is_closed_and_has_no_cycle() {
        let vocabulary = Vocabulary::new(vec![term("a", &["b"]), term("b", &["c"]), term("c", &[])]).unwrap();
        let a = vocabulary.resolve(Facet::Genre, &Tag::new("a").unwrap()).unwrap();
        let up: Vec<_> = vocabulary.broader(a).iter().map(|(t, n)| (vocabulary.term(*t).tag.as_str(), *n)).collect();
        assert_eq!(up, [("b", 1), ("c", 2)]);
        let c = vocabulary.resolve(Facet::Genre, &Tag::new("c").unwrap()).unwrap();
        assert_eq!(vocabulary.narrower(c).count(), 2);

        let cycle = Vocabulary::new(vec![term("a", &["b"]), term("b", &["a"])]).unwrap_err();
        assert_eq!(cycle.to_string(), r#"broader: "a" is broader than itself, by way of "b""#);
        assert_eq!(Vocabulary::new(vec![term("a", &["x"])]).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(Vocabulary::new(vec![term("a", &[]), term("a", &[])]).unwrap_err().kind(), ErrorKind::Duplicate);
    }
}
