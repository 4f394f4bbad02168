//! The tables find what a walk through all names finds.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use proptest::prelude::*;

use crate::catalogue::fold::fold;
use crate::catalogue::packed::Packed;
use crate::catalogue::track::{Label, Track, TrackId};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::lookup::alphabet::{is_shared, spell};
use crate::lookup::finding::{How, Lookup};
use crate::lookup::linear;
use crate::lookup::scope::{Looseness, Scope};
use crate::lookup::spelling::Spelling;
use crate::lookup::stages::{Hit, Search};
use crate::lookup::tables::Tables;
use crate::lookup::wanted::Wanted;
use crate::storage::{Image, Writer};

const STAGES: [How; 5] = [How::Name, How::Romanised, How::Initials, How::Part, How::Misspelt];

/// Words that lie close together: typos of each other, the same but for spaces, one the beginning of another, alike when romanised, doubled initials,
/// letters beyond those with a byte of their own, lone letters of Hangul, signs.
fn word() -> impl Strategy<Value = String> {
    let words: Vec<&str> = "love lov loves my way myway a part apart stay with me you 2 3 part2 사랑 사람 사랑해 살앙 너 널 너를 내 꿈 꽃 끝 \
        눈물 눈 첫눈 처럼 값 없어 좋아 같이 독립 sarang saranghae salanghe neol nul kkum gyeote 愛 あい любовь любов é ㅋㅋ ㅊㄴ ㅏ ♡ !! x y ab ba"
        .split_whitespace()
        .collect();
    prop_oneof![
        8 => proptest::sample::select(words).prop_map(str::to_owned),
        1 => "[ab가각나]{1,5}",
        1 => "\\PC{1,4}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    (proptest::collection::vec(word(), 1..5), proptest::sample::select(vec![" ", "", "-"]))
        .prop_map(|(words, between)| words.join(between))
}

fn label(text: &str) -> Label {
    Label::new(text).unwrap_or_else(|_| Label::new("b a").unwrap())
}

fn catalogue() -> impl Strategy<Value = Catalogue> {
    let track = (name(), proptest::collection::vec(name(), 0..3), proptest::option::of(name()));
    proptest::collection::vec(track, 1..90).prop_map(|tracks| {
        let tracks: BTreeMap<TrackId, Track> = tracks
            .into_iter()
            .enumerate()
            .map(|(i, (title, others, id))| {
                let id = id
                    .and_then(|id| TrackId::new(&id).ok())
                    .unwrap_or_else(|| TrackId::new(&format!("t-{i}")).unwrap());
                let mut track = Track::new(id.clone(), label(&title));
                track.title_ko = others.first().map(|title| label(title));
                track.title_aliases = others.iter().skip(1).map(|title| label(title)).collect();
                track.drama = others.first().map(|title| label(title));
                track.artists = others.iter().skip(1).map(|title| label(title)).collect();
                (id, track)
            })
            .collect();
        Catalogue::new(tracks.into_values().collect()).unwrap()
    })
}

/// What people type: a name of the catalogue, cut, with letters changed, in initials; or anything.
fn texts() -> impl Strategy<Value = Vec<Typed>> {
    let typed = (
        any::<prop::sample::Index>(),
        0_usize..4,
        proptest::collection::vec((any::<prop::sample::Index>(), word(), 0_u8..4), 0..4),
        name(),
    )
        .prop_map(|(track, form, edits, other)| Typed { track, form, edits, other });
    proptest::collection::vec(typed, 1..12)
}

#[derive(Debug, Clone)]
struct Typed {
    track: prop::sample::Index,
    form: usize,
    edits: Vec<(prop::sample::Index, String, u8)>,
    other: String,
}

impl Typed {
    fn text(&self, catalogue: &Catalogue) -> String {
        let track = catalogue.track(TrackIndex(self.track.index(catalogue.len()) as u32));
        let titles: Vec<&str> = track.titles().chain([track.id.as_str()]).collect();
        let title = titles[self.track.index(titles.len())];
        let mut letters: Vec<char> = match self.form {
            0 => self.other.chars().collect(),
            1 => crate::catalogue::fold::fold(title)
                .chars()
                .filter_map(crate::lookup::hangul::Syllable::of)
                .map(|syllable| syllable.onset)
                .collect(),
            2 => {
                let mut latin = [String::new(), String::new()];
                let read = crate::lookup::romanisation::readings(&crate::catalogue::fold::fold(title), &mut latin);
                if read { latin[self.track.index(2)].chars().collect() } else { title.chars().collect() }
            }
            _ => title.chars().collect(),
        };
        for (at, word, edit) in &self.edits {
            if letters.is_empty() {
                break;
            }
            let at = at.index(letters.len());
            match edit {
                0 => drop(letters.remove(at)),
                1 => letters.insert(at, word.chars().next().unwrap_or('x')),
                2 => letters.truncate(at + 1),
                _ => letters.swap(at, (at + 1).min(self.edits.len()).min(at)),
            }
        }
        letters.into_iter().collect()
    }
}

/// Whether each of a track's names is of letters with a byte of their own.
fn spelled(track: &Track) -> bool {
    let own = |name: String| {
        let mut bytes = Vec::new();
        spell(&name, &mut bytes) && !bytes.iter().any(|byte| is_shared(*byte))
    };
    track.titles().chain([track.id.as_str()]).map(fold).all(own)
}

/// The best rank of each track.
fn best(hits: Vec<Hit>) -> BTreeMap<TrackIndex, usize> {
    let mut best = BTreeMap::new();
    for hit in hits {
        let rank = best.entry(hit.track).or_insert(hit.rank);
        *rank = hit.rank.min(*rank);
    }
    best
}

fn plain(how: How, catalogue: &Catalogue, tables: &linear::Tables, wanted: &Wanted<'_>) -> Vec<Hit> {
    match how {
        How::Id | How::Name => linear::called(catalogue, wanted),
        How::Romanised => linear::romanised(tables, wanted),
        How::Initials => linear::by_initials(tables, wanted),
        How::Part => linear::unfinished(tables, wanted),
        How::Misspelt => linear::misspelt(tables, wanted),
    }
}

fn stored(tables: &Tables) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut writer = Writer::new(&mut out).unwrap();
    tables.store(&mut writer).unwrap();
    writer.finish().unwrap();
    out.into_inner()
}

