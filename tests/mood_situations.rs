//! What people say of their day rather than of music: who died, what is over, who is away, what they will or will not do; Korean in Latin letters.
#![allow(clippy::unwrap_used)]

use ost::Recommender;

/// Each text is read as one thing, and as that one.
#[test]
fn what_happened_is_one_thing() {
    let cases = [
        // Whoever lost a pet or a mother is not as cheerful as pets and mothers are.
        ("강아지가 죽었어", "missing a loved one who died"),
        ("my cat passed away", "missing a loved one who died"),
        ("엄마가 돌아가셨어", "missing a loved one who died"),
        ("그가 죽었다", "loss"),
        ("i miss my dog", "missing my pet"),
        ("i miss home", "missing home"),
        ("i miss my boyfriend", "miss you"),
        ("바다가 보고 싶어", "longing for the sea"),
        ("시험 망했어", "failed the exam"),
        ("quit my job", "quitting"),
        ("눈물나게 슬픈 노래", "tearful"),
        ("군대 간 남친", "boyfriend in the army"),
        // What ends is the exam or the rain, not love.
        ("시험 끝났다!!!", "exams over"),
        ("the exam is over", "exams over"),
        ("it stopped raining", "after the rain"),
        ("사랑이 끝났어", "the end of us"),
        ("nobody cares", "lonely"),
        ("tired of being alone", "solitary"),
        ("leave me alone", "resting alone"),
        ("pretending to be happy", "hidden pain"),
        ("moved on", "moving on"),
        ("chillin", "chill"),
        ("chilling scene", "creepy"),
        ("killing it", "confident"),
        ("raining cats and dogs", "downpour"),
        ("기분이 너무 좋아", "upbeat"),
        ("기분이 좀 안 좋아", "bad mood"),
        ("she cries", "tearful"),
        ("바람났어", "affair"),
        ("밤에 못 자", "sleepless night"),
        ("saebyeok gamseong", "late-night feelings"),
        ("chueok", "memories"),
        // Endings that say what will be.
        ("행복할거야", "happy"),
        ("잊을거야", "moving on"),
        ("외롭겠다", "lonely"),
        // Nobody dies of being tired, nor of laughing.
        ("피곤해 죽겠다", "weary"),
        ("피곤해죽겠다", "weary"),
        ("귀여워 죽어", "cute"),
        ("웃겨 죽는 줄", "funny"),
        ("사랑해서 죽을 것 같아", "love"),
        ("죽도록 보고 싶다", "miss you"),
        ("죽은 강아지", "missing a loved one who died"),
        ("오늘 전역했어", "back from the army"),
        ("제대로 슬픈 노래", "sad"),
        ("there's nobody like you love", "love"),
    ];
    let recommender = Recommender::embedded();
    for (text, meant) in cases {
        let mood = recommender.read_mood(text);
        let read: Vec<&str> = mood.understood.iter().map(|word| word.meaning.as_str()).collect();
        assert_eq!(read, [meant], "{text}: ignored {:?}", mood.ignored);
    }
}

/// A word that only tells when or where is no feeling.
#[test]
fn tomorrow_is_no_hope_and_a_way_no_journey() {
    let recommender = Recommender::embedded();
    for text in ["내일 헤어져", "소개팅 가는 길"] {
        assert_eq!(recommender.read_mood(text).understood.len(), 1, "{text}");
    }
}
