//! What people type, against a small catalogue of real titles.

use proptest::prelude::*;

use crate::catalogue::Catalogue;
use crate::catalogue::track::{Label, Track, TrackId, Year};
use crate::error::{Error, ErrorKind};
use crate::lookup::finding::{How, Lookup};
use crate::output::plain::plain;

fn track(id: &str, titles: &[&str], artist: &str, dramas: &[&str], year: i64) -> Track {
    let label = |text: &&str| Label::new(text).unwrap();
    let mut track = Track::new(TrackId::new(id).unwrap(), label(&titles[0]));
    track.title_ko = titles.get(1).filter(|title| !title.is_empty()).map(label);
    track.title_aliases = titles.iter().skip(2).map(label).collect();
    track.artists = vec![label(&artist)];
    track.drama = dramas.first().map(label);
    track.drama_aliases = dramas.iter().skip(1).map(label).collect();
    track.year = Some(Year::new(year).unwrap());
    track
}

const GOBLIN: &[&str] = &["Goblin", "도깨비", "쓸쓸하고 찬란하神 - 도깨비", "Guardian: The Lonely and Great God"];

fn catalogue() -> Catalogue {
    let tracks = vec![
        track("chasing-starlight", &["Chasing Starlight"], "Nova", &["Beyond the Horizon"], 2025),
        track("first-snow", &["I Will Go to You Like the First Snow", "첫눈처럼 너에게 가겠다"], "Ailee", GOBLIN, 2017),
        track("stay-with-me", &["Stay With Me"], "CHANYEOL", GOBLIN, 2016),
        track("stay-with-me-doctor", &["Stay with Me", "곁에 있어줘"], "Wendy", &["Doctor Romance", "낭만닥터"], 2020),
        track("stay-with-me-hotel", &["Stay with me"], "Punch", &["Hotel del Luna", "호텔 델루나"], 2019),
        track("i-love-you", &["I Love You", "널 사랑해"], "Kim Bum Soo", &["Love Rain", "사랑비"], 2012),
        track("crying", &["Crying", "눈물이 나"], "Sung Si Kyung", &["Crash Landing on You", "사랑의 불시착"], 2020),
        track("cafe", &["Café del Mar"], "IU", &["Love Rain", "사랑비"], 2013),
        track("always", &["Always"], "Yoon Mi Rae", &["Descendants of the Sun", "태양의 후예"], 2016),
        track("hearts", &["♡♡"], "Nova", &["Love Rain"], 2012),
        track("part-2", &["Destiny Part 2", "꿈속의 운명"], "Nova", &["Love Rain"], 2012),
        track("you-and-i", &["You & I @ Night"], "Nova", &["Neon City Dreams"], 2025),
        track("cold-wind", &["Cold Wind", "바람이 분다"], "Nova", &["Neon City Dreams"], 2025),
    ];
    Catalogue::new(tracks).unwrap()
}

/// The id that is found and how, or the kind of error with the ids it offers.
fn ask(text: &str) -> Result<(String, How), (ErrorKind, Vec<String>)> {
    let catalogue = catalogue();
    match Lookup::new().find(&catalogue, text) {
        Ok(found) => Ok((catalogue.track(found.track).id.to_string(), found.how)),
        Err(error) => {
            let ids = error.candidates().iter().map(|line| line.split("  ").next().unwrap_or_default().to_owned());
            Err((error.kind(), ids.collect()))
        }
    }
}

fn refusal(text: &str) -> Error {
    Lookup::new().find(&catalogue(), text).unwrap_err()
}

