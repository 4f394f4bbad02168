//! English grammar over facets: a tempo and instruments before a noun, a voice after "with", a theme after "about".

use std::cmp::Ordering;

use crate::catalogue::facet::Facet;
use crate::explanation::reason::Holder;
use crate::explanation::telling::{Answering, INSTRUMENTAL, Portrait, Said, Telling, Tied, Unwanted};

/// `a, b and c`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn phrases(said: &[Said]) -> Vec<String> {
    said.iter().map(|said| said.english.clone()).collect()
}

pub(crate) fn quoted(title: &str) -> String {
    format!("“{title}”")
}

/// An axis of a mood, by its name in an explanation.
pub(crate) fn axis(tag: &str) -> &'static str {
    match tag {
        "valence" => "brightness",
        "arousal" => "energy",
        _ => "unknown mood",
    }
}

/// A tag that is not wanted, of a track that is without it, or that carries what is refused only in part.
pub(crate) fn spared(facet: Facet, tag: &str, holder: Holder) -> String {
    match (holder, facet, tag) {
        (Holder::Track, ..) => format!("{tag}, refused only in part"),
        (_, Facet::Tempo, _) | (_, _, INSTRUMENTAL) => format!("not {tag}"),
        _ => format!("no {tag}"),
    }
}

/// What one is not: `is no ballad`, `has no drums`, `is not about the rain`.
fn without(facet: Facet, said: &Said) -> String {
    let bare = ["a ", "an "].iter().find_map(|article| said.english.strip_prefix(article)).unwrap_or(&said.english);
    match facet {
        Facet::Genre => format!("is no {}", noun(said, false)),
        Facet::Instrumentation if said.tag == INSTRUMENTAL => format!("is not {}", said.tag),
        Facet::Instrumentation => format!("has no {bare}"),
        Facet::Theme => format!("is not about {}", said.english),
        Facet::Tempo => format!("is not {}", said.english),
    }
}

/// With the article that its first sound asks for; written numbers and letters are taken by their look.
pub(crate) fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) || noun.starts_with("R&B");
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// A genre as a noun that can be counted.
pub(crate) fn noun(genre: &Said, instrumental: bool) -> String {
    let is_noun = genre.phrased || ["ballad", "song", "score"].iter().any(|noun| genre.english.ends_with(noun));
    match (is_noun, instrumental) {
        (true, _) => genre.english.clone(),
        (false, true) => format!("{} piece", genre.english),
        (false, false) => format!("{} song", genre.english),
    }
}

fn plural(noun: &str) -> String {
    if noun.ends_with(['z', 's', 'x']) { format!("{noun}es") } else { format!("{noun}s") }
}

/// Voices of one pattern become one: a man's voice and a husky voice are a man's husky voice.
fn voices(phrases: Vec<String>) -> Vec<String> {
    let middle =
        |phrase: &String| phrase.strip_prefix("a ").and_then(|rest| rest.strip_suffix(" voice")).map(str::to_owned);
    let (voices, mut others): (Vec<_>, Vec<_>) = phrases.into_iter().partition(|phrase| middle(phrase).is_some());
    let (whose, how): (Vec<String>, Vec<String>) =
        voices.iter().filter_map(middle).partition(|word| word.ends_with("'s"));
    match (whose.as_slice(), how.as_slice()) {
        ([], []) => {}
        ([], how) => others.insert(0, format!("a {} voice", how.join(", "))),
        ([one], []) => others.insert(0, format!("a {one} voice")),
        ([one], how) => others.insert(0, format!("a {one} {} voice", how.join(", "))),
        // Two people; whose voice is which way is not known.
        (many, _) => {
            others.insert(0, format!("{} voice", listed(&many.iter().map(|w| format!("a {w}")).collect::<Vec<_>>())))
        }
    }
    others
}

