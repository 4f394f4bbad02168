//! How much of the words that people use for music is understood, and how well the lexicon's feelings agree with people's ratings.
//!
//! Reads the folder that the environment variable `OST_REFERENCE` names; without it every test here says so and passes.
//! `OST_REFERENCE=... cargo test --test mood_coverage -- --nocapture` prints each figure with what is still missed.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use ost::interchange::embedded;
use ost::query::mood::reader::MoodReader;

/// The terms of the Geneva Emotional Music Scale (GEMS-45: Zentner, Grandjean and Scherer, Emotion 8, 2008).
const GEMS: &str = "moved; filled with wonder; allured; dazzled; amazed; happy; inspired; transcendence; spirituality; thrills; overwhelmed; \
    in love; tender; affectionate; sensual; mellowed; softened; sentimental; dreamy; nostalgic; melancholic; calm; relaxed; serene; soothed; \
    meditative; energetic; triumphant; fiery; heroic; strong; joyful; animated; bouncy; amused; dancing; stimulated; agitated; nervous; tense; \
    impatient; irritated; sad; sorrowful; tearful; blue";

/// Playlist tags that name no mood, scene, season or activity: charts, people, media, places of publication.
const NO_SCENE: &str = "매장음악 OST 명곡 트렌디 아이돌 매장 가요 띵곡 JPOP 노래 음색 노래방 걸그룹 bgm 국내힙합 드라마 음악 영화 생각 추천 추천곡 숨은명곡 외힙 \
    가사 배경음악 좋은노래 kpop 셋리스트 외국힙합 편집샵 음색깡패 국내 빌보드 국힙 집 수록곡 방탄소년단 힙스터 신곡 영화음악 중독성 노래추천 힙합엘이 영국 \
    플레이리스트 유니크 빌로우 솔로 해외 최신 1990 아이유 마음 인기 듣기좋은 히든트랙 라디오 장르불문 영화OST 고막남친 느낌 팝송추천 리메이크 애창곡 가창력 \
    한국힙합 나만알고싶은 음색깡패 월드뮤직 연주 멜로디 리듬 시작 분위기 취향저격 느낌있는 2000년대 90년대 2010년대";

/// What describes a recording rather than music.
const RECORDING: [&str; 40] = [
    "quality",
    "recording",
    "recorded",
    "audio",
    "live",
    "amateur",
    "mono",
    "noise",
    "noisy",
    "stereo",
    "tutorial",
    "cover",
    "video",
    "crowd",
    "people",
    "audience",
    "sound effects",
    "speaking",
    "talking",
    "foreign",
    "language",
    "muffled",
    "static",
    "playback",
    "background",
    "instruments",
    "jingle",
    "remix",
    "generic",
    "boomy",
    "mix",
    "dj",
    "volume",
    "sounds",
    "hiss",
    "compressed",
    "panned",
    "sample",
    "production",
    "interference",
];

fn reference(file: &str) -> Option<String> {
    let Ok(folder) = std::env::var("OST_REFERENCE") else {
        eprintln!("SKIPPED: OST_REFERENCE names no folder, so {file} cannot be read");
        return None;
    };
    Some(fs::read_to_string(PathBuf::from(folder).join(file)).unwrap())
}

fn reader() -> MoodReader<'static> {
    MoodReader::new(embedded::lexicon(), &embedded::vocabulary())
}

/// Whether a description is understood: something is, and no more is ignored than understood.
fn understood(reader: &MoodReader<'_>, text: &str) -> bool {
    let mood = reader.read(text);
    !mood.understood.is_empty() && mood.ignored.len() <= mood.understood.len() / 2
}

/// A term with its weight and whether it is understood.
type Judged = (String, f64, bool);

fn judged(terms: impl IntoIterator<Item = (String, f64)>) -> Vec<Judged> {
    let reader = reader();
    let judge = |(term, weight): (String, f64)| {
        let known = understood(&reader, &term);
        (term, weight, known)
    };
    terms.into_iter().map(judge).collect()
}

