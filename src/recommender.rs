//! The facade: a catalogue made ready to be asked.

use std::io;
use std::sync::{Arc, OnceLock};

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::fold::unspaced;
use crate::catalogue::packed::{Packed, Parts};
use crate::catalogue::shared::Named;
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::{Error, ErrorKind};
use crate::explanation::contrast::Contrast;
use crate::explanation::merge::Asked;
use crate::explanation::reason::Explanation;
use crate::features::vocabulary::Vocabulary;
use crate::features::{Features, stored};
use crate::index::Index;
use crate::interchange::embedded;
use crate::lookup::{Found, How, Lookup, Mention, Misnamed, Tables, mentions, misnamed};
use crate::parallel;
use crate::query::Query;
use crate::query::critique::Critique;
use crate::query::filter::Filter;
use crate::query::mood::comparison::{Looks, comparison, scoped};
use crate::query::mood::reader::MoodReader;
use crate::query::mood::wish::Mood;
use crate::ranking::caps::capped;
use crate::ranking::mmr::mmr;
use crate::ranking::top_k::{Ranked, top_k};
use crate::scoring::Scorer;
use crate::settings::Settings;
use crate::storage::{Bytes, Image, Sink, Store, Writer};

/// One answer: a track of the recommender that was asked, its place, and why it is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation<'r> {
    /// The place, from 1.
    pub rank: usize,
    /// The track.
    pub track: &'r Track,
    /// Its score and everything it is made of.
    pub explanation: Explanation,
}

/// A catalogue made ready to be asked.
///
/// ```
/// use ost::{Query, Recommender};
/// let recommender = Recommender::embedded();
/// let mood = recommender.read_mood("rainy, heartbroken, but hopeful");
/// for answer in recommender.recommend(&Query::new().mood(mood), 3) {
///     println!("{:.2} {}", answer.explanation.score, answer.track.title);
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Recommender {
    catalogue: Catalogue,
    vocabulary: Arc<Vocabulary>,
    features: Features,
    settings: Settings,
    /// The file it is mapped from, if it is.
    store: Option<Arc<Store>>,
    encoded_anew: bool,
    lookup: Lookup,
    reader: OnceLock<MoodReader<'static>>,
    index: OnceLock<Index>,
}

/// From so many tracks on, an index is worth being made.
const INDEXED_FROM: usize = 4096;

impl Recommender {
    /// The catalogue and the vocabulary that are compiled in, with the default settings.
    pub fn embedded() -> Self {
        Self::embedded_with(Settings::default()).unwrap_or_else(|fault| embedded::broken("catalogue.ost", &fault))
    }

    /// The catalogue and the vocabulary that are compiled in.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Argument`] when a setting is out of its range.
    pub fn embedded_with(settings: Settings) -> Result<Self, Error> {
        Self::restore(&embedded::image()?, Arc::new(embedded::vocabulary()), settings)
    }

    /// A catalogue in the bytes of an index file, as [`Recommender::write`] wrote them: mapped, or in memory at an address that is a multiple of 8.
    /// Opening takes the same time whatever the size; only where the index was made with another vocabulary or other settings is every track encoded
    /// anew. Nothing of the file is checked before it is read: see [`Recommender::intact`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::Damaged`] when it is no such file, cut off, changed, or of another version; [`crate::ErrorKind::Argument`] when a setting is
    /// out of its range.
    pub fn open(bytes: Bytes, vocabulary: Arc<Vocabulary>, settings: Settings) -> Result<Self, Error> {
        Self::restore(&Image::open(bytes)?, vocabulary, settings)
    }

    fn restore(image: &Image, vocabulary: Arc<Vocabulary>, settings: Settings) -> Result<Self, Error> {
        settings.check()?;
        let tracks = Packed::new(Parts::restore(image)?);
        let features = Features::restore(image, &tracks, &vocabulary, settings.weighting)?;
        let catalogue = Catalogue::packed(tracks);
        let store = Some(Arc::clone(image.store()));
        let lookup = Tables::restore(image)?.map_or_else(Lookup::new, Lookup::restored);
        image.store().intact()?;
        let index = match &features {
            Some(features) if catalogue.len() >= INDEXED_FROM => Index::restore(image, features.width())?.into(),
            _ => OnceLock::new(),
        };
        Ok(match features {
            Some(features) => Self { lookup, index, ..Self::ready(catalogue, vocabulary, features, settings, store) },
            None => Self { lookup, store, encoded_anew: true, ..Self::prepare(catalogue, vocabulary, settings) },
        })
    }

