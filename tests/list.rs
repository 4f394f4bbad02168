//! `ost list` as it is used.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{TempFile, golden, ost, ost_on_fixture, satisfies, widest};

const SCHEMA: &str = "urn:ost:output#/$defs/list";

#[test]
fn text_json_and_csv() {
    let text = ost_on_fixture(["list"]).run().found();
    assert!(widest(&text) <= 80, "{text}");
    assert!(text.lines().all(|line| line == line.trim_end()), "no line ends in spaces");
    golden("list.txt", &text);
    golden("list.csv", &ost_on_fixture(["list", "--format", "csv"]).run().found());
    golden("list.json", &ost_on_fixture(["list", "--format", "json"]).run().found());
}

#[test]
fn what_is_listed_can_be_read_again() {
    let json = ost_on_fixture(["list", "--format", "json"]).run().found();
    satisfies(SCHEMA, &serde_json::from_str(&json).unwrap());
    let again = ost(["list", "--format", "json", "--catalogue", "-"]).stdin(&json).run().found();
    assert_eq!(again, json);
    let lines: String =
        serde_json::from_str::<Vec<serde_json::Value>>(&json).unwrap().iter().map(|t| format!("{t}\n")).collect();
    let file = TempFile::new(".jsonl", lines);
    assert_eq!(ost(["list", "--format", "json", "--catalogue", file.path()]).run().found(), json);
}

