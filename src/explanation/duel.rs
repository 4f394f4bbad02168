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
    pub(crate) pro: Advantage,
    pub(crate) con: Advantage,
    pub(crate) deciding: Vec<String>,
    /// Whether without the deciding reasons the other would be ahead, and not just level.
    pub(crate) overtaken: bool,
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
        if self.deciding.is_empty() {
            return format!("{asked}{leader} and {other} score the same ({:.3}).", self.scores.0);
        }
        let mut said = format!("{asked}{leader} ranks above {other} ({:.3} to {:.3})", self.scores.0, self.scores.1);
        match (self.pro.in_english(), self.con.in_english()) {
            (Some(pro), Some(con)) => said.push_str(&format!(": it {pro}, while {other} {con}.")),
            (Some(pro), None) => said.push_str(&format!(": it {pro}.")),
            (None, _) => said.push('.'),
        }
        let then = if self.overtaken { format!("{other} would be ahead") } else { "the two would be level".to_owned() };
        let names = english::capitalised(&english::listed(&self.deciding));
        said.push_str(&match self.deciding.len() {
            1 => format!(" {names} alone decides it: without that, {then}."),
            2 => format!(" {names} decide it together: without both, {then}; without either one, not yet."),
            n => format!(" {names} decide it together: without these {n} reasons, {then}; without fewer, not yet."),
        });
        said
    }

    pub(crate) fn in_korean(&self) -> String {
        let (leader, other) = (&self.leader, &self.other);
        let asked = self.asked.as_ref().map_or(String::new(), |asked| match self.by_mood {
            true => format!("분위기 ‘{asked}’에는 "),
            false => format!("{} 닮은 정도로는 ", particles::and(asked)),
        });
        if self.deciding.is_empty() {
            let pair = format!("{} {}", particles::and(leader), particles::topic(other));
            return format!("{asked}{pair} 점수가 같다 ({:.3}).", self.scores.0);
        }
        let fit = if self.by_mood { "더 맞는다" } else { "앞선다" };
        let mut said = format!(
            "{asked}{} {other}보다 {fit} ({:.3} 대 {:.3}).",
            particles::subject(leader),
            self.scores.0,
            self.scores.1
        );
        match (self.pro.in_korean(self.con.in_korean(false).is_some()), self.con.in_korean(false)) {
            (Some(pro), Some(con)) => {
                said.push_str(&format!(" {} {pro}, {} {con}.", particles::topic(leader), particles::topic(other)));
            }
            (Some(pro), None) => said.push_str(&format!(" {} {pro}.", particles::topic(leader))),
            (None, _) => {}
        }
        let then = if self.overtaken {
            format!("{} 앞선다", particles::subject(other))
        } else {
            "두 곡의 점수가 같아진다".to_owned()
        };
        let names = korean::listed(&self.deciding);
        said.push_str(&match self.deciding.len() {
            1 => format!(" {names} 하나로 순서가 정해진다: 그것이 없으면 {then}."),
            2 => format!(
                " {} 함께 순서를 정한다: 둘 다 없으면 {then}. 하나만 없어서는 바뀌지 않는다.",
                particles::subject(&names)
            ),
            n => format!(" {names} {n}가지가 함께 순서를 정한다: 모두 없으면 {then}. 그보다 적게는 바뀌지 않는다."),
        });
        said
    }
}
