//! Turns tracks into bytes, one after the other, so that a large catalogue is never in memory as tracks.

use rustc_hash::FxHashMap;

use crate::catalogue::facet::Confidence;
use crate::catalogue::packed::{LISTED, Parts, STRIDE, Texts, flags};
use crate::catalogue::track::{Label, Track};
use crate::error::{Error, ErrorKind};

/// Takes tracks in any order.
#[derive(Debug, Default)]
pub(crate) struct Packing {
    records: Vec<u8>,
    /// Where each track's record begins, the length of its id, and where the track came from.
    places: Vec<Place>,
    names: Known,
    tags: Known,
}

/// Texts that are kept once.
#[derive(Debug, Default)]
struct Known {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    numbers: FxHashMap<Box<str>, usize>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    line: usize,
}

impl Packing {
    /// Takes the next track and the line it stood on, for messages.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] when the texts of all tracks together are beyond 4 GiB.
    pub(crate) fn push(&mut self, track: &Track, line: usize) -> Result<(), Error> {
        let mut record = Vec::with_capacity(160);
        put_text(&mut record, track.id.as_str());
        put_text(&mut record, track.title.as_str());
        let tagged = || LISTED.into_iter().flat_map(|facet| track.tags(facet));
        let confident = tagged().all(|tagged| tagged.confidence == Confidence::FULL);
        let has = [
            (flags::TITLE_KO, track.title_ko.is_some()),
            (flags::DRAMA, track.drama.is_some()),
            (flags::YEAR, track.year.is_some()),
            (flags::TEMPO, track.tempo.is_some()),
            (flags::BPM, track.bpm.is_some()),
            (flags::VALENCE, track.valence.is_some()),
            (flags::AROUSAL, track.arousal.is_some()),
            (flags::CONFIDENCES, !confident),
        ];
        record.push(has.into_iter().filter(|(_, has)| *has).map(|(flag, _)| flag).sum());
        for facet in LISTED {
            put_number(&mut record, track.tags(facet).len());
            for tagged in track.tags(facet) {
                self.tags.put(&mut record, tagged.tag.as_str())?;
            }
        }
        if let Some(tempo) = &track.tempo {
            self.tags.put(&mut record, tempo.as_str())?;
        }
        if !confident {
            tagged().for_each(|tagged| record.extend(tagged.confidence.value().to_le_bytes()));
        }
        let measured =
            [track.bpm.map(|bpm| bpm.value()), track.valence.map(|v| v.value()), track.arousal.map(|a| a.value())];
        measured.into_iter().flatten().for_each(|value| record.extend(value.to_le_bytes()));
        if let Some(title) = &track.title_ko {
            put_text(&mut record, title.as_str());
        }
        put_number(&mut record, track.title_aliases.len());
        track.title_aliases.iter().for_each(|title| put_text(&mut record, title.as_str()));
        self.names.put_labels(&mut record, &track.artists)?;
        if let Some(drama) = &track.drama {
            self.names.put(&mut record, drama.as_str())?;
        }
        self.names.put_labels(&mut record, &track.drama_aliases)?;
        if let Some(year) = track.year {
            put_number(&mut record, usize::from(year.value()));
        }

        self.places.push(Place { start: self.records.len(), line });
        put_number(&mut self.records, record.len());
        self.records.extend(record);
        Ok(())
    }

    /// The number of tracks so far.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// All tracks, in the order of their ids.
    ///
    /// # Errors
    /// [`ErrorKind::Duplicate`] when two tracks share an id, naming the lines of both.
    pub(crate) fn finish(self) -> Result<Parts, Error> {
        let Self { records, mut places, names, tags } = self;
        let [names, tags] = [names, tags].map(|known| Texts { bytes: known.bytes.into(), ends: known.ends.into() });
        let id = |place: &Place| {
            let (_, at) = read_number(&records, place.start);
            let (length, at) = read_number(&records, at);
            &records[at..at + length]
        };
        // Equal ids keep the order in which they came, so the later one is told.
        places.sort_by(|a, b| id(a).cmp(id(b)));
        if let Some(twins) = places.windows(2).filter(|pair| id(&pair[0]) == id(&pair[1])).min_by_key(|p| p[1].line) {
            let name = String::from_utf8_lossy(id(&twins[0])).into_owned();
            let message = format!("{name:?} is also the id of the track on line {}; give one another", twins[0].line);
            return Err(Error::new(ErrorKind::Duplicate, message).at_line(twins[1].line).in_field("id"));
        }
        let mut sorted = Vec::with_capacity(records.len());
        let mut starts = Vec::with_capacity(places.len().div_ceil(STRIDE));
        for (i, place) in places.iter().enumerate() {
            if i % STRIDE == 0 {
                starts.push(sorted.len() as u64);
            }
            let (length, at) = read_number(&records, place.start);
            sorted.extend_from_slice(&records[place.start..at + length]);
        }
        Ok(Parts { len: places.len(), records: sorted.into(), starts: starts.into(), names, tags })
    }
}

