//! How fast tracks are looked up by what people type, on made-up titles of the words of real ones.
//!
//! ```text
//! cargo bench --bench lookup -- [TRACKS [QUESTIONS]]
//! ```
//!
//! Every question is asked twice: of tables that have been asked before, and of a file that has just been mapped.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use oorandom::Rand64;
use ost::Recommender;
use ost::catalogue::Catalogue;
use ost::catalogue::track::{Label, Track, TrackId};
use ost::interchange::embedded;
use ost::settings::Settings;

/// Words by how often they stand in titles, the most frequent first.
struct Words {
    words: Vec<String>,
    sums: Vec<f64>,
}

impl Words {
    fn of(titles: &[String], belongs: impl Fn(char) -> bool) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for word in titles.iter().flat_map(|title| title.split(|c| !belongs(c))).filter(|word| !word.is_empty()) {
            *counts.entry(word).or_default() += 1;
        }
        let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
        words.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
        let sums = words.iter().enumerate().scan(0.0, |sum, (i, _)| {
            *sum += 1.0 / (i as f64 + 5.0).powf(0.9);
            Some(*sum)
        });
        Self { sums: sums.collect(), words: words.iter().map(|(word, _)| (*word).to_owned()).collect() }
    }

    fn title(&self, words: u64, random: &mut Rand64) -> String {
        let draw = |_| {
            let at = random.rand_float() * self.sums[self.sums.len() - 1];
            self.words[self.sums.partition_point(|sum| *sum < at)].as_str()
        };
        (0..words).map(draw).collect::<Vec<_>>().join(" ")
    }
}

/// Titles of two to five words, every other track with a Korean one of two to four; ids as people make them of titles.
fn catalogue(n: usize) -> Catalogue {
    let real = embedded::catalogue();
    let titles: Vec<String> = real.iter().flat_map(|(_, track)| track.titles().map(str::to_lowercase)).collect();
    let english = Words::of(&titles, |c| c.is_ascii_lowercase());
    let korean = Words::of(&titles, |c| ('가'..='힣').contains(&c));
    println!("{} English and {} Korean words", english.words.len(), korean.words.len());
    let mut random = Rand64::new(7);
    let mut known: HashMap<String, usize> = HashMap::new();
    let tracks = (0..n).map(|_| {
        let title = english.title(random.rand_range(2..6), &mut random);
        let again = known.entry(title.clone()).or_default();
        *again += 1;
        let mut id = title.replace(' ', "-");
        if *again > 1 {
            id = format!("{id}-{again}");
        }
        let mut track = Track::new(TrackId::new(&id).unwrap(), Label::new(&title).unwrap());
        if random.rand_range(0..2) == 0 {
            track.title_ko = Some(Label::new(&korean.title(random.rand_range(2..5), &mut random)).unwrap());
        }
        track.drama = Some(Label::new(&format!("Drama {}", random.rand_range(0..n as u64 / 10 + 1))).unwrap());
        track
    });
    Catalogue::new(tracks.collect()).unwrap()
}

/// A few letters wrong.
fn misspelt(title: &str, edits: u64, random: &mut Rand64) -> String {
    let mut letters: Vec<char> = title.chars().collect();
    for _ in 0..edits {
        let at = random.rand_range(0..letters.len() as u64) as usize;
        match random.rand_range(0..4) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, 'e'),
            2 if at > 0 => letters.swap(at, at - 1),
            _ => letters[at] = 'a',
        }
    }
    letters.into_iter().collect()
}

const KINDS: [&str; 9] = [
    "title",
    "id, folded",
    "Korean title",
    "initials",
    "beginning",
    "a word on",
    "one edit",
    "two edits",
    "nothing near",
];

fn question(kind: &str, track: &Track, random: &mut Rand64) -> Option<String> {
    let title = track.title.as_str();
    let edits = |edits, random: &mut Rand64| (title.len() > 9).then(|| misspelt(title, edits, random));
    match kind {
        "title" => Some(title.to_owned()),
        "id, folded" => Some(track.id.as_str().replace('-', "  ")),
        "Korean title" => track.title_ko.as_ref().map(|title| title.to_string()),
        "initials" => track.title_ko.as_ref().map(|title| {
            let onset =
                |c: char| "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".chars().nth((c as usize - '가' as usize) / 588);
            title.as_str().chars().filter(|c| *c != ' ').filter_map(onset).collect()
        }),
        "beginning" => title.rsplit_once(' ').map(|(start, _)| start.to_owned()).filter(|start| start.len() > 5),
        "a word on" => title.split_once(' ').map(|(_, rest)| rest.to_owned()).filter(|rest| rest.len() > 8),
        "one edit" => edits(1, random),
        "two edits" => edits(2, random),
        _ => Some(title.chars().rev().collect::<String>() + " qx"),
    }
}

fn map(path: &std::path::Path) -> Arc<memmap2::Mmap> {
    let file = File::open(path).unwrap();
    // SAFETY: the file was written by this program, and nobody writes to it now.
    #[allow(unsafe_code)]
    let mapped = unsafe { memmap2::Mmap::map(&file) }.unwrap();
    Arc::new(mapped)
}

/// Milliseconds.
fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = black_box(run());
    (start.elapsed().as_secs_f64() * 1e3, done)
}

fn told(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    if times.is_empty() {
        return "      -       -".to_owned();
    }
    format!("{:7.3} {:7.3}", times[times.len() / 2], times[times.len() - 1])
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let number = |i: usize, otherwise: usize| {
        arguments.get(i).map_or(otherwise, |a: &String| a.replace('_', "").parse().unwrap())
    };
    let (n, asking) = (number(0, 1_000_000), number(1, 300));
    let catalogue = catalogue(n);
    let names: usize = catalogue.iter().map(|(_, track)| track.titles().count()).sum();
    let vocabulary = Arc::new(embedded::vocabulary());
    let made = Recommender::new(catalogue, Arc::clone(&vocabulary), Settings::default()).unwrap();
    let (first, _) = timed(|| made.look_up("a text of no title"));
    println!("{n} tracks, {names} titles; made and asked once in {:.2} s", first / 1e3);

    let path = std::env::temp_dir().join(format!("ost-bench-lookup-{}.ost", std::process::id()));
    made.write(&mut File::create(&path).unwrap()).unwrap();
    let open = || Recommender::open(map(&path), Arc::clone(&vocabulary), Settings::default()).unwrap();
    let warm = open();

    println!("milliseconds: the median and the most of {asking}, asked before; likewise of a file just mapped");
    for kind in KINDS {
        let mut random = Rand64::new(11);
        let (mut times, mut fresh, mut found) = (Vec::new(), Vec::new(), BTreeMap::new());
        while times.len() < asking {
            let at = random.rand_range(0..n as u64) as usize;
            let track = made.catalogue().track(made.catalogue().places().nth(at).unwrap());
            let Some(text) = question(kind, track, &mut random) else { continue };
            black_box(warm.look_up(&text)).ok();
            let (time, answer) = timed(|| warm.look_up(&text));
            times.push(time);
            *found.entry(answer.map_or("refused".to_owned(), |found| format!("{:?}", found.how))).or_insert(0) += 1;
            if fresh.len() < 20 {
                let cold = open();
                fresh.push(timed(|| cold.look_up(&text)).0);
            }
        }
        println!("{kind:14} {}   {}   {found:?}", told(times), told(fresh));
    }
    drop(warm);
    std::fs::remove_file(&path).unwrap();
}
