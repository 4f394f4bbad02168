//! `ost evaluate`.

use std::io::Write;
use std::sync::Arc;

use ost::catalogue::TrackIndex;
use ost::evaluation::dataset::{DataSet, Group};
use ost::evaluation::judged::pool;
use ost::evaluation::judgement::Judged;
use ost::evaluation::prediction::Task;
use ost::evaluation::report::Report;
use ost::evaluation::retrieval::{Protocol, Questions};
use ost::evaluation::system::Contest;
use ost::evaluation::tables::{self, Draws};
use ost::evaluation::voting::Voting;
use ost::evaluation::{bootstrap::Resamples, foreign, tuned};
use ost::interchange::{embedded, settings, tsv};
use ost::output::evaluated;
use ost::storage::Image;
use ost::{Error, ErrorKind, Recommender, Settings};

use crate::cli::args::Format;
use crate::cli::evaluate_args::{EvaluateArgs, TaskName, check};
use crate::cli::pool::print_pool;
use crate::cli::progress::Progress;
use crate::cli::{Outcome, Stop, columns, files, note, open};

impl EvaluateArgs {
    fn draws(&self) -> Draws {
        Draws { seed: self.seed, count: self.resamples() }
    }

    fn resamples(&self) -> usize {
        self.resamples.map_or(1000, |n| n as usize)
    }

    /// The length of the lists.
    pub(crate) fn k(&self) -> usize {
        self.top.map_or(10, |k| k as usize)
    }

    /// The name of the split that is learned from.
    fn train(&self) -> &str {
        self.train.as_deref().unwrap_or("train")
    }

    /// The data, or the catalogue as data.
    fn data(&self) -> Result<DataSet, Error> {
        let Some(file) = self.data.as_ref().or(self.source.catalogue.as_ref()) else {
            return Ok(DataSet { catalogue: embedded::catalogue() });
        };
        let (bytes, name) = files::bytes(file)?;
        if Image::is_one(&bytes) {
            let message = "it is an index, which says no albums or splits; give the catalogue that it was made of";
            return Err(Error::new(ErrorKind::Argument, message).in_file(name));
        }
        tsv::read_data(&bytes, name)
    }

    /// The name of the split that is measured on; none where the data are not split.
    fn held_out(&self, data: &DataSet) -> Option<String> {
        self.split.clone().or_else(|| {
            ["test", "validation"].into_iter().find(|name| !data.of_split(name).is_empty()).map(str::to_owned)
        })
    }

    /// The judgements, with the name that messages call their file by; each of their questions is one of this catalogue.
    pub(crate) fn judgements(&self, recommender: &Recommender) -> Result<(Vec<Judged>, &str), Error> {
        let (judgements, name) = match &self.judgements {
            Some(file) => {
                let (bytes, name) = files::bytes(file)?;
                (tsv::read_judgements(&bytes, name)?, name)
            }
            None => (embedded::judgements(), "data/judgements.tsv"),
        };
        for judged in &judgements {
            let Err(fault) = judged.question.query(recommender) else { continue };
            return Err(match (&self.judgements, &self.source.catalogue) {
                (None, Some(_)) => {
                    fault.with_fix("the questions are those of the built-in catalogue; give your own with --judgements")
                }
                _ => fault.in_file(name).at_line(judged.line),
            });
        }
        Ok((judgements, name))
    }

    /// The settings that were asked for; else, for data of another vocabulary, those that suit them.
    fn settings_for(&self, other: fn() -> Settings) -> Result<Settings, Error> {
        let asked = self.source.settings.is_some() || self.source.weights.is_some() || self.tune;
        if asked || self.data.is_none() { open::settings(&self.source) } else { Ok(other()) }
    }

    fn protocol(&self) -> Protocol {
        let queries = self.queries.map_or(2000, |n| n as usize);
        Protocol { same: self.same().into(), without: self.without.map(Group::from), k: self.k(), queries }
    }
}

