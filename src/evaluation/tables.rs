//! The tables of each task: the engine first, the baselines below it.

use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::catalogue::TrackIndex;
use crate::error::Error;
use crate::evaluation::ablation::{Variant, variants};
use crate::evaluation::bootstrap::{Interval, Resamples};
use crate::evaluation::dataset::{DataSet, renumbered};
use crate::evaluation::judged;
use crate::evaluation::judgement::Judged;
use crate::evaluation::metrics::{Areas, Retrieved};
use crate::evaluation::prediction::{Task, intervals};
use crate::evaluation::reach::{Reach, Spread, reach, spread};
use crate::evaluation::report::{Row, Table, table};
use crate::evaluation::retrieval::{Protocol, Questions};
use crate::evaluation::system::{Contest, System};
use crate::evaluation::voting::{Prophet, Voting, entrants};
use crate::features::vocabulary::Vocabulary;
use crate::recommender::Recommender;
use crate::settings::Settings;

/// How chance enters: the seed of every draw, and how many draws make an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// The seed.
    pub seed: u64,
    /// The number of resamples.
    pub count: usize,
}

/// The judged questions: all, then moods and favourites apart.
///
/// # Errors
/// [`crate::ErrorKind::NotFound`] when a favourite is not in the catalogue.
pub fn judged(contest: &Contest<'_>, all: &[Judged], k: usize, draws: Draws) -> Result<Vec<Table>, Error> {
    let of = |kind: &str| all.iter().filter(|j| j.question.kind() == kind).cloned().collect::<Vec<_>>();
    let parts = [("judged question", all.to_vec()), ("mood", of("mood")), ("favourite", of("similar"))];
    let mut tables = Vec::new();
    for (name, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        let mut systems = Vec::new();
        let mut n = 0;
        for system in System::all() {
            let answered = judged::ask(contest, system, &part, k)?;
            n = answered.len();
            let column = |of: fn(&judged::Answered) -> f64| answered.iter().map(of).collect::<Vec<_>>();
            systems.push((
                system.name().to_owned(),
                vec![
                    column(|a| a.ndcg),
                    column(|a| a.precision),
                    column(|a| a.reciprocal_rank),
                    column(|a| a.triplets),
                    column(|a| a.unjudged as f64),
                ],
            ));
        }
        let columns = [&format!("nDCG@{k}"), &format!("P@{k}"), "MRR", "triplets", "unjudged"];
        let resamples = Resamples::new(&(0..n).collect::<Vec<_>>(), draws.count, draws.seed);
        // Of questions that nobody has answered nothing can be told.
        if n > 0 {
            let name = if n == 1 { name.to_owned() } else { format!("{name}s") };
            tables.push(table(format!("{n} {name}"), &columns, systems, &resamples));
        }
    }
    Ok(tables)
}

/// nDCG of the judged questions, one value a question, for tuning and ablation.
///
/// # Errors
/// [`crate::ErrorKind::NotFound`] when a favourite is not in the catalogue.
pub fn judged_units(recommender: &Recommender, all: &[Judged], k: usize) -> Result<Vec<f64>, Error> {
    let contest = Contest::new(recommender, 0);
    Ok(judged::ask(&contest, System::Ours, all, k)?.iter().map(|answered| answered.ndcg).collect())
}

