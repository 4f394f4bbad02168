//! Turns tracks into bytes, one after the other, so that a large catalogue is never in memory as tracks.
//!
//! Words, names and tags are numbered as they come; when all are there, the dictionary is learned and each track is written as it stays. What is
//! written does not depend on the order in which tracks came.

use std::cmp::Reverse;

use crate::catalogue::affect::{Arousal, Valence};
use crate::catalogue::bits::BitWriter;
use crate::catalogue::facet::{Confidence, Facet};
use crate::catalogue::ids;
use crate::catalogue::known::{Known, beyond_room};
use crate::catalogue::learning::{Learned, learn};
use crate::catalogue::packed::{Facts, GROUP, Parts, Tags};
use crate::catalogue::profile::{LISTED, MOST_TAGS, Profile};
use crate::catalogue::texts::{Names, Texts, joined, lines, words};
use crate::catalogue::track::{Bpm, Label, Track};
use crate::catalogue::varint::{number, put_number, take};
use crate::error::{Error, ErrorKind};

/// Takes tracks in any order.
#[derive(Debug, Default)]
pub(crate) struct Packing {
    /// What [`Kept`] reads.
    kept: Vec<u8>,
    places: Vec<Place>,
    words: Known,
    /// Who performs a track, all names in one text; and the names of its series.
    credits: Known,
    series: Known,
    /// The tags of each facet.
    tags: [Known; 4],
    /// The years from the first to the last.
    years: Option<(usize, usize)>,
}

