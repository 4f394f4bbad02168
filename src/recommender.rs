//! The facade: a catalogue made ready to be asked.

use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use crate::catalogue::packed::{Packed, Parts};
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::explanation::merge::Asked;
use crate::explanation::reason::Explanation;
use crate::features::vector::Row;
use crate::features::vocabulary::Vocabulary;
use crate::features::worked::Encoded;
use crate::features::{Features, stored};
use crate::index::Index;
use crate::interchange::{self, embedded};
use crate::lookup::{Lookup, Tables};
use crate::parallel;
use crate::query::Query;
use crate::query::mood::lexicon::Lexicon;
use crate::query::mood::reader::MoodReader;
use crate::ranking::caps::capped;
use crate::ranking::mmr::mmr;
use crate::ranking::top_k::{Ranked, top_k};
use crate::scoring::Scorer;
use crate::settings::Settings;
use crate::storage::{Bytes, Image, Sink, Store, Writer};

/// So many candidates are put in an order of variety: enough to differ, for the rest would only be different for being worse. However many answers are asked
/// for, the first are the same.
const POOL: usize = 100;

/// One answer: a track of the recommender that was asked, its place, and why it is there.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Recommendation<'r> {
    /// The place, from 1.
    pub rank: usize,
    /// Where the track is in the catalogue, to ask on with.
    pub at: TrackIndex,
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
#[derive(Clone)]
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

impl fmt::Debug for Recommender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recommender").field("tracks", &self.catalogue.len()).finish_non_exhaustive()
    }
}

