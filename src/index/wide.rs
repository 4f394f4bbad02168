//! The same loops for wider vectors, chosen when the program runs.
//!
//! This is the only module with `unsafe`. A loop is written once, in plain Rust that compilers vectorise; here it is compiled a second time for
//! processors with AVX2. Both do the same arithmetic in the same order, so the results do not depend on the processor.

/// A loop to be compiled for each width. `run` has to be `#[inline(always)]`, or it is compiled for the narrowest only.
pub(crate) trait Kernel {
    /// What the loop gives back.
    type Output;

    /// Runs the loop.
    fn run(self) -> Self::Output;
}

/// The widest vectors that this processor has, of those the loops are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Width(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Width {
    /// What every processor of the architecture has.
    pub(crate) const BASELINE: Self = Self(Kind::Baseline);

    /// Asks the processor; the standard library remembers the answer.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("popcnt") {
            return Self(Kind::Avx2);
        }
        Self::BASELINE
    }

    /// Runs a loop at this width.
    pub(crate) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self.0 {
            Kind::Baseline => kernel.run(),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `Avx2` is made in `detect` only, after the processor has said that it has every feature that `avx2` is compiled for.
            #[allow(unsafe_code)]
            Kind::Avx2 => unsafe { avx2(kernel) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}
