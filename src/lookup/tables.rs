//! What the tracks of a catalogue are called, in the orders that texts are looked up in.

use std::cmp::Ordering;
use std::io;
use std::ops::Range;

use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::lookup::alphabet::{WORD, code, unspell};
use crate::lookup::building::Builder;
use crate::lookup::endings::Endings;
use crate::lookup::hangul::{Syllable, single};
use crate::lookup::names::Names;
use crate::lookup::order::{Order, STEP, compare_start, near, part, partition, section};
use crate::lookup::packed::Packed;
use crate::lookup::romanisation::{loosened, readings};
use crate::lookup::spelling::Spelling;
use crate::lookup::trie::Trie;
use crate::storage::{Image, Section, Writer};

/// Every name of every track, folded. A name is told by its number in the order of letters.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tables {
    /// The number of tracks these are the names of.
    pub(super) len: usize,
    /// Titles, and ids that say something else.
    pub(super) names: Names,
    /// The track each belongs to.
    pub(super) tracks: Packed,
    /// What each is: [`ID`], [`SHARED`].
    pub(super) kinds: Packed,
    /// The beginnings and the endings of those told by letters.
    pub(super) trie: Trie<STEM>,
    pub(super) endings: Endings,
    /// The words of titles but for the first, sorted by the letters from there on.
    pub(super) words: Words,
    /// The titles in Hangul, sorted by their initial consonants, doubled ones as single.
    pub(super) initials: Packed,
    /// The titles in Hangul as heard in Latin letters: as spoken and, where it differs, as written.
    pub(super) loose: Order,
    pub(super) loose_trie: Trie<STEM>,
    pub(super) loose_endings: Endings,
    /// The name each of these is heard of.
    pub(super) loose_names: Packed,
    /// Their words but for the first, sorted as heard, with [`WRITTEN`].
    pub(super) loose_words: Words,
    /// Tracks with a title of nothing but signs.
    pub(super) signs: Section<u32>,
    /// Tracks whose names are not among these: too long, or with lone letters of Hangul.
    pub(super) odd: Section<u32>,
}

/// Words of names, sorted.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Words {
    pub(super) names: Packed,
    /// Which word of the name each is.
    pub(super) places: Packed,
    /// The first letters of every so many.
    pub(super) keys: Section<u64>,
}

/// The letters that names are told apart by before they are read.
pub(super) const STEM: usize = 6;

/// A name that is an id.
pub(super) const ID: u32 = 1;
/// A name with letters that share their byte with others.
pub(super) const SHARED: u32 = 2;
/// The bit of the place of a word that is heard as written, not as spoken.
pub(super) const WRITTEN: u32 = 1;

