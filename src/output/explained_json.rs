//! Explanations, contrasts and counterfactuals as JSON: the stable form that `data/output.schema.json` describes.

use std::io::{self, Write};

use serde::Serialize;

use crate::catalogue::TrackIndex;
use crate::counterfactual::change::Change;
use crate::counterfactual::search::{Counterfactual, Verdict};
use crate::counterfactual::unknown::Unknown;
use crate::explanation::contrast::{Contrast, Weighed};
use crate::explanation::reason::{Name, Side, Ties};
use crate::output::explained::Answer;
use crate::output::json::{AnswerRecord, BriefRecord, QueryRecord, answer_record, brief_record, query_record, write};
use crate::query::Query;

#[derive(Serialize)]
struct ExplainedRecord<'a> {
    query: QueryRecord<'a>,
    results: Vec<AnswerRecord<'a>>,
    sentence: String,
    facets: Vec<AgreementRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disliked: Option<DislikedRecord<'a>>,
    unknown: Vec<UnknownRecord<'a>>,
}

/// What the dislikes take from a score; where they lift it, less than nothing.
#[derive(Serialize)]
struct DislikedRecord<'a> {
    score_without: f64,
    taken: f64,
    shares: Vec<WeighedRecord<'a>>,
}

#[derive(Serialize)]
struct AgreementRecord {
    facet: &'static str,
    because: f64,
    despite: f64,
}

#[derive(Serialize)]
struct UnknownRecord<'a> {
    track: &'a str,
    facet: &'static str,
    lowest: f64,
    highest: f64,
    tag: Option<&'a str>,
    score_with_tag: Option<f64>,
}

/// Writes why one track answers a question: the object of one answer, with its place where it has one, its question, its sentence, its facets and what
/// is unknown.
///
/// # Errors
/// When the stream cannot be written.
pub fn explanation(
    out: &mut dyn Write,
    answer: &Answer<'_>,
    rank: Option<usize>,
    unknowns: &[(TrackIndex, Unknown)],
) -> io::Result<()> {
    let catalogue = answer.speaker.catalogue();
    let unknown = unknowns.iter().map(|(at, unknown)| UnknownRecord {
        track: catalogue.track(*at).id.as_str(),
        facet: unknown.facet.name(),
        lowest: unknown.lowest,
        highest: unknown.highest,
        tag: unknown.most.as_ref().map(|(tag, _)| tag.as_str()),
        score_with_tag: unknown.most.as_ref().map(|(_, score)| *score),
    });
    let facets = answer.why.agreements().into_iter().map(|agreement| AgreementRecord {
        facet: agreement.side.name(),
        because: agreement.because,
        despite: agreement.despite,
    });
    let record = ExplainedRecord {
        query: query_record(answer.query, catalogue),
        results: vec![answer_record(rank, catalogue.track(answer.track), answer.why, catalogue)],
        sentence: answer.told(),
        facets: facets.collect(),
        disliked: answer.taken.map(|taken| DislikedRecord {
            score_without: taken.first,
            taken: taken.margin,
            shares: taken.in_favour.iter().chain(&taken.against).map(weighed_record).collect(),
        }),
        unknown: unknown.collect(),
    };
    write(out, &record)
}

#[derive(Serialize)]
struct ContrastRecord<'a> {
    query: QueryRecord<'a>,
    first: BriefRecord<'a>,
    second: BriefRecord<'a>,
    first_score: f64,
    second_score: f64,
    margin: f64,
    #[serde(rename = "for")]
    in_favour: Vec<WeighedRecord<'a>>,
    against: Vec<WeighedRecord<'a>>,
    deciding: Vec<WeighedRecord<'a>>,
    sentence: String,
}

#[derive(Serialize)]
struct WeighedRecord<'a> {
    facet: &'a str,
    tag: &'a str,
    share: f64,
    first: f64,
    second: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ties: Option<TiesRecord<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unwanted: bool,
}

/// The narrower tags that a broader one ties.
#[derive(Serialize)]
pub(crate) struct TiesRecord<'a> {
    asked: &'a [Name],
    track: &'a [Name],
}

