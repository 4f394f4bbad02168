//! Which track it is: twins, spellings of series and artists, years.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::catalogue::TrackIndex;
use crate::catalogue::fold::{fold, identity};
use crate::catalogue::track::Track;
use crate::interchange::record::{FIELDS, Strays, near_field};
use crate::validation::finding::{Finding, Findings, Rule};
use crate::validation::subject::Subject;

/// Before this year no song of a K-drama was released as one.
const FIRST: u16 = 1990;
/// Two names of series are taken for one in two spellings where so few slips of the pen (a letter more, less, other or out of place) tell them
/// apart: one, and one more for every so many letters. Not where their digits differ: those number seasons and years.
const LETTERS_A_SLIP: usize = 16;
/// How many neighbours, in the order of names, a name is held against: all pairs would take too long for a large catalogue.
const NEIGHBOURS: usize = 6;

/// A name without case, marks, spaces and a leading article: what its spellings share.
fn key(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("the ").map_or_else(|| identity(name), identity)
}

/// No two tracks with the same title (in any one of its languages) and the same artists.
pub(crate) fn twins(subject: &Subject<'_>, findings: &mut Findings) {
    let mut first: HashMap<(String, String), TrackIndex> = HashMap::new();
    for (at, track) in subject.by_line() {
        let by = performers(track);
        let titles: BTreeSet<String> =
            std::iter::once(&track.title).chain(&track.title_ko).map(|title| fold(title.as_str())).collect();
        let mut other = None;
        for title in titles.into_iter().filter(|title| !title.is_empty()) {
            let seen = *first.entry((title, by.clone())).or_insert(at);
            other = other.or((seen != at).then_some(seen));
        }
        if let Some(other) = other {
            findings.add(Rule::Twin, || {
                let message = format!("has the title and the artists of {}", subject.named(other));
                subject.finding(at, Rule::Twin, message, "leave one of them out, or say in the title how they differ")
            });
        }
    }
}

/// Who performs a track, in no particular order; where that is unknown, the series it is from.
fn performers(track: &Track) -> String {
    let mut names: Vec<String> = track.artists.iter().map(|artist| key(artist.as_str())).collect();
    if names.is_empty() {
        return format!("@{}", track.drama.as_ref().map(|drama| key(drama.as_str())).unwrap_or_default());
    }
    names.sort();
    names.join("&")
}

/// Every year is one in which such a song can have been released.
pub(crate) fn years(subject: &Subject<'_>, findings: &mut Findings) {
    for (at, track) in subject.by_line() {
        if let Some(year) = track.year.map(|year| year.value()).filter(|year| *year < FIRST) {
            findings.add(Rule::Year, || {
                let message = format!("{year} is before {FIRST}");
                subject.finding(at, Rule::Year, message, "write the year the song was released").within("year")
            });
        }
    }
}

/// Where each spelling of each name is first written; by [`key`].
type Spellings<'a> = BTreeMap<String, BTreeMap<&'a str, (usize, TrackIndex)>>;

fn spell<'a>(spellings: &mut Spellings<'a>, subject: &Subject<'_>, at: TrackIndex, name: &'a str) {
    let place = (subject.line(at), at);
    let first = spellings.entry(key(name)).or_default().entry(name).or_insert(place);
    *first = (*first).min(place);
}

/// One spelling an artist.
pub(crate) fn artists(subject: &Subject<'_>, findings: &mut Findings) {
    let mut spellings = Spellings::new();
    for (at, track) in subject.catalogue.iter() {
        track.artists.iter().for_each(|artist| spell(&mut spellings, subject, at, artist.as_str()));
    }
    two_spellings(subject, &spellings, Rule::ArtistSpelling, "artists", findings);
}

/// One spelling a series, no other name that belongs to two, and no two names that only a slip of the pen tells apart.
pub(crate) fn dramas(subject: &Subject<'_>, findings: &mut Findings) {
    let mut names = Spellings::new();
    let mut others: BTreeMap<String, BTreeMap<String, (usize, TrackIndex)>> = BTreeMap::new();
    for (at, track) in subject.catalogue.iter() {
        let Some(drama) = &track.drama else { continue };
        spell(&mut names, subject, at, drama.as_str());
        let own = key(drama.as_str());
        for alias in &track.drama_aliases {
            let alias = key(alias.as_str());
            if alias != own {
                let place = (subject.line(at), at);
                let first = others.entry(alias).or_default().entry(own.clone()).or_insert(place);
                *first = (*first).min(place);
            }
        }
    }
    two_spellings(subject, &names, Rule::DramaSpelling, "drama", findings);
    shared_names(subject, &names, &others, findings);
    near_names(subject, &names, findings);
}

