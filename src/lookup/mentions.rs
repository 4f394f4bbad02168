//! What words of a mood may mean beside a mood: a drama, an artist, a year or a tempo, which a filter can ask for.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use rustc_hash::FxHashMap;

use crate::catalogue::Catalogue;
use crate::catalogue::fold::unspaced;
use crate::catalogue::shared::Named;
use crate::lookup::hangul::is_hangul;
use crate::lookup::misnamed::misspelt;
use crate::lookup::numbers::{Word, tempo, years};
use crate::lookup::ordinary::is_ordinary;
use crate::lookup::words::{Place, Words, without_particle};
use crate::query::mood::bystanders::comes_from_bystander;

/// What a filter can ask for.
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
    /// Years of release, from [`crate::catalogue::track::Year::MIN`] where there is no first and to `MAX` where there is no last.
    Years(RangeInclusive<u16>),
    /// Beats per minute.
    Tempo(RangeInclusive<f64>),
}

/// Words that mean what a filter can ask for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Mentioned {
    /// What they mean.
    pub mention: Mention,
    /// Whether it is not wanted: without IU, 아이유 빼고.
    pub refused: bool,
    /// Whether nothing else is asked for.
    pub alone: bool,
}

/// A name has so many words at most.
const LONGEST: usize = 10;

/// A misspelt name is looked for in so many words at most.
const MISSPELT: usize = 5;

/// And so many times for each number of words, since all names are compared.
const COMPARED: usize = 6;

/// Finds in a text names that are somebody's as a whole, as far as one of their words is unknown or there are enough of them; years and tempi; and misspellings
/// of names, of which all words are unknown. Each once, in the order of the text. Of names that have words in common the longest is taken, misspelt ones last.
///
/// `has` says whether a series or an artist is called so, folded and without spaces; `released` are the first and the last year of the catalogue.
pub(crate) fn mentions(
    catalogue: &Catalogue,
    text: &str,
    unknown: &[&str],
    has: impl Fn(Named, &str) -> bool,
    released: &RangeInclusive<u16>,
) -> Vec<Mentioned> {
    const KINDS: [Named; 2] = [Named::Series, Named::Artists];
    let words = Words::new(text, unknown);
    let n = words.tokens.len();
    let mention = |named, written: &String| match named {
        Named::Series => Mention::Drama(written.clone()),
        Named::Artists => Mention::Artist(written.clone()),
    };
    // Names with unknown words are looked for among all at once; those of known words one by one. Of the ways to take a word the first that is a name counts.
    let mut asked: FxHashMap<String, Vec<(Place, usize, String)>> = FxHashMap::default();
    let mut found: Vec<(Place, usize, Mention)> = Vec::new();
    for place in (0..n).flat_map(|from| (from + 1..=n.min(from + LONGEST)).map(move |to| (from, to))) {
        for (way, (name, written)) in words.names(place).into_iter().enumerate() {
            if words.is_unknown(place) {
                asked.entry(name).or_default().push((place, way, written));
            } else {
                let is = |named: &Named| {
                    words.tells(place, &name, *named) && words.is_a_name(place, &name, *named) && has(*named, &name)
                };
                found.extend(KINDS.into_iter().filter(is).map(|named| (place, way, mention(named, &written))));
            }
        }
    }
    for named in KINDS.into_iter().filter(|_| !asked.is_empty()) {
        let mut names: BTreeSet<String> = BTreeSet::new();
        catalogue.each_name(named, |name| {
            let name = unspaced(name);
            if asked.contains_key(&name) {
                names.insert(name);
            }
        });
        for name in &names {
            let known = asked.get(name).into_iter().flatten();
            let own = known.filter(|(place, ..)| words.is_a_name(*place, name, named));
            found.extend(own.map(|(place, way, written)| (*place, *way, mention(named, written))));
        }
    }
    found.extend(numbers(&words, released));
    // The longest first, of equally long ones the first, a drama before an artist.
    found.sort_by_key(|((from, to), way, mention)| {
        (Reverse(to - from), *from, *way, !matches!(mention, Mention::Drama(_)))
    });
    let found = found.into_iter().map(|(place, _, mention)| (place, mention)).chain(misspellings(catalogue, &words));
    let mut kept: Vec<(Place, Mention)> = Vec::new();
    for (place, mention) in found {
        // A name may be a drama's and an artist's.
        let both = matches!(mention, Mention::Artist(_));
        let is_new = |(known, other): &(Place, Mention)| {
            let apart = place.1 <= known.0 || known.1 <= place.0;
            (apart || (both && place == *known && matches!(other, Mention::Drama(_)))) && *other != mention
        };
        if kept.iter().all(is_new) {
            kept.push((place, mention));
        }
    }
    kept.sort_by_key(|(place, _)| *place);
    let told = |(place, mention): (Place, Mention)| Mentioned {
        mention,
        refused: words.refused(place),
        alone: place == words.core,
    };
    kept.into_iter().map(told).collect()
}

