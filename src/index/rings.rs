//! Numbers that follow from a code of each track, worked out for 512 tracks at once.

use std::ops::RangeInclusive;

use crate::index::columns::AFFECT_BITS;
use crate::index::lanes::{Lanes, NONE, WORDS};
use crate::index::wide::{Kernel, Vector};

/// The codes there are.
pub(crate) const CODES: usize = 1 << AFFECT_BITS;

/// What each code means, a number of so many bits, ready to be looked up.
///
/// Bit for bit the meaning is a function of the code's bits. It is looked up for the code's lowest two bits among the sixteen functions of two bits that
/// there are, then chosen by the higher ones.
#[derive(Debug, Clone)]
pub(crate) struct Meaning<const BITS: usize>([[u8; CODES / 4]; BITS]);

impl<const BITS: usize> Meaning<BITS> {
    /// Numbers that are too large mean the highest of so many bits.
    pub(crate) fn of(numbers: &[u32; CODES]) -> Self {
        let number = |code: usize| numbers[code].min((1 << BITS) - 1);
        let four = |bit: usize, high: usize| (0..4).map(|low| (number(4 * high + low) >> bit & 1) << low).sum::<u32>();
        Self(std::array::from_fn(|bit| std::array::from_fn(|high| four(bit, high) as u8)))
    }

    /// The bits of what the codes in these planes mean.
    #[inline(always)]
    pub(crate) fn look_up<V: Vector>(&self, planes: &[Lanes], from: usize) -> [V; BITS] {
        let planes: [V; AFFECT_BITS] = std::array::from_fn(|bit| V::load(&planes[bit][from..]));
        let (none, all) = (V::splat(0), V::splat(u64::MAX));
        // All functions of the two lowest bits, by which of the four codes they hold for.
        let (both, low) = (planes[1].and(planes[0]), planes[0].without(planes[1]));
        let (high, neither) = (planes[1].without(planes[0]), all.without(planes[1].or(planes[0])));
        let of = |codes: usize| {
            let pick = |bit: usize, lanes: V| if codes >> bit & 1 == 1 { lanes } else { none };
            pick(0, neither).or(pick(1, low)).or(pick(2, high).or(pick(3, both)))
        };
        let functions: [V; 16] = std::array::from_fn(of);
        std::array::from_fn(|bit| {
            if self.0[bit] == [0; CODES / 4] {
                return none;
            }
            let mut left: [V; CODES / 4] = std::array::from_fn(|i| functions[usize::from(self.0[bit][i]) % 16]);
            let mut n = left.len();
            for plane in &planes[2..] {
                n /= 2;
                for i in 0..n {
                    left[i] = plane.choose(left[2 * i + 1], left[2 * i]);
                }
            }
            left[0]
        })
    }
}

/// Writes what the codes of a block mean.
pub(crate) struct LookUp<'a, const BITS: usize> {
    pub(crate) codes: &'a [Lanes],
    pub(crate) meaning: &'a Meaning<BITS>,
    pub(crate) found: &'a mut [Lanes],
}

impl<const BITS: usize> Kernel for LookUp<'_, BITS> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector>(self) {
        for from in (0..WORDS).step_by(V::WORDS) {
            let bits = self.meaning.look_up::<V>(self.codes, from);
            bits.iter().zip(&mut *self.found).for_each(|(bit, found)| bit.store(&mut found[from..]));
        }
    }
}

/// The rings around a wanted mood.
pub(crate) const RINGS: usize = 11;

/// The bits of what a code on one axis means.
pub(crate) const FARNESS_BITS: usize = 7;

/// Sorts the lanes into rings by the sum of what the codes on two axes mean; the last is beyond all rings.
pub(crate) struct Farness<'a> {
    /// The planes of the codes, and what each code means.
    pub(crate) axes: [(&'a [Lanes], &'a Meaning<FARNESS_BITS>); 2],
    /// The highest sum within each ring, ascending.
    pub(crate) rings: [u32; RINGS],
    pub(crate) found: &'a mut [Lanes],
}

impl Kernel for Farness<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector>(self) {
        for from in (0..WORDS).step_by(V::WORDS) {
            let [one, other] = self.axes.map(|(planes, meaning)| meaning.look_up::<V>(planes, from));
            let mut sums = [V::splat(0); FARNESS_BITS + 1];
            let mut carry = V::splat(0);
            for bit in 0..FARNESS_BITS {
                (sums[bit], carry) = one[bit].full(other[bit], carry);
            }
            sums[FARNESS_BITS] = carry;
            let mut outside = V::splat(u64::MAX);
            for (ring, found) in self.rings.iter().zip(&mut *self.found) {
                let mut within = outside;
                // Whether the sum is at most the ring's, from the lowest bit on.
                let mut below = V::splat(u64::MAX);
                for (bit, sum) in sums.iter().enumerate() {
                    below = if ring >> bit & 1 == 1 {
                        V::splat(u64::MAX).without(sum.without(below))
                    } else {
                        below.without(*sum)
                    };
                }
                within = within.and(below);
                within.store(&mut found[from..]);
                outside = outside.without(below);
            }
            if let Some(found) = self.found.get_mut(RINGS) {
                outside.store(&mut found[from..]);
            }
        }
    }
}

