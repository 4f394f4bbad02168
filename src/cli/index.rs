//! `ost index`.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use ost::interchange::embedded;
use ost::output::plain::{bar, column, counted, plain, wrapped};
use ost::output::style::{FAINT, SCORE, STRONG, styled};
use ost::storage::{Bytes, Image, LONGEST_PIECE};
use ost::{Error, ErrorKind, Recommender};

use crate::cli::args::{IndexCommand, Source};
use crate::cli::files::{self, unreadable};
use crate::cli::open;
use crate::cli::progress::Progress;
use crate::cli::replace::replace;
use crate::cli::{Outcome, Stop, columns};

/// So many links are followed, as systems do.
const MOST_LINKS: usize = 40;

pub(crate) fn run(command: &IndexCommand, out: &mut dyn Write) -> Result<Outcome, Stop> {
    match command {
        IndexCommand::Build { file, output, weights, settings } => {
            let source = Source { catalogue: None, weights: *weights, settings: settings.clone() };
            build(file, output, &source, out)
        }
        IndexCommand::Info { file } => info(file, out),
        IndexCommand::Check { file } => check(file, out),
    }
}

fn build(file: &str, output: &str, source: &Source, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let settings = open::settings(source)?;
    let target = target(file, output)?;
    let mut progress = Progress::new();
    if files::index(file)?.is_some() {
        return Err(Error::new(ErrorKind::Argument, "it is an index already").in_file(file).into());
    }
    let (streamed, name) = files::streamed(file, &mut progress)?;
    let vocabulary = Arc::new(embedded::vocabulary_as_written());
    open::warn_of_unknown(&streamed.catalogue, &vocabulary, name);
    open::warn_of_fields(&streamed.unknown_fields, name);
    open::warn_of_data(streamed.of_data, name);
    progress.say(|| "encoding".to_owned());
    let recommender = Recommender::new(streamed.catalogue, vocabulary, settings)?;
    progress.say_now("writing");
    let written = replace(&target, |file| {
        let mut buffered = BufWriter::with_capacity(LONGEST_PIECE, file);
        recommender.write(&mut buffered)?;
        buffered.flush()
    });
    progress.end();
    written.map_err(|fault| {
        let why = match fault.kind() {
            io::ErrorKind::NotFound => "there is no such directory".to_owned(),
            _ => fault.to_string(),
        };
        Error::new(ErrorKind::Io, format!("cannot be written: {why}")).in_file(output).caused_by(fault)
    })?;
    let size = std::fs::metadata(output).map_err(|fault| unreadable(fault, output))?.len();
    let tracks = recommender.catalogue().len();
    writeln!(out, "{}: {}, {}", plain(output), counted(tracks, "song"), bytes_in_words(size, tracks))?;
    Ok(Outcome::Found)
}

/// Where the index goes: to a new file, or in the place of an index; a link leads to what it names. Nothing else is written over.
fn target(file: &str, output: &str) -> Result<PathBuf, Error> {
    let refuse = |why: &str| Err(Error::new(ErrorKind::Argument, why).in_file(output));
    if output == "-" {
        return refuse("an index is a file; give it a name that ends in .ost");
    }
    let Ok(about) = fs::metadata(output) else {
        return linked(output).map_or_else(|| refuse("its links lead in a circle"), Ok);
    };
    let target = fs::canonicalize(output).map_err(|fault| unreadable(fault, output))?;
    if file != "-" && fs::canonicalize(file).is_ok_and(|input| input == target) {
        return refuse("it is what the index is to be made of; give the index another name");
    }
    if about.is_dir() {
        return refuse("cannot be written: it is a directory");
    }
    if !about.is_file() {
        return refuse("it is no regular file; an index is one");
    }
    // By what is in it: other programs use the ending as well.
    if about.len() > 0 && !files::begins(output, Image::was_one)? {
        return refuse("it is there and is no index; give the index another name, or remove the file first");
    }
    Ok(target)
}

/// Where a path leads if it is a link, link after link; there may be no file there yet. None where they lead in a circle.
fn linked(path: &str) -> Option<PathBuf> {
    let mut path = PathBuf::from(path);
    for _ in 0..MOST_LINKS {
        let Ok(to) = fs::read_link(&path) else { return Some(path) };
        path = path.parent().map_or_else(|| to.clone(), |folder| folder.join(&to));
    }
    None
}

fn mapped(file: &str) -> Result<Bytes, Error> {
    files::index(file)?
        .ok_or_else(|| Error::new(ErrorKind::Damaged, "it is no index; make one with `ost index build`").in_file(file))
}

fn info(file: &str, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let image = Image::open(mapped(file)?).map_err(|fault| fault.in_file(file))?;
    let (made_by, tracks) = Recommender::of_index(&image).map_err(|fault| fault.in_file(file))?;
    let size = fs::metadata(file).map_err(|fault| unreadable(fault, file))?.len();
    writeln!(out, "{}: {}, {}", plain(file), counted(tracks, "song"), bytes_in_words(size, tracks))?;
    writeln!(out, "{}\n", wrapped(&format!("made by {}", plain(&made_by)), columns(), 2))?;
    let mut parts: Vec<(String, usize)> = image.sizes().collect();
    parts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let most = parts.first().map_or(0, |(_, size)| *size).max(1) as f64;
    writeln!(out, "{}  {}", styled("parts", STRONG), styled("the largest first, and its bytes a song", FAINT))?;
    for (name, part) in &parts {
        let a_track = if tracks > 0 { format!(" {:>8.1}", *part as f64 / tracks as f64) } else { String::new() };
        let bar = bar(*part as f64 / most, columns().saturating_sub(50).min(30));
        let line = format!(
            "  {} {:>12}{a_track} {}",
            column(&plain(name), 8),
            in_bytes(*part as u64),
            styled(bar.trim_end(), SCORE)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Outcome::Found)
}

fn check(file: &str, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let image = Image::open(mapped(file)?).map_err(|fault| fault.in_file(file))?;
    let all: usize = image.sizes().map(|(_, size)| size).sum();
    let mut progress = Progress::new();
    let checked = image.check(|read| {
        progress.say(|| format!("checking {:3.0}%", 100.0 * read as f64 / all.max(1) as f64));
    });
    progress.end();
    checked.map_err(|fault| fault.in_file(file))?;
    writeln!(out, "{}: every block is as it was written", plain(file))?;
    Ok(Outcome::Found)
}

fn bytes_in_words(size: u64, tracks: usize) -> String {
    let a_track = (tracks > 0).then(|| format!(", {:.0} bytes a song", size as f64 / tracks as f64));
    format!("{}{}", in_bytes(size), a_track.unwrap_or_default())
}

/// A size in the unit that suits it.
fn in_bytes(size: u64) -> String {
    match size as f64 / 1024.0 {
        kib if kib < 1.0 => format!("{size} bytes"),
        kib if kib < 1024.0 => format!("{kib:.1} KiB"),
        kib => format!("{:.1} MiB", kib / 1024.0),
    }
}
