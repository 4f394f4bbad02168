//! Which tracks have a name that holds some letters, found without asking each of them.
//!
//! Names are kept once, folded and without spaces, in the order of letters. For every three bytes in a row there is a list of the names they occur
//! in, as in R. Cox, "Regular Expression Matching with a Trigram Index" (2012): a name that holds a word holds all trigrams of the word, so only those of
//! the shortest list are read. A syllable of Hangul is three bytes, so a word of one is found as well.

use std::io;
use std::ops::Range;

use crate::catalogue::fold::{is_asked_for, unspaced};
use crate::catalogue::varint::number;
use crate::error::Error;
use crate::index::places::Places;
use crate::query::filter::Called;
use crate::storage::{Image, Section, Writer};

/// The bytes of a trigram.
pub(crate) const LETTERS: usize = 3;

/// What ends each name.
pub(crate) const END: u8 = b'\n';

/// The names of a kind: of artists or of series.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// The texts, one after the other: all names of some tracks, with [`END`] behind each.
    pub(crate) text: Section<u8>,
    /// Where each text begins, and the first of its places; then where the last ends.
    pub(crate) lines: Section<[u32; 2]>,
    /// The places of the tracks with each text, ascending.
    pub(crate) places: Places,
    /// The trigrams, ascending, with where the list of each begins; then where the last ends. An empty list is that of a trigram in too many texts for
    /// the list to be of use.
    pub(crate) trigrams: Section<[u32; 2]>,
    /// The numbers of texts, ascending, each less the one before.
    pub(crate) lists: Section<u8>,
    /// How many places there are.
    pub(crate) tracks: usize,
}

/// The trigram of these bytes, of fewer than three the first that begins with them.
pub(crate) fn trigram(bytes: &[u8]) -> u32 {
    let byte = |at: usize| bytes.get(at).map_or(0, |byte| u32::from(*byte));
    byte(0) << 16 | byte(1) << 8 | byte(2)
}

