//! A score, and the order of scores.

use std::cmp::Ordering;

/// How well a track answers: from 0 to 1, never NaN, totally ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score(f64);

impl Score {
    /// The nearest score; not a number becomes 0.
    pub fn clamped(value: f64) -> Self {
        // Adding 0 turns -0 into 0, so that equal scores compare equal.
        if value.is_nan() { Self(0.0) } else { Self(value.clamp(0.0, 1.0) + 0.0) }
    }

    /// The value, from 0 to 1.
    pub fn value(self) -> f64 {
        self.0
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_ordered_and_in_range() {
        assert_eq!(Score::clamped(f64::NAN), Score::clamped(0.0));
        assert_eq!(Score::clamped(-0.0), Score::clamped(0.0));
        assert!(Score::clamped(1.0 + 1e-9) == Score::clamped(1.0));
        assert!(Score::clamped(0.2) < Score::clamped(0.3));
    }
}
