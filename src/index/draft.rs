//! The columns of some of the blocks, while they are built.

use crate::catalogue::TrackIndex;
use crate::catalogue::facet::Facet;
use crate::features::worked::Encoded;
use crate::index::build::{Layout, SHAPELESS, Surveyed, affect_of, fine_code, lengths};
use crate::index::columns::{Columns, FINE_SHIFT, LONGEST_UNIT, UNKNOWN, UNKNOWN_FINE};
use crate::index::grown::{Gathered, Gatherer, Grown, Head};
use crate::index::sieve::year_code;
use crate::index::tree::{BLOCK, Box, HALVES, LEAF, LEAVES, NODE, NODES};

/// The columns of blocks that follow each other, as [`Columns`] has them, block by block.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    tempi: Vec<u8>,
    fine: [Vec<u16>; 2],
    years: Vec<u8>,
    twins: Vec<u64>,
    boxes: Vec<Box>,
    boxes_of_nodes: Vec<Box>,
    /// By block, then dimension.
    maxima: Vec<u8>,
    longest: [Vec<u8>; 4],
    levels: [Grown; 3],
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
    node: Gatherer<LEAVES>,
    block: Gatherer<NODES>,
    /// Of a node.
    longest: [u8; 4],
}

/// A node until its block is known: its head, its record, and those of its leaves.
type Node = (Head, Gathered<LEAVES>, Vec<Gathered<LEAF>>);

impl Draft {
    /// The columns of these tracks, in their order.
    pub(crate) fn new(layout: &Layout<'_>, tracks: &[Surveyed]) -> Self {
        let mut draft = Self::default();
        let width = layout.facets.len();
        let (leaf, node, block) = (Gatherer::new(width), Gatherer::new(width), Gatherer::new(width));
        let mut around = Around { leaf, node, block, longest: [0; 4] };
        for tracks in tracks.chunks(BLOCK) {
            draft.push(layout, &mut around, tracks);
        }
        draft
    }

