//! Walks sorted names letter by letter and leaves every beginning that has too many edits in it.
//!
//! The states are those of Wu and Manber (Fast text searching allowing errors, 1992): a bit for each number of letters of the pattern that may be
//! behind us, a word for each number of edits; with neighbours swapped as one edit.
//!
//! Where a name has at most `limit` edits, its first or its second part has at most half of them (Mihov and Schulz, Fast approximate search in large
//! dictionaries, 2004). So one walk allows few edits in the first half of the pattern, another, over names turned round, few in the second.

use std::ops::Range;

use crate::lookup::order::{BLOCK, Order};
use crate::lookup::trie::Trie;

/// The longest pattern, in letters: its states have to fit into a word.
pub(super) const LONGEST: usize = 63;

/// What names are compared with.
#[derive(Debug)]
pub(super) struct Pattern {
    /// For each letter the places where the pattern has it.
    places: [u64; 128],
    length: usize,
    /// The most edits.
    limit: usize,
    /// So many letters of the pattern,
    half: usize,
    /// have at most so many of them.
    first: usize,
}

/// The states after each letter of a name.
#[derive(Debug)]
pub(super) struct States<'a> {
    pattern: &'a Pattern,
    rows: Vec<u64>,
    /// The states that may be entered with few edits, and with many: those behind the first half.
    allowed: [u64; 2],
    /// The states that more letters of the name may be left over in, likewise: the first half may be just behind us.
    staying: [u64; 2],
}

impl Pattern {
    /// At most `limit` edits, and at most `first` in the first `half` of at most [`LONGEST`] letters.
    pub(super) fn new(letters: impl ExactSizeIterator<Item = u8>, limit: usize, half: usize, first: usize) -> Self {
        let length = letters.len();
        let mut places = [0; 128];
        for (i, letter) in letters.enumerate() {
            places[usize::from(letter & 127)] |= 1_u64 << i;
        }
        Self { places, length, limit, half, first }
    }

    /// The names that may be so near, by their numbers in the order.
    pub(super) fn within<const DEPTH: usize>(&self, order: &Order, trie: &Trie<DEPTH>) -> Vec<usize> {
        let mut blocks = Vec::new();
        self.leaves(trie, |names| {
            let first = blocks.last().map_or(0, |last| last + 1);
            blocks.extend((names.start / BLOCK).max(first)..names.end.div_ceil(BLOCK));
        });
        let mut found = Vec::new();
        let mut states = States::new(self);
        blocks.into_iter().for_each(|block| self.walk(order, block, &mut states, &mut found));
        found
    }

    /// Walks a block of names.
    fn walk(&self, order: &Order, block: usize, states: &mut States<'_>, found: &mut Vec<usize>) {
        let (mut name, reading) = (Vec::new(), order.reading());
        // The states of so many letters of `name` are known; with so many letters it is too far off already.
        let (mut known, mut dead) = (0, usize::MAX);
        for (i, next) in (block * BLOCK..).zip(order.block(block)) {
            let shared = next.shared;
            if shared >= dead {
                continue;
            }
            next.read(reading, &mut name);
            known = known.min(shared);
            dead = usize::MAX;
            // Whether the length fits is cheaper to see than where the second half leads.
            let fits = name.len().abs_diff(self.length) <= self.limit;
            let deep = if fits { name.len() } else { name.len().min(self.half + 1) };
            while known < deep {
                known += 1;
                if !states.step(&name, known) {
                    dead = known;
                    break;
                }
            }
            if fits && dead == usize::MAX && states.is_end(known) {
                found.push(i);
            }
        }
    }

    /// Calls `found` with the names of every leaf that may begin one that is so near, in ascending order.
    pub(super) fn leaves<const DEPTH: usize>(&self, trie: &Trie<DEPTH>, mut found: impl FnMut(Range<usize>)) {
        if trie.leaves() > 0 {
            let mut descent = Descent { trie, states: States::new(self), stem: [0; DEPTH], left: trie.len() };
            descent.below(0, 0, &mut found);
        }
    }
}

/// A walk down a tree.
struct Descent<'a, const DEPTH: usize> {
    trie: &'a Trie<DEPTH>,
    states: States<'a>,
    stem: [u8; DEPTH],
    /// So many more nodes can be met, unless the tree is none.
    left: usize,
}

impl<const DEPTH: usize> Descent<'_, DEPTH> {
    /// Walks what is below a node so many letters deep.
    fn below(&mut self, node: usize, depth: usize, found: &mut impl FnMut(Range<usize>)) {
        let trie = self.trie;
        for (child, letter) in trie.children(node) {
            let Some(left) = self.left.checked_sub(1) else { return trie.note_damage() };
            self.left = left;
            self.stem[depth] = letter;
            let goes_on = match letter {
                0 => depth > 0 && self.stem[depth - 1] == 0 || self.states.is_end(depth),
                _ => self.states.step(&self.stem, depth + 1),
            };
            if goes_on && depth + 1 == DEPTH {
                found(trie.names(child));
            } else if goes_on {
                self.below(child, depth + 1, found);
            }
        }
    }
}

