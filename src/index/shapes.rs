//! The shapes of tempo: which bins a track's tempo lights, and how strongly next to its strongest.
//!
//! Tempo is rounded before it is binned, so a large catalogue has hardly more shapes than steps. Shapes that lie next to each other make a class.
//! Where there are too many to be told apart, the rest share the last.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::index::tempi::{Part, Tempo};

/// At most so many shapes.
const MOST: usize = 512;

/// At most so many classes: a code for each, and one for none.
const CLASSES: usize = u8::MAX as usize;

/// Values this near to each other make one shape.
const STEPS: f64 = 4096.0;

/// Collects shapes.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    known: HashMap<Vec<(u32, u16)>, u16, FxBuildHasher>,
    shapes: Vec<Tempo>,
    key: Vec<(u32, u16)>,
}

impl Shapes {
    /// The shape of these values of a tempo, at least one; its largest values are raised to hold them.
    pub(crate) fn note(&mut self, values: impl Iterator<Item = (usize, f64)> + Clone) -> u16 {
        let largest = values.clone().fold(0.0, |a, (_, v)| f64::max(a, v));
        let length = values.clone().map(|(_, v)| v * v).sum::<f64>().sqrt();
        self.key.clear();
        self.key.extend(values.clone().map(|(d, v)| (d as u32, (v / largest * STEPS).round() as u16)));
        let next = self.shapes.len().min(MOST - 1) as u16;
        let shape = match self.known.get(&self.key) {
            Some(shape) => *shape,
            None => *self.known.entry(self.key.clone()).or_insert(next),
        };
        if usize::from(shape) == self.shapes.len() {
            self.shapes.push(Tempo::new());
        }
        let held = &mut self.shapes[usize::from(shape)];
        for (dimension, value) in values {
            let share = value / length;
            match held.iter_mut().find(|part| part.dimension == dimension) {
                Some(part) => (part.value, part.share) = (part.value.max(value), part.share.max(share)),
                None => held.push(Part { dimension, value, share }),
            }
        }
        shape
    }

    /// The classes, the slowest first, and for each shape its class.
    pub(crate) fn classes(self) -> (Vec<Vec<Tempo>>, Vec<u16>) {
        let middle = |tempo: &Tempo| {
            let sum = |weigh: fn(&Part) -> f64| tempo.iter().map(weigh).sum::<f64>();
            // The strongest bins say where it sits; the octaves above and below it pull little.
            sum(|part| part.dimension as f64 * part.share.powi(4)) / sum(|part| part.share.powi(4))
        };
        let mut by_middle: Vec<usize> = (0..self.shapes.len()).collect();
        by_middle.sort_by(|a, b| middle(&self.shapes[*a]).total_cmp(&middle(&self.shapes[*b])).then(a.cmp(b)));
        let mut classes = Vec::new();
        let mut class_of = vec![0; self.shapes.len()];
        for shapes in by_middle.chunks(by_middle.len().div_ceil(CLASSES).max(1)) {
            shapes.iter().for_each(|shape| class_of[*shape] = classes.len() as u16);
            classes.push(shapes.iter().map(|shape| self.shapes[*shape].clone()).collect());
        }
        (classes, class_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_there_are_each_is_held() {
        let mut shapes = Shapes::default();
        let all: Vec<[(usize, f64); 2]> =
            (1..1200).map(|i| [(3, 1.0), (4 + i % 3, f64::from(i as u32) / 1200.0)]).collect();
        let noted: Vec<u16> = all.iter().map(|values| shapes.note(values.iter().copied())).collect();
        let (classes, class_of) = shapes.classes();
        let in_one = MOST.div_ceil(CLASSES);
        assert_eq!((class_of.len(), classes.len()), (MOST, MOST.div_ceil(in_one)));
        for (values, shape) in all.iter().zip(noted) {
            let class = &classes[usize::from(class_of[usize::from(shape)])];
            let holds = |tempo: &Tempo| {
                values.iter().all(|(d, v)| tempo.iter().any(|part| part.dimension == *d && part.value >= *v))
            };
            assert!(class.iter().any(holds));
        }
    }
}