impl Names {
    /// The places of the tracks with a name that one of these words asks for, spaces aside; none where there are more than `most`, so that they are better
    /// told by other means.
    pub(crate) fn places(&self, words: &[Called], most: usize) -> Option<Vec<u32>> {
        let mut texts = Vec::new();
        for called in words {
            // Of those who are there together the tracks are few, even where those of each are not.
            let most = if called.beside.is_empty() { most } else { usize::MAX };
            let mut all: Option<Vec<u32>> = None;
            for called in called.all() {
                let name = unspaced(&called.text);
                let mut own = if called.whole { self.called(&name).collect() } else { self.asked_for(&name, most)? };
                if let Some(all) = all {
                    own.retain(|text| all.binary_search(text).is_ok());
                }
                all = Some(own);
            }
            texts.extend(all.unwrap_or_default());
        }
        if words.len() > 1 {
            texts.sort_unstable();
            texts.dedup();
        }
        let mut places = Vec::new();
        // Of texts that follow each other the places do as well.
        for run in texts.chunk_by(|a, b| a + 1 == *b) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let own = self.line(*first).start.1..self.line(*last).end.1;
            if places.len() + own.len() > most {
                return None;
            }
            self.read_places(own, &mut places);
        }
        Some(places)
    }

    /// Whether anything is called just so; `name` is folded and without spaces.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.called(name).next().is_some()
    }

    /// The numbers of the texts with just that name, ascending.
    fn called(&self, name: &str) -> impl Iterator<Item = u32> {
        // With its end, since few names end alike.
        let ended = [name.as_bytes(), &[END]].concat();
        let (listed, all) = match (ended.len() < LETTERS, self.rarest(&ended)) {
            (true, _) | (_, Some(None)) if !name.is_empty() => (None, 0..self.len() as u32),
            (_, Some(Some(list))) => (Some(list), 0..0),
            _ => (None, 0..0),
        };
        let is = move |text: &u32| {
            let Range { start, end } = self.line(*text);
            let name = ended.strip_suffix(&[END]).unwrap_or_default();
            self.text.at(start.0..end.0).split(|byte| *byte == END).any(|own| own == name)
        };
        listed.into_iter().flat_map(|list| self.texts_in(list)).chain(all).filter(is)
    }

    /// The numbers of the texts with a name that a word asks for, ascending; none where they have more than `most` tracks.
    fn asked_for(&self, name: &str, most: usize) -> Option<Vec<u32>> {
        if name.len() < LETTERS {
            return self.by_few_letters(name, most);
        }
        match self.rarest(name.as_bytes()) {
            Some(Some(list)) => self.among(self.texts_in(list), name, most),
            Some(None) => self.among(0..self.len() as u32, name, most),
            None => Some(Vec::new()),
        }
    }

    /// The shortest list of the trigrams of a word, if any of them has one; none where some trigram is in no text.
    fn rarest(&self, word: &[u8]) -> Option<Option<Range<usize>>> {
        let mut shortest: Option<Range<usize>> = None;
        for part in word.windows(LETTERS).rev() {
            let list = self.list_of(trigram(part))?;
            if !list.is_empty() && shortest.as_ref().is_none_or(|shortest| list.len() < shortest.len()) {
                shortest = Some(list);
            }
        }
        Some(shortest)
    }

    /// The same of a word of fewer bytes than a trigram has. One of two begins a trigram wherever it stands, since every name ends with a byte more.
    fn by_few_letters(&self, name: &str, most: usize) -> Option<Vec<u32>> {
        let word = name.as_bytes();
        if word.len() != 2 {
            return if word.is_empty() { Some(Vec::new()) } else { self.among(0..self.len() as u32, name, most) };
        }
        let next = trigram(word) + (1 << 8);
        let range = self.place_of(trigram(word))..self.place_of(next);
        let mut texts = Vec::new();
        for pair in self.trigrams.at(range.start..range.end + 1).windows(2) {
            let list = pair[0][1] as usize..pair[1][1] as usize;
            if list.is_empty() {
                return self.among(0..self.len() as u32, name, most);
            }
            texts.extend(self.texts_in(list));
        }
        texts.sort_unstable();
        texts.dedup();
        self.among(texts.into_iter(), name, most)
    }

    /// Those of some texts with a name that a word asks for; none where they have more than `most` tracks.
    fn among(&self, texts: impl Iterator<Item = u32>, name: &str, most: usize) -> Option<Vec<u32>> {
        let word = name.as_bytes();
        let (mut found, mut tracks) = (Vec::new(), 0);
        for text in texts {
            let Range { start, end } = self.line(text);
            let bytes = self.text.at(start.0..end.0);
            let holds = bytes.windows(word.len()).any(|part| part[0] == word[0] && part == word);
            let own = |text: &[u8]| std::str::from_utf8(text).is_ok_and(|own| is_asked_for(own, name));
            if holds && bytes.split(|byte| *byte == END).any(own) {
                found.push(text);
                tracks += end.1.saturating_sub(start.1);
                if tracks > most {
                    return None;
                }
            }
        }
        Some(found)
    }

    /// How many texts there are.
    fn len(&self) -> usize {
        self.lines.len().saturating_sub(1)
    }

    /// Where a text begins and the first of its places, and where both end.
    fn line(&self, text: u32) -> Range<(usize, usize)> {
        let bounds = match self.lines.at(text as usize..text as usize + 2) {
            &[start, end] => [start, end],
            _ => [[0; 2]; 2],
        };
        let [start, end] = bounds.map(|[text, place]| (text as usize, place as usize));
        start..end
    }

    /// The place of the first trigram that is not below.
    fn place_of(&self, trigram: u32) -> usize {
        let (mut from, mut to) = (0, self.trigrams.len().saturating_sub(1));
        while from < to {
            let middle = from + (to - from) / 2;
            if self.trigrams.one(middle)[0] < trigram { from = middle + 1 } else { to = middle }
        }
        from
    }

    /// Where the list of a trigram is; none where no text has it.
    fn list_of(&self, trigram: u32) -> Option<Range<usize>> {
        let at = self.place_of(trigram);
        let &[[here, start], [_, end]] = self.trigrams.at(at..(at + 2).min(self.trigrams.len())) else { return None };
        (here == trigram).then_some(start as usize..end as usize)
    }

    /// The numbers of texts in a list.
    fn texts_in(&self, bytes: Range<usize>) -> impl Iterator<Item = u32> {
        let (mut left, mut next, len) = (self.lists.at(bytes), 0, self.len());
        std::iter::from_fn(move || {
            next += number(&mut left).filter(|beyond| *beyond < len)?;
            if next < len { Some(next as u32) } else { None }
        })
    }

    /// Reads places in a row.
    fn read_places(&self, range: Range<usize>, places: &mut Vec<u32>) {
        let before = places.len();
        places.extend(self.places.range(range));
        // After all are read, for one by one they would be read more slowly.
        if let Some(at) = places[before..].iter().position(|place| *place as usize >= self.tracks) {
            self.places.bytes.note_damage("a name belongs to no track");
            places.truncate(before + at);
        }
    }

    /// The bytes of the places; the letters before them are looked up, not searched.
    pub(crate) fn bytes(&self) -> usize {
        self.places.bytes.len()
    }

    /// Writes the names; `kind` begins the names of their sections.
    pub(crate) fn store(&self, kind: [u8; 3], writer: &mut Writer<'_>) -> io::Result<()> {
        writer.section(&section(kind, b" text"), self.text.all())?;
        writer.section(&section(kind, b" line"), self.lines.all())?;
        writer.section(&section(kind, b" plac"), self.places.bytes.all())?;
        writer.section(&section(kind, b" tris"), self.trigrams.all())?;
        writer.section(&section(kind, b" list"), self.lists.all())
    }

    /// The names in a file of an index with so many places.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(kind: [u8; 3], tracks: usize, image: &Image) -> Result<Self, Error> {
        let [lines, trigrams] = [b" line", b" tris"].map(|part| image.section::<[u32; 2]>(&section(kind, part)));
        let [text, places, lists] = [b" text", b" plac", b" list"].map(|part| image.section(&section(kind, part)));
        let (lines, trigrams, text, places, lists) = (lines?, trigrams?, text?, places?, lists?);
        let last = |pairs: &Section<[u32; 2]>| pairs.len().checked_sub(1).map(|at| pairs.one(at).map(|n| n as usize));
        let names = last(&lines).zip(last(&trigrams)).and_then(|([letters, count], [_, listed])| {
            let fits = [text.len(), lists.len()] == [letters, listed];
            let places = Places::stored(places, count, tracks).filter(|_| fits)?;
            Some(Self { text, lines, places, trigrams, lists, tracks })
        });
        names.ok_or_else(Error::unfit)
    }
}

fn section(kind: [u8; 3], part: &[u8; 5]) -> [u8; 8] {
    let mut name = [0; 8];
    name[..3].copy_from_slice(&kind);
    name[3..].copy_from_slice(part);
    name
}