/// Years in which anything was released, and tempi, of which a word is unknown.
fn numbers(words: &Words, released: &RangeInclusive<u16>) -> Vec<(Place, usize, Mention)> {
    let tokens: Vec<Word<'_>> =
        words.tokens.iter().zip(&words.folded).map(|(token, folded)| Word::new(token, folded)).collect();
    let number = |at: usize| {
        let of_tempo = || tempo(&tokens, at).map(|(place, range)| (place, Mention::Tempo(range)));
        let of_years = || {
            let (place, range) = years(&tokens, at)?;
            let any = range.start() <= released.end() && released.start() <= range.end();
            // A year may be a word of mood, but not years.
            let tells = words.is_unknown(place) || range.start() < range.end();
            (any && tells).then_some((place, Mention::Years(range)))
        };
        let tempo = of_tempo().filter(|(place, _)| words.is_unknown(*place));
        let (place, mention) = tempo.or_else(of_years)?;
        // No filter leaves out years or tempi.
        (!words.refused(place)).then_some((place, 0, mention))
    };
    (0..tokens.len()).filter_map(number).collect()
}

/// What may be a misspelling of a name, the longest first.
fn misspellings(catalogue: &Catalogue, words: &Words) -> Vec<(Place, Mention)> {
    let may_be =
        |at: usize| words.unknown[at] && !is_ordinary(&words.folded[at]) && !comes_from_bystander(&words.folded[at]);
    let may_all_be =
        |from: &usize, count: usize| from + count <= words.tokens.len() && (*from..from + count).all(may_be);
    let of_length = |count: usize| (0..words.tokens.len()).filter(move |from| may_all_be(from, count)).take(COMPARED);
    let places: Vec<Place> =
        (1..=MISSPELT).rev().flat_map(|count| of_length(count).map(move |from| (from, from + count))).collect();
    let texts: Vec<String> = places
        .iter()
        .map(|place| {
            let written = words.written(*place);
            without_particle(&written).first().map_or_else(|| written.clone(), |bare| (*bare).to_owned())
        })
        .collect();
    let (places, texts): (Vec<Place>, Vec<&str>) = places
        .iter()
        .zip(texts.iter().map(String::as_str))
        .filter(|(_, text)| !is_ordinary(&unspaced(text)) && is_long_enough(text))
        .unzip();
    // The words of a mood are seldom names, so fewer edits are forgiven than where a name is asked for.
    let [series, artists] =
        [Named::Series, Named::Artists].map(|named| misspelt(catalogue, named, &texts, |letters| letters / 5));
    let mentions = texts.into_iter().zip(series.into_iter().zip(artists)).map(|(written, (series, artist))| {
        // What is called just so was found before, though with something written on to it.
        let near = |name: &String| unspaced(name) != unspaced(written);
        let (written, series, artist) = (written.to_owned(), series.filter(near), artist.filter(near));
        match (series, artist) {
            (Some(name), _) => Some(Mention::NearlyDrama { written, name }),
            (None, Some(name)) => Some(Mention::NearlyArtist { written, name }),
            (None, None) => None,
        }
    });
    places.into_iter().zip(mentions).filter_map(|(place, mention)| Some((place, mention?))).collect()
}

