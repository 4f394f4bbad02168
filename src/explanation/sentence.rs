//! Explanations as sentences, in English and in Korean. Whoever prints them makes them safe for where they go: titles are in them as they are.

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::{Label, Track};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::explanation::contrast::{Contrast, Weighed};
use crate::explanation::duel::{Advantage, Duel, Then};
use crate::explanation::reason::{Explanation, Holder, Name, Reason, Side, Ties};
pub use crate::explanation::telling::Language;
use crate::explanation::telling::{Said, answering, matched, pair, tempo};
use crate::explanation::{english, korean, particles};
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
use crate::query::Query;

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

    /// A track's title in quotes: in Korean the Korean one where there is one. Nothing where the catalogue has no such place.
    pub fn title(&self, at: TrackIndex) -> String {
        if self.catalogue.get(at).is_none() {
            return String::new();
        }
        let title = self.bare_title(at);
        if self.is_korean() { korean::quoted(title) } else { english::quoted(title) }
    }

    /// The same, with what tells it from the others of one text that share its title: the drama, or else who sings, or else the id.
    pub(crate) fn told(&self, at: TrackIndex, among: &[TrackIndex]) -> String {
        let title = self.title(at);
        let same = |other: &&TrackIndex| **other != at && self.bare_title(**other) == self.bare_title(at);
        let twins: Vec<&Track> = among.iter().filter(same).filter_map(|other| self.catalogue.get(*other)).collect();
        let Some(own) = self.catalogue.get(at).filter(|_| !twins.is_empty()) else { return title };
        let drama = |track: &Track| track.drama.as_ref().map(|drama| drama.as_str().to_owned());
        let artists = |track: &Track| {
            let names: Vec<&str> = track.artists.iter().map(Label::as_str).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let tells = |name: &dyn Fn(&Track) -> Option<String>| {
            name(own).filter(|own| twins.iter().all(|twin| name(twin).as_ref() != Some(own)))
        };
        let by = tells(&drama).or_else(|| tells(&artists)).unwrap_or_else(|| own.id.as_str().to_owned());
        format!("{title} ({by})")
    }

    /// Every track that a text on an answer may name.
    fn among(query: &Query, tracks: &[TrackIndex]) -> Vec<TrackIndex> {
        query.likes.iter().chain(&query.dislikes).chain(tracks).copied().collect()
    }

    fn listed(&self, words: &[String]) -> String {
        if self.is_korean() { korean::listed(words) } else { english::listed(words) }
    }

    fn bare_title(&self, at: TrackIndex) -> &'a str {
        let Some(track) = self.catalogue.get(at) else { return "" };
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
            Side::Facet(facet) | Side::Unwanted(facet) | Side::Spared(facet) => facet,
        };
        if self.is_korean() { korean::facet(facet) } else { facet.name() }
    }

    /// How fast a track is, in words and where it was measured in beats per minute; none where nothing is known.
    pub fn tempo(&self, at: TrackIndex) -> Option<String> {
        let track = self.catalogue.get(at)?;
        let term = self.tempo_term(at);
        let bpm = track.bpm.map(|bpm| format!("{:.0} bpm", bpm.value()));
        let said: Vec<String> = [term, bpm].into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(", "))
    }

    /// The term for how fast a track is, as [`Speaker::tempo`] says it first.
    pub fn tempo_term(&self, at: TrackIndex) -> Option<String> {
        self.speed(at).map(|said| self.tag(Facet::Tempo, &said.tag))
    }

    /// A reason as a label: its tag, with the tags it ties.
    pub fn label(&self, reason: &Reason) -> String {
        self.named((reason.side, &reason.tag), reason.holder, reason.ties.as_ref())
    }

    /// A weighed reason as a label.
    pub fn weighed(&self, weighed: &Weighed) -> String {
        self.named((weighed.side, &weighed.tag), Holder::Both, None)
    }

    fn named(&self, (side, tag): (Side, &str), holder: Holder, ties: Option<&Ties>) -> String {
        let korean = self.is_korean();
        match (side, tag) {
            (Side::Mood, tag) => if korean { korean::axis(tag) } else { english::axis(tag) }.into(),
            (Side::Spared(facet), tag) if korean => korean::spared(facet, tag, &self.tag(facet, tag), holder),
            (Side::Spared(facet), tag) => english::spared(facet, tag, holder),
            (Side::Unwanted(Facet::Tempo), _) => if korean { "바라지 않은 빠르기" } else { "unwanted tempo" }.into(),
            (Side::Facet(Facet::Tempo), "tempo") => if korean { "빠르기" } else { "tempo" }.into(),
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
        if self.catalogue.get(track).is_none() {
            return String::new();
        }
        let query = query.sound(self.catalogue.len());
        let among = Self::among(&query, &[track]);
        let told = |at: &TrackIndex| self.told(*at, &among);
        let (title, likes) = (told(&track), query.likes.iter().map(told).collect::<Vec<String>>());
        match (&query.mood, query.likes.as_slice()) {
            (None, [seed]) => {
                let telling = pair(self.features, self.catalogue, *seed, track, why);
                if self.is_korean() {
                    korean::pair(&telling, &likes[0], &title)
                } else {
                    english::pair(&telling, &likes[0], &title)
                }
            }
            (None, seeds) => self.several(seeds, &likes, (track, &title), why),
            (Some(mood), _) => {
                let answering = answering(self.features, self.catalogue, mood, track, why);
                if self.is_korean() {
                    korean::mood(&answering, &likes, &title)
                } else {
                    english::mood(&answering, &likes, &title)
                }
            }
        }
    }

    fn speed(&self, at: TrackIndex) -> Option<Said> {
        tempo(self.vocabulary(), self.catalogue.get(at)?)
    }

    fn several(
        &self,
        seeds: &[TrackIndex],
        titles: &[String],
        (track, title): (TrackIndex, &str),
        why: &Explanation,
    ) -> String {
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
            .zip(titles)
            .map(|(seed, told)| {
                let own = |reason: &Reason| reason.ties.is_none() && !common(reason) && self.carries(*seed, reason);
                let mut shared = matched(self.features, why, own);
                if all.tempo.is_none() && self.speed(*seed) == self.speed(track) {
                    shared.tempo = self.speed(track);
                }
                (told.clone(), shared)
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
        let Some(track) = self.catalogue.get(at) else { return false };
        let mut own = track.tags(facet).iter().map(|tagged| encoder.dimension(facet, &tagged.tag));
        wanted.is_some() && own.any(|own| own == wanted)
    }

    /// Why the first of two tracks ranks above the second for a question, or the second above the first.
    pub fn contrasted(&self, query: &Query, contrast: &Contrast, first: TrackIndex, second: TrackIndex) -> String {
        const SPOKEN: usize = 3;
        let same = contrast.first.total_cmp(&contrast.second).is_eq();
        // Places follow ids.
        let ahead = if same { first < second } else { contrast.margin > 0.0 };
        let among = Self::among(query, &[first, second]);
        let told = |at: TrackIndex| self.told(at, &among);
        let (leader, other) = if ahead { (first, second) } else { (second, first) };
        let scores = if ahead { (contrast.first, contrast.second) } else { (contrast.second, contrast.first) };
        let (pro, con) =
            if ahead { (&contrast.in_favour, &contrast.against) } else { (&contrast.against, &contrast.in_favour) };
        let spoken = |list: &[Weighed]| {
            let loud = list.iter().filter(|weighed| weighed.share.abs() >= contrast.faintest()).take(SPOKEN);
            let (lost, gained): (Vec<&Weighed>, Vec<_>) =
                loud.partition(|weighed| matches!(weighed.side, Side::Unwanted(_)));
            let names = |list: &[&Weighed]| list.iter().map(|weighed| self.ground(weighed)).collect();
            Advantage { gained: names(&gained), lost: names(&lost) }
        };
        let left = contrast.telling().fold(contrast.margin.abs(), |left, weighed| left - weighed.share.abs());
        let asked = match &query.mood {
            Some(mood) if !mood.text.is_empty() => Some(mood.text.clone()),
            Some(_) => None,
            None => {
                let titles = |tracks: &[TrackIndex]| {
                    let titles: Vec<String> = tracks.iter().map(|at| told(*at)).collect();
                    self.listed(&titles)
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
            leader: told(leader),
            other: told(other),
            scores,
            digits: contrast.digits(),
            first_by: same.then(|| self.catalogue.track(leader).id.as_str().to_owned()),
            pro: spoken(pro),
            con: spoken(con),
            deciding: contrast.telling().map(|weighed| self.ground(weighed)).collect(),
            then: match left {
                left if left < -1e-9 => Then::Overtaken,
                left if left > 1e-9 => Then::Left(left),
                _ => Then::Level,
            },
        };
        if self.is_korean() { duel.in_korean() } else { duel.in_english() }
    }

    /// What being away from the dislikes does to the score of a track; `taken` leads from its explanation without them to the one with them.
    pub fn disliked(&self, query: &Query, track: TrackIndex, taken: &Contrast) -> String {
        const SPOKEN: usize = 3;
        let among = Self::among(query, &[track]);
        let dislikes: Vec<String> = query.dislikes.iter().map(|at| self.told(*at, &among)).collect();
        let (dislikes, n) = (self.listed(&dislikes), taken.digits());
        let falls = taken.margin >= 0.0;
        let most = if falls { &taken.in_favour } else { &taken.against };
        let most = most.iter().filter(|weighed| weighed.share.abs() >= taken.faintest()).take(SPOKEN);
        let most = self.listed(&most.map(|weighed| self.ground(weighed)).collect::<Vec<_>>());
        let (without, with) = (taken.first, taken.second);
        match (most.is_empty(), self.is_korean()) {
            (true, true) => format!("{} 제외해도 점수는 거의 그대로다.", particles::object(&dislikes)),
            (true, false) => format!("Without the dislike of {dislikes} its score would be much the same."),
            (false, true) => {
                let (moves, by) = if falls { ("내린다", "깎인다") } else { ("올린다", "오른다") };
                let dislikes = particles::object(&dislikes);
                let to = particles::as_what(&format!("{with:.n$}"));
                format!("{dislikes} 제외한 것이 점수를 {without:.n$}에서 {to} {moves}: {most}에서 가장 많이 {by}.")
            }
            (false, false) => {
                let moves = if falls { "takes" } else { "lifts" };
                format!(
                    "The dislike of {dislikes} {moves} its score from {without:.n$} to {with:.n$}, most of it for {most}."
                )
            }
        }
    }

    /// A weighed reason inside a sentence.
    fn ground(&self, weighed: &Weighed) -> String {
        match (weighed.side, &*weighed.tag) {
            (Side::Facet(Facet::Tempo) | Side::Mood, _) if !self.is_korean() => {
                format!("its {}", self.weighed(weighed))
            }
            (Side::Facet(facet), tag) if tag != "tempo" && self.is_korean() => self.said(facet, tag),
            (Side::Facet(Facet::Genre), tag) => {
                let genre = Said::new(self.vocabulary(), Facet::Genre, tag);
                format!("being {}", english::article(&english::noun(&genre, false)))
            }
            (Side::Facet(Facet::Instrumentation), tag) => format!("having {}", self.said(Facet::Instrumentation, tag)),
            (Side::Facet(Facet::Theme), tag) => format!("being about {}", self.said(Facet::Theme, tag)),
            _ => self.weighed(weighed),
        }
    }

    /// A tag as it stands in a sentence.
    pub(crate) fn said(&self, facet: Facet, tag: &str) -> String {
        let said = Said::new(self.vocabulary(), facet, tag);
        if self.is_korean() { said.korean } else { said.english }
    }

    /// The dislikes that carry the tag of a reason as well; none where none does.
    pub(crate) fn shared_with_dislikes(&self, reason: &Reason, query: &Query, track: TrackIndex) -> Option<String> {
        let among = Self::among(query, &[track]);
        let is_tempo = (reason.side, &*reason.tag) == (Side::Facet(Facet::Tempo), "tempo");
        let same = |at: TrackIndex| self.speed(at).is_some() && self.speed(at) == self.speed(track);
        let carry = query.dislikes.iter().filter(|at| if is_tempo { same(**at) } else { self.carries(**at, reason) });
        let titles: Vec<String> = carry.map(|at| self.told(*at, &among)).collect();
        let titles = (!titles.is_empty()).then(|| self.listed(&titles))?;
        Some(if self.is_korean() { format!("제외한 {titles}에도") } else { format!("disliked in {titles}") })
    }

    /// Who holds a reason, where only one side does; none where both do.
    pub fn holder(&self, reason: &Reason, query: &Query, track: TrackIndex) -> Option<String> {
        let korean = self.is_korean();
        let among = Self::among(query, &[track]);
        let told = |at: TrackIndex| self.told(at, &among);
        let only = |name: String| if korean { format!("{name}에만") } else { format!("only {name}") };
        let unknown = |at: TrackIndex| {
            let title = told(at);
            if korean { format!("{} 알 수 없음", particles::topic(&title)) } else { format!("unknown of {title}") }
        };
        // Where nothing is known of a facet, nothing is known to be missing.
        let is_unknown = |at: TrackIndex| match reason.side {
            Side::Facet(Facet::Tempo) | Side::Spared(Facet::Tempo) => self.tempo(at).is_none(),
            Side::Facet(facet) | Side::Unwanted(facet) | Side::Spared(facet) => {
                self.catalogue.get(at).is_none_or(|track| track.tags(facet).is_empty())
            }
            Side::Mood => false,
        };
        match (reason.holder, query.likes.as_slice()) {
            // What is not wanted and not known is not known to be there.
            (Holder::Both, _) if matches!(reason.side, Side::Spared(_)) && is_unknown(track) => Some(unknown(track)),
            (Holder::Track, _) if matches!(reason.side, Side::Spared(_)) => None,
            (Holder::Both, _) => None,
            (Holder::Track, [seed]) if query.mood.is_none() && is_unknown(*seed) => Some(unknown(*seed)),
            (Holder::Track, _) => Some(only(told(track))),
            (Holder::Asked, _) if is_unknown(track) => Some(unknown(track)),
            (Holder::Asked, [seed]) if query.mood.is_none() => Some(only(told(*seed))),
            (Holder::Asked, _) if query.mood.is_none() => {
                Some(if korean { "좋아하는 곡에만" } else { "only the favourites" }.to_owned())
            }
            (Holder::Asked, []) => Some(if korean { "바랐으나 없음" } else { "asked for, missing" }.to_owned()),
            (Holder::Asked, _) => Some(if korean { "없음" } else { "missing" }.to_owned()),
        }
    }
}