fn two_spellings(subject: &Subject<'_>, spellings: &Spellings<'_>, rule: Rule, field: &str, findings: &mut Findings) {
    for spelled in spellings.values().filter(|spelled| spelled.len() > 1) {
        let mut spelled: Vec<(&str, (usize, TrackIndex))> = spelled.iter().map(|(name, at)| (*name, *at)).collect();
        spelled.sort_by_key(|(_, place)| *place);
        let (first, (line, _)) = spelled[0];
        for (name, (_, at)) in &spelled[1..] {
            findings.add(rule, || {
                let message = format!("{name:?} is spelled {first:?} on line {line}");
                subject.finding(*at, rule, message, "spell the name one way").within(field)
            });
        }
    }
}

fn shared_names(
    subject: &Subject<'_>,
    names: &Spellings<'_>,
    others: &BTreeMap<String, BTreeMap<String, (usize, TrackIndex)>>,
    findings: &mut Findings,
) {
    let drama = |at: TrackIndex| subject.track(at).drama.as_ref().map_or("", |drama| drama.as_str());
    for (alias, owners) in others {
        let mut owners: Vec<(usize, TrackIndex)> = owners.values().copied().collect();
        // A name may be the main one of a series and another name of a second.
        owners.extend(names.get(alias).and_then(|spelled| spelled.values().min()));
        owners.sort_unstable();
        for (_, at) in owners.iter().skip(1) {
            let (line, first) = owners[0];
            findings.add(Rule::DramaSpelling, || {
                let message = format!("{:?} and {:?} on line {line} share a name ({alias})", drama(*at), drama(first));
                let fix = "give them one name if they are one series; else leave the shared name to one of them";
                subject.finding(*at, Rule::DramaSpelling, message, fix).within("drama_aliases")
            });
        }
    }
}

fn digits(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_digit)
}

fn near_names(subject: &Subject<'_>, names: &Spellings<'_>, findings: &mut Findings) {
    let forwards: Vec<&str> = names.keys().map(String::as_str).collect();
    let mut backwards: Vec<(String, &str)> =
        forwards.iter().map(|name| (name.chars().rev().collect(), *name)).collect();
    backwards.sort();
    let backwards: Vec<&str> = backwards.into_iter().map(|(_, name)| name).collect();
    // A slip near the end leaves two names neighbours in this order, one near the beginning in the other.
    let mut pairs = BTreeSet::new();
    for order in [&forwards, &backwards] {
        for (i, a) in order.iter().enumerate() {
            for b in order.iter().skip(i + 1).take(NEIGHBOURS) {
                let letters = a.chars().count().min(b.chars().count());
                let slips = 1 + letters / LETTERS_A_SLIP;
                let longer = a.chars().count().max(b.chars().count());
                if letters >= 6
                    && longer - letters <= slips
                    && digits(a).eq(digits(b))
                    && strsim::osa_distance(a, b) <= slips
                {
                    pairs.insert((*a.min(b), *a.max(b)));
                }
            }
        }
    }
    for (a, b) in pairs {
        let first = |key: &str| names[key].iter().map(|(name, place)| (*place, *name)).min();
        if let (Some(a), Some(b)) = (first(a), first(b)) {
            let (((line, _), name), ((_, at), other)) = (a.min(b), a.max(b));
            findings.add(Rule::DramaSpelling, || {
                let message = format!("{other:?} is nearly {name:?} on line {line}");
                let fix = "spell the name one way, or mind them if they are two series";
                subject.finding(at, Rule::DramaSpelling, message, fix).within("drama")
            });
        }
    }
}

/// Every field is one that a track has; the nearest that is, for one that is not.
pub(crate) fn unknown_fields(fields: &Strays, findings: &mut Findings) {
    for (field, stray) in fields {
        findings.add(Rule::UnknownField, || {
            let fix = match near_field(field) {
                Some(name) => format!("write {name:?} if that is meant"),
                None => format!("leave it out; the fields are {}", FIELDS.join(", ")),
            };
            let tracks = if stray.tracks == 1 { "one track".to_owned() } else { format!("{} tracks", stray.tracks) };
            let message = format!("no track has such a field; it is ignored ({tracks})");
            Finding::new(Rule::UnknownField, message, fix).on(stray.line).within(field.as_str())
        });
    }
}
