//! Explanations as sentences, in English and in Korean. Whoever prints them makes them safe for where they go: titles are in them as they are.

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::explanation::contrast::{Contrast, Weighed};
use crate::explanation::reason::{Explanation, Holder, Reason, Side};
pub use crate::explanation::telling::Language;
use crate::explanation::telling::{Said, matched, pair, tempo};
use crate::explanation::{english, korean};
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
use crate::query::Query;
use crate::query::mood::wish::Mood;

/// What an explanation is about, and the language to say it in.
///
/// ```
/// use ost::explanation::sentence::{Language, Speaker};
/// use ost::{Query, Recommender};
/// let recommender = Recommender::embedded();
/// let (a, b) = (recommender.find("whispers in the rain")?, recommender.find("fleeting moments")?);
/// let query = Query::new().like(a);
/// let why = recommender.explain(&query, b).expect("both are tagged");
/// let speaker = Speaker::new(Language::English, recommender.features(), recommender.catalogue());
/// assert!(speaker.explained(&query, b, &why).ends_with('.'));
/// # Ok::<(), ost::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'a> {
    language: Language,
    features: &'a Features,
    catalogue: &'a Catalogue,
}

impl<'a> Speaker<'a> {
    /// One who speaks of the tracks of a catalogue.
    pub fn new(language: Language, features: &'a Features, catalogue: &'a Catalogue) -> Self {
        Self { language, features, catalogue }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The catalogue it speaks of.
    pub fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    fn vocabulary(&self) -> &'a Vocabulary {
        self.features.encoder().vocabulary()
    }

    fn is_korean(&self) -> bool {
        self.language == Language::Korean
    }

    /// A track's title in quotes: in Korean the Korean one where there is one.
    pub fn title(&self, at: TrackIndex) -> String {
        let title = self.bare_title(at);
        if self.is_korean() { korean::quoted(title) } else { english::quoted(title) }
    }

