//! Opens what the arguments name: a catalogue, filters.

use std::fs;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::sync::Arc;

use ost::catalogue::TrackIndex;
use ost::catalogue::facet::{Facet, Tag};
use ost::catalogue::fold::fold;
use ost::counterfactual::relaxation::Relaxation;
use ost::counterfactual::wording;
use ost::explanation::sentence::{Language, Speaker};
use ost::features::vocabulary::Vocabulary;
use ost::interchange::embedded;
use ost::interchange::json;
use ost::interchange::record::{Strays, near_field};
use ost::interchange::settings;
use ost::lookup::Misnamed;
use ost::output::plain::{counted, cut, plain};
use ost::output::text;
use ost::query::demand::Demands;
use ost::query::filter::Filter;
use ost::storage::{Image, aligned};
use ost::{Catalogue, Critique, Error, ErrorKind, Query, Recommender, Settings};

use crate::cli::args::{Answers, Critiques, Filters, Source};
use crate::cli::progress::Progress;
use crate::cli::{Outcome, Stop, files, note};

/// Runs a command over the catalogue that is asked for. What it says counts only if everything it read was sound.
pub(crate) fn asked<T, E: From<Error>>(
    source: &Source,
    run: impl FnOnce(&Recommender) -> Result<T, E>,
) -> Result<T, E> {
    let recommender = recommender(source)?;
    let ended = run(&recommender);
    recommender.intact().map_err(|fault| match &source.catalogue {
        Some(file) => fault.in_file(file),
        None => fault,
    })?;
    ended
}

/// The same for a command that writes while it reads: what was made out of damage is not written.
pub(crate) fn answered<A>(
    args: &A,
    source: &Source,
    out: &mut dyn Write,
    run: fn(&A, &Recommender, &mut dyn Write) -> Result<Outcome, Stop>,
) -> Result<Outcome, Stop> {
    asked(source, |recommender| run(args, recommender, &mut Sound { out, recommender }))
}

/// Passes on what is written as long as nothing that was read is damaged.
struct Sound<'a> {
    out: &'a mut dyn Write,
    recommender: &'a Recommender,
}

impl Write for Sound<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.recommender.intact().map_err(io::Error::other)?;
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.recommender.intact().map_err(io::Error::other)?;
        self.out.flush()
    }
}

/// The recommender over the catalogue that is asked for. The process ends with its answer, so nobody takes the memory apart.
fn recommender(source: &Source) -> Result<ManuallyDrop<Recommender>, Error> {
    let Some(file) = &source.catalogue else {
        return Recommender::embedded_with(settings(source)?).map(ManuallyDrop::new);
    };
    let vocabulary = Arc::new(embedded::vocabulary());
    let open = |index| {
        let image = Image::open(index)?;
        // Where nobody says otherwise it answers as it was made to.
        let settings = settings_over(source, Recommender::settings_of(&image)?)?;
        let recommender = Recommender::restore(&image, Arc::clone(&vocabulary), settings)?;
        if recommender.encoded_anew() && recommender.catalogue().len() >= MANY {
            note(&format!(
                "{file} was made with another vocabulary or other weights, so its songs are encoded anew each time; `ost index build` makes one for these"
            ));
        }
        Ok::<_, Error>(recommender)
    };
    if let Some(index) = files::index(file)? {
        return open(index).map(ManuallyDrop::new).map_err(|fault| fault.in_file(file));
    }
    if file != "-" && fs::metadata(file).is_ok_and(|about| about.len() >= LARGE) {
        return large(file, vocabulary, settings(source)?).map(ManuallyDrop::new);
    }
    let (bytes, name) = files::bytes(file)?;
    if Image::is_one(&bytes) {
        // From stdin, which cannot be mapped.
        return open(aligned(&bytes)).map(ManuallyDrop::new).map_err(|fault| fault.in_file(name));
    }
    let loaded = json::read(&bytes, name)?;
    warn_of_unknown(&loaded.catalogue, &vocabulary, name);
    warn_of_fields(&loaded.unknown_fields, name);
    Recommender::new(loaded.catalogue, vocabulary, settings(source)?).map(ManuallyDrop::new)
}

/// So many tracks take a moment to encode.
const MANY: usize = 1 << 14;

/// A catalogue of so many bytes is read track by track, which takes a quarter of the room, and it is said that an index would be open at once.
const LARGE: u64 = 1 << 24;

