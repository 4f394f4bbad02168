//! The ways a text can name a track: which names are worth a look.
//!
//! Each stage takes names out of the order that has them side by side. Where the order leaves a doubt, the [`Judge`] looks at the name itself.

use std::ops::RangeInclusive;

use crate::catalogue::{Catalogue, TrackIndex};
use crate::lookup::alphabet::{alphabet, code, spell};
use crate::lookup::automaton::{self, Pattern};
use crate::lookup::distances::distances;
use crate::lookup::endings::Endings;
use crate::lookup::finding::How;
use crate::lookup::hangul::single;
use crate::lookup::judge::{Judge, LOOSE_BEGINNING, comparable};
use crate::lookup::misspelling::one_edit_away;
use crate::lookup::order::Order;
use crate::lookup::packed::Packed;
use crate::lookup::romanisation::loosened;
use crate::lookup::tables::{ID, SHARED, STEM, Tables};
use crate::lookup::trie::Trie;
use crate::lookup::wanted::Wanted;

/// Texts of so many letters may be an unfinished name with an edit: fewer begin too many, and more have too many edits.
pub(super) const NEARLY: RangeInclusive<usize> = 5..=30;

/// A track a text may mean; within one stage the smallest rank decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) rank: usize,
    pub(super) track: TrackIndex,
}

/// A text, and where it is looked up.
pub(super) struct Search<'a> {
    catalogue: &'a Catalogue,
    tables: &'a Tables,
    wanted: &'a Wanted<'a>,
    judge: Judge<'a>,
    /// The letters of the text in bytes.
    letters: Vec<u8>,
    /// What is heard of it, in bytes.
    loose: Vec<u8>,
}

