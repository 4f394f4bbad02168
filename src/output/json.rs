//! Answers as JSON: the stable form that `data/output.schema.json` describes.

use std::borrow::Borrow;
use std::io::{self, Write};

use serde::Serialize;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::counterfactual::relaxation::{Dropped, Relaxation};
use crate::explanation::reason::{Explanation, Holder, Reason, Side};
use crate::features::affect::TrackAffect;
use crate::interchange::record::TrackRecord;
use crate::output::explained_json::TiesRecord;
use crate::query::Query;
use crate::query::mood::wish::{Ignored, Mood};
use crate::recommender::Recommendation;

#[derive(Serialize)]
struct AnswersRecord<'a> {
    query: QueryRecord<'a>,
    results: Vec<AnswerRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relaxations: Vec<RelaxationRecord<'a>>,
}

#[derive(Serialize)]
struct RelaxationRecord<'a> {
    dropped: Vec<String>,
    answers: usize,
    best: AnswerRecord<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum QueryRecord<'a> {
    Mood {
        text: &'a str,
        valence: Option<f64>,
        arousal: Option<f64>,
        understood: Vec<UnderstoodRecord<'a>>,
        ignored: Vec<&'a str>,
        suggestions: Vec<SuggestionRecord<'a>>,
        #[serde(skip_serializing_if = "none")]
        unread: usize,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        likes: Vec<&'a str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        critiques: Vec<String>,
    },
    Similar {
        likes: Vec<&'a str>,
        dislikes: Vec<&'a str>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        critiques: Vec<String>,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn none(n: &usize) -> bool {
    *n == 0
}

#[derive(Serialize)]
pub(crate) struct UnderstoodRecord<'a> {
    words: &'a str,
    #[serde(rename = "as")]
    meaning: &'a str,
    kind: &'a str,
    degree: f64,
}

#[derive(Serialize)]
pub(crate) struct SuggestionRecord<'a> {
    word: &'a str,
    suggestion: &'a str,
}

#[derive(Serialize)]
pub(crate) struct AnswerRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    score: f64,
    track: BriefRecord<'a>,
    because: Vec<ReasonRecord<'a>>,
    despite: Vec<ReasonRecord<'a>>,
}

#[derive(Serialize)]
pub(crate) struct BriefRecord<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title_ko: Option<&'a str>,
    artists: Vec<&'a str>,
    drama: Option<&'a str>,
    year: Option<u16>,
}

#[derive(Serialize)]
struct ReasonRecord<'a> {
    facet: &'a str,
    tag: &'a str,
    share: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    seeds: Vec<SeedRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ties: Option<TiesRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unwanted: bool,
}

#[derive(Serialize)]
struct SeedRecord<'a> {
    id: &'a str,
    share: f64,
}

/// Writes the answers to a question; where there are none because of its critiques, which of them to give up.
///
/// # Errors
/// When the stream cannot be written.
pub fn recommendations(
    out: &mut dyn Write,
    query: &Query,
    answers: &[Recommendation<'_>],
    relaxations: &[Relaxation<'_>],
    catalogue: &Catalogue,
) -> io::Result<()> {
    fn record<'a>(answer: &'a Recommendation<'_>, catalogue: &'a Catalogue) -> AnswerRecord<'a> {
        answer_record(Some(answer.rank), answer.track, &answer.explanation, catalogue)
    }
    let results = answers.iter().map(|answer| record(answer, catalogue)).collect();
    let relaxations = relaxations.iter().map(|relaxation| RelaxationRecord {
        dropped: relaxation.dropped.iter().flat_map(Dropped::each).map(ToString::to_string).collect(),
        answers: relaxation.answers,
        best: record(&relaxation.best, catalogue),
    });
    let query = query_record(query, catalogue);
    write(out, &AnswersRecord { query, results, relaxations: relaxations.collect() })
}

fn ids<'a>(tracks: &[TrackIndex], catalogue: &'a Catalogue) -> Vec<&'a str> {
    tracks.iter().filter_map(|at| Some(catalogue.get(*at)?.id.as_str())).collect()
}

pub(crate) fn query_record<'a>(query: &'a Query, catalogue: &'a Catalogue) -> QueryRecord<'a> {
    match &query.mood {
        Some(mood) => mood_record(mood, ids(&query.likes, catalogue), critiques(query)),
        None => QueryRecord::Similar {
            likes: ids(&query.likes, catalogue),
            dislikes: ids(&query.dislikes, catalogue),
            critiques: critiques(query),
        },
    }
}

fn critiques(query: &Query) -> Vec<String> {
    query.critiques.iter().map(ToString::to_string).collect()
}

