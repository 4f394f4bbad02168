//! The design with one choice made otherwise, choice by choice.

use crate::catalogue::facet::Facet;
use crate::features::weighting::{FacetWeights, Idf};
use crate::settings::Settings;

/// One choice made otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What is otherwise.
    pub name: String,
    /// The settings.
    pub settings: Settings,
    /// Whether measured valence and arousal are used.
    pub measured: bool,
}

/// The settings as they are, then every variant that differs from them.
pub fn variants(settings: &Settings) -> Vec<Variant> {
    let mut all = vec![Variant { name: "as it is".to_owned(), settings: *settings, measured: true }];
    let mut add = |name: String, change: &dyn Fn(&mut Settings)| {
        let mut other = *settings;
        change(&mut other);
        if other != *settings {
            all.push(Variant { name, settings: other, measured: true });
        }
    };
    for exponent in [0.0, 0.25, 0.5, 1.0] {
        add(format!("block norm exponent {exponent}"), &|s| s.weighting.norm_exponent = exponent);
    }
    for (name, idf) in [("smooth idf", Idf::Smooth), ("plain idf", Idf::Plain), ("no idf", Idf::None)] {
        add(name.to_owned(), &|s| s.weighting.idf = idf);
    }
    for exponent in [0.25, 0.5, 1.0] {
        add(format!("idf to the power of {exponent}"), &|s| s.weighting.idf_exponent = exponent);
    }
    for pivot in [0.0, 0.1, 1.0, 3.0] {
        add(if pivot > 0.0 { format!("pivot {pivot}") } else { "no pivot".to_owned() }, &|s| s.weighting.pivot = pivot);
    }
    for decay in [0.0, 0.3, 0.5] {
        add(format!("broader tags at {decay}"), &|s| s.weighting.broader_decay = decay);
    }
    add("no octave bump".to_owned(), &|s| s.weighting.octave_bump = 0.0);
    for left_out in Facet::ALL {
        let weights = Facet::ALL.map(|f| if f == left_out { 0.0 } else { settings.weighting.facets.of(f) });
        // Without the only facet that counts there would be nothing to compare.
        if let Ok(weights) = FacetWeights::new(weights) {
            add(format!("without {left_out}"), &|s| s.weighting.facets = weights);
        }
    }
    if let Ok(even) = FacetWeights::new([0.25; 4]) {
        add("facets weigh the same".to_owned(), &|s| s.weighting.facets = even);
    }
    for width in [0.3, 0.45, 0.7] {
        add(format!("mood width {width}"), &|s| s.balance.mood_width = width);
    }
    all.push(Variant { name: "no measured affect".to_owned(), settings: *settings, measured: false });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_differs_and_is_in_range() {
        let all = variants(&Settings::default());
        assert!(all.len() > 10);
        for (i, variant) in all.iter().enumerate() {
            assert!(variant.settings.check().is_ok(), "{}", variant.name);
            assert!(all[..i].iter().all(|other| other.name != variant.name), "{}", variant.name);
        }
        assert!(all[1..all.len() - 1].iter().all(|variant| variant.settings != all[0].settings));
    }
}
