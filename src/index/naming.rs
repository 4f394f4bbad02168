//! Makes the tables of names.

use std::cmp::Reverse;

use crate::catalogue::known::{Ranked, rank};
use crate::catalogue::shared::Shared;
use crate::catalogue::varint::put_number;
use crate::index::names::{END, LETTERS, Names, trigram};
use crate::index::places::Places;

/// A trigram in more than one of so many texts has no list: to read that many texts is as much work as to read all.
const LISTED: usize = 16;

impl Names {
    /// The tables of names, where `order` is the track at each place.
    pub(crate) fn new(shared: &Shared, order: &[u32]) -> Self {
        let mut sorted: Vec<Ranked<'_>> =
            shared.texts.iter().enumerate().map(|(at, text)| (Reverse(0), text.as_str(), at)).collect();
        rank(&mut sorted);
        // Texts that are alike once they are folded are one.
        let (mut number_of, mut texts) = (vec![0; shared.texts.len()], Vec::new());
        for (_, text, at) in sorted {
            if texts.last() != Some(&text) {
                texts.push(text);
            }
            number_of[at] = texts.len() - 1;
        }
        let text_of = |track: u32| match shared.of.get(track as usize) {
            Some(at) if *at != Shared::NONE => number_of.get(*at as usize).copied(),
            _ => None,
        };
        let mut ends = vec![0_u32; texts.len()];
        order.iter().filter_map(|track| text_of(*track)).for_each(|text| ends[text] += 1);
        let (mut all, mut lines, mut places) = (Vec::new(), Vec::with_capacity(texts.len() + 1), 0);
        for (text, count) in texts.iter().zip(&mut ends) {
            lines.push([all.len() as u32, places]);
            all.extend(text.as_bytes());
            places += *count;
            *count = places - *count;
        }
        lines.push([all.len() as u32, places]);
        let mut by_text = vec![0_u32; places as usize];
        for (place, text) in (0..).zip(order).filter_map(|(place, track)| Some((place, text_of(*track)?))) {
            by_text[ends[text] as usize] = place;
            ends[text] += 1;
        }
        let (trigrams, lists) = lists(&texts);
        Self {
            text: all.into(),
            lines: lines.into(),
            places: Places::new(&by_text, order.len()),
            trigrams: trigrams.into(),
            lists: lists.into(),
            tracks: order.len(),
        }
    }
}

/// The trigrams of texts and their lists, as [`Names`] has them.
fn lists(texts: &[&str]) -> (Vec<[u32; 2]>, Vec<u8>) {
    let mut found: Vec<(u64, u32)> = Vec::new();
    for (number, text) in (0..).zip(texts) {
        // Trigrams lie within one name and its end.
        let parts = text.as_bytes().windows(LETTERS).filter(|part| !part[..LETTERS - 1].contains(&END));
        found.extend(parts.map(|part| (u64::from(trigram(part)), number)));
    }
    found.sort_unstable();
    found.dedup();
    let most = (texts.len() / LISTED).max(LISTED);
    let (mut trigrams, mut lists) = (Vec::new(), Vec::new());
    for own in found.chunk_by(|a, b| a.0 == b.0) {
        trigrams.push([own[0].0 as u32, lists.len() as u32]);
        let mut before = 0;
        for (_, number) in own.iter().filter(|_| own.len() <= most) {
            put_number(&mut lists, (number - before) as usize);
            before = *number;
        }
    }
    trigrams.push([u32::MAX, lists.len() as u32]);
    (trigrams, lists)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::fold::unspaced;
    use crate::catalogue::shared::Named;
    use crate::catalogue::track::{Label, Track, TrackId};
    use crate::catalogue::{Catalogue, TrackIndex};
    use crate::features::vocabulary::Vocabulary;
    use crate::query::filter::{Called, Filter};

    /// Names of few letters, so that words are found in them; at times so many of a letter that its trigrams have no lists.
    fn names() -> impl Strategy<Value = Vec<Label>> {
        let name = prop_oneof![2 => "[abA가나 '-]{1,7}", 1 => "aa[ab]{1,4}"];
        proptest::collection::vec(name.prop_map(|name| Label::new(&name)), 0..4)
            .prop_map(|names| names.into_iter().filter_map(Result::ok).collect())
    }

    proptest! {
        /// Asking every track is the oracle.
        #[test]
        fn whoever_has_such_a_name_is_found(
            tracks in proptest::collection::vec(names(), 0..90),
            words in proptest::collection::vec(("[abA가나 ]{0,4}", any::<bool>()), 1..4),
            beside in proptest::collection::vec(("[abA가나 ]{0,4}", any::<bool>()), 0..3),
            most in 0_usize..90,
        ) {
            let track = |(i, artists): (usize, Vec<Label>)| {
                let name = format!("t{i:02}");
                let mut track = Track::new(TrackId::new(&name).unwrap(), Label::new(&name).unwrap());
                // Some share their names with the one before.
                track.artists = artists;
                track
            };
            let catalogue = Catalogue::new(tracks.into_iter().enumerate().map(track).collect()).unwrap();
            // Every third has no place.
            let order: Vec<u32> = (0..catalogue.len() as u32).rev().filter(|track| track % 3 > 0).collect();
            let names = Names::new(&catalogue.shared(Named::Artists), &order);
            let vocabulary = Vocabulary::new(Vec::new()).unwrap();
            let called = |words: Vec<(String, bool)>| {
                let called = |(text, whole): &(String, bool)| if *whole { Called::whole(text) } else { Called::part(text) };
                words.iter().map(called).collect::<Vec<_>>()
            };
            let mut words = called(words);
            words[0].beside = called(beside);
            let filter = Filter { artists: words.clone(), ..Filter::default() };
            let admitted = |place: &u32| {
                filter.admits(catalogue.track(TrackIndex(order[*place as usize])), &vocabulary)
            };
            let expected: Vec<u32> = (0..order.len() as u32).filter(admitted).collect();
            let found = names.places(&words, most).map(|mut places| {
                places.sort_unstable();
                places
            });
            prop_assert_eq!(found, (expected.len() <= most).then_some(expected));
            let all = catalogue.folded_names(Named::Artists);
            let asked = words.iter().map(|called| unspaced(&called.text));
            for word in asked.chain(all.iter().cloned()).filter(|word| !word.is_empty()) {
                prop_assert_eq!(names.has(&word), all.contains(&word), "{:?}", word);
            }
        }
    }
}
