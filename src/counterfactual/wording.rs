//! What would be if, in sentences.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::{Facet, Tag};
use crate::counterfactual::change::Change;
use crate::counterfactual::relaxation::{Dropped, Relaxation};
use crate::counterfactual::search::{Counterfactual, Verdict};
use crate::counterfactual::unknown::Unknown;
use crate::explanation::sentence::{Language, Speaker};
use crate::explanation::{english, korean, particles};
use crate::query::Query;

/// Changes as commands to oneself: `take away “rain”, add “snow” and “winter” and make it slow`.
pub fn changes(speaker: &Speaker<'_>, changes: &[Change]) -> String {
    if speaker.language() == Language::Korean {
        let clauses = korean_clauses(speaker, changes, "고", "기");
        return clauses.join(" ");
    }
    let tags = |wanted: fn(&Change) -> Option<&Tag>| {
        let quoted: Vec<String> = changes.iter().filter_map(wanted).map(|tag| format!("“{tag}”")).collect();
        (!quoted.is_empty()).then(|| english::listed(&quoted))
    };
    let away = tags(taken).map(|tags| format!("take away {tags}"));
    let more = tags(added).map(|tags| format!("add {tags}"));
    let tempo = changes.iter().filter_map(|change| match change {
        Change::Tempo { bpm: Some(bpm), .. } => Some(format!("set it to {:.0} bpm", bpm.value())),
        Change::Tempo { term: Some(term), .. } => {
            Some(format!("make it {}", speaker.said(Facet::Tempo, term.as_str())))
        }
        Change::Tempo { .. } => Some("forget its tempo".to_owned()),
        Change::Add(..) | Change::Remove(..) => None,
    });
    english::listed(&away.into_iter().chain(more).chain(tempo).collect::<Vec<_>>())
}

fn taken(change: &Change) -> Option<&Tag> {
    if let Change::Remove(_, tag) = change { Some(tag) } else { None }
}

fn added(change: &Change) -> Option<&Tag> {
    if let Change::Add(_, tag) = change { Some(tag) } else { None }
}

/// Clauses whose verbs end in `on`, the last in `end`: `‘비’를 빼고`, `‘눈’을 더하면`.
fn korean_clauses(speaker: &Speaker<'_>, changes: &[Change], on: &str, end: &str) -> Vec<String> {
    let tags = |wanted: fn(&Change) -> Option<&Tag>| {
        let named = changes
            .iter()
            .filter_map(|change| wanted(change).map(|tag| format!("‘{}’", speaker.tag(change.facet(), tag.as_str()))));
        let named: Vec<String> = named.collect();
        (!named.is_empty()).then(|| particles::object(&korean::listed(&named)))
    };
    let tempo = changes.iter().filter_map(|change| match change {
        Change::Tempo { bpm: Some(bpm), .. } => Some(format!("{:.0} bpm으로 바꾸", bpm.value())),
        Change::Tempo { term: Some(term), .. } => {
            Some(format!("{} 곡으로 바꾸", speaker.said(Facet::Tempo, term.as_str())))
        }
        Change::Tempo { .. } => Some("빠르기를 지우".to_owned()),
        Change::Add(..) | Change::Remove(..) => None,
    });
    let away = tags(taken).map(|tags| format!("{tags} 빼"));
    let more = tags(added).map(|tags| format!("{tags} 더하"));
    let stems: Vec<String> = away.into_iter().chain(more).chain(tempo).collect();
    let last = stems.len().saturating_sub(1);
    stems.into_iter().enumerate().map(|(i, stem)| format!("{stem}{}", if i < last { on } else { end })).collect()
}

/// What would bring a track into the top k for some favourites.
pub fn counterfactual(
    speaker: &Speaker<'_>,
    what_if: &Counterfactual,
    favourites: &[TrackIndex],
    track: TrackIndex,
) -> String {
    let Counterfactual { k, rank, score, verdict } = what_if;
    let overtaken = if let Verdict::With { overtaken, .. } = verdict { *overtaken } else { None };
    let among: Vec<TrackIndex> = favourites.iter().copied().chain([track]).chain(overtaken).collect();
    let told = |at: TrackIndex| speaker.told(at, &among);
    let track = told(track);
    let titles: Vec<String> = favourites.iter().map(|at| told(*at)).collect();
    let overtaken = overtaken.map(told);
    if speaker.language() == Language::Korean {
        return in_korean(speaker, what_if, &track, &titles, overtaken.as_deref());
    }
    let titles = english::listed(&titles);
    let first = if *k == 1 { "first place".to_owned() } else { format!("the first {k}") };
    let now = match rank {
        Some(rank) => format!("For {titles}, {track} is number {rank} ({score:.3})"),
        None => format!("For {titles}, {track} does not answer at all"),
    };
    match verdict {
        Verdict::Already => format!("{now}: it is in {first} already."),
        Verdict::OutOfReach { searched } => {
            let changes = match searched {
                0 => {
                    return format!(
                        "{now}. So many tags would help that it was not searched for what would bring it into {first}."
                    );
                }
                1 => "One change".to_owned(),
                n => format!("Even {n} changes"),
            };
            format!("{now}. {changes}, whatever is changed, would not bring it into {first}.")
        }
        Verdict::With { changes, rank, score, .. } => {
            let fewer = match changes.len() {
                1 => "One change would bring".to_owned(),
                2 => "No single change would, but these two together would bring".to_owned(),
                n => format!("Fewer than {n} changes would not, but these {n} together would bring"),
            };
            let ahead = overtaken.map_or(String::new(), |title| format!(", ahead of {title}"));
            let said = self::changes(speaker, changes);
            format!(
                "{now}. {fewer} it into {first}: {said}. It would then be number {rank} ({score:.3}){ahead}, with tags weighed as they are in the catalogue now."
            )
        }
    }
}

