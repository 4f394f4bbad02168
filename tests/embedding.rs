//! What a program that embeds the crate may give it: places of other catalogues, fields set to anything, streams that stand anywhere.
#![allow(clippy::unwrap_used)]

mod worlds;

use std::io::{Cursor, Seek, SeekFrom, Write};
use std::sync::Arc;

use ost::catalogue::facet::Facet;
use ost::counterfactual::change::Change;
use ost::explanation::sentence::{Language, Speaker};
use ost::interchange::embedded;
use ost::output::json;
use ost::query::critique::Critique;
use ost::query::mood::wish::Wish;
use ost::storage::aligned;
use ost::{Catalogue, Query, Recommender, Settings, TrackIndex};

use worlds::{Dice, Shape, tag, track};

/// A world of so many tracks, in memory.
fn whole(tracks: usize) -> Recommender {
    let shape = Shape { tracks, unknown: 10, rough: true };
    let mut dice = Dice::new(5);
    let tracks = (0..tracks).map(|id| track(&mut dice, id, shape)).collect();
    Recommender::new(Catalogue::new(tracks).unwrap(), Arc::new(worlds::vocabulary()), Settings::default()).unwrap()
}

/// The same in the bytes of an index file.
fn stored(recommender: &Recommender) -> Recommender {
    let mut file = Cursor::new(Vec::new());
    recommender.write(&mut file).unwrap();
    let vocabulary = Arc::new(recommender.vocabulary().clone());
    Recommender::open(aligned(file.get_ref()), vocabulary, *recommender.settings()).unwrap()
}

/// Every form a recommender comes in: in memory, in a file with its vectors, in one without, compiled in.
fn forms() -> Vec<Recommender> {
    let (small, large) = (whole(70), whole(17_000));
    let (small_file, large_file) = (stored(&small), stored(&large));
    vec![small, small_file, large, large_file, Recommender::embedded()]
}

/// Places that none of the forms has: just behind the last, within the same page, far away.
fn foreign(recommender: &Recommender, far: &Catalogue) -> Vec<TrackIndex> {
    let len = recommender.catalogue().len();
    [len, len + 1, len + 40, far.len() - 1].into_iter().filter_map(|at| far.places().nth(at)).collect()
}

#[test]
fn a_place_of_another_catalogue_is_nothing() {
    let far = whole(18_000);
    let all = forms();
    for recommender in &all {
        let catalogue = recommender.catalogue();
        let speaker = Speaker::new(Language::English, recommender.features(), catalogue);
        let own = catalogue.places().nth(1).unwrap();
        let own_query = Query::new().like(own);
        let expected = recommender.recommend(&own_query, 3);
        assert_eq!(expected.len(), 3);
        assert!(expected.iter().all(|answer| catalogue.get(answer.at) == Some(answer.track)));
        let places = foreign(recommender, far.catalogue());
        assert_eq!(places.len(), 4);
        for stale in places {
            let query = Query::new().like(stale).critique(Critique::Slower).critique(Critique::Newer);
            assert_eq!(recommender.recommend(&query, 3), []);
            assert_eq!(recommender.recommend_all(std::slice::from_ref(&query), 3), [[]]);
            assert_eq!(recommender.relaxations(&query), []);
            assert_eq!(recommender.recommend(&own_query.clone().like(stale).dislike(stale), 3), expected);
            assert_eq!(
                (recommender.explain(&own_query, stale), recommender.contrast(&own_query, own, stale)),
                (None, None)
            );
            assert_eq!(recommender.counterfactual(&own_query, stale, 3), None);
            assert_eq!(recommender.counterfactual(&query, own, 3), None);
            assert_eq!(recommender.unknowns(&own_query, stale), []);
            let change = Change::Add(Facet::Theme, tag("rain"));
            assert_eq!(recommender.score_changed(&own_query, stale, &[change]), None);
            assert_eq!((speaker.title(stale), speaker.tempo(stale)), (String::new(), None));
            assert_eq!(speaker.explained(&own_query, stale, &expected[0].explanation), "");
            assert!(!speaker.explained(&query, own, &expected[0].explanation).is_empty());
            let mut written = Vec::new();
            json::recommendations(&mut written, &query, &expected, &[], catalogue).unwrap();
            assert!(String::from_utf8(written).unwrap().contains("\"likes\": []"));
            assert!(catalogue.get(stale).is_none() && recommender.features().row(stale).is_none());
            assert!(recommender.features().affect(stale).is_none());
            recommender.intact().unwrap();
        }
    }
}

