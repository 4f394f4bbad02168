//! The closed classes of both languages: words that shape a sentence but name no mood. They are neither understood nor ignored.

/// What a word does to the words around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Role {
    /// Nothing.
    Filler,
    /// Nothing, and what follows is asked for whatever was refused before: with, just.
    AskedFor,
    /// Nothing, and it closes a noun phrase: song, music.
    Noun,
    /// The next word counts more, or less, than it stands.
    Degree(f64),
    /// More of the next word than before.
    More,
    /// Less of the next word.
    Less,
    /// What follows is not wanted.
    Not,
    /// The verb that follows is not meant, or where it only carries the sentence, what stands before it (Korean): 안, 못.
    NotVerb,
    /// What stands before is not wanted (Korean).
    NotBefore,
    /// The same, unless it asks whether there are any songs: 없어.
    NoneThere,
    /// Nothing, but one may be without them: 너 없이.
    Someone,
    /// What follows names a time by what is over or has not begun: after the party.
    Beside,
    /// What stands before has been had enough of, where it is spoken of as known: 피아노는 됐어.
    Enough,
    /// Lifts the negation that follows: 슬플 수밖에 없는.
    NothingBut,
    /// What follows has been had enough of: songs are refused, a feeling that hurts is felt.
    Weary,
    /// Only a little of what follows: hardly.
    Barely,
    /// A negation that follows is no more than a softening: 별로, 그다지.
    Hardly,
    /// Lifts a negation: not only.
    Only,
    /// What follows counts more than what came before.
    But,
    /// What follows counts less than what comes after: although.
    Although,
    And,
    Or,
}

const FILLER: &str = "lol omg a an the this that these those i im ive id me my mine we us our you your youre he she her his him it its they them \
    their there here am is are was were be been being do does did done have has had having will would can could should shall may might \
    must of to in on at by for from into onto over about as than then when whenever while where who whose which what why how \
    if so because since until till through during after before again also even ever still please some any all every each both such \
    something anything everything someone somebody one ones thing things stuff lot lots much many bit up back \
    wants wanted need needs needed like likes gives get gets getting got make makes making made let lets listen listens \
    listening hear hearing playing put find finding show recommend recommended recommendation recommendations suggest suggestion \
    feel feels feeling feelings felt sound sounds sounding good nice great best kind kinds sort sorts type types style low perfect suitable right \
    mood moods vibe vibes vibey atmosphere tone theme themed moment time times day days go going come coming \
    kdrama kdramas drama dramas korean korea ost osts soundtracks series tv show im looking look really maybe perhaps today tonight now \
    reminds remind watch watches watched watching badly accidentally honestly seriously genuinely purely suddenly surprisingly ship ships shipping hes shes theyre theyve youve ive weve itll shell well lets thats whats whos gonna wanna gotta said anymore later away ago out way happened happens happening realize realise \
    too enough pls plz hi hello hey ok okay oh well yes yeah us de la le almost nearly always featuring based";

const NOUNS: &str = "song songs music track tracks tune tunes playlist playlists number numbers piece pieces bgm melody melodies harmony harmonies rhythm rhythms arrangement arrangements \
    accompaniment accompanied chord chords section part parts line lines scene scenes person people";

