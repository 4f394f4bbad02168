//! What words that are no mood may mean: a drama, an artist, a year or a tempo, which a filter can ask for.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalogue::Catalogue;
use crate::catalogue::fold::unspaced;
use crate::catalogue::shared::Named;
use crate::catalogue::track::{Bpm, Year};
use crate::lookup::hangul::is_hangul;
use crate::lookup::misnamed::misspelt;

/// Words that a filter can ask for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Mention {
    /// The name of a drama, as it was written.
    Drama(String),
    /// The name of an artist, as it was written.
    Artist(String),
    /// A misspelling of the name of a drama.
    NearlyDrama {
        /// As it was written.
        written: String,
        /// As the catalogue writes it.
        name: String,
    },
    /// A misspelling of the name of an artist.
    NearlyArtist {
        /// As it was written.
        written: String,
        /// As the catalogue writes it.
        name: String,
    },
    /// The year of release.
    Year(Year),
    /// Beats per minute.
    Tempo(Bpm),
}

/// A name has so many words at most.
const LONGEST: usize = 8;

/// A misspelt name is looked for in so many words at most, and so many times for each number of words, since all names are compared.
const MISSPELT: usize = 5;
const COMPARED: usize = 6;

/// So many words that are a name together mean it, even if each of them means something of its own.
const TELLING: usize = 3;

/// What stands behind a name in Korean and is no part of it, the longer ones first.
const PARTICLES: [&str; 16] =
    ["에서", "이랑", "하고", "처럼", "의", "이", "가", "은", "는", "을", "를", "와", "과", "랑", "도", "만"];

/// The fewest letters of Hangul before a particle.
const BEFORE_PARTICLE: usize = 2;

/// Finds in a text the names that are somebody's as a whole, and numbers, as far as one of their words is unknown; names of dramas that are the whole text, or
/// of at least [`TELLING`] words; and misspellings of names, of which all words are unknown. Each once, in the order of the text. Of names that have words in
/// common the longest is taken, misspelt ones last. `is_drama` says whether a drama is called so, folded and without spaces.
pub(crate) fn mentions(
    catalogue: &Catalogue,
    text: &str,
    unknown: &[&str],
    is_drama: impl Fn(&str) -> bool,
) -> Vec<Mention> {
    let unknown: FxHashSet<String> =
        unknown.iter().map(|word| unspaced(word)).filter(|word| !word.is_empty()).collect();
    let words: Vec<(&str, String)> = text.split_whitespace().map(|word| (word, unspaced(word))).collect();
    let is_unknown: Vec<bool> = words.iter().map(|(_, folded)| unknown.contains(folded)).collect();
    // What is asked for of all names at once; a name of known words is looked up by itself.
    let mut phrases: FxHashMap<String, ((usize, usize), String)> = FxHashMap::default();
    let mut found: Vec<((usize, usize), Mention)> = Vec::new();
    for from in 0..words.len() {
        let mut phrase = String::new();
        for to in from + 1..=words.len().min(from + LONGEST) {
            phrase += &words[to - 1].1;
            let spelled = written(&words[from..to]);
            let bare = without_particle(&phrase).map(str::to_owned).zip(without_particle(&spelled).map(str::to_owned));
            let said = std::iter::once((phrase.clone(), spelled)).chain(bare);
            if is_unknown[from..to].contains(&true) {
                said.for_each(|(name, spelled)| {
                    phrases.entry(name).or_insert(((from, to), spelled));
                });
            } else if to - from >= TELLING.min(words.len()) {
                let dramas = said.filter(|(name, _)| is_drama(name));
                found.extend(dramas.map(|(_, spelled)| ((from, to), Mention::Drama(spelled))));
            }
        }
    }
    let asked = if phrases.is_empty() { &[][..] } else { &[Named::Series, Named::Artists] };
    for named in asked {
        let mut places: FxHashSet<&((usize, usize), String)> = FxHashSet::default();
        catalogue.each_name(*named, |name| places.extend(phrases.get(&unspaced(name))));
        let mention = |name: &String| match named {
            Named::Series => Mention::Drama(name.clone()),
            Named::Artists => Mention::Artist(name.clone()),
        };
        found.extend(places.into_iter().map(|(place, name)| (*place, mention(name))));
    }
    found.extend((0..words.len()).filter(|at| is_unknown[*at]).filter_map(|at| number(&words, at)));
    // The longest first; of equally long ones a drama before an artist before a number, as they were found.
    found.sort_by_key(|((from, to), _)| (Reverse(to - from), *from));
    found.extend(misspellings(catalogue, &words, &is_unknown));
    let mut kept: Vec<((usize, usize), Mention)> = Vec::new();
    for ((from, to), mention) in found {
        let is_new =
            |((start, end), known): &((usize, usize), Mention)| (to <= *start || *end <= from) && *known != mention;
        if kept.iter().all(is_new) {
            kept.push(((from, to), mention));
        }
    }
    kept.sort_by_key(|(place, _)| *place);
    kept.into_iter().map(|(_, mention)| mention).collect()
}

