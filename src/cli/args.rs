//! Arguments, as clap reads them.

use std::ops::RangeInclusive;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use ost::features::weighting::FacetWeights;

/// Recommends Korean drama soundtrack songs from a mood or a favourite track, and says exactly why.
#[derive(Debug, Parser)]
#[command(name = "ost", version, arg_required_else_help = true, max_term_width = 80)]
#[command(
    after_help = "Try:\n  ost mood \"rainy, heartbroken, but hopeful\"\n  ost mood 비 오는 새벽 감성\n  ost similar \"stay with me @ goblin\"\n  \
    ost explain \"whispers in the rain\" \"fleeting moments\"\n\nExit codes: 0 found, 1 nothing matched, 2 an error"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Songs for a mood, in English or Korean or both
    Mood(MoodArgs),
    /// Songs like a favourite
    Similar(SimilarArgs),
    /// Why two songs are close, or why a song suits a mood
    Explain(ExplainArgs),
    /// Everything that is known about a song
    Show(ShowArgs),
    /// The songs of the catalogue
    List(ListArgs),
    /// The tags of the vocabulary, or of one facet
    Tags(TagsArgs),
    /// The words of mood that are understood
    Moods(MoodsArgs),
    /// Check a catalogue file, or the built-in catalogue
    Validate(ValidateArgs),
    /// Measure the recommendations, and tune them
    Evaluate(crate::cli::evaluate_args::EvaluateArgs),
    /// Build an index file, so that a large catalogue opens at once
    Index {
        #[command(subcommand)]
        command: IndexCommand,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum IndexCommand {
    /// Make an index of a catalogue (JSON array or JSON Lines; - is stdin)
    Build {
        /// The catalogue
        file: String,
        /// The index, such as mine.ost; an existing one is replaced only once the new one is complete
        #[arg(short, long, value_name = "NAME.ost")]
        output: String,
        /// How much each facet counts; one that is not named keeps its default: genre=0.25,tempo=0.12,instrumentation=0.25,theme=0.38
        #[arg(long, value_name = "WEIGHTS", value_parser = weights)]
        weights: Option<FacetWeights>,
        /// Settings of your own, as `ost evaluate --tune` prints them (JSON)
        #[arg(long, value_name = "FILE")]
        settings: Option<String>,
    },
    /// What an index holds, part by part
    Info {
        /// The index
        file: String,
    },
    /// Read an index to its end and compare every block with its checksum
    Check {
        /// The index
        file: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct Source {
    /// A catalogue of your own (JSON array or JSON Lines, - is stdin; or an index made by ost index build)
    #[arg(long, value_name = "FILE")]
    pub(crate) catalogue: Option<String>,
    /// How much each facet counts; one that is not named keeps its default: genre=0.25,tempo=0.12,instrumentation=0.25,theme=0.38
    #[arg(long, value_name = "WEIGHTS", value_parser = weights)]
    pub(crate) weights: Option<FacetWeights>,
    /// Settings of your own, as `ost evaluate --tune` prints them (JSON)
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Output {
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Answers {
    /// How many songs
    #[arg(short = 'k', long, allow_negative_numbers = true, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) top: u32,
    /// How much the answers should differ from each other, 0 to 1
    #[arg(long, allow_negative_numbers = true, value_name = "0..1", default_value = "0", value_parser = fraction)]
    pub(crate) diversity: f64,
    /// At most N songs of one drama
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) per_drama: Option<u32>,
    /// At most N songs by one artist
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) per_artist: Option<u32>,
    /// Every reason under every song
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct Filters {
    /// Only songs of this drama, by any of its names or a part of one; given again, of either
    #[arg(long, value_name = "NAME")]
    pub(crate) drama: Vec<String>,
    /// Only songs by this artist, by any of their names or a part of one; given again, by either
    #[arg(long, value_name = "NAME")]
    pub(crate) artist: Vec<String>,
    /// Only songs of these years, such as 2016..2020, 2016.., ..2005 or 2016
    #[arg(long, value_name = "YEARS", value_parser = years)]
    pub(crate) year: Option<RangeInclusive<u16>>,
    /// Only songs with this genre or a narrower one; given again, with both
    #[arg(long, value_name = "TAG")]
    pub(crate) genre: Vec<String>,
    /// Only songs with this voice or instrument or a narrower one; given again, with both
    #[arg(long, value_name = "TAG")]
    pub(crate) instrument: Vec<String>,
    /// Only songs with this theme or a narrower one; given again, with both
    #[arg(long, value_name = "TAG")]
    pub(crate) theme: Vec<String>,
    /// Only songs of this tempo: a term such as slow, or beats per minute such as 60..90
    #[arg(long, value_name = "TEMPO")]
    pub(crate) tempo: Option<String>,
    /// No songs with this id, title, drama, artist or tag; may be given again
    #[arg(long, value_name = "NAME")]
    pub(crate) exclude: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MoodArgs {
    /// The mood, such as: rainy, heartbroken, but hopeful
    #[arg(value_name = "TEXT", required_unless_present_any = ["valence", "arousal"])]
    pub(crate) text: Vec<String>,
    /// How pleasant, -1 to 1, in place of what the words say of it
    #[arg(long, allow_negative_numbers = true, value_name = "-1..1", value_parser = circumplex)]
    pub(crate) valence: Option<f64>,
    /// How excited, -1 to 1, in place of what the words say of it
    #[arg(long, allow_negative_numbers = true, value_name = "-1..1", value_parser = circumplex)]
    pub(crate) arousal: Option<f64>,
    #[command(flatten)]
    pub(crate) answers: Answers,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) output: Output,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

#[derive(Debug, Args)]
pub(crate) struct SimilarArgs {
    /// The favourite: an id, a title in any of its languages, or title @ drama
    #[arg(value_name = "TRACK", required = true)]
    pub(crate) track: Vec<String>,
    /// Another favourite
    #[arg(long, value_name = "TRACK")]
    pub(crate) and: Vec<String>,
    /// A song to stay away from
    #[arg(long, value_name = "TRACK")]
    pub(crate) not: Vec<String>,
    #[command(flatten)]
    pub(crate) answers: Answers,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) output: Output,
    // A heading holds for all that follows it.
    #[command(flatten)]
    pub(crate) critiques: Critiques,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For reading
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// A page for a browser
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// 한국어
    Ko,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Two songs, the favourite first; or, with --mood, one
    #[arg(value_name = "TRACK", required = true)]
    pub(crate) tracks: Vec<String>,
    /// Another favourite (not with --mood)
    #[arg(long, value_name = "TRACK", conflicts_with = "mood")]
    pub(crate) and: Vec<String>,
    /// A song to stay away from (not with --mood)
    #[arg(long, value_name = "TRACK", conflicts_with = "mood")]
    pub(crate) not: Vec<String>,
    /// The mood that the song is held against
    #[arg(long, value_name = "TEXT")]
    pub(crate) mood: Option<String>,
    /// Why the last song ranks above this one
    #[arg(long, value_name = "TRACK", conflicts_with = "into")]
    pub(crate) over: Option<String>,
    /// The smallest change of tags that would bring the last song into the first K (not with --mood)
    #[arg(long, value_name = "K", conflicts_with = "mood", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) into: Option<u32>,
    /// The language of the sentences
    #[arg(long, value_enum, default_value = "en")]
    pub(crate) lang: Lang,
    #[command(flatten)]
    pub(crate) source: Source,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PageFormat,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Like it, but")]
pub(crate) struct Critiques {
    /// Slower; again for slower still
    #[arg(long, action = ArgAction::Count)]
    pub(crate) slower: u8,
    /// Faster
    #[arg(long, action = ArgAction::Count)]
    pub(crate) faster: u8,
    /// Sadder
    #[arg(long, action = ArgAction::Count)]
    pub(crate) sadder: u8,
    /// Happier
    #[arg(long, action = ArgAction::Count)]
    pub(crate) happier: u8,
    /// Calmer
    #[arg(long, action = ArgAction::Count)]
    pub(crate) calmer: u8,
    /// More energetic
    #[arg(long, action = ArgAction::Count)]
    pub(crate) energetic: u8,
    /// More acoustic
    #[arg(long, action = ArgAction::Count)]
    pub(crate) acoustic: u8,
    /// Of a later year
    #[arg(long, action = ArgAction::Count)]
    pub(crate) newer: u8,
    /// Of an earlier year
    #[arg(long, action = ArgAction::Count)]
    pub(crate) older: u8,
    /// With more of a tag, such as piano, or any of the above in words, such as acoustic
    #[arg(long, value_name = "TAG")]
    pub(crate) more: Vec<String>,
    /// With less of a tag; given twice, with hardly any
    #[arg(long, value_name = "TAG")]
    pub(crate) less: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The song: an id, a title in any of its languages, or title @ drama
    #[arg(value_name = "TRACK", required = true)]
    pub(crate) track: Vec<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// What the catalogue holds, counted: by year, genre and drama, with small bars
    #[arg(long)]
    pub(crate) stats: bool,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) output: Output,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

#[derive(Debug, Args)]
pub(crate) struct TagsArgs {
    /// A facet (genre, tempo, instrumentation, theme), or a tag by any of its names
    #[arg(value_name = "FACET|TAG")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct MoodsArgs {
    /// A word, to see what it is understood as
    #[arg(value_name = "WORD")]
    pub(crate) word: Vec<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// The catalogue file (- is stdin); the built-in catalogue where none is named
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<String>,
    /// A vocabulary file to check, and to check the catalogue by
    #[arg(long, value_name = "FILE")]
    pub(crate) vocabulary: Option<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

fn fraction(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("a number from 0 to 1 is needed".into()),
    }
}

fn circumplex(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (-1.0..=1.0).contains(&value) => Ok(value),
        _ => Err("a number from -1 to 1 is needed".into()),
    }
}

fn years(text: &str) -> Result<RangeInclusive<u16>, String> {
    let year = |part: &str, open: u16| match part.trim() {
        "" => Ok(open),
        part => part.parse::<u16>().map_err(|_| format!("{part:?} is not a year; write 2016..2020, 2016.. or 2016")),
    };
    let range = match ["..", "~", "–", "-"].iter().find_map(|joint| text.split_once(joint)) {
        Some((from, to)) => year(from, 0)?..=year(to.trim_start_matches('='), u16::MAX)?,
        None => year(text, 0)?..=year(text, 0)?,
    };
    if range.is_empty() {
        Err(format!("the years run backwards; write {}..{}", range.end(), range.start()))
    } else {
        Ok(range)
    }
}

fn weights(text: &str) -> Result<FacetWeights, String> {
    use ost::catalogue::facet::Facet;
    let mut weights = ost::Settings::default().weighting.facets;
    let mut values = Facet::ALL.map(|facet| weights.of(facet));
    if text.trim().is_empty() {
        return Err("write weights such as theme=2,tempo=0".into());
    }
    let mut given = [false; 4];
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let fault = || format!("{part:?} is not a weight such as theme=2");
        let (name, value) = part.split_once('=').ok_or_else(fault)?;
        let facet = Facet::from_name(name.trim())
            .ok_or_else(|| format!("{name:?} is not a facet; there are genre, tempo, instrumentation and theme"))?;
        if std::mem::replace(&mut given[facet.index()], true) {
            return Err(format!("{facet} is given twice; leave one of them out"));
        }
        values[facet.index()] = value.trim().parse().map_err(|_| fault())?;
    }
    weights = FacetWeights::new(values).map_err(|error| error.to_string())?;
    Ok(weights)
}
