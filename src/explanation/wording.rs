//! Reasons as a line of text.

use crate::explanation::english;
use crate::explanation::reason::{Explanation, Reason, Side};

/// The least part of a score that is worth a word in a line.
const FAINTEST: f64 = 0.05;

/// The strongest reasons in one line, such as `rain, tragic love, piano, a similar mood`: tags by share, then the mood where it counts.
pub fn one_line(explanation: &Explanation, most: usize) -> String {
    let strong = || explanation.because.iter().filter(|reason| reason.share >= FAINTEST * explanation.score);
    // The two axes are one reason to whoever only glances at it.
    let felt: f64 = explanation.because.iter().filter(|r| r.side == Side::Mood).map(|r| r.share).sum();
    let mood = felt > 0.0 && felt >= FAINTEST * explanation.score;
    let mut said: Vec<String> = Vec::new();
    for reason in strong().filter(|reason| reason.side != Side::Mood) {
        let word = word(reason);
        if said.len() + usize::from(mood) < most && !said.contains(&word) {
            said.push(word);
        }
    }
    if mood {
        said.push("a similar mood".to_owned());
    }
    said.join(", ")
}

/// A reason's name for a reader: the tag, or what the axis of a mood is about.
pub fn word(reason: &Reason) -> String {
    match (reason.side, &*reason.tag) {
        (Side::Mood, tag) => english::axis(tag).to_owned(),
        (Side::Unwanted(_), tag) => format!("not wanted: {tag}"),
        (Side::Spared(facet), tag) => english::spared(facet, tag, reason.holder),
        (Side::Facet(_), tag) => match &reason.ties {
            None => tag.to_owned(),
            Some(ties) => format!("{tag} ({} ~ {})", ties.asked.join(", "), ties.track.join(", ")),
        },
    }
}
