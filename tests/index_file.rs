//! `ost index`, and every command over an index file.
#![allow(clippy::unwrap_used)]

mod harness;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use harness::{FIXTURE, TempFile, ost};
use ost::interchange::embedded;
use ost::{Recommender, Settings};

/// A folder of its own, removed when it goes out of scope.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let unique = format!("index-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(unique);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(&self.0).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn build(catalogue: &str, index: &str) {
    let said = ost(["index", "build", catalogue, "-o", index]).run();
    assert_eq!(said.code, 0, "{}", said.stderr);
}

/// Some tracks as JSON Lines.
fn lines(n: usize, title: &str) -> String {
    let track = |i: usize| {
        let genre = ["ballad", "dance", "rock"][i % 3];
        format!(
            "{{\"id\": \"t{i:06}\", \"title\": \"{title} {i}\", \"genre\": [\"{genre}\"], \"theme\": [\"rain\"], \"drama\": \"Saga {}\", \"artists\": [\"가수 {}\"], \"year\": {}}}\n",
            i % 170,
            i % 20,
            2000 + i % 26
        )
    };
    (0..n).map(track).collect()
}

/// A catalogue of more than 16 MB is read in another way than a small one, in both forms that catalogues have.
#[test]
fn a_large_catalogue_answers_as_its_index_does() {
    let folder = Folder::new();
    let (catalogue, array, index) = (folder.path("large.jsonl"), folder.path("large.json"), folder.path("large.ost"));
    let more = format!("\"remark\": \"{}\", \"genre\"", "no field of a track ".repeat(210));
    let tracks = lines(4_000, "Song").replace("\"genre\"", &more);
    assert!(tracks.len() > 1 << 24, "{}", tracks.len());
    fs::write(&catalogue, &tracks).unwrap();
    fs::write(&array, format!("[{}]", tracks.trim_end().replace('\n', ",\n"))).unwrap();
    build(&catalogue, &index);
    let ask = |file: &str| ost(["similar", "Song 7", "--year", "2005..", "--catalogue", file]).run();
    let expected = ask(&index).stdout;
    assert!(expected.contains("Song"), "{expected}");
    for file in [&catalogue, &array] {
        let ran = ask(file);
        assert_eq!(ran.stdout, expected);
        assert!(ran.stderr.contains("`ost index build` makes a file that opens at once"), "{}", ran.stderr);
    }
    // And what is wrong is told by file, line and field.
    fs::write(&catalogue, format!("{tracks}{{\"id\": \"x\", \"title\": 7}}\n")).unwrap();
    let ran = ask(&catalogue);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains(&format!("{catalogue}:4001: ")) && ran.stderr.contains("title"), "{}", ran.stderr);
}

/// An index answers by the settings it was made with; whoever asks with other weights waits, and is told why.
#[test]
fn an_index_of_other_weights_is_told() {
    let folder = Folder::new();
    let (catalogue, index) = (folder.path("many.jsonl"), folder.path("many.ost"));
    fs::write(&catalogue, lines(1 << 14, "Song")).unwrap();
    let made = ost(["index", "build", &catalogue, "-o", &index, "--weights", "theme=0.9"]).run();
    assert_eq!(made.code, 0, "{}", made.stderr);
    let ask = |more: &[&str]| ost(["mood", "rainy", "-k", "1", "--catalogue", &index].iter().chain(more)).run();
    let (same, own) = (ask(&["--weights", "theme=0.9"]), ask(&[]));
    assert_eq!((same.code, same.stderr.as_str()), (0, ""));
    assert_eq!(own, same, "what it was made with need not be said again");
    let plain = ost(["mood", "rainy", "-k", "1", "--weights", "theme=0.9", "--catalogue", &catalogue]).run();
    assert_eq!(own.stdout, plain.stdout);
    let other = ask(&["--weights", "theme=0.3"]);
    assert!(other.code == 0 && other.stderr.contains("encoded anew"), "{}", other.stderr);
}

