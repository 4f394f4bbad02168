//! Index files that are not what was written: a clear error, never a panic, never an answer from damaged bytes.
#![allow(clippy::unwrap_used)]

mod harness;
mod worlds;

use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use harness::{TempFile, ost};
use ost::interchange::embedded;
use ost::query::filter::{Called, Filter};
use ost::query::mood::wish::Mood;
use ost::storage::{Image, aligned};
use ost::{Catalogue, Error, ErrorKind, Query, Recommender, Settings};
use worlds::Dice;

/// The length of the header: its page.
const HEADER: usize = 4096;

fn index() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    Recommender::embedded().write(&mut bytes).unwrap();
    bytes.into_inner()
}

/// An index of a catalogue that is large enough for columns to search in, and too large for its vectors to be kept.
fn large() -> Vec<u8> {
    let mut dice = Dice::new(3);
    let tags = |dice: &mut Dice, of: &[&str]| format!("[\"{}\", \"{}\"]", dice.pick(of), dice.pick(of));
    let line = |i: usize| {
        let genre = tags(&mut dice, &["ballad", "dance", "rock", "folk"]);
        let instrumentation = tags(&mut dice, &["piano", "strings", "haegeum", "drums"]);
        let theme = tags(&mut dice, &["rain", "hope", "tears", "city", "an own tag"]);
        let tags = format!("\"genre\": {genre}, \"instrumentation\": {instrumentation}, \"theme\": {theme}");
        let names = format!("\"drama\": \"Saga {}\", \"artists\": [\"A{}\", \"B{}\"]", i % 170, i % 13, i % 900);
        format!("{{\"id\": \"t{i}\", \"title\": \"Title {i}\", {tags}, {names}, \"bpm\": {}}}", 60 + i % 90)
    };
    let lines: Vec<String> = (0..17_000).map(line).collect();
    let catalogue = Catalogue::from_json(&lines.join("\n"), "large").unwrap();
    let recommender = Recommender::new(catalogue, Arc::new(embedded::vocabulary()), Settings::default()).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    recommender.write(&mut bytes).unwrap();
    bytes.into_inner()
}

/// Read once, since the lexicon is not what is damaged here.
fn moods() -> &'static [Mood] {
    static MOODS: OnceLock<Vec<Mood>> = OnceLock::new();
    MOODS.get_or_init(|| {
        let recommender = Recommender::embedded();
        ["rainy piano", "hopeful rock, no drums"].iter().map(|text| recommender.read_mood(text)).collect()
    })
}

/// What the index in these bytes answers to some questions, or why it does not.
fn answers(bytes: &[u8]) -> Result<Vec<String>, Error> {
    let recommender = Recommender::open(aligned(bytes), Arc::new(embedded::vocabulary()), Settings::default())?;
    let mut said = Vec::new();
    for mood in moods() {
        let answers = recommender.recommend(&Query::new().mood(mood.clone()), 3);
        said.extend(answers.iter().map(|a| format!("{:?} {:?}", a.track, a.explanation.score)));
    }
    let mut named = Filter::default();
    named.dramas.extend(["saga 16", "ghost"].map(Called::part));
    // A small catalogue has no tables of names.
    let filters = if recommender.catalogue().len() > 4096 { vec![vec![], vec!["b1".to_owned()]] } else { vec![] };
    for artists in filters {
        named.artists = artists.iter().map(|name| Called::part(name)).collect();
        let first = recommender.catalogue().places().take(1).map(|first| Query::new().like(first));
        for query in first.chain([Query::new().mood(moods()[0].clone())]) {
            let answers = recommender.recommend(&query.filter(named.clone()), 3);
            said.extend(answers.iter().map(|a| format!("{:?} {:?}", a.track, a.explanation.score)));
        }
    }
    for name in ["whispers-in-the-rain", "Stay With Me @ goblin", "chasing starlite", "첫눈처럼 너에게 가겠다", "t77"]
    {
        match recommender.find(name) {
            Ok(like) => {
                let answers = recommender.recommend(&Query::new().like(like), 3);
                said.extend(answers.iter().map(|a| format!("{:?} {:?}", a.track, a.explanation.score)));
            }
            Err(error) => said.push(error.to_string()),
        }
    }
    recommender.intact()?;
    Ok(said)
}

fn is_clear(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(error.to_string().contains("rebuild it with `ost index build`"), "{error}");
}

#[test]
fn a_part_of_an_index_is_none() {
    let whole = index();
    for length in (0..whole.len()).step_by(1000).chain([1, 8, 63, 64, 65, HEADER, whole.len() - 1]) {
        is_clear(&answers(&whole[..length]).unwrap_err());
    }
}

#[test]
fn no_bit_of_the_header_can_be_turned() {
    let whole = index();
    // What is beyond the numbers is filling, of which every byte is turned once.
    for bit in (0..64 * 8).chain((64..HEADER).map(|byte| byte * 8 + byte % 8)) {
        let mut turned = whole.clone();
        turned[bit / 8] ^= 1 << (bit % 8);
        is_clear(&answers(&turned).unwrap_err());
    }
}

