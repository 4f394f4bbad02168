//! Korean letter by letter, and which letters sound alike.

use crate::catalogue::hangul::{Syllable, is_syllable, tail};

/// Whether a character is a composed Hangul syllable or a letter of one standing alone (ㅠ, ㅋ).
pub(crate) fn is_hangul(c: char) -> bool {
    is_syllable(c) || matches!(c, '\u{3131}'..='\u{318e}' | '\u{1100}'..='\u{11ff}')
}

/// A word letter by letter: syllables are taken apart, so that one wrong vowel is one letter, not a syllable.
pub(crate) fn letters(word: &str) -> Vec<u32> {
    let mut letters = Vec::with_capacity(word.len());
    for c in word.chars() {
        match Syllable::of(c) {
            Some(syllable) => {
                letters.extend([0x1100 + syllable.lead, 0x1161 + syllable.vowel]);
                if syllable.tail != tail::NONE {
                    letters.push(0x11a7 + syllable.tail);
                }
            }
            None => letters.push(u32::from(c)),
        }
    }
    letters
}

/// The letter that stands for all that sound like a letter, as [`letters`] gives them: ㅐ and ㅔ, ㅂ and ㅃ, the tails of 같 and 갔.
pub(crate) fn sound(letter: u32) -> u32 {
    const LEADS: [(u32, u32); 5] = [(1, 0), (4, 3), (8, 7), (10, 9), (13, 12)];
    const VOWELS: [(u32, u32); 5] = [(5, 1), (3, 1), (7, 1), (15, 11), (10, 11)];
    const TAILS: [(u32, u32); 16] = [
        (2, 1),
        (3, 1),
        (24, 1),
        (9, 1),
        (5, 4),
        (6, 4),
        (11, 8),
        (12, 8),
        (13, 8),
        (15, 8),
        (18, 17),
        (26, 17),
        (20, 19),
        (7, 19),
        (22, 19),
        (25, 19),
    ];
    let alike = |base: u32, pairs: &[(u32, u32)]| {
        pairs.iter().find(|(own, _)| base + own == letter).map(|(_, stands)| base + stands)
    };
    alike(0x1100, &LEADS).or_else(|| alike(0x1161, &VOWELS)).or_else(|| alike(0x11a7, &TAILS)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_is_its_letters() {
        assert_eq!(letters("봄").len(), 3);
    }
}
