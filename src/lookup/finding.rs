//! The stages one after the other, and who decides.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::OnceLock;

use crate::catalogue::fold::fold;
use crate::catalogue::shared::Named;
use crate::catalogue::track::{Track, TrackId};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::lookup::beside::is_likely;
use crate::lookup::hangul::is_hangul;
use crate::lookup::pasted::is_parted;
use crate::lookup::refusal;
use crate::lookup::scope::{Looseness, Scope};
use crate::lookup::spelling::Spelling;
use crate::lookup::stages::{Hit, Search};
use crate::lookup::tables::Tables;
use crate::lookup::wanted::Wanted;

/// A track that was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Found {
    /// Where it is in the catalogue.
    pub track: TrackIndex,
    /// What connects it to the text.
    pub how: How,
}

/// What connects a text to the track it names, from exact to loose.
///
/// ```
/// use std::sync::Arc;
/// use ost::catalogue::track::{Label, Track, TrackId};
/// use ost::lookup::How;
/// use ost::{Catalogue, Recommender, Settings, interchange::embedded};
///
/// let mut track = Track::new(TrackId::new("first-snow")?, Label::new("I Will Go to You Like the First Snow")?);
/// track.title_ko = Some(Label::new("첫눈처럼 너에게 가겠다")?);
/// track.drama = Some(Label::new("Goblin")?);
/// let vocabulary = Arc::new(embedded::vocabulary());
/// let recommender = Recommender::new(Catalogue::new(vec![track])?, vocabulary, Settings::default())?;
///
/// for (text, how) in [
///     ("first-snow", How::Id),
///     ("첫눈처럼 너에게 가겠다 @ goblin", How::Name),
///     ("cheotnuncheoreom neoege gagetda", How::Romanised),
///     ("ㅊㄴㅊㄹ", How::Initials),
///     ("i will go to you", How::Part),
///     ("첫눈처럼 너애게 가겠다", How::Misspelt),
/// ] {
///     assert_eq!(recommender.look_up(text)?.how, how);
/// }
/// assert_eq!(recommender.find("xyzzy").unwrap_err().to_string(), "no track is called \"xyzzy\"");
/// # Ok::<(), ost::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum How {
    /// It is the track's id.
    Id,
    /// It is a title or the id, but for case, marks, punctuation and spaces.
    Name,
    /// It is a Korean title in Latin letters.
    Romanised,
    /// It is the initial consonants of a Korean title, all of them or the first.
    Initials,
    /// It is the beginning of a title, or of a word in it; or a title with its drama or its artist beside it.
    Part,
    /// It is a title with letters wrong, missing, swapped or too many.
    Misspelt,
}

impl How {
    /// The stages of a search by name.
    const BY_NAME: [Self; 5] = [Self::Name, Self::Romanised, Self::Initials, Self::Part, Self::Misspelt];

    /// The name: `id`, `name`, `romanised`, `initials`, `part` or `misspelt`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Romanised => "romanised",
            Self::Initials => "initials",
            Self::Part => "part",
            Self::Misspelt => "misspelt",
        }
    }

    /// Whether the text is the track's name as it stands; anything else deserves a word on what was taken for it.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Id | Self::Name)
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Finds tracks by what people type. Making one costs nothing: what it needs is worked out for the first text that is no id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lookup {
    tables: OnceLock<Tables>,
    /// The names of artists and of series, folded and without spaces.
    names: [OnceLock<BTreeSet<String>>; 2],
}

/// The longest text that is looked at, in characters.
const LONGEST: usize = 400;

/// Of a catalogue of no more tracks the names of dramas and artists are compared before a title with several slips is taken: of a million it takes longer than
/// to answer.
const COMPARED: usize = 20_000;

/// How many near tracks are told where nothing is found.
const NEAREST: usize = 3;

impl Lookup {
    /// A look-up for one catalogue, whichever is asked first.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A look-up whose tables were read from a file.
    pub(crate) fn restored(tables: Tables) -> Self {
        Self { tables: tables.into(), ..Self::default() }
    }

    /// The tables, worked out at the first time.
    pub(crate) fn tables(&self, catalogue: &Catalogue) -> &Tables {
        self.tables.get_or_init(|| Tables::new(catalogue))
    }

    /// Whether a series or an artist is called just so; `name` is folded and without spaces.
    pub(crate) fn has(&self, catalogue: &Catalogue, named: Named, name: &str) -> bool {
        let [artists, series] = &self.names;
        let names = match named {
            Named::Artists => artists,
            Named::Series => series,
        };
        names.get_or_init(|| catalogue.folded_names(named)).contains(name)
    }

