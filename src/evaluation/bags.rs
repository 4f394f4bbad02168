//! Tracks as plain bags of tags, and the plain ways of comparing them: what every other recommender by tags does.

use std::collections::HashMap;

use crate::catalogue::Catalogue;
use crate::catalogue::affect::Affect;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::evaluation::system::Baseline;
use crate::features::affect::of_track;
use crate::features::keys::Keys;
use crate::features::vocabulary::Vocabulary;
use crate::query::mood::wish::Mood;

/// A catalogue as bags of tags, with postings by tag.
#[derive(Debug, Clone)]
pub struct Bags {
    places: HashMap<(Facet, Tag), usize>,
    postings: Vec<Vec<u32>>,
    sizes: Vec<f64>,
    /// The length of each bag under smooth idf.
    lengths: Vec<f64>,
    affects: Vec<Option<Affect>>,
    seed: u64,
}

/// A question as a bag: the tags that some track carries, how many there are in all, and a feeling.
#[derive(Debug, Clone, Default)]
pub struct Bag {
    tags: Vec<usize>,
    size: usize,
    affect: Option<(Option<f64>, Option<f64>)>,
    name: u64,
}

/// `k1` and `b` of BM25, as Lucene sets them.
const BM25: (f64, f64) = (1.2, 0.75);
/// The width of closeness on the circumplex, the engine's own default.
const WIDTH: f64 = 0.45;

impl Bags {
    /// Takes the tags of a catalogue, each by the vocabulary's name for it; `seed` orders what the random baseline answers.
    pub fn new(catalogue: &Catalogue, vocabulary: &Vocabulary, seed: u64) -> Self {
        let mut bags = Self {
            places: HashMap::new(),
            postings: Vec::new(),
            sizes: Vec::new(),
            lengths: Vec::new(),
            affects: Vec::new(),
            seed,
        };
        for (at, track) in catalogue.iter() {
            let tags = names(track, vocabulary);
            bags.sizes.push(tags.len() as f64);
            for tag in tags {
                let next = bags.places.len();
                let place = *bags.places.entry(tag).or_insert(next);
                if place == next {
                    bags.postings.push(Vec::new());
                }
                bags.postings[place].push(at.0);
            }
        }
        let keys = Keys::read(vocabulary, catalogue);
        let affects = keys.iter().map(|(keys, measured)| of_track(keys, measured, vocabulary));
        bags.affects = affects.map(|own| own.map(|own| own.affect)).collect();
        bags.lengths = vec![0.0; bags.len()];
        for place in 0..bags.postings.len() {
            let square = bags.smooth(place).powi(2);
            bags.postings[place].iter().for_each(|row| bags.lengths[*row as usize] += square);
        }
        bags.lengths.iter_mut().for_each(|length| *length = length.sqrt());
        bags
    }

    /// The number of tracks.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there is no track.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// A track as a question.
    pub fn of_track(&self, track: &Track, vocabulary: &Vocabulary) -> Bag {
        let names = names(track, vocabulary);
        // A track that need not be of the catalogue is read as a catalogue of its own.
        let alone = Catalogue::new(vec![track.clone()]).unwrap_or_default();
        let keys = Keys::read(vocabulary, &alone);
        let own = keys.iter().next().and_then(|(keys, measured)| of_track(keys, measured, vocabulary));
        let affect = own.map(|own| (Some(own.affect.valence.value()), Some(own.affect.arousal.value())));
        Bag { size: names.len(), affect, name: hash(track.id.as_str()), tags: self.known(&names) }
    }

    /// A mood as a question: the wanted tags as a bag, the point as a feeling.
    pub fn of_mood(&self, mood: &Mood, vocabulary: &Vocabulary) -> Bag {
        let mut names: Vec<_> =
            mood.wanted.iter().map(|wish| (wish.facet, resolved(wish.facet, &wish.tag, vocabulary))).collect();
        names.sort();
        names.dedup();
        let axes = (mood.valence.map(|v| v.value()), mood.arousal.map(|a| a.value()));
        let affect = (axes != (None, None)).then_some(axes);
        Bag { size: names.len(), affect, name: hash(&mood.text), tags: self.known(&names) }
    }

    fn known(&self, names: &[(Facet, Tag)]) -> Vec<usize> {
        names.iter().filter_map(|name| self.places.get(name).copied()).collect()
    }

    fn df(&self, place: usize) -> f64 {
        self.postings[place].len() as f64
    }

