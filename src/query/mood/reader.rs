//! Reads a mood from words: longest phrase first.

use std::collections::HashMap;

use crate::catalogue::affect::Affect;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::fold::fold;
use crate::features::vocabulary::Vocabulary;
use crate::query::mood::lexicon::Lexicon;
use crate::query::mood::wish::{Ignored, Mood, Understood, Wish};

/// What a phrase means.
#[derive(Debug, Clone)]
struct Meaning {
    name: String,
    kind: String,
    affect: Option<Affect>,
    tags: Vec<(Facet, Tag, f64)>,
}

/// Reads moods by a lexicon and the names of a vocabulary.
#[derive(Debug, Clone)]
pub struct MoodReader {
    phrases: HashMap<String, Meaning>,
    longest: usize,
}

impl MoodReader {
    /// A reader of all words that the lexicon and the vocabulary hold; where both hold one, the lexicon's meaning counts.
    pub fn new(lexicon: &Lexicon, vocabulary: &Vocabulary) -> Self {
        let mut phrases = HashMap::new();
        for (_, term) in vocabulary.iter() {
            let affect = match (term.valence, term.arousal) {
                (Some(valence), Some(arousal)) if term.facet == Facet::Theme => Some(Affect { valence, arousal }),
                _ => None,
            };
            for name in std::iter::once(&term.tag).chain(&term.ko).chain(&term.aliases) {
                let meaning = Meaning {
                    name: term.tag.to_string(),
                    kind: "tag".into(),
                    affect,
                    tags: vec![(term.facet, term.tag.clone(), 1.0)],
                };
                phrases.entry(fold(name.as_str())).or_insert(meaning);
            }
        }
        for entry in lexicon.entries() {
            for form in entry.english.iter().chain(&entry.korean) {
                let meaning = Meaning {
                    name: entry.name.clone(),
                    kind: entry.kind.clone(),
                    affect: entry.affect,
                    tags: entry.tags.clone(),
                };
                phrases.insert(fold(form), meaning);
            }
        }
        let longest = phrases.keys().map(|p| p.split(' ').count()).max().unwrap_or(1);
        Self { phrases, longest }
    }

    /// Reads a mood. Words that mean nothing here are ignored, and said to be.
    pub fn read(&self, text: &str) -> Mood {
        let words: Vec<String> = fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        let mut mood = Mood { text: text.to_owned(), ..Mood::default() };
        let (mut points, mut tags) = (Vec::new(), 0.0);
        let mut at = 0;
        while at < words.len() {
            let found = (1..=self.longest.min(words.len() - at)).rev().find_map(|n| {
                let phrase = words[at..at + n].join(" ");
                self.phrases.get(&phrase).map(|meaning| (n, phrase, meaning))
            });
            let Some((n, phrase, meaning)) = found else {
                mood.ignored.push(Ignored { word: words[at].clone(), suggestion: None });
                at += 1;
                continue;
            };
            at += n;
            points.extend(meaning.affect);
            for (facet, tag, degree) in &meaning.tags {
                tags += degree;
                mood.wanted.push(Wish { facet: *facet, tag: tag.clone(), degree: *degree });
            }
            mood.understood.push(Understood {
                words: phrase,
                meaning: meaning.name.clone(),
                kind: meaning.kind.clone(),
                degree: 1.0,
            });
        }
        if !points.is_empty() {
            let n = points.len() as f64;
            let valence = points.iter().map(|p| p.valence.value()).sum::<f64>() / n;
            let arousal = points.iter().map(|p| p.arousal.value()).sum::<f64>() / n;
            let affect = Affect::clamped(valence, arousal);
            mood.valence = Some(affect.valence);
            mood.arousal = Some(affect.arousal);
            mood.feeling = n / (n + tags);
        }
        mood
    }
}
