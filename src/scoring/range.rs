//! Between which values a score would lie, were a facet known of which nothing is.
//!
//! Each part of a score is bounded alone, over everything the facet could hold; the parts together never lie outside what their bounds come to. Where a
//! single part depends on the facet its bounds are those of the whole.

use crate::catalogue::facet::{Confidence, Facet};
use crate::catalogue::track::Track;
use crate::features::encoder::Encoder;
use crate::features::vector::Row;
use crate::scoring::mood::Closeness;

/// The least and the most.
pub(crate) type Range = (f64, f64);

/// With the facet missing, the similarity is `s = q . y`, `y` of unit length over what is known. Were it known, its block `b >= 0` would join: its
/// squared length is `r` times that of the known blocks, so `similarity = (s + sqrt(r) * q_f . b / |b|) / sqrt(1 + r)`. As all is at least 0,
/// `q_f . b / |b|` is from 0, where nothing is shared, to `|q_f|` (Cauchy-Schwarz), where `b` is parallel to the favourites' block. Where blocks are of unit
/// length before they are weighted (`norm_exponent` = 1) `r` is the facet's weight over that of the known ones, and both ends are reached; otherwise
/// `r` is from that of the shortest lone tag to that of all tags together.
pub(crate) fn similarity(encoder: &Encoder, favourites: &[f64], track: &Track, row: Row<'_>, facet: Facet) -> Range {
    let s = row.dot(favourites);
    let known: f64 = encoder.masses(track).iter().sum::<f64>() + encoder.pivot_mass();
    let (shortest, longest) = mass_range(encoder, facet);
    if known <= 0.0 || longest <= 0.0 {
        return (s, s);
    }
    let reach = favourites[encoder.block(facet)].iter().map(|v| v * v).sum::<f64>().sqrt();
    let with = |mass: f64, product: f64| {
        let r = mass / known;
        (s + r.sqrt() * product) / (1.0 + r).sqrt()
    };
    // Rises until sqrt(r) = reach / s and falls from there.
    let best = if s > 0.0 { known * (reach / s).powi(2) } else { longest };
    (with(longest, 0.0), with(best.clamp(shortest, longest), reach))
}

/// The squared length of a facet's block, at least and at most: that of its shortest tag alone, and that of all its tags.
fn mass_range(encoder: &Encoder, facet: Facet) -> Range {
    let weight = encoder.weighting().facets.of(facet);
    let spread = 1.0 - encoder.weighting().norm_exponent;
    let block = encoder.block(facet);
    // With a pivot a block is longer than what it says, by no more than its commonest tag is.
    let longer = block.clone().map(|d| (encoder.extent(d) / encoder.idf(d)).powi(2)).fold(1.0, f64::max);
    if spread <= 0.0 {
        return (weight, weight * longer);
    }
    let mass = |squares: f64| weight * squares.powf(spread);
    // A lone tag can be as uncertain as a confidence goes, a tempo as faint as one bin.
    let faintest = Confidence::LEAST.powi(2);
    let squares = |d: usize| encoder.idf(d).powi(2);
    let shortest = block.clone().map(squares).fold(f64::INFINITY, f64::min) * faintest;
    (mass(shortest), mass(block.map(squares).sum()) * longer)
}

/// The closeness of the nearest and of the farthest point, as it falls with the distance on each axis; at least 0 where the mood may stay unknown.
pub(crate) fn near(closeness: &Closeness, axes: [Range; 2], may_stay_unknown: bool) -> Range {
    let wanted = [closeness.valence, closeness.arousal];
    let axis = |(wanted, (low, high)): (&Option<f64>, Range)| {
        wanted.map(|wanted| {
            let farthest = if wanted - low > high - wanted { low } else { high };
            [farthest, wanted.clamp(low, high)].map(|own| closeness.near(Some(wanted), own).unwrap_or(1.0))
        })
    };
    let ends = wanted.iter().zip(axes).filter_map(axis);
    let (low, high) = ends.fold((1.0, 1.0), |(low, high), [far, near]| (low * far, high * near));
    (if may_stay_unknown { 0.0 } else { low }, high)
}
