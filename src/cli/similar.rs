//! `ost similar`.

use std::io::Write;

use ost::catalogue::TrackIndex;
use ost::output::{csv, json, text};
use ost::{Error, ErrorKind, Recommender};

use crate::cli::args::{Format, SimilarArgs};
use crate::cli::{Outcome, Stop, columns, note, open};

pub(crate) fn run(args: &SimilarArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let mut query = open::query(recommender, &args.filters, &args.answers)?.like(favourite(recommender, &args.track)?);
    for and in &args.and {
        query = query.like(open::track(recommender, and)?);
    }
    for not in &args.not {
        query = query.dislike(open::track(recommender, not)?);
    }
    open::check_likes(&query)?;
    query.critiques = open::critiques(recommender, &args.critiques)?;
    let answers = recommender.recommend(&query, args.answers.top as usize);
    let relaxations = if answers.is_empty() { recommender.relaxations(&query) } else { Vec::new() };
    match args.output.format {
        Format::Json => json::recommendations(out, &query, &answers, &relaxations, recommender.catalogue())?,
        Format::Csv => csv::recommendations(out, &answers)?,
        Format::Text => {
            let titles = |tracks: &[ost::catalogue::TrackIndex]| {
                tracks.iter().map(|at| told_apart(recommender, *at)).collect::<Vec<_>>().join(" + ")
            };
            let not =
                if query.dislikes.is_empty() { String::new() } else { format!(", not {}", titles(&query.dislikes)) };
            let but = open::critiques_said(recommender, &query);
            let but = if but.is_empty() { but } else { format!(", but {but}") };
            text::heading(out, &format!("Like {}{not}{but}", titles(&query.likes)), columns())?;
            writeln!(out)?;
            text::recommendations(out, &answers, columns(), args.answers.explain)?;
        }
    }
    if answers.is_empty() && !query.critiques.is_empty() {
        open::say_what_to_drop(recommender, &query, &relaxations);
        return Ok(Outcome::Nothing);
    }
    if answers.is_empty() {
        let untagged = query.likes.iter().all(|at| recommender.features().row(*at).is_none());
        if untagged {
            note("of this song no tag is known, so nothing is like it; `ost show` says what is missing");
        } else {
            open::say_what_may_help("no song answers", recommender, &query.filter);
        }
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

/// A title, with who performs it or where it is from where the title alone could be other tracks.
fn told_apart(recommender: &Recommender, at: TrackIndex) -> String {
    let track = recommender.catalogue().track(at);
    let title = text::title(track);
    let by = if track.artists.is_empty() { text::origin(track) } else { text::artists(track) };
    let is_shared = recommender.find(track.title.as_str()).is_err();
    if is_shared && !by.is_empty() { format!("{title} – {by}") } else { title }
}

/// The favourite, whose title may be several words.
fn favourite(recommender: &Recommender, words: &[String]) -> Result<TrackIndex, Error> {
    let title = words.join(" ");
    if words.len() > 1 && !recommender.is_track(&title) && words.iter().all(|word| recommender.is_track(word)) {
        return Err(Error::new(ErrorKind::Argument, "another favourite goes behind --and").in_field("TRACK"));
    }
    open::track(recommender, &title)
}
