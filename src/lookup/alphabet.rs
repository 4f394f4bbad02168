//! Folded names as bytes, one a letter, so that they can be kept in order and walked letter by letter.
//!
//! Digits, Latin letters and the letters of Hangul have a byte of their own. All other letters share the rest, so that a name with one of those is
//! looked up in the catalogue before it is believed.

use crate::lookup::hangul::{Syllable, is_vowel, letters};

/// The bits of a byte that tell the letter; no letter is 0.
pub(super) const LETTER: u8 = 0x7f;

/// The bit of a letter that begins a word behind another.
pub(super) const WORD: u8 = 0x80;

/// The most letters of a name that is kept so.
pub(super) const LONGEST: usize = 250;

/// The first byte that letters share.
const SHARED: u8 = 88;

/// The number of bytes that letters share.
const SHARING: u32 = (LETTER - SHARED + 1) as u32;

/// The byte of a letter.
pub(super) fn code(letter: char) -> u8 {
    match letter {
        '0'..='9' => 1 + (letter as u8 - b'0'),
        'a'..='z' => 11 + (letter as u8 - b'a'),
        'ㄱ'..='ㅣ' => 37 + (letter as u32 - 'ㄱ' as u32) as u8,
        other => SHARED + (other as u32 % SHARING) as u8,
    }
}

/// The letter of a byte; where several share it, one for private use that shares it too.
fn letter(code: u8) -> char {
    match code & LETTER {
        code @ 1..=10 => char::from(b'0' + code - 1),
        code @ 11..=36 => char::from(b'a' + code - 11),
        code @ 37..SHARED => char::from_u32('ㄱ' as u32 + u32::from(code - 37)).unwrap_or_default(),
        0 => char::REPLACEMENT_CHARACTER,
        code => {
            const FIRST: u32 = 0xe000_u32.next_multiple_of(SHARING);
            char::from_u32(FIRST + u32::from(code - SHARED)).unwrap_or_default()
        }
    }
}

/// The bytes of the letters that a text could be written in: Latin ones and those of Hangul, as far as it has any.
pub(super) fn alphabet(letters: &[u8]) -> Vec<u8> {
    let scripts = [code('a')..=code('z'), code('ㄱ')..=code('ㅣ')];
    scripts.into_iter().filter(|script| letters.iter().any(|letter| script.contains(letter))).flatten().collect()
}

/// Whether a letter is one of several with its byte.
pub(super) fn is_shared(code: u8) -> bool {
    code & LETTER >= SHARED
}

/// Writes a folded name in bytes. It does not fit, and `false` is returned, where it is too long, or holds a lone letter of Hangul: that could not be
/// told from one of a syllable.
pub(super) fn spell(folded: &str, bytes: &mut Vec<u8>) -> bool {
    bytes.clear();
    let mut word = 0;
    for c in folded.chars() {
        if c == ' ' {
            word = WORD;
            continue;
        }
        let syllable = Syllable::of(c).is_some();
        for letter in letters(c) {
            if !syllable && ('ㄱ'..='ㅣ').contains(&letter) {
                return false;
            }
            bytes.push(code(letter) | word);
            word = 0;
        }
    }
    bytes.len() <= LONGEST
}

/// The folded name that was written, but for shared letters.
pub(super) fn unspell(bytes: &[u8]) -> String {
    let mut folded = String::with_capacity(bytes.len() + 8);
    let at = |i: usize| bytes.get(i).map(|byte| letter(*byte));
    // A final consonant is followed by no vowel and begins no word.
    let vowel = |i: usize| at(i).is_some_and(is_vowel);
    let mut i = 0;
    while let Some(first) = at(i) {
        if bytes[i] & WORD != 0 {
            folded.push(' ');
        }
        i += 1;
        let Some(second) = at(i).filter(|second| !is_vowel(first) && is_vowel(*second)) else {
            folded.push(first);
            continue;
        };
        i += 1;
        let third = at(i).filter(|third| {
            ('ㄱ'..='ㅎ').contains(third) && bytes.get(i).is_some_and(|byte| byte & WORD == 0) && !vowel(i + 1)
        });
        i += usize::from(third.is_some());
        let syllable = Syllable { onset: first, vowel: second, coda: third };
        folded.push(syllable.composed().unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::fold::fold;
    use proptest::prelude::*;

    #[test]
    fn every_letter_of_its_own_comes_back() {
        let own = ('0'..='9').chain('a'..='z').chain('ㄱ'..='ㅣ');
        assert!(own.clone().all(|c| letter(code(c)) == c && !is_shared(code(c))));
        assert!("あ愛ж𝒳é".chars().all(|c| is_shared(code(c)) && code(letter(code(c))) == code(c)));
    }

    proptest! {
        #[test]
        fn what_was_spelled_is_read(name in "[가-힣ㄱ-ㅣa-z0-9 ]{0,12}|[각갂가나ㄱ악 a]{0,8}|\\PC{0,6}") {
            let (folded, mut bytes) = (fold(&name), Vec::new());
            if spell(&folded, &mut bytes) && !bytes.iter().any(|byte| is_shared(*byte)) {
                prop_assert_eq!(unspell(&bytes), folded);
            }
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..20)) {
            unspell(&bytes);
        }
    }
}
