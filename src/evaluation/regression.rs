//! Logistic regression over tags: what a supervised learner foretells, beside which a vote of neighbours has to stand.

/// How strongly weights are held at 0: scikit-learn's `1 / C` of `LogisticRegression(C=0.1)`, the best of .03, .1 and .3 within MTG-Jamendo's
/// training tracks.
pub const RIDGE: f64 = 10.0;
/// Newton's method has long converged by then.
const STEPS: usize = 30;
/// A step that changes no weight by more ends it.
const SMALL: f64 = 1e-8;

/// The weights of `width` tags and, last, the intercept: those that minimise `ridge |w|^2 / 2 + sum_i ln(1 + exp(-y_i (w . x_i + b)))`.
///
/// `rows` are the tags that each item carries, each below `width`; `labels` say which items are positive. Newton's method, each step halved until the loss falls.
/// Source: Hastie, Tibshirani and Friedman, "The elements of statistical learning", 2009, 4.4.
pub fn fit(rows: &[Vec<usize>], labels: &[bool], width: usize, ridge: f64) -> Vec<f64> {
    let n = width + 1;
    let mut weights = vec![0.0; n];
    let mut loss = loss_of(&weights, rows, labels, ridge);
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|w| ridge * w).collect();
        gradient[width] = 0.0;
        let mut hessian = vec![0.0; n * n];
        (0..width).for_each(|i| hessian[i * n + i] = ridge);
        for (row, label) in rows.iter().zip(labels) {
            let chance = 1.0 / (1.0 + (-margin(&weights, row)).exp());
            let (miss, curve) = (chance - f64::from(u8::from(*label)), (chance * (1.0 - chance)).max(1e-12));
            for i in row.iter().copied().chain([width]) {
                gradient[i] += miss;
                row.iter().copied().chain([width]).for_each(|j| hessian[i * n + j] += curve);
            }
        }
        let step = solved(hessian, gradient, n);
        let mut size = 1.0;
        let better = loop {
            let moved: Vec<f64> = weights.iter().zip(&step).map(|(w, s)| w - size * s).collect();
            let found = loss_of(&moved, rows, labels, ridge);
            if found <= loss || size < 1e-6 {
                break (moved, found);
            }
            size /= 2.0;
        };
        (weights, loss) = better;
        if step.iter().all(|s| s.abs() < SMALL) {
            break;
        }
    }
    weights
}

/// `w . x + b`: above 0 where an item is likelier positive than not.
pub fn margin(weights: &[f64], row: &[usize]) -> f64 {
    weights.last().copied().unwrap_or_default() + row.iter().map(|i| weights[*i]).sum::<f64>()
}

fn loss_of(weights: &[f64], rows: &[Vec<usize>], labels: &[bool], ridge: f64) -> f64 {
    let held: f64 = weights.split_last().map_or(0.0, |(_, tags)| tags.iter().map(|w| w * w).sum());
    let each = rows.iter().zip(labels).map(|(row, label)| {
        let m = if *label { margin(weights, row) } else { -margin(weights, row) };
        // ln(1 + exp(-m)) without overflow.
        (-m.abs()).exp().ln_1p() + (-m).max(0.0)
    });
    ridge * held / 2.0 + each.sum::<f64>()
}

/// `x` of `a x = b`, `a` symmetric and positive definite, by Cholesky's decomposition.
fn solved(mut a: Vec<f64>, mut b: Vec<f64>, n: usize) -> Vec<f64> {
    for j in 0..n {
        for k in 0..j {
            let factor = a[j * n + k];
            if factor.abs() > 0.0 {
                for i in j..n {
                    a[i * n + j] -= a[i * n + k] * factor;
                }
            }
        }
        let pivot = a[j * n + j].max(1e-12).sqrt();
        (j..n).for_each(|i| a[i * n + j] /= pivot);
    }
    for i in 0..n {
        let sum: f64 = (0..i).map(|k| a[i * n + k] * b[k]).sum();
        b[i] = (b[i] - sum) / a[i * n + i];
    }
    for i in (0..n).rev() {
        let sum: f64 = (i + 1..n).map(|k| a[k * n + i] * b[k]).sum();
        b[i] = (b[i] - sum) / a[i * n + i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    /// scikit-learn 1.9.1: `LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12)`, its coefficients and its intercept.
    const EXPECTED: [f64; 4] = [0.14305455217412383, -0.01040071806281215, -0.01040071806281215, -0.5752447378363903];

    #[test]
    fn weights_are_scikit_learns() {
        let rows = [vec![0], vec![0, 1], vec![1], vec![2], vec![0, 2], vec![1, 2], vec![], vec![0]];
        let labels = [1, 1, 0, 0, 1, 0, 0, 0].map(|label| label == 1);
        let weights = fit(&rows, &labels, 3, 10.0);
        for (own, expected) in weights.iter().zip(EXPECTED) {
            assert_relative_eq!(*own, expected, epsilon = 1e-6);
        }
    }

    #[test]
    fn what_separates_perfectly_stays_finite() {
        let rows: Vec<Vec<usize>> = (0..40).map(|i| vec![i % 2]).collect();
        let labels: Vec<bool> = (0..40).map(|i| i % 2 == 0).collect();
        let weights = fit(&rows, &labels, 2, 1e-3);
        assert!(weights.iter().all(|w| w.is_finite()));
        assert!(margin(&weights, &[0]) > 3.0 && margin(&weights, &[1]) < -3.0);
    }
}
