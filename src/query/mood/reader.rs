//! Reads a mood from words: tokens, phrases, grammar, and what it all adds up to.

use crate::catalogue::affect::{Affect, Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::features::vocabulary::{Term, Vocabulary};
use crate::query::mood::grammar::{Polarity, Reading, Traits, readings};
use crate::query::mood::lexicon::{Entry, Lexicon};
use crate::query::mood::matcher::Matcher;
use crate::query::mood::phrases::{Phrases, key};
use crate::query::mood::spelling;
use crate::query::mood::tokens::tokens;
use crate::query::mood::wish::{Ignored, Mood, Understood, Wish};

/// Reads moods by a lexicon and the names of a vocabulary.
#[derive(Debug, Clone)]
pub struct MoodReader<'a> {
    lexicon: Lexicon<'a>,
    /// The vocabulary's tags; they follow the lexicon's entries in the numbering of meanings.
    tags: Vec<TagMeaning>,
    phrases: Phrases,
}

/// What a tag's names mean.
#[derive(Debug, Clone)]
struct TagMeaning {
    wish: (Facet, Tag, f64),
    affect: Option<Affect>,
    /// The numbers of the tags that are broader.
    broader: Vec<usize>,
}

/// What a phrase means.
#[derive(Clone, Copy)]
struct Meaning<'m> {
    name: &'m str,
    kind: &'m str,
    affect: Option<Affect>,
    tags: &'m [(Facet, Tag, f64)],
}

/// How much a feeling weighs beside tags where a phrase gives both: a word of mood is mostly feeling, a scene or a tag mostly what it shows.
const MOOD_FEELS: f64 = 1.0;
const SCENE_FEELS: f64 = 0.5;
const TAG_FEELS: f64 = 0.35;

/// The distance from their mean (root mean square) at which feelings count half beside tags: the mean of heartbroken and hopeful is felt by nobody
/// who says both, so a song is told by what it is about.
const APART: f64 = 0.7;

/// How a feeling that is not wanted moves the point, along its main axis: somewhat to the other side; one that is limited, to the middle.
const AWAY: f64 = -0.5;
const MIDDLE: f64 = -0.15;

impl<'a> MoodReader<'a> {
    /// A reader of all words that the lexicon and the vocabulary hold; where both hold one, the lexicon's meaning counts.
    pub fn new(lexicon: Lexicon<'a>, vocabulary: &Vocabulary) -> Self {
        let entries = lexicon.entries();
        let mut phrases = Phrases::with_capacity(entries.len() * 10 + vocabulary.len() * 6);
        for (meaning, entry) in entries.iter().enumerate() {
            entry.forms().for_each(|form| phrases.insert(form, meaning));
        }
        let mut tags = Vec::with_capacity(vocabulary.len());
        for (at, term) in vocabulary.iter() {
            for name in std::iter::once(&term.tag).chain(&term.ko).chain(&term.aliases) {
                phrases.insert(name.as_str(), entries.len() + tags.len());
            }
            let broader = vocabulary.broader(at).iter().map(|(up, _)| up.index()).collect();
            tags.push(TagMeaning { wish: (term.facet, term.tag.clone(), 1.0), affect: affect(term), broader });
        }
        // A scene is found by its name as well, unless the name is somebody's form.
        for (meaning, entry) in entries.iter().enumerate() {
            phrases.insert(entry.name, meaning);
        }
        Self { lexicon, tags, phrases }
    }