/// What a catalogue says for `evaluate` alone is in it, too; and what nobody sees in a name stays in it in a table.
#[test]
fn nothing_is_lost_on_the_way() {
    let track = "{\"id\": \"a\", \"title\": \"\u{200f}A\u{200b}b\u{200e}\", \"genre\": [\"pop\"], \"album\": \"One\", \"split\": \"train\"}";
    let file = TempFile::new(".json", format!("[{track}]"));
    let json = ost(["list", "--format", "json", "--catalogue", file.path()]).run().found();
    assert!(json.contains(r#""album":"One","split":"train""#), "{json}");
    assert_eq!(ost(["list", "--format", "json", "--catalogue", "-"]).stdin(&json).run().found(), json);
    let csv = ost(["list", "--format", "csv", "--catalogue", file.path()]).run().found();
    assert!(csv.contains("a,\u{200f}A\u{200b}b\u{200e},") && csv.ends_with(",One,train\n"), "{csv:?}");
    let index = TempFile::new(".ost", "");
    let built = ost(["index", "build", file.path(), "-o", index.path()]).run();
    assert!(built.stderr.contains("album and split are for `ost evaluate` alone"), "{}", built.stderr);
}

#[test]
fn the_embedded_catalogue_fits_both_schemas() {
    let json = ost(["list", "--format", "json"]).run().json();
    satisfies(SCHEMA, &json);
    satisfies("urn:ost:catalogue", &json);
    let data: serde_json::Value = serde_json::from_str(ost::interchange::embedded::CATALOGUE).unwrap();
    satisfies("urn:ost:catalogue", &data);
    assert_eq!(json.as_array().unwrap().len(), data.as_array().unwrap().len());
}

#[test]
fn filters_hold() {
    let ids = |args: &[&str]| -> Vec<String> {
        let all = ["list", "--format", "json"].iter().chain(args).copied();
        let json = ost_on_fixture(all).run().json();
        json.as_array().unwrap().iter().map(|track| track["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["--drama", "밀물의 방", "--year", "2016"]), ["amber-dawn", "bare-branches"]);
    assert_eq!(ids(&["--artist", "한별"]), ["bare-branches", "march-of-two"]);
    assert_eq!(ids(&["--genre", "발라드"]), ["amber-dawn", "bare-branches", "first-snow-hanyang", "glass-rain"]);
    assert_eq!(ids(&["--instrument", "traditional korean instruments"]), ["daegeum-at-the-gate", "first-snow-hanyang"]);
    assert_eq!(ids(&["--tempo", "120..130"]), ["crosswalk", "ice-rink", "march-of-two"], "by beats or by term");
    assert_eq!(ids(&["--theme", "snow", "--exclude", "haegeum"]), ["first-snow-overtime"]);
    assert_eq!(ids(&["--year", "..2005"]), ["hwanggeum-road", "just-a-name"]);
}

/// A tag of one's own is a tag wherever one is asked for.
#[test]
fn an_own_tag_can_be_asked_for_more_of() {
    let songs = TempFile::new(
        ".jsonl",
        "{\"id\": \"a\", \"title\": \"A\", \"theme\": [\"rain\", \"space opera\"]}\n\
         {\"id\": \"b\", \"title\": \"B\", \"theme\": [\"rain\"]}\n",
    );
    let said = ost(["similar", "b", "--more", "space opera", "--catalogue", songs.path(), "--format", "csv"]).run();
    assert!(said.code == 0 && said.stdout.lines().count() == 2, "{}{}", said.stdout, said.stderr);
    let said = ost(["similar", "everytime", "--more", "slower", "-k", "1"]).run();
    assert!(said.code == 0 && said.stdout.contains("but slower"), "{}{}", said.stdout, said.stderr);
}

/// Whoever types Korean finds artists and dramas by the names they have in Korea.
#[test]
fn other_names_of_artists_and_dramas() {
    let listed = |args: &[&str]| ost(["list", "--format", "csv"].iter().chain(args).copied()).run().found();
    assert_eq!(listed(&["--artist", "아이유"]), listed(&["--artist", "IU"]));
    assert_eq!(listed(&["--drama", "별그대"]), listed(&["--drama", "My Love from the Star"]));
    let ran = ost(["show", "규현"]).run();
    assert!(ran.code == 2 && ran.stderr.contains("of a drama or an artist of that name"), "{}", ran.stderr);
    let ran = ost(["show", "KYUHYUN"]).run();
    assert!(ran.code == 2 && ran.stderr.contains("of a drama or an artist of that name"), "{}", ran.stderr);
    assert!(ost(["show", "@ 펀치 "]).run().stderr.contains("could be"));
    assert!(ost(["show", "stay with me @ 펀치"]).run().found().contains("Stay With Me"));
}

/// Whoever types a whole name means that one, not those that hold it.
#[test]
fn a_whole_name_is_not_a_part() {
    let names = |args: &[&str], field: &str| -> Vec<String> {
        let json = ost(["list", "--format", "json"].iter().chain(args).copied()).run().json();
        let of = |track: &serde_json::Value| track[field].to_string();
        let mut names: Vec<String> = json.as_array().unwrap().iter().map(of).collect();
        names.dedup();
        names
    };
    assert_eq!(names(&["--drama", "dream high"], "drama"), ["\"Dream High\""]);
    assert_eq!(names(&["--artist", "나비"], "artists"), ["[\"NaVi\",\"Kebee\"]"], "and not 잔나비");
    assert_eq!(
        names(&["--drama", "hotel"], "drama"),
        ["\"Hotel Del Luna\""],
        "a part is enough where nothing is called so"
    );
    assert!(names(&["--artist", "jin", "--artist", "park bo"], "artists").len() > 2, "each by itself");
}

/// Several artists written as one name are those who sing together, and a group before or behind a name says no more than the name.
#[test]
fn an_artist_is_written_as_more_than_one_name() {
    let told = |artist: &str| ost(["list", "--format", "csv", "--artist", artist]).run().found();
    let duet = told("Chen & Punch");
    assert!(duet.lines().count() > 1 && duet.lines().skip(1).all(|line| line.contains("CHEN; Punch")), "{duet}");
    for artist in ["Chen, Punch", "punch x chen", "첸과 펀치", "Chen feat. Punch"] {
        assert_eq!(told(artist), duet, "{artist}");
        for file in ["data/catalogue.json", "data/catalogue.ost"] {
            let of = ["list", "--format", "csv", "--artist", artist, "--catalogue", file];
            assert_eq!(ost(of).run().found(), duet, "{artist} of {file}");
        }
    }
    for artist in ["EXO Chen", "Chen of EXO", "CHEN (EXO)"] {
        assert_eq!(told(artist), told("Chen"), "{artist}");
    }
    assert_eq!(told("Savina & Drones"), told("Savina and Drones"), "a name of its own");
}

/// A word that excludes nothing, since nothing is called so, is told; one that names anything is not.
#[test]
fn what_excludes_nothing_is_told() {
    let said = |word: &str| ost(["list", "--exclude", word, "--format", "csv"]).run();
    let everything = ost(["list", "--format", "csv"]).run().stdout;
    for word in ["nosuch", "gobl"] {
        let told = format!("note: --exclude: no track, drama, artist or tag is called {word}\n");
        assert_eq!((said(word).stderr, said(word).stdout), (told, everything.clone()));
    }
    for word in ["stay-with-me-goblin", "Stay With Me", "goblin", "응팔", "아이유", "rain", "빗소리"] {
        let ran = said(word);
        assert!(ran.stderr.is_empty() && ran.stdout.len() < everything.len(), "{word}: {}", ran.stderr);
    }
}

/// Few letters stand in too many names: IU is no part of XIUMIN.
#[test]
fn a_short_name_is_a_whole_one() {
    for (option, name, other) in [("--artist", "IU", "XIUMIN"), ("--artist", "lyn", "HYOLYN"), ("--drama", "sky", "")] {
        let listed = ost(["list", option, name, "--format", "csv"]).run().stdout;
        assert!(listed.lines().count() > 1 && (other.is_empty() || !listed.contains(other)), "{name}: {listed}");
    }
}

#[test]
fn nothing_passes() {
    let ran = ost_on_fixture(["list", "--drama", "no such drama"]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(ran.stderr, "note: no drama is called no such drama\n");
    let ran = ost(["list", "--drama", "hotel dell luna", "--artist", "gumy", "--artist", "iu"]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(
        ran.stderr,
        "note: no drama is called hotel dell luna; did you mean --drama \"Hotel Del Luna\"?\n\
         note: no artist is called gumy; did you mean --artist Gummy?\n"
    );
    let ran = ost(["list", "--year", "1999"]).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (1, "note: no song passes; fewer filters may help\n"));
}

#[test]
fn tags_outside_the_vocabulary_are_kept_with_one_warning() {
    let file = TempFile::new(".json", r#"[{"id": "a", "title": "A", "genre": ["ballade of steel", "balad"]}]"#);
    let ran = ost(["list", "--genre", "ballade of steel", "--catalogue", file.path()]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "A\n"));
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("balad (near: ballad)"), "{}", ran.stderr);
    let shown = ost(["show", "a", "--format", "json", "--catalogue", file.path()]).run();
    assert!(shown.stdout.contains(r#""tag": "ballade of steel""#), "it has a dimension of its own: {}", shown.stdout);
}

/// A slip that is all but the last letter of another name is told whom it may mean.
#[test]
fn a_slip_is_no_beginning() {
    let ran = ost(["list", "--artist", "taeyon"]).run();
    assert!(ran.code == 1 && ran.stderr.ends_with("did you mean --artist TAEYEON?\n"), "{}", ran.stderr);
    let told = |artist: &str| ost(["list", "--format", "csv", "--artist", artist]).run().found();
    assert_eq!(told("Baek Ji"), told("Baek Ji Young"));
}

/// A tempo is asked for as one says it in Korean; what is no tempo is answered with those that are.
#[test]
fn tempo_words() {
    let told = |tempo: &str| ost(["list", "--format", "csv", "--tempo", tempo]).run().found();
    assert_eq!(told("느리게"), told("slow"));
    assert_eq!(told("느린"), told("slow"));
    assert_eq!(told("아주 빠르게"), told("very fast"));
    ost(["list", "--tempo", "zzz"]).run().fails_with(
        "--tempo: \"zzz\" is no tempo tag; `ost tags tempo` lists them\n  very slow\n  slow\n  medium\n  fast\n  very fast",
    );
}

/// However people write from one year to another.
#[test]
fn years_have_a_dash_or_dots_between_them() {
    let listed = |years: &str| ost(["list", "--year", years, "--format", "csv"]).run().found();
    let dots = listed("2016..2018");
    for years in ["2016-2018", "2016~2018", "2016–2018"] {
        assert_eq!(listed(years), dots, "{years}");
    }
    assert_eq!(listed("2016-"), listed("2016.."));
}