const FILLER_KO: &str = "거야 거예요 거에요 죽겠다 죽겠어 죽겠어요 죽겠네 죽겠음 끝나고 끝나면 끝에 나와 나와요 났어 났다 싶지 싶지는 싶진 싶지도 하지 있지 있기 가지 가기 틀지 나지 들어가지 보이지 오지 먹기 맞기 나 내 나의 난 나는 내가 우리 너 네 니 그 이 저 그런 이런 저런 그냥 때 때는 때의 때에 것 거 건 게 걸 수 듯 듯한 등 좀더 날 날에 날엔 \
    듣다 듣는 들을 듣기 듣고 들으면 들으며 들을만한 만한 들어 싶다 싶은 싶을 싶어 싶어서 싶어지는 싶네 있는 있을 있고 있다 있어 되는 될 된 하는 할 한 해 하고 하게 \
    좋은 좋다 좋아 좋을 좋게 좋아하는 괜찮은 어울리는 어울릴 맞는 위한 위해 같은 같이 같아 같다 처럼 아무 느낌 느낌의 느낌이 느낌을 느낌으로 느낌이야 분위기 분위기의 분위기가 분위기로 \
    감정 감정의 감정을 기분 기분의 기분이 기분일 마음 마음이 추천 추천해줘 추천해 추천해주세요 추천좀 해줘 해주세요 주세요 줘 찾아줘 찾는 찾아 틀어줘 틀어 알려줘 부탁해 부탁 \
    드라마 한드 오에스티 한국 플레이리스트 플리 모음 오늘 지금 요즘 뭔가 뭐 어떤 모든 만드는 주는 해주는 나오는 나올 나는 드는 들 의 은 는 이 가 을 를 에 에서 와 과 도 만 로 으로 \
    않고 아 어 오 음 무드 무드의 스타일 스타일의 버전 쪽 정도 종류 느끼는 느껴지는 느끼고 담은 담긴 가득한 가득 있으면 싶을때 때듣는 그때 그럴때 인 적 요 네 장면 장면에 장면의 사람 사람이 사람의 사람을 초반 중반 후반 사이 중 중에 중인 각 직전 직후 오면 보면서 보며 만난 만나는 지는 해주는데 말해주는 남주 남주가 남주의 여주 여주가 여주의 주인공 주인공이 주인공의 인가요 건가요 있는데 이거 그거 저거 가는 가고 가서 뒤 뒤에 \
    떨어지는 떨어진 떨어질 시작하는 시작되는 시작될 시작 중요한 하나로 돼 돼요 되는데 들어간 들어가는 나오지 오는 듣겠어 볼 나에게 내게 나한테 너에게 우리의 누가 누군가 다시 또 이제 계속 항상 언제나 자꾸 그저 너의 좋겠다 좋겠어 필요해 필요한 하나 됨 들리지 들리는";

const NOUNS_KO: &str = "노래 노래들 노래를 노래가 노래는 노래의 노래로 음악 음악을 음악이 음악들 음악은 음악의 음악으로 곡 곡들 곡을 곡이 곡은 노래좀 음악좀 송 뮤직 노래나 노래든 음악이나";

