//! Hangul in Latin letters, by Revised Romanisation, and what the forms people type have in common.
//!
//! Source: National Institute of Korean Language, "Romanization of Korean", Notice 2000-8.

use crate::lookup::hangul::{Syllable, pair};

/// How far sound changes go in a romanisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As pronounced, which is the rule: 첫눈 cheonnun.
    Spoken,
    /// Syllable by syllable, which is what many people type: cheotnun.
    Written,
}

/// Appends a folded name in Latin letters; whatever is not Hangul stays as it is.
pub(super) fn romanise(folded: &str, reading: Reading, latin: &mut String) {
    // Sounds meet within a word only, so a space ends what is held back.
    let mut held: Option<char> = None;
    for c in folded.chars() {
        let Some(syllable) = Syllable::of(c) else {
            latin.push_str(held.take().map_or("", closing));
            latin.push(c);
            continue;
        };
        let (coda, onset) = match (held, reading) {
            (None, _) => ("", opening(syllable.onset)),
            (Some(coda), Reading::Spoken) => spoken(coda, syllable.onset, syllable.vowel),
            (Some(coda), Reading::Written) => written(coda, syllable.onset),
        };
        latin.push_str(coda);
        latin.push_str(onset);
        latin.push_str(nucleus(syllable.vowel));
        held = syllable.coda;
    }
    latin.push_str(held.map_or("", closing));
}

/// Writes both readings of a folded name that holds Hangul; says whether it does.
pub(super) fn readings(folded: &str, latin: &mut [String; 2]) -> bool {
    if folded.is_ascii() || !folded.chars().any(|c| Syllable::of(c).is_some()) {
        return false;
    }
    for (latin, reading) in latin.iter_mut().zip([Reading::Spoken, Reading::Written]) {
        latin.clear();
        romanise(folded, reading, latin);
    }
    true
}

/// A final consonant carried over to a vowel, otherwise both as they stand.
fn written(coda: char, onset: char) -> (&'static str, &'static str) {
    if onset != 'ㅇ' || coda == 'ㅇ' {
        return (closing(coda), opening(onset));
    }
    let (stays, moves) = pair(coda);
    (stays.map_or("", closing), opening(moves))
}

/// What becomes of a final consonant and the initial one it meets.
fn spoken(coda: char, onset: char, vowel: char) -> (&'static str, &'static str) {
    let (stays, last) = pair(coda);
    let rest = stays.map_or("", closing);
    if last == 'ㅎ' {
        let hardened = match onset {
            'ㄱ' => 'ㅋ',
            'ㄷ' => 'ㅌ',
            'ㅈ' => 'ㅊ',
            'ㅅ' => 'ㅆ',
            // 놓는 nonneun; the ㅎ of any other pair is silent.
            'ㄴ' if stays.is_none() => return ("n", "n"),
            other => other,
        };
        return match stays {
            Some(stays) => spoken(stays, hardened, vowel),
            None => ("", opening(hardened)),
        };
    }
    let palatal = matches!(vowel, 'ㅣ' | 'ㅕ');
    match (last, onset) {
        ('ㅇ', 'ㅇ') => ("ng", ""),
        ('ㄷ', 'ㅇ') if palatal => (rest, "j"),
        ('ㄷ', 'ㅎ') | ('ㅌ', 'ㅇ') if palatal => (rest, "ch"),
        ('ㄱ', 'ㅎ') => (rest, "k"),
        ('ㄷ' | 'ㅅ', 'ㅎ') => (rest, "t"),
        ('ㅂ', 'ㅎ') => (rest, "p"),
        ('ㅈ', 'ㅎ') => (rest, "ch"),
        (_, 'ㅇ') => (rest, opening(last)),
        _ => assimilated(closing(coda), onset),
    }
}

/// Stops turn nasal before nasals, and ㄹ meets nothing but itself.
fn assimilated(coda: &'static str, onset: char) -> (&'static str, &'static str) {
    let nasal = match coda {
        "k" => "ng",
        "t" => "n",
        "p" => "m",
        other => other,
    };
    match (coda, onset) {
        ("n" | "l", 'ㄹ') | ("l", 'ㄴ') => ("l", "l"),
        (_, 'ㄹ') => (nasal, "n"),
        (_, 'ㄴ' | 'ㅁ') => (nasal, opening(onset)),
        _ => (coda, opening(onset)),
    }
}

fn opening(onset: char) -> &'static str {
    match onset {
        'ㄱ' => "g",
        'ㄲ' => "kk",
        'ㄴ' => "n",
        'ㄷ' => "d",
        'ㄸ' => "tt",
        'ㄹ' => "r",
        'ㅁ' => "m",
        'ㅂ' => "b",
        'ㅃ' => "pp",
        'ㅅ' => "s",
        'ㅆ' => "ss",
        'ㅈ' => "j",
        'ㅉ' => "jj",
        'ㅊ' => "ch",
        'ㅋ' => "k",
        'ㅌ' => "t",
        'ㅍ' => "p",
        'ㅎ' => "h",
        _ => "",
    }
}

