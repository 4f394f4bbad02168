//! Turns feature rows into columns.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::catalogue::facet::Facet;
use crate::catalogue::track::Year;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::Features;
use crate::features::vector::Row;
use crate::index::columns::{
    AFFECT_BITS, Bits, Columns, FINE_SHIFT, FINE_STEP, Gathered, LONGEST_UNIT, Level, TAGGED, TEMPO_BITS, UNKNOWN,
    UNKNOWN_FINE, YEAR_BITS,
};
use crate::index::lanes::{LANES, Lanes, NONE, WORDS};
use crate::index::levels::{Heights, code};
use crate::index::order;
use crate::index::shapes::Shapes;
use crate::index::sieve::year_code;

/// The shape of a track of which no tempo is known.
const SHAPELESS: u16 = u16::MAX;

/// What the first walk over the rows learns of a track; sorted, tracks that are alike come next to each other.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Surveyed {
    key: u128,
    shape: u16,
    /// Of the whole row and the mood, so that equal ones meet.
    hash: u32,
    track: u32,
}

/// What the first walk learns of all of them.
struct Survey {
    tracks: Vec<Surveyed>,
    shapes: Shapes,
    heights: Vec<Heights>,
    largest: Vec<f64>,
}

/// The length of each facet's part of a row, 0 where a facet is unknown. `facets` are those of the dimensions.
fn lengths(facets: &[Facet], row: Row<'_>) -> [f64; 4] {
    let mut squares = [0.0_f64; 4];
    row.iter().for_each(|(d, v)| squares[facets[d].index()] += v * v);
    squares.map(f64::sqrt)
}

fn survey(features: &Features, facets: &[Facet]) -> Survey {
    let width = features.width();
    let mut survey = Survey {
        tracks: Vec::with_capacity(features.len()),
        shapes: Shapes::default(),
        heights: vec![Heights::default(); width],
        largest: vec![0.0; width],
    };
    let tempo = features.encoder().block(Facet::Tempo);
    for at in 0..features.len() {
        let track = TrackIndex(at as u32);
        let Some(own) = features.row(track) else { continue };
        let row = own.row();
        let lengths = lengths(facets, row);
        let mut hasher = FxHasher::default();
        for (d, v) in row.iter() {
            let share = v / lengths[facets[d].index()];
            survey.largest[d] = survey.largest[d].max(share);
            survey.heights[d].add(share);
            (d, v.to_bits()).hash(&mut hasher);
        }
        let of_tempo = row.iter().filter(|(d, _)| tempo.contains(d));
        let shape = if lengths[Facet::Tempo.index()] > 0.0 { survey.shapes.note(of_tempo) } else { SHAPELESS };
        affect_of(features, track).map(|axes| axes.map(f64::to_bits)).hash(&mut hasher);
        let key = order::key(features.encoder(), row);
        survey.tracks.push(Surveyed { key, shape, hash: (hasher.finish() >> 32) as u32, track: at as u32 });
    }
    survey.tracks.sort_unstable();
    survey
}

fn affect_of(features: &Features, track: TrackIndex) -> Option<[f64; 2]> {
    features.affect(track).map(|own| [own.affect.valence.value(), own.affect.arousal.value()])
}

/// Rounded up to a multiple of the unit, so that `code * unit` is at least the value.
fn code_up(value: f64, unit: f64) -> f64 {
    let code = (value / unit).ceil();
    if code * unit < value { code + 1.0 } else { code }
}

/// The fine code of a value of valence or arousal: the value lies within the step that begins at `-1 + code * FINE_STEP`.
pub(crate) fn fine_code(value: f64) -> u16 {
    let most = (u32::from(UNKNOWN) << FINE_SHIFT) - 1;
    ((value + 1.0) / FINE_STEP).floor().clamp(0.0, f64::from(most)) as u16
}

/// Sets the bits of a code of one lane in the planes of a block.
fn set(planes: &mut [u64], lane: usize, code: u32) {
    for (bit, plane) in planes.chunks_exact_mut(WORDS).enumerate() {
        plane[lane / 64] |= u64::from(code >> bit & 1) << (lane % 64);
    }
}

