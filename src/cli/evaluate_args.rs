//! What `ost evaluate` is asked, and what of that belongs to which task.

use clap::{Args, ValueEnum};
use ost::evaluation::dataset::Group;
use ost::{Error, ErrorKind};

use crate::cli::args::{Format, Output, Source};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TaskName {
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
pub(crate) enum GroupName {
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
    /// What to measure
    #[arg(long, value_enum, default_value = "judged")]
    pub(crate) task: TaskName,
    /// Tagged tracks with albums and splits (tab-separated, or a catalogue in JSON) in place of the catalogue; measured with settings for tags of another
    /// vocabulary, unless --settings or --weights are given
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<String>,
    /// Judgements of your own (kind, query, track id, grade 0 to 3, apart by tabs)
    #[arg(long, value_name = "FILE")]
    pub(crate) judgements: Option<String>,
    /// retrieval: what the tracks to be found share with the query; the artist where nothing is said
    #[arg(long, value_enum)]
    pub(crate) same: Option<GroupName>,
    /// retrieval: leave out candidates that share this with the query (the artist filter)
    #[arg(long, value_enum)]
    pub(crate) without: Option<GroupName>,
    /// The split that is learned from; train where nothing is said
    #[arg(long, value_name = "NAME")]
    pub(crate) train: Option<String>,
    /// The split that is measured on: test, else validation, else everything
    #[arg(long, value_name = "NAME")]
    pub(crate) split: Option<String>,
    /// prediction: cut all tracks, or those of --split, into so many parts by artist, and hold out each once
    #[arg(long, value_name = "N", conflicts_with = "tune", value_parser = clap::value_parser!(u32).range(2..=50))]
    pub(crate) folds: Option<u32>,
    /// The length of the lists that are measured; 10 where nothing is said
    #[arg(short = 'k', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) top: Option<u32>,
    /// retrieval: at most so many queries, drawn by chance; 2000 where nothing is said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) queries: Option<u32>,
    /// The seed of every draw
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) seed: u64,
    /// How many draws make an interval; 1000 where nothing is said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) resamples: Option<u32>,
    /// Also say what each design choice is worth
    #[arg(long, conflicts_with = "tune")]
    pub(crate) ablation: bool,
    /// Seek settings on a part of the data, say what they are worth on the rest, and print them for --settings
    #[arg(long)]
    pub(crate) tune: bool,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What is given for another task than the one that is asked for would be taken for what was measured.
pub(crate) fn check(args: &EvaluateArgs) -> Result<(), Error> {
    use TaskName::{Judged, Pool, Prediction, Reach, Retrieval};
    const OF_DATA: (&[TaskName], &str) = (&[Retrieval, Prediction], "retrieval and prediction");
    const COUNTED: (&[TaskName], &str) = (&[Judged, Retrieval, Prediction], "judged, retrieval and prediction");
    const LISTS: (&[TaskName], &str) = (&[Judged, Reach, Retrieval, Pool], "judged, reach, retrieval and pool");
    const RETRIEVAL: (&[TaskName], &str) = (&[Retrieval], "retrieval");
    let given = [
        (args.data.is_some(), "--data", OF_DATA),
        (args.judgements.is_some(), "--judgements", (&[Judged, Pool][..], "judged and pool")),
        (args.tune, "--tune", COUNTED),
        (args.folds.is_some(), "--folds", (&[Prediction], "prediction")),
        (args.same.is_some(), "--same", RETRIEVAL),
        (args.without.is_some(), "--without", RETRIEVAL),
        (args.queries.is_some(), "--queries", RETRIEVAL),
        (args.train.is_some(), "--train", OF_DATA),
        (args.split.is_some(), "--split", OF_DATA),
        (args.ablation, "--ablation", COUNTED),
        (args.resamples.is_some(), "--resamples", COUNTED),
        (args.top.is_some(), "--top", LISTS),
    ];
    let refuse = |option: &str, why: String| Err(Error::new(ErrorKind::Argument, why).in_field(option));
    let other =
        |(is_given, _, (tasks, _)): &(bool, &str, (&[TaskName], &str))| *is_given && !tasks.contains(&args.task);
    if let Some((_, option, (_, tasks))) = given.into_iter().find(other) {
        return refuse(option, format!("it is for --task {tasks}"));
    }
    let learns = (args.task == Prediction && args.folds.is_none()) || args.tune;
    if args.train.is_some() && !learns {
        return refuse("--train", "it is for --task prediction without --folds, and for retrieval with --tune".into());
    }
    if args.data.is_some() && args.source.catalogue.is_some() {
        return refuse("--data", "--catalogue names other tracks; give one of them".into());
    }
    if args.task == Pool && args.output.format != Format::Text {
        return refuse("--format", "--task pool prints judgements to be filled in, as text alone".into());
    }
    let same = Group::from(args.same());
    if args.without.map(Group::from) == Some(same) {
        let why = format!("no song shares its {0} and does not; leave out another than the {0}", same.name());
        return refuse("--without", why);
    }
    Ok(())
}

impl EvaluateArgs {
    /// What the tracks to be found share.
    pub(crate) fn same(&self) -> GroupName {
        self.same.unwrap_or(GroupName::Artist)
    }
}
