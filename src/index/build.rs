//! Turns feature rows into columns.

use crate::catalogue::facet::Facet;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::Features;
use crate::features::vector::Row;
use crate::index::columns::{AFFECT_STEP, Bits, Columns, GROUP, Level, Scales, TAGGED, UNKNOWN};
use crate::index::levels::Heights;
use crate::index::order;
use crate::index::shapes::Shapes;
use crate::index::sieve::year_byte;

/// What the first walk over the rows learns of a track.
struct Surveyed {
    key: u128,
    track: TrackIndex,
    shape: u8,
}

/// What the first walk learns of all of them.
struct Survey {
    tracks: Vec<Surveyed>,
    shapes: Shapes,
    heights: Vec<Heights>,
    largest: Vec<f64>,
    scale: [f64; 4],
}

/// The largest value over idf of each facet, 0 where a facet is unknown.
fn scales_of(features: &Features, row: Row<'_>) -> [f64; 4] {
    let mut scales = [0.0_f64; 4];
    for (d, v) in row.iter() {
        let scale = &mut scales[facet_of(features, d).index()];
        *scale = scale.max(v / features.encoder().idf(d));
    }
    scales
}

fn facet_of(features: &Features, dimension: usize) -> Facet {
    features.encoder().dimensions()[dimension].facet
}

fn survey(features: &Features) -> Survey {
    let width = features.width();
    let mut survey = Survey {
        tracks: Vec::with_capacity(features.len()),
        shapes: Shapes::default(),
        heights: vec![Heights::default(); width],
        largest: vec![0.0; width],
        scale: [0.0; 4],
    };
    let tempo = features.encoder().block(Facet::Tempo);
    for at in 0..features.len() {
        let track = TrackIndex(at as u32);
        let Some(own) = features.row(track) else { continue };
        let row = own.row();
        let scales = scales_of(features, row);
        for (d, v) in row.iter() {
            survey.largest[d] = survey.largest[d].max(v);
            survey.heights[d].add(v / features.encoder().idf(d) / scales[facet_of(features, d).index()]);
        }
        for (most, scale) in survey.scale.iter_mut().zip(scales) {
            *most = most.max(scale);
        }
        let of_tempo = row.iter().filter(|(d, _)| tempo.contains(d));
        let shape = survey.shapes.note(of_tempo.map(|(d, v)| (d, v / scales[Facet::Tempo.index()])));
        survey.tracks.push(Surveyed { key: order::key(features.encoder(), row), track, shape });
    }
    survey.tracks.sort_unstable_by_key(|surveyed| (surveyed.key, surveyed.shape, surveyed.track));
    survey
}

/// Rounded up to a multiple of the unit, so that `code * unit` is at least the value.
fn code_up(value: f64, unit: f64) -> f64 {
    let code = (value / unit).ceil();
    if code * unit < value { code + 1.0 } else { code }
}

/// The byte of a value of valence or arousal: the value lies within the step that begins at `-1 + byte * AFFECT_STEP`.
fn affect_byte(value: f64) -> u8 {
    ((value + 1.0) / AFFECT_STEP).floor().clamp(0.0, f64::from(UNKNOWN - 1)) as u8
}

