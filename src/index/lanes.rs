//! 512 tracks at once, one bit each.
//!
//! A number for each of them is bit-sliced: plane `b` holds bit `b` of all 512 numbers, so that `&`, `|` and `^` of planes are the gates of 512
//! adders.

/// The tracks of a block.
pub(crate) const LANES: usize = 512;

/// The words of a plane.
pub(crate) const WORDS: usize = LANES / 64;

/// One bit for each track of a block.
pub(crate) type Lanes = [u64; WORDS];

/// No track.
pub(crate) const NONE: Lanes = [0; WORDS];

/// Whether a lane is set.
pub(crate) fn has(lanes: &Lanes, lane: usize) -> bool {
    lanes[lane / 64] >> (lane % 64) & 1 == 1
}

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

/// The lanes that are in both.
pub(crate) fn both(a: &Lanes, b: &Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] & b[i])
}

/// The lanes that are in either.
pub(crate) fn either(a: &Lanes, b: &Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] | b[i])
}

/// Any lanes, for the tests of whatever works on them.
#[cfg(test)]
pub(crate) fn any_lanes() -> impl proptest::strategy::Strategy<Value = Lanes> {
    proptest::array::uniform8(proptest::prelude::any::<u64>())
}
