//! The index answers what scoring every track answers, to the last bit.
#![allow(clippy::unwrap_used)]

#[path = "../benches/synthetic/mod.rs"]
mod synthetic;

use ost::catalogue::{Catalogue, TrackIndex};
use ost::features::Features;
use ost::index::Index;
use ost::interchange::embedded;
use ost::ranking::top_k::{Ranked, top_k};
use ost::scoring::Scorer;
use ost::settings::Settings;
use std::sync::Arc;
use synthetic::Shape;
use synthetic::questions::{Kind, questions};

/// The oracle: every track is scored.
fn plain(catalogue: &Catalogue, scorer: &Scorer<'_>, k: usize, admitted: impl Fn(TrackIndex) -> bool) -> Vec<Ranked> {
    let tracks = catalogue.iter().map(|(track, _)| track).filter(|track| admitted(*track));
    top_k(tracks.filter_map(|track| scorer.score(track).map(|score| Ranked { track, score })), k)
}

fn same_as_plain(n: usize, asked: usize, settings: Settings) {
    let vocabulary = Arc::new(embedded::vocabulary());
    for shape in [Shape::Rich, Shape::Lean] {
        let catalogue = synthetic::catalogue(&vocabulary, shape, n, 7);
        let features = Features::new(Arc::clone(&vocabulary), &catalogue, settings.weighting);
        let wide = Index::new(&catalogue, &features);
        let narrow = wide.clone().narrow();
        for kind in Kind::ALL {
            let asked = questions(&catalogue, &vocabulary, kind, asked, 11);
            let mut answered = 0;
            for (i, query) in asked.iter().enumerate() {
                let Some(scorer) = Scorer::new(&features, query, &settings.balance) else { continue };
                let admitted = |track| {
                    !query.likes.contains(&track)
                        && (query.filter.is_empty() || query.filter.admits(catalogue.track(track), &vocabulary))
                };
                let k = [1, 3, 10, 50][i % 4];
                let expected = plain(&catalogue, &scorer, k, admitted);
                answered += usize::from(!expected.is_empty());
                for index in [&wide, &narrow] {
                    let found = index.best(&scorer, k, &query.filter, admitted);
                    let bits = |ranked: &[Ranked]| -> Vec<(usize, u64)> {
                        ranked.iter().map(|r| (r.track.index(), r.score.value().to_bits())).collect()
                    };
                    assert_eq!(bits(&found), bits(&expected), "{shape:?} {kind:?} {i}: {query:?}");
                }
            }
            assert!(answered > asked.len() / 3, "{kind:?}: {answered} of {}", asked.len());
        }
    }
}

#[test]
fn a_thousand_questions_of_each_kind() {
    same_as_plain(1_000, 1_000, Settings::default());
}

#[test]
fn many_groups() {
    same_as_plain(12_000, 20, Settings::default());
}