/// How answers spread, for every system, and what the engine reaches. `progress` is called after each question with how many were asked, of how many in all.
pub fn reached(
    contest: &Contest<'_>,
    words: &[&str],
    k: usize,
    mut progress: impl FnMut(usize, usize),
) -> (Table, Vec<(&'static str, Spread)>, Reach) {
    let tagged = contest.recommender().catalogue().iter().filter(|(_, track)| track.is_tagged()).count();
    let all = tagged * System::all().count() + words.len();
    let mut asked = 0;
    let mut tick = || {
        asked += 1;
        progress(asked, all);
    };
    let spreads: Vec<(&'static str, Spread)> =
        System::all().map(|system| (system.name(), spread(contest, system, k, &mut tick))).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let row = |(name, spread): &(&'static str, Spread)| Row {
        name: (*name).to_owned(),
        values: [
            spread.hubness.skewness,
            spread.hubness.robin_hood,
            spread.hubness.anti_hubs,
            spread.coverage,
            mean(&spread.diversity),
            mean(&spread.novelty),
        ]
        .map(Interval::exact)
        .to_vec(),
        behind: Vec::new(),
    };
    let columns = ["skewness", "Robin Hood", "anti-hubs", "coverage", "diversity", "novelty"];
    let table = Table {
        title: format!("beyond accuracy: the first {k} for every track"),
        columns: columns.map(str::to_owned).to_vec(),
        rows: spreads.iter().map(row).collect(),
    };
    let reach = reach(contest, &spreads[0].1, words, k, &mut tick);
    (table, spreads, reach)
}

/// Retrieval of tracks of the same group.
pub fn retrieval(contest: &Contest<'_>, data: &DataSet, protocol: Protocol, draws: Draws) -> Table {
    let questions = Questions::new(data, protocol, draws.seed);
    let systems = System::all()
        .map(|system| {
            let found = questions.ask(contest, system);
            let column = |of: fn(&Retrieved) -> f64| found.iter().map(of).collect::<Vec<_>>();
            let measures = vec![
                column(|f| f.ndcg),
                column(|f| f.average_precision),
                column(|f| f.precision),
                column(|f| f.recall),
                column(|f| f.reciprocal_rank),
            ];
            (system.name().to_owned(), measures)
        })
        .collect();
    let k = protocol.k;
    let columns = [&format!("nDCG@{k}"), "MAP", &format!("P@{k}"), &format!("R@{k}"), "MRR"];
    let without = protocol.without.map_or_else(String::new, |group| format!(", without the same {}", group.name()));
    let n = questions.queries().len();
    let title = format!("same {}{without}: {n} queries, {} tracks", protocol.same.name(), data.catalogue.len());
    table(title, &columns, systems, &clustered(data, questions.queries(), draws))
}

/// nDCG of a retrieval, one value a query, for tuning and ablation.
pub fn retrieval_units(recommender: &Recommender, questions: &Questions) -> Vec<f64> {
    let contest = Contest::new(recommender, 0);
    questions.ask(&contest, System::Ours).iter().map(|found| found.ndcg).collect()
}

fn clustered(data: &DataSet, queries: &[TrackIndex], draws: Draws) -> Resamples {
    let clusters = data.clusters();
    let clusters = renumbered(queries.iter().map(|at| clusters[at.index()]));
    Resamples::new(&clusters, draws.count, draws.seed)
}

/// Tag prediction.
pub fn prediction(task: &Task, settings: &Settings, voting: Voting, draws: Draws) -> Table {
    areas_table(task, entered(settings, voting), draws)
}

fn entered(settings: &Settings, voting: Voting) -> Vec<(String, Prophet, Settings)> {
    entrants(voting).into_iter().map(|(name, prophet)| (name, prophet, *settings)).collect()
}

/// Tag prediction over several cuts of the data, a value a cut: how much of a figure is the cut. With `ablation` what each design choice is worth to it.
pub fn prediction_folds(tasks: &[Task], settings: &Settings, voting: Voting, ablation: bool, draws: Draws) -> Table {
    let system = |(name, prophet, settings): (String, Prophet, Settings)| {
        let areas = |task: &Task| task.foretell(prophet, &settings, draws.seed).macro_areas(&vec![1.0; task.sizes().1]);
        let areas: Vec<Areas> = tasks.iter().map(areas).collect();
        let column = |of: fn(&Areas) -> f64| areas.iter().map(of).collect();
        (name, vec![column(|a| a.pr), column(|a| a.roc)])
    };
    let all = if ablation { otherwise(settings, voting) } else { entered(settings, voting) };
    let systems = all.into_iter().map(system).collect();
    let resamples = Resamples::new(&(0..tasks.len()).collect::<Vec<_>>(), draws.count, draws.seed);
    let title = format!("themes foretold: {} cuts by artist, each held out once", tasks.len());
    table(title, &["PR-AUC", "ROC-AUC"], systems, &resamples)
}

fn areas_table(task: &Task, entrants: Vec<(String, Prophet, Settings)>, draws: Draws) -> Table {
    let (train, held_out, themes) = task.sizes();
    let resamples = task.resamples(draws.count, draws.seed);
    let measured: Vec<(Areas, Vec<Areas>)> = entrants
        .iter()
        .map(|(_, prophet, settings)| task.foretell(*prophet, settings, draws.seed).measured(held_out, &resamples))
        .collect();
    let measures: [fn(&Areas) -> f64; 2] = [|a| a.pr, |a| a.roc];
    let row = |(i, own): (usize, &(Areas, Vec<Areas>))| Row {
        name: entrants[i].0.clone(),
        values: measures.iter().map(|of| intervals(own, own, *of).0).collect(),
        behind: measures.iter().filter(|_| i > 0).map(|of| intervals(&measured[0], own, *of).1).collect(),
    };
    Table {
        title: format!("{themes} themes foretold: {train} training tracks, {held_out} held out"),
        columns: vec!["PR-AUC".to_owned(), "ROC-AUC".to_owned()],
        rows: measured.iter().enumerate().map(row).collect(),
    }
}

/// What each design choice is worth to tag prediction.
pub fn prediction_ablation(task: &Task, settings: &Settings, voting: Voting, draws: Draws) -> Table {
    areas_table(task, otherwise(settings, voting), draws)
}

fn otherwise(settings: &Settings, voting: Voting) -> Vec<(String, Prophet, Settings)> {
    let ours = |voting: Voting| Prophet::Neighbours(System::Ours, voting);
    let variants = variants(settings).into_iter().map(|variant| (variant.name, ours(voting), variant.settings));
    let votes: [(&str, Voting); 6] = [
        ("similarity not squared", Voting { sharpness: 1.0, ..voting }),
        ("500 neighbours", Voting { neighbours: 500, ..voting }),
        ("every copy votes", Voting { duplicates: 0.0, ..voting }),
        ("no related themes", Voting { related: 0.0, ..voting }),
        ("no tags one by one", Voting { single: 0.0, ..voting }),
        ("plain vote", Voting::PLAIN),
    ];
    let votes = votes.into_iter().filter(|(_, vote)| *vote != voting);
    let votes = votes.map(|(name, vote)| (name.to_owned(), ours(vote), *settings));
    variants.chain(votes).collect()
}

/// What each design choice is worth by a measure of one value a unit, the units drawn as given.
///
/// # Errors
/// Those of `units`.
pub fn ablation(
    title: String,
    recommender: &Recommender,
    resamples: impl Fn(usize) -> Resamples,
    mut units: impl FnMut(&Recommender) -> Result<Vec<f64>, Error>,
) -> Result<Table, Error> {
    let vocabulary = Arc::new(recommender.vocabulary().clone());
    let mut systems = Vec::new();
    for variant in variants(recommender.settings()) {
        let other = varied(recommender.catalogue(), &vocabulary, &variant)?;
        systems.push((variant.name, vec![units(&other)?]));
    }
    let n = systems.first().map_or(0, |(_, measures)| measures[0].len());
    Ok(table(title, &["nDCG@10"], systems, &resamples(n)))
}

fn varied(catalogue: &Catalogue, vocabulary: &Arc<Vocabulary>, variant: &Variant) -> Result<Recommender, Error> {
    let catalogue = if variant.measured {
        catalogue.clone()
    } else {
        let unmeasured = |(_, track): (TrackIndex, &crate::catalogue::track::Track)| {
            let mut track = track.clone();
            (track.valence, track.arousal) = (None, None);
            track
        };
        Catalogue::new(catalogue.iter().map(unmeasured).collect())?
    };
    Recommender::new(catalogue, Arc::clone(vocabulary), variant.settings)
}

/// The draws of the queries of a retrieval, an artist at a time.
pub fn draws_of(data: &DataSet, questions: &Questions, draws: Draws) -> Resamples {
    clustered(data, questions.queries(), draws)
}
