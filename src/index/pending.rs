//! What may hold or be one of the best, kept back until those with higher bounds are looked at.

/// A track by its place, with its bound or with what closeness takes from its score. The most promising sort first, equal ones by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pending {
    /// [`below`] of the bound, or the bits of what is taken.
    pub(crate) below: u32,
    pub(crate) place: u32,
    /// Whether it has a bound, and that is of the whole score, nothing taken off for what is unwanted.
    pub(crate) whole: bool,
}

/// The bits of a bound that is at least 0, each turned over: the higher the bound, the smaller it is.
#[inline(always)]
pub(crate) fn below(bound: f32) -> u32 {
    !bound.to_bits()
}

impl Pending {
    /// A track with its bound, which is at least 0: only such numbers sort like their bits.
    #[inline(always)]
    pub(crate) fn new(bound: f32, place: usize, whole: bool) -> Self {
        Self { below: below(bound), place: place as u32, whole }
    }

    /// A track with what closeness takes from the logarithm of its score, which is at least 0.
    #[inline(always)]
    pub(crate) fn near(taken: f32, place: usize) -> Self {
        Self { below: taken.to_bits(), place: place as u32, whole: false }
    }

    /// The bound, where it was made with one.
    pub(crate) fn bound(self) -> f32 {
        f32::from_bits(!self.below)
    }
}
