//! Pivoted lengths, worked out by hand.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use ost::catalogue::facet::Tag;
use ost::catalogue::track::{Label, Track, TrackId};
use ost::features::weighting::FacetWeights;
use ost::interchange::embedded;
use ost::{Catalogue, Query, Recommender, Settings};

/// With a pivot, by hand: what is shared counts its squared weight, and a track's length is as if each of its tags were the rarest and there were two
/// tags more; without one it is the cosine.
#[test]
fn a_pivot_by_hand() {
    let with = |id: &str, genres: &[&str]| {
        let mut track = Track::new(TrackId::new(id).unwrap(), Label::new("A track").unwrap());
        track.genre = genres.iter().map(|name| Tag::new(name).unwrap().into()).collect();
        track
    };
    let scores = |pivot: f64| -> Vec<f64> {
        let mut settings = Settings::default();
        settings.weighting.norm_exponent = 0.0;
        settings.weighting.broader_decay = 0.0;
        settings.weighting.idf_exponent = 0.5;
        settings.weighting.pivot = pivot;
        settings.weighting.facets = FacetWeights::new([1.0; 4]).unwrap();
        let tracks = vec![with("q", &["u", "v", "w"]), with("a", &["u"]), with("b", &["u", "v", "w", "x", "y", "z"])];
        let vocabulary = Arc::new(embedded::vocabulary());
        let recommender = Recommender::new(Catalogue::new(tracks).unwrap(), vocabulary, settings).unwrap();
        let query = Query::new().like(recommender.find("q").unwrap());
        ["a", "b"].map(|id| recommender.explain(&query, recommender.find(id).unwrap()).unwrap().score).to_vec()
    };
    // Of 3 tracks u is carried by 3, v and w by 2, x, y and z by 1: smooth idf.
    let idf = |df: f64| (4.0_f64 / (1.0 + df)).ln() + 1.0;
    let asked = (idf(3.0) + 2.0 * idf(2.0)).sqrt();
    let expected = [idf(3.0) / (idf(0.0) * 3.0).sqrt() / asked, asked / (idf(0.0) * 8.0).sqrt()];
    for (own, expected) in scores(2.0).iter().zip(expected) {
        assert!((own - expected).abs() < 1e-6, "{own} is not {expected}");
    }
    let cosines = scores(0.0);
    assert!((cosines[0] - idf(3.0).sqrt() / asked).abs() < 1e-6);
    assert!((cosines[1] - asked / (asked * asked + 3.0 * idf(1.0)).sqrt()).abs() < 1e-6);
}
