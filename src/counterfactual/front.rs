//! What each facet alone could come to with a number of changes: every choice that no other choice of as many changes beats.

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::Track;
use crate::counterfactual::change::Change;
use crate::features::Features;

/// One choice of changes within a facet.
///
/// A score is `sum_f product_f / sqrt(sum_f mass_f + pivot mass)`: facets meet in these two sums only, so each can be searched alone.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) changes: Vec<Change>,
    /// The block's product with the favourites' vector, before the whole is scaled to unit length.
    pub(crate) product: f64,
    /// The block's squared length, before the whole is scaled to unit length.
    pub(crate) mass: f64,
}

/// Products nearer than this may come out in either order once vectors are rounded to `f32`.
const ROUNDING: f64 = 1e-7;
/// As many choices of equal worth are kept: they differ by rounding only.
const EQUALS: usize = 16;

/// Adds a choice unless another is at least as good in both sums, and drops those that it beats.
fn keep(front: &mut Vec<Choice>, choice: Choice) {
    let beats = |a: &Choice, b: &Choice| {
        a.product >= b.product && a.mass <= b.mass && (a.product > b.product + ROUNDING || a.mass < b.mass - ROUNDING)
    };
    if front.iter().any(|known| beats(known, &choice)) {
        return;
    }
    front.retain(|known| !beats(&choice, known));
    let equal = |known: &&Choice| {
        (known.product - choice.product).abs() <= ROUNDING && (known.mass - choice.mass).abs() <= ROUNDING
    };
    if front.iter().filter(equal).count() < EQUALS {
        front.push(choice);
    }
}

/// The choices with exactly `n` changes in a facet.
///
/// A tag that shares no dimension with the favourites is never added: it leaves the product's sum and makes the block longer, so that the score falls
/// whatever else is done. A facet of which something is known keeps at least one tag: a change is to what the track is, not to what is known of it.
pub(crate) fn front(
    features: &Features,
    favourites: &[f64],
    track: &Track,
    facet: Facet,
    n: usize,
    tempi: &[Change],
) -> Vec<Choice> {
    let mut front = Vec::new();
    match facet {
        Facet::Tempo if n == 0 => keep(&mut front, whole(features, favourites, track, facet, Vec::new())),
        Facet::Tempo if n == 1 => {
            for change in tempi {
                let changed = change.applied(track, features.encoder().vocabulary());
                keep(&mut front, whole(features, favourites, &changed, facet, vec![change.clone()]));
            }
        }
        Facet::Tempo => {}
        _ => Tags::new(features, favourites, track, facet).choose(n, &mut front),
    }
    front
}

/// How many choices of `n` changes there are to look at in a facet.
pub(crate) fn choices(features: &Features, favourites: &[f64], track: &Track, facet: Facet, n: usize) -> f64 {
    if facet == Facet::Tempo {
        return 1.0;
    }
    let Tags { own, others, .. } = Tags::new(features, favourites, track, facet);
    let of =
        |all: usize, taken: usize| (0..taken).map(|i| (all.saturating_sub(i)) as f64 / (i + 1) as f64).product::<f64>();
    (0..=n).map(|removed| of(own.len(), removed) * of(others.len(), n - removed)).sum()
}

/// A facet as the encoder sees it.
fn whole(features: &Features, favourites: &[f64], track: &Track, facet: Facet, changes: Vec<Change>) -> Choice {
    let encoder = features.encoder();
    let mass = encoder.masses(track)[facet.index()];
    let mut alone = Track::new(track.id.clone(), track.title.clone());
    (alone.tempo, alone.bpm) = (track.tempo.clone(), track.bpm);
    let cosine = encoder.encode(&alone).map_or(0.0, |vector| vector.row().dot(favourites));
    Choice { changes, product: cosine * (mass + encoder.pivot_mass()).sqrt(), mass }
}

/// The search among the tags of one facet.
struct Tags<'a> {
    features: &'a Features,
    favourites: &'a [f64],
    facet: Facet,
    /// The tags it has, with what each lights.
    own: Vec<(Tag, Vec<(usize, f64)>)>,
    /// The tags that might help.
    others: Vec<(Tag, Vec<(usize, f64)>)>,
}

