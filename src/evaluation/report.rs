//! What an evaluation finds, as tables.

use crate::evaluation::bootstrap::{Interval, Resamples};
use crate::settings::Settings;

/// Systems against measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What was measured on what.
    pub title: String,
    /// The measures, the deciding one first.
    pub columns: Vec<String>,
    /// A row a system.
    pub rows: Vec<Row>,
}

/// One system's measures, in the order of the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The system.
    pub name: String,
    /// Its measures.
    pub values: Vec<Interval>,
    /// How far the first row's system is ahead by each measure, item by item; empty in that row and where items do not pair.
    pub behind: Vec<Interval>,
}

/// Everything an evaluation finds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// The tables.
    pub tables: Vec<Table>,
    /// What is to be known beside them, a sentence each.
    pub notes: Vec<String>,
    /// The settings that were found, where they were sought.
    pub settings: Option<Settings>,
}

/// Makes a table of means out of a value an item: for each system, for each measure, the values of all items.
pub fn table(title: String, columns: &[&str], systems: Vec<(String, Vec<Vec<f64>>)>, resamples: &Resamples) -> Table {
    let first = systems.first().map(|(_, measures)| measures.clone()).unwrap_or_default();
    let row = |(i, (name, measures)): (usize, (String, Vec<Vec<f64>>))| Row {
        behind: first.iter().zip(&measures).filter(|_| i > 0).map(|(one, own)| resamples.lead(one, own)).collect(),
        values: measures.iter().map(|values| resamples.mean(values)).collect(),
        name,
    };
    let rows = systems.into_iter().enumerate().map(row).collect();
    Table { title, columns: columns.iter().map(|name| (*name).to_owned()).collect(), rows }
}
