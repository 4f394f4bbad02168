//! How sure a mean is: the bootstrap.

use oorandom::Rand64;

/// A measure with the interval its true value lies in, 95 times of a hundred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The measure itself.
    pub value: f64,
    /// The 2.5th percentile of the resamples.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

impl Interval {
    /// A number that is not a mean over a sample, and so has no interval.
    pub fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// The percentile interval of a measure over its resamples.
    pub fn of(value: f64, mut resampled: Vec<f64>) -> Self {
        resampled.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * resampled.len().saturating_sub(1) as f64;
            resampled.get(place.round() as usize).copied().unwrap_or(value)
        };
        Self { value, low: at(0.025), high: at(0.975) }
    }
}

/// Draws of a sample from itself: how often each item is taken in each.
///
/// Whole clusters are drawn, since tracks of one artist are not independent of each other. Source: Efron, "Bootstrap methods", 1979; for clusters,
/// Field and Welsh, "Bootstrapping clustered data", 2007.
#[derive(Debug, Clone)]
pub struct Resamples {
    weights: Vec<Vec<f64>>,
}

impl Resamples {
    /// Makes `count` draws of items of which `clusters` says where each belongs, numbered from 0. The same seed draws the same.
    pub fn new(clusters: &[usize], count: usize, seed: u64) -> Self {
        let mut random = Rand64::new(u128::from(seed));
        let many = clusters.iter().max().map_or(0, |most| most + 1);
        let weights = (0..count)
            .map(|_| {
                let mut times = vec![0_u32; many];
                (0..many).for_each(|_| times[random.rand_range(0..many as u64) as usize] += 1);
                clusters.iter().map(|cluster| f64::from(times[*cluster])).collect()
            })
            .collect();
        Self { weights }
    }

    /// The draws: a weight an item, in the order of the items.
    pub fn iter(&self) -> impl Iterator<Item = &[f64]> {
        self.weights.iter().map(Vec::as_slice)
    }

    /// The mean of a value an item, with its interval.
    pub fn mean(&self, values: &[f64]) -> Interval {
        let mean = |weights: &[f64]| {
            let (sum, all) = values.iter().zip(weights).fold((0.0, 0.0), |(s, a), (v, w)| (s + v * w, a + w));
            if all > 0.0 { sum / all } else { 0.0 }
        };
        Interval::of(mean(&vec![1.0; values.len()]), self.iter().map(mean).collect())
    }

    /// The mean of what one value is above another, item by item, with its interval.
    pub fn lead(&self, values: &[f64], others: &[f64]) -> Interval {
        self.mean(&values.iter().zip(others).map(|(a, b)| a - b).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_narrows_with_the_sample_and_covers_its_mean() {
        let mut random = Rand64::new(7);
        let values: Vec<f64> = (0..2000).map(|_| random.rand_float()).collect();
        let of = |n: usize| Resamples::new(&(0..n).collect::<Vec<_>>(), 500, 1).mean(&values[..n]);
        let (few, many) = (of(50), of(2000));
        assert!(few.high - few.low > 4.0 * (many.high - many.low), "{few:?} {many:?}");
        // A uniform value's deviation is .289; 1.96 of it over the root of 2000 is .0127.
        assert!((many.high - many.low - 2.0 * 0.0127).abs() < 0.003, "{many:?}");
        assert!(many.low < 0.5 && 0.5 < many.high, "{many:?}");
        assert_eq!(of(50), few, "the same seed draws the same");
    }

    #[test]
    fn clusters_are_drawn_whole() {
        let resamples = Resamples::new(&[0, 0, 0, 1, 1, 2], 50, 3);
        for weights in resamples.iter() {
            assert!((weights[0] - weights[2]).abs() < 1e-9 && (weights[3] - weights[4]).abs() < 1e-9);
        }
        let lead = resamples.lead(&[2.0; 6], &[1.5; 6]);
        assert!((lead.low - 0.5).abs() < 1e-12 && (lead.high - 0.5).abs() < 1e-12, "a constant lead is certain");
    }
}