impl<'a> Search<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, tables: &'a Tables, wanted: &'a Wanted<'a>) -> Self {
        let codes = |letters: &[char]| letters.iter().copied().map(code).collect();
        let (letters, loose) = (codes(&wanted.letters), codes(wanted.loose.as_deref().unwrap_or_default()));
        Self { catalogue, tables, wanted, judge: Judge::new(wanted), letters, loose }
    }

    /// The tracks that the text may mean in a stage; the best rank of each is among its hits.
    ///
    /// Of misspelt ones those that are farther away than others may be left out: `best` says of hits which is the best rank that counts, if any does.
    pub(super) fn hits(&mut self, how: How, best: impl Fn(&[Hit]) -> Option<usize>) -> Vec<Hit> {
        let mut odd = Vec::new();
        for track in self.tables.odd.all() {
            self.judge_track(how, *track, &mut odd);
        }
        let tolerance = self.wanted.tolerance;
        if how == How::Misspelt && self.wanted.initials.is_none() {
            // What is typed is mostly hardly wrong, and to find what is nearer takes far less time.
            for limit in (1..tolerance).filter(|limit| *limit == 1 || *limit == tolerance.div_ceil(2)) {
                let hits = [self.misspelt(limit), odd.clone()].concat();
                if best(&hits).is_some_and(|rank| rank <= limit) {
                    return hits;
                }
            }
        }
        let mut hits = match how {
            How::Id | How::Name => self.called(),
            How::Romanised if self.wanted.loose.is_some() => {
                let heard = self.tables.heard(self.tables.loose.equal(&self.loose));
                self.judged(how, heard)
            }
            How::Initials => self.by_initials(),
            How::Part if self.wanted.is_unfinished() => self.unfinished(),
            How::Misspelt if tolerance > 0 && self.wanted.initials.is_none() => self.misspelt(tolerance),
            How::Romanised | How::Part | How::Misspelt => Vec::new(),
        };
        hits.extend(odd);
        hits
    }

    /// Tracks called just that: word by word, otherwise but for spaces.
    fn called(&mut self) -> Vec<Hit> {
        if self.wanted.folded.is_empty() {
            // A title may be all signs, of which folding leaves nothing.
            let places = self.tables.signs.all().iter().filter(|track| (**track as usize) < self.catalogue.len());
            let typed =
                |track: &TrackIndex| self.catalogue.glance(*track).titles().any(|title| title == self.wanted.typed);
            return places.map(|track| TrackIndex(*track)).filter(typed).map(|track| Hit { rank: 0, track }).collect();
        }
        let mut spelled = Vec::new();
        if !spell(&self.wanted.folded, &mut spelled) {
            return Vec::new();
        }
        let mut name = Vec::new();
        let tables = self.tables;
        self.ranked(How::Name, tables.names.equal(&self.letters), |at| {
            tables.names.read(at, &mut name);
            usize::from(name != spelled)
        })
    }

    /// Tracks with a title of these initial consonants: all of them, otherwise the first.
    fn by_initials(&mut self) -> Vec<Hit> {
        let Some(typed) = &self.wanted.initials else { return Vec::new() };
        let singled: Vec<char> = typed.iter().copied().map(single).collect();
        let names = self.tables.with_initials(&singled);
        self.judged(How::Initials, names)
    }

    /// Tracks with a title that begins so, otherwise one of whose words does; in Latin letters last.
    fn unfinished(&mut self) -> Vec<Hit> {
        let tables = self.tables;
        let mut hits = self.ranked(How::Part, tables.names.beginning(&self.letters), |_| 0);
        hits.extend(self.ranked(How::Part, tables.with_word(&self.letters), |_| 1));
        if self.loose.len() >= LOOSE_BEGINNING {
            let names = tables.heard_beginning(&self.settled_sounds());
            hits.extend(self.judged(How::Part, names));
        }
        hits
    }

    /// At most `count` tracks with a title that begins so but for one edit, then those one of whose words does; in order.
    pub(super) fn nearly_unfinished(&mut self, count: usize, admits: impl Fn(TrackIndex) -> bool) -> Vec<TrackIndex> {
        let mut hits = Vec::new();
        if self.wanted.is_unfinished() && NEARLY.contains(&self.letters.len()) {
            let tables = self.tables;
            for text in one_edit_away(&self.letters, &alphabet(&self.letters)) {
                hits.extend(self.ranked(How::Part, tables.names.beginning(&text), |_| 0));
                hits.extend(self.ranked(How::Part, tables.with_word(&text), |_| 1));
            }
        }
        hits.sort_unstable();
        let mut tracks = Vec::with_capacity(count);
        for Hit { track, .. } in hits {
            if tracks.len() < count && !tracks.contains(&track) && admits(track) {
                tracks.push(track);
            }
        }
        tracks
    }

    /// What is heard of the text, and still is, whatever is typed next.
    fn settled_sounds(&self) -> Vec<u8> {
        let mut longer = self.wanted.letters.clone();
        let mut settled = self.loose.clone();
        for next in ['e', 'o', 'u', 'i', 'h'] {
            longer.push(next);
            let same = settled.iter().zip(loosened(&longer)).take_while(|(a, b)| **a == code(*b)).count();
            settled.truncate(same);
            longer.pop();
        }
        settled
    }

    /// Tracks with a title that is one edit away.
    pub(super) fn slipped(&mut self) -> Vec<Hit> {
        if self.wanted.tolerance == 0 { Vec::new() } else { self.misspelt(1) }
    }

    /// Tracks with a title at most so many edits away, one or more; the rank is that number. Some that are farther away may be among them.
    fn misspelt(&mut self, limit: usize) -> Vec<Hit> {
        let tables = self.tables;
        let lettered = (&tables.names.lettered, &tables.trie, &tables.endings);
        let mut names = near(lettered, &self.letters, limit);
        names.extend(tables.names.with_figures(&self.letters));
        if self.wanted.loose.is_some() {
            // Loosening has forgiven one edit already.
            let heard = near((&tables.loose, &tables.loose_trie, &tables.loose_endings), &self.loose, limit - 1);
            names.extend(heard.into_iter().map(|heard| tables.loose_names.one(heard) as usize));
        }
        self.judged(How::Misspelt, names)
    }

    /// Names whose place in an order says their rank, unless they share letters.
    fn ranked(
        &mut self,
        how: How,
        names: impl IntoIterator<Item = usize>,
        mut rank: impl FnMut(usize) -> usize,
    ) -> Vec<Hit> {
        let mut hits = Vec::new();
        for name in names {
            let Some(track) = self.tables.track(name) else { continue };
            if self.tables.kind(name) & SHARED != 0 {
                self.judge_track(how, track.0, &mut hits);
            } else {
                hits.push(Hit { rank: rank(name), track });
            }
        }
        hits
    }

    /// Names that have to be looked at.
    fn judged(&mut self, how: How, mut names: Vec<usize>) -> Vec<Hit> {
        names.sort_unstable();
        names.dedup();
        let mut hits = Vec::new();
        for name in names {
            let Some(track) = self.tables.track(name) else { continue };
            let kind = self.tables.kind(name);
            if kind & SHARED != 0 {
                self.judge_track(how, track.0, &mut hits);
            } else if let Some(rank) = self.judge.name(how, &self.tables.folded(name), kind & ID != 0) {
                hits.push(Hit { rank, track });
            }
        }
        hits
    }

    /// A track whose names have to be looked at in the catalogue.
    fn judge_track(&mut self, how: How, track: u32, hits: &mut Vec<Hit>) {
        let track = TrackIndex(track);
        if track.index() < self.catalogue.len()
            && let Some(rank) = self.judge.track(how, &self.catalogue.glance(track))
        {
            hits.push(Hit { rank, track });
        }
    }

    /// The `count` tracks whose titles are nearest, however far, if anything agrees at all; the nearest first.
    pub(super) fn nearest(&mut self, count: usize, admits: impl Fn(TrackIndex) -> bool) -> Vec<TrackIndex> {
        let mut best: Vec<Hit> = Vec::new();
        let tables = self.tables;
        // Edits per thousand letters; with so many, nothing agrees.
        let nothing = Hit { rank: 1000, track: TrackIndex(0) };
        let worst = |best: &[Hit]| best.get(count - 1).copied().unwrap_or(nothing);
        let offer = |best: &mut Vec<Hit>, hit: Hit| {
            let track = hit.track;
            if hit < worst(best) && best.iter().all(|own| own.track != track || hit.rank < own.rank) && admits(track) {
                best.retain(|own| own.track != track);
                best.push(hit);
                best.sort_unstable();
                best.truncate(count);
            }
        };
        let mut doubtful: Vec<u32> = tables.odd.all().to_vec();
        let [lettered, numbered] = tables.names.orders().map(|(order, first)| (order, first, &self.letters, None));
        let heard = (&tables.loose, 0, &self.loose, Some(&tables.loose_names));
        let texts = [lettered, numbered, heard];
        for (order, first, letters, names) in texts.into_iter().take(2 + usize::from(self.wanted.loose.is_some())) {
            distances(
                order,
                letters,
                |length| comparable(length, letters.len()),
                |entry, length, distance| {
                    let name = names.map_or(first + entry, |names: &Packed| names.one(entry) as usize);
                    let long = length.max(letters.len()).max(1);
                    // Letters that share a byte only make it nearer than it is. To divide takes longer than the rest.
                    if distance * 1000 >= (worst(&best).rank + 1) * long {
                        return;
                    }
                    let rank = distance * 1000 / long;
                    let Some(track) = tables.track(name) else { return };
                    if tables.kind(name) & SHARED == 0 {
                        offer(&mut best, Hit { rank, track });
                    } else {
                        doubtful.push(track.0);
                    }
                },
            );
        }
        doubtful.sort_unstable();
        doubtful.dedup();
        for track in doubtful.into_iter().filter(|track| (*track as usize) < self.catalogue.len()) {
            let track = TrackIndex(track);
            if let Some(rank) = self.judge.track_distance(&self.catalogue.glance(track), worst(&best).rank) {
                offer(&mut best, Hit { rank, track });
            }
        }
        best.into_iter().map(|hit| hit.track).collect()
    }
}

/// The names of an order that may be at most `limit` edits from these letters.
fn near((order, trie, endings): (&Order, &Trie<STEM>, &Endings), letters: &[u8], limit: usize) -> Vec<usize> {
    if letters.len() > automaton::LONGEST {
        let mut near = Vec::new();
        order.from(0, |i, name| {
            if name.len().abs_diff(letters.len()) <= limit {
                near.push(i);
            }
            false
        });
        return near;
    }
    let (half, first) = (letters.len() / 2, limit / 2);
    let mut near = Pattern::new(letters.iter().copied(), limit, half, first).within(order, trie);
    if let Some(second) = limit.checked_sub(first + 1) {
        near.extend(endings.within(letters, limit, letters.len() - half, second));
    }
    near
}