    fn bare_title(&self, at: TrackIndex) -> &'a str {
        let track = self.catalogue.track(at);
        let korean = track.title_ko.as_ref().filter(|_| self.is_korean());
        korean.unwrap_or(&track.title).as_str()
    }

    /// A tag's name.
    pub fn tag(&self, facet: Facet, tag: &str) -> String {
        let term = Tag::new(tag).ok().and_then(|tag| self.vocabulary().resolve(facet, &tag));
        let korean = term.and_then(|at| self.vocabulary().term(at).ko.as_ref()).filter(|_| self.is_korean());
        korean.map_or(tag, Tag::as_str).to_owned()
    }

    /// The name of a facet or of the mood.
    pub fn side(&self, side: Side) -> &'static str {
        let facet = match side {
            Side::Mood => return if self.is_korean() { "분위기" } else { "mood" },
            Side::Facet(facet) | Side::Unwanted(facet) => facet,
        };
        if self.is_korean() { ["장르", "빠르기", "악기", "주제"][facet.index()] } else { facet.name() }
    }

    /// How fast a track is, in words and where it was measured in beats per minute; none where nothing is known.
    pub fn tempo(&self, at: TrackIndex) -> Option<String> {
        let track: &Track = self.catalogue.track(at);
        let term = tempo(self.vocabulary(), track).map(|said| self.tag(Facet::Tempo, &said.tag));
        let bpm = track.bpm.map(|bpm| format!("{:.0} bpm", bpm.value()));
        let said: Vec<String> = [term, bpm].into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(", "))
    }

    /// A reason as a label: its tag, with the tags it ties.
    pub fn label(&self, reason: &Reason) -> String {
        self.named(reason.side, &reason.tag, reason.ties.as_ref().map(|ties| (&ties.asked[..], &ties.track[..])))
    }

    /// A weighed reason as a label.
    pub fn weighed(&self, weighed: &Weighed) -> String {
        self.named(weighed.side, &weighed.tag, None)
    }

    fn named(&self, side: Side, tag: &str, ties: Option<(&[String], &[String])>) -> String {
        let korean = self.is_korean();
        match (side, tag) {
            (Side::Mood, "valence") => if korean { "밝기" } else { "how bright it is" }.into(),
            (Side::Mood, "arousal") => if korean { "세기" } else { "how energetic it is" }.into(),
            (Side::Mood, _) => if korean { "알 수 없는 분위기" } else { "its mood, which is unknown" }.into(),
            (Side::Facet(Facet::Tempo), "tempo") => if korean { "빠르기" } else { "the tempo" }.into(),
            (Side::Unwanted(facet), tag) if korean => format!("바라지 않은 {}", self.tag(facet, tag)),
            (Side::Unwanted(facet), tag) => format!("unwanted {}", self.tag(facet, tag)),
            (Side::Facet(facet), tag) => {
                let name = self.tag(facet, tag);
                let Some((asked, track)) = ties else { return name };
                let names =
                    |tags: &[String]| tags.iter().map(|tag| self.tag(facet, tag)).collect::<Vec<_>>().join(", ");
                format!("{name} ({} ~ {})", names(asked), names(track))
            }
        }
    }

    /// Why a track answers a question, in a sentence or a few.
    pub fn explained(&self, query: &Query, track: TrackIndex, why: &Explanation) -> String {
        let title = self.bare_title(track);
        match (&query.mood, query.likes.as_slice()) {
            (None, [seed]) => {
                let telling = pair(self.features, self.catalogue, *seed, track, why);
                let seed = self.bare_title(*seed);
                if self.is_korean() {
                    korean::pair(&telling, seed, title)
                } else {
                    english::pair(&telling, seed, title)
                }
            }
            (None, seeds) => self.several(seeds, track, why),
            (Some(mood), _) => {
                let matched = matched(self.features, why, |_| true);
                let axes = self.axes(mood, track);
                if self.is_korean() {
                    korean::mood(&matched, &axes, title)
                } else {
                    english::mood(&matched, &axes, title)
                }
            }
        }
    }

    fn speed(&self, at: TrackIndex) -> Option<Said> {
        tempo(self.vocabulary(), self.catalogue.track(at))
    }

    fn several(&self, seeds: &[TrackIndex], track: TrackIndex, why: &Explanation) -> String {
        let title = self.bare_title(track);
        // A broader tag may tie this track to one favourite by one tag and to the next by another: only what all carry themselves is all's.
        let from =
            |reason: &Reason, seed: &TrackIndex| reason.seeds.iter().any(|(at, share)| at == seed && *share > 0.0);
        let common = |reason: &Reason| {
            reason.ties.is_none() && seeds.iter().all(|seed| from(reason, seed) && self.carries(*seed, reason))
        };
        let mut all = matched(self.features, why, common);
        if seeds.iter().all(|seed| self.speed(*seed).is_some() && self.speed(*seed) == self.speed(track)) {
            all.tempo = self.speed(track);
        }
        let each: Vec<_> = seeds
            .iter()
            .map(|seed| {
                let own = |reason: &Reason| reason.ties.is_none() && !common(reason) && self.carries(*seed, reason);
                (self.bare_title(*seed).to_owned(), matched(self.features, why, own))
            })
            .collect();
        if self.is_korean() {
            korean::several(&all, &each, title, seeds.len())
        } else {
            english::several(&all, &each, title, seeds.len())
        }
    }

    fn carries(&self, at: TrackIndex, reason: &Reason) -> bool {
        let (Side::Facet(facet), Ok(tag)) = (reason.side, Tag::new(&reason.tag)) else { return false };
        let encoder = self.features.encoder();
        let wanted = encoder.dimension(facet, &tag);
        let mut own = self.catalogue.track(at).tags(facet).iter().map(|tagged| encoder.dimension(facet, &tagged.tag));
        wanted.is_some() && own.any(|own| own == wanted)
    }

    /// How a track's mood compares with the one that was asked for, axis by axis.
    fn axes(&self, mood: &Mood, track: TrackIndex) -> Vec<String> {
        let Some(own) = self.features.affect(track) else { return Vec::new() };
        const NEAR: f64 = 0.15;
        let axis = |asked: Option<f64>, own: f64, words: [&'static str; 3]| {
            let place = asked.map(|asked| {
                if (own - asked).abs() <= NEAR {
                    1
                } else if own < asked {
                    0
                } else {
                    2
                }
            });
            place.map(|place| words[place].to_owned())
        };
        let words = if self.is_korean() {
            [
                ["바란 것보다 어둡다", "밝기는 바란 만큼이다", "바란 것보다 밝다"],
                ["바란 것보다 차분하다", "세기는 바란 만큼이다", "바란 것보다 강렬하다"],
            ]
        } else {
            [
                ["darker than asked", "about as bright as asked", "brighter than asked"],
                ["calmer than asked", "about as energetic as asked", "more energetic than asked"],
            ]
        };
        let valence = axis(mood.valence.map(|v| v.value()), own.affect.valence.value(), words[0]);
        let arousal = axis(mood.arousal.map(|a| a.value()), own.affect.arousal.value(), words[1]);
        valence.into_iter().chain(arousal).collect()
    }

    /// Why the first of two tracks ranks above the second, or the second above the first.
    pub fn contrasted(&self, contrast: &Contrast, first: TrackIndex, second: TrackIndex) -> String {
        const SPOKEN: usize = 3;
        let ahead = contrast.margin >= 0.0;
        let (leader, other) = if ahead { (first, second) } else { (second, first) };
        let (above, below) = if ahead { (contrast.first, contrast.second) } else { (contrast.second, contrast.first) };
        let (pro, con) =
            if ahead { (&contrast.in_favour, &contrast.against) } else { (&contrast.against, &contrast.in_favour) };
        let names = |list: &[Weighed]| {
            let loud = list.iter().filter(|weighed| weighed.share.abs() >= 0.0005).take(SPOKEN);
            loud.map(|weighed| self.weighed(weighed)).collect::<Vec<_>>()
        };
        let deciding: Vec<String> = contrast.deciding().iter().map(|weighed| self.weighed(weighed)).collect();
        let taken: f64 = contrast.deciding().iter().map(|weighed| weighed.share.abs()).sum();
        let words = Duel {
            leader: self.title(leader),
            other: self.title(other),
            scores: (above, below),
            pro: names(pro),
            con: names(con),
            deciding,
            overtaken: taken > contrast.margin.abs() + 1e-9,
        };
        if self.is_korean() { words.in_korean() } else { words.in_english() }
    }

    /// A tag as it stands in a sentence.
    pub(crate) fn said(&self, facet: Facet, tag: &str) -> String {
        let said = Said::new(self.vocabulary(), facet, tag);
        if self.is_korean() { said.korean } else { said.english }
    }

    /// Who holds a reason, where only one side does; none where both do.
    pub fn holder(&self, reason: &Reason, query: &Query, track: TrackIndex) -> Option<String> {
        let only = |name: String| if self.is_korean() { format!("{name} 쪽에만") } else { format!("only {name}") };
        match (reason.holder, query.likes.as_slice()) {
            (Holder::Both, _) => None,
            (Holder::Track, _) => Some(only(self.title(track))),
            (Holder::Asked, [seed]) => Some(only(self.title(*seed))),
            (Holder::Asked, _) => Some(if self.is_korean() { "바란 것" } else { "only asked for" }.to_owned()),
        }
    }
}