#[test]
fn a_track_is_found_by_what_people_type() {
    for (text, id, how) in [
        ("chasing-starlight", "chasing-starlight", How::Id),
        ("  always ", "always", How::Id),
        ("CHASING  starlight!", "chasing-starlight", How::Name),
        ("chasingstarlight", "chasing-starlight", How::Name),
        ("cafe DEL mar", "cafe", How::Name),
        ("첫눈처럼너에게가겠다", "first-snow", How::Name),
        ("\u{1102}\u{1165}\u{11af} \u{1109}\u{1161}\u{1105}\u{1161}\u{11bc}\u{1112}\u{1162}", "i-love-you", How::Name),
        ("♡♡", "hearts", How::Name),
        ("you & i @ night", "you-and-i", How::Name),
        ("neol saranghae", "i-love-you", How::Romanised),
        ("nul saranghe", "i-love-you", How::Romanised),
        ("cheonnuncheoreom neoege gagetda", "first-snow", How::Romanised),
        ("chutnun chorom nuege gagetta", "first-snow", How::Romanised),
        ("kkumsogui unmyeong", "part-2", How::Romanised),
        ("barami bunda", "cold-wind", How::Romanised),
        ("ㅊㄴㅊㄹ", "first-snow", How::Initials),
        ("ㅊㄴㅊㄹ ㄴㅇㄱ ㄱㄱㄷ", "first-snow", How::Initials),
        ("ㄲㅅㅇㅇㅁ", "part-2", How::Initials),
        ("ㄱㅅㅇ", "part-2", How::Initials),
        ("chasing st", "chasing-starlight", How::Part),
        ("starlight", "chasing-starlight", How::Part),
        ("첫눈", "first-snow", How::Part),
        ("첫누", "first-snow", How::Part),
        ("가겠다", "first-snow", How::Part),
        ("cheotnuncheo", "first-snow", How::Part),
        ("neol sarangha", "i-love-you", How::Part),
        ("chasing starlite", "chasing-starlight", How::Misspelt),
        ("hcasing starlight", "chasing-starlight", How::Misspelt),
        ("aways", "always", How::Misspelt),
        ("첫눈처럼 너애게 가겠다", "first-snow", How::Misspelt),
        ("눈뮬이 나", "crying", How::Misspelt),
        ("cheotnuncheoleom neoeke katetda", "first-snow", How::Misspelt),
    ] {
        assert_eq!(ask(text), Ok((id.into(), how)), "{text}");
    }
}

#[test]
fn a_drama_or_an_artist_narrows() {
    for (text, id, how) in [
        ("stay with me @ goblin", "stay-with-me", How::Name),
        ("Stay With Me@도깨비", "stay-with-me", How::Name),
        ("stay with me @ guardian", "stay-with-me", How::Name),
        ("stay with me @ lonely and", "stay-with-me", How::Name),
        ("stay with me @ dokkaebi", "stay-with-me", How::Name),
        ("stay with me @ ㄷㄲㅂ", "stay-with-me", How::Name),
        ("stay with me @ goblim", "stay-with-me", How::Name),
        ("stay with me @ hotle del", "stay-with-me-hotel", How::Name),
        ("stay with me @ 닥터", "stay-with-me-doctor", How::Name),
        ("stay with me @ chanyeol", "stay-with-me", How::Name),
        ("stya with me @ goblin", "stay-with-me", How::Misspelt),
        ("stay w @ punch", "stay-with-me-hotel", How::Part),
        // An @ with nothing behind it narrows nothing.
        ("always @", "always", How::Name),
        ("@ crash landing", "crying", How::Part),
    ] {
        assert_eq!(ask(text), Ok((id.into(), how)), "{text}");
    }
}

#[test]
fn several_are_listed_and_none_is_chosen() {
    let error = refusal("Stay with  me");
    assert_eq!(error.kind(), ErrorKind::Ambiguous);
    assert_eq!(error.to_string(), "\"Stay with  me\" could be 3 tracks; say which");
    assert_eq!(
        error.candidates(),
        [
            "stay-with-me  (Stay With Me – CHANYEOL, Goblin, 2016)",
            "stay-with-me-doctor  (Stay with Me – Wendy, Doctor Romance, 2020)",
            "stay-with-me-hotel  (Stay with me – Punch, Hotel del Luna, 2019)",
        ]
    );
    assert_eq!(ask("stay"), Err((ErrorKind::Ambiguous, error_ids(&error))), "a beginning three titles share");
    assert_eq!(ask("@ goblin"), Err((ErrorKind::Ambiguous, vec!["first-snow".into(), "stay-with-me".into()])));
}

