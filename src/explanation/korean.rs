//! Korean grammar over facets: particles by the last sound, tempo and genre before 곡, a theme with 그리다.

use crate::explanation::telling::{Portrait, Said, Telling, Tied};

/// The last sound of a word, as far as its writing tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Vowel,
    Rieul,
    Consonant,
}

/// What a word ends in; none where its writing does not tell, as with Latin letters.
fn ending(word: &str) -> Option<Ending> {
    let last = word.chars().rev().find(|c| c.is_alphanumeric())?;
    match last {
        // A syllable is 가 + (initial * 21 + vowel) * 28 + final, and final 8 is ㄹ.
        '가'..='힣' => Some(match (u32::from(last) - u32::from('가')) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        }),
        // Read aloud in Sino-Korean: 영 일 이 삼 사 오 육 칠 팔 구.
        '1' | '7' | '8' => Some(Ending::Rieul),
        '0' | '3' | '6' => Some(Ending::Consonant),
        '2' | '4' | '5' | '9' => Some(Ending::Vowel),
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

/// 으로 or 로; after ㄹ 로.
pub(crate) fn as_what(word: &str) -> String {
    match ending(word) {
        Some(Ending::Consonant) => format!("{word}으로"),
        Some(_) => format!("{word}로"),
        None => format!("{word}(으)로"),
    }
}

/// 이다 or 다.
fn is(word: &str) -> String {
    match ending(word) {
        Some(Ending::Vowel) => format!("{word}다"),
        _ => format!("{word}이다"),
    }
}

/// 이고 or 고.
fn is_and(word: &str) -> String {
    match ending(word) {
        Some(Ending::Vowel) => format!("{word}고"),
        _ => format!("{word}이고"),
    }
}

/// `가와 나`, `가, 나, 다`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [one, other] => format!("{} {other}", with(one, "과", "와")),
        many => many.join(", "),
    }
}

fn names(said: &[Said]) -> Vec<String> {
    said.iter().map(|said| said.korean.clone()).collect()
}

pub(crate) fn quoted(title: &str) -> String {
    format!("〈{title}〉")
}

/// A genre as what a track is: 발라드, but 팝 곡.
pub(crate) fn noun(genre: &Said) -> String {
    let whole = ["발라드", "왈츠", "동요", "스코어", "곡", "국악", "음악", "트로트"];
    if whole.iter().any(|noun| genre.korean.ends_with(noun)) {
        genre.korean.clone()
    } else {
        format!("{} 곡", genre.korean)
    }
}

fn noun_phrase(portrait: &Portrait) -> String {
    let mut words = Vec::new();
    match portrait.instruments.as_slice() {
        [] => {}
        [one] if portrait.is_instrumental() => words.push(format!("{}인", one.korean)),
        [one] => words.push(format!("{} 들리는", subject(&one.korean))),
        several => words.push(format!("{} 어우러진", subject(&listed(&names(several))))),
    }
    words.extend(portrait.tempo.iter().map(|said| said.korean.clone()));
    words.push(portrait.genre.as_ref().map_or_else(|| "곡".to_owned(), noun));
    words.join(" ")
}

/// What both are: `피아노와 현악이 어우러진 느린 발라드로, 첫사랑을 그린다`.
fn statement(portrait: &Portrait) -> String {
    let bare = portrait.genre.is_none() && portrait.tempo.is_none() && portrait.instruments.is_empty();
    let phrase = noun_phrase(portrait);
    match portrait.themes.as_slice() {
        [] => is(&phrase),
        themes if bare => format!("{} 그린다", object(&listed(&names(themes)))),
        themes => format!("{}, {} 그린다", as_what(&phrase), object(&listed(&names(themes)))),
    }
}

/// What only one of two is, as the end of a sentence or going on.
fn predicate(portrait: &Portrait, goes_on: bool) -> String {
    if portrait.genre.is_some() || portrait.tempo.is_some() {
        let mut phrase = noun_phrase(portrait);
        if !portrait.themes.is_empty() {
            phrase = format!("{} 그린 {phrase}", object(&listed(&names(&portrait.themes))));
        }
        return if goes_on { is_and(&phrase) } else { is(&phrase) };
    }
    let mut parts: Vec<(String, String)> = Vec::new();
    if !portrait.instruments.is_empty() {
        let phrase = subject(&listed(&names(&portrait.instruments)));
        parts.push((format!("{phrase} 있고"), format!("{phrase} 있다")));
    }
    if !portrait.themes.is_empty() {
        let phrase = object(&listed(&names(&portrait.themes)));
        parts.push((format!("{phrase} 그리고"), format!("{phrase} 그린다")));
    }
    let last = parts.len().saturating_sub(1);
    let form = |(i, (on, end)): (usize, (String, String))| if i < last || goes_on { on } else { end };
    parts.into_iter().enumerate().map(form).collect::<Vec<_>>().join(" ")
}