    /// Writes everything that is needed to answer as an index file, which [`Recommender::open`] opens.
    ///
    /// # Errors
    /// Whatever writing gives, and damage to the index file that it was opened from.
    pub fn write(&self, out: &mut dyn Sink) -> io::Result<()> {
        // What is damaged is not given checksums that say it is not.
        let intact = || self.intact().map_err(io::Error::other);
        intact()?;
        let tracks = self.catalogue.to_parts().map_err(io::Error::other)?;
        let mut writer = Writer::new(out)?;
        tracks.store(&mut writer)?;
        self.features.store(&tracks.tags, &mut writer)?;
        self.lookup.tables(&self.catalogue).store(&mut writer)?;
        if let Some(index) = self.index() {
            index.store(&mut writer)?;
        }
        intact()?;
        writer.finish()
    }

    /// What made an index file, in words, and how many tracks it holds.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Damaged`] when it does not say.
    pub fn of_index(image: &Image) -> Result<(String, usize), Error> {
        Ok((stored::maker(image)?, Parts::restore(image)?.len))
    }

    /// Whether everything that was read of an index file so far was sound; always so where there is none. Ask it before an answer is used: what was
    /// answered from damaged bytes means nothing.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Damaged`], saying what is wrong and how to mend it.
    pub fn intact(&self) -> Result<(), Error> {
        self.store.as_ref().map_or(Ok(()), |store| store.intact())
    }

    /// A catalogue of one's own.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Argument`] when a setting is out of its range.
    pub fn new(catalogue: Catalogue, vocabulary: Arc<Vocabulary>, settings: Settings) -> Result<Self, Error> {
        settings.check()?;
        Ok(Self::prepare(catalogue, vocabulary, settings))
    }

    fn prepare(catalogue: Catalogue, vocabulary: Arc<Vocabulary>, settings: Settings) -> Self {
        let features = Features::new(Arc::clone(&vocabulary), &catalogue, settings.weighting);
        Self::ready(catalogue, vocabulary, features, settings, None)
    }

    fn ready(
        catalogue: Catalogue,
        vocabulary: Arc<Vocabulary>,
        features: Features,
        settings: Settings,
        store: Option<Arc<Store>>,
    ) -> Self {
        Self {
            catalogue,
            vocabulary,
            features,
            settings,
            store,
            encoded_anew: false,
            lookup: Lookup::new(),
            reader: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    /// Whether the tracks of an index file had to be encoded anew, since it was made with another vocabulary or other weights: the answers are the same
    /// as of a new one, but it did not open at once.
    pub fn encoded_anew(&self) -> bool {
        self.encoded_anew
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The feature vectors and moods.
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The track that a text means: an id, a title in any of its languages, `title @ drama`, or a misspelling of these.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] or [`crate::ErrorKind::Ambiguous`], with the tracks it could be.
    pub fn find(&self, text: &str) -> Result<TrackIndex, Error> {
        self.look_up(text).map(|found| found.track)
    }

    /// The same, with how the text was understood.
    ///
    /// # Errors
    /// As [`Recommender::find`].
    pub fn look_up(&self, text: &str) -> Result<Found, Error> {
        self.lookup.find_beside(&self.catalogue, text, |name| self.is_name(name))
    }

    /// Whether a series or an artist is called just so; `name` is folded and without spaces.
    fn is_name(&self, name: &str) -> bool {
        self.has(Named::Artists, name) || self.has(Named::Series, name)
    }

    /// The same of one of the two.
    fn has(&self, named: Named, name: &str) -> bool {
        match self.index.get() {
            Some(index) => index.has(named, name),
            None => self.lookup.has(&self.catalogue, named, name),
        }
    }

    /// The mood that words mean, English or Korean or both. It says itself what it understood.
    pub fn read_mood(&self, text: &str) -> Mood {
        self.reader().read(text)
    }

    /// The dramas, artists, years and tempi that the words of a mood name where it did not understand them, in the order of the text; and the dramas that
    /// all of its words, or three in a row, are the name of.
    pub fn mentions(&self, mood: &Mood) -> Vec<Mention> {
        let unknown: Vec<&str> = mood.ignored.iter().map(|ignored| ignored.word.as_str()).collect();
        mentions(&self.catalogue, &mood.text, &unknown, |name| self.has(Named::Series, name))
    }

    /// The dramas and the artists that a filter asks for and that nobody is called, with what they may be misspellings of.
    pub fn misnamed(&self, filter: &Filter) -> [Vec<Misnamed>; 2] {
        let told = |named, texts: &[String]| misnamed(&self.catalogue, named, texts);
        [told(Named::Series, &filter.dramas), told(Named::Artists, &filter.artists)]
    }

    /// Those of the words that a filter excludes by which are no id, title, drama, artist or tag of any track: they exclude nothing.
    pub fn excluding_nothing<'f>(&self, filter: &'f Filter) -> Vec<&'f str> {
        let words = filter.exclude.iter().map(String::as_str);
        words.filter(|word| !self.is_name(&unspaced(word)) && !self.is_track(word) && !self.is_tag(word)).collect()
    }

