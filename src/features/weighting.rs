//! How much a tag, a facet and a relation weigh: everything about features that evaluation may tune.

use crate::catalogue::facet::Facet;
use crate::error::{Error, ErrorKind};

/// How rarity becomes weight. `n` is the number of tracks, `df` how many carry the tag or a narrower one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Idf {
    /// `ln((1 + n) / (1 + df)) + 1`, never below 1: scikit-learn's `smooth_idf`.
    Smooth,
    /// `ln(1 + n / df)`: steeper, still above 0.
    Plain,
    /// 1 for every tag.
    None,
}

impl Idf {
    /// The weight of a tag that `df` of `n` tracks carry; above 0 whatever the counts.
    pub fn weight(self, n: usize, df: usize) -> f64 {
        let (n, df) = (n as f64, df as f64);
        match self {
            Self::Smooth => ((1.0 + n) / (1.0 + df)).ln().max(0.0) + 1.0,
            Self::Plain => (n.max(1.0) / df.max(1.0)).ln_1p(),
            Self::None => 1.0,
        }
    }
}

/// The weights of the facets: each at least 0, not all 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FacetWeights([f64; 4]);

impl FacetWeights {
    /// Takes weights in the order of [`Facet::ALL`]; they need not sum to 1.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] when one is negative, above a million or not a number, or none is at least a millionth.
    pub fn new(weights: [f64; 4]) -> Result<Self, Error> {
        // The bounds keep products and square roots of them far from overflow and from vanishing.
        if weights.iter().any(|w| !(0.0..=1e6).contains(w)) {
            return Err(Error::new(ErrorKind::Argument, "a facet's weight is from 0 to 1,000,000"));
        }
        let weights = weights.map(|w| if w < 1e-6 { 0.0 } else { w });
        if weights.iter().all(|w| *w <= 0.0) {
            return Err(Error::new(ErrorKind::Argument, "at least one facet needs a weight above 0"));
        }
        Ok(Self(weights))
    }

    /// The weight of a facet, at least 0.
    pub fn of(&self, facet: Facet) -> f64 {
        self.0[facet.index()]
    }
}

/// Every setting of the encoder.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Weighting {
    /// How much each facet counts.
    pub facets: FacetWeights,
    /// How rarity becomes weight.
    pub idf: Idf,
    /// The power to which the weight by rarity is raised, 0 to 2: at .5 a shared tag adds its idf to a dot product once, as BM25 does, at 1 its square.
    pub idf_exponent: f64,
    /// A facet's block is divided by its norm to this power, 0 to 1: 1 makes facets count by weight alone, 0 is plain idf cosine.
    pub norm_exponent: f64,
    /// How strongly a tag lights a tag one step broader, 0 to 1; two steps light its square.
    pub broader_decay: f64,
    /// 0 leaves vectors at unit length. Above 0 a vector's length counts every tag as if it were the rarest, and this many tags more: so that few tags,
    /// and common ones, leave something unsaid, and a track of which little is said is not taken for one that is wholly alike. From 0 to 100.
    ///
    /// Source: the pivoted unique normalisation of Singhal, Buckley and Mitra, "Pivoted document length normalization", SIGIR 1996.
    pub pivot: f64,
    /// The width of a tempo's bump, in octaves (a standard deviation), above 0.
    pub tempo_width: f64,
    /// The height of the bumps one octave up and down, 0 to 1: sources differ by a factor of two for one recording.
    pub octave_bump: f64,
}

impl Default for Weighting {
    fn default() -> Self {
        Self {
            facets: FacetWeights([0.25, 0.12, 0.25, 0.38]),
            idf: Idf::Smooth,
            idf_exponent: 1.0,
            norm_exponent: 1.0,
            broader_decay: 0.5,
            pivot: 0.0,
            tempo_width: 0.2,
            octave_bump: 0.3,
        }
    }
}

impl Weighting {
    /// The weight of a tag that `df` of `n` tracks carry; above 0.
    pub fn rarity(&self, n: usize, df: usize) -> f64 {
        self.idf.weight(n, df).powf(self.idf_exponent)
    }

    /// Checks that every setting is in its range.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] naming the setting that is not.
    pub fn check(&self) -> Result<(), Error> {
        let ranges = [
            ("idf_exponent", self.idf_exponent, 0.0..=2.0),
            ("norm_exponent", self.norm_exponent, 0.0..=1.0),
            ("broader_decay", self.broader_decay, 0.0..=1.0),
            ("pivot", self.pivot, 0.0..=100.0),
            ("tempo_width", self.tempo_width, 0.02..=2.0),
            ("octave_bump", self.octave_bump, 0.0..=1.0),
        ];
        for (name, value, range) in ranges {
            if !range.contains(&value) {
                let message = format!("{value} is out of range; it is from {} to {}", range.start(), range.end());
                return Err(Error::new(ErrorKind::Argument, message).in_field(name));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idf_is_positive_and_falls_with_frequency() {
        for idf in [Idf::Smooth, Idf::Plain, Idf::None] {
            for n in [0, 1, 5, 1000] {
                let weights: Vec<_> = (0..=n).map(|df| idf.weight(n, df)).collect();
                assert!(weights.iter().all(|w| w.is_finite() && *w > 0.0), "{idf:?} {n}");
                assert!(weights.windows(2).all(|w| w[0] >= w[1]), "{idf:?} {n}");
            }
        }
        assert!(Idf::Plain.weight(1, usize::MAX) > 0.0, "a tag that is everywhere still weighs something");
        // scikit-learn 1.x, TfidfTransformer(smooth_idf=True): ln((1 + 4) / (1 + 1)) + 1.
        approx::assert_relative_eq!(Idf::Smooth.weight(4, 1), 1.916_290_731_874_155, epsilon = 1e-12);
    }

    #[test]
    fn weights_that_say_nothing_are_refused() {
        assert!(FacetWeights::new([0.0; 4]).is_err());
        assert!(FacetWeights::new([1.0, -1.0, 1.0, 1.0]).is_err());
        assert!(FacetWeights::new([f64::NAN, 1.0, 1.0, 1.0]).is_err());
        assert!(FacetWeights::new([0.0, 0.0, 0.0, 2.0]).is_ok());
    }
}
