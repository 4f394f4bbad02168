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

use serde::Deserialize;

use crate::catalogue::Catalogue;
use crate::catalogue::facet::{Tag, Tagged};
use crate::catalogue::track::{Label, Track, TrackId};
use crate::error::{Error, ErrorKind};
use crate::evaluation::dataset::DataSet;
use crate::evaluation::judgement::{Grade, Judged, Question};
use crate::interchange::fault::said;
use crate::interchange::json;

fn text<'b>(bytes: &'b [u8], file: &str) -> Result<&'b str, Error> {
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let line = bytes[..fault.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Error::new(ErrorKind::Encoding, "not UTF-8; save the file as UTF-8").in_file(file).at_line(line)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
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
    let text = text(bytes, file)?;
    if text.trim_start().starts_with(['[', '{']) { read_json(text, file) } else { read_table(text, file) }
}

#[derive(Deserialize)]
struct Extra {
    id: String,
    album: Option<String>,
    split: Option<String>,
}

fn read_json(text: &str, file: &str) -> Result<DataSet, Error> {
    let loaded = json::read(text.as_bytes(), file)?;
    let fault = |fault: serde_json::Error| {
        Error::new(ErrorKind::Field, format!("album and split are texts: {}", said(&fault))).in_file(file)
    };
    let extras: Vec<Extra> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(fault)?
    } else {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.map(|line| serde_json::from_str(line).map_err(fault)).collect::<Result<_, _>>()?
    };
    let by_id: HashMap<&str, &Extra> = extras.iter().map(|extra| (extra.id.trim(), extra)).collect();
    let pick = |of: fn(&Extra) -> &Option<String>, field: &str| {
        loaded
            .catalogue
            .iter()
            .zip(&loaded.lines)
            .map(|((_, track), line)| {
                let text = by_id.get(track.id.as_str()).and_then(|extra| of(extra).as_deref());
                text.map(Label::new).transpose().map_err(|e| e.in_file(file).at_line(*line).in_field(field))
            })
            .collect::<Result<Vec<_>, _>>()
    };
    let (albums, splits) = (pick(|extra| &extra.album, "album")?, pick(|extra| &extra.split, "split")?);
    Ok(DataSet { albums, splits, catalogue: loaded.catalogue })
}

