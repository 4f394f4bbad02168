//! The upper bound of the match of the wanted tags, for a group and for each of its tracks.

use crate::catalogue::facet::Facet;
use crate::features::encoder::Encoder;
use crate::index::columns::{Columns, GROUP, Sums, TAGGED};
use crate::index::kernels::{AddMembers, AddShares, NoteOccurring};
use crate::index::linear::up;
use crate::index::wide::Width;
use crate::scoring::tags::{Claim, WantedTags};

/// One step of a staircase: every track in the column, or in that of a step before it, is worth the rise.
#[derive(Debug, Clone, Copy)]
struct Step {
    column: usize,
    rise: f32,
}

/// The maximum over some columns as a sum. With values `v_1 >= v_2 >= ..` the largest value among the columns a track is in is the sum of
/// `v_j - v_(j+1)` over every `j` for which it is in one of the first `j` columns.
type Staircase = Vec<Step>;

fn staircase(mut values: Vec<(usize, f64)>, weight: f64) -> Staircase {
    values.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let next = |i: usize| values.get(i + 1).map_or(0.0, |(_, value)| *value);
    values
        .iter()
        .enumerate()
        .map(|(i, (column, v))| Step { column: *column, rise: up(weight * (v - next(i))) })
        .collect()
}

/// The wanted tags, ready to be held against the columns. Rounding is treated as in [`crate::index::linear::Linear`].
#[derive(Debug)]
pub(crate) struct Claims {
    /// For groups: dimensions in steps.
    of_groups: Vec<Staircase>,
    /// For tracks: what a dimension's being there is worth.
    presence: Vec<Staircase>,
    /// For tracks, by the place of the facet in [`TAGGED`]: what a value of 1 for scale over norm is worth.
    shares: [Vec<Staircase>; 3],
    /// The columns that occur in any staircase.
    columns: Vec<u64>,
    /// What all wanted tempi can add, and what each shape adds for a scale of 1 over a norm of 1.
    tempo: f32,
    shapes: Vec<f32>,
    /// What a bound is multiplied by.
    pub(crate) slack: f32,
    /// Room to work in: the tracks in each column, and what a staircase hits.
    members: Vec<u64>,
    hits: Vec<(f32, u64)>,
}

impl Claims {
    /// Makes the wanted tags ready.
    pub(crate) fn new(columns: &Columns, encoder: &Encoder, wanted: &WantedTags) -> Self {
        let (claims, tempi) = wanted.claims();
        let tempo_unit = columns.scales[Facet::Tempo.index()].unit;
        let start = encoder.block(Facet::Tempo).start;
        let of_shape = |shape: &Vec<(usize, f64)>| {
            let cosine = |bins: &[f64]| shape.iter().map(|(d, v)| bins[d - start] * v).sum::<f64>();
            // Norms are stored squared in 65,535ths.
            up(tempi.iter().map(|(weight, bins)| weight * cosine(bins)).sum::<f64>() * tempo_unit * 65_535_f64.sqrt())
        };
        let mut made = Self {
            of_groups: claims.iter().map(|claim| staircase(claim.options.clone(), claim.weight)).collect(),
            presence: Vec::new(),
            shares: Default::default(),
            columns: vec![0; columns.bits.width],
            tempo: up(tempi.iter().map(|(weight, _)| weight).sum()),
            shapes: columns.shapes.iter().map(of_shape).collect(),
            slack: 1.0,
            members: vec![0; columns.levels.len()],
            hits: Vec::new(),
        };
        for claim in &claims {
            made.claim(columns, encoder, claim, wanted.presence());
        }
        let steps = made.presence.iter().chain(made.shares.iter().flatten()).map(Vec::len).sum::<usize>();
        made.slack = 1.0 + (steps + tempi.len() + 64) as f32 * 2.0 * f32::EPSILON;
        made
    }

