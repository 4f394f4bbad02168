//! Settings as a file: a JSON object in which whatever is left out keeps its default.

use serde::{Deserialize, Serialize};

use crate::catalogue::facet::Facet;
use crate::error::{Error, ErrorKind};
use crate::features::weighting::{FacetWeights, Idf};
use crate::interchange::bytes::text;
use crate::interchange::fault::said;
use crate::settings::Settings;

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct SettingsRecord {
    weighting: WeightingRecord,
    balance: BalanceRecord,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct WeightingRecord {
    genre: Option<f64>,
    tempo: Option<f64>,
    instrumentation: Option<f64>,
    theme: Option<f64>,
    idf: Option<IdfRecord>,
    idf_exponent: Option<f64>,
    norm_exponent: Option<f64>,
    broader_decay: Option<f64>,
    pivot: Option<f64>,
    tempo_width: Option<f64>,
    octave_bump: Option<f64>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct BalanceRecord {
    dislike: Option<f64>,
    mood_width: Option<f64>,
    mood_share: Option<f64>,
    presence: Option<f64>,
    related: Option<f64>,
    best_answer: Option<f64>,
    facet_exponent: Option<f64>,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum IdfRecord {
    Smooth,
    Plain,
    None,
}

/// Reads settings: `{"weighting": {"theme": 0.5, "idf": "plain"}, "balance": {"mood_width": 0.4}}`.
///
/// # Errors
/// [`ErrorKind::Encoding`], [`ErrorKind::Syntax`], or [`ErrorKind::Field`] and [`ErrorKind::Argument`] naming what is unknown or out of its range.
///
/// ```
/// let settings = ost::interchange::settings::read(br#"{"weighting": {"theme": 0.5}}"#, "mine.json")?;
/// assert_eq!(settings.weighting.facets.of(ost::catalogue::facet::Facet::Theme), 0.5);
/// # Ok::<(), ost::Error>(())
/// ```
pub fn read(bytes: &[u8], file: &str) -> Result<Settings, Error> {
    let text = text(bytes).map_err(|error| error.in_file(file))?;
    if !text.trim_start().starts_with('{') {
        return Err(Error::new(ErrorKind::Syntax, "settings are one object in braces").in_file(file).at_line(1));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let record: SettingsRecord = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
        let path = fault.path().to_string();
        let inner = fault.into_inner();
        let kind = if inner.is_data() { ErrorKind::Field } else { ErrorKind::Syntax };
        let error = Error::new(kind, said(&inner)).in_file(file).at_line(inner.line().max(1)).caused_by(inner);
        if path.is_empty() || path == "." { error } else { error.in_field(path) }
    })?;
    reader.end().map_err(|fault| {
        Error::new(ErrorKind::Syntax, "more than one JSON value; settings are one object")
            .in_file(file)
            .at_line(fault.line().max(1))
            .caused_by(fault)
    })?;
    let settings = record.into_settings().map_err(|error| error.in_file(file))?;
    settings.check().map_err(|error| error.in_file(file))?;
    Ok(settings)
}

/// Settings as such a file, every one of them written out. They have to be in their ranges ([`Settings::check`]): what is no number is written as `null`,
/// which is read as the default.
pub fn write(settings: &Settings) -> String {
    let (weighting, balance) = (&settings.weighting, &settings.balance);
    let record = SettingsRecord {
        weighting: WeightingRecord {
            genre: Some(weighting.facets.of(Facet::Genre)),
            tempo: Some(weighting.facets.of(Facet::Tempo)),
            instrumentation: Some(weighting.facets.of(Facet::Instrumentation)),
            theme: Some(weighting.facets.of(Facet::Theme)),
            idf: Some(match weighting.idf {
                Idf::Smooth => IdfRecord::Smooth,
                Idf::Plain => IdfRecord::Plain,
                Idf::None => IdfRecord::None,
            }),
            idf_exponent: Some(weighting.idf_exponent),
            norm_exponent: Some(weighting.norm_exponent),
            broader_decay: Some(weighting.broader_decay),
            pivot: Some(weighting.pivot),
            tempo_width: Some(weighting.tempo_width),
            octave_bump: Some(weighting.octave_bump),
        },
        balance: BalanceRecord {
            dislike: Some(balance.dislike),
            mood_width: Some(balance.mood_width),
            mood_share: Some(balance.mood_share),
            presence: Some(balance.presence),
            related: Some(balance.related),
            best_answer: Some(balance.best_answer),
            facet_exponent: Some(balance.facet_exponent),
        },
    };
    // A record of numbers and words can always be written.
    serde_json::to_string_pretty(&record).unwrap_or_default()
}

impl SettingsRecord {
    fn into_settings(self) -> Result<Settings, Error> {
        let mut settings = Settings::default();
        let Self { weighting: from, balance } = self;
        let weighting = &mut settings.weighting;
        let asked = [from.genre, from.tempo, from.instrumentation, from.theme];
        let facets = Facet::ALL.map(|facet| asked[facet.index()].unwrap_or(weighting.facets.of(facet)));
        weighting.facets = FacetWeights::new(facets).map_err(|error| error.in_field("weighting"))?;
        weighting.idf = match from.idf {
            Some(IdfRecord::Smooth) => Idf::Smooth,
            Some(IdfRecord::Plain) => Idf::Plain,
            Some(IdfRecord::None) => Idf::None,
            None => weighting.idf,
        };
        let take = |to: &mut f64, from: Option<f64>| *to = from.unwrap_or(*to);
        take(&mut weighting.idf_exponent, from.idf_exponent);
        take(&mut weighting.norm_exponent, from.norm_exponent);
        take(&mut weighting.broader_decay, from.broader_decay);
        take(&mut weighting.pivot, from.pivot);
        take(&mut weighting.tempo_width, from.tempo_width);
        take(&mut weighting.octave_bump, from.octave_bump);
        take(&mut settings.balance.dislike, balance.dislike);
        take(&mut settings.balance.mood_width, balance.mood_width);
        take(&mut settings.balance.mood_share, balance.mood_share);
        take(&mut settings.balance.presence, balance.presence);
        take(&mut settings.balance.related, balance.related);
        take(&mut settings.balance.best_answer, balance.best_answer);
        take(&mut settings.balance.facet_exponent, balance.facet_exponent);
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut settings = Settings::default();
        settings.weighting.idf = Idf::Plain;
        settings.weighting.norm_exponent = 0.25;
        (settings.weighting.idf_exponent, settings.weighting.pivot) = (0.5, 3.0);
        settings.balance.mood_width = 0.6;
        (settings.balance.presence, settings.balance.related) = (0.5, 0.25);
        (settings.balance.best_answer, settings.balance.facet_exponent) = (0.5, 0.75);
        assert_eq!(read(write(&settings).as_bytes(), "x").unwrap(), settings);
        assert_eq!(read(b"{}", "x").unwrap(), Settings::default());
    }

    #[test]
    fn faults_name_the_place() {
        let said = |text: &str| read(text.as_bytes(), "s.json").unwrap_err().to_string();
        assert_eq!(
            said("{\n\"weighting\": {\"idf\": \"odd\"}}"),
            "s.json:2: weighting.idf: unknown variant `odd`, expected one of `smooth`, `plain`, `none`"
        );
        assert_eq!(
            said("{\"balance\": {\"mood_width\": 0}}"),
            "s.json: mood_width: 0 is out of range; it is from 0.01 to 10"
        );
        let odd = said("{\"weighting\": {\"idf\": \"a at line 9\"}}");
        assert!(odd.contains("unknown variant `a at line 9`, expected one of"), "{odd}");
        assert!(said("{\"colour\": 1}").starts_with("s.json:1: colour: unknown field `colour`"));
        assert!(said("{} {}").contains("one object"));
        assert!(said("{\"weighting\": {\"genre\": -1}}").contains("a facet's weight is from 0"));
    }
}
