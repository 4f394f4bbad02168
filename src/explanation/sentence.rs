//! Explanations as sentences, in English and in Korean. Whoever prints them makes them safe for where they go: titles are in them as they are.

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::explanation::contrast::{Contrast, Weighed};
use crate::explanation::duel::{Advantage, Duel};
use crate::explanation::reason::{Explanation, Holder, Name, Reason, Side, Ties};
pub use crate::explanation::telling::Language;
use crate::explanation::telling::{Said, answering, matched, pair, tempo};
use crate::explanation::{english, korean, particles};
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
use crate::query::Query;

/// Shares below this are not worth a word.
const FAINTEST: f64 = 0.0005;

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
        self.named(reason.side, &reason.tag, reason.ties.as_ref())
    }

    /// A weighed reason as a label.
    pub fn weighed(&self, weighed: &Weighed) -> String {
        self.named(weighed.side, &weighed.tag, None)
    }

    fn named(&self, side: Side, tag: &str, ties: Option<&Ties>) -> String {
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
                let Some(Ties { asked, track }) = ties else { return name };
                let names = |tags: &[Name]| tags.iter().map(|tag| self.tag(facet, tag)).collect::<Vec<_>>().join(", ");
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
                let answering = answering(self.features, self.catalogue, mood, track, why);
                let likes: Vec<String> = query.likes.iter().map(|at| self.bare_title(*at).to_owned()).collect();
                if self.is_korean() {
                    korean::mood(&answering, &likes, title)
                } else {
                    english::mood(&answering, &likes, title)
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
                let mut shared = matched(self.features, why, own);
                if all.tempo.is_none() && self.speed(*seed) == self.speed(track) {
                    shared.tempo = self.speed(track);
                }
                (self.bare_title(*seed).to_owned(), shared)
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

    /// Why the first of two tracks ranks above the second for a question, or the second above the first.
    pub fn contrasted(&self, query: &Query, contrast: &Contrast, first: TrackIndex, second: TrackIndex) -> String {
        const SPOKEN: usize = 3;
        let ahead = contrast.margin >= 0.0;
        let (leader, other) = if ahead { (first, second) } else { (second, first) };
        let scores = if ahead { (contrast.first, contrast.second) } else { (contrast.second, contrast.first) };
        let (pro, con) =
            if ahead { (&contrast.in_favour, &contrast.against) } else { (&contrast.against, &contrast.in_favour) };
        let spoken = |list: &[Weighed]| {
            let loud = list.iter().filter(|weighed| weighed.share.abs() >= FAINTEST).take(SPOKEN);
            let (lost, gained): (Vec<&Weighed>, Vec<_>) =
                loud.partition(|weighed| matches!(weighed.side, Side::Unwanted(_)));
            let names = |list: &[&Weighed]| list.iter().map(|weighed| self.ground(weighed)).collect();
            Advantage { gained: names(&gained), lost: names(&lost) }
        };
        let taken: f64 = contrast.deciding().iter().map(|weighed| weighed.share.abs()).sum();
        let asked = match &query.mood {
            Some(mood) if !mood.text.is_empty() => Some(mood.text.clone()),
            Some(_) => None,
            None => {
                let titles = |tracks: &[TrackIndex]| {
                    let titles: Vec<String> = tracks.iter().map(|at| self.title(*at)).collect();
                    if self.is_korean() { korean::listed(&titles) } else { english::listed(&titles) }
                };
                let (liked, not) = (titles(&query.likes), titles(&query.dislikes));
                Some(match (query.dislikes.is_empty(), self.is_korean()) {
                    (true, _) => liked,
                    (false, true) => format!("{liked}({not} 제외)"),
                    (false, false) => format!("{liked}, but not {not}"),
                })
            }
        };
        let duel = Duel {
            asked: asked.filter(|asked| !asked.is_empty()),
            by_mood: query.mood.is_some(),
            leader: self.title(leader),
            other: self.title(other),
            scores,
            pro: spoken(pro),
            con: spoken(con),
            deciding: contrast.deciding().iter().map(|weighed| self.ground(weighed)).collect(),
            overtaken: taken > contrast.margin.abs() + 1e-9,
        };
        if self.is_korean() { duel.in_korean() } else { duel.in_english() }
    }

    /// A weighed reason inside a sentence.
    fn ground(&self, weighed: &Weighed) -> String {
        match (weighed.side, &*weighed.tag) {
            (Side::Facet(Facet::Genre), tag) if !self.is_korean() => {
                let genre = Said::new(self.vocabulary(), Facet::Genre, tag);
                format!("being {}", english::article(&english::noun(&genre, false)))
            }
            (Side::Facet(facet), tag) if tag != "tempo" => self.said(facet, tag),
            (Side::Mood, "valence") if !self.is_korean() => "its brightness".to_owned(),
            (Side::Mood, "arousal") if !self.is_korean() => "its energy".to_owned(),
            _ => self.weighed(weighed),
        }
    }

    /// A tag as it stands in a sentence.
    pub(crate) fn said(&self, facet: Facet, tag: &str) -> String {
        let said = Said::new(self.vocabulary(), facet, tag);
        if self.is_korean() { said.korean } else { said.english }
    }

    /// Who holds a reason, where only one side does; none where both do.
    pub fn holder(&self, reason: &Reason, query: &Query, track: TrackIndex) -> Option<String> {
        let korean = self.is_korean();
        let only = |name: String| if korean { format!("{name}에만") } else { format!("only {name}") };
        let unknown = |at: TrackIndex| {
            let title = self.title(at);
            if korean { format!("{} 알 수 없음", particles::topic(&title)) } else { format!("unknown of {title}") }
        };
        // Where nothing is known of a facet, nothing is known to be missing.
        let is_unknown = |at: TrackIndex| match reason.side {
            Side::Facet(Facet::Tempo) => self.tempo(at).is_none(),
            Side::Facet(facet) | Side::Unwanted(facet) => self.catalogue.track(at).tags(facet).is_empty(),
            Side::Mood => false,
        };
        match (reason.holder, query.likes.as_slice()) {
            (Holder::Both, _) => None,
            (Holder::Track, [seed]) if query.mood.is_none() && is_unknown(*seed) => Some(unknown(*seed)),
            (Holder::Track, _) => Some(only(self.title(track))),
            (Holder::Asked, _) if is_unknown(track) => Some(unknown(track)),
            (Holder::Asked, [seed]) if query.mood.is_none() => Some(only(self.title(*seed))),
            (Holder::Asked, _) if query.mood.is_none() => {
                Some(if korean { "좋아하는 곡에만" } else { "only the favourites" }.to_owned())
            }
            (Holder::Asked, []) => Some(if korean { "바랐으나 없음" } else { "asked for, missing" }.to_owned()),
            (Holder::Asked, _) => Some(if korean { "없음" } else { "missing" }.to_owned()),
        }
    }
}