    fn is_track(&self, text: &str) -> bool {
        match self.look_up(text) {
            Ok(found) => found.how.is_exact(),
            Err(error) => error.kind() == ErrorKind::Ambiguous,
        }
    }

    fn is_tag(&self, text: &str) -> bool {
        let encoder = self.features.encoder();
        let is =
            |facet, tag: &Tag| self.vocabulary.resolve(facet, tag).is_some() || encoder.dimension(facet, tag).is_some();
        Tag::new(text).is_ok_and(|tag| Facet::ALL.into_iter().any(|facet| is(facet, &tag)))
    }

    /// The question that words ask: a mood, and where they compare with a track ("like Stay With Me, but happier") the track as well. What is
    /// asked beside a comparison moves from the track's own mood, and what is compared ("happier", "more piano") has to hold of every answer.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Ambiguous`] where the words compare with a title that several tracks share.
    pub fn ask(&self, text: &str) -> Result<Query, Error> {
        let Some(comparison) = comparison(text) else { return Ok(Query::new().mood(self.read_mood(text))) };
        let mut shared = None;
        for (name, rest) in comparison.names.iter().zip(&comparison.rests) {
            let looks = Looks::of(&self.read_mood(name), name, &comparison);
            let scoped =
                scoped(name).and_then(|scoped| self.look_up(&scoped).ok()).filter(|found| found.how.is_exact());
            match scoped.map_or_else(|| self.look_up(name), Ok) {
                Ok(found) if looks.like_a_title(found.how.is_exact() || found.how == How::Romanised) => {
                    let own = self.features.affect(found.track).map(|own| own.affect);
                    let mut mood = self.read_mood(rest).moved_from(own);
                    text.clone_into(&mut mood.text);
                    let critiques = Critique::all_in(rest, &self.vocabulary);
                    return Ok(Query { critiques, ..Query::new().like(found.track).mood(mood) });
                }
                Err(error) if error.kind() == ErrorKind::Ambiguous && looks.like_several_titles() => {
                    shared = shared.or(Some(error));
                }
                _ => {}
            }
        }
        shared.map_or_else(|| Ok(Query::new().mood(self.read_mood(text))), Err)
    }

