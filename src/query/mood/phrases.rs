//! Every form of every word, in one compact table: a form is found by its letters alone, without spaces, marks or case.

use crate::catalogue::fold::fold;
use crate::catalogue::hangul::Syllable;

/// A form in the table.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    start: u32,
    bytes: u16,
    /// How many words it is written in.
    words: u8,
    meaning: u32,
}

/// Forms with the number of their meaning. The first form put in under a key stays.
#[derive(Debug, Clone)]
pub(crate) struct Phrases {
    letters: String,
    phrases: Vec<Phrase>,
    /// Open addressing with a load of at most a half; 0 is free, n is phrase n - 1.
    slots: Vec<u32>,
    longest: usize,
    /// One bit for each way a key may begin; a bit may stand for several.
    beginnings: Vec<u64>,
    /// One bit for each way the first and the last of several words may begin.
    spans: Vec<u64>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// The number of the meaning.
    pub(crate) meaning: usize,
    /// In how many words the form is written in the lexicon.
    pub(crate) words: usize,
}

impl Phrases {
    /// A table with room for so many forms.
    pub(crate) fn with_capacity(forms: usize) -> Self {
        Self {
            letters: String::with_capacity(forms * 12),
            phrases: Vec::with_capacity(forms),
            slots: vec![0; (forms * 2).next_power_of_two().max(16)],
            longest: 1,
            beginnings: vec![0; BEGINNINGS / 64],
            spans: vec![0; SPANS / 64],
        }
    }

    /// Puts a form in, unless its key is there already.
    pub(crate) fn insert(&mut self, form: &str, meaning: usize) {
        let start = self.letters.len();
        write_key(form, &mut self.letters);
        let key = &self.letters[start..];
        let bytes = key.len();
        let slot = self.slot(key);
        if bytes == 0 || bytes > usize::from(u16::MAX) || self.slots[slot] != 0 {
            self.letters.truncate(start);
            return;
        }
        if (self.phrases.len() + 1) * 2 > self.slots.len() {
            self.letters.truncate(start);
            self.grow();
            return self.insert(form, meaning);
        }
        let words = form.split([' ', '-']).filter(|word| !word.is_empty()).count().min(255);
        if words > 1
            && form.is_ascii()
            && let Some((first, rest)) = form.split_once([' ', '-'])
        {
            let bit = span(first, rest.rsplit([' ', '-']).next().unwrap_or(rest));
            self.spans[bit / 64] |= 1 << (bit % 64);
        }
        self.longest = self.longest.max(words);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.phrases.push(Phrase {
            start: number(start),
            bytes: u16::try_from(bytes).unwrap_or(u16::MAX),
            words: u8::try_from(words).unwrap_or(u8::MAX),
            meaning: number(meaning),
        });
        self.slots[slot] = number(self.phrases.len());
        if let Some(bit) = beginning(&self.letters[start..]) {
            self.beginnings[bit / 64] |= 1 << (bit % 64);
        }
    }

    /// Whether any key may begin as a Hangul text does, by its first syllable and the next one's lead, which no ending changes.
    pub(crate) fn begins(&self, text: &str) -> bool {
        beginning(text).is_none_or(|bit| self.beginnings[bit / 64] & (1 << (bit % 64)) != 0)
    }

    /// Whether any form of several English words may have a first and a last word that begin as these do, whatever their endings.
    pub(crate) fn spans(&self, first: &str, last: &str) -> bool {
        let bit = span(first, last);
        self.spans[bit / 64] & (1 << (bit % 64)) != 0
    }

    /// The meaning of letters as [`key`] makes them.
    pub(crate) fn find(&self, key: &str) -> Option<Found> {
        let phrase = self.phrases.get((self.slots[self.slot(key)] as usize).checked_sub(1)?)?;
        Some(Found { meaning: phrase.meaning as usize, words: usize::from(phrase.words) })
    }

    /// In how many words the longest form is written.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// All keys with what they mean, in the order they were put in.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Found)> {
        self.phrases.iter().map(|phrase| {
            let found = Found { meaning: phrase.meaning as usize, words: usize::from(phrase.words) };
            (self.letters_of(phrase), found)
        })
    }

    fn letters_of(&self, phrase: &Phrase) -> &str {
        &self.letters[phrase.start as usize..phrase.start as usize + usize::from(phrase.bytes)]
    }

    /// The slot that holds the key, or the free one where it belongs.
    fn slot(&self, key: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash(key) & mask;
        while let Some(place) = (self.slots[at] as usize).checked_sub(1)
            && self.letters_of(&self.phrases[place]) != key
        {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for place in 0..self.phrases.len() {
            let slot = self.slot(self.letters_of(&self.phrases[place]));
            self.slots[slot] = u32::try_from(place + 1).unwrap_or(u32::MAX);
        }
    }
}

