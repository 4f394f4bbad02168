//! What a mood's words are read as: inflection, spelling, negation, degree, contrast, signs, and nonsense.
#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use ost::catalogue::facet::{Facet, Tag};
use ost::query::mood::wish::Mood;
use ost::{Query, Recommender};
use proptest::prelude::*;

fn recommender() -> &'static Recommender {
    static RECOMMENDER: OnceLock<Recommender> = OnceLock::new();
    RECOMMENDER.get_or_init(Recommender::embedded)
}

fn read(text: &str) -> Mood {
    recommender().read_mood(text)
}

/// What each phrase was read as, with its degree.
fn meanings(text: &str) -> Vec<(String, f64)> {
    read(text).understood.into_iter().map(|understood| (understood.meaning, understood.degree)).collect()
}

fn meaning(text: &str) -> String {
    let mood = read(text);
    let names: Vec<&str> = mood.understood.iter().map(|understood| understood.meaning.as_str()).collect();
    let ignored: Vec<&str> = mood.ignored.iter().map(|word| word.word.as_str()).collect();
    assert!(ignored.is_empty(), "{text}: ignored {ignored:?}, read {names:?}");
    names.join(" + ")
}

fn valence(text: &str) -> f64 {
    read(text).valence.unwrap_or_else(|| panic!("{text} has no valence")).value()
}

fn arousal(text: &str) -> f64 {
    read(text).arousal.unwrap_or_else(|| panic!("{text} has no arousal")).value()
}

fn wanted(text: &str) -> Vec<String> {
    read(text).wanted.iter().map(|wish| wish.tag.to_string()).collect()
}

fn unwanted(text: &str) -> Vec<String> {
    read(text).unwanted.iter().map(|wish| wish.tag.to_string()).collect()
}

#[test]
fn one_feeling_in_all_its_forms() {
    let families: [&[&str]; 9] = [
        &["heartbroken", "heartbreak", "broken-hearted", "broken hearted"],
        &["슬프다", "슬픈", "슬퍼서", "슬펐던", "슬플 때", "슬퍼요", "슬픈 노래"],
        &["설레는", "설렘", "설레다", "설렜던", "설레서", "설레임"],
        &["happy", "happier", "happiest", "happiness", "happily"],
        &["외로운", "외로워", "외로웠던", "외롭다"],
        &["신나는", "신난", "신나서", "신나게"],
        &["조용한", "조용히", "조용하고"],
        &["nostalgic", "nostalgically"],
        &["행복한", "행복했던", "행복", "행복하다"],
    ];
    for family in families {
        let first = meaning(family[0]);
        for form in family {
            assert_eq!(meaning(form), first, "{form} and {}", family[0]);
        }
    }
}

/// The mean of opposite feelings is felt by nobody, so it says less of what is wanted than each of them, and than feelings that agree.
#[test]
fn feelings_that_lie_apart_leave_more_to_the_tags() {
    let feeling = |text: &str| read(text).feeling;
    for (one, other) in [("heartbroken", "hopeful"), ("슬픈", "희망적인")] {
        let apart = feeling(&format!("{one} {other}"));
        assert!(apart < 0.8 * f64::min(feeling(one), feeling(other)), "{one} {other}: {apart}");
    }
    let (sad, lonely, together) = (feeling("sad"), feeling("lonely"), feeling("sad and lonely"));
    assert!(together > 0.95 * f64::min(sad, lonely), "{sad} and {lonely}: {together}");
}

#[test]
fn mistakes_are_mended_where_the_meaning_is_clear() {
    for (written, meant) in [
        ("melancholly", "melancholy"),
        ("nostaglic", "nostalgic"),
        ("hapy", "happy"),
        ("rommantic", "romantic"),
        ("saaaad", "sad"),
        ("설래는", "설레는"),
        ("energectic", "energetic"),
    ] {
        assert_eq!(meaning(written), meaning(meant), "{written}");
    }
    let mood = read("qwzkjx melancholx");
    assert_eq!(mood.ignored[0].word, "qwzkjx");
    assert_eq!(mood.ignored[0].suggestion, None);
}

