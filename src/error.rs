//! The one error type: for bytes that cannot be read, words that name nothing, values that cannot be.

use std::fmt;
use std::sync::Arc;

/// What went wrong, for a program to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be opened, read or written.
    Io,
    /// The bytes are not UTF-8.
    Encoding,
    /// There is nothing in the input.
    Empty,
    /// An index is not what was written, or of another version.
    Damaged,
    /// The input is not well-formed JSON, or is nested or sized beyond the limits.
    Syntax,
    /// A field holds a value that cannot be.
    Field,
    /// Two entries share a name that has to be unique.
    Duplicate,
    /// A name matches nothing.
    NotFound,
    /// A name matches more than one thing.
    Ambiguous,
    /// An argument is out of its range.
    Argument,
}

impl ErrorKind {
    /// The name: `io`, `encoding`, `empty`, `damaged`, ..
    pub fn name(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::Encoding => "encoding",
            Self::Empty => "empty",
            Self::Damaged => "damaged",
            Self::Syntax => "syntax",
            Self::Field => "field",
            Self::Duplicate => "duplicate",
            Self::NotFound => "not found",
            Self::Ambiguous => "ambiguous",
            Self::Argument => "argument",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An error that says where, what and how to mend it, in one line.
///
/// ```
/// let error = ost::Catalogue::from_json(r#"[{"id": "a", "title": "A", "bpm": 0}]"#, "mine.json").unwrap_err();
/// assert_eq!(error.kind(), ost::ErrorKind::Field);
/// assert_eq!((error.file(), error.line(), error.field()), (Some("mine.json"), Some(1), Some("bpm")));
/// assert_eq!(error.to_string(), "mine.json:1: bpm: 0 is not a tempo; beats per minute are from 20 to 400");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    file: Option<Box<str>>,
    line: Option<usize>,
    field: Option<Box<str>>,
    message: Box<str>,
    fix: Option<Box<str>>,
    candidates: Box<[String]>,
    source: Source,
}

/// The error of another library behind one, where there is one. Two errors that say the same are equal, whatever is behind them.
#[derive(Debug, Clone, Default)]
struct Source(Option<Arc<dyn std::error::Error + Send + Sync>>);

impl PartialEq for Source {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Source {}

impl Error {
    /// An error of `kind` with a message of one line, nowhere in particular.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            file: None,
            line: None,
            field: None,
            message: Into::<String>::into(message).into_boxed_str(),
            fix: None,
            candidates: Box::default(),
            source: Source::default(),
        }
    }

    /// The error of an index that is not what was written.
    pub(crate) fn damaged(what: &str) -> Self {
        Self::new(ErrorKind::Damaged, format!("the index is damaged: {what}; rebuild it with `ost index build`"))
    }

    /// The error of an index whose parts were not made together.
    pub(crate) fn unfit() -> Self {
        Self::damaged("its parts do not fit together")
    }

    /// The same error, placed in a file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(Into::<String>::into(file).into_boxed_str());
        self
    }

    /// The same error, placed on a line, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The same error, placed in a field.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(Into::<String>::into(field).into_boxed_str());
        self
    }

    /// The same error with what would mend it, which stands behind the message.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(Into::<String>::into(fix).into_boxed_str());
        self
    }

    /// The same error with what it is about, named behind what is wrong.
    #[must_use]
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.message = format!("{} ({what})", self.message).into_boxed_str();
        self
    }

    /// The same error with what may have been meant, the best first.
    #[must_use]
    pub fn with_candidates(mut self, candidates: Vec<String>) -> Self {
        self.candidates = candidates.into_boxed_slice();
        self
    }

    /// The same error with that of another library behind it, which [`std::error::Error::source`] gives back.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Source(Some(Arc::new(source)));
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file it happened in, where there is one.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The line it happened on, counted from 1, where there is one.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The field it happened in, where there is one.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What is wrong, without the place and without what would mend it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What would mend it, where that is known.
    pub fn fix(&self) -> Option<&str> {
        self.fix.as_deref()
    }

    /// What may have been meant, the best first; empty where nothing is near.
    pub fn candidates(&self) -> &[String] {
        &self.candidates
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(f, "{file}:{line}: ")?,
            (Some(file), None) => write!(f, "{file}: ")?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.fix {
            Some(fix) => write!(f, "; {fix}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.0.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;
    use std::io;

    use super::*;

    #[test]
    fn what_is_behind_an_error_is_kept_and_not_said_twice() {
        let plain = Error::new(ErrorKind::Io, "cannot be read: no such file");
        let caused = plain.clone().caused_by(io::Error::from(io::ErrorKind::NotFound)).in_file("mine.json");
        let source = caused.clone();
        let source = source.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::NotFound));
        assert!(plain.source().is_none());
        assert_eq!(caused, plain.clone().in_file("mine.json"));
        assert_eq!(caused.to_string(), "mine.json: cannot be read: no such file");
    }
}
