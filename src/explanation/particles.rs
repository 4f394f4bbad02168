//! Korean particles: which form follows a word is told by its last sound.

use crate::catalogue::hangul::{Syllable, is_syllable, tail};

/// The last sound of a word, as far as its writing tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Vowel,
    Rieul,
    Consonant,
}

/// What a word ends in; none where its writing does not tell.
fn ending(word: &str) -> Option<Ending> {
    let word = spoken(word);
    let last = word.chars().next_back()?;
    if let Some(syllable) = Syllable::of(last) {
        return Some(match syllable.tail {
            tail::NONE => Ending::Vowel,
            tail::L => Ending::Rieul,
            _ => Ending::Consonant,
        });
    }
    match last {
        // Read aloud in Sino-Korean: 영 일 이 삼 사 오 육 칠 팔 구.
        '1' | '7' | '8' => Some(Ending::Rieul),
        '0' | '3' | '6' => Some(Ending::Consonant),
        '2' | '4' | '5' | '9' => Some(Ending::Vowel),
        'A'..='Z' | 'a'..='z' => latin(word.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default()),
        _ => None,
    }
}

/// A word up to its last letter or digit, without the bracket behind it that only writes it once more in Hanja: `화신 (花信)` is said 화신.
fn spoken(word: &str) -> &str {
    let is_letter = |c: char| c.is_alphanumeric();
    let is_said = |c: char| c.is_ascii_alphanumeric() || is_syllable(c);
    let whole = word.trim_end_matches(|c| !is_letter(c));
    match whole.rfind(['(', '（']) {
        Some(open) if !whole[open..].contains(is_said) => whole[..open].trim_end_matches(|c| !is_letter(c)),
        _ => whole,
    }
}

/// What a word in Latin letters ends in when it is said in Korean: `Rain` 레인, `Moments` 모먼츠, `About` 어바웃; none where English spelling does
/// not tell, as of `Dog` (도그, 독). Source: the rules of 외래어 표기법, chapter 3, section 1, from the sounds that a spelling usually stands for.
fn latin(word: &str) -> Option<Ending> {
    use Ending::{Consonant, Rieul, Vowel};
    let lower = word.to_ascii_lowercase();
    let is_vowel = |c: u8| b"aeiouy".contains(&c);
    let letters = lower.as_bytes();
    let (last, before) = letters.split_last()?;
    // Letters that are said one by one: 엘 엠 엔 알, and all others end in a vowel.
    if before.is_empty() || !letters.iter().any(|c| is_vowel(*c)) {
        return Some(match last {
            b'l' | b'r' => Rieul,
            b'm' | b'n' => Consonant,
            _ => Vowel,
        });
    }
    let ends = |with: &str| lower.ends_with(with);
    // Two vowels before the last letter, or one, or none.
    let vowels = before.iter().rev().take_while(|c| is_vowel(**c)).count();
    match last {
        // 버전.
        _ if lower == "ver" => Some(Consonant),
        b'a' | b'i' | b'o' | b'u' | b'y' | b'w' | b'r' | b's' | b'z' | b'x' | b'f' | b'v' | b'h' => Some(Vowel),
        b'l' => Some(Rieul),
        b'm' | b'n' => Some(Consonant),
        b'g' if ends("ng") => Some(Consonant),
        // A last e is silent: 타임, 라인, 스마일, but 러브, 미.
        b'e' if before.len() > 1 && ends("le") => Some(Rieul),
        b'e' if before.len() > 1 && (ends("me") || ends("ne")) => Some(Consonant),
        b'e' => Some(Vowel),
        b't' if ends("out") => Some(Consonant),
        b't' if vowels == 0 || ends("eat") || ends("eet") || ends("oat") || ends("ait") => Some(Vowel),
        b't' if vowels == 1 && lower != "hit" && lower != "set" => Some(Consonant),
        b'd' if lower == "good" || lower == "god" => Some(Consonant),
        b'd' => Some(Vowel),
        b'k' if ends("ck") || ends("ook") => Some(Consonant),
        b'k' if vowels != 1 => Some(Vowel),
        b'p' if vowels == 0 => Some(Vowel),
        b'p' if vowels == 1 || ends("eep") => Some(Consonant),
        b'c' if vowels == 0 => Some(Vowel),
        b'c' => Some(Consonant),
        _ => None,
    }
}

/// The word with a particle: `after_consonant` or `after_vowel`; both, as 은(는), where the sound is not known.
fn with(word: &str, after_consonant: &str, after_vowel: &str) -> String {
    match ending(word) {
        Some(Ending::Vowel) => format!("{word}{after_vowel}"),
        Some(_) => format!("{word}{after_consonant}"),
        None => format!("{word}{after_consonant}({after_vowel})"),
    }
}

