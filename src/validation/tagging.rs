//! Tags: known, each once, none that another says already, and some of every facet.

use std::collections::{BTreeMap, HashMap};

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::features::vocabulary::TermIndex;
use crate::validation::finding::{Findings, Rule};
use crate::validation::subject::Subject;

/// For how many unknown tags a near one is looked for.
const SUGGESTED: usize = 1000;

/// The tags of a facet, the tempo term included.
fn tags(track: &Track, facet: Facet) -> impl Iterator<Item = &Tag> {
    let tempo = track.tempo.iter().filter(move |_| facet == Facet::Tempo);
    track.tags(facet).iter().map(|tagged| &tagged.tag).chain(tempo)
}

/// Every tag is in the vocabulary. One finding a tag, where it first stands.
pub(crate) fn unknown(subject: &Subject<'_>, findings: &mut Findings) {
    let vocabulary = subject.vocabulary();
    let mut unknown: BTreeMap<(Facet, &Tag), (TrackIndex, usize, usize)> = BTreeMap::new();
    for (at, track) in subject.by_line() {
        for facet in Facet::ALL {
            for (i, tag) in tags(track, facet).enumerate() {
                if vocabulary.resolve(facet, tag).is_none() {
                    unknown.entry((facet, tag)).or_insert((at, i, 0)).2 += 1;
                }
            }
        }
    }
    for (suggested, ((facet, tag), (at, i, count))) in unknown.into_iter().enumerate() {
        findings.add(Rule::UnknownTag, || {
            let tracks = if count == 1 { "one track".to_owned() } else { format!("{count} tracks") };
            let message = format!("{:?} is no {facet} tag of the vocabulary ({tracks})", tag.as_str());
            let elsewhere = vocabulary.typed_any(tag).map(|at| vocabulary.term(at).facet).next();
            let field = if facet == Facet::Tempo { facet.to_string() } else { format!("{facet}[{i}]") };
            let near = if suggested < SUGGESTED { vocabulary.near(Some(facet), tag.as_str(), 1) } else { Vec::new() };
            let fix = match (elsewhere, near.first()) {
                (Some(other), _) => {
                    let article = if other == Facet::Instrumentation { "an" } else { "a" };
                    format!("it is {article} {other} tag; write it there")
                }
                (None, Some(near)) => format!("write {near:?} if that is meant"),
                (None, None) => format!("`ost tags {facet}` lists them; a tag of your own is kept as it is"),
            };
            subject.finding(at, Rule::UnknownTag, message, fix).within(field)
        });
    }
}

/// No tag twice, and none together with a narrower one.
pub(crate) fn repeated_and_redundant(subject: &Subject<'_>, findings: &mut Findings) {
    let vocabulary = subject.vocabulary();
    for (at, track) in subject.by_line() {
        for facet in [Facet::Genre, Facet::Instrumentation, Facet::Theme] {
            let own: Vec<(&Tag, Option<TermIndex>)> =
                track.tags(facet).iter().map(|t| (&t.tag, vocabulary.resolve(facet, &t.tag))).collect();
            // By term, or where the vocabulary has none by tag: how it first stands; and by broader term the first narrower tag.
            let mut first: HashMap<Result<TermIndex, &Tag>, usize> = HashMap::new();
            let mut narrower: HashMap<TermIndex, &Tag> = HashMap::new();
            for (i, (tag, term)) in own.iter().enumerate() {
                first.entry(term.ok_or(*tag)).or_insert(i);
                for (up, _) in term.iter().flat_map(|term| vocabulary.broader(*term)) {
                    narrower.entry(*up).or_insert(tag);
                }
            }
            for (i, (tag, term)) in own.iter().enumerate() {
                let before = first[&term.ok_or(*tag)];
                if before < i {
                    findings.add(Rule::RepeatedTag, || {
                        let message = format!("{:?} is there already, as {:?}", tag.as_str(), own[before].0.as_str());
                        subject
                            .finding(at, Rule::RepeatedTag, message, "leave one of them out")
                            .within(format!("{facet}[{i}]"))
                    });
                } else if let Some(narrower) = term.and_then(|term| narrower.get(&term)) {
                    findings.add(Rule::RedundantTag, || {
                        let message = format!("{:?} is said by {:?} already", tag.as_str(), narrower.as_str());
                        let fix = format!("leave {:?} out", tag.as_str());
                        subject.finding(at, Rule::RedundantTag, message, fix).within(format!("{facet}[{i}]"))
                    });
                }
            }
        }
    }
}

/// Something is known of every facet. A track of which nothing at all is known is [`Rule::Unreached`].
pub(crate) fn missing_facets(subject: &Subject<'_>, findings: &mut Findings) {
    for (at, track) in subject.by_line() {
        let missing: Vec<&str> = Facet::ALL
            .into_iter()
            .filter(|facet| tags(track, *facet).next().is_none() && !(*facet == Facet::Tempo && track.bpm.is_some()))
            .map(Facet::name)
            .collect();
        if !missing.is_empty() && track.is_tagged() {
            findings.add(Rule::MissingFacet, || {
                let message = format!("no {} is known", missing.join(" and no "));
                subject
                    .finding(
                        at,
                        Rule::MissingFacet,
                        message,
                        "add what is heard or meant; what is unknown counts for nothing",
                    )
                    .within(missing[0])
            });
        }
    }
}
