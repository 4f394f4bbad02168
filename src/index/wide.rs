//! The same loops for wider vectors, chosen when the program runs.
//!
//! This is the only module of the engine with `unsafe` (the command maps files). A loop is written once, plainly; here it is compiled again for processors
//! with AVX2 and with AVX-512. All do the same arithmetic in the same order, so the results do not depend on the processor.

use crate::storage::{Plain, Section};

/// Asks for what is at a reference to be brought nearer, where that can be asked; nothing else depends on it.
#[inline(always)]
pub(crate) fn fetch<T>(at: &T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch reads nothing that the program sees and cannot fault; the address is that of a reference.
    #[allow(unsafe_code)]
    unsafe {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(at).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = at;
}

/// Asks for an entry of a section to be brought nearer, if there is one.
#[inline(always)]
pub(crate) fn fetch_at<T: Plain>(section: &Section<T>, at: usize) {
    section.at(at..at + 1).iter().for_each(fetch);
}

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
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Width {
    /// What every processor of the architecture has.
    pub(crate) const BASELINE: Self = Self(Kind::Baseline);

    /// Asks the processor; the standard library remembers the answer.
    pub(crate) fn detect() -> Self {
        Self::available().pop().unwrap_or(Self::BASELINE)
    }

    /// Every width that this processor has, the narrowest first.
    pub(crate) fn available() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut widths = vec![Self::BASELINE];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("popcnt")
            {
                widths.push(Self(Kind::Avx2));
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                {
                    widths.push(Self(Kind::Avx512));
                }
            }
        }
        widths
    }

    /// Runs a loop at this width.
    pub(crate) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self.0 {
            Kind::Baseline => kernel.run(),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `Avx2` is made in `available` only, after the processor has said that it has every feature that `avx2` is compiled for.
            #[allow(unsafe_code)]
            Kind::Avx2 => unsafe { avx2(kernel) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: likewise `Avx512`, with every feature that `avx512` is compiled for.
            #[allow(unsafe_code)]
            Kind::Avx512 => unsafe { avx512(kernel) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi1,bmi2,popcnt")]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run()
}
