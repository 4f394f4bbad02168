//! Names made comparable: what two spellings of one name have in common.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::catalogue::hangul::is_syllable;

/// A name in lower case, without marks, punctuation or repeated spaces; Hangul stays composed.
///
/// ```
/// use ost::catalogue::fold::fold;
/// assert_eq!(fold("  Café   del MAR!"), "cafe del mar");
/// assert_eq!(fold("\u{1103}\u{1169}\u{1101}\u{1162}\u{1107}\u{1175}"), "도깨비");
/// ```
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return spaced(name.bytes().map(char::from));
    }
    // Composed Hangul comes back from the way below as it was, and most Korean names are nothing else.
    if name.chars().all(|c| c.is_ascii() || is_syllable(c)) {
        return spaced(name.chars());
    }
    // NFKD takes the marks off; composing afterwards puts Hangul syllables together again.
    let bare: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    spaced(bare.nfc())
}

/// A name folded, without its spaces: what is looked for in other names as a part of them.
///
/// ```
/// use ost::catalogue::fold::unspaced;
/// assert_eq!(unspaced("It's Okay, That's Love"), "itsokaythatslove");
/// ```
pub fn unspaced(name: &str) -> String {
    let mut folded = fold(name);
    folded.retain(|c| c != ' ');
    folded
}

/// What tells one name from another: the name folded, without its spaces; where it is nothing but signs, the signs.
///
/// ```
/// use ost::catalogue::fold::identity;
/// assert_eq!(identity("SG Wannabe"), identity("SGWannabe"));
/// assert_ne!(identity("♥"), identity("★"));
/// ```
pub fn identity(name: &str) -> String {
    let unspaced = unspaced(name);
    if unspaced.is_empty() { name.to_owned() } else { unspaced }
}

/// Whether a name is asked for by a word, both folded and without spaces: it holds the word, but a word of three letters has to begin it and a shorter one to be all
/// of it, since so little stands in too many names. A syllable of Hangul is two letters. A short Latin word that lacks the last letter alone is a slip, not a
/// beginning, unless that letter is the s of a plural.
///
/// ```
/// use ost::catalogue::fold::is_asked_for;
/// assert!(is_asked_for("iu", "iu") && !is_asked_for("xiumin", "iu"));
/// assert!(is_asked_for("skycastle", "sky") && !is_asked_for("hyolyn", "lyn"));
/// assert!(is_asked_for("parkbogum", "parkbo") && !is_asked_for("taeyong", "taeyon"));
/// assert!(is_asked_for("hoteldelluna", "luna") && is_asked_for("쓸쓸하고찬란하神도깨비", "도깨비"));
/// ```
pub fn is_asked_for(name: &str, word: &str) -> bool {
    let letters = |c: char| if is_syllable(c) { 2 } else { 1 };
    match word.chars().take(4).map(letters).sum() {
        0 => false,
        1 | 2 => name == word,
        3 => name.starts_with(word),
        _ => name.contains(word) && !is_cut_short(name, word),
    }
}

/// A word of so many letters that lacks one more means nothing else.
const LONG: usize = 8;

/// Whether a word is a short name but for its last letter.
fn is_cut_short(name: &str, word: &str) -> bool {
    let last = name.strip_prefix(word).map(str::as_bytes);
    word.len() < LONG && word.is_ascii() && last.is_some_and(|last| matches!(last, [b'a'..=b'r' | b't'..=b'z']))
}

fn spaced(chars: impl Iterator<Item = char>) -> String {
    let mut folded = String::with_capacity(chars.size_hint().1.unwrap_or(0));
    let mut gap = false;
    for c in chars {
        if c.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            if c.is_ascii() {
                folded.push(c.to_ascii_lowercase());
            } else {
                folded.extend(c.to_lowercase());
            }
        } else if !matches!(c, '\'' | '\u{2019}' | '.') {
            gap = true;
        }
    }
    folded
}
