//! Learns the dictionary that texts are written with: frequent words as a whole, and the pieces that rare ones are spelled with.
//!
//! Pieces grow as in byte pair encoding (P. Gage, "A New Algorithm for Data Compression", 1994), many pairs a round; codes are of whole bytes, as in
//! FSST (P. Boncz, T. Neumann, V. Leis, "FSST: Fast Random Access String Compression", 2020), so that any text is made out by itself.

use std::borrow::Cow;
use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::catalogue::known::{Known, Ranked, beyond_room, rank};
use crate::catalogue::texts::{Dictionary, LITERAL, MOST_ENTRIES, Texts, put_code, short};
use crate::catalogue::varint::put_number;
use crate::error::Error;

/// At most so many words are entries as a whole; the rest is for pieces.
const WHOLE: usize = 22_000;
/// Pieces are found in at most so many of the other words, evenly drawn.
const SAMPLE: usize = 30_000;
/// So often pieces are put together, and so many each time: they double in length.
const ROUNDS: usize = 4;
const A_ROUND: usize = 2_000;
/// The longest piece, in bytes.
const LONGEST: usize = 24;
/// What an entry takes in the file beside its text.
const ENTRY: u64 = 4;

/// What every word is written with.
#[derive(Debug)]
pub(crate) struct Learned {
    pub(crate) dictionary: Dictionary,
    codes: Vec<u8>,
    ends: Vec<usize>,
}

impl Learned {
    /// The codes of the word of that number.
    pub(crate) fn codes(&self, word: usize) -> &[u8] {
        let start = if word == 0 { 0 } else { self.ends[word - 1] };
        &self.codes[start..self.ends[word]]
    }
}

/// Entries by their texts, with what the code of each takes.
#[derive(Debug, Default)]
struct Table<'w> {
    texts: Vec<Cow<'w, str>>,
    numbers: FxHashMap<Cow<'w, str>, u32>,
    /// From this number on, a code takes two bytes.
    short: usize,
}

/// A piece of a word: an entry, or a character that is none.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    Entry(usize),
    Literal(usize, usize),
}

/// The cheapest way to a place in a word, and the piece that it ends with.
#[derive(Debug, Clone, Copy)]
struct Step {
    cost: usize,
    start: usize,
    piece: Piece,
}

impl<'w> Table<'w> {
    fn add(&mut self, text: Cow<'w, str>) {
        if !self.numbers.contains_key(&text) {
            self.numbers.insert(text.clone(), self.texts.len() as u32);
            self.texts.push(text);
        }
    }

    /// Takes a word apart so that its codes are as few bytes as they can be.
    fn parse(&self, word: &str, steps: &mut Vec<Step>, pieces: &mut Vec<Piece>) {
        pieces.clear();
        if let Some(whole) = self.numbers.get(word) {
            return pieces.push(Piece::Entry(*whole as usize));
        }
        steps.clear();
        steps.resize(word.len() + 1, Step { cost: usize::MAX, start: 0, piece: Piece::Literal(0, 0) });
        steps[0].cost = 0;
        for (start, first) in word.char_indices() {
            let mut reach = |end: usize, more: usize, piece: Piece| {
                let cost = steps[start].cost + more;
                if cost < steps[end].cost {
                    steps[end] = Step { cost, start, piece };
                }
            };
            let after = start + first.len_utf8();
            reach(after, 2 + first.len_utf8(), Piece::Literal(start, after));
            let ends = word[start..].char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|at| *at <= LONGEST);
            for end in ends.map(|at| start + at) {
                if let Some(entry) = self.numbers.get(&word[start..end]) {
                    let entry = *entry as usize;
                    reach(end, if entry < self.short { 1 } else { 2 }, Piece::Entry(entry));
                }
            }
        }
        let mut end = word.len();
        while end > 0 {
            pieces.push(steps[end].piece);
            end = steps[end].start;
        }
        pieces.reverse();
    }
}

/// Learns from all words with how often each is written.
///
/// # Errors
/// [`crate::error::ErrorKind::Argument`] when the entries together are beyond 4 GiB.
pub(crate) fn learn(words: &Known) -> Result<Learned, Error> {
    let mut table = Table::default();
    characters(words).into_iter().for_each(|text| table.add(text.into()));
    let rare = add_words(words, &mut table);
    add_pieces(words, &rare, &mut table);
    let table = useful(words, &table);

    let entries = table.texts.len();
    let mut dictionary = (Vec::new(), Vec::with_capacity(entries));
    for text in &table.texts {
        dictionary.0.extend(text.as_bytes());
        dictionary.1.push(u32::try_from(dictionary.0.len()).map_err(|_| beyond_room())?);
    }
    let (mut codes, mut ends) = (Vec::new(), Vec::with_capacity(words.len()));
    let (mut steps, mut pieces) = (Vec::new(), Vec::new());
    for (word, _) in words.iter() {
        table.parse(word, &mut steps, &mut pieces);
        let mut left = pieces.as_slice();
        while let Some((piece, rest)) = left.split_first() {
            left = rest;
            match *piece {
                Piece::Entry(entry) => put_code(entry, entries, &mut codes),
                Piece::Literal(start, mut end) => {
                    while let Some((Piece::Literal(_, further), rest)) = left.split_first() {
                        (left, end) = (rest, *further);
                    }
                    codes.push(LITERAL);
                    put_number(&mut codes, end - start);
                    codes.extend(&word.as_bytes()[start..end]);
                }
            }
        }
        ends.push(codes.len());
    }
    let dictionary = Dictionary(Texts { bytes: dictionary.0.into(), ends: dictionary.1.into() });
    Ok(Learned { dictionary, codes, ends })
}

