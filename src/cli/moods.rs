//! `ost moods`.

use std::io::Write;

use ost::interchange::embedded;
use ost::output::glossary;
use ost::output::{csv, json};
use ost::query::mood::lexicon::Entry;
use ost::query::mood::reader::MoodReader;

use crate::cli::args::{Format, MoodsArgs};
use crate::cli::{Outcome, Stop, columns, note};

/// How many neighbours of an entry are shown.
const NEIGHBOURS: usize = 8;

pub(crate) fn run(args: &MoodsArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let vocabulary = embedded::vocabulary();
    let reader = MoodReader::new(embedded::lexicon(), &vocabulary);
    let word = args.word.join(" ");
    let found: Vec<Entry<'_>> = if word.is_empty() {
        reader.lexicon().entries().to_vec()
    } else {
        let mut found: Vec<Entry<'_>> = Vec::new();
        for understood in reader.read(&word).understood {
            let own = reader.lexicon().entries().iter().find(|entry| entry.name == understood.meaning).cloned();
            let tag = || {
                let named = vocabulary.iter().find(|(_, term)| term.tag.as_str() == understood.meaning);
                named.map(|(_, term)| Entry::of_term(term))
            };
            let entry = if understood.kind == "tag" { tag().or(own) } else { own };
            found.extend(entry.filter(|entry| found.iter().all(|known| known.name != entry.name)));
        }
        found
    };
    let near = |entry: &Entry<'_>| match word.is_empty() {
        true => Vec::new(),
        false => reader.lexicon().neighbours(entry, NEIGHBOURS).iter().map(|near| &*near.name).collect(),
    };
    match args.output.format {
        Format::Json => {
            let records = found.iter().map(|entry| glossary::mood_record(entry, near(entry)));
            json::write(out, &records.collect::<Vec<_>>())?;
        }
        Format::Csv => csv::table(out, &glossary::MOOD_HEADER, found.iter().map(glossary::mood_row))?,
        Format::Text if word.is_empty() => glossary::moods(out, found.iter(), columns())?,
        Format::Text => {
            for entry in &found {
                glossary::mood(out, entry, &near(entry), columns())?;
            }
        }
    }
    if found.is_empty() {
        note(&match reader.suggest(&word).filter(|near| *near != word) {
            Some(near) => format!("this is no word of mood; did you mean {near}?"),
            None => "this is no word of mood; `ost moods` lists them".to_owned(),
        });
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}