/// The role of one word, or of several joined; none where they may name something.
pub(crate) fn role(key: &str, single: bool) -> Option<Role> {
    let named = match key {
        "and" | "plus" | "aswellas" | "그리고" | "및" | "또" | "또한" | "nand" => Role::And,
        "or" | "nor" | "또는" | "혹은" | "아니면" => Role::Or,
        "but" | "yet" | "however" | "though" | "whereas" | "ontheotherhand" | "하지만" | "그러나" | "그래도"
        | "근데" | "그런데" | "그렇지만" | "다만" | "반면" | "반면에" | "그럼에도" => Role::But,
        "although" | "eventhough" | "despite" | "비록" => Role::Although,
        "only" | "merely" | "simply" => Role::Only,
        "not" | "no" | "never" | "without" | "w/o" | "none" | "nothing" | "neither" | "dont" | "doesnt" | "didnt"
        | "isnt" | "arent" | "wasnt" | "werent" | "aint" | "wont" | "wouldnt" | "shouldnt" | "cannot" | "cant"
        | "except" | "minus" | "avoid" | "avoiding" | "skip" | "hate" | "non" | "lacking" | "sans" | "exclude"
        | "excluding" | "insteadof" | "ratherthan" | "anythingbut" | "everythingbut" | "freeof" | "nolonger"
        | "lackof" | "nomore" | "dislike" | "dislikes" | "detest" | "otherthan" | "apartfrom" | "asidefrom"
        | "besides" | "unless" | "zero" | "stopwith" | "stopbeing" | "enoughwith" | "enoughof" | "hadenoughof"
        | "donewith" | "leaveout" | "breakfrom" | "noneof" | "nobody" | "noone" | "anti" | "stop" | "stopped"
        | "stops" => Role::Not,
        "sickof" | "tiredof" | "fedupwith" | "boredof" | "wearyof" => Role::Weary,
        "wo" | "wout" if !single => Role::Not,
        "안" | "못" => Role::NotVerb,
        "nothanks" | "nothankyou" => Role::NotBefore,
        "hardly" | "barely" | "scarcely" | "notthat" | "notallthat" | "notas" | "nothingthat" => Role::Barely,
        "neverbeenso" | "neverbeenmore" | "neverbeenthis" | "neverfeltso" | "neverfeltmore" | "neverfeltthis"
        | "neverfeelso" => Role::Degree(1.5),
        "nocap" | "nolie" | "nojoke" | "nokidding" | "nodoubt" | "nooffense" | "notgonnalie" | "notgoingtolie" => {
            Role::Filler
        }
        "notjust" | "notmerely" => Role::Only,
        "canthelp" | "cantgetenough" | "cantgetenoughof" | "neverenough" | "notenough" => Role::Degree(1.25),
        "nobodylike" | "noonelike" | "nobodybut" | "noonebut" | "nobodyelse" | "nooneelse" | "isntit" | "isntshe"
        | "isnthe" | "isntthis" | "isntthat" | "aintit" | "nonstop" | "sobad" | "sobadly" | "realbad" | "dontmind"
        | "wouldntmind" | "whodoesnt" | "whodoesntlove" | "whodoesntlike" | "전혀" | "하나도" | "더이상"
        | "더이상은" | "더는" => Role::Filler,
        "너" | "나" | "우리" => Role::Someone,
        "수밖에" => Role::NothingBut,
        "됐어" | "됐어요" | "됐음" | "됐네" => Role::Enough,
        "없나" | "없나요" | "없을까" | "없을까요" | "없냐" | "없니" | "없으려나" => Role::Filler,
        "없어" | "없어요" | "없음" | "없네" => Role::NoneThere,
        "less" | "lesser" | "덜" | "lessof" | "fewer" => Role::Less,
        "more" | "moreof" | "더" | "더욱" | "더더욱" | "훨씬" => Role::More,
        "cantstop" | "cannotstop" | "dontstop" | "neverstop" | "couldntstop" | "canthelpbut" => Role::Degree(1.25),
        "별로" | "그다지" | "그렇게" | "그리" | "overly" => Role::Hardly,
        "very" | "really" | "super" | "extremely" | "incredibly" | "totally" | "deeply" | "absolutely" | "utterly"
        | "insanely" | "intensely" | "truly" | "most" | "completely" | "terribly" | "awfully" | "hella" | "ultra"
        | "mega" | "hugely" | "highly" | "exceedingly" | "alot" | "alotof" | "lotsof" | "fullof" | "너무"
        | "너무너무" | "너무나" | "너무나도" | "정말" | "정말로" | "진짜" | "진짜로" | "아주" | "매우" | "엄청"
        | "엄청나게" | "완전" | "완전히" | "되게" | "무척" | "굉장히" | "많이" | "몹시" | "참" | "제일" | "가장"
        | "겁나" | "존나" | "심하게" | "미치도록" | "한없이" | "극도로" | "훅" | "확" | "겁나게" | "억수로"
        | "무지" | "무지하게" | "유독" | "넘" | "넘넘" | "넘나" | "졸라" | "디게" | "허벌나게" | "레알" | "리얼"
        | "찐" | "\u{110c}\u{1102}" | "\u{1105}\u{110b}" | "유난히" | "무척이나" | "진짜진짜" | "매우매우" => {
            Role::Degree(1.5)
        }
        "quite" | "pretty" | "so" | "too" | "highkey" | "꽤" | "제법" | "상당히" => Role::Degree(1.25),
        "fairly" | "rather" | "lowkey" | "moderately" | "적당히" | "어느정도" => Role::Degree(0.8),
        "slightly" | "somewhat" | "kinda" | "sorta" | "mildly" | "faintly" | "abit" | "abitof" | "alittle"
        | "teenybit" | "ateenybit" | "tinybit" | "atinybit" | "lilbit" | "alilbit" | "alittlebit" | "alittlebitof"
        | "kindof" | "sortof" | "atouchof" | "ahintof" | "atadof" | "atad" | "subtly" | "살짝" | "조금" | "조금은"
        | "좀" | "약간" | "약간은" | "약간의" | "은근" | "은근히" | "다소" | "살며시" | "살포시" | "조금씩"
        | "왠지" => Role::Degree(0.5),
        "bitof" | "atall" | "slowmotion" | "한달" | "두달" | "세달" => Role::Filler,
        "thekindof" | "thatkindof" | "thiskindof" | "thesortof" | "thatsortof" | "thissortof" | "somekindof" => {
            Role::Filler
        }
        "드라마ost" | "한국드라마ost" | "kdrama" | "kdramas" | "malelead" | "femalelead" | "ashell" if !single => {
            Role::Filler
        }
        "with" | "just" | "give" | "want" | "play" => Role::AskedFor,
        _ if !single => return None,
        _ if before(key) => Role::NotBefore,
        _ if listed(NOUNS, key) || listed(NOUNS_KO, key) => Role::Noun,
        _ if listed(FILLER, key) || listed(FILLER_KO, key) => Role::Filler,
        _ => return None,
    };
    Some(named)
}

