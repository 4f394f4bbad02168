//! How acoustic a track is: read from what its genres and instruments are said to be in the vocabulary.

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Track;
use crate::error::{Error, ErrorKind};
use crate::features::keys::{self, Key};
use crate::features::vocabulary::{TermIndex, Vocabulary};

/// How far something sounds by itself, from -1 (made of electricity) to 1 (nothing but air, wood, skin and strings).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Acousticness(f64);

impl Acousticness {
    /// Takes a value from -1 to 1.
    ///
    /// # Errors
    /// [`ErrorKind::Field`] when the value is outside [-1, 1] or not a number.
    pub fn new(value: f64) -> Result<Self, Error> {
        if (-1.0..=1.0).contains(&value) {
            Ok(Self(value))
        } else {
            Err(Error::new(ErrorKind::Field, format!("{value} is out of range"))
                .with_fix("acousticness is from -1 to 1"))
        }
    }

    /// The value, from -1 to 1.
    pub fn value(self) -> f64 {
        self.0
    }
}

/// The mean over a track's genres and instruments, weighted by confidence; none where none of them says anything.
pub fn of_track(track: &Track, vocabulary: &Vocabulary) -> Option<Acousticness> {
    of_keys(&keys::of_track(vocabulary, track).0, vocabulary)
}

/// The same of tags that were looked up.
pub(crate) fn of_keys(keys: &[(Key, f64)], vocabulary: &Vocabulary) -> Option<Acousticness> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (key, confidence) in keys {
        let Key::Term(at) = *key else { continue };
        let speaks = [Facet::Genre, Facet::Instrumentation].contains(&vocabulary.term(at).facet);
        if let Some(said) = of_term(vocabulary, at).filter(|_| speaks) {
            sum += confidence * said;
            weight += confidence;
        }
    }
    (weight > 0.0).then(|| Acousticness(sum / weight))
}

/// What a term says, or else the mean of what the nearest of its broader terms say.
fn of_term(vocabulary: &Vocabulary, at: TermIndex) -> Option<f64> {
    if let Some(own) = vocabulary.term(at).acoustic {
        return Some(own.value());
    }
    let said = |(up, steps): &(TermIndex, u32)| vocabulary.term(*up).acoustic.map(|value| (*steps, value.value()));
    let broader: Vec<(u32, f64)> = vocabulary.broader(at).iter().filter_map(said).collect();
    let nearest = broader.first()?.0;
    let near: Vec<f64> = broader.into_iter().filter(|(steps, _)| *steps == nearest).map(|(_, value)| value).collect();
    Some(near.iter().sum::<f64>() / near.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::facet::Tag;
    use crate::catalogue::track::{Label, TrackId};
    use crate::interchange::embedded;

    fn acousticness(genre: &[&str], instruments: &[&str]) -> Option<f64> {
        let mut track = Track::new(TrackId::new("t").unwrap(), Label::new("T").unwrap());
        track.genre = genre.iter().map(|tag| Tag::new(tag).unwrap().into()).collect();
        track.instrumentation = instruments.iter().map(|tag| Tag::new(tag).unwrap().into()).collect();
        of_track(&track, &embedded::vocabulary()).map(Acousticness::value)
    }

    #[test]
    fn a_lone_guitar_is_more_acoustic_than_a_band_than_a_synthesizer() {
        let order = [
            acousticness(&["edm"], &["synthesizer", "electronic beats"]),
            acousticness(&["rock"], &["electric guitar", "drums"]),
            acousticness(&["ballad"], &["piano", "electric guitar"]),
            acousticness(&["folk"], &["acoustic guitar"]),
        ];
        assert!(order.iter().all(Option::is_some));
        assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{order:?}");
    }

    #[test]
    fn broader_tags_speak_for_those_that_say_nothing() {
        assert_eq!(acousticness(&[], &["haegeum"]), Some(1.0));
        assert_eq!(acousticness(&["folk rock"], &[]), Some(0.3));
        assert_eq!(acousticness(&["ballad"], &["male vocal"]), None);
    }

    #[test]
    fn out_of_range_is_refused() {
        assert!(Acousticness::new(1.1).is_err() && Acousticness::new(f64::NAN).is_err());
    }
}