impl<'a> Tags<'a> {
    fn new(features: &'a Features, favourites: &'a [f64], track: &Track, facet: Facet) -> Self {
        let encoder = features.encoder();
        let block = encoder.block(facet);
        let lights = |d: usize, confidence: f64| {
            encoder.lights(d).iter().map(|(to, strength)| (to - block.start, strength * confidence)).collect::<Vec<_>>()
        };
        let mut has = Vec::new();
        let mut own: Vec<(Tag, Vec<(usize, f64)>)> = Vec::new();
        for tagged in track.tags(facet) {
            if let Some(d) = encoder.dimension(facet, &tagged.tag) {
                let lit = lights(d, tagged.confidence.value());
                // Two names of one tag are taken away together.
                match has.iter().position(|known| *known == d) {
                    Some(place) => own[place].1.extend(lit),
                    None => {
                        has.push(d);
                        own.push((tagged.tag.clone(), lit));
                    }
                }
            }
        }
        let helps = |d: &usize| !has.contains(d) && encoder.lights(*d).iter().any(|(to, _)| favourites[*to] > 0.0);
        let others = block
            .clone()
            .filter(helps)
            .filter_map(|d| Some((Tag::new(&encoder.dimensions()[d].name).ok()?, lights(d, 1.0))));
        let others = others.collect();
        Self { features, favourites, facet, own, others }
    }

    fn choose(&self, n: usize, front: &mut Vec<Choice>) {
        if self.features.encoder().weighting().facets.of(self.facet) <= 0.0 && n > 0 {
            return;
        }
        self.remove(n, 0, &mut Vec::new(), front);
    }

    /// Tries every set of tags to take away, from the `from`th on, and after each the additions that are left.
    fn remove(&self, left: usize, from: usize, removed: &mut Vec<usize>, front: &mut Vec<Choice>) {
        let adds = left;
        let nothing_left = removed.len() == self.own.len();
        if !(nothing_left && !self.own.is_empty() && adds == 0) {
            let mut lit = vec![0.0; self.features.encoder().block(self.facet).len()];
            for (_, lights) in self.own.iter().enumerate().filter(|(i, _)| !removed.contains(i)).map(|(_, own)| own) {
                raise(&mut lit, lights);
            }
            self.add(adds, 0, &lit, removed, &mut Vec::new(), front);
        }
        for i in (from..self.own.len()).filter(|_| left > 0) {
            removed.push(i);
            self.remove(left - 1, i + 1, removed, front);
            removed.pop();
        }
    }

    fn add(
        &self,
        left: usize,
        from: usize,
        lit: &[f64],
        removed: &[usize],
        added: &mut Vec<usize>,
        front: &mut Vec<Choice>,
    ) {
        if left == 0 {
            let choice = self.weighed(lit);
            let gone = removed.iter().map(|i| Change::Remove(self.facet, self.own[*i].0.clone()));
            let new = added.iter().map(|i| Change::Add(self.facet, self.others[*i].0.clone()));
            return keep(front, Choice { changes: gone.chain(new).collect(), ..choice });
        }
        for i in from..self.others.len() {
            let mut brighter = lit.to_vec();
            raise(&mut brighter, &self.others[i].1);
            added.push(i);
            self.add(left - 1, i + 1, &brighter, removed, added, front);
            added.pop();
        }
    }

    /// The block's product and mass, as [`crate::features::encoder::Encoder`] weighs it.
    fn weighed(&self, lit: &[f64]) -> Choice {
        let encoder = self.features.encoder();
        let (start, weighting) = (encoder.block(self.facet).start, encoder.weighting());
        let (mut product, mut squares, mut extent) = (0.0, 0.0, 0.0);
        for (i, strength) in lit.iter().enumerate().filter(|(_, strength)| **strength > 0.0) {
            let value = strength * encoder.idf(start + i);
            product += value * self.favourites[start + i];
            squares += value * value;
            extent += (strength * encoder.extent(start + i)).powi(2);
        }
        if squares <= 0.0 {
            return Choice { changes: Vec::new(), product: 0.0, mass: 0.0 };
        }
        let factor = weighting.facets.of(self.facet).sqrt() / squares.sqrt().powf(weighting.norm_exponent);
        Choice { changes: Vec::new(), product: product * factor, mass: extent * factor * factor }
    }
}

fn raise(lit: &mut [f64], lights: &[(usize, f64)]) {
    for (to, strength) in lights {
        lit[*to] = lit[*to].max(*strength);
    }
}
