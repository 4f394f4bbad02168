//! An explanation as one page of HTML: no script, no network, readable without its picture, in light and in dark.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::explanation::reason::Reason;
use crate::explanation::sentence::Language;
use crate::output::explained::{Answer, label};
use crate::output::plain::plain;
use crate::output::text::{artists, origin, title};

/// A text that nothing in HTML can mistake for markup, in content or in a quoted attribute; what acts on a terminal acts here no more.
///
/// ```
/// use ost::output::html::escaped;
/// assert_eq!(escaped("<b>\"R&B\"</b>"), "&lt;b&gt;&quot;R&amp;B&quot;&lt;/b&gt;");
/// ```
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

const STYLE: &str = "\
:root{color-scheme:light dark;--ground:#fbfaf7;--ink:#1d2433;--faint:#5b6475;--line:#dcdfe6;--because:#0b6e82;--despite:#b4590a;--rest:#e6e8ed}
@media(prefers-color-scheme:dark){:root{--ground:#14171e;--ink:#e9ecf3;--faint:#a2abbd;--line:#333a49;--because:#58c4d8;--despite:#f0a35e;--rest:#2a303d}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,'Noto Sans KR','Noto Sans CJK KR',sans-serif}
main{max-width:46rem;margin:0 auto;padding:2.5rem 1.25rem}
h1{font-size:1.5rem;line-height:1.35;margin:0 0 1.5rem}
h2{font-size:1.05rem;margin:2.25rem 0 .5rem}
.tracks{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem;margin:0 0 1.75rem;padding:0;list-style:none}
.tracks li{border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1rem}
.tracks b{display:block}
.tracks span{display:block;color:var(--faint);font-size:.9rem}
.told{font-size:1.15rem;line-height:1.65;margin:0 0 .75rem}
.unknown{color:var(--faint);border-left:3px solid var(--line);padding-left:.8rem}
svg{display:block;width:100%;height:auto}
svg.facets{max-width:30rem}
svg text{fill:var(--ink);font-size:14px;font-family:inherit}
svg .faint{fill:var(--faint)}
.b{fill:var(--because)}.d{fill:var(--despite)}.r{fill:var(--rest)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--faint);font-size:.9rem;padding-bottom:.4rem}
th,td{text-align:left;padding:.4rem .5rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:middle}
th{font-weight:600;color:var(--faint);font-size:.85rem}
td.n,th.n{text-align:right;width:5rem;padding-right:1rem;white-space:nowrap}
td.w{width:9rem}
tfoot td{font-weight:600;border-bottom:0}
:lang(ko){word-break:keep-all;overflow-wrap:anywhere}
@media(max-width:34rem){td.n,th.n{width:4rem}td.w{width:4rem}svg text{font-size:17px}}
footer{margin-top:2.5rem;color:var(--faint);font-size:.85rem}
";

struct Words {
    lang: &'static str,
    /// Over two songs, and over a mood and a song.
    heading: [&'static str; 2],
    score: &'static str,
    /// Over a song to stay away from.
    not: &'static str,
    facets: &'static str,
    of: &'static str,
    because: &'static str,
    /// What speaks for two songs, and for a song that is held against a mood.
    shared: [&'static str; 2],
    despite: [&'static str; 2],
    columns: [&'static str; 3],
    sum: &'static str,
    footer: &'static str,
}

const ENGLISH: Words = Words {
    lang: "en",
    heading: ["Why these are close, and what keeps them apart", "Why it suits the mood, and what it lacks"],
    score: "score",
    not: "but not",
    facets: "Facet by facet",
    of: "of",
    because: "Because",
    shared: [
        "What they have in common. The shares add up to the score.",
        "What it has of what was asked. The shares add up to the score.",
    ],
    despite: ["Despite", "What keeps the score from 1. The shares add up to what is missing."],
    columns: ["Reason", "Share", ""],
    sum: "Sum",
    footer: "Tags are a judgement, not a published fact.",
};

const KOREAN: Words = Words {
    lang: "ko",
    heading: ["왜 닮았고, 무엇이 다른가", "왜 이 분위기에 맞고, 무엇이 모자란가"],
    score: "점수",
    not: "제외",
    facets: "갈래별로 보기",
    of: "/",
    because: "닮은 까닭",
    shared: ["함께 지닌 것. 몫을 모두 더하면 점수가 된다.", "바란 것 가운데 지닌 것. 몫을 모두 더하면 점수가 된다."],
    despite: ["다른 까닭", "점수가 1이 되지 못하는 까닭. 몫을 모두 더하면 모자란 만큼이다."],
    columns: ["까닭", "몫", ""],
    sum: "합계",
    footer: "태그는 판단이며, 공표된 사실이 아니다.",
};

/// Writes an explanation as one page.
///
/// # Errors
/// When the stream cannot be written.
pub fn explanation(out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
    let words = if answer.speaker.language() == Language::Korean { &KOREAN } else { &ENGLISH };
    let catalogue = answer.speaker.catalogue();
    let asked = answer.query.mood.as_ref().map(|mood| mood.text.clone());
    let names = answer.query.likes.iter().chain([&answer.track]).map(|at| title(catalogue.track(*at)));
    let names: Vec<String> = asked.clone().into_iter().chain(names).collect();
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>",
        words.lang,
        escaped(&names.join(" ~ "))
    )?;
    writeln!(out, "<h1>{}</h1>\n<ul class=\"tracks\">", words.heading[usize::from(asked.is_some())])?;
    if let Some(asked) = &asked {
        writeln!(out, "<li><b>{}</b></li>", escaped(asked))?;
    }
    for at in &answer.query.likes {
        writeln!(out, "<li>{}</li>", card(answer, *at))?;
    }
    for at in &answer.query.dislikes {
        writeln!(out, "<li><span>{}</span>{}</li>", words.not, card(answer, *at))?;
    }
    writeln!(
        out,
        "<li>{}<span>{} {:.3}</span></li>\n</ul>",
        card(answer, answer.track),
        words.score,
        answer.why.score
    )?;
    writeln!(out, "<p class=\"told\">{}</p>", escaped(&answer.told()))?;
    for unknown in answer.unknown {
        writeln!(out, "<p class=\"unknown\">{}</p>", escaped(unknown))?;
    }
    writeln!(out, "<h2>{}</h2>\n{}", words.facets, facets(answer, words))?;
    let because = [words.because, words.shared[usize::from(asked.is_some())]];
    table(out, answer, words, because, &answer.why.because, "b")?;
    table(out, answer, words, words.despite, &answer.why.despite, "d")?;
    writeln!(out, "<footer>{}</footer>\n</main>\n</body>\n</html>", words.footer)
}

fn card(answer: &Answer<'_>, at: crate::catalogue::TrackIndex) -> String {
    let track = answer.speaker.catalogue().track(at);
    let below = [artists(track), origin(track)].into_iter().filter(|line| !line.is_empty());
    let below: String = below.fold(String::new(), |mut lines, line| {
        // Writing to a String cannot fail.
        let _ = write!(lines, "<span>{}</span>", escaped(&line));
        lines
    });
    format!("<b>{}</b>{below}", escaped(&title(track)))
}

/// A bar a facet, as wide as the facet counts, filled by what the two sides agree in.
fn facets(answer: &Answer<'_>, words: &Words) -> String {
    const ROW: usize = 42;
    const WIDE: f64 = 400.0;
    let agreements = answer.why.agreements();
    let widest = agreements.iter().map(|agreement| agreement.because + agreement.despite).fold(1e-9, f64::max);
    let mut rows = String::new();
    let mut said = Vec::new();
    for (i, agreement) in agreements.iter().enumerate() {
        let whole = agreement.because + agreement.despite;
        let (text, y, name) = (i * ROW + 16, i * ROW + 22, escaped(answer.speaker.side(agreement.side)));
        let (long, filled) = (whole / widest * WIDE, agreement.because / widest * WIDE);
        let numbers = format!("{:.3} {} {whole:.3}", agreement.because, words.of);
        said.push(format!("{name} {numbers}"));
        // Writing to a String cannot fail.
        let _ = writeln!(
            rows,
            "<text x=\"0\" y=\"{text}\">{name}</text><text class=\"faint\" x=\"{WIDE}\" y=\"{text}\" text-anchor=\"end\">{numbers}</text>\
             <rect class=\"r\" y=\"{y}\" width=\"{long:.1}\" height=\"14\" rx=\"3\"/><rect class=\"b\" y=\"{y}\" width=\"{filled:.1}\" height=\"14\" rx=\"3\"/>"
        );
    }
    let height = agreements.len() * ROW;
    let said = said.join("; ");
    format!("<svg class=\"facets\" viewBox=\"0 0 {WIDE} {height}\" role=\"img\" aria-label=\"{said}\">\n{rows}</svg>")
}

fn table(
    out: &mut dyn Write,
    answer: &Answer<'_>,
    words: &Words,
    [name, caption]: [&str; 2],
    list: &[Reason],
    class: &str,
) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let [reason, share, _] = words.columns;
    writeln!(out, "<h2>{name}</h2>\n<table>\n<caption>{caption}</caption>")?;
    writeln!(
        out,
        "<thead><tr><th scope=\"col\">{reason}</th><th scope=\"col\" class=\"n\">{share}</th><td></td></tr></thead>\n<tbody>"
    )?;
    let highest = list.iter().map(|reason| reason.share).fold(1e-9, f64::max);
    for reason in list {
        let wide = reason.share / highest * 140.0;
        writeln!(
            out,
            "<tr><td>{}</td><td class=\"n\">{:.3}</td><td class=\"w\"><svg viewBox=\"0 0 140 10\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"{wide:.1}\" height=\"10\" rx=\"2\"/></svg></td></tr>",
            escaped(&label(answer, reason)),
            reason.share
        )?;
    }
    let sum: f64 = list.iter().map(|reason| reason.share).sum();
    writeln!(
        out,
        "</tbody>\n<tfoot><tr><td>{}</td><td class=\"n\">{sum:.3}</td><td></td></tr></tfoot>\n</table>",
        words.sum
    )
}
