//! Korean inflection, read backwards: from a word as it is written to the dictionary forms it may come from.
//!
//! Nothing is conjugated beforehand. A word is cut at every syllable; what follows the cut has to be an ending or a particle
//! ([`endings`]), and what stands before it, with contractions and irregular stems undone, is offered as a dictionary form.

use crate::catalogue::hangul::{Syllable, tail, vowel};
use crate::query::mood::endings::{self, Ending, Joint};

/// The longest word, in syllables, that is taken apart.
const LONGEST: usize = 14;

/// Offers every dictionary form that a word may come from, the longest stem first, until one is accepted.
pub(crate) fn analyse<T>(word: &str, mut accept: impl FnMut(&str) -> Option<T>) -> Option<(T, Ending)> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() > LONGEST {
        return None;
    }
    let mut form = String::with_capacity(word.len() + 12);
    for cut in (1..=chars.len()).rev() {
        let (head, rest) = chars.split_at(cut);
        let rest: String = rest.iter().collect();
        // 슬퍼도 sets a feeling against what follows, though 슬퍼 stands in the lexicon as 피아노 does. And 집중 is no middle of a house.
        let verbal = rest.starts_with('도') || (rest.starts_with('중') && cut < 2);
        if verbal && let Some(found) = predicate(head, &rest, &mut form, &mut accept) {
            return Some(found);
        }
        if let Some(ending) = endings::read(Joint::Noun, &rest).filter(|_| !rest.starts_with('중') || cut > 1)
            && let Some(found) = noun(head, &mut form, &mut accept)
        {
            return Some((found, ending));
        }
        if let Some(found) = predicate(head, &rest, &mut form, &mut accept) {
            return Some(found);
        }
    }
    None
}

/// A noun, or the root of a predicate standing alone: 행복, 행복하다.
fn noun<T>(head: &[char], form: &mut String, accept: &mut impl FnMut(&str) -> Option<T>) -> Option<T> {
    form.clear();
    form.extend(head);
    let bare = form.len();
    for suffix in ["", "하다", "이다", "롭다", "스럽다", "되다"] {
        // A root of one syllable could be any word.
        if !suffix.is_empty() && head.len() < 2 {
            break;
        }
        form.truncate(bare);
        form.push_str(suffix);
        if let Some(found) = accept(form) {
            return Some(found);
        }
    }
    None
}

fn predicate<T>(
    head: &[char],
    rest: &str,
    form: &mut String,
    accept: &mut impl FnMut(&str) -> Option<T>,
) -> Option<(T, Ending)> {
    let (last, before) = head.split_last()?;
    let syllable = Syllable::of(*last)?;
    let mut offer = |stem: &[char]| offer(before, stem, form, accept);
    if let Some(ending) = endings::read(Joint::Stem, rest)
        && let Some(found) = offer(&[*last])
    {
        return Some((found, ending));
    }
    let fused = match syllable.tail {
        tail::N => Some(Joint::N),
        tail::L => Some(Joint::L),
        tail::M => Some(Joint::M),
        tail::B => Some(Joint::B),
        _ => None,
    };
    if let Some(joint) = fused
        && let Some(ending) = endings::read(joint, rest)
    {
        let open = syllable.with_tail(tail::NONE);
        // 슬픈 슬프; 힘든 힘들; 까만 까맣.
        for stem in [open, syllable.with_tail(tail::L), syllable.with_tail(tail::H)] {
            if let Some(found) = offer(&[stem]) {
                return Some((found, ending));
            }
        }
        // 외로운 외롭.
        if open == '우'
            && let Some(found) = irregular_b(before, &mut |before, stem| offer_at(before, stem, accept))
        {
            return Some((found, ending));
        }
    }
    // ㄹ falls away before ㄴ, ㅅ and ㅂ: 힘드네, 머니.
    if syllable.tail == tail::NONE
        && rest.starts_with(['네', '는', '니'])
        && let Some(ending) = endings::read(Joint::Stem, rest)
        && let Some(found) = offer_at(before, &[syllable.with_tail(tail::L)], accept)
    {
        return Some((found, ending));
    }
    let joint = match syllable.tail {
        tail::NONE => Joint::Infinitive,
        tail::SS => Joint::Past,
        // As it is typed: 이별햇어.
        tail::S if matches!(*last, '햇' | '됏') => Joint::Past,
        _ => return None,
    };
    let ending = endings::read(joint, rest)?;
    infinitive(before, Syllable { tail: tail::NONE, ..syllable }, accept).map(|found| (found, ending))
}