impl<'a> TiesRecord<'a> {
    pub(crate) fn new(ties: &'a Ties) -> Self {
        Self { asked: &ties.asked, track: &ties.track }
    }
}

/// Writes why one track ranks above another; `sentence` is its wording.
///
/// # Errors
/// When the stream cannot be written.
pub fn contrast(
    out: &mut dyn Write,
    query: &Query,
    contrast: &Contrast,
    (first, second): (TrackIndex, TrackIndex),
    sentence: String,
    catalogue: &crate::catalogue::Catalogue,
) -> io::Result<()> {
    let record = ContrastRecord {
        query: query_record(query, catalogue),
        first: brief_record(catalogue.track(first)),
        second: brief_record(catalogue.track(second)),
        first_score: contrast.first,
        second_score: contrast.second,
        margin: contrast.margin,
        in_favour: weighed_records(&contrast.in_favour),
        against: weighed_records(&contrast.against),
        deciding: weighed_records(contrast.deciding()),
        sentence,
    };
    write(out, &record)
}

fn weighed_records(list: &[Weighed]) -> Vec<WeighedRecord<'_>> {
    list.iter().map(weighed_record).collect()
}

fn weighed_record(weighed: &Weighed) -> WeighedRecord<'_> {
    let Weighed { side, tag, share, first, second, ties } = weighed;
    let (ties, unwanted) = (ties.as_ref().map(TiesRecord::new), matches!(side, Side::Unwanted(_) | Side::Spared(_)));
    WeighedRecord { facet: side.name(), tag, share: *share, first: *first, second: *second, ties, unwanted }
}

#[derive(Serialize)]
struct CounterfactualRecord<'a> {
    query: QueryRecord<'a>,
    track: BriefRecord<'a>,
    into: usize,
    rank: Option<usize>,
    score: f64,
    verdict: &'static str,
    changes: Vec<ChangeRecord<'a>>,
    rank_with: Option<usize>,
    score_with: Option<f64>,
    overtaken: Option<BriefRecord<'a>>,
    searched: Option<usize>,
    sentence: String,
}

#[derive(Serialize)]
struct ChangeRecord<'a> {
    change: &'static str,
    facet: &'static str,
    tag: Option<&'a str>,
    bpm: Option<f64>,
}

/// Writes what would bring a track into the top k; `sentence` is its wording.
///
/// # Errors
/// When the stream cannot be written.
pub fn counterfactual(
    out: &mut dyn Write,
    query: &Query,
    what_if: &Counterfactual,
    track: TrackIndex,
    sentence: String,
    catalogue: &crate::catalogue::Catalogue,
) -> io::Result<()> {
    let mut record = CounterfactualRecord {
        query: query_record(query, catalogue),
        track: brief_record(catalogue.track(track)),
        into: what_if.k,
        rank: what_if.rank,
        score: what_if.score,
        verdict: "already",
        changes: Vec::new(),
        rank_with: None,
        score_with: None,
        overtaken: None,
        searched: None,
        sentence,
    };
    match &what_if.verdict {
        Verdict::Already => {}
        Verdict::OutOfReach { searched } => {
            record.verdict = "out_of_reach";
            record.searched = Some(*searched);
        }
        Verdict::With { changes, rank, score, overtaken } => {
            record.verdict = "with";
            record.changes = changes.iter().map(change_record).collect();
            (record.rank_with, record.score_with) = (Some(*rank), Some(*score));
            record.overtaken = overtaken.map(|at| brief_record(catalogue.track(at)));
        }
    }
    write(out, &record)
}

fn change_record(change: &Change) -> ChangeRecord<'_> {
    let (kind, tag, bpm) = match change {
        Change::Add(_, tag) => ("add", Some(tag), None),
        Change::Remove(_, tag) => ("remove", Some(tag), None),
        Change::Tempo { term, bpm } => ("set", term.as_ref(), *bpm),
    };
    ChangeRecord {
        change: kind,
        facet: change.facet().name(),
        tag: tag.map(|tag| tag.as_str()),
        bpm: bpm.map(|bpm| bpm.value()),
    }
}
