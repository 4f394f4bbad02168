//! `ost tags`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use ost::catalogue::facet::{Facet, Tag};
use ost::catalogue::track::Label;
use ost::features::vocabulary::{Term, TermIndex};
use ost::output::glossary::{self, TagCount};
use ost::output::{csv, json};
use ost::query::filter::carriers;
use ost::{Error, ErrorKind, Recommender};

use crate::cli::args::{Format, TagsArgs};
use crate::cli::{Outcome, Stop, columns, open};

pub(crate) fn run(args: &TagsArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let chosen = chosen(recommender, args.name.as_deref(), facet(args))?;
    let vocabulary = recommender.vocabulary();
    let carriers = carriers(recommender.catalogue(), recommender.features());
    let count = |at: TermIndex| TagCount {
        term: vocabulary.term(at),
        tracks: carriers[at.index()],
        narrower: vocabulary.narrower(at).map(|at| vocabulary.term(at).tag.as_str()).collect(),
    };
    let own = if args.name.is_none() || facet(args).is_some() { own(recommender, facet(args))? } else { Vec::new() };
    let mut counts: Vec<TagCount<'_>> = chosen.into_iter().map(count).collect();
    counts.extend(own.iter().map(|(term, tracks)| TagCount { term, tracks: *tracks, narrower: Vec::new() }));
    counts.sort_by_key(|count| count.term.facet);
    match args.output.format {
        Format::Json => json::write(out, &glossary::tag_records(&counts))?,
        Format::Csv => csv::table(out, &glossary::TAG_HEADER, counts.iter().map(glossary::tag_row))?,
        Format::Text => glossary::tags(out, &counts, columns())?,
    }
    Ok(Outcome::Found)
}

/// The facet that is asked for.
fn facet(args: &TagsArgs) -> Option<Facet> {
    let name = args.name.as_deref()?.trim();
    let one = name.trim_end_matches('s');
    let is = |facet: &Facet| [one, name].contains(&facet.name()) || facet.korean().contains(&name);
    let instrument = (one == "instrument").then_some(Facet::Instrumentation);
    Facet::ALL.into_iter().find(is).or(instrument)
}

/// The tags of a facet, or of all, that only the catalogue knows, with how many tracks carry each, by name.
fn own(recommender: &Recommender, facet: Option<Facet>) -> Result<Vec<(Term, usize)>, Error> {
    let vocabulary = recommender.vocabulary();
    let mut own = recommender.catalogue().tags();
    own.retain(|(of, tag)| facet.is_none_or(|facet| *of == facet) && vocabulary.resolve(*of, tag).is_none());
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let mut counts: BTreeMap<(Facet, Tag), usize> = own.into_iter().map(|own| (own, 0)).collect();
    for track in recommender.catalogue().walk() {
        let tagged = |facet: Facet| track.tags(facet).iter().map(move |tagged| (facet, tagged.tag.clone()));
        let tempo = track.tempo.iter().map(|tag| (Facet::Tempo, tag.clone()));
        let carried: BTreeSet<(Facet, Tag)> = Facet::ALL.into_iter().flat_map(tagged).chain(tempo).collect();
        carried.iter().for_each(|tag| counts.get_mut(tag).into_iter().for_each(|count| *count += 1));
    }
    let means = Label::new("a tag of this catalogue alone, of which no more is known")?;
    Ok(counts.into_iter().map(|((facet, tag), count)| (Term::named(facet, tag, means.clone()), count)).collect())
}

fn chosen(recommender: &Recommender, name: Option<&str>, facet: Option<Facet>) -> Result<Vec<TermIndex>, Error> {
    let vocabulary = recommender.vocabulary();
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
                let article = if facet == Facet::Instrumentation { "an" } else { "a" };
                let message = format!(
                    "{name:?} is {article} {facet} tag of this catalogue alone, of which no more is known; \
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