    /// The lexicon it reads by.
    pub fn lexicon(&self) -> &Lexicon<'a> {
        &self.lexicon
    }

    /// The entry that a word or a phrase is read as, by itself.
    pub fn entry(&self, text: &str) -> Option<&Entry<'a>> {
        let named = self.phrases.find(&key(text)).map(|found| found.meaning);
        let read = || match self.matched(text, |_| false).0.as_slice() {
            [reading] => Some(reading.concept.meaning),
            _ => None,
        };
        named.or_else(read).and_then(|meaning| self.lexicon.entries().get(meaning))
    }

    /// The known form nearest to a word, where one is near.
    pub fn suggest(&self, word: &str) -> Option<String> {
        spelling::nearest(&self.phrases, &key(word)).map(|near| self.form(near.found.meaning, &near.form))
    }

    /// Reads a mood. Words that mean nothing here are ignored, and said to be.
    pub fn read(&self, text: &str) -> Mood {
        self.read_beside(text, |_| false)
    }

    /// The same where some unknown words are names: who refuses one refuses nothing else.
    pub(crate) fn read_beside(&self, text: &str, is_name: impl Fn(&str) -> bool) -> Mood {
        let (readings, unknown, unread) = self.matched(text, is_name);
        let mut mood = Mood { text: text.to_owned(), unread, ..Mood::default() };
        mood.ignored = unknown
            .into_iter()
            .map(|(word, near)| {
                let suggestion = near.and_then(|near| Some(self.form(self.phrases.find(&near)?.meaning, &near)));
                Ignored { word, suggestion }
            })
            .collect();
        let mut point = Point::default();
        let heaviest = readings.iter().map(weight).fold(0.0, f64::max);
        let mut asked = Vec::new();
        for (phrase, reading) in readings.iter().enumerate() {
            let meaning = self.meaning(reading.concept.meaning);
            self.wish(&mut mood, phrase, reading, meaning, weight(reading) / heaviest);
            point.add(reading, meaning);
            if reading.polarity == Polarity::Wanted {
                asked.extend(meaning.tags.iter().filter(|(_, _, degree)| *degree >= 1.0));
            }
            mood.understood.push(Understood {
                words: reading.concept.text.clone(),
                meaning: meaning.name.to_owned(),
                kind: meaning.kind.to_owned(),
                degree: match reading.polarity {
                    Polarity::Wanted => reading.degree,
                    Polarity::Limited => -0.5,
                    Polarity::Unwanted => -1.0,
                },
                compared: reading.compared,
            });
        }
        self.keep(&asked, &mut mood);
        mood.valence = point.valence.mean().map(Valence::clamped);
        mood.arousal = point.arousal.mean().map(Arousal::clamped);
        mood.feeling = point.share();
        mood
    }

    #[allow(clippy::type_complexity)]
    fn matched(
        &self,
        text: &str,
        is_name: impl Fn(&str) -> bool,
    ) -> (Vec<Reading>, Vec<(String, Option<String>)>, usize) {
        let (tokens, unread) = tokens(text);
        let matcher = Matcher { phrases: &self.phrases, own: self.lexicon.entries().len() };
        let traits = |meaning: usize| {
            let meaning = self.meaning(meaning);
            let is_tempo = |(facet, _, _): &(Facet, Tag, f64)| *facet == Facet::Tempo;
            Traits {
                graded: matches!(meaning.kind, "mood" | "music") || meaning.tags.iter().any(is_tempo),
                valence: meaning.affect.map(|affect| affect.valence.value()),
                heard: meaning.kind != "mood"
                    && meaning.tags.iter().any(|(facet, _, degree)| {
                        matches!(facet, Facet::Genre | Facet::Instrumentation | Facet::Tempo) && *degree >= 1.0
                    }),
            }
        };
        let (readings, unknown) = readings(matcher.units(&tokens), traits, is_name);
        (readings, unknown, unread)
    }

    fn meaning(&self, number: usize) -> Meaning<'_> {
        let entries = self.lexicon.entries();
        match entries.get(number) {
            Some(entry) => {
                let affect = entry.affect.or_else(|| self.affect_of_tag(entry));
                Meaning { name: entry.name, kind: entry.kind, affect, tags: &entry.tags }
            }
            None => {
                let tag = &self.tags[number - entries.len()];
                Meaning {
                    name: tag.wish.1.as_str(),
                    kind: "tag",
                    affect: tag.affect,
                    tags: std::slice::from_ref(&tag.wish),
                }
            }
        }
    }

    /// More names of a tag feel as the tag does.
    fn affect_of_tag(&self, entry: &Entry<'_>) -> Option<Affect> {
        let (facet, name, _) = entry.tags.first().filter(|_| entry.kind == "tag")?;
        self.tags.iter().find(|tag| tag.wish.0 == *facet && tag.wish.1 == *name).and_then(|tag| tag.affect)
    }

    /// A form as the lexicon writes it, by its letters.
    fn form(&self, meaning: usize, letters: &str) -> String {
        let entry = self.lexicon.entries().get(meaning);
        let written = entry.and_then(|entry| entry.forms().find(|form| key(form) == letters));
        written.unwrap_or(letters).to_owned()
    }

    /// What one phrase asks for is not refused because another refuses that or what is broader: lonely, but not sad.
    fn keep(&self, asked: &[&(Facet, Tag, f64)], mood: &mut Mood) {
        let number =
            |facet: Facet, tag: &Tag| self.tags.iter().position(|own| own.wish.0 == facet && own.wish.1 == *tag);
        let mut kept = vec![false; self.tags.len()];
        for at in asked.iter().filter_map(|(facet, tag, _)| number(*facet, tag)) {
            kept[at] = true;
            self.tags[at].broader.iter().for_each(|up| kept[*up] = true);
        }
        mood.unwanted.retain(|wish| number(wish.facet, &wish.tag).is_none_or(|at| !kept[at]));
    }

    fn wish(&self, mood: &mut Mood, phrase: usize, reading: &Reading, meaning: Meaning<'_>, share: f64) {
        for (facet, tag, degree) in meaning.tags {
            let wish = |degree: f64| Wish { facet: *facet, tag: tag.clone(), degree: degree.min(1.0), phrase };
            match reading.polarity {
                Polarity::Wanted => mood.wanted.push(wish(degree * share)),
                // What is only also meant is not asked to stay away.
                Polarity::Limited if *degree >= 1.0 => mood.unwanted.push(wish(0.4)),
                Polarity::Unwanted if *degree >= 1.0 => mood.unwanted.push(wish(1.0)),
                _ => {}
            }
        }
    }
}

