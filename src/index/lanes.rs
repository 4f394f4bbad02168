//! 512 tracks at once, one bit each.
//!
//! A number for each of them is bit-sliced: plane `b` holds bit `b` of all 512 numbers, so that `&`, `|` and `^` of planes are the gates of 512
//! adders. A sum that does not fit is noted as over, and an over lane counts as beyond any bar: nothing overflows unseen.

use crate::index::columns::{AFFECT_BITS, SHARE_BITS};
use crate::index::wide::{Kernel, Vector};

/// The tracks of a block.
pub(crate) const LANES: usize = 512;

/// The words of a plane.
pub(crate) const WORDS: usize = LANES / 64;

/// One bit for each track of a block.
pub(crate) type Lanes = [u64; WORDS];

/// No track.
pub(crate) const NONE: Lanes = [0; WORDS];

/// The bits of a sum before it is multiplied.
pub(crate) const SUM_BITS: usize = 7;

/// What is not multiplied by a track's share is summed up in units of two to this power.
pub(crate) const PLAIN_SHIFT: usize = SHARE_BITS;

/// The bits of the whole.
pub(crate) const TOTAL_BITS: usize = 12;

/// Calls for each bit that is set, the lowest first.
pub(crate) fn each(lanes: &Lanes, mut call: impl FnMut(usize)) {
    for (i, word) in lanes.iter().enumerate() {
        let mut word = *word;
        while word != 0 {
            call(i * 64 + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
}

/// Summands of 512 sums: sets of tracks, each with the number that its tracks get.
#[derive(Debug, Clone, Default)]
pub(crate) struct Summands {
    sets: Vec<Lanes>,
    numbers: Vec<u32>,
}

impl Summands {
    /// Takes everything out.
    pub(crate) fn clear(&mut self) {
        self.sets.clear();
        self.numbers.clear();
    }

    /// Adds a set.
    #[inline(always)]
    pub(crate) fn push(&mut self, set: &Lanes, number: u32) {
        self.sets.push(*set);
        self.numbers.push(number);
    }
}

/// All ones where a bit of a number is set.
#[inline(always)]
fn mask(number: u32, bit: usize) -> u64 {
    0_u64.wrapping_sub(u64::from(number >> bit & 1))
}

/// One full adder for every lane: the sum's bit, and what is carried.
#[inline(always)]
fn full<V: Vector>(a: V, b: V, c: V) -> (V, V) {
    let either = a.xor(b);
    (either.xor(c), a.and(b).or(either.and(c)))
}

/// One step, from the lowest bit on, of whether a number is at least another: their bits, and whether what is below is.
#[inline(always)]
fn reaches<V: Vector>(bit: V, bar: V, below: V) -> V {
    bit.and(below).or(bit.or(below).without(bar))
}

/// Sums up the summands.
#[inline(always)]
fn add<V: Vector>(summands: &Summands, from: usize, over: &mut V) -> [V; SUM_BITS] {
    let mut sums = [V::splat(0); SUM_BITS];
    let mut beyond = *over;
    for (set, number) in summands.sets.iter().zip(&summands.numbers) {
        let set = V::load(&set[from..]);
        let mut carry = V::splat(0);
        for (bit, sum) in sums.iter_mut().enumerate() {
            (*sum, carry) = full(*sum, set.and(V::splat(mask(*number, bit))), carry);
        }
        let too_large = if *number >> SUM_BITS == 0 { 0 } else { u64::MAX };
        beyond = beyond.or(carry).or(set.and(V::splat(too_large)));
    }
    *over = beyond;
    sums
}

/// Adds to every total the lane's sum times its factor.
#[inline(always)]
fn multiply<V: Vector>(
    sums: &[V; SUM_BITS],
    factor: &[Lanes],
    from: usize,
    totals: &mut [V; TOTAL_BITS],
    over: &mut V,
) {
    for (shift, factor) in factor.iter().enumerate().take(SHARE_BITS) {
        let factor = V::load(&factor[from..]);
        let mut carry = V::splat(0);
        for (bit, total) in totals.iter_mut().enumerate().skip(shift) {
            let product = if bit - shift < SUM_BITS { sums[bit - shift].and(factor) } else { V::splat(0) };
            (*total, carry) = full(*total, product, carry);
        }
        *over = over.or(carry);
    }
}

/// `total = plain * 2^PLAIN_SHIFT + sum_f factor_f * sum_f` for every lane, and the lanes whose total reaches a bar.
pub(crate) struct Totals<'a> {
    pub(crate) plain: &'a Summands,
    pub(crate) facets: [(&'a Summands, &'a [Lanes]); 3],
    /// Below `1 << TOTAL_BITS`, so that over lanes, of the highest total, reach it.
    pub(crate) bar: u32,
    pub(crate) totals: &'a mut [Lanes; TOTAL_BITS],
}

impl Kernel for Totals<'_> {
    type Output = Lanes;

    #[inline(always)]
    fn run<V: Vector>(self) -> Lanes {
        let mut reached = NONE;
        for from in (0..WORDS).step_by(V::WORDS) {
            let mut over = V::splat(0);
            let mut totals = [V::splat(0); TOTAL_BITS];
            totals[PLAIN_SHIFT..PLAIN_SHIFT + SUM_BITS].copy_from_slice(&add(self.plain, from, &mut over));
            for (summands, factor) in &self.facets {
                if !summands.sets.is_empty() {
                    let sums = add(summands, from, &mut over);
                    multiply(&sums, factor, from, &mut totals, &mut over);
                }
            }
            let mut reach = V::splat(u64::MAX);
            for (bit, total) in totals.iter().enumerate() {
                let total = total.or(over);
                total.store(&mut self.totals[bit][from..]);
                reach = reaches(total, V::splat(mask(self.bar, bit)), reach);
            }
            reach.store(&mut reached[from..]);
        }
        reached
    }
}

/// The lanes whose total reaches a bar.
pub(crate) fn at_least(totals: &[Lanes; TOTAL_BITS], bar: u32) -> Lanes {
    let mut reach = [u64::MAX; WORDS];
    for (bit, total) in totals.iter().enumerate() {
        let wanted = mask(bar, bit);
        for i in 0..WORDS {
            reach[i] = (total[i] & (reach[i] | !wanted)) | (reach[i] & !wanted);
        }
    }
    reach
}

/// The highest total among some lanes, and those that have it.
pub(crate) fn highest(totals: &[Lanes; TOTAL_BITS], among: &Lanes) -> (u32, Lanes) {
    let (mut left, mut total) = (*among, 0);
    for (bit, plane) in totals.iter().enumerate().rev() {
        let with: Lanes = std::array::from_fn(|i| left[i] & plane[i]);
        if with != NONE {
            left = with;
            total |= 1 << bit;
        }
    }
    (total, left)
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
                above = reaches(plane, V::splat(mask(u32::from(self.from), bit)), above);
                below = reaches(V::splat(mask(u32::from(self.to), bit)), plane, below);
            }
            above.and(below).store(&mut within[start..]);
        }
        within
    }
}

