//! Korean grammar over facets: tempo and genre before 곡, a theme with 그리다.

use std::cmp::Ordering;

use crate::catalogue::facet::Facet;
use crate::explanation::particles::{and, as_what, is, is_and, object, subject, topic};
use crate::explanation::reason::Holder;
use crate::explanation::telling::{Answering, INSTRUMENTAL, Portrait, Said, Telling, Tied, Unwanted};

/// `가와 나`, `가, 나, 다`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [one, other] => format!("{} {other}", and(one)),
        many => many.join(", "),
    }
}

fn names(said: &[Said]) -> Vec<String> {
    said.iter().map(|said| said.korean.clone()).collect()
}

pub(crate) fn quoted(title: &str) -> String {
    format!("〈{title}〉")
}

/// A facet's name.
pub(crate) fn facet(facet: Facet) -> &'static str {
    facet.korean()[0]
}

/// An axis of a mood, by its name in an explanation.
pub(crate) fn axis(tag: &str) -> &'static str {
    match tag {
        "valence" => "밝기",
        "arousal" => "세기",
        _ => "알 수 없는 분위기",
    }
}

/// A tag that is not wanted, of a track that is without it, or that carries what is refused only in part; `name` is the tag's in Korean.
pub(crate) fn spared(facet: Facet, tag: &str, name: &str, holder: Holder) -> String {
    match (holder, facet, tag) {
        (Holder::Track, Facet::Tempo, _) => format!("덜 바란 {name} 곡"),
        (Holder::Track, ..) => format!("덜 바란 {name}"),
        (_, Facet::Tempo, _) => format!("{name} 곡 아님"),
        (_, Facet::Genre, _) | (_, _, INSTRUMENTAL) => format!("{name} 아님"),
        _ => format!("{name} 없음"),
    }
}

/// A genre as what a track is: 발라드, but 팝 곡.
pub(crate) fn noun(genre: &Said, instrumental: bool) -> String {
    let whole = ["발라드", "왈츠", "동요", "스코어", "곡", "국악", "음악", "트로트"];
    let plain = if instrumental { "연주곡" } else { "곡" };
    if whole.iter().any(|noun| genre.korean.ends_with(noun)) {
        genre.korean.clone()
    } else {
        format!("{} {plain}", genre.korean)
    }
}

/// What stands before 곡, with the theme where one is to be among it: `피아노가 들리고 이별을 그린 느린 발라드`.
fn noun_phrase(portrait: &Portrait, themes: &[Said]) -> String {
    let instrumental = portrait.is_instrumental();
    // Without a lead voice it is a 연주곡: that says it, unless the genre has a noun of its own.
    let noun = portrait.genre.as_ref().map_or_else(
        || if instrumental { "연주곡".to_owned() } else { "곡".to_owned() },
        |genre| noun(genre, instrumental),
    );
    let said = noun.ends_with("연주곡");
    let heard: Vec<String> =
        portrait.instruments.iter().filter(|own| own.tag != "instrumental").map(|own| own.korean.clone()).collect();
    let mut words = Vec::new();
    if instrumental && !said {
        words.push("보컬이 없는".to_owned());
    }
    let goes_on = !themes.is_empty();
    match heard.as_slice() {
        [] => {}
        [one] => words.push(format!("{} {}", subject(one), if goes_on { "들리고" } else { "들리는" })),
        many => words.push(format!("{} {}", subject(&listed(many)), if goes_on { "어우러지고" } else { "어우러진" })),
    }
    if goes_on {
        words.push(format!("{} 그린", object(&listed(&names(themes)))));
    }
    words.extend(portrait.tempo.iter().map(|said| said.korean.clone()));
    words.push(noun);
    words.join(" ")
}

/// What both are: `피아노와 현악이 어우러진 느린 발라드로, 첫사랑을 그린다`.
fn statement(portrait: &Portrait) -> String {
    let bare = portrait.genre.is_none() && portrait.tempo.is_none() && portrait.instruments.is_empty();
    let phrase = noun_phrase(portrait, &[]);
    match portrait.themes.as_slice() {
        [] => is(&phrase),
        themes if bare => format!("{} 그린다", object(&listed(&names(themes)))),
        themes => format!("{}, {} 그린다", as_what(&phrase), object(&listed(&names(themes)))),
    }
}

