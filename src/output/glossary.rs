//! The vocabulary and the mood lexicon for a reader and for programs.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::catalogue::facet::Tag;
use crate::features::vocabulary::Term;
use crate::output::csv::cell;
use crate::output::plain::{column, cut, hung, plain, width};
use crate::output::style::{FAINT, STRONG, styled};
use crate::query::mood::lexicon::Entry;

/// A tag with how many tracks carry it, or a narrower one.
#[derive(Debug)]
pub struct TagCount<'a> {
    /// The tag.
    pub term: &'a Term,
    /// How many tracks.
    pub tracks: usize,
    /// The narrower tags.
    pub narrower: Vec<&'a str>,
}

/// Writes tags under their facets; a single one with all its names.
///
/// # Errors
/// When the stream cannot be written.
pub fn tags(out: &mut dyn Write, counts: &[TagCount<'_>], columns: usize) -> io::Result<()> {
    if let [count] = counts {
        return tag(out, count, columns);
    }
    let names = |count: &TagCount<'_>| {
        let korean = count.term.ko.as_ref().map(|ko| format!(" {}", plain(ko.as_str()))).unwrap_or_default();
        format!("{}{korean}", plain(count.term.tag.as_str()))
    };
    let widest = counts.iter().map(|count| width(&names(count))).max().unwrap_or(0).min(columns.saturating_sub(8));
    let mut facet = None;
    for count in counts {
        if facet != Some(count.term.facet) {
            if facet.is_some() {
                writeln!(out)?;
            }
            writeln!(out, "{}", styled(count.term.facet.name(), STRONG))?;
            facet = Some(count.term.facet);
        }
        let means = cut(&plain(count.term.means.as_str()), columns.saturating_sub(widest + 9));
        let line = format!("  {} {:>4}", column(&names(count), widest), count.tracks);
        writeln!(out, "{line}{}", if means.is_empty() { means } else { format!("  {}", styled(&means, FAINT)) })?;
    }
    Ok(())
}

/// Writes one tag with all its names and relations.
fn tag(out: &mut dyn Write, count: &TagCount<'_>, columns: usize) -> io::Result<()> {
    const NAME: usize = 12;
    let term = count.term;
    let list = |tags: &[Tag]| tags.iter().map(|tag| plain(tag.as_str())).collect::<Vec<_>>().join(", ");
    let axes = [("valence", term.valence.map(|v| v.value())), ("arousal", term.arousal.map(|a| a.value()))];
    let suggests = axes.iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value:+.2}")));
    let rows = [
        ("korean", term.ko.as_ref().map(|ko| plain(ko.as_str())).unwrap_or_default()),
        ("facet", term.facet.name().to_owned()),
        ("means", plain(term.means.as_str())),
        ("tempo", term.bpm.map(|(low, high)| format!("{} to {} bpm", low.value(), high.value())).unwrap_or_default()),
        ("suggests", suggests.collect::<Vec<_>>().join(", ")),
        ("also", list(&term.aliases)),
        ("broader", list(&term.broader)),
        ("narrower", plain(&count.narrower.join(", "))),
        ("tracks", count.tracks.to_string()),
    ];
    writeln!(out, "{}", styled(&plain(term.tag.as_str()), STRONG))?;
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let value = hung(value, NAME, columns, 0);
        writeln!(out, "  {} {value}", styled(&column(name, NAME - 3), FAINT))?;
    }
    Ok(())
}

/// A tag as JSON.
#[derive(Debug, Serialize)]
pub struct TagRecord<'a> {
    facet: &'static str,
    tag: &'a str,
    ko: Option<&'a str>,
    aliases: Vec<&'a str>,
    broader: Vec<&'a str>,
    narrower: &'a [&'a str],
    valence: Option<f64>,
    arousal: Option<f64>,
    bpm: Option<[f64; 2]>,
    means: &'a str,
    tracks: usize,
}

