//! Hangul syllables taken apart and put together: a syllable is a lead, a vowel and an optional tail.

const FIRST: u32 = '가' as u32;
const LEADS: u32 = 19;
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

    /// Takes a composed syllable apart.
    pub(crate) fn of(c: char) -> Option<Self> {
        let place = u32::from(c).checked_sub(FIRST).filter(|place| *place < LEADS * VOWELS * TAILS)?;
        Some(Self { lead: place / (VOWELS * TAILS), vowel: place / TAILS % VOWELS, tail: place % TAILS })
    }

    pub(crate) fn char(self) -> char {
        // Every place below 19 * 21 * 28 is a syllable.
        char::from_u32(FIRST + (self.lead * VOWELS + self.vowel) * TAILS + self.tail).unwrap_or('\u{fffd}')
    }

    pub(crate) fn with_tail(self, tail: u32) -> char {
        Self { tail, ..self }.char()
    }

    pub(crate) fn with_vowel(self, vowel: u32) -> char {
        Self { vowel, tail: tail::NONE, ..self }.char()
    }
}

/// Whether a character is a composed syllable.
pub(crate) fn is_syllable(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_survives() {
        for c in '가'..='힣' {
            assert_eq!(Syllable::of(c).unwrap().char(), c);
            assert!(is_syllable(c));
        }
        for c in ['a', 'ㅠ', '\u{abff}', '\u{d7a4}'] {
            assert!(Syllable::of(c).is_none() && !is_syllable(c));
        }
        assert_eq!(Syllable::of('슬').unwrap().with_tail(tail::NONE), '스');
    }
}
