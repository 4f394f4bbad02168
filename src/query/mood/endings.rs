//! Korean endings and particles: what may follow a stem or a noun, and what it does to the sentence.

/// What an ending does to what comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing that matters here.
    Plain,
    /// Joins with what follows: 와, 이랑, 고.
    And,
    /// Sets against what follows: 지만, 는데, 아도.
    Contrast,
    /// Waits for 않다, 못하다, 말다: 지.
    BeforeNegation,
    /// Is negated already: 지않은, 없이.
    Negated,
}

/// The shape of what is left of a stem, which endings go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// The bare stem: 슬프-, 깊-.
    Stem,
    /// The stem has taken ㄴ: 슬픈.
    N,
    /// The stem has taken ㄹ: 슬플.
    L,
    /// The stem has taken ㅁ: 슬픔.
    M,
    /// The stem has taken ㅂ: 슬픕-.
    B,
    /// The infinitive in 아/어: 슬퍼.
    Infinitive,
    /// The past, with ㅆ: 슬펐-.
    Past,
    /// A noun.
    Noun,
}

const STEM: [(&str, Ending); 62] = [
    ("", Ending::Plain),
    ("다", Ending::Plain),
    ("고", Ending::And),
    ("고도", Ending::Contrast),
    ("지", Ending::BeforeNegation),
    ("지는", Ending::BeforeNegation),
    ("지도", Ending::BeforeNegation),
    ("진", Ending::BeforeNegation),
    ("질", Ending::BeforeNegation),
    ("지만", Ending::Contrast),
    ("지요", Ending::Plain),
    ("죠", Ending::Plain),
    ("게", Ending::Plain),
    ("게도", Ending::Plain),
    ("는", Ending::Plain),
    ("네", Ending::Plain),
    ("네요", Ending::Plain),
    ("는데", Ending::Contrast),
    ("는데도", Ending::Contrast),
    ("는지", Ending::Plain),
    ("는걸", Ending::Plain),
    ("던", Ending::Plain),
    ("던데", Ending::Contrast),
    ("기", Ending::Plain),
    ("기도", Ending::Plain),
    ("기만", Ending::Plain),
    ("기에", Ending::Plain),
    ("거나", Ending::And),
    ("자", Ending::Plain),
    ("든", Ending::And),
    ("든지", Ending::And),
    ("도록", Ending::Plain),
    ("더라", Ending::Plain),
    ("더라도", Ending::Contrast),
    ("니", Ending::Plain),
    ("니까", Ending::Plain),
    ("나", Ending::Contrast),
    ("며", Ending::And),
    ("면", Ending::Plain),
    ("면서", Ending::And),
    ("면서도", Ending::Contrast),
    ("려고", Ending::Plain),
    ("러", Ending::Plain),
    ("은", Ending::Plain),
    ("을", Ending::Plain),
    ("음", Ending::Plain),
    ("은데", Ending::Contrast),
    ("은데도", Ending::Contrast),
    ("으면", Ending::Plain),
    ("으며", Ending::And),
    ("으면서", Ending::And),
    ("으면서도", Ending::Contrast),
    ("으니", Ending::Plain),
    ("으니까", Ending::Plain),
    ("으나", Ending::Contrast),
    ("을까", Ending::Plain),
    ("을수록", Ending::Plain),
    ("으려고", Ending::Plain),
    ("습니다", Ending::Plain),
    ("냐", Ending::Plain),
    ("구나", Ending::Plain),
    ("는구나", Ending::Plain),
];