/// `slow piano-and-strings ballads with a man's voice about first love`, in the plural or with an article.
fn noun_phrase(portrait: &Portrait, many: bool) -> String {
    let instrumental = portrait.is_instrumental();
    let (before, behind): (Vec<&Said>, Vec<&Said>) =
        portrait.instruments.iter().partition(|said| !said.phrased && !said.english.contains([' ', '-']));
    // More than two before the noun cannot be read, nor can plurals alone: ballads with strings, but piano-and-strings ballads.
    let plural_only = before.iter().all(|said| said.english.ends_with('s') && !said.english.ends_with("ss"));
    let (before, behind) = if before.len() > 2 || plural_only {
        (vec![], portrait.instruments.iter().collect())
    } else {
        (before, behind)
    };
    let mut words = Vec::new();
    words.extend(portrait.tempo.iter().map(|said| said.english.clone()));
    if !before.is_empty() {
        words.push(before.iter().map(|said| said.english.as_str()).collect::<Vec<_>>().join("-and-"));
    }
    let plain = if instrumental { "piece" } else { "song" };
    let noun = portrait.genre.as_ref().map_or(plain.to_owned(), |genre| noun(genre, instrumental));
    words.push(if many { plural(&noun) } else { noun });
    let mut phrase = words.join(" ");
    if !many {
        phrase = article(&phrase);
    }
    if !behind.is_empty() {
        let behind = behind.into_iter().map(|said| said.english.clone()).collect();
        phrase.push_str(&format!(" with {}", listed(&voices(behind))));
        // It is the song that is about something, not what is heard in it.
        if !portrait.themes.is_empty() {
            phrase.push(',');
        }
    }
    if !portrait.themes.is_empty() {
        phrase.push_str(&format!(" about {}", listed(&phrases(&portrait.themes))));
    }
    phrase
}

/// What one is: `is fast, has a choir and is about the rain`; `also` where it is something of the kind already.
fn predicate(portrait: &Portrait, also: bool) -> String {
    if portrait.genre.is_some() {
        return format!("is {}{}", if also { "also " } else { "" }, noun_phrase(portrait, false));
    }
    let mut parts: Vec<String> = portrait.tempo.iter().map(|tempo| format!("is {}", tempo.english)).collect();
    if !portrait.instruments.is_empty() {
        // "No lead voice and piano" would be no piano.
        let (none, some): (Vec<String>, Vec<String>) =
            voices(phrases(&portrait.instruments)).into_iter().partition(|phrase| phrase.starts_with("no "));
        parts.push(format!("has {}", listed(&[some, none].concat())));
    }
    if !portrait.themes.is_empty() {
        parts.push(format!("is about {}", listed(&phrases(&portrait.themes))));
    }
    listed(&parts)
}

