//! What the tracks of a catalogue are called, in the orders that texts are looked up in.

use std::io;
use std::ops::Range;

use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::lookup::alphabet::{code, unspell};
use crate::lookup::automaton::Stems;
use crate::lookup::building::Builder;
use crate::lookup::endings::Endings;
use crate::lookup::hangul::{Syllable, single};
use crate::lookup::order::{BLOCK, Order, compare_start, partition};
use crate::lookup::romanisation::{loosened, readings};
use crate::lookup::spelling::Spelling;
use crate::storage::{Image, Section, Writer};

/// A place in names: the number of the name, the lowest byte first, and something in it.
pub(super) type Place = [u8; 5];

/// Every name of every track, folded. A name is told by its number in the order of letters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tables {
    /// The number of tracks these are the names of.
    pub(super) len: usize,
    /// Titles, and ids that say something else.
    pub(super) names: Order,
    pub(super) stems: Stems,
    /// The track each belongs to.
    pub(super) tracks: Section<u32>,
    /// What each is, two bits a name: [`ID`], [`SHARED`].
    pub(super) kinds: Section<u8>,
    pub(super) endings: Endings,
    /// The words of titles but for the first, sorted by the letters from there on: the name, and its letters before.
    pub(super) words: Section<Place>,
    /// The first letters of every so many of these.
    pub(super) word_keys: Section<u64>,
    /// The titles in Hangul, sorted by their initial consonants, doubled ones as single.
    pub(super) initials: Section<u32>,
    /// The titles in Hangul as heard in Latin letters: as spoken and, where it differs, as written.
    pub(super) loose: Order,
    pub(super) loose_stems: Stems,
    /// The name each of these is heard of.
    pub(super) loose_names: Section<u32>,
    pub(super) loose_endings: Endings,
    /// Their words but for the first, sorted as heard: the name, and which word, with [`WRITTEN`].
    pub(super) loose_words: Section<Place>,
    /// The first letters of every so many of these.
    pub(super) loose_word_keys: Section<u64>,
    /// Tracks with a title of nothing but signs.
    pub(super) signs: Section<u32>,
    /// Tracks whose names are not among these: too long, or with lone letters of Hangul.
    pub(super) odd: Section<u32>,
}

/// A name that is an id.
pub(super) const ID: u8 = 1;
/// A name with letters that share their byte with others.
pub(super) const SHARED: u8 = 2;
/// The bit of a word that is heard as written, not as spoken.
pub(super) const WRITTEN: u8 = 128;

const LEN: &[u8; 8] = b"nam leng";
const NAMES: [u8; 4] = *b"name";
const STEMS: [u8; 4] = *b"stem";
const ENDINGS: [[u8; 4]; 2] = [*b"endi", *b"endt"];
const LOOSE: [u8; 4] = *b"hear";
const LOOSE_STEMS: [u8; 4] = *b"hste";
const LOOSE_ENDINGS: [[u8; 4]; 2] = [*b"hend", *b"hent"];

