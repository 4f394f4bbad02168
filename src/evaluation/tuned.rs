//! Tuning runs: settings sought on one part of the data and held against the defaults on the other.

use std::sync::Arc;

use crate::catalogue::TrackIndex;
use crate::error::Error;
use crate::evaluation::bags::{chance, hash};
use crate::evaluation::bootstrap::{Interval, Resamples};
use crate::evaluation::dataset::DataSet;
use crate::evaluation::judgement::Judged;
use crate::evaluation::prediction::{Task, intervals};
use crate::evaluation::report::{Report, Row, Table, table};
use crate::evaluation::retrieval::{Protocol, Questions};
use crate::evaluation::system::System;
use crate::evaluation::tables::{Draws, draws_of, judged_units, retrieval_units};
use crate::evaluation::tuning::{FEATURES, Knob, MOOD, Trial, Tuned, VOTE, search};
use crate::evaluation::voting::{Prophet, Voting};
use crate::features::vocabulary::Vocabulary;
use crate::recommender::Recommender;
use crate::settings::Settings;

/// The folds into which training data are cut for prediction, by artist.
const FOLDS: usize = 4;

/// Seeks settings on half of the judged questions, and reports on the other half; then the other way round, so that every question is held out once.
/// The settings that come back are sought on all of them.
///
/// # Errors
/// [`crate::ErrorKind::NotFound`] when a favourite is not in the catalogue.
pub fn judged(recommender: &Recommender, all: &[Judged], k: usize, draws: Draws) -> Result<Report, Error> {
    let catalogue = recommender.catalogue().clone();
    let vocabulary = Arc::new(recommender.vocabulary().clone());
    let start = Trial { settings: *recommender.settings(), voting: Voting::default() };
    let knobs: Vec<Knob> = FEATURES.into_iter().chain(MOOD).collect();
    let units = |settings: &Settings, part: &[Judged]| {
        let other = Recommender::new(catalogue.clone(), Arc::clone(&vocabulary), *settings)?;
        judged_units(&other, part, k)
    };
    let seek = |part: &[Judged]| -> Result<Tuned, Error> {
        let mut fault = None;
        let tuned = search(start, &knobs, |trial| {
            units(&trial.settings, part).unwrap_or_else(|error| {
                fault = Some(error);
                Vec::new()
            })
        });
        fault.map_or(Ok(tuned), Err)
    };
    let half = |judged: &&Judged| chance(draws.seed, hash(judged.question.text())) < 0.5;
    let (left, right): (Vec<_>, Vec<_>) = all.iter().partition(half);
    let [left, right] = [left, right].map(|part| part.into_iter().cloned().collect::<Vec<_>>());
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (learned, held_out) in [(&left, &right), (&right, &left)] {
        let tuned = seek(learned)?;
        after.extend(units(&tuned.chosen.settings, held_out)?);
        before.extend(units(&start.settings, held_out)?);
    }
    let resamples = Resamples::new(&(0..after.len()).collect::<Vec<_>>(), draws.count, draws.seed);
    let title = format!("{} judged questions, each held out while settings were sought on the other half", after.len());
    let systems = vec![("tuned".to_owned(), vec![after]), ("as it was".to_owned(), vec![before])];
    let tuned = seek(all)?;
    Ok(report(table(title, &[&format!("nDCG@{k}")], systems, &resamples), &tuned, &start.settings))
}