struct Duel {
    leader: String,
    other: String,
    scores: (f64, f64),
    pro: Vec<String>,
    con: Vec<String>,
    deciding: Vec<String>,
    /// Whether without the deciding reasons the other would be ahead, and not just level.
    overtaken: bool,
}

impl Duel {
    fn in_english(&self) -> String {
        let (leader, other) = (&self.leader, &self.other);
        if self.deciding.is_empty() {
            return format!("{leader} and {other} score the same ({:.3}).", self.scores.0);
        }
        let mut said = format!("{leader} ranks above {other} ({:.3} to {:.3}).", self.scores.0, self.scores.1);
        if !self.pro.is_empty() {
            said.push_str(&format!(" For it: {}.", english::listed(&self.pro)));
        }
        if !self.con.is_empty() {
            said.push_str(&format!(" For {other}: {}.", english::listed(&self.con)));
        }
        let then = if self.overtaken { format!("{other} would be ahead") } else { "the two would be level".to_owned() };
        let names = english::capitalised(&english::listed(&self.deciding));
        said.push_str(&match self.deciding.len() {
            1 => format!(" {names} alone decides it: without that, {then}."),
            2 => format!(" {names} together decide it: without both, {then}; without either one, not yet."),
            n => format!(
                " It takes {n} reasons together to decide it: without {}, {then}.",
                english::listed(&self.deciding)
            ),
        });
        said
    }

    fn in_korean(&self) -> String {
        let (leader, other) = (&self.leader, &self.other);
        if self.deciding.is_empty() {
            return format!("{leader} 쪽과 {other} 쪽은 점수가 같다 ({:.3}).", self.scores.0);
        }
        let mut said = format!("{leader} 쪽이 {other} 쪽보다 위다 ({:.3} 대 {:.3}).", self.scores.0, self.scores.1);
        if !self.pro.is_empty() {
            said.push_str(&format!(" {leader} 쪽에는 {} 유리하다.", korean::subject(&korean::listed(&self.pro))));
        }
        if !self.con.is_empty() {
            said.push_str(&format!(" {other} 쪽에는 {} 유리하다.", korean::subject(&korean::listed(&self.con))));
        }
        let then =
            if self.overtaken { format!("{other} 쪽이 앞선다") } else { "점수가 같아진다".to_owned() };
        let names = korean::listed(&self.deciding);
        said.push_str(&match self.deciding.len() {
            1 => format!(" {names} 하나로 순서가 정해진다: 그것이 없으면 {then}."),
            2 => format!(" {} 함께 순서를 정한다: 둘 다 없으면 {then}.", korean::subject(&names)),
            n => format!(" {n}가지가 함께 순서를 정한다: {} 모두 없으면 {then}.", korean::subject(&names)),
        });
        said
    }
}