/// Bytes aligned as a mapping is.
struct Aligned(Vec<u64>, usize);

impl AsRef<[u8]> for Aligned {
    fn as_ref(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.0)[..self.1]
    }
}

fn image(bytes: &[u8], checked: bool) -> Option<Image> {
    let mut words = vec![0_u64; bytes.len().div_ceil(8)];
    bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
    let bytes = Arc::new(Aligned(words, bytes.len()));
    if checked { Image::open(bytes).ok() } else { Image::open_trusted(bytes).ok() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_stage_finds_the_same(catalogue in catalogue(), texts in texts()) {
        let made = Tables::new(&catalogue);
        let read = Tables::restore(&image(&stored(&made), true).unwrap()).unwrap().unwrap();
        prop_assert_eq!(&read, &made);
        let tables = linear::Tables::new(&catalogue);
        for text in texts {
            let text = text.text(&catalogue);
            let wanted = Wanted::new(&text);
            let mut search = Search::new(&catalogue, &read, &wanted);
            for how in STAGES {
                let expected = best(plain(how, &catalogue, &tables, &wanted));
                prop_assert_eq!(&best(search.hits(how, |_| None)), &expected, "{:?} {:?}", how, text);
                // Where some count, those that are nearest are all found, and none is said to be nearer than it is.
                for counts in [|_: TrackIndex| true, |track: TrackIndex| track.0.is_multiple_of(2)] {
                    let rank = |hits: &[Hit]| hits.iter().filter(|hit| counts(hit.track)).map(|hit| hit.rank).min();
                    let found = best(search.hits(how, rank));
                    let nearest = |all: &BTreeMap<TrackIndex, usize>| -> Vec<(TrackIndex, usize)> {
                        let counted = || all.iter().filter(|(track, _)| counts(**track));
                        let least = counted().map(|(_, rank)| *rank).min();
                        counted().filter(|(_, rank)| Some(**rank) == least).map(|(track, rank)| (*track, *rank)).collect()
                    };
                    prop_assert_eq!(nearest(&found), nearest(&expected), "{:?} {:?}", how, text);
                    prop_assert!(found.iter().all(|(track, rank)| expected[track] == *rank), "{:?} {:?}", how, text);
                }
            }
            for count in [1, 3] {
                let even = |track: TrackIndex| track.0.is_multiple_of(2);
                prop_assert_eq!(search.nearest(count, |_| true), linear::nearest(&tables, &wanted, count, |_| true), "{:?}", text);
                prop_assert_eq!(search.nearest(count, even), linear::nearest(&tables, &wanted, count, even), "{:?}", text);
            }
        }
    }

    /// Who belongs to a drama or an artist is told by each track's own names, whether each is asked about once or as often as it occurs.
    #[test]
    fn whoever_belongs_is_told_by_its_names(catalogue in catalogue(), texts in texts()) {
        let packed = Catalogue::packed(Packed::new(catalogue.to_parts().unwrap()));
        for text in texts.iter().map(|text| text.text(&catalogue)) {
            let (Some(scope), wanted) = (Scope::new(&text), Wanted::new(&text)) else { continue };
            let found = scope.tracks(&catalogue);
            prop_assert_eq!(&scope.tracks(&packed), &found);
            let looseness = |track: TrackIndex| scope.looseness(catalogue.track(track));
            let just = |track: TrackIndex| looseness(track) == Some(Looseness::Just);
            let so = |track: TrackIndex| matches!(looseness(track), Some(Looseness::Part | Looseness::Romanised)) && wanted.is_unfinished();
            let nearly = |track: TrackIndex| {
                let own = catalogue.track(track);
                let mut names = own.dramas().chain(own.performers()).map(fold);
                let distance = |name: &str| {
                    let mut spelling = Spelling::default();
                    spelling.read(name);
                    strsim::osa_distance(&String::from_iter(spelling.letters()), &String::from_iter(&wanted.letters))
                };
                wanted.tolerance > 0 && names.any(|name| distance(&name) <= wanted.tolerance)
            };
            let those = |is: &dyn Fn(TrackIndex) -> bool| catalogue.places().filter(|track| is(*track)).collect::<Vec<_>>();
            prop_assert_eq!(&found[0], &those(&just), "{:?}", text);
            prop_assert_eq!(&found[1], &those(&so), "{:?}", text);
            let other = |track: TrackIndex| !just(track) && !so(track) && nearly(track);
            prop_assert_eq!(&found[2], &those(&other), "{:?}", text);
        }
    }

    /// Whatever stands in a file, a look-up ends, and without a panic.
    #[test]
    fn no_file_is_trusted(
        catalogue in catalogue(),
        texts in texts(),
        turned in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..60),
    ) {
        let mut bytes = stored(&Tables::new(&catalogue));
        let body = u64::from_ne_bytes(bytes[24..32].try_into().unwrap()) as usize;
        for (at, byte) in turned {
            bytes[64 + at.index(body)] = byte;
        }
        // As if every checksum were right.
        let Some(Ok(Some(read))) = image(&bytes, false).as_ref().map(Tables::restore) else { return Ok(()) };
        let lookup = Lookup::restored(read);
        for text in texts {
            let _ = lookup.find(&catalogue, &text.text(&catalogue));
            let _ = lookup.find(&catalogue, &format!("{} @ love", text.text(&catalogue)));
        }
    }
}

proptest! {
    // Each walks through all names thousands of times.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whoever_begins_so_but_for_one_edit_is_found(catalogue in catalogue(), texts in texts()) {
        let (made, tables) = (Tables::new(&catalogue), linear::Tables::new(&catalogue));
        let plain = |track: TrackIndex| spelled(catalogue.track(track));
        for text in texts.iter().map(|text| text.text(&catalogue)) {
            let wanted = Wanted::new(&text);
            let expected = linear::nearly_unfinished(&tables, &wanted, plain);
            for count in [1, 9] {
                let found = Search::new(&catalogue, &made, &wanted).nearly_unfinished(count, plain);
                prop_assert_eq!(&found, &expected[..expected.len().min(count)], "{:?}", text);
            }
        }
    }
}