/// Tags as JSON records.
pub fn tag_records<'a>(counts: &'a [TagCount<'a>]) -> Vec<TagRecord<'a>> {
    let record = |count: &'a TagCount<'a>| TagRecord {
        facet: count.term.facet.name(),
        tag: count.term.tag.as_str(),
        ko: count.term.ko.as_ref().map(|ko| ko.as_str()),
        aliases: count.term.aliases.iter().map(|tag| tag.as_str()).collect(),
        broader: count.term.broader.iter().map(|tag| tag.as_str()).collect(),
        narrower: &count.narrower,
        valence: count.term.valence.map(|v| v.value()),
        arousal: count.term.arousal.map(|a| a.value()),
        bpm: count.term.bpm.map(|(low, high)| [low.value(), high.value()]),
        means: count.term.means.as_str(),
        tracks: count.tracks,
    };
    counts.iter().map(record).collect()
}

/// The header of [`tag_row`].
pub const TAG_HEADER: [&str; 5] = ["facet", "tag", "ko", "tracks", "means"];

/// A tag as a row of cells.
pub fn tag_row(count: &TagCount<'_>) -> Vec<String> {
    vec![
        count.term.facet.name().to_owned(),
        cell(count.term.tag.as_str()),
        count.term.ko.as_ref().map(|ko| cell(ko.as_str())).unwrap_or_default(),
        count.tracks.to_string(),
        cell(count.term.means.as_str()),
    ]
}

/// Writes entries of the lexicon, a line each.
///
/// # Errors
/// When the stream cannot be written.
pub fn moods<'a>(out: &mut dyn Write, entries: impl Iterator<Item = &'a Entry<'a>>, columns: usize) -> io::Result<()> {
    for entry in entries {
        let point = match entry.affect {
            Some(affect) => format!("{:+.2} {:+.2}", affect.valence.value(), affect.arousal.value()),
            None => String::new(),
        };
        let forms: Vec<&str> = entry.forms().collect();
        let name = if columns < 60 { 16 } else { 24 };
        let said = cut(&plain(&forms.join(", ")), columns.saturating_sub(name + 23));
        let kind = styled(&column(&entry.kind, 8), FAINT);
        let line = format!("{} {kind} {}  {said}", column(&plain(&entry.name), name), column(&point, 11));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes one entry with all its forms, what it feels like and calls for, and the entries nearest to it.
///
/// # Errors
/// When the stream cannot be written.
pub fn mood(out: &mut dyn Write, entry: &Entry<'_>, near: &[&str], columns: usize) -> io::Result<()> {
    writeln!(out, "{} {}", styled(&plain(&entry.name), STRONG), styled(&entry.kind, FAINT))?;
    let point = entry.affect.map(|a| format!("valence {:+.2}, arousal {:+.2}", a.valence.value(), a.arousal.value()));
    let tags = entry.tags.iter().map(|(facet, tag, degree)| {
        let by = if *degree < 1.0 { " (by half)" } else { "" };
        format!("{facet}: {tag}{by}")
    });
    let rows = [
        ("English", entry.english.join(", ")),
        ("Korean", entry.korean.join(", ")),
        ("feels like", point.unwrap_or_default()),
        ("calls for", tags.collect::<Vec<_>>().join(", ")),
        ("near", near.join(", ")),
    ];
    const NAME: usize = 14;
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let value = hung(&plain(value), NAME, columns, 0);
        writeln!(out, "  {} {value}", styled(&column(name, NAME - 3), FAINT))?;
    }
    Ok(())
}

/// An entry of the lexicon as JSON.
#[derive(Debug, Serialize)]
pub struct MoodRecord<'a> {
    mood: &'a str,
    kind: &'a str,
    en: &'a [Cow<'a, str>],
    ko: &'a [Cow<'a, str>],
    valence: Option<f64>,
    arousal: Option<f64>,
    tags: Vec<WishRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct WishRecord<'a> {
    facet: &'static str,
    tag: &'a str,
    degree: f64,
}

/// An entry of the lexicon as a JSON record, with the names of the entries nearest to it.
pub fn mood_record<'a>(entry: &'a Entry<'a>, near: Vec<&'a str>) -> MoodRecord<'a> {
    MoodRecord {
        mood: &entry.name,
        kind: &entry.kind,
        en: &entry.english,
        ko: &entry.korean,
        valence: entry.affect.map(|affect| affect.valence.value()),
        arousal: entry.affect.map(|affect| affect.arousal.value()),
        tags: entry
            .tags
            .iter()
            .map(|(facet, tag, degree)| WishRecord { facet: facet.name(), tag: tag.as_str(), degree: *degree })
            .collect(),
        near,
    }
}

/// The header of [`mood_row`].
pub const MOOD_HEADER: [&str; 6] = ["mood", "kind", "en", "ko", "valence", "arousal"];

/// An entry of the lexicon as a row of cells.
pub fn mood_row(entry: &Entry<'_>) -> Vec<String> {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    vec![
        cell(&entry.name),
        cell(&entry.kind),
        cell(&entry.english.join("; ")),
        cell(&entry.korean.join("; ")),
        number(entry.affect.map(|affect| affect.valence.value())),
        number(entry.affect.map(|affect| affect.arousal.value())),
    ]
}
