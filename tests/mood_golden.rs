//! Forty moods in each language, with the first five answers as they were read by eye.
//!
//! `OST_BLESS=1 cargo test --test mood_golden` writes the files anew; read the difference before committing it.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ost::Recommender;
use ost::output::text;

const ENGLISH: [&str; 40] = [
    "uplifting and hopeful, chasing my dreams",
    "tragic forbidden love in the rain",
    "calm acoustic music to study to",
    "energetic neon city night",
    "epic mystical destiny, past lives",
    "rainy, heartbroken, but hopeful",
    "sad but not too slow",
    "happy summer drive",
    "first snow with someone I love",
    "lonely winter night",
    "falling asleep",
    "working out, angry and fast",
    "second-lead syndrome",
    "the moment before a first kiss",
    "slow burn office romance",
    "time slip to the joseon palace",
    "revenge is coming, dark and tense",
    "comic relief, silly and quirky",
    "ending credits after a happy ending",
    "chase scene",
    "crying it out after a breakup",
    "missing someone who died",
    "nostalgic school days",
    "friendship and youth",
    "a mother's love",
    "cozy coffee shop jazz",
    "dreamy and floating, almost ambient",
    "groovy city pop at night",
    "power ballad with a huge voice",
    "solo piano, no vocals",
    "haunting traditional Korean flute",
    "romantic without drums",
    "nothing electronic, warm and gentle",
    "not sad, just peaceful",
    "a bit melancholy autumn walk",
    "swaggering girl crush hip hop",
    "villain entrance, menacing orchestra",
    "healing after a hard day",
    "sun-drenched beach with friends",
    "bittersweet goodbye at the airport",
];

const KOREAN: [&str; 40] = [
    "설레는 봄날",
    "비 오는 밤 이별",
    "신나는 드라이브",
    "비 오는 새벽 감성",
    "슬프지만 희망찬 노래",
    "너무 슬프지 않은 잔잔한 발라드",
    "드럼 없이 조용한 피아노",
    "첫눈 오는 날 고백",
    "짝사랑하는 마음",
    "헤어진 다음 날",
    "보고 싶은 사람",
    "퇴근길에 듣는 위로가 되는 노래",
    "공부할 때 듣기 좋은 음악",
    "잠들기 전 자장가",
    "운동할 때 신나는 음악",
    "여름 바다 여행",
    "가을에 어울리는 쓸쓸한 노래",
    "크리스마스 분위기",
    "사극 궁중 애절한 사랑",
    "전생의 인연과 운명",
    "긴장감 넘치는 추격전",
    "복수를 다짐하는 어두운 음악",
    "웃긴 코믹한 장면",
    "학창 시절 첫사랑",
    "청춘의 꿈과 도전",
    "엄마 생각나는 노래",
    "우울할 때",
    "혼자 있는 외로운 밤",
    "달달한 연애 초반",
    "심쿵하는 첫 키스",
    "몽환적인 신스팝",
    "힙한 도시의 밤",
    "웅장한 오케스트라",
    "퓨전 국악 신비로운 느낌",
    "카페에서 듣는 어쿠스틱",
    "밝고 경쾌한 아침",
    "울고 싶은 날",
    "그리움과 기다림",
    "살짝 설레고 따뜻한",
    "결혼식 축가",
];

fn answers(queries: &[&str]) -> String {
    let recommender = Recommender::embedded();
    let mut written = String::new();
    for query in queries {
        let asked = recommender.ask(query).unwrap();
        let mood = asked.mood.clone().unwrap();
        let understood: Vec<String> =
            mood.understood.iter().map(|u| format!("{}={}x{}", u.words, u.meaning, u.degree)).collect();
        writeln!(written, "{query}\n  ({})", understood.join(" · ")).unwrap();
        if !mood.ignored.is_empty() {
            let ignored: Vec<&str> = mood.ignored.iter().map(|word| word.word.as_str()).collect();
            writeln!(written, "  ignored: {}", ignored.join(", ")).unwrap();
        }
        for answer in recommender.recommend(&asked, 5) {
            let (title, origin) = (text::title(answer.track), text::origin(answer.track));
            writeln!(
                written,
                "  {} {:.2} {title} – {} · {origin}",
                answer.rank,
                answer.explanation.score,
                text::artists(answer.track)
            )
            .unwrap();
        }
    }
    written
}

fn golden(file: &str, queries: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file);
    let now = answers(queries);
    if std::env::var_os("OST_BLESS").is_some() {
        fs::write(&path, now).unwrap();
        return;
    }
    let then = fs::read_to_string(&path).unwrap_or_default();
    if then == now {
        return;
    }
    let mut difference = String::new();
    let (old, new): (Vec<&str>, Vec<&str>) = (then.lines().collect(), now.lines().collect());
    for line in old.iter().filter(|line| !new.contains(line)) {
        writeln!(difference, "- {line}").unwrap();
    }
    let mut query = "";
    for line in &new {
        if !line.starts_with(' ') {
            query = line;
        } else if !old.contains(line) {
            writeln!(difference, "+ {line}   [{query}]").unwrap();
        }
    }
    panic!("{file} is not what it was; OST_BLESS=1 writes it anew once it has been read:\n{difference}");
}

#[test]
fn english_moods_answer_as_they_did() {
    golden("mood_en.txt", &ENGLISH);
}

#[test]
fn korean_moods_answer_as_they_did() {
    golden("mood_ko.txt", &KOREAN);
}

#[test]
fn the_articles_songs_answer_their_own_moods() {
    let recommender = Recommender::embedded();
    let article =
        ["chasing-starlight", "whispers-in-the-rain", "fleeting-moments", "urban-serenade", "echoes-of-eternity"];
    for (query, wanted) in ENGLISH.iter().zip(article) {
        let answers = recommender.recommend(&recommender.ask(query).unwrap(), recommender.catalogue().len());
        let place = |id: &str| answers.iter().position(|answer| answer.track.id.as_str() == id).unwrap();
        assert!(place(wanted) < 3, "{query}: {wanted} is at place {}", place(wanted) + 1);
        assert!(
            article.iter().all(|other| *other == wanted || place(other) > place(wanted)),
            "{query}: another of the five is before {wanted}"
        );
    }
}
