//! The classes of tempo, and the upper bound of what each of them adds.

use std::ops::Range;

use crate::index::linear::up;

/// So many codes there are of classes, the one of an unknown tempo among them.
const CODES: usize = 256;

/// The values of a tempo, by dimension.
pub(crate) type Tempo = Vec<Part>;

/// The values that some tracks have in a dimension of tempo, all of them of one shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// The dimension.
    pub(crate) dimension: usize,
    /// The largest value.
    pub(crate) value: f64,
    /// The largest value over the length of all of tempo.
    pub(crate) share: f64,
}

/// The classes of tempo, each of a few tempi: dimension by dimension, so that a question reads what it asks of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Classes {
    /// By class: its tempi, counted from the first of all.
    classes: Vec<Range<usize>>,
    /// By dimension, as far as any tempo has it: the tempi that do, each with its part.
    dimensions: Vec<Vec<(usize, Part)>>,
}

impl Classes {
    /// The classes, given the tempi of each.
    pub(crate) fn new(tempi: &[Vec<Tempo>]) -> Self {
        let (mut classes, mut next) = (Vec::with_capacity(tempi.len()), 0);
        for class in tempi {
            classes.push(next..next + class.len());
            next += class.len();
        }
        let parts =
            || tempi.iter().flatten().enumerate().flat_map(|(at, tempo)| tempo.iter().map(move |part| (at, *part)));
        let mut dimensions = vec![Vec::new(); parts().map(|(_, part)| part.dimension + 1).max().unwrap_or(0)];
        parts().for_each(|(at, part)| dimensions[part.dimension].push((at, part)));
        Self { classes, dimensions }
    }

    /// The tempi of each class.
    pub(crate) fn tempi(&self) -> Vec<Vec<Tempo>> {
        let mut tempi = vec![Tempo::new(); self.count()];
        self.dimensions.iter().flatten().for_each(|(at, part)| tempi[*at].push(*part));
        self.classes.iter().map(|class| tempi[class.clone()].to_vec()).collect()
    }

    /// How many tempi there are.
    fn count(&self) -> usize {
        self.classes.last().map_or(0, |class| class.end)
    }

    /// For each tempo the sum of its parts, given what one of each dimension counts.
    pub(crate) fn sums(&self, bins: impl Iterator<Item = (usize, f64)>, of: impl Fn(&Part) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.count()];
        for (dimension, weight) in bins.filter(|(_, weight)| *weight > 0.0) {
            for (at, part) in self.dimensions.get(dimension).into_iter().flatten() {
                sums[*at] += weight * of(part);
            }
        }
        sums
    }

    /// For each tempo its cosine with some bins, the first of which is of this dimension.
    pub(crate) fn cosines(&self, bins: &[f64], first: usize) -> Vec<f64> {
        let bins = bins.iter().enumerate().map(|(bin, weight)| (first + bin, *weight));
        let mut cosines = self.sums(bins, |part| part.share);
        cosines.iter_mut().for_each(|cosine| *cosine = cosine.min(1.0));
        cosines
    }

    /// For each class the most that any of its tempi is worth, given what each is.
    pub(crate) fn worth(&self, tempi: &[f64]) -> Tempi {
        let most = |class: &Range<usize>| up(tempi[class.clone()].iter().copied().fold(0.0, f64::max));
        let mut worth = Box::new([0.0; CODES]);
        worth.iter_mut().skip(1).zip(&self.classes).for_each(|(worth, class)| *worth = most(class));
        let most = worth.iter().copied().fold(0.0, f32::max);
        Tempi { worth, most }
    }
}

/// What each class of tempo adds at most to a score.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tempi {
    /// By code; 0 for that of an unknown tempo.
    worth: Box<[f32; CODES]>,
    /// The most of them.
    pub(crate) most: f32,
}

impl Tempi {
    /// What a class is worth, by its code.
    #[inline(always)]
    pub(crate) fn worth(&self, code: u8) -> f32 {
        self.worth[usize::from(code)]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tempo() -> impl Strategy<Value = Tempo> {
        let parts = proptest::collection::btree_map(0_usize..12, (0.01_f64..1.0, 0.01_f64..1.0), 0..6);
        parts.prop_map(|parts| {
            let part = |(dimension, (value, share))| Part { dimension, value, share };
            parts.into_iter().map(part).collect()
        })
    }

    proptest! {
        /// Tempo by tempo is the oracle.
        #[test]
        fn classes_are_the_tempi_they_were_made_of(
            tempi in proptest::collection::vec(proptest::collection::vec(tempo(), 1..4), 0..6),
            bins in proptest::array::uniform8(0.0_f64..1.0),
            first in 0_usize..6,
        ) {
            let classes = Classes::new(&tempi);
            prop_assert_eq!(&classes.tempi(), &tempi);
            let cosine = |tempo: &Tempo| {
                let in_bin = |part: &Part| part.dimension.checked_sub(first).and_then(|bin| bins.get(bin)).unwrap_or(&0.0);
                tempo.iter().map(|part| in_bin(part) * part.share).sum::<f64>().min(1.0)
            };
            let cosines = classes.cosines(&bins, first);
            let worth = classes.worth(&cosines);
            prop_assert_eq!((cosines.len(), worth.worth(0)), (tempi.iter().flatten().count(), 0.0));
            for (own, tempo) in cosines.iter().zip(tempi.iter().flatten()) {
                prop_assert!((own - cosine(tempo)).abs() < 1e-12);
            }
            for (code, class) in (1..).zip(&tempi) {
                let most = class.iter().map(cosine).fold(0.0, f64::max);
                let own = f64::from(worth.worth(code));
                prop_assert!(own >= most * (1.0 - 1e-12) && own <= most * (1.0 + 1e-6), "{own} for {most}");
            }
        }
    }
}