#[test]
fn a_word_of_its_own_is_no_mistake() {
    // A bottle is no battle, a flower flows no more than others, the sea is no verb, and a fee rains on nobody.
    for text in
        ["bottle", "important", "better than butter", "immoral", "비용", "바지", "확인", "한복", "세상에서", "약혼자"]
    {
        let understood = read(text).understood;
        let wrong = understood.iter().any(|word| {
            ["battle", "cowardly", "bitter", "immortal", "rain", "sea", "faith", "hanok", "paranoid", "loneliness"]
                .contains(&word.meaning.as_str())
        });
        assert!(!wrong, "{text}: {understood:?}");
    }
    assert_eq!(meaning("flower"), meaning("flowers"));
    assert_eq!(meaning("disturb"), meaning("disturbing"));
    assert_eq!(meaning("hand in hand music"), meaning("hand in hand"));
}

/// Everyday words that are also names of genres and instruments, idioms, and words that mean another thing beside others.
#[test]
fn phrases_mean_more_than_their_words() {
    for (text, meant) in [
        ("a house by the sea", "home + seaside"),
        ("cleaning the house", "cleaning"),
        ("창 밖에 비", "window + rain"),
        ("my heart beats faster", "heart racing"),
        ("running to stop her", "running to you"),
        ("I miss my mom", "missing mom"),
        ("mad about you", "in love"),
        ("눈 맞으며", "snow"),
        ("네 눈을 보면", "your eyes"),
        ("떠나는 남자친구", "parting"),
        ("세상을 떠난 친구", "missing a loved one who died"),
        ("worry free", "carefree"),
        ("calm down my anxiety", "soothing anxiety"),
        ("괜찮지 않은", "not okay"),
        ("네가 없는", "without you"),
        ("let it go", "moving on"),
        ("사랑하면 안 되는", "love that could not be"),
        ("not only piano but strings", "piano + strings"),
        ("sad instrumental", "sad + instrumental"),
    ] {
        assert_eq!(meaning(text), meant, "{text}");
    }
    assert_eq!(wanted("boy band")[..2], ["male vocal", "group vocal"]);
    assert_eq!(wanted("strong female vocals"), ["powerful vocal", "female vocal"]);
    assert!(!wanted("just a voice and a guitar").contains(&"piano".to_owned()));
}

#[test]
fn people_type_as_they_speak() {
    for (typed, meant) in [
        ("he's gone and he's not coming back", "loss"),
        ("my heart is pounding", "heart racing"),
        ("i just got dumped lol", "just broke up"),
        ("can't stop thinking about her", "thinking of you"),
        ("my ex got married", "my ex got married"),
        ("짝사랑 끝낼 때", "getting over a crush"),
        ("전남친 결혼했대", "my ex got married"),
        ("비오는데 막걸리", "rain"),
        ("심장이 쿵쾅거리는 고백 직전", "heart racing"),
        ("힘내라고 말해주는 노래", "you can do it"),
        ("썸타는 중 ㅎㅎ", "situationship"),
        ("슬퍼ㅠㅠ", "sad"),
        ("외로운밤", "night"),
        ("개슬퍼", "sad"),
        ("급우울한 날", "depressed"),
        ("느리지만 밝은", "slow"),
        ("남자가 부른 노래", "male vocal"),
        ("떨어져 있는 연인", "long distance"),
        ("sooo sad :-(", "sad"),
        ("he left me on read", "left on read"),
    ] {
        let mood = read(typed);
        assert!(mood.understood.iter().any(|word| word.meaning == meant), "{typed}: {:?}", mood.understood);
    }
    // What only carries the rest says nothing beside it, and something alone.
    assert_eq!(meaning("rainy vibes"), meaning("rainy"));
    assert!(!meanings("vibes").is_empty());
}

#[test]
fn degree_moves_the_point() {
    assert!(valence("very sad") < valence("sad") && valence("sad") < valence("a bit sad"));
    assert!(valence("너무 슬픈") < valence("슬픈") && valence("슬픈") < valence("살짝 슬픈"));
    assert!(arousal("extremely energetic") >= arousal("energetic"));
    assert!(meanings("kind of sad")[0].1 < 1.0 && meanings("so very sad")[0].1 > 1.0);
}

