//! What a check found: how bad, by which rule, where, what and how to mend it.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// The file cannot be used as it is.
    Error,
    /// The file can be used, but says less, or other, than was meant.
    Warning,
}

impl Severity {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// What is checked. The order is the order of [`Rule::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The bytes are UTF-8, there is something in them, and it is well-formed.
    Syntax,
    /// Every field holds what belongs there.
    Field,
    /// Every id is there once.
    DuplicateId,
    /// Every name of the vocabulary means one tag of its facet.
    DuplicateName,
    /// Every broader tag is a tag.
    BroaderUnknown,
    /// No tag is, by whatever way, broader than itself.
    BroaderCycle,
    /// Every field is one that a track has.
    UnknownField,
    /// No two tracks have the same title and the same artists.
    Twin,
    /// A series has one spelling, and a name of its own.
    DramaSpelling,
    /// An artist has one spelling.
    ArtistSpelling,
    /// The year is not before such songs were released.
    Year,
    /// Every tag is in the vocabulary.
    UnknownTag,
    /// No tag is there twice, under whatever names.
    RepeatedTag,
    /// No tag is there together with a narrower one, which says it already.
    RedundantTag,
    /// All four facets are known.
    MissingFacet,
    /// No two tracks have equal feature vectors.
    EqualVectors,
    /// There is a question that every track is an answer to.
    Unreached,
}

impl Rule {
    /// All rules: errors first.
    pub const ALL: [Self; 17] = [
        Self::Syntax,
        Self::Field,
        Self::DuplicateId,
        Self::DuplicateName,
        Self::BroaderUnknown,
        Self::BroaderCycle,
        Self::UnknownField,
        Self::Twin,
        Self::DramaSpelling,
        Self::ArtistSpelling,
        Self::Year,
        Self::UnknownTag,
        Self::RepeatedTag,
        Self::RedundantTag,
        Self::MissingFacet,
        Self::EqualVectors,
        Self::Unreached,
    ];

    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Field => "field",
            Self::DuplicateId => "duplicate-id",
            Self::DuplicateName => "duplicate-name",
            Self::BroaderUnknown => "broader-unknown",
            Self::BroaderCycle => "broader-cycle",
            Self::UnknownField => "unknown-field",
            Self::Twin => "twin",
            Self::DramaSpelling => "drama-spelling",
            Self::ArtistSpelling => "artist-spelling",
            Self::Year => "year",
            Self::UnknownTag => "unknown-tag",
            Self::RepeatedTag => "repeated-tag",
            Self::RedundantTag => "redundant-tag",
            Self::MissingFacet => "missing-facet",
            Self::EqualVectors => "equal-vectors",
            Self::Unreached => "unreached",
        }
    }

    /// How bad it is to break it: an error keeps a catalogue or a vocabulary from being read.
    pub fn severity(self) -> Severity {
        if self <= Self::BroaderCycle { Severity::Error } else { Severity::Warning }
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The id of the track.
    pub track: Option<String>,
    /// The field, such as `genre[1]`.
    pub field: Option<String>,
    /// What is wrong, in one line.
    pub message: String,
    /// What would mend it, in one line.
    pub fix: String,
}

impl Finding {
    /// What was found, with what would mend it, nowhere in particular.
    pub(crate) fn new(rule: Rule, message: String, fix: impl Into<String>) -> Self {
        Self { rule, line: None, track: None, field: None, message, fix: fix.into() }
    }

    #[must_use]
    pub(crate) fn on(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    #[must_use]
    pub(crate) fn of(mut self, track: &str) -> Self {
        self.track = Some(track.to_owned());
        self
    }

    #[must_use]
    pub(crate) fn within(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl Finding {
    /// A fault of reading a track or a term.
    pub(crate) fn of_fault(fault: &Error, of: Read) -> Self {
        let rule = match fault.kind() {
            ErrorKind::Duplicate => Rule::DuplicateId,
            ErrorKind::Field => Rule::Field,
            _ => Rule::Syntax,
        };
        // A track needs these two.
        let needed = of == Read::Track && matches!(fault.field(), Some("id" | "title"));
        let fix = match (fault.fix(), rule) {
            (Some(fix), _) if needed => fix.strip_suffix(" or leave the field out").unwrap_or(fix),
            (Some(fix), _) => fix,
            (None, Rule::DuplicateId) => "give one of them another name, or leave one out",
            (None, Rule::Field) if needed => "write a text; a track needs an id and a title",
            (None, Rule::Field) => "write a value of that kind, or leave the field out",
            (None, _) => "look for a quote, a comma or a bracket that is missing there, or one too many",
        };
        let found = Self::new(rule, fault.message().to_owned(), fix);
        let found = Self { line: fault.line(), ..found };
        fault.field().into_iter().fold(found, Self::within)
    }
}

/// What could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    /// A track of a catalogue.
    Track,
    /// A term of a vocabulary.
    Term,
}

/// Findings as they are gathered. Of each rule only the first [`Findings::KEPT`] are kept, so that a large file in bad order does not fill the
/// memory; all are counted.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    counts: BTreeMap<Rule, usize>,
}

impl Findings {
    /// How many findings of one rule are kept.
    pub(crate) const KEPT: usize = 1000;

    pub(crate) fn add(&mut self, rule: Rule, finding: impl FnOnce() -> Finding) {
        let count = self.counts.entry(rule).or_default();
        *count += 1;
        if *count <= Self::KEPT {
            self.kept.push(finding());
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// What was kept, by severity and line, and how many there were of each rule.
    pub(crate) fn settle(mut self) -> (Vec<Finding>, BTreeMap<Rule, usize>) {
        self.kept.sort_by(|a, b| {
            let key = |f: &Finding| (f.rule.severity(), f.line.unwrap_or(0), f.rule);
            key(a).cmp(&key(b)).then_with(|| a.track.cmp(&b.track)).then_with(|| a.message.cmp(&b.message))
        });
        (self.kept, self.counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_in_order_and_errors_come_first() {
        assert!(Rule::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(Rule::ALL.windows(2).all(|pair| pair[0].severity() <= pair[1].severity()));
        assert_eq!(Rule::BroaderCycle.severity(), Severity::Error);
        assert_eq!(Rule::UnknownField.severity(), Severity::Warning);
    }

    #[test]
    fn only_so_many_are_kept_but_all_are_counted() {
        let mut findings = Findings::default();
        for i in 0..Findings::KEPT + 7 {
            findings.add(Rule::Year, || Finding::new(Rule::Year, format!("{i}"), "").on(i));
        }
        let (kept, counts) = findings.settle();
        assert_eq!(kept.len(), Findings::KEPT);
        assert_eq!(counts[&Rule::Year], Findings::KEPT + 7);
    }
}
