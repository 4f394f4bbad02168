//! Turns feature rows into columns.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use rustc_hash::FxHasher;

use crate::catalogue::facet::Facet;
use crate::catalogue::shared::Named;
use crate::catalogue::track::Year;
use crate::catalogue::{Catalogue, TrackIndex};
use crate::features::Features;
use crate::features::vector::Row;
use crate::features::worked::Encoded;
use crate::index::columns::{Columns, FINE_SHIFT, FINE_STEP, KNOWN};
use crate::index::draft::Draft;
use crate::index::moods::Moods;
use crate::index::names::Names;
use crate::index::order;
use crate::index::places::Places;
use crate::index::shapes::Shapes;
use crate::index::tempi::Classes;
use crate::index::tree::{BLOCK, NODE};

/// The shape of a track of which no tempo is known.
pub(crate) const SHAPELESS: u16 = u16::MAX;

/// What the first walk over the rows learns of a track; sorted, tracks that are alike come next to each other.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Surveyed {
    key: u128,
    pub(crate) shape: u16,
    /// Of the whole row and the mood, so that equal ones meet.
    hash: u32,
    pub(crate) track: u32,
}

/// What the first walk learns of some of them, shapes of tempo aside.
struct Survey {
    tracks: Vec<Surveyed>,
    tops: Vec<f64>,
}

/// The length of each facet's part of a row, 0 where a facet is unknown. `facets` are those of the dimensions.
pub(crate) fn lengths(facets: &[Facet], row: Row<'_>) -> [f64; 4] {
    let mut squares = [0.0_f64; 4];
    row.iter().for_each(|(d, v)| squares[facets[d].index()] += v * v);
    squares.map(f64::sqrt)
}

/// Runs once for each part of `0..n`, as many as there are cores, the parts multiples of a unit; the results in order.
fn in_parts<T: Send>(n: usize, unit: usize, run: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = n.div_ceil(cores).next_multiple_of(unit).max(unit);
    thread::scope(|scope| {
        let parts = (0..n).step_by(part).map(|start| start..(start + part).min(n));
        let running: Vec<_> = parts.map(|part| scope.spawn(|| run(part))).collect();
        let joined = running.into_iter().map(|running| running.join().unwrap_or_else(|panic| resume_unwind(panic)));
        joined.collect()
    })
}

fn survey(features: &Features, facets: &[Facet], part: Range<usize>) -> Survey {
    let width = features.width();
    let mut survey = Survey { tracks: Vec::with_capacity(part.len()), tops: vec![0.0; width] };
    let mut keys = order::Keys::new(features.encoder());
    for at in part {
        let track = TrackIndex(at as u32);
        let (own, affect) = (features.row(track), affect_of(features, track));
        if own.is_none() && affect.is_none() {
            continue;
        }
        let row = own.as_ref().map_or(Row::UNKNOWN, Encoded::row);
        let lengths = lengths(facets, row);
        let mut hasher = FxHasher::default();
        for (d, v) in row.iter() {
            let share = v / lengths[facets[d].index()];
            survey.tops[d] = survey.tops[d].max(share);
            (d, v.to_bits()).hash(&mut hasher);
        }
        affect.map(|axes| axes.map(f64::to_bits)).hash(&mut hasher);
        let (key, hash) = (keys.of(row), (hasher.finish() >> 32) as u32);
        survey.tracks.push(Surveyed { key, shape: SHAPELESS, hash, track: at as u32 });
    }
    survey
}

/// The whole survey, sorted, with the shapes of tempo.
fn surveyed(features: &Features, facets: &[Facet]) -> (Survey, Shapes) {
    let width = features.width();
    let mut whole = Survey { tracks: Vec::with_capacity(features.len()), tops: vec![0.0; width] };
    for part in in_parts(features.len(), 1, |part| survey(features, facets, part)) {
        whole.tracks.extend(part.tracks);
        whole.tops.iter_mut().zip(part.tops).for_each(|(own, more)| *own = own.max(more));
    }
    // Shapes are counted as they are met, so that there are the same whatever the number of cores.
    let (mut shapes, tempo) = (Shapes::default(), features.encoder().block(Facet::Tempo));
    for surveyed in &mut whole.tracks {
        let own = features.row(TrackIndex(surveyed.track));
        let of_tempo = || own.iter().flat_map(|own| own.row().iter()).filter(|(d, _)| tempo.contains(d));
        if of_tempo().next().is_some() {
            surveyed.shape = shapes.note(of_tempo());
        }
    }
    whole.tracks.sort_unstable();
    (whole, shapes)
}

pub(crate) fn affect_of(features: &Features, track: TrackIndex) -> Option<[f64; 2]> {
    features.affect(track).map(|own| [own.affect.valence.value(), own.affect.arousal.value()])
}

/// The fine code of a value of valence or arousal: the value lies within the step that begins at `-1 + code * FINE_STEP`.
pub(crate) fn fine_code(value: f64) -> u16 {
    let most = (u32::from(KNOWN) << FINE_SHIFT) - 1;
    ((value + 1.0) / FINE_STEP).floor().clamp(0.0, f64::from(most)) as u16
}

/// What is known of the dimensions before tracks get their places.
pub(crate) struct Layout<'a> {
    pub(crate) features: &'a Features,
    pub(crate) facets: &'a [Facet],
    /// By track.
    pub(crate) years: &'a [Option<Year>],
    /// By shape.
    pub(crate) class_of: &'a [u16],
    /// By dimension: the units of values.
    pub(crate) units: Vec<f64>,
}

/// Builds the columns of a catalogue's features.
pub(crate) fn columns(catalogue: &Catalogue, features: &Features) -> Columns {
    // In the order of the catalogue, so that no track has to be kept.
    let years: Vec<Option<Year>> = catalogue.years();
    let facets: Vec<Facet> = features.encoder().dimensions().iter().map(|dimension| dimension.facet).collect();
    let (Survey { tracks, tops }, shapes) = surveyed(features, &facets);
    let (classes, class_of) = shapes.classes();
    let order: Vec<u32> = tracks.iter().map(|surveyed| surveyed.track).collect();
    let mut columns = Columns {
        order: Places::new(&order, features.len()),
        blocks: tracks.len().div_ceil(BLOCK),
        classes: Classes::new(&classes),
        tops,
        ..Columns::default()
    };
    let layout = Layout {
        features,
        facets: &facets,
        years: &years,
        class_of: &class_of,
        units: (0..features.width()).map(|d| columns.unit(d)).collect(),
    };
    let names = |named| Names::new(&catalogue.shared(named), &order);
    let (drafts, [artists, series]) = thread::scope(|scope| {
        let named = [Named::Artists, Named::Series].map(|named| scope.spawn(move || names(named)));
        let drafts = in_parts(tracks.len(), BLOCK, |part| Draft::new(&layout, &tracks[part]));
        (drafts, named.map(|named| named.join().unwrap_or_else(|panic| resume_unwind(panic))))
    });
    (columns.artists, columns.series) = (artists, series);
    Draft::join(drafts, &mut columns, features.width());
    let room = tracks.len();
    columns.moods = Moods::new(columns.fine.each_ref().map(|fine| fine.at(0..room)));
    let first = |tracks: &[Surveyed]| tracks.iter().map(|surveyed| surveyed.track).min().unwrap_or(0);
    columns.firsts = tracks.chunks(NODE).map(first).collect::<Vec<_>>().into();
    columns
}
