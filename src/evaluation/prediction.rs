//! Tag prediction: what a track is about, foretold from how it sounds by asking its neighbours.
//!
//! Themes are hidden; genre and instrumentation tags alone say which training tracks are near. Each near track votes for its themes. A theme's score
//! over all held-out tracks is held against who carries it: the areas under the two curves, averaged over the themes (macro).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::{Error, ErrorKind};
use crate::evaluation::bags::{Bags, names};
use crate::evaluation::bootstrap::{Interval, Resamples};
use crate::evaluation::dataset::{DataSet, Group, renumbered};
use crate::evaluation::metrics::{Areas, Curve};
use crate::evaluation::regression;
use crate::evaluation::system::System;
use crate::evaluation::voting::{Prophet, Voting};
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
use crate::settings::Settings;

/// Training and held-out tracks, each with at least one theme.
#[derive(Debug)]
pub struct Task {
    vocabulary: Arc<Vocabulary>,
    /// Without their themes, so that nothing can look at them.
    train: Catalogue,
    held_out: Vec<Track>,
    train_labels: Vec<Vec<usize>>,
    themes: Vec<Tag>,
    curves: Vec<Vec<bool>>,
    /// For each held-out track, which of the distinct tag sets it carries; and one track for each of those.
    sets: Vec<usize>,
    examples: Vec<usize>,
    /// For each training track, how many of its artist carry the same tags, itself among them.
    alike: Vec<f64>,
    /// The tags of each training track and of each example, numbered; how many there are.
    train_tags: Vec<Vec<usize>>,
    example_tags: Vec<Vec<usize>>,
    tags: usize,
    clusters: Vec<usize>,
}

/// How near each training track is to a track.
type Similarities<'t> = Box<dyn Fn(&Track) -> Vec<f64> + 't>;

/// What one system foretells.
#[derive(Debug)]
pub struct Foretold {
    curves: Vec<Curve>,
}

impl Task {
    /// Takes training and held-out tracks; those without a theme are left out, as in MTG-Jamendo's mood/theme subset. A theme is evaluated when some
    /// training track and some held-out track carry it.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] when nothing is left to learn from or to foretell.
    pub fn new(
        data: &DataSet,
        vocabulary: Arc<Vocabulary>,
        train: &[TrackIndex],
        held: &[TrackIndex],
    ) -> Result<Self, Error> {
        let themed = |tracks: &[TrackIndex]| -> Vec<TrackIndex> {
            tracks.iter().copied().filter(|at| !data.catalogue.track(*at).theme.is_empty()).collect()
        };
        let (train, held) = (themed(train), themed(held));
        let carried = |tracks: &[TrackIndex]| -> BTreeSet<Tag> {
            tracks.iter().flat_map(|at| data.catalogue.track(*at).theme.iter().map(|t| t.tag.clone())).collect()
        };
        let themes: Vec<Tag> = carried(&train).intersection(&carried(&held)).cloned().collect();
        if themes.is_empty() {
            let message = "no theme is carried by a training track and by a held-out one";
            return Err(Error::new(ErrorKind::Argument, message));
        }
        let places: HashMap<&Tag, usize> = themes.iter().enumerate().map(|(i, tag)| (tag, i)).collect();
        let labels = |at: &TrackIndex| -> Vec<usize> {
            let mut own: Vec<usize> =
                data.catalogue.track(*at).theme.iter().filter_map(|t| places.get(&t.tag).copied()).collect();
            own.sort_unstable();
            own.dedup();
            own
        };
        let bare = |at: &TrackIndex| {
            let mut track = data.catalogue.track(*at).clone();
            track.theme.clear();
            track
        };
        let held_labels: Vec<Vec<usize>> = held.iter().map(labels).collect();
        let curves = (0..themes.len()).map(|t| held_labels.iter().map(|own| own.contains(&t)).collect()).collect();
        let held_out: Vec<Track> = held.iter().map(bare).collect();
        let mut numbers = BTreeMap::new();
        let mut examples = Vec::new();
        let mut sets = Vec::with_capacity(held_out.len());
        for (i, track) in held_out.iter().enumerate() {
            let next = numbers.len();
            let set = *numbers.entry(fingerprint(track)).or_insert(next);
            if set == next {
                examples.push(i);
            }
            sets.push(set);
        }
        let clusters = data.clusters();
        let train_bare: Vec<Track> = train.iter().map(bare).collect();
        let mut numbers = BTreeMap::new();
        let tags = |track: &Track| names(track, &vocabulary);
        for tag in train_bare.iter().flat_map(tags) {
            let next = numbers.len();
            numbers.entry(tag).or_insert(next);
        }
        let numbered =
            |track: &Track| -> Vec<usize> { tags(track).iter().filter_map(|tag| numbers.get(tag).copied()).collect() };
        let train_tags = train_bare.iter().map(numbered).collect();
        let example_tags = examples.iter().map(|i| numbered(&held_out[*i])).collect();
        let tags = numbers.len();
        Ok(Self {
            train_labels: train.iter().map(labels).collect(),
            alike: alike(data, &train),
            train: Catalogue::new(train_bare)?,
            vocabulary,
            train_tags,
            example_tags,
            tags,
            held_out,
            themes,
            curves,
            sets,
            examples,
            clusters: renumbered(held.iter().map(|at| clusters[at.index()])),
        })
    }

