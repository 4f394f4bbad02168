//! The first letters of sorted names as a tree: few enough to be walked whole, so that most names never are.

use std::io;
use std::ops::Range;

use crate::error::Error;
use crate::lookup::order::{masked, part, section};
use crate::lookup::packed::Packed;
use crate::storage::{Image, Section, Writer};

/// The tree; from its root to a leaf are `DEPTH` letters. A shorter name is filled up with zeros, which no letter is. Its nodes are numbered level by level, so that the children of a node are neighbours, and so are the leaves.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Trie<const DEPTH: usize> {
    /// The number of names.
    names: usize,
    /// The letter of each node; the root has none.
    letters: Section<u8>,
    /// The first child of each node that is no leaf.
    children: Packed,
    /// The first name of each leaf.
    starts: Packed,
}

impl<const DEPTH: usize> Trie<DEPTH> {
    /// Takes names in their order.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut stems, mut starts, mut count) = (Vec::<[u8; DEPTH]>::new(), Vec::new(), 0);
        for name in names {
            let mut first = masked(name);
            let stem = [(); DEPTH].map(|()| first.next().unwrap_or(0));
            if stems.last() != Some(&stem) {
                stems.push(stem);
                starts.push(count);
            }
            count += 1;
        }
        let (mut letters, mut children) = (Vec::new(), Vec::new());
        letters.resize(usize::from(count > 0), 0);
        for depth in 1..=DEPTH {
            for (i, stem) in stems.iter().enumerate() {
                let same = |depth: usize| i > 0 && stems[i - 1][..depth] == stem[..depth];
                if !same(depth - 1) {
                    children.push(letters.len() as u32);
                }
                if !same(depth) {
                    letters.push(stem[depth - 1]);
                }
            }
        }
        let (children, starts) = (Packed::of(&children), Packed::of(&starts));
        Self { names: count as usize, letters: letters.into(), children, starts }
    }

    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The number of leaves.
    pub(super) fn leaves(&self) -> usize {
        self.starts.len()
    }

    /// The children of a node that is no leaf, each with its letter.
    pub(super) fn children(&self, node: usize) -> impl Iterator<Item = (usize, u8)> {
        let [first, next] = self.children.two(node).map(|child| child as usize);
        let (inner, end) = (self.children.len(), self.len());
        let (first, next) = (if node < inner { first } else { end }, if node + 1 < inner { next } else { end });
        let children = first..next.max(first);
        children.clone().zip(self.letters.at(children).iter().copied())
    }

    /// The names of a leaf.
    pub(super) fn names(&self, leaf: usize) -> Range<usize> {
        let Some(leaf) = leaf.checked_sub(self.children.len()).filter(|leaf| *leaf < self.leaves()) else {
            self.letters.note_damage("a branch has no leaves");
            return 0..0;
        };
        let [start, next] = self.starts.two(leaf).map(|start| start as usize);
        let end = if leaf + 1 < self.leaves() { next.min(self.names) } else { self.names };
        start.min(end)..end
    }

    /// Says that the branches of a file make no tree.
    pub(super) fn note_damage(&self) {
        self.letters.note_damage("branches do not end");
    }

    /// Writes the tree; `name` begins the names of its sections.
    pub(super) fn store(&self, name: [u8; 3], writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(&section(name, b" node"), self.letters.all())?;
        self.children.store(part(name, b'c'), writer)?;
        self.starts.store(part(name, b'l'), writer)
    }

    /// A tree of so many names, with so many leaves, in a file.
    pub(super) fn restore(name: [u8; 3], names: usize, leaves: usize, image: &Image) -> Result<Self, Error> {
        let letters: Section<u8> = image.section(&section(name, b" node"))?;
        let inner = letters.len().checked_sub(leaves).ok_or_else(Error::unfit)?;
        let children = Packed::restore(part(name, b'c'), inner, image)?;
        Ok(Self { names, letters, children, starts: Packed::restore(part(name, b'l'), leaves, image)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DEPTH: usize = 6;

    proptest! {
        #[test]
        fn every_name_is_at_the_leaf_of_its_letters(names in proptest::collection::btree_set("[a-c]{0,9}", 0..150)) {
            fn walk(trie: &Trie<DEPTH>, node: usize, stem: &mut Vec<u8>, told: &mut Vec<(Vec<u8>, usize)>) {
                for (child, letter) in trie.children(node) {
                    stem.push(letter);
                    if stem.len() == DEPTH {
                        told.extend(trie.names(child).map(|name| (stem.clone(), name)));
                    } else {
                        walk(trie, child, stem, told);
                    }
                    stem.pop();
                }
            }
            let trie = Trie::<DEPTH>::of(names.iter().map(String::as_bytes));
            let mut told = Vec::new();
            if trie.len() > 0 {
                walk(&trie, 0, &mut Vec::new(), &mut told);
            }
            let padded = |name: &String| name.bytes().chain([0; DEPTH]).take(DEPTH).collect::<Vec<u8>>();
            prop_assert_eq!(told, names.iter().map(padded).zip(0..).collect::<Vec<_>>());
        }
    }
}