    /// Adds a block.
    fn push(&mut self, layout: &Layout<'_>, around: &mut Around, tracks: &[Surveyed]) {
        let mut before: Option<(Encoded<'_>, Option<[u64; 2]>)> = None;
        let nodes: Vec<Node> = tracks
            .chunks(NODE)
            .enumerate()
            .map(|(node, tracks)| self.node(layout, around, &mut before, (node, tracks)))
            .collect();
        for all in [&mut self.tempi, &mut self.years] {
            all.resize(all.len().next_multiple_of(LEAF), 0);
        }
        self.fine.iter_mut().for_each(|all| all.resize(all.len().next_multiple_of(LEAF), UNKNOWN_FINE));
        let mut held = NOWHERE;
        let of_nodes = nodes.iter().map(|(head, ..)| {
            let mut own = NOWHERE;
            head.boxes.iter().for_each(|leaf| join(&mut own, *leaf));
            join(&mut held, own);
            own
        });
        self.boxes_of_nodes.extend(of_nodes);
        self.boxes.push(held);
        for (facet, all) in self.longest.iter_mut().enumerate() {
            all.push(nodes.iter().map(|(head, ..)| head.longest[facet]).max().unwrap_or(0));
        }
        let block = around.block.take();
        let first = self.maxima.len();
        self.maxima.resize(first + layout.facets.len(), 0);
        block.largest().for_each(|(d, value)| self.maxima[first + d] = value);
        let [blocks, of_nodes, of_leaves] = &mut self.levels;
        blocks.push::<NODES, NODES>(None, 0..layout.facets.len() as u32, &block);
        for (head, node, leaves) in nodes {
            of_nodes.push::<LEAVES, LEAVES>(Some(&head), block.dimensions.iter().copied(), &node);
            for leaf in &leaves {
                of_leaves.push::<LEAF, HALVES>(None, node.dimensions.iter().copied(), leaf);
            }
        }
    }

    /// Gathers a node of a block, and adds what is kept of each of its places. `before` is the track before it.
    fn node<'f>(
        &mut self,
        layout: &Layout<'f>,
        around: &mut Around,
        before: &mut Option<(Encoded<'f>, Option<[u64; 2]>)>,
        (node, tracks): (usize, &[Surveyed]),
    ) -> Node {
        let mut leaves = Vec::with_capacity(LEAVES);
        let mut boxes = [NOWHERE; LEAVES];
        let mut twins = 0;
        for (leaf, tracks) in tracks.chunks(LEAF).enumerate() {
            for (member, surveyed) in tracks.iter().enumerate() {
                let track = TrackIndex(surveyed.track);
                let of_shape = |shape: u16| layout.class_of[usize::from(shape)] as u8 + 1;
                self.tempi.push(if surveyed.shape == SHAPELESS { 0 } else { of_shape(surveyed.shape) });
                self.years.push(layout.years[track.index()].map_or(0, year_code));
                let affect = affect_of(layout.features, track);
                let fine = affect.map_or([UNKNOWN_FINE; 2], |axes| axes.map(fine_code));
                self.fine.iter_mut().zip(fine).for_each(|(all, fine)| all.push(fine));
                let [valence, arousal] = fine.map(|fine| (fine >> FINE_SHIFT) as u8);
                join(&mut boxes[leaf], [valence, valence, arousal, arousal]);
                let Some(own) = layout.features.row(track) else { continue };
                around.note(layout, &own, [member, leaf, node]);
                let affect = affect.map(|axes| axes.map(f64::to_bits));
                let twin = before.as_ref().is_some_and(|(row, mood)| *mood == affect && row.iter().eq(own.iter()));
                twins |= u64::from(twin) << (leaf * LEAF + member);
                *before = Some((own, affect));
            }
            leaves.push(around.leaf.take());
        }
        self.twins.push(twins);
        (Head { longest: std::mem::take(&mut around.longest), boxes }, around.node.take(), leaves)
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
            all.maxima.extend(draft.maxima);
            all.longest.iter_mut().zip(draft.longest).for_each(|(all, own)| all.extend(own));
            all.levels.iter_mut().zip(draft.levels).for_each(|(all, own)| all.append(own));
        }
        let mut maxima = vec![0; width * columns.blocks];
        for (block, of_block) in all.maxima.chunks_exact(width.max(1)).enumerate() {
            for (d, largest) in of_block.iter().enumerate() {
                maxima[d * columns.blocks + block] = *largest;
            }
        }
        columns.tempi = all.tempi.into();
        columns.fine = all.fine.map(Into::into);
        columns.years = all.years.into();
        columns.twins = all.twins.into();
        columns.boxes = all.boxes.into();
        columns.boxes_of_nodes = all.boxes_of_nodes.into();
        columns.maxima = maxima.into();
        columns.longest = all.longest.map(Into::into);
        let [of_blocks, of_nodes, of_leaves] = all.levels;
        (columns.of_blocks, columns.of_nodes, columns.of_leaves) =
            (of_blocks.into(), of_nodes.into(), of_leaves.into());
    }
}

impl Around {
    /// Notes the values of a track, which has these places in its leaf, its leaf in its node, its node in its block.
    fn note(&mut self, layout: &Layout<'_>, own: &Encoded<'_>, [member, leaf, node]: [usize; 3]) {
        let lengths = lengths(layout.facets, own.row());
        for (d, v) in own.iter() {
            let facet = layout.facets[d];
            let value = code_up(v / lengths[facet.index()], layout.units[d]) as u8;
            self.block.note(d, node, value);
            self.node.note(d, leaf, value);
            // A leaf leaves out tempo: its tracks' classes say more.
            if facet != Facet::Tempo {
                self.leaf.note(d, member, value);
            }
        }
        // Unit length to within the precision of f32: a part may be a little longer than 1.
        let codes = lengths.map(|length| code_up(length, LONGEST_UNIT) as u8);
        self.longest = std::array::from_fn(|facet| self.longest[facet].max(codes[facet]));
    }
}
