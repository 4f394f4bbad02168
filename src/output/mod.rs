//! Bytes out: text for a terminal, JSON for programs, CSV for spreadsheets.

pub mod census;
pub mod csv;
pub mod evaluated;
pub mod explained;
pub mod explained_json;
pub mod findings;
pub mod glossary;
pub mod html;
pub mod json;
pub mod plain;
pub mod sheet;
pub mod style;
pub mod text;
