//! Titles with what stands beside them: their drama, their artist, or a word that says they are songs.

use crate::catalogue::fold::{fold, unspaced};
use crate::catalogue::track::Track;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::lookup::finding::{Found, How, Lookup, closest};
use crate::lookup::hangul::is_hangul;
use crate::lookup::misspelling::Ruler;
use crate::lookup::ordinary::is_of_a_kind;
use crate::lookup::refusal;
use crate::lookup::scope::Scope;
use crate::lookup::spelling::Spelling;
use crate::lookup::stages::Search;
use crate::lookup::wanted::Wanted;

impl Lookup {
    /// What a text means that is the name of a drama or an artist, or has one beside a title: 아이유 노래, Through the Night IU.
    pub(super) fn by_names(
        &self,
        catalogue: &Catalogue,
        text: &str,
        scope: Option<&Scope<'_>>,
        is_name: &dyn Fn(&str) -> bool,
    ) -> Option<Result<Found, Error>> {
        let core = without_kinds(text);
        let of = |name: &str, scope: Option<&Scope<'_>>| -> Vec<TrackIndex> {
            let own = Scope::just(name).filter(|_| is_name(&unspaced(name)));
            let [mut just, ..] = own.map(|own| own.tracks(catalogue)).unwrap_or_default();
            just.retain(|track| scope.is_none_or(|scope| scope.looseness(&catalogue.glance(*track)).is_some()));
            just
        };
        let just = of(core, scope);
        if !just.is_empty() {
            return Some(Err(refusal::belonging(text.trim(), "that name", catalogue, &just)));
        }
        if core != text.trim()
            && let Some(answer) = self.called_in(catalogue, text, core, scope)
        {
            return Some(answer);
        }
        // Korean may write all of it together.
        let glued = !core.contains(' ') && core.contains(is_hangul);
        let places = || core.char_indices().filter(|(_, c)| glued || *c == ' ');
        let spaces = || places().map(|(at, _)| core.split_at(at)).take(MOST_SPACES);
        let both = spaces().flat_map(|(head, tail)| [(head, tail), (tail, head)]);
        let both = both.filter(|_| scope.is_none()).map(|(name, title)| (without_joints(name), without_joints(title)));
        let beside: Vec<(Scope<'_>, &str)> = both
            .filter(|(name, title)| !title.is_empty() && is_name(&unspaced(name)))
            .filter_map(|(name, title)| Some((Scope::just(name)?, without_kinds(title))))
            .collect();
        if let Some(answer) =
            beside.iter().find_map(|(scope, title)| self.called_in(catalogue, text, title, Some(scope)))
        {
            return Some(answer);
        }
        for (scope, title) in &beside {
            let just = of(title, Some(scope));
            if !just.is_empty() {
                return Some(Err(refusal::belonging(text.trim(), "these names", catalogue, &just)));
            }
        }
        // With a slip in the title, as behind an @.
        beside.into_iter().find_map(|(scope, title)| {
            let found = self.search(catalogue, text, title, Some(scope), &|_| false).ok()?;
            Some(Ok(Found { how: found.how.max(How::Part), ..found }))
        })
    }

    /// The track that a part of a text is the whole title of.
    fn called_in(
        &self,
        catalogue: &Catalogue,
        text: &str,
        title: &str,
        scope: Option<&Scope<'_>>,
    ) -> Option<Result<Found, Error>> {
        let wanted = Wanted::new(title);
        let called = Search::new(catalogue, self.tables(catalogue), &wanted).hits(How::Name, |_| None);
        match closest(&called, catalogue, scope).as_slice() {
            [] => None,
            [track] => Some(Ok(Found { track: *track, how: How::Part })),
            several => Some(Err(refusal::ambiguous(text.trim(), catalogue, several))),
        }
    }
}

/// So many words may stand beside a name, or syllables where there are no words.
const MOST_SPACES: usize = 12;

/// A text without the words at its ends that say it is songs of somebody: 아이유 노래, goblin ost, songs by IU.
fn without_kinds(text: &str) -> &str {
    let mut core = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    while let Some((rest, _)) = core.rsplit_once(' ').filter(|(_, last)| is_of_a_kind(&unspaced(last))) {
        core = rest.trim_end();
    }
    while let Some((_, rest)) = core.split_once(' ').filter(|(first, _)| is_of_a_kind(&unspaced(first))) {
        core = rest.trim_start();
    }
    // Korean writes them on.
    let glued = ["노래", "ost", "OST"].iter().find_map(|kind| core.strip_suffix(kind));
    glued.filter(|rest| rest.ends_with(is_hangul)).unwrap_or(core)
}

/// A part of a text without what joins it to the other: by, from, a dash or a comma.
fn without_joints(part: &str) -> &str {
    let joint = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ':' | '/' | '·' | '(' | ')');
    let part = part.trim_matches(joint);
    let part = ["by ", "from "].iter().find_map(|joint| part.strip_prefix(joint)).unwrap_or(part);
    [" by", " from"].iter().find_map(|joint| part.strip_suffix(joint)).unwrap_or(part).trim_matches(joint)
}

/// Whether a track may be meant that has a title as near as a misspelling is. Two syllables are too little to go by; and where there are several
/// slips, each word has to be near to its own: I Need You is not I Feel You.
pub(super) fn is_likely(wanted: &Wanted<'_>, track: &Track) -> bool {
    if wanted.compact.chars().count() <= 2 && wanted.compact.contains(is_hangul) {
        return false;
    }
    let typed: Vec<&str> = wanted.folded.split(' ').collect();
    let near = |(own, typed): (&str, &&str)| {
        let typed = Wanted::new(typed);
        let mut spelling = Spelling::default();
        spelling.read(own);
        let tolerance = ((typed.letters.len() + 1) / LETTERS_OF_A_WORD).min(wanted.tolerance);
        spelling.letters() == typed.letters
            || Ruler::new(&typed.letters).distance(spelling.letters(), tolerance).is_some()
    };
    let few = (wanted.letters.len() / LETTERS_A_SLIP).max(1);
    let mut comparable = false;
    for title in track.titles().map(fold) {
        let own: Vec<&str> = title.split(' ').collect();
        let mut spelling = Spelling::default();
        spelling.read(&title);
        let Some(slips) = Ruler::new(&wanted.letters).distance(spelling.letters(), wanted.tolerance) else { continue };
        if slips <= few || (own.len() == typed.len() && own.iter().copied().zip(&typed).all(near)) {
            return true;
        }
        comparable = true;
    }
    !comparable
}

/// One slip is always likely, and one for so many letters.
const LETTERS_A_SLIP: usize = 8;

/// In so many letters of a word one may be wrong, or out of place.
const LETTERS_OF_A_WORD: usize = 3;
