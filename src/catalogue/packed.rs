//! Tracks in bytes: a million of them take a twentieth of the room, and each is made out when it is first asked for.
//!
//! What a search reads of many tracks ([`Profile`]) stands apart from the records, which hold what is shown: the number of its bytes, the id,
//! the numbers of who performs it, of the series and of the year, then the titles. Both go by groups, each of which is read from its beginning.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::catalogue::bits::{BitReader, width};
use crate::catalogue::facet::{Confidence, Facet, Tag, Tagged};
use crate::catalogue::ids::{self, Written};
use crate::catalogue::profile::{Form, Profile};
use crate::catalogue::texts::{Dictionary, Names, Texts, group, lines};
use crate::catalogue::track::{Label, Track, TrackId, Year};
use crate::catalogue::varint::{number, take};
use crate::storage::Section;

/// So many tracks are a group.
pub(crate) const GROUP: usize = 16;

/// So many tracks share a page of those made out, and so many pages a shelf: few enough that there is little to fill for one track.
const PAGE: usize = 64;
const SHELF: usize = 64;

/// The tracks of a catalogue in bytes, in the order of their ids.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    pub(crate) parts: Arc<Parts>,
    made_out: Arc<[OnceLock<Shelf>]>,
}

type Page = Box<[OnceLock<Box<Track>>]>;
type Shelf = Box<[OnceLock<Page>]>;

/// So many places with nothing in them yet.
fn empty<T>(places: usize) -> Box<[OnceLock<T>]> {
    (0..places).map(|_| OnceLock::new()).collect()
}

/// The arrays that [`Packed`] is made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    /// The number of tracks.
    pub(crate) len: usize,
    /// The profiles.
    pub(crate) profiles: Section<u8>,
    /// Where every group of profiles begins.
    pub(crate) profile_starts: Section<u32>,
    /// The records.
    pub(crate) records: Section<u8>,
    /// Where every group of records begins.
    pub(crate) starts: Section<u32>,
    /// The names of the artists of a track, and of its series.
    pub(crate) credits: Names,
    pub(crate) series: Names,
    pub(crate) facts: Facts,
    /// What titles and names are made of.
    pub(crate) dictionary: Dictionary,
    pub(crate) tags: Tags,
}

/// The tags, by facet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tags {
    pub(crate) texts: Texts,
    /// How many tags each facet has, in the order of [`Facet::ALL`].
    pub(crate) counts: [usize; 4],
}

/// What the bits of a record's numbers depend on. Each number is 0 for unknown, else one more than what it counts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts {
    /// The number of credits.
    pub(crate) credits: usize,
    /// The number of series.
    pub(crate) series: usize,
    /// The first year, and how many years there are from it on.
    pub(crate) first_year: usize,
    pub(crate) years: usize,
}

impl Facts {
    /// The bits of the numbers of credit, series and year.
    pub(crate) fn widths(&self) -> [u32; 3] {
        [self.credits, self.series, self.years].map(width)
    }
}

impl Tags {
    /// The form of profiles with these tags.
    pub(crate) fn form(&self) -> Form {
        Form::new(self.counts)
    }

    /// All tags with their facets, in the order of their numbers; none in place of one that makes no sense.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Facet, Option<Tag>)> {
        let facets = Facet::ALL.into_iter().zip(self.counts).flat_map(|(facet, n)| std::iter::repeat_n(facet, n));
        facets.take(self.texts.len()).enumerate().map(|(at, facet)| (facet, self.tag(at)))
    }

    fn tag(&self, at: usize) -> Option<Tag> {
        Tag::new(self.texts.text(at)?).ok()
    }
}

/// A record, taken apart.
struct Record<'a> {
    id: Written<'a>,
    /// The numbers of credit, series and year, 0 for unknown.
    facts: [usize; 3],
    /// The codes of the titles.
    titles: &'a [u8],
}

/// Goes through a group.
struct Walk<'a> {
    parts: &'a Parts,
    form: Form,
    records: &'a [u8],
    profiles: BitReader<'a>,
    /// The id of the track before those that were passed.
    id: Vec<u8>,
    /// The records that were left out since the last whose id does not depend on another: only a track that is asked for needs theirs.
    passed: Vec<Record<'a>>,
}

impl Packed {
    pub(crate) fn new(parts: Parts) -> Self {
        let made_out = empty(parts.len.div_ceil(PAGE * SHELF));
        Self { parts: Arc::new(parts), made_out: made_out.into() }
    }

    /// A track, made out at the first time.
    pub(crate) fn track(&self, at: usize) -> &Track {
        let shelf = self.made_out[at / (PAGE * SHELF)].get_or_init(|| empty(SHELF));
        let page = shelf[at / PAGE % SHELF].get_or_init(|| empty(PAGE));
        page[at % PAGE].get_or_init(|| Box::new(self.make_out(at)))
    }

