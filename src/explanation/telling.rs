//! What is worth saying of an explanation, before any language: which shared tags, which differences. Nothing is chosen that is not so.

use std::cmp::Ordering;

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::explanation::reason::{Explanation, Holder, Name, Reason, Side};
use crate::features::Features;
use crate::features::vocabulary::{Term, TermIndex, Vocabulary};
use crate::query::filter::carries;
use crate::query::mood::wish::{Mood, Wish};

/// The languages that sentences are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

/// A tag, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) tag: String,
    /// As the vocabulary has it, in English.
    pub(crate) english: String,
    /// Whether that is the vocabulary's own phrase and not the bare tag.
    pub(crate) phrased: bool,
    pub(crate) korean: String,
}

impl Said {
    pub(crate) fn new(vocabulary: &Vocabulary, facet: Facet, tag: &str) -> Self {
        let at = Tag::new(tag).ok().and_then(|tag| vocabulary.resolve(facet, &tag));
        let term = at.map(|at| vocabulary.term(at));
        let phrase = term.and_then(|term| term.phrase.as_ref());
        let korean = term.and_then(|term| {
            term.phrase_ko.as_ref().map(|text| text.as_str()).or_else(|| term.ko.as_ref().map(Tag::as_str))
        });
        Self {
            tag: tag.to_owned(),
            english: phrase.map_or(tag, |phrase| phrase.as_str()).to_owned(),
            phrased: phrase.is_some(),
            korean: korean.unwrap_or(tag).to_owned(),
        }
    }
}

/// What is said of a track, or of several at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Portrait {
    pub(crate) genre: Option<Said>,
    pub(crate) tempo: Option<Said>,
    pub(crate) instruments: Vec<Said>,
    pub(crate) themes: Vec<Said>,
}

impl Portrait {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it has no lead voice: then it is a piece and not a song.
    pub(crate) fn is_instrumental(&self) -> bool {
        self.instruments.iter().any(|said| said.tag == INSTRUMENTAL)
    }
}

/// Different tags that a broader one ties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tied {
    pub(crate) asked: Vec<Said>,
    pub(crate) track: Vec<Said>,
    pub(crate) broader: Said,
}

/// What is worth saying of two tracks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Telling {
    /// What both are.
    pub(crate) both: Portrait,
    /// Whether that comes to little.
    pub(crate) faint: bool,
    pub(crate) tied: Vec<Tied>,
    /// What only the favourite is.
    pub(crate) asked: Portrait,
    /// What only the track is.
    pub(crate) track: Portrait,
}

/// What is worth saying of a track that is held against a mood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answering {
    /// What it has of what was asked.
    pub(crate) matched: Portrait,
    /// What it has of the favourites, where there are some beside the mood.
    pub(crate) liked: Portrait,
    /// What was asked that it does not have, with what it has of the same kind.
    pub(crate) instead: Vec<(Portrait, Portrait)>,
    /// What it has that was not wanted.
    pub(crate) unwanted: Vec<Unwanted>,
    /// Where nothing was asked for and something refused: what of that it is without.
    pub(crate) spared: Vec<(Facet, Said)>,
    /// And of which facets nothing tells whether it is.
    pub(crate) unknown: Vec<Facet>,
    /// What was asked and is missing, tempo aside.
    pub(crate) lacking: Portrait,
    /// The tempo that was asked and the other one that it has.
    pub(crate) speed: Option<(Said, Said)>,
    /// Its valence and its arousal next to what was asked of them.
    pub(crate) axes: [Option<Ordering>; 2],
}

/// What a track has that was not wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unwanted {
    Tag {
        facet: Facet,
        tag: Said,
        /// Whether only too much of it was refused.
        in_part: bool,
    },
    /// Its tempo, and the one that was refused where that is another.
    Tempo { own: Said, refused: Option<Said> },
}

/// The tag of a track that is a piece and not a song: what names it in words is that something is missing.
pub(crate) const INSTRUMENTAL: &str = "instrumental";

