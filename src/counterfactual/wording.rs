//! What would be if, in sentences.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::Facet;
use crate::counterfactual::change::Change;
use crate::counterfactual::relaxation::Relaxation;
use crate::counterfactual::search::{Counterfactual, Verdict};
use crate::counterfactual::unknown::Unknown;
use crate::explanation::sentence::{Language, Speaker};
use crate::explanation::{english, korean};

/// A change as a command to oneself: `add “rain”`.
pub fn change(speaker: &Speaker<'_>, change: &Change) -> String {
    let korean = speaker.language() == Language::Korean;
    match change {
        Change::Add(facet, tag) if korean => format!("‘{}’ 더하기", speaker.tag(*facet, tag.as_str())),
        Change::Add(_, tag) => format!("add “{tag}”"),
        Change::Remove(facet, tag) if korean => format!("‘{}’ 빼기", speaker.tag(*facet, tag.as_str())),
        Change::Remove(_, tag) => format!("take away “{tag}”"),
        Change::Tempo { bpm: Some(bpm), .. } if korean => format!("{:.0} bpm으로 바꾸기", bpm.value()),
        Change::Tempo { bpm: Some(bpm), .. } => format!("set it to {:.0} bpm", bpm.value()),
        Change::Tempo { term: Some(term), .. } if korean => {
            format!("{} 곡으로 바꾸기", speaker.said(Facet::Tempo, term.as_str()))
        }
        Change::Tempo { term: Some(term), .. } => format!("make it {}", speaker.said(Facet::Tempo, term.as_str())),
        Change::Tempo { .. } => if korean { "빠르기를 지우기" } else { "forget its tempo" }.into(),
    }
}

/// What would bring a track into the top k for some favourites.
pub fn counterfactual(
    speaker: &Speaker<'_>,
    what_if: &Counterfactual,
    favourites: &[TrackIndex],
    track: TrackIndex,
) -> String {
    let Counterfactual { k, rank, score, verdict } = what_if;
    let track = speaker.title(track);
    let titles: Vec<String> = favourites.iter().map(|at| speaker.title(*at)).collect();
    if speaker.language() == Language::Korean {
        return in_korean(speaker, what_if, &track, &titles.join(" + "));
    }
    let titles = english::listed(&titles);
    let now = match rank {
        Some(rank) => format!("For {titles}, {track} is number {rank} ({score:.3})"),
        None => format!("For {titles}, {track} does not answer at all"),
    };
    match verdict {
        Verdict::Already => format!("{now}: it is in the first {k} already."),
        Verdict::OutOfReach { searched } => {
            format!("{now}. No {searched} changes, whichever they are, would bring it into the first {k}.")
        }
        Verdict::With { changes, rank, score, overtaken } => {
            let fewer = match changes.len() {
                1 => "One change would bring".to_owned(),
                2 => "No single change would, but these two together would bring".to_owned(),
                n => format!("No {} changes would, but these {n} together would bring", n - 1),
            };
            let said: Vec<String> = changes.iter().map(|one| change(speaker, one)).collect();
            let ahead = overtaken.map_or(String::new(), |at| format!(", ahead of {}", speaker.title(at)));
            format!(
                "{now}. {fewer} it into the first {k}: {}. It would then be number {rank} ({score:.3}){ahead}.",
                english::listed(&said)
            )
        }
    }
}

fn in_korean(speaker: &Speaker<'_>, what_if: &Counterfactual, track: &str, titles: &str) -> String {
    let Counterfactual { k, rank, score, verdict } = what_if;
    let now = match rank {
        Some(rank) => format!("{titles} 쪽을 기준으로 {track} 쪽은 지금 {rank}위다 ({score:.3})."),
        None => format!("{titles} 쪽을 기준으로 {track} 쪽은 순위에 없다."),
    };
    match verdict {
        Verdict::Already => format!("{now} 이미 {k}위 안에 있다."),
        Verdict::OutOfReach { searched } => format!("{now} 무엇이든 {searched}가지를 바꿔도 {k}위 안에 들지 못한다."),
        Verdict::With { changes, rank, score, overtaken } => {
            let said: Vec<String> = changes.iter().map(|one| change(speaker, one)).collect();
            let fewer = match changes.len() {
                1 => "한 가지만 바꾸면".to_owned(),
                n => format!("{}가지를 바꿔서는 안 되지만 다음 {n}가지를 모두 바꾸면", n - 1),
            };
            let ahead = overtaken.map_or(String::new(), |at| format!(" {} 쪽을 앞선다.", speaker.title(at)));
            format!("{now} {fewer} {k}위 안에 든다: {}. 그러면 {rank}위가 된다 ({score:.3}).{ahead}", said.join(", "))
        }
    }
}

/// What is unknown of a track and what it could do to the score.
pub fn unknown(speaker: &Speaker<'_>, unknown: &Unknown, track: TrackIndex) -> String {
    let (track, facet) = (speaker.title(track), speaker.side(crate::explanation::reason::Side::Facet(unknown.facet)));
    let Unknown { lowest, highest, most, .. } = unknown;
    if speaker.language() == Language::Korean {
        let most = most.as_ref().map_or(String::new(), |(tag, score)| {
            let tag = format!("‘{}’", speaker.tag(unknown.facet, tag.as_str()));
            format!(" 가장 크게 올릴 태그는 {tag}, {score:.3}이다.")
        });
        let facet = korean::subject(facet);
        return format!(
            "{track} 쪽은 {facet} 알려지지 않았다: 점수는 {lowest:.3}에서 {highest:.3} 사이일 수 있다.{most}"
        );
    }
    let most = most.as_ref().map_or(String::new(), |(tag, score)| {
        format!(" The one tag that would raise it most is “{tag}”, to {score:.3}.")
    });
    format!("Of {track} the {facet} is unknown: the score could be anywhere from {lowest:.3} to {highest:.3}.{most}")
}

/// Which critiques to give up, and what that would give; in English.
pub fn relaxed(speaker: &Speaker<'_>, relaxation: &Relaxation) -> String {
    let dropped: Vec<String> = relaxation.dropped.iter().map(|critique| format!("“{critique}”")).collect();
    let best = &relaxation.best;
    let title = speaker.catalogue().find(&best.track.id).map_or(String::new(), |at| speaker.title(at));
    let songs =
        if relaxation.answers == 1 { "song answers".into() } else { format!("{} songs answer", relaxation.answers) };
    let songs = if relaxation.answers == 1 { format!("1 {songs}") } else { songs };
    format!("without {} {songs}, the nearest {title} ({:.2})", english::listed(&dropped), best.explanation.score)
}