fn error_ids(error: &Error) -> Vec<String> {
    error.candidates().iter().map(|line| line.split("  ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_part_that_matches_nothing_is_named() {
    let error = refusal("stay with me @ xyzzy");
    assert_eq!(error.to_string(), "no drama or artist called \"xyzzy\" has a track called \"stay with me\"");
    assert_eq!(error_ids(&error), ["stay-with-me", "stay-with-me-doctor", "stay-with-me-hotel"]);
    assert_eq!(error_ids(&refusal("always @ goblin")), ["always"]);

    let error = refusal("xyzzy @ goblin");
    assert_eq!(error.to_string(), "no track is called \"xyzzy\"");
    assert!(error_ids(&error).iter().all(|id| id == "first-snow" || id == "stay-with-me"), "{error:?}");

    // What begins so but for one edit comes before what is near as a whole.
    for (text, id) in [("chasign", "chasing-starlight"), ("strlight", "chasing-starlight"), ("쳣눈처럼", "first-snow")]
    {
        assert_eq!(error_ids(&refusal(text))[0], id, "{text}");
        assert_eq!(refusal(text).candidates().len(), 3, "{text}");
    }

    let error = refusal("chasing the daylight");
    assert_eq!((error.kind(), error.candidates().len()), (ErrorKind::NotFound, 3));
    assert_eq!(error_ids(&error)[0], "chasing-starlight");
}

#[test]
fn whoever_types_a_drama_or_an_artist_is_told_the_tracks() {
    for (text, ids) in [
        ("Goblin", &["first-snow", "stay-with-me"][..]),
        ("태양의 후예", &["always"]),
        ("crash landing", &["crying"]),
        ("nangmandakteo", &["stay-with-me-doctor"]),
        ("IU", &["cafe"]),
    ] {
        let error = refusal(text);
        assert_eq!(
            (error.kind(), error_ids(&error)),
            (ErrorKind::NotFound, ids.iter().map(|id| (*id).into()).collect())
        );
    }
    let message = "no track is called \"Goblin\", but 2 are of a drama or an artist of that name";
    assert_eq!(refusal("Goblin").to_string(), message);
    // Misspelt as a whole, and not where a title begins nearly so.
    let misspelt = refusal("Gobln");
    let message = "no track is called \"Gobln\", but 2 are of a drama or an artist of nearly that name";
    assert_eq!((misspelt.to_string(), error_ids(&misspelt)), (message.into(), error_ids(&refusal("Goblin"))));
    // Two letters begin too many names.
    assert!(!refusal("ch").to_string().contains("drama"));
    assert_eq!(refusal("goblin @ iu").to_string(), "no track is called \"goblin\"");
}

#[test]
fn what_is_too_far_is_not_found() {
    for text in ["", "   ", "@", "@ @", "\u{301}\u{301}", "!!", "xyzzy", "destiny part 3", "ㅎㅎㅎㅎ", "st", "눈"]
    {
        assert!(matches!(ask(text), Err((ErrorKind::NotFound, _))), "{text}: {:?}", ask(text));
    }
}

#[test]
fn a_hostile_text_is_refused_at_once() {
    let catalogue = catalogue();
    let lookup = Lookup::new();
    for unit in ["a", "가", "ㅊ", "\u{301}", "\u{1b}", "@", "\u{fdfa}", "\u{1100}", " a"] {
        for count in [100, 399, 400, 401, 100_000] {
            let start = std::time::Instant::now();
            let error = lookup.find(&catalogue, &unit.repeat(count)).unwrap_err();
            assert!(error.to_string().len() < 800, "{unit:?}");
            assert!(start.elapsed().as_millis() < 500, "{unit:?} {count}");
        }
    }
}

#[test]
fn another_catalogue_is_answered_from_itself() {
    let lookup = Lookup::new();
    assert!(lookup.find(&catalogue(), "xyzzy").is_err());
    let other = Catalogue::new(vec![track("z", &["Xyzzyx"], "Nova", &[], 2000)]).unwrap();
    assert_eq!(lookup.find(&other, "xyzzy").unwrap().how, How::Part);
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        proptest::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter),
        "[가-힣ㄱ-ㅣ\u{1100}-\u{11ff}a-eyou@ \u{300}]{0,20}",
        "(stay|neol|첫눈처럼|with|ㅊㄴ|me|@|goblin| ){0,6}",
    ]
}

