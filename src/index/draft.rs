//! The columns of some of the blocks, while they are built.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::Facet;
use crate::features::worked::Encoded;
use crate::index::build::{Layout, SHAPELESS, Surveyed, affect_of, fine_code, lengths};
use crate::index::columns::{Columns, FINE_SHIFT, LONGEST_UNIT, UNKNOWN, UNKNOWN_FINE};
use crate::index::grown::{Gathered, Gatherer, Records, lines};
use crate::index::sieve::year_code;
use crate::index::tree::{BLOCK, Box, LEAF, LEAVES, MEMBERS, NODE, NODES, SHELF};

/// The columns of blocks that follow each other, as [`Columns`] has them, block by block.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    tempi: Vec<u8>,
    fine: [Vec<u16>; 2],
    years: Vec<u8>,
    twins: Vec<u64>,
    boxes: Vec<Box>,
    boxes_of_nodes: Vec<Box>,
    boxes_of_leaves: Vec<Box>,
    longest: [Vec<u8>; 4],
    longest_of_shelves: Vec<[u8; 4]>,
    blocks: Vec<Gathered<MEMBERS>>,
    shelves: Vec<Gathered<MEMBERS>>,
    records: Records,
}

/// The box of no known mood.
const NOWHERE: Box = [UNKNOWN; 4];

/// Rounded up to a multiple of the unit, so that `code * unit` is at least the value.
fn code_up(value: f64, unit: f64) -> f64 {
    let code = (value / unit).ceil();
    if code * unit < value { code + 1.0 } else { code }
}

/// Widens a box to hold another.
fn join(held: &mut Box, other: Box) {
    for (held, other) in held.as_chunks_mut::<2>().0.iter_mut().zip(other.as_chunks::<2>().0) {
        *held = match (*held, *other) {
            (held, [UNKNOWN, _]) => held,
            ([UNKNOWN, _], other) => other,
            ([low, high], [lower, higher]) => [low.min(lower), high.max(higher)],
        };
    }
}

/// What the groups around a track are like so far.
struct Around {
    leaf: Gatherer<LEAF>,
    shelf: Gatherer<MEMBERS>,
    block: Gatherer<MEMBERS>,
    /// Of the shelf.
    longest: [u8; 4],
}

impl Draft {
    /// The columns of these tracks, in their order.
    pub(crate) fn new(layout: &Layout<'_>, tracks: &[Surveyed]) -> Self {
        let mut draft = Self::default();
        let width = layout.facets.len();
        let (leaf, shelf, block) = (Gatherer::new(width), Gatherer::new(width), Gatherer::new(width));
        let mut around = Around { leaf, shelf, block, longest: [0; 4] };
        for tracks in tracks.chunks(BLOCK) {
            draft.push(layout, &mut around, tracks);
        }
        draft
    }