#[test]
fn an_index_answers_as_its_catalogue_does() {
    let folder = Folder::new();
    let index = folder.path("fixture.ost");
    build(FIXTURE, &index);
    let asked: [&[&str]; 11] = [
        &["similar", "glass-rain", "--explain"],
        &["similar", "glas rian", "--and", "유품", "--format", "json"],
        &["mood", "rainy", "but", "hopeful", "--format", "json"],
        &["mood", "calm", "--weights", "genre=1,tempo=0,instrumentation=2,theme=3", "--format", "json"],
        &["explain", "glass-rain", "keepsake"],
        &["show", "keepsake", "--format", "json"],
        &["list", "--format", "json"],
        &["list", "--year", "2016..2020", "--format", "csv"],
        &["similar", "no such thing at all"],
        &["similar", "밀물의 방"],
        &["similar", "nine lanes"],
    ];
    for words in asked {
        let over = |catalogue: &str| {
            let mut ran = ost(words.iter().copied().chain(["--catalogue", catalogue])).run();
            // The warning of unknown tags is given once, when the index is made.
            ran.stderr = ran.stderr.lines().filter(|line| !line.contains("outside the vocabulary")).collect();
            ran
        };
        assert_eq!(over(&index), over(FIXTURE), "{words:?}");
    }
}

/// Large catalogues keep no vectors in the file.
#[test]
fn a_large_index_answers_as_its_catalogue_does() {
    let folder = Folder::new();
    let index = folder.path("large.ost");
    let catalogue = TempFile::new(".jsonl", lines(17_000, "A title"));
    build(catalogue.path(), &index);
    assert!(!ost(["index", "info", &index]).run().found().contains("row vals"));
    let asked: [&[&str]; 5] = [
        &["similar", "t000777", "--format", "json"],
        &["mood", "rainy", "dance", "--format", "json"],
        &["similar", "t000777", "--format", "json", "--drama", "saga 16", "--year", "2010.."],
        &["similar", "t000777", "--format", "json", "--artist", "가수 3", "--artist", "수11"],
        &["mood", "rainy", "--format", "json", "--drama", "saga169", "--artist", "가수 19"],
    ];
    for words in asked {
        let over = |catalogue: &str| ost(words.iter().copied().chain(["--catalogue", catalogue])).run().found();
        assert_eq!(over(&index), over(catalogue.path()), "{words:?}");
    }
}

#[test]
fn an_index_can_come_from_stdin() {
    let folder = Folder::new();
    let index = folder.path("fixture.ost");
    build(FIXTURE, &index);
    let asked = ["similar", "glass-rain", "--format", "json", "--catalogue"];
    let piped = ost(asked.into_iter().chain(["-"])).stdin(fs::read(&index).unwrap()).run().found();
    assert_eq!(piped, ost(asked.into_iter().chain([index.as_str()])).run().found());
}

#[test]
fn an_index_says_what_it_holds() {
    let folder = Folder::new();
    let index = folder.path("mine.ost");
    let catalogue = TempFile::new(".jsonl", lines(50, "A title"));
    build(catalogue.path(), &index);
    let info = ost(["index", "info", &index]).run().found();
    assert!(info.contains("50 songs") && info.contains("records") && info.contains("norm_exponent"), "{info}");
    assert!(
        harness::widest(info.split_once('\n').unwrap().1) <= 80 && info.contains(" KiB") && info.contains(" bytes"),
        "{info}"
    );
    let a_song = info
        .lines()
        .skip_while(|line| !line.starts_with("parts"))
        .skip(1)
        .map(|line| line.split_whitespace().filter_map(|word| word.parse::<f64>().ok()).next_back().unwrap());
    assert!(a_song.is_sorted_by(|a, b| a >= b), "the largest comes first: {info}");
    assert!(ost(["index", "check", &index]).run().found().contains("as it was written"));
    assert!(ost(["validate", &index]).run().stderr.contains("validate the catalogue it was made of"));
    // The same catalogue gives the same bytes, whichever way it comes.
    let again = folder.path("again.ost");
    assert_eq!(ost(["index", "build", "-", "-o", &again]).stdin(lines(50, "A title")).run().code, 0);
    assert_eq!(fs::read(&index).unwrap(), fs::read(&again).unwrap());
    assert_eq!(folder.names(), ["again.ost", "mine.ost"], "nothing else is left");
}

#[test]
fn what_cannot_be_made_an_index_leaves_the_old_one() {
    let folder = Folder::new();
    let index = folder.path("mine.ost");
    let good = TempFile::new(".jsonl", lines(3, "A title"));
    build(good.path(), &index);
    let before = fs::read(&index).unwrap();
    for (bad, said) in [
        (lines(3, "A title") + "{\"id\": \"x\"}", "title: is missing"),
        (lines(2, "A title") + &lines(1, "Another"), " of track 1 on line 1; give one another"),
        ("[{\"id\": \"a\", \"title\": \"A\"}".to_owned(), "cut off"),
        (String::new(), "is empty"),
    ] {
        let file = TempFile::new(".json", bad);
        let ran = ost(["index", "build", file.path(), "-o", &index]).run();
        assert!(ran.code == 2 && ran.stdout.is_empty() && ran.stderr.contains(said), "{ran:?}");
        assert!(ran.stderr.contains(file.path()), "the file is named: {ran:?}");
    }
    let nowhere = folder.path("no-such-folder/mine.ost");
    assert_eq!(ost(["index", "build", good.path(), "-o", &nowhere]).run().code, 2);
    assert_eq!((fs::read(&index).unwrap(), folder.names()), (before, vec!["mine.ost".to_owned()]));
}

