//! `ost explain --over`, `--into`, `--lang` and `--format html`, and the critiques of `ost similar`, as they are used.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{ost, ost_on_fixture, satisfies, widest};

#[test]
fn over_says_what_decides_and_sums_to_the_margin() {
    let args = ["explain", "glass-rain", "amber-dawn", "--over", "keepsake"];
    let text = ost_on_fixture(args).run();
    assert_eq!(text.code, 0, "{}", text.stderr);
    assert!(widest(&text.stdout) <= 80, "{}", text.stdout);
    let json = ost_on_fixture(args.into_iter().chain(["--format", "json"])).run();
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    satisfies("urn:ost:output#/$defs/contrast", &json);
    let shares = |list: &str| {
        json[list].as_array().unwrap().iter().map(|weighed| weighed["share"].as_f64().unwrap()).sum::<f64>()
    };
    assert!((shares("for") + shares("against") - json["margin"].as_f64().unwrap()).abs() < 1e-6);
}

#[test]
fn into_says_what_it_would_take() {
    for (lang, word) in [("en", "number"), ("ko", "위")] {
        let args = ["explain", "whispers in the rain", "fleeting moments", "--into", "40", "--lang", lang];
        let text = ost(args).run().found();
        assert!(text.contains(word) && widest(&text) <= 80, "{text}");
    }
    let args = ["explain", "whispers in the rain", "fleeting moments", "--into", "40", "--format", "json"];
    satisfies("urn:ost:output#/$defs/counterfactual", &ost(args).run().json());
}

/// A song to stay away from changes every number, so it is named wherever they are.
#[test]
fn what_is_not_liked_is_named() {
    let said = |more: &[&str]| {
        let args = ["explain", "whispers in the rain", "is it me?", "--not", "spring rain"];
        ost(args.iter().chain(more).copied()).run().stdout
    };
    assert!(said(&[]).starts_with("Whispers in the Rain\nnot Spring Rain (봄비)\nIs It Me? (나인가요): "));
    assert!(said(&["--lang", "ko"]).contains("\n제외 Spring Rain"));
    assert!(said(&["--format", "html"]).contains("<span>but not</span><b>Spring Rain"));
    let over = said(&["--over", "everytime"]).replace('\n', " ");
    assert!(over.contains("For “Whispers in the Rain”, but not “Spring Rain”, “Is It Me?” ranks above"), "{over}");
}

/// Every kind of explanation there is, in both languages, is of the published form.
#[test]
fn json_is_as_published() {
    let partly = r#"[{"id": "a", "title": "A", "genre": ["ballad"], "theme": ["rain"]},
        {"id": "b", "title": "B", "genre": ["ballad"], "instrumentation": ["piano", "drums"], "theme": ["rain"], "bpm": 72},
        {"id": "c", "title": "C", "genre": ["pop"], "instrumentation": ["piano"], "theme": ["hope"], "tempo": "fast"}]"#;
    let cases: [(&str, &[&str]); 10] = [
        ("explain", &["explain", "a", "b"]),
        ("explain", &["explain", "a", "b", "--and", "c"]),
        ("explain", &["explain", "a", "b", "--not", "c"]),
        ("explain", &["explain", "--mood", "rain without drums", "b"]),
        ("explain", &["explain", "--mood", "rainy piano", "a"]),
        ("contrast", &["explain", "a", "b", "--over", "c"]),
        ("contrast", &["explain", "--mood", "rain without drums", "b", "--over", "a"]),
        ("counterfactual", &["explain", "a", "c", "--into", "1"]),
        ("counterfactual", &["explain", "a", "b", "--into", "1"]),
        ("counterfactual", &["explain", "a", "c", "--and", "b", "--into", "1"]),
    ];
    for (schema, args) in cases {
        for lang in ["en", "ko"] {
            let args = args.iter().copied().chain(["--lang", lang, "--format", "json", "--catalogue", "-"]);
            let ran = ost(args.collect::<Vec<_>>()).stdin(partly).run();
            let json = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
            satisfies(&format!("urn:ost:output#/$defs/{schema}"), &json);
        }
    }
    let json = ost(["explain", "--mood", "rain without drums", "b", "--format", "json", "--catalogue", "-"]);
    let despite = json.stdin(partly).run().json()["results"][0]["despite"].clone();
    assert_eq!((&despite[0]["tag"], &despite[0]["unwanted"]), (&"drums".into(), &true.into()), "{despite}");
}

#[test]
fn what_is_unknown_is_named_for_a_mood_too() {
    let partly = r#"[{"id": "a", "title": "A", "genre": ["ballad"], "theme": ["rain"]},
        {"id": "b", "title": "B", "genre": ["pop"], "instrumentation": ["piano"], "theme": ["hope"], "tempo": "fast"}]"#;
    let text = ost(["explain", "--mood", "piano", "a", "--catalogue", "-"]).stdin(partly).run().found();
    let text = text.replace('\n', " ");
    assert!(
        text.contains("Of “A” the instrumentation is unknown: whatever it is, the score is from 0.000 to "),
        "{text}"
    );
    assert!(text.contains("“piano”") && !text.contains("theme is unknown"), "{text}");
    assert!(!text.contains("lacks piano") && text.contains("instrumentation: piano · unknown of “A”"), "{text}");
}

