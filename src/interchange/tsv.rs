//! Tables of tab-separated values: tagged data sets, and judgements.
//!
//! A data set has a header. `TRACK_ID` and `TAGS` are needed; `SPLIT`, `ARTIST_ID`, `ALBUM_ID` and `DRAMA` are taken where they stand, other columns are
//! passed over. `TAGS` is the last column: everything from it to the end of the line, apart by tabs or spaces, each tag a facet and a name joined by
//! `---`, such as `genre---jazz`, `instrument---piano` or `mood/theme---calm`. MTG-Jamendo's files have this form. The same as JSON Lines is a catalogue
//! whose tracks may have the fields `album` and `split`.
//!
//! Judgements have no header: kind (`mood` or `similar`), the words or the track's id, the id of the judged track, the grade 0 to 3. A question without the last
//! two is asked but not judged yet; a line that begins with `#` is a remark.

use std::collections::{BTreeMap, HashMap};

use crate::catalogue::Catalogue;
use crate::catalogue::facet::{Tag, Tagged};
use crate::catalogue::track::{Label, Track, TrackId, twin};
use crate::error::{Error, ErrorKind};
use crate::evaluation::dataset::DataSet;
use crate::evaluation::judgement::{Grade, Judged, Judgement, Question};
use crate::interchange::bytes::text;
use crate::interchange::json;

fn text_of<'b>(bytes: &'b [u8], file: &str) -> Result<&'b str, Error> {
    let text = text(bytes).map_err(|error| error.in_file(file))?;
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Empty, "there is nothing in it").in_file(file));
    }
    Ok(text)
}

/// Reads a data set, as a table or as a catalogue in JSON.
///
/// # Errors
/// As [`json::read`], and [`ErrorKind::Field`] where a column is missing or a tag has no facet; naming `file`, the line and the column.
pub fn read_data(bytes: &[u8], file: &str) -> Result<DataSet, Error> {
    let text = text_of(bytes, file)?;
    if text.trim_start().starts_with(['[', '{']) {
        return json::read(bytes, file).map(|loaded| DataSet { catalogue: loaded.catalogue });
    }
    read_table(text, file).map(|catalogue| DataSet { catalogue })
}

fn read_table(text: &str, file: &str) -> Result<Catalogue, Error> {
    let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let header: Vec<String> = lines
        .next()
        .map(|(line, _)| line.split('\t').map(|name| name.trim().to_uppercase()).collect())
        .unwrap_or_default();
    let column = |name: &str| header.iter().position(|own| own == name);
    let needed = |name: &str| {
        column(name).ok_or_else(|| {
            let message = "the header has no such column; TRACK_ID and TAGS are needed, apart by tabs";
            Error::new(ErrorKind::Field, message).in_file(file).at_line(1).in_field(name)
        })
    };
    let (id, tags) = (needed("TRACK_ID")?, needed("TAGS")?);
    let [split, artist, album, drama] = ["SPLIT", "ARTIST_ID", "ALBUM_ID", "DRAMA"].map(column);
    let mut tracks = Vec::new();
    let mut first: HashMap<TrackId, (usize, usize)> = HashMap::new();
    for (line, number) in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let at = |error: Error, field: &str| error.in_file(file).at_line(number).in_field(field);
        let cell = |place: Option<usize>, field: &str| {
            let text = place.and_then(|place| cells.get(place)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
            text.map(Label::new).transpose().map_err(|error| at(error, field))
        };
        let own = cells.get(id).copied().unwrap_or_default();
        let own = TrackId::new(own).map_err(|error| at(error, "TRACK_ID"))?;
        let title = Label::new(own.as_str()).map_err(|error| at(error, "TRACK_ID"))?;
        let place = (tracks.len(), number);
        if let Some(other) = first.insert(own.clone(), place) {
            return Err(at(twin(own.as_str(), place, other), "TRACK_ID"));
        }
        let mut track = Track::new(own, title);
        track.artists.extend(cell(artist, "ARTIST_ID")?);
        track.drama = cell(drama, "DRAMA")?;
        for tag in cells.iter().skip(tags).flat_map(|cell| cell.split_whitespace()) {
            add_tag(&mut track, tag).map_err(|error| at(error, "TAGS"))?;
        }
        track.album = cell(album, "ALBUM_ID")?;
        track.split = cell(split, "SPLIT")?;
        tracks.push(track);
    }
    if tracks.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "there is no track below the header").in_file(file));
    }
    Catalogue::new(tracks).map_err(|error| error.in_file(file))
}

fn add_tag(track: &mut Track, tag: &str) -> Result<(), Error> {
    let (facet, name) = tag.split_once("---").unwrap_or(("", tag));
    let tags = match facet {
        "genre" => &mut track.genre,
        "instrument" | "instrumentation" => &mut track.instrumentation,
        "mood/theme" | "theme" | "mood" => &mut track.theme,
        _ => {
            let message =
                format!("{tag:?} has no facet; write genre---, instrument--- or mood/theme--- before its name");
            return Err(Error::new(ErrorKind::Field, message));
        }
    };
    let tag = Tagged::from(Tag::new(name)?);
    if !tags.contains(&tag) {
        tags.push(tag);
    }
    Ok(())
}

