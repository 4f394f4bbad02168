//! Cosine similarity to favourite tracks, with its exact accounts.

use crate::catalogue::TrackIndex;
use crate::features::Features;
use crate::features::vector::{FeatureVector, Row};
use crate::features::worked::Encoded;
use crate::scoring::contribution::{Ground, Ledger};

/// The favourites as one vector: the mean of the likes less a fraction of the mean of the dislikes, clipped at 0, of unit length.
#[derive(Debug, Clone)]
pub(crate) struct Seeds {
    vector: FeatureVector,
    dense: Vec<f64>,
    likes: Vec<TrackIndex>,
}

impl Seeds {
    /// None where no like has a vector, or the dislikes leave nothing of it.
    pub(crate) fn new(
        features: &Features,
        likes: &[TrackIndex],
        dislikes: &[TrackIndex],
        dislike: f64,
    ) -> Option<Self> {
        let mean = |tracks: &[TrackIndex]| {
            let rows: Vec<Encoded<'_>> = tracks.iter().filter_map(|at| features.row(*at)).collect();
            let mut mean = vec![0.0; features.width()];
            for (d, v) in rows.iter().flat_map(|row| row.iter()) {
                mean[d] += v / rows.len() as f64;
            }
            mean
        };
        let (liked, disliked) = (mean(likes), mean(dislikes));
        let entries = liked.iter().zip(&disliked).enumerate().map(|(d, (l, m))| (d, (l - dislike * m).max(0.0)));
        let vector = FeatureVector::unit(entries.filter(|(_, v)| *v > 0.0).collect())?;
        let dense = vector.to_dense(features.width()).to_vec();
        let likes = likes.iter().copied().filter(|at| features.row(*at).is_some()).collect();
        Some(Self { vector, dense, likes })
    }

    /// The vector in full.
    pub(crate) fn dense(&self) -> &[f64] {
        &self.dense
    }

    /// Emits `weight * x_d * y_d` for every shared dimension, and `weight * (x_d - y_d)^2 / 2` for every dimension. What the row leaves unsaid
    /// (`1 - |y|^2`, halved) is put down to its dimensions, each by `y_d^2`.
    pub(crate) fn settle(&self, row: Row<'_>, weight: f64, ledger: &mut impl Ledger) {
        for (d, v) in row.iter() {
            let q = self.dense[d];
            if q > 0.0 {
                ledger.because(Ground::Dimension(d), weight * v * q);
            }
        }
        ledger.despite(|emit| {
            for (d, x, y) in union(self.vector.row(), row) {
                emit(Ground::Dimension(d), weight * (x - y).powi(2) / 2.0);
            }
            let said = row.said();
            if row == Row::UNKNOWN {
                // 1 less a cosine of 0 is the sum of all squares; half of it is emitted above.
                for (d, x) in self.vector.row().iter() {
                    emit(Ground::Dimension(d), weight * x * x / 2.0);
                }
            } else if said < 1.0 {
                for (d, v) in row.iter() {
                    emit(Ground::Dimension(d), weight * (1.0 - said) / 2.0 * v * v / said);
                }
            }
        });
    }

    pub(crate) fn row(&self) -> Row<'_> {
        self.vector.row()
    }

    /// How much of a dimension's share comes from each like; empty for a single like.
    pub(crate) fn split(&self, features: &Features, dimension: usize, share: f64) -> Vec<(TrackIndex, f64)> {
        if self.likes.len() < 2 {
            return Vec::new();
        }
        let value = |at: TrackIndex| {
            let own = features.row(at);
            own.iter().flat_map(Encoded::iter).filter(|(d, _)| *d == dimension).map(|(_, v)| v).sum::<f64>()
        };
        let values: Vec<(TrackIndex, f64)> = self.likes.iter().map(|at| (*at, value(*at))).collect();
        let sum: f64 = values.iter().map(|(_, v)| v).sum();
        values.into_iter().filter(|(_, v)| *v > 0.0).map(|(at, v)| (at, share * v / sum)).collect()
    }
}

/// Both rows side by side: every dimension of either, with 0 where one lacks it.
pub(crate) fn union<'a>(x: Row<'a>, y: Row<'a>) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
    let (mut xs, mut ys) = (x.iter().peekable(), y.iter().peekable());
    std::iter::from_fn(move || {
        let at = match (xs.peek(), ys.peek()) {
            (Some(x), Some(y)) => x.0.min(y.0),
            (Some(x), None) => x.0,
            (None, Some(y)) => y.0,
            (None, None) => return None,
        };
        let x = xs.next_if(|x| x.0 == at).map_or(0.0, |x| x.1);
        let y = ys.next_if(|y| y.0 == at).map_or(0.0, |y| y.1);
        Some((at, x, y))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn union_walks_both_rows() {
        let x = FeatureVector::unit(vec![(0, 3.0), (2, 4.0)]).unwrap();
        let y = FeatureVector::unit(vec![(2, 1.0)]).unwrap();
        let dimensions: Vec<_> = union(x.row(), y.row()).map(|(d, a, b)| (d, a > 0.0, b > 0.0)).collect();
        assert_eq!(dimensions, [(0, true, false), (2, true, true)]);
    }
}
