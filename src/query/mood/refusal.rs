//! How far a refusal reaches: over what is joined to it, and back to what stands before it.

use crate::query::mood::endings::Ending;
use crate::query::mood::grammar::{Link, Pending, Sentence};
use crate::query::mood::hangul::is_hangul;
use crate::query::mood::matcher::Concept;
use crate::query::mood::reading::{Polarity, Reading, Traits, opposed, opposite};

impl<F: Fn(usize) -> Traits> Sentence<F> {
    pub(crate) fn last_is_heard(&self) -> bool {
        self.readings.last().is_some_and(|last| (self.traits)(last.concept.meaning).heard)
    }

    /// Whether what takes back takes back an unknown word: 소리 없이, 멈추지 않는. A part of what is heard is unknown with it: 피아노 소리 없이.
    pub(crate) fn strays(&mut self) -> bool {
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
    /// feeling or a feeling behind a thing, and without a word between where the one before only describes what is heard ("no loud drums") or both
    /// name one thing ("no guitar ballads").
    pub(crate) fn spread(&mut self, concept: &Concept) -> Polarity {
        let own = (self.traits)(concept.meaning);
        if matches!(self.link, Link::And | Link::Or) {
            self.spread_list(own);
        }
        let refuses = |before: &&Reading| {
            before.polarity != Polarity::Wanted && before.concept.ending != Ending::Negated && !before.concept.negated
        };
        let Some(before) = self.readings.last().filter(refuses) else {
            return Polarity::Wanted;
        };
        let other = (self.traits)(before.concept.meaning);
        match self.link {
            Link::Or => before.polarity,
            Link::And if !opposed(own, other) && (other.thing.is_none() || own.thing.is_some()) => before.polarity,
            Link::Adjacent if own.thing.is_some() && other.thing.is_some() && !is_korean(before) => before.polarity,
            // 안 슬픈 발라드 is one all the same.
            Link::Adjacent if own.heard && !other.heard && !is_korean(before) => Polarity::Limited,
            _ => Polarity::Wanted,
        }
    }

    /// "Without strings, piano and drums": what is refused first is refused to the end of a list that an "and" or "or" closes, as long as its members are
    /// alike. Nothing but a comma stands between them.
    fn spread_list(&mut self, own: Traits) {
        let Some(last) = self.readings.len().checked_sub(1) else { return };
        let alike = |at: usize| {
            let other = (self.traits)(self.readings[at].concept.meaning);
            own.is_like(other) || (self.link == Link::Or && own.feels_like(other))
        };
        let mut first = last;
        while first > 0
            && self.links[first] == Link::Comma
            && self.readings[first].polarity == Polarity::Wanted
            && alike(first)
        {
            first -= 1;
        }
        let head = &self.readings[first];
        let polarity = head.polarity;
        if polarity != Polarity::Wanted
            && head.concept.ending != Ending::Negated
            && !head.concept.negated
            && alike(first)
        {
            self.readings[first + 1..].iter_mut().for_each(|reading| reading.polarity = polarity);
        }
    }

    /// A negation that stands behind takes back what is joined to what it takes back: 드럼이랑 피아노 없이.
    pub(crate) fn spread_back(&mut self, polarity: Polarity) {
        let last = self.readings.len() - 1;
        let own = (self.traits)(self.readings[last].concept.meaning);
        for at in (0..last).rev() {
            let other = (self.traits)(self.readings[at].concept.meaning);
            // 슬프지도 기쁘지도 않은: a verb that waits for its negation shares it whatever it feels like.
            let joined = match (self.readings[at].concept.ending, self.links[at + 1]) {
                (Ending::And, _) => !opposed(own, other),
                (Ending::BeforeNegation, _) => true,
                // 피아노, 드럼 빼고; but 잔잔한 피아노, 드럼 빼고 asks for the piano that it describes.
                (Ending::Plain, Link::Comma) => own.is_like(other) && self.links[at] != Link::Adjacent,
                (Ending::Plain, Link::And | Link::Or) => own.is_like(other),
                _ => false,
            };
            if !joined || self.sides[at] != self.side {
                break;
            }
            self.readings[at].polarity = polarity;
        }
    }

    /// A verb that only carries the sentence: what it carries is what 안 and 못 take back, if one of them was said. 비 안 오는 날, 피아노 안 나오는 노래.
    pub(crate) fn carried(&mut self) -> bool {
        let carried = self.pending.negation.is_some_and(|negation| negation.of_verb);
        if carried {
            self.take_back();
            self.pending.negation = None;
        }
        carried
    }

    /// 않다, 없다, 말고: what stood before, on this side of a contrast, is not wanted.
    pub(crate) fn take_back(&mut self) {
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
}

fn is_korean(reading: &Reading) -> bool {
    reading.concept.text.chars().any(is_hangul)
}