    /// A track for the moment, made out anew unless somebody has asked for it before.
    pub(crate) fn glance(&self, at: usize) -> Cow<'_, Track> {
        let shelf = self.made_out[at / (PAGE * SHELF)].get();
        let page = shelf.and_then(|shelf| shelf[at / PAGE % SHELF].get());
        let track = page.and_then(|page| page[at % PAGE].get()).map(|track| &**track);
        track.map_or_else(|| Cow::Owned(self.make_out(at)), Cow::Borrowed)
    }

    fn make_out(&self, at: usize) -> Track {
        let made_out = self.parts.group(at / GROUP).and_then(|mut walk| {
            (0..at % GROUP).try_for_each(|_| walk.skip())?;
            walk.track()
        });
        made_out.unwrap_or_else(|| self.unreadable())
    }

    /// The place of the track of that id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.parts.find(id.as_bytes()).unwrap_or_else(|| {
            self.note_damage();
            None
        })
    }

    /// Every track in a row, each made out for the moment.
    pub(crate) fn walk(&self) -> impl Iterator<Item = Track> {
        let mut walk = None;
        (0..self.parts.len).map(move |at| {
            if at % GROUP == 0 {
                walk = self.parts.group(at / GROUP);
            }
            let track = walk.as_mut().and_then(Walk::track);
            track.unwrap_or_else(|| self.unreadable())
        })
    }

    /// The year of a track.
    pub(crate) fn year(&self, at: usize) -> Option<Year> {
        let facts = self.parts.group(at / GROUP).and_then(|mut walk| {
            (0..at % GROUP).try_for_each(|_| walk.next().map(drop))?;
            Some(walk.next()?.facts)
        });
        facts.and_then(|[.., year]| self.parts.year(year)).unwrap_or_else(|| self.not_made_out())
    }

    /// The first and the last year that any track has.
    pub(crate) fn released(&self) -> (u16, u16) {
        let Facts { first_year, years, .. } = self.parts.facts;
        let year = |year: usize| u16::try_from(year).unwrap_or(u16::MAX);
        (year(first_year.max(1)), year((first_year + years).saturating_sub(1)))
    }

    /// The year of every track.
    pub(crate) fn years(&self) -> Vec<Option<Year>> {
        let year = |[.., year]: [usize; 3]| self.parts.year(year);
        self.facts().map(|facts| facts.and_then(year).unwrap_or_else(|| self.not_made_out())).collect()
    }

    /// The numbers of credit, series and year of every track.
    pub(crate) fn facts(&self) -> impl Iterator<Item = Option<[usize; 3]>> {
        let mut walk = None;
        (0..self.parts.len).map(move |at| {
            if at.is_multiple_of(GROUP) {
                walk = self.parts.group(at / GROUP);
            }
            Some(walk.as_mut()?.record()?.facts)
        })
    }

    /// What stands in for something that makes no sense.
    pub(crate) fn not_made_out<T: Default>(&self) -> T {
        self.note_damage();
        T::default()
    }

    /// What a track's vector and mood are made of, read in place of what was there; nothing where it is unreadable.
    pub(crate) fn profile(&self, at: usize, profile: &mut Profile) {
        let form = self.parts.tags.form();
        let read = self.parts.profiles(at / GROUP).and_then(|mut bits| {
            (0..at % GROUP).try_for_each(|_| form.skip(&mut bits))?;
            form.read(&mut bits, profile)
        });
        if read.is_none() {
            self.note_damage();
            *profile = Profile::default();
        }
    }

    fn note_damage(&self) {
        self.parts.records.note_damage("a track makes no sense");
    }

    /// What stands in for a record that makes no sense; the store knows, and nothing is answered from it.
    fn unreadable(&self) -> Track {
        self.note_damage();
        Track::unreadable()
    }
}

impl Parts {
    fn records(&self, at: usize) -> Option<&[u8]> {
        Some(self.records.at(group(&self.starts, at, self.records.len())?))
    }