fn mood_record<'a>(mood: &'a Mood, likes: Vec<&'a str>, critiques: Vec<String>) -> QueryRecord<'a> {
    let suggestion = |word: &'a Ignored| {
        word.suggestion.as_deref().map(|suggestion| SuggestionRecord { word: &word.word, suggestion })
    };
    QueryRecord::Mood {
        text: &mood.text,
        valence: mood.valence.map(|v| v.value()),
        arousal: mood.arousal.map(|a| a.value()),
        understood: mood
            .understood
            .iter()
            .map(|u| UnderstoodRecord { words: &u.words, meaning: &u.meaning, kind: &u.kind, degree: u.degree })
            .collect(),
        ignored: mood.ignored.iter().map(|word| word.word.as_str()).collect(),
        suggestions: mood.ignored.iter().filter_map(suggestion).collect(),
        unread: mood.unread,
        likes,
        critiques,
    }
}

pub(crate) fn answer_record<'a>(
    rank: Option<usize>,
    track: &'a Track,
    explanation: &'a Explanation,
    catalogue: &'a Catalogue,
) -> AnswerRecord<'a> {
    let reasons = |list: &'a [Reason]| list.iter().map(|reason| reason_record(reason, catalogue)).collect();
    AnswerRecord {
        rank,
        score: explanation.score,
        track: brief_record(track),
        because: reasons(&explanation.because),
        despite: reasons(&explanation.despite),
    }
}

/// What a track is known by.
pub(crate) fn brief_record(track: &Track) -> BriefRecord<'_> {
    BriefRecord {
        id: track.id.as_str(),
        title: track.title.as_str(),
        title_ko: track.title_ko.as_ref().map(|t| t.as_str()),
        artists: track.artists.iter().map(|a| a.as_str()).collect(),
        drama: track.drama.as_ref().map(|d| d.as_str()),
        year: track.year.map(|y| y.value()),
    }
}

fn reason_record<'a>(reason: &'a Reason, catalogue: &'a Catalogue) -> ReasonRecord<'a> {
    let seed =
        |(at, share): &(TrackIndex, f64)| Some(SeedRecord { id: catalogue.get(*at)?.id.as_str(), share: *share });
    let seeds = reason.seeds.iter().filter_map(seed);
    ReasonRecord {
        facet: reason.side.name(),
        tag: &reason.tag,
        share: reason.share,
        seeds: seeds.collect(),
        ties: reason.ties.as_ref().map(TiesRecord::new),
        holder: match reason.holder {
            Holder::Both => None,
            Holder::Asked => Some("asked"),
            Holder::Track => Some("track"),
        },
        unwanted: matches!(reason.side, Side::Unwanted(_) | Side::Spared(_)),
    }
}

/// Writes tracks with all their fields, as an array that `--catalogue` takes.
///
/// # Errors
/// When the stream cannot be written.
pub fn tracks(out: &mut dyn Write, tracks: impl Iterator<Item = impl Borrow<Track>>) -> io::Result<()> {
    write!(out, "[")?;
    for (i, track) in tracks.enumerate() {
        writeln!(out, "{}", if i > 0 { "," } else { "" })?;
        serde_json::to_writer(&mut *out, &TrackRecord::from(track.borrow()))?;
    }
    writeln!(out, "\n]")
}

#[derive(Serialize)]
struct ShownRecord<'a> {
    track: TrackRecord<'a>,
    mood: Option<AffectRecord>,
    vector: Vec<DimensionRecord>,
}

#[derive(Serialize)]
struct AffectRecord {
    valence: f64,
    arousal: f64,
    valence_from: &'static str,
    arousal_from: &'static str,
}

#[derive(Serialize)]
struct DimensionRecord {
    facet: &'static str,
    tag: String,
    value: f64,
}

/// Writes one track with all its fields, its mood and its feature vector.
///
/// # Errors
/// When the stream cannot be written.
pub fn shown(
    out: &mut dyn Write,
    track: &Track,
    affect: Option<&TrackAffect>,
    vector: Vec<(Facet, String, f64)>,
) -> io::Result<()> {
    let mood = affect.map(|own| AffectRecord {
        valence: own.affect.valence.value(),
        arousal: own.affect.arousal.value(),
        valence_from: own.valence_source.name(),
        arousal_from: own.arousal_source.name(),
    });
    let vector = vector.into_iter().map(|(facet, tag, value)| DimensionRecord { facet: facet.name(), tag, value });
    write(out, &ShownRecord { track: TrackRecord::from(track), mood, vector: vector.collect() })
}

/// Writes any record, indented, with a line break at its end.
///
/// # Errors
/// When the stream cannot be written.
pub fn write(out: &mut dyn Write, record: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, record)?;
    writeln!(out)
}
