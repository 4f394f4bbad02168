//! A text cut into words, signs and pauses.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::catalogue::hangul::is_syllable;
use crate::query::mood::hangul::is_hangul;
use crate::query::mood::phrases::{is_invisible, is_sign, key};

/// The most words that are read; a mood is a sentence, not a book.
pub const MOST_WORDS: usize = 300;

/// The longest word, in characters, that is taken for one.
const LONGEST: usize = 48;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters or digits of any script but Hangul.
    Word,
    /// Hangul.
    Hangul,
    /// An emoji or a face such as `:)`.
    Sign,
    /// A comma or a full stop: what was begun ends here.
    Pause,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// As it was written.
    pub(crate) text: String,
    /// Its letters, as phrases are found by.
    pub(crate) key: String,
    /// Whether nothing stands between it and the token before.
    pub(crate) glued: bool,
    /// The sign that ties it to the token before: a hyphen or `&`.
    pub(crate) tied: Option<char>,
}

/// The tokens of a text, and how many words were left unread.
pub(crate) fn tokens(text: &str) -> (Vec<Token>, usize) {
    // A text far beyond the bound is not normalised either: only its words are counted.
    let mut tokens: Vec<Token> = Vec::new();
    let mut words = 0;
    let mut unread = 0;
    for chunk in text.split_whitespace() {
        if words >= MOST_WORDS {
            unread += 1;
            continue;
        }
        let before = tokens.len();
        let composed: String;
        let chunk = if is_nfc_quick(chunk.chars()) == IsNormalized::Yes {
            chunk
        } else {
            composed = chunk.nfc().collect();
            &composed
        };
        split(chunk, &mut tokens);
        words += tokens[before..].iter().filter(|token| token.kind != Kind::Pause).count().max(1);
    }
    if tokens.len() > 2 * MOST_WORDS {
        unread += tokens[2 * MOST_WORDS..].iter().filter(|token| token.kind != Kind::Pause).count();
        tokens.truncate(2 * MOST_WORDS);
    }
    (tokens, unread)
}

/// Splits what stands between two spaces.
fn split(chunk: &str, tokens: &mut Vec<Token>) {
    let trimmed = chunk.trim_end_matches([',', '.', '!', '?']);
    if is_sign(trimmed) {
        tokens.push(Token { kind: Kind::Sign, text: trimmed.to_owned(), key: key(trimmed), glued: false, tied: None });
        if let Some(sign) = chunk[trimmed.len()..].chars().next() {
            pause(tokens, sign);
        }
        return;
    }
    let (mut glued, mut tied) = (false, None);
    let mut chars = chunk.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let class = if is_range(chunk, start, c) { Class::Hyphen } else { class(c) };
        match class {
            Class::Letter(hangul) => {
                let mut end = start + c.len_utf8();
                // A word is kept up to a length that no word has; what is longer is no word, and only its beginning is shown.
                let (mut length, mut kept) = (1, end);
                while let Some((at, next)) = chars.peek().copied() {
                    let joins = matches!(next, '\'' | '\u{2019}')
                        || (next == '.' && !hangul && chunk[at + 1..].starts_with(char::is_alphanumeric))
                        || is_mark(next);
                    // 슬퍼ㅠㅠ is a word and a sigh.
                    let same = matches!(self::class(next), Class::Letter(other) if other == hangul)
                        && !(hangul && is_lone(c) != is_lone(next));
                    if !(joins || same) {
                        break;
                    }
                    length += 1;
                    end = at + next.len_utf8();
                    if length <= LONGEST {
                        kept = end;
                    }
                    chars.next();
                }
                let whole = &chunk[start..kept];
                let cut = if kept < end { "…" } else { "" };
                let kind = if hangul { Kind::Hangul } else { Kind::Word };
                tokens.push(Token {
                    kind,
                    text: format!("{whole}{cut}"),
                    key: short(key(without_will(whole))),
                    glued,
                    tied,
                });
                (glued, tied) = (true, None);
            }
            Class::Sign => {
                let mut end = start + c.len_utf8();
                while let Some((at, next)) = chars.next_if(|(_, next)| is_invisible(*next)) {
                    end = at + next.len_utf8();
                    // A joiner takes the next sign in.
                    if next == '\u{200d}'
                        && let Some((at, joined)) = chars.next_if(|(_, joined)| class_is_sign(*joined))
                    {
                        end = at + joined.len_utf8();
                    }
                }
                let text = &chunk[start..end];
                tokens.push(Token { kind: Kind::Sign, text: text.to_owned(), key: key(text), glued, tied: None });
                (glued, tied) = (true, None);
            }
            Class::Hyphen => tied = glued.then_some(c),
            Class::Pause => {
                pause(tokens, c);
                (glued, tied) = (false, None);
            }
            Class::Gap => (glued, tied) = (false, None),
        }
    }
}