/// Prints the share of terms, weighted, that are understood, with those that are not; returns the share.
fn coverage<'t>(name: &str, terms: impl IntoIterator<Item = &'t Judged>) -> f64 {
    let (known, missed): (Vec<&Judged>, Vec<&Judged>) = terms.into_iter().partition(|(_, _, known)| *known);
    let sum = |terms: &[&Judged]| terms.iter().map(|(_, weight, _)| weight).sum::<f64>();
    let share = sum(&known) / (sum(&known) + sum(&missed));
    println!(
        "{name}: {:.1}% of {} terms understood; {} missed",
        100.0 * share,
        known.len() + missed.len(),
        missed.len()
    );
    let most: Vec<&str> = missed.iter().take(60).map(|(term, ..)| term.as_str()).collect();
    println!("  missed: {}", most.join(", "));
    share
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_geneva_scale_is_understood() {
    let share = coverage("GEMS-45", &judged(GEMS.split(';').map(|term| (term.trim().to_owned(), 1.0))));
    assert!(share >= 1.0, "{share}");
}

#[test]
fn allmusic_moods_are_understood() {
    let Some(text) = reference("mood_terms_allmusic.txt") else { return };
    let terms = text.lines().filter(|line| !line.is_empty()).map(|line| (line.replace('/', ", "), 1.0));
    let share = coverage("AllMusic moods", &judged(terms));
    assert!(share >= 0.9, "{share}");
}

#[test]
fn mirex_clusters_are_understood() {
    let Some(text) = reference("mood_clusters_mirex.txt") else { return };
    let words = text.lines().filter_map(|line| line.split_once(':')).flat_map(|(_, words)| words.split([',', '/']));
    let share = coverage("MIREX clusters", &judged(words.map(|word| (word.trim().to_owned(), 1.0))));
    assert!(share >= 1.0, "{share}");
}

#[test]
fn playlist_tags_are_understood() {
    let Some(text) = reference("korean_playlist_tags.csv") else { return };
    let terms = judged(rows(&text).iter().map(|row| (row[0].clone(), row[1].parse().unwrap())));
    coverage("playlist tags, all 1,500, by count", &terms);
    let first: Vec<Judged> = terms.into_iter().take(300).map(|(tag, _, known)| (tag, 1.0, known)).collect();
    coverage("playlist tags, the first 300, of any kind", &first);
    let named = first.iter().filter(|(tag, ..)| !NO_SCENE.split_whitespace().any(|other| other == tag));
    let share = coverage("playlist tags, moods, scenes, seasons, activities and genres among the first 300", named);
    assert!(share >= 0.9, "{share}");
}

#[test]
fn music_descriptors_are_understood() {
    let Some(text) = reference("english_music_descriptors_dev.csv") else { return };
    let terms = judged(rows(&text).iter().map(|row| (row[0].clone(), row[1].parse().unwrap())));
    coverage("descriptors of any kind, by count", &terms);
    let musical = terms.iter().filter(|(term, ..)| !RECORDING.iter().any(|word| term.contains(word)));
    let share = coverage("descriptors of music, by count", musical);
    assert!(share >= 0.75, "{share}");
}

/// Words that nobody calls unpleasant, for telling whether the ratings of a source stand beside their words.
const PLEASANT: &str = "기쁨 희망 감격 감동 행운 친구 우정 축복 천사 감사 보람 성취감 자부심 자긍심 긍지 환희 쾌감 우승 승진 대성공 햇살 여행 아기 매력 \
    사랑 행복 기쁘다 행복하다 즐겁다 신나다 반갑다 흐뭇하다 뿌듯하다 편안하다 상쾌하다 즐거움 평화 칭찬 미소 훌륭하다 승리자 대만족 행복감 자신감 \
    멋있다 감사하다 자유롭다 멋지다 향기롭다 따뜻하다 낭만적이다";

/// Words that nobody calls pleasant.
const UNPLEASANT: &str = "학대 테러 협박 불행 비극 교도소 감옥 죽음 살인 체포 시체 고문 배신감 모욕 아픔 고통 상처 패배 사기꾼 억압 질투 원망 슬픔 슬프다 \
    화나다 괴롭다 무섭다 두렵다 외롭다 절망 우울하다 분노 증오 불안하다 억울하다 비참하다 끔찍하다 참담하다 역겹다 서럽다 피범벅 쓰나미 성추행 \
    범죄자 거짓말쟁이 핵폐기물 떼죽음 고통스럽다 상처받다 스트레스 최악 미워하다 지치다 아프다 피곤하다 비난하다";

/// The share of those words that a source has to give a valence of the right sign; chance gives half of them.
const IN_LINE: f64 = 0.8;

/// How many of the undisputed words a source rates, and how many of them with the right sign.
fn right_signs(rows: &[Rated], source: &str) -> (usize, usize) {
    let sign = |word: &str| {
        let listed = |list: &str| list.split_whitespace().any(|other| other == word);
        if listed(PLEASANT) { Some(true) } else { listed(UNPLEASANT).then_some(false) }
    };
    let own = rows.iter().filter(|(from, ..)| from == source);
    let judged: Vec<bool> = own.filter_map(|(_, word, [valence, _])| Some(sign(word)? == (*valence > 0.0))).collect();
    (judged.len(), judged.iter().filter(|right| **right).count())
}

/// A row of the norms: the source, the word, its valence and arousal.
type Rated = (String, String, [f64; 2]);

/// How far a source agrees with the other sources about the words that both rate: their number, and Pearson's correlations of valence and arousal.
fn cross_source(rows: &[Rated], source: &str) -> (usize, [f64; 2]) {
    let of = |own: bool, word: &str| {
        let found = rows.iter().find(|(from, rated, _)| (from == source) == own && rated == word);
        found.map(|(_, _, ratings)| *ratings)
    };
    let own = rows.iter().filter(|(from, ..)| from == source);
    let pairs: Vec<([f64; 2], [f64; 2])> =
        own.filter_map(|(_, word, ratings)| Some((*ratings, of(false, word)?))).collect();
    let axis = |i: usize| {
        let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().map(|(a, b)| (a[i], b[i])).unzip();
        pearson(&a, &b)
    };
    (pairs.len(), [axis(0), axis(1)])
}

#[test]
fn feelings_agree_with_korean_norms() {
    let Some(text) = reference("korean_affective_norms_dev.csv") else { return };
    let reader = reader();
    let rows: Vec<Rated> = rows(&text)
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone(), [row[2].parse().unwrap(), row[3].parse().unwrap()]))
        .collect();
    let rated: Vec<(&str, [f64; 4])> = rows
        .iter()
        .filter_map(|(source, word, [v, a])| {
            let mood = reader.read(word);
            let whole = mood.understood.len() == 1 && mood.ignored.is_empty() && mood.understood[0].degree > 0.0;
            let (valence, arousal) = (mood.valence.filter(|_| whole)?, mood.arousal?);
            Some((source.as_str(), [valence.value(), arousal.value(), *v, *a]))
        })
        .collect();
    let figures = |name: &str, admitted: &dyn Fn(&str) -> bool| {
        let of = |i: usize| -> Vec<f64> { rated.iter().filter(|(s, _)| admitted(s)).map(|(_, v)| v[i]).collect() };
        let (valence, arousal) = (spearman(&of(0), &of(2)), spearman(&of(1), &of(3)));
        let words = of(0).len();
        println!("Korean norms, {name}: {words} words in both; Spearman valence {valence:.3}, arousal {arousal:.3}");
        (words, valence, arousal)
    };
    let mut sources: Vec<&str> = rows.iter().map(|(source, ..)| source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let mut unsound = Vec::new();
    for source in sources {
        figures(source, &|from| from == source);
        let (shared, [valence, arousal]) = cross_source(&rows, source);
        if shared > 2 {
            println!("  {shared} words also in another source; Pearson valence {valence:.2}, arousal {arousal:.2}");
        }
        let (undisputed, right) = right_signs(&rows, source);
        println!("  {right} of {undisputed} undisputed words have the right sign");
        if (right as f64) < IN_LINE * undisputed as f64 {
            unsound.push(source);
        }
    }
    figures("all sources", &|_| true);
    let name = format!("without the source that is out of line, {}", unsound.join(", "));
    let (words, valence, arousal) = figures(&name, &|source| !unsound.contains(&source));
    assert!(words >= 150 && valence >= 0.85 && arousal >= 0.70, "{words} {valence} {arousal}");
}

/// Spearman's rank correlation: Pearson's of the ranks, ties at their mean rank.
fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let ranks = |values: &[f64]| -> Vec<f64> {
        let mean_rank = |v: &f64| {
            let below = values.iter().filter(|w| w.total_cmp(v).is_lt()).count();
            let equal = values.iter().filter(|w| w.total_cmp(v).is_eq()).count();
            below as f64 + (equal as f64 - 1.0) / 2.0
        };
        values.iter().map(mean_rank).collect()
    };
    pearson(&ranks(a), &ranks(b))
}

/// Pearson's correlation.
fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let cov: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let var = |v: &[f64], m: f64| v.iter().map(|x| (x - m).powi(2)).sum::<f64>();
    cov / (var(a, ma) * var(b, mb)).sqrt()
}

#[test]
fn spearman_knows_ties() {
    // scipy.stats.spearmanr([1, 2, 2, 3], [1, 3, 2, 4]) = 0.9486832980505138
    approx::assert_relative_eq!(
        spearman(&[1.0, 2.0, 2.0, 3.0], &[1.0, 3.0, 2.0, 4.0]),
        0.948_683_298_050_513_8,
        epsilon = 1e-12
    );
}
