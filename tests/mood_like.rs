//! Moods that compare with a song: "like Whispers in the Rain, but happier".
#![allow(clippy::unwrap_used)]

use ost::{ErrorKind, Recommender};

#[test]
fn a_comparison_brings_the_track_and_moves_from_its_mood() {
    let recommender = Recommender::embedded();
    let own = recommender.find("whispers-in-the-rain").unwrap();
    let at = recommender.features().affect(own).unwrap().affect.valence.value();
    let asked = recommender.ask("like Whispers in the Rain but happier").unwrap();
    assert_eq!(asked.likes, [own]);
    assert!(asked.mood.unwrap().valence.unwrap().value() > at);
    let asked = recommender.ask("something similar to whispers in the rain").unwrap();
    assert_eq!(asked.likes, [own]);
    assert!(!recommender.recommend(&asked, 3).is_empty());
    let shared = recommender.ask("like Stay With Me but happier").unwrap_err();
    assert!(shared.kind() == ErrorKind::Ambiguous && shared.to_string().contains("Stay With Me"), "{shared}");
    // What is said to choose with is understood so.
    let fix = shared.fix().unwrap();
    let chosen = fix.split('"').nth(1).unwrap();
    let first = recommender.find("stay-with-me-bon-appetit-your-majesty").unwrap();
    assert_eq!(chosen, "like stay-with-me-bon-appetit-your-majesty but happier");
    assert_eq!(recommender.ask(chosen).unwrap().likes, [first]);
    assert!(recommender.ask("I feel like crying").unwrap().likes.is_empty());
    // A pronoun is no title, nor is what is a mood by itself; and whoever says where it is from means one of several.
    for text in
        ["like my destiny but happier", "songs like that", "sounds like heartbreak", "첫눈처럼 설레는", "오늘 같은 밤"]
    {
        assert!(recommender.ask(text).unwrap().likes.is_empty(), "{text}");
    }
    let named = recommender.find("stay with me @ goblin").unwrap();
    assert_eq!(recommender.ask("something like Stay With Me from Goblin but happier").unwrap().likes, [named]);
    for (text, id) in [
        ("첫눈처럼 너에게 가겠다 같은 노래", "i-will-go-to-you-like-the-first-snow"),
        ("songs like Always", "always"),
        ("like My Destiny but happier", "my-destiny"),
        ("songs like evreytime but slower", "everytime"),
    ] {
        let track = recommender.find(id).unwrap();
        assert_eq!(recommender.ask(text).unwrap().likes, [track], "{text}");
    }
    // A word that only stands in a title, or is near to one, is no title; nor is a drama, or an artist.
    for text in
        ["남자 같은 목소리", "나의 아저씨 같은 위로", "a song like no other", "songs like taeyeon", "그림자 같은 사랑"]
    {
        assert!(recommender.ask(text).unwrap().likes.is_empty(), "{text}");
    }
    match recommender.ask("like no title that anybody gave") {
        Ok(asked) => assert!(asked.likes.is_empty()),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Ambiguous),
    }
}