/// Two syllables are too little to be a misspelling of anything.
fn is_long_enough(text: &str) -> bool {
    !(1..=2).contains(&text.chars().filter(|c| is_hangul(*c)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recommender;

    fn named(text: &str) -> Vec<String> {
        let recommender = Recommender::embedded();
        let mood = recommender.read_mood(text);
        let word = |mentioned: Mentioned| {
            let said = match mentioned.mention {
                Mention::Drama(name) => format!("drama {name}"),
                Mention::Artist(name) => format!("artist {name}"),
                Mention::NearlyDrama { written, name } => format!("{written} ~ drama {name}"),
                Mention::NearlyArtist { written, name } => format!("{written} ~ artist {name}"),
                Mention::Years(years) => format!("years {years:?}"),
                Mention::Tempo(bpm) => format!("tempo {bpm:?}"),
            };
            if mentioned.refused { format!("no {said}") } else { said }
        };
        recommender.mentions(&mood).into_iter().map(word).collect()
    }

    #[test]
    fn whole_names_of_which_a_word_is_unknown() {
        assert_eq!(named("Hotel del Luna, sad"), ["drama Hotel del Luna"]);
        assert_eq!(named("a love song by park bo-gum!"), ["artist park bo-gum"]);
        assert_eq!(named("10cm warm iu"), ["artist 10cm", "artist iu"]);
        assert_eq!(named("crash landing on you love"), ["drama crash landing on you"]);
        assert_eq!(named("sad f(x) and Car, the Garden"), ["artist f x", "artist Car the Garden"]);
        assert_eq!(named("lyn's sad songs"), ["artist lyn"]);
        assert_eq!(named("sad punch songs"), ["artist punch"]);
        assert_eq!(named("sad punch ost"), ["drama punch"]);
        assert_eq!(named("loco vibes, sad, songs by loco"), ["artist loco"], "wherever it is one");
    }

    #[test]
    fn korean_names_with_whatever_is_written_on_to_them() {
        assert_eq!(named("도깨비 아이유 위로"), ["drama 도깨비", "artist 아이유"]);
        assert_eq!(named("아이유의 슬픈 노래"), ["artist 아이유"]);
        assert_eq!(named("폴킴이랑 규현처럼"), ["artist 폴킴", "artist 규현"]);
        assert_eq!(named("아이유,태연 슬픈 응팔ost"), ["artist 아이유", "artist 태연", "drama 응팔"]);
        assert_eq!(named("SG워너비 발라드, 슬의생2"), ["artist SG워너비", "drama 슬의생2"]);
        assert_eq!(named("아이유ㅠㅠ 아이유노래 태후에 나온"), ["artist 아이유", "drama 태후"]);
        assert_eq!(named("송가인 트로트"), ["artist 송가인"], "though it is near to a word of mood");
        assert_eq!(named("갯마을 차차차 설렘"), ["drama 갯마을 차차차"]);
        assert_eq!(named("비밀의 숲의 긴장감"), ["drama 비밀의 숲"]);
        assert_eq!(named("이하이랑 에픽하이랑 신나는"), ["artist 이하이", "artist 에픽하이"]);
        assert_eq!(named("괜사랑 느낌"), ["drama 괜사랑"], "a whole word before a part of it");
        assert_eq!(named("아이유노래는 슬퍼"), ["artist 아이유"]);
    }

    #[test]
    fn every_drama_is_one_behind_from() {
        let recommender = Recommender::embedded();
        for (_, track) in recommender.catalogue().iter() {
            let drama = unspaced(track.drama.as_ref().unwrap().as_str());
            let text = format!("sad songs from {}", track.drama.as_ref().unwrap());
            let told = recommender.mentions(&recommender.read_mood(&text));
            let is = |told: &Mentioned| matches!(&told.mention, Mention::Drama(name) if unspaced(name) == drama);
            assert!(told.iter().any(is), "{text}: {told:?}");
        }
    }

    #[test]
    fn names_that_are_not_wanted() {
        for text in
            ["아이유 빼고 슬픈", "아이유 말고 슬픈", "슬픈 노래 아이유 제외", "아이유 노래 빼고 슬픈", "아이유는 빼줘"]
        {
            assert_eq!(named(text), ["no artist 아이유"], "{text}");
        }
        for text in ["sad without IU", "songs not by IU, sad", "sad, anything but IU", "without any IU songs"] {
            assert_eq!(named(text), ["no artist IU"], "{text}");
        }
        assert_eq!(named("sad, not 2016"), [""; 0], "no filter leaves out a year");
    }

    #[test]
    fn misspelt_names_of_which_no_word_is_known() {
        assert_eq!(named("sad song from hotel dell luna"), ["hotel dell luna ~ drama Hotel Del Luna"]);
        assert_eq!(named("taeyon, and IU, sad"), ["taeyon ~ artist TAEYEON", "artist IU"]);
        assert_eq!(named("hotel del luna taeyon"), ["drama hotel del luna", "taeyon ~ artist TAEYEON"]);
        assert_eq!(named("아이우 슬픈 노래"), ["아이우 ~ artist 아이유"]);
        assert_eq!(named("gumy sad"), [""; 0], "four letters are somebody's by chance");
        assert_eq!(named("qwertyuiop asdfgh"), [""; 0]);
        assert_eq!(named(&"zxcvb ".repeat(3000)), [""; 0]);
    }

    #[test]
    fn numbers_that_a_filter_takes() {
        assert_eq!(named("2016 heartbreak"), ["years 2016..=2016"]);
        assert_eq!(named("80 bpm ballad, 120bpm"), ["tempo 80.0..=80.0", "tempo 120.0..=120.0"]);
        assert_eq!(named("reply 1988 nostalgia"), ["drama reply 1988"]);
        assert_eq!(named(&"80 bpm iu 2016 ".repeat(50)), ["tempo 80.0..=80.0", "artist iu", "years 2016..=2016"]);
        assert_eq!(named("(72.5BPM) sad"), ["tempo 72.5..=72.5"]);
        assert_eq!(named("sad, after 2020"), ["years 2021..=2100"]);
        assert_eq!(named("from 2010 to 2015, sad"), ["years 2010..=2015"], "though one of them is a word of mood");
        assert_eq!(named("sad, before 2010"), ["years 1900..=2009"], "though 2010 is a word of mood");
        assert_eq!(named("2010년부터 2015년까지 슬픈 노래"), ["years 2010..=2015"]);
        assert_eq!(named("between 60 and 80 bpm, calm"), ["tempo 60.0..=80.0"]);
        assert_eq!(named("7 rainy 99999 8.0 bpm 1954"), [""; 0], "nothing is that old");
    }

    #[test]
    fn what_is_understood_is_mostly_nobody() {
        for text in [
            "rainy, heartbroken, but hopeful",
            "joy",
            "a big hug",
            "red velvet dress at night",
            "think twice about love",
            "a pink sky at dusk",
            "당신을 그리는 밤",
            "봄을 알리는 노래를 듣는 아침",
            "현재 기분 우울",
            "나비가 날아다니는 봄",
            "a sad first love song",
            "이정도 슬픔은 괜찮아",
            "슬픈 피아노 곡",
            "피아노 노래",
        ] {
            assert_eq!(named(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_understood_may_be_a_drama_all_together() {
        for (text, name) in [
            ("goblin", "goblin"),
            ("goblin ost", "goblin"),
            ("songs like goblin", "goblin"),
            ("도깨비 느낌의 노래", "도깨비"),
            ("Queen of Tears", "Queen of Tears"),
            ("sad songs from queen of tears, please", "queen of tears"),
            ("눈물의 여왕 같은", "눈물의 여왕"),
        ] {
            assert_eq!(named(text), [format!("drama {name}")], "{text}");
        }
        assert_eq!(named(&"of tears ".repeat(2000)), [""; 0]);
    }
}