    fn smooth(&self, place: usize) -> f64 {
        ((1.0 + self.len() as f64) / (1.0 + self.df(place))).ln() + 1.0
    }

    /// How close each track is to a question, at least 0, in the order of the catalogue.
    pub fn scores(&self, baseline: Baseline, bag: &Bag) -> Vec<f64> {
        let n = self.len() as f64;
        match baseline {
            Baseline::Random => (0..self.len()).map(|row| chance(self.seed ^ bag.name, row as u64)).collect(),
            Baseline::Popularity => self.add_up(&(0..self.postings.len()).collect::<Vec<_>>(), |place| self.df(place)),
            Baseline::BinaryCosine => self.each(self.add_up(&bag.tags, |_| 1.0), |row, shared| {
                shared / (bag.size as f64 * self.sizes[row]).sqrt()
            }),
            Baseline::Jaccard => self.each(self.add_up(&bag.tags, |_| 1.0), |row, shared| {
                shared / (bag.size as f64 + self.sizes[row] - shared)
            }),
            Baseline::IdfCosine => {
                let length = bag.tags.iter().map(|place| self.smooth(*place).powi(2)).sum::<f64>().sqrt();
                self.each(self.add_up(&bag.tags, |place| self.smooth(place).powi(2)), |row, shared| {
                    shared / (length * self.lengths[row])
                })
            }
            Baseline::Bm25 => {
                let mean = self.sizes.iter().sum::<f64>() / n;
                let (k1, b) = BM25;
                let idf = |place| (1.0 + (n - self.df(place) + 0.5) / (self.df(place) + 0.5)).ln();
                self.each(self.add_up(&bag.tags, idf), |row, shared| {
                    shared * (k1 + 1.0) / (1.0 + k1 * (1.0 - b + b * self.sizes[row] / mean))
                })
            }
            Baseline::IdfDot => self.add_up(&bag.tags, |place| (n / self.df(place)).ln()),
            Baseline::MoodOnly => self.affects.iter().map(|own| closeness(bag.affect, *own)).collect(),
        }
    }

    fn add_up(&self, tags: &[usize], weight: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.len()];
        for place in tags {
            let weight = weight(*place);
            self.postings[*place].iter().for_each(|row| sums[*row as usize] += weight);
        }
        sums
    }

    fn each(&self, mut sums: Vec<f64>, finish: impl Fn(usize, f64) -> f64) -> Vec<f64> {
        for (row, sum) in sums.iter_mut().enumerate().filter(|(_, sum)| **sum > 0.0) {
            *sum = finish(row, *sum);
        }
        sums
    }
}

/// `exp(-distance^2 / (2 width^2))` on the circumplex over the axes that are asked for; 0 where either side is unknown.
fn closeness(asked: Option<(Option<f64>, Option<f64>)>, own: Option<Affect>) -> f64 {
    let (Some((valence, arousal)), Some(own)) = (asked, own) else { return 0.0 };
    let square = |asked: Option<f64>, own: f64| asked.map_or(0.0, |asked| (asked - own).powi(2));
    let distance = square(valence, own.valence.value()) + square(arousal, own.arousal.value());
    (-distance / (2.0 * WIDTH * WIDTH)).exp()
}

fn resolved(facet: Facet, tag: &Tag, vocabulary: &Vocabulary) -> Tag {
    vocabulary.resolve(facet, tag).map_or_else(|| tag.clone(), |at| vocabulary.term(at).tag.clone())
}

/// Every tag of a track once, the tempo term among them.
pub(crate) fn names(track: &Track, vocabulary: &Vocabulary) -> Vec<(Facet, Tag)> {
    let tagged = Facet::ALL.into_iter().flat_map(|facet| track.tags(facet).iter().map(move |t| (facet, &t.tag)));
    let tempo = track.tempo.iter().map(|tag| (Facet::Tempo, tag));
    let mut names: Vec<_> = tagged.chain(tempo).map(|(facet, tag)| (facet, resolved(facet, tag, vocabulary))).collect();
    names.sort();
    names.dedup();
    names
}

/// FNV-1a.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A number above 0 and at most 1 for a place, the same every time (SplitMix64).
pub(crate) fn chance(seed: u64, place: u64) -> f64 {
    let mut z = seed.wrapping_add((place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (((z ^ (z >> 31)) >> 11) + 1) as f64 / (1_u64 << 53) as f64
}