    /// Whether any track is called just so.
    pub(crate) fn is_called(&self, catalogue: &Catalogue, text: &str) -> bool {
        let wanted = Wanted::new(text);
        !Search::new(catalogue, self.tables(catalogue), &wanted).hits(How::Name, |_| None).is_empty()
    }

    /// The track a text names: its id, a title in any language or writing, `title @ drama`, or a misspelling of these.
    ///
    /// Always ask the same catalogue: what is worked out for one is kept.
    ///
    /// # Errors
    /// [`ErrorKind::Ambiguous`](crate::error::ErrorKind::Ambiguous) with the tracks it could be, in the order of their
    /// ids, and [`ErrorKind::NotFound`](crate::error::ErrorKind::NotFound) with those of the drama or the artist that is called so, otherwise the nearest.
    pub(crate) fn find(&self, catalogue: &Catalogue, text: &str) -> Result<Found, Error> {
        let named = |name: &str| [Named::Artists, Named::Series].into_iter().any(|of| self.has(catalogue, of, name));
        self.find_beside(catalogue, text, named)
    }

    /// The same, where somebody else knows how series and artists are called.
    pub(crate) fn find_beside(
        &self,
        catalogue: &Catalogue,
        text: &str,
        is_name: impl Fn(&str) -> bool,
    ) -> Result<Found, Error> {
        if self.tables.get().is_some_and(|tables| tables.len != catalogue.len()) {
            return Self::new().find(catalogue, text);
        }
        let text = text.trim();
        if text.is_empty() || text.chars().nth(LONGEST).is_some() {
            return Err(refusal::unknown(text, catalogue, &[]));
        }
        if let Some(track) = TrackId::new(text).ok().and_then(|id| catalogue.find(&id)) {
            return Ok(Found { track, how: How::Id });
        }
        let Some((title, scope)) = text.rsplit_once('@') else {
            return self.search(catalogue, text, text, None, &is_name);
        };
        // A title may have an @ of its own.
        let wanted = Wanted::new(text);
        let mut called = Search::new(catalogue, self.tables(catalogue), &wanted).hits(How::Name, |_| None);
        called.retain(|hit| catalogue.glance(hit.track).titles().any(|title| title.contains('@')));
        match closest(&called, catalogue, None).as_slice() {
            [] => self.search(catalogue, text, title, Scope::new(scope), &is_name),
            [track] => Ok(Found { track: *track, how: How::Name }),
            several => Err(refusal::ambiguous(text, catalogue, several)),
        }
    }

