//! `ost explain`.

use std::io::Write;

use ost::output::{csv, json, text};
use ost::{Error, ErrorKind, Query};

use crate::cli::args::{ExplainArgs, Format};
use crate::cli::{Outcome, Stop, columns, note, open};

pub(crate) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let recommender = open::recommender(&args.source)?;
    let (query, named) = match (&args.mood, args.tracks.as_slice()) {
        (None, [seed, track]) => (Query::new().like(open::track(&recommender, seed)?), track),
        (Some(mood), [track]) => (recommender.ask(mood)?, track),
        (None, _) => {
            let message = "two songs are needed, or one with --mood";
            return Err(Error::new(ErrorKind::Argument, message).in_field("TRACK").into());
        }
        (Some(_), _) => {
            let message = "one song is held against a mood; leave the other out";
            return Err(Error::new(ErrorKind::Argument, message).in_field("TRACK").into());
        }
    };
    let track = open::track(&recommender, named)?;
    let Some(explanation) = recommender.explain(&query, track) else {
        note(match &query.mood {
            Some(mood) if !mood.asks() => "none of these words is known as a mood; `ost moods` lists those that are",
            _ => "nothing is known of one of these songs but its name; `ost show` says what is missing",
        });
        return Ok(Outcome::Nothing);
    };
    match args.output.format {
        Format::Json => json::explanation(out, &query, track, &explanation, recommender.catalogue())?,
        Format::Csv => csv::explanation(out, &explanation)?,
        Format::Text => {
            let catalogue = recommender.catalogue();
            match (&query.mood, query.likes.first()) {
                (Some(mood), _) => text::understanding(out, mood, columns())?,
                (None, Some(seed)) => text::heading(out, &text::title(catalogue.track(*seed)), columns())?,
                (None, None) => {}
            }
            let held = format!("{}: {:.3}", text::title(catalogue.track(track)), explanation.score);
            text::heading(out, &held, columns())?;
            writeln!(out)?;
            text::reasons(out, &explanation, 0, columns())?;
        }
    }
    Ok(Outcome::Found)
}
