//! Track look-up.
use crate::catalogue::fold::fold;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::error::{Error, ErrorKind};
/// A track that was found.
#[derive(Debug)]
pub struct Found {
    /// The track.
    pub track: TrackIndex,
}
/// Finds a track.
///
/// # Errors
/// When none has the title.
pub fn find(catalogue: &Catalogue, text: &str) -> Result<Found, Error> {
    let t = fold(text);
    catalogue
        .iter()
        .find(|(_, k)| k.id.as_str() == text || k.titles().any(|n| fold(n) == t))
        .map(|(track, _)| Found { track })
        .ok_or_else(|| Error::new(ErrorKind::NotFound, format!("no track is called {text:?}")))
}