proptest! {
    #[test]
    fn no_text_panics(text in texts()) {
        let catalogue = catalogue();
        if let Err(error) = Lookup::new().find(&catalogue, &text) {
            prop_assert!(error.candidates().len() <= 12);
            prop_assert!(!plain(&error.to_string()).contains(|c: char| c.is_control()));
        }
    }

    /// Whatever else a track's titles are, and whatever other tracks are called.
    #[test]
    fn an_id_always_wins(names in proptest::collection::btree_map("[ab가@.♡-]{1,4}", texts(), 1..12)) {
        let tracks = names.iter().map(|(id, title)| {
            let title = Label::new(title).or_else(|_| Label::new("b a"));
            Track::new(TrackId::new(id).unwrap(), title.unwrap())
        });
        let catalogue = Catalogue::new(tracks.collect()).unwrap();
        let lookup = Lookup::new();
        for (at, track) in catalogue.iter() {
            let found = lookup.find(&catalogue, track.id.as_str()).unwrap();
            prop_assert_eq!((found.track, found.how), (at, How::Id));
        }
    }

    /// A right title is never taken for a misspelling, and its track is always among the answers.
    #[test]
    fn a_title_leads_to_its_track(titles in proptest::collection::vec("[a-c가-각ㄱ-ㄷ ]{1,8}", 1..12)) {
        let tracks = titles.iter().enumerate().filter_map(|(i, title)| {
            Some(Track::new(TrackId::new(&format!("id-{i}")).unwrap(), Label::new(title).ok()?))
        });
        let catalogue = Catalogue::new(tracks.collect()).unwrap();
        let lookup = Lookup::new();
        for (at, track) in catalogue.iter() {
            match lookup.find(&catalogue, track.title.as_str()) {
                Ok(found) => prop_assert_eq!((found.track, found.how), (at, How::Name)),
                Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Ambiguous),
            }
        }
    }
}

/// Whoever knows a drama or an artist types that, alone or beside a title; and a title of other words is no misspelling.
#[test]
fn names_of_dramas_and_artists_are_no_titles() {
    let recommender = crate::recommender::Recommender::embedded();
    let id =
        |text: &str| recommender.look_up(text).map(|found| recommender.catalogue().track(found.track).id.to_string());
    for (text, track) in [
        ("마음을 드려요 - 아이유", "give-you-my-heart"),
        ("beautiful by crush", "beautiful-goblin"),
        ("Goblin Stay With Me", "stay-with-me-goblin"),
        ("someday iu", "someday-dream-high"),
        ("박효신눈의꽃", "snow-flower-im-sorry-i-love-you"),
        ("Tomorrow With You by Kim Feel", "tomorrow-with-you"),
        ("whisprs in teh rain", "whispers-in-the-rain"),
    ] {
        assert_eq!(id(text).unwrap(), track, "{text}");
    }
    for (text, said) in [
        ("KYUHYUN", "5 are of a drama or an artist of that name"),
        ("아이유 노래", "6 are of a drama or an artist of that name"),
        ("goblin ost", "15 are of a drama or an artist of that name"),
        ("에일리 @ 도깨비", "one is of a drama or an artist of that name"),
        ("찬열 펀치", "2 are of a drama or an artist of these names"),
        ("midnight walk @ when life gives you tangerines", "could be 2 tracks"),
        ("I Need You", "no track is called \"I Need You\""),
        ("Still With You", "no track is called \"Still With You\""),
        ("소연", "no track is called \"소연\""),
        ("Mybe", "could be 2 tracks"),
        ("Jin yours", "no track is called"),
        ("TAEYON", "14 are of a drama or an artist of that name"),
    ] {
        let error = id(text).unwrap_err().to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}
