//! Unwanted tags: which part of a score is lost with them.

use crate::catalogue::facet::Facet;
use crate::features::Features;
use crate::features::vector::Row;
use crate::query::mood::wish::Wish;
use crate::scoring::tempo::TempoRefusal;

/// What is not wanted, each to a degree.
#[derive(Debug, Clone)]
pub(crate) struct UnwantedTags {
    tags: Vec<Unwanted>,
}

#[derive(Debug, Clone)]
struct Unwanted {
    degree: f64,
    /// The dimension it is told by.
    dimension: usize,
    presence: Presence,
}

#[derive(Debug, Clone)]
enum Presence {
    /// The track carries it, or a narrower tag: one of these dimensions, ascending.
    Any(Vec<usize>),
    /// How far the tempo is refused.
    Tempo(TempoRefusal),
}

impl UnwantedTags {
    pub(crate) fn new(features: &Features, wishes: &[Wish]) -> Self {
        let encoder = features.encoder();
        let tags = wishes.iter().filter_map(|wish| {
            if wish.facet == Facet::Tempo {
                let tempo = TempoRefusal::new(features, &wish.tag)?;
                return Some(Unwanted { degree: wish.degree, dimension: tempo.peak, presence: Presence::Tempo(tempo) });
            }
            let dimension = encoder.dimension(wish.facet, &wish.tag)?;
            let any = encoder.carried_by(wish.facet, &wish.tag)?;
            Some(Unwanted { degree: wish.degree, dimension, presence: Presence::Any(any) })
        });
        Self { tags: tags.collect() }
    }

    /// The unwanted tags that a track carries or not, tempo aside: the part of the score that is lost with any of the dimensions.
    pub(crate) fn carried(&self) -> impl Iterator<Item = (f64, &[usize])> {
        self.tags.iter().filter_map(|unwanted| match &unwanted.presence {
            Presence::Any(any) => Some((unwanted.degree, any.as_slice())),
            Presence::Tempo(_) => None,
        })
    }

    /// Which part of a score would be lost, at least and at most, were a facet known of which the row has nothing: what is lost as it is; and the
    /// worst of the unwanted tags of that facet, were it there.
    pub(crate) fn range(&self, features: &Features, row: Row<'_>, facet: Facet) -> (f64, f64) {
        let now = self.penalty(features, row).map_or(0.0, |(lost, _)| lost);
        let dimensions = features.encoder().dimensions();
        let of_facet = self.tags.iter().filter(|unwanted| dimensions[unwanted.dimension].facet == facet);
        (now, of_facet.map(|unwanted| unwanted.degree).fold(now, f64::max))
    }

    /// The part of a score that is lost, from 0 to 1, and the dimension that takes it: the worst of the unwanted tags.
    pub(crate) fn penalty(&self, features: &Features, row: Row<'_>) -> Option<(f64, usize)> {
        let lost = |unwanted: &Unwanted| match &unwanted.presence {
            Presence::Any(any) => {
                let found = row.iter().any(|(d, _)| any.binary_search(&d).is_ok());
                if found { unwanted.degree } else { 0.0 }
            }
            Presence::Tempo(tempo) => unwanted.degree * tempo.refused(features, row),
        };
        let worst = |a: Option<(f64, usize)>, b: (f64, usize)| match a {
            Some(a) if a.0 >= b.0 => Some(a),
            _ => Some(b),
        };
        let losses = self.tags.iter().map(|unwanted| (lost(unwanted).clamp(0.0, 1.0), unwanted.dimension));
        losses.filter(|(lost, _)| *lost > 0.0).fold(None, worst)
    }
}