/// What may be a misspelling of a name, the longest first.
fn misspellings(
    catalogue: &Catalogue,
    words: &[(&str, String)],
    is_unknown: &[bool],
) -> Vec<((usize, usize), Mention)> {
    let all_unknown = |from: &usize, count: usize| {
        is_unknown.get(*from..*from + count).is_some_and(|all| all.iter().all(|unknown| *unknown))
    };
    let of_length = |count: usize| (0..words.len()).filter(move |from| all_unknown(from, count)).take(COMPARED);
    let places: Vec<(usize, usize)> =
        (1..=MISSPELT).rev().flat_map(|count| of_length(count).map(move |from| (from, from + count))).collect();
    let texts: Vec<String> = places.iter().map(|(from, to)| written(&words[*from..*to])).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    // The words of a mood are seldom names, so fewer edits are forgiven than where a name is asked for.
    let [series, artists] =
        [Named::Series, Named::Artists].map(|named| misspelt(catalogue, named, &texts, |letters| letters / 5));
    let mentions = texts.into_iter().zip(series.into_iter().zip(artists)).map(|(written, (series, artist))| {
        let written = written.to_owned();
        match (series, artist) {
            (Some(name), _) => Some(Mention::NearlyDrama { written, name }),
            (None, Some(name)) => Some(Mention::NearlyArtist { written, name }),
            (None, None) => None,
        }
    });
    places.into_iter().zip(mentions).filter_map(|(place, mention)| Some((place, mention?))).collect()
}

/// Words as they were written, without what stands around them.
fn written(words: &[(&str, String)]) -> String {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    bare(&words.join(" ")).to_owned()
}

