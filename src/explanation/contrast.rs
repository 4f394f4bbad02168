//! Why one track ranks above another: two explanations, one taken from the other.

use crate::explanation::reason::{Explanation, Name, Reason, Side, Ties};
use crate::scoring::contribution::Nearness;

/// What one reason does for the first of two tracks.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Weighed {
    /// The side it speaks of.
    pub side: Side,
    /// The tag, or `valence`, `arousal`, `unknown`, `tempo`.
    pub tag: Name,
    /// How much it adds to the first track's lead: above 0 where it speaks for the first, below 0 for the second.
    pub share: f64,
    /// What it adds to the first track's score. For an axis of a mood, whose closeness is a product, what it adds with the other axis halfway between
    /// those of the two tracks.
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
        if let (Some(first), Some(second)) = (first.nearness, second.nearness) {
            share_by_axis(&mut weighed, &first, &second);
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

    /// Whether nothing tells the two apart.
    pub fn is_empty(&self) -> bool {
        self.in_favour.is_empty() && self.against.is_empty()
    }

    /// With how many digits behind the point the two scores, and the margin, can be told from nothing: three, or as many as it takes; three as well where
    /// the scores are the same.
    pub fn digits(&self) -> usize {
        const MOST: usize = 17;
        let tells = |n: &usize| {
            let [first, second, margin, none] =
                [self.first, self.second, self.margin.abs(), 0.0].map(|value| format!("{value:.n$}"));
            first != second && margin != none
        };
        (3..=MOST).find(tells).unwrap_or(3)
    }

    /// Shares below this come to nothing with as many digits.
    pub fn faintest(&self) -> f64 {
        0.5 * 0.1_f64.powi(i32::try_from(self.digits()).unwrap_or(3))
    }

    /// Those of the deciding reasons that are worth a word: all that come to anything, or else all there are.
    pub fn telling(&self) -> impl Iterator<Item = &Weighed> {
        let faintest = self.faintest();
        let any = self.deciding().iter().any(|weighed| weighed.share.abs() >= faintest);
        self.deciding().iter().filter(move |weighed| !any || weighed.share.abs() >= faintest)
    }

    /// The fewest reasons that alone decide the order: without them the leader is no longer ahead, and no fewer reasons do that. The largest first; of
    /// the track that leads, whichever that is; none where the two are level.
    pub fn deciding(&self) -> &[Weighed] {
        &(if self.margin >= 0.0 { &self.in_favour } else { &self.against })[..self.deciding]
    }
}

/// Divides what the mood adds to the lead between its two axes.
///
/// Closeness is a product, so that what one axis adds to a score depends on how near the other is, and an axis on which the two tracks are equally near would
/// seem to speak for one of them. `ab - cd = (a - c)(b + d) / 2 + (b - d)(a + c) / 2`: the one division in which such an axis says nothing and which is
/// the same whichever axis comes first. What each axis adds to each score is moved to fit, up for the one as far as down for the other, and not below 0 where
/// that can be.
fn share_by_axis(weighed: &mut Vec<Weighed>, first: &Nearness, second: &Nearness) {
    let weight = first.weight;
    let by_valence = weight * (first.valence - second.valence) * (first.arousal + second.arousal) / 2.0;
    let by_arousal = weight * (first.arousal - second.arousal) * (first.valence + second.valence) / 2.0;
    let [ours, theirs] = [first, second].map(|near| weight * near.valence * near.arousal);
    let is_valence = |known: &&Weighed| known.side == Side::Mood && known.tag == "valence";
    let middle = weighed.iter().find(is_valence).map_or(0.0, |known| (known.first + known.second) / 2.0);
    let (lowest, highest) = (by_valence.max(0.0), ours.min(theirs + by_valence));
    let own = middle + by_valence / 2.0;
    let own = if lowest <= highest { own.clamp(lowest, highest) } else { own };
    weighed.retain(|known| known.side != Side::Mood);
    for (axis, share, first) in [("valence", by_valence, own), ("arousal", by_arousal, ours - own)] {
        weighed.push(Weighed { side: Side::Mood, tag: axis.into(), share, first, second: first - share, ties: None });
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
