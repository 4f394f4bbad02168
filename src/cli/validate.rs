//! `ost validate`.

use std::io::Write;
use std::sync::Arc;

use ost::features::vocabulary::Vocabulary;
use ost::interchange::bytes::text;
use ost::interchange::{embedded, vocabulary};
use ost::output::{csv, findings, json};
use ost::storage::Image;
use ost::validation::finding::Severity;
use ost::validation::{Report, validate, validate_vocabulary};
use ost::{Error, ErrorKind, Settings};

use crate::cli::args::{Format, ValidateArgs};
use crate::cli::{Outcome, Stop, columns, files, note};

pub(crate) fn run(args: &ValidateArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let words = match &args.vocabulary {
        None => ("data/vocabulary.json", embedded::VOCABULARY),
        Some(file) => {
            let (bytes, name) = files::bytes(file)?;
            let text = text(&bytes).map_err(|error| error.in_file(name))?;
            // A vocabulary borrows its names from the text; there is one in the life of the process.
            (name, &*text.to_owned().leak())
        }
    };
    let of_words = validate_vocabulary(words.1);
    let mut reports = Vec::new();
    if of_words.count(Severity::Error) == 0 {
        // Checked above, so it can be read.
        let vocabulary = vocabulary::read(words.1).map_err(|error| error.in_file(words.0))?;
        if args.file.is_some() || args.vocabulary.is_none() {
            reports.push(of_catalogue(args, vocabulary)?);
        }
    }
    if args.vocabulary.is_some() || !of_words.findings.is_empty() {
        reports.push((words.0.to_owned(), "term", of_words));
    }
    match args.output.format {
        Format::Json => {
            let records: Vec<_> = reports.iter().map(|(file, _, report)| findings::record(file, report)).collect();
            json::write(out, &records)?;
        }
        Format::Csv => {
            let rows =
                reports.iter().flat_map(|(file, _, report)| report.findings.iter().map(|f| findings::row(file, f)));
            csv::table(out, &findings::HEADER, rows)?;
            for (file, _, report) in &reports {
                for (rule, listed, all) in report.cut_short() {
                    note(&format!("{file}: {}: the first {listed} of {all} findings are listed", rule.name()));
                }
            }
        }
        Format::Text => {
            for (file, of, report) in &reports {
                findings::report(out, file, of, report, columns())?;
            }
        }
    }
    let errors: usize = reports.iter().map(|(_, _, report)| report.count(Severity::Error)).sum();
    Ok(if errors > 0 { Outcome::Faulty } else { Outcome::Found })
}

fn of_catalogue(args: &ValidateArgs, vocabulary: Vocabulary) -> Result<(String, &'static str, Report), Error> {
    let settings = Settings::default();
    let (bytes, name) = match &args.file {
        Some(file) => files::bytes(file)?,
        None => (embedded::CATALOGUE.as_bytes().to_vec(), "data/catalogue.json"),
    };
    if Image::is_one(&bytes) {
        let message = "an index; validate the catalogue it was made of, or see `ost index check`";
        return Err(Error::new(ErrorKind::Argument, message).in_file(name));
    }
    Ok((name.to_owned(), "track", validate(&bytes, Arc::new(vocabulary), &settings)))
}