fn read_table(text: &str, file: &str) -> Result<DataSet, Error> {
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
    let mut rows = Vec::new();
    let mut first: HashMap<TrackId, usize> = HashMap::new();
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
        if let Some(other) = first.insert(own.clone(), number) {
            let message = format!("{:?} is also the id of the track on line {other}", own.as_str());
            return Err(at(Error::new(ErrorKind::Duplicate, message), "TRACK_ID"));
        }
        let mut track = Track::new(own, title);
        track.artists.extend(cell(artist, "ARTIST_ID")?);
        track.drama = cell(drama, "DRAMA")?;
        for tag in cells.iter().skip(tags).flat_map(|cell| cell.split_whitespace()) {
            add_tag(&mut track, tag).map_err(|error| at(error, "TAGS"))?;
        }
        rows.push((track, cell(album, "ALBUM_ID")?, cell(split, "SPLIT")?));
    }
    if rows.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "there is no track below the header").in_file(file));
    }
    rows.sort_by(|(a, ..), (b, ..)| a.id.cmp(&b.id));
    let mut data = DataSet { catalogue: Catalogue::default(), albums: Vec::new(), splits: Vec::new() };
    let mut tracks = Vec::with_capacity(rows.len());
    for (track, album, split) in rows {
        tracks.push(track);
        data.albums.push(album);
        data.splits.push(split);
    }
    data.catalogue = Catalogue::new(tracks).map_err(|error| error.in_file(file))?;
    Ok(data)
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
    let text = text(bytes, file)?;
    let mut order: Vec<Question> = Vec::new();
    let mut grades: BTreeMap<Question, BTreeMap<TrackId, Grade>> = BTreeMap::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#')) {
        let at = |error: Error| error.in_file(file).at_line(number);
        let fault = |field: &str, message: &str| at(Error::new(ErrorKind::Field, message)).in_field(field);
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (kind, asked) = (cells[0], cells.get(1).copied().unwrap_or_default());
        let question = match kind {
            "mood" if !asked.is_empty() => Question::Mood(asked.to_owned()),
            "mood" => return Err(fault("query", "is missing; write the words of the mood")),
            "similar" => Question::Similar(TrackId::new(asked).map_err(|error| at(error).in_field("query"))?),
            _ => return Err(fault("kind", "is neither mood nor similar")),
        };
        let judged = grades.entry(question.clone()).or_insert_with(|| {
            order.push(question);
            BTreeMap::new()
        });
        let (track, grade) = match cells.len() {
            2 => continue,
            4 => (cells[2], cells[3]),
            _ => return Err(fault("grade", "a judgement has four columns: kind, query, track id, grade")),
        };
        let track = TrackId::new(track).map_err(|error| at(error).in_field("track"))?;
        let value = grade.parse().map_err(|_| fault("grade", "is not a grade; it is 0, 1, 2 or 3"))?;
        let grade = Grade::new(value).map_err(at)?;
        if judged.insert(track, grade).is_some_and(|other| other != grade) {
            return Err(at(Error::new(ErrorKind::Duplicate, "judged before, and otherwise")).in_field("track"));
        }
    }
    let judged = order.into_iter().map(|question| {
        let own = grades.remove(&question).unwrap_or_default();
        Judged { question, grades: own.into_iter().collect() }
    });
    Ok(judged.collect())
}

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
        assert_eq!(data.albums[0], None);
        assert_eq!(data.albums[1].as_ref().unwrap().as_str(), "one");
        assert_eq!(data.of_split("test").len(), 1);
        assert_eq!(data.catalogue.iter().next().unwrap().1.theme[0].tag.as_str(), "calm");
        let json = r#"{"id": "a", "title": "A", "genre": ["jazz"], "album": "one", "split": "train"}"#;
        let data = read_data(json.as_bytes(), "t.jsonl").unwrap();
        assert_eq!(data.albums[0].as_ref().unwrap().as_str(), "one");
    }

    #[test]
    fn faults_name_line_and_column() {
        let said = |table: &str| read_data(table.as_bytes(), "t.tsv").unwrap_err().to_string();
        assert!(said("TRACK_ID\tTITLE\na\tA\n").starts_with("t.tsv:1: TAGS: the header has no such column"));
        assert_eq!(
            said("TRACK_ID\tTAGS\na\tjazz\n"),
            "t.tsv:2: TAGS: \"jazz\" has no facet; write genre---, instrument--- or mood/theme--- before its name"
        );
        assert!(said("TRACK_ID\tTAGS\na\tgenre---x\na\tgenre---y\n").contains("t.tsv:3: TRACK_ID: \"a\" is also"));
        assert!(said("  \n").contains("nothing in it"));
        let said = |text: &str| read_judgements(text.as_bytes(), "j.tsv").unwrap_err().to_string();
        assert_eq!(said("mood\train\ta\t4\n"), "j.tsv:1: grade: 4 is not a grade; it is from 0 to 3");
        assert_eq!(
            said("# x\nmood\train\ta\n"),
            "j.tsv:2: grade: a judgement has four columns: kind, query, track id, grade"
        );
        assert_eq!(said("moody\train\ta\t1\n"), "j.tsv:1: kind: is neither mood nor similar");
        assert_eq!(said("mood\train\ta\t1\nmood\train\ta\t2\n"), "j.tsv:2: track: judged before, and otherwise");
    }

    #[test]
    fn questions_keep_their_order() {
        let judged = read_judgements(b"mood\tz\nsimilar\ta\tb\t3\nmood\tz\tc\t0\n", "j.tsv").unwrap();
        let asked: Vec<_> = judged.iter().map(|j| (j.question.kind(), j.question.text(), j.grades.len())).collect();
        assert_eq!(asked, [("mood", "z", 1), ("similar", "a", 1)]);
    }
}
