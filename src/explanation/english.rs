//! English grammar over facets: a tempo and instruments before a noun, a voice after "with", a theme after "about".

use crate::explanation::telling::{Portrait, Said, Telling, Tied};

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
    // More than two before the noun cannot be read.
    let (before, behind) =
        if before.len() > 2 { (vec![], portrait.instruments.iter().collect()) } else { (before, behind) };
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
    }
    if !portrait.themes.is_empty() {
        phrase.push_str(&format!(" about {}", listed(&phrases(&portrait.themes))));
    }
    phrase
}

/// What only one of two is: `is fast, has a choir and is about the rain`.
fn predicate(portrait: &Portrait) -> String {
    if portrait.genre.is_some() {
        return format!("is {}", noun_phrase(portrait, false));
    }
    let mut parts: Vec<String> = portrait.tempo.iter().map(|tempo| format!("is {}", tempo.english)).collect();
    if !portrait.instruments.is_empty() {
        parts.push(format!("has {}", listed(&voices(phrases(&portrait.instruments)))));
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
    let mut said = if telling.both.is_empty() {
        "Hardly anything ties the two".to_owned()
    } else {
        format!("Both are {}", noun_phrase(&telling.both, true))
    };
    let sides = [(seed, &telling.asked), (track, &telling.track)];
    let parts: Vec<String> = sides
        .iter()
        .filter(|(_, portrait)| !portrait.is_empty())
        .map(|(title, portrait)| format!("{} {}", quoted(title), predicate(portrait)))
        .collect();
    if !parts.is_empty() {
        said.push_str("; they part in that ");
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
        format!("No tag of {} is one of {favourites}", quoted(track))
    } else {
        format!("Like {favourites}, {} is {}", quoted(track), noun_phrase(all, false))
    };
    let shares: Vec<String> = each
        .iter()
        .filter(|(_, portrait)| !portrait.is_empty())
        .map(|(title, portrait)| format!("with {} it shares {}", quoted(title), listed(&things(portrait))))
        .collect();
    if !shares.is_empty() {
        said.push_str("; ");
        said.push_str(&shares.join(", "));
    }
    said.push('.');
    said
}

/// What a portrait holds, thing by thing.
pub(crate) fn things(portrait: &Portrait) -> Vec<String> {
    let genre = portrait.genre.iter().map(|said| said.english.clone());
    genre.chain(voices(phrases(&portrait.instruments))).chain(phrases(&portrait.themes)).collect()
}

/// What of a mood a track answers with.
pub(crate) fn mood(matched: &Portrait, axes: &[String], track: &str) -> String {
    let axes = listed(axes);
    match (matched.is_empty(), axes.is_empty()) {
        (true, true) => format!("Nothing that was asked for is known of {}.", quoted(track)),
        (true, false) => format!("{} feels {axes}.", quoted(track)),
        (false, _) => {
            let feels = if axes.is_empty() { String::new() } else { format!("; it feels {axes}") };
            format!("Of what was asked, {} has {}{feels}.", quoted(track), listed(&things(matched)))
        }
    }
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
            "a slow indie folk song with a man's husky voice and acoustic guitar about a love that cannot be and hope"
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