/// Reads judgements: the questions in the order in which they first stand, each with its judged tracks.
///
/// # Errors
/// [`ErrorKind::Field`] or [`ErrorKind::Duplicate`], naming `file`, the line and the column.
pub fn read_judgements(bytes: &[u8], file: &str) -> Result<Vec<Judged>, Error> {
    let text = text_of(bytes, file)?;
    let mut order: Vec<(Question, usize)> = Vec::new();
    let mut judged: BTreeMap<Question, BTreeMap<TrackId, (Grade, usize)>> = BTreeMap::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#')) {
        let at = |error: Error| error.in_file(file).at_line(number);
        let fault = |field: &str, message: &str| at(Error::new(ErrorKind::Field, message)).in_field(field);
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (kind, asked) = (cells[0], cells.get(1).copied().unwrap_or_default());
        let question = match kind {
            "mood" if !asked.is_empty() => Question::Mood(asked.to_owned()),
            "mood" => return Err(fault("query", "is missing").with_fix("write the words of the mood")),
            "similar" => Question::Similar(TrackId::new(asked).map_err(|error| at(error).in_field("query"))?),
            other => {
                let shown: String = other.chars().take(40).collect();
                return Err(fault("kind", &format!("{shown:?} is neither mood nor similar")).with_fix(COLUMNS));
            }
        };
        let own = judged.entry(question.clone()).or_insert_with(|| {
            order.push((question, number));
            BTreeMap::new()
        });
        let (track, grade) = match cells.len() {
            2 => continue,
            4 => (cells[2], cells[3]),
            n => return Err(fault("grade", &format!("{n} columns, not four")).with_fix(COLUMNS)),
        };
        let track = TrackId::new(track).map_err(|error| at(error).in_field("track"))?;
        let value =
            grade.parse().map_err(|_| fault("grade", &format!("{grade:?} is not a grade; it is 0, 1, 2 or 3")))?;
        let grade = Grade::new(value).map_err(at)?;
        if own.insert(track, (grade, number)).is_some_and(|(other, _)| other != grade) {
            return Err(at(Error::new(ErrorKind::Duplicate, "judged before, and otherwise")).in_field("track"));
        }
    }
    let judged = order.into_iter().map(|(question, line)| {
        let own = judged.remove(&question).unwrap_or_default();
        let grades = own.into_iter().map(|(track, (grade, line))| Judgement { track, grade, line });
        Judged { question, line, grades: grades.collect() }
    });
    Ok(judged.collect())
}

/// How a judgement is written.
const COLUMNS: &str = "four columns apart by tabs, without a header: kind, query, track id, grade";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_tags_apart_by_tabs_or_spaces() {
        let table = "TRACK_ID\tARTIST_ID\tALBUM_ID\tSPLIT\tTAGS\n\
                     b\tx\tone\ttrain\tgenre---jazz instrument---piano\n\
                     a\tx\t\ttest\tgenre---jazz\tmood/theme---calm\r\n";
        let data = read_data(table.as_bytes(), "t.tsv").unwrap();
        assert_eq!(data.catalogue.len(), 2);
        let albums = |data: &DataSet| data.catalogue.iter().map(|(_, t)| t.album.clone()).collect::<Vec<_>>();
        assert_eq!(albums(&data), [None, Some(Label::new("one").unwrap())]);
        assert_eq!(data.of_split("test").len(), 1);
        assert_eq!(data.catalogue.iter().next().unwrap().1.theme[0].tag.as_str(), "calm");
        let json = r#"{"id": "a", "title": "A", "genre": ["jazz"], "album": "one", "split": "train"}"#;
        let data = read_data(json.as_bytes(), "t.jsonl").unwrap();
        assert_eq!(albums(&data), [Some(Label::new("one").unwrap())]);
    }

    #[test]
    fn faults_name_line_and_column() {
        let said = |table: &str| read_data(table.as_bytes(), "t.tsv").unwrap_err().to_string();
        assert!(said("TRACK_ID\tTITLE\na\tA\n").starts_with("t.tsv:1: TAGS: the header has no such column"));
        assert_eq!(
            said("TRACK_ID\tTAGS\na\tjazz\n"),
            "t.tsv:2: TAGS: \"jazz\" has no facet; write genre---, instrument--- or mood/theme--- before its name"
        );
        assert!(
            said("TRACK_ID\tTAGS\na\tgenre---x\na\tgenre---y\n")
                .contains("t.tsv:3: TRACK_ID: track 2 has the id \"a\" of track 1 on line 2")
        );
        assert!(said("  \n").contains("nothing in it"));
        let said = |text: &str| read_judgements(text.as_bytes(), "j.tsv").unwrap_err().to_string();
        assert_eq!(said("mood\train\ta\t4\n"), "j.tsv:1: grade: 4 is not a grade; it is from 0 to 3");
        assert_eq!(
            said("# x\nmood\train\ta\n"),
            "j.tsv:2: grade: 3 columns, not four; four columns apart by tabs, without a header: kind, query, track id, grade"
        );
        for (text, value) in [("moody\train\ta\t1\n", "moody"), ("mood,rain,a,1\n", "mood,rain,a,1")] {
            let wanted = format!(
                "j.tsv:1: kind: {value:?} is neither mood nor similar; four columns apart by tabs, without a header: kind, query, track id, grade"
            );
            assert_eq!(said(text), wanted);
        }
        assert_eq!(said("mood\train\ta\t1\nmood\train\ta\t2\n"), "j.tsv:2: track: judged before, and otherwise");
    }

    #[test]
    fn questions_keep_their_order() {
        let judged = read_judgements(b"mood\tz\nsimilar\ta\tb\t3\nmood\tz\tc\t0\n", "j.tsv").unwrap();
        let asked: Vec<_> = judged.iter().map(|j| (j.question.kind(), j.question.text(), j.grades.len())).collect();
        assert_eq!(asked, [("mood", "z", 1), ("similar", "a", 1)]);
    }
}
