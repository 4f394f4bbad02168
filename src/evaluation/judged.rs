//! Judged questions: how good the first answers are, in the eyes of who judged them; and what is still to be judged.

use crate::catalogue::TrackIndex;
use crate::error::Error;
use crate::evaluation::bags::{chance, hash};
use crate::evaluation::judgement::{Judged, Question};
use crate::evaluation::metrics::ndcg;
use crate::evaluation::system::{Contest, System};
use crate::query::Query;
use crate::ranking::top_k::{Ranked, top_k};
use crate::scoring::score::Score;

/// One question's measures for one system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answered {
    /// nDCG at the cut, by grade; what was not judged counts 0.
    pub ndcg: f64,
    /// The share of the first k that was judged 2 or 3.
    pub precision: f64,
    /// One over the rank of the first that was judged 2 or 3.
    pub reciprocal_rank: f64,
    /// The share of pairs of judged tracks of different grades that the scores put in the order of the grades, ties half. Unlike nDCG it does not
    /// depend on what was pooled. Source: Buckley and Voorhees, "Retrieval evaluation with incomplete information" (bpref), SIGIR 2004.
    pub triplets: f64,
    /// How many of the first k were not judged.
    pub unjudged: usize,
}

/// The first `k` answers of a system, best first; equal scores by track id, as a listener gets them.
pub fn first(contest: &Contest<'_>, system: System, query: &Query, k: usize) -> Vec<TrackIndex> {
    let scores = contest.scores(system, query);
    first_of(&scores, query, k)
}

fn first_of(scores: &[f64], query: &Query, k: usize) -> Vec<TrackIndex> {
    // The plain ways score beyond 1, so their scores are brought into range, keeping their order.
    let highest = scores.iter().fold(1.0_f64, |a, b| a.max(*b));
    let candidates = scores.iter().enumerate().map(|(i, score)| Ranked {
        track: TrackIndex(i as u32),
        score: Score::clamped(if highest > 1.0 { score / highest } else { *score }),
    });
    let best = top_k(candidates.filter(|ranked| !query.likes.contains(&ranked.track)), k);
    best.into_iter().map(|ranked| ranked.track).collect()
}

/// Asks a system the judged questions; only those for which something was judged above 0.
///
/// # Errors
/// [`crate::ErrorKind::NotFound`] when a favourite is not in the catalogue.
pub fn ask(contest: &Contest<'_>, system: System, judged: &[Judged], k: usize) -> Result<Vec<Answered>, Error> {
    let mut answered = Vec::with_capacity(judged.len());
    for one in judged {
        let query = one.question.query(contest.recommender())?;
        let known = one.known(contest.recommender());
        let all: Vec<f64> = known.iter().map(|(_, gain)| *gain).collect();
        let scores = contest.scores(system, &query);
        let list = first_of(&scores, &query, k);
        let gains: Vec<Option<f64>> =
            list.iter().map(|at| one.gain(&contest.recommender().catalogue().track(*at).id)).collect();
        let ranked: Vec<f64> = gains.iter().map(|gain| gain.unwrap_or(0.0)).collect();
        let Some(ndcg) = ndcg(&ranked, &all, k) else { continue };
        let good = |gain: &f64| *gain >= 2.0;
        answered.push(Answered {
            ndcg,
            precision: ranked.iter().filter(|gain| good(gain)).count() as f64 / k as f64,
            reciprocal_rank: ranked.iter().position(good).map_or(0.0, |place| 1.0 / (place as f64 + 1.0)),
            triplets: triplets(&known, &scores),
            unjudged: gains.iter().filter(|gain| gain.is_none()).count(),
        });
    }
    Ok(answered)
}

/// The share of pairs of different gains that the scores order likewise, ties half; half where there is no such pair.
fn triplets(known: &[(TrackIndex, f64)], scores: &[f64]) -> f64 {
    let (mut agreed, mut pairs) = (0.0, 0.0);
    for (a, better) in known {
        for (b, _) in known.iter().filter(|(_, worse)| worse < better) {
            pairs += 1.0;
            let apart = scores[a.index()] - scores[b.index()];
            agreed += if apart.abs() < 1e-9 {
                0.5
            } else if apart > 0.0 {
                1.0
            } else {
                0.0
            };
        }
    }
    if pairs > 0.0 { agreed / pairs } else { 0.5 }
}

/// What is still to be judged: for each question the first `k` of every pooled system that was not, in an order that tells nothing of who found it.
///
/// # Errors
/// [`crate::ErrorKind::NotFound`] when a favourite is not in the catalogue.
pub fn pool(contest: &Contest<'_>, judged: &[Judged], k: usize) -> Result<Vec<(Question, Vec<TrackIndex>)>, Error> {
    let pooled = |one: &Judged| {
        let query = one.question.query(contest.recommender())?;
        let all = System::pooled().flat_map(|system| first(contest, system, &query, k));
        let track = |at: &TrackIndex| &contest.recommender().catalogue().track(*at).id;
        let mut open: Vec<TrackIndex> = all.filter(|at| one.gain(track(at)).is_none()).collect();
        open.sort();
        open.dedup();
        let order = |at: &TrackIndex| chance(hash(one.question.text()), hash(track(at).as_str()));
        open.sort_by(|a, b| order(a).total_cmp(&order(b)).then(a.cmp(b)));
        Ok((one.question.clone(), open))
    };
    judged.iter().map(pooled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triplets_by_hand() {
        let known = [(TrackIndex(0), 3.0), (TrackIndex(1), 1.0), (TrackIndex(2), 1.0), (TrackIndex(3), 0.0)];
        // Five pairs differ: 0>1 and 0>2 hold, 0>3 ties, 1>3 is upside down, 2>3 holds.
        let agreed = triplets(&known, &[0.8, 0.1, 0.9 - 0.2, 0.8]);
        approx::assert_relative_eq!(agreed, (1.0 + 1.0 + 0.5 + 0.0 + 0.0) / 5.0, epsilon = 1e-12);
        approx::assert_relative_eq!(triplets(&known[1..3], &[0.0; 4]), 0.5);
    }
}
