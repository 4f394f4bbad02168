//! The field's measures of a ranking and of a score per tag.

/// `DCG@k` of the ideal order: `sum_i g_i / log2(i + 1)` over the `k` highest grades.
fn ideal(grades: &[f64], k: usize) -> f64 {
    let mut sorted = grades.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    discounted(&sorted, k)
}

/// `DCG@k = sum_i g_i / log2(i + 1)`, ranks `i` from 1.
fn discounted(grades: &[f64], k: usize) -> f64 {
    grades.iter().take(k).enumerate().map(|(i, g)| g / (i as f64 + 2.0).log2()).sum()
}

/// Normalised discounted cumulative gain of a ranking, 0 to 1; none where no grade is above 0.
///
/// `ranked` are the grades in the order of the ranking, `all` the grades of everything there is to find; the gain is the grade itself, as in
/// trec_eval's `ndcg_cut` and scikit-learn's `ndcg_score`. Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002.
pub fn ndcg(ranked: &[f64], all: &[f64], k: usize) -> Option<f64> {
    let best = ideal(all, k);
    (best > 0.0).then(|| discounted(ranked, k) / best)
}

/// What is found where, for one query with yes-or-no relevance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retrieved {
    /// nDCG at the cut.
    pub ndcg: f64,
    /// Average precision over the whole ranking: the mean over the relevant of the precision at each; 0 for one that is not ranked.
    pub average_precision: f64,
    /// The share of the first k that is relevant.
    pub precision: f64,
    /// The share of the relevant that is in the first k.
    pub recall: f64,
    /// One over the rank of the first relevant; 0 where none is ranked.
    pub reciprocal_rank: f64,
}

/// Measures one ranking: `ranks` are those of the relevant that were found, from 1 and ascending; `relevant` how many there are, above 0.
///
/// Source: trec_eval's `map`, `P_k`, `recall_k`, `recip_rank` and `ndcg_cut_k`.
pub fn retrieved(ranks: &[usize], relevant: usize, k: usize) -> Retrieved {
    let within = ranks.iter().take_while(|rank| **rank <= k).count() as f64;
    let all = relevant.max(1) as f64;
    let gain: f64 = ranks.iter().take_while(|rank| **rank <= k).map(|rank| 1.0 / (*rank as f64 + 1.0).log2()).sum();
    let best: f64 = (1..=relevant.clamp(1, k.max(1))).map(|rank| 1.0 / (rank as f64 + 1.0).log2()).sum();
    Retrieved {
        ndcg: gain / best,
        average_precision: ranks.iter().enumerate().map(|(i, rank)| (i as f64 + 1.0) / *rank as f64).sum::<f64>() / all,
        precision: within / k as f64,
        recall: within / all,
        reciprocal_rank: ranks.first().map_or(0.0, |rank| 1.0 / *rank as f64),
    }
}

/// Scores against labels, sorted once, so that the areas can be taken under many weightings of the items.
#[derive(Debug, Clone)]
pub struct Curve {
    /// Items by falling score; the flag says that the next one's score is lower.
    order: Vec<(u32, bool)>,
    labels: Vec<bool>,
}

/// The areas under the two curves of one tag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Areas {
    /// Under the receiver operating characteristic: the chance that one with the tag scores above one without, a tie counting half.
    pub roc: f64,
    /// Under precision and recall, as average precision: `sum_n (R_n - R_(n-1)) P_n` over the distinct scores.
    pub pr: f64,
}

