//! The distances of a text to all names of an order, where none can be left out.
//!
//! A column of the table of distances in two words, one letter in a dozen operations: Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau
//! edit distances, 2003 (the form with neighbours swapped, of Myers 1999). What neighbours share is computed once.

use crate::lookup::alphabet::LONGEST;
use crate::lookup::misspelling::Ruler;
use crate::lookup::order::{BLOCK, Order, masked};

/// A column: where it rises and falls, what its diagonal keeps, and the letter it is of.
#[derive(Debug, Clone, Copy)]
struct Column {
    rises: u64,
    falls: u64,
    kept: u64,
    seen: u64,
}

/// Calls `told` with every name whose length is `wanted`: its number, its length and its distance from the letters.
pub(super) fn distances(
    order: &Order,
    letters: &[u8],
    wanted: impl Fn(usize) -> bool,
    mut told: impl FnMut(usize, usize, usize),
) {
    if letters.is_empty() || letters.len() > 64 {
        let mut ruler = Ruler::new(letters);
        let mut own: Vec<u8> = Vec::new();
        order.from(0, |i, name| {
            own.clear();
            own.extend(masked(name));
            let most = own.len().max(letters.len());
            let wanted = wanted(own.len());
            if let Some(distance) = wanted.then(|| ruler.distance(&own, most)).flatten() {
                told(i, own.len(), distance);
            }
            false
        });
        return;
    }
    let mut places = [0_u64; 128];
    for (i, letter) in letters.iter().enumerate() {
        places[usize::from(letter & 127)] |= 1 << i;
    }
    let first = Column { rises: u64::MAX, falls: 0, kept: 0, seen: 0 };
    let mut columns = vec![first; LONGEST + 1];
    let (mut name, reading) = (Vec::new(), order.reading());
    for block in 0..order.blocks() {
        // The columns of so many letters are those of the name.
        let mut known = 0;
        for (i, next) in (block * BLOCK..).zip(order.block(block)) {
            next.read(reading, &mut name);
            known = known.min(next.shared);
            let length = name.len();
            if !wanted(length) || length > LONGEST {
                continue;
            }
            let mut column = columns[known];
            for (letter, place) in name[known..].iter().zip(&mut columns[known + 1..]) {
                column = column.next(places[usize::from(letter & 127)]);
                *place = column;
            }
            known = length;
            told(i, length, column.last(letters.len(), length));
        }
    }
}

impl Column {
    fn next(self, seen: u64) -> Self {
        let swapped = (!self.kept & seen) << 1 & self.seen;
        let kept = ((seen & self.rises).wrapping_add(self.rises) ^ self.rises) | seen | self.falls | swapped;
        let (up, down) = (self.falls | !(kept | self.rises), kept & self.rises);
        let (up, down) = (up << 1 | 1, down << 1);
        Self { rises: down | !(kept | up), falls: up & kept, kept, seen }
    }

    /// Its cell of so many letters, where it is that of so many letters of a name.
    fn last(self, letters: usize, own: usize) -> usize {
        let below = u64::MAX >> (64 - letters);
        own + (self.rises & below).count_ones() as usize - (self.falls & below).count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_strsim(
            names in proptest::collection::btree_set("[a-c]{0,12}", 0..150),
            letters in "[a-c]{0,12}|[ab]{60,70}",
        ) {
            let names: Vec<String> = names.into_iter().collect();
            let mut all = Vec::new();
            let order = Order::of(names.iter().map(String::as_bytes));
            distances(&order, letters.as_bytes(), |length| length != 3, |i, length, distance| all.push((i, length, distance)));
            let expected: Vec<_> = names
                .iter()
                .enumerate()
                .filter(|(_, name)| name.len() != 3)
                .map(|(i, name)| (i, name.len(), strsim::osa_distance(name, &letters)))
                .collect();
            prop_assert_eq!(all, expected);
        }
    }
}