    /// How many training tracks, held-out tracks and themes there are.
    pub fn sizes(&self) -> (usize, usize, usize) {
        (self.train.len(), self.held_out.len(), self.themes.len())
    }

    /// What is foretold; `settings` are the engine's, `seed` orders chance.
    pub fn foretell(&self, prophet: Prophet, settings: &Settings, seed: u64) -> Foretold {
        let by_set = match prophet {
            Prophet::Neighbours(system, voting) => self.voted(system, settings, &voting, seed),
            Prophet::Regression => self.regressed(),
        };
        let curve = |t: usize| {
            // What differs by less than the rounding of a sum is equal.
            let scores: Vec<f64> = self.sets.iter().map(|set| (by_set[*set][t] * 1e9).round()).collect();
            Curve::new(&scores, self.curves[t].clone())
        };
        Foretold { curves: (0..self.themes.len()).map(curve).collect() }
    }

    /// How each example's log-odds come out.
    fn regressed(&self) -> Vec<Vec<f64>> {
        let theme = |t: usize| {
            let labels: Vec<bool> = self.train_labels.iter().map(|own| own.contains(&t)).collect();
            regression::fit(&self.train_tags, &labels, self.tags, regression::RIDGE)
        };
        let weights: Vec<Vec<f64>> = (0..self.themes.len()).map(theme).collect();
        let margins = |tags: &Vec<usize>| weights.iter().map(|w| regression::margin(w, tags)).collect();
        self.example_tags.iter().map(margins).collect()
    }

