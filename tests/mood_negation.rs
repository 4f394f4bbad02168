//! What words take back, and what they leave: negation, refusal, weariness, "but", tempi beside feelings, and endings that reach them.
#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use ost::catalogue::facet::Facet;
use ost::query::mood::wish::Mood;
use ost::{Query, Recommender};

fn recommender() -> &'static Recommender {
    static RECOMMENDER: OnceLock<Recommender> = OnceLock::new();
    RECOMMENDER.get_or_init(Recommender::embedded)
}

fn read(text: &str) -> Mood {
    recommender().read_mood(text)
}

/// What each phrase was read as, with "-" before what is not wanted and "~" before what is only to be less.
fn meanings(text: &str) -> String {
    let sign = |degree: f64| if degree <= -1.0 { "-" } else { ["", "~"][usize::from(degree < 0.0)] };
    let read = read(text).understood.into_iter();
    read.map(|word| sign(word.degree).to_owned() + &word.meaning).collect::<Vec<_>>().join(" ")
}

fn ignored(text: &str) -> Vec<String> {
    read(text).ignored.into_iter().map(|word| word.word).collect()
}

fn arousal(text: &str) -> Option<f64> {
    read(text).arousal.map(|arousal| arousal.value())
}

fn degree(text: &str) -> f64 {
    read(text).understood.last().unwrap().degree
}

fn all(cases: &[(&str, &str)]) {
    for (text, meant) in cases {
        assert_eq!(meanings(text), *meant, "{text}: ignored {:?}", ignored(text));
    }
}

/// The tempi of the first songs for a mood.
fn tempi(text: &str) -> Vec<String> {
    let found = recommender().recommend(&Query::new().mood(read(text)), 5);
    found.iter().map(|found| found.track.tempo.as_ref().map_or_else(String::new, ToString::to_string)).collect()
}

#[test]
fn an_unknown_verb_or_noun_keeps_its_negation() {
    all(&[
        ("눈물이 멈추지 않아", "tearful"),
        ("희망을 버리지 않는", "hopeful"),
        ("그리움이 지워지지 않는다", "longing"),
        ("설렘을 감출 수 없는", "flutter"),
        ("꿈을 버리지 못하는", "dreams"),
        ("추억을 지울 수 없는", "memories"),
        ("비가 멈추지 않는 밤", "rain night"),
        ("밤이 끝나지 않았으면", "night endless"),
        ("노래가 끝나지 않는 밤", "endless night"),
        ("사랑이 변하지 않는", "love"),
        ("눈이 소리 없이 쌓이는 밤", "snow night"),
        ("이유 없이 눈물이 나", "tearful"),
        ("아무도 없이 혼자", "loneliness"),
        ("너 없이 혼자", "without you loneliness"),
        ("사랑하는 너 없이", "love without you"),
        // A part of what is heard goes with it, and a verb that only carries the sentence is none.
        ("피아노 소리 없이", "-piano"),
        ("드럼이 들리지 않는", "-drums"),
        ("피아노 없는", "-piano"),
        ("발라드 듣고 싶지 않아", "-ballad"),
        ("우울한 노래 듣고 싶지 않아요", "-depressed"),
        ("슬픈 노래 틀지 마", "-sad"),
        ("희망이 보이지 않아", "-hopeful"),
    ]);
    assert_eq!(ignored("눈물이 멈추지 않아"), ["멈추지"]);
}

#[test]
fn a_stop_that_is_negated_is_a_going_on() {
    all(&[("비가 그치지 않는 밤", "rain night"), ("비가 올지 안 올지 모르는", "rain")]);
    assert!(meanings("눈물을 참을 수 없는").starts_with("tearful"), "{}", meanings("눈물을 참을 수 없는"));
    assert!(meanings("비가 그치고").contains("after the rain"), "{}", meanings("비가 그치고"));
}

#[test]
fn more_words_negate() {
    all(&[
        ("슬퍼하지 말아요", "-sad"),
        ("포기하지 말자", "-give up"),
        ("사랑하지 말걸", "-love"),
        ("우울해하지 말아줘", "-depressed"),
        ("우울하지만 않으면 돼", "-depressed"),
        ("우울하지만 않으면 됨", "-depressed"),
        ("슬퍼도 울지 않을래", "sad -tearful"),
        ("슬플 수밖에 없는", "sad"),
        ("울 수밖에 없었다", "tearful"),
        ("슬플수밖에없는", "sad"),
        ("더 이상 슬프지 않은", "-sad"),
        ("더이상 사랑하지 않아", "the end of us"),
    ]);
}

#[test]
fn refusals_are_read_however_they_are_written() {
    all(&[
        ("랩 안나오는", "-rap"),
        ("피아노는 됐어", "-piano"),
        ("발라드 질려", "-ballad"),
        ("발라드 지겨워", "-ballad"),
        ("우울한건 패스", "-depressed"),
        ("슬픈거 ㄴ", "-sad"),
        ("슬픈거말고", "-sad"),
        ("슬픈노래말고 신나는거", "-sad excited"),
        ("슬프기보다는 따뜻한", "-sad warm"),
        ("빠른 것보다 느린", "-fast slow"),
        ("슬픈노래없나", "sad"),
    ]);
}

