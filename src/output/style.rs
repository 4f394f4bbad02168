//! Colours, always written; whoever owns the stream strips them where nobody would see them.

use anstyle::{AnsiColor, Style};

/// What matters most.
pub const STRONG: Style = Style::new().bold();
/// What is there to be looked up, not read.
pub const FAINT: Style = Style::new().dimmed();
/// Bars and numbers.
pub const SCORE: Style = AnsiColor::Cyan.on_default();
/// What speaks against.
pub const AGAINST: Style = AnsiColor::Yellow.on_default();

/// A text in a style.
pub fn styled(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}
