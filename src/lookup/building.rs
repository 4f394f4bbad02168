//! Makes the tables of a catalogue, track by track.

use std::cmp::Ordering;

use crate::catalogue::TrackIndex;
use crate::catalogue::fold::fold;
use crate::catalogue::track::Track;
use crate::lookup::alphabet::{LONGEST, WORD, code, is_shared, spell};
use crate::lookup::endings::Endings;
use crate::lookup::names::{Names, told_by_figures};
use crate::lookup::order::{KEY, Order, STEP, key, masked};
use crate::lookup::packed::Packed;
use crate::lookup::romanisation::readings;
use crate::lookup::spelling::Spelling;
use crate::lookup::tables::{ID, SHARED, Tables, WRITTEN, Words, singled, sounds};
use crate::lookup::trie::Trie;
use crate::storage::Section;

/// The names so far, in the order they came in.
#[derive(Debug, Default)]
pub(super) struct Builder {
    names: Texts,
    tracks: Vec<u32>,
    kinds: Vec<u32>,
    /// What titles in Hangul sound like, with the titles.
    loose: Texts,
    loose_names: Vec<u32>,
    /// The same from each word on but the first, with the titles and the words.
    loose_words: Texts,
    loose_places: Vec<(u32, u32)>,
    /// The initial consonants of these titles, with the titles.
    initials: Texts,
    initials_names: Vec<u32>,
    signs: Vec<u32>,
    odd: Vec<u32>,
    latin: [String; 2],
    spelling: Spelling,
    bytes: Vec<u8>,
}

/// Texts one after the other.
#[derive(Debug, Default)]
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len());
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn last(&self) -> &[u8] {
        self.at(self.len() - 1)
    }

    fn at(&self, i: usize) -> &[u8] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.bytes[start..self.ends[i]]
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|i| self.at(i))
    }

    fn in_order<'a>(&'a self, order: &'a [u32]) -> impl Iterator<Item = &'a [u8]> + Clone {
        order.iter().map(|i| self.at(*i as usize))
    }

    /// Forgets all texts from one on.
    fn truncate(&mut self, len: usize) {
        self.ends.truncate(len);
        self.bytes.truncate(self.ends.last().copied().unwrap_or(0));
    }
}

impl Builder {
    /// Takes the names of the next track.
    pub(super) fn push(&mut self, at: TrackIndex, track: &Track) {
        let before = [self.names.len(), self.loose.len(), self.loose_words.len(), self.initials.len()];
        let mut own: Vec<String> = Vec::with_capacity(3);
        let (mut fits, mut signs) = (true, false);
        for title in track.titles().map(fold) {
            if title.is_empty() {
                signs = true;
            } else if !own.contains(&title) {
                fits &= self.push_name(at, &title, 0);
                own.push(title);
            }
        }
        let id = fold(track.id.as_str());
        if !id.is_empty() && !own.contains(&id) {
            fits &= self.push_name(at, &id, ID);
        }
        if !fits {
            let [names, loose, words, initials] = before;
            self.names.truncate(names);
            self.tracks.truncate(names);
            self.kinds.truncate(names);
            self.loose.truncate(loose);
            self.loose_names.truncate(loose);
            self.loose_words.truncate(words);
            self.loose_places.truncate(words);
            self.initials.truncate(initials);
            self.initials_names.truncate(initials);
            self.odd.push(at.0);
        }
        if signs {
            self.signs.push(at.0);
        }
    }

    /// Takes a name; says whether it fits.
    fn push_name(&mut self, at: TrackIndex, folded: &str, id: u32) -> bool {
        let number = self.names.len() as u32;
        if !spell(folded, &mut self.bytes) {
            return false;
        }
        self.names.push(&self.bytes);
        self.tracks.push(at.0);
        let shared = if self.bytes.iter().any(|byte| is_shared(*byte)) { SHARED } else { 0 };
        self.kinds.push(id | shared);
        if id != 0 || !readings(folded, &mut self.latin) {
            return true;
        }
        self.bytes.clear();
        self.bytes.extend(singled(folded).map(code));
        self.initials.push(&self.bytes);
        self.initials_names.push(number);
        let spoken = self.loose_words.len();
        let written = self.latin[0] != self.latin[1];
        for (latin, reading) in self.latin.iter().zip([0, WRITTEN]).take(1 + usize::from(written)) {
            self.spelling.read(latin);
            let heard: Vec<Vec<u8>> = self.spelling.words().map(sounds).collect();
            let whole = joined(&heard);
            if whole.len() > LONGEST {
                return false;
            }
            // What is written often sounds as spoken.
            if reading == 0 || !masked(self.loose.last()).eq(masked(&whole)) {
                self.loose.push(&whole);
                self.loose_names.push(number);
            }
            for (word, heard) in heard.iter().enumerate().skip(1) {
                if reading == 0 || self.loose_words.at(spoken + word - 1) != heard {
                    self.loose_words.push(heard);
                    self.loose_places.push((number, (word as u32 * 2) | reading));
                }
            }
        }
        true
    }

