//! How many bit columns a dimension needs, and how high each reaches.

/// The values of a dimension are counted in so many bins between 0 and 1.
const BINS: usize = 64;

/// At most so many bit columns for one dimension.
const MOST: usize = 3;

/// Another column has to lower the mean bound by this much.
const WORTH: f64 = 0.03;

/// The values of one dimension over idf and scale, from 0 to 1 (a little more by rounding).
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

    /// The levels, ascending, none where there is no value. Every value is at most the last, and each level is a value.
    pub(crate) fn levels(&self) -> Vec<f64> {
        let bins: Vec<(f64, f64)> = (0..BINS)
            .filter(|bin| self.count[*bin] > 0)
            .map(|bin| (f64::from(self.count[bin]), self.highest[bin]))
            .collect();
        let Some(top) = bins.last().map(|(_, highest)| *highest) else { return Vec::new() };
        let total: f64 = bins.iter().map(|(count, _)| count).sum();
        // Greedy: as long as it is worth it, the level is added that lowers the sum of bounds most.
        let mut levels = vec![top];
        while levels.len() < MOST {
            let gain = |level: f64| {
                let below = levels.iter().copied().filter(|other| *other < level).fold(0.0, f64::max);
                let above = levels.iter().copied().filter(|other| *other > level).fold(f64::INFINITY, f64::min);
                let moved = bins.iter().filter(|(_, value)| *value > below && *value <= level).map(|(count, _)| count);
                moved.sum::<f64>() * (above - level)
            };
            let free = bins
                .iter()
                .map(|(_, value)| *value)
                .filter(|value| !levels.iter().any(|level| level.total_cmp(value).is_eq()));
            let best = free.map(|level| (gain(level), level)).max_by(|a, b| a.0.total_cmp(&b.0));
            match best {
                Some((gain, level)) if gain > WORTH * total => levels.push(level),
                _ => break,
            }
        }
        levels.sort_by(f64::total_cmp);
        levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_and_what_it_lights_get_a_level_each() {
        let mut heights = Heights::default();
        assert!(heights.levels().is_empty());
        (0..100).for_each(|_| heights.add(1.0));
        assert_eq!(heights.levels(), [1.0]);
        (0..100).for_each(|_| heights.add(0.5));
        (0..100).for_each(|_| heights.add(0.25));
        heights.add(0.9);
        assert_eq!(heights.levels(), [0.25, 0.5, 1.0]);
    }
}