const N: [(&str, Ending); 8] = [
    ("", Ending::Plain),
    ("데", Ending::Contrast),
    ("데도", Ending::Contrast),
    ("지", Ending::Plain),
    ("걸", Ending::Plain),
    ("가", Ending::Plain),
    ("데요", Ending::Contrast),
    ("다", Ending::Plain),
];
const L: [(&str, Ending); 8] = [
    ("", Ending::Plain),
    ("까", Ending::Plain),
    ("게", Ending::Plain),
    ("래", Ending::Plain),
    ("수록", Ending::Plain),
    ("지", Ending::Plain),
    ("지도", Ending::Plain),
    ("만큼", Ending::Plain),
];
const M: [(&str, Ending); 13] = [
    ("", Ending::Plain),
    ("이", Ending::Plain),
    ("은", Ending::Plain),
    ("을", Ending::Plain),
    ("의", Ending::Plain),
    ("과", Ending::And),
    ("이랑", Ending::And),
    ("에", Ending::Plain),
    ("도", Ending::Plain),
    ("으로", Ending::Plain),
    ("속에", Ending::Plain),
    ("이나", Ending::And),
    ("만", Ending::Plain),
];
const B: [(&str, Ending); 3] = [("니다", Ending::Plain), ("니까", Ending::Plain), ("시다", Ending::Plain)];
const INFINITIVE: [(&str, Ending); 34] = [
    ("", Ending::Plain),
    ("서", Ending::Plain),
    ("도", Ending::Contrast),
    ("야", Ending::Plain),
    ("요", Ending::Plain),
    ("서요", Ending::Plain),
    ("지는", Ending::Plain),
    ("지다", Ending::Plain),
    ("지고", Ending::And),
    ("진", Ending::Plain),
    ("질", Ending::Plain),
    ("져", Ending::Plain),
    ("져서", Ending::Plain),
    ("졌던", Ending::Plain),
    ("지게", Ending::Plain),
    ("지네", Ending::Plain),
    ("진다", Ending::Plain),
    ("졌다", Ending::Plain),
    ("졌어", Ending::Plain),
    ("하는", Ending::Plain),
    ("하던", Ending::Plain),
    ("한", Ending::Plain),
    ("해", Ending::Plain),
    ("하며", Ending::And),
    ("하고", Ending::And),
    ("보이는", Ending::Plain),
    ("버린", Ending::Plain),
    ("주는", Ending::Plain),
    ("줄", Ending::Plain),
    ("줘", Ending::Plain),
    ("오는", Ending::Plain),
    ("가는", Ending::Plain),
    ("있는", Ending::Plain),
    ("죽겠", Ending::Plain),
];
const PAST: [(&str, Ending); 15] = [
    ("다", Ending::Plain),
    ("던", Ending::Plain),
    ("고", Ending::And),
    ("지만", Ending::Contrast),
    ("는데", Ending::Contrast),
    ("어", Ending::Plain),
    ("어요", Ending::Plain),
    ("을", Ending::Plain),
    ("네", Ending::Plain),
    ("습니다", Ending::Plain),
    ("으면", Ending::Plain),
    ("으나", Ending::Contrast),
    ("음", Ending::Plain),
    ("으니", Ending::Plain),
    ("지", Ending::Plain),
];
const NOUN: [(&str, Ending); 78] = [
    ("", Ending::Plain),
    ("은", Ending::Plain),
    ("는", Ending::Plain),
    ("이", Ending::Plain),
    ("가", Ending::Plain),
    ("을", Ending::Plain),
    ("를", Ending::Plain),
    ("에", Ending::Plain),
    ("의", Ending::Plain),
    ("도", Ending::And),
    ("만", Ending::Plain),
    ("과", Ending::And),
    ("와", Ending::And),
    ("랑", Ending::And),
    ("이랑", Ending::And),
    ("하고", Ending::And),
    ("로", Ending::Plain),
    ("으로", Ending::Plain),
    ("에서", Ending::Plain),
    ("에게", Ending::Plain),
    ("한테", Ending::Plain),
    ("처럼", Ending::Plain),
    ("같이", Ending::Plain),
    ("같은", Ending::Plain),
    ("보다", Ending::Plain),
    ("까지", Ending::Plain),
    ("부터", Ending::Plain),
    ("마다", Ending::Plain),
    ("이나", Ending::And),
    ("나", Ending::And),
    ("든", Ending::And),
    ("이든", Ending::And),
    ("에도", Ending::Plain),
    ("에는", Ending::Plain),
    ("엔", Ending::Plain),
    ("에서는", Ending::Plain),
    ("에서의", Ending::Plain),
    ("로는", Ending::Plain),
    ("인", Ending::Plain),
    ("이다", Ending::Plain),
    ("이고", Ending::And),
    ("이며", Ending::And),
    ("이지만", Ending::Contrast),
    ("지만", Ending::Contrast),
    ("인데", Ending::Contrast),
    ("이었던", Ending::Plain),
    ("였던", Ending::Plain),
    ("일", Ending::Plain),
    ("이라", Ending::Plain),
    ("이라서", Ending::Plain),
    ("라서", Ending::Plain),
    ("이야", Ending::Plain),
    ("야", Ending::Plain),
    ("예요", Ending::Plain),
    ("이에요", Ending::Plain),
    ("감", Ending::Plain),
    ("감이", Ending::Plain),
    ("감을", Ending::Plain),
    ("풍", Ending::Plain),
    ("풍의", Ending::Plain),
    ("용", Ending::Plain),
    ("용으로", Ending::Plain),
    ("들", Ending::Plain),
    ("들의", Ending::Plain),
    ("들이", Ending::Plain),
    ("적", Ending::Plain),
    ("적인", Ending::Plain),
    ("적으로", Ending::Plain),
    ("적이고", Ending::And),
    ("적이지만", Ending::Contrast),
    ("속", Ending::Plain),
    ("속의", Ending::Plain),
    ("속에서", Ending::Plain),
    ("틱한", Ending::Plain),
    ("스러운", Ending::Plain),
    ("히", Ending::Plain),
    ("하듯", Ending::Plain),
    ("같아", Ending::Plain),
];