pub(crate) fn run(args: &EvaluateArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    check(args)?;
    let report = match args.task {
        TaskName::Judged => open::asked(&args.source, |recommender| judged(args, recommender))?,
        TaskName::Reach => open::asked(&args.source, |recommender| reach(args, recommender))?,
        TaskName::Retrieval => retrieval(args)?,
        TaskName::Prediction => prediction(args)?,
        TaskName::Pool => return open::answered(args, &args.source, out, print_pool),
    };
    let is_nothing = report.tables.is_empty();
    if is_nothing {
        report.notes.iter().for_each(|why| note(why));
    }
    if let Some(found) = &report.settings {
        // The settings are the answer, so they alone go to stdout; what they are worth goes beside them.
        let mut said = Vec::new();
        evaluated::text(&mut said, &report, columns())?;
        anstream::stderr().lock().write_all(&said)?;
        writeln!(out, "{}", settings::write(found))?;
        return Ok(Outcome::Found);
    }
    match args.output.format {
        // It is told already.
        Format::Text if is_nothing => {}
        Format::Text => evaluated::text(out, &report, columns())?,
        Format::Json => evaluated::json(out, &report)?,
        Format::Csv => evaluated::csv(out, &report)?,
    }
    Ok(if is_nothing { Outcome::Nothing } else { Outcome::Found })
}

fn judged(args: &EvaluateArgs, recommender: &Recommender) -> Result<Report, Error> {
    let (judgements, file) = args.judgements(recommender)?;
    let notes: Vec<String> = of_unknown_tracks(&judgements, recommender, file).into_iter().collect();
    let is_good = |one: &Judged| one.known(recommender).iter().any(|(_, gain)| *gain > 0.0);
    if !judgements.iter().any(is_good) {
        let none = format!("{file}: there is nothing to measure; no track of the catalogue is judged above 0");
        return Ok(Report { notes: notes.into_iter().chain([none]).collect(), ..Report::default() });
    }
    if args.tune {
        return tuned::judged(recommender, &judgements, args.k(), args.draws());
    }
    let contest = Contest::new(recommender, args.seed);
    let mut report =
        Report { tables: tables::judged(&contest, &judgements, args.k(), args.draws())?, notes, settings: None };
    if args.ablation {
        let resamples = |n: usize| Resamples::new(&(0..n).collect::<Vec<_>>(), args.resamples(), args.seed);
        let title = "what each choice is worth to the judged questions".to_owned();
        report.tables.push(tables::ablation(title, recommender, resamples, |other| {
            tables::judged_units(other, &judgements, args.k())
        })?);
    }
    let open: usize = pool(&contest, &judgements, args.k())?.iter().map(|(_, tracks)| tracks.len()).sum();
    let graded: usize = judgements.iter().map(|judged| judged.grades.len()).sum();
    let judgements = if graded == 1 { "judgement" } else { "judgements" };
    let said = format!("{graded} {judgements}; {open} pairs of the pool are not judged (--task pool lists them)");
    report.notes.push(said);
    Ok(report)
}

/// The judgements that count for nothing, since the catalogue has no such track.
fn of_unknown_tracks(judgements: &[Judged], recommender: &Recommender, file: &str) -> Option<String> {
    const SHOWN: usize = 5;
    let all = judgements.iter().flat_map(|judged| &judged.grades);
    let mut gone: Vec<_> = all.filter(|own| recommender.catalogue().find(&own.track).is_none()).collect();
    gone.sort_by_key(|own| own.line);
    let shown: Vec<String> =
        gone.iter().take(SHOWN).map(|own| format!("{} ({file}:{})", own.track, own.line)).collect();
    let more = if gone.len() > SHOWN { format!(" and {} more", gone.len() - SHOWN) } else { String::new() };
    let what = match gone.len() {
        0 => return None,
        1 => "1 judgement is of a track that the catalogue has not, and counts for nothing".to_owned(),
        n => format!("{n} judgements are of tracks that the catalogue has not, and count for nothing"),
    };
    Some(format!("{what}: {}{more}", shown.join(", ")))
}