/// Syllables of slang that say very where they are written on to a feeling, and something else or nothing alone: 개슬퍼, 핵우울.
pub(crate) fn is_glued_degree(key: &str) -> bool {
    matches!(key, "개" | "핵" | "급" | "짱" | "존")
}

/// Whether a word may begin or end inside a phrase without being a word of its own: articles, pronouns.
pub(crate) fn is_slight(key: &str) -> bool {
    matches!(
        key,
        "a" | "an"
            | "the"
            | "my"
            | "your"
            | "our"
            | "his"
            | "her"
            | "their"
            | "its"
            | "this"
            | "that"
            | "i"
            | "im"
            | "to"
            | "in"
            | "on"
            | "of"
            | "at"
    )
}

/// Whether Korean words say that something has been had enough of.
pub(crate) fn tires(text: &str) -> bool {
    ["질리", "질려", "질렸", "지겨", "지겹"].iter().any(|stem| text.starts_with(stem))
}

/// Korean words that take back what stands before them.
fn before(key: &str) -> bool {
    const STEMS: [&str; 11] = ["않", "못하", "못해", "못한", "없", "아닌", "아니", "싫", "제외", "안은", "안는"];
    matches!(
        key,
        "말고"
            | "말고는"
            | "마"
            | "마라"
            | "마요"
            | "빼고"
            | "빼"
            | "빼줘"
            | "뺀"
            | "빠진"
            | "빼주세요"
            | "빼줘요"
            | "\u{1102}"
            | "\u{1102}\u{1102}"
            | "노노"
            | "그만"
            | "사양"
            | "됐고"
            | "대신"
            | "외에"
            | "말자"
            | "말걸"
            | "말라고"
            | "말길"
            | "마세요"
            | "패스"
            | "절대"
    ) || key.starts_with("말아")
        || ["것보", "거보"].iter().any(|noun| key.starts_with(noun))
        || (key.chars().count() <= 5 && STEMS.iter().any(|stem| key.starts_with(stem)))
}

fn listed(list: &str, key: &str) -> bool {
    list.split_ascii_whitespace().any(|word| word == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_have_roles() {
        assert_eq!(role("without", true), Some(Role::Not));
        assert_eq!(role("않은", true), Some(Role::NotBefore));
        assert_eq!(role("없이", true), Some(Role::NotBefore));
        assert_eq!(role("너무", true), Some(Role::Degree(1.5)));
        assert_eq!(role("음악", true), Some(Role::Noun));
        assert_eq!(role("sad", true), None);
        assert_eq!(role("비", true), None);
        assert_eq!(role("alittlebit", false), Some(Role::Degree(0.5)));
    }
}