fn large(file: &str, vocabulary: Arc<Vocabulary>, settings: Settings) -> Result<Recommender, Error> {
    let mut progress = Progress::new();
    let (streamed, name) = files::streamed(file, &mut progress)?;
    warn_of_unknown(&streamed.catalogue, &vocabulary, name);
    warn_of_fields(&streamed.unknown_fields, name);
    warn_of_data(streamed.of_data, name);
    note(&format!("{file} is read anew each time; `ost index build` makes a file that opens at once"));
    progress.say(|| "encoding".to_owned());
    let recommender = Recommender::new(streamed.catalogue, vocabulary, settings);
    progress.end();
    recommender
}

/// The settings of a file, else the defaults, with the weights that are given.
pub(crate) fn settings(source: &Source) -> Result<Settings, Error> {
    settings_over(source, Settings::default())
}

/// The settings of a file, else those that there are, with the weights that are given.
fn settings_over(source: &Source, own: Settings) -> Result<Settings, Error> {
    let mut settings = match &source.settings {
        Some(file) => {
            let (bytes, name) = files::bytes(file)?;
            settings::read(&bytes, name)?
        }
        None => own,
    };
    if let Some(weights) = source.weights {
        settings.weighting.facets = weights;
    }
    Ok(settings)
}

/// One warning for all tags that the vocabulary does not know: they are kept, each with a dimension of its own.
pub(crate) fn warn_of_unknown(catalogue: &Catalogue, vocabulary: &Vocabulary, file: &str) {
    let mut unknown = catalogue.tags();
    unknown.retain(|(facet, tag)| vocabulary.resolve(*facet, tag).is_none());
    let said: Vec<String> = unknown
        .iter()
        .take(5)
        .map(|(facet, tag)| match vocabulary.near(Some(*facet), tag.as_str(), 1).first() {
            Some(near) => format!("{} (near: {near})", plain(tag.as_str())),
            None => plain(tag.as_str()),
        })
        .collect();
    if !said.is_empty() {
        let more = if unknown.len() > said.len() {
            format!(" and {} more", unknown.len() - said.len())
        } else {
            String::new()
        };
        note(&format!("{file}: tags outside the vocabulary, kept as they are: {}{more}", said.join(", ")));
    }
}

/// One warning for all fields that no track has.
pub(crate) fn warn_of_fields(unknown: &Strays, file: &str) {
    const SHOWN: usize = 10;
    let said: Vec<String> = unknown
        .keys()
        .take(SHOWN)
        .map(|field| {
            let near = near_field(field).map(|near| format!(" (near: {near})")).unwrap_or_default();
            format!("{}{near}", cut(&plain(field), 40))
        })
        .collect();
    if !said.is_empty() {
        let more = if unknown.len() > SHOWN { format!(" and {} more", unknown.len() - SHOWN) } else { String::new() };
        note(&format!("{file}: fields that no song has, ignored: {}{more}", said.join(", ")));
    }
}

/// Albums and splits are kept of catalogues that are read whole alone.
pub(crate) fn warn_of_data(tracks: usize, file: &str) {
    if tracks > 0 {
        let songs = counted(tracks, "song");
        note(&format!("{file}: album and split are for `ost evaluate` alone and are not kept here ({songs})"));
    }
}

/// The track that a text means; says so where it had to guess.
pub(crate) fn track(recommender: &Recommender, text: &str) -> Result<TrackIndex, Error> {
    let found = recommender.look_up(text)?;
    if !found.how.is_exact() {
        let track = recommender.catalogue().track(found.track);
        note(&format!("taking {text:?} for {} ({})", text::title(track), track.id));
    }
    Ok(found.track)
}

/// No track is a favourite and to be stayed away from at once.
pub(crate) fn check_likes(query: &Query) -> Result<(), Error> {
    if query.likes.iter().any(|like| query.dislikes.contains(like)) {
        let message = "a song cannot be liked and not be liked; leave one of them out";
        return Err(Error::new(ErrorKind::Argument, message).in_field("--not"));
    }
    Ok(())
}

/// A track that is given is not ranked among the answers, above others or below.
pub(crate) fn check_not_among(query: &Query, track: TrackIndex, field: &str) -> Result<(), Error> {
    if query.likes.contains(&track) || query.dislikes.contains(&track) {
        let message = "a song is not ranked among those like itself; name another";
        return Err(Error::new(ErrorKind::Argument, message).in_field(field));
    }
    Ok(())
}

/// A question with the filters and the shape of its answers.
pub(crate) fn query(recommender: &Recommender, filters: &Filters, answers: &Answers) -> Result<Query, Error> {
    let mut query = Query::new().filter(filter(recommender, filters)?).diversity(answers.diversity);
    query.per_drama = answers.per_drama.map(|n| n as usize);
    query.per_artist = answers.per_artist.map(|n| n as usize);
    Ok(query)
}

