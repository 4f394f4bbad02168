//! At most so many answers of one series or by one artist.

use std::collections::{BTreeSet, HashMap};

use crate::catalogue::Catalogue;
use crate::catalogue::fold::identity;
use crate::ranking::top_k::Ranked;

/// Keeps the candidates, in order, that do not exceed a bound on their series or on any of their artists. What is unknown is not bounded.
pub fn capped(
    candidates: Vec<Ranked>,
    catalogue: &Catalogue,
    per_drama: Option<usize>,
    per_artist: Option<usize>,
) -> Vec<Ranked> {
    if per_drama.is_none() && per_artist.is_none() {
        return candidates;
    }
    let (mut of_drama, mut by_artist) = (HashMap::<String, usize>::new(), HashMap::<String, usize>::new());
    let full = |counts: &HashMap<String, usize>, name: &str, most: Option<usize>| {
        most.is_some_and(|most| counts.get(name).copied().unwrap_or(0) >= most)
    };
    let keep = |ranked: &Ranked| {
        let track = catalogue.glance(ranked.track);
        let drama = track.drama.as_ref().map(|drama| identity(drama.as_str()));
        // Whoever is credited twice sings it once.
        let artists: BTreeSet<String> = track.artists.iter().map(|artist| identity(artist.as_str())).collect();
        if drama.as_ref().is_some_and(|drama| full(&of_drama, drama, per_drama))
            || artists.iter().any(|artist| full(&by_artist, artist, per_artist))
        {
            return false;
        }
        drama.into_iter().for_each(|drama| *of_drama.entry(drama).or_default() += 1);
        artists.into_iter().for_each(|artist| *by_artist.entry(artist).or_default() += 1);
        true
    };
    let mut candidates = candidates;
    candidates.retain(keep);
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::TrackIndex;
    use crate::catalogue::track::{Label, Track, TrackId};
    use crate::scoring::score::Score;

    #[test]
    fn names_are_told_apart_by_letters_or_else_by_signs() {
        let artists = ["SG Wannabe", "SGWannabe", "♥", "★", "♥"];
        let tracks = artists.iter().zip('a'..).map(|(artist, id)| {
            let mut track = Track::new(TrackId::new(&id.to_string()).unwrap(), Label::new("a title").unwrap());
            track.artists.push(Label::new(artist).unwrap());
            track.drama = Some(Label::new(artist).unwrap());
            track
        });
        let catalogue = Catalogue::new(tracks.collect()).unwrap();
        let all: Vec<Ranked> = catalogue.places().map(|track| Ranked { track, score: Score::clamped(0.5) }).collect();
        let kept = |per_drama, per_artist| {
            let kept = capped(all.clone(), &catalogue, per_drama, per_artist).into_iter();
            kept.map(|ranked| ranked.track).collect::<Vec<TrackIndex>>()
        };
        for cap in [(Some(1), None), (None, Some(1))] {
            assert_eq!(kept(cap.0, cap.1), [0, 2, 3].map(TrackIndex));
        }
    }

    #[test]
    fn whoever_is_credited_twice_sings_once() {
        let tracks = [&["Chen", "CHEN"][..], &["Chen"], &["Chen"]].into_iter().zip('a'..).map(|(artists, id)| {
            let mut track = Track::new(TrackId::new(&id.to_string()).unwrap(), Label::new("a title").unwrap());
            track.artists.extend(artists.iter().map(|artist| Label::new(artist).unwrap()));
            track
        });
        let catalogue = Catalogue::new(tracks.collect()).unwrap();
        let all = catalogue.places().map(|track| Ranked { track, score: Score::clamped(0.5) }).collect();
        let kept = capped(all, &catalogue, None, Some(2));
        assert_eq!(kept.iter().map(|ranked| ranked.track).collect::<Vec<_>>(), [0, 1].map(TrackIndex));
    }
}
