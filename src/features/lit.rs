//! Room to light dimensions in.

/// How strongly each dimension is lit; one that is lit twice keeps the stronger.
#[derive(Default)]
pub(crate) struct Lit {
    strengths: Vec<f64>,
    /// A bit for each dimension that is lit, so that they come out in order.
    lit: Vec<u64>,
}

impl Lit {
    pub(crate) fn new(width: usize) -> Self {
        Self { strengths: vec![0.0; width], lit: vec![0; width.div_ceil(64)] }
    }

    /// Makes room for so many dimensions, where there is room for others.
    pub(crate) fn fit(&mut self, width: usize) {
        if self.strengths.len() != width {
            *self = Self::new(width);
        }
    }

    pub(crate) fn raise(&mut self, dimension: usize, strength: f64) {
        let before = &mut self.strengths[dimension];
        if strength > *before {
            *before = strength;
            self.lit[dimension / 64] |= 1 << (dimension % 64);
        }
    }

    /// What is lit, ascending by dimension; afterwards nothing is.
    pub(crate) fn take(&mut self) -> Vec<(usize, f64)> {
        let mut taken = Vec::with_capacity(self.lit.iter().map(|word| word.count_ones() as usize).sum());
        for (i, word) in self.lit.iter_mut().enumerate() {
            let mut left = std::mem::take(word);
            while left != 0 {
                let d = i * 64 + left.trailing_zeros() as usize;
                taken.push((d, std::mem::take(&mut self.strengths[d])));
                left &= left - 1;
            }
        }
        taken
    }
}
