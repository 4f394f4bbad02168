//! The columns of some of the blocks, while they are built.

use crate::catalogue::TrackIndex;
use crate::features::worked::Encoded;
use crate::index::build::{Layout, SHAPELESS, Surveyed, affect_of, fine_code, lengths};
use crate::index::columns::{
    AFFECT_BITS, Columns, FINE_SHIFT, Gathered, LONGEST_UNIT, TEMPO_BITS, UNKNOWN, UNKNOWN_FINE, YEAR_BITS,
};
use crate::index::lanes::{LANES, Lanes, NONE, WORDS};
use crate::index::sieve::year_code;

/// The columns of blocks that follow each other, as [`Columns`] has them, block by block.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    tempi: Vec<u64>,
    affects: Vec<u64>,
    fine: [Vec<u16>; 2],
    boxes: Vec<[u8; 4]>,
    years: Vec<u64>,
    twins: Vec<u64>,
    /// By block, then dimension.
    maxima: Vec<u8>,
    longest: [Vec<u8>; 4],
    gathered: Vec<Gathered>,
}

/// Rounded up to a multiple of the unit, so that `code * unit` is at least the value.
fn code_up(value: f64, unit: f64) -> f64 {
    let code = (value / unit).ceil();
    if code * unit < value { code + 1.0 } else { code }
}

/// Sets the bits of a code of one lane in the planes of a block.
fn set(planes: &mut [u64], lane: usize, code: u32) {
    for (bit, plane) in planes.chunks_exact_mut(WORDS).enumerate() {
        plane[lane / 64] |= u64::from(code >> bit & 1) << (lane % 64);
    }
}

impl Draft {
    /// The columns of these tracks, in their order.
    pub(crate) fn new(layout: &Layout<'_>, tracks: &[Surveyed]) -> Self {
        let (blocks, width) = (tracks.len().div_ceil(LANES), layout.facets.len());
        let columns = layout.first_level.last().copied().unwrap_or(0);
        let mut draft = Self {
            tempi: vec![0; blocks * TEMPO_BITS * WORDS],
            affects: vec![0; blocks * 2 * AFFECT_BITS * WORDS],
            fine: std::array::from_fn(|_| vec![UNKNOWN_FINE; blocks * LANES]),
            boxes: vec![[UNKNOWN; 4]; blocks],
            years: vec![0; blocks * YEAR_BITS * WORDS],
            twins: vec![0; blocks * WORDS],
            maxima: vec![0; blocks * width],
            longest: std::array::from_fn(|_| vec![0; blocks]),
            gathered: vec![Gathered::default(); columns],
        };
        let mut members = vec![NONE; columns];
        for (block, tracks) in tracks.chunks(LANES).enumerate() {
            let mut before: Option<(Encoded<'_>, Option<[u64; 2]>)> = None;
            for (lane, surveyed) in tracks.iter().enumerate() {
                let track = TrackIndex(surveyed.track);
                let Some(own) = layout.features.row(track) else { continue };
                if surveyed.shape != SHAPELESS {
                    let code = u32::from(layout.class_of[usize::from(surveyed.shape)]) + 1;
                    set(&mut draft.tempi[block * TEMPO_BITS * WORDS..][..TEMPO_BITS * WORDS], lane, code);
                }
                if let Some(year) = layout.years[track.index()] {
                    let planes = &mut draft.years[block * YEAR_BITS * WORDS..][..YEAR_BITS * WORDS];
                    set(planes, lane, u32::from(year_code(year)));
                }
                draft.place_row(layout, &mut members, &own, (block, lane));
                let affect = affect_of(layout.features, track);
                draft.place_affect(affect, (block, lane));
                let affect = affect.map(|axes| axes.map(f64::to_bits));
                let twin = before.is_some_and(|(row, mood)| mood == affect && row.iter().eq(own.iter()));
                draft.twins[block * WORDS + lane / 64] |= u64::from(twin) << (lane % 64);
                before = Some((own, affect));
            }
            for (column, lanes) in draft.gathered.iter_mut().zip(&mut members) {
                column.push(block, &std::mem::replace(lanes, NONE));
            }
        }
        draft
    }

    /// Writes the tags of one track.
    fn place_row(
        &mut self,
        layout: &Layout<'_>,
        members: &mut [Lanes],
        own: &Encoded<'_>,
        (block, lane): (usize, usize),
    ) {
        let width = layout.facets.len();
        let lengths = lengths(layout.facets, own.row());
        for (d, v) in own.iter() {
            let share = v / lengths[layout.facets[d].index()];
            let largest = &mut self.maxima[block * width + d];
            *largest = (*largest).max(code_up(share, layout.units[d]) as u8);
            let mut code = layout.steps[d].code(share);
            while code != 0 {
                let column = layout.first_level[d] + code.trailing_zeros() as usize;
                members[column][lane / 64] |= 1 << (lane % 64);
                code &= code - 1;
            }
        }
        for (longest, length) in self.longest.iter_mut().zip(lengths) {
            // Unit length to within the precision of f32: a part may be a little longer than 1.
            longest[block] = longest[block].max(code_up(length, LONGEST_UNIT) as u8);
        }
    }

    /// Writes the mood of one track.
    fn place_affect(&mut self, affect: Option<[f64; 2]>, (block, lane): (usize, usize)) {
        let fine = affect.map_or([UNKNOWN_FINE; 2], |axes| axes.map(fine_code));
        for (axis, fine) in fine.into_iter().enumerate() {
            self.fine[axis][block * LANES + lane] = fine;
            let code = (fine >> FINE_SHIFT) as u8;
            let planes = &mut self.affects[(block * 2 + axis) * AFFECT_BITS * WORDS..][..AFFECT_BITS * WORDS];
            set(planes, lane, u32::from(code));
            let [low, high] = [2 * axis, 2 * axis + 1];
            let of_block = &mut self.boxes[block];
            if code != UNKNOWN {
                let first = of_block[low] == UNKNOWN;
                of_block[low] = of_block[low].min(code);
                of_block[high] = if first { code } else { of_block[high].max(code) };
            }
        }
    }

    /// Puts the columns of all blocks together, all but the bit columns of tags, which are given back.
    pub(crate) fn join(drafts: Vec<Self>, columns: &mut Columns, width: usize) -> Vec<Gathered> {
        let mut all = Self { gathered: vec![Gathered::default(); columns.levels.len()], ..Self::default() };
        for draft in drafts {
            all.tempi.extend(draft.tempi);
            all.affects.extend(draft.affects);
            all.fine.iter_mut().zip(draft.fine).for_each(|(all, own)| all.extend(own));
            all.boxes.extend(draft.boxes);
            all.years.extend(draft.years);
            all.twins.extend(draft.twins);
            all.maxima.extend(draft.maxima);
            all.longest.iter_mut().zip(draft.longest).for_each(|(all, own)| all.extend(own));
            all.gathered.iter_mut().zip(draft.gathered).for_each(|(all, own)| all.append(own));
        }
        let mut maxima = vec![0; width * columns.blocks];
        for (block, of_block) in all.maxima.chunks_exact(width.max(1)).enumerate() {
            for (d, largest) in of_block.iter().enumerate() {
                maxima[d * columns.blocks + block] = *largest;
            }
        }
        columns.tempi = all.tempi.into();
        columns.affects = all.affects.into();
        columns.fine = all.fine.map(Into::into);
        columns.boxes = all.boxes.into();
        columns.years = all.years.into();
        columns.twins = all.twins.into();
        columns.maxima = maxima.into();
        columns.longest = all.longest.map(Into::into);
        all.gathered
    }
}