/// Where a track begins, and the line it stood on.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    line: usize,
}

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
    /// Takes the next track and the line it stood on, for messages.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] when the texts of all tracks together are beyond 4 GiB; [`ErrorKind::Field`] beyond [`MOST_TAGS`] tags of one facet.
    pub(crate) fn push(&mut self, track: &Track, line: usize) -> Result<(), Error> {
        for facet in LISTED {
            if track.tags(facet).len() > MOST_TAGS {
                let message = format!("{} tags are too many; at most {MOST_TAGS}", track.tags(facet).len());
                return Err(Error::new(ErrorKind::Field, message).at_line(line).in_field(facet.name()));
            }
        }
        self.places.push(Place { start: self.kept.len(), line });
        put_number(&mut self.kept, track.id.as_str().len());
        self.kept.extend(track.id.as_str().as_bytes());

        // An empty line stands for what is missing before what is there.
        let title_ko = track.title_ko.as_ref().map(Label::as_str);
        let title_ko = title_ko.or(if track.title_aliases.is_empty() { None } else { Some("") });
        let aliases = track.title_aliases.iter().map(Label::as_str);
        let titles = joined(std::iter::once(track.title.as_str()).chain(title_ko).chain(aliases));
        put_number(&mut self.kept, words(&titles).count());
        for word in words(&titles) {
            let (at, _) = self.words.put(word)?;
            put_number(&mut self.kept, at);
        }
        let drama = track.drama.as_ref().map(Label::as_str);
        let drama = drama.or(if track.drama_aliases.is_empty() { None } else { Some("") });
        let series = joined(drama.into_iter().chain(track.drama_aliases.iter().map(Label::as_str)));
        let credits = joined(track.artists.iter().map(Label::as_str));
        for (names, known) in [(credits, &mut self.credits), (series, &mut self.series)] {
            if names.is_empty() {
                self.kept.push(0);
                continue;
            }
            let (at, new) = known.put(&names)?;
            put_number(&mut self.kept, at + 1);
            if new {
                words(&names).try_for_each(|word| self.words.put(word).map(|_| ()))?;
            }
        }
        let year = track.year.map(|year| usize::from(year.value()));
        put_number(&mut self.kept, year.unwrap_or(0));
        if let Some(year) = year {
            let (first, last) = self.years.unwrap_or((year, year));
            self.years = Some((first.min(year), last.max(year)));
        }
        self.keep_profile(track)
    }

    fn keep_profile(&mut self, track: &Track) -> Result<(), Error> {
        for facet in LISTED {
            put_number(&mut self.kept, track.tags(facet).len());
            for tagged in track.tags(facet) {
                let (at, _) = self.tags[facet.index()].put(tagged.tag.as_str())?;
                put_number(&mut self.kept, at);
            }
        }
        let tempo = track.tempo.as_ref().map(|tag| self.tags[Facet::Tempo.index()].put(tag.as_str())).transpose()?;
        put_number(&mut self.kept, tempo.map_or(0, |(at, _)| at + 1));
        let measured =
            [track.bpm.map(|v| v.value()), track.valence.map(|v| v.value()), track.arousal.map(|v| v.value())];
        let tagged = || LISTED.into_iter().flat_map(|facet| track.tags(facet));
        let confident = tagged().all(|tagged| tagged.confidence == Confidence::FULL);
        for value in measured {
            self.kept.push(value.is_some().into());
            self.kept.extend(value.into_iter().flat_map(f64::to_le_bytes));
        }
        self.kept.push((!confident).into());
        if !confident {
            tagged().for_each(|tagged| self.kept.extend(tagged.confidence.value().to_le_bytes()));
        }
        Ok(())
    }

    /// The number of tracks so far.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

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
            let name = String::from_utf8_lossy(id(&twins[0])).into_owned();
            let message = format!("{name:?} is also the id of the track on line {}; give one another", twins[0].line);
            return Err(Error::new(ErrorKind::Duplicate, message).at_line(twins[1].line).in_field("id"));
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
            let mut ranked: Vec<usize> = (0..known.len()).collect();
            ranked.sort_by_key(|at| (Reverse(known.count(*at)), known.text(*at)));
            numbers.resize(known.len(), 0);
            for at in ranked {
                numbers[at] = ends.len();
                bytes.extend(known.text(at).as_bytes());
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
        let mut sorted: Vec<usize> = (0..known.len()).collect();
        sorted.sort_unstable_by_key(|at| known.text(*at));
        let mut places = vec![0; sorted.len()];
        sorted.iter().enumerate().for_each(|(place, at)| places[*at] = place);
        Self { sorted, places }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::catalogue::facet::{Tag, Tagged};
    use crate::catalogue::packed::Packed;
    use crate::catalogue::track::{TrackId, Year};

    /// Words that come again and again, and others that come once.
    fn label() -> impl Strategy<Value = Label> {
        let word = prop_oneof![
            3 => prop::sample::select(vec!["Love", "love", "Rain", "사랑", "그대", "Part.1", "10", ""]).prop_map(str::to_owned),
            1 => "[a-zA-Z0-9가-힣♡ß☂é]{1,12}",
        ];
        let words = proptest::collection::vec(word, 1..6).prop_map(|words| words.join(" "));
        words.prop_map(|text| Label::new(&text).unwrap_or_else(|_| Label::new("A").unwrap()))
    }

    fn labels() -> impl Strategy<Value = Vec<Label>> {
        proptest::collection::vec(label(), 0..4)
    }

    /// From the least to the most, in hundredths, in ten-thousandths, or any.
    fn value(least: f64, most: f64) -> impl Strategy<Value = f64> {
        let rounded = move |in_one: f64| {
            (least..most).prop_map(move |value| ((value * in_one).round() / in_one).clamp(least, most))
        };
        prop_oneof![rounded(10.0), rounded(100.0), rounded(1000.0), rounded(10_000.0), least..most, Just(least)]
    }

    fn tags() -> impl Strategy<Value = Vec<Tagged>> {
        let tagged =
            ("[a-z]{1,2}", prop_oneof![2 => Just(1.0), 1 => value(0.01, 1.0)]).prop_map(|(tag, confidence)| Tagged {
                tag: Tag::new(&tag).unwrap(),
                confidence: Confidence::new(confidence).unwrap(),
            });
        proptest::collection::vec(tagged, 0..9)
    }

    fn track() -> impl Strategy<Value = Track> {
        let option = proptest::option::of::<proptest::strategy::BoxedStrategy<f64>>;
        let numbers =
            (option(value(20.0, 400.0).boxed()), option(value(-1.0, 1.0).boxed()), option(value(-1.0, 1.0).boxed()));
        let years = proptest::option::of(prop_oneof![2000_i64..2010, 1900_i64..2100]);
        (label(), any::<[bool; 3]>(), (labels(), labels(), labels()), [tags(), tags(), tags()], numbers, years)
            .prop_map(
                |(
                    title,
                    [has_ko, has_drama, has_tempo],
                    (titles, artists, dramas),
                    tags,
                    (bpm, valence, arousal),
                    year,
                )| {
                    let mut track = Track::new(TrackId::new("id").unwrap(), title);
                    let mut titles = titles.into_iter();
                    track.title_ko = if has_ko { titles.next() } else { None };
                    track.title_aliases = titles.collect();
                    track.artists = artists;
                    let mut dramas = dramas.into_iter();
                    track.drama = if has_drama { dramas.next() } else { None };
                    track.drama_aliases = dramas.collect();
                    track.tempo = tags[0].first().filter(|_| has_tempo).map(|tagged| tagged.tag.clone());
                    [track.genre, track.instrumentation, track.theme] = tags;
                    track.bpm = bpm.map(|bpm| Bpm::new(bpm).unwrap());
                    track.valence = valence.map(|valence| Valence::new(valence).unwrap());
                    track.arousal = arousal.map(|arousal| Arousal::new(arousal).unwrap());
                    track.year = year.map(|year| Year::new(year).unwrap());
                    track
                },
            )
    }

    /// Ids of every kind: any, counted, and made of titles.
    fn tracks() -> impl Strategy<Value = Vec<Track>> {
        let id = (0_u32..200, "[a-z]{1,3}", 0_u8..4);
        proptest::collection::vec((id, track()), 0..60).prop_map(|tracks| {
            let mut seen = std::collections::BTreeMap::new();
            for ((counted, any, kind), track) in tracks {
                let slug = ids::slug(track.title.as_str());
                let id = match kind {
                    0 => any,
                    1 => format!("t{counted:03}"),
                    2 if !slug.is_empty() => slug,
                    _ => format!("{slug}-{any}"),
                };
                seen.insert(id.clone(), Track { id: TrackId::new(&id).unwrap(), ..track });
            }
            seen.into_values().collect()
        })
    }

    fn pack<'t>(tracks: impl Iterator<Item = &'t Track>) -> Parts {
        let mut packing = Packing::default();
        tracks.enumerate().for_each(|(i, track)| packing.push(track, i).unwrap());
        packing.finish().unwrap()
    }

    proptest! {
        /// Every field comes back as it was, to the last bit, however it is asked for.
        #[test]
        fn what_was_packed_is_made_out(tracks in tracks(), absent in "[a-z-]{1,5}") {
            let packed = Catalogue::packed(Packed::new(pack(tracks.iter().rev())));
            let whole = Catalogue::new(tracks).unwrap();
            prop_assert_eq!(&packed, &whole);
            for (at, track) in whole.iter() {
                prop_assert_eq!(packed.track(at), track);
                prop_assert_eq!(format!("{:?}", packed.track(at)), format!("{track:?}"), "signs of zero too");
                prop_assert_eq!(packed.find(&track.id), Some(at));
            }
            let absent = TrackId::new(&absent).unwrap();
            prop_assert_eq!(packed.find(&absent), whole.find(&absent));
        }

        /// A file is the same whichever way its catalogue was ordered.
        #[test]
        fn the_order_of_tracks_does_not_matter(tracks in tracks()) {
            let (one, two) = (pack(tracks.iter()), pack(tracks.iter().rev()));
            prop_assert_eq!(one.records, two.records);
            prop_assert_eq!((one.profiles, one.tags.texts.bytes), (two.profiles, two.tags.texts.bytes));
            prop_assert_eq!((one.credits.codes, one.series.codes), (two.credits.codes, two.series.codes));
            prop_assert_eq!(one.dictionary.0.bytes, two.dictionary.0.bytes);
        }
    }

    /// What is told of a track beside its texts takes no more room than it has to.
    #[test]
    fn what_is_usual_is_short() {
        let track = |i: usize| {
            let mut track = Track::new(TrackId::new(&format!("t{i:06}")).unwrap(), Label::new("Love Rain").unwrap());
            track.genre = vec![Tag::new(["ballad", "rock", "pop"][i % 3]).unwrap().into()];
            track.bpm = (i % 2 == 0).then(|| Bpm::new(90.5).unwrap());
            track.year = Some(Year::new(2010 + i as i64 % 9).unwrap());
            track
        };
        let tracks: Vec<Track> = (0..3200).map(track).collect();
        let parts = pack(tracks.iter());
        // The number of bytes, the id, the year, two words; in each group an id in full.
        assert_eq!(parts.records.len(), 3200 * 5 + 200 * 8);
        // 11 bits, a tag's two, and twelve for half of the tempi.
        assert_eq!(parts.profiles.len(), 3200 * (11 + 2 + 6) / 8);
    }

    #[test]
    fn more_tags_than_can_be_counted_are_told() {
        let mut track = Track::new(TrackId::new("a").unwrap(), Label::new("A").unwrap());
        track.theme = vec![Tag::new("rain").unwrap().into(); MOST_TAGS];
        let packed = Packed::new(pack(std::iter::once(&track)));
        assert_eq!(packed.track(0), &track);
        track.theme.push(Tag::new("rain").unwrap().into());
        let error = Packing::default().push(&track, 3).unwrap_err();
        assert_eq!(error.to_string(), "line 3: theme: 65536 tags are too many; at most 65535");
    }

    #[test]
    fn twins_are_told_with_their_lines() {
        let mut packing = Packing::default();
        for (line, id) in [(3, "b"), (5, "a"), (9, "b")] {
            packing.push(&Track::new(TrackId::new(id).unwrap(), Label::new("T").unwrap()), line).unwrap();
        }
        let error = packing.finish().unwrap_err();
        assert_eq!(error.to_string(), "line 9: id: \"b\" is also the id of the track on line 3; give one another");
    }
}
