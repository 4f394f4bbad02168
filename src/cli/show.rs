//! `ost show`.

use std::io::Write;

use ost::Recommender;
use ost::explanation::reason::vector_in_words;
use ost::output::{csv, json, sheet};

use crate::cli::args::{Format, ShowArgs};
use crate::cli::{Outcome, Stop, columns, open};

pub(crate) fn run(args: &ShowArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let at = open::track(recommender, &args.track.join(" "))?;
    let track = recommender.catalogue().track(at);
    let features = recommender.features();
    let vector = features.row(at).map(|own| vector_in_words(features, own.row())).unwrap_or_default();
    match args.output.format {
        Format::Json => json::shown(out, track, features.affect(at).as_ref(), vector)?,
        Format::Csv => csv::tracks(out, std::iter::once(track))?,
        Format::Text => sheet::track(out, track, features.affect(at).as_ref(), &vector, columns())?,
    }
    Ok(Outcome::Found)
}
