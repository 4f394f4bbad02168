//! The shapes of tempo: which bins a track's tempo lights, and how strongly next to its strongest.
//!
//! Tempo is rounded before it is binned, so a large catalogue has hardly more shapes than steps. Where there are more than a byte can tell apart,
//! the rest share the last.

use std::collections::HashMap;

/// At most so many shapes.
const MOST: usize = 256;

/// Values this near to each other make one shape.
const STEPS: f64 = 4096.0;

/// Collects shapes.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    known: HashMap<Vec<(u32, u16)>, u8>,
    shapes: Vec<Vec<(usize, f64)>>,
}

impl Shapes {
    /// The shape of these values over their scale; its largest values are raised to hold them.
    pub(crate) fn note(&mut self, values: impl Iterator<Item = (usize, f64)> + Clone) -> u8 {
        let coarse = values.clone().map(|(d, v)| (d as u32, (v * STEPS).round() as u16)).collect();
        let next = self.shapes.len().min(MOST - 1) as u8;
        let shape = *self.known.entry(coarse).or_insert(next);
        if usize::from(shape) == self.shapes.len() {
            self.shapes.push(Vec::new());
        }
        let held = &mut self.shapes[usize::from(shape)];
        for (d, v) in values {
            match held.iter_mut().find(|(other, _)| *other == d) {
                Some((_, largest)) => *largest = largest.max(v),
                None => held.push((d, v)),
            }
        }
        shape
    }

    /// All shapes, by number.
    pub(crate) fn finish(self) -> Vec<Vec<(usize, f64)>> {
        self.shapes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_there_are_each_is_held() {
        let mut shapes = Shapes::default();
        let all: Vec<[(usize, f64); 2]> =
            (0..600).map(|i| [(3, 1.0), (4 + i % 3, f64::from(i as u32) / 600.0)]).collect();
        let noted: Vec<u8> = all.iter().map(|values| shapes.note(values.iter().copied())).collect();
        let shapes = shapes.finish();
        assert_eq!(shapes.len(), 256);
        for (values, shape) in all.iter().zip(noted) {
            for (d, v) in values {
                assert!(shapes[usize::from(shape)].iter().any(|(other, most)| other == d && most >= v));
            }
        }
    }
}
