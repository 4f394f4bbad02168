//! 512 tracks at once, one bit each.
//!
//! A number for each of them is bit-sliced: plane `b` holds bit `b` of all 512 numbers, so that `&`, `|` and `^` of planes are the gates of 512
//! adders. A sum that does not fit is noted as over, and an over lane counts as beyond any bar: nothing overflows unseen.

use crate::index::columns::SHARE_BITS;
use crate::index::wide::Kernel;

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

/// Some words of a plane, as many as a register holds.
type Part<const N: usize> = [u64; N];

#[inline(always)]
fn part<const N: usize>(lanes: &Lanes, from: usize) -> Part<N> {
    std::array::from_fn(|i| lanes[from + i])
}

/// All ones where a bit of a number is set.
#[inline(always)]
fn mask(number: u32, bit: usize) -> u64 {
    0_u64.wrapping_sub(u64::from(number >> bit & 1))
}

#[inline(always)]
fn and<const N: usize>(a: Part<N>, b: Part<N>) -> Part<N> {
    let mut and = [0; N];
    for i in 0..N {
        and[i] = a[i] & b[i];
    }
    and
}

/// One full adder for every lane: the sum's bit, and what is carried.
#[inline(always)]
fn full<const N: usize>(a: Part<N>, b: Part<N>, c: Part<N>) -> (Part<N>, Part<N>) {
    let (mut sum, mut carry) = ([0; N], [0; N]);
    for i in 0..N {
        let either = a[i] ^ b[i];
        sum[i] = either ^ c[i];
        carry[i] = (a[i] & b[i]) | (either & c[i]);
    }
    (sum, carry)
}

/// Those of a set, beside some others. Taken and given by value: that is what compilers keep in registers.
#[inline(always)]
fn beside<const N: usize>(others: Part<N>, set: Part<N>) -> Part<N> {
    let mut beside = [0; N];
    for i in 0..N {
        beside[i] = others[i] | set[i];
    }
    beside
}

/// Sums up the summands.
#[inline(always)]
fn add<const N: usize>(summands: &Summands, from: usize, mut over: Part<N>) -> ([Part<N>; SUM_BITS], Part<N>) {
    let mut sums = [[0; N]; SUM_BITS];
    for (set, number) in summands.sets.iter().zip(&summands.numbers) {
        let set: Part<N> = part(set, from);
        let mut carry = [0; N];
        for bit in 0..SUM_BITS {
            (sums[bit], carry) = full(sums[bit], and(set, [mask(*number, bit); N]), carry);
        }
        let beyond = if *number >> SUM_BITS == 0 { 0 } else { u64::MAX };
        over = beside(over, beside(carry, and(set, [beyond; N])));
    }
    (sums, over)
}

