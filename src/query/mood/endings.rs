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
    /// Lifts a negation that follows: 슬플수밖에 없는.
    NothingBut,
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

/// Endings by what they do.
type Endings = &'static [(Ending, &'static [&'static str])];

const STEM: Endings = &[
    (
        Ending::Plain,
        &[
            "",
            "다",
            "지요",
            "죠",
            "게",
            "게도",
            "는",
            "네",
            "네요",
            "는지",
            "는걸",
            "던",
            "기",
            "기도",
            "기만",
            "기에",
            "자",
            "도록",
            "더라",
            "니",
            "니까",
            "면",
            "려고",
            "러",
            "은",
            "을",
            "음",
            "으면",
            "으니",
            "으니까",
            "을까",
            "을수록",
            "으려고",
            "습니다",
            "냐",
            "구나",
            "는구나",
            "라",
            "라고",
            "자고",
            "다고",
            "다가",
            "다니",
            "더니",
            "려는",
            "나봐",
            "나요",
            "거든",
            "잖아",
            "대",
            "대요",
            "당",
            "노",
            "길",
            "쟈",
            "다는",
            "단",
            "는다는",
            "는다고",
            "자는",
            "고나서",
            "고나면",
            "겠다",
            "겠어",
            "겠어요",
            "겠네",
            "겠네요",
            "겠지",
            "겠다고",
            "겠습니다",
            "겠음",
        ],
    ),
    (Ending::And, &["고", "거나", "든", "든지", "며", "면서", "으며", "으면서"]),
    (
        Ending::Contrast,
        &["고도", "지만", "는데", "는데도", "던데", "더라도", "나", "면서도", "은데", "은데도", "으면서도", "으나"],
    ),
    (Ending::BeforeNegation, &["지", "지는", "지도", "진", "질"]),
    (Ending::Negated, &["기보다", "기보다는", "기보단"]),
];

const N: Endings = &[
    (Ending::Plain, &["", "지", "걸", "가", "가요", "거죠", "다", "대", "대요", "다고", "다는", "단", "가봐", "채"]),
    (Ending::Contrast, &["데", "데도", "데요", "뎅"]),
];
const L: Endings = &[
    (Ending::Plain, &["", "까", "게", "게요", "께", "래", "수록", "지", "지도", "만큼"]),
    (Ending::NothingBut, &["수밖에"]),
];
const M: Endings = &[
    (Ending::Plain, &["", "이", "은", "을", "의", "에", "도", "으로", "속에", "만"]),
    (Ending::And, &["과", "이랑", "이나"]),
];
const B: Endings = &[(Ending::Plain, &["니다", "니당", "니까", "시다"])];
const INFINITIVE: Endings = &[
    (
        Ending::Plain,
        &[
            "",
            "서",
            "야",
            "요",
            "여",
            "유",
            "서요",
            "지는",
            "지다",
            "진",
            "질",
            "져",
            "져서",
            "졌던",
            "지게",
            "지네",
            "진다",
            "졌다",
            "졌어",
            "하는",
            "하던",
            "한",
            "해",
            "보이는",
            "버린",
            "주는",
            "줄",
            "줘",
            "오는",
            "가는",
            "있는",
            "죽겠",
            "죽겠다",
            "죽겠어",
            "죽겠네",
            "죽겠음",
        ],
    ),
    (Ending::Contrast, &["도"]),
    (Ending::And, &["지고", "하며", "하고"]),
    (Ending::BeforeNegation, &["하지", "지지"]),
];
const PAST: Endings = &[
    (
        Ending::Plain,
        &[
            "다",
            "던",
            "어",
            "어요",
            "을",
            "네",
            "습니다",
            "으면",
            "음",
            "으니",
            "지",
            "대",
            "대요",
            "다고",
            "다는",
            "나봐",
            "거든",
            "잖아",
            "더니",
        ],
    ),
    (Ending::And, &["고"]),
    (Ending::Contrast, &["지만", "는데", "으나"]),
];
const NOUN: Endings = &[
    (
        Ending::Plain,
        &[
            "",
            "은",
            "는",
            "이",
            "가",
            "을",
            "를",
            "에",
            "의",
            "만",
            "로",
            "으로",
            "에서",
            "에게",
            "한테",
            "처럼",
            "같이",
            "같은",
            "까지",
            "부터",
            "마다",
            "에도",
            "에는",
            "엔",
            "에서는",
            "에서의",
            "로는",
            "인",
            "이다",
            "이었던",
            "였던",
            "일",
            "이라",
            "이라서",
            "라서",
            "이야",
            "야",
            "예요",
            "이에요",
            "감",
            "감이",
            "감을",
            "풍",
            "풍의",
            "용",
            "용으로",
            "들",
            "들의",
            "들이",
            "적",
            "적인",
            "적으로",
            "속",
            "속의",
            "속에서",
            "속에서도",
            "속에서라도",
            "라도",
            "이라도",
            "에서라도",
            "틱한",
            "스러운",
            "히",
            "하듯",
            "같아",
        ],
    ),
    (Ending::And, &["도", "과", "와", "랑", "이랑", "하고", "이나", "나", "든", "이든", "이고", "이며", "적이고"]),
    (Ending::Contrast, &["이지만", "지만", "인데", "적이지만", "여도", "이어도"]),
    (Ending::NothingBut, &["밖에"]),
    // What something else is to be more of than this.
    (Ending::Negated, &["보다", "보다는", "보단"]),
];

/// What negates in one word with what it negates: 슬프지않은, 드럼없이.
const NEGATING: [&str; 17] = [
    "않", "못하", "못한", "못해", "말고", "말아", "말자", "말걸", "마", "없", "빼고", "뺀", "제외", "아닌", "아니",
    "싫", "대신",
];

/// What refuses songs in one word with them, which 없 does not: 슬픈거없나 asks for some.
const REFUSING: [&str; 5] = ["말고", "빼고", "뺀", "제외", "싫"];

/// Whether a text is one negating word in any form, and nothing but what carries the sentence after it.
fn negated(text: &str) -> bool {
    const MORE: [&str; 14] =
        ["이", "요", "아", "아서", "아도", "어", "어서", "어도", "았던", "었던", "하는", "하고", "해줘", "던"];
    NEGATING.iter().filter(|_| !carries(text)).filter_map(|word| text.strip_prefix(word)).any(|rest| {
        let ends = |form: &str| rest.strip_prefix(form).is_some_and(carries);
        STEM.iter().any(|(_, forms)| forms.iter().any(|form| ends(form))) || MORE.iter().any(|form| ends(form))
    })
}

/// Whether a text refuses the songs that it names: 거말고, 노래빼고.
fn refuses(text: &str) -> bool {
    ["거", "건", "것", "노래", "음악", "곡"]
        .iter()
        .filter_map(|noun| text.strip_prefix(noun))
        .any(|rest| REFUSING.iter().any(|word| rest.starts_with(word)) && negated(rest))
}

/// Words that only carry a sentence; they may be written together with what they follow.
const CARRIERS: &str = "\
    싶은 싶을 싶다 싶어 싶어서 싶게 있는 있을 있게 때 때는 날 날에 날엔 노래 음악 곡 분위기 느낌 플리 \
    플레이리스트 모음 추천 좋은 듣기 듣는 들을 것 거 건 같은 같아 만드는 해주는 하는 할 송 뮤직 브금 기분 \
    거야 꺼야 거예요 거에요 거다 텐데 마음 풍경 중 중인 중에 필요해 필요한 부를 없나 없나요 없을까 없을까요 부르는 좀 해줘 해주세요 듣고싶은";

/// The longest text, in bytes, that may follow a stem: ten syllables.
const LONGEST_REST: usize = 30;

/// What a tail does after a joint; none where it is no tail of that joint.
pub(crate) fn read(joint: Joint, rest: &str) -> Option<Ending> {
    // Nothing that follows a stem is longer.
    if rest.len() > LONGEST_REST {
        return None;
    }
    let list = match joint {
        Joint::Stem => STEM,
        Joint::N => N,
        Joint::L => L,
        Joint::M => M,
        Joint::B => B,
        Joint::Infinitive => INFINITIVE,
        Joint::Past => PAST,
        Joint::Noun => NOUN,
    };
    // The longest ending whose rest is nothing, only carries the sentence, or negates.
    let mut best: Option<(usize, Ending)> = None;
    for (form, ending) in list.iter().flat_map(|(ending, forms)| forms.iter().map(move |form| (form, ending))) {
        let Some(after) = rest.strip_prefix(form).filter(|_| best.is_none_or(|(longest, _)| form.len() > longest))
        else {
            continue;
        };
        // 마을 is a village, and forbids nothing.
        let limits = matches!(ending, Ending::BeforeNegation) || (*form == "지만" && joint == Joint::Stem);
        let negates = limits || (joint == Joint::Noun && !after.starts_with('마'));
        // Twice is none: 슬플수밖에없는.
        let spares = *ending == Ending::NothingBut && negated(after);
        if after.is_empty() {
            best = Some((form.len(), *ending));
        } else if spares {
            best = Some((form.len(), Ending::Plain));
        } else if (negates && negated(after)) || refuses(after) {
            best = Some((form.len(), Ending::Negated));
        } else if carries(after) {
            best = Some((form.len(), if *ending == Ending::BeforeNegation { Ending::Plain } else { *ending }));
        }
    }
    best.map(|(_, ending)| ending)
}

/// Whether a text is made of words that only carry the sentence.
pub(crate) fn carries(text: &str) -> bool {
    text.is_empty()
        || CARRIERS.split_ascii_whitespace().any(|word| {
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