fn closing(coda: char) -> &'static str {
    match coda {
        'ㄱ' | 'ㄲ' | 'ㄳ' | 'ㄺ' | 'ㅋ' => "k",
        'ㄴ' | 'ㄵ' | 'ㄶ' => "n",
        'ㄹ' | 'ㄼ' | 'ㄽ' | 'ㄾ' | 'ㅀ' => "l",
        'ㅁ' | 'ㄻ' => "m",
        'ㅂ' | 'ㅄ' | 'ㄿ' | 'ㅍ' => "p",
        'ㅇ' => "ng",
        _ => "t",
    }
}

fn nucleus(vowel: char) -> &'static str {
    match vowel {
        'ㅏ' => "a",
        'ㅐ' => "ae",
        'ㅑ' => "ya",
        'ㅒ' => "yae",
        'ㅓ' => "eo",
        'ㅔ' => "e",
        'ㅕ' => "yeo",
        'ㅖ' => "ye",
        'ㅗ' => "o",
        'ㅘ' => "wa",
        'ㅙ' => "wae",
        'ㅚ' => "oe",
        'ㅛ' => "yo",
        'ㅜ' => "u",
        'ㅝ' => "wo",
        'ㅞ' => "we",
        'ㅟ' => "wi",
        'ㅠ' => "yu",
        'ㅡ' => "eu",
        'ㅢ' => "ui",
        _ => "i",
    }
}

/// What the ways of typing one Korean word in Latin letters have in common; spaces go.
///
/// It tells no eo from u or o, no ae from e, no ui from i, no g from k, d from t, b from p, r from l, j from ch,
/// no doubled letter from a single one, and hears no h.
pub(super) fn loosened(latin: &[char]) -> impl Iterator<Item = char> {
    let mut rest = latin;
    let mut last = None;
    std::iter::from_fn(move || {
        loop {
            // Longest first. A w is the short o it begins with, so that wo, weo, woo and u are one.
            let (sound, used) = match rest {
                [] => return None,
                ['e', 'u', 'i', ..] => ('i', 3),
                ['u', 'i', ..] | ['e', 'e', ..] => ('i', 2),
                ['e', 'o' | 'u', ..] => ('o', 2),
                ['a', 'e', ..] => ('e', 2),
                ['c', 'h', ..] => ('j', 2),
                [' ' | 'h', ..] => {
                    rest = &rest[1..];
                    continue;
                }
                ['o' | 'u' | 'w', ..] => ('o', 1),
                ['g' | 'c' | 'q', ..] => ('k', 1),
                ['d', ..] => ('t', 1),
                ['b', ..] => ('p', 1),
                ['r', ..] => ('l', 1),
                [other, ..] => (*other, 1),
            };
            rest = &rest[used..];
            if last.replace(sound) != Some(sound) {
                return Some(sound);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(hangul: &str, reading: Reading) -> String {
        let mut latin = String::new();
        romanise(hangul, reading, &mut latin);
        latin
    }

    fn heard(latin: &str) -> String {
        loosened(&latin.chars().collect::<Vec<_>>()).collect()
    }

    /// The first block is from the notice itself.
    #[test]
    fn follows_the_published_rules() {
        for (hangul, latin) in [
            ("신라", "silla"),
            ("독립", "dongnip"),
            ("같이", "gachi"),
            ("왕십리", "wangsimni"),
            ("백마", "baengma"),
            ("좋고", "joko"),
            ("놓다", "nota"),
            ("별내", "byeollae"),
            ("종로", "jongno"),
            ("해돋이", "haedoji"),
            ("맞히다", "machida"),
            ("잡혀", "japyeo"),
            ("의정부", "uijeongbu"),
            ("울릉", "ulleung"),
            ("옥천", "okcheon"),
            ("벚꽃", "beotkkot"),
            ("한밭", "hanbat"),
            ("팔당", "paldang"),
            //
            ("첫눈", "cheonnun"),
            ("널 사랑해", "neol saranghae"),
            ("좋아", "joa"),
            ("많아", "mana"),
            ("싫어", "sireo"),
            ("읽어 없어", "ilgeo eopseo"),
            ("앉아", "anja"),
            ("놓는 잃는", "nonneun illeun"),
            ("못해 붙여 굳히다", "motae buchyeo guchida"),
            ("있잖아", "itjana"),
            ("사랑이야 ost", "sarangiya ost"),
        ] {
            assert_eq!(read(hangul, Reading::Spoken), latin, "{hangul}");
        }
    }

    #[test]
    fn the_written_reading_carries_over_but_changes_nothing() {
        for (hangul, latin) in
            [("첫눈처럼", "cheotnuncheoreom"), ("독립", "dokrip"), ("눈이 옷이", "nuni osi"), ("좋아", "joha")]
        {
            assert_eq!(read(hangul, Reading::Written), latin, "{hangul}");
        }
    }

    #[test]
    fn typed_forms_of_one_word_are_one() {
        for forms in [
            &["neol saranghae", "nul saranghe", "nol sarang hae", "neolsalanghae"][..],
            &["geudae", "gude", "keudae", "kudae"],
            &["eotteon", "uhtteon", "otton", "utdun"],
            &["jeongmal", "chungmal", "jungmal"],
            &["sseulsseulhago", "sulsulhago", "seulseulhago"],
            &["uri", "woori", "oori"],
            &["won", "weon", "woon"],
            &["heuinnun", "hinnun", "huinnun"],
        ] {
            for form in forms {
                assert_eq!(heard(form), heard(forms[0]), "{form}");
            }
        }
        assert_ne!(heard("sarang"), heard("saram"));
    }
}