/// 은 or 는.
pub(crate) fn topic(word: &str) -> String {
    with(word, "은", "는")
}

/// 이 or 가.
pub(crate) fn subject(word: &str) -> String {
    with(word, "이", "가")
}

/// 을 or 를.
pub(crate) fn object(word: &str) -> String {
    with(word, "을", "를")
}

/// 과 or 와.
pub(crate) fn and(word: &str) -> String {
    with(word, "과", "와")
}

/// 으로 or 로; after ㄹ 로.
pub(crate) fn as_what(word: &str) -> String {
    match ending(word) {
        Some(Ending::Consonant) => format!("{word}으로"),
        Some(_) => format!("{word}로"),
        None => format!("{word}(으)로"),
    }
}

/// 이다 or 다.
pub(crate) fn is(word: &str) -> String {
    match ending(word) {
        Some(Ending::Vowel) => format!("{word}다"),
        _ => format!("{word}이다"),
    }
}

/// 이고 or 고.
pub(crate) fn is_and(word: &str) -> String {
    match ending(word) {
        Some(Ending::Vowel) => format!("{word}고"),
        _ => format!("{word}이고"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        assert_eq!([topic("비"), topic("눈"), topic("별")], ["비는", "눈은", "별은"]);
        assert_eq!([subject("비"), subject("현악")], ["비가", "현악이"]);
        assert_eq!([object("첫사랑"), object("피아노")], ["첫사랑을", "피아노를"]);
        assert_eq!([and("합창"), and("비")], ["합창과", "비와"]);
        assert_eq!([as_what("발라드"), as_what("곡"), as_what("이별")], ["발라드로", "곡으로", "이별로"]);
        assert_eq!([is("발라드"), is("곡")], ["발라드다", "곡이다"]);
        assert_eq!([is_and("발라드"), is_and("곡")], ["발라드고", "곡이고"]);
    }

    #[test]
    fn digits_are_read_aloud() {
        let said = ["영0은", "일1은", "이2는", "삼3은", "사4는", "오5는", "육6은", "칠7은", "팔8은", "구9는"];
        for said in said {
            let (word, particle) = said.split_at(said.len() - "은".len());
            assert_eq!(topic(word), format!("{word}{particle}"));
        }
        assert_eq!([as_what("1"), as_what("3"), as_what("2")], ["1로", "3으로", "2로"]);
        assert_eq!(topic("하루 (2)"), "하루 (2)는");
    }

    #[test]
    fn brackets_and_hanja_are_passed_over() {
        assert_eq!(topic("〈화신 (花信)〉"), "〈화신 (花信)〉은");
        assert_eq!(topic("〈그 애 (愛)〉"), "〈그 애 (愛)〉는");
        assert_eq!(subject("〈일종의 고백 (Male Ver.)〉"), "〈일종의 고백 (Male Ver.)〉이");
        assert_eq!(topic("〈너에게?!〉"), "〈너에게?!〉는");
        assert_eq!(topic("花信"), "花信은(는)");
    }

    #[test]
    fn latin_words_end_as_they_are_said_in_korean() {
        // 레인, 타임, 라인, 얼론, 송, 엔딩, 백, 북, 잇, 어바웃, 시크릿, 업, 스텝, 슬립, 뮤직, 굿, 이름 M.
        let consonants = "Rain Time Fine Alone Song Ending Back Book It About Secret Up Step Sleep Music Good Again M";
        // 모먼츠, 러브, 미, 라이, 블루, 바이, 하트, 나이트, 스위트, 월드, 새드, 다크, 브레이크, 헬프, 스타, 하이, 호프, 크레이지, T.
        let vowels = "Moments Love Me Lie Blue Bye Heart Night Sweet World Sad Dark Break Help Star High Hope Crazy T";
        let rieul = "Soul Tale Smile Angel L R";
        for word in consonants.split(' ') {
            assert_eq!([topic(word), as_what(word)], [format!("{word}은"), format!("{word}으로")]);
        }
        for word in vowels.split(' ') {
            assert_eq!([topic(word), as_what(word)], [format!("{word}는"), format!("{word}로")]);
        }
        for word in rieul.split(' ') {
            assert_eq!([topic(word), as_what(word)], [format!("{word}은"), format!("{word}로")]);
        }
        for word in ["Dog", "Club", "Hit", "Loop"] {
            assert_eq!(topic(word), format!("{word}은(는)"));
        }
    }
}
