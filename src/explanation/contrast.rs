//! Why one track ranks above another: two explanations, one taken from the other.

use crate::explanation::reason::{Explanation, Name, Reason, Side, Ties};

/// What one reason does for the first of two tracks.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The side it speaks of.
    pub side: Side,
    /// The tag, or `valence`, `arousal`, `tempo`.
    pub tag: Name,
    /// How much it adds to the first track's lead: above 0 where it speaks for the first, below 0 for the second.
    pub share: f64,
    /// What it adds to the first track's score.
    pub first: f64,
    /// What it adds to the second track's score.
    pub second: f64,
    /// Where the tag is a broader one: the narrower tags it ties for the first track, or else for the second.
    pub ties: Option<Ties>,
}

/// Why a first track ranks above a second for one question. The shares of `in_favour` and `against` together sum to the margin, within 1e-6.
///
/// ```
/// use ost::{Query, Recommender};
/// let recommender = Recommender::embedded();
/// let query = Query::new().like(recommender.find("whispers in the rain")?);
/// let answers = recommender.recommend(&query, 9);
/// let place = |i: usize| recommender.catalogue().find(&answers[i].track.id).expect("it was just answered");
/// let why = recommender.contrast(&query, place(0), place(8)).expect("both are tagged");
/// let sum: f64 = why.in_favour.iter().chain(&why.against).map(|weighed| weighed.share).sum();
/// assert!((sum - why.margin).abs() < 1e-6);
/// # Ok::<(), ost::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// The first track's score less the second's.
    pub margin: f64,
    /// The first track's score.
    pub first: f64,
    /// The second track's score.
    pub second: f64,
    /// What speaks for the first, the largest share first.
    pub in_favour: Vec<Weighed>,
    /// What speaks for the second, the largest first; every share is below 0.
    pub against: Vec<Weighed>,
    deciding: usize,
}

/// Scores nearer than this are level.
const LEVEL: f64 = 1e-9;

impl Contrast {
    /// Compares the explanations of two tracks for the same question.
    pub fn new(first: &Explanation, second: &Explanation) -> Self {
        let mut weighed: Vec<Weighed> = Vec::new();
        for (explanation, sign) in [(first, 1.0), (second, -1.0)] {
            for (reason, share) in parts(explanation) {
                let known = weighed.iter_mut().find(|known| known.side == reason.side && known.tag == reason.tag);
                let entry = match known {
                    Some(known) => known,
                    None => {
                        let (side, tag, ties) = (reason.side, reason.tag.clone(), reason.ties.clone());
                        weighed.push(Weighed { side, tag, share: 0.0, first: 0.0, second: 0.0, ties });
                        let Some(last) = weighed.last_mut() else { continue };
                        last
                    }
                };
                entry.share += sign * share;
                *(if sign > 0.0 { &mut entry.first } else { &mut entry.second }) += share;
            }
        }
        weighed.sort_by(|a, b| {
            b.share.abs().total_cmp(&a.share.abs()).then_with(|| (a.side, &a.tag).cmp(&(b.side, &b.tag)))
        });
        let (in_favour, against): (Vec<_>, Vec<_>) =
            weighed.into_iter().filter(|weighed| weighed.share.abs() > f64::MIN_POSITIVE).partition(|w| w.share > 0.0);
        let margin = first.score - second.score;
        let leader = if margin >= 0.0 { &in_favour } else { &against };
        let deciding = fewest(leader, margin.abs());
        Self { margin, first: first.score, second: second.score, in_favour, against, deciding }
    }

    /// The fewest reasons that alone decide the order: without them the leader is no longer ahead, and no fewer reasons do that. The largest first; of
    /// the track that leads, whichever that is; none where the two are level.
    pub fn deciding(&self) -> &[Weighed] {
        &(if self.margin >= 0.0 { &self.in_favour } else { &self.against })[..self.deciding]
    }
}

/// How many of the leader's shares, largest first, it takes to use up the margin.
///
/// Taking a reason away lowers the lead by its share, whatever else was taken: the lead is a plain sum. So of all sets of n reasons the n largest lower it
/// most. If they do not use it up, no n do; the first n for which they do is the smallest number there is. All of them always do, since the
/// margin is their sum less what speaks for the other.
fn fewest(shares: &[Weighed], margin: f64) -> usize {
    let mut left = margin;
    let mut taken = 0;
    while left > LEVEL && taken < shares.len() {
        left -= shares[taken].share.abs();
        taken += 1;
    }
    taken
}

/// What each reason adds to the score. An unwanted tag scales all else down; here it stands as one share below 0, and all else as it was before.
fn parts(explanation: &Explanation) -> Vec<(&Reason, f64)> {
    let lost = explanation.despite.iter().filter(|reason| matches!(reason.side, Side::Unwanted(_)));
    let gained = explanation.gained();
    gained.iter().map(|reason| (reason, reason.share)).chain(lost.map(|reason| (reason, -reason.share))).collect()
}
