//! Reasons as a line of text.

use crate::explanation::reason::{Explanation, Reason, Side};

/// The least part of a score that is worth a word in a line.
const FAINTEST: f64 = 0.05;

/// The strongest reasons in one line, such as `rain, tragic love, piano, a similar mood`: tags by share, then the mood where it counts.
pub fn one_line(explanation: &Explanation, most: usize) -> String {
    let strong = || explanation.because.iter().filter(|reason| reason.share >= FAINTEST * explanation.score);
    // The two axes are one reason to whoever only glances at it.
    let mood = strong().any(|reason| reason.side == Side::Mood);
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
        (Side::Mood, "valence") => "how bright it is".into(),
        (Side::Mood, "arousal") => "how intense it is".into(),
        (Side::Mood, _) => "unknown".into(),
        (Side::Unwanted(_), tag) => format!("not wanted: {tag}"),
        (Side::Facet(_), tag) => match &reason.ties {
            None => tag.to_owned(),
            Some(ties) => format!("{tag} ({} ~ {})", ties.asked.join(", "), ties.track.join(", ")),
        },
    }
}