/// The filters, with every tag checked against the vocabulary and the catalogue.
pub(crate) fn filter(recommender: &Recommender, filters: &Filters) -> Result<Filter, Error> {
    let mut filter = Filter::default();
    filter.dramas.extend(filters.drama.iter().map(|name| recommender.drama_called(name)));
    filter.artists.extend(filters.artist.iter().map(|name| recommender.artist_called(name)));
    filter.years.clone_from(&filters.year);
    filter.exclude = filters.exclude.iter().map(|word| recommender.excluded(word)).collect();
    let asked =
        [(Facet::Genre, &filters.genre), (Facet::Instrumentation, &filters.instrument), (Facet::Theme, &filters.theme)];
    for (facet, names) in asked {
        for name in names {
            filter.tags.push((facet, known_tag(recommender, facet, name)?));
        }
    }
    if let Some(tempo) = &filters.tempo {
        let is_number = tempo.parse::<f64>().is_ok() || tempo.starts_with(|c: char| c.is_ascii_digit());
        if is_number || tempo.contains("..") {
            filter.tempo = Some(bpm_range(tempo)?);
        } else {
            let adjective = tempo.replace("느리게", "느린").replace("빠르게", "빠른");
            filter.tags.push((Facet::Tempo, known_tag(recommender, Facet::Tempo, &adjective)?));
        }
    }
    for word in recommender.excluding_nothing(&filter) {
        note(&format!("--exclude: no track, drama, artist or tag is called {}", plain(word)));
    }
    Ok(filter)
}

fn known_tag(recommender: &Recommender, facet: Facet, name: &str) -> Result<Tag, Error> {
    let option = format!("--{}", if facet == Facet::Instrumentation { "instrument" } else { facet.name() });
    let tag = Tag::new(name).map_err(|error| error.in_field(&option))?;
    let vocabulary = recommender.vocabulary();
    if vocabulary.resolve(facet, &tag).is_some() || recommender.features().encoder().dimension(facet, &tag).is_some() {
        return Ok(tag);
    }
    if let Some(term) = vocabulary.typed(facet, &tag) {
        return Ok(vocabulary.term(term).tag.clone());
    }
    if let Some(other) = vocabulary.typed_any(&tag).next() {
        let other = vocabulary.term(other).facet;
        let named = if other == Facet::Instrumentation { "instrument" } else { other.name() };
        let message = format!("{:?} is a tag of another facet: --{named} {}", plain(name), argument(tag.as_str()));
        return Err(Error::new(ErrorKind::NotFound, message).in_field(option));
    }
    let mut near: Vec<String> = vocabulary.near(Some(facet), tag.as_str(), 3).into_iter().map(str::to_owned).collect();
    if near.is_empty() && facet == Facet::Tempo {
        near.extend(vocabulary.iter().filter(|(_, own)| own.facet == facet).map(|(_, own)| own.tag.to_string()));
    }
    let message = format!("{:?} is no {facet} tag; `ost tags {facet}` lists them", plain(name));
    Err(Error::new(ErrorKind::NotFound, message).in_field(option).with_candidates(near))
}

/// A tag that only the catalogue knows.
pub(crate) fn own_tag(recommender: &Recommender, name: &str) -> Option<(Facet, Tag)> {
    let tag = Tag::new(name).ok()?;
    let facets = [Facet::Instrumentation, Facet::Genre, Facet::Theme];
    let known = |facet: &Facet| recommender.features().encoder().dimension(*facet, &tag).is_some();
    facets.into_iter().find(known).map(|facet| (facet, tag.clone()))
}

fn bpm_range(text: &str) -> Result<std::ops::RangeInclusive<f64>, Error> {
    let fault = || {
        Error::new(ErrorKind::Argument, format!("{text:?} is not a tempo; write 60..90, 60.., or a term such as slow"))
            .in_field("--tempo")
    };
    let bound = |part: &str, open: f64| match part.trim() {
        "" => Ok(open),
        part => part.parse::<f64>().ok().filter(|bpm| bpm.is_finite() && *bpm >= 0.0).ok_or_else(fault),
    };
    let range = match text.split_once("..") {
        Some((from, to)) => bound(from, 0.0)?..=bound(to.trim_start_matches('='), 1e9)?,
        None => bound(text, 0.0)? * 0.97..=bound(text, 0.0)? * 1.03,
    };
    if range.is_empty() {
        let message = format!("{text:?} runs backwards; write the slower tempo first");
        return Err(Error::new(ErrorKind::Argument, message).in_field("--tempo"));
    }
    Ok(range)
}