#[test]
fn words_are_taken_apart_only_where_the_parts_are_words() {
    all(&[
        ("악기만", "instrumental version"),
        ("물놀이", "beat the heat"),
        ("악기점", ""),
        ("물건값", ""),
        ("드라마ost 슬픈", "sad"),
    ]);
    assert!(meanings("새벽감성힙합").ends_with("hip hop"));
    assert!(meanings("외로운밤").contains("night"));
}

#[test]
fn endings_lead_back_to_their_words() {
    all(&[
        ("행복하길 바라", "happy wishful"),
        ("네가 행복하길", "happy"),
        ("오길", ""),
        ("사랑한다는 말", "love"),
        ("설렌다는", "flutter"),
        ("꿈속에서라도", "dreams"),
        ("혼자라도", "loneliness"),
        ("혼자여도", "loneliness"),
        ("짝사랑중", "unrequited"),
        ("썸타는중", "situationship"),
        ("집중", &meanings("집중하는")),
        ("위로가필요해", "comforting"),
        ("설레면서듣는노래", "flutter"),
        ("우울할때부를노래", "depressed"),
        ("신나는노래추천좀", "upbeat song"),
        ("행복하쟈", "happy"),
    ]);
    for text in ["헤어지자는", "이별햇어", "이별하고나서듣는노래"] {
        assert!(!meanings(text).is_empty() && ignored(text).is_empty(), "{text}");
    }
    for text in ["ㅈㄴ 슬픈", "ㄹㅇ 슬픈", "찐 슬픈"] {
        assert!(degree(text) > 1.0 && ignored(text).is_empty(), "{text}");
    }
}

#[test]
fn only_what_is_near_is_suggested() {
    for word in ["말하지만", "떠올리는", "빌어주는", "돌아가고", "하염없이", "안나오는", "Chen", "exited"]
    {
        let mood = read(word);
        assert!(mood.understood.is_empty(), "{word}: {:?}", mood.understood);
        assert!(mood.ignored.iter().all(|word| word.suggestion.is_none()), "{word}: {:?}", mood.ignored);
    }
}

#[test]
fn a_limited_tempo_asks_for_the_middle() {
    for text in ["not too slow", "nothing too slow", "not too fast"] {
        assert_eq!((read(text).valence, arousal(text)), (None, None), "{text}");
        assert!(tempi(text).iter().all(|tempo| tempo == "medium"), "{text}: {:?}", tempi(text));
    }
}

#[test]
fn weariness_is_felt_or_refuses() {
    all(&[
        ("tired of feeling lonely", "lonely"),
        ("sick of love", "-love"),
        ("tired of ballads", "-ballad"),
        ("sick of rain", "-rain"),
        ("fed up with the winter", "-winter"),
        ("tired of sad songs", "-sad"),
        ("I'm so tired of everything", "weary"),
        ("never sad", "-sad"),
    ]);
    assert_eq!(ignored("without them"), ["without them"]);
    assert!(ignored("sad songs without you").is_empty());
}

#[test]
fn what_is_loud_is_quieter_before_and_after() {
    for text in ["after the party", "after the war", "before the storm"] {
        assert!((degree(text) - 0.5).abs() < 1e-9, "{text}");
    }
    for text in ["after a breakup", "day after day of parties", "the party"] {
        assert!((degree(text) - 1.0).abs() < 1e-9, "{text}");
    }
}

#[test]
fn a_setting_is_no_side_of_a_contrast() {
    let shares = |text: &str| read(text).wanted.iter().map(|wish| wish.degree).collect::<Vec<_>>();
    assert_eq!(shares("spring but lonely"), shares("spring, lonely"));
    assert_eq!(read("spring but lonely").valence, read("spring, lonely").valence);
    assert_ne!(read("bright but lonely").valence, read("bright, lonely").valence);
}

#[test]
fn only_the_kind_that_is_asked_for_is_excused() {
    let mood = read("breakup but not sad");
    let has = |tag: &str| mood.unwanted.iter().any(|wish| wish.tag.as_str() == tag && wish.facet == Facet::Theme);
    assert!(!has("breakup") && !has("sorrow"), "{:?}", mood.unwanted);
    assert!(has("loneliness") && has("regret"), "{:?}", mood.unwanted);
}

#[test]
fn a_named_tempo_is_not_overruled_by_the_feeling_beside_it() {
    for text in ["fast and sad", "fast but sad", "sad with a fast tempo", "slow but happy", "빠르고 슬픈"] {
        assert!(arousal(text).is_none() && read(text).valence.is_some(), "{text}");
    }
    for text in ["fast and angry", "slow and sad", "medium tempo and sad", "not fast, happy"] {
        assert!(arousal(text).is_some(), "{text}");
    }
    assert!(tempi("slow but happy").iter().all(|tempo| tempo == "slow"));
    assert!(tempi("fast and sad").iter().all(|tempo| tempo != "slow" && tempo != "very slow"));
}

