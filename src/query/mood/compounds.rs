//! Korean words written together, taken apart where each part is known.

use crate::query::mood::closed_class::{Role, is_glued_degree, role};
use crate::query::mood::endings::{self, Ending};
use crate::query::mood::korean;
use crate::query::mood::matcher::{Concept, Matcher, Unit};
use crate::query::mood::phrases::Found;

impl Matcher<'_> {
    /// Known words written together: 새벽감성힙합. What stands before a known word and is none itself is unknown.
    pub(crate) fn parts(&self, word: &str, most: usize) -> Option<Vec<Unit>> {
        let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
        let concept = |text: &str, found: Found, ending| {
            Unit::Concept(Concept {
                meaning: found.meaning,
                text: text.to_owned(),
                ending,
                compared: false,
                negated: false,
            })
        };
        let read = |text: &str| korean::analyse(text, |form| self.phrases.find(form));
        for cut in cuts.iter().rev() {
            let (head, rest) = word.split_at(*cut);
            let (long, longer) = (head.chars().count(), rest.chars().count());
            // One syllable is too little to go by, unless the rest is known as well; a form of a word wants two.
            let plain = self.phrases.find(head).map(|found| (found, Ending::Plain));
            // 물놀이 is no toy of water: one syllable is a word only before one that cannot be the end of another.
            if long == 1 && plain.is_some() && (longer < 3 || self.phrases.find(rest).is_none()) {
                continue;
            }
            let inflected = || if long > 2 || (long == 2 && longer > 1) { read(head) } else { None };
            let head = match (plain.or_else(inflected), role(head, true)) {
                (Some((found, ending)), _) => concept(head, found, ending),
                (None, Some(role @ (Role::NotVerb | Role::Less | Role::More | Role::Degree(_)))) => Unit::Role(role),
                _ if is_glued_degree(head) => Unit::Role(Role::Degree(1.5)),
                _ => continue,
            };
            let is_concept = matches!(head, Unit::Concept(_));
            // 랩 안나오는
            if head == Unit::Role(Role::NotVerb)
                && let Some(carrier @ (Role::Filler | Role::Noun)) = role(rest, true)
            {
                return Some(vec![head, Unit::Role(carrier)]);
            }
            if endings::carries(rest) && long >= 2 && matches!(head, Unit::Concept(_)) {
                return Some(vec![head]);
            }
            // 외로운밤
            let alone = longer == 1 && long > 2;
            if longer < 2 && !alone {
                continue;
            }
            let whole = self.phrases.find(rest).map(|found| (found, Ending::Plain));
            // Two forms that are both no words by themselves are near a word by chance.
            let second = whole.or_else(|| if alone || (plain.is_none() && is_concept) { None } else { read(rest) });
            if let Some((second, ending)) = second {
                return Some(vec![head, concept(rest, second, ending)]);
            }
            if most > 1
                && !alone
                && let Some(more) = self.parts(rest, most - 1)
            {
                let mut parts = vec![head];
                parts.extend(more);
                return Some(parts);
            }
        }
        for cut in cuts {
            let (head, rest) = word.split_at(cut);
            // Two syllables end many a word by chance.
            if rest.chars().count() < 3 {
                break;
            }
            if let Some(found) = self.phrases.find(rest) {
                return Some(vec![Unit::Unknown(head.to_owned(), None), concept(rest, found, Ending::Plain)]);
            }
        }
        None
    }
}