fn tied(tied: &Tied) -> String {
    let both: Vec<String> = {
        let mut names: Vec<String> = Vec::new();
        for name in tied.asked.iter().chain(&tied.track).map(|said| quoted(&said.tag)) {
            if name != quoted(&tied.broader.tag) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let verb = match both.len() {
        1 => "is a kind of",
        2 => "are both kinds of",
        _ => "are all kinds of",
    };
    format!("{} {verb} {}", listed(&both), quoted(&tied.broader.tag))
}

/// What a pair has in common and where it parts, in one or two sentences.
pub(crate) fn pair(telling: &Telling, seed: &str, track: &str) -> String {
    let alike = !telling.both.is_empty();
    let mut said = match (alike, telling.faint) {
        (true, false) => format!("Both are {}", noun_phrase(&telling.both, true)),
        (true, true) => format!("Little ties the two, though both are {}", noun_phrase(&telling.both, true)),
        (false, _) => "Hardly anything ties the two".to_owned(),
    };
    let also = telling.both.genre.is_some();
    let sides = [(seed, &telling.asked), (track, &telling.track)];
    let parts: Vec<String> = sides
        .iter()
        .filter(|(_, portrait)| !portrait.is_empty())
        .map(|(title, portrait)| format!("{title} {}", predicate(portrait, also)))
        .collect();
    if !parts.is_empty() {
        said.push_str(if alike { "; they part in that " } else { ": " });
        said.push_str(&parts.join(", while "));
    }
    said.push('.');
    for tie in &telling.tied {
        said.push_str(&format!(" {}.", tied(tie)));
    }
    said
}

/// What a track has in common with several favourites: with all of them, then with each.
pub(crate) fn several(all: &Portrait, each: &[(String, Portrait)], track: &str, n: usize) -> String {
    let favourites = if n == 2 { "both favourites".to_owned() } else { format!("all {n} favourites") };
    let mut said = if all.is_empty() {
        format!("{track} has nothing that {favourites} have")
    } else {
        format!("Like {favourites}, {track} is {}", noun_phrase(all, false))
    };
    let also = all.genre.is_some();
    let each: Vec<String> = each
        .iter()
        .filter(|(_, portrait)| !portrait.is_empty())
        .map(|(title, portrait)| format!("like {title} it {}", predicate(portrait, also)))
        .collect();
    if !each.is_empty() {
        said.push_str("; ");
        said.push_str(&each.join(", and "));
    }
    said.push('.');
    said
}

/// How a track answers a mood.
pub(crate) fn mood(answering: &Answering, likes: &[String], title: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    let it = |said: &[String]| if said.is_empty() { title.to_owned() } else { "it".to_owned() };
    if !answering.matched.is_empty() {
        said.push(format!("as asked, {title} {}", predicate(&answering.matched, false)));
    }
    if !answering.liked.is_empty() {
        said.push(format!("like {}, {} {}", listed(likes), it(&said), predicate(&answering.liked, false)));
    }
    for (asked, instead) in &answering.instead {
        let asked = asked
            .genre
            .iter()
            .map(|genre| article(&noun(genre, false)))
            .chain(things(&Portrait { genre: None, ..asked.clone() }));
        let asked = listed(&asked.collect::<Vec<_>>());
        said.push(format!("in place of {asked}, {} {}", it(&said), predicate(instead, false)));
    }
    for unwanted in &answering.unwanted {
        let what = match unwanted {
            Unwanted::Tempo { own, refused: None } => format!("is {}, which was refused", own.english),
            Unwanted::Tempo { own, refused: Some(refused) } => {
                format!("is {}, which is too near to {}", own.english, refused.english)
            }
            Unwanted::Tag { facet, tag, in_part } => {
                let (what, was) = match facet {
                    Facet::Genre => (format!("is {}", article(&noun(tag, false))), "was"),
                    _ if tag.tag == INSTRUMENTAL => (format!("is {}", tag.tag), "was"),
                    Facet::Theme => (format!("is about {}", tag.english), was(&tag.english)),
                    _ => (format!("has {}", tag.english), was(&tag.english)),
                };
                format!("{what}, which {was} {}", if *in_part { "refused only in part" } else { "not wanted" })
            }
        };
        said.push(format!("{} {what}", it(&said)));
    }
    if !answering.spared.is_empty() {
        let spared: Vec<String> = answering.spared.iter().map(|(facet, tag)| without(*facet, tag)).collect();
        said.push(format!("{} {}", it(&said), listed(&spared)));
    }
    if !answering.unknown.is_empty() {
        let facets: Vec<String> = answering.unknown.iter().map(|facet| facet.name().to_owned()).collect();
        let is = if facets.len() == 1 { "is" } else { "are" };
        said.push(format!("of {} the {} {is} unknown", it(&said), listed(&facets)));
    }
    let lacking = &answering.lacking;
    let speed = answering.speed.iter().map(|(asked, own)| format!("is {} rather than {}", own.english, asked.english));
    let mut rest: Vec<String> = speed.collect();
    rest.extend(lacking.genre.iter().map(|genre| format!("is no {}", noun(genre, false))));
    // What is itself something missing is not lacked.
    let (negative, heard): (Vec<Said>, Vec<Said>) =
        lacking.instruments.iter().cloned().partition(|said| said.tag == INSTRUMENTAL);
    rest.extend(negative.iter().map(|said| without(Facet::Instrumentation, said)));
    let missing: Vec<String> = phrases(&heard).into_iter().chain(phrases(&lacking.themes)).collect();
    if !missing.is_empty() {
        rest.push(format!("lacks {}", listed(&missing)));
    }
    let feels = feeling(answering.axes).map(|feeling| format!("feels {feeling}"));
    match (rest.is_empty(), feels) {
        (true, None) => {}
        (true, Some(feels)) => said.push(format!("{} {feels}", it(&said))),
        (false, None) => said.push(format!("{} {}", it(&said), listed(&rest))),
        (false, Some(feels)) => said.push(format!("{} {}, and it {feels}", it(&said), listed(&rest))),
    }
    if said.is_empty() {
        return format!("Nothing that was asked for is known of {title}.");
    }
    said.iter().map(|sentence| format!("{}.", capitalised(sentence))).collect::<Vec<_>>().join(" ")
}

/// Were for a plural: drums were not wanted, a choir was not.
fn was(phrase: &str) -> &'static str {
    let one = ["a ", "an ", "the "].iter().any(|article| phrase.starts_with(article));
    if !one && phrase.ends_with('s') && !phrase.ends_with("ss") { "were" } else { "was" }
}

/// The brightness and the energy of a track, next to what was asked.
fn feeling([valence, arousal]: [Option<Ordering>; 2]) -> Option<String> {
    let words = |order: Ordering, [less, same, more]: [&'static str; 3]| match order {
        Ordering::Less => (less, false),
        Ordering::Equal => (same, true),
        Ordering::Greater => (more, false),
    };
    let bright = valence.map(|order| words(order, ["darker", "bright", "brighter"]));
    let strong = arousal.map(|order| words(order, ["calmer", "energetic", "more energetic"]));
    match (bright, strong) {
        (Some((bright, same)), Some((strong, too))) => Some(match (same, too) {
            (true, true) => format!("about as {bright} and as {strong} as asked"),
            (true, false) => format!("about as {bright} as asked, but {strong}"),
            (false, true) => format!("about as {strong} as asked, but {bright}"),
            (false, false) => format!("{bright} and {strong} than asked"),
        }),
        (Some((one, true)), None) | (None, Some((one, true))) => Some(format!("about as {one} as asked")),
        (Some((one, false)), None) | (None, Some((one, false))) => Some(format!("{one} than asked")),
        (None, None) => None,
    }
}

/// What a portrait holds, thing by thing.
pub(crate) fn things(portrait: &Portrait) -> Vec<String> {
    let genre = portrait.genre.iter().map(|said| said.english.clone());
    genre.chain(voices(phrases(&portrait.instruments))).chain(phrases(&portrait.themes)).collect()
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(english: &str, phrased: bool) -> Said {
        Said { tag: english.into(), english: english.into(), phrased, korean: String::new() }
    }

    #[test]
    fn noun_phrases_are_read_as_english() {
        let mut portrait = Portrait {
            genre: Some(said("ballad", false)),
            tempo: Some(said("slow", false)),
            instruments: vec![said("piano", false), said("strings", false)],
            themes: vec![said("a love that cannot be", true)],
        };
        assert_eq!(noun_phrase(&portrait, true), "slow piano-and-strings ballads about a love that cannot be");
        portrait.instruments =
            vec![said("a man's voice", true), said("acoustic guitar", false), said("a husky voice", true)];
        portrait.genre = Some(said("indie folk", false));
        portrait.themes.push(said("hope", false));
        assert_eq!(
            noun_phrase(&portrait, false),
            "a slow indie folk song with a man's husky voice and acoustic guitar, about a love that cannot be and hope"
        );
        assert_eq!(noun_phrase(&Portrait { genre: Some(said("waltz", true)), ..Portrait::default() }, true), "waltzes");
        assert_eq!(article("R&B ballad"), "an R&B ballad");
    }

    #[test]
    fn two_singers_keep_their_voices_apart() {
        let voices = voices(vec!["a man's voice".into(), "a woman's voice".into(), "piano".into()]);
        assert_eq!(listed(&voices), "a man's and a woman's voice and piano");
    }
}