/// Seeks settings on training data, and reports on held-out data; without these, on the training data itself.
///
/// # Errors
/// Those of [`Recommender::new`].
pub fn retrieval(
    train: &DataSet,
    held_out: Option<&DataSet>,
    vocabulary: &Arc<Vocabulary>,
    settings: &Settings,
    protocol: Protocol,
    draws: Draws,
) -> Result<Report, Error> {
    let start = Trial { settings: *settings, voting: Voting::default() };
    let units = |data: &DataSet, questions: &Questions, settings: &Settings| {
        let recommender = Recommender::new(data.catalogue.clone(), Arc::clone(vocabulary), *settings)?;
        Ok(retrieval_units(&recommender, questions))
    };
    // A quarter of the queries is enough to seek by.
    let sample = Protocol { queries: protocol.queries.div_ceil(4), ..protocol };
    let sought = Questions::new(train, sample, draws.seed);
    let mut fault: Option<Error> = None;
    let tuned = search(start, &FEATURES, |trial| {
        units(train, &sought, &trial.settings).unwrap_or_else(|error| {
            fault = Some(error);
            Vec::new()
        })
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    let data = held_out.unwrap_or(train);
    let questions = Questions::new(data, protocol, draws.seed);
    let systems = vec![
        ("tuned".to_owned(), vec![units(data, &questions, &tuned.chosen.settings)?]),
        ("as it was".to_owned(), vec![units(data, &questions, settings)?]),
    ];
    let part = if held_out.is_some() { "held out" } else { "on the data they were sought on" };
    let title = format!("same {}: {} queries, {part}", protocol.same.name(), questions.queries().len());
    let resamples = draws_of(data, &questions, draws);
    Ok(report(table(title, &[&format!("nDCG@{}", protocol.k)], systems, &resamples), &tuned, settings))
}

/// Seeks settings and a vote by cross-validation within the training tracks, artists kept whole, and reports on the held-out tracks.
///
/// # Errors
/// [`crate::ErrorKind::Argument`] when a fold has nothing to foretell.
pub fn prediction(
    data: &DataSet,
    vocabulary: Arc<Vocabulary>,
    train: &[TrackIndex],
    held_out: &Task,
    settings: &Settings,
    draws: Draws,
) -> Result<Report, Error> {
    let tasks = data
        .folds(train, FOLDS, draws.seed)
        .into_iter()
        .map(|(inner, outer)| Task::new(data, Arc::clone(&vocabulary), &inner, &outer))
        .collect::<Result<Vec<_>, _>>()?;
    let start = Trial { settings: *settings, voting: Voting::PLAIN };
    // Themes are what is foretold, and the data have no tempo.
    let idle = ["theme", "tempo", "tempo_width"];
    let knobs: Vec<Knob> = VOTE.into_iter().chain(FEATURES).filter(|knob| !idle.contains(&knob.name)).collect();
    let tuned = search(start, &knobs, |trial| {
        let area = |task: &Task| {
            let prophet = Prophet::Neighbours(System::Ours, trial.voting);
            let foretold = task.foretell(prophet, &trial.settings, draws.seed);
            foretold.macro_areas(&vec![1.0; task.sizes().1]).pr
        };
        tasks.iter().map(area).collect()
    });
    let resamples = held_out.resamples(draws.count, draws.seed);
    let measure = |trial: &Trial| {
        held_out
            .foretell(Prophet::Neighbours(System::Ours, trial.voting), &trial.settings, draws.seed)
            .measured(held_out.sizes().1, &resamples)
    };
    let (after, before) = (measure(&tuned.chosen), measure(&start));
    let row = |name: &str, own, behind: Vec<Interval>| Row {
        name: name.to_owned(),
        values: vec![intervals(own, own, |a| a.pr).0, intervals(own, own, |a| a.roc).0],
        behind,
    };
    let table = Table {
        title: format!("sought on the training tracks in {FOLDS} folds by artist; on the held-out tracks"),
        columns: vec!["PR-AUC".to_owned(), "ROC-AUC".to_owned()],
        rows: vec![
            row("tuned", &after, Vec::new()),
            row(
                "before, plain vote",
                &before,
                vec![intervals(&after, &before, |a| a.pr).1, intervals(&after, &before, |a| a.roc).1],
            ),
        ],
    };
    Ok(report(table, &tuned, settings))
}

/// What was found; where it answers worse than what there was, that stays.
fn report(table: Table, tuned: &Tuned, before: &Settings) -> Report {
    let is_worse = is_worse(&table);
    let mut notes = vec![format!("{} settings tried", tuned.tried)];
    if tuned.changes.is_empty() {
        notes.push("no change is worth more than its standard error; the settings stay".to_owned());
    }
    let worth = |(change, worth): &(String, f64)| format!("{change}: worth {worth:.4} where it was sought");
    notes.extend(tuned.changes.iter().map(worth));
    if is_worse {
        notes.push(
            "what was found answers worse than what there was, by more than chance: the settings stay".to_owned(),
        );
    }
    let settings = if is_worse { *before } else { tuned.chosen.settings };
    Report { tables: vec![table], notes, settings: Some(settings) }
}

/// Whether the first row's system is behind the second's by the deciding measure, by more than chance.
fn is_worse(table: &Table) -> bool {
    let ahead = table.rows.get(1).and_then(|row| row.behind.first());
    ahead.is_some_and(|ahead| ahead.high < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worse_is_behind_by_more_than_chance() {
        let table = |behind: Vec<Interval>| {
            let row = |behind| Row { name: String::new(), values: Vec::new(), behind };
            Table { title: String::new(), columns: Vec::new(), rows: vec![row(Vec::new()), row(behind)] }
        };
        let ahead = |low, high| Interval { value: (low + high) / 2.0, low, high };
        assert!(is_worse(&table(vec![ahead(-0.3, -0.1)])));
        assert!(!is_worse(&table(vec![ahead(-0.3, 0.1)])), "what may be chance is not worse");
        assert!(!is_worse(&table(vec![ahead(-0.3, 0.0)])));
        assert!(!is_worse(&table(vec![ahead(0.1, 0.3)])));
        assert!(!is_worse(&table(vec![ahead(0.1, 0.3), ahead(-0.3, -0.1)])), "the first measure decides");
        assert!(!is_worse(&table(Vec::new())));
    }
}
