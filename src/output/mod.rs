//! Bytes out: text for a terminal, JSON for programs, CSV for spreadsheets.

pub mod census;
pub mod csv;
pub mod evaluated;
pub mod findings;
pub mod glossary;
pub mod json;
pub mod plain;
pub mod sheet;
pub mod style;
pub mod text;
