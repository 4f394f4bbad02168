//! What little tells of leaves, before their tags are read: the tempi, moods, years and names of their tracks.

use crate::index::columns::UNKNOWN;
use crate::index::groups::Group;
use crate::index::question::Question;
use crate::index::tree::{LEAF, largest};
use crate::index::wide::fetch;

/// What is told of so many leaves at once, while what tells of as many others is brought nearer.
const TOGETHER: usize = 8;

/// What a track has that does not satisfy the filter: less than any bar.
const EXCLUDED: f32 = f32::MIN;

/// For each of some leaves what tempo and mood add to the bound of each of its tracks.
pub(crate) type Besides = Vec<[f32; LEAF]>;

impl Question<'_> {
    /// Of some leaves keeps those that may reach a bar as to tempo and mood and satisfy the filter as to years and names, and gives what their tracks have
    /// besides tags; those that do not satisfy the filter have less than any bar.
    #[inline(always)]
    pub(crate) fn tell(&self, leaves: &mut Vec<Group>, bar: f32, besides: &mut Besides) {
        besides.clear();
        let filtered = self.sieve.asks_of_leaves();
        if self.tempi.is_none() && self.near.is_none() && !filtered {
            besides.resize(leaves.len(), [0.0; LEAF]);
            return;
        }
        leaves.iter().take(TOGETHER).for_each(|leaf| self.fetch_told(leaf.at as usize));
        let mut kept = 0;
        for from in (0..leaves.len()).step_by(TOGETHER) {
            let next = leaves.iter().skip(from + TOGETHER).take(TOGETHER);
            next.for_each(|leaf| self.fetch_told(leaf.at as usize));
            let mut of_boxes = [0.0; TOGETHER];
            if let Some(near) = &self.near {
                let mut boxes = [[UNKNOWN; 4]; TOGETHER];
                for (held, leaf) in boxes.iter_mut().zip(&leaves[from..]) {
                    *held = self.columns.boxes_of_leaves.one(leaf.at as usize);
                }
                of_boxes = near.in_boxes(&boxes);
            }
            for (at, of_box) in (from..leaves.len()).zip(of_boxes) {
                let group = leaves[at];
                let own = self.besides(group.at as usize, filtered);
                if told(group.bound, self.of_tempo() + of_box, largest(own)) >= bar {
                    leaves[kept] = group;
                    kept += 1;
                    besides.push(own);
                }
            }
        }
        leaves.truncate(kept);
    }

    /// What the tracks of a leaf have besides tags.
    #[inline(always)]
    fn besides(&self, leaf: usize, filtered: bool) -> [f32; LEAF] {
        let mut own = match &self.near {
            Some(near) => near.at(self.columns.fine_of(leaf).each_ref()),
            None => [0.0; LEAF],
        };
        if let Some(tempi) = &self.tempi {
            own.iter_mut().zip(self.columns.tempi_of(leaf)).for_each(|(own, code)| *own += tempi.worth(*code));
        }
        if filtered {
            let held = self.sieve.of_leaf(self.columns, leaf) as u32;
            for (i, own) in own.iter_mut().enumerate() {
                *own = if held >> i & 1 == 1 { *own } else { EXCLUDED };
            }
        }
        own
    }

    /// Asks for what tells of a leaf to be brought nearer.
    #[inline(always)]
    fn fetch_told(&self, leaf: usize) {
        if self.tempi.is_some() {
            self.columns.tempi_of(leaf).iter().take(1).for_each(fetch);
        }
        if self.near.is_some() {
            self.columns.fetch_fine(leaf);
        }
        self.sieve.fetch_of_leaf(self.columns, leaf);
    }
}

/// A bound of which a part turns out to be something else.
///
/// What is left of a difference may be far less than what was rounded off the numbers it is made of, so that is added.
#[inline(always)]
fn told(bound: f32, part: f32, own: f32) -> f32 {
    bound * (1.0 + 8.0 * f32::EPSILON) - part + own
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However little there is besides the parts, none of it is lost when they are told.
        #[test]
        fn a_bound_that_is_told_is_no_lower(
            exponent in -40.0_f32..=0.0,
            tempo in 0.0_f32..=1.0,
            mood in 0.0_f32..=1.0,
            own in proptest::array::uniform2(0.0_f32..=1.0),
        ) {
            let (others, own) = (exponent.exp2(), [own[0] * tempo, own[1] * mood]);
            let exact = f64::from(others) + f64::from(own[0]) + f64::from(own[1]);
            for bound in [others + tempo + mood, others + mood + tempo, tempo + mood + others] {
                let told = f64::from(told(bound, tempo + mood, own[0] + own[1]));
                prop_assert!(told >= exact * (1.0 - f64::from(f32::EPSILON)), "{told} for {exact}");
                // Nobody who does not satisfy the filter reaches anything.
                prop_assert!(super::told(bound, tempo + mood, EXCLUDED) < 0.0);
            }
        }
    }
}
