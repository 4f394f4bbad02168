//! What would be if: what would bring a track to the top, what an unknown facet could do to a score, what giving up a critique would give.
//!
//! Every answer is proved by scoring and ranking again. The weights of tags stay as the catalogue fitted them: only the changed track's own vector changes.

pub mod change;
pub(crate) mod front;
pub mod relaxation;
pub mod search;
pub mod unknown;
pub mod wording;

pub use search::{Counterfactual, Verdict};
