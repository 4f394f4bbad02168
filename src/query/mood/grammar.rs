//! What the small words do: how far a negation reaches, what an intensifier strengthens, which side of a "but" counts more.

use crate::query::mood::closed_class::{Role, tires};
use crate::query::mood::endings::Ending;
use crate::query::mood::hangul::is_hangul;
use crate::query::mood::matcher::{Concept, Unit};
use crate::query::mood::reading::{Polarity, Reading, Traits, opposed, opposite};

/// The side of a "but" that counts less, and the one that counts more.
const LESSER: f64 = 0.75;
const GREATER: f64 = 1.25;

/// From this arousal on, it is quieter before and after.
const LOUD: f64 = 0.6;

#[derive(Debug, Clone, Copy, Default)]
struct Pending {
    degree: Option<f64>,
    compared: bool,
    negation: Option<Negation>,
    hardly: bool,
    /// After "before" or "after".
    beside: bool,
    /// After "tired of".
    weary: bool,
    /// Whether a negation that follows is lifted: 수밖에.
    nothing_but: bool,
}

#[derive(Debug, Clone, Copy)]
struct Negation {
    polarity: Polarity,
    /// How many closed-class words ago it was said.
    age: usize,
    /// Whether it negates the verb that follows: 안, 못.
    of_verb: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// Nothing between.
    Adjacent,
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
            Unit::Pause => sentence.pause(),
            Unit::Unknown(word, near) => {
                sentence.after_name = is_name(&word);
                sentence.stray = Some(sentence.link == Link::Adjacent);
                // 비가 올지 안 올지: the same again.
                let again = sentence.readings.last().is_some_and(|last| last.concept.text.ends_with(&word));
                if sentence.after_name || word.chars().any(is_hangul) {
                    if !again {
                        sentence.carried();
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

struct Sentence<F> {
    traits: F,
    readings: Vec<Reading>,
    /// The side of a contrast that each reading stands on.
    sides: Vec<usize>,
    pending: Pending,
    link: Link,
    /// Whether the word before is one for songs.
    after_noun: bool,
    /// Whether the last word beside those for songs is a name.
    after_name: bool,
    /// Whether an unknown word stands between the last known one and here, and if so whether right behind it: what negates it negates nothing known.
    stray: Option<bool>,
    /// Whether the last word is one that "tired of" names.
    weary: bool,
    side: usize,
    /// The side that "although" made the lesser one.
    lesser: Option<usize>,
}

impl<F: Fn(usize) -> Traits> Sentence<F> {
    fn concept(&mut self, concept: Concept) {
        let pending = std::mem::take(&mut self.pending);
        self.after_name = false;
        self.stray = None;
        let traits = (self.traits)(concept.meaning);
        // 발라드 질려: whoever is tired of what is heard refuses it.
        if tires(&concept.text) && self.link == Link::Adjacent && self.last_is_heard() {
            return self.take_back();
        }
        self.weary = pending.weary;
        self.after_noun = ["노래", "음악", "곡"].iter().any(|noun| concept.text.ends_with(noun));
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

    fn last_is_heard(&self) -> bool {
        self.readings.last().is_some_and(|last| (self.traits)(last.concept.meaning).heard)
    }

    /// Whether what takes back takes back an unknown word: 소리 없이, 멈추지 않는. A part of what is heard is unknown with it: 피아노 소리 없이.
    fn strays(&mut self) -> bool {
        let Some(adjacent) = self.stray.take() else { return false };
        let bare = |text: &str| !text.ends_with(['이', '가', '은', '는', '을', '를', '도', '의', '에']);
        let part =
            adjacent && self.last_is_heard() && self.readings.last().is_some_and(|last| bare(&last.concept.text));
        if !part {
            self.pending = Pending::default();
            self.link = Link::None;
        }
        !part
    }

    /// Whether the negation of the concept before reaches this one: across "or" always, across "and" unless this one is of the opposite
    /// feeling, and without a word between where the one before only describes what is heard ("no loud drums").
    fn spread(&self, concept: &Concept) -> Polarity {
        let Some(before) = self.readings.last().filter(|before| before.polarity != Polarity::Wanted) else {
            return Polarity::Wanted;
        };
        if before.concept.ending == Ending::Negated {
            return Polarity::Wanted;
        }
        let (own, other) = ((self.traits)(concept.meaning), (self.traits)(before.concept.meaning));
        match self.link {
            Link::Or => before.polarity,
            Link::And if !opposed(own, other) => before.polarity,
            // 안 슬픈 발라드 is one all the same.
            Link::Adjacent if own.heard && !other.heard && !before.concept.text.chars().any(is_hangul) => {
                Polarity::Limited
            }
            _ => Polarity::Wanted,
        }
    }

    /// A negation that stands behind takes back what is joined to what it takes back: 드럼이랑 피아노 없이.
    fn spread_back(&mut self, polarity: Polarity) {
        let last = self.readings.len() - 1;
        let own = (self.traits)(self.readings[last].concept.meaning);
        for at in (0..last).rev() {
            let other = (self.traits)(self.readings[at].concept.meaning);
            // 슬프지도 기쁘지도 않은: a verb that waits for its negation shares it whatever it feels like.
            let joined = match self.readings[at].concept.ending {
                Ending::And => !opposed(own, other),
                Ending::BeforeNegation => true,
                _ => false,
            };
            if !joined || self.sides[at] != self.side {
                break;
            }
            self.readings[at].polarity = polarity;
        }
    }

    fn role(&mut self, role: Role) {
        if let Some(negation) = &mut self.pending.negation {
            negation.age += 1;
            // "I don't know what to play": nothing came that it could take back.
            if negation.age > 6 {
                self.pending.negation = None;
            }
        }
        let after_noun = std::mem::replace(&mut self.after_noun, role == Role::Noun);
        match role {
            Role::Filler => {
                self.carried();
                if self.link == Link::Adjacent {
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
            Role::Someone => self.stray = Some(false),
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

    /// A verb that only carries the sentence: what it carries is what 안 and 못 take back. 비 안 오는 날, 피아노 안 나오는 노래.
    fn carried(&mut self) {
        if self.pending.negation.is_some_and(|negation| negation.of_verb) {
            self.take_back();
            self.pending.negation = None;
        }
    }

    /// 않다, 없다, 말고: what stood before, on this side of a contrast, is not wanted.
    fn take_back(&mut self) {
        let hardly = self.pending.hardly;
        let Some(last) = self.readings.last_mut().filter(|_| self.sides.last() == Some(&self.side)) else { return };
        // 슬프지 않은 takes the verb; 드럼 없이 whatever stood last. Twice is none.
        let polarity = if hardly || last.degree > 1.0 { Polarity::Limited } else { opposite(last.polarity) };
        last.degree = last.degree.min(1.0);
        last.polarity = polarity;
        last.concept.ending = Ending::Negated;
        self.spread_back(polarity);
        self.pending = Pending::default();
        self.link = Link::None;
    }

    fn turn(&mut self) {
        self.stray = None;
        self.pending = Pending::default();
        self.link = Link::None;
        if self.sides.last() == Some(&self.side) {
            self.side += 1;
        }
    }

    fn pause(&mut self) {
        self.nothing_follows();
        self.pending = Pending::default();
        self.link = Link::None;
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
