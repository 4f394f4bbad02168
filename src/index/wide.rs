//! The same loops for wider vectors, chosen when the program runs.
//!
//! This is the only module of the engine with `unsafe` (the command maps files). A loop is written once; here it is compiled again for processors with AVX2 and with AVX-512. All do the
//! same arithmetic in the same order, so the results do not depend on the processor. What compilers vectorise by themselves is written plainly;
//! for the logic of planes of bits they do not do so reliably, so a [`Vector`] says it outright.

#[cfg(target_arch = "x86_64")]
use core::arch::x86_64::*;

/// As many bits as a register holds, with the operations that planes of bits need.
pub(crate) trait Vector: Copy {
    /// The words of 64 bits.
    const WORDS: usize;

    /// As many of it as hold a whole plane of [`crate::index::lanes::WORDS`] words.
    type Plane: Vector;

    /// The first words of a slice, which has to have so many.
    fn load(words: &[u64]) -> Self;

    /// Writes the first words of a slice, which has to have so many.
    fn store(self, words: &mut [u64]);

    /// One word, as often as it fits.
    fn splat(word: u64) -> Self;

    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;

    /// Those bits of the first that are not in the other.
    fn without(self, other: Self) -> Self;

    /// One full adder for every bit: the sum's bit, and what is carried.
    #[inline(always)]
    fn full(self, b: Self, c: Self) -> (Self, Self) {
        let either = self.xor(b);
        (either.xor(c), self.and(b).or(either.and(c)))
    }

    /// Where it is set the bits of the first, elsewhere those of the other.
    #[inline(always)]
    fn choose(self, yes: Self, no: Self) -> Self {
        no.xor(self.and(yes.xor(no)))
    }
}

/// A [`Vector`] of several registers, so that one step of a loop does as much with narrow registers as with the widest.
#[derive(Clone, Copy)]
pub(crate) struct Times<V, const N: usize>([V; N]);

impl<V: Vector, const N: usize> Vector for Times<V, N> {
    const WORDS: usize = N * V::WORDS;
    type Plane = Self;

    #[inline(always)]
    fn load(words: &[u64]) -> Self {
        let words = &words[..Self::WORDS];
        Self(std::array::from_fn(|i| V::load(&words[i * V::WORDS..])))
    }

    #[inline(always)]
    fn store(self, words: &mut [u64]) {
        let words = &mut words[..Self::WORDS];
        for (i, own) in self.0.into_iter().enumerate() {
            own.store(&mut words[i * V::WORDS..]);
        }
    }

    #[inline(always)]
    fn splat(word: u64) -> Self {
        Self([V::splat(word); N])
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i].and(other.0[i])))
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i].or(other.0[i])))
    }

    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i].xor(other.0[i])))
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i].without(other.0[i])))
    }
}

/// Two words, for any processor.
#[cfg(not(target_arch = "x86_64"))]
#[derive(Clone, Copy)]
pub(crate) struct Narrow([u64; 2]);

#[cfg(not(target_arch = "x86_64"))]
impl Vector for Narrow {
    const WORDS: usize = 2;
    type Plane = Times<Self, 4>;

    #[inline(always)]
    fn load(words: &[u64]) -> Self {
        Self([words[0], words[1]])
    }

    #[inline(always)]
    fn store(self, words: &mut [u64]) {
        words[..2].copy_from_slice(&self.0);
    }

    #[inline(always)]
    fn splat(word: u64) -> Self {
        Self([word; 2])
    }

    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Self([self.0[0] & other.0[0], self.0[1] & other.0[1]])
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Self([self.0[0] ^ other.0[0], self.0[1] ^ other.0[1]])
    }

    #[inline(always)]
    fn without(self, other: Self) -> Self {
        Self([self.0[0] & !other.0[0], self.0[1] & !other.0[1]])
    }
}