impl Known {
    fn put_labels(&mut self, record: &mut Vec<u8>, labels: &[Label]) -> Result<(), Error> {
        put_number(record, labels.len());
        labels.iter().try_for_each(|label| self.put(record, label.as_str()))
    }

    fn put(&mut self, record: &mut Vec<u8>, text: &str) -> Result<(), Error> {
        let next = self.numbers.len();
        let at = match self.numbers.get(text) {
            Some(at) => *at,
            None => {
                self.numbers.insert(text.into(), next);
                self.bytes.extend(text.as_bytes());
                let too_much = |_| Error::new(ErrorKind::Argument, "its names and tags together are beyond 4 GiB");
                self.ends.push(u32::try_from(self.bytes.len()).map_err(too_much)?);
                next
            }
        };
        put_number(record, at);
        Ok(())
    }
}

fn put_number(record: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        record.push(number as u8 | 128);
        number >>= 7;
    }
    record.push(number as u8);
}

fn put_text(record: &mut Vec<u8>, text: &str) {
    put_number(record, text.len());
    record.extend(text.as_bytes());
}

/// A number that was put there, and where what follows it begins.
fn read_number(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let byte = bytes[at];
        at += 1;
        number |= usize::from(byte & 127) << shift;
        shift += 7;
        if byte < 128 {
            return (number, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::catalogue::affect::{Arousal, Valence};
    use crate::catalogue::facet::{Tag, Tagged};
    use crate::catalogue::packed::Packed;
    use crate::catalogue::track::{Bpm, TrackId, Year};

    fn labels() -> impl Strategy<Value = Vec<Label>> {
        proptest::collection::vec("[a-z가-힣♡]{1,40}".prop_map(|text| Label::new(&text).unwrap()), 0..4)
    }

    fn tags() -> impl Strategy<Value = Vec<Tagged>> {
        let tagged = ("[a-z]{1,9}", prop_oneof![Just(1.0), 0.01_f64..1.0]).prop_map(|(tag, confidence)| Tagged {
            tag: Tag::new(&tag).unwrap(),
            confidence: Confidence::new(confidence).unwrap(),
        });
        proptest::collection::vec(tagged, 0..6)
    }

    fn track() -> impl Strategy<Value = Track> {
        let numbers = proptest::option::of((20.0_f64..400.0, -1.0_f64..1.0, -1.0_f64..1.0, 1900_i64..2100));
        ((0_u32..10_000, labels(), labels(), labels()), [tags(), tags(), tags()], numbers).prop_map(
            |((id, titles, artists, dramas), tags, numbers)| {
                let id = TrackId::new(&format!("id-{id}")).unwrap();
                let mut track =
                    Track::new(id, Label::new("A title of more than 127 bytes: ".repeat(4).as_str()).unwrap());
                track.title_ko = titles.first().cloned();
                track.title_aliases = titles.into_iter().skip(1).collect();
                track.artists = artists;
                track.drama = dramas.first().cloned();
                track.drama_aliases = dramas.into_iter().skip(1).collect();
                track.tempo = tags[0].first().map(|tagged| tagged.tag.clone());
                [track.genre, track.instrumentation, track.theme] = tags;
                if let Some((bpm, valence, arousal, year)) = numbers {
                    track.bpm = Bpm::new(bpm).ok();
                    track.valence = Valence::new(valence).ok();
                    track.arousal = Arousal::new(arousal).ok();
                    track.year = Year::new(year).ok();
                }
                track
            },
        )
    }

    proptest! {
        /// Every field comes back as it was, to the last bit, however it is asked for.
        #[test]
        fn what_was_packed_is_made_out(tracks in proptest::collection::btree_map("[a-z]{1,3}", track(), 0..60)) {
            let mut packing = Packing::default();
            let tracks: Vec<Track> = tracks.into_iter().map(|(id, track)| Track { id: TrackId::new(&id).unwrap(), ..track }).collect();
            for (i, track) in tracks.iter().rev().enumerate() {
                packing.push(track, i).unwrap();
            }
            let packed = Catalogue::packed(Packed::new(packing.finish().unwrap()));
            let whole = Catalogue::new(tracks).unwrap();
            prop_assert_eq!(&packed, &whole);
            for (at, track) in whole.iter() {
                prop_assert_eq!(packed.track(at), track);
                prop_assert_eq!(packed.find(&track.id), Some(at));
            }
        }
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
