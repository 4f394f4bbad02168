//! Titles with all that stood around them where they were copied: [도깨비 OST Part 1] 찬열, 펀치 (CHANYEOL, PUNCH) - Stay With Me MV.

use rustc_hash::FxHashSet;

use crate::catalogue::fold::{fold, unspaced};
use crate::catalogue::track::{Track, TrackId, Year};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::Error;
use crate::lookup::finding::{Found, How, Lookup};
use crate::lookup::ordinary::{is_around, is_group};
use crate::lookup::refusal;
use crate::lookup::stages::Search;
use crate::lookup::wanted::Wanted;
use crate::lookup::words::without_particle;

/// The most words of a text that is looked at, and of a title or a name in it.
const MOST: usize = 48;
const LONGEST: usize = 12;

/// Whether a text looks like more than a title: brackets, bars or dashes part it.
pub(super) fn is_parted(text: &str) -> bool {
    let parts = |c: char| matches!(c, '(' | '[' | '【' | '「' | '『' | '<' | '|' | '_' | '–' | '—' | '/' | ':');
    text.contains(parts) || text.contains(" - ") || text.contains("  ")
}

impl Lookup {
    /// The track that a text gives the title of, where every other word of it is of a name of the track's, or says that it is a song of a drama.
    ///
    /// The longest title decides.
    pub(super) fn pasted(&self, catalogue: &Catalogue, text: &str) -> Option<Result<Found, Error>> {
        let found = |track| Some(Ok(Found { track, how: How::Part }));
        // A line that lists candidates begins with the id.
        if let Some((id, rest)) = text.split_once(char::is_whitespace)
            && rest.trim_start().starts_with('(')
            && let Some(track) = TrackId::new(id).ok().and_then(|id| catalogue.find(&id))
        {
            return found(track);
        }
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        if !(2..=MOST).contains(&words.len()) {
            return None;
        }
        for length in (1..words.len().min(LONGEST + 1)).rev() {
            let mut tracks: Vec<TrackIndex> = Vec::new();
            for from in 0..=words.len() - length {
                let (before, rest) = words.split_at(from);
                let (title, after) = rest.split_at(length);
                let title = title.join(" ");
                let wanted = Wanted::new(&title);
                let called = Search::new(catalogue, self.tables(catalogue), &wanted).hits(How::Name, |_| None);
                let called = called.into_iter().map(|hit| hit.track);
                tracks.extend(called.filter(|track| Around::of(&catalogue.glance(*track)).tells([before, after])));
            }
            tracks.sort_unstable();
            tracks.dedup();
            match tracks.as_slice() {
                [] => {}
                [track] => return found(*track),
                several => return Some(Err(refusal::ambiguous(text.trim(), catalogue, several))),
            }
        }
        None
    }
}

/// What may stand around the title of a track.
struct Around {
    /// Its names, folded and without spaces, and the words of each.
    names: FxHashSet<String>,
    words: FxHashSet<String>,
    year: Option<Year>,
}

impl Around {
    fn of(track: &Track) -> Self {
        let all = || track.titles().chain(track.performers()).chain(track.dramas());
        Self {
            names: all().map(unspaced).collect(),
            words: all().flat_map(|name| fold(name).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect(),
            year: track.year,
        }
    }

    /// Whether all of some words are told by the track, and not by numbers alone.
    fn tells(&self, parts: [&[&str]; 2]) -> bool {
        let mut says = false;
        for mut words in parts {
            while let Some((first, rest)) = words.split_first() {
                let together = (1..=words.len().min(LONGEST)).rev();
                let named = together.into_iter().find(|n| self.is_name(&words[..*n].concat()));
                let told = named.is_some() || self.is_word(first);
                let group = (1..=words.len().min(LONGEST)).rev().find(|n| is_group(&words[..*n].concat()));
                if !told && group.is_none() && !self.is_number(first) {
                    return false;
                }
                let taken = named.or(group.filter(|_| !told));
                words = taken.map_or(rest, |taken| &words[taken..]);
                says |= told;
            }
        }
        says
    }

    /// Whether this is a name, or whose: 궁에, IU's.
    fn is_name(&self, name: &str) -> bool {
        let whose = ["s", "의", "에"].into_iter().find_map(|of| name.strip_suffix(of));
        self.names.contains(name) || whose.is_some_and(|name| self.names.contains(name))
    }

    /// Whether a word is of a name, or what stands beside one: 도깨비의, 도깨비OST, Part.2.
    fn is_word(&self, word: &str) -> bool {
        let own = |word: &str| self.words.contains(word) || self.names.contains(word) || is_around(word);
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let kindless = bare.strip_suffix("ost").unwrap_or(bare);
        own(word)
            || (!bare.is_empty() && is_around(bare))
            || (!kindless.is_empty() && own(kindless))
            || without_particle(word).into_iter().any(own)
    }

    /// Whether a word counts something, or is the year of the track.
    fn is_number(&self, word: &str) -> bool {
        word.parse::<u32>().is_ok_and(|number| Year::new(number.into()).map_or(true, |year| self.year == Some(year)))
    }
}

#[cfg(test)]
mod tests {
    use crate::recommender::Recommender;

    #[test]
    fn a_title_is_found_among_what_was_copied_with_it() {
        let recommender = Recommender::embedded();
        let id = |text: &str| {
            let found = recommender.look_up(text).map_err(|error| error.to_string())?;
            Ok::<_, String>(recommender.catalogue().track(found.track).id.to_string())
        };
        for text in [
            "stay-with-me-goblin  (Stay With Me – CHANYEOL & Punch, Gob…",
            "   1  ████    0.67 Stay With Me – CHANYEOL, Punch",
            "Stay With Me – CHANYEOL & Punch, Goblin, 2016",
            "[MV] CHANYEOL, PUNCH - Stay With Me [Goblin OST]",
            "[도깨비 OST Part 1] 찬열, 펀치 (CHANYEOL, PUNCH) - Stay With Me MV",
            "Stay With Me (도깨비OST Part.1)",
            "Stay With Me CHANYEOL Punch",
            "찬열 펀치 stay with me 가사",
            "EXO's Chanyeol - Stay With Me",
            "도깨비에 나온 stay with me",
        ] {
            assert_eq!(id(text).as_deref(), Ok("stay-with-me-goblin"), "{text}");
        }
        for text in ["Beautiful | Crush | Goblin OST Part 4 lyrics", "Crush(크러쉬) _ Beautiful (2016)"] {
            assert_eq!(id(text).as_deref(), Ok("beautiful-goblin"), "{text}");
        }
        for (text, said) in [
            ("Stay With Me (Official MV)", "could be 2 tracks"),
            ("[MV] CHANYEOL - Stay With Me (Hotel Del Luna OST)", "no track is called"),
            ("Red Velvet - Psycho", "no track is called"),
            ("Super Beautiful Crush", "no track is called"),
            ("Crush - Beautiful (2012)", "no track is called"),
            ("Stay With Me (3)", "no track is called"),
        ] {
            let error = id(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
