//! `ost mood`.

use std::io::Write;

use ost::catalogue::affect::{Arousal, Valence};
use ost::output::{csv, json, text};
use ost::query::mood::wish::Mood;
use ost::{Error, Recommender};

use crate::cli::args::{Format, MoodArgs};
use crate::cli::{Outcome, Stop, columns, note, open};

pub(crate) fn run(args: &MoodArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let recommender = open::recommender(&args.source)?;
    let mood = wanted(args, &recommender)?;
    let query = open::query(&recommender, &args.filters, &args.answers)?.mood(mood.clone());
    let answers = recommender.recommend(&query, args.answers.top as usize);
    match args.output.format {
        Format::Json => json::recommendations(out, &query, &answers, recommender.catalogue())?,
        Format::Csv => csv::recommendations(out, &answers)?,
        Format::Text => {
            text::understanding(out, &mood, columns())?;
            if !answers.is_empty() {
                writeln!(out)?;
            }
            text::recommendations(out, &answers, columns(), args.answers.explain)?;
        }
    }
    if answers.is_empty() {
        note(if mood.asks() {
            "no song answers; fewer filters may help"
        } else {
            "none of these words is known as a mood; `ost moods` lists those that are"
        });
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

/// The mood of the words, with the axes that were given as numbers instead of theirs.
fn wanted(args: &MoodArgs, recommender: &Recommender) -> Result<Mood, Error> {
    let mut mood = recommender.read_mood(&args.text.join(" "));
    if mood.valence.is_none() && mood.arousal.is_none() && (args.valence.is_some() || args.arousal.is_some()) {
        mood.feeling = if mood.wanted.is_empty() { 1.0 } else { 0.5 };
    }
    if let Some(valence) = args.valence {
        mood.valence = Some(Valence::new(valence)?);
    }
    if let Some(arousal) = args.arousal {
        mood.arousal = Some(Arousal::new(arousal)?);
    }
    Ok(mood)
}
