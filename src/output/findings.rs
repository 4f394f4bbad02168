//! What a check found, for a reader, for programs and for spreadsheets.

use std::io::{self, Write};

use serde::Serialize;

use crate::output::csv::cell;
use crate::output::plain::{column, plain};
use crate::output::style::{AGAINST, FAINT, STRONG, styled};
use crate::validation::Report;
use crate::validation::finding::{Finding, Rule, Severity};

/// How many findings of one rule a reader is shown.
const SHOWN: usize = 20;
/// The columns before a message begins.
const INDENT: usize = 9;

/// Writes what was found in a file: a finding in two or three lines, at most 20 of a rule, and how many there are in all.
///
/// # Errors
/// When the stream cannot be written.
pub fn report(out: &mut dyn Write, file: &str, of: &str, report: &Report, columns: usize) -> io::Result<()> {
    let mut shown = std::collections::BTreeMap::<Rule, usize>::new();
    for finding in &report.findings {
        let count = shown.entry(finding.rule).or_default();
        *count += 1;
        if *count <= SHOWN {
            one(out, file, finding, columns)?;
        }
    }
    if !report.findings.is_empty() {
        writeln!(out)?;
        for (rule, count) in &report.counts {
            let more = if *count > SHOWN { "  (the first 20 are shown; --format json lists more)" } else { "" };
            writeln!(out, "{count:>7}  {}{more}", rule.name())?;
        }
    }
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    let plural = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    writeln!(
        out,
        "{}: {}, {}, {}",
        plain(file),
        plural(report.read, of),
        plural(errors, "error"),
        plural(warnings, "warning")
    )
}

fn one(out: &mut dyn Write, file: &str, finding: &Finding, columns: usize) -> io::Result<()> {
    let severity = finding.rule.severity();
    let style = if severity == Severity::Error { AGAINST } else { FAINT };
    let place = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let track = finding.track.as_ref().map(|track| format!("  {}", plain(track))).unwrap_or_default();
    let head = format!("{}  {}{place}{track}", finding.rule.name(), plain(file));
    writeln!(out, "{} {}", styled(&column(severity.name(), INDENT - 1), style), styled(&head, STRONG))?;
    let field = finding.field.as_ref().map(|field| format!("{}: ", plain(field))).unwrap_or_default();
    let room = columns.saturating_sub(INDENT).max(20);
    for line in textwrap::wrap(&format!("{field}{}", plain(&finding.message)), room) {
        writeln!(out, "{:INDENT$}{line}", "")?;
    }
    for (i, line) in textwrap::wrap(&plain(&finding.fix), room - 2).iter().enumerate() {
        writeln!(out, "{:INDENT$}{} {line}", "", if i == 0 { "→" } else { " " })?;
    }
    Ok(())
}

/// A report as JSON.
#[derive(Debug, Serialize)]
pub struct ReportRecord<'a> {
    file: &'a str,
    read: usize,
    errors: usize,
    warnings: usize,
    counts: std::collections::BTreeMap<&'static str, usize>,
    findings: Vec<FindingRecord<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingRecord<'a> {
    severity: &'static str,
    rule: &'static str,
    line: Option<usize>,
    track: Option<&'a str>,
    field: Option<&'a str>,
    message: &'a str,
    fix: &'a str,
}

/// A report as a JSON record. `counts` counts every finding; `findings` has at most 1,000 of a rule.
pub fn record<'a>(file: &'a str, report: &'a Report) -> ReportRecord<'a> {
    let finding = |finding: &'a Finding| FindingRecord {
        severity: finding.rule.severity().name(),
        rule: finding.rule.name(),
        line: finding.line,
        track: finding.track.as_deref(),
        field: finding.field.as_deref(),
        message: &finding.message,
        fix: &finding.fix,
    };
    ReportRecord {
        file,
        read: report.read,
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        counts: report.counts.iter().map(|(rule, count)| (rule.name(), *count)).collect(),
        findings: report.findings.iter().map(finding).collect(),
    }
}

/// The header of [`row`].
pub const HEADER: [&str; 8] = ["file", "line", "severity", "rule", "track", "field", "message", "fix"];

/// A finding as a row of CSV.
pub fn row(file: &str, finding: &Finding) -> Vec<String> {
    let option = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
    vec![
        cell(file),
        finding.line.map(|line| line.to_string()).unwrap_or_default(),
        finding.rule.severity().name().to_owned(),
        finding.rule.name().to_owned(),
        option(&finding.track),
        option(&finding.field),
        cell(&finding.message),
        cell(&finding.fix),
    ]
}