/// The settings of an index file that was made with others than the defaults.
const SETTINGS: &[u8; 8] = b"settings";

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
        // The image has the numbers of little-endian machines.
        if cfg!(target_endian = "big") {
            return Self::new(embedded::catalogue(), Arc::new(embedded::vocabulary()), settings);
        }
        Self::restore(&embedded::image()?, Arc::new(embedded::vocabulary()), settings)
    }

    /// A catalogue in the bytes of an index file, as [`Recommender::write`] wrote them: mapped, or in memory at an address that is a multiple of 8.
    /// Opening takes the same time whatever the size; only where the index was made with another vocabulary or other settings is every track encoded
    /// anew ([`Recommender::settings_of`] says which it was made with). Nothing of the file is checked before it is read: see [`Recommender::intact`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::Damaged`] when it is no such file, cut off, changed, or of another version; [`crate::ErrorKind::Argument`] when a setting is
    /// out of its range.
    pub fn open(bytes: Bytes, vocabulary: Arc<Vocabulary>, settings: Settings) -> Result<Self, Error> {
        Self::restore(&Image::open(bytes)?, vocabulary, settings)
    }

    /// The settings that an index file was made with.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Damaged`] when they make no sense.
    pub fn settings_of(image: &Image) -> Result<Settings, Error> {
        if image.sizes().all(|(name, _)| name.as_bytes() != SETTINGS) {
            return Ok(Settings::default());
        }
        let written = image.section::<u8>(SETTINGS)?;
        let settings = interchange::settings::read(written.all(), "");
        image.store().intact()?;
        settings.map_err(|_| Error::damaged("its settings make no sense"))
    }

    /// The same as [`Recommender::open`] of a file that is open already.
    ///
    /// # Errors
    /// As [`Recommender::open`].
    pub fn restore(image: &Image, vocabulary: Arc<Vocabulary>, settings: Settings) -> Result<Self, Error> {
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

    /// Writes everything that is needed to answer as an index file, which [`Recommender::open`] opens. It begins where the stream stands, and nothing that
    /// stands behind it is taken away: an old, longer file has to be emptied first, or the new one ends in what is left of it.
    ///
    /// ```
    /// use std::io::Cursor;
    /// use std::sync::Arc;
    /// use ost::storage::aligned;
    /// use ost::{Query, Recommender};
    ///
    /// let recommender = Recommender::embedded();
    /// let mut file = Cursor::new(Vec::new());
    /// recommender.write(&mut file)?;
    /// // Bytes of a mapped file are aligned as they are; those of a Vec may not be.
    /// let vocabulary = Arc::new(recommender.vocabulary().clone());
    /// let opened = Recommender::open(aligned(file.get_ref()), vocabulary, *recommender.settings())?;
    /// let query = Query::new().like(opened.find("whispers in the rain")?);
    /// assert_eq!(opened.recommend(&query, 3).len(), 3);
    /// opened.intact()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
        if self.settings != Settings::default() {
            writer.section(SETTINGS, interchange::settings::write(&self.settings).as_bytes())?;
        }
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

    /// A catalogue of one's own, most often with the vocabulary that is compiled in.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use ost::{Catalogue, Recommender, Settings, interchange::embedded};
    /// let own = r#"[{"id": "a", "title": "A", "theme": ["rain"]}, {"id": "b", "title": "B", "theme": ["rain", "night"]}]"#;
    /// let catalogue = Catalogue::from_json(own, "own.json")?;
    /// let recommender = Recommender::new(catalogue, Arc::new(embedded::vocabulary()), Settings::default())?;
    /// assert_eq!(recommender.find("b")?.index(), 1);
    /// # Ok::<(), ost::Error>(())
    /// ```
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

    /// The same, reading moods by a lexicon of one's own in place of the one that is compiled in.
    ///
    /// ```
    /// use ost::{Recommender, interchange::lexicon};
    /// let own = r#"[{"mood": "at the dentist's", "kind": "scene", "en": ["dentist"], "valence": -0.8, "arousal": 0.6}]"#;
    /// let recommender = Recommender::embedded().with_lexicon(lexicon::read(own, "own.json")?.into_owned());
    /// assert_eq!(recommender.read_mood("dentist").understood[0].meaning, "at the dentist's");
    /// # Ok::<(), ost::Error>(())
    /// ```
    #[must_use]
    pub fn with_lexicon(mut self, lexicon: Lexicon<'static>) -> Self {
        self.reader = OnceLock::from(MoodReader::new(lexicon, &self.vocabulary));
        self
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

    /// The reader of moods, made at the first use.
    pub fn reader(&self) -> &MoodReader<'static> {
        self.reader.get_or_init(|| MoodReader::new(embedded::lexicon(), &self.vocabulary))
    }

    /// The look-up of its catalogue.
    pub(crate) fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// The index, where it is made already.
    pub(crate) fn index_if_made(&self) -> Option<&Index> {
        self.index.get()
    }

    /// The best `k` tracks for a question, best first; equal scores by track id. Tracks that were given as likes or dislikes are not among them, and places
    /// that the catalogue does not have count for nothing. Whether it was answered from a damaged file only [`Recommender::intact`] says.
    pub fn recommend(&self, query: &Query, k: usize) -> Vec<Recommendation<'_>> {
        let query = &*query.sound(self.catalogue.len());
        let Some(scorer) = Scorer::new(&self.features, query, &self.settings.balance) else { return Vec::new() };
        let ranked = self.rank(query, &scorer, k);
        let asked = Asked::new(&self.features, &self.catalogue, query);
        let account = |(i, ranked): (usize, Ranked)| {
            let account = scorer.account(ranked.track)?;
            let explanation = Explanation::of(&account, &asked, ranked.track);
            Some(Recommendation {
                rank: i + 1,
                at: ranked.track,
                track: self.catalogue.get(ranked.track)?,
                explanation,
            })
        };
        ranked.into_iter().enumerate().filter_map(account).collect()
    }

    /// The answers to many questions, in their order, found by as many threads as [`std::thread::available_parallelism`] says, the one that asks among
    /// them; by fewer where the system gives no more. Whether they were answered from a damaged file only [`Recommender::intact`] says.
    ///
    /// ```
    /// use ost::{Query, Recommender};
    /// let recommender = Recommender::embedded();
    /// let moods = ["rainy and heartbroken", "첫눈 설렘", "late night drive"];
    /// let queries = moods.map(|words| Query::new().mood(recommender.read_mood(words)));
    /// let answers = recommender.recommend_all(&queries, 5);
    /// assert_eq!(answers[2], recommender.recommend(&queries[2], 5));
    /// ```
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
        let pool = self.best_capped(query, scorer, POOL);
        let own: Vec<Option<Encoded<'_>>> = pool.iter().map(|ranked| self.features.row(ranked.track)).collect();
        let row = |i: usize| own[i].as_ref().map_or(Row::UNKNOWN, Encoded::row);
        let mut ranked = mmr(&pool, |i, j| row(i).meet(row(j)), query.diversity, k);
        if k > pool.len() {
            // So far down nobody looks for variety.
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
    pub(crate) fn best(&self, query: &Query, scorer: &Scorer<'_>, k: usize) -> Vec<Ranked> {
        let admission = query.admission(&self.catalogue, &self.features);
        if let Some(index) = self.index() {
            return index.best(scorer, k, &admission.filter, |at, left| admission.admits_by(at, left));
        }
        let tracks = self.catalogue.places().filter(|at| admission.admits(*at));
        top_k(tracks.filter_map(|at| scorer.score(at).map(|score| Ranked { track: at, score })), k)
    }
}
