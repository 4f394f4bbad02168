//! What `ost explain` says decides: which axis of a mood, what was refused or disliked, which of two songs comes first where scores are level.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{ost, satisfies};
use serde_json::Value;

const SONGS: &str = r#"[
    {"id": "bright-calm", "title": "Calm", "valence": 0.8, "arousal": -0.4, "genre": ["pop"], "tempo": "slow", "theme": ["hope"]},
    {"id": "bright-loud", "title": "Loud", "valence": 0.8, "arousal": 0.4, "genre": ["ballad"], "tempo": "fast", "instrumentation": ["piano"]},
    {"id": "twin-a", "title": "First Love", "drama": "Harbour", "genre": ["ballad"], "instrumentation": ["piano"], "theme": ["rain"]},
    {"id": "twin-b", "title": "First Love", "drama": "Signal", "genre": ["ballad"], "instrumentation": ["strings"], "theme": ["rain"]},
    {"id": "drummer", "title": "Drummer", "genre": ["ballad"], "instrumentation": ["drums", "piano"], "theme": ["rain"], "bpm": 72}
]"#;

/// What is said of the songs above, on one line.
fn said(args: &[&str]) -> String {
    let ran = ost(args.iter().chain(&["--catalogue", "-"]).copied()).stdin(SONGS).run();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(args: &[&str], definition: &str) -> Value {
    let all = [args, &["--format", "json"]].concat();
    let json = serde_json::from_str(&said(&all)).unwrap();
    satisfies(&format!("urn:ost:output#/$defs/{definition}"), &json);
    json
}

fn sum(shares: &Value) -> f64 {
    shares.as_array().unwrap().iter().map(|share| share["share"].as_f64().unwrap()).sum()
}

/// The valence that was asked is there; what is missing is arousal.
#[test]
fn each_axis_of_a_mood_has_its_own_share() {
    let explain = ["explain", "--mood", "happy", "bright-calm"];
    let text = said(&explain);
    assert!(text.contains("valence +0.80, arousal +0.40") && text.matches("arousal").count() == 1, "{text}");
    let despite = text.split("despite").nth(1).unwrap();
    assert!(despite.contains("energy") && !despite.contains("brightness"), "{text}");
    let korean = said(&[&explain[..], &["--lang", "ko"]].concat());
    assert!(korean.split("다른 까닭").nth(1).unwrap().contains("세기"), "{korean}");
    let csv = said(&[&explain[..], &["--format", "csv"]].concat());
    assert!(csv.contains("despite,mood,arousal,") && !csv.contains("despite,mood,valence,"), "{csv}");
    let json = json(&explain, "explain");
    let result = &json["results"][0];
    assert_eq!((&result["despite"][0]["tag"], result["despite"].as_array().unwrap().len()), (&"arousal".into(), 1));
    assert!((sum(&result["because"]) + sum(&result["despite"]) - 1.0).abs() < 1e-6);
}

/// An axis on which two songs are alike decides nothing between them, though closeness is a product.
#[test]
fn only_the_axis_that_differs_decides() {
    let over = ["explain", "--mood", "happy", "bright-loud", "--over", "bright-calm"];
    let text = said(&over);
    assert!(text.contains("Its energy alone decides it: without that share, the two would be level."), "{text}");
    let korean = said(&[&over[..], &["--lang", "ko"]].concat());
    assert!(korean.contains("세기 하나로 순서가 정해진다: 그 몫이 없으면 두 곡의 점수가 같아진다"), "{korean}");
    let json = json(&over, "contrast");
    let reasons = json["for"].as_array().unwrap();
    assert_eq!((reasons.len(), &reasons[0]["tag"]), (1, &"arousal".into()), "{json}");
    assert!((sum(&json["for"]) - json["margin"].as_f64().unwrap()).abs() < 1e-6);
}

/// Where something is refused and nothing wanted, whatever is without it scores the same, whatever else it is.
#[test]
fn what_is_spared_is_the_reason_and_nothing_else() {
    let json = ost(["mood", "no ballads", "-k", "1000", "--format", "json"]).run().json();
    satisfies("urn:ost:output#/$defs/mood", &json);
    let results = json["results"].as_array().unwrap();
    let ids: Vec<&str> = results.iter().map(|result| result["track"]["id"].as_str().unwrap()).collect();
    assert!(ids.len() > 100 && ids.is_sorted(), "equal scores are ordered by id");
    for result in results {
        assert_eq!(result["score"], 1.0);
        let wanted = serde_json::json!([{"facet": "genre", "tag": "ballad", "share": 1.0, "unwanted": true}]);
        assert_eq!(result["because"], wanted);
    }
    let explain = ["explain", "--mood", "no ballads", "bright-calm"];
    let text = said(&explain);
    assert!(text.contains("“Calm” is no ballad.") && text.contains("1.000 no ballad"), "{text}");
    let korean = said(&[&explain[..], &["--lang", "ko"]].concat());
    assert!(korean.contains("〈Calm〉은 발라드가 아니다.") && korean.contains("발라드 아님"), "{korean}");
    let unknown = said(&["explain", "--mood", "no drums", "bright-calm"]);
    assert!(unknown.contains("no drums · unknown of “Calm”"), "{unknown}");
}

#[test]
fn of_equal_scores_the_id_decides() {
    let over = ["explain", "--mood", "no drums", "twin-b", "--over", "bright-loud"];
    let text = said(&over);
    let tie = "“Loud” and “First Love” score the same (1.000). “Loud” comes first by its id, bright-loud.";
    assert!(text.contains(tie), "{text}");
    let korean = said(&[&over[..], &["--lang", "ko"]].concat());
    assert!(korean.contains("점수가 같다 (1.000). id(bright-loud) 순서에 따라 〈Loud〉가 앞선다."), "{korean}");
}

/// Where three digits do not tell two scores apart, there are more.
#[test]
fn scores_are_told_apart() {
    let near = r#"[{"id": "a", "title": "A", "valence": 0.8, "arousal": 0.39}, {"id": "b", "title": "B", "valence": 0.8, "arousal": 0.3901}]"#;
    let args = ["explain", "--mood", "happy", "b", "--over", "a", "--catalogue", "-"];
    let text = ost(args).stdin(near).run().found();
    let (_, margin) = text.split_once("margin +").unwrap();
    let margin: f64 = margin.lines().next().unwrap().parse().unwrap();
    assert!(margin > 0.0 && margin < 0.0005, "{text}");
    let (high, low) = text.split_once('(').unwrap().1.split_once(')').unwrap().0.split_once(" to ").unwrap();
    assert!(high != low, "{text}");
}

#[test]
fn what_a_dislike_takes_is_said() {
    let explain = ["explain", "twin-a", "drummer", "--not", "twin-b"];
    let json = json(&explain, "explain");
    let (disliked, score) = (&json["disliked"], json["results"][0]["score"].as_f64().unwrap());
    let taken = disliked["taken"].as_f64().unwrap();
    assert!((disliked["score_without"].as_f64().unwrap() - taken - score).abs() < 1e-12, "{disliked}");
    assert!((sum(&disliked["shares"]) - taken).abs() < 1e-6, "{disliked}");
    let csv = said(&[&explain[..], &["--format", "csv"]].concat());
    for share in disliked["shares"].as_array().unwrap() {
        let (facet, tag) = (share["facet"].as_str().unwrap(), share["tag"].as_str().unwrap());
        let row = format!("disliked,{facet},{tag},{:.9}", share["share"].as_f64().unwrap());
        assert!(csv.contains(&row), "{row} is not in {csv}");
    }
    let text = said(&explain);
    assert!(text.contains("The dislike of “First Love” (Signal)"), "{text}");
    assert!(
        text.contains("theme: rain · disliked in “First Love” (Signal)") && text.contains("by the dislike"),
        "{text}"
    );
    let korean = said(&[&explain[..], &["--lang", "ko"]].concat());
    assert!(
        korean.contains("제외한 곡이 바꾼 점수") && korean.contains("제외한 〈First Love〉 (Signal)에도"),
        "{korean}"
    );
}

#[test]
fn a_tempo_that_is_not_the_one_asked_for_is_told_with_it() {
    let explain = |id| said(&["explain", "--mood", "fast and happy", id]);
    let slow = explain("bright-calm");
    assert!(slow.contains("tempo · fast ~ slow") && !slow.contains("tempo · slow"), "{slow}");
    assert!(explain("bright-loud").contains("tempo · fast") && !explain("bright-loud").contains('~'));
    assert!(explain("twin-a").contains("tempo · fast · unknown of “First Love”"), "{}", explain("twin-a"));
    let refused = said(&["explain", "--mood", "happy, nothing slow", "bright-calm"]);
    assert!(refused.contains("is slow, which was refused") && refused.contains("unwanted tempo · slow"), "{refused}");
}

#[test]
fn the_rank_is_the_one_among_all_answers() {
    let rank = |args: &[&str]| json(args, "explain")["results"][0].get("rank").cloned();
    let ranking = said(&["similar", "twin-a", "--format", "json"]);
    let ranking: Value = serde_json::from_str(&ranking).unwrap();
    for result in ranking["results"].as_array().unwrap() {
        assert_eq!(rank(&["explain", "twin-a", result["track"]["id"].as_str().unwrap()]), Some(result["rank"].clone()));
    }
    assert_eq!(rank(&["explain", "twin-a", "bright-calm"]), None, "with a score of 0 it is no answer");
}

#[test]
fn songs_of_one_title_are_told_apart() {
    for lang in ["en", "ko"] {
        let text = said(&["explain", "twin-a", "twin-b", "--lang", lang]);
        assert!(text.contains(" (Harbour)") && text.contains(" (Signal)"), "{text}");
        let text = said(&["explain", "drummer", "twin-a", "--over", "twin-b", "--lang", lang]);
        assert!(text.contains(" (Harbour)") && text.contains(" (Signal)"), "{text}");
    }
    assert!(!said(&["explain", "twin-a", "drummer"]).contains("(Harbour)"), "one alone needs no more");
}

#[test]
fn english_is_plain() {
    let lacking = said(&["explain", "--mood", "instrumental", "drummer"]);
    assert!(lacking.contains("is not instrumental") && !lacking.contains("lacks no"), "{lacking}");
    let over = said(&["explain", "drummer", "twin-a", "--over", "bright-calm"]);
    assert!(over.contains("gains more from being about the rain, being a ballad and having piano"), "{over}");
    assert!(!over.contains("not yet") && over.contains("would still be ahead"), "{over}");
    let into = said(&["explain", "twin-a", "bright-calm", "--into", "1"]);
    assert!(into.contains("with tags weighed as they are in the catalogue now"), "{into}");
    let korean = said(&["explain", "twin-a", "bright-calm", "--into", "1", "--lang", "ko"]);
    assert!(korean.contains("태그의 무게는 지금 카탈로그에서 재었다"), "{korean}");
}

/// The colours are the same in both languages.
#[test]
fn colours_follow_the_side_and_not_its_heading() {
    let colours = |lang| {
        let args = ["explain", "twin-a", "twin-b", "--lang", lang, "--catalogue", "-"];
        let text = ost(args).env("CLICOLOR_FORCE", "1").stdin(SONGS).run().stdout;
        let codes = text.split("\u{1b}[").skip(1).map(|rest| rest.split('m').next().unwrap().to_owned());
        codes.collect::<Vec<_>>()
    };
    assert!(colours("en").iter().any(|code| code == "36") && colours("en").iter().any(|code| code == "33"));
    assert_eq!(colours("en"), colours("ko"));
}

/// A flute answers whoever asks for woodwinds, and the sentence says so; it is no oboe.
#[test]
fn what_is_met_by_a_narrower_tag_is_said() {
    let songs = r#"[
        {"id": "flute", "title": "Flute", "genre": ["folk rock"], "instrumentation": ["flute"], "theme": ["tears", "loss"]},
        {"id": "plain", "title": "Plain", "genre": ["ballad"], "instrumentation": ["oboe", "piano"], "theme": ["rain"]},
        {"id": "other", "title": "Other", "genre": ["ballad"], "instrumentation": ["piano"]},
        {"id": "fourth", "title": "Fourth", "genre": ["ballad"], "instrumentation": ["drums"]}
    ]"#;
    let said = |mood: &str, lang: &str| {
        ost(["explain", "--mood", mood, "flute", "--lang", lang, "--catalogue", "-"]).stdin(songs).run().found()
    };
    for (mood, english, korean) in [
        ("woodwinds", "As asked, “Flute” has woodwinds.", "〈Flute〉에는 바란 대로 목관이 있다."),
        ("folk", "As asked, “Flute” is a folk song.", "〈Flute〉는 바란 대로 포크 곡이다."),
        ("oboe", "In place of an oboe, “Flute” has a flute.", "〈Flute〉에는 오보에 대신 플루트가 있다."),
    ] {
        for (lang, sentence) in [("en", english), ("ko", korean)] {
            let text = said(mood, lang);
            assert!(text.contains(sentence), "{mood}: {text}");
        }
    }
    let like = ["explain", "--mood", "songs like plain but sad", "flute", "--catalogue", "-"];
    let broad = songs.replace("oboe", "woodwinds");
    let text = ost(like).stdin(broad).run().found();
    assert!(
        text.contains("like “Plain”, it has woodwinds") || text.contains("Like “Plain”, it has woodwinds"),
        "{text}"
    );
}

/// Who asks for less of something is not told that none was wanted.
#[test]
fn a_refusal_in_part_is_said_as_one() {
    let explain = |mood: &str, lang: &str| said(&["explain", "--mood", mood, "drummer", "--lang", lang]);
    for (mood, read, english, korean) in [
        ("fewer drums", "→ less drums", "has drums, which were refused only in part.", "덜 바란 드럼이 있다."),
        ("not too many ballads", "→ less ballad", "is a ballad, which was refused only in part.", "덜 바란 발라드다."),
        (
            "less rain",
            "→ less rain",
            "is about the rain, which was refused only in part.",
            "덜 바란 내리는 비를 그린다.",
        ),
        ("no drums", "→ not drums", "has drums, which were not wanted.", "바라지 않은 드럼이 있다."),
    ] {
        let (text, ko) = (explain(mood, "en"), explain(mood, "ko"));
        assert!(text.contains(read) && text.contains(english) && ko.contains(korean), "{mood}: {text} {ko}");
    }
    assert!(explain("not too slow", "en").contains("→ not too slow"));
}
