//! The vocabulary in a file: its terms as they are, so that no question waits for JSON to be read.

use std::io;

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::texts::Texts;
use crate::catalogue::track::{Bpm, Label};
use crate::error::Error;
use crate::features::acoustic::Acousticness;
use crate::features::names::Names;
use crate::features::vocabulary::{Term, TermIndex, Vocabulary};
use crate::storage::{Image, Section, Writer};

const STAMP: &[u8; 8] = b"voc crc ";
const COUNTS: &[u8; 8] = b"voc term";
const MEASURES: &[u8; 8] = b"voc meas";
const ABOVE: &[u8; 8] = b"voc up  ";
const NAMES: &[u8; 8] = b"voc name";
const TEXTS: [&[u8; 8]; 2] = [b"voc text", b"voc ends"];

/// A vocabulary in a file that lives as long as the program.
#[derive(Debug)]
pub(crate) struct Terms {
    stamp: Section<u32>,
    /// Of each term the place of its facet, and how many aliases, broader tags and broader terms by any number of steps it has.
    counts: Section<[u32; 4]>,
    /// Of each term valence, arousal, the slowest and the fastest tempo, acousticness; not a number where it says nothing.
    measures: Section<[f64; 5]>,
    /// The broader terms, each with how many steps up it is.
    above: Section<[u32; 2]>,
    names: Names,
    /// Of each term its name, its Korean name, how it is said in both languages, what it means, its aliases and broader tags; empty for none.
    texts: Texts,
}

/// Writes a vocabulary.
pub(crate) fn store(vocabulary: &Vocabulary, writer: &mut Writer<'_>) -> io::Result<()> {
    let (mut counts, mut measures, mut above) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bytes, mut ends) = (Vec::<u8>::new(), Vec::new());
    for (at, term) in vocabulary.iter() {
        let up = vocabulary.broader(at);
        counts.push([term.facet.index(), term.aliases.len(), term.broader.len(), up.len()].map(|n| n as u32));
        let [slowest, fastest] = [term.bpm.map(|bpm| bpm.0), term.bpm.map(|bpm| bpm.1)].map(|bpm| bpm.map(Bpm::value));
        let (valence, arousal) = (term.valence.map(Valence::value), term.arousal.map(Arousal::value));
        let measured = [valence, arousal, slowest, fastest, term.acoustic.map(Acousticness::value)];
        measures.push(measured.map(|value| value.unwrap_or(f64::NAN)));
        above.extend(up.iter().map(|(up, steps)| [up.index() as u32, *steps]));
        let said = [term.phrase.as_ref(), term.phrase_ko.as_ref(), Some(&term.means)];
        let said = said.map(|label| label.map_or("", Label::as_str));
        let names = [term.tag.as_str(), term.ko.as_ref().map_or("", Tag::as_str)];
        let tags = term.aliases.iter().chain(&term.broader).map(Tag::as_str);
        for text in names.into_iter().chain(said).chain(tags) {
            bytes.extend(text.as_bytes());
            ends.push(bytes.len() as u32);
        }
    }
    writer.section(STAMP, &[vocabulary.stamp()])?;
    writer.section(COUNTS, &counts)?;
    writer.section(MEASURES, &measures)?;
    writer.section(ABOVE, &above)?;
    writer.section(NAMES, vocabulary.names().0.all())?;
    writer.section(TEXTS[0], &bytes)?;
    writer.section(TEXTS[1], &ends)
}

impl Terms {
    /// The vocabulary in a file.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when a part is missing.
    pub(crate) fn of(image: &Image) -> Result<Self, Error> {
        Ok(Self {
            stamp: image.section(STAMP)?,
            counts: image.section(COUNTS)?,
            measures: image.section(MEASURES)?,
            above: image.section(ABOVE)?,
            names: Names(image.section(NAMES)?),
            texts: Texts { bytes: image.section(TEXTS[0])?, ends: image.section(TEXTS[1])? },
        })
    }

    /// The vocabulary, with the texts where they stand; none where parts do not fit together.
    pub(crate) fn vocabulary(&'static self) -> Option<Vocabulary> {
        let text = std::str::from_utf8(self.texts.bytes.all()).ok()?;
        let mut starts = std::iter::once(0).chain(self.texts.ends.all().iter().map(|end| *end as usize));
        let mut start = starts.next()?;
        let mut next = || {
            let from = std::mem::replace(&mut start, starts.next()?);
            text.get(from..start)
        };
        let mut terms = Vec::with_capacity(self.counts.len());
        for ([facet, aliases, broader, _], measures) in self.counts.all().iter().zip(self.measures.all()) {
            let facet = *Facet::ALL.get(*facet as usize)?;
            let [tag, ko] = [Tag::kept(next()?), Tag::kept(next()?)];
            let [phrase, phrase_ko, means] = [Label::kept(next()?), Label::kept(next()?), Label::kept(next()?)];
            let mut tags = |n: &u32| {
                let mut tags = Vec::with_capacity(*n as usize);
                for _ in 0..*n {
                    tags.push(Tag::kept(next()?)?);
                }
                Some(tags)
            };
            let (aliases, broader) = (tags(aliases)?, tags(broader)?);
            // Taking what is no number for a value would only make an error message of it.
            let [valence, arousal, slowest, fastest, acoustic] =
                measures.map(|value| Some(value).filter(|v| !v.is_nan()));
            terms.push(Term {
                facet,
                tag: tag?,
                ko,
                aliases,
                broader,
                valence: valence.and_then(|value| Valence::new(value).ok()),
                arousal: arousal.and_then(|value| Arousal::new(value).ok()),
                bpm: slowest.zip(fastest).and_then(|(low, high)| Bpm::new(low).ok().zip(Bpm::new(high).ok())),
                acoustic: acoustic.and_then(|value| Acousticness::new(value).ok()),
                phrase,
                phrase_ko,
                means: means?,
            });
        }
        let mut vocabulary = Vocabulary::of(terms, self.names.clone(), self.stamp.one(0));
        let mut above = self.above.all().iter().map(|[up, steps]| (TermIndex(*up as usize), *steps));
        self.counts.all().iter().for_each(|[.., up]| vocabulary.rise(above.by_ref().take(*up as usize)));
        Some(vocabulary)
    }
}