#[test]
fn negation_reaches_as_far_as_it_should() {
    let degree = |text: &str| meanings(text).iter().map(|(_, degree)| *degree).collect::<Vec<_>>();
    let negated: [(&str, &[f64]); 16] = [
        ("not sad", &[-1.0]),
        ("not too sad", &[-0.5]),
        ("not sad, happy", &[-1.0, 1.0]),
        ("not sad but happy", &[-1.0, 1.0]),
        ("not sad or lonely", &[-1.0, -1.0]),
        ("without drums", &[-1.0]),
        ("without drums or piano, calm", &[-1.0, -1.0, 1.0]),
        ("nothing electronic", &[-1.0]),
        ("romantic without drums", &[1.0, -1.0]),
        ("I don't want anything sad", &[-1.0]),
        ("not only sad but also hopeful", &[1.0, 1.0]),
        ("슬프지 않은", &[-1.0]),
        ("너무 슬프지 않은", &[-0.5]),
        ("슬프지않은 노래", &[-1.0]),
        ("드럼 없이 잔잔한", &[-1.0, 1.0]),
        ("안 슬픈 노래", &[-1.0]),
    ];
    for (text, degrees) in negated {
        assert_eq!(degree(text), degrees, "{text}: {:?}", meanings(text));
    }
    assert_eq!(degree("드럼이랑 피아노 없이"), [-1.0, -1.0]);
    assert_eq!(degree("슬프지도 기쁘지도 않은"), [-1.0, -1.0]);
    let text = "전화 안 오는 밤에 듣는 잔잔한 피아노";
    assert!(degree(text).iter().all(|degree| *degree > 0.0), "what does not come is the call: {:?}", meanings(text));
    assert_eq!(degree("less drums more piano"), [-0.5, 1.25]);
    assert_eq!(degree("less drama more sunshine"), [1.25], "what is less was said, and is no word of mood");
    assert_eq!(degree("no more sad songs"), [-1.0]);
    assert!(unwanted("without drums").contains(&"drums".to_owned()) && wanted("without drums").is_empty());
    assert!(
        unwanted("드럼 말고 피아노").contains(&"drums".to_owned())
            && wanted("드럼 말고 피아노").contains(&"piano".to_owned())
    );
    assert!(
        valence("not sad") > 0.0
            && valence("not too sad") > valence("sad")
            && valence("not too sad") < valence("not sad")
    );
}

/// What each text is read as, with "-" before what is not wanted and "~" before what is only to be less.
#[test]
fn refusals_and_questions_are_read_as_they_are_meant() {
    for (text, meant) in [
        ("i dislike rap", "-rap"),
        ("anything other than ballads", "-ballad"),
        ("w/o drums", "-drums"),
        ("ballads? no thanks", "-ballad"),
        ("enough with the sad songs", "-sad"),
        ("fewer ballads", "~ballad"),
        ("hardly sad", "~sad"),
        ("no sad slow songs", "-sad ~slow song"),
        ("can't help falling in love", "fall in love"),
        ("not just sad", "sad"),
        ("I hate you", "hate"),
        ("희망적인 노래 없나요?", "hopeful"),
        ("슬픈 노래 없나요", "sad"),
        ("신나는 노래 없어?", "upbeat song"),
        ("희망이 없어", "hopeless"),
        ("피아노 안 나오는 거", "-piano"),
        ("눈물 안 나는 이별 노래", "-tearful breakup"),
        ("안 들으면 후회하는 노래", "regret"),
        ("안 우울한 재즈", "-depressed jazz"),
        ("발라드보다 신나는", "-ballad excited"),
        ("슬픈 노래는 그만", "-sad"),
        ("신나는 건 별로", "~excited"),
        ("전혀 슬프지 않은", "-sad"),
        ("보고싶은데 볼 수 없는", "miss you"),
        ("너무슬프지않은", "~sad"),
    ] {
        let sign = |degree: f64| if degree <= -1.0 { "-" } else { ["", "~"][usize::from(degree < 0.0)] };
        let read: Vec<String> =
            meanings(text).into_iter().map(|(name, degree)| sign(degree).to_owned() + &name).collect();
        assert_eq!(read.join(" "), meant, "{text}");
    }
}

/// Whoever is lonely but not sad is not kept from lonely songs because loneliness is a sorrow.
#[test]
fn what_is_asked_for_is_not_refused_with_what_is_broader() {
    for (text, tag) in [
        ("lonely but not sad", "loneliness"),
        ("슬프지 않은 이별 노래", "breakup"),
        ("walking in the rain without an umbrella", "rain"),
    ] {
        assert!(wanted(text).contains(&tag.to_owned()), "{text}: {:?}", wanted(text));
        let tags = recommender().vocabulary();
        let of = |name: &String| tags.resolve(Facet::Theme, &Tag::new(name).unwrap());
        let own = of(&tag.to_owned()).unwrap();
        let kept_away = |name: &String| {
            of(name).is_some_and(|at| at == own || tags.broader(own).iter().any(|(broader, _)| *broader == at))
        };
        assert!(!unwanted(text).iter().any(kept_away), "{text}: {:?}", unwanted(text));
    }
}

