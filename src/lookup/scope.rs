//! The part behind an @: the drama a track is from, or one of its artists.

use crate::catalogue::fold::fold;
use crate::catalogue::shared::Named;
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::lookup::hangul::{is_hangul, rest_of_initials};
use crate::lookup::misspelling::Ruler;
use crate::lookup::romanisation::readings;
use crate::lookup::spelling::Spelling;
use crate::lookup::wanted::Wanted;

/// The fewest letters of loosened Korean that name a drama or an artist.
const LOOSE: usize = 3;

/// How loosely a name has to be seen for a drama or an artist to be called so, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Looseness {
    /// It is the name.
    Just,
    /// A word of the name begins so, or the name holds it.
    Part,
    /// The name is romanised so.
    Romanised,
    /// These are its initial consonants.
    Initials,
    /// It is misspelt so.
    Misspelt,
}

/// How a drama or an artist is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Called {
    Just,
    So,
    Nearly,
}

/// A drama or an artist, as typed.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    wanted: Wanted<'a>,
    /// Whether only whoever is called just so is meant.
    just: bool,
}

impl<'a> Scope<'a> {
    /// Takes what stands behind the @; none where nothing can be compared.
    pub(super) fn new(typed: &'a str) -> Option<Self> {
        let wanted = Wanted::new(typed);
        (!wanted.folded.is_empty()).then_some(Self { wanted, just: false })
    }

    /// The same, where somebody is called just so.
    pub(super) fn just(typed: &'a str) -> Option<Self> {
        Some(Self { just: true, ..Self::new(typed)? })
    }

    /// What was typed.
    pub(super) fn typed(&self) -> &'a str {
        self.wanted.typed
    }

    /// How loosely a track has to be seen to belong here; none where it does not.
    pub(super) fn looseness(&self, track: &Track) -> Option<Looseness> {
        let names = track.dramas().chain(track.performers());
        names.filter_map(|name| self.looseness_of(name)).min()
    }

    /// The tracks whose drama or artist is called just so; the others where either begins so or is romanised so; and those where either has a name that is
    /// misspelt so, as a whole. Each in order.
    pub(super) fn tracks(&self, catalogue: &Catalogue) -> [Vec<TrackIndex>; 3] {
        let Wanted { letters, tolerance, .. } = &self.wanted;
        let (mut spelling, mut ruler) = (Spelling::default(), Ruler::new(letters));
        let mut called = |name: &str| {
            let name = fold(name);
            spelling.read(&name);
            match self.by_name(&name, &spelling) {
                Some(Looseness::Just) => Some(Called::Just),
                Some(_) if self.wanted.is_unfinished() => Some(Called::So),
                _ => {
                    let near = *tolerance > 0 && ruler.distance(spelling.letters(), *tolerance).is_some();
                    near.then_some(Called::Nearly)
                }
            }
        };
        let mut tracks: Vec<(Called, TrackIndex)> = [Named::Series, Named::Artists]
            .into_iter()
            .flat_map(|named| catalogue.named_so(named, &mut called))
            .collect();
        tracks.sort_unstable_by_key(|(called, track)| (*track, *called));
        tracks.dedup_by_key(|(_, track)| *track);
        [Called::Just, Called::So, Called::Nearly].map(|called| {
            let own = tracks.iter().filter(|(own, _)| *own == called);
            own.map(|(_, track)| *track).collect()
        })
    }

    /// Whether a drama or an artist is called so but for a few edits.
    pub(super) fn is_name_within(&self, catalogue: &Catalogue, edits: usize) -> bool {
        let (mut spelling, mut ruler) = (Spelling::default(), Ruler::new(&self.wanted.letters));
        let mut is_any = false;
        for named in [Named::Series, Named::Artists] {
            catalogue.each_name(named, |name| {
                spelling.read(&fold(name));
                is_any |= ruler.distance(spelling.letters(), edits).is_some();
            });
        }
        is_any
    }

    fn looseness_of(&self, name: &str) -> Option<Looseness> {
        let wanted = &self.wanted;
        let name = fold(name);
        let mut spelling = Spelling::default();
        spelling.read(&name);
        let by_name = self.by_name(&name, &spelling);
        if self.just || by_name.is_some() {
            return by_name.filter(|looseness| !self.just || *looseness == Looseness::Just);
        }
        if let Some(typed) = &wanted.initials {
            return rest_of_initials(&name, typed).map(|_| Looseness::Initials);
        }
        let mut ruler = Ruler::new(&wanted.letters);
        let mut near = |letters: &[char]| ruler.distance(letters, wanted.tolerance).is_some();
        let words = wanted.folded.split(' ').count();
        let is_misspelt = wanted.tolerance > 0 && (near(spelling.letters()) || spelling.runs(words).any(near));
        is_misspelt.then_some(Looseness::Misspelt)
    }

    /// How loosely a name has to be seen, folded and spelled, if it is called so, begins so, or is romanised so.
    fn by_name(&self, name: &str, spelling: &Spelling) -> Option<Looseness> {
        let letters = &self.wanted.letters;
        if spelling.letters() == letters {
            Some(Looseness::Just)
        } else if spelling.word_beginning(letters).is_some() || self.is_inside(name) {
            Some(Looseness::Part)
        } else {
            self.is_romanised(name).then_some(Looseness::Romanised)
        }
    }

    /// Korean joins words, so that a name may stand anywhere in another.
    fn is_inside(&self, name: &str) -> bool {
        let compact = &self.wanted.compact;
        compact.chars().filter(|c| is_hangul(*c)).count() >= 2
            && name.chars().filter(|c| *c != ' ').collect::<String>().contains(compact)
    }

    fn is_romanised(&self, name: &str) -> bool {
        let Some(loose) = self.wanted.loose.as_ref().filter(|loose| loose.len() >= LOOSE) else { return false };
        let mut latin = [String::new(), String::new()];
        let mut spelling = Spelling::default();
        readings(name, &mut latin)
            && latin.iter().any(|latin| {
                spelling.read(latin);
                spelling.word_beginning(&self.wanted.letters).is_some()
                    || spelling.word_beginning_loosely(loose).is_some()
            })
    }
}