/// Builds the columns of a catalogue's features.
pub(crate) fn columns(catalogue: &Catalogue, features: &Features) -> Columns {
    // In the order of the catalogue, so that no track has to be kept.
    let years: Vec<Option<Year>> = catalogue.years();
    let encoder = features.encoder();
    let facets: Vec<Facet> = encoder.dimensions().iter().map(|dimension| dimension.facet).collect();
    let Survey { tracks, shapes, heights, largest } = survey(features, &facets);
    let (classes, class_of) = shapes.classes();
    let width = features.width();
    let blocks = tracks.len().div_ceil(LANES);
    let mut levels = Vec::new();
    let mut first_level = vec![0];
    for (dimension, heights) in heights.iter().enumerate() {
        if TAGGED.contains(&facets[dimension]) {
            levels.extend(heights.levels().into_iter().map(|share| Level { dimension, share }));
        }
        first_level.push(levels.len());
    }
    let mut columns = Columns {
        order: tracks.iter().map(|surveyed| surveyed.track).collect::<Vec<_>>().into(),
        blocks,
        bits: Bits::default(),
        levels,
        first_level,
        classes,
        tempi: vec![0; blocks * TEMPO_BITS * WORDS].into(),
        affects: vec![0; blocks * 2 * AFFECT_BITS * WORDS].into(),
        fine: std::array::from_fn(|_| vec![UNKNOWN_FINE; blocks * LANES].into()),
        boxes: vec![[UNKNOWN; 4]; blocks].into(),
        years: vec![0; blocks * YEAR_BITS * WORDS].into(),
        twins: vec![0; blocks * WORDS].into(),
        maxima: vec![0; width * blocks].into(),
        tops: largest,
        longest: std::array::from_fn(|_| vec![0; blocks].into()),
    };
    let mut members = vec![NONE; columns.levels.len()];
    let mut gathered = vec![Gathered::default(); members.len()];
    for (block, tracks) in tracks.chunks(LANES).enumerate() {
        for (lane, surveyed) in tracks.iter().enumerate() {
            if surveyed.shape != SHAPELESS {
                let planes = TEMPO_BITS * WORDS;
                let code = class_of[usize::from(surveyed.shape)] + 1;
                set(&mut columns.tempi.own()[block * planes..][..planes], lane, u32::from(code));
            }
            let track = TrackIndex(surveyed.track);
            place_row(&mut columns, &mut members, features, &facets, track, (block, lane));
            place_affect(&mut columns, affect_of(features, track), (block, lane));
            if let Some(year) = years[track.index()] {
                let planes = YEAR_BITS * WORDS;
                set(&mut columns.years.own()[block * planes..][..planes], lane, u32::from(year_code(year)));
            }
            let before = lane.checked_sub(1).map(|lane| TrackIndex(tracks[lane].track));
            let same = |other| {
                same_row(features, other, track)
                    && affect_of(features, other).map(|axes| axes.map(f64::to_bits))
                        == affect_of(features, track).map(|axes| axes.map(f64::to_bits))
            };
            if before.is_some_and(same) {
                columns.twins.own()[block * WORDS + lane / 64] |= 1 << (lane % 64);
            }
        }
        for (column, lanes) in gathered.iter_mut().zip(&mut members) {
            column.push(block, &std::mem::replace(lanes, NONE));
        }
    }
    columns.bits = gathered.into_iter().collect();
    columns
}

fn same_row(features: &Features, one: TrackIndex, other: TrackIndex) -> bool {
    match (features.row(one), features.row(other)) {
        (Some(one), Some(other)) => one.iter().eq(other.iter()),
        _ => false,
    }
}

/// Writes the tags of one track into the columns, and into what is kept of its block.
fn place_row(
    columns: &mut Columns,
    members: &mut [Lanes],
    features: &Features,
    facets: &[Facet],
    track: TrackIndex,
    (block, lane): (usize, usize),
) {
    let Some(own) = features.row(track) else { return };
    let lengths = lengths(facets, own.row());
    for (d, v) in own.iter() {
        let share = v / lengths[facets[d].index()];
        let highest = code_up(share, columns.unit(d)) as u8;
        let largest = &mut columns.maxima.own()[d * columns.blocks + block];
        *largest = (*largest).max(highest);
        let first = columns.first_level[d];
        let shares = columns.shares_of(d);
        let code = code(&shares, share);
        for column in (0..shares.len()).filter(|bit| code >> bit & 1 == 1).map(|bit| first + bit) {
            members[column][lane / 64] |= 1 << (lane % 64);
        }
    }
    for (longest, length) in columns.longest.iter_mut().zip(lengths) {
        // Unit length to within the precision of f32: a part may be a little longer than 1.
        let longest = &mut longest.own()[block];
        *longest = (*longest).max(code_up(length, LONGEST_UNIT) as u8);
    }
}

/// Writes the mood of one track.
fn place_affect(columns: &mut Columns, affect: Option<[f64; 2]>, (block, lane): (usize, usize)) {
    let fine = affect.map_or([UNKNOWN_FINE; 2], |axes| axes.map(fine_code));
    for (axis, fine) in fine.into_iter().enumerate() {
        columns.fine[axis].own()[block * LANES + lane] = fine;
        let code = (fine >> FINE_SHIFT) as u8;
        let at = (block * 2 + axis) * AFFECT_BITS * WORDS;
        set(&mut columns.affects.own()[at..at + AFFECT_BITS * WORDS], lane, u32::from(code));
        let [low, high] = [2 * axis, 2 * axis + 1];
        let of_block = &mut columns.boxes.own()[block];
        if code != UNKNOWN {
            let first = of_block[low] == UNKNOWN;
            of_block[low] = of_block[low].min(code);
            of_block[high] = if first { code } else { of_block[high].max(code) };
        }
    }
}