    /// The tables of so many tracks.
    pub(super) fn finish(self, len: usize) -> Tables {
        let Self { names, tracks, kinds, .. } = self;
        let mut order = sorted(&names, &tracks);
        let by_figures = told_by_figures(names.iter());
        let (lettered, numbered): (Vec<u32>, Vec<u32>) = order.iter().partition(|i| !by_figures[**i as usize]);
        order.clear();
        order.extend(lettered.iter().chain(&numbered));
        let mut numbers = vec![0; names.len()];
        for (new, old) in (0_u32..).zip(&order) {
            numbers[*old as usize] = new;
        }
        let renumbered = |names: Vec<u32>| names.into_iter().map(|name| numbers[name as usize]).collect::<Vec<_>>();
        let heard_of = renumbered(self.loose_names);
        let heard = sorted(&self.loose, &heard_of);
        let initials_of = renumbered(self.initials_names);
        let initials = sorted(&self.initials, &initials_of);
        let words_of = renumbered(self.loose_places.iter().map(|(name, _)| *name).collect());
        let loose_words = sorted(&self.loose_words, &words_of);
        let in_order =
            |all: &[u32], order: &[u32]| Packed::of(&order.iter().map(|i| all[*i as usize]).collect::<Vec<_>>());
        let places: Vec<u32> = self.loose_places.iter().map(|(_, place)| *place).collect();
        Tables {
            len,
            words: words(&names, &order, &kinds),
            names: Names::of(names.in_order(&lettered), names.in_order(&numbered)),
            tracks: in_order(&tracks, &order),
            kinds: in_order(&kinds, &order),
            trie: Trie::of(names.in_order(&lettered)),
            endings: Endings::of(names.in_order(&lettered)),
            initials: in_order(&initials_of, &initials),
            loose: Order::of(self.loose.in_order(&heard)),
            loose_names: in_order(&heard_of, &heard),
            loose_trie: Trie::of(self.loose.in_order(&heard)),
            loose_endings: Endings::of(self.loose.in_order(&heard)),
            loose_words: Words {
                names: in_order(&words_of, &loose_words),
                places: in_order(&places, &loose_words),
                keys: keys(self.loose_words.in_order(&loose_words).map(key)),
            },
            signs: self.signs.into(),
            odd: self.odd.into(),
        }
    }
}

/// Every so many of the first letters of sorted words.
fn keys(all: impl Iterator<Item = u64>) -> Section<u64> {
    all.step_by(STEP).collect::<Vec<_>>().into()
}

/// What is heard from the first word on, with the words that begin where what is heard from them on does.
fn joined(heard: &[Vec<u8>]) -> Vec<u8> {
    let Some((first, later)) = heard.split_first() else { return Vec::new() };
    let mut whole = first.clone();
    for later in later.iter().filter(|later| !later.is_empty() && later.len() < first.len()) {
        if first.ends_with(later) {
            whole[first.len() - later.len()] |= WORD;
        }
    }
    whole
}

/// The numbers of texts in the order of their letters, then words, then owners.
fn sorted(texts: &Texts, owners: &[u32]) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = (0..).zip(texts.iter()).map(|(i, text)| (key(text), i)).collect();
    keyed.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| {
            let (i, j) = (a.1 as usize, b.1 as usize);
            let (first, second) = (texts.at(i), texts.at(j));
            rest(first, second).then_with(|| first.cmp(second)).then((owners[i], i).cmp(&(owners[j], j)))
        })
    });
    keyed.into_iter().map(|(_, i)| i).collect()
}

/// The words of titles but for the first, in the order of the letters from there on.
fn words(names: &Texts, order: &[u32], kinds: &[u32]) -> Words {
    let name = |number: u32| names.at(order[number as usize] as usize);
    let from = |number: u32, start: u8| &name(number)[usize::from(start)..];
    let mut keyed: Vec<(u64, u32, u8)> = Vec::new();
    for (number, old) in (0..).zip(order) {
        if kinds[*old as usize] & ID != 0 {
            continue;
        }
        for (start, byte) in (0..).zip(names.at(*old as usize)) {
            if byte & WORD != 0 {
                keyed.push((key(from(number, start)), number, start));
            }
        }
    }
    keyed.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| rest(from(a.1, a.2), from(b.1, b.2)).then((a.1, a.2).cmp(&(b.1, b.2))))
    });
    let place = |(_, number, start): &(u64, u32, u8)| {
        name(*number)[..usize::from(*start)].iter().filter(|byte| **byte & WORD != 0).count() as u32
    };
    Words {
        keys: keys(keyed.iter().map(|(key, ..)| *key)),
        places: Packed::of(&keyed.iter().map(place).collect::<Vec<_>>()),
        names: Packed::of(&keyed.iter().map(|(_, number, _)| *number).collect::<Vec<_>>()),
    }
}

/// Compares the letters behind those of equal keys.
fn rest(a: &[u8], b: &[u8]) -> Ordering {
    masked(a.get(KEY..).unwrap_or_default()).cmp(masked(b.get(KEY..).unwrap_or_default()))
}
