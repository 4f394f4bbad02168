//! Sparse unit vectors, alone and in rows.

use ndarray::Array1;

use crate::catalogue::TrackIndex;
use crate::storage::Section;

/// A sparse row: dimensions ascending, each value above 0, the whole of unit length (to within the precision of `f32`), or shorter where something is
/// left unsaid ([`crate::features::weighting::Weighting::pivot`]): it is then the part of a unit vector that other rows can share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    dimensions: &'a [u32],
    values: &'a [f32],
}

impl<'a> Row<'a> {
    /// What stands for the vector of a track of which no tag is known.
    pub(crate) const UNKNOWN: Row<'static> = Row { dimensions: &[], values: &[] };

    /// The dimensions with their values, by dimension.
    pub fn iter(self) -> impl ExactSizeIterator<Item = (usize, f64)> + Clone + 'a {
        self.dimensions.iter().zip(self.values).map(|(d, v)| (*d as usize, f64::from(*v)))
    }

    /// `sum_d x_d * y_d` with a vector given in full, summed by dimension.
    pub fn dot(self, dense: &[f64]) -> f64 {
        self.iter().map(|(d, v)| v * dense[d]).sum()
    }

    /// The same with another row.
    pub(crate) fn meet(self, other: Self) -> f64 {
        let (mut sum, mut at) = (0.0, 0);
        for (d, v) in self.dimensions.iter().zip(self.values) {
            at += other.dimensions[at..].iter().take_while(|other| *other < d).count();
            if other.dimensions.get(at) == Some(d) {
                sum += f64::from(*v) * f64::from(other.values[at]);
            }
        }
        sum
    }

    /// The squared length where something is left unsaid; exactly 1 where it is 1 but for rounding.
    pub(crate) fn said(self) -> f64 {
        let square: f64 = self.iter().map(|(_, v)| v * v).sum();
        if square > 1.0 - 1e-6 { 1.0 } else { square }
    }
}

/// A sparse vector of unit length with no negative value.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureVector {
    dimensions: Vec<u32>,
    values: Vec<f32>,
}

impl FeatureVector {
    /// Scales entries to unit length. Entries are sorted, equal dimensions added, values not above 0 dropped; none if nothing is left or one is infinite.
    /// A value so small beside the others that it is 0 in `f32` is dropped as well.
    pub fn unit(entries: Vec<(usize, f64)>) -> Option<Self> {
        Self::scaled(entries, 0.0)
    }

    /// As [`FeatureVector::unit`], shorter by a squared length that no entry has.
    pub(crate) fn scaled(mut entries: Vec<(usize, f64)>, unsaid: f64) -> Option<Self> {
        entries.sort_by_key(|(d, _)| *d);
        entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        let norm = norm(entries.iter().copied(), unsaid)?;
        let mut dimensions = Vec::with_capacity(entries.len());
        let mut values = Vec::with_capacity(entries.len());
        for (d, v) in entries {
            let v = (v / norm) as f32;
            if v > 0.0 {
                dimensions.push(u32::try_from(d).unwrap_or(u32::MAX));
                values.push(v);
            }
        }
        Some(Self { dimensions, values })
    }

    /// The vector as a row.
    pub fn row(&self) -> Row<'_> {
        Row { dimensions: &self.dimensions, values: &self.values }
    }

    /// The vector in full, shape `(width,)`.
    ///
    /// # Panics
    /// When a dimension is not below `width`.
    pub fn to_dense(&self, width: usize) -> Array1<f64> {
        let mut dense = Array1::zeros(width);
        for (d, v) in self.row().iter() {
            dense[d] = v;
        }
        dense
    }
}

/// The vectors of a catalogue, a row a track, in the order of the catalogue (compressed sparse rows).
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    width: usize,
    pub(crate) starts: Section<u64>,
    pub(crate) dimensions: Section<u32>,
    pub(crate) values: Section<f32>,
}

impl Rows {
    /// Rows of `width` dimensions, none yet.
    pub fn new(width: usize) -> Self {
        Self { width, starts: vec![0].into(), dimensions: Section::default(), values: Section::default() }
    }

    /// Rows that were encoded before.
    pub(crate) fn restored(width: usize, starts: Section<u64>, dimensions: Section<u32>, values: Section<f32>) -> Self {
        Self { width, starts, dimensions, values }
    }

    /// Adds the next track's vector; none for a track of which no tag is known.
    pub fn push(&mut self, vector: Option<&FeatureVector>) {
        if let Some(vector) = vector {
            self.dimensions.extend_from_slice(&vector.dimensions);
            self.values.extend_from_slice(&vector.values);
        }
        self.starts.push(self.dimensions.len() as u64);
    }