/// Turns one bit after the other; each is found, or the answers are right. Says how many were found while answering.
fn turn_bits(whole: &[u8], times: usize) -> usize {
    let expected = answers(whole).unwrap();
    let mut dice = Dice::new(1);
    let mut found = 0;
    for _ in 0..times {
        let mut turned = whole.to_vec();
        let at = dice.below(whole.len());
        turned[at] ^= 1 << dice.below(8);
        match answers(&turned) {
            Ok(said) => assert_eq!(said, expected, "bit of byte {at}"),
            Err(error) => {
                found += 1;
                is_clear(&error);
            }
        }
        if let Ok(image) = Image::open(aligned(&turned)) {
            is_clear(&image.check(|_| ()).unwrap_err());
        }
    }
    found
}

#[test]
fn turned_bits_are_found_or_do_not_matter() {
    let found = turn_bits(&index(), 2000);
    assert!(found > 500, "only {found} were noticed while answering");
    assert!(turn_bits(&large(), 100) > 10);
}

/// Somebody who can compute checksums still cannot make it panic.
#[test]
fn nonsense_with_right_checksums_is_survived() {
    nonsense(&index(), 400);
    nonsense(&large(), 200);
}

fn nonsense(whole: &[u8], times: usize) {
    let long = |at: usize| u64::from_ne_bytes(whole[at..at + 8].try_into().unwrap()) as usize;
    let (body, table) = (long(24), long(32));
    let mut dice = Dice::new(2);
    for _ in 0..times {
        let mut changed = whole.to_vec();
        let start = HEADER + dice.below(body);
        let run = 1 + dice.below(40);
        for byte in changed[HEADER..HEADER + body].iter_mut().skip(start - HEADER).take(run) {
            *byte = dice.below(256) as u8;
        }
        let checksums = HEADER + body + table;
        let blocks: Vec<[u8; 4]> =
            changed[HEADER..HEADER + body].chunks(4 * 1024).map(|block| crc32fast::hash(block).to_le_bytes()).collect();
        changed[checksums..].copy_from_slice(&blocks.concat());
        if let Err(error) = answers(&changed) {
            assert_eq!(error.kind(), ErrorKind::Damaged, "{error}");
        }
    }
}

#[test]
fn the_command_says_so_and_ends_with_two() {
    let whole = index();
    let mut turned = whole.clone();
    turned[HEADER + 100] ^= 1;
    for bytes in [&whole[..whole.len() / 2], &turned] {
        let file = TempFile::new(".ost", bytes);
        for words in [&["similar", "whispers-in-the-rain"][..], &["list"], &["mood", "rainy"], &["index", "check"]] {
            let at = if words[0] == "index" { vec![file.path()] } else { vec!["--catalogue", file.path()] };
            let ran = ost(words.iter().copied().chain(at)).run();
            assert_eq!(ran.code, 2, "{words:?} {ran:?}");
            assert!(ran.stderr.contains(file.path()) && ran.stderr.contains("rebuild"), "{ran:?}");
            assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
        }
    }
}

/// What is longer than any buffer is not printed with what damage made of it: what is printed is the beginning of what is so.
#[test]
fn nothing_that_damage_made_is_printed() {
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/catalogue.ost")).unwrap();
    let list = |bytes: &[u8]| {
        let file = TempFile::new(".ost", bytes);
        ost(["list", "--format", "json", "--catalogue", file.path()]).run()
    };
    let sound = list(&whole).stdout;
    assert!(sound.len() > 1 << 17, "{}", sound.len());
    let places = (0..24).map(|part| HEADER + part * (whole.len() - HEADER) / 24 + 7);
    let damaged = places.filter(|place| {
        let mut turned = whole.clone();
        turned[*place] ^= 1;
        let ran = list(&turned);
        assert!(sound.starts_with(&ran.stdout) && (ran.code == 2 || ran.stdout == sound), "{place}: {}", ran.stderr);
        ran.code == 2
    });
    assert!(damaged.count() > 3, "some of it is read to list the tracks");
}

/// What is said of an index of one song is said of one.
#[test]
fn one_song_is_not_songs() {
    let song = "{\"id\": \"a\", \"title\": \"A\", \"genre\": [\"ballad\"], \"album\": \"Album\"}\n";
    let (song, index) = (TempFile::new(".jsonl", song), TempFile::new(".ost", ""));
    let built = ost(["index", "build", song.path(), "-o", index.path()]).run();
    let info = ost(["index", "info", index.path()]).run().found();
    assert!(built.stderr.contains("are not kept here (1 song)"), "{}", built.stderr);
    assert!(built.stdout.contains(": 1 song, ") && info.contains(": 1 song, "), "{} {info}", built.stdout);
}
