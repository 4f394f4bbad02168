//! Writes all tracks as they stay, once the dictionary can be learned. What is written does not depend on the order in which they came.

use std::cmp::Reverse;

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::bits::BitWriter;
use crate::catalogue::facet::{Confidence, Facet};
use crate::catalogue::ids;
use crate::catalogue::known::{Known, Ranked, beyond_room, rank};
use crate::catalogue::learning::{Learned, learn};
use crate::catalogue::packed::{Facts, GROUP, Parts, Tags};
use crate::catalogue::packing::{Packing, Place};
use crate::catalogue::profile::{LISTED, Profile};
use crate::catalogue::texts::{Names, Texts, lines, words};
use crate::catalogue::track::{Bpm, twin};
use crate::catalogue::varint::{number, put_number, take};
use crate::error::Error;

/// The numbers of texts as they came, in the order of the texts.
struct Order {
    /// Which text comes at each place.
    sorted: Vec<usize>,
    /// The place of each text.
    places: Vec<usize>,
}

/// A track as it is kept until all are there.
struct Kept<'a>(&'a [u8]);

impl Packing {
    /// All tracks, in the order of their ids.
    ///
    /// # Errors
    /// [`ErrorKind::Duplicate`] when two tracks share an id, naming the lines of both; [`ErrorKind::Argument`] when all together are beyond 4 GiB.
    pub(crate) fn finish(mut self) -> Result<Parts, Error> {
        let mut places = std::mem::take(&mut self.places);
        let id = |place: &Place| Kept(&self.kept[place.start..]).id();
        // Equal ids keep the order in which they came, so the later one is told.
        places.sort_by(|a, b| id(a).cmp(id(b)));
        if let Some(twins) = places.windows(2).filter(|pair| id(&pair[0]) == id(&pair[1])).min_by_key(|p| p[1].line) {
            let told = |own: &Place| (places.iter().filter(|place| place.start < own.start).count(), own.line);
            return Err(twin(&String::from_utf8_lossy(id(&twins[0])), told(&twins[1]), told(&twins[0])));
        }
        let learned = learn(&self.words)?;
        let orders = [Order::of(&self.credits), Order::of(&self.series)];
        let names = |order: &Order, known: &Known| {
            let texts = order.sorted.iter().map(|at| self.codes(known.text(*at), &learned));
            Names::gather(texts).ok_or_else(beyond_room)
        };
        let (credits, series) = (names(&orders[0], &self.credits)?, names(&orders[1], &self.series)?);
        let (first_year, last_year) = self.years.unwrap_or((0, 0));
        let years = if self.years.is_some() { last_year - first_year + 1 } else { 0 };
        let facts = Facts { credits: self.credits.len(), series: self.series.len(), first_year, years };

        let (tags, numbers) = self.tags()?;
        let mut parts = Parts {
            len: places.len(),
            credits,
            series,
            facts,
            tags,
            dictionary: learned.dictionary.clone(),
            ..Parts::default()
        };
        self.write(&places, &learned, &orders, &numbers, &mut parts)?;
        Ok(parts)
    }

    /// The codes of a text whose words are known.
    fn codes(&self, text: &str, learned: &Learned) -> Vec<u8> {
        let known = words(text).filter_map(|word| self.words.number(word));
        known.flat_map(|word| learned.codes(word)).copied().collect()
    }

    /// All tags, the most frequent of each facet first, and the number of each of those that came.
    fn tags(&self) -> Result<(Tags, [Vec<usize>; 4]), Error> {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        let mut numbers = [const { Vec::new() }; 4];
        for (known, numbers) in self.tags.iter().zip(&mut numbers) {
            let mut ranked: Vec<Ranked<'_>> =
                (0..known.len()).map(|at| (Reverse(known.count(at)), known.text(at), at)).collect();
            rank(&mut ranked);
            numbers.resize(known.len(), 0);
            for (_, text, at) in ranked {
                numbers[at] = ends.len();
                bytes.extend(text.as_bytes());
                ends.push(u32::try_from(bytes.len()).map_err(|_| beyond_room())?);
            }
        }
        let texts = Texts { bytes: bytes.into(), ends: ends.into() };
        Ok((Tags { texts, counts: [0, 1, 2, 3].map(|facet| self.tags[facet].len()) }, numbers))
    }

