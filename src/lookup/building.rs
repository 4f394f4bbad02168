//! Makes the tables of a catalogue, track by track.

use std::cmp::Ordering;

use crate::catalogue::TrackIndex;
use crate::catalogue::fold::fold;
use crate::catalogue::track::Track;
use crate::lookup::alphabet::{LONGEST, WORD, code, is_shared, spell};
use crate::lookup::automaton::Stems;
use crate::lookup::endings::Endings;
use crate::lookup::order::{BLOCK, Order, masked};
use crate::lookup::romanisation::readings;
use crate::lookup::spelling::Spelling;
use crate::lookup::tables::{ID, Place, SHARED, Tables, WRITTEN, singled, sounds};

/// The names so far, in the order they came in.
#[derive(Debug, Default)]
pub(super) struct Builder {
    names: Texts,
    tracks: Vec<u32>,
    kinds: Vec<u8>,
    /// What titles in Hangul sound like, with the titles.
    loose: Texts,
    loose_names: Vec<u32>,
    /// The same from each word on but the first, with the titles and the words.
    loose_words: Texts,
    loose_places: Vec<(u32, u8)>,
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

    fn in_order(&self, order: &[u32]) -> impl Iterator<Item = &[u8]> {
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
    fn push_name(&mut self, at: TrackIndex, folded: &str, id: u8) -> bool {
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
            for (word, letters) in self.spelling.words().enumerate() {
                let heard = sounds(letters);
                let Some(inside) = u8::try_from(word).ok().filter(|word| *word < WRITTEN) else { return false };
                // What is written often sounds as spoken.
                if word == 0 {
                    if heard.len() > LONGEST {
                        return false;
                    }
                    if reading == 0 || self.loose.last() != heard {
                        self.loose.push(&heard);
                        self.loose_names.push(number);
                    }
                } else if reading == 0 || self.loose_words.at(spoken + word - 1) != heard {
                    self.loose_words.push(&heard);
                    self.loose_places.push((number, inside | reading));
                }
            }
        }
        true
    }

    /// The tables of so many tracks.
    pub(super) fn finish(self, len: usize) -> Tables {
        let Self { names, tracks, kinds, .. } = self;
        let order = sorted(&names, &tracks);
        let mut numbers = vec![0; names.len()];
        for (new, old) in (0_u32..).zip(&order) {
            numbers[*old as usize] = new;
        }
        let mut packed = vec![0; names.len().div_ceil(4)];
        for (new, old) in order.iter().enumerate() {
            packed[new / 4] |= kinds[*old as usize] << (new % 4 * 2);
        }
        let renumbered = |names: Vec<u32>| names.into_iter().map(|name| numbers[name as usize]).collect::<Vec<_>>();
        let heard_of = renumbered(self.loose_names);
        let heard = sorted(&self.loose, &heard_of);
        let initials_of = renumbered(self.initials_names);
        let initials = sorted(&self.initials, &initials_of);
        let words_of = renumbered(self.loose_places.iter().map(|(name, _)| *name).collect());
        let loose_words = sorted(&self.loose_words, &words_of);
        let loose_place = |i: &u32| place(words_of[*i as usize], self.loose_places[*i as usize].1);
        let in_order = |all: &[u32], order: &[u32]| order.iter().map(|i| all[*i as usize]).collect::<Vec<_>>();
        let (words, word_keys) = words(&names, &order, &kinds);
        Tables {
            len,
            names: Order::of(names.in_order(&order)),
            tracks: in_order(&tracks, &order).into(),
            kinds: packed.into(),
            stems: Stems::of(names.in_order(&order)),
            endings: Endings::of(names.in_order(&order)),
            words: words.into(),
            word_keys: word_keys.into(),
            initials: in_order(&initials_of, &initials).into(),
            loose: Order::of(self.loose.in_order(&heard)),
            loose_names: in_order(&heard_of, &heard).into(),
            loose_stems: Stems::of(self.loose.in_order(&heard)),
            loose_endings: Endings::of(self.loose.in_order(&heard)),
            loose_words: loose_words.iter().map(loose_place).collect::<Vec<_>>().into(),
            loose_word_keys: self.loose_words.in_order(&loose_words).step_by(BLOCK).map(key).collect::<Vec<_>>().into(),
            signs: self.signs.into(),
            odd: self.odd.into(),
        }
    }
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

/// The words of titles but for the first, in the order of the letters from there on; and the first letters of every so many.
fn words(names: &Texts, order: &[u32], kinds: &[u8]) -> (Vec<Place>, Vec<u64>) {
    let from = |number: u32, before: u8| &names.at(order[number as usize] as usize)[usize::from(before)..];
    let mut keyed: Vec<(u64, u32, u8)> = Vec::new();
    for (number, old) in (0..).zip(order) {
        if kinds[*old as usize] & ID != 0 {
            continue;
        }
        for (before, byte) in (0..).zip(names.at(*old as usize)) {
            if byte & WORD != 0 {
                keyed.push((key(from(number, before)), number, before));
            }
        }
    }
    keyed.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| rest(from(a.1, a.2), from(b.1, b.2)).then((a.1, a.2).cmp(&(b.1, b.2))))
    });
    let keys = keyed.iter().step_by(BLOCK).map(|(key, ..)| *key).collect();
    (keyed.into_iter().map(|(_, number, before)| place(number, before)).collect(), keys)
}

fn place(name: u32, inside: u8) -> Place {
    let [a, b, c, d] = name.to_le_bytes();
    [a, b, c, d, inside]
}

/// The letters that [`key`] compares.
const KEY: usize = 8;

/// The first letters of a text as a number of the same order.
fn key(text: &[u8]) -> u64 {
    let mut letters = masked(text);
    u64::from_be_bytes([(); KEY].map(|()| letters.next().unwrap_or(0)))
}

/// Compares the letters behind those of equal keys.
fn rest(a: &[u8], b: &[u8]) -> Ordering {
    masked(a.get(KEY..).unwrap_or_default()).cmp(masked(b.get(KEY..).unwrap_or_default()))
}
