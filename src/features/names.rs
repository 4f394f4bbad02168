//! Terms by their names: a table that is written once and read where it stands.

use crate::catalogue::facet::{Facet, Tag};
use crate::features::vocabulary::{Term, TermIndex};
use crate::storage::Section;

/// For each name the place of its term and one more, 0 for none: at the place that the name's hash says, or at the first that was free from there on.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Names(pub(crate) Section<u32>);

/// A name that two terms of a facet have.
pub(crate) struct Twice(pub(crate) Tag, pub(crate) [TermIndex; 2]);

impl Names {
    /// The names of terms; and the first that two terms share, if there is one.
    pub(crate) fn of(terms: &[Term]) -> (Self, Option<Twice>) {
        let count: usize = terms.iter().map(|term| term.names().count()).sum();
        let mut slots = vec![0; (2 * count).next_power_of_two()];
        let mut twice = None;
        for (i, term) in terms.iter().enumerate() {
            for name in term.names() {
                match probe(&slots, terms, term.facet, name.as_str()) {
                    (_, Some(other)) => {
                        twice = twice.or_else(|| Some(Twice(name.clone(), [other, TermIndex(i)])));
                    }
                    (free, None) => slots[free] = i as u32 + 1,
                }
            }
        }
        (Self(slots.into()), twice)
    }

    /// The term of that name.
    pub(crate) fn find(&self, terms: &[Term], facet: Facet, name: &str) -> Option<TermIndex> {
        probe(self.0.all(), terms, facet, name).1
    }
}

/// The place of a name, or a free one, and the term there.
fn probe(slots: &[u32], terms: &[Term], facet: Facet, name: &str) -> (usize, Option<TermIndex>) {
    let mask = slots.len().saturating_sub(1);
    let mut at = hash(facet, name) as usize & mask;
    for _ in 0..slots.len() {
        let Some(term) = slots[at].checked_sub(1) else { break };
        let is_its_own = |term: &&Term| term.facet == facet && term.names().any(|own| own.as_str() == name);
        if terms.get(term as usize).filter(is_its_own).is_some() {
            return (at, Some(TermIndex(term as usize)));
        }
        at = (at + 1) & mask;
    }
    (at, None)
}

/// The 64-bit hash of Fowler, Noll and Vo, FNV-1a (RFC 9923): the same on every machine, since it is written down.
fn hash(facet: Facet, name: &str) -> u64 {
    std::iter::once(facet as u8)
        .chain(name.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
