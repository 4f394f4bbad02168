//! Maximal marginal relevance: answers that differ from each other.

use ndarray::Array2;

use crate::ranking::top_k::Ranked;

/// Reorders candidates so that each next one is the best by `(1 - diversity) * score - diversity * (highest similarity to one already taken)`;
/// equal ones in the order given. At most `k` come back, each with its own score.
///
/// `similarities` holds the cosine of every pair of candidates, shape `(candidates.len(), candidates.len())`.
/// Source: Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998, with lambda = 1 - diversity.
///
/// # Panics
/// When `similarities` is of another shape.
pub fn mmr(candidates: &[Ranked], similarities: &Array2<f64>, diversity: f64, k: usize) -> Vec<Ranked> {
    let mut left: Vec<usize> = (0..candidates.len()).collect();
    let mut nearest = vec![0.0_f64; candidates.len()];
    let mut taken = Vec::with_capacity(k.min(candidates.len()));
    while taken.len() < k && !left.is_empty() {
        let marginal = |i: usize| (1.0 - diversity) * candidates[i].score.value() - diversity * nearest[i];
        let mut best = 0;
        for place in 1..left.len() {
            if marginal(left[place]) > marginal(left[best]) {
                best = place;
            }
        }
        let chosen = left.remove(best);
        for i in &left {
            nearest[*i] = nearest[*i].max(similarities[[chosen, *i]]);
        }
        taken.push(candidates[chosen]);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::TrackIndex;
    use crate::scoring::score::Score;
    use ndarray::array;

    #[test]
    fn a_twin_of_the_first_comes_last() {
        let ranked = |i, s| Ranked { track: TrackIndex(i), score: Score::clamped(s) };
        let candidates = [ranked(0, 0.9), ranked(1, 0.89), ranked(2, 0.5)];
        let similarities = array![[1.0, 0.99, 0.1], [0.99, 1.0, 0.1], [0.1, 0.1, 1.0]];
        let order =
            |diversity| mmr(&candidates, &similarities, diversity, 3).iter().map(|r| r.track.0).collect::<Vec<_>>();
        assert_eq!(order(0.0), [0, 1, 2]);
        assert_eq!(order(0.7), [0, 2, 1]);
    }
}