/// A name in Hangul without the particle behind it; none where it has none.
fn without_particle(name: &str) -> Option<&str> {
    let bare = PARTICLES.iter().find_map(|particle| name.strip_suffix(particle))?;
    let last = bare.chars().rev().take(BEFORE_PARTICLE);
    (last.filter(|c| is_hangul(*c)).count() == BEFORE_PARTICLE).then_some(bare)
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The year or the tempo that a word is a number of, by itself or with the unit behind it.
fn number(words: &[(&str, String)], at: usize) -> Option<((usize, usize), Mention)> {
    // As it was written: folded, 12.5 would be 125.
    let word = bare(words[at].0).to_lowercase();
    let of_tempo = |number: &str, to: usize| Some(((at, to), Mention::Tempo(Bpm::new(number.parse().ok()?).ok()?)));
    match word.strip_suffix("bpm") {
        Some(number) => of_tempo(number, at + 1),
        None if words.get(at + 1).is_some_and(|(_, next)| next == "bpm") => of_tempo(&word, at + 2),
        None if word.len() == 4 => Some(((at, at + 1), Mention::Year(Year::new(word.parse().ok()?).ok()?))),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recommender;

    fn named(text: &str) -> Vec<String> {
        let recommender = Recommender::embedded();
        let mood = recommender.read_mood(text);
        let word = |mention: Mention| match mention {
            Mention::Drama(name) => format!("drama {name}"),
            Mention::Artist(name) => format!("artist {name}"),
            Mention::NearlyDrama { written, name } => format!("{written} ~ drama {name}"),
            Mention::NearlyArtist { written, name } => format!("{written} ~ artist {name}"),
            Mention::Year(year) => format!("year {}", year.value()),
            Mention::Tempo(bpm) => format!("tempo {}", bpm.value()),
        };
        recommender.mentions(&mood).into_iter().map(word).collect()
    }

    #[test]
    fn whole_names_of_which_a_word_is_unknown() {
        assert_eq!(named("Hotel del Luna, sad"), ["drama Hotel del Luna"]);
        assert_eq!(named("a love song by park bo-gum!"), ["artist park bo-gum"]);
        assert_eq!(named("10cm warm iu"), ["artist 10cm", "artist iu"]);
        assert_eq!(named("crash landing on you love"), ["drama crash landing on you"]);
        assert_eq!(named("도깨비 아이유 느낌"), ["artist 아이유"], "the other is a word of mood");
        assert_eq!(named("아이유의 슬픈 노래"), ["artist 아이유"], "a particle is no part of the name");
        assert_eq!(named("폴킴이랑 규현처럼"), ["artist 폴킴", "artist 규현"]);
    }

    #[test]
    fn misspelt_names_of_which_no_word_is_known() {
        assert_eq!(named("sad song from hotel dell luna"), ["hotel dell luna ~ drama Hotel Del Luna"]);
        assert_eq!(named("taeyon, and IU, sad"), ["taeyon ~ artist TAEYEON", "artist IU"]);
        assert_eq!(named("hotel del luna taeyon"), ["drama hotel del luna", "taeyon ~ artist TAEYEON"]);
        assert_eq!(named("gumy sad"), [""; 0], "four letters are somebody's by chance");
        assert_eq!(named("qwertyuiop asdfgh"), [""; 0]);
        assert_eq!(named(&"zxcvb ".repeat(3000)), [""; 0]);
    }

    #[test]
    fn numbers_that_a_filter_takes() {
        assert_eq!(named("2016 heartbreak"), ["year 2016"]);
        assert_eq!(named("80 bpm ballad, 120bpm"), ["tempo 80", "tempo 120"]);
        assert_eq!(named("reply 1988 nostalgia"), ["drama reply 1988"]);
        assert_eq!(named(&"80 bpm iu 2016 ".repeat(50)), ["tempo 80", "artist iu", "year 2016"]);
        assert_eq!(named("(72.5BPM) sad"), ["tempo 72.5"]);
        assert_eq!(named("7 rainy 99999 8.0 bpm 60-80 bpm"), [""; 0]);
    }

    #[test]
    fn what_is_understood_is_nobody() {
        assert_eq!(named("rainy, heartbroken, but hopeful"), [""; 0]);
        // A drama is called so, but the word is one of mood.
        assert_eq!(named("a sad goblin song"), [""; 0]);
        assert_eq!(named("joy"), [""; 0], "an artist is called so");
    }

    #[test]
    fn what_is_understood_may_be_a_drama_all_together() {
        assert_eq!(named("goblin"), ["drama goblin"], "all that is asked");
        assert_eq!(named("Queen of Tears"), ["drama Queen of Tears"]);
        assert_eq!(named("sad songs from queen of tears, please"), ["drama queen of tears"], "so many words mean it");
        assert_eq!(named("a sad first love song"), [""; 0], "and two do not");
        assert_eq!(named(&"of tears ".repeat(2000)), [""; 0]);
    }
}