/// The lanes whose codes on both axes lie in a range; there are [`LANES`] codes.
pub(crate) struct Between<'a> {
    pub(crate) axes: [(&'a [u16], RangeInclusive<u16>); 2],
}

impl Kernel for Between<'_> {
    type Output = Lanes;

    #[inline(always)]
    fn run<V: Vector>(self) -> Lanes {
        let [(one, first), (other, second)] = self.axes;
        let (low, high) = ([*first.start(), *second.start()], [*first.end(), *second.end()]);
        let inside = |one: u16, other: u16| (low[0] <= one) & (one <= high[0]) & (low[1] <= other) & (other <= high[1]);
        let mut lanes = NONE;
        for (word, (one, other)) in lanes.iter_mut().zip(one.as_chunks::<64>().0.iter().zip(other.as_chunks::<64>().0))
        {
            // Mostly none is; that is told without a branch for each.
            let any = one.iter().zip(other).fold(0_u16, |any, (one, other)| any | u16::from(inside(*one, *other)));
            if any != 0 {
                for (lane, (one, other)) in one.iter().zip(other).enumerate() {
                    *word |= u64::from(inside(*one, *other)) << lane;
                }
            }
        }
        lanes
    }
}

/// The lanes whose bit-sliced code lies in a range.
pub(crate) struct Within<'a> {
    pub(crate) planes: &'a [Lanes],
    pub(crate) from: u8,
    pub(crate) to: u8,
}

impl Kernel for Within<'_> {
    type Output = Lanes;

    #[inline(always)]
    fn run<V: Vector>(self) -> Lanes {
        let mut within = NONE;
        let ones = V::splat(u64::MAX);
        for start in (0..WORDS).step_by(V::WORDS) {
            let (mut above, mut below) = (ones, ones);
            for (bit, plane) in self.planes.iter().enumerate() {
                let plane = V::load(&plane[start..]);
                above = if self.from >> bit & 1 == 1 { plane.and(above) } else { plane.or(above) };
                below = if self.to >> bit & 1 == 1 { ones.without(plane.without(below)) } else { below.without(plane) };
            }
            above.and(below).store(&mut within[start..]);
        }
        within
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::lanes::{LANES, any_lanes, has};
    use crate::index::wide::Width;

    fn code(planes: &[Lanes], lane: usize) -> u32 {
        planes.iter().enumerate().map(|(bit, plane)| u32::from(has(plane, lane)) << bit).sum()
    }

    proptest! {
        #[test]
        fn both_codes_between_at_any_width(
            codes in proptest::collection::vec(0_u16..100, 2 * LANES),
            (from, to) in (0_u16..100, 0_u16..100),
        ) {
            let (one, other) = codes.split_at(LANES);
            for width in Width::available() {
                let found = width.run(Between { axes: [(one, from..=to), (other, 0..=from)] });
                for lane in 0..LANES {
                    prop_assert_eq!(has(&found, lane), (from..=to).contains(&one[lane]) && other[lane] <= from);
                }
            }
        }

        #[test]
        fn ranges_meanings_and_rings_at_any_width(
            planes in proptest::collection::vec(any_lanes(), 2 * AFFECT_BITS),
            numbers in proptest::array::uniform32(0_u32..1 << FARNESS_BITS),
            (from, to) in (0_u8..32, 0_u8..32),
        ) {
            let (one, other) = planes.split_at(AFFECT_BITS);
            let meaning = Meaning::of(&numbers);
            let rings: [u32; RINGS] = std::array::from_fn(|ring| ring as u32 * 9);
            for width in Width::available() {
                let within = width.run(Within { planes: one, from, to });
                let mut meant = [NONE; FARNESS_BITS];
                width.run(LookUp { codes: one, meaning: &meaning, found: &mut meant });
                let mut found = [NONE; RINGS + 1];
                width.run(Farness { axes: [(one, &meaning), (other, &meaning)], rings, found: &mut found });
                for lane in 0..LANES {
                    let codes = [code(one, lane), code(other, lane)];
                    prop_assert_eq!(has(&within, lane), (u32::from(from)..=u32::from(to)).contains(&codes[0]));
                    prop_assert_eq!(code(&meant, lane), numbers[codes[0] as usize]);
                    let farness: u32 = codes.iter().map(|code| numbers[*code as usize]).sum();
                    let ring = rings.iter().position(|highest| farness <= *highest).unwrap_or(RINGS);
                    prop_assert!((0..=RINGS).all(|other| has(&found[other], lane) == (other == ring)));
                }
            }
        }
    }
}
