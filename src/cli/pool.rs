//! `ost evaluate --task pool`: what is still to be judged.

use std::io::Write;

use ost::Recommender;
use ost::catalogue::facet::Facet;
use ost::catalogue::track::TrackId;
use ost::catalogue::{Catalogue, TrackIndex};
use ost::evaluation::judged::pool;
use ost::evaluation::system::Contest;
use ost::output::plain::plain;

use crate::cli::evaluate_args::EvaluateArgs;
use crate::cli::{Outcome, Stop, note};

/// What is still to be judged, a line a pair in the form of the judgements, with what is known of both sides.
pub(crate) fn print_pool(args: &EvaluateArgs, recommender: &Recommender, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let contest = Contest::new(recommender, args.seed);
    let open = pool(&contest, &args.judgements(recommender)?.0, args.k())?;
    let facts = |at: TrackIndex| sheet_line(recommender.catalogue(), at);
    let mut any = false;
    for (question, tracks) in open.iter().filter(|(_, tracks)| !tracks.is_empty()) {
        any = true;
        let is_track = question.kind() == "similar";
        let seed =
            TrackId::new(question.text()).ok().filter(|_| is_track).and_then(|id| recommender.catalogue().find(&id));
        let known = seed.map_or_else(String::new, |at| format!("\t{}", facts(at)));
        let text = plain(question.text());
        writeln!(out, "# {}\t{text}{known}", question.kind())?;
        for at in tracks {
            let id = &recommender.catalogue().track(*at).id;
            writeln!(out, "{}\t{text}\t{id}\t?\t{}", question.kind(), facts(*at))?;
        }
    }
    if !any {
        note("everything in the pool is judged");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Found)
}

/// What is known of a track that a judge may look at, on one line.
fn sheet_line(catalogue: &Catalogue, at: TrackIndex) -> String {
    let track = catalogue.track(at);
    let tags = |facet: Facet| track.tags(facet).iter().map(|t| t.tag.as_str()).collect::<Vec<_>>().join(", ");
    let tempo = track.tempo.as_ref().map_or("", |tag| tag.as_str());
    let artists: Vec<&str> = track.artists.iter().map(|artist| artist.as_str()).collect();
    let drama = track.drama.as_ref().map_or("", |drama| drama.as_str());
    let parts = [
        artists.join(", "),
        drama.to_owned(),
        tags(Facet::Genre),
        tempo.to_owned(),
        tags(Facet::Instrumentation),
        tags(Facet::Theme),
    ];
    ost::output::plain::plain(&parts.join(" | "))
}
