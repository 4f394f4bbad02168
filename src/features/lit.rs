//! Room to light dimensions in.

/// How strongly each dimension is lit; one that is lit twice keeps the stronger.
pub(crate) struct Lit {
    strengths: Vec<f64>,
    dimensions: Vec<usize>,
}

impl Lit {
    pub(crate) fn new(width: usize) -> Self {
        Self { strengths: vec![0.0; width], dimensions: Vec::with_capacity(48) }
    }

    pub(crate) fn raise(&mut self, dimension: usize, strength: f64) {
        let before = &mut self.strengths[dimension];
        if *before <= 0.0 {
            self.dimensions.push(dimension);
        }
        *before = before.max(strength);
    }

    /// What is lit, ascending by dimension; afterwards nothing is.
    pub(crate) fn take(&mut self) -> Vec<(usize, f64)> {
        self.dimensions.sort_unstable();
        self.dimensions.drain(..).map(|d| (d, std::mem::take(&mut self.strengths[d]))).collect()
    }
}