impl Curve {
    /// Sorts the scores of items, one label each.
    pub fn new(scores: &[f64], labels: Vec<bool>) -> Self {
        let mut order: Vec<u32> = (0..scores.len().min(labels.len()) as u32).collect();
        order.sort_by(|a, b| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b)));
        let ends = |i: usize| {
            order.get(i + 1).is_none_or(|next| scores[*next as usize].total_cmp(&scores[order[i] as usize]).is_lt())
        };
        let order = (0..order.len()).map(|i| (order[i], ends(i))).collect();
        Self { order, labels }
    }

    /// The areas with every item counted as often as its weight says; none where all or none carry the tag.
    ///
    /// Source: scikit-learn's `roc_auc_score` and `average_precision_score` with `sample_weight`.
    pub fn areas(&self, weights: &[f64]) -> Option<Areas> {
        let (mut positive, mut all) = (0.0, 0.0);
        for (label, weight) in self.labels.iter().zip(weights) {
            all += weight;
            positive += if *label { *weight } else { 0.0 };
        }
        let negative = all - positive;
        if positive <= 0.0 || negative <= 0.0 {
            return None;
        }
        let (mut hits, mut misses, mut before) = (0.0, 0.0, (0.0, 0.0));
        let (mut roc, mut pr) = (0.0, 0.0);
        for (item, ends) in &self.order {
            let item = *item as usize;
            *(if self.labels[item] { &mut hits } else { &mut misses }) += weights[item];
            if *ends && hits + misses > before.0 + before.1 {
                let (hit, miss) = (hits - before.0, misses - before.1);
                pr += hit * hits / (hits + misses);
                roc += miss * (before.0 + hit / 2.0);
                before = (hits, misses);
            }
        }
        Some(Areas { roc: roc / (positive * negative), pr: pr / positive })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    /// scikit-learn 1.x: `ndcg_score([[3, 0, 2, 1, 3]], [[.9, .8, .7, .6, .5]], k)`.
    #[test]
    fn ndcg_is_scikit_learns() {
        let grades = [3.0, 0.0, 2.0, 1.0, 3.0];
        assert_relative_eq!(ndcg(&grades, &grades, 3).unwrap(), 0.678_795_698_102_919_6, epsilon = 1e-12);
        assert_relative_eq!(ndcg(&grades, &grades, 10).unwrap(), 0.884_204_191_183_385_1, epsilon = 1e-12);
        assert_eq!(ndcg(&[0.0, 0.0], &[0.0, 0.0], 10), None);
    }

    /// By hand: relevant at ranks 1, 3 and 12 of four, cut at 10. trec_eval defines each so.
    #[test]
    fn retrieval_by_hand() {
        let found = retrieved(&[1, 3, 12], 4, 10);
        assert_relative_eq!(found.average_precision, (1.0 + 2.0 / 3.0 + 3.0 / 12.0) / 4.0, epsilon = 1e-12);
        assert_relative_eq!(found.precision, 0.2, epsilon = 1e-12);
        assert_relative_eq!(found.recall, 0.5, epsilon = 1e-12);
        assert_relative_eq!(found.reciprocal_rank, 1.0, epsilon = 1e-12);
        let best = 1.0 + 1.0 / 3_f64.log2() + 0.5 + 1.0 / 5_f64.log2();
        assert_relative_eq!(found.ndcg, 1.5 / best, epsilon = 1e-12);
        let nothing = retrieved(&[], 2, 10);
        assert_relative_eq!(nothing.ndcg + nothing.average_precision + nothing.reciprocal_rank, 0.0);
    }

    /// scikit-learn 1.x on scores with ties, without and with `sample_weight`.
    #[test]
    fn areas_are_scikit_learns() {
        let labels = [1, 0, 1, 1, 0, 0, 1, 0].map(|label| label == 1).to_vec();
        let curve = Curve::new(&[0.9, 0.9, 0.8, 0.5, 0.5, 0.5, 0.2, 0.1], labels);
        let plain = curve.areas(&[1.0; 8]).unwrap();
        assert_relative_eq!(plain.roc, 0.59375, epsilon = 1e-12);
        assert_relative_eq!(plain.pr, 0.559_523_809_523_809_5, epsilon = 1e-12);
        let weighted = curve.areas(&[2.0, 1.0, 0.0, 1.0, 3.0, 1.0, 1.0, 2.0]).unwrap();
        assert_relative_eq!(weighted.roc, 0.678_571_428_571_428_6, epsilon = 1e-12);
        assert_relative_eq!(weighted.pr, 0.538_194_444_444_444_4, epsilon = 1e-12);
        assert_eq!(curve.areas(&[0.0; 8]), None);
    }
}