/// The rings around a wanted mood.
pub(crate) const RINGS: usize = 11;

/// The bits of what a code on one axis means.
pub(crate) const FARNESS_BITS: usize = 6;

/// Sorts the lanes into rings by the sum of what the codes on two axes mean.
pub(crate) struct Farness<'a> {
    /// The planes of the codes, and what each code means, below `1 << FARNESS_BITS`.
    pub(crate) axes: [(&'a [Lanes], &'a [u32; 32]); 2],
    /// The highest sum within each ring, ascending.
    pub(crate) rings: [u32; RINGS],
}

impl Farness<'_> {
    /// What a lane's code on an axis means.
    #[inline(always)]
    fn of_axis<V: Vector>(planes: &[Lanes], meaning: &[u32; 32], from: usize) -> [V; FARNESS_BITS] {
        let ones = V::splat(u64::MAX);
        let planes: [V; AFFECT_BITS] = std::array::from_fn(|bit| V::load(&planes[bit][from..]));
        let equals = |bits: std::ops::Range<usize>, code: usize| {
            bits.enumerate().fold(ones, |equal, (at, bit)| equal.and(planes[bit].xor(V::splat(!mask(code as u32, at)))))
        };
        let low: [V; 4] = std::array::from_fn(|code| equals(0..2, code));
        let high: [V; 8] = std::array::from_fn(|code| equals(2..AFFECT_BITS, code));
        let mut found = [V::splat(0); FARNESS_BITS];
        for (code, meaning) in meaning.iter().enumerate() {
            let lanes = low[code % 4].and(high[code / 4]);
            for (bit, found) in found.iter_mut().enumerate() {
                *found = found.or(lanes.and(V::splat(mask(*meaning, bit))));
            }
        }
        found
    }
}

impl Kernel for Farness<'_> {
    type Output = [Lanes; RINGS + 1];

    #[inline(always)]
    fn run<V: Vector>(self) -> [Lanes; RINGS + 1] {
        let mut found = [NONE; RINGS + 1];
        for from in (0..WORDS).step_by(V::WORDS) {
            let [one, other] = self.axes.map(|(planes, meaning)| Self::of_axis::<V>(planes, meaning, from));
            let mut sums = [V::splat(0); FARNESS_BITS + 1];
            let mut carry = V::splat(0);
            for bit in 0..FARNESS_BITS {
                (sums[bit], carry) = full(one[bit], other[bit], carry);
            }
            sums[FARNESS_BITS] = carry;
            let mut outside = V::splat(u64::MAX);
            for (ring, highest) in self.rings.iter().enumerate() {
                let mut within = V::splat(u64::MAX);
                for (bit, sum) in sums.iter().enumerate() {
                    within = reaches(V::splat(mask(*highest, bit)), *sum, within);
                }
                within.and(outside).store(&mut found[ring][from..]);
                outside = outside.without(within);
            }
            outside.store(&mut found[RINGS][from..]);
        }
        found
    }
}

