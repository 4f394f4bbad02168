//! Bytes out: text for a terminal, JSON for programs, CSV for spreadsheets.

pub mod csv;
pub mod glossary;
pub mod json;
pub mod plain;
pub mod sheet;
pub mod style;
pub mod text;
