//! Explanations, contrasts and counterfactuals for a reader at a terminal.

use std::io::{self, Write};

use anstyle::Style;

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::Facet;
use crate::explanation::contrast::{Contrast, Weighed};
use crate::explanation::reason::{Explanation, Reason, Side};
use crate::explanation::sentence::{Language, Speaker};
use crate::output::plain::{bar, column, cut, each_once, hung, plain, width, wrapped};
use crate::output::style::{AGAINST, FAINT, SCORE, STRONG, styled};
use crate::output::text::title;
use crate::query::Query;
use crate::query::mood::wish::Mood;

/// Shares below this are said together.
const FAINTEST: f64 = 0.0005;

/// Everything that is said of one answer to a question.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// Who says it.
    pub speaker: Speaker<'a>,
    /// The question.
    pub query: &'a Query,
    /// The track.
    pub track: TrackIndex,
    /// Why it answers.
    pub why: &'a Explanation,
    /// What the dislikes do to its score, from what it would be without them; none where there are none.
    pub taken: Option<&'a Contrast>,
    /// What is unknown, in sentences.
    pub unknown: &'a [String],
}

impl Answer<'_> {
    fn korean(&self) -> bool {
        self.speaker.language() == Language::Korean
    }

    /// Why it answers, and what the dislikes do to that, in a few sentences.
    pub(crate) fn told(&self) -> String {
        let told = self.speaker.explained(self.query, self.track, self.why);
        let disliked = self.taken.map(|taken| self.speaker.disliked(self.query, self.track, taken));
        disliked.map_or(told.clone(), |disliked| format!("{told} {disliked}"))
    }
}

/// A label that begins in a column, its further lines below its beginning; nothing of it is cut.
fn hung_label(label: &str, column: usize, columns: usize) -> String {
    hung(&plain(label), column, columns.max(column + 16), 2)
}

/// Writes a sentence, made safe and wrapped.
///
/// # Errors
/// When the stream cannot be written.
pub fn sentence(out: &mut dyn Write, text: &str, columns: usize) -> io::Result<()> {
    writeln!(out, "{}", wrapped(&plain(text), columns, 0))
}

/// Writes how the words of a mood were understood, and which were not, for a reader of Korean; `named` says in Korean what an entry of the lexicon is.
///
/// # Errors
/// When the stream cannot be written.
pub fn understanding_in_korean(
    out: &mut dyn Write,
    speaker: &Speaker<'_>,
    mood: &Mood,
    named: impl Fn(&str) -> Option<String>,
    columns: usize,
) -> io::Result<()> {
    const NAME: usize = 13;
    let mut line = |name: &str, style, text: &str| {
        let text = hung(&plain(text), NAME, columns, 0);
        writeln!(out, "{} {text}", styled(&column(name, NAME - 1), style))
    };
    let understood: Vec<String> = mood
        .understood
        .iter()
        .map(|word| {
            let (before, after) = match word.degree {
                degree if degree <= -1.0 => ("", " 제외"),
                degree if degree < 0.0 => ("덜 ", ""),
                degree if degree > 1.0 && word.compared => ("더 ", ""),
                degree if degree > 1.0 => ("아주 ", ""),
                degree if degree < 1.0 => ("조금 ", ""),
                _ => ("", ""),
            };
            let tag = Facet::ALL.into_iter().map(|facet| speaker.tag(facet, &word.meaning));
            let tag = tag.into_iter().find(|tag| *tag != word.meaning);
            let meaning = tag.or_else(|| named(&word.meaning)).unwrap_or_else(|| word.meaning.clone());
            if word.words == meaning && before.is_empty() && after.is_empty() {
                meaning
            } else {
                format!("{} → {before}{meaning}{after}", word.words)
            }
        })
        .collect();
    if !understood.is_empty() {
        line("알아들은 말", FAINT, &each_once(&understood, " · "))?;
    }
    if mood.valence.is_some() || mood.arousal.is_some() {
        let number = |value: Option<f64>| value.map_or("상관없음".to_owned(), |value| format!("{value:+.2}"));
        let (valence, arousal) = (mood.valence.map(|v| v.value()), mood.arousal.map(|a| a.value()));
        line("분위기", FAINT, &format!("밝기 {}, 세기 {}", number(valence), number(arousal)))?;
    }
    if !mood.ignored.is_empty() {
        let ignored: Vec<String> = mood
            .ignored
            .iter()
            .map(|word| match &word.suggestion {
                Some(near) => format!("{} (혹시 {near}?)", word.word),
                None => word.word.clone(),
            })
            .collect();
        line("모르는 말", AGAINST, &each_once(&ignored, ", "))?;
    }
    if mood.unread > 0 {
        line("너무 긴 글", AGAINST, &format!("{}마디는 읽지 않았다", mood.unread))?;
    }
    Ok(())
}

