//! How many bit columns a dimension needs, and what each stands for.

/// The values of a dimension are counted in so many bins between 0 and 1.
const BINS: usize = 64;

/// At most so many bit columns for one dimension.
pub(crate) const MOST: usize = 2;

/// Another column has to lower the mean bound by this much.
const WORTH: f64 = 0.03;

/// The values of one dimension over the length of their facet's part, from 0 to 1 (a little more by rounding).
#[derive(Debug, Clone)]
pub(crate) struct Heights {
    count: [u32; BINS],
    highest: [f64; BINS],
}

impl Default for Heights {
    fn default() -> Self {
        Self { count: [0; BINS], highest: [0.0; BINS] }
    }
}

impl Heights {
    /// Counts a value.
    pub(crate) fn add(&mut self, value: f64) {
        let bin = ((value * BINS as f64) as usize).min(BINS - 1);
        self.count[bin] += 1;
        self.highest[bin] = self.highest[bin].max(value);
    }

    /// What each bit column adds, none where there is no value: every value is at most the sum of all, and [`code`] finds for each the least sum that is
    /// not below.
    pub(crate) fn levels(&self) -> Vec<f64> {
        let bins: Vec<(f64, f64)> = (0..BINS)
            .filter(|bin| self.count[*bin] > 0)
            .map(|bin| (f64::from(self.count[bin]), self.highest[bin]))
            .collect();
        let Some(top) = bins.last().map(|(_, highest)| *highest) else { return Vec::new() };
        let total: f64 = bins.iter().map(|(count, _)| count).sum();
        let mean = |levels: &[f64]| {
            bins.iter().map(|(count, value)| count * height(levels, code(levels, *value))).sum::<f64>() / total
        };
        // Two columns reach three heights: `a`, `top - a` and `top`.
        let candidates = bins.iter().flat_map(|(_, value)| [*value, top - value]).filter(|a| *a > 0.0 && *a < top);
        // A hair more, so that rounding leaves the sum no less than the highest.
        let pair = |a: f64| vec![a, top * (1.0 + 4.0 * f64::EPSILON) - a];
        let best = candidates
            .map(|a| (mean(&pair(a)), a))
            .min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        match best {
            Some((bound, a)) if MOST > 1 && top - bound > WORTH => pair(a),
            _ => vec![top],
        }
    }
}

/// What the columns of a code add up to.
pub(crate) fn height(levels: &[f64], code: usize) -> f64 {
    levels.iter().enumerate().filter(|(bit, _)| code >> bit & 1 == 1).map(|(_, level)| level).sum()
}

/// The code of the least height that is not below a value; that of all columns where every height is.
pub(crate) fn code(levels: &[f64], value: f64) -> usize {
    let all = (1 << levels.len()) - 1;
    let reaches = (1..all).filter(|code| height(levels, *code) >= value);
    reaches.min_by(|a, b| height(levels, *a).total_cmp(&height(levels, *b))).unwrap_or(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_value_needs_one_column_and_two_two() {
        let mut heights = Heights::default();
        assert!(heights.levels().is_empty());
        (0..100).for_each(|_| heights.add(1.0));
        assert_eq!(heights.levels(), [1.0]);
        (0..100).for_each(|_| heights.add(0.25));
        let levels = heights.levels();
        assert_eq!(levels.len(), 2);
        let heights = [0.25, 1.0].map(|value| height(&levels, code(&levels, value)));
        approx::assert_relative_eq!(heights.as_slice(), [0.25, 1.0].as_slice(), max_relative = 1e-12);
    }

    proptest! {
        /// A height below its value would be no bound.
        #[test]
        fn no_height_is_below_its_value(values in proptest::collection::vec(0.01_f64..=1.0, 1..50)) {
            let mut heights = Heights::default();
            values.iter().for_each(|value| heights.add(*value));
            let levels = heights.levels();
            for value in values {
                prop_assert!(height(&levels, code(&levels, value)) >= value);
            }
        }
    }
}
