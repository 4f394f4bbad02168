//! Turns tracks into bytes, one after the other, so that a large catalogue is never in memory as tracks.
//!
//! Words, names and tags are numbered as they come; when all are there, [`crate::catalogue::condensing`] writes each track as it stays.

use crate::catalogue::facet::{Confidence, Facet};
use crate::catalogue::known::Known;
use crate::catalogue::profile::{LISTED, MOST_TAGS};
use crate::catalogue::texts::{joined, words};
use crate::catalogue::track::{Label, Track};
use crate::catalogue::varint::put_number;
use crate::error::{Error, ErrorKind};

/// Takes tracks in any order.
#[derive(Debug, Default)]
pub(crate) struct Packing {
    /// The tracks so far: an id, then numbers, as [`crate::catalogue::condensing`] reads them.
    pub(crate) kept: Vec<u8>,
    pub(crate) places: Vec<Place>,
    pub(crate) words: Known,
    /// Who performs a track, all names in one text; and the names of its series.
    pub(crate) credits: Known,
    pub(crate) series: Known,
    /// The tags of each facet.
    pub(crate) tags: [Known; 4],
    /// The years from the first to the last.
    pub(crate) years: Option<(usize, usize)>,
}

/// Where a track begins, and the line it stood on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) line: usize,
}

impl Packing {
    /// Takes the next track and the line it stood on, for messages.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] when the texts of all tracks together are beyond 4 GiB; [`ErrorKind::Field`] beyond [`MOST_TAGS`] tags of one facet.
    pub(crate) fn push(&mut self, track: &Track, line: usize) -> Result<(), Error> {
        for facet in LISTED {
            if track.tags(facet).len() > MOST_TAGS {
                let message = format!("{} tags are too many", track.tags(facet).len());
                let error = Error::new(ErrorKind::Field, message).with_fix(format!("at most {MOST_TAGS}"));
                return Err(error.at_line(line).in_field(facet.name()));
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
        // No artist is empty, so an empty line stands before the other names.
        let between = if track.artist_aliases.is_empty() { None } else { Some("") };
        let [artists, others] = [&track.artists, &track.artist_aliases].map(|names| names.iter().map(Label::as_str));
        let credits = joined(artists.chain(between).chain(others));
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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::catalogue::affect::{Arousal, Valence};
    use crate::catalogue::facet::{Tag, Tagged};
    use crate::catalogue::ids;
    use crate::catalogue::packed::Packed;
    use crate::catalogue::packed::Parts;
    use crate::catalogue::shared::{Named, Shared};
    use crate::catalogue::track::{Bpm, TrackId, Year};

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
        (
            label(),
            any::<[bool; 3]>(),
            [labels(), labels(), labels(), labels()],
            [tags(), tags(), tags()],
            numbers,
            years,
        )
            .prop_map(
                |(
                    title,
                    [has_ko, has_drama, has_tempo],
                    [titles, artists, artist_aliases, dramas],
                    tags,
                    (bpm, valence, arousal),
                    year,
                )| {
                    let mut track = Track::new(TrackId::new("id").unwrap(), title);
                    let mut titles = titles.into_iter();
                    track.title_ko = if has_ko { titles.next() } else { None };
                    track.title_aliases = titles.collect();
                    track.artists = artists;
                    track.artist_aliases = artist_aliases;
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
            prop_assert_eq!(packed.years(), whole.years());
            prop_assert_eq!(packed.tags(), whole.tags());
            for named in [Named::Artists, Named::Series] {
                let (one, other) = (packed.shared(named), whole.shared(named));
                let text = |shared: &Shared, at: usize| shared.texts.get(shared.of[at] as usize).cloned();
                prop_assert!((0..whole.len()).all(|at| text(&one, at) == text(&other, at)), "{one:?} {other:?}");
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
            track.bpm = i.is_multiple_of(2).then(|| Bpm::new(90.5).unwrap());
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
        assert_eq!(error.to_string(), "line 9: id: track 3 has the id \"b\" of track 1 on line 3; give one another");
    }
}