    /// What the vote of a system's neighbours says of each example.
    fn voted(&self, system: System, settings: &Settings, voting: &Voting, seed: u64) -> Vec<Vec<f64>> {
        let similarities: Similarities<'_> = match system {
            System::Ours => {
                let features = Features::new(Arc::clone(&self.vocabulary), &self.train, settings.weighting);
                Box::new(move |track| {
                    let Some(vector) = features.encoder().encode(track) else {
                        return vec![0.0; features.len()];
                    };
                    let dense = vector.to_dense(features.width()).to_vec();
                    let all = (0..features.len()).map(|i| TrackIndex(i as u32));
                    all.map(|at| features.row(at).map_or(0.0, |own| own.row().dot(&dense))).collect()
                })
            }
            System::Plain(baseline) => {
                let bags = Bags::new(&self.train, &self.vocabulary, seed);
                Box::new(move |track| bags.scores(baseline, &bags.of_track(track, &self.vocabulary)))
            }
        };
        let weights: Vec<f64> = self.alike.iter().map(|n| n.powf(-voting.duplicates)).collect();
        let prior = self.prior(&weights);
        let related = self.related(voting.related);
        let single = self.single(voting.single, &weights, &prior);
        let examples = self.examples.iter().zip(&self.example_tags);
        examples
            .map(|(i, tags)| {
                let votes = self.votes(similarities(&self.held_out[*i]), &weights, &prior, voting);
                told_singly(spread(&votes, &related), tags, &single)
            })
            .collect()
    }

    /// By tag, then theme: `strength` times the logarithm of how many times likelier a tag makes a theme; empty for a strength of 0.
    fn single(&self, strength: f64, weights: &[f64], prior: &[f64]) -> Vec<Vec<f64>> {
        // As many tracks of the usual make-up are added to those of each tag, so that a rare tag says little.
        const USUAL: f64 = 5.0;
        if strength <= 0.0 {
            return Vec::new();
        }
        let mut carried = vec![(0.0, vec![0.0; prior.len()]); self.tags];
        for ((tags, own), weight) in self.train_tags.iter().zip(&self.train_labels).zip(weights) {
            for tag in tags {
                let (all, of_theme) = &mut carried[*tag];
                *all += weight;
                own.iter().for_each(|t| of_theme[*t] += weight);
            }
        }
        let lift = |all: f64, of_theme: f64, prior: f64| (of_theme + USUAL * prior) / (all + USUAL) / prior;
        let row = |(all, of_theme): (f64, Vec<f64>)| {
            of_theme.iter().zip(prior).map(|(own, prior)| strength * lift(all, *own, *prior).ln()).collect()
        };
        carried.into_iter().map(row).collect()
    }

    /// The share of the weight of all training tracks that carries each theme, above 0.
    fn prior(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.themes.len()];
        for (own, weight) in self.train_labels.iter().zip(weights) {
            own.iter().for_each(|t| sums[*t] += weight);
        }
        let all: f64 = weights.iter().sum();
        sums.into_iter().map(|sum| sum / all).collect()
    }

    /// How many times likelier than among all tracks each theme is among the neighbours; 1 for all where there are none.
    fn votes(&self, mut near: Vec<f64>, weights: &[f64], prior: &[f64], voting: &Voting) -> Vec<f64> {
        let mut sorted: Vec<f64> = near.iter().copied().filter(|s| *s > 0.0).collect();
        if voting.neighbours < sorted.len() {
            let (_, least, _) =
                sorted.select_nth_unstable_by(voting.neighbours.saturating_sub(1), |a, b| b.total_cmp(a));
            // Equal but for rounding is equal.
            let least = *least - 1e-9;
            near.iter_mut().filter(|s| **s < least).for_each(|s| *s = 0.0);
        }
        let (mut sums, mut all) = (vec![0.0; prior.len()], 0.0);
        for (i, similarity) in near.iter().enumerate().filter(|(_, s)| **s > 0.0) {
            let vote = weights[i] * similarity.powf(voting.sharpness);
            self.train_labels[i].iter().for_each(|t| sums[*t] += vote);
            all += vote;
        }
        if all <= 0.0 {
            return vec![1.0; prior.len()];
        }
        sums.iter().zip(prior).map(|(sum, prior)| sum / all / prior).collect()
    }

    /// `strength` times the cosine of who carries each pair of themes in training, 0 on the diagonal; empty for a strength of 0.
    fn related(&self, strength: f64) -> Vec<Vec<f64>> {
        if strength <= 0.0 {
            return Vec::new();
        }
        let n = self.themes.len();
        let mut both = vec![vec![0.0; n]; n];
        for own in &self.train_labels {
            for a in own {
                own.iter().for_each(|b| both[*a][*b] += 1.0);
            }
        }
        let of = |a: usize, b: usize| {
            if a == b { 0.0 } else { strength * both[a][b] / (both[a][a] * both[b][b]).sqrt() }
        };
        (0..n).map(|a| (0..n).map(|b| of(a, b)).collect()).collect()
    }

    /// The draws of held-out tracks, an artist at a time.
    pub fn resamples(&self, count: usize, seed: u64) -> Resamples {
        Resamples::new(&self.clusters, count, seed)
    }
}