/// What negates in one word with what it negates: 슬프지않은, 드럼없이.
const NEGATING: [&str; 14] =
    ["않", "못하", "못한", "못해", "말고", "마", "없", "빼고", "뺀", "제외", "아닌", "아니", "싫", "대신"];

/// Whether a text is one negating word in any form, and nothing but what carries the sentence after it.
fn negated(text: &str) -> bool {
    const MORE: [&str; 13] =
        ["이", "아", "아서", "아도", "어", "어서", "어도", "았던", "었던", "하는", "하고", "해줘", "던"];
    NEGATING.iter().filter_map(|word| text.strip_prefix(word)).any(|rest| {
        let ends = |form: &str| rest.strip_prefix(form).is_some_and(carries);
        STEM.iter().any(|(form, _)| ends(form)) || MORE.iter().any(|form| ends(form))
    })
}

/// Words that only carry a sentence; they may be written together with what they follow.
const CARRIERS: [&str; 42] = [
    "싶은",
    "싶을",
    "싶다",
    "싶어",
    "싶어서",
    "싶게",
    "있는",
    "있을",
    "있게",
    "때",
    "때는",
    "날",
    "날에",
    "날엔",
    "노래",
    "음악",
    "곡",
    "분위기",
    "느낌",
    "플리",
    "플레이리스트",
    "모음",
    "추천",
    "좋은",
    "듣기",
    "듣는",
    "들을",
    "것",
    "거",
    "건",
    "같은",
    "같아",
    "만드는",
    "해주는",
    "하는",
    "할",
    "송",
    "뮤직",
    "브금",
    "기분",
    "마음",
    "풍경",
];

/// The longest text, in bytes, that may follow a stem: ten syllables.
const LONGEST_REST: usize = 30;

/// What a tail does after a joint; none where it is no tail of that joint.
pub(crate) fn read(joint: Joint, rest: &str) -> Option<Ending> {
    // Nothing that follows a stem is longer.
    if rest.len() > LONGEST_REST {
        return None;
    }
    let list: &[(&str, Ending)] = match joint {
        Joint::Stem => &STEM,
        Joint::N => &N,
        Joint::L => &L,
        Joint::M => &M,
        Joint::B => &B,
        Joint::Infinitive => &INFINITIVE,
        Joint::Past => &PAST,
        Joint::Noun => &NOUN,
    };
    // The longest ending whose rest is nothing, only carries the sentence, or negates.
    let mut best: Option<(usize, Ending)> = None;
    for (form, ending) in list {
        let Some(after) = rest.strip_prefix(form).filter(|_| best.is_none_or(|(longest, _)| form.len() > longest))
        else {
            continue;
        };
        let negates = matches!(ending, Ending::BeforeNegation) || joint == Joint::Noun;
        if after.is_empty() {
            best = Some((form.len(), *ending));
        } else if negates && negated(after) {
            best = Some((form.len(), Ending::Negated));
        } else if carries(after) {
            best = Some((form.len(), if negates && joint != Joint::Noun { Ending::Plain } else { *ending }));
        }
    }
    best.map(|(_, ending)| ending)
}

/// Whether a text is made of words that only carry the sentence.
pub(crate) fn carries(text: &str) -> bool {
    text.is_empty()
        || CARRIERS.iter().any(|word| {
            text.strip_prefix(word).is_some_and(|rest| {
                carries(rest) || matches!(rest, "을" | "를" | "이" | "은" | "들" | "에" | "의" | "로")
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_say_what_they_do() {
        assert_eq!(read(Joint::Stem, "지만"), Some(Ending::Contrast));
        assert_eq!(read(Joint::Stem, "지않은"), Some(Ending::Negated));
        assert_eq!(read(Joint::Noun, "없이"), Some(Ending::Negated));
        assert_eq!(read(Joint::L, "때듣는노래"), Some(Ending::Plain));
        assert_eq!(read(Joint::Noun, "발라드"), None);
        assert_eq!(read(Joint::Stem, "지않은잔잔한발라드"), None);
        assert_eq!(read(Joint::Noun, "없는노래"), Some(Ending::Negated));
        assert_eq!(read(Joint::Noun, "이랑"), Some(Ending::And));
    }
}