/// Nouns that end as a predicate does.
const NOUNS_IN_DA: [&str; 5] = ["바다", "사이다", "수다", "판다", "베란다"];

/// Offers `before + stem + 다`, and the noun before 하다, 되다, 이다, 스럽다, 롭다.
fn offer<T>(
    before: &[char],
    stem: &[char],
    form: &mut String,
    accept: &mut impl FnMut(&str) -> Option<T>,
) -> Option<T> {
    form.clear();
    form.extend(before.iter().chain(stem));
    let bare = form.len();
    form.push('다');
    if !NOUNS_IN_DA.iter().any(|noun| form.ends_with(noun))
        && let Some(found) = accept(form)
    {
        return Some(found);
    }
    form.truncate(bare);
    for suffix in ["적이", "하", "되", "이", "스럽", "롭", "같", "나"] {
        if let Some(noun) = form.strip_suffix(suffix)
            && noun.chars().count() >= 2
            && let Some(found) = accept(noun)
        {
            return Some(found);
        }
    }
    None
}

fn offer_at<T>(before: &[char], stem: &[char], accept: &mut impl FnMut(&str) -> Option<T>) -> Option<T> {
    offer(before, stem, &mut String::new(), accept)
}

/// The stem in ㅂ of what has lost its 우 or 오: 외로- 외롭.
fn irregular_b<T>(before: &[char], offer: &mut impl FnMut(&[char], &[char]) -> Option<T>) -> Option<T> {
    let (last, earlier) = before.split_last()?;
    let syllable = Syllable::of(*last).filter(|s| s.tail == tail::NONE)?;
    offer(earlier, &[syllable.with_tail(tail::B)])
}