/// The number of beginnings that are told apart.
const BEGINNINGS: usize = 1 << 14;

/// The number of pairs of beginnings that are told apart.
const SPANS: usize = 1 << 15;

/// The bit of two words by the first two letters of each, which no English ending changes.
fn span(first: &str, last: &str) -> usize {
    let two = |word: &str| {
        word.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .take(2)
            .fold(0, |sum, byte| sum * 37 + usize::from(byte.to_ascii_lowercase()))
    };
    (two(first).wrapping_mul(0x9e37) + two(last)) % SPANS
}

/// The bit of a text's beginning; none where it does not begin with two Hangul syllables.
fn beginning(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    Syllable::of(first)?;
    let lead = Syllable::of(second)?.lead;
    Some((u32::from(first).wrapping_mul(0x9e37_79b1) >> 7).wrapping_add(lead * 0x2545) as usize % BEGINNINGS)
}

/// A multiplicative hash of eight bytes at a time, with the high bits folded in.
fn hash(key: &str) -> usize {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for chunk in key.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    }
    (hash ^ (hash >> 32)) as usize
}

/// The letters of a form; a sign such as an emoji or `:)` stands for itself.
pub(crate) fn key(form: &str) -> String {
    let mut key = String::with_capacity(form.len());
    write_key(form, &mut key);
    key
}

fn write_key(form: &str, key: &mut String) {
    let start = key.len();
    for c in form.chars() {
        match c {
            'a'..='z' | '0'..='9' | '\u{ac00}'..='\u{d7a3}' => key.push(c),
            'A'..='Z' => key.push(c.to_ascii_lowercase()),
            ' ' | '-' | '\'' | '\u{2019}' | '.' | '&' | '/' | ',' | '!' | '?' => {}
            _ => {
                // Rare: marks, other scripts, signs.
                key.truncate(start);
                let folded = fold(form);
                if is_sign(form) || folded.is_empty() {
                    key.extend(form.chars().filter(|c| !is_invisible(*c) && !c.is_whitespace()));
                } else {
                    key.extend(folded.chars().filter(|c| *c != ' '));
                }
                return;
            }
        }
    }
}

/// Whether a text is a face made of letters and marks: `:D`, `<3`, `T_T`. A word with a colon behind it is none.
pub(crate) fn is_sign(text: &str) -> bool {
    let word = text.trim_end_matches([':', ';']);
    let is_word = word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
    text.chars().count() <= 6
        && !is_word
        && text.chars().any(|c| matches!(c, ':' | ';' | '<' | '^' | '=' | '_'))
        && text.chars().all(|c| c.is_ascii() && !c.is_ascii_whitespace())
}

/// Whether a character only shapes the one before it: variation selectors, skin tones, joiners.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{200d}' | '\u{20e3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_no_words() {
        for face in [":D", "<3", "T_T", ";)", "^^", "D:", ":'("] {
            assert!(is_sign(face), "{face}");
        }
        for word in ["sad;", "IU:", "rain", "Back:"] {
            assert!(!is_sign(word), "{word}");
        }
    }

    #[test]
    fn forms_are_found_by_their_letters() {
        let mut phrases = Phrases::with_capacity(2);
        for (meaning, form) in
            ["Lo-Fi", "비 오는 날", "❤️", ":)", "over the moon", "café", "r&b", "a", "b", "c", "d"].iter().enumerate()
        {
            phrases.insert(form, meaning);
        }
        phrases.insert("lofi", 99);
        let meaning = |text: &str| phrases.find(&key(text)).map(|found| found.meaning);
        assert_eq!(meaning("lo fi"), Some(0));
        assert_eq!(meaning("비오는날"), Some(1));
        assert_eq!(meaning("❤"), Some(2));
        assert_eq!(meaning(":)"), Some(3));
        assert_eq!(phrases.find("overthemoon"), Some(Found { meaning: 4, words: 3 }));
        assert_eq!(meaning("CAFE"), Some(5));
        assert_eq!(meaning("R & B"), Some(6));
        assert_eq!(meaning("d"), Some(10));
        assert_eq!(meaning(""), None);
        assert!(phrases.begins("비오던날") && !phrases.begins("슬픈노래") && phrases.begins("비"));
        assert_eq!(phrases.iter().count(), 11);
    }
}