/// About what an entry saves each time it is used, in bytes: spelled with pieces, a text takes two thirds of its bytes.
fn saved(text: &str) -> u64 {
    match text.chars().count() {
        1 => text.len() as u64,
        _ => (2 * text.len() as u64 / 3).saturating_sub(2).max(1),
    }
}

/// The characters that come more than once.
fn characters(words: &Known) -> Vec<String> {
    let mut counts: FxHashMap<char, u64> = FxHashMap::default();
    for (word, count) in words.iter() {
        word.chars().for_each(|c| *counts.entry(c).or_default() += count);
    }
    // In any order: what is learned does not depend on it.
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(c, _)| c.to_string()).collect()
}

/// Adds the words that are worth an entry; gives back those that are not.
fn add_words<'w>(words: &'w Known, table: &mut Table<'w>) -> Vec<usize> {
    let gain = |at: usize| {
        let text = words.text(at);
        (words.count(at) * saved(text)).saturating_sub(text.len() as u64 + ENTRY)
    };
    let mut ranked: Vec<Ranked<'w>> = (0..words.len()).map(|at| (Reverse(gain(at)), words.text(at), at)).collect();
    rank(&mut ranked);
    let worth = ranked.iter().take(WHOLE).take_while(|(gain, ..)| gain.0 > 0).count();
    ranked[..worth].iter().for_each(|(_, text, _)| table.add((*text).into()));
    ranked[worth..].iter().map(|(.., at)| *at).collect()
}

/// Adds pieces of the words that are no entries: in each round the neighbours that stand together most often become one.
fn add_pieces<'w>(words: &'w Known, rare: &[usize], table: &mut Table<'w>) {
    let stride = rare.len().div_ceil(SAMPLE).max(1);
    let (mut steps, mut pieces) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut pairs: FxHashMap<(usize, usize), u64> = FxHashMap::default();
        for at in rare.iter().step_by(stride) {
            table.parse(words.text(*at), &mut steps, &mut pieces);
            for pair in pieces.windows(2) {
                if let [Piece::Entry(one), Piece::Entry(two)] = *pair {
                    *pairs.entry((one, two)).or_default() += words.count(*at);
                }
            }
        }
        let joined = |((one, two), count): ((usize, usize), u64)| {
            let text = format!("{}{}", table.texts[one], table.texts[two]);
            let gain = (count * stride as u64).saturating_sub(text.len() as u64 + ENTRY);
            (gain > 0 && text.len() <= LONGEST).then_some((gain, text))
        };
        let found: Vec<(u64, String)> = pairs.into_iter().filter_map(joined).collect();
        let mut ranked: Vec<Ranked<'_>> = found.iter().map(|(gain, text)| (Reverse(*gain), text.as_str(), 0)).collect();
        rank(&mut ranked);
        ranked.into_iter().take(A_ROUND).for_each(|(_, text, _)| table.add(text.to_owned().into()));
    }
}

/// The entries that save more than they take, those that are used most first.
fn useful<'w>(words: &Known, table: &Table<'w>) -> Table<'w> {
    let mut used = vec![0_u64; table.texts.len()];
    let (mut steps, mut pieces) = (Vec::new(), Vec::new());
    for (word, count) in words.iter() {
        table.parse(word, &mut steps, &mut pieces);
        for piece in &pieces {
            if let Piece::Entry(entry) = piece {
                used[*entry] += count;
            }
        }
    }
    let mut ranked: Vec<Ranked<'_>> = Vec::new();
    for (text, used) in table.texts.iter().zip(used) {
        if used * saved(text) > text.len() as u64 + ENTRY {
            ranked.push((Reverse(used), text, 0));
        }
    }
    rank(&mut ranked);
    ranked.truncate(MOST_ENTRIES - 1);
    let mut kept = Table { short: short(ranked.len() + 1), ..Table::default() };
    kept.add("".into());
    ranked.into_iter().for_each(|(_, text, _)| kept.add(text.to_owned().into()));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Enough words that codes take two bytes, and letters that come once.
    #[test]
    fn words_come_back_from_their_codes() {
        let mut words = Known::default();
        for i in 0..3000 {
            for _ in 0..=i % 7 {
                words.put(&format!(" word{}{}", i * 7919 % 3000, ["ing", "는", "Ω"][i % 3])).unwrap();
            }
        }
        for rare in ["\n", " ", " 뷁☂𝄞", " ☃", " Łłż"] {
            words.put(rare).unwrap();
        }
        let learned = learn(&words).unwrap();
        assert!(learned.dictionary.0.len() > 512, "{}", learned.dictionary.0.len());
        for at in 0..words.len() {
            assert_eq!(learned.dictionary.text(learned.codes(at)).as_deref(), Some(words.text(at)));
        }
    }
}