/// The feeling of a theme; an instrument's or a genre's is too faint to be asked for by naming it.
fn affect(term: &Term) -> Option<Affect> {
    match (term.valence, term.arousal) {
        (Some(valence), Some(arousal)) if term.facet == Facet::Theme => Some(Affect { valence, arousal }),
        _ => None,
    }
}

/// How much a phrase counts among all.
fn weight(reading: &Reading) -> f64 {
    match reading.polarity {
        Polarity::Wanted => reading.degree.sqrt() * reading.weight,
        Polarity::Limited | Polarity::Unwanted => 0.5 * reading.weight,
    }
}

/// The weighted mean and variance of one axis.
#[derive(Debug, Clone, Copy, Default)]
struct Axis {
    sum: f64,
    squares: f64,
    weight: f64,
}

impl Axis {
    fn add(&mut self, value: f64, weight: f64) {
        self.sum += value * weight;
        self.squares += value * value * weight;
        self.weight += weight;
    }

    fn mean(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }

    fn variance(self) -> f64 {
        self.mean().map_or(0.0, |mean| (self.squares / self.weight - mean * mean).max(0.0))
    }
}

/// What the phrases feel like together, and how much of them is feeling.
#[derive(Debug, Clone, Copy, Default)]
struct Point {
    valence: Axis,
    arousal: Axis,
    feeling: f64,
    all: f64,
}

impl Point {
    /// How much of the phrases is feeling, from 0 to 1: less, the further their feelings lie apart.
    fn share(&self) -> f64 {
        let agreed = 1.0 + (self.valence.variance() + self.arousal.variance()) / APART.powi(2);
        if self.all > 0.0 { self.feeling / self.all / agreed } else { 0.0 }
    }

    fn add(&mut self, reading: &Reading, meaning: Meaning<'_>) {
        let weight = weight(reading);
        let feels = match (meaning.affect, meaning.kind) {
            (None, _) => 0.0,
            (Some(_), "mood") => MOOD_FEELS,
            (Some(_), "tag") => TAG_FEELS,
            (Some(_), _) => SCENE_FEELS,
        };
        let shows = meaning.tags.iter().map(|(_, _, degree)| *degree).fold(0.0, f64::max);
        let share = feels / (feels + shows).max(1e-9);
        if reading.polarity == Polarity::Wanted || meaning.affect.is_some() {
            self.feeling += weight * share;
            self.all += weight;
        }
        let Some(affect) = meaning.affect else { return };
        let (valence, arousal) = (affect.valence.value(), affect.arousal.value());
        let weight = weight * share;
        match reading.polarity {
            Polarity::Wanted => {
                // "very sad" lies further out than "sad", "a bit sad" nearer to the middle.
                let reach = if reading.degree >= 1.0 {
                    1.0 + (reading.degree - 1.0) / 2.0
                } else {
                    0.25 + 0.75 * reading.degree
                };
                self.valence.add((valence * reach).clamp(-1.0, 1.0), weight);
                self.arousal.add((arousal * reach).clamp(-1.0, 1.0), weight);
            }
            Polarity::Limited | Polarity::Unwanted => {
                // Whoever wants nothing sad says nothing of how lively it should be.
                let by = if reading.polarity == Polarity::Unwanted { AWAY } else { MIDDLE };
                if valence.abs() >= arousal.abs() {
                    self.valence.add(valence * by, weight);
                } else {
                    self.arousal.add(arousal * by, weight);
                }
            }
        }
    }
}
