//! Mood match: closeness on the circumplex, cosine of the wanted tags, and what is not wanted.

use crate::catalogue::affect::Affect;
use crate::catalogue::facet::Facet;
use crate::features::Features;
use crate::features::vector::{FeatureVector, Row};
use crate::query::mood::wish::{Mood, Wish};
use crate::scoring::balance::Balance;
use crate::scoring::contribution::{Ground, Ledger};
use crate::scoring::similarity::union;

/// The point of a mood: closeness is the product over the wanted axes of `exp(-distance^2 / (2 width^2))`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closeness {
    pub(crate) valence: Option<f64>,
    pub(crate) arousal: Option<f64>,
    pub(crate) width: f64,
}

impl Closeness {
    /// None where neither axis is wanted.
    pub(crate) fn new(mood: &Mood, width: f64) -> Option<Self> {
        let valence = mood.valence.map(|v| v.value());
        let arousal = mood.arousal.map(|a| a.value());
        (valence.is_some() || arousal.is_some()).then_some(Self { valence, arousal, width })
    }

    /// Emits the closeness of a track, split over the axes by how near each is, and what is missing, by how far each is.
    pub(crate) fn settle(&self, affect: Option<Affect>, weight: f64, ledger: &mut impl Ledger) {
        let Some(affect) = affect else {
            ledger.despite(|emit| emit(Ground::UnknownAffect, weight));
            return;
        };
        let near =
            |wanted: Option<f64>, own: f64| wanted.map(|wanted| (-((wanted - own) / self.width).powi(2) / 2.0).exp());
        let axes = [
            (Ground::Valence, near(self.valence, affect.valence.value())),
            (Ground::Arousal, near(self.arousal, affect.arousal.value())),
        ];
        let wanted = || axes.iter().filter_map(|(ground, near)| near.map(|near| (*ground, near)));
        let closeness: f64 = wanted().map(|(_, near)| near).product();
        let (nearness, farness) = wanted().fold((0.0, 0.0), |(n, f), (_, near)| (n + near, f + 1.0 - near));
        if nearness > 0.0 {
            for (ground, near) in wanted() {
                ledger.because(ground, weight * closeness * near / nearness);
            }
        }
        ledger.despite(|emit| {
            if farness > 0.0 {
                for (ground, near) in wanted() {
                    emit(ground, weight * (1.0 - closeness) * (1.0 - near) / farness);
                }
            }
        });
    }
}

/// The wanted tags as a unit vector over the facets they belong to. A facet nobody asked about is unknown to the question, so a track's vector
/// is compared over the asked facets only, scaled to unit length there.
#[derive(Debug, Clone)]
pub(crate) struct WantedTags {
    vector: FeatureVector,
    dense: Vec<f64>,
    asked: [bool; 4],
    exponent: f64,
}

impl WantedTags {
    /// None where no wanted tag has a dimension.
    pub(crate) fn new(features: &Features, wishes: &[Wish], exponent: f64) -> Option<Self> {
        let encoder = features.encoder();
        let vector = encoder.encode_tags(wishes.iter().map(|wish| (wish.facet, &wish.tag, wish.degree)))?;
        let dense = vector.to_dense(features.rows().width()).to_vec();
        let asked = Facet::ALL.map(|facet| vector.row().iter().any(|(d, _)| encoder.block(facet).contains(&d)));
        Some(Self { vector, dense, asked, exponent })
    }

    /// The row within the asked facets, scaled to unit length; none where the track says nothing of them.
    fn part_of(&self, features: &Features, row: Row<'_>) -> Option<FeatureVector> {
        let encoder = features.encoder();
        let asked = |d: &usize| Facet::ALL.into_iter().any(|f| self.asked[f.index()] && encoder.block(f).contains(d));
        FeatureVector::unit(row.iter().filter(|(d, _)| asked(d)).collect())
    }