const LEN: &[u8; 8] = b"nam leng";
const ENDINGS: [u8; 3] = *b"end";
const LOOSE: [u8; 3] = *b"hea";
const LOOSE_ENDINGS: [u8; 3] = *b"hen";

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
        self.odd.note_damage("a name belongs to no track");
        None
    }

    /// What a name is.
    pub(super) fn kind(&self, name: usize) -> u32 {
        self.kinds.one(name)
    }

    /// A name, folded, but for letters that share a byte.
    pub(super) fn folded(&self, name: usize) -> String {
        let mut bytes = Vec::new();
        self.names.read(name, &mut bytes);
        unspell(&bytes)
    }

    /// The names in which a word but the first, and what follows, begins with these letters.
    pub(super) fn with_word(&self, letters: &[u8]) -> Vec<usize> {
        let mut bytes = Vec::new();
        self.words.beginning(letters, |name, place| {
            self.names.read(name, &mut bytes);
            let mut words = (0..bytes.len()).filter(|i| bytes[*i] & WORD != 0);
            let start = words.nth(place as usize).unwrap_or(bytes.len());
            compare_start(&bytes[start..], letters)
        })
    }

    /// The titles that have these initial consonants or begin with them; doubled ones are given as single.
    pub(super) fn with_initials(&self, initials: &[char]) -> Vec<usize> {
        let range = range(0..self.initials.len(), |i| {
            singled(&self.folded(self.initials.one(i) as usize)).take(initials.len()).cmp(initials.iter().copied())
        });
        self.initials.range(range).collect()
    }

    /// The names that, heard in Latin letters, begin like this, or one of whose words does.
    pub(super) fn heard_beginning(&self, sounds: &[u8]) -> Vec<usize> {
        let mut names: Vec<usize> = self.heard(self.loose.beginning(sounds));
        names.extend(
            self.loose_words
                .beginning(sounds, |name, place| compare_start(&heard_from(&self.folded(name), place), sounds)),
        );
        names
    }

    /// The names that are heard so.
    pub(super) fn heard(&self, range: Range<usize>) -> Vec<usize> {
        self.loose_names.range(range).collect()
    }

    /// Writes the tables.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub(crate) fn store(&self, writer: &mut Writer<'_>) -> io::Result<()> {
        let lengths = [
            self.len,
            self.names.lettered.len(),
            self.names.numbered.len(),
            self.trie.leaves(),
            self.endings.len(),
            self.words.names.len(),
            self.initials.len(),
            self.loose.len(),
            self.loose_trie.leaves(),
            self.loose_endings.len(),
            self.loose_words.names.len(),
        ];
        writer.section(LEN, &lengths.map(|length| length as u64))?;
        self.names.store(writer)?;
        self.tracks.store(*b"nam=", writer)?;
        self.kinds.store(*b"nam?", writer)?;
        self.trie.store(*b"nam", writer)?;
        self.endings.store(ENDINGS, writer)?;
        self.words.store(*b"wor", writer)?;
        self.initials.store(*b"init", writer)?;
        self.loose.store(LOOSE, writer)?;
        self.loose_trie.store(LOOSE, writer)?;
        self.loose_endings.store(LOOSE_ENDINGS, writer)?;
        self.loose_names.store(*b"hea=", writer)?;
        self.loose_words.store(*b"hwo", writer)?;
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
        let lengths = image.section::<u64>(LEN)?;
        // A name has a number of four bytes.
        let known = lengths.all().iter().map(|length| u32::try_from(*length).map(|length| length as usize).ok());
        let known = known.collect::<Option<Vec<_>>>().unwrap_or_default();
        image.store().intact()?;
        let [
            len,
            lettered,
            numbered,
            leaves,
            endings,
            words,
            initials,
            loose,
            loose_leaves,
            loose_endings,
            loose_words,
        ] = *known
        else {
            return Err(Error::unfit());
        };
        let names = lettered + numbered;
        Ok(Some(Self {
            len,
            names: Names::restore([lettered, numbered], image)?,
            tracks: Packed::restore(*b"nam=", names, image)?,
            kinds: Packed::restore(*b"nam?", names, image)?,
            trie: Trie::restore(*b"nam", lettered, leaves, image)?,
            endings: Endings::restore(ENDINGS, lettered, endings, image)?,
            words: Words::restore(*b"wor", words, image)?,
            initials: Packed::restore(*b"init", initials, image)?,
            loose: Order::restore(LOOSE, loose, image)?,
            loose_trie: Trie::restore(LOOSE, loose, loose_leaves, image)?,
            loose_endings: Endings::restore(LOOSE_ENDINGS, loose, loose_endings, image)?,
            loose_names: Packed::restore(*b"hea=", loose, image)?,
            loose_words: Words::restore(*b"hwo", loose_words, image)?,
            signs: image.section(b"nam sign")?,
            odd: image.section(b"nam odd ")?,
        }))
    }
}

impl Words {
    /// The names of the words that begin with these letters; `compare` says whether that of a name at a place comes before them, among them, behind.
    fn beginning(&self, letters: &[u8], mut compare: impl FnMut(usize, u32) -> Ordering) -> Vec<usize> {
        let among = near(&self.keys, STEP, self.names.len(), letters);
        let range = range(among, |i| compare(self.names.one(i) as usize, self.places.one(i)));
        self.names.range(range).collect()
    }

    fn store(&self, name: [u8; 3], writer: &mut Writer<'_>) -> io::Result<()> {
        self.names.store(part(name, b'='), writer)?;
        self.places.store(part(name, b'@'), writer)?;
        writer.section(&section(name, b" keys"), self.keys.all())
    }

    fn restore(name: [u8; 3], len: usize, image: &Image) -> Result<Self, Error> {
        let words = Self {
            names: Packed::restore(part(name, b'='), len, image)?,
            places: Packed::restore(part(name, b'@'), len, image)?,
            keys: image.section(&section(name, b" keys"))?,
        };
        if words.keys.len() == len.div_ceil(STEP) { Ok(words) } else { Err(Error::unfit()) }
    }
}

/// The places that compare as equal, where all before them compare as less.
fn range(among: Range<usize>, mut compare: impl FnMut(usize) -> Ordering) -> Range<usize> {
    let start = among.start + partition(among.len(), |i| compare(among.start + i).is_lt());
    start..start + partition(among.end - start, |i| compare(start + i).is_le())
}

/// The initial consonants of a folded name, doubled ones as single.
pub(super) fn singled(folded: &str) -> impl Iterator<Item = char> {
    folded.chars().filter_map(Syllable::of).map(|syllable| single(syllable.onset))
}

/// A folded name as heard from one of its words on.
fn heard_from(folded: &str, place: u32) -> Vec<u8> {
    let mut latin = [String::new(), String::new()];
    readings(folded, &mut latin);
    let mut spelling = Spelling::default();
    spelling.read(&latin[usize::from(place & WRITTEN != 0)]);
    spelling.words().nth(place as usize / 2).map(sounds).unwrap_or_default()
}

/// What is heard of letters, in bytes.
pub(super) fn sounds(latin: &[char]) -> Vec<u8> {
    loosened(latin).map(code).collect()
}
