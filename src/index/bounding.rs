//! A question laid over the columns: which planes it reads, what they are worth, and how high blocks and their tracks are bounded.

use crate::catalogue::facet::Facet;
use crate::index::claims::Claims;
use crate::index::columns::{Columns, Kept, Tempo};
use crate::index::lanes::{LANES, Lanes, NONE, each, has};
use crate::index::linear::{Linear, up};
use crate::index::near::Near;
use crate::index::pending::Pending;
use crate::index::planes::{self, Planes};
use crate::index::rings::RINGS;
use crate::index::sieve::Sieve;
use crate::index::tempi::{NUMBER_BITS, Tempi};
use crate::index::tile::Tile;
use crate::index::totals::{HIGHEST, TOTAL_BITS, Totals, total_of};
use crate::index::track_sum::TrackSum;
use crate::index::wide::{Kernel, Vector, Width};
use crate::scoring::Scorer;
use crate::scoring::score::Score;

/// The highest bound of a block in units. A track's bound may be more than that, since its sums are rounded up and its block's are capped.
const UNITS: f64 = 240.0;

/// A question made ready to be bounded.
pub(crate) struct Bounding<'a> {
    pub(crate) columns: &'a Columns,
    pub(crate) width: Width,
    linear: Option<Linear>,
    claims: Option<Claims>,
    tempi: Option<Tempi>,
    pub(crate) near: Option<Near>,
    /// What no score is above, to the last bit.
    pub(crate) ceiling: Score,
    /// What is kept of the score with any of these bit columns.
    unwanted: Vec<(f64, Vec<usize>)>,
    pub(crate) sieve: &'a Sieve,
    /// The bounds of all blocks.
    pub(crate) bounds: Vec<f32>,
    /// The same without caps, which say more of where the best are.
    pub(crate) likely: Vec<f32>,
    /// How many units a score of 1 is.
    pub(crate) units: f64,
    pub(crate) planes: Planes,
    sum: TrackSum,
    /// Room for the sum.
    room: Vec<Lanes>,
    pub(crate) tile: Tile,
    /// What the next tile will read, and of which blocks.
    pub(crate) ahead: (Vec<Kept<'a>>, u64),
}

impl<'a> Bounding<'a> {
    /// Makes a question ready; none where it asks for anything else than something, so that nothing can be passed over.
    pub(crate) fn new(columns: &'a Columns, scorer: &Scorer<'_>, sieve: &'a Sieve, width: Width) -> Option<Self> {
        let encoder = scorer.features().encoder();
        let parts = scorer.parts();
        if parts.anything_else {
            return None;
        }
        let seeds = parts.seeds.filter(|(weight, _)| *weight > 0.0);
        let wanted = parts.wanted.filter(|(weight, _)| *weight > 0.0);
        let closeness = parts.closeness.filter(|(weight, _)| *weight > 0.0);
        let tempo = encoder.block(Facet::Tempo);
        let wishes = wanted.map_or(Vec::new(), |(_, wanted)| wanted.claims().1);
        let asks = seeds.is_some_and(|(_, dense)| dense[tempo.clone()].iter().any(|q| *q > 0.0)) || !wishes.is_empty();
        let worth = |of: &Tempo| {
            let alike = seeds.map_or(0.0, |(weight, dense)| {
                weight * of.iter().map(|part| dense[part.dimension] * part.value).sum::<f64>()
            });
            let cosine =
                |bins: &[f64]| of.iter().map(|part| bins[part.dimension - tempo.start] * part.share).sum::<f64>();
            let wished = wanted.map_or(0.0, |(weight, _)| {
                weight * wishes.iter().map(|(part, bins)| part * cosine(bins).min(1.0)).sum::<f64>()
            });
            alike + wished
        };
        let unwanted = parts.unwanted.iter().map(|(lost, dimensions)| (1.0 - lost, columns.carrying(dimensions)));
        let mut planes = Planes::default();
        let mut bounding = Self {
            columns,
            width,
            linear: seeds.map(|seeds| Linear::new(columns, encoder, seeds, &mut planes)),
            claims: wanted.map(|wanted| Claims::new(columns, encoder, wanted, &mut planes)),
            tempi: asks.then(|| Tempi::new(columns, planes.reserve(NUMBER_BITS), worth)),
            near: closeness.map(|(weight, closeness)| Near::new(closeness, weight, planes.reserve(RINGS + 1))),
            ceiling: match wanted.filter(|_| seeds.is_none() && closeness.is_none()) {
                Some((weight, wanted)) => Score::clamped(wanted.most(weight, |d| columns.tops[d])),
                None => Score::clamped(1.0),
            },
            unwanted: unwanted.collect(),
            sieve,
            bounds: vec![0.0; columns.blocks],
            likely: vec![0.0; columns.blocks],
            units: 1.0,
            tile: Tile::new(planes.len()),
            planes,
            sum: TrackSum::default(),
            room: Vec::new(),
            ahead: (Vec::new(), 0),
        };
        let most = wanted.map_or(0.0, |(weight, _)| weight * wishes.iter().map(|(part, _)| part).sum::<f64>());
        bounding.bound_blocks(most as f32);
        bounding.scale();
        (bounding.planes.len() <= planes::MOST).then_some(bounding)
    }