#[test]
fn in_a_contrast_both_count_and_the_second_more() {
    assert!(valence("sad but hopeful") > valence("hopeful but sad"));
    assert!(valence("슬프지만 희망찬") > valence("희망차지만 슬픈"));
    assert!(valence("although sad, hopeful") > valence("although hopeful, sad"));
    let between = valence("sad but hopeful");
    assert!(valence("sad") < between && between < valence("hopeful"));
}

#[test]
fn languages_mix_and_signs_speak() {
    assert!(valence("sad한 노래") < 0.0 && meanings("sad한 노래").len() == 1);
    assert_eq!(wanted("rainy 밤"), ["rain", "night"]);
    assert!(valence("😭") < -0.3 && valence("ㅠㅠ") < 0.0 && valence("🥰") > 0.3);
    assert!(valence("행복 vibes") > 0.3);
    assert!(valence(":)") > 0.3 && valence("T_T") < -0.3 && valence("love <3") > 0.3);
}

#[test]
fn words_written_together_are_taken_apart() {
    assert!(wanted("비오는날").contains(&"rain".to_owned()));
    assert!(wanted("새벽감성힙합").contains(&"hip hop".to_owned()));
    assert!(wanted("피아노발라드").contains(&"ballad".to_owned()));
}

#[test]
fn small_words_are_neither_understood_nor_ignored() {
    let mood = read("I want some music to listen to in the rain, please");
    assert_eq!(mood.understood.len(), 1, "{:?}", mood.understood);
    assert!(mood.ignored.is_empty(), "{:?}", mood.ignored);
    let mood = read("비가 오는 날에 듣기 좋은 노래 추천해줘");
    assert_eq!(mood.understood.len(), 1, "{:?}", mood.understood);
    assert!(mood.ignored.is_empty(), "{:?}", mood.ignored);
}

#[test]
fn nonsense_is_answered_or_declined() {
    let long = [
        "a",
        "가",
        "sad ",
        "슬픈",
        "not ",
        "😭",
        "안 ",
        "\u{301}",
        "ㅋ",
        "no drums, ",
        "비오는",
        "\u{202e}x ",
        "like ",
    ];
    for piece in long {
        let text = piece.repeat(100_000 / piece.chars().count());
        let started = std::time::Instant::now();
        let mood = read(&text);
        let _ = recommender().ask(&text);
        assert!(mood.understood.len() <= 1000, "{piece}");
        // A bound for a build without optimisation; `ost` itself takes a hundredth of it.
        assert!(started.elapsed().as_secs_f64() < 2.0, "{piece}: {:?}", started.elapsed());
    }
    for text in [
        "",
        " ",
        "not not not",
        "no",
        "없이",
        "but but",
        "😭😭😭",
        "🏳️‍🌈",
        "very",
        "안 안 안",
        ",,,,",
        "\u{0}",
        "-",
        "&&",
        "like",
        "같은",
    ] {
        let asked = recommender().ask(text).unwrap();
        recommender().recommend(&asked, 3);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,40}") {
        let mood = read(&text);
        prop_assert!((0.0..=1.0).contains(&mood.feeling));
        prop_assert!(mood.wanted.iter().all(|wish| wish.degree > 0.0 && wish.degree <= 1.0));
        prop_assert_eq!(&mood, &read(&text));
    }

    #[test]
    fn any_row_of_words_is_answered(words in proptest::collection::vec(
        prop::sample::select(vec!["not", "sad", "but", "비", "없이", "슬프지", "않은", "very", ",", "drums", "or", "happy", "안", "😭", "less", "like", "같은", "지만"]), 0..12)) {
        let text = words.join(" ");
        let mood = read(&text);
        let answers = recommender().recommend(&Query::new().mood(mood), 3);
        for answer in answers {
            let because: f64 = answer.explanation.because.iter().map(|reason| reason.share).sum();
            let despite: f64 = answer.explanation.despite.iter().map(|reason| reason.share).sum();
            prop_assert!((because - answer.explanation.score).abs() < 1e-6, "{} {}", text, because);
            prop_assert!((despite - (1.0 - answer.explanation.score)).abs() < 1e-6, "{} {}", text, despite);
        }
    }
}