    /// Adds a block.
    fn push(&mut self, layout: &Layout<'_>, around: &mut Around, tracks: &[Surveyed]) {
        let mut before: Option<(Encoded<'_>, Option<[u64; 2]>)> = None;
        let (first, mut longest) = (self.boxes_of_nodes.len(), [0; 4]);
        for (shelf, tracks) in tracks.chunks(SHELF).enumerate() {
            let mut leaves = Vec::with_capacity(MEMBERS);
            for (node, tracks) in tracks.chunks(NODE).enumerate() {
                self.push_node(layout, around, &mut before, (shelf * NODES + node, tracks), &mut leaves);
            }
            let own = around.shelf.take();
            self.records.push(layout.facets.len(), &own.dimensions, &leaves);
            self.shelves.push(own);
            let of_shelf = std::mem::take(&mut around.longest);
            self.longest_of_shelves.push(of_shelf);
            longest = std::array::from_fn(|facet| of_shelf[facet].max(longest[facet]));
        }
        for all in [&mut self.tempi, &mut self.years] {
            all.resize(all.len().next_multiple_of(LEAF), 0);
        }
        self.fine.iter_mut().for_each(|all| all.resize(all.len().next_multiple_of(LEAF), UNKNOWN_FINE));
        let mut held = NOWHERE;
        self.boxes_of_nodes[first..].iter().for_each(|node| join(&mut held, *node));
        self.boxes.push(held);
        self.longest.iter_mut().zip(longest).for_each(|(all, own)| all.push(own));
        self.blocks.push(around.block.take());
    }

    /// Adds what is kept of each place of a node of a block, and gathers its leaves. `before` is the track before it.
    fn push_node<'f>(
        &mut self,
        layout: &Layout<'f>,
        around: &mut Around,
        before: &mut Option<(Encoded<'f>, Option<[u64; 2]>)>,
        (node, tracks): (usize, &[Surveyed]),
        leaves: &mut Vec<Gathered<LEAF>>,
    ) {
        let (mut held, mut twins) = (NOWHERE, 0);
        for (leaf, tracks) in tracks.chunks(LEAF).enumerate() {
            let mut of_leaf = NOWHERE;
            for (member, surveyed) in tracks.iter().enumerate() {
                let track = TrackIndex(surveyed.track);
                let of_shape = |shape: u16| layout.class_of[usize::from(shape)] as u8 + 1;
                self.tempi.push(if surveyed.shape == SHAPELESS { 0 } else { of_shape(surveyed.shape) });
                self.years.push(layout.years[track.index()].map_or(0, year_code));
                let affect = affect_of(layout.features, track);
                let fine = affect.map_or([UNKNOWN_FINE; 2], |axes| axes.map(fine_code));
                self.fine.iter_mut().zip(fine).for_each(|(all, fine)| all.push(fine));
                let [valence, arousal] = fine.map(|fine| (fine >> FINE_SHIFT) as u8);
                join(&mut of_leaf, [valence, valence, arousal, arousal]);
                let Some(own) = layout.features.row(track) else {
                    *before = None;
                    continue;
                };
                around.note(layout, &own, [member, node * LEAVES + leaf, node]);
                let affect = affect.map(|axes| axes.map(f64::to_bits));
                let twin = before.as_ref().is_some_and(|(row, mood)| *mood == affect && row.iter().eq(own.iter()));
                twins |= u64::from(twin) << (leaf * LEAF + member);
                *before = Some((own, affect));
            }
            leaves.push(around.leaf.take());
            self.boxes_of_leaves.push(of_leaf);
            join(&mut held, of_leaf);
        }
        self.boxes_of_nodes.push(held);
        self.twins.push(twins);
    }

    /// Puts the columns of all blocks together.
    pub(crate) fn join(drafts: Vec<Self>, columns: &mut Columns, width: usize) {
        let mut all = Self::default();
        for draft in drafts {
            all.tempi.extend(draft.tempi);
            all.fine.iter_mut().zip(draft.fine).for_each(|(all, own)| all.extend(own));
            all.years.extend(draft.years);
            all.twins.extend(draft.twins);
            all.boxes.extend(draft.boxes);
            all.boxes_of_nodes.extend(draft.boxes_of_nodes);
            all.boxes_of_leaves.extend(draft.boxes_of_leaves);
            all.longest.iter_mut().zip(draft.longest).for_each(|(all, own)| all.extend(own));
            all.longest_of_shelves.extend(draft.longest_of_shelves);
            all.blocks.extend(draft.blocks);
            all.shelves.extend(draft.shelves);
            all.records.append(draft.records);
        }
        let mut maxima = vec![0; width * columns.blocks];
        for (block, own) in all.blocks.iter().enumerate() {
            own.largest().for_each(|(d, largest)| maxima[d * columns.blocks + block] = largest);
        }
        columns.tempi = all.tempi.into();
        columns.fine = all.fine.map(Into::into);
        columns.years = all.years.into();
        columns.twins = all.twins.into();
        columns.boxes = all.boxes.into();
        columns.boxes_of_nodes = all.boxes_of_nodes.into();
        columns.boxes_of_leaves = all.boxes_of_leaves.into();
        columns.maxima = maxima.into();
        columns.longest = all.longest.map(Into::into);
        columns.longest_of_shelves = all.longest_of_shelves.into();
        columns.of_blocks = lines(width, &all.blocks);
        columns.of_shelves = lines(width, &all.shelves);
        columns.leaves = all.records.into();
    }
}

impl Around {
    /// Notes the values of a track, tempo aside: its place in its leaf, the place of its leaf in its block, and that of its node.
    fn note(&mut self, layout: &Layout<'_>, own: &Encoded<'_>, [member, leaf, node]: [usize; 3]) {
        let lengths = lengths(layout.facets, own.row());
        for (d, v) in own.iter().filter(|(d, _)| layout.facets[*d] != Facet::Tempo) {
            let value = code_up(v / lengths[layout.facets[d].index()], layout.units[d]) as u8;
            self.block.note(d, node, value);
            self.shelf.note(d, leaf % MEMBERS, value);
            self.leaf.note(d, member, value);
        }
        // Unit length to within the precision of f32: a part may be a little longer than 1.
        let codes = lengths.map(|length| code_up(length, LONGEST_UNIT) as u8);
        self.longest = std::array::from_fn(|facet| self.longest[facet].max(codes[facet]));
    }
}
