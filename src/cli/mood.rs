//! `ost mood`.

use std::io::Write;
use std::ops::RangeInclusive;

use ost::catalogue::affect::{Arousal, Valence};
use ost::catalogue::facet::Facet;
use ost::catalogue::track::Year;
use ost::features::vocabulary::Vocabulary;
use ost::lookup::{Mention, Mentioned};
use ost::output::plain::plain;
use ost::output::{csv, json, text};
use ost::query::filter::{Filter, carries};
use ost::query::mood::wish::{Mood, Wish};
use ost::{Error, Query, Recommendation, Recommender};

use crate::cli::args::{Format, MoodArgs};
use crate::cli::{Outcome, Stop, columns, note, open};

pub(crate) fn run(args: &MoodArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let asked = asked(args, recommender)?;
    let mut query = open::query(recommender, &args.filters, &args.answers)?;
    (query.likes, query.critiques) = (asked.likes, asked.critiques);
    let mood = asked.mood.unwrap_or_default();
    query.mood = Some(mood.clone());
    let answers = recommender.recommend(&query, args.answers.top as usize);
    let relaxations = if answers.is_empty() { recommender.relaxations(&query) } else { Vec::new() };
    match args.output.format {
        Format::Json => json::recommendations(out, &query, &answers, &relaxations, recommender.catalogue())?,
        Format::Csv => csv::recommendations(out, &answers)?,
        Format::Text => {
            text::understanding(out, &mood, columns())?;
            for like in &query.likes {
                writeln!(out, "like       {}", text::title(recommender.catalogue().track(*like)))?;
            }
            if !query.critiques.is_empty() {
                writeln!(out, "but        {}", open::critiques_said(recommender, &query))?;
            }
            if !answers.is_empty() {
                writeln!(out)?;
            }
            text::recommendations(out, &answers, columns(), args.answers.explain)?;
        }
    }
    let Some(best) = answers.first() else {
        if !query.critiques.is_empty() {
            open::say_what_to_drop(recommender, &query, &relaxations);
            return Ok(Outcome::Nothing);
        }
        if mood.asks() || !query.likes.is_empty() {
            open::say_what_may_help("no song answers", recommender, &query.filter);
        } else {
            note(if mood.understood.is_empty() && mood.ignored.is_empty() {
                "no mood is named; try a feeling, a scene or an instrument, such as rainy; `ost moods` lists them"
            } else {
                "none of these words is known as a mood; `ost moods` lists those that are"
            });
        }
        say_what_filters_take(recommender, &query, &mood);
        return Ok(Outcome::Nothing);
    };
    if best.explanation.score < CLOSE {
        note("the catalogue holds nothing close to this; these are the nearest");
    }
    let unmet = unmet(&mood, &answers, recommender.vocabulary());
    if !unmet.is_empty() {
        note(&format!("not met by any of these: {}", unmet.join(", ")));
    }
    say_what_filters_take(recommender, &query, &mood);
    Ok(Outcome::Found)
}

/// Words that are no mood may be what a filter asks for, which is said unless there is such a filter.
fn say_what_filters_take(recommender: &Recommender, query: &Query, mood: &Mood) {
    let Filter { dramas, artists, years, tempo, exclude, .. } = &query.filter;
    for Mentioned { mention, refused, alone, .. } in recommender.mentions(mood) {
        let is = |value: &str, what: &str| format!("{value} is {what}");
        let may_be = |written: &str, what: &str, name: &str| format!("{written} may be {what} {name}");
        let (said, option, value, asked) = match mention {
            Mention::Drama(name) => (is(&name, "a drama"), "--drama", name, !dramas.is_empty()),
            Mention::Artist(name) => (is(&name, "an artist"), "--artist", name, !artists.is_empty()),
            Mention::NearlyDrama { written, name } => {
                (may_be(&written, "the drama", &name), "--drama", name, !dramas.is_empty())
            }
            Mention::NearlyArtist { written, name } => {
                (may_be(&written, "the artist", &name), "--artist", name, !artists.is_empty())
            }
            Mention::Years(range) => {
                let text = years_in_words(&range);
                let what = if range.start() == range.end() { "is a year" } else { "are years" };
                (format!("{text} {what}"), "--year", text, years.is_some())
            }
            Mention::Tempo(range) => {
                let (slowest, fastest) = (range.start().to_string(), range.end().to_string());
                let (text, what) = match slowest == fastest {
                    true => (slowest, "is a tempo"),
                    false => (format!("{slowest}..{fastest}"), "are tempi"),
                };
                (format!("{text} {what}"), "--tempo", text, tempo.is_some())
            }
            _ => continue,
        };
        let (option, asked) = match option {
            "--drama" | "--artist" if refused => ("--exclude", !exclude.is_empty()),
            option => (option, asked),
        };
        if !asked {
            let listed = alone || (!mood.asks() && query.likes.is_empty());
            let way = if listed && !refused { "try ost list" } else { "add" };
            note(&format!("{said}: {way} {option} {}", open::argument(&value)));
        }
    }
}

/// Years as `--year` takes them.
fn years_in_words(range: &RangeInclusive<u16>) -> String {
    match (*range.start(), *range.end()) {
        (first, last) if first == last => first.to_string(),
        (first, last) if first == Year::MIN.value() => format!("..{last}"),
        (first, last) if last == Year::MAX.value() => format!("{first}.."),
        (first, last) => format!("{first}..{last}"),
    }
}

/// The words that call for tags which none of the answers carries. A feeling is answered by the point, and a tempo always by some other.
fn unmet(mood: &Mood, answers: &[Recommendation<'_>], vocabulary: &Vocabulary) -> Vec<String> {
    let named = |phrase: usize| -> Vec<&Wish> {
        let wishes: Vec<&Wish> = mood.wanted.iter().filter(|wish| wish.phrase == phrase).collect();
        let strongest = wishes.iter().map(|wish| wish.degree).fold(0.0, f64::max);
        wishes.into_iter().filter(|wish| wish.degree >= strongest).collect()
    };
    let carried = |wish: &Wish| {
        wish.facet == Facet::Tempo
            || answers.iter().any(|answer| carries(answer.track, wish.facet, &wish.tag, vocabulary))
    };
    let phrases = mood.understood.iter().enumerate().filter(|(_, understood)| understood.kind != "mood");
    let lacking = phrases.filter(|(phrase, _)| {
        let wishes = named(*phrase);
        !wishes.is_empty() && !wishes.into_iter().any(carried)
    });
    let mut words: Vec<String> = lacking.map(|(_, understood)| plain(&understood.words)).collect();
    words.dedup();
    words
}

/// Below this score the best answer is no answer to what was asked: it meets less than half of it.
const CLOSE: f64 = 0.5;

/// The question of the words, with the axes that were given as numbers instead of theirs.
fn asked(args: &MoodArgs, recommender: &Recommender) -> Result<Query, Error> {
    let mut query = recommender.ask(&args.text.join(" "))?;
    if args.valence.is_none() && args.arousal.is_none() {
        return Ok(query);
    }
    let mut mood = query.mood.take().unwrap_or_default();
    if mood.valence.is_none() && mood.arousal.is_none() {
        mood.feeling = if mood.wanted.is_empty() { 1.0 } else { 0.5 };
    }
    if let Some(valence) = args.valence {
        mood.valence = Some(Valence::new(valence)?);
    }
    if let Some(arousal) = args.arousal {
        mood.arousal = Some(Arousal::new(arousal)?);
    }
    Ok(query.mood(mood))
}
