//! `ost evaluate`.

use std::io::Write;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use ost::catalogue::facet::Facet;
use ost::catalogue::track::TrackId;
use ost::catalogue::{Catalogue, TrackIndex};
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

use crate::cli::args::{Format, Output, Source};
use crate::cli::{Outcome, Stop, columns, files, note, open};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TaskName {
    /// Judged questions: are the first answers good?
    Judged,
    /// Who is ever recommended, how evenly, how differently
    Reach,
    /// Are tracks of the same album, artist or drama found?
    Retrieval,
    /// Are moods and themes foretold from genre and instruments?
    Prediction,
    /// What still has to be judged
    Pool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupName {
    Album,
    Artist,
    Drama,
}

impl From<GroupName> for Group {
    fn from(name: GroupName) -> Self {
        match name {
            GroupName::Album => Self::Album,
            GroupName::Artist => Self::Artist,
            GroupName::Drama => Self::Drama,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateArgs {
    /// What to measure; judged questions where nothing is said
    #[arg(long, value_enum, default_value = "judged")]
    task: TaskName,
    /// Tagged tracks with albums and splits (tab-separated, or a catalogue in JSON); else the catalogue. Without --settings or --weights they are measured
    /// with settings for tags of another vocabulary
    #[arg(long, value_name = "FILE")]
    data: Option<String>,
    /// Judgements of your own (kind, query, track id, grade 0 to 3, apart by tabs)
    #[arg(long, value_name = "FILE")]
    judgements: Option<String>,
    /// retrieval: what the tracks to be found share with the query
    #[arg(long, value_enum, default_value = "artist")]
    same: GroupName,
    /// retrieval: leave out candidates that share this with the query (the artist filter)
    #[arg(long, value_enum)]
    without: Option<GroupName>,
    /// The split that is learned from
    #[arg(long, value_name = "NAME", default_value = "train")]
    train: String,
    /// The split that is measured on: test, else validation, else everything
    #[arg(long, value_name = "NAME")]
    split: Option<String>,
    /// prediction: cut all tracks, or those of --split, into so many parts by artist, and hold out each once
    #[arg(long, value_name = "N", conflicts_with = "tune", value_parser = clap::value_parser!(u32).range(2..=50))]
    folds: Option<u32>,
    /// The length of the lists that are measured
    #[arg(short = 'k', long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=1000))]
    top: u32,
    /// retrieval: at most so many queries, drawn by chance
    #[arg(long, value_name = "N", default_value = "2000", value_parser = clap::value_parser!(u32).range(1..))]
    queries: u32,
    /// The seed of every draw
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
    /// How many draws make an interval
    #[arg(long, value_name = "N", default_value = "1000", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    resamples: u32,
    /// Also say what each design choice is worth
    #[arg(long, conflicts_with = "tune")]
    ablation: bool,
    /// Seek settings on a part of the data, say what they are worth on the rest, and print them for --settings
    #[arg(long)]
    tune: bool,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
}

impl EvaluateArgs {
    fn draws(&self) -> Draws {
        Draws { seed: self.seed, count: self.resamples as usize }
    }

    fn k(&self) -> usize {
        self.top as usize
    }

    /// The data, or the catalogue as data.
    fn data(&self) -> Result<DataSet, Error> {
        let Some(file) = self.data.as_ref().or(self.source.catalogue.as_ref()) else {
            return Ok(DataSet::whole(embedded::catalogue()));
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

    fn judgements(&self) -> Result<Vec<Judged>, Error> {
        match &self.judgements {
            Some(file) => {
                let (bytes, name) = files::bytes(file)?;
                tsv::read_judgements(&bytes, name)
            }
            None => Ok(embedded::judgements()),
        }
    }

    /// The settings that were asked for; else, for data of another vocabulary, those that suit them.
    fn settings_for(&self, other: fn() -> Settings) -> Result<Settings, Error> {
        let asked = self.source.settings.is_some() || self.source.weights.is_some() || self.tune;
        if asked || self.data.is_none() { open::settings(&self.source) } else { Ok(other()) }
    }

    fn protocol(&self) -> Protocol {
        let queries = self.queries as usize;
        Protocol { same: self.same.into(), without: self.without.map(Group::from), k: self.k(), queries }
    }
}

/// What is given for another task than the one that is asked for would be taken for what was measured.
fn check(args: &EvaluateArgs) -> Result<(), Error> {
    let of_data = matches!(args.task, TaskName::Retrieval | TaskName::Prediction);
    let given = [
        (args.data.is_some() && !of_data, "--data", "retrieval and prediction"),
        (
            args.judgements.is_some() && !matches!(args.task, TaskName::Judged | TaskName::Pool),
            "--judgements",
            "judged and pool",
        ),
        (
            args.tune && matches!(args.task, TaskName::Reach | TaskName::Pool),
            "--tune",
            "judged, retrieval and prediction",
        ),
        (args.folds.is_some() && !matches!(args.task, TaskName::Prediction), "--folds", "prediction"),
    ];
    match given.into_iter().find(|(wrongly, _, _)| *wrongly) {
        Some((_, option, tasks)) => {
            Err(Error::new(ErrorKind::Argument, format!("it is for --task {tasks}")).in_field(option))
        }
        None => Ok(()),
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
    if let Some(found) = &report.settings {
        // The settings are the answer, so they alone go to stdout; what they are worth goes beside them.
        let mut said = Vec::new();
        evaluated::text(&mut said, &report, columns())?;
        anstream::stderr().lock().write_all(&said)?;
        writeln!(out, "{}", settings::write(found))?;
        return Ok(Outcome::Found);
    }
    match args.output.format {
        Format::Text => evaluated::text(out, &report, columns())?,
        Format::Json => evaluated::json(out, &report)?,
        Format::Csv => evaluated::csv(out, &report)?,
    }
    Ok(Outcome::Found)
}

fn judged(args: &EvaluateArgs, recommender: &Recommender) -> Result<Report, Error> {
    let judgements = args.judgements()?;
    let asked = |judged: &Judged| judged.question.query(recommender).map(drop);
    if let Some(fault) = judgements.iter().find_map(|judged| asked(judged).err()) {
        let message = match (&args.judgements, &args.source.catalogue) {
            (None, Some(_)) => {
                format!("{fault}: the questions are those of the built-in catalogue; give your own with --judgements")
            }
            _ => fault.to_string(),
        };
        return Err(Error::new(fault.kind(), message));
    }
    if args.tune {
        return tuned::judged(recommender, &judgements, args.k(), args.draws());
    }
    let contest = Contest::new(recommender, args.seed);
    let mut report =
        Report { tables: tables::judged(&contest, &judgements, args.k(), args.draws())?, ..Report::default() };
    if args.ablation {
        let resamples = |n: usize| Resamples::new(&(0..n).collect::<Vec<_>>(), args.resamples as usize, args.seed);
        let title = "what each choice is worth to the judged questions".to_owned();
        report.tables.push(tables::ablation(title, recommender, resamples, |other| {
            tables::judged_units(other, &judgements, args.k())
        })?);
    }
    let open: usize = pool(&contest, &judgements, args.k())?.iter().map(|(_, tracks)| tracks.len()).sum();
    let graded: usize = judgements.iter().map(|judged| judged.grades.len()).sum();
    let all = || judgements.iter().flat_map(|judged| &judged.grades);
    let gone: Vec<&str> =
        all().map(|(id, _)| id).filter(|id| recommender.catalogue().find(id).is_none()).map(TrackId::as_str).collect();
    if let [first, ..] = gone.as_slice() {
        report
            .notes
            .push(format!("{} judgements are of tracks that the catalogue has not, {first} the first", gone.len()));
    }
    report.notes.push(format!("{graded} judgements; {open} pairs of the pool are not judged (--task pool lists them)"));
    Ok(report)
}

fn reach(args: &EvaluateArgs, recommender: &Recommender) -> Result<Report, Error> {
    let contest = Contest::new(recommender, args.seed);
    let lexicon = embedded::lexicon();
    let words = lexicon.entries().iter().filter_map(|entry| entry.english.first().or(entry.korean.first()));
    let tags = recommender.vocabulary().iter().map(|(_, term)| term.tag.as_str());
    let (table, spreads, reach) = tables::reached(&contest, words.copied().chain(tags), args.k());
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
    if args.tune {
        let train = if args.data.is_some() { data.part(&args.train)? } else { data.clone() };
        let held_out = args.held_out(&data).map(|name| data.part(&name)).transpose()?;
        return tuned::retrieval(&train, held_out.as_ref(), &asked, args.protocol(), args.draws());
    }
    let data = match args.held_out(&data) {
        Some(name) => data.part(&name)?,
        None => data,
    };
    let recommender = Recommender::new(data.catalogue.clone(), Arc::new(embedded::vocabulary()), asked)?;
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
    let train = data.of_split(&args.train);
    if train.is_empty() {
        let message = format!("no track is in the split {:?}; name the data with --data", args.train);
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

/// What is still to be judged, a line a pair in the form of the judgements, with what is known of both sides.
fn print_pool(args: &EvaluateArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let contest = Contest::new(recommender, args.seed);
    let open = pool(&contest, &args.judgements()?, args.k())?;
    let facts = |at: TrackIndex| sheet_line(recommender.catalogue(), at);
    let mut any = false;
    for (question, tracks) in open.iter().filter(|(_, tracks)| !tracks.is_empty()) {
        any = true;
        let seed = recommender
            .catalogue()
            .iter()
            .find(|(_, t)| question.kind() == "similar" && t.id.as_str() == question.text());
        let known = seed.map_or_else(String::new, |(at, _)| format!("\t{}", facts(at)));
        writeln!(out, "# {}\t{}{known}", question.kind(), question.text())?;
        for at in tracks {
            let id = &recommender.catalogue().track(*at).id;
            writeln!(out, "{}\t{}\t{id}\t?\t{}", question.kind(), question.text(), facts(*at))?;
        }
    }
    if !any {
        note("everything in the pool is judged");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

/// What is known of a track that a judge may look at, on one line.
fn sheet_line(catalogue: &Catalogue, at: TrackIndex) -> String {
    let track = catalogue.track(at);
    let tags = |facet: Facet| track.tags(facet).iter().map(|t| t.tag.as_str()).collect::<Vec<_>>().join(", ");
    let tempo = track.tempo.as_ref().map_or("", |tag| tag.as_str());
    let artists: Vec<&str> = track.artists.iter().map(|artist| artist.as_str()).collect();
    let drama = track.drama.as_ref().map_or("", |drama| drama.as_str());
    let parts = [
        artists.join(", "),
        drama.to_owned(),
        tags(Facet::Genre),
        tempo.to_owned(),
        tags(Facet::Instrumentation),
        tags(Facet::Theme),
    ];
    ost::output::plain::plain(&parts.join(" | "))
}