impl Tables {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let mut builder = Builder::default();
        for (at, track) in catalogue.places().zip(catalogue.walk()) {
            builder.push(at, &track);
        }
        builder.finish(catalogue.len())
    }

    /// The track a name belongs to.
    pub(super) fn track(&self, name: usize) -> Option<TrackIndex> {
        let track = self.tracks.one(name);
        if (track as usize) < self.len && name < self.tracks.len() {
            return Some(TrackIndex(track));
        }
        self.tracks.note_damage("a name belongs to no track");
        None
    }

    /// What a name is.
    pub(super) fn kind(&self, name: usize) -> u8 {
        self.kinds.one(name / 4) >> (name % 4 * 2) & 3
    }

    /// A name, folded, but for letters that share a byte.
    pub(super) fn folded(&self, name: usize) -> String {
        let mut bytes = Vec::new();
        self.names.read(name, &mut bytes);
        unspell(&bytes)
    }

    /// The names in which a word but the first, and what follows, begins with these letters.
    pub(super) fn with_word(&self, letters: &[u8]) -> Vec<usize> {
        let range = range(near(&self.word_keys, self.words.len(), letters), |i| {
            let (name, before) = place(self.words.one(i));
            let mut bytes = Vec::new();
            self.names.read(name, &mut bytes);
            compare_start(bytes.get(usize::from(before)..).unwrap_or_default(), letters)
        });
        self.words.at(range).iter().map(|entry| place(*entry).0).collect()
    }

    /// The titles that have these initial consonants or begin with them; doubled ones are given as single.
    pub(super) fn with_initials(&self, initials: &[char]) -> Vec<usize> {
        let range = range(0..self.initials.len(), |i| {
            singled(&self.folded(self.initials.one(i) as usize)).take(initials.len()).cmp(initials.iter().copied())
        });
        self.initials.at(range).iter().map(|name| *name as usize).collect()
    }

    /// The names that, heard in Latin letters, begin like this, or one of whose words does.
    pub(super) fn heard_beginning(&self, sounds: &[u8]) -> Vec<usize> {
        let mut names: Vec<usize> = self.heard(self.loose.beginning(sounds));
        let range = range(near(&self.loose_word_keys, self.loose_words.len(), sounds), |i| {
            let (name, word) = place(self.loose_words.one(i));
            compare_start(&heard_from(&self.folded(name), word), sounds)
        });
        names.extend(self.loose_words.at(range).iter().map(|entry| place(*entry).0));
        names
    }

    /// The names that are heard so.
    pub(super) fn heard(&self, range: Range<usize>) -> Vec<usize> {
        self.loose_names.at(range).iter().map(|name| *name as usize).collect()
    }

    /// Writes the tables.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        self.names.store(NAMES, writer)?;
        self.stems.store(STEMS, writer)?;
        self.endings.store(ENDINGS, writer)?;
        self.loose.store(LOOSE, writer)?;
        self.loose_stems.store(LOOSE_STEMS, writer)?;
        self.loose_endings.store(LOOSE_ENDINGS, writer)?;
        writer.section(LEN, &[self.len as u64])?;
        writer.section(b"nam trac", self.tracks.all())?;
        writer.section(b"nam kind", self.kinds.all())?;
        writer.section(b"nam word", self.words.all())?;
        writer.section(b"nam wkey", self.word_keys.all())?;
        writer.section(b"nam lkey", self.loose_word_keys.all())?;
        writer.section(b"nam init", self.initials.all())?;
        writer.section(b"nam lnam", self.loose_names.all())?;
        writer.section(b"nam lwor", self.loose_words.all())?;
        writer.section(b"nam sign", self.signs.all())?;
        writer.section(b"nam odd ", self.odd.all())
    }

    /// The tables in a file; none where it does without.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing or parts do not fit together.
    pub(crate) fn restore(image: &Image) -> Result<Option<Self>, Error> {
        if image.sizes().all(|(name, _)| name.as_bytes() != LEN) {
            return Ok(None);
        }
        let (names, loose) = (Order::restore(NAMES, image)?, Order::restore(LOOSE, image)?);
        let read = Self {
            len: usize::try_from(image.section::<u64>(LEN)?.one(0)).unwrap_or(usize::MAX),
            endings: Endings::restore(ENDINGS, names.len(), image)?,
            loose_endings: Endings::restore(LOOSE_ENDINGS, loose.len(), image)?,
            stems: Stems::restore(STEMS, names.len(), image)?,
            loose_stems: Stems::restore(LOOSE_STEMS, loose.len(), image)?,
            names,
            loose,
            word_keys: image.section(b"nam wkey")?,
            loose_word_keys: image.section(b"nam lkey")?,
            tracks: image.section(b"nam trac")?,
            kinds: image.section(b"nam kind")?,
            words: image.section(b"nam word")?,
            initials: image.section(b"nam init")?,
            loose_names: image.section(b"nam lnam")?,
            loose_words: image.section(b"nam lwor")?,
            signs: image.section(b"nam sign")?,
            odd: image.section(b"nam odd ")?,
        };
        image.store().intact()?;
        let names = read.names.len();
        let fits = read.tracks.len() == names
            && read.kinds.len() == names.div_ceil(4)
            && read.loose_names.len() == read.loose.len()
            && read.word_keys.len() == read.words.len().div_ceil(BLOCK)
            && read.loose_word_keys.len() == read.loose_words.len().div_ceil(BLOCK)
            && u32::try_from(read.len).is_ok();
        if fits { Ok(Some(read)) } else { Err(Error::unfit()) }
    }
}

/// A place taken apart.
pub(super) fn place([a, b, c, d, inside]: Place) -> (usize, u8) {
    (u32::from_le_bytes([a, b, c, d]) as usize, inside)
}

/// The places that compare as equal, where all before them compare as less.
fn range(among: Range<usize>, compare: impl Fn(usize) -> std::cmp::Ordering) -> Range<usize> {
    let start = among.start + partition(among.len(), |i| compare(among.start + i).is_lt());
    start..start + partition(among.end - start, |i| compare(start + i).is_le())
}

/// Where the entries that begin with these letters must lie, by the first letters of every so many.
fn near(keys: &Section<u64>, entries: usize, letters: &[u8]) -> Range<usize> {
    let key = |rest: u8| u64::from_be_bytes(std::array::from_fn(|i| letters.get(i).copied().unwrap_or(rest)));
    let before = partition(keys.len(), |i| keys.one(i) < key(0));
    let after = before + partition(keys.len() - before, |i| keys.one(before + i) <= key(u8::MAX));
    let end = (after * BLOCK).min(entries);
    (before.saturating_sub(1) * BLOCK).min(end)..end
}

/// The initial consonants of a folded name, doubled ones as single.
pub(super) fn singled(folded: &str) -> impl Iterator<Item = char> {
    folded.chars().filter_map(Syllable::of).map(|syllable| single(syllable.onset))
}

/// A folded name as heard from one of its words on.
fn heard_from(folded: &str, word: u8) -> Vec<u8> {
    let mut latin = [String::new(), String::new()];
    readings(folded, &mut latin);
    let mut spelling = Spelling::default();
    spelling.read(&latin[usize::from(word & WRITTEN != 0)]);
    spelling.words().nth(usize::from(word & !WRITTEN)).map(sounds).unwrap_or_default()
}

/// What is heard of letters, in bytes.
pub(super) fn sounds(latin: &[char]) -> Vec<u8> {
    loosened(latin).map(code).collect()
}