    /// Bounds all blocks; wishes for tempo can add so much to any of them.
    fn bound_blocks(&mut self, wished_tempo: f32) {
        if wished_tempo > 0.0 {
            self.bounds.fill(wished_tempo);
        }
        if let Some(linear) = &self.linear {
            linear.bound_blocks(self.columns, self.width, &mut self.bounds, &mut self.likely);
        }
        if let Some(claims) = &self.claims {
            claims.bound_blocks(self.columns, self.width, &mut self.bounds);
        }
        if let Some(near) = &self.near {
            near.bound_blocks(self.columns, &mut self.bounds);
        }
        self.sieve.close(self.columns, &mut self.bounds);
        self.likely.iter_mut().zip(&self.bounds).for_each(|(likely, bound)| *likely += bound);
    }

    /// Says how many units a score of 1 is, and what everything is worth in them.
    fn scale(&mut self) {
        let highest = self.bounds.iter().fold(0.0, |a: f32, b| a.max(*b));
        let tempo = self.tempi.as_ref().map_or(0.0, Tempi::best);
        // What a class of tempo is worth has to fit its planes.
        let most = f64::from((1 << NUMBER_BITS) - 2);
        self.units = (UNITS / f64::from(highest).max(1e-9)).min(most / f64::from(tempo).max(1e-9));
        // A hair more, for the rounding of the products in `f32`.
        let units = self.units * (1.0 + 1e-6);
        if let Some(linear) = &self.linear {
            linear.add_to(&mut self.sum, units);
        }
        if let Some(tempi) = &mut self.tempi {
            tempi.scale(up(units));
            tempi.summands().for_each(|summand| self.sum.push(summand.into()));
        }
        if let Some(near) = &mut self.near {
            near.scale(up(units));
            self.sum.push(near.summand());
        }
        if let Some(claims) = &self.claims {
            claims.summands(up(units)).for_each(|summand| self.sum.push(summand));
        }
    }

    /// Whether a place on the circumplex is all that is asked for.
    pub(crate) fn alone(&self) -> bool {
        self.linear.is_none() && self.claims.is_none() && self.tempi.is_none()
    }

    /// The fine codes of the track at a place.
    pub(crate) fn fine(&self, place: usize) -> [u16; 2] {
        self.columns.fine.each_ref().map(|fine| fine.one(place))
    }

    /// Fills the planes of the tile.
    pub(crate) fn fill(&mut self) {
        let Self { columns, width, planes, tile, tempi, near, .. } = self;
        if let Some(tempi) = tempi {
            tempi.fill(columns, *width, tile);
        }
        if let Some(near) = near {
            near.fill(columns, *width, tile);
        }
        width.run(Fill { columns, planes, tile });
    }

    /// The totals of the tracks of one block, the `at`-th of the tile, and those of them that reach a bar.
    pub(crate) fn totals(&mut self, (block, at): (usize, usize), bar: u32, totals: &mut [Lanes; TOTAL_BITS]) -> Lanes {
        let sum = self.sum.of_block(self.columns, block);
        let sum = self.sum.ready(sum);
        if self.room.len() < sum.room() {
            self.room.resize(sum.room(), NONE);
        }
        self.width.run(Totals { planes: self.tile.planes(at), sum, room: &mut self.room, bar, totals })
    }

    /// Calls with the bound of each of some tracks of a block.
    pub(crate) fn each_bound(
        &self,
        block: usize,
        lanes: &Lanes,
        totals: &[Lanes; TOTAL_BITS],
        mut call: impl FnMut(Pending),
    ) {
        if *lanes == NONE {
            return;
        }
        let carriers: Vec<(f64, Lanes)> =
            self.unwanted.iter().map(|(keeps, set)| (*keeps, self.columns.bits.any_of(block, set))).collect();
        each(lanes, |lane| {
            let mut total = total_of(totals, lane);
            let own = carriers.iter().filter(|(_, lanes)| has(lanes, lane));
            let keeps = own.fold(1.0, |least: f64, (keeps, _)| least.min(*keeps));
            if keeps < 1.0 && total < HIGHEST {
                // What a carrier has left, rounded up.
                total = ((f64::from(total) * keeps) as u32 + 1).min(total);
            }
            call(Pending::new(total, block * LANES + lane, keeps >= 1.0));
        });
    }
}

/// Fills what a tile reads of bit columns and what is made of them.
struct Fill<'s> {
    columns: &'s Columns,
    planes: &'s Planes,
    tile: &'s mut Tile,
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector>(self) {
        self.planes.read(self.columns, self.tile);
        self.tile.rows().for_each(|planes| self.planes.derive::<V::Plane>(planes));
    }
}