/// Nothing but an index is written over, least of all what it is made of; a link leads to the file, which keeps its permissions.
#[test]
fn only_an_index_is_written_over() {
    let folder = Folder::new();
    let (songs, notes, index) = (folder.path("songs.jsonl"), folder.path("notes.txt"), folder.path("songs.ost"));
    let mail = folder.path("mail.ost");
    fs::write(&songs, lines(3, "Song")).unwrap();
    fs::write(&notes, "precious").unwrap();
    fs::write(&mail, "what another program keeps in a file of that ending").unwrap();
    for (output, why) in [
        (&songs, "the index is to be made of"),
        (&notes, "is no index"),
        (&mail, "is no index"),
        (&"-".to_owned(), "is a file"),
    ] {
        let said = ost(["index", "build", &songs, "-o", output]).run();
        assert!(said.code == 2 && said.stderr.contains(why), "{output}: {}", said.stderr);
    }
    assert_eq!(
        (fs::read_to_string(&songs).unwrap(), fs::read_to_string(&notes).unwrap()),
        (lines(3, "Song"), "precious".into())
    );
    build(&songs, &index);
    // One that was damaged is made anew, wherever the damage is.
    for at in [0, 7, 9, 13, 4000] {
        let mut bytes = fs::read(&index).unwrap();
        bytes[at] ^= 0x40;
        fs::write(&index, bytes).unwrap();
        build(&songs, &index);
    }
    let again = ost(["index", "build", &index, "-o", &folder.path("again.ost")]).run();
    assert!(again.code == 2 && again.stderr.contains("it is an index already"), "{}", again.stderr);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let link = folder.path("link.ost");
        let (new, round) = (folder.path("new.ost"), folder.path("round.ost"));
        std::os::unix::fs::symlink("made.ost", &new).unwrap();
        build(&songs, &new);
        assert!(fs::symlink_metadata(&new).unwrap().is_symlink() && fs::metadata(folder.path("made.ost")).is_ok());
        std::os::unix::fs::symlink("round.ost", &round).unwrap();
        let said = ost(["index", "build", &songs, "-o", &round]).run();
        assert!(said.code == 2 && said.stderr.contains("in a circle"), "{}", said.stderr);
        std::os::unix::fs::symlink("songs.ost", &link).unwrap();
        fs::set_permissions(&index, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&songs, lines(5, "Song")).unwrap();
        build(&songs, &link);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&index).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(ost(["index", "info", &index]).run().stdout.contains("5 songs"));
    }
}

#[test]
fn what_is_no_index_is_told() {
    let other = TempFile::new(".json", "[]");
    for command in ["info", "check"] {
        let ran = ost(["index", command, other.path()]).run();
        assert!(ran.code == 2 && ran.stderr.contains("it is no index"), "{ran:?}");
        assert_eq!(ost(["index", command, "/no/such/file"]).run().code, 2);
    }
    // Nothing of what is left says that these were indexes but their names.
    for left in ["", "OS", "not an index, but as long as a header is, and longer than what an index begins with"] {
        let file = TempFile::new(".ost", left);
        for command in [&["index", "info"][..], &["index", "check"], &["list", "--catalogue"]] {
            let ran = ost([command, &[file.path()]].concat()).run();
            assert!(ran.code == 2 && ran.stdout.is_empty(), "{ran:?}");
            assert!(ran.stderr.contains(file.path()) && ran.stderr.contains("rebuild"), "{ran:?}");
        }
    }
}