/// The most that is said of instruments and of themes.
const INSTRUMENTS: usize = 3;
/// A tempo that is refused takes at least this part of a score where it is worth a word: every tempo is a little near to every other.
const HARDLY: f64 = 0.15;

const THEMES: usize = 2;
/// A tie that adds less is not worth a clause.
const TIE: f64 = 0.02;
/// Two tracks that score less have little in common, whatever it is.
const FAINT: f64 = 0.1;
/// Values of valence or arousal that are no further apart sound the same.
const NEAR: f64 = 0.15;

/// What is worth saying of a favourite and a track.
pub(crate) fn pair(
    features: &Features,
    catalogue: &Catalogue,
    seed: TrackIndex,
    track: TrackIndex,
    why: &Explanation,
) -> Telling {
    let vocabulary = features.encoder().vocabulary();
    let tracks = [catalogue.track(seed), catalogue.track(track)];
    let tempi = tracks.map(|track| tempo(vocabulary, track));
    let said = |facet, reason: &Reason| Said::new(vocabulary, facet, &reason.tag);
    let mut telling = Telling { faint: why.score < FAINT, ..Telling::default() };
    for reason in &why.because {
        let Side::Facet(facet) = reason.side else { continue };
        let generic = reason.ties.is_some() && !tells(features, facet, &reason.tag);
        if facet == Facet::Tempo || generic || reason.holder != Holder::Both {
            continue;
        }
        add(&mut telling.both, facet, said(facet, reason), (INSTRUMENTS, THEMES));
        if let Some(ties) = reason.ties.as_ref().filter(|_| reason.share >= TIE && telling.tied.is_empty()) {
            let names = |tags: &[Name]| tags.iter().map(|tag| Said::new(vocabulary, facet, tag)).collect();
            telling.tied.push(Tied {
                asked: names(&ties.asked),
                track: names(&ties.track),
                broader: said(facet, reason),
            });
        }
    }
    if tempi[0] == tempi[1] {
        telling.both.tempo.clone_from(&tempi[0]);
    } else if let [Some(_), Some(_)] = &tempi {
        let [asked, track] = tempi;
        (telling.asked.tempo, telling.track.tempo) = (asked, track);
    }
    for reason in &why.despite {
        let Side::Facet(facet) = reason.side else { continue };
        // A facet of which nothing is known is no difference.
        let known = tracks.iter().all(|track| !track.tags(facet).is_empty());
        let portrait = match reason.holder {
            Holder::Asked => &mut telling.asked,
            Holder::Track => &mut telling.track,
            Holder::Both => continue,
        };
        if known && portrait.instruments.len() + portrait.themes.len() + usize::from(portrait.genre.is_some()) < 2 {
            add(portrait, facet, said(facet, reason), (1, 1));
        }
    }
    telling
}

/// What of a track was asked for, by the reasons that speak for it.
pub(crate) fn matched(features: &Features, why: &Explanation, only: impl Fn(&Reason) -> bool) -> Portrait {
    let vocabulary = features.encoder().vocabulary();
    let mut portrait = Portrait::default();
    for reason in why.gained().iter().filter(|reason| only(reason)) {
        let Side::Facet(facet) = reason.side else { continue };
        if facet != Facet::Tempo && reason.holder == Holder::Both {
            add(&mut portrait, facet, Said::new(vocabulary, facet, &reason.tag), (INSTRUMENTS, THEMES));
        }
    }
    portrait
}