fn spread(votes: &[f64], related: &[Vec<f64>]) -> Vec<f64> {
    let gain = |t: usize| -> f64 { related.get(t).map_or(0.0, |row| row.iter().zip(votes).map(|(r, v)| r * v).sum()) };
    votes.iter().enumerate().map(|(t, vote)| vote + gain(t)).collect()
}

/// Votes multiplied by what each tag says by itself.
fn told_singly(votes: Vec<f64>, tags: &[usize], single: &[Vec<f64>]) -> Vec<f64> {
    /// Where nobody votes for a theme the tags still order it.
    const LEAST: f64 = 1e-6;
    if single.is_empty() {
        return votes;
    }
    let told = |t: usize| tags.iter().map(|tag| single[*tag][t]).sum::<f64>().exp();
    votes.into_iter().enumerate().map(|(t, vote)| vote.max(LEAST) * told(t)).collect()
}

/// What distinguishes the tags of two tracks: genre and instrumentation with their confidence, and the tempo.
fn fingerprint(track: &Track) -> (Vec<(Facet, Tag, u64)>, Option<u64>) {
    let tagged = Facet::ALL.into_iter().flat_map(|facet| {
        track.tags(facet).iter().map(move |t| (facet, t.tag.clone(), t.confidence.value().to_bits()))
    });
    let mut all: Vec<_> = tagged.chain(track.tempo.iter().map(|tag| (Facet::Tempo, tag.clone(), 0))).collect();
    all.sort();
    (all, track.bpm.map(|bpm| bpm.value().to_bits()))
}

/// How many of a track's artist carry the same tags; of its album, where the artist is unknown.
fn alike(data: &DataSet, tracks: &[TrackIndex]) -> Vec<f64> {
    let (albums, artists) = (data.groups(Group::Album), data.groups(Group::Artist));
    let keys: Vec<_> = tracks
        .iter()
        .map(|at| {
            let mut bare = data.catalogue.track(*at).clone();
            bare.theme.clear();
            let artist = artists[at.index()].first().copied();
            let album = albums[at.index()].first().copied().filter(|_| artist.is_none());
            // A track of which neither is known is like itself alone.
            let alone = (album.is_none() && artist.is_none()).then_some(*at);
            (artist, album, alone, fingerprint(&bare))
        })
        .collect();
    let mut counts: HashMap<&_, f64> = HashMap::new();
    keys.iter().for_each(|key| *counts.entry(key).or_default() += 1.0);
    keys.iter().map(|key| counts[key]).collect()
}

impl Foretold {
    /// The areas of each theme under a weighting of the held-out tracks, averaged over the themes that some but not all carry.
    pub fn macro_areas(&self, weights: &[f64]) -> Areas {
        let areas: Vec<Areas> = self.curves.iter().filter_map(|curve| curve.areas(weights)).collect();
        let mean = |of: fn(&Areas) -> f64| areas.iter().map(of).sum::<f64>() / areas.len().max(1) as f64;
        Areas { roc: mean(|a| a.roc), pr: mean(|a| a.pr) }
    }

    /// The areas with every held-out track counted once, and those of every draw.
    pub fn measured(&self, held_out: usize, resamples: &Resamples) -> (Areas, Vec<Areas>) {
        (self.macro_areas(&vec![1.0; held_out]), resamples.iter().map(|weights| self.macro_areas(weights)).collect())
    }
}

/// The interval of a measure of the areas, and of how far it is ahead of another's.
pub fn intervals(
    own: &(Areas, Vec<Areas>),
    other: &(Areas, Vec<Areas>),
    of: fn(&Areas) -> f64,
) -> (Interval, Interval) {
    let lead = own.1.iter().zip(&other.1).map(|(a, b)| of(a) - of(b)).collect();
    (Interval::of(of(&own.0), own.1.iter().map(of).collect()), Interval::of(of(&own.0) - of(&other.0), lead))
}