    /// The reader of moods, made at the first use.
    pub fn reader(&self) -> &MoodReader<'static> {
        self.reader.get_or_init(|| MoodReader::new(embedded::lexicon(), &self.vocabulary))
    }

    /// The best `k` tracks for a question, best first; equal scores by track id. Tracks that were given as likes or dislikes are not among them.
    pub fn recommend(&self, query: &Query, k: usize) -> Vec<Recommendation<'_>> {
        let Some(scorer) = Scorer::new(&self.features, query, &self.settings.balance) else { return Vec::new() };
        let ranked = self.rank(query, &scorer, k);
        let asked = Asked::new(&self.features, &self.catalogue, query);
        let account = |(i, ranked): (usize, Ranked)| {
            let account = scorer.account(ranked.track)?;
            let explanation = Explanation::of(&account, &asked, ranked.track);
            Some(Recommendation { rank: i + 1, track: self.catalogue.track(ranked.track), explanation })
        };
        ranked.into_iter().enumerate().filter_map(account).collect()
    }

    /// Why a track answers a question as well as it does; none where the question asks nothing or nothing of the track is known that
    /// it asks for.
    pub fn explain(&self, query: &Query, track: TrackIndex) -> Option<Explanation> {
        let scorer = Scorer::new(&self.features, query, &self.settings.balance)?;
        Some(Explanation::new(&scorer.account(track)?, &self.features, &self.catalogue, query, track))
    }

    /// Why the first of two tracks ranks above the second, or below; none where [`Recommender::explain`] has nothing to say of one of them.
    pub fn contrast(&self, query: &Query, first: TrackIndex, second: TrackIndex) -> Option<Contrast> {
        Some(Contrast::new(&self.explain(query, first)?, &self.explain(query, second)?))
    }

    /// The answers to many questions, in their order, found on all cores.
    pub fn recommend_all(&self, queries: &[Query], k: usize) -> Vec<Vec<Recommendation<'_>>> {
        // Made before, so that the cores do not wait for the one that makes it.
        let _ = self.index();
        parallel::each(queries.len(), |at| self.recommend(&queries[at], k))
    }

    /// The index, made at the first question; none for a catalogue so small that scoring every track is as fast.
    fn index(&self) -> Option<&Index> {
        (self.catalogue.len() >= INDEXED_FROM)
            .then(|| self.index.get_or_init(|| Index::new(&self.catalogue, &self.features)))
    }

    fn rank(&self, query: &Query, scorer: &Scorer<'_>, k: usize) -> Vec<Ranked> {
        if query.diversity <= 0.0 {
            return self.best_capped(query, scorer, k);
        }
        // Ten candidates for each answer leave room to differ; the rest would only be different for being worse.
        let pool = self.best_capped(query, scorer, k.saturating_mul(10).clamp(100, 2000).max(k.min(2000)));
        let tracks: Vec<TrackIndex> = pool.iter().map(|ranked| ranked.track).collect();
        let dense = self.features.to_dense(&tracks);
        let mut ranked = mmr(&pool, &dense.dot(&dense.t()), query.diversity, k);
        if k > pool.len() {
            // So far down nobody looks for variety, and to compare all with all would take too long.
            ranked.extend(self.best_capped(query, scorer, k).into_iter().skip(pool.len()));
        }
        ranked
    }

    /// The best `k` with at most so many of one series and artist as the question allows.
    fn best_capped(&self, query: &Query, scorer: &Scorer<'_>, k: usize) -> Vec<Ranked> {
        if query.per_drama.is_none() && query.per_artist.is_none() {
            return self.best(query, scorer, k);
        }
        // Whether a candidate is kept depends on better ones only, so the best of some depth give what all would give.
        let mut depth = k.saturating_mul(4).max(64);
        loop {
            let candidates = self.best(query, scorer, depth);
            let all = candidates.len() < depth;
            let mut kept = capped(candidates, &self.catalogue, query.per_drama, query.per_artist);
            if all || kept.len() >= k {
                kept.truncate(k);
                return kept;
            }
            depth = depth.saturating_mul(8);
        }
    }

    /// The best `k`, by the index or by scoring every track: the same.
    fn best(&self, query: &Query, scorer: &Scorer<'_>, k: usize) -> Vec<Ranked> {
        let admission = query.admission(&self.catalogue, &self.features);
        if let Some(index) = self.index() {
            return index.best(scorer, k, &admission.filter, |at, left| admission.admits_by(at, left));
        }
        let tracks = self.catalogue.places().filter(|at| admission.admits(*at));
        top_k(tracks.filter_map(|at| scorer.score(at).map(|score| Ranked { track: at, score })), k)
    }
}
