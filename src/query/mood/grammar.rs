//! What the small words do: how far a negation reaches, what an intensifier strengthens, which side of a "but" counts more.

use crate::query::mood::closed_class::{Role, tires};
use crate::query::mood::endings::Ending;
use crate::query::mood::hangul::is_hangul;
use crate::query::mood::matcher::{Concept, Unit};
use crate::query::mood::reading::{Polarity, Reading, Traits, opposite};

/// The side of a "but" that counts less, and the one that counts more.
const LESSER: f64 = 0.75;
const GREATER: f64 = 1.25;

/// From this arousal on, it is quieter before and after.
const LOUD: f64 = 0.6;

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pending {
    pub(crate) degree: Option<f64>,
    pub(crate) compared: bool,
    pub(crate) negation: Option<Negation>,
    pub(crate) hardly: bool,
    /// After "before" or "after".
    pub(crate) beside: bool,
    /// After "tired of".
    pub(crate) weary: bool,
    /// Whether a negation that follows is lifted: 수밖에.
    pub(crate) nothing_but: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Negation {
    pub(crate) polarity: Polarity,
    /// How many closed-class words ago it was said.
    pub(crate) age: usize,
    /// Whether it negates the verb that follows: 안, 못.
    pub(crate) of_verb: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Nothing between.
    Adjacent,
    /// Nothing but a comma.
    Comma,
    And,
    Or,
    None,
}

/// Reads the units of a sentence.
pub(crate) fn readings(
    units: Vec<Unit>,
    traits: impl Fn(usize) -> Traits,
    is_name: impl Fn(&str) -> bool,
) -> (Vec<Reading>, Vec<(String, Option<String>)>) {
    let mut sentence = Sentence {
        traits,
        readings: Vec::new(),
        sides: Vec::new(),
        links: Vec::new(),
        pending: Pending::default(),
        link: Link::None,
        after_noun: false,
        after_name: false,
        stray: None,
        weary: false,
        side: 0,
        lesser: None,
    };
    let mut unknown = Vec::new();
    for unit in units {
        match unit {
            Unit::Concept(concept) => sentence.concept(concept),
            Unit::Role(role) => sentence.role(role),
            Unit::Pause { lists } => sentence.pause(lists),
            Unit::Unknown(word, near) => {
                sentence.after_name = is_name(&word);
                sentence.stray = Some(sentence.link == Link::Adjacent);
                // 비가 올지 안 올지: the same again.
                let again = sentence.readings.last().is_some_and(|last| last.concept.text.ends_with(&word));
                if sentence.after_name || word.chars().any(is_hangul) {
                    if !again {
                        let _ = sentence.carried();
                    }
                    sentence.pending.negation = None;
                }
                unknown.push((word, near.map(|near| near.form)));
                sentence.link = Link::None;
                sentence.pending.degree = None;
                sentence.pending.beside = false;
            }
        }
    }
    (sentence.finish(), unknown)
}

pub(crate) struct Sentence<F> {
    pub(crate) traits: F,
    pub(crate) readings: Vec<Reading>,
    /// The side of a contrast that each reading stands on.
    pub(crate) sides: Vec<usize>,
    /// What joins each reading to the one before.
    pub(crate) links: Vec<Link>,
    pub(crate) pending: Pending,
    pub(crate) link: Link,
    /// Whether the word before is one for songs.
    pub(crate) after_noun: bool,
    /// Whether the last word beside those for songs is a name.
    pub(crate) after_name: bool,
    /// Whether an unknown word stands between the last known one and here, and if so whether right behind it: what negates it negates nothing known.
    pub(crate) stray: Option<bool>,
    /// Whether the last word is one that "tired of" names.
    pub(crate) weary: bool,
    pub(crate) side: usize,
    /// The side that "although" made the lesser one.
    pub(crate) lesser: Option<usize>,
}

impl<F: Fn(usize) -> Traits> Sentence<F> {
    fn concept(&mut self, concept: Concept) {
        let pending = std::mem::take(&mut self.pending);
        self.after_name = false;
        self.stray = None;
        let traits = (self.traits)(concept.meaning);
        // 발라드 질려, 슬픈 노래 지겨워: whoever is tired of what is heard refuses it.
        if tires(&concept.text) && (self.after_noun || (self.link == Link::Adjacent && self.last_is_heard())) {
            return self.take_back();
        }
        self.weary = pending.weary;
        // 노래 좀 asks for songs as 노래 does.
        let named = concept.text.trim_end_matches('좀').trim_end();
        self.after_noun = ["노래", "음악", "곡"].iter().any(|noun| named.ends_with(noun));
        let mut degree = pending.degree.unwrap_or(1.0);
        let mut polarity = match pending.negation {
            // "not too sad", "not very sad": less of it, not none.
            Some(negation) if negation.polarity == Polarity::Unwanted && degree > 1.0 => Polarity::Limited,
            Some(negation) => negation.polarity,
            // "Tired of being lonely" is lonely; "tired of ballads" and "of sad songs" wants none.
            None if pending.weary
                && (traits.valence.is_none_or(|valence| valence >= 0.0)
                    || traits.heard
                    || traits.setting
                    || ["song", "ballad", "music"]
                        .iter()
                        .any(|kind| concept.text.trim_end_matches('s').ends_with(kind))) =>
            {
                Polarity::Unwanted
            }
            None => self.spread(&concept),
        };
        if pending.beside && traits.arousal.is_some_and(|arousal| arousal >= LOUD) {
            degree *= 0.5;
        }
        if pending.negation.is_some() {
            degree = 1.0;
        }
        if concept.negated {
            polarity = opposite(polarity);
        }
        let limited = pending.hardly || degree > 1.0;
        if concept.ending == Ending::Negated {
            polarity = if limited { Polarity::Limited } else { opposite(polarity) };
            if limited {
                degree = 1.0;
            }
        } else if pending.hardly && polarity == Polarity::Wanted && pending.negation.is_none() {
            // 그렇게, 별로 without a negation yet: it may follow.
            self.pending.hardly = concept.ending == Ending::BeforeNegation;
        }
        let ending = concept.ending;
        let own = concept.compared && traits.graded;
        let compared = pending.compared || own;
        if own && pending.degree.is_none() {
            degree = 1.25;
        }
        self.readings.push(Reading { concept, degree, polarity, weight: 1.0, compared });
        self.sides.push(self.side);
        self.links.push(self.link);
        if ending == Ending::Negated {
            self.spread_back(polarity);
        }
        self.link = match ending {
            Ending::And => Link::And,
            _ => Link::Adjacent,
        };
        if ending == Ending::Contrast {
            self.turn();
        }
        self.pending.nothing_but = ending == Ending::NothingBut;
    }

    fn role(&mut self, role: Role) {
        if let Some(negation) = &mut self.pending.negation {
            negation.age += 1;
            // "I don't know what to play": nothing came that it could take back.
            if negation.age > 6 {
                self.pending.negation = None;
            }
        }
        // 슬픈 노래 이제 너무 지겨워
        let after_noun = self.after_noun;
        self.after_noun = role == Role::Noun || (after_noun && matches!(role, Role::Filler | Role::Degree(_)));
        match role {
            Role::Filler => {
                let _ = self.carried();
                if matches!(self.link, Link::Adjacent | Link::Comma) {
                    self.link = Link::None;
                }
            }
            Role::AskedFor => {
                if self.link != Link::Or {
                    self.link = Link::None;
                }
            }
            Role::Noun => {
                self.link = Link::None;
                self.stray = None;
                // "Tired of sad songs": not of sadness.
                if std::mem::take(&mut self.weary)
                    && let Some(last) = self.readings.last_mut()
                {
                    last.polarity = Polarity::Unwanted;
                }
            }
            // 눈물이 안 나: here 나 is a verb.
            Role::Someone => {
                if !self.carried() {
                    self.stray = Some(false);
                }
            }
            Role::Beside => self.pending.beside = true,
            Role::Weary => self.pending.weary = true,
            Role::NothingBut => self.pending.nothing_but = true,
            Role::Degree(degree) => {
                let before = self.pending.degree.unwrap_or(1.0);
                self.pending.degree = Some((before * degree).clamp(0.4, 2.0));
            }
            Role::More => {
                // "less drama, more sunshine": what was to be less has been said.
                if self.pending.compared && self.pending.negation.is_some_and(|negation| negation.age > 0) {
                    self.pending.negation = None;
                }
                self.pending.degree = Some(1.25);
                self.pending.compared = true;
                if self.link == Link::Adjacent {
                    self.link = Link::None;
                }
            }
            Role::Less => {
                self.pending.negation = Some(Negation { polarity: Polarity::Limited, age: 0, of_verb: false });
                self.pending.compared = true;
            }
            Role::Barely => {
                self.pending.negation = Some(Negation { polarity: Polarity::Limited, age: 0, of_verb: false });
            }
            Role::Not | Role::NotVerb => {
                // "not without hope" asks for hope.
                self.pending.negation = match self.pending.negation {
                    Some(_) => None,
                    None => {
                        let polarity = if self.pending.hardly { Polarity::Limited } else { Polarity::Unwanted };
                        Some(Negation { polarity, age: 0, of_verb: role == Role::NotVerb })
                    }
                };
            }
            // "신나는 노래 없어?": whoever wants none does not ask for songs.
            Role::NoneThere if after_noun => {}
            // 슬픈 노래 아이유 빼고: the songs are to be sad.
            Role::NotBefore | Role::NoneThere if std::mem::take(&mut self.after_name) => self.link = Link::None,
            Role::NotBefore | Role::NoneThere if std::mem::take(&mut self.pending.nothing_but) || self.strays() => {}
            Role::NotBefore | Role::NoneThere => self.take_back(),
            // 피아노는 됐어; but 오래 됐어, 혼자가 됐어.
            Role::Enough => {
                if self.link == Link::Adjacent
                    && self.readings.last().is_some_and(|last| last.concept.text.ends_with(['은', '는', '건']))
                {
                    self.take_back();
                }
            }
            Role::Hardly => {
                self.pending.hardly = true;
                if let Some(negation) = &mut self.pending.negation {
                    negation.polarity = Polarity::Limited;
                }
            }
            Role::Only => self.pending.negation = None,
            Role::And => self.link = Link::And,
            Role::Or => self.link = Link::Or,
            Role::But => self.turn(),
            Role::Although => {
                if !self.readings.is_empty() && self.sides.last() == Some(&self.side) {
                    self.side += 1;
                }
                self.lesser = Some(self.side);
                self.pending = Pending::default();
            }
        }
    }

    fn turn(&mut self) {
        self.stray = None;
        self.pending = Pending::default();
        self.link = Link::None;
        if self.sides.last() == Some(&self.side) {
            self.side += 1;
        }
    }

    fn pause(&mut self, lists: bool) {
        self.nothing_follows();
        self.pending = Pending::default();
        self.link = if lists && self.link == Link::Adjacent { Link::Comma } else { Link::None };
        self.stray = None;
        // "although sad, hopeful": the clause ends here.
        if self.lesser == Some(self.side) && self.sides.last() == Some(&self.side) {
            self.side += 1;
        }
    }

    /// 신나는 건 별로: a softening that nothing follows is a negation by itself.
    fn nothing_follows(&mut self) {
        if self.pending.hardly && self.pending.negation.is_none() {
            self.take_back();
        }
    }

    fn finish(mut self) -> Vec<Reading> {
        self.nothing_follows();
        let sides = self.sides.iter().copied().max().unwrap_or(0);
        // What is heard in spring is heard in spring, whatever it feels like: only feelings are set against each other.
        let feels: Vec<bool> =
            self.readings.iter().map(|reading| !(self.traits)(reading.concept.meaning).setting).collect();
        let felt = || self.sides.iter().zip(&feels).filter(|(_, feels)| **feels).map(|(side, _)| *side);
        if felt().any(|side| side != sides) && felt().any(|side| side == sides) {
            let greatest = if self.lesser == Some(sides) { felt().find(|side| *side != sides) } else { Some(sides) };
            for ((reading, side), _) in
                self.readings.iter_mut().zip(&self.sides).zip(&feels).filter(|(_, feels)| **feels)
            {
                reading.weight = if Some(*side) == greatest { GREATER } else { LESSER };
            }
        }
        self.readings
    }
}