/// What one is, as the end of a sentence or going on; `also` where it is something of the kind already.
fn predicate(portrait: &Portrait, goes_on: bool, also: bool) -> String {
    if portrait.genre.is_some() || portrait.tempo.is_some() || portrait.is_instrumental() {
        let phrase = noun_phrase(portrait, &portrait.themes);
        return match (also && portrait.genre.is_some(), goes_on) {
            (true, true) => format!("{phrase}이기도 하고"),
            (true, false) => format!("{phrase}이기도 하다"),
            (false, true) => is_and(&phrase),
            (false, false) => is(&phrase),
        };
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
    let alike = !telling.both.is_empty();
    let mut said = match (alike, telling.faint) {
        (true, false) => format!("두 곡 모두 {}.", statement(&telling.both)),
        (true, true) => format!("두 곡은 닮은 데가 적지만, 모두 {}.", statement(&telling.both)),
        (false, _) => "두 곡은 닮은 데가 거의 없다.".to_owned(),
    };
    let also = telling.both.genre.is_some();
    let sides = [(seed, &telling.asked), (track, &telling.track)];
    let sides: Vec<_> = sides.into_iter().filter(|(_, portrait)| !portrait.is_empty()).collect();
    if !sides.is_empty() {
        said.push_str(if alike { " 다만 " } else { " " });
        said.push_str(&joined(&sides, |title, portrait, goes_on| {
            format!("{} {}", topic(title), predicate(portrait, goes_on, also))
        }));
    }
    for tie in &telling.tied {
        said.push_str(&format!(" {}.", tied(tie)));
    }
    said
}

/// Clauses of one sentence, of which only the last ends it.
fn joined(sides: &[(&str, &Portrait)], clause: impl Fn(&str, &Portrait, bool) -> String) -> String {
    let clauses = sides.iter().enumerate().map(|(i, (title, portrait))| clause(title, portrait, i + 1 < sides.len()));
    format!("{}.", clauses.collect::<Vec<_>>().join(", "))
}

/// What a track has in common with several favourites: with all of them, then with each.
pub(crate) fn several(all: &Portrait, each: &[(String, Portrait)], track: &str, n: usize) -> String {
    let favourites = if n == 2 { "두 곡".to_owned() } else { format!("{n}곡") };
    let mut said = if all.is_empty() {
        format!("{track}에는 좋아하는 {favourites} 모두와 겹치는 것이 없다.")
    } else {
        format!("{track}도 좋아하는 {favourites}처럼 {}.", statement(all))
    };
    let each: Vec<(&str, &Portrait)> = each
        .iter()
        .filter(|(_, portrait)| !portrait.is_empty())
        .map(|(title, portrait)| (title.as_str(), portrait))
        .collect();
    if !each.is_empty() {
        let also = all.genre.is_some();
        said.push_str(if all.is_empty() { " " } else { " 또 " });
        said.push_str(&joined(&each, |title, portrait, goes_on| {
            format!("{title}처럼 {}", predicate(portrait, goes_on, also))
        }));
    }
    said
}

/// A clause about a track, whose particle depends on whether the track is named in it.
enum Clause {
    /// What it is.
    Is(String),
    /// What it is not, as a noun.
    IsNot(String),
    /// What is in it, with its particle and verb.
    Has(String),
    /// What is not in it, as nouns.
    Lacks(String),
}

impl Clause {
    fn of(self, title: Option<&str>) -> String {
        match (self, title) {
            (Self::Is(said), Some(title)) => format!("{} {said}", topic(title)),
            (Self::IsNot(noun), Some(title)) => format!("{} {} 아니다", topic(title), subject(&noun)),
            (Self::Has(said), Some(title)) => format!("{title}에는 {said}"),
            (Self::Lacks(nouns), Some(title)) => format!("{title}에는 {} 없다", subject(&nouns)),
            (Self::Is(said) | Self::Has(said), None) => said,
            (Self::IsNot(noun), None) => format!("{} 아니다", topic(&noun)),
            (Self::Lacks(nouns), None) => format!("{} 없다", topic(&nouns)),
        }
    }
}

/// How a track answers a mood.
pub(crate) fn mood(answering: &Answering, likes: &[String], title: &str) -> String {
    let mut clauses = Vec::new();
    // Instruments alone are in a track; anything else is what it is or depicts.
    let clause = |portrait: &Portrait, before: String| {
        let said = format!("{before}{}", predicate(portrait, false, false));
        let bare = portrait.genre.is_none() && portrait.tempo.is_none() && portrait.themes.is_empty();
        if bare && !portrait.is_instrumental() { Clause::Has(said) } else { Clause::Is(said) }
    };
    if !answering.matched.is_empty() {
        clauses.push(clause(&answering.matched, "바란 대로 ".to_owned()));
    }
    if !answering.liked.is_empty() {
        clauses.push(clause(&answering.liked, format!("{}처럼 ", listed(likes))));
    }
    for (asked, instead) in &answering.instead {
        clauses.push(clause(instead, format!("{} 대신 ", listed(&things(asked)))));
    }
    for unwanted in &answering.unwanted {
        clauses.push(match unwanted {
            Unwanted::Tempo { own, refused: None } => Clause::Is(format!("바라지 않은 {} 곡이다", own.korean)),
            Unwanted::Tempo { own, refused: Some(refused) } => {
                Clause::Is(format!("{} 곡으로, 바라지 않은 {} 곡에 가깝다", own.korean, refused.korean))
            }
            Unwanted::Tag { facet, tag, in_part } => {
                let un = if *in_part { "덜 바란" } else { "바라지 않은" };
                match facet {
                    Facet::Genre => Clause::Is(format!("{un} {}", is(&noun(tag, false)))),
                    _ if tag.tag == INSTRUMENTAL => Clause::Is(format!("{un} {}", is(&tag.korean))),
                    Facet::Theme => Clause::Is(format!("{un} {} 그린다", object(&tag.korean))),
                    _ => Clause::Has(format!("{un} {} 있다", subject(&tag.korean))),
                }
            }
        });
    }
    clauses.extend(answering.spared.iter().map(|(facet, tag)| match facet {
        Facet::Genre => Clause::IsNot(noun(tag, false)),
        Facet::Tempo => Clause::IsNot(format!("{} 곡", tag.korean)),
        Facet::Instrumentation if tag.tag == INSTRUMENTAL => Clause::IsNot(tag.korean.clone()),
        Facet::Instrumentation => Clause::Lacks(tag.korean.clone()),
        Facet::Theme => Clause::Is(format!("{} 그리지 않는다", object(&tag.korean))),
    }));
    if !answering.unknown.is_empty() {
        let facets: Vec<String> = answering.unknown.iter().map(|facet| self::facet(*facet).to_owned()).collect();
        clauses.push(Clause::Is(format!("{} 알려지지 않았다", subject(&listed(&facets)))));
    }
    let speed = answering.speed.iter();
    clauses.extend(speed.map(|(asked, own)| Clause::Is(format!("{} 곡이 아니라 {} 곡이다", asked.korean, own.korean))));
    let lacking = &answering.lacking;
    clauses.extend(lacking.genre.iter().map(|genre| Clause::IsNot(noun(genre, false))));
    let (negative, heard): (Vec<Said>, Vec<Said>) =
        lacking.instruments.iter().cloned().partition(|said| said.tag == INSTRUMENTAL);
    clauses.extend(negative.into_iter().map(|said| Clause::IsNot(said.korean)));
    let missing: Vec<String> = names(&heard).into_iter().chain(names(&lacking.themes)).collect();
    if !missing.is_empty() {
        clauses.push(Clause::Lacks(listed(&missing)));
    }
    clauses.extend(feeling(answering.axes).map(Clause::Is));
    if clauses.is_empty() {
        return format!("{title}에는 바란 것 가운데 알려진 것이 없다.");
    }
    let said = clauses.into_iter().enumerate().map(|(i, clause)| clause.of((i == 0).then_some(title)));
    said.map(|sentence| format!("{sentence}.")).collect::<Vec<_>>().join(" ")
}

/// How bright and how intense a track is, next to what was asked.
fn feeling([valence, arousal]: [Option<Ordering>; 2]) -> Option<String> {
    // Going on, and ending.
    let words = |order: Ordering, [less, more]: [[&'static str; 2]; 2]| match order {
        Ordering::Less => Some(less),
        Ordering::Equal => None,
        Ordering::Greater => Some(more),
    };
    let bright = valence.map(|order| words(order, [["어둡고", "어둡다"], ["밝고", "밝다"]]));
    let strong = arousal.map(|order| words(order, [["차분하고", "차분하다"], ["강렬하고", "강렬하다"]]));
    Some(match (bright, strong) {
        (None, None) => return None,
        (Some(None), None) => "밝기가 바란 만큼이다".into(),
        (None, Some(None)) => "세기가 바란 만큼이다".into(),
        (Some(None), Some(None)) => "밝기와 세기가 바란 만큼이다".into(),
        (Some(Some([_, ends])), None) | (None, Some(Some([_, ends]))) => format!("바란 것보다 {ends}"),
        (Some(Some([on, _])), Some(None)) => format!("바란 것보다 {on}, 세기는 바란 만큼이다"),
        (Some(None), Some(Some([on, _]))) => format!("바란 것보다 {on}, 밝기는 바란 만큼이다"),
        (Some(Some([on, _])), Some(Some([_, ends]))) => format!("바란 것보다 {on} {ends}"),
    })
}

/// What a portrait holds, thing by thing.
pub(crate) fn things(portrait: &Portrait) -> Vec<String> {
    let genre = portrait.genre.iter().map(|said| said.korean.clone());
    genre.chain(names(&portrait.instruments)).chain(names(&portrait.themes)).collect()
}
