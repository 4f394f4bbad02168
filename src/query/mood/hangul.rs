//! Hangul syllables taken apart and put together: a syllable is a lead, a vowel and an optional tail.

const BASE: u32 = 0xAC00;
const VOWELS: u32 = 21;
const TAILS: u32 = 28;

/// The tails that endings fuse into a syllable, by their place among the 28.
pub(crate) mod tail {
    pub(crate) const NONE: u32 = 0;
    pub(crate) const N: u32 = 4;
    pub(crate) const D: u32 = 7;
    pub(crate) const L: u32 = 8;
    pub(crate) const M: u32 = 16;
    pub(crate) const B: u32 = 17;
    pub(crate) const S: u32 = 19;
    pub(crate) const SS: u32 = 20;
    pub(crate) const H: u32 = 27;
}

/// The vowels that contractions end in, by their place among the 21.
pub(crate) mod vowel {
    pub(crate) const A: u32 = 0;
    pub(crate) const AE: u32 = 1;
    pub(crate) const YAE: u32 = 3;
    pub(crate) const EO: u32 = 4;
    pub(crate) const E: u32 = 5;
    pub(crate) const YEO: u32 = 6;
    pub(crate) const O: u32 = 8;
    pub(crate) const WA: u32 = 9;
    pub(crate) const WAE: u32 = 10;
    pub(crate) const OE: u32 = 11;
    pub(crate) const U: u32 = 13;
    pub(crate) const WO: u32 = 14;
    pub(crate) const EU: u32 = 18;
    pub(crate) const I: u32 = 20;
}

/// A syllable's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syllable {
    pub(crate) lead: u32,
    pub(crate) vowel: u32,
    pub(crate) tail: u32,
}

impl Syllable {
    /// The silent lead.
    pub(crate) const SILENT: u32 = 11;
    /// The lead of 라 and 러.
    pub(crate) const RIEUL: u32 = 5;
    /// The lead of 하.
    pub(crate) const HIEUT: u32 = 18;

    pub(crate) fn of(c: char) -> Option<Self> {
        let place = u32::from(c).checked_sub(BASE).filter(|place| *place < 19 * VOWELS * TAILS)?;
        Some(Self { lead: place / (VOWELS * TAILS), vowel: place / TAILS % VOWELS, tail: place % TAILS })
    }

    pub(crate) fn char(self) -> char {
        // Every place below 19 * 21 * 28 is a syllable.
        char::from_u32(BASE + (self.lead * VOWELS + self.vowel) * TAILS + self.tail).unwrap_or('\u{fffd}')
    }

    pub(crate) fn with_tail(self, tail: u32) -> char {
        Self { tail, ..self }.char()
    }

    pub(crate) fn with_vowel(self, vowel: u32) -> char {
        Self { vowel, tail: tail::NONE, ..self }.char()
    }
}

/// Whether a character is a composed Hangul syllable or a letter of one standing alone (ㅠ, ㅋ).
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{3131}'..='\u{318e}' | '\u{1100}'..='\u{11ff}')
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
    fn every_syllable_survives() {
        for c in '\u{ac00}'..='\u{d7a3}' {
            assert_eq!(Syllable::of(c).unwrap().char(), c);
        }
        assert_eq!(Syllable::of('a'), None);
        assert_eq!(Syllable::of('ㅠ'), None);
        assert_eq!(Syllable::of('슬').unwrap().with_tail(tail::NONE), '스');
        assert_eq!(letters("봄").len(), 3);
    }
}