#[test]
fn a_song_is_not_held_against_itself() {
    ost_on_fixture(["explain", "glass-rain", "amber-dawn", "--over", "amber-dawn"])
        .run()
        .fails_with("--over: a song does not rank above itself; name another");
    let itself = "TRACK: a song is not ranked among those like itself; name another";
    for args in [
        &["glass-rain", "glass-rain"][..],
        &["glass-rain", "amber-dawn", "--and", "amber-dawn"],
        &["glass-rain", "amber-dawn", "--not", "amber-dawn"],
        &["glass-rain", "amber-dawn", "--and", "amber-dawn", "--into", "3"],
        &["--mood", "like Glass Rain but slower", "glass-rain"],
    ] {
        ost_on_fixture([&["explain"], args].concat()).run().fails_with(itself);
    }
    let twice = ost_on_fixture(["explain", "glass-rain", "amber-dawn", "--and", "Glass Rain"]).run().found();
    assert_eq!(twice, ost_on_fixture(["explain", "glass-rain", "amber-dawn"]).run().found());
}

#[test]
fn what_is_unwanted_decides_though_it_took_everything() {
    let two = r#"[{"id": "a", "title": "A", "theme": ["rain"], "instrumentation": ["drums"]},
        {"id": "b", "title": "B", "theme": ["rain"], "instrumentation": ["piano"]}]"#;
    let args = ["explain", "--mood", "rain without drums", "b", "--over", "a", "--catalogue", "-"];
    let text = ost(args).stdin(two).run().found().replace('\n', " ");
    assert!(
        text.contains("while “A” gains more from its brightness. Unwanted drums and its energy decide it"),
        "{text}"
    );
}

#[test]
fn a_page_is_whole_and_nothing_in_it_acts() {
    let evil = r#"[{"id": "a", "title": "<script>alert(1)</script>", "genre": ["ballad"], "theme": ["<img src=x>"]},
        {"id": "b", "title": "R&B \"B\"", "genre": ["ballad"], "theme": ["rain"]}]"#;
    let page = ost(["explain", "a", "b", "--format", "html", "--catalogue", "-"]).stdin(evil).run();
    assert_eq!(page.code, 0);
    let page = page.stdout;
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    for forbidden in ["<script", "<img", "http:", "https:", "url(", "@import", "src="] {
        assert!(!page.replace("&lt;img src=x&gt;", "").contains(forbidden), "{forbidden} in {page}");
    }
    assert!(page.contains("&lt;script&gt;") && page.contains("R&amp;B &quot;B&quot;"));
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("role=\"img\"") && page.contains("<caption>"));
}

#[test]
fn critiques_are_said_and_where_nothing_is_left_so_is_what_to_drop() {
    let text = ost(["similar", "fleeting moments", "--slower", "--more", "strings", "-k", "3"]).run().found();
    assert!(text.starts_with("Like Fleeting Moments, but slower, more strings\n"), "{text}");
    let none = ost(["similar", "fleeting moments", "--slower", "--faster"]).run();
    assert_eq!(none.code, 1);
    assert!(none.stderr.contains("no song is on the asked side in everything; without “slower”"), "{}", none.stderr);
    for (schema, args) in [
        ("similar", &["similar", "fleeting moments", "--slower", "--faster", "--format", "json"][..]),
        ("mood", &["mood", "like fleeting moments but slower and faster", "--format", "json"][..]),
    ] {
        let json: serde_json::Value = serde_json::from_str(&ost(args.iter().copied()).run().stdout).unwrap();
        satisfies(&format!("urn:ost:output#/$defs/{schema}"), &json);
        let dropped = json["relaxations"][0]["dropped"][0].as_str().unwrap();
        assert!(["slower", "faster"].contains(&dropped), "{json}");
    }
    let twice = ost(["similar", "fleeting moments", "--slower", "--slower"]).run();
    assert!(twice.stderr.contains("in everything; with “slower” only once ") && twice.code == 1, "{}", twice.stderr);
    let none = ost(["similar", "fleeting moments", "--older", "--faster", "--faster", "--slower", "--slower"]).run();
    assert!(none.stderr.contains("without “slower (x2)” "), "{}", none.stderr);
    let rap = ost(["similar", "everytime", "--less", "rap"]).run();
    assert!(rap.stderr.starts_with("note: no song has less rap: the favourite itself has none\n"), "{}", rap.stderr);
    ost(["similar", "fleeting moments", "--more", "medium"])
        .run()
        .fails_with("--more: \"medium\" is a tempo, of which there is no more or less; ask for slower or faster");
}

#[test]
fn korean_is_korean() {
    let text = ost(["explain", "whispers in the rain", "fleeting moments", "--lang", "ko"]).run().found();
    assert!(text.contains("두 곡 모두") && text.contains("닮은 까닭") && widest(&text) <= 80, "{text}");
}
