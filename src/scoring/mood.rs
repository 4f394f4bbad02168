//! Closeness on the circumplex.

use crate::catalogue::affect::Affect;
use crate::query::mood::wish::Mood;
use crate::scoring::contribution::{Ground, Ledger, Nearness};

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

    /// How near a value of one axis is to the wanted one, from 0 to 1, never more where it is farther; none where the axis is not wanted.
    /// Closeness is at most the product of the two (the index bounds it so).
    pub(crate) fn near(&self, wanted: Option<f64>, own: f64) -> Option<f64> {
        wanted.map(|wanted| (-((wanted - own) / self.width).powi(2) / 2.0).exp())
    }

    /// How near a track is on each axis, where both are wanted.
    pub(crate) fn nearness(&self, own: Affect, weight: f64) -> Option<Nearness> {
        let valence = self.near(self.valence, own.valence.value())?;
        Some(Nearness { weight, valence, arousal: self.near(self.arousal, own.arousal.value())? })
    }

    /// Emits the closeness of a track, split over the axes by how near each is, and what is missing, by how far each is.
    pub(crate) fn settle(&self, affect: Option<Affect>, weight: f64, ledger: &mut impl Ledger) {
        let Some(affect) = affect else {
            ledger.despite(|emit| emit(Ground::UnknownAffect, weight));
            return;
        };
        let axes = [
            (Ground::Valence, self.near(self.valence, affect.valence.value())),
            (Ground::Arousal, self.near(self.arousal, affect.arousal.value())),
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
