//! Whether a catalogue is in order: every check in one pass, each finding with its line and what would mend it; and what a catalogue holds.

pub(crate) mod broader;
pub mod census;
pub mod finding;
pub(crate) mod identity;
pub(crate) mod reach;
pub(crate) mod subject;
pub(crate) mod tagging;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::Error;
use crate::features::Features;
use crate::features::vocabulary::Vocabulary;
use crate::interchange::survey::survey;
use crate::interchange::vocabulary;
use crate::settings::Settings;
use finding::{Finding, Findings, Read, Rule, Severity};
use subject::{Subject, equal_vectors};

/// What was found in a catalogue or a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// How many tracks, or terms, could be read.
    pub read: usize,
    /// The findings: errors first, then by line. Of each rule at most 1,000; [`Report::counts`] counts all.
    pub findings: Vec<Finding>,
    /// How many findings there are of each rule that is broken.
    pub counts: BTreeMap<Rule, usize>,
}

impl Report {
    fn new(read: usize, findings: Findings) -> Self {
        let (findings, counts) = findings.settle();
        Self { read, findings, counts }
    }

    /// The rules with more findings than are listed: how many are, and how many there are.
    pub fn cut_short(&self) -> impl Iterator<Item = (Rule, usize, usize)> {
        let listed = |rule: Rule| self.findings.iter().filter(|finding| finding.rule == rule).count();
        let counted = self.counts.iter().map(move |(rule, all)| (*rule, listed(*rule), *all));
        counted.filter(|(_, listed, all)| listed < all)
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts.iter().filter(|(rule, _)| rule.severity() == severity).map(|(_, count)| count).sum()
    }
}

/// Checks a catalogue file by a vocabulary and the settings that its vectors would be made with. Nothing in it can make this fail.
///
/// ```
/// use std::sync::Arc;
/// use ost::interchange::embedded;
/// use ost::validation::validate;
///
/// let mine = r#"{"id": "a", "title": "A", "theme": ["rain", "rian"]}"#;
/// let report = validate(mine.as_bytes(), Arc::new(embedded::vocabulary()), &ost::Settings::default());
/// assert_eq!(report.findings[0].message, "\"rian\" is no theme tag of the vocabulary (one track)");
/// assert_eq!(report.findings[0].fix, "write \"rain\" if that is meant");
/// ```
pub fn validate(bytes: &[u8], vocabulary: Arc<Vocabulary>, settings: &Settings) -> Report {
    let survey = survey(bytes);
    let mut findings = Findings::default();
    for fault in &survey.faults {
        let finding = Finding::of_fault(&fault.error, Read::Track);
        findings.add(finding.rule, || fault.track.iter().fold(finding, |finding, track| finding.of(track)));
    }
    let catalogue = &survey.loaded.catalogue;
    let features = Features::new(vocabulary, catalogue, settings.weighting);
    let subject = Subject { catalogue, lines: &survey.loaded.lines, features: &features };
    identity::unknown_fields(&survey.loaded.unknown_fields, &mut findings);
    identity::twins(&subject, &mut findings);
    identity::years(&subject, &mut findings);
    identity::dramas(&subject, &mut findings);
    identity::artists(&subject, &mut findings);
    tagging::unknown(&subject, &mut findings);
    tagging::repeated_and_redundant(&subject, &mut findings);
    tagging::missing_facets(&subject, &mut findings);
    let equal = equal_vectors(catalogue, &features);
    for group in &equal {
        findings.add(Rule::EqualVectors, || {
            let others: Vec<String> = group[1..].iter().take(4).map(|at| subject.named(*at)).collect();
            let more = if group.len() > 5 { format!(" and {} more", group.len() - 5) } else { String::new() };
            let message = format!("cannot be told apart from {}{more}", others.join(", "));
            subject.finding(group[0], Rule::EqualVectors, message, "add to each what only it has")
        });
    }
    reach::unreached(&subject, &equal, &settings.balance, &mut findings);
    Report::new(catalogue.len(), findings)
}

/// Checks a vocabulary file, which a [`Vocabulary`] keeps as it is. Where terms cannot be read, whether the others fit together is not asked.
pub fn validate_vocabulary(text: &'static str) -> Report {
    let mut findings = Findings::default();
    let fault = |findings: &mut Findings, fault: &Error| {
        let finding = Finding::of_fault(fault, Read::Term);
        findings.add(finding.rule, || finding);
    };
    let (terms, faults) = vocabulary::terms(text);
    let read = terms.len();
    faults.iter().for_each(|error| fault(&mut findings, error));
    if faults.is_empty() {
        broader::terms(&terms, &mut findings);
        let whole = Vocabulary::new(terms.into_iter().map(|(term, _)| term).collect());
        // What these checks do not look for, such as a tempo term without beats per minute.
        if let (Err(error), true) = (whole, findings.is_empty()) {
            fault(&mut findings, &error);
        }
    }
    Report::new(read, findings)
}
