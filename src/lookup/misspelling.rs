//! How many edits lie between two spellings, and what is one edit away.

use std::collections::BTreeSet;

/// A spelling to measure others against. It keeps its rows, for it is asked about every name of a catalogue.
#[derive(Debug)]
pub(super) struct Ruler<'a, L> {
    letters: &'a [L],
    bag: u64,
    rows: [Vec<usize>; 3],
}

/// Larger than any distance, small enough to be added to.
const FAR: usize = usize::MAX / 2;

impl<'a, L: Copy + PartialEq + Into<u32>> Ruler<'a, L> {
    pub(super) fn new(letters: &'a [L]) -> Self {
        Self { letters, bag: bag(letters), rows: Default::default() }
    }

    /// The number of letters others are measured against.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment, the usual form of
    /// Damerau-Levenshtein); none where it takes more than `limit`.
    pub(super) fn distance(&mut self, other: &[L], limit: usize) -> Option<usize> {
        if self.letters.len().abs_diff(other.len()) > limit {
            return None;
        }
        // An edit takes away one kind of letter at most, and brings one.
        let theirs = bag(other);
        let missing = (self.bag & !theirs).count_ones().max((theirs & !self.bag).count_ones());
        if missing as usize > limit {
            return None;
        }
        let (a, b) = without_common_ends(self.letters, other);
        // Only cells within `limit` of the diagonal can lie on a path of at most `limit` edits.
        let limit = limit.min(a.len().max(b.len()));
        for row in &mut self.rows {
            row.clear();
            row.resize(b.len() + 1, FAR);
        }
        let [before, above, row] = &mut self.rows;
        for (j, cell) in above.iter_mut().enumerate().take(limit + 1) {
            *cell = j;
        }
        let mut best_above = 0;
        for i in 1..=a.len() {
            let from = i.saturating_sub(limit).max(1);
            let to = (i + limit).min(b.len());
            row[from - 1] = if from == 1 { i } else { FAR };
            let mut best = row[from - 1];
            for j in from..=to {
                let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut cell = replaced.min(above[j] + 1).min(row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    cell = cell.min(before[j - 2] + 1);
                }
                row[j] = cell;
                best = best.min(cell);
            }
            if let Some(beyond) = row.get_mut(to + 1) {
                *beyond = FAR;
            }
            // A swap reaches back two rows.
            if best.min(best_above + 1) > limit {
                return None;
            }
            best_above = best;
            std::mem::swap(before, above);
            std::mem::swap(above, row);
        }
        above.last().copied().filter(|distance| *distance <= limit)
    }
}

/// Which letters occur, 64 kinds told apart.
fn bag<L: Copy + Into<u32>>(letters: &[L]) -> u64 {
    letters.iter().fold(0, |bag, letter| bag | 1 << ((*letter).into() % 64))
}

fn without_common_ends<'a, L: PartialEq>(mut a: &'a [L], mut b: &'a [L]) -> (&'a [L], &'a [L]) {
    while let ([first, rest_a @ ..], [other, rest_b @ ..]) = (a, b)
        && first == other
    {
        (a, b) = (rest_a, rest_b);
    }
    while let ([rest_a @ .., last], [rest_b @ .., other]) = (a, b)
        && last == other
    {
        (a, b) = (rest_a, rest_b);
    }
    (a, b)
}

/// Every text that is one edit away from some letters: one left out, swapped with its neighbour, one of an alphabet in its place or before it; each
/// once, in order.
pub(super) fn one_edit_away(letters: &[u8], alphabet: &[u8]) -> BTreeSet<Vec<u8>> {
    let mut texts = BTreeSet::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let mut add = |middle: &[u8], after: &[u8]| texts.insert([before, middle, after].concat());
        for other in alphabet {
            add(&[*other], after);
        }
        if let [own, after @ ..] = after {
            add(&[], after);
            for other in alphabet {
                add(&[*other], after);
            }
            if let [next, after @ ..] = after {
                add(&[*next, *own], after);
            }
        }
    }
    texts.remove(letters);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The oracle is another implementation, without a band, a bag or a limit.
        #[test]
        fn equals_strsim(a in "[abc]{0,9}", b in "[abc]{0,9}", limit in 0_usize..10) {
            let letters: Vec<char> = a.chars().collect();
            let other: Vec<char> = b.chars().collect();
            let mut ruler = Ruler::new(&letters);
            let expected = strsim::osa_distance(&a, &b);
            for limit in [limit, 10, limit] {
                prop_assert_eq!(ruler.distance(&other, limit), (expected <= limit).then_some(expected));
            }
        }

        #[test]
        fn one_edit_away_is_all_that_strsim_finds(text in "[abc]{0,4}", other in "[abc]{0,5}") {
            let texts = one_edit_away(text.as_bytes(), b"abc");
            prop_assert_eq!(texts.contains(other.as_bytes()), strsim::osa_distance(&text, &other) == 1);
        }
    }
}
