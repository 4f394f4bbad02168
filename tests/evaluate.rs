//! `ost evaluate` as it is used, and what it has to find.
#![allow(clippy::unwrap_used)]

mod harness;

use std::fs;

use harness::{TempFile, ost, satisfies, widest};

/// A data set in which the album is the genre: three albums of four tracks, each album its own artist, moods following genres but for one track.
fn data() -> String {
    let mut table = "SPLIT\tTRACK_ID\tARTIST_ID\tALBUM_ID\tTAGS\n".to_owned();
    for (split, offset) in [("train", 0), ("test", 50)] {
        for (album, (genre, mood)) in [("jazz", "calm"), ("metal", "angry"), ("trance", "party")].iter().enumerate() {
            for track in 0..4 {
                let other = if track == 3 { "\tmood/theme---happy" } else { "" };
                let id = offset + album * 4 + track;
                table.push_str(&format!(
                    "{split}\tt{id:03}\t{split}-artist{album}\t{split}-album{album}\tgenre---{genre}\tmood/theme---{mood}{other}\n"
                ));
            }
        }
    }
    table
}

fn written(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("ost-evaluate-{}-{name}", std::process::id()));
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn measure(report: &serde_json::Value, table: usize, system: &str, measure: &str) -> f64 {
    let rows = report["tables"][table]["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["system"] == system).unwrap();
    let measures = row["measures"].as_array().unwrap();
    measures.iter().find(|own| own["measure"] == measure).unwrap()["value"].as_f64().unwrap()
}

#[test]
fn the_judged_questions_put_the_engine_ahead_of_every_baseline() {
    let report = ost(["evaluate", "--format", "json", "--resamples", "50"]).run().json();
    satisfies("urn:ost:output#/$defs/evaluate", &report);
    let ours = measure(&report, 0, "ost", "nDCG@10");
    assert!(ours > 0.8, "{ours}");
    for row in report["tables"][0]["rows"].as_array().unwrap().iter().skip(1) {
        let other = measure(&report, 0, row["system"].as_str().unwrap(), "nDCG@10");
        assert!(other < ours, "{row}");
    }
}

#[test]
fn a_mood_that_follows_the_genre_is_foretold() {
    let file = written("foretold.tsv", &data());
    let asked = ["evaluate", "--task", "prediction", "--data", &file, "--format", "json", "--resamples", "20"];
    let report = ost(asked).run().json();
    satisfies("urn:ost:output#/$defs/evaluate", &report);
    // Three moods follow the genre; the fourth is carried by one of four of each genre, so nothing but chance can find it.
    let by_hand = (1.0 + 1.0 + 1.0 + 0.25) / 4.0;
    assert!((measure(&report, 0, "ost", "PR-AUC") - by_hand).abs() < 1e-9, "{report}");
    assert!((measure(&report, 0, "ost", "ROC-AUC") - (1.0 + 1.0 + 1.0 + 0.5) / 4.0).abs() < 1e-9, "{report}");
    assert!(measure(&report, 0, "popularity", "PR-AUC") < 0.5);
}

#[test]
fn a_regression_stands_beside_the_vote_and_cuts_by_artist_hold_all_out() {
    let file = written("cuts.tsv", &data());
    let asked = ["evaluate", "--task", "prediction", "--data", &file, "--format", "json", "--resamples", "20"];
    // One theme a genre: the regression ranks as the genres do, and as the neighbours do.
    let split = ost(asked).run().json();
    let by_hand = (1.0 + 1.0 + 1.0 + 0.25) / 4.0;
    assert!((measure(&split, 0, "logistic regression", "PR-AUC") - by_hand).abs() < 1e-9, "{split}");
    // Six artists of three genres: whichever are held out, chance cannot do as well.
    let cuts = ost(asked.into_iter().chain(["--folds", "2"])).run().json();
    assert!(cuts["tables"][0]["title"].as_str().unwrap().contains("2 cuts by artist"), "{cuts}");
    assert!(measure(&cuts, 0, "ost", "PR-AUC") > measure(&cuts, 0, "popularity", "PR-AUC"), "{cuts}");
    let row = &cuts["tables"][0]["rows"][1]["measures"];
    assert!(row[1]["first_ahead_by"]["value"].is_number(), "every measure says how far the first is ahead: {row}");
}

#[test]
fn an_album_of_one_genre_is_found() {
    let file = written("found.tsv", &data());
    let asked = ["evaluate", "--task", "retrieval", "--same", "album", "--without", "artist", "--data", &file];
    let report = ost(asked.into_iter().chain(["--format", "json", "--resamples", "20"])).run().json();
    assert!((measure(&report, 0, "ost", "nDCG@10") - 1.0).abs() < 1e-9);
    assert!((measure(&report, 0, "ost", "P@10") - 0.3).abs() < 1e-9);
    assert!(measure(&report, 0, "random", "nDCG@10") < 0.9);
    let text = ost(asked.into_iter().chain(["--resamples", "20"])).run().found();
    assert!(widest(&text) <= 80, "{text}");
    let csv = ost(asked.into_iter().chain(["--resamples", "20", "--format", "csv"])).run().found();
    assert!(csv.starts_with("table,system,measure,value,low,high\n"), "{csv}");
}

/// What is given for another task is not taken for what was measured, and what a judgement names is there.
#[test]
fn options_of_other_tasks_and_tracks_that_are_not_there_are_told() {
    for (options, why) in [
        (&["--data", "no such file"][..], "it is for --task retrieval and prediction"),
        (&["--task", "reach", "--judgements", "no such file"], "it is for --task judged and pool"),
        (&["--task", "pool", "--tune"], "it is for --task judged, retrieval and prediction"),
        (&["--task", "pool", "--ablation"], "it is for --task judged, retrieval and prediction"),
        (
            &["--task", "pool", "--format", "csv"],
            "--format: --task pool prints judgements to be filled in, as text alone",
        ),
        (&["--same", "album"], "--same: it is for --task retrieval"),
        (&["--without", "album"], "--without: it is for --task retrieval"),
        (&["--task", "reach", "--queries", "5"], "--queries: it is for --task retrieval"),
        (&["--train", "x"], "--train: it is for --task retrieval and prediction"),
        (&["--task", "reach", "--split", "x"], "--split: it is for --task retrieval and prediction"),
        (&["--task", "reach", "--resamples", "5"], "--resamples: it is for --task judged, retrieval and prediction"),
        (&["--task", "prediction", "--top", "5"], "--top: it is for --task judged, reach, retrieval and pool"),
        (
            &["--task", "prediction", "--train", "x", "--folds", "2"],
            "--train: it is for --task prediction without --folds, and for retrieval with --tune",
        ),
        (
            &["--task", "retrieval", "--data", "x", "--catalogue", "y"],
            "--data: --catalogue names other tracks; give one of them",
        ),
        (
            &["--task", "retrieval", "--same", "artist", "--without", "artist"],
            "--without: no song shares its artist and does not; leave out another than the artist",
        ),
        (&["--task", "prediction"], "no track says which split it is in; --folds 5 holds out a fifth of the artists"),
    ] {
        let said = ost(["evaluate"].iter().chain(options)).run();
        assert!(said.code == 2 && said.stderr.contains(why), "{options:?}: {}", said.stderr);
    }
    let judged = TempFile::new(".tsv", "mood\train\tspring-rain\t3\nmood\train\tspring-train\t3\n");
    let said = ost(["evaluate", "--judgements", judged.path()]).run();
    let gone = "1 judgement is of a track that the catalogue has not, and counts for nothing: spring-train";
    let stdout = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(stdout.contains(&format!("{gone} ({}:2)", judged.path())), "{stdout}");
    assert!(said.stdout.starts_with("1 judged question\n"), "{}", said.stdout);
}

/// Where there is nothing to measure nothing is measured, and why is told; so is what no judgement can be.
#[test]
fn judgements_that_judge_nothing() {
    let none = TempFile::new(".tsv", "mood\train\tspring-train\t3\nsimilar\teverytime\n");
    let ran = ost(["evaluate", "--judgements", none.path()]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    for said in ["spring-train (", "there is nothing to measure; no track of the catalogue is judged above 0"] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    let ran = ost(["evaluate", "--judgements", none.path(), "--format", "json"]).run();
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    satisfies("urn:ost:output#/$defs/evaluate", &report);
    assert_eq!((ran.code, &report["tables"]), (1, &serde_json::json!([])));
    assert!(report["notes"].to_string().contains("there is nothing to measure"), "{report}");
    let file = TempFile::new(".tsv", "mood\train\nsimilar\tno-such-track\n");
    for task in ["judged", "pool"] {
        let said = format!("{}:2: the catalogue has no track with the id \"no-such-track\"", file.path());
        ost(["evaluate", "--task", task, "--judgements", file.path()]).run().fails_with(&said);
        let ran = ost(["evaluate", "--task", task, "--catalogue", harness::FIXTURE]).run();
        assert!(ran.code == 2 && ran.stderr.contains("give your own with --judgements"), "{}", ran.stderr);
    }
    let commas = TempFile::new(".tsv", "kind,query,track,grade\n");
    let ran = ost(["evaluate", "--judgements", commas.path()]).run();
    let said =
        "kind: \"kind,query,track,grade\" is neither mood nor similar; four columns apart by tabs, without a header";
    assert!(ran.code == 2 && ran.stderr.contains(said), "{}", ran.stderr);
}

#[test]
fn the_same_seed_finds_the_same() {
    let file = written("seed.tsv", &data());
    let run = |seed: &str| {
        ost(["evaluate", "--task", "retrieval", "--data", &file, "--resamples", "20", "--seed", seed]).run().found()
    };
    assert_eq!(run("7"), run("7"));
    assert_ne!(run("7"), run("8"), "the random baseline and the draws follow the seed");
}

#[test]
fn every_track_is_reached_and_hubs_are_few() {
    let report = ost(["evaluate", "--task", "reach", "--format", "json"]).run().json();
    satisfies("urn:ost:output#/$defs/evaluate", &report);
    assert!(measure(&report, 0, "ost", "skewness") < 1.5);
    let notes = report["notes"].to_string();
    assert!(notes.contains("reached by one of these or by naming its tags: 100.0%"), "{notes}");
}

#[test]
fn settings_are_taken_by_other_commands() {
    let file = written("settings.json", r#"{"weighting": {"genre": 0, "tempo": 0, "instrumentation": 0, "theme": 1}}"#);
    let json = ost(["similar", "whispers-in-the-rain", "--settings", &file, "--format", "json"]).run().json();
    for result in json["results"].as_array().unwrap() {
        for reason in result["because"].as_array().unwrap() {
            assert_eq!(reason["facet"], "theme");
        }
    }
}