/// Writes an explanation: the sentence, a bar a facet, every reason, and what is unknown.
///
/// # Errors
/// When the stream cannot be written.
pub fn explanation(out: &mut dyn Write, answer: &Answer<'_>, columns: usize) -> io::Result<()> {
    let (speaker, why) = (&answer.speaker, answer.why);
    let catalogue = speaker.catalogue();
    for (i, seed) in answer.query.likes.iter().enumerate() {
        let letter = if answer.query.likes.len() > 1 { format!("{}  ", letter(i)) } else { String::new() };
        writeln!(out, "{}", cut(&format!("{letter}{}", title(catalogue.track(*seed))), columns))?;
    }
    let not = if answer.korean() { "제외" } else { "not" };
    for dislike in &answer.query.dislikes {
        let line = cut(&format!("{not} {}", title(catalogue.track(*dislike))), columns);
        writeln!(out, "{}", styled(&line, AGAINST))?;
    }
    let name = cut(&title(catalogue.track(answer.track)), columns.saturating_sub(7));
    writeln!(out, "{}: {:.3}\n", styled(&name, STRONG), why.score)?;
    sentence(out, &answer.told(), columns)?;
    writeln!(out)?;
    let of = if answer.korean() { "/" } else { "of" };
    for agreement in why.agreements() {
        let whole = agreement.because + agreement.despite;
        let bar = styled(&bar(agreement.because / whole, 20), SCORE);
        let name = styled(&column(speaker.side(agreement.side), 16), FAINT);
        writeln!(out, "  {name} {bar} {:.3} {of} {whole:.3}", agreement.because)?;
    }
    let words = if answer.korean() { ["닮은 까닭", "다른 까닭"] } else { ["because", "despite"] };
    reasons(out, answer, (words[0], SCORE), &why.because, why.score, columns)?;
    reasons(out, answer, (words[1], AGAINST), &why.despite, 1.0 - why.score, columns)?;
    if let Some(taken) = answer.taken.filter(|taken| !taken.is_empty()) {
        let word = if answer.korean() { "제외한 곡이 바꾼 점수" } else { "by the dislike" };
        let n = taken.digits();
        writeln!(out, "\n{} {:+.n$}", styled(word, STRONG), 0.0 - taken.margin)?;
        weighed(out, speaker, taken, Turn::FromFirst, columns)?;
    }
    for unknown in answer.unknown {
        writeln!(out)?;
        sentence(out, unknown, columns)?;
    }
    Ok(())
}

fn letter(i: usize) -> char {
    u8::try_from(i).ok().filter(|i| *i < 26).map_or('·', |i| char::from(b'A' + i))
}

fn reasons(
    out: &mut dyn Write,
    answer: &Answer<'_>,
    (name, style): (&str, Style),
    list: &[Reason],
    sum: f64,
    columns: usize,
) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{} {sum:.3}", styled(name, STRONG))?;
    for reason in list.iter().filter(|reason| reason.share >= FAINTEST) {
        let bar = styled(&bar(reason.share / sum.max(1e-9), 10), style);
        let words = hung_label(&label(answer, reason), 20, columns);
        writeln!(out, "  {bar} {:.3}  {words}", reason.share)?;
    }
    let faint: f64 = list.iter().map(|reason| reason.share).filter(|share| *share < FAINTEST).sum();
    if faint >= FAINTEST {
        let words = if answer.korean() { "그 밖의 작은 것들" } else { "all that is fainter" };
        writeln!(out, "  {} {faint:.3}  {}", column("", 10), styled(words, FAINT))?;
    }
    Ok(())
}

/// A reason with its facet, who holds it, its tempi in words, and the favourites it comes from.
pub(crate) fn label(answer: &Answer<'_>, reason: &Reason) -> String {
    let (speaker, query) = (&answer.speaker, answer.query);
    let mut said = match (reason.side, &*reason.tag) {
        (Side::Facet(_), "tempo") => speaker.side(reason.side).to_owned(),
        (Side::Mood | Side::Unwanted(_) | Side::Spared(_), _) => speaker.label(reason),
        (side, _) => format!("{}: {}", speaker.side(side), speaker.label(reason)),
    };
    let mut notes = Vec::new();
    if (reason.side, &*reason.tag) == (Side::Facet(Facet::Tempo), "tempo") {
        notes.push(tempi(answer));
    }
    if reason.side == Side::Unwanted(Facet::Tempo) {
        notes.extend(speaker.tempo(answer.track));
    } else {
        notes.extend(speaker.holder(reason, query, answer.track));
    }
    notes.extend(speaker.shared_with_dislikes(reason, query, answer.track));
    let place = |at: &TrackIndex| query.likes.iter().position(|like| like == at).unwrap_or(usize::MAX);
    notes.extend(reason.seeds.iter().map(|(at, share)| format!("{} {share:.3}", letter(place(at)))));
    notes.retain(|note| !note.is_empty());
    if !notes.is_empty() {
        said.push_str(&format!(" · {}", notes.join(" · ")));
    }
    said
}

