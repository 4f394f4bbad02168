//! Text for a terminal: nothing in it can act, and columns line up (Hangul is two columns wide).

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

/// A text with control and bidirectional formatting characters written as `\u{..}`, so that none of them acts on a terminal.
///
/// ```
/// use ost::output::plain::plain;
/// assert_eq!(plain("a\u{1b}[31mred\u{202e}"), "a\\u{1b}[31mred\\u{202e}");
/// assert_eq!(plain("👨\u{200d}👩 a\u{200d}"), "👨\u{200d}👩 a\\u{200d}");
/// ```
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        // Emoji and some scripts are joined by what acts on nothing else.
        let joins = matches!(c, '\u{200c}' | '\u{200d}') && !before.is_ascii() && !acts(before);
        before = c;
        if acts(c) && !joins {
            // Writing to a String cannot fail.
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Whether a character acts on whoever shows it: breaks a line, moves a cursor, turns the order of what follows.
pub(crate) fn commands(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is one that nobody sees and that says how its neighbours are shown.
pub(crate) fn is_unseen(c: char) -> bool {
    acts(c) && !commands(c)
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Texts one after the other, each where it comes first, with how often it comes if that is more than once.
///
/// ```
/// use ost::output::plain::each_once;
/// assert_eq!(each_once(&["rain", "sad", "rain"].map(String::from), " · "), "rain ×2 · sad");
/// ```
pub fn each_once(texts: &[String], between: &str) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::with_capacity(texts.len());
    for text in texts {
        match counted.iter_mut().find(|(known, _)| known == text) {
            Some((_, times)) => *times += 1,
            None => counted.push((text, 1)),
        }
    }
    let text = |(text, times): (&str, usize)| if times > 1 { format!("{text} ×{times}") } else { text.to_owned() };
    counted.into_iter().map(text).collect::<Vec<String>>().join(between)
}

/// No page is wider: what is given as more, such as [`usize::MAX`] for no bound, is laid out as on one of so many columns.
const WIDEST: usize = 1 << 12;

/// Columns to lay out on, as many as a page may have.
pub(crate) fn laid_out(columns: usize) -> usize {
    columns.min(WIDEST)
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text cut to at most `columns`, ending in `…` where it was cut.
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        // The whole is measured, because a selector behind an emoji makes it wider.
        if kept.width() + 1 > columns {
            kept.pop();
            break;
        }
    }
    if columns > 0 {
        kept.truncate(kept.trim_end().len());
        kept.push('…');
    }
    kept
}

/// `1 song`, `2 songs`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A text cut or filled with spaces to exactly `columns`, of which there are 4,096 at most.
pub fn column(text: &str, columns: usize) -> String {
    let columns = laid_out(columns);
    let mut text = cut(text, columns);
    let missing = columns.saturating_sub(text.width());
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// A text broken between words into lines of at most `columns`, or of `indent` and 8 where that is more; the second and later ones are led by `indent` spaces.
pub fn wrapped(text: &str, columns: usize, indent: usize) -> String {
    let indent = " ".repeat(laid_out(indent));
    let options = textwrap::Options::new(columns.max(indent.len() + 8)).subsequent_indent(&indent);
    textwrap::fill(text, options)
}

/// A text that begins in a column, broken as [`wrapped`] does it so that it ends before `columns`; its further lines stand below its beginning.
pub(crate) fn hung(text: &str, column: usize, columns: usize, indent: usize) -> String {
    wrapped(text, columns.saturating_sub(column), indent).replace('\n', &format!("\n{:column$}", ""))
}

/// A bar of `columns` cells, filled from the left by a fraction from 0 to 1, in eighths of a cell; of 4,096 cells at most.
pub fn bar(fraction: f64, columns: usize) -> String {
    let columns = laid_out(columns);
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (fraction.clamp(0.0, 1.0) * columns as f64 * 8.0).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    bar.push_str(PARTS[eighths % 8]);
    column(&bar, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_is_two_columns_wide() {
        assert_eq!(width("도깨비"), 6);
        assert_eq!(column("도깨비", 8), "도깨비  ");
        assert_eq!(cut("도깨비 오에스티", 7), "도깨비…");
        assert_eq!(width(&column("도깨비 오에스티", 8)), 8);
        assert_eq!(cut("abc", 0), "");
        assert!(width(&cut("❤️❤️❤️❤️", 6)) <= 6, "{:?}", cut("❤️❤️❤️❤️", 6));
        assert_eq!(wrapped("비 오는 밤 이별", 10, 2), "비 오는 밤\n  이별");
        assert_eq!(hung("비 오는 밤 이별", 3, 13, 1), "비 오는 밤\n    이별");
    }

    #[test]
    fn bars_grow_evenly() {
        let lengths: Vec<usize> = (0..=10).map(|i| bar(f64::from(i) / 10.0, 10).trim_end().chars().count()).collect();
        assert_eq!(lengths, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(width(&bar(0.33, 10)), 10);
        assert_eq!(bar(f64::NAN, 4), "    ");
    }

    #[test]
    fn no_number_of_columns_is_too_many() {
        let most = usize::MAX;
        assert_eq!((width(&column("a", most)), width(&bar(1.0, most))), (WIDEST, WIDEST));
        assert_eq!((cut("a", most), wrapped("a b", most, 0)), ("a".to_owned(), "a b".to_owned()));
        assert!(wrapped(&"a ".repeat(WIDEST), 0, most).contains('\n'));
    }
}