    fn profiles(&self, at: usize) -> Option<BitReader<'_>> {
        let bytes = group(&self.profile_starts, at, self.profiles.len())?;
        Some(BitReader::new(self.profiles.at(bytes)))
    }

    fn group(&self, at: usize) -> Option<Walk<'_>> {
        let (records, profiles) = (self.records(at)?, self.profiles(at)?);
        Some(Walk { parts: self, form: self.tags.form(), records, profiles, id: Vec::new(), passed: Vec::new() })
    }

    /// The place of the track of that id, if there is one; none where records make no sense.
    fn find(&self, id: &[u8]) -> Option<Option<usize>> {
        let (mut from, mut to) = (0, self.starts.len());
        // The last group whose first id is not above.
        while to - from > 1 {
            let middle = from + (to - from) / 2;
            let mut group = self.records(middle)?;
            number(&mut group)?;
            if ids::first(&mut group)? <= id { from = middle } else { to = middle }
        }
        let start = from * GROUP;
        let end = self.len.min(start + GROUP);
        let mut walk = if start < end { self.group(from)? } else { return Some(None) };
        for at in start..end {
            walk.record()?;
            if walk.id == id {
                return Some(Some(at));
            }
        }
        Some(None)
    }

    /// The year of that number; none where it is 0.
    fn year(&self, at: usize) -> Option<Option<Year>> {
        let year = |at| Year::new(i64::try_from(self.facts.first_year.checked_add(at)?).ok()?).ok();
        at.checked_sub(1).map_or(Some(None), |at| year(at).map(Some))
    }

    fn labels(&self, codes: &[u8]) -> Option<Vec<Option<Label>>> {
        let text = self.dictionary.text(codes)?;
        let label = |line: &str| if line.is_empty() { Some(None) } else { Label::new(line).ok().map(Some) };
        lines(&text).map(label).collect()
    }

    /// The names of that number among some; none where it is 0.
    pub(crate) fn names(&self, names: &Names, at: usize) -> Option<Vec<Option<Label>>> {
        match at.checked_sub(1) {
            None => Some(Vec::new()),
            Some(at) => self.labels(names.codes(at)?),
        }
    }
}

impl<'a> Walk<'a> {
    /// Leaves a track out.
    fn skip(&mut self) -> Option<()> {
        let record = self.next()?;
        self.pass(record);
        self.form.skip(&mut self.profiles)
    }

    fn pass(&mut self, record: Record<'a>) {
        if record.id.stands_alone() {
            self.passed.clear();
        }
        self.passed.push(record);
    }

    /// The next record; its id is the walk's from here on.
    fn record(&mut self) -> Option<Record<'a>> {
        let record = self.next()?;
        self.pass(record);
        for passed in &self.passed {
            let title = || lines(&self.parts.dictionary.text(passed.titles)?).next().map(str::to_owned);
            passed.id.follow(&mut self.id, title)?;
        }
        let record = self.passed.pop();
        self.passed.clear();
        record
    }

    /// The next record, whatever its id.
    fn next(&mut self) -> Option<Record<'a>> {
        let length = number(&mut self.records)?;
        let mut left = take(&mut self.records, length)?;
        let id = Written::take(&mut left)?;
        let widths = self.parts.facts.widths();
        let mut facts = BitReader::new(take(&mut left, widths.iter().sum::<u32>().div_ceil(8) as usize)?);
        let mut fact = |width| Some(facts.take(width)? as usize);
        let facts = [fact(widths[0])?, fact(widths[1])?, fact(widths[2])?];
        Some(Record { id, facts, titles: left })
    }

    /// The next track.
    fn track(&mut self) -> Option<Track> {
        let Record { facts: [credit, series, year], titles, .. } = self.record()?;
        let parts = self.parts;
        let id = TrackId::new(std::str::from_utf8(&self.id).ok()?).ok()?;
        let mut titles = parts.labels(titles)?.into_iter();
        let mut track = Track::new(id, titles.next()??);
        track.title_ko = titles.next().flatten();
        track.title_aliases = titles.collect::<Option<_>>()?;
        let mut credits = parts.names(&parts.credits, credit)?.into_iter();
        track.artists = credits.by_ref().map_while(|name| name).collect();
        track.artist_aliases = credits.collect::<Option<_>>()?;
        let mut series = parts.names(&parts.series, series)?.into_iter();
        track.drama = series.next().flatten();
        track.drama_aliases = series.collect::<Option<_>>()?;
        track.year = parts.year(year)?;
        let mut profile = Profile::default();
        self.form.read(&mut self.profiles, &mut profile)?;
        for (facet, tag, confidence) in profile.tags {
            let tags = match facet {
                Facet::Genre => &mut track.genre,
                Facet::Instrumentation => &mut track.instrumentation,
                _ => &mut track.theme,
            };
            tags.push(Tagged { tag: parts.tags.tag(tag)?, confidence: Confidence::new(confidence).ok()? });
        }
        if let Some(tempo) = profile.tempo {
            track.tempo = Some(parts.tags.tag(tempo)?);
        }
        (track.bpm, track.valence, track.arousal) = (profile.bpm, profile.valence, profile.arousal);
        Some(track)
    }
}
