//! Reasons as a line of text.

use crate::explanation::reason::{Explanation, Reason, Side};

/// The strongest reasons in one line, such as `rain, tragic love, piano; near in valence`, with what stands against them after `but not`.
pub fn one_line(explanation: &Explanation, most: usize) -> String {
    let mut said: Vec<String> = Vec::new();
    for reason in explanation.because.iter().filter(|reason| reason.share >= 0.01) {
        let word = word(reason);
        if !said.contains(&word) {
            said.push(word);
        }
        if said.len() == most {
            break;
        }
    }
    said.join(", ")
}

/// A reason's name for a reader: the tag, or what the axis of a mood is about.
pub fn word(reason: &Reason) -> String {
    match (reason.side, reason.tag.as_str()) {
        (Side::Mood, "valence") => "mood: how bright".into(),
        (Side::Mood, "arousal") => "mood: how intense".into(),
        (Side::Mood, _) => "mood unknown".into(),
        (Side::Unwanted(_), tag) => format!("not wanted: {tag}"),
        (Side::Facet(_), tag) => tag.to_owned(),
    }
}
