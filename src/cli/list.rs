//! `ost list`.

use std::io::Write;

use ost::Recommender;
use ost::output::{census, csv, json, sheet};
use ost::validation::census::Census;

use crate::cli::args::{Format, ListArgs};
use crate::cli::{Outcome, Stop, columns, open};

pub(crate) fn run(args: &ListArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let filter = open::filter(recommender, &args.filters)?;
    let vocabulary = recommender.vocabulary();
    let tracks = || recommender.catalogue().walk().filter(|track| filter.admits(track, vocabulary));
    let nothing = || {
        open::say_what_may_help("no song passes", recommender, &filter);
        Outcome::Nothing
    };
    if args.stats {
        let census =
            Census::of(recommender.catalogue(), recommender.features(), |track| filter.admits(track, vocabulary));
        match args.output.format {
            Format::Json => json::write(out, &census::record(&census))?,
            Format::Csv => csv::table(out, &census::HEADER, census::rows(&census).into_iter())?,
            Format::Text => census::text(out, &census, columns())?,
        }
        return Ok(if census.tracks == 0 { nothing() } else { Outcome::Found });
    }
    match args.output.format {
        Format::Json => json::tracks(out, tracks())?,
        Format::Csv => csv::tracks(out, tracks())?,
        Format::Text => sheet::list(out, tracks(), columns())?,
    }
    if tracks().next().is_none() {
        return Ok(nothing());
    }
    Ok(Outcome::Found)
}