/// Builds the columns of a catalogue's features.
pub(crate) fn columns(catalogue: &Catalogue, features: &Features) -> Columns {
    let Survey { tracks, shapes, heights, largest, scale } = survey(features);
    let width = features.width();
    let groups = tracks.len().div_ceil(GROUP);
    let places = groups * GROUP;
    let mut levels = Vec::new();
    let mut first_level = vec![0];
    for (dimension, heights) in heights.iter().enumerate() {
        if TAGGED.contains(&facet_of(features, dimension)) {
            levels.extend(heights.levels().into_iter().map(|height| Level { dimension, height }));
        }
        first_level.push(levels.len());
    }
    // A unit a little wider than the largest needs, so that rounding up stays within the code.
    let unit = |largest: f64, codes: f64| if largest > 0.0 { largest / (codes - 1.0) } else { 1.0 };
    let mut columns = Columns {
        order: tracks.iter().map(|surveyed| surveyed.track).collect(),
        groups,
        bits: Bits { width: levels.len().div_ceil(64), ..Bits::default() },
        levels,
        first_level,
        scales: scale.map(|largest| Scales { codes: vec![0; places], unit: unit(largest, 65_535.0) }),
        norms: std::array::from_fn(|_| vec![0; places]),
        tempo: tracks.iter().map(|surveyed| surveyed.shape).collect(),
        shapes: shapes.finish(),
        affects: [vec![UNKNOWN; places], vec![UNKNOWN; places]],
        years: vec![0; places],
        boxes: vec![[(UNKNOWN, UNKNOWN); 2]; groups],
        maxima: vec![0; width * groups],
        units: largest.iter().map(|largest| unit(*largest, 255.0)).collect(),
        longest: std::array::from_fn(|_| vec![0; groups]),
    };
    let mut members = vec![0_u64; columns.levels.len()];
    for group in 0..groups {
        for place in columns.places(group).take_while(|place| *place < tracks.len()) {
            let year = catalogue.track(columns.order[place]).year;
            columns.years[place] = year.map_or(0, year_byte);
            place_track(&mut columns, &mut members, features, place);
        }
        close_group(&mut columns.bits, &mut members);
    }
    columns.tempo.resize(places, 0);
    columns
}

/// Writes one track into the columns and into what is kept of its group.
fn place_track(columns: &mut Columns, members: &mut [u64], features: &Features, place: usize) {
    let (group, lane) = (place / GROUP, place % GROUP);
    let track = columns.order[place];
    let Some(own) = features.row(track) else { return };
    let row = own.row();
    let scales = scales_of(features, row);
    for (scale, of_facet) in scales.iter().zip(&mut columns.scales) {
        of_facet.codes[place] = code_up(*scale, of_facet.unit) as u16;
    }
    let mut squares = [0.0_f64; 4];
    for (d, v) in row.iter() {
        let facet = facet_of(features, d);
        squares[facet.index()] += v * v;
        let largest = &mut columns.maxima[d * columns.groups + group];
        *largest = (*largest).max(code_up(v, columns.units[d]) as u8);
        let height = v / features.encoder().idf(d) / scales[facet.index()];
        let of_dimension = columns.first_level[d]..columns.first_level[d + 1];
        for (level, members) in columns.levels[of_dimension.clone()].iter().zip(&mut members[of_dimension]) {
            *members |= 1 << lane;
            if height <= level.height {
                break;
            }
        }
    }
    for (facet, square) in squares.into_iter().enumerate() {
        columns.norms[facet][place] = (square * 65_535.0).floor().min(65_535.0) as u16;
        let longest = &mut columns.longest[facet][group];
        // Unit length to within the precision of f32: a block may be a little longer than 1.
        *longest = (*longest).max(code_up(square.sqrt(), LONGEST_UNIT) as u8);
    }
    if let Some(own) = features.affect(track) {
        let bytes = [own.affect.valence.value(), own.affect.arousal.value()].map(affect_byte);
        for (axis, byte) in bytes.into_iter().enumerate() {
            columns.affects[axis][place] = byte;
            let (low, high) = &mut columns.boxes[group][axis];
            (*low, *high) = if *low == UNKNOWN { (byte, byte) } else { ((*low).min(byte), (*high).max(byte)) };
        }
    }
}

/// The unit of the longest blocks: 255 of them are a little more than 1.
pub(crate) const LONGEST_UNIT: f64 = 1.0 / 254.0;

/// Ends a group: keeps the bit columns that occur in it.
fn close_group(bits: &mut Bits, members: &mut [u64]) {
    for part in members.chunks_mut(64) {
        let mut present = 0;
        bits.starts.push(bits.members.len() as u32);
        for (i, word) in part.iter_mut().enumerate().filter(|(_, word)| **word != 0) {
            present |= 1 << i;
            bits.members.push(std::mem::take(word));
        }
        bits.present.push(present);
    }
}