#[test]
fn a_refusal_reaches_over_a_list_of_like_things() {
    all(&[
        ("without strings, piano and drums", "-strings -piano -drums"),
        ("no strings, piano, or drums", "-strings -piano -drums"),
        ("less strings, piano and drums", "~strings ~piano ~drums"),
        ("avoid ballads, r&b and jazz, something upbeat", "-ballad -r&b -jazz upbeat"),
        ("not sad, lonely or depressed", "-sad -lonely -depressed"),
        ("no guitar ballads", "-guitar -ballad"),
        ("tired of guitar ballads", "-guitar -ballad"),
        ("피아노랑 드럼 없는", "-piano -drums"),
        ("피아노, 드럼 빼고", "-piano -drums"),
        ("피아노, 기타, 드럼 없이", "-piano -guitar -drums"),
        ("피아노 그리고 드럼 빼고", "-piano -drums"),
        ("piano and drums, no thanks", "-piano -drums"),
        // It ends where something else begins.
        ("no ballads, something happy", "-ballad happy"),
        ("no ballads and something happy", "-ballad happy"),
        ("without drums, rainy and sad", "-drums rain sad"),
        ("without drums and with piano", "-drums piano"),
        ("no drums, just piano and strings", "-drums piano only strings"),
        ("no drums. piano and strings", "-drums piano strings"),
        ("no drums, piano", "-drums piano"),
        ("not sad, happy or bright", "-sad happy bright"),
        ("drumless, piano and strings", "-drums piano strings"),
        ("drumless piano", "-drums piano"),
        ("less drums more piano", "~drums piano"),
        ("발라드, 드럼 빼고", "ballad -drums"),
        ("잔잔한 피아노, 드럼 없이", "calm piano -drums"),
    ]);
}

#[test]
fn tears_that_do_not_come_are_refused() {
    all(&[
        ("눈물이 안 나", "-tearful"),
        ("눈물이 안 나와", "-tearful"),
        ("눈물 안 나는 노래", "-tearful"),
        ("눈물이 나", "tearful"),
        ("웃음이 안 나와", "-laugh"),
        ("너 없이 혼자", "without you loneliness"),
    ]);
    assert!(ignored("눈물이 안 나와").is_empty());
}

#[test]
fn never_more_is_very_and_enough_is_a_refusal() {
    all(&[
        ("never been happy", "-happy"),
        ("sad no cap", "sad"),
        ("not gonna lie, sad", "sad"),
        ("enough ballads", "-ballad"),
        ("enough with the ballads", "-ballad"),
        ("enough sad songs, something happy", "-sad happy"),
        ("done with ballads", "-ballad"),
        ("sad enough", "sad"),
        ("enough is enough", ""),
        ("everything but ballads", "-ballad"),
        ("anything but sad", "-sad"),
        ("사랑 노래 지겨워", "-love"),
        ("슬픈 노래 이제 너무 지겨워", "-sad"),
        ("발라드 지겨워", "-ballad"),
        ("지겨운 하루", "tired of it daily life"),
    ]);
    for (text, meant) in
        [("never been happier", "happy"), ("never felt so alive", "vital"), ("never felt so sad", "sad")]
    {
        assert!(meanings(text) == meant && degree(text) > 1.0, "{text}: {}", meanings(text));
    }
}

#[test]
fn not_so_and_not_very_are_not_too() {
    let same = read("not too fast");
    for text in ["not so fast", "not that fast", "not very fast", "not all that fast", "아주 빠르지 않은"] {
        assert_eq!(meanings(text), "~fast", "{text}");
        let read = read(text);
        assert_eq!((read.wanted, read.unwanted), (same.wanted.clone(), same.unwanted.clone()), "{text}");
    }
    assert_eq!(meanings("very fast"), "very fast");
}

/// Who stops crying does not want to cry; a question that expects a yes refuses nothing.
#[test]
fn stopping_refuses_and_asking_does_not() {
    all(&[
        ("i want to stop crying", "-tearful"),
        ("something to stop me from crying", "-tearful"),
        ("can't stop crying", "tearful"),
        ("bus stop in the rain", "bus stop rain"),
        ("nobody is happy here", "-happy"),
        ("nobody cares", "lonely"),
        ("anti love songs", "-love"),
        ("isn't it romantic", "romantic"),
        ("isn't she lovely", "lovable"),
        ("it isn't romantic", "-romantic"),
        ("i miss him so bad", "miss you"),
        ("i feel so bad", "bad mood"),
        ("헤어진 지 한 달 됐어", "lost love"),
        ("신나는 노래 좀 없어?", "upbeat song"),
        ("슬픈 노래 좀 빼고", "-sad"),
    ]);
    assert!((degree("a teeny bit sad") - 0.5).abs() < 1e-12);
}