    /// `q . x / |x|` over the asked facets.
    pub(crate) fn cosine(&self, features: &Features, row: Row<'_>) -> f64 {
        self.part_of(features, row).map_or(0.0, |part| part.row().dot(&self.dense).clamp(0.0, 1.0))
    }

    /// Emits the cosine to the power of the exponent, each dimension's share in proportion to its product, and what is missing in proportion to
    /// half its squared difference.
    pub(crate) fn settle(&self, features: &Features, row: Row<'_>, weight: f64, ledger: &mut impl Ledger) {
        let part = self.part_of(features, row);
        let cosine = part.as_ref().map_or(0.0, |part| part.row().dot(&self.dense));
        let matched = cosine.clamp(0.0, 1.0).powf(self.exponent);
        if let Some(part) = part.as_ref().filter(|_| cosine > 0.0) {
            for (d, v) in part.row().iter().filter(|(d, _)| self.dense[*d] > 0.0) {
                ledger.because(Ground::Wanted(d), weight * matched * (v * self.dense[d] / cosine));
            }
        }
        ledger.despite(|emit| {
            let differences: Vec<(usize, f64)> = match &part {
                Some(part) => union(self.vector.row(), part.row()).map(|(d, x, y)| (d, (x - y).powi(2))).collect(),
                None => self.vector.row().iter().map(|(d, x)| (d, x * x)).collect(),
            };
            let sum: f64 = differences.iter().map(|(_, v)| v).sum();
            for (d, v) in differences.into_iter().filter(|_| sum > 0.0) {
                emit(Ground::Wanted(d), weight * (1.0 - matched) * v / sum);
            }
        });
    }
}

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
    /// How alike the tempi are.
    Tempo(WantedTags),
}

impl UnwantedTags {
    pub(crate) fn new(features: &Features, wishes: &[Wish], balance: &Balance) -> Self {
        let encoder = features.encoder();
        let tags = wishes.iter().filter_map(|wish| {
            if wish.facet == Facet::Tempo {
                let tempo = WantedTags::new(features, std::slice::from_ref(wish), balance.tag_exponent)?;
                let highest = tempo.vector.row().iter().fold((0, 0.0), |a, b| if b.1 > a.1 { b } else { a });
                return Some(Unwanted { degree: wish.degree, dimension: highest.0, presence: Presence::Tempo(tempo) });
            }
            let dimension = encoder.dimension(wish.facet, &wish.tag)?;
            let vocabulary = encoder.vocabulary();
            let narrower = encoder.dimensions()[dimension].term.into_iter().flat_map(|at| vocabulary.narrower(at));
            let mut any: Vec<usize> =
                narrower.filter_map(|at| encoder.dimension(wish.facet, &vocabulary.term(at).tag)).collect();
            any.push(dimension);
            any.sort_unstable();
            Some(Unwanted { degree: wish.degree, dimension, presence: Presence::Any(any) })
        });
        Self { tags: tags.collect() }
    }

    /// The part of a score that is lost, from 0 to 1, and the dimension that takes it: the worst of the unwanted tags.
    pub(crate) fn penalty(&self, features: &Features, row: Row<'_>) -> Option<(f64, usize)> {
        let lost = |unwanted: &Unwanted| match &unwanted.presence {
            Presence::Any(any) => {
                let found = row.iter().any(|(d, _)| any.binary_search(&d).is_ok());
                if found { unwanted.degree } else { 0.0 }
            }
            Presence::Tempo(tempo) => unwanted.degree * tempo.cosine(features, row),
        };
        let worst = |a: Option<(f64, usize)>, b: (f64, usize)| match a {
            Some(a) if a.0 >= b.0 => Some(a),
            _ => Some(b),
        };
        let losses = self.tags.iter().map(|unwanted| (lost(unwanted).clamp(0.0, 1.0), unwanted.dimension));
        losses.filter(|(lost, _)| *lost > 0.0).fold(None, worst)
    }
}
