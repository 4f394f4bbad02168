//! What may hold or be one of the best, kept back until those with higher bounds are looked at.

/// A track by its place, with its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pending {
    /// The bound's bits, each turned over, so that they sort by bound, the highest first, then by place.
    below: u32,
    pub(crate) place: u32,
    /// Whether the bound is that of the whole score, nothing taken off for what is unwanted.
    pub(crate) whole: bool,
}

impl Pending {
    /// `bound` is at least 0; only such numbers sort like their bits.
    #[inline(always)]
    pub(crate) fn new(bound: f32, place: usize, whole: bool) -> Self {
        Self { below: !bound.to_bits(), place: place as u32, whole }
    }

    pub(crate) fn bound(self) -> f32 {
        f32::from_bits(!self.below)
    }
}