/// Undoes 아/어: `last` is the open syllable that the infinitive ends in.
fn infinitive<T>(before: &[char], last: Syllable, accept: &mut impl FnMut(&str) -> Option<T>) -> Option<T> {
    let mut offer = |before: &[char], stem: &[char]| offer_at(before, stem, accept);
    if last.lead == Syllable::SILENT && matches!(last.vowel, vowel::A | vowel::EO | vowel::YEO) {
        let (previous, earlier) = before.split_last()?;
        // 깊어 깊; 하여 하.
        if let Some(found) = offer(earlier, &[*previous]) {
            return Some(found);
        }
        let syllable = Syllable::of(*previous)?;
        let restored = match syllable.tail {
            // 들어 듣.
            tail::L => tail::D,
            // 지어 짓.
            tail::NONE => tail::S,
            _ => return None,
        };
        return offer(earlier, &[syllable.with_tail(restored)]);
    }
    // 그리워 그립, 도와 돕.
    if last.lead == Syllable::SILENT
        && matches!(last.vowel, vowel::WO | vowel::WA)
        && let Some(found) = irregular_b(before, &mut offer)
    {
        return Some(found);
    }
    // 몰라 모르, 흘러 흐르.
    if last.lead == Syllable::RIEUL
        && matches!(last.vowel, vowel::A | vowel::EO)
        && let Some((previous, earlier)) = before.split_last()
        && let Some(syllable) = Syllable::of(*previous).filter(|s| s.tail == tail::L)
        && let Some(found) = offer(earlier, &[syllable.with_tail(tail::NONE), '르'])
    {
        return Some(found);
    }
    let stems: &[u32] = match last.vowel {
        // 신나 신나; 아파 아프.
        vowel::A => &[vowel::A, vowel::EU],
        // 서 서; 슬퍼 슬프.
        vowel::EO => &[vowel::EO, vowel::EU],
        // 보내 보내; 해 하.
        vowel::AE => &[vowel::AE, vowel::A],
        vowel::E => &[vowel::E],
        // 켜 켜; 달려 달리.
        vowel::YEO => &[vowel::YEO, vowel::I],
        // 와 오; 춰 추; 돼 되.
        vowel::WA => &[vowel::O],
        vowel::WO => &[vowel::U],
        vowel::WAE => &[vowel::OE],
        vowel::YAE => &[vowel::YAE],
        vowel::I | vowel::EU | vowel::U | vowel::O | vowel::OE => &[],
        other => return offer(before, &[last.with_vowel(other)]),
    };
    for vowel in stems {
        if let Some(found) = offer(before, &[last.with_vowel(*vowel)]) {
            return Some(found);
        }
    }
    // 하얘 하얗, 까매 까맣.
    if matches!(last.vowel, vowel::AE | vowel::YAE) && last.lead != Syllable::HIEUT {
        for vowel in [vowel::A, vowel::EO] {
            let stem = Syllable { vowel, tail: tail::H, ..last }.char();
            if let Some(found) = offer(before, &[stem]) {
                return Some(found);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str, dictionary: &[&str]) -> Option<(String, Ending)> {
        analyse(word, |form| dictionary.contains(&form).then(|| form.to_owned()))
    }

    #[test]
    fn predicates_are_recognised_in_every_form() {
        let dictionary = [
            "슬프다",
            "설레다",
            "신나다",
            "외롭다",
            "그립다",
            "아프다",
            "힘들다",
            "흐르다",
            "듣다",
            "달리다",
            "조용하다",
            "까맣다",
            "깊다",
            "춥다",
            "자유롭다",
            "짓다",
            "행복",
            "감성적",
        ];
        let cases = [
            ("슬픈", "슬프다"),
            ("슬퍼서", "슬프다"),
            ("슬펐던", "슬프다"),
            ("슬프고", "슬프다"),
            ("슬픔", "슬프다"),
            ("슬플때", "슬프다"),
            ("설레는", "설레다"),
            ("설렘", "설레다"),
            ("설렌다", "설레다"),
            ("설렜던", "설레다"),
            ("신나는", "신나다"),
            ("신난", "신나다"),
            ("신나서", "신나다"),
            ("신났다", "신나다"),
            ("외로운", "외롭다"),
            ("외로움", "외롭다"),
            ("외로워서", "외롭다"),
            ("외로웠던", "외롭다"),
            ("그리워하는", "그립다"),
            ("아파요", "아프다"),
            ("힘든", "힘들다"),
            ("힘들때", "힘들다"),
            ("힘드네", "힘들다"),
            ("흘러", "흐르다"),
            ("들어", "듣다"),
            ("달려", "달리다"),
            ("달렸어", "달리다"),
            ("조용한", "조용하다"),
            ("조용히", "조용하다"),
            ("조용해서", "조용하다"),
            ("까만", "까맣다"),
            ("깊어지는", "깊다"),
            ("추운", "춥다"),
            ("자유로운", "자유롭다"),
            ("지어", "짓다"),
            ("행복한", "행복"),
            ("행복했던", "행복"),
            ("감성적인", "감성적"),
            ("슬퍼지는", "슬프다"),
            ("슬픈노래", "슬프다"),
        ];
        for (word, form) in cases {
            assert_eq!(read(word, &dictionary).map(|(form, _)| form).as_deref(), Some(form), "{word}");
        }
        assert_eq!(read("슬기로운", &dictionary), None);
        assert_eq!(read("바지", &["바다"]), None, "the sea is no verb");
        assert_eq!(read("바다를", &["바다"]).map(|(form, _)| form).as_deref(), Some("바다"));
    }

    #[test]
    fn endings_reach_the_grammar() {
        let dictionary = ["슬프다", "드럼", "피아노"];
        let cases = [
            ("슬프지만", Ending::Contrast),
            ("슬픈데", Ending::Contrast),
            ("슬퍼도", Ending::Contrast),
            ("슬프지", Ending::BeforeNegation),
            ("슬프지않은", Ending::Negated),
            ("드럼없이", Ending::Negated),
            ("드럼이랑", Ending::And),
            ("피아노와", Ending::And),
        ];
        for (word, ending) in cases {
            assert_eq!(read(word, &dictionary).map(|(_, ending)| ending), Some(ending), "{word}");
        }
    }
}