/// A [`Vector`] of a register of x86-64.
#[cfg(target_arch = "x86_64")]
macro_rules! vector {
    ($name:ident, $register:ty, $words:literal, $plane:ty, $load:ident, $store:ident, $splat:ident, $and:ident, $or:ident, $xor:ident, $without:ident
        $(, $more:item)*) => {
        #[derive(Clone, Copy)]
        pub(crate) struct $name($register);

        // SAFETY, of every block: loops are run with this type by `Width::run` alone, on a processor that has been found to have the
        // instructions (SSE2 is part of x86-64). Loads and stores stay within a slice whose length is checked, and need no alignment.
        #[allow(unsafe_code)]
        impl Vector for $name {
            const WORDS: usize = $words;
            type Plane = $plane;

            #[inline(always)]
            fn load(words: &[u64]) -> Self {
                let words = &words[..$words];
                Self(unsafe { $load(words.as_ptr().cast()) })
            }

            #[inline(always)]
            fn store(self, words: &mut [u64]) {
                let words = &mut words[..$words];
                unsafe { $store(words.as_mut_ptr().cast(), self.0) }
            }

            #[inline(always)]
            fn splat(word: u64) -> Self {
                Self(unsafe { $splat(word as i64) })
            }

            #[inline(always)]
            fn and(self, other: Self) -> Self {
                Self(unsafe { $and(self.0, other.0) })
            }

            #[inline(always)]
            fn or(self, other: Self) -> Self {
                Self(unsafe { $or(self.0, other.0) })
            }

            #[inline(always)]
            fn xor(self, other: Self) -> Self {
                Self(unsafe { $xor(self.0, other.0) })
            }

            #[inline(always)]
            fn without(self, other: Self) -> Self {
                Self(unsafe { $without(other.0, self.0) })
            }

            $($more)*
        }
    };
}

#[cfg(target_arch = "x86_64")]
vector!(
    Narrow,
    __m128i,
    2,
    Times<Self, 4>,
    _mm_loadu_si128,
    _mm_storeu_si128,
    _mm_set1_epi64x,
    _mm_and_si128,
    _mm_or_si128,
    _mm_xor_si128,
    _mm_andnot_si128
);
#[cfg(target_arch = "x86_64")]
vector!(
    Middle,
    __m256i,
    4,
    Times<Self, 2>,
    _mm256_loadu_si256,
    _mm256_storeu_si256,
    _mm256_set1_epi64x,
    _mm256_and_si256,
    _mm256_or_si256,
    _mm256_xor_si256,
    _mm256_andnot_si256
);
#[cfg(target_arch = "x86_64")]
vector!(
    Wide,
    __m512i,
    8,
    Self,
    _mm512_loadu_si512,
    _mm512_storeu_si512,
    _mm512_set1_epi64,
    _mm512_and_si512,
    _mm512_or_si512,
    _mm512_xor_si512,
    _mm512_andnot_si512,
    #[inline(always)]
    fn full(self, b: Self, c: Self) -> (Self, Self) {
        // The truth tables of exclusive or and of majority.
        let sum = unsafe { _mm512_ternarylogic_epi64::<0x96>(self.0, b.0, c.0) };
        let carry = unsafe { _mm512_ternarylogic_epi64::<0xe8>(self.0, b.0, c.0) };
        (Self(sum), Self(carry))
    },
    #[inline(always)]
    fn choose(self, yes: Self, no: Self) -> Self {
        Self(unsafe { _mm512_ternarylogic_epi64::<0xca>(self.0, yes.0, no.0) })
    }
);

/// Asks for a plane to be brought nearer, where that can be asked; nothing else depends on it.
#[inline(always)]
pub(crate) fn fetch<T>(at: &T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch reads nothing that the program sees and cannot fault; the address is that of a reference.
    #[allow(unsafe_code)]
    unsafe {
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(at).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = at;
}

/// A loop to be compiled for each width. `run` has to be `#[inline(always)]`, or it is compiled for the narrowest only.
pub(crate) trait Kernel {
    /// What the loop gives back.
    type Output;

    /// Runs the loop with registers of this kind.
    fn run<V: Vector>(self) -> Self::Output;
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
            Kind::Baseline => kernel.run::<Narrow>(),
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
    kernel.run::<Middle>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi1,bmi2,popcnt")]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<Wide>()
}