fn reach(args: &EvaluateArgs, recommender: &Recommender) -> Result<Report, Error> {
    let contest = Contest::new(recommender, args.seed);
    let lexicon = embedded::lexicon();
    let words = lexicon.entries().iter().filter_map(|entry| entry.english.first().or(entry.korean.first()));
    let tags = recommender.vocabulary().iter().map(|(_, term)| term.tag.as_str());
    let words: Vec<&str> = words.map(|word| &**word).chain(tags).collect();
    let mut progress = Progress::new();
    let (table, spreads, reach) = tables::reached(&contest, &words, args.k(), |asked, all| {
        progress.say(|| format!("asking {:3.0}%", 100.0 * asked as f64 / all as f64));
    });
    progress.end();
    let catalogue = recommender.catalogue();
    let id = |at: &TrackIndex| catalogue.track(*at).id.as_str();
    let hubs: Vec<String> = spreads[0].1.hubs.iter().map(|(at, n)| format!("{} ({n})", id(at))).collect();
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let mut notes = vec![
        format!("reached by a favourite: {}", percent(reach.by_favourite)),
        format!("reached by a favourite or a word of mood: {}", percent(reach.by_word)),
        format!("reached by one of these or by naming its tags: {}", percent(reach.by_tags)),
        format!("in the most lists: {}", hubs.join(", ")),
    ];
    if !reach.unreached.is_empty() {
        let some: Vec<&str> = reach.unreached.iter().take(20).map(id).collect();
        notes.push(format!("{} unreached: {}", reach.unreached.len(), some.join(", ")));
    }
    Ok(Report { tables: vec![table], notes, settings: None })
}

fn retrieval(args: &EvaluateArgs) -> Result<Report, Error> {
    let data = args.data()?;
    let asked = args.settings_for(foreign::retrieval)?;
    let vocabulary = Arc::new(embedded::vocabulary());
    if args.tune {
        let train = if args.data.is_some() { data.part(args.train())? } else { data.clone() };
        let held_out = args.held_out(&data).map(|name| data.part(&name)).transpose()?;
        return tuned::retrieval(&train, held_out.as_ref(), &vocabulary, &asked, args.protocol(), args.draws());
    }
    let data = match args.held_out(&data) {
        Some(name) => data.part(&name)?,
        None => data,
    };
    let recommender = Recommender::new(data.catalogue.clone(), vocabulary, asked)?;
    let contest = Contest::new(&recommender, args.seed);
    let questions = Questions::new(&data, args.protocol(), args.seed);
    if questions.queries().is_empty() {
        let message = "no track has another to be found; does the data say albums, artists or dramas?";
        return Err(Error::new(ErrorKind::Argument, message));
    }
    let mut report = Report::default();
    report.tables.push(tables::retrieval(&contest, &data, args.protocol(), args.draws()));
    if args.ablation {
        let resamples = |_| tables::draws_of(&data, &questions, args.draws());
        let title = "what each choice is worth".to_owned();
        let units = |other: &Recommender| Ok(tables::retrieval_units(other, &questions));
        report.tables.push(tables::ablation(title, &recommender, resamples, units)?);
    }
    Ok(report)
}

fn prediction(args: &EvaluateArgs) -> Result<Report, Error> {
    let data = args.data()?;
    let asked = args.settings_for(foreign::prediction)?;
    let vocabulary = Arc::new(embedded::vocabulary());
    if let Some(count) = args.folds {
        let all: Vec<TrackIndex> = match &args.split {
            Some(name) => data.of_split(name),
            None => data.catalogue.iter().map(|(at, _)| at).collect(),
        };
        let cuts = data.folds(&all, count as usize, args.seed);
        let task = |(train, held_out): &(Vec<TrackIndex>, Vec<TrackIndex>)| {
            Task::new(&data, Arc::clone(&vocabulary), train, held_out)
        };
        let tasks = cuts.iter().map(task).collect::<Result<Vec<_>, _>>()?;
        let table = tables::prediction_folds(&tasks, &asked, Voting::default(), args.ablation, args.draws());
        return Ok(Report { tables: vec![table], ..Report::default() });
    }
    let train = data.of_split(args.train());
    if train.is_empty() {
        if data.catalogue.iter().all(|(_, track)| track.split.is_none()) {
            let message = "no track says which split it is in; --folds 5 holds out a fifth of the artists at a time";
            return Err(Error::new(ErrorKind::NotFound, message).in_field("--task prediction"));
        }
        let message = format!("no track is in the split {:?}; name another", args.train());
        return Err(Error::new(ErrorKind::NotFound, message).in_field("--train"));
    }
    let held_out = args.held_out(&data).map(|name| data.of_split(&name)).unwrap_or_default();
    let task = Task::new(&data, Arc::clone(&vocabulary), &train, &held_out)?;
    if args.tune {
        return tuned::prediction(&data, vocabulary, &train, &task, &asked, args.draws());
    }
    let mut report = Report::default();
    report.tables.push(tables::prediction(&task, &asked, Voting::default(), args.draws()));
    if args.ablation {
        report.tables.push(tables::prediction_ablation(&task, &asked, Voting::default(), args.draws()));
    }
    Ok(report)
}