/// The lanes that are in both.
pub(crate) fn both(a: &Lanes, b: &Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] & b[i])
}

/// The lanes that are in either.
pub(crate) fn either(a: &Lanes, b: &Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] | b[i])
}

/// The lanes that are in the first alone.
pub(crate) fn without(a: &Lanes, b: &Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] & !b[i])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::wide::Width;
    use proptest::prelude::*;

    fn lanes() -> impl Strategy<Value = Lanes> {
        proptest::array::uniform8(any::<u64>())
    }

    fn has(lanes: &Lanes, lane: usize) -> bool {
        lanes[lane / 64] >> (lane % 64) & 1 == 1
    }

    fn code(planes: &[Lanes], lane: usize) -> u32 {
        planes.iter().enumerate().map(|(bit, plane)| u32::from(has(plane, lane)) << bit).sum()
    }

    proptest! {
        /// The plain sum of every lane is the oracle; numbers are large enough for sums that do not fit.
        #[test]
        fn no_total_is_below_the_sum_at_any_width(
            sets in proptest::collection::vec((0_usize..4, lanes(), 0_u32..200), 0..12),
            factors in proptest::collection::vec(lanes(), 3 * SHARE_BITS),
            bar in 0_u32..1 << TOTAL_BITS,
        ) {
            let mut summands: [Summands; 4] = Default::default();
            sets.iter().for_each(|(of, set, number)| summands[*of].push(set, *number));
            let factors: Vec<&[Lanes]> = factors.chunks(SHARE_BITS).collect();
            for width in Width::available() {
                let mut totals = [NONE; TOTAL_BITS];
                let facets = [0, 1, 2].map(|place| (&summands[place], factors[place]));
                let reached = width.run(Totals { plain: &summands[3], facets, bar, totals: &mut totals });
                prop_assert_eq!(reached, at_least(&totals, bar));
                for lane in 0..LANES {
                    let sum = |of: usize| {
                        sets.iter().filter(|(o, set, _)| *o == of && has(set, lane)).map(|(_, _, n)| *n).sum::<u32>()
                    };
                    let over = (0..4).any(|of| sum(of) >> SUM_BITS > 0);
                    let whole = (sum(3) << PLAIN_SHIFT)
                        + (0..3).map(|place| sum(place) * code(factors[place], lane)).sum::<u32>();
                    let expected = if over || whole >> TOTAL_BITS > 0 { (1 << TOTAL_BITS) - 1 } else { whole };
                    prop_assert_eq!(code(&totals, lane), expected);
                    prop_assert_eq!(has(&reached, lane), expected >= bar);
                }
                let all = [u64::MAX; WORDS];
                let most = (0..LANES).map(|lane| code(&totals, lane)).max().unwrap_or(0);
                let (total, lanes) = highest(&totals, &all);
                prop_assert_eq!(total, most);
                prop_assert!((0..LANES).all(|lane| has(&lanes, lane) == (code(&totals, lane) == most)));
            }
        }

        #[test]
        fn ranges_and_rings_at_any_width(
            planes in proptest::collection::vec(lanes(), 2 * AFFECT_BITS),
            meaning in proptest::array::uniform32(0_u32..1 << FARNESS_BITS),
            (from, to) in (0_u8..32, 0_u8..32),
        ) {
            let (one, other) = planes.split_at(AFFECT_BITS);
            let rings: [u32; RINGS] = std::array::from_fn(|ring| ring as u32 * 9);
            for width in Width::available() {
                let within = width.run(Within { planes: one, from, to });
                let found = width.run(Farness { axes: [(one, &meaning), (other, &meaning)], rings });
                for lane in 0..LANES {
                    let codes = [code(one, lane), code(other, lane)];
                    prop_assert_eq!(has(&within, lane), (u32::from(from)..=u32::from(to)).contains(&codes[0]));
                    let farness: u32 = codes.iter().map(|code| meaning[*code as usize]).sum();
                    let ring = rings.iter().position(|highest| farness <= *highest).unwrap_or(RINGS);
                    prop_assert!((0..=RINGS).all(|other| has(&found[other], lane) == (other == ring)));
                }
            }
        }
    }
}
