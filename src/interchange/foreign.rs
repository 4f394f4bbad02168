//! Texts that are no catalogue but something else, which is told once instead of a fault for every line.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use crate::interchange::record::FIELDS;

type Object<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

/// What a text is, or the beginning of one, that is neither an array of tracks nor a track a line; none where it may be either.
pub(crate) fn foreign(text: &str) -> Option<Error> {
    let start = text.trim_start();
    let found = match start.as_bytes().first()? {
        b'[' => None,
        b'{' => wrapped(start).or_else(|| spread(start)).or_else(|| with_commas(start)),
        _ => table(start),
    };
    let line = 1 + text[..text.len() - start.len()].matches('\n').count();
    found.map(|(what, fix)| Error::new(ErrorKind::Syntax, what).with_fix(fix).at_line(line))
}

/// One object that holds the tracks.
fn wrapped(text: &str) -> Option<(String, &'static str)> {
    let fields: Object<'_> = serde_json::from_str(text).ok()?;
    let is_track = fields.contains_key("id") || fields.contains_key("title");
    let holds = |value: &RawValue| value.get().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
    let (name, _) =
        fields.iter().filter(|_| !is_track).find(|(name, value)| !FIELDS.contains(&name.as_ref()) && holds(value))?;
    Some((format!("one object whose field {name:?} holds the tracks"), "write that array alone"))
}

/// A track over several lines.
fn spread(text: &str) -> Option<(String, &'static str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Object<'_>>();
    let is_whole = matches!(values.next(), Some(Ok(_)));
    let is_spread = is_whole && text[..values.byte_offset()].contains('\n');
    (is_spread || text.split_once('\n')?.0.trim_end() == "{")
        .then(|| ("a track over several lines".to_owned(), "write each track on one line, or all in an array"))
}

/// A track a line, with a comma behind each as in an array.
fn with_commas(text: &str) -> Option<(String, &'static str)> {
    let first = text.lines().next()?.trim_end().strip_suffix(',')?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let (_, before) = lines.split_last()?;
    let is_one = !before.is_empty()
        && serde_json::from_str::<Object<'_>>(first).is_ok()
        && before.iter().all(|line| line.ends_with(','));
    let what = "a track a line with a comma at the end of each";
    is_one.then(|| (what.to_owned(), "leave the commas out, or write [ before the first and ] behind the last"))
}

/// Rows of values: a header that names a field, or two lines with as many commas, semicolons or tabs.
fn table(text: &str) -> Option<(String, &'static str)> {
    let mut lines = text.lines();
    let (header, next) = (lines.next()?, lines.next().unwrap_or_default());
    let by = |between: char| {
        let cells = header.split(between).map(|cell| cell.trim().trim_matches('"').to_lowercase());
        let names_a_field = cells.clone().any(|cell| FIELDS.contains(&cell.as_str()));
        let alike = next.matches(between).count() == header.matches(between).count();
        header.contains(between) && !next.starts_with(['{', '[']) && (names_a_field || alike)
    };
    let (_, apart) =
        [('\t', "tabs"), (';', "semicolons (CSV)"), (',', "commas (CSV)")].into_iter().find(|(c, _)| by(*c))?;
    Some((format!("a table, its values apart by {apart}"), "write an array of tracks, or a track a line (JSON)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_catalogue_is_not_foreign() {
        let good = r#"{"id": "a", "title": "A, b"}"#;
        for text in [
            "hello".to_owned(),
            "null".to_owned(),
            "{}".to_owned(),
            good.to_owned(),
            format!("{good}\n{good}\n"),
            format!("{good}\n{good},\n{good}\n"),
            format!("nonsense, more\n{good}\n"),
            format!("[\n{good},\n{good}\n]"),
        ] {
            assert_eq!(foreign(&text), None, "{text}");
        }
    }
}