fn in_korean(
    speaker: &Speaker<'_>,
    what_if: &Counterfactual,
    track: &str,
    titles: &[String],
    overtaken: Option<&str>,
) -> String {
    let Counterfactual { k, rank, score, verdict } = what_if;
    let (asked, subject) = (particles::and(&korean::listed(titles)), particles::topic(track));
    let now = match rank {
        Some(rank) => format!("{asked} 닮은 곡 가운데 {subject} 지금 {rank}위다 ({score:.3})."),
        None => format!("{asked} 닮은 곡 가운데 {subject} 없다."),
    };
    let within = if *k == 1 { "1위에".to_owned() } else { format!("{k}위 안에") };
    match verdict {
        Verdict::Already => format!("{now} 이미 {within} 있다."),
        Verdict::OutOfReach { searched: 0 } => {
            format!("{now} 도움이 될 태그가 너무 많아, {within} 오르려면 무엇을 바꿔야 하는지 찾지 않았다.")
        }
        Verdict::OutOfReach { searched } => format!("{now} 무엇이든 {searched}가지를 바꿔도 {within} 오르지 못한다."),
        Verdict::With { changes, rank, score, .. } => {
            let fewer = match changes.len() {
                1 => "한 가지만 바꾸면 된다:".to_owned(),
                2 => "한 가지만 바꿔서는 모자라고 두 가지를 함께 바꾸면 된다:".to_owned(),
                n => format!("{}가지를 바꿔서는 모자라고 {n}가지를 함께 바꾸면 된다:", n - 1),
            };
            let said = korean_clauses(speaker, changes, "고", "면").join(" ");
            let end = match overtaken {
                Some(title) => format!("{rank}위가 되어 {} 앞선다", particles::object(title)),
                None => format!("{rank}위가 된다"),
            };
            format!(
                "{now} {within} 오르려면 {fewer} {said} {end} ({score:.3}). 태그의 무게는 지금 카탈로그에서 재었다."
            )
        }
    }
}

/// What is unknown of one of the tracks of a question and its answer, and what it could do to the score.
pub fn unknown(
    speaker: &Speaker<'_>,
    unknown: &Unknown,
    track: TrackIndex,
    (query, answer): (&Query, TrackIndex),
) -> String {
    let among: Vec<TrackIndex> = query.likes.iter().copied().chain([answer]).collect();
    let (track, facet) =
        (speaker.told(track, &among), speaker.side(crate::explanation::reason::Side::Facet(unknown.facet)));
    let Unknown { lowest, highest, most, .. } = unknown;
    if speaker.language() == Language::Korean {
        let most = most.as_ref().map_or(String::new(), |(tag, score)| {
            let tag = format!("‘{}’", speaker.tag(unknown.facet, tag.as_str()));
            format!(" 점수를 가장 많이 올릴 태그는 {}, {score:.3}까지 오른다.", particles::is_and(&tag))
        });
        let (track, facet) = (particles::topic(&track), particles::subject(facet));
        return format!("{track} {facet} 알려지지 않았다: 무엇이든 점수는 {lowest:.3}에서 {highest:.3} 사이다.{most}");
    }
    let most = most.as_ref().map_or(String::new(), |(tag, score)| {
        format!(" The one tag that would raise it most is “{tag}”, to {score:.3}.")
    });
    format!("Of {track} the {facet} is unknown: whatever it is, the score is from {lowest:.3} to {highest:.3}.{most}")
}

/// Which critiques to give up, and what that would give; in English.
pub fn relaxed(speaker: &Speaker<'_>, relaxation: &Relaxation<'_>) -> String {
    let quoted = |dropped: &Dropped| format!("“{}”", dropped.critique.named(dropped.asked));
    let (whole, part): (Vec<&Dropped>, Vec<&Dropped>) = relaxation.dropped.iter().partition(|own| own.kept == 0);
    let whole: Vec<String> = whole.into_iter().map(quoted).collect();
    let part = part.into_iter().map(|own| match own.kept {
        1 => format!("“{}” only once", own.critique),
        kept => format!("only “{}”", own.critique.named(kept)),
    });
    let without = (!whole.is_empty()).then(|| format!("without {}", english::listed(&whole)));
    let with = Some(part.collect::<Vec<_>>()).filter(|part| !part.is_empty());
    let with = with.map(|part| format!("with {}", english::listed(&part)));
    let ways: Vec<String> = without.into_iter().chain(with).collect();
    let best = &relaxation.best;
    let title = speaker.catalogue().find(&best.track.id).map_or(String::new(), |at| speaker.title(at));
    let songs =
        if relaxation.answers == 1 { "song answers".into() } else { format!("{} songs answer", relaxation.answers) };
    let songs = if relaxation.answers == 1 { format!("1 {songs}") } else { songs };
    format!("{} {songs}, the nearest {title} ({:.2})", english::listed(&ways), best.explanation.score)
}
