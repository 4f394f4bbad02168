//! The engine's settings for tracks that another vocabulary tags, such as those of MTG-Jamendo: no broader tags, since the few names that both know would
//! be tied together and the rest not. Sought on MTG-Jamendo's training tracks; `data/EVALUATION.md` has what each is worth.

use crate::features::weighting::FacetWeights;
use crate::settings::Settings;

fn with(facets: [f64; 4]) -> Settings {
    let mut settings = Settings::default();
    settings.weighting.broader_decay = 0.0;
    if let Ok(facets) = FacetWeights::new(facets) {
        settings.weighting.facets = facets;
    }
    settings
}

/// To foretell themes from genre and instrumentation: genre counts more, and a facet of many tags somewhat more than one of few.
pub fn prediction() -> Settings {
    let mut settings = with([0.38, 0.12, 0.25, 0.38]);
    settings.weighting.norm_exponent = 0.5;
    settings
}

/// To find what was tagged together: tags count alike whatever their facet, rarity counts less, and lengths are pivoted.
pub fn retrieval() -> Settings {
    let mut settings = with([1.0; 4]);
    settings.weighting.norm_exponent = 0.0;
    settings.weighting.idf_exponent = 0.25;
    settings.weighting.pivot = 3.0;
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_in_range() {
        for settings in [prediction(), retrieval()] {
            assert!(settings.check().is_ok());
            assert!(settings.weighting.broader_decay <= 0.0);
        }
    }
}
