//! What people type: names of tracks, of dramas and artists, and the words of a mood.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::fold::unspaced;
use crate::catalogue::shared::Named;
use crate::catalogue::track::TrackId;
use crate::error::{Error, ErrorKind};
use crate::lookup::{Found, How, Mentioned, Misnamed, apart, members, mentions, misnamed, without_particle};
use crate::query::Query;
use crate::query::critique::Critique;
use crate::query::filter::{Called, Filter};
use crate::query::mood::comparison::{Looks, comparison, scoped};
use crate::query::mood::wish::Mood;
use crate::recommender::Recommender;

impl Recommender {
    /// The track that a text means: an id, a title in any of its languages, `title @ drama`, or a misspelling of these. Whether it was found in a damaged
    /// file only [`Recommender::intact`] says.
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
        self.lookup().find_beside(self.catalogue(), text, |name| self.is_name(name))
    }

    /// Whether a series or an artist is called just so; `name` is folded and without spaces.
    fn is_name(&self, name: &str) -> bool {
        self.has(Named::Artists, name) || self.has(Named::Series, name)
    }

    /// The same of one of the two.
    fn has(&self, named: Named, name: &str) -> bool {
        match self.index_if_made() {
            Some(index) => index.has(named, name),
            None => self.lookup().has(self.catalogue(), named, name),
        }
    }

    /// The mood that words mean, English or Korean or both. It says itself what it understood.
    pub fn read_mood(&self, text: &str) -> Mood {
        let is = |name: &str| self.is_name(&unspaced(name));
        self.reader().read_beside(text, |word| is(word) || without_particle(word).into_iter().any(is))
    }

    /// The dramas, artists, years and tempi that words of a mood name, in the order of the text: where it did not understand them, or where so many words
    /// are a name that hardly anything else is meant.
    pub fn mentions(&self, mood: &Mood) -> Vec<Mentioned> {
        let unknown: Vec<&str> = mood.ignored.iter().map(|ignored| ignored.word.as_str()).collect();
        let has = |named, name: &str| self.has(named, name);
        mentions(self.catalogue(), &mood.text, &unknown, has, &self.catalogue().released())
    }

    /// The dramas and the artists that a filter asks for and that nobody is called, with what they may be misspellings of.
    pub fn misnamed(&self, filter: &Filter) -> [Vec<Misnamed>; 2] {
        let told = |named, called: &[Called]| {
            let texts: Vec<&str> = called.iter().filter(|called| !called.whole).map(|called| &*called.text).collect();
            misnamed(self.catalogue(), named, &texts)
        };
        [told(Named::Series, &filter.dramas), told(Named::Artists, &filter.artists)]
    }

    /// How a filter asks for a drama of this name: as a whole where one is called so, else as a part.
    pub fn drama_called(&self, name: &str) -> Called {
        self.called(Named::Series, name)
    }

    /// The same for an artist; where nobody is asked for so, several who sing together, or somebody with the group before or behind.
    pub fn artist_called(&self, name: &str) -> Called {
        let called = self.called(Named::Artists, name);
        if called.whole {
            return called;
        }
        let is = |name: &str| self.has(Named::Artists, &unspaced(name));
        let several = apart(name);
        let together = (several.len() > 1 && several.iter().all(|name| is(name))).then_some(several);
        let meant = match together {
            Some(several) => Called::together(&several),
            None => members(name, is).first().map(|member| Called::whole(member)),
        };
        let is_asked_for = || misnamed(self.catalogue(), Named::Artists, &[name]).is_empty();
        meant.filter(|_| !is_asked_for()).unwrap_or(called)
    }

    fn called(&self, named: Named, name: &str) -> Called {
        if self.has(named, &unspaced(name)) { Called::whole(name) } else { Called::part(name) }
    }

    /// Those of the words that a filter excludes by which are no id, title, drama, artist or tag of any track: they exclude nothing.
    pub fn excluding_nothing<'f>(&self, filter: &'f Filter) -> Vec<&'f str> {
        let words = filter.exclude.iter().map(String::as_str);
        words.filter(|word| !self.is_name(&unspaced(word)) && !self.is_track(word) && !self.is_tag(word)).collect()
    }

    /// What a word excludes by: the name of the tag, where it is one but for spaces and nothing is called just so; else the word.
    pub fn excluded(&self, word: &str) -> String {
        let typed = Tag::new(word).ok().and_then(|tag| self.vocabulary().typed_any(&tag).next());
        let term = typed.filter(|_| !self.is_track(word)).map(|term| self.vocabulary().term(term));
        term.map_or_else(|| word.to_owned(), |term| term.tag.as_str().to_owned())
    }

    /// Whether a track is called just so, or has this id.
    pub fn is_track(&self, text: &str) -> bool {
        let id = TrackId::new(text).ok().and_then(|id| self.catalogue().find(&id));
        id.is_some() || self.lookup().is_called(self.catalogue(), text)
    }

    fn is_tag(&self, text: &str) -> bool {
        let encoder = self.features().encoder();
        let is = |facet, tag: &Tag| {
            self.vocabulary().resolve(facet, tag).is_some() || encoder.dimension(facet, tag).is_some()
        };
        Tag::new(text).is_ok_and(|tag| Facet::ALL.into_iter().any(|facet| is(facet, &tag)))
    }

    /// The question that words ask: a mood, and where they compare with a track ("like Stay With Me, but happier") the track as well. What is
    /// asked beside a comparison moves from the track's own mood, and what is compared ("happier", "more piano") has to hold of every answer.
    /// Whether it was read beside a damaged file only [`Recommender::intact`] says.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Ambiguous`] where the words compare with a title that several tracks share.
    pub fn ask(&self, text: &str) -> Result<Query, Error> {
        self.understood(text).map_err(|(error, name)| {
            // How the first of them is asked for in the same words, where they are so understood.
            let id = error.candidates().first().and_then(|line| line.split_whitespace().next()).unwrap_or_default();
            let chosen = text.replacen(name, id, 1);
            let track = TrackId::new(id).ok().and_then(|id| self.catalogue().find(&id));
            let is = |asked: Query| track.is_some() && asked.likes.first().copied() == track;
            let is_understood = self.understood(&chosen).is_ok_and(is);
            if is_understood { error.with_fix(format!("write its id, as in {chosen:?}")) } else { *error }
        })
    }

    /// The same, with the name in the text that several tracks share.
    fn understood<'t>(&self, text: &'t str) -> Result<Query, (Box<Error>, &'t str)> {
        let Some(comparison) = comparison(text) else { return Ok(Query::new().mood(self.read_mood(text))) };
        let mut shared = None;
        for (name, rest) in comparison.names.iter().zip(&comparison.rests) {
            let looks = Looks::of(&self.read_mood(name), name, &comparison);
            let scoped =
                scoped(name).and_then(|scoped| self.look_up(&scoped).ok()).filter(|found| found.how.is_exact());
            let found = scoped.map_or_else(|| self.look_up(name), Ok);
            let is_exact = found.as_ref().is_ok_and(|found| found.how.is_exact());
            if !is_exact && self.is_name(&unspaced(name)) {
                // Songs like those of a drama or an artist: no title that is a part of the name is meant.
                break;
            }
            match found {
                Ok(found)
                    if looks.like_a_title(is_exact || found.how == How::Romanised)
                        && (is_exact || is_long_enough(name)) =>
                {
                    let own = self.features().affect(found.track).map(|own| own.affect);
                    let mut mood = self.read_mood(rest).moved_from(own);
                    text.clone_into(&mut mood.text);
                    let critiques = Critique::all_in(rest, self.vocabulary());
                    return Ok(Query { critiques, ..Query::new().like(found.track).mood(mood) });
                }
                Err(error)
                    if error.kind() == ErrorKind::Ambiguous
                        && looks.like_several_titles()
                        && self.lookup().is_called(self.catalogue(), name) =>
                {
                    shared = shared.or_else(|| Some((Box::new(error), *name)));
                }
                _ => {}
            }
        }
        shared.map_or_else(|| Ok(Query::new().mood(self.read_mood(text))), Err)
    }
}

/// A title that is written in part or misspelt has so many letters, of which a syllable of Hangul is two: fewer are some other word.
const TITLE: usize = 8;

fn is_long_enough(name: &str) -> bool {
    unspaced(name).chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() >= TITLE
}