/// What is compiled in was made of the catalogue, the vocabulary and the engine as they are now.
#[test]
fn the_embedded_index_is_up_to_date() {
    let vocabulary = std::sync::Arc::new(embedded::vocabulary_as_written());
    let fresh = Recommender::new(embedded::catalogue(), vocabulary, Settings::default()).unwrap();
    let built_in = Recommender::embedded();
    let hint = "data/catalogue.ost is out of date: cargo run --release -- index build data/catalogue.json -o data/catalogue.ost";
    assert!(built_in.catalogue() == fresh.catalogue(), "{hint}");
    assert!(built_in.features().encoder().dimensions() == fresh.features().encoder().dimensions(), "{hint}");
    for at in fresh.catalogue().places() {
        assert!(built_in.features().affect(at) == fresh.features().affect(at), "{hint}");
        let row = |recommender: &Recommender| recommender.features().row(at).map(|row| row.iter().collect::<Vec<_>>());
        let (own, new) = (row(&built_in).unwrap_or_default(), row(&fresh).unwrap_or_default());
        // Logarithms may differ in the last bit between machines.
        let near = |(a, b): (&(usize, f64), &(usize, f64))| a.0 == b.0 && (a.1 - b.1).abs() < 1e-6;
        assert!(own.len() == new.len() && own.iter().zip(&new).all(near), "{hint}");
    }
}

/// A folder with a small index in it, the index's bytes, and a larger catalogue to take its place.
fn one_and_a_larger() -> (Folder, String, Vec<u8>, TempFile) {
    let folder = Folder::new();
    let index = folder.path("mine.ost");
    let small = TempFile::new(".jsonl", lines(10, "Old"));
    build(small.path(), &index);
    let old = fs::read(&index).unwrap();
    (folder, index, old, TempFile::new(".jsonl", lines(4000, "New")))
}

#[test]
fn a_build_that_is_killed_leaves_the_old_index_and_nothing_else() {
    let (folder, index, old, large) = one_and_a_larger();
    let mut stopped = 0;
    for wait in (0..120).map(|i| i * 4) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ost"))
            .args(["index", "build", large.path(), "-o", &index])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        let done = child.wait().unwrap().success();
        stopped += usize::from(!done);
        // Whoever puts the new file in place is not killed with it, and has two calls to the system to make.
        let begun = Instant::now();
        while !done && folder.names() != ["mine.ost"] && begun.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(folder.names(), ["mine.ost"], "after {wait} ms");
        let whole = ost(["index", "check", &index]).run();
        assert_eq!(whole.code, 0, "after {wait} ms: {whole:?}");
        if done {
            assert_ne!(fs::read(&index).unwrap(), old);
            break;
        }
    }
    assert!(stopped > 0, "it was never stopped in time");
    build(large.path(), &index);
    assert_eq!(folder.names(), ["mine.ost"]);
}

#[test]
fn what_a_killed_build_left_is_taken_away_and_what_another_is_at_work_on_stays() {
    let (folder, index, _, large) = one_and_a_larger();
    let path = |name: &str| folder.path(name);
    fs::write(path(".mine.ost.12.new"), "left").unwrap();
    fs::write(path(".mine.ost.notes.new"), "somebody's own").unwrap();
    let at_work = fs::File::create(path(".mine.ost.34.new")).unwrap();
    at_work.lock().unwrap();
    build(large.path(), &index);
    assert_eq!(folder.names(), [".mine.ost.34.new", ".mine.ost.notes.new", "mine.ost"]);
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_leaves_the_old_index() {
    let (folder, index, old, large) = one_and_a_larger();
    // No file may grow beyond 64 blocks: writing fails as it does on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 64; exec \"$0\" index build \"$1\" -o \"$2\"";
    let ran =
        Command::new("sh").args(["-c", limited, env!("CARGO_BIN_EXE_ost"), large.path(), &index]).output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.code() == Some(2) && said.contains("cannot be written"), "{said}");
    assert_eq!((fs::read(&index).unwrap(), folder.names()), (old, vec!["mine.ost".to_owned()]));
}

#[test]
fn readers_go_on_while_the_index_is_replaced() {
    let folder = Folder::new();
    let index = folder.path("mine.ost");
    let catalogues = ["One", "Two"].map(|title| TempFile::new(".jsonl", lines(500, title)));
    build(catalogues[0].path(), &index);
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for i in 0..20 {
                build(catalogues[i % 2].path(), &index);
            }
            over.store(true, Ordering::Relaxed);
        });
        while !over.load(Ordering::Relaxed) {
            let ran = ost(["similar", "t000001", "-k", "3", "--format", "csv", "--catalogue", &index]).run();
            let titles = |title: &str| ran.stdout.contains(&format!("{title} "));
            assert!(ran.code == 0 && titles("One") != titles("Two"), "one or the other: {ran:?}");
        }
    });
}