    pub(super) fn search(
        &self,
        catalogue: &Catalogue,
        text: &str,
        title: &str,
        scope: Option<Scope<'_>>,
        is_name: &dyn Fn(&str) -> bool,
    ) -> Result<Found, Error> {
        let wanted = Wanted::new(title);
        let mut search = Search::new(catalogue, self.tables(catalogue), &wanted);
        let admits = |track| scope.as_ref().is_none_or(|scope| scope.looseness(&catalogue.glance(track)).is_some());
        let own = Scope::new(title).filter(|_| scope.is_none());
        let (mut elsewhere, mut misnamed) = (Vec::new(), false);
        for how in How::BY_NAME {
            // Whoever knows a drama or an artist types that, and means no title that is merely like it.
            if how == How::Romanised
                && scope.is_none()
                && is_parted(title)
                && let Some(answer) = self.pasted(catalogue, title)
            {
                return answer;
            }
            if how == How::Romanised
                && let Some(answer) = self.by_names(catalogue, title, scope.as_ref(), is_name)
            {
                return answer;
            }
            let hits = match how {
                How::Part if wanted.typed.is_empty() && scope.is_some() => everything(catalogue),
                // What names a track of another drama as it stands is no misspelling.
                How::Misspelt if !elsewhere.is_empty() => break,
                _ => search.hits(how, |hits| hits.iter().filter(|hit| admits(hit.track)).map(|hit| hit.rank).min()),
            };
            let mut closest_hits = closest(&hits, catalogue, scope.as_ref());
            if how == How::Part {
                closest_hits.retain(|track| !is_by_accident(&wanted, &catalogue.glance(*track)));
            }
            if how == How::Misspelt {
                closest_hits.retain(|track| is_likely(&wanted, &catalogue.glance(*track)));
                // A slip in a name is likelier than two in a title.
                let slips = hits.iter().map(|hit| hit.rank).min();
                misnamed = own.as_ref().filter(|_| catalogue.len() <= COMPARED).is_some_and(|own| {
                    slips.is_some_and(|slips| slips > 1 && own.is_name_within(catalogue, slips - 1))
                });
                if misnamed {
                    break;
                }
            }
            match closest_hits.as_slice() {
                [] if elsewhere.is_empty() && scope.is_some() => elsewhere = closest(&hits, catalogue, None),
                [] => {}
                [track] if how == How::Part && scope.is_none() && !holds(&catalogue.glance(*track), &wanted) => {
                    // In the middle of a word as little is right as in a title with a slip.
                    let slipped = closest(&search.slipped(), catalogue, None);
                    let slipped = slipped.into_iter().filter(|other| other != track);
                    let both: BTreeSet<TrackIndex> = slipped.chain([*track]).collect();
                    return match both.len() {
                        1 => Ok(Found { track: *track, how }),
                        _ => Err(refusal::ambiguous(text, catalogue, &Vec::from_iter(both))),
                    };
                }
                [track] => return Ok(Found { track: *track, how }),
                several => return Err(refusal::ambiguous(text, catalogue, several)),
            }
        }
        if let Some(scope) = &scope
            && !elsewhere.is_empty()
        {
            return Err(refusal::elsewhere(wanted.typed, scope.typed(), catalogue, &elsewhere));
        }
        if scope.is_none()
            && let Some(answer) = self.pasted(catalogue, title)
        {
            return answer;
        }
        let [just, begun_so, nearly_so] = own.map(|own| own.tracks(catalogue)).unwrap_or_default();
        let called_so = if just.is_empty() { begun_so } else { just };
        if !called_so.is_empty() {
            return Err(refusal::belonging(wanted.typed, "that name", catalogue, &called_so));
        }
        let mut nearest = if misnamed { Vec::new() } else { search.nearly_unfinished(NEAREST, admits) };
        if nearest.is_empty() && !nearly_so.is_empty() {
            return Err(refusal::belonging(wanted.typed, "nearly that name", catalogue, &nearly_so));
        }
        if nearest.len() < NEAREST {
            let begun = nearest.clone();
            nearest.extend(search.nearest(NEAREST, admits).into_iter().filter(|track| !begun.contains(track)));
            nearest.truncate(NEAREST);
        }
        if nearest.is_empty() {
            nearest = search.nearest(NEAREST, |_| true);
        }
        Err(refusal::unknown(wanted.typed, catalogue, &nearest))
    }
}

/// The tracks of the smallest rank within a scope, then those that belong to it most closely; in order, each once.
pub(super) fn closest(hits: &[Hit], catalogue: &Catalogue, scope: Option<&Scope<'_>>) -> Vec<TrackIndex> {
    let mut best = None;
    let mut tracks = Vec::new();
    for hit in hits {
        let looseness = match scope {
            Some(scope) => scope.looseness(&catalogue.glance(hit.track)),
            None => Some(Looseness::Just),
        };
        let Some(key) = looseness.map(|looseness| (hit.rank, looseness)) else { continue };
        if best.is_none_or(|best| key < best) {
            best = Some(key);
            tracks.clear();
        }
        if best == Some(key) {
            tracks.push(hit.track);
        }
    }
    tracks.sort_unstable();
    tracks.dedup();
    tracks
}

/// Whether a title holds a text as whole words.
fn holds(track: &Track, wanted: &Wanted<'_>) -> bool {
    let spaced = |folded: &str| format!(" {folded} ");
    track.titles().any(|title| spaced(&fold(title)).contains(&spaced(&wanted.folded)))
}

/// So few letters that run on from one word of a title into the next are rather another word: yours is not Your Shampoo.
const RUNNING_ON: usize = 5;

/// Whether a short word is part of a title only because its words are compared without the spaces between them.
fn is_by_accident(wanted: &Wanted<'_>, track: &Track) -> bool {
    if wanted.letters.len() > RUNNING_ON || wanted.folded.contains(|c: char| c == ' ' || is_hangul(c)) {
        return false;
    }
    let folded: Vec<String> = track.titles().map(fold).collect();
    let begins = |title: &String| title.split(' ').any(|word| word.starts_with(&wanted.folded));
    let mut spelling = Spelling::default();
    let mut runs_on = |title: &String| {
        spelling.read(title);
        spelling.word_beginning(&wanted.letters).is_some()
    };
    !folded.iter().any(begins) && folded.iter().any(&mut runs_on)
}

/// Every track, for a text that gives a drama and no title.
fn everything(catalogue: &Catalogue) -> Vec<Hit> {
    catalogue.places().map(|track| Hit { rank: 0, track }).collect()
}
