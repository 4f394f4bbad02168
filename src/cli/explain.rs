//! `ost explain`.

use std::io::Write;

use ost::catalogue::TrackIndex;
use ost::counterfactual::unknown::Unknown;
use ost::counterfactual::wording;
use ost::explanation::sentence::{Language, Speaker};
use ost::output::explained::{self, Answer};
use ost::output::{csv, explained_json, html, text};
use ost::query::mood::wish::Mood;
use ost::{Error, ErrorKind, Query, Recommender};

use crate::cli::args::{ExplainArgs, Lang, PageFormat};
use crate::cli::{Outcome, Stop, columns, note, open};

pub(crate) fn run(args: &ExplainArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let (query, track) = question(args, recommender)?;
    let language = match args.lang {
        Lang::En => Language::English,
        Lang::Ko => Language::Korean,
    };
    let speaker = Speaker::new(language, recommender.features(), recommender.catalogue());
    if args.format == PageFormat::Html && (args.over.is_some() || args.into.is_some()) {
        let message = "a page shows two songs; leave --over and --into out, or print text or json";
        return Err(Error::new(ErrorKind::Argument, message).in_field("--format").into());
    }
    if args.format == PageFormat::Csv && args.into.is_some() {
        let message = "what --into finds is no table; print text or json";
        return Err(Error::new(ErrorKind::Argument, message).in_field("--format").into());
    }
    match (&args.over, args.into) {
        (Some(over), _) => {
            let over = open::track(recommender, over)?;
            if over == track {
                let message = "a song does not rank above itself; name another";
                return Err(Error::new(ErrorKind::Argument, message).in_field("--over").into());
            }
            open::check_not_among(&query, over, "--over")?;
            contrast(args, recommender, &speaker, &query, (track, over), out)
        }
        (None, Some(k)) => counterfactual(args, recommender, &speaker, &query, (track, k as usize), out),
        (None, None) => pair(args, recommender, &speaker, &query, track, out),
    }
}

/// What is asked, and of which track.
fn question(args: &ExplainArgs, recommender: &Recommender) -> Result<(Query, TrackIndex), Error> {
    let fault = |message: &str| Err(Error::new(ErrorKind::Argument, message).in_field("TRACK"));
    let (mut query, named) = match (&args.mood, args.tracks.as_slice()) {
        (None, [_]) => return fault("two songs are needed, or one with --mood"),
        (None, words) => {
            let [seed, track] = two(recommender, words)?;
            (Query::new().like(open::track(recommender, &seed)?), track)
        }
        (Some(mood), [track]) => (recommender.ask(mood)?, track.clone()),
        (Some(mood), words) if is_title(recommender, words) => (recommender.ask(mood)?, words.join(" ")),
        (Some(_), _) => return fault("one song is held against a mood; leave the other out"),
    };
    for and in &args.and {
        query = query.like(open::track(recommender, and)?);
    }
    for not in &args.not {
        query = query.dislike(open::track(recommender, not)?);
    }
    open::check_likes(&query)?;
    let track = open::track(recommender, &named)?;
    open::check_not_among(&query, track, "TRACK")?;
    Ok((query, track))
}

/// Whether words are the title of a song together.
fn is_title(recommender: &Recommender, words: &[String]) -> bool {
    recommender.is_track(&words.join(" "))
}

/// Two songs out of the words of their titles, which nobody put in quotes: where they part in one way only.
fn two(recommender: &Recommender, words: &[String]) -> Result<[String; 2], Error> {
    if let [seed, track] = words {
        return Ok([seed.clone(), track.clone()]);
    }
    let parted = (1..words.len()).map(|at| words.split_at(at));
    let mut titles = parted.filter(|(seed, track)| is_title(recommender, seed) && is_title(recommender, track));
    match (titles.next(), titles.next()) {
        (Some((seed, track)), None) => Ok([seed.join(" "), track.join(" ")]),
        _ => {
            let (seed, track) = words.split_at(words.len() / 2);
            let message = format!(
                "which two songs? put each title in quotes, as in: ost explain {:?} {:?}",
                seed.join(" "),
                track.join(" ")
            );
            Err(Error::new(ErrorKind::Argument, message).in_field("TRACK"))
        }
    }
}

fn nothing_to_say(query: &Query) -> Outcome {
    note(match &query.mood {
        Some(mood) if !mood.asks() => "none of these words is known as a mood; `ost moods` lists those that are",
        Some(_) => "of this song neither a tag nor a mood is known; `ost show` says what is missing",
        None => "of one of these songs no tag is known; `ost show` says what is missing",
    });
    Outcome::Nothing
}

