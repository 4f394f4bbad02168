//! Spelling: the known word that an unknown one was meant to be.

use crate::catalogue::hangul::is_syllable;
use crate::query::mood::bystanders::comes_from_bystander;
use crate::query::mood::hangul::{self, letters};
use crate::query::mood::korean;
use crate::query::mood::phrases::{Found, Phrases};

/// A known form near to an unknown word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Near {
    /// The form's letters.
    pub(crate) form: String,
    pub(crate) found: Found,
    /// Letters inserted, removed, replaced or exchanged with their neighbour.
    pub(crate) distance: usize,
    /// Whether it is near enough, and nothing else as near, to be taken for what was meant.
    pub(crate) certain: bool,
}

/// The nearest known form; none where nothing is near.
pub(crate) fn nearest(phrases: &Phrases, word: &str) -> Option<Near> {
    let written: Vec<u32> = letters(word);
    let hangul = word.chars().all(is_syllable);
    let allowed = if hangul {
        match written.len() {
            0..=3 => return None,
            _ => 1,
        }
    } else {
        match written.len() {
            0..=3 => return None,
            4..=7 => 1,
            8..=32 => 2,
            _ => return None,
        }
    };
    // A Korean word is compared by all the dictionary forms it could come from.
    let mut readings = vec![word.to_owned()];
    if hangul {
        let _: Option<((), _)> = korean::analyse(word, |form| {
            if form.chars().count() >= 2 && readings.len() < 48 && !readings.iter().any(|known| known == form) {
                readings.push(form.to_owned());
            }
            None
        });
    }
    let readings: Vec<(Vec<u32>, bool)> =
        readings.iter().map(|reading| (letters(reading), reading.ends_with('다'))).collect();
    let mut best: Vec<Near> = Vec::new();
    for (form, found) in phrases.iter() {
        let plausible = if hangul {
            form.len() >= 6 && form.len() <= word.len() + 6
        } else {
            form.is_ascii() && form.len().abs_diff(word.len()) <= allowed && shares_start(form, word)
        };
        if !plausible {
            continue;
        }
        let known = letters(form);
        let alike = |(reading, verb): &&(Vec<u32>, bool)| {
            reading.len().abs_diff(known.len()) <= allowed
                && (!hangul || (reading.first() == known.first() && *verb == form.ends_with('다')))
        };
        let distance = readings.iter().filter(alike);
        let distance = distance.map(|(reading, _)| strsim::generic_damerau_levenshtein(reading, &known));
        let Some(distance) = distance.min().filter(|distance| *distance <= allowed) else { continue };
        best.push(Near { form: form.to_owned(), found, distance, certain: false });
    }
    // Among equally near forms the one that a slip of the finger explains, then the one of the same length, then the shorter, then the first in the alphabet.
    best.sort_by_key(|near| {
        let slip = doubles(word, &near.form) || exchanges(word, &near.form);
        (near.distance, !slip, near.form.len().abs_diff(word.len()), near.form.len(), near.form.clone())
    });
    let mut first = best.first()?.clone();
    let rivals =
        best.iter().filter(|near| near.distance == first.distance && near.found.meaning != first.found.meaning);
    let rivals = rivals.count();
    let one = rivals == 0 && first.distance == 1;
    first.certain = if hangul {
        // A short stem under a long ending is no long word.
        let known = letters(&first.form);
        let alike = written.len().min(known.len()) >= 6 && sounds_alike(&readings, &known);
        let long =
            stem(&readings, &known, first.distance).min(stem_of(&known, first.form.ends_with('다'))) >= LONG_HANGUL;
        // What is short and sounds otherwise is near by chance, and not worth a word: 말하다 망하다.
        if !alike && !long {
            return None;
        }
        one
    } else if comes_from_bystander(word) {
        return None;
    } else if first.distance == 1 {
        doubles(word, &first.form)
            || (written.len() >= 5 && exchanges(word, &first.form))
            || (one && written.len() >= 6 && slip(word, &first.form))
    } else {
        rivals == 0 && written.len() >= 9 && framed(word, &first.form)
    };
    // Any other letter makes another word: Chen is no chef.
    if !hangul
        && first.distance == 1
        && !(doubles(word, &first.form) || exchanges(word, &first.form) || slip(word, &first.form))
    {
        return None;
    }
    Some(first)
}

