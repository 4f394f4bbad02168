//! Hangul syllables taken apart into their letters.
//!
//! Letters are those of the keyboard (ㄱ U+3131 to ㅣ U+3163), where an initial and a final ㄱ are the same.

use crate::catalogue::hangul;

const ONSETS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
const VOWELS: [char; 21] = [
    'ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ', 'ㅟ', 'ㅠ', 'ㅡ',
    'ㅢ', 'ㅣ',
];
const CODAS: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ', 'ㅄ', 'ㅅ',
    'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

/// A syllable's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Syllable {
    /// The initial consonant, ㅇ where it is silent.
    pub(super) onset: char,
    /// The vowel.
    pub(super) vowel: char,
    /// The final consonant or pair of consonants (받침).
    pub(super) coda: Option<char>,
}

impl Syllable {
    /// Takes a composed syllable apart.
    pub(super) fn of(c: char) -> Option<Self> {
        let hangul::Syllable { lead, vowel, tail } = hangul::Syllable::of(c)?;
        let coda = (tail as usize).checked_sub(1).map(|coda| CODAS[coda]);
        Some(Self { onset: ONSETS[lead as usize], vowel: VOWELS[vowel as usize], coda })
    }

    /// Puts the letters together again; none where they are no syllable.
    pub(super) fn composed(self) -> Option<char> {
        let place = |letters: &[char], letter| letters.iter().position(|other| *other == letter).map(|at| at as u32);
        let tail = self.coda.map_or(Some(0), |coda| place(&CODAS, coda).map(|place| place + 1))?;
        let (lead, vowel) = (place(&ONSETS, self.onset)?, place(&VOWELS, self.vowel)?);
        Some(hangul::Syllable { lead, vowel, tail }.char())
    }
}

/// Whether a character is a syllable or a letter of Hangul, as [`fold`](crate::catalogue::fold::fold) leaves them.
pub(super) fn is_hangul(c: char) -> bool {
    hangul::is_syllable(c) || matches!(c, '\u{1100}'..='\u{11ff}')
}

/// The letters of a folded character: a syllable's two or three, any other character itself.
pub(super) fn letters(c: char) -> impl Iterator<Item = char> {
    let [first, second, third] = match Syllable::of(c) {
        Some(syllable) => [Some(syllable.onset), Some(syllable.vowel), syllable.coda],
        None => [Some(letter(c)), None, None],
    };
    first.into_iter().chain(second).chain(third)
}

/// A lone conjoining letter, which folding makes of a typed one, as that of the keyboard.
fn letter(c: char) -> char {
    let at = |first: char| (c as u32 - first as u32) as usize;
    match c {
        '\u{1100}'..='\u{1112}' => ONSETS[at('\u{1100}')],
        '\u{1161}'..='\u{1175}' => VOWELS[at('\u{1161}')],
        '\u{11a8}'..='\u{11c2}' => CODAS[at('\u{11a8}')],
        _ => c,
    }
}

/// A pair of final consonants as its two letters, any other as itself.
pub(super) fn pair(coda: char) -> (Option<char>, char) {
    match coda {
        'ㄳ' => (Some('ㄱ'), 'ㅅ'),
        'ㄵ' => (Some('ㄴ'), 'ㅈ'),
        'ㄶ' => (Some('ㄴ'), 'ㅎ'),
        'ㄺ' => (Some('ㄹ'), 'ㄱ'),
        'ㄻ' => (Some('ㄹ'), 'ㅁ'),
        'ㄼ' => (Some('ㄹ'), 'ㅂ'),
        'ㄽ' => (Some('ㄹ'), 'ㅅ'),
        'ㄾ' => (Some('ㄹ'), 'ㅌ'),
        'ㄿ' => (Some('ㄹ'), 'ㅍ'),
        'ㅀ' => (Some('ㄹ'), 'ㅎ'),
        'ㅄ' => (Some('ㅂ'), 'ㅅ'),
        other => (None, other),
    }
}

/// The initial consonants a folded text consists of; none where it holds anything else, or fewer than two.
pub(super) fn typed_initials(folded: &str) -> Option<Vec<char>> {
    let mut typed = Vec::new();
    for c in folded.chars().filter(|c| *c != ' ') {
        // A keyboard joins ㄱ and ㅅ typed in a row to ㄳ.
        let (first, last) = pair(letter(c));
        typed.extend(first);
        typed.push(last);
    }
    (typed.len() >= 2 && typed.iter().all(|c| ONSETS.contains(c))).then_some(typed)
}

/// How many initials of a folded name are left behind the typed ones, if it begins with them.
pub(super) fn rest_of_initials(name: &str, typed: &[char]) -> Option<usize> {
    let mut own = name.chars().filter_map(Syllable::of).map(|syllable| syllable.onset);
    let begins = typed.iter().all(|typed| own.next().is_some_and(|own| stands_for(*typed, own)));
    begins.then(|| own.count())
}

/// Whether a typed initial stands for that of a syllable: a doubled one may be typed as its single.
fn stands_for(typed: char, own: char) -> bool {
    typed == own || typed == single(own)
}

/// A doubled initial consonant as its single, any other as itself.
pub(super) fn single(onset: char) -> char {
    match onset {
        'ㄲ' => 'ㄱ',
        'ㄸ' => 'ㄷ',
        'ㅃ' => 'ㅂ',
        'ㅆ' => 'ㅅ',
        'ㅉ' => 'ㅈ',
        other => other,
    }
}

/// Whether a letter is a vowel.
pub(super) fn is_vowel(letter: char) -> bool {
    ('ㅏ'..='ㅣ').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::fold::fold;

    fn spelled(text: &str) -> String {
        fold(text).chars().flat_map(letters).collect()
    }

    #[test]
    fn the_tables_agree_with_unicode() {
        use unicode_normalization::UnicodeNormalization;
        for c in '가'..='힣' {
            let by_unicode: Vec<char> = c.nfd().map(letter).collect();
            assert_eq!(letters(c).collect::<Vec<_>>(), by_unicode, "{c}");
        }
    }

    #[test]
    fn a_wrong_vowel_is_one_letter_and_lone_letters_are_those_of_syllables() {
        assert_eq!(spelled("도깨비"), "ㄷㅗㄲㅐㅂㅣ");
        assert_eq!(spelled("도께비"), "ㄷㅗㄲㅔㅂㅣ");
        assert_eq!(spelled("값 A"), "ㄱㅏㅄ a");
        assert_eq!(spelled("첫ㄴ"), "ㅊㅓㅅㄴ");
    }

    #[test]
    fn initials_are_read_however_the_keyboard_joins_them() {
        let typed = |text: &str| typed_initials(&fold(text)).map(String::from_iter);
        assert_eq!(typed("ㅊㄴ ㅊㄹ").as_deref(), Some("ㅊㄴㅊㄹ"));
        assert_eq!(typed("ㄳ").as_deref(), Some("ㄱㅅ"));
        for other in ["ㅊ", "첫눈", "ㅊㄴa", "ㅏㅏ", "", "ab"] {
            assert_eq!(typed(other), None, "{other}");
        }
    }
}