/// The critiques that were asked for, each as often as it was.
pub(crate) fn critiques(recommender: &Recommender, args: &Critiques) -> Result<Vec<Critique>, Error> {
    let counted = [
        (Critique::Slower, args.slower),
        (Critique::Faster, args.faster),
        (Critique::Sadder, args.sadder),
        (Critique::Happier, args.happier),
        (Critique::Calmer, args.calmer),
        (Critique::MoreEnergetic, args.energetic),
        (Critique::MoreAcoustic, args.acoustic),
        (Critique::Newer, args.newer),
        (Critique::Older, args.older),
    ];
    let plain = counted.into_iter().flat_map(|(critique, times)| std::iter::repeat_n(critique, usize::from(times)));
    let vocabulary = recommender.vocabulary();
    let own = |tag: &str| own_tag(recommender, tag);
    let more = args.more.iter().map(|tag| {
        Critique::from_word(&format!("more {tag}"))
            .or_else(|| Critique::from_word(tag))
            .map_or_else(|| Critique::more(tag, vocabulary), Ok)
            .or_else(|error| own(tag).map(|(facet, tag)| Critique::More(facet, tag)).ok_or(error))
            .map_err(|error| error.in_field("--more"))
    });
    let less = args.less.iter().map(|tag| {
        Critique::from_word(&format!("less {tag}"))
            .or_else(|| Critique::from_word(tag).map(Critique::opposite))
            .map_or_else(|| Critique::less(tag, vocabulary), Ok)
            .or_else(|error| own(tag).map(|(facet, tag)| Critique::Less(facet, tag)).ok_or(error))
            .map_err(|error| error.in_field("--less"))
    });
    plain.map(Ok).chain(more).chain(less).collect()
}

/// The critiques of a question in words, each with how often it was asked for.
pub(crate) fn critiques_said(recommender: &Recommender, query: &Query) -> String {
    let demands = Demands::new(recommender.features(), recommender.catalogue(), &query.critiques, &query.likes);
    demands.critiques().map(|(critique, times)| critique.named(times)).collect::<Vec<_>>().join(", ")
}

/// As many ways to give something up are said.
const WAYS: usize = 4;

/// Nothing is on the asked side of the favourite: which critique to give up, and what that would give.
pub(crate) fn say_what_to_drop(recommender: &Recommender, query: &Query, relaxations: &[Relaxation<'_>]) {
    let demands = Demands::new(recommender.features(), recommender.catalogue(), &query.critiques, &query.likes);
    for (critique, _) in demands.critiques() {
        if demands.is_unanswerable(critique) {
            note(&format!("whether a song is {critique} cannot be told: the favourite itself is not known so far"));
        }
        if let (Critique::Less(_, tag), true) = (critique, demands.is_exhausted(critique)) {
            note(&format!("no song has less {tag}: the favourite itself has none"));
        }
    }
    let speaker = Speaker::new(Language::English, recommender.features(), recommender.catalogue());
    let said = relaxations.iter().take(WAYS).map(|relaxation| wording::relaxed(&speaker, relaxation));
    let more = relaxations.len().checked_sub(WAYS).filter(|more| *more > 0);
    let more = more.map(|more| format!("and {more} more ways to give up as little"));
    let said: Vec<String> = said.chain(more).collect();
    note(&match said.as_slice() {
        [] => "no song answers, with or without these critiques; fewer filters may help".to_owned(),
        said => format!("no song is on the asked side in everything; {}", said.join("; ")),
    });
}

/// Nothing is found: because of names that nobody has, with what may be meant, or else because of the filters, if there are any.
pub(crate) fn say_what_may_help(what: &str, recommender: &Recommender, filter: &Filter) {
    let mut all_known = true;
    for (misnamed, (who, option)) in
        recommender.misnamed(filter).into_iter().zip([("drama", "--drama"), ("artist", "--artist")])
    {
        for Misnamed { written, meant, .. } in misnamed {
            let meant = meant.map_or_else(String::new, |name| format!("; did you mean {option} {}?", argument(&name)));
            note(&format!("no {who} is called {written}{meant}"));
            all_known = false;
        }
    }
    if filter.is_empty() {
        note(what);
    } else if all_known {
        note(&format!("{what}; fewer filters may help"));
    }
}

/// A name as a shell takes it: what it is looked for by, where it is more than plain words.
pub(crate) fn argument(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || [' ', '-', '.', ','].contains(&c);
    let name = if name.chars().all(plain) { name.to_owned() } else { fold(name) };
    if name.contains(' ') { format!("\"{name}\"") } else { name }
}