/// The tempo that was asked and the other one that the track has; one where they are the same, or where only one is known.
fn tempi(answer: &Answer<'_>) -> String {
    let (speaker, query) = (&answer.speaker, answer.query);
    let own = speaker.tempo(answer.track);
    let several = query.likes.len() > 1;
    let of_likes = query.likes.iter().enumerate().filter_map(|(i, at)| {
        let tempo = speaker.tempo(*at)?;
        let named = if several { format!("{} {tempo}", letter(i)) } else { tempo.clone() };
        Some((named, Some(&tempo) == own.as_ref()))
    });
    // Whoever names a tempo means a term, however fast a track of it is to the beat.
    let wishes = query.mood.iter().flat_map(|mood| &mood.wanted).filter(|wish| wish.facet == Facet::Tempo);
    let term = speaker.tempo_term(answer.track);
    let wished = wishes.map(|wish| {
        let name = speaker.tag(Facet::Tempo, wish.tag.as_str());
        let same = term.as_ref() == Some(&name);
        (name, same)
    });
    let asked: Vec<(String, bool)> = of_likes.chain(wished).collect();
    match own {
        Some(own) if asked.iter().all(|(_, same)| *same) => own,
        own => {
            let names: Vec<String> = asked.into_iter().map(|(name, _)| name).collect();
            let sides = [names.join(", "), own.unwrap_or_default()];
            sides.into_iter().filter(|side| !side.is_empty()).collect::<Vec<_>>().join(" ~ ")
        }
    }
}

/// Writes why one track ranks above another: the sentence, then every signed share.
///
/// # Errors
/// When the stream cannot be written.
pub fn contrast(
    out: &mut dyn Write,
    speaker: &Speaker<'_>,
    query: &Query,
    contrast: &Contrast,
    (first, second): (TrackIndex, TrackIndex),
    columns: usize,
) -> io::Result<()> {
    sentence(out, &speaker.contrasted(query, contrast, first, second), columns)?;
    let korean = speaker.language() == Language::Korean;
    let word = if korean { "점수 차" } else { "margin" };
    let n = contrast.digits();
    writeln!(out, "\n{} {:+.n$}", styled(word, STRONG), contrast.margin)?;
    weighed(out, speaker, contrast, Turn::ToFirst, columns)?;
    if !contrast.deciding().is_empty() {
        writeln!(out, "{}", styled(if korean { "* 순서를 정하는 것" } else { "* decides the order" }, FAINT))?;
    }
    Ok(())
}

/// Which way a difference is read.
#[derive(Clone, Copy, PartialEq)]
enum Turn {
    /// What the first has before the second.
    ToFirst,
    /// What changes from the first to the second.
    FromFirst,
}

/// Writes every signed share, with the two that it is the difference of.
fn weighed(
    out: &mut dyn Write,
    speaker: &Speaker<'_>,
    contrast: &Contrast,
    turn: Turn,
    columns: usize,
) -> io::Result<()> {
    let korean = speaker.language() == Language::Korean;
    let n = contrast.digits();
    let faintest = contrast.faintest();
    let sign = if turn == Turn::ToFirst { 1.0 } else { -1.0 };
    let all = || contrast.in_favour.iter().chain(&contrast.against);
    let highest = all().map(|weighed| weighed.share.abs()).fold(1e-9, f64::max);
    let mut faint = 0.0;
    for weighed in all() {
        let decides = turn == Turn::ToFirst && contrast.telling().any(|telling| telling == weighed);
        let share = sign * weighed.share;
        if share.abs() < faintest && !decides {
            faint += share;
            continue;
        }
        let bar = styled(&bar(share.abs() / highest, 10), if share > 0.0 { SCORE } else { AGAINST });
        let mark = if decides { "*" } else { " " };
        let each = match (turn, korean) {
            (Turn::ToFirst, false) => format!("{:>w$.n$} to {:>w$.n$}", weighed.first, weighed.second, w = n + 3),
            (Turn::ToFirst, true) => format!("{:>w$.n$} 대 {:>w$.n$}", weighed.first, weighed.second, w = n + 3),
            (Turn::FromFirst, _) => format!("{:>w$.n$} → {:>w$.n$}", weighed.first, weighed.second, w = n + 2),
        };
        let column = 18 + n + width(&each);
        let words = hung_label(&weighed_label(speaker, weighed), column, columns);
        writeln!(out, "{mark} {bar} {share:+.n$}  {}  {words}", styled(&each, FAINT))?;
    }
    if faint.abs() >= faintest {
        let words = if korean { "그 밖의 작은 것들" } else { "all that is fainter" };
        writeln!(out, "  {} {faint:+.n$}  {}", column("", 10), styled(words, FAINT))?;
    }
    Ok(())
}

fn weighed_label(speaker: &Speaker<'_>, weighed: &Weighed) -> String {
    match (weighed.side, &*weighed.tag) {
        (Side::Facet(_), "tempo") => speaker.side(weighed.side).to_owned(),
        (Side::Facet(_), _) => format!("{}: {}", speaker.side(weighed.side), speaker.weighed(weighed)),
        _ => speaker.weighed(weighed),
    }
}
