//! Sums of numbers for 512 tracks at once, by carry-save adders.
//!
//! The numbers are known before the tracks are: each goes to all tracks of a plane. So it is known which planes meet at which bit of the sum, and a sum
//! is a list of planes for each bit, added three to two until one is left. Source of the scheme: Wallace, "A suggestion for a fast multiplier",
//! IEEE Transactions on Electronic Computers, 1964.

use crate::index::lanes::{Lanes, NONE};
use crate::index::totals::HIGHEST;
use crate::index::wide::Vector;

/// One summand: planes that do not meet, each by its place with the number that its tracks get.
pub(crate) type Summand = [(u16, u32)];

/// A sum made ready.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sum {
    bits: Vec<Bit>,
    /// For each bit in turn: the planes that are added as they are, then the unions, each with how many planes it joins before them.
    places: Vec<u16>,
    /// How many planes are worked out on the way.
    room: usize,
}

/// What meets at one bit.
#[derive(Debug, Clone, Copy, Default)]
struct Bit {
    /// An even number of planes.
    singles: u16,
    unions: u16,
}

impl Sum {
    /// Makes the sum of some summands ready.
    pub(crate) fn of<'s>(summands: impl Iterator<Item = &'s Summand> + Clone) -> Self {
        let mut sum = Self::default();
        let highest = summands.clone().flatten().fold(0, |all, (_, number)| all | number);
        let mut carries = 0;
        let (mut singles, mut unions) = (Vec::new(), Vec::new());
        let mut bit = 0;
        while carries > 0 || highest.checked_shr(bit).unwrap_or(0) > 0 {
            singles.clear();
            unions.clear();
            let mut joined = 0;
            for summand in summands.clone() {
                let start = unions.len();
                unions.push(0);
                unions.extend(summand.iter().filter(|(_, number)| number >> bit & 1 == 1).map(|(plane, _)| *plane));
                match unions.len() - start {
                    1 => unions.truncate(start),
                    2 => {
                        singles.push(unions[start + 1]);
                        unions.truncate(start);
                    }
                    n => {
                        unions[start] = (n - 1) as u16;
                        joined += 1;
                    }
                }
            }
            if !singles.len().is_multiple_of(2)
                && let Some(odd) = singles.pop()
            {
                unions.extend([1, odd]);
                joined += 1;
            }
            sum.bits.push(Bit { singles: singles.len() as u16, unions: joined });
            sum.places.extend(&singles);
            sum.places.extend(&unions);
            let met = carries + usize::from(joined);
            carries = (met + singles.len()) / 2;
            sum.room += met;
            bit += 1;
        }
        sum
    }

    /// How many planes [`Sum::add`] needs room for.
    pub(crate) fn room(&self) -> usize {
        self.room
    }

    /// Adds up the planes of a block, bit by bit of the sums; the tracks whose sum does not fit. The vector has to hold a whole plane.
    #[inline(always)]
    pub(crate) fn add<V: Vector>(&self, planes: &[Lanes], room: &mut [Lanes], sums: &mut [Lanes]) -> V {
        sums.fill(NONE);
        let mut over = V::splat(0);
        let mut places = self.places.as_slice();
        // What waits to be added at a bit: what the bit before carried, then the unions.
        let (mut first, mut end) = (0, 0);
        for (bit, Bit { singles, unions }) in self.bits.iter().enumerate() {
            let (pairs, rest) = places.split_at(usize::from(*singles));
            places = rest;
            for _ in 0..*unions {
                let (n, rest) = places.split_at(1);
                let (joined, rest) = rest.split_at(usize::from(n[0]));
                places = rest;
                let mut union = V::splat(0);
                for place in joined {
                    union = union.or(V::load(&planes[usize::from(*place)]));
                }
                union.store(&mut room[end]);
                end += 1;
            }
            let mut sum = V::splat(0);
            if !(end - first).is_multiple_of(2) {
                sum = V::load(&room[first]);
                first += 1;
            }
            let mut carry;
            let mut next = end;
            for [one, other] in pairs.as_chunks().0 {
                let (one, other) = (V::load(&planes[usize::from(*one)]), V::load(&planes[usize::from(*other)]));
                (sum, carry) = sum.full(one, other);
                carry.store(&mut room[next]);
                next += 1;
            }
            while first < end {
                (sum, carry) = sum.full(V::load(&room[first]), V::load(&room[first + 1]));
                carry.store(&mut room[next]);
                first += 2;
                next += 1;
            }
            match sums.get_mut(bit) {
                Some(own) => sum.store(&mut own[..]),
                None => over = over.or(sum),
            }
            (first, end) = (end, next);
        }
        over
    }
}

/// The number with the fewest bits of those that are not below one and not above it by more than a part of 32: fewer bits, fewer adders. A number that
/// is beyond every total stays as it is.
pub(crate) fn rounded(number: u32) -> u32 {
    let highest = if number <= HIGHEST { number + number / 32 } else { number };
    (number..=highest).min_by_key(|n| (n.count_ones(), *n)).unwrap_or(number)
}
