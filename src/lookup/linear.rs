//! Every stage as a walk through all names: what the tables have to agree with.

use std::sync::OnceLock;

use crate::catalogue::fold::fold;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::lookup::alphabet::{alphabet, code};
use crate::lookup::hangul::rest_of_initials;
use crate::lookup::misspelling::{Ruler, one_edit_away};
use crate::lookup::romanisation::{loosened, readings};
use crate::lookup::spelling::Spelling;
use crate::lookup::stages::{Hit, NEARLY};
use crate::lookup::wanted::Wanted;

/// Names and the tracks they belong to, one text after the other: a million tracks would be millions of `String`s.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    text: String,
    ends: Vec<usize>,
    tracks: Vec<TrackIndex>,
}

impl Names {
    /// All names with their tracks, those of one track in a row.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TrackIndex, &str)> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let texts = starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end]);
        self.tracks.iter().copied().zip(texts)
    }

    fn push(&mut self, track: TrackIndex, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
        self.tracks.push(track);
    }
}

/// What is worked out at the first text that names no track as it stands.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    /// Titles, folded, without repetitions within a track.
    pub(super) titles: Names,
    /// Ids, folded, where that gives no title.
    pub(super) ids: Names,
    romanised: OnceLock<Names>,
}

impl Tables {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let (mut titles, mut ids) = (Names::default(), Names::default());
        let mut own: Vec<String> = Vec::new();
        for (at, track) in catalogue.iter() {
            own.clear();
            for title in track.titles().map(fold) {
                if !title.is_empty() && !own.contains(&title) {
                    titles.push(at, &title);
                    own.push(title);
                }
            }
            let id = fold(track.id.as_str());
            if !id.is_empty() && !own.contains(&id) {
                ids.push(at, &id);
            }
        }
        Self { titles, ids, romanised: OnceLock::new() }
    }

    /// Titles, then ids.
    pub(super) fn spelled(&self) -> impl Iterator<Item = (TrackIndex, &str)> {
        self.titles.iter().chain(self.ids.iter())
    }

    /// The titles that hold Hangul, in Latin letters: as spoken and, where it differs, as written.
    pub(super) fn romanised(&self) -> &Names {
        self.romanised.get_or_init(|| {
            let mut romanised = Names::default();
            let mut latin = [String::new(), String::new()];
            for (at, name) in self.titles.iter() {
                if readings(name, &mut latin) {
                    romanised.push(at, &latin[0]);
                    if latin[0] != latin[1] {
                        romanised.push(at, &latin[1]);
                    }
                }
            }
            romanised
        })
    }
}

/// The fewest letters of loosened Korean that count as the beginning of a name: they stand for many words.
const LOOSE_BEGINNING: usize = 4;

/// Tracks called just that: word by word, otherwise but for spaces.
pub(super) fn called(catalogue: &Catalogue, wanted: &Wanted<'_>) -> Vec<Hit> {
    if wanted.folded.is_empty() {
        // A title may be all signs, of which folding leaves nothing.
        let same = catalogue.iter().filter(|(_, track)| track.titles().any(|title| title == wanted.typed));
        return same.map(|(track, _)| Hit { rank: 0, track }).collect();
    }
    let rank = |name: &str| {
        let name = fold(name);
        if name == wanted.folded {
            return Some(0);
        }
        name.chars().filter(|c| *c != ' ').eq(wanted.compact.chars()).then_some(1)
    };
    let hits = catalogue.iter().filter_map(|(at, track)| {
        let names = track.titles().chain([track.id.as_str()]);
        names.filter_map(rank).min().map(|rank| Hit { rank, track: at })
    });
    hits.collect()
}

/// Tracks with a title in Hangul that is romanised so: by the rules, otherwise loosely.
pub(super) fn romanised(tables: &Tables, wanted: &Wanted<'_>) -> Vec<Hit> {
    let Some(loose) = &wanted.loose else { return Vec::new() };
    let mut spelling = Spelling::default();
    let hits = tables.romanised().iter().filter_map(|(track, latin)| {
        spelling.read(latin);
        if spelling.letters() == wanted.letters {
            return Some(Hit { rank: 0, track });
        }
        loosened(spelling.letters()).eq(loose.iter().copied()).then_some(Hit { rank: 1, track })
    });
    hits.collect()
}

/// Tracks with a title of these initial consonants: all of them, otherwise the first.
pub(super) fn by_initials(tables: &Tables, wanted: &Wanted<'_>) -> Vec<Hit> {
    let Some(typed) = &wanted.initials else { return Vec::new() };
    let hits = tables.titles.iter().filter_map(|(track, name)| {
        let rest = rest_of_initials(name, typed)?;
        Some(Hit { rank: usize::from(rest > 0), track })
    });
    hits.collect()
}

/// Tracks with a title that begins so, otherwise one of whose words does; in Latin letters last.
pub(super) fn unfinished(tables: &Tables, wanted: &Wanted<'_>) -> Vec<Hit> {
    if !wanted.may_be_unfinished || wanted.initials.is_some() {
        return Vec::new();
    }
    let mut spelling = Spelling::default();
    let mut hits: Vec<Hit> = Vec::new();
    for (track, name) in tables.titles.iter() {
        spelling.read(name);
        if let Some(word) = spelling.word_beginning(&wanted.letters) {
            hits.push(Hit { rank: word.min(1), track });
        }
    }
    // Only from the front: an id may end in a drama, to tell it from another, and a drama names no track.
    for (track, id) in tables.ids.iter() {
        spelling.read(id);
        if spelling.letters().starts_with(&wanted.letters) {
            hits.push(Hit { rank: 0, track });
        }
    }
    if let Some(loose) = wanted.loose.as_ref().filter(|loose| loose.len() >= LOOSE_BEGINNING) {
        for (track, latin) in tables.romanised().iter() {
            spelling.read(latin);
            // An unfinished "sarangha" is no beginning of "saranghae" once ae has become e.
            let strictly = spelling.word_beginning(&wanted.letters);
            if let Some(word) = strictly.or_else(|| spelling.word_beginning_loosely(loose)) {
                hits.push(Hit { rank: 2 + word.min(1), track });
            }
        }
    }
    hits
}

