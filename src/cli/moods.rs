//! `ost moods`.

use std::io::Write;

use ost::Recommender;
use ost::interchange::embedded;
use ost::output::glossary;
use ost::output::{csv, json};
use ost::query::mood::lexicon::Entry;

use crate::cli::args::{Format, MoodsArgs};
use crate::cli::{Outcome, Stop, columns, note};

pub(crate) fn run(args: &MoodsArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let lexicon = embedded::lexicon();
    let word = args.word.join(" ");
    let entries: Vec<&Entry<'_>> = if word.is_empty() {
        lexicon.entries().iter().collect()
    } else {
        let mood = Recommender::embedded().read_mood(&word);
        let named = |entry: &&Entry<'_>| mood.understood.iter().any(|understood| understood.meaning == entry.name);
        lexicon.entries().iter().filter(named).collect()
    };
    match args.output.format {
        Format::Json => {
            json::write(out, &entries.iter().map(|entry| glossary::mood_record(entry)).collect::<Vec<_>>())?
        }
        Format::Csv => csv::table(out, &glossary::MOOD_HEADER, entries.iter().map(|entry| glossary::mood_row(entry)))?,
        Format::Text => glossary::moods(out, entries.iter().copied(), columns())?,
    }
    if entries.is_empty() {
        note("this is no word of mood; it may be a tag (`ost tags`)");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}
