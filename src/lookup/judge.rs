//! Whether a text can mean one name, stage by stage.

use crate::catalogue::fold::fold;
use crate::catalogue::track::Track;
use crate::lookup::finding::How;
use crate::lookup::hangul::rest_of_initials;
use crate::lookup::misspelling::Ruler;
use crate::lookup::romanisation::{loosened, readings};
use crate::lookup::spelling::Spelling;
use crate::lookup::wanted::Wanted;

/// The fewest letters of loosened Korean that count as the beginning of a name: they stand for many words.
pub(super) const LOOSE_BEGINNING: usize = 4;

/// Compares one text with names, one after the other.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    wanted: &'a Wanted<'a>,
    ruler: Ruler<'a, char>,
    loose_ruler: Ruler<'a, char>,
    spelling: Spelling,
    latin: [String; 2],
    heard: Vec<char>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(wanted: &'a Wanted<'a>) -> Self {
        Self {
            wanted,
            ruler: Ruler::new(&wanted.letters),
            loose_ruler: Ruler::new(wanted.loose.as_deref().unwrap_or_default()),
            spelling: Spelling::default(),
            latin: Default::default(),
            heard: Vec::new(),
        }
    }

    /// The rank of a track in a stage, by the best of its names; none where it is not meant.
    pub(super) fn track(&mut self, how: How, track: &Track) -> Option<usize> {
        self.best_name(track, |judge, name, id| judge.name(how, name, id))
    }

    /// How far the nearest name of a track is, as [`Judge::distance`] has it.
    pub(super) fn track_distance(&mut self, track: &Track, worst: usize) -> Option<usize> {
        self.best_name(track, |judge, name, id| judge.distance(name, id, worst))
    }

    fn best_name(
        &mut self,
        track: &Track,
        mut rank: impl FnMut(&mut Self, &str, bool) -> Option<usize>,
    ) -> Option<usize> {
        let titles = track.titles().map(|title| (title, false)).chain([(track.id.as_str(), true)]);
        titles
            .filter_map(|(name, id)| {
                let folded = fold(name);
                if folded.is_empty() { None } else { rank(self, &folded, id) }
            })
            .min()
    }

    /// The rank of a folded name in a stage; none where it is not meant.
    pub(super) fn name(&mut self, how: How, folded: &str, id: bool) -> Option<usize> {
        match how {
            How::Id | How::Name => self.called(folded),
            How::Romanised => self.romanised(folded, id),
            How::Initials => {
                let typed = self.wanted.initials.as_ref().filter(|_| !id)?;
                rest_of_initials(folded, typed).map(|rest| usize::from(rest > 0))
            }
            How::Part => self.unfinished(folded, id),
            How::Misspelt => self.misspelt(folded, id),
        }
    }

    /// Called just that: word by word, otherwise but for spaces.
    fn called(&self, folded: &str) -> Option<usize> {
        if folded == self.wanted.folded {
            return Some(0);
        }
        folded.chars().filter(|c| *c != ' ').eq(self.wanted.compact.chars()).then_some(1)
    }

    /// Romanised so: by the rules, otherwise loosely.
    fn romanised(&mut self, folded: &str, id: bool) -> Option<usize> {
        let loose = self.wanted.loose.as_ref()?;
        let (wanted, spelling) = (self.wanted, &mut self.spelling);
        best_reading(folded, id, &mut self.latin, |latin| {
            spelling.read(latin);
            if spelling.letters() == wanted.letters {
                return Some(0);
            }
            loosened(spelling.letters()).eq(loose.iter().copied()).then_some(1)
        })
    }

    /// Begins so, otherwise one of its words does; in Latin letters last.
    fn unfinished(&mut self, folded: &str, id: bool) -> Option<usize> {
        let (wanted, spelling) = (self.wanted, &mut self.spelling);
        if !wanted.is_unfinished() {
            return None;
        }
        spelling.read(folded);
        if id {
            // Only from the front: an id may end in a drama, to tell it from another, and a drama names no track.
            return spelling.letters().starts_with(&wanted.letters).then_some(0);
        }
        let spelled = spelling.word_beginning(&wanted.letters).map(|word| word.min(1));
        spelled.or_else(|| {
            let loose = wanted.loose.as_ref().filter(|loose| loose.len() >= LOOSE_BEGINNING)?;
            best_reading(folded, id, &mut self.latin, |latin| {
                spelling.read(latin);
                // An unfinished "sarangha" is no beginning of "saranghae" once ae has become e.
                let strictly = spelling.word_beginning(&wanted.letters);
                strictly.or_else(|| spelling.word_beginning_loosely(loose)).map(|word| 2 + word.min(1))
            })
        })
    }

    /// At most the tolerated number of edits away; the rank is that number.
    fn misspelt(&mut self, folded: &str, id: bool) -> Option<usize> {
        let (wanted, spelling) = (self.wanted, &mut self.spelling);
        if wanted.tolerance == 0 || wanted.initials.is_some() {
            return None;
        }
        spelling.read(folded);
        let same_digits = digits(&wanted.letters).eq(digits(spelling.letters()));
        let spelled = self.ruler.distance(spelling.letters(), wanted.tolerance).filter(|_| same_digits);
        let Some(loose) = &wanted.loose else { return spelled };
        // Loosening has forgiven one edit already.
        let heard = best_reading(folded, id, &mut self.latin, |latin| {
            spelling.read(latin);
            self.heard.clear();
            self.heard.extend(loosened(spelling.letters()));
            let distance = self.loose_ruler.distance(&self.heard, wanted.tolerance - 1)?;
            digits(loose).eq(digits(spelling.letters())).then_some(distance + 1)
        });
        spelled.into_iter().chain(heard).min()
    }

    /// Edits per thousand letters, rounded down, if that is no more than `worst`.
    pub(super) fn distance(&mut self, folded: &str, id: bool, worst: usize) -> Option<usize> {
        let spelling = &mut self.spelling;
        spelling.read(folded);
        let spelled = per_mille(&mut self.ruler, spelling.letters(), worst);
        if self.wanted.loose.is_none() {
            return spelled;
        }
        let heard = best_reading(folded, id, &mut self.latin, |latin| {
            spelling.read(latin);
            self.heard.clear();
            self.heard.extend(loosened(spelling.letters()));
            per_mille(&mut self.loose_ruler, &self.heard, worst)
        });
        spelled.into_iter().chain(heard).min()
    }
}

/// Whether texts of so many letters can be near each other: one much longer than the other is not, and dear to measure.
pub(super) fn comparable(a: usize, b: usize) -> bool {
    a.max(b) <= 3 * a.min(b) + 16
}

fn per_mille(ruler: &mut Ruler<'_, char>, own: &[char], worst: usize) -> Option<usize> {
    let long = own.len().max(ruler.len());
    if !comparable(own.len(), ruler.len()) {
        return None;
    }
    // The most edits whose rank, rounded down, is not beyond the worst.
    let limit = ((worst + 1) * long).saturating_sub(1) / 1000;
    ruler.distance(own, limit).map(|distance| distance * 1000 / long.max(1))
}

/// The smallest rank of the ways a title in Hangul is read in Latin letters.
fn best_reading(
    folded: &str,
    id: bool,
    latin: &mut [String; 2],
    rank: impl FnMut(&String) -> Option<usize>,
) -> Option<usize> {
    if id || !readings(folded, latin) { None } else { latin.iter().filter_map(rank).min() }
}

/// A wrong figure is another number, not a misspelling: part 2 is not part 3.
fn digits(letters: &[char]) -> impl Iterator<Item = char> {
    letters.iter().copied().filter(|c| c.is_numeric())
}
