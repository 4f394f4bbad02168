//! Reads a mood from words: tokens, phrases, grammar, and what it all adds up to.

use crate::catalogue::affect::{Affect, Arousal, Valence};
use crate::catalogue::facet::{Facet, Tag};
use crate::features::vocabulary::{Term, Vocabulary};
use crate::query::mood::grammar::readings;
use crate::query::mood::lexicon::{Entry, Lexicon};
use crate::query::mood::matcher::Matcher;
use crate::query::mood::phrases::{Phrases, key};
use crate::query::mood::point::{Axis, Meaning, Point, weight};
use crate::query::mood::reading::{Polarity, Reading, Traits};
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
    /// How excited a tempo is.
    tempo: Option<f64>,
    /// Whether the lexicon knows it for a setting.
    setting: bool,
}

/// The arousal up to which a tempo is neither slow nor fast.
const MODERATE: f64 = 0.2;

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
            let tempo = term.arousal.filter(|_| term.facet == Facet::Tempo).map(Arousal::value);
            tags.push(TagMeaning {
                wish: (term.facet, term.tag.clone(), 1.0),
                affect: affect(term),
                broader,
                tempo,
                setting: false,
            });
        }
        // A scene is found by its name as well, unless the name is somebody's form.
        for (meaning, entry) in entries.iter().enumerate() {
            phrases.insert(&entry.name, meaning);
            if is_setting(&entry.kind)
                && let Some(named) = phrases.find(&key(&entry.name))
                && let Some(tag) = named.meaning.checked_sub(entries.len())
            {
                tags[tag].setting = true;
            }
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
        let (mut tempo, mut beside_tempo) = (Axis::default(), Point::default());
        for (phrase, reading) in readings.iter().enumerate() {
            let meaning = self.meaning(reading.concept.meaning);
            self.wish(&mut mood, phrase, reading, meaning, weight(reading) / heaviest);
            point.add(reading, meaning);
            match self.tempo(meaning).filter(|_| reading.polarity == Polarity::Wanted) {
                Some(own) => tempo.add(own, 1.0),
                None => beside_tempo.add(reading, meaning),
            }
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
        // "Fast and sad": who names a tempo says how lively it is to be, whatever the feeling beside it mostly is.
        if let (Some(tempo), Some(felt)) = (tempo.mean(), beside_tempo.arousal.mean())
            && tempo * felt < 0.0
            && tempo.abs() > MODERATE
        {
            mood.arousal = None;
        }
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
        let traits = |number: usize| {
            let meaning = self.meaning(number);
            let is_tempo = |(facet, _, _): &(Facet, Tag, f64)| *facet == Facet::Tempo;
            Traits {
                graded: matches!(meaning.kind, "mood" | "music") || meaning.tags.iter().any(is_tempo),
                setting: is_setting(meaning.kind)
                    || number.checked_sub(self.lexicon.entries().len()).is_some_and(|tag| self.tags[tag].setting),
                arousal: meaning.affect.map(|affect| affect.arousal.value()),
                valence: meaning.affect.map(|affect| affect.valence.value()),
                thing: thing(meaning),
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
                Meaning { name: &entry.name, kind: &entry.kind, affect, tags: &entry.tags }
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

    /// How excited the tempo is that a phrase names and nothing else; none where it names no tempo.
    fn tempo(&self, meaning: Meaning<'_>) -> Option<f64> {
        let full = || meaning.tags.iter().filter(|(_, _, degree)| *degree >= 1.0);
        let own = |(facet, tag, _): &(Facet, Tag, f64)| self.tags[self.number(*facet, tag)?].tempo;
        let all: Option<Vec<f64>> = full().map(own).collect();
        let all = all.filter(|all| !all.is_empty() && meaning.kind != "mood")?;
        Some(all.iter().sum::<f64>() / all.len() as f64)
    }

    /// The tempo that is neither slow nor fast.
    fn medium(&self) -> Option<&Tag> {
        let tempi = self.tags.iter().filter(|tag| tag.tempo.is_some_and(|tempo| tempo.abs() <= MODERATE));
        tempi.map(|tag| &tag.wish.1).next()
    }

    fn number(&self, facet: Facet, tag: &Tag) -> Option<usize> {
        self.tags.iter().position(|own| own.wish.0 == facet && own.wish.1 == *tag)
    }

    /// A form as the lexicon writes it, by its letters.
    fn form(&self, meaning: usize, letters: &str) -> String {
        let entry = self.lexicon.entries().get(meaning);
        let written = entry.and_then(|entry| entry.forms().find(|form| key(form) == letters));
        written.unwrap_or(letters).to_owned()
    }

    /// What one phrase asks for is not refused because another refuses that or what is broader: lonely, but not sad. The other kinds of it are.
    fn keep(&self, asked: &[&(Facet, Tag, f64)], mood: &mut Mood) {
        let mut kept = vec![false; self.tags.len()];
        let asked: Vec<usize> = asked.iter().filter_map(|(facet, tag, _)| self.number(*facet, tag)).collect();
        for at in &asked {
            kept[*at] = true;
            self.tags[*at].broader.iter().for_each(|up| kept[*up] = true);
        }
        let mut refused: Vec<Wish> = Vec::with_capacity(mood.unwanted.len());
        for wish in std::mem::take(&mut mood.unwanted) {
            let Some(at) = self.number(wish.facet, &wish.tag).filter(|at| kept[*at]) else {
                refused.push(wish);
                continue;
            };
            let others = self.tags.iter().enumerate().filter(|(other, tag)| {
                let of_asked = asked.iter().any(|asked| tag.broader.contains(asked));
                tag.broader.contains(&at) && !asked.contains(&at) && !kept[*other] && !of_asked
            });
            refused.extend(others.map(|(_, tag)| Wish { tag: tag.wish.1.clone(), ..wish.clone() }));
        }
        mood.unwanted = refused;
    }

    fn wish(&self, mood: &mut Mood, phrase: usize, reading: &Reading, meaning: Meaning<'_>, share: f64) {
        for (facet, tag, degree) in meaning.tags {
            let wish = |degree: f64| Wish { facet: *facet, tag: tag.clone(), degree: degree.min(1.0), phrase };
            match reading.polarity {
                Polarity::Wanted => mood.wanted.push(wish(degree * share)),
                // What is only also meant is not asked to stay away.
                Polarity::Limited if *degree >= 1.0 => {
                    mood.unwanted.push(wish(0.4));
                    // "Not too slow" is no wish for the fastest.
                    if meaning.kind == "tag"
                        && !reading.compared
                        && self.tempo(meaning).is_some_and(|tempo| tempo.abs() > MODERATE)
                        && let Some(medium) = self.medium()
                    {
                        mood.wanted.push(Wish { tag: medium.clone(), ..wish(share) });
                    }
                }
                Polarity::Unwanted if *degree >= 1.0 => mood.unwanted.push(wish(1.0)),
                _ => {}
            }
        }
    }
}

/// Whether a kind of entry says when, where or on what occasion a song is heard.
fn is_setting(kind: &str) -> bool {
    matches!(kind, "scene" | "season" | "weather" | "time" | "place" | "activity" | "person")
}

/// The facet of the instruments or genres that a phrase names, where it names nothing else.
fn thing(meaning: Meaning<'_>) -> Option<Facet> {
    let mut facets = meaning.tags.iter().filter(|(_, _, degree)| *degree >= 1.0).map(|(facet, _, _)| *facet);
    let first = facets.next().filter(|facet| matches!(facet, Facet::Genre | Facet::Instrumentation))?;
    (meaning.kind == "tag" && facets.all(|facet| facet == first)).then_some(first)
}

/// The feeling of a theme; an instrument's or a genre's is too faint to be asked for by naming it.
fn affect(term: &Term) -> Option<Affect> {
    match (term.valence, term.arousal) {
        (Some(valence), Some(arousal)) if term.facet == Facet::Theme => Some(Affect { valence, arousal }),
        _ => None,
    }
}