/// The tracks with a title that begins so but for one edit, then those one of whose words does; in order. Names of letters that share a byte are
/// left to whoever admits tracks.
pub(super) fn nearly_unfinished(
    tables: &Tables,
    wanted: &Wanted<'_>,
    admits: impl Fn(TrackIndex) -> bool,
) -> Vec<TrackIndex> {
    let letters: Vec<u8> = wanted.letters.iter().copied().map(code).collect();
    let mut hits = Vec::new();
    if wanted.is_unfinished() && NEARLY.contains(&letters.len()) {
        let texts = one_edit_away(&letters, &alphabet(&letters));
        let mut spelling = Spelling::default();
        let begins = |word: &[char]| {
            let word: Vec<u8> = word.iter().copied().map(code).collect();
            (1..=word.len()).any(|end| texts.contains(&word[..end]))
        };
        for (track, name) in tables.titles.iter() {
            spelling.read(name);
            hits.extend(spelling.words().position(begins).map(|word| Hit { rank: word.min(1), track }));
        }
        for (track, id) in tables.ids.iter() {
            spelling.read(id);
            hits.extend(begins(spelling.letters()).then_some(Hit { rank: 0, track }));
        }
    }
    hits.sort_unstable();
    let mut tracks = Vec::new();
    for Hit { track, .. } in hits.into_iter().filter(|hit| admits(hit.track)) {
        if !tracks.contains(&track) {
            tracks.push(track);
        }
    }
    tracks
}

/// Tracks with a title at most the tolerated number of edits away; the rank is that number.
pub(super) fn misspelt(tables: &Tables, wanted: &Wanted<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if wanted.tolerance == 0 || wanted.initials.is_some() {
        return hits;
    }
    let mut spelling = Spelling::default();
    let mut ruler = Ruler::new(&wanted.letters);
    for (track, name) in tables.spelled() {
        spelling.read(name);
        if let Some(rank) = ruler.distance(spelling.letters(), wanted.tolerance)
            && digits(&wanted.letters).eq(digits(spelling.letters()))
        {
            hits.push(Hit { rank, track });
        }
    }
    // Loosening has forgiven one edit already.
    if let Some(loose) = &wanted.loose {
        let mut ruler = Ruler::new(loose);
        let mut own = Vec::new();
        for (track, latin) in tables.romanised().iter() {
            spelling.read(latin);
            own.clear();
            own.extend(loosened(spelling.letters()));
            if let Some(distance) = ruler.distance(&own, wanted.tolerance - 1)
                && digits(loose).eq(digits(spelling.letters()))
            {
                hits.push(Hit { rank: distance + 1, track });
            }
        }
    }
    hits
}

/// A wrong figure is another number, not a misspelling: part 2 is not part 3.
fn digits(letters: &[char]) -> impl Iterator<Item = char> {
    letters.iter().copied().filter(|c| c.is_numeric())
}

/// The `count` tracks whose titles are nearest, however far, if anything agrees at all; the nearest first.
pub(super) fn nearest(
    tables: &Tables,
    wanted: &Wanted<'_>,
    count: usize,
    admits: impl Fn(TrackIndex) -> bool,
) -> Vec<TrackIndex> {
    let mut best: Vec<Hit> = Vec::new();
    let mut offer = |ruler: &mut Ruler<'_, char>, own: &[char], track: TrackIndex| {
        let (short, long) = (own.len().min(ruler.len()), own.len().max(ruler.len()));
        // A text much longer than a name is not near it, and dear to measure.
        if long > 3 * short + 16 {
            return;
        }
        // Edits per thousand letters, rounded down.
        let worst = best.get(count - 1).copied().unwrap_or(Hit { rank: 1000, track: TrackIndex(0) });
        let Some(distance) = ruler.distance(own, ((worst.rank + 1) * long).saturating_sub(1) / 1000) else { return };
        let rank = distance * 1000 / long.max(1);
        let hit = Hit { rank, track };
        if hit < worst && best.iter().all(|other| other.track != track || rank < other.rank) && admits(track) {
            best.retain(|other| other.track != track);
            best.push(hit);
            best.sort_unstable();
            best.truncate(count);
        }
    };
    let mut spelling = Spelling::default();
    let mut ruler = Ruler::new(&wanted.letters);
    for (track, name) in tables.spelled() {
        spelling.read(name);
        offer(&mut ruler, spelling.letters(), track);
    }
    if let Some(loose) = &wanted.loose {
        let mut ruler = Ruler::new(loose);
        let mut own = Vec::new();
        for (track, latin) in tables.romanised().iter() {
            spelling.read(latin);
            own.clear();
            own.extend(loosened(spelling.letters()));
            offer(&mut ruler, &own, track);
        }
    }
    best.into_iter().map(|hit| hit.track).collect()
}
