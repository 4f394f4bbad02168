//! Why one track ranks above another, as sentences.

use crate::explanation::{english, korean, particles};

/// What speaks for one of two tracks.
pub(crate) struct Advantage {
    /// What it gains more from.
    pub(crate) gained: Vec<String>,
    /// The unwanted things to which it loses less.
    pub(crate) lost: Vec<String>,
}

/// Two tracks that answer one question, and what decides between them.
pub(crate) struct Duel {
    /// The favourites or the words of the mood; none where they are not known.
    pub(crate) asked: Option<String>,
    pub(crate) by_mood: bool,
    pub(crate) leader: String,
    pub(crate) other: String,
    pub(crate) scores: (f64, f64),
    /// How many digits tell the scores apart.
    pub(crate) digits: usize,
    /// Where the scores are the same, the id by which the leader comes first.
    pub(crate) first_by: Option<String>,
    pub(crate) pro: Advantage,
    pub(crate) con: Advantage,
    pub(crate) deciding: Vec<String>,
    pub(crate) then: Then,
}

/// What would be without the deciding shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Then {
    /// The other would be ahead.
    Overtaken,
    Level,
    /// The leader would be ahead by so little that no other share is worth a word.
    Left(f64),
}

/// A small number with as many digits as it takes to be one, at least `n`.
fn least(value: f64, n: usize) -> String {
    let n = (n..=17).find(|n| value >= 0.5 * 0.1_f64.powi(i32::try_from(*n).unwrap_or(17))).unwrap_or(17);
    format!("{value:.n$}")
}

impl Advantage {
    fn in_english(&self) -> Option<String> {
        let gained = (!self.gained.is_empty()).then(|| format!("gains more from {}", english::listed(&self.gained)));
        let lost = (!self.lost.is_empty()).then(|| format!("loses less to {}", english::listed(&self.lost)));
        let both: Vec<String> = gained.into_iter().chain(lost).collect();
        (!both.is_empty()).then(|| english::listed(&both))
    }

    /// As the end of a sentence, or going on.
    fn in_korean(&self, goes_on: bool) -> Option<String> {
        let lost = |end: &str| format!("{} 덜 {end}", particles::as_what(&korean::listed(&self.lost)));
        let gained = |end: &str| format!("{}에서 점수를 더 {end}", korean::listed(&self.gained));
        match (self.gained.is_empty(), self.lost.is_empty()) {
            (true, true) => None,
            (false, true) => Some(gained(if goes_on { "얻고" } else { "얻는다" })),
            (true, false) => Some(lost(if goes_on { "깎이고" } else { "깎인다" })),
            (false, false) => Some(format!("{} {}", gained("얻고"), lost(if goes_on { "깎이고" } else { "깎인다" }))),
        }
    }
}

impl Duel {
    pub(crate) fn in_english(&self) -> String {
        let (leader, other) = (&self.leader, &self.other);
        let asked = self.asked.as_ref().map_or(String::new(), |asked| match self.by_mood {
            true => format!("For the mood {}, ", english::quoted(asked)),
            false => format!("For {asked}, "),
        });
        let ((high, low), n) = (self.scores, self.digits);
        if let Some(id) = &self.first_by {
            return format!(
                "{asked}{leader} and {other} score the same ({high:.n$}). {leader} comes first by its id, {id}."
            );
        }
        let mut said = format!("{asked}{leader} ranks above {other} ({high:.n$} to {low:.n$})");
        if self.deciding.is_empty() {
            return format!("{said}, but only by rounding.");
        }
        match (self.pro.in_english(), self.con.in_english()) {
            (Some(pro), Some(con)) => said.push_str(&format!(": it {pro}, while {other} {con}.")),
            (Some(pro), None) => said.push_str(&format!(": it {pro}.")),
            (None, _) => said.push('.'),
        }
        let then = match self.then {
            Then::Overtaken => format!("{other} would be ahead"),
            Then::Level => "the two would be level".to_owned(),
            Then::Left(lead) => format!("{leader} would be ahead by only {}", least(lead, n)),
        };
        let nearly = if matches!(self.then, Then::Left(_)) { "all but " } else { "" };
        let names = english::capitalised(&english::listed(&self.deciding));
        said.push_str(&match self.deciding.len() {
            1 => format!(" {names} alone {nearly}decides it: without that share, {then}."),
            2 => format!(
                " {names} {nearly}decide it together: without both shares, {then}; without only one of them, {leader} would still be ahead."
            ),
            n => format!(
                " {names} {nearly}decide it together: without all {n} shares, {then}; without fewer of them, {leader} would still be ahead."
            ),
        });
        said
    }

    pub(crate) fn in_korean(&self) -> String {
        let (leader, other) = (&self.leader, &self.other);
        let asked = self.asked.as_ref().map_or(String::new(), |asked| match self.by_mood {
            true => format!("분위기 ‘{asked}’에는 "),
            false => format!("{} 닮은 정도로는 ", particles::and(asked)),
        });
        let ((high, low), n) = (self.scores, self.digits);
        if let Some(id) = &self.first_by {
            let pair = format!("{} {}", particles::and(leader), particles::topic(other));
            let first = particles::subject(leader);
            return format!("{asked}{pair} 점수가 같다 ({high:.n$}). id({id}) 순서에 따라 {first} 앞선다.");
        }
        let fit = if self.by_mood { "더 맞는다" } else { "앞선다" };
        let mut said = format!("{asked}{} {other}보다 {fit} ({high:.n$} 대 {low:.n$}).", particles::subject(leader),);
        if self.deciding.is_empty() {
            return format!("{said} 반올림에서 나온 차이일 뿐이다.");
        }
        match (self.pro.in_korean(self.con.in_korean(false).is_some()), self.con.in_korean(false)) {
            (Some(pro), Some(con)) => {
                said.push_str(&format!(" {} {pro}, {} {con}.", particles::topic(leader), particles::topic(other)));
            }
            (Some(pro), None) => said.push_str(&format!(" {} {pro}.", particles::topic(leader))),
            (None, _) => {}
        }
        let then = match self.then {
            Then::Overtaken => format!("{} 앞선다", particles::subject(other)),
            Then::Level => "두 곡의 점수가 같아진다".to_owned(),
            Then::Left(lead) => format!("{} 겨우 {}만큼만 앞선다", particles::subject(leader), least(lead, n)),
        };
        let nearly = if matches!(self.then, Then::Left(_)) { "거의 " } else { "" };
        let names = korean::listed(&self.deciding);
        said.push_str(&match self.deciding.len() {
            1 => format!(" {names} 하나로 순서가 {nearly}정해진다: 그 몫이 없으면 {then}."),
            2 => format!(
                " {} 함께 순서를 {nearly}정한다: 두 몫이 모두 없으면 {then}. 하나만 없어서는 바뀌지 않는다.",
                particles::subject(&names)
            ),
            n => format!(" {names} {n}가지가 함께 순서를 {nearly}정한다: 그 몫이 모두 없으면 {then}. 그 가운데 일부만 없어서는 바뀌지 않는다."),
        });
        said
    }
}