/// What is worth saying of a track that is held against a mood.
pub(crate) fn answering(
    features: &Features,
    catalogue: &Catalogue,
    mood: &Mood,
    track: TrackIndex,
    why: &Explanation,
) -> Answering {
    let (vocabulary, own) = (features.encoder().vocabulary(), catalogue.track(track));
    // Beside a mood there may be favourites: what comes from them was not asked for by name.
    let wished = |reason: &Reason| {
        let term = |facet, tag: &str| Tag::new(tag).ok().and_then(|tag| vocabulary.resolve(facet, &tag));
        let above = |a: TermIndex, b| vocabulary.broader(a).iter().any(|(up, _)| *up == b);
        mood.wanted.iter().any(|wish| match (reason.side, term(wish.facet, wish.tag.as_str())) {
            (Side::Facet(facet), Some(wanted)) if facet == wish.facet => {
                term(facet, &reason.tag).is_some_and(|own| own == wanted || above(own, wanted) || above(wanted, own))
            }
            (Side::Facet(facet), None) => facet == wish.facet && reason.tag == wish.tag.as_str(),
            _ => false,
        })
    };
    // A flute answers whoever asks for woodwinds; whoever asks for an oboe gets a flute in its place.
    let answers = |reason: &Reason| reason.ties.as_ref().is_none_or(|ties| ties.asked.contains(&reason.tag));
    let mut answering = Answering {
        matched: matched(features, why, |reason| answers(reason) && wished(reason)),
        liked: matched(features, why, |reason| answers(reason) && !wished(reason)),
        ..Answering::default()
    };
    let speed = tempo(vocabulary, own);
    let same = |wish: &Wish, said: &Said| {
        let term = vocabulary.resolve(Facet::Tempo, &wish.tag);
        term.is_some() && term == Tag::new(&said.tag).ok().and_then(|tag| vocabulary.resolve(Facet::Tempo, &tag))
    };
    let has = |wish: &Wish| match (wish.facet, &speed) {
        (Facet::Tempo, Some(speed)) => same(wish, speed),
        (facet, _) => carries(own, facet, &wish.tag, vocabulary),
    };
    let known = |wish: &Wish| match wish.facet {
        Facet::Tempo => speed.is_some(),
        facet => !own.tags(facet).is_empty(),
    };
    if mood.wanted.iter().any(|wish| wish.facet == Facet::Tempo && has(wish)) {
        answering.matched.tempo.clone_from(&speed);
    }
    let met = |phrase: usize| mood.wanted.iter().any(|wish| wish.phrase == phrase && has(wish));
    let mut replaced = Vec::new();
    for reason in why.gained().iter().filter(|reason| reason.share >= TIE) {
        let (Side::Facet(facet), Some(ties)) = (reason.side, &reason.ties) else { continue };
        let unmet = |wish: &&Wish| wish.facet == facet && ties.asked.iter().any(|asked| *asked == wish.tag.as_str());
        let Some(wish) = mood.wanted.iter().filter(unmet).find(|wish| !met(wish.phrase)) else { continue };
        if !answering.instead.is_empty() || !tells(features, facet, &reason.tag) {
            continue;
        }
        let portrait = |tags: &[Name]| {
            let mut portrait = Portrait::default();
            for tag in tags {
                add(&mut portrait, facet, Said::new(vocabulary, facet, tag), (INSTRUMENTS, THEMES));
            }
            portrait
        };
        answering.instead.push((portrait(&ties.asked), portrait(&ties.track)));
        replaced.push(wish.phrase);
    }
    for (i, wish) in mood.wanted.iter().enumerate() {
        // Of a phrase, which says one thing in several ways, the way that was meant most; the first of equals.
        let most = |other: &Wish| other.phrase != wish.phrase || other.degree < wish.degree;
        let most = mood.wanted[..i].iter().all(most)
            && mood.wanted[i..].iter().all(|other| other.phrase != wish.phrase || other.degree <= wish.degree);
        if !most || met(wish.phrase) || replaced.contains(&wish.phrase) || !known(wish) {
            continue;
        }
        let said = Said::new(vocabulary, wish.facet, wish.tag.as_str());
        if wish.facet == Facet::Tempo {
            answering.speed = answering.speed.or(speed.clone().map(|own| (said, own)));
        } else {
            add(&mut answering.lacking, wish.facet, said, (THEMES, THEMES));
        }
    }
    for reason in &why.despite {
        match (reason.side, &speed) {
            (Side::Unwanted(Facet::Tempo), Some(speed)) => {
                let refused = || mood.unwanted.iter().filter(|wish| wish.facet == Facet::Tempo);
                // What is slower than slow is refused with it, and almost wholly.
                let lost = reason.share / (why.score + reason.share);
                if lost < HARDLY {
                    continue;
                }
                let wholly = refused().any(|wish| same(wish, speed) || lost > 0.75 * wish.degree);
                let other = refused().next().filter(|_| !wholly);
                let refused = other.map(|wish| Said::new(vocabulary, Facet::Tempo, wish.tag.as_str()));
                answering.unwanted.push(Unwanted::Tempo { own: speed.clone(), refused });
            }
            (Side::Unwanted(facet), _) => {
                let term = |tag: &Tag| vocabulary.resolve(facet, tag);
                let named = Tag::new(&reason.tag).ok();
                let is = |wish: &&Wish| {
                    let same =
                        |named: &Tag| *named == wish.tag || term(named).is_some_and(|at| Some(at) == term(&wish.tag));
                    wish.facet == facet && named.as_ref().is_some_and(same)
                };
                let mut refused = mood.unwanted.iter().filter(is).peekable();
                let in_part = refused.peek().is_some() && refused.all(|wish| mood.is_in_part(wish));
                let tag = Said::new(vocabulary, facet, &reason.tag);
                answering.unwanted.push(Unwanted::Tag { facet, tag, in_part });
            }
            _ => {}
        }
    }
    for reason in why.gained().iter().filter(|reason| reason.holder == Holder::Both) {
        let Side::Spared(facet) = reason.side else { continue };
        let is_known = if facet == Facet::Tempo { speed.is_some() } else { !own.tags(facet).is_empty() };
        if is_known {
            answering.spared.push((facet, Said::new(vocabulary, facet, &reason.tag)));
        } else if !answering.unknown.contains(&facet) {
            answering.unknown.push(facet);
        }
    }
    if let Some(own) = features.affect(track).map(|own| own.affect) {
        let axis = |asked: Option<f64>, own: f64| {
            asked.map(|asked| if (own - asked).abs() <= NEAR { Ordering::Equal } else { own.total_cmp(&asked) })
        };
        answering.axes = [
            axis(mood.valence.map(|v| v.value()), own.valence.value()),
            axis(mood.arousal.map(|a| a.value()), own.arousal.value()),
        ];
    }
    answering
}

