//! `ost tags`.

use std::io::Write;

use ost::catalogue::facet::{Facet, Tag};
use ost::features::vocabulary::TermIndex;
use ost::output::glossary::{self, TagCount};
use ost::output::{csv, json};
use ost::query::filter::carriers;
use ost::{Error, ErrorKind, Recommender};

use crate::cli::args::{Format, TagsArgs};
use crate::cli::{Outcome, Stop, columns, open};

pub(crate) fn run(args: &TagsArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let chosen = chosen(recommender, args.name.as_deref())?;
    let vocabulary = recommender.vocabulary();
    let carriers = carriers(recommender.catalogue(), recommender.features());
    let count = |at: TermIndex| TagCount {
        term: vocabulary.term(at),
        tracks: carriers[at.index()],
        narrower: vocabulary.narrower(at).map(|at| vocabulary.term(at).tag.as_str()).collect(),
    };
    let counts: Vec<TagCount<'_>> = chosen.into_iter().map(count).collect();
    match args.output.format {
        Format::Json => json::write(out, &glossary::tag_records(&counts))?,
        Format::Csv => csv::table(out, &glossary::TAG_HEADER, counts.iter().map(glossary::tag_row))?,
        Format::Text => glossary::tags(out, &counts, columns())?,
    }
    Ok(Outcome::Found)
}

fn chosen(recommender: &Recommender, name: Option<&str>) -> Result<Vec<TermIndex>, Error> {
    let vocabulary = recommender.vocabulary();
    let facet = name
        .and_then(|name| Facet::from_name(name.trim().trim_end_matches('s')).or_else(|| Facet::from_name(name.trim())));
    let all = vocabulary.iter().filter(|(_, term)| facet.is_none_or(|facet| term.facet == facet)).map(|(at, _)| at);
    match (name, facet) {
        (None, _) | (_, Some(_)) => Ok(all.collect()),
        (Some(name), None) => {
            let found: Vec<TermIndex> =
                Tag::new(name).map(|tag| vocabulary.typed_any(&tag).collect()).unwrap_or_default();
            if found.is_empty()
                && let Some((facet, tag)) = open::own_tag(recommender, name)
            {
                let option = if facet == Facet::Instrumentation { "instrument" } else { facet.name() };
                let message = format!(
                    "{name:?} is a {facet} tag of this catalogue alone, of which no more is known; \
                     `ost list --{option} {}` lists its songs",
                    open::argument(tag.as_str())
                );
                return Err(Error::new(ErrorKind::NotFound, message));
            }
            if found.is_empty() {
                let near = vocabulary.near(None, &name.to_lowercase(), 3).into_iter().map(str::to_owned).collect();
                let message = format!("{name:?} is neither a facet nor a tag; `ost tags` lists them all");
                return Err(Error::new(ErrorKind::NotFound, message).with_candidates(near));
            }
            Ok(found)
        }
    }
}