    /// Writes records and profiles.
    fn write(
        &self,
        places: &[Place],
        learned: &Learned,
        orders: &[Order; 2],
        numbers: &[Vec<usize>; 4],
        parts: &mut Parts,
    ) -> Result<(), Error> {
        let form = parts.tags.form();
        let (mut records, mut starts, mut profile_starts) = (Vec::new(), Vec::new(), Vec::new());
        let mut profiles = BitWriter::default();
        let (mut before, mut record): (&[u8], _) = (&[], Vec::new());
        for (i, place) in places.iter().enumerate() {
            let first = i % GROUP == 0;
            if first {
                profiles.align();
                profile_starts.push(u32::try_from(profiles.bytes.len()).map_err(|_| beyond_room())?);
                starts.push(u32::try_from(records.len()).map_err(|_| beyond_room())?);
            }
            let mut kept = Kept(&self.kept[place.start..]);
            let id = kept.id();
            let titles: Vec<usize> = (0..kept.number()).map(|_| kept.number()).collect();
            record.clear();
            if first {
                ids::put_first(id, &mut record);
            } else {
                let title: String = titles.iter().map(|word| self.words.text(*word)).collect();
                ids::put(before, ids::slug(lines(&title).next().unwrap_or_default()).as_bytes(), id, &mut record);
            }
            before = id;
            let mut facts = BitWriter::default();
            let mut named = |order: &Order| kept.number().checked_sub(1).map_or(0, |at| order.places[at] + 1);
            let [credits, series] = [named(&orders[0]), named(&orders[1])];
            let year = kept.number().checked_sub(parts.facts.first_year).map_or(0, |year| year + 1);
            let known = [credits, series, year];
            known.iter().zip(parts.facts.widths()).for_each(|(number, width)| facts.put(*number as u64, width));
            record.extend(facts.bytes);
            titles.iter().for_each(|word| record.extend(learned.codes(*word)));
            put_number(&mut records, record.len());
            records.extend(&record);
            form.write(&kept.profile(numbers), &mut profiles);
        }
        (parts.records, parts.starts) = (records.into(), starts.into());
        (parts.profiles, parts.profile_starts) = (profiles.bytes.into(), profile_starts.into());
        Ok(())
    }
}

impl<'a> Kept<'a> {
    fn id(&mut self) -> &'a [u8] {
        let length = self.number();
        take(&mut self.0, length).unwrap_or_default()
    }

    fn number(&mut self) -> usize {
        number(&mut self.0).unwrap_or_default()
    }

    fn value(&mut self) -> f64 {
        take(&mut self.0, 8).and_then(|bytes| bytes.try_into().ok()).map_or(0.0, f64::from_le_bytes)
    }

    fn is_there(&mut self) -> bool {
        take(&mut self.0, 1) == Some(&[1])
    }

    /// The profile, which comes last, with the numbers that tags have in the end.
    fn profile(mut self, numbers: &[Vec<usize>; 4]) -> Profile {
        let mut profile = Profile::default();
        for facet in LISTED {
            for _ in 0..self.number() {
                profile.tags.push((facet, numbers[facet.index()][self.number()], Confidence::FULL.value()));
            }
        }
        profile.tempo = self.number().checked_sub(1).map(|at| numbers[Facet::Tempo.index()][at]);
        let mut value = || self.is_there().then(|| self.value());
        profile.bpm = value().and_then(|value| Bpm::new(value).ok());
        profile.valence = value().and_then(|value| Valence::new(value).ok());
        profile.arousal = value().and_then(|value| Arousal::new(value).ok());
        if self.is_there() {
            profile.tags.iter_mut().for_each(|(.., confidence)| *confidence = self.value());
        }
        profile
    }
}

impl Order {
    fn of(known: &Known) -> Self {
        let mut ranked: Vec<Ranked<'_>> = (0..known.len()).map(|at| (Reverse(0), known.text(at), at)).collect();
        rank(&mut ranked);
        let sorted: Vec<usize> = ranked.into_iter().map(|(.., at)| at).collect();
        let mut places = vec![0; sorted.len()];
        sorted.iter().enumerate().for_each(|(place, at)| places[*at] = place);
        Self { sorted, places }
    }
}
