//! Evaluations as text, JSON and CSV.

use std::io::{self, Write};

use serde::Serialize;

use crate::evaluation::bootstrap::Interval;
use crate::evaluation::report::{Report, Row, Table};
use crate::output::csv::{cell, table};
use crate::output::plain::{column, plain, width, wrapped};
use crate::output::style::{FAINT, STRONG, styled};

/// Writes tables with a row a system: as many measures as fit, each with half its interval's width, and how far the first system is ahead by the
/// first of them; by all of them where there is room.
///
/// # Errors
/// When the stream cannot be written.
pub fn text(out: &mut dyn Write, report: &Report, columns: usize) -> io::Result<()> {
    for (i, table) in report.tables.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        text_table(out, table, columns)?;
    }
    if !report.tables.is_empty() && !report.notes.is_empty() {
        writeln!(out)?;
    }
    for note in &report.notes {
        writeln!(out, "{}", wrapped(&plain(note), columns, 2))?;
    }
    Ok(())
}

const MEASURE: usize = 13;
/// The last column, and one with another behind it.
const LEAD: usize = 22;
const LEADS: usize = 26;

fn text_table(out: &mut dyn Write, table: &Table, columns: usize) -> io::Result<()> {
    let names = table.rows.iter().map(|row| width(&plain(&row.name))).max().unwrap_or(0).clamp(8, 28) + 2;
    let paired = table.rows.iter().map(|row| row.behind.len()).max().unwrap_or(0);
    let all = names + table.columns.len() * MEASURE + paired * LEADS <= columns;
    let leads = if all { paired } else { paired.min(1) };
    let lead = if leads > 1 { LEADS } else { LEAD };
    let room = columns.saturating_sub(names + leads * lead);
    let shown = (room / MEASURE).clamp(1, table.columns.len().max(1));
    writeln!(out, "{}", styled(&wrapped(&plain(&table.title), columns, 2), STRONG))?;
    let mut header = column("", names);
    table.columns.iter().take(shown).for_each(|name| header.push_str(&column(name, MEASURE)));
    for name in table.columns.iter().take(leads) {
        let ahead = if leads > 1 { format!("ahead by {name}") } else { "first ahead by".to_owned() };
        header.push_str(&column(&ahead, LEADS));
    }
    writeln!(out, "{}", styled(header.trim_end(), FAINT))?;
    for row in &table.rows {
        let mut line = column(&plain(&row.name), names);
        row.values.iter().take(shown).for_each(|value| line.push_str(&column(&brief(value), MEASURE)));
        for behind in row.behind.iter().take(leads) {
            line.push_str(&column(&format!("{:.3} ({:.3}..{:.3})", behind.value, behind.low, behind.high), LEADS));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn brief(value: &Interval) -> String {
    let half = (value.high - value.low) / 2.0;
    if half > 0.0 { format!("{:.3} ±{half:.3}", value.value) } else { format!("{:.3}", value.value) }
}

#[derive(Serialize)]
struct ReportRecord<'a> {
    tables: Vec<TableRecord<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct TableRecord<'a> {
    title: &'a str,
    rows: Vec<RowRecord<'a>>,
}

#[derive(Serialize)]
struct RowRecord<'a> {
    system: &'a str,
    measures: Vec<MeasureRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_ahead_by: Option<IntervalRecord>,
}

#[derive(Serialize)]
struct MeasureRecord<'a> {
    measure: &'a str,
    #[serde(flatten)]
    interval: IntervalRecord,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_ahead_by: Option<IntervalRecord>,
}

#[derive(Serialize)]
struct IntervalRecord {
    value: f64,
    low: f64,
    high: f64,
}

fn interval(from: &Interval) -> IntervalRecord {
    IntervalRecord { value: from.value, low: from.low, high: from.high }
}

/// Writes everything as one object: `{"tables": [{"title", "rows": [{"system", "measures": [{"measure", "value", "low", "high",
/// "first_ahead_by"}], "first_ahead_by"}]}], "notes": []}`; a row's own `first_ahead_by` is that of the deciding measure.
///
/// # Errors
/// When the stream cannot be written.
pub fn json(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let tables = report.tables.iter().map(|table| TableRecord {
        title: &table.title,
        rows: table
            .rows
            .iter()
            .map(|row| RowRecord {
                system: &row.name,
                measures: table
                    .columns
                    .iter()
                    .zip(&row.values)
                    .enumerate()
                    .map(|(i, (measure, value))| MeasureRecord {
                        measure,
                        interval: interval(value),
                        first_ahead_by: row.behind.get(i).map(interval),
                    })
                    .collect(),
                first_ahead_by: row.behind.first().map(interval),
            })
            .collect(),
    });
    serde_json::to_writer_pretty(&mut *out, &ReportRecord { tables: tables.collect(), notes: &report.notes })?;
    writeln!(out)
}

/// Writes a row a measure of a system of a table.
///
/// # Errors
/// When the stream cannot be written.
pub fn csv(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let line = |table: &Table, row: &Row, measure: &str, value: &Interval| {
        let number = |value: f64| format!("{value:.6}");
        let numbers = [value.value, value.low, value.high].map(number);
        [cell(&table.title), cell(&row.name), cell(measure)].into_iter().chain(numbers).collect::<Vec<_>>()
    };
    let rows = report.tables.iter().flat_map(|table| {
        table.rows.iter().flat_map(move |row| {
            let measured =
                table.columns.iter().zip(&row.values).map(move |(name, value)| line(table, row, name, value));
            let ahead = table.columns.iter().zip(&row.behind);
            measured
                .chain(ahead.map(move |(name, behind)| line(table, row, &format!("first ahead by, {name}"), behind)))
        })
    });
    self::table(out, &["table", "system", "measure", "value", "low", "high"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_fit_their_columns_and_say_all_in_json_and_csv() {
        let value = Interval { value: 0.5, low: 0.4, high: 0.62 };
        let row = |behind| Row { name: "ost".to_owned(), values: vec![value; 5], behind };
        let columns = ["nDCG@10", "MAP", "P@10", "R@10", "MRR"].map(str::to_owned).to_vec();
        let table = Table { title: "a title ".repeat(12), columns, rows: vec![row(vec![]), row(vec![value; 5])] };
        let report = Report { tables: vec![table], notes: vec!["a note ".repeat(20)], settings: None };
        let written = |write: &dyn Fn(&mut Vec<u8>) -> io::Result<()>| {
            let mut bytes = Vec::new();
            write(&mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let text = written(&|out| text(out, &report, 80));
        assert!(text.contains("0.500 ±0.110") && text.contains("0.500 (0.400..0.620)"), "{text}");
        let visible =
            |line: &str| width(&line.replace("\u{1b}[1m", "").replace("\u{1b}[2m", "").replace("\u{1b}[0m", ""));
        assert!(text.lines().all(|line| visible(line) <= 80), "{text}");
        let json: serde_json::Value = serde_json::from_str(&written(&|out| json(out, &report))).unwrap();
        assert_eq!(json["tables"][0]["rows"][1]["measures"][4]["measure"], "MRR");
        assert_eq!(json["tables"][0]["rows"][1]["first_ahead_by"]["low"], 0.4);
        assert_eq!(written(&|out| csv(out, &report)).lines().count(), 1 + 5 + 10);
    }
}