    /// Adds the next track's entries, ascending by dimension, scaled as [`FeatureVector::scaled`] scales them.
    pub(crate) fn push_scaled(&mut self, entries: &[(usize, f64)], unsaid: f64) {
        if let Some(norm) = norm(entries.iter().copied(), unsaid) {
            for (d, v) in entries {
                let v = (v / norm) as f32;
                if v > 0.0 {
                    self.dimensions.push(u32::try_from(*d).unwrap_or(u32::MAX));
                    self.values.push(v);
                }
            }
        }
        self.starts.push(self.dimensions.len() as u64);
    }

    /// The sum of a track's first and last value and dimension: what there is of it in memory has to be read for it.
    pub(super) fn ends(&self, track: TrackIndex) -> Option<f32> {
        let row = self.row(track)?;
        let sum = |place: Option<usize>| place.map_or(0.0, |at| row.values[at] + row.dimensions[at] as f32);
        Some(sum((!row.values.is_empty()).then_some(0)) + sum(row.values.len().checked_sub(1)))
    }

    /// The number of tracks.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no track.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of dimensions.
    pub fn width(&self) -> usize {
        self.width
    }

    /// A track's row; none for a track of which no tag is known, or none that the catalogue has.
    pub fn row(&self, at: TrackIndex) -> Option<Row<'_>> {
        // A place of another catalogue is no damage.
        if at.index() >= self.len() {
            return None;
        }
        let &[start, end] = self.starts.at(at.index()..at.index() + 2) else { return None };
        let range = start as usize..end as usize;
        let (dimensions, values) = (self.dimensions.at(range.clone()), self.values.at(range));
        // Only a file can hold nonsense.
        let nonsense = || dimensions.iter().any(|d| *d as usize >= self.width) || dimensions.len() != values.len();
        if self.dimensions.is_stored() && nonsense() {
            self.dimensions.note_damage("a vector has a dimension that there is not");
            return None;
        }
        (!dimensions.is_empty()).then_some(Row { dimensions, values })
    }
}

/// The length of entries and of what none of them has, values not above 0 left out; none where they are 0 or not finite.
fn norm(entries: impl Iterator<Item = (usize, f64)> + Clone, unsaid: f64) -> Option<f64> {
    let highest = entries.clone().fold(0.0, |a: f64, (_, v)| a.max(v));
    // Scaled by the highest first, so that squares neither overflow nor vanish.
    let squares = || entries.clone().map(|(_, v)| (v.max(0.0) / highest).powi(2)).sum::<f64>();
    let norm = || (squares() + unsaid / highest / highest).sqrt() * highest;
    (highest > 0.0 && highest.is_finite()).then(norm)
}

/// `sum_d x_d * y_d` with entries of different dimensions, ascending, scaled to unit length as [`FeatureVector::unit`] scales them; 0 where there are none.
pub(crate) fn unit_dot(entries: impl Iterator<Item = (usize, f64)> + Clone, y: impl Fn(usize) -> f64) -> f64 {
    let Some(norm) = norm(entries.clone(), 0.0) else { return 0.0 };
    let unit = entries.map(|(d, v)| (d, f64::from((v / norm) as f32))).filter(|(_, v)| *v > 0.0);
    unit.map(|(d, v)| v * y(d)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn a_zero_vector_cannot_exist() {
        assert_eq!(FeatureVector::unit(vec![]), None);
        assert_eq!(FeatureVector::unit(vec![(1, 0.0), (2, -1.0)]), None);
        assert_eq!(FeatureVector::unit(vec![(1, f64::NAN)]), None);
        assert_eq!(FeatureVector::unit(vec![(1, f64::INFINITY)]), None);
    }

    #[test]
    fn unit_length_whatever_the_scale() {
        for scale in [1e-200, 1.0, 1e200] {
            let v = FeatureVector::unit(vec![(3, 4.0 * scale), (1, 3.0 * scale)]).unwrap();
            assert_relative_eq!(v.to_dense(4).dot(&v.to_dense(4)), 1.0, epsilon = 1e-6);
            assert_relative_eq!(v.to_dense(4)[3], 0.8, epsilon = 1e-6);
        }
    }

    #[test]
    fn rows_keep_unknown_tracks_in_place() {
        let mut rows = Rows::new(2);
        rows.push(None);
        rows.push(FeatureVector::unit(vec![(1, 2.0)]).as_ref());
        assert_eq!(rows.len(), 2);
        assert!(rows.row(TrackIndex(0)).is_none());
        assert_eq!(rows.row(TrackIndex(1)).unwrap().iter().collect::<Vec<_>>(), [(1, 1.0)]);
    }
}