fn tied(tied: &Tied) -> String {
    let mut words: Vec<String> = Vec::new();
    for name in names(&tied.asked).into_iter().chain(names(&tied.track)) {
        if name != tied.broader.korean && !words.contains(&name) {
            words.push(name);
        }
    }
    let all = match words.len() {
        1 => "",
        2 => "둘 다 ",
        _ => "모두 ",
    };
    format!("{} {all}{}에 속한다", topic(&listed(&words)), tied.broader.korean)
}

/// What a pair has in common and where it parts.
pub(crate) fn pair(telling: &Telling, seed: &str, track: &str) -> String {
    let mut said = if telling.both.is_empty() {
        "두 곡은 닮은 데가 거의 없다.".to_owned()
    } else {
        format!("두 곡 모두 {}.", statement(&telling.both))
    };
    // 쪽 takes its particle whatever the title ends in.
    let sides = [(seed, &telling.asked), (track, &telling.track)];
    let sides: Vec<_> = sides.into_iter().filter(|(_, portrait)| !portrait.is_empty()).collect();
    if let Some((last, before)) = sides.split_last() {
        let going_on =
            before.iter().map(|(title, portrait)| format!("{} 쪽은 {},", quoted(title), predicate(portrait, true)));
        let end = format!("{} 쪽은 {}.", quoted(last.0), predicate(last.1, false));
        let parts: Vec<String> = std::iter::once("다만".to_owned()).chain(going_on).chain([end]).collect();
        said.push_str(&format!(" {}", parts.join(" ")));
    }
    for tie in &telling.tied {
        said.push_str(&format!(" {}.", tied(tie)));
    }
    said
}

/// What a track has in common with several favourites: with all of them, then with each.
pub(crate) fn several(all: &Portrait, each: &[(String, Portrait)], track: &str, n: usize) -> String {
    let favourites = if n == 2 { "두 곡".to_owned() } else { format!("{n}곡") };
    let mut said = if all.is_empty() {
        format!("{} 쪽에는 좋아하는 {favourites} 모두와 겹치는 것이 없다.", quoted(track))
    } else {
        format!("{} 쪽도 좋아하는 {favourites}처럼 {}.", quoted(track), statement(all))
    };
    for (title, portrait) in each.iter().filter(|(_, portrait)| !portrait.is_empty()) {
        said.push_str(&format!(" {} 쪽과는 {} 겹친다.", quoted(title), subject(&listed(&things(portrait)))));
    }
    said
}

/// What a portrait holds, thing by thing.
pub(crate) fn things(portrait: &Portrait) -> Vec<String> {
    let genre = portrait.genre.iter().map(|said| said.korean.clone());
    genre.chain(names(&portrait.instruments)).chain(names(&portrait.themes)).collect()
}

/// What of a mood a track answers with; `axes` are whole predicates that can be joined with a comma.
pub(crate) fn mood(matched: &Portrait, axes: &[String], track: &str) -> String {
    let mut said = if matched.is_empty() {
        format!("{} 쪽에는 바란 태그가 없다.", quoted(track))
    } else {
        format!("바란 것 가운데 {} 쪽에는 {} 있다.", quoted(track), subject(&listed(&things(matched))))
    };
    for axis in axes {
        said.push_str(&format!(" {axis}."));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        assert_eq!([topic("비"), topic("눈"), topic("별")], ["비는", "눈은", "별은"]);
        assert_eq!([subject("비"), subject("현악")], ["비가", "현악이"]);
        assert_eq!([object("첫사랑"), object("피아노")], ["첫사랑을", "피아노를"]);
        assert_eq!([as_what("발라드"), as_what("곡"), as_what("이별")], ["발라드로", "곡으로", "이별로"]);
        assert_eq!([is("발라드"), is("곡")], ["발라드다", "곡이다"]);
        assert_eq!(listed(&["피아노".into(), "현악".into()]), "피아노와 현악");
        assert_eq!(listed(&["합창".into(), "비".into()]), "합창과 비");
        assert_eq!(topic("rock"), "rock은(는)");
        assert_eq!(topic("하루 (2)"), "하루 (2)는");
    }
}