fn pair(
    args: &ExplainArgs,
    recommender: &Recommender,
    speaker: &Speaker<'_>,
    query: &Query,
    track: TrackIndex,
    out: &mut dyn Write,
) -> Result<Outcome, Stop> {
    let Some(why) = recommender.explain(query, track) else { return Ok(nothing_to_say(query)) };
    let unknowns = unknowns(recommender, query, track);
    let said = unknowns.iter().map(|(at, unknown)| wording::unknown(speaker, unknown, *at, (query, track)));
    let said: Vec<String> = said.collect();
    let taken = recommender.taken_by_dislikes(query, track);
    let answer = Answer { speaker: *speaker, query, track, why: &why, taken: taken.as_ref(), unknown: &said };
    match args.format {
        PageFormat::Json => {
            explained_json::explanation(out, &answer, recommender.rank_of(query, track), &unknowns)?;
        }
        PageFormat::Csv => csv::explanation(out, &why, taken.as_ref())?,
        PageFormat::Html => html::explanation(out, &answer)?,
        PageFormat::Text => {
            if let Some(mood) = &query.mood {
                understanding(out, recommender, speaker, mood)?;
            }
            explained::explanation(out, &answer, columns())?;
        }
    }
    Ok(Outcome::Found)
}

fn understanding(
    out: &mut dyn Write,
    recommender: &Recommender,
    speaker: &Speaker<'_>,
    mood: &Mood,
) -> std::io::Result<()> {
    match speaker.language() {
        Language::Korean => {
            let entries = recommender.reader().lexicon().entries();
            let named = |meaning: &str| {
                let entry = entries.iter().find(|entry| entry.name == meaning)?;
                entry.korean.first().map(ToString::to_string)
            };
            explained::understanding_in_korean(out, speaker, mood, named, columns())
        }
        _ => text::understanding(out, mood, columns()),
    }
}

/// What is unknown of the track, and of the favourite where there is one: their cosine is the same either way round, unless a pivot shortens one of them.
fn unknowns(recommender: &Recommender, query: &Query, track: TrackIndex) -> Vec<(TrackIndex, Unknown)> {
    let mut unknown: Vec<_> = recommender.unknowns(query, track).into_iter().map(|unknown| (track, unknown)).collect();
    let is_cosine = recommender.features().encoder().pivot_mass() <= 0.0;
    if is_cosine && let ([seed], [], None) = (query.likes.as_slice(), query.dislikes.as_slice(), &query.mood) {
        let turned = recommender.unknowns(&Query::new().like(track), *seed);
        unknown.extend(turned.into_iter().map(|unknown| (*seed, unknown)));
    }
    unknown
}

fn contrast(
    args: &ExplainArgs,
    recommender: &Recommender,
    speaker: &Speaker<'_>,
    query: &Query,
    pair: (TrackIndex, TrackIndex),
    out: &mut dyn Write,
) -> Result<Outcome, Stop> {
    let Some(contrast) = recommender.contrast(query, pair.0, pair.1) else { return Ok(nothing_to_say(query)) };
    // Places follow ids, by which equal scores are ordered.
    if contrast.margin < 0.0 || (contrast.first.total_cmp(&contrast.second).is_eq() && pair.1 < pair.0) {
        note("it is the other way round: the second ranks above the first");
    }
    match args.format {
        PageFormat::Json => {
            let sentence = speaker.contrasted(query, &contrast, pair.0, pair.1);
            explained_json::contrast(out, query, &contrast, pair, sentence, recommender.catalogue())?;
        }
        PageFormat::Csv => csv::contrast(out, &contrast)?,
        PageFormat::Text | PageFormat::Html => {
            if let Some(mood) = &query.mood {
                understanding(out, recommender, speaker, mood)?;
            }
            explained::contrast(out, speaker, query, &contrast, pair, columns())?;
        }
    }
    Ok(Outcome::Found)
}

fn counterfactual(
    args: &ExplainArgs,
    recommender: &Recommender,
    speaker: &Speaker<'_>,
    query: &Query,
    (track, k): (TrackIndex, usize),
    out: &mut dyn Write,
) -> Result<Outcome, Stop> {
    let Some(what_if) = recommender.counterfactual(query, track, k) else {
        note("of the favourite no tag is known; `ost show` says what is missing");
        return Ok(Outcome::Nothing);
    };
    let sentence = wording::counterfactual(speaker, &what_if, &query.likes, track);
    if args.format == PageFormat::Json {
        explained_json::counterfactual(out, query, &what_if, track, sentence, recommender.catalogue())?;
    } else {
        explained::sentence(out, &sentence, columns())?;
    }
    Ok(Outcome::Found)
}