    fn claim(&mut self, columns: &Columns, encoder: &Encoder, claim: &Claim, presence: f64) {
        let columns_of = |d: usize| columns.first_level[d]..columns.first_level[d + 1];
        let first = claim.options.iter().filter_map(|(d, near)| Some((columns_of(*d).next()?, *near))).collect();
        self.presence.push(staircase(first, claim.weight * presence));
        for (facet, shares) in TAGGED.into_iter().zip(&mut self.shares) {
            let block = encoder.block(facet);
            let unit = columns.scales[facet.index()].unit * 65_535_f64.sqrt();
            let of_facet = claim.options.iter().filter(|(d, _)| block.contains(d));
            let values: Vec<(usize, f64)> = of_facet
                .flat_map(|(d, near)| columns_of(*d).map(move |column| (column, *d, *near)))
                .map(|(column, d, near)| (column, near * encoder.idf(d) * columns.levels[column].height * unit))
                .collect();
            if !values.is_empty() {
                values.iter().for_each(|(column, _)| self.columns[column / 64] |= 1 << (column % 64));
                shares.push(staircase(values, claim.weight * (1.0 - presence)));
            }
        }
    }

    /// The bounds of all groups, with slack.
    pub(crate) fn of_groups(&self, columns: &Columns, width: Width) -> Vec<f32> {
        let mut totals: Vec<f32> = columns.longest[Facet::Tempo.index()]
            .iter()
            .map(|longest| if *longest > 0 { self.tempo } else { 0.0 })
            .collect();
        let mut seen = vec![0_u8; columns.groups];
        for steps in &self.of_groups {
            seen.fill(0);
            for Step { column: dimension, rise } in steps {
                width.run(NoteOccurring { seen: &mut seen, maxima: columns.maxima_of(*dimension) });
                for (total, seen) in totals.iter_mut().zip(&seen) {
                    *total += rise * f32::from(*seen);
                }
            }
        }
        totals.iter_mut().for_each(|total| *total *= self.slack);
        totals
    }

    /// The bounds of a group's tracks without tempo and without slack.
    pub(crate) fn of_tracks(&mut self, columns: &Columns, group: usize, width: Width) -> Sums {
        let members = &mut self.members;
        columns.bits.occurring(group, &self.columns, |column, of_column| members[column] = of_column);
        let mut sums = [0.0; GROUP];
        climb(&self.presence, members, &mut self.hits);
        width.run(AddMembers { sums: &mut sums, hits: &self.hits });
        for (facet, shares) in TAGGED.into_iter().zip(&self.shares) {
            climb(shares, members, &mut self.hits);
            if self.hits.is_empty() {
                continue;
            }
            let mut block = [0.0; GROUP];
            width.run(AddMembers { sums: &mut block, hits: &self.hits });
            let places = columns.places(group);
            let scales = &columns.scales[facet.index()].codes[places.clone()];
            let norms = &columns.norms[facet.index()][places];
            width.run(AddShares { sums: &mut sums, block: &block, scales, norms });
        }
        columns.bits.occurring(group, &self.columns, |column, _| members[column] = 0);
        sums
    }

    /// What tempo can add to any track, without slack.
    pub(crate) fn most_of_tempo(&self) -> f32 {
        self.tempo
    }

    /// What tempo adds to a track's bound, without slack.
    pub(crate) fn of_tempo(&self, columns: &Columns, place: usize) -> f32 {
        let shape = self.shapes.get(usize::from(columns.tempo[place])).copied().unwrap_or(0.0);
        let scale = f32::from(columns.scales[Facet::Tempo.index()].codes[place]);
        match columns.norms[Facet::Tempo.index()][place] {
            // Rounded down to nothing: it may be anything.
            0 => {
                if scale > 0.0 {
                    self.tempo
                } else {
                    0.0
                }
            }
            norm => (shape * scale / f32::from(norm).sqrt()).min(self.tempo),
        }
    }
}

/// What the staircases give each track of a group: weights with the tracks they count for. Equal sets after one another are one.
fn climb(staircases: &[Staircase], members: &[u64], hits: &mut Vec<(f32, u64)>) {
    hits.clear();
    for steps in staircases {
        let mut within = 0;
        let mut open: Option<(f32, u64)> = None;
        for Step { column, rise } in steps {
            within |= members[*column];
            open = match open {
                Some((sum, of)) if of == within => Some((sum + rise, of)),
                other => {
                    hits.extend(other.filter(|(_, of)| *of != 0));
                    Some((*rise, within))
                }
            };
        }
        hits.extend(open.filter(|(_, of)| *of != 0));
    }
}
