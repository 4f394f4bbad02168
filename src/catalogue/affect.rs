//! Russell's circumplex: valence and arousal, each in [-1, 1].

use crate::error::{Error, ErrorKind};

macro_rules! axis {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// Takes a value from -1 to 1.
            ///
            /// # Errors
            /// [`ErrorKind::Field`] when the value is outside [-1, 1] or not a number.
            pub fn new(value: f64) -> Result<Self, Error> {
                if (-1.0..=1.0).contains(&value) {
                    Ok(Self(value))
                } else {
                    Err(Error::new(ErrorKind::Field, format!("{value} is out of range"))
                        .with_fix(concat!($word, " is from -1 to 1")))
                }
            }

            /// The nearest value in range; not a number becomes 0.
            pub fn clamped(value: f64) -> Self {
                if value.is_nan() { Self(0.0) } else { Self(value.clamp(-1.0, 1.0)) }
            }

            /// The value, from -1 to 1.
            pub fn value(self) -> f64 {
                self.0
            }
        }
    };
}

axis! {
    /// How pleasant a feeling is, from -1 (misery) to 1 (bliss).
    ///
    /// Source: J. A. Russell, "A circumplex model of affect", 1980.
    Valence, "valence"
}

axis! {
    /// How excited a feeling is, from -1 (asleep) to 1 (frantic).
    ///
    /// Source: J. A. Russell, "A circumplex model of affect", 1980.
    Arousal, "arousal"
}

/// A point on the circumplex.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affect {
    /// How pleasant.
    pub valence: Valence,
    /// How excited.
    pub arousal: Arousal,
}

impl Affect {
    /// The point nearest to the two values.
    pub fn clamped(valence: f64, arousal: f64) -> Self {
        Self { valence: Valence::clamped(valence), arousal: Arousal::clamped(arousal) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_circumplex_exists() {
        for bad in [-1.01, 3.0, f64::NAN, f64::INFINITY] {
            assert!(Valence::new(bad).is_err(), "{bad}");
            assert!(Arousal::new(bad).is_err(), "{bad}");
            assert!(Valence::clamped(bad).value().abs() <= 1.0);
        }
        assert!(Valence::new(-1.0).is_ok() && Arousal::new(1.0).is_ok());
    }
}