/// The letters of the shortest reading that is so far from a known form, without the end of a verb.
fn stem(readings: &[(Vec<u32>, bool)], known: &[u32], distance: usize) -> usize {
    let near = readings
        .iter()
        .filter(|(reading, _)| strsim::generic_damerau_levenshtein(reading.as_slice(), known) <= distance);
    near.map(|(reading, verb)| stem_of(reading, *verb)).min().unwrap_or(0)
}

/// The letters of a stem: 다 is none of them, nor is 하다.
fn stem_of(letters: &[u32], verb: bool) -> usize {
    let (da, hada) = (self::letters("다"), self::letters("하다"));
    match letters {
        [stem @ .., _, _, _, _] if verb && letters.ends_with(&hada) => stem.len(),
        _ if verb => letters.len() - da.len(),
        _ => letters.len(),
    }
}

/// A Hangul word of so many letters, three full syllables, is a slip of any one letter away from no other by chance.
const LONG_HANGUL: usize = 9;

/// Whether a reading differs from a known form by one letter that sounds like the right one: 설래다 설레다, 쓸슬하다 쓸쓸하다.
fn sounds_alike(readings: &[(Vec<u32>, bool)], known: &[u32]) -> bool {
    let sound = |letters: &[u32]| letters.iter().map(|letter| hangul::sound(*letter)).collect::<Vec<_>>();
    let known = sound(known);
    readings.iter().any(|(reading, _)| sound(reading) == known)
}

/// Whether one English word is a likely slip for another: a letter too many or too few, a vowel for a vowel, a key for its neighbour.
fn slip(written: &str, meant: &str) -> bool {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c: char| ROWS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.find(c)?)));
    let vowel = |c: char| "aeiouy".contains(c);
    written.len() != meant.len()
        || written.chars().zip(meant.chars()).filter(|(a, b)| a != b).all(|(a, b)| {
            let near = |((r, c), (s, d)): ((usize, usize), (usize, usize))| r.abs_diff(s) <= 1 && c.abs_diff(d) <= 1;
            (vowel(a) && vowel(b)) || place(a).zip(place(b)).is_some_and(near)
        })
}

/// Whether two words begin and end alike, so that two slips between leave no doubt.
fn framed(a: &str, b: &str) -> bool {
    a.is_ascii() && b.is_ascii() && a[..3] == b[..3] && a[a.len() - 2..] == b[b.len() - 2..]
}

/// Whether two words begin alike: the first letter, or the first two exchanged.
fn shares_start(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.first() == b.first() || (a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0])
}

/// Whether two words differ only by a letter that stands once in one and twice in the other.
fn doubles(a: &str, b: &str) -> bool {
    let single = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        letters
    };
    single(a) == single(b)
}

/// Whether two words of the same length differ by an exchange.
fn exchanges(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    a.len() == b.len() && sorted(a) == sorted(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(word: &str) -> Option<(String, bool)> {
        let mut phrases = Phrases::with_capacity(8);
        for (i, form) in ["happy", "melancholy", "nostalgic", "bored", "설레다", "외로움", "쓸쓸하다", "sad", "house"]
            .iter()
            .enumerate()
        {
            phrases.insert(form, i);
        }
        nearest(&phrases, word).map(|near| (near.form, near.certain))
    }

    #[test]
    fn mistakes_are_mended_and_doubts_are_only_said() {
        for (written, meant) in [
            ("hapy", "happy"),
            ("melancholly", "melancholy"),
            ("meloncoly", "melancholy"),
            ("nostaglic", "nostalgic"),
            ("설래는", "설레다"),
            ("쓸슬한", "쓸쓸하다"),
        ] {
            assert_eq!(near(written), Some((meant.to_owned(), true)), "{written}");
        }
        assert_eq!(near("board"), None, "two letters away is too far for a short word");
        assert_eq!(near("bord"), Some(("bored".to_owned(), false)), "what is only near is only said");
        assert_eq!(near("horse"), None, "a word of its own means itself");
        assert_eq!(near("xylophone"), None);
        assert_eq!(near("sd"), None);
    }
}