/// Adds to every total the lane's sum times its factor.
#[inline(always)]
fn multiply<const N: usize>(
    sums: [Part<N>; SUM_BITS],
    factor: &[Lanes],
    from: usize,
    mut totals: [Part<N>; TOTAL_BITS],
    mut over: Part<N>,
) -> ([Part<N>; TOTAL_BITS], Part<N>) {
    for shift in 0..SHARE_BITS {
        let factor: Part<N> = part(&factor[shift], from);
        let mut carry = [0; N];
        for bit in shift..TOTAL_BITS {
            let product = if bit - shift < SUM_BITS { and(sums[bit - shift], factor) } else { [0; N] };
            (totals[bit], carry) = full(totals[bit], product, carry);
        }
        over = beside(over, carry);
    }
    (totals, over)
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
    fn run<const N: usize>(self) -> Lanes {
        let mut reached = NONE;
        for from in (0..WORDS).step_by(N) {
            let (plain, mut over) = add(self.plain, from, [0; N]);
            let mut totals = [[0; N]; TOTAL_BITS];
            totals[PLAIN_SHIFT..PLAIN_SHIFT + SUM_BITS].copy_from_slice(&plain);
            for (summands, factor) in &self.facets {
                if !summands.sets.is_empty() {
                    let sums;
                    (sums, over) = add(summands, from, over);
                    (totals, over) = multiply(sums, factor, from, totals, over);
                }
            }
            for (bit, total) in totals.iter_mut().enumerate() {
                for i in 0..N {
                    total[i] |= over[i];
                    self.totals[bit][from + i] = total[i];
                }
            }
            let mut reach = [u64::MAX; N];
            for (bit, total) in totals.iter().enumerate() {
                let wanted = mask(self.bar, bit);
                for i in 0..N {
                    reach[i] = (total[i] & (reach[i] | !wanted)) | (reach[i] & !wanted);
                }
            }
            for i in 0..N {
                reached[from + i] = reach[i];
            }
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
    fn run<const N: usize>(self) -> Lanes {
        let mut within = NONE;
        for start in (0..WORDS).step_by(N) {
            let (mut above, mut below) = ([u64::MAX; N], [u64::MAX; N]);
            for (bit, plane) in self.planes.iter().enumerate() {
                let plane: Part<N> = part(plane, start);
                let (from, to) = (mask(u32::from(self.from), bit), mask(u32::from(self.to), bit));
                for i in 0..N {
                    above[i] = (plane[i] & (above[i] | !from)) | (above[i] & !from);
                    below[i] = (!plane[i] & (below[i] | to)) | (below[i] & to);
                }
            }
            for i in 0..N {
                within[start + i] = above[i] & below[i];
            }
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
    fn of_axis<const N: usize>(planes: &[Lanes], meaning: &[u32; 32], from: usize) -> [Part<N>; FARNESS_BITS] {
        let planes: [Part<N>; 5] = std::array::from_fn(|bit| part(&planes[bit], from));
        let equals = |bits: std::ops::Range<usize>, code: usize| {
            let mut equal = [u64::MAX; N];
            for (at, bit) in bits.enumerate() {
                let flip = if code >> at & 1 == 1 { 0 } else { u64::MAX };
                for i in 0..N {
                    equal[i] &= planes[bit][i] ^ flip;
                }
            }
            equal
        };
        let low: [Part<N>; 4] = std::array::from_fn(|code| equals(0..2, code));
        let high: [Part<N>; 8] = std::array::from_fn(|code| equals(2..5, code));
        let mut found = [[0; N]; FARNESS_BITS];
        for (code, meaning) in meaning.iter().enumerate() {
            for (bit, found) in found.iter_mut().enumerate() {
                let mask = mask(*meaning, bit);
                for i in 0..N {
                    found[i] |= low[code % 4][i] & high[code / 4][i] & mask;
                }
            }
        }
        found
    }
}

impl Kernel for Farness<'_> {
    type Output = [Lanes; RINGS + 1];

    #[inline(always)]
    fn run<const N: usize>(self) -> [Lanes; RINGS + 1] {
        let mut found = [NONE; RINGS + 1];
        for from in (0..WORDS).step_by(N) {
            let [one, other] = self.axes.map(|(planes, meaning)| Self::of_axis::<N>(planes, meaning, from));
            let mut sums = [[0; N]; FARNESS_BITS + 1];
            let mut carry = [0; N];
            for bit in 0..FARNESS_BITS {
                (sums[bit], carry) = full(one[bit], other[bit], carry);
            }
            sums[FARNESS_BITS] = carry;
            let mut outside = [u64::MAX; N];
            for (ring, highest) in self.rings.iter().enumerate() {
                let mut within = [u64::MAX; N];
                for (bit, sum) in sums.iter().enumerate() {
                    let highest = mask(*highest, bit);
                    for i in 0..N {
                        within[i] = (!sum[i] & (within[i] | highest)) | (within[i] & highest);
                    }
                }
                for i in 0..N {
                    found[ring][from + i] = within[i] & outside[i];
                    outside[i] &= !within[i];
                }
            }
            for i in 0..N {
                found[RINGS][from + i] = outside[i];
            }
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
