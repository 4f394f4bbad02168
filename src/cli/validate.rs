//! `ost validate`.

use std::io::Write;

use ost::interchange::embedded;
use ost::interchange::json;

use crate::cli::args::ValidateArgs;
use crate::cli::{Outcome, Stop, open};

pub(crate) fn run(args: &ValidateArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let loaded = match &args.file {
        Some(file) => open::load(file)?,
        None => json::read(embedded::CATALOGUE.as_bytes(), "data/catalogue.json")?,
    };
    writeln!(out, "{} tracks, no errors", loaded.catalogue.len())?;
    let _ = args.output.format;
    Ok(Outcome::Found)
}