/// Whether it stands between numbers, or years: 60~80, 2016년~2018년.
fn is_range(chunk: &str, at: usize, c: char) -> bool {
    let is_number = |c: char| c.is_ascii_digit();
    matches!(c, '~' | '–' | '\u{301c}' | '\u{ff5e}')
        && chunk[..at].ends_with(|c| is_number(c) || c == '년')
        && chunk[at + c.len_utf8()..].starts_with(is_number)
}

/// Letters of Hangul standing alone are said as often as one likes: ㅋㅋㅋㅋㅋ is ㅋㅋ.
fn short(key: String) -> String {
    let mut chars = key.chars();
    match chars.next() {
        Some(first) if is_lone(first) && chars.all(|c| c == first) => key.chars().take(2).collect(),
        _ => key,
    }
}

/// Whether it is a letter of Hangul outside of a syllable.
fn is_lone(c: char) -> bool {
    is_hangul(c) && !is_syllable(c)
}

/// "He'll" is "he", not "hell".
fn without_will(word: &str) -> &str {
    word.strip_suffix("'ll").or_else(|| word.strip_suffix("\u{2019}ll")).unwrap_or(word)
}

fn pause(tokens: &mut Vec<Token>, sign: char) {
    if tokens.last().is_some_and(|last| last.kind != Kind::Pause) {
        tokens.push(Token { kind: Kind::Pause, text: sign.into(), key: String::new(), glued: false, tied: None });
    }
}

enum Class {
    /// Whether it is Hangul.
    Letter(bool),
    Sign,
    Hyphen,
    Pause,
    Gap,
}

fn class(c: char) -> Class {
    match c {
        _ if c.is_alphanumeric() => Class::Letter(is_hangul(c)),
        '-' | '&' | '\u{2010}' | '\u{2011}' => Class::Hyphen,
        ',' | ';' | '.' | '!' | '?' | ':' | '(' | ')' | '…' | '、' | '。' | '，' | '·' | '—' | '–' | '~' | '\n' => {
            Class::Pause
        }
        '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}' => Class::Sign,
        _ => Class::Gap,
    }
}

fn class_is_sign(c: char) -> bool {
    matches!(class(c), Class::Sign)
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) && !is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Kind, String)> {
        tokens(text).0.into_iter().map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn words_signs_and_pauses() {
        use Kind::{Hangul, Pause, Sign, Word};
        let expected = [
            (Word, "chill"),
            (Hangul, "한"),
            (Hangul, "노래"),
            (Pause, ","),
            (Word, "don't"),
            (Word, "R"),
            (Word, "B"),
            (Sign, "😭"),
            (Sign, "❤️"),
        ];
        assert_eq!(read("chill한 노래, don't R&B😭❤️"), expected.map(|(kind, text)| (kind, text.to_owned())));
        assert_eq!(read(":) T_T"), [(Sign, ":)".to_owned()), (Sign, "T_T".to_owned())]);
        assert_eq!(read("\u{1107}\u{1175}"), [(Hangul, "비".to_owned())], "decomposed Hangul is composed");
        assert!(tokens("lo-fi").0[1].tied == Some('-') && tokens("r&b").0[1].tied == Some('&'));
        assert!(tokens("lo fi").0[1].tied.is_none());
    }

    #[test]
    fn a_book_is_not_read_whole() {
        let (read, unread) = tokens(&"sad ".repeat(20_000));
        assert_eq!((read.len(), unread), (MOST_WORDS, 20_000 - MOST_WORDS));
        assert_eq!(tokens(&"a".repeat(100_000)).0.len(), 1);
        assert_eq!(tokens("ㅋㅋㅋㅋㅋ").0[0].key, tokens("ㅋㅋ").0[0].key);
        assert!(tokens(&"😭".repeat(100_000)).0.len() <= 2 * MOST_WORDS);
    }
}