/// The law that an explanation is the account of its score, whatever the fields were set to.
#[test]
fn fields_out_of_their_ranges_break_no_sum() {
    let recommender = Recommender::embedded();
    let seed = recommender.find("whispers in the rain").unwrap();
    let wish = |name: &str, degree: f64, phrase| Wish { facet: Facet::Theme, tag: tag(name), degree, phrase };
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 1e-300, 2.0, 1e300];
    let mut answered = 0;
    for (degree, feeling) in odd.into_iter().flat_map(|degree| odd.map(|feeling| (degree, feeling))) {
        let mut mood = recommender.read_mood("rainy, heartbroken, not too fast");
        mood.feeling = feeling;
        mood.wanted.extend([wish("rain", degree, 7), wish("night", 0.5, 7), wish("farewell", degree, 8)]);
        mood.unwanted.push(wish("hope", degree, 9));
        let mut query = Query::new().like(seed).mood(mood);
        query.diversity = degree;
        for answer in recommender.recommend(&query, 20) {
            let why = &answer.explanation;
            let (because, despite): (f64, f64) =
                (why.because.iter().map(|r| r.share).sum(), why.despite.iter().map(|r| r.share).sum());
            assert!((because - why.score).abs() < 1e-6, "{degree} {feeling}: {because} for {}", why.score);
            assert!((despite + why.score - 1.0).abs() < 1e-6, "{degree} {feeling}: {despite} for {}", why.score);
            answered += 1;
        }
    }
    assert_eq!(answered, 20 * odd.len() * odd.len());
}

#[test]
fn a_field_beyond_its_range_is_the_nearest() {
    let recommender = Recommender::embedded();
    let mut mood = recommender.read_mood("rain");
    let asked = |mood: &ost::Mood, diversity: f64| {
        let mut query = Query::new().mood(mood.clone());
        query.diversity = diversity;
        recommender.recommend(&query, 30)
    };
    let (one, most) = (asked(&mood, 0.0), asked(&mood, 1.0));
    assert_eq!((asked(&mood, -3.0), asked(&mood, 2.0), asked(&mood, f64::NAN)), (one.clone(), most, one.clone()));
    mood.wanted.iter_mut().for_each(|wish| wish.degree = 1.0);
    let full = asked(&mood, 0.0);
    mood.wanted.iter_mut().for_each(|wish| wish.degree = 7.0);
    assert_eq!(asked(&mood, 0.0), full);
}

#[test]
fn an_index_begins_where_the_stream_stands() {
    let recommender = whole(70);
    let mut alone = Cursor::new(Vec::new());
    recommender.write(&mut alone).unwrap();
    let mut behind = Cursor::new(Vec::new());
    behind.write_all(b"what was there before").unwrap();
    recommender.write(&mut behind).unwrap();
    assert!(behind.get_ref()[21..] == alone.get_ref()[..], "the same file, further on");
    assert!(behind.get_ref().starts_with(b"what was there before"));
    // Over an old, longer file: the end of that is still there, and that is told.
    let mut over = Cursor::new(vec![1; 1 << 20]);
    over.seek(SeekFrom::Start(0)).unwrap();
    recommender.write(&mut over).unwrap();
    let opened = Recommender::open(aligned(over.get_ref()), Arc::new(worlds::vocabulary()), Settings::default());
    assert!(opened.unwrap_err().to_string().contains("cut off or was added to"));
}

#[test]
fn what_is_shown_of_a_recommender_is_short() {
    let recommender = Recommender::embedded();
    let len = embedded::catalogue().len();
    assert_eq!(format!("{recommender:?}"), format!("Recommender {{ tracks: {len}, .. }}"));
    assert_eq!(format!("{:?}", recommender.catalogue()), format!("Catalogue {{ tracks: {len}, .. }}"));
}
