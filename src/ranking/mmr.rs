//! Maximal marginal relevance: answers that differ from each other.

use crate::ranking::top_k::Ranked;

/// Reorders candidates so that each next one is the best by `(1 - diversity) * score - diversity * (highest similarity to one already taken)`;
/// equal ones in the order given. At most `k` come back, each with its own score.
///
/// `similarity` tells the cosine of two candidates by their places; it is asked for what was taken and what is left only.
/// Source: Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998, with lambda = 1 - diversity.
pub fn mmr(candidates: &[Ranked], similarity: impl Fn(usize, usize) -> f64, diversity: f64, k: usize) -> Vec<Ranked> {
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
        taken.push(candidates[chosen]);
        if taken.len() < k {
            for i in &left {
                nearest[*i] = nearest[*i].max(similarity(chosen, *i));
            }
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::TrackIndex;
    use crate::scoring::score::Score;
    use crate::{Query, Recommender};
    use ndarray::{Array2, array};

    fn ranked(i: u32, s: f64) -> Ranked {
        Ranked { track: TrackIndex(i), score: Score::clamped(s) }
    }

    #[test]
    fn a_twin_of_the_first_comes_last() {
        let candidates = [ranked(0, 0.9), ranked(1, 0.89), ranked(2, 0.5)];
        let similarities = array![[1.0, 0.99, 0.1], [0.99, 1.0, 0.1], [0.1, 0.1, 1.0]];
        let of = |i, j| similarities[[i, j]];
        let order = |diversity| mmr(&candidates, of, diversity, 3).iter().map(|r| r.track.0).collect::<Vec<_>>();
        assert_eq!(order(0.0), [0, 1, 2]);
        assert_eq!(order(0.7), [0, 2, 1]);
    }

    /// The oracle: all pairs beforehand, and what is nearest sought anew for every choice.
    fn by_all_pairs(candidates: &[Ranked], similarities: &Array2<f64>, diversity: f64, k: usize) -> Vec<Ranked> {
        let mut taken: Vec<usize> = Vec::new();
        while taken.len() < k.min(candidates.len()) {
            let marginal = |i: usize| {
                let nearest = taken.iter().map(|j| similarities[[*j, i]]).fold(0.0, f64::max);
                (1.0 - diversity) * candidates[i].score.value() - diversity * nearest
            };
            let left = (0..candidates.len()).filter(|i| !taken.contains(i));
            let best = left.reduce(|best, i| if marginal(i) > marginal(best) + 1e-12 { i } else { best });
            taken.extend(best);
        }
        taken.into_iter().map(|i| candidates[i]).collect()
    }

    #[test]
    fn equals_all_pairs() {
        let recommender = Recommender::embedded();
        for (favourite, diversity, k) in [("fleeting moments", 0.5, 10), ("everytime", 0.3, 25), ("my destiny", 1.0, 8)]
        {
            let like = recommender.find(favourite).unwrap();
            let plain = recommender.recommend(&Query::new().like(like), 10 * k.max(10));
            let at = |id| recommender.catalogue().find(id).unwrap();
            let pool: Vec<Ranked> =
                plain.iter().map(|own| ranked(at(&own.track.id).0, own.explanation.score)).collect();
            let tracks: Vec<TrackIndex> = pool.iter().map(|own| own.track).collect();
            let dense = recommender.features().to_dense(&tracks);
            let expected = by_all_pairs(&pool, &dense.dot(&dense.t()), diversity, k);
            let found = recommender.recommend(&Query::new().like(like).diversity(diversity), k);
            let found: Vec<TrackIndex> = found.iter().map(|own| at(&own.track.id)).collect();
            assert_eq!(found, expected.iter().map(|own| own.track).collect::<Vec<_>>(), "{favourite}");
        }
    }
}
