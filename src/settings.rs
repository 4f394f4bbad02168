//! Every setting in one place.

use crate::error::Error;
use crate::features::weighting::Weighting;
use crate::scoring::balance::Balance;

/// Every setting of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Settings {
    /// How tags become vectors.
    pub weighting: Weighting,
    /// How the parts of a score are balanced.
    pub balance: Balance,
}

impl Settings {
    /// Checks that every setting is in its range.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Argument`] naming the setting that is not.
    pub fn check(&self) -> Result<(), Error> {
        self.weighting.check()?;
        self.balance.check()
    }
}