impl<'a> States<'a> {
    pub(super) fn new(pattern: &'a Pattern) -> Self {
        let all = u64::MAX >> (63 - pattern.length.min(63));
        let mut states = Self {
            pattern,
            rows: vec![0; (pattern.length + pattern.limit + 2) * (pattern.limit + 1)],
            allowed: [all, all & u64::MAX << pattern.half << 1],
            staying: [all, all & u64::MAX << pattern.half],
        };
        let mut reached = 1;
        for edits in 0..=pattern.limit {
            states.rows[edits] = reached & states.allowed[usize::from(edits > pattern.first)];
            reached = states.rows[edits] << 1 | states.rows[edits];
        }
        states
    }

    /// Whether the whole pattern may be behind us after so many letters.
    pub(super) fn is_end(&self, letters: usize) -> bool {
        let width = self.pattern.limit + 1;
        self.rows[letters * width..(letters + 1) * width].iter().any(|row| row >> self.pattern.length & 1 != 0)
    }

    /// Takes the last of so many letters of a name; says whether any state is left.
    pub(super) fn step(&mut self, name: &[u8], letters: usize) -> bool {
        // The usual limits, so that their few rows are worked out without a loop.
        match self.pattern.limit + 1 {
            2 => self.step_in(name, letters, 2),
            3 => self.step_in(name, letters, 3),
            4 => self.step_in(name, letters, 4),
            5 => self.step_in(name, letters, 5),
            6 => self.step_in(name, letters, 6),
            width => self.step_in(name, letters, width),
        }
    }

    /// The same, with so many numbers of edits.
    #[inline(always)]
    fn step_in(&mut self, name: &[u8], letters: usize, width: usize) -> bool {
        let Pattern { places, length, limit, first, .. } = self.pattern;
        let first = *first;
        if letters > length + limit {
            return false;
        }
        let seen = places[usize::from(name[letters - 1] & 127)];
        let swapped = if letters > 1 { seen & places[usize::from(name[letters - 2] & 127)] >> 1 } else { 0 };
        let (rest, row) = self.rows.split_at_mut(letters * width);
        let (rest, above) = rest.split_at((letters - 1) * width);
        let before = if letters > 1 { &rest[(letters - 2) * width..] } else { above };
        let (above, before, row) = (&above[..width], &before[..width], &mut row[..width]);
        let (mut any, mut less) = (0, 0);
        for edits in 0..width {
            let many = usize::from(edits > first);
            let mut reached = (above[edits] & seen) << 1;
            let mut stayed = 0;
            if edits > 0 {
                stayed = above[edits - 1];
                reached |= (stayed | less) << 1 | (before[edits - 1] & swapped) << 2;
                // The next letter may turn out to be swapped with this one.
                any |= stayed & seen >> 1;
            }
            less = reached & self.allowed[many] | stayed & self.staying[many];
            row[edits] = less;
            any |= less;
        }
        any != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The two walks together find all names that are near enough, and none that has the wrong length.
        #[test]
        fn both_walks_find_what_is_near(
            names in proptest::collection::btree_set("[a-d]{0,10}", 0..150),
            pattern in "[a-d]{1,10}",
            limit in 0_usize..5,
            half in 0.0_f64..1.0,
        ) {
            let forward: Vec<&[u8]> = names.iter().map(String::as_bytes).collect();
            let mut backward: Vec<Vec<u8>> = forward.iter().map(|name| name.iter().rev().copied().collect()).collect();
            backward.sort();
            let half = (pattern.len() as f64 * half) as usize;
            let first = limit / 2;
            let letters = pattern.bytes();
            let ahead = Pattern::new(letters.clone(), limit, half, first).within(&Order::of(forward.iter().copied()), &Trie::<6>::of(forward.iter().copied()));
            let mut found: Vec<Vec<u8>> = ahead.into_iter().map(|i| forward[i].to_vec()).collect();
            if let Some(second) = limit.checked_sub(first + 1) {
                let order = Order::of(backward.iter().map(Vec::as_slice));
                let back = Pattern::new(letters.clone().rev(), limit, pattern.len() - half, second).within(&order, &Trie::<8>::of(backward.iter().map(Vec::as_slice)));
                found.extend(back.into_iter().map(|i| backward[i].iter().rev().copied().collect::<Vec<u8>>()));
            }
            found.sort();
            found.dedup();
            let near = |name: &&str| strsim::osa_distance(name, &pattern) <= limit;
            let expected: Vec<Vec<u8>> = names.iter().map(String::as_str).filter(near).map(|name| name.as_bytes().to_vec()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
