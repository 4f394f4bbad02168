//! What the bench of the index measures with, and what it holds the figures against.

pub(crate) mod asked;
pub(crate) mod batch;
pub(crate) mod dump;
pub(crate) mod scan;
pub(crate) mod tenfold;

use std::hint::black_box;
use std::time::{Duration, Instant};

/// What one measurement may take; what is slow is measured less often.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often at least.
const LEAST: usize = 3;

/// Milliseconds, sorted.
#[derive(Debug, Clone)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Runs `n` times, each with its number.
    pub(crate) fn of<T>(mut run: impl FnMut(usize) -> T, n: usize) -> Self {
        let begun = Instant::now();
        let mut times = Vec::with_capacity(n);
        for i in 0..n {
            let start = Instant::now();
            black_box(run(i));
            times.push(start.elapsed().as_secs_f64() * 1e3);
            if i + 1 >= LEAST && begun.elapsed() > PATIENCE {
                break;
            }
        }
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// The same, after every run was made once in vain: what is measured is not how long memory takes to come back after something else has used the cache.
    pub(crate) fn warm<T>(mut run: impl FnMut(usize) -> T, n: usize) -> Self {
        Self::of(&mut run, n);
        Self::of(run, n)
    }

    /// The time that so large a part of the runs did not exceed; not a number where nothing ran.
    pub(crate) fn at(&self, part: f64) -> f64 {
        let last = self.0.len().saturating_sub(1) as f64;
        self.0.get((last * part).round() as usize).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn median(&self) -> f64 {
        self.at(0.5)
    }

    pub(crate) fn p99(&self) -> f64 {
        self.at(0.99)
    }

    /// How many times the median the 99th percentile is.
    pub(crate) fn spread(&self) -> f64 {
        self.p99() / self.median()
    }
}

/// What one thread reads in a second, in GB.
pub(crate) fn bandwidth() -> f64 {
    let buffer = vec![1_u64; 64 << 20];
    let times = Times::of(|_| buffer.iter().fold(0_u64, |a, b| a.wrapping_add(*b)), 5);
    buffer.len() as f64 * 8.0 / 1e9 / (times.at(0.0) / 1e3)
}

/// What was measured, each beside what it is to be.
#[derive(Debug, Default)]
pub(crate) struct Bounds(Vec<String>);

impl Bounds {
    pub(crate) fn at_least(&mut self, what: String, measured: f64, least: f64) {
        self.note(&what, measured, &format!("at least {least}"), measured >= least);
    }

    pub(crate) fn at_most(&mut self, what: String, measured: f64, most: f64) {
        self.note(&what, measured, &format!("at most {most}"), measured <= most);
    }

    fn note(&mut self, what: &str, measured: f64, bound: &str, met: bool) {
        // What was not asked for was not measured.
        if measured.is_nan() {
            return;
        }
        let verdict = if met { "met" } else { "MISSED" };
        self.0.push(format!("{what:64} {measured:8.2}   {bound:14} {verdict}"));
    }

    /// Prints all of them.
    pub(crate) fn print(&self) {
        println!("\n{:64} {:>8}   to be, of a million tracks", "", "measured");
        self.0.iter().for_each(|line| println!("{line}"));
    }
}