fn add(portrait: &mut Portrait, facet: Facet, said: Said, (instruments, themes): (usize, usize)) {
    match facet {
        Facet::Genre => {
            portrait.genre.get_or_insert(said);
        }
        Facet::Tempo => {}
        Facet::Instrumentation if portrait.instruments.len() < instruments => portrait.instruments.push(said),
        Facet::Theme if portrait.themes.len() < themes => portrait.themes.push(said),
        Facet::Instrumentation | Facet::Theme => {}
    }
}

/// How fast a track feels: its term, or the term in whose range its beats per minute are.
pub(crate) fn tempo(vocabulary: &Vocabulary, track: &Track) -> Option<Said> {
    let term = match (&track.tempo, track.bpm) {
        (Some(term), _) => term.as_str(),
        (None, Some(bpm)) => {
            // The fastest tempo of all ends a range that no other begins.
            let range = |term: &Term| term.bpm.filter(|(slowest, fastest)| (slowest..=fastest).contains(&&bpm));
            let (_, term) = vocabulary.iter().filter(|(_, term)| range(term).is_some()).last()?;
            term.tag.as_str()
        }
        (None, None) => return None,
    };
    Some(Said::new(vocabulary, Facet::Tempo, term))
}

/// Whether fewer than half of the tracks carry a tag or a narrower one: that two tracks both have a voice tells nothing.
fn tells(features: &Features, facet: Facet, tag: &str) -> bool {
    let (encoder, n) = (features.encoder(), features.len());
    let dimension = Tag::new(tag).ok().and_then(|tag| encoder.dimension(facet, &tag));
    let half = encoder.weighting().idf.weight(n, n / 2);
    dimension.is_some_and(|d| encoder.idf(d) >= half)
}
