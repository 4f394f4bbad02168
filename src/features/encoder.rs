//! Tags become dimensions, tracks become unit vectors.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::catalogue::Catalogue;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::{Bpm, Track};
use crate::features::keys::{Key, Keys, Measured, Unlisted};
use crate::features::lit::Lit;
use crate::features::tempo;
use crate::features::vector::{FeatureVector, Rows};
use crate::features::vocabulary::{TermIndex, Vocabulary};
use crate::features::weighting::Weighting;

/// What one number of a feature vector stands for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Dimension {
    /// The facet whose block it is in.
    pub facet: Facet,
    /// The tag, or the middle of a tempo bin such as `71 bpm`.
    pub name: Cow<'static, str>,
    /// The vocabulary's term; none for a tempo bin and for a tag that only the catalogue knows.
    pub term: Option<TermIndex>,
}

/// Turns tags into vectors, with the weights that one catalogue's frequencies give.
///
/// Block `f` of a vector holds the tags of facet `f`, each weighted by idf and confidence, divided by the block's norm to the power
/// [`Weighting::norm_exponent`] and multiplied by the root of the facet's weight; the whole is scaled to unit length. A tag lights its broader
/// tags as well, decayed. A facet that is missing stays out of the norm. With a [`Weighting::pivot`] vectors are shorter than that.
#[derive(Debug, Clone)]
pub struct Encoder {
    vocabulary: Arc<Vocabulary>,
    weighting: Weighting,
    dimensions: Vec<Dimension>,
    blocks: [Range<usize>; 4],
    idf: Vec<f64>,
    /// The weight of a tag that no track carries: the highest there is.
    ceiling: f64,
    /// For each dimension of a tag, the dimensions it lights and how strongly, itself first; one after the other.
    lights: Vec<(usize, f64)>,
    /// Where those of each dimension end.
    light_ends: Vec<usize>,
    unlisted: HashMap<(Facet, Tag), usize>,
    /// The dimensions of the tags that only the catalogue knows, as [`Key::Unlisted`] counts them.
    of_unlisted: Vec<usize>,
    /// The dimension of each term of the vocabulary; none for tempo terms.
    of_term: Vec<Option<usize>>,
    /// The bins each tempo term lights, worked out at the first use.
    of_tempo: Vec<OnceLock<[f64; tempo::BINS]>>,
    /// The same of each step of measured tempo.
    of_step: Vec<OnceLock<Box<[f64; tempo::BINS]>>>,
}

impl Encoder {
    /// Learns dimensions and frequencies from a catalogue.
    pub fn fit(vocabulary: Arc<Vocabulary>, catalogue: &Catalogue, weighting: Weighting) -> Self {
        let keys = Keys::read(&vocabulary, catalogue);
        Self::fit_and_encode(vocabulary, &keys, weighting).0
    }

    /// Learns from a catalogue whose tags are looked up already, and encodes it.
    pub(crate) fn fit_and_encode(vocabulary: Arc<Vocabulary>, keys: &Keys, weighting: Weighting) -> (Self, Rows) {
        let unlisted = keys.unlisted();
        let mut encoder = Self::with_dimensions(vocabulary, weighting, unlisted.keys().copied());
        // Counted here as they were met, not as they are ordered.
        let mut of_unlisted = vec![0; unlisted.len()];
        unlisted.values().zip(&encoder.of_unlisted).for_each(|(place, d)| of_unlisted[*place] = *d);
        encoder.of_unlisted = of_unlisted;
        let mut df = vec![0_usize; encoder.dimensions.len()];
        // The last track that lit each dimension, so that none counts twice.
        let mut seen = vec![usize::MAX; encoder.dimensions.len()];
        let mut n = 0;
        for (i, (keys, _)) in keys.iter().enumerate() {
            n += 1;
            for (up, _) in keys.iter().filter_map(|(key, _)| encoder.place(key)).flat_map(|d| encoder.lights(d)) {
                if seen[*up] != i {
                    seen[*up] = i;
                    df[*up] += 1;
                }
            }
        }
        let tempo = encoder.block(Facet::Tempo);
        // Tempo bins lie close together by construction; rarity says nothing there.
        encoder.idf =
            (0..df.len()).map(|d| if tempo.contains(&d) { 1.0 } else { weighting.rarity(n, df[d]) }).collect();
        encoder.ceiling = weighting.rarity(n, 0);

        let mut rows = Rows::new(encoder.dimensions.len());
        let mut lit = Lit::new(encoder.dimensions.len());
        for (keys, measured) in keys.iter() {
            let weighed = encoder.weigh_keys(keys, measured, &mut lit);
            rows.push_scaled(&weighed.entries, encoder.unsaid(&weighed));
        }
        (encoder, rows)
    }

    /// The dimension of a tag that was looked up; none for a tempo term.
    fn place(&self, key: &Key) -> Option<usize> {
        match key {
            Key::Term(at) => self.of_term[at.index()],
            Key::Unlisted(at) => self.of_unlisted.get(*at).copied(),
        }
    }

    fn weigh_keys(&self, keys: &[(Key, f64)], measured: &Measured, lit: &mut Lit) -> Weighed {
        for (key, confidence) in keys {
            if let Some(d) = self.place(key) {
                self.light(d, *confidence, lit);
            }
        }
        let term = measured.tempo.and_then(|key| match key {
            Key::Term(at) => Some(at),
            Key::Unlisted(_) => None,
        });
        self.light_tempo(term, measured.bpm, 1.0, lit);
        self.weigh(lit)
    }

    /// The vector of tags that are looked up; none where there are none. `lit` is room for it, with nothing lit.
    pub(crate) fn encode_keys(&self, keys: &[(Key, f64)], measured: &Measured, lit: &mut Lit) -> Option<FeatureVector> {
        lit.fit(self.dimensions.len());
        let weighed = self.weigh_keys(keys, measured, lit);
        let unsaid = self.unsaid(&weighed);
        FeatureVector::scaled(weighed.entries, unsaid)
    }

    /// An encoder that was fitted before, to a catalogue of so many tracks: the tags that only it knows, and the idf weight of each dimension.
    pub(crate) fn restored(
        vocabulary: Arc<Vocabulary>,
        weighting: Weighting,
        tracks: usize,
        unlisted: &Unlisted,
        idf: Vec<f64>,
    ) -> Option<Self> {
        let encoder = Self::with_dimensions(vocabulary, weighting, unlisted.iter().map(|(facet, tag)| (*facet, tag)));
        let sound = idf.len() == encoder.dimensions.len() && idf.iter().all(|idf| idf.is_finite() && *idf > 0.0);
        sound.then_some(Self { idf, ceiling: weighting.rarity(tracks, 0), ..encoder })
    }

    /// `unlisted` has to come in ascending order.
    fn with_dimensions<'t>(
        vocabulary: Arc<Vocabulary>,
        weighting: Weighting,
        unlisted: impl ExactSizeIterator<Item = (Facet, &'t Tag)> + Clone,
    ) -> Self {
        let mut dimensions = Vec::new();
        let mut of_term = vec![None; vocabulary.len()];
        let (mut places, mut of_unlisted) = (HashMap::with_capacity(unlisted.len()), Vec::new());
        let blocks = Facet::ALL.map(|facet| {
            let start = dimensions.len();
            if facet == Facet::Tempo {
                dimensions.extend((0..tempo::BINS).map(|i| {
                    let name = format!("{:.0} bpm", tempo::bin_bpm(i)).into();
                    Dimension { facet, name, term: None }
                }));
            } else {
                for (at, term) in vocabulary.iter().filter(|(_, term)| term.facet == facet) {
                    of_term[at.index()] = Some(dimensions.len());
                    dimensions.push(Dimension { facet, name: term.tag.text(), term: Some(at) });
                }
            }
            for (_, tag) in unlisted.clone().filter(|(of, _)| *of == facet) {
                places.insert((facet, tag.clone()), dimensions.len());
                of_unlisted.push(dimensions.len());
                dimensions.push(Dimension { facet, name: tag.text(), term: None });
            }
            start..dimensions.len()
        });
        let (mut lights, mut light_ends) = (Vec::with_capacity(2 * dimensions.len()), Vec::new());
        for (d, dimension) in dimensions.iter().enumerate() {
            let broader = dimension.term.map_or(&[][..], |at| vocabulary.broader(at));
            lights.push((d, 1.0));
            lights.extend(broader.iter().filter_map(|(up, steps)| {
                let strength = (0..*steps).fold(1.0, |strength, _| strength * weighting.broader_decay);
                of_term[up.index()].filter(|_| strength > 0.0).map(|d| (d, strength))
            }));
            light_ends.push(lights.len());
        }
        let of_tempo = vocabulary.of_facet(Facet::Tempo).map(|_| OnceLock::new()).collect();
        let of_step = vec![OnceLock::new(); tempo::STEPS];
        let (idf, ceiling) = (Vec::new(), 1.0);
        let unlisted = places;
        Self {
            vocabulary,
            weighting,
            dimensions,
            blocks,
            idf,
            ceiling,
            lights,
            light_ends,
            unlisted,
            of_unlisted,
            of_term,
            of_tempo,
            of_step,
        }
    }

    /// The vocabulary it reads tags by.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The tags that only the catalogue knows, ascending.
    pub(crate) fn unlisted(&self) -> BTreeSet<&(Facet, Tag)> {
        self.unlisted.keys().collect()
    }

    /// The settings it was made with.
    pub fn weighting(&self) -> &Weighting {
        &self.weighting
    }

    /// All dimensions, by facet.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The dimensions of a facet.
    pub fn block(&self, facet: Facet) -> Range<usize> {
        self.blocks[facet.index()].clone()
    }

    /// The idf weight of a dimension, above 0; 1 for tempo bins.
    pub fn idf(&self, dimension: usize) -> f64 {
        self.idf[dimension]
    }

    /// The dimension of a tag of genre, instrumentation or theme, by any of its names; none where neither vocabulary nor catalogue knows it.
    pub fn dimension(&self, facet: Facet, tag: &Tag) -> Option<usize> {
        match self.vocabulary.resolve(facet, tag) {
            Some(term) => self.of_term[term.index()],
            None => self.unlisted.get(&(facet, tag.clone())).copied(),
        }
    }

    /// The dimensions that a track which carries a tag, or a narrower one, has at least one of: theirs, ascending; none where neither vocabulary nor
    /// catalogue knows the tag.
    pub fn carried_by(&self, facet: Facet, tag: &Tag) -> Option<Vec<usize>> {
        let dimension = self.dimension(facet, tag)?;
        let narrower = self.dimensions[dimension].term.into_iter().flat_map(|at| self.vocabulary.narrower(at));
        let mut any: Vec<usize> = narrower.filter_map(|at| self.of_term[at.index()]).collect();
        any.push(dimension);
        any.sort_unstable();
        Some(any)
    }

    /// The dimensions a tag's dimension lights and how strongly, itself first with 1.
    pub fn lights(&self, dimension: usize) -> &[(usize, f64)] {
        let start = dimension.checked_sub(1).map_or(0, |before| self.light_ends[before]);
        &self.lights[start..self.light_ends[dimension]]
    }

    /// What a dimension that is lit wholly adds to the length of a block: its idf weight, with a [`Weighting::pivot`] that of the rarest tag.
    pub fn extent(&self, dimension: usize) -> f64 {
        if self.weighting.pivot > 0.0 && !self.block(Facet::Tempo).contains(&dimension) {
            self.ceiling
        } else {
            self.idf[dimension]
        }
    }

    /// The squared length that a [`Weighting::pivot`] adds to every vector before it is scaled; 0 where there is none.
    pub fn pivot_mass(&self) -> f64 {
        self.weighting.pivot * self.ceiling * self.ceiling
    }

    fn unsaid(&self, weighed: &Weighed) -> f64 {
        weighed.unsaid.iter().sum::<f64>() + self.pivot_mass()
    }

    /// A track's vector; none where none of its tags is known or all its facets weigh nothing.
    pub fn encode(&self, track: &Track) -> Option<FeatureVector> {
        let weighed = self.weighed(track);
        let unsaid = self.unsaid(&weighed);
        FeatureVector::scaled(weighed.entries, unsaid)
    }

    /// The squared length of each block before the whole is scaled, in the order of [`Facet::ALL`], what it leaves unsaid included; 0 for a missing
    /// facet. They and [`Encoder::pivot_mass`] sum to the square of what the vector is divided by.
    pub fn masses(&self, track: &Track) -> [f64; 4] {
        let weighed = self.weighed(track);
        let squares = |facet: Facet| {
            let block = self.block(facet);
            let said: f64 = weighed.entries.iter().filter(|(d, _)| block.contains(d)).map(|(_, v)| v * v).sum();
            said + weighed.unsaid[facet.index()]
        };
        Facet::ALL.map(squares)
    }

    fn weighed(&self, track: &Track) -> Weighed {
        let mut lit = Lit::new(self.dimensions.len());
        for facet in Facet::ALL {
            for tagged in track.tags(facet) {
                self.light_tag(facet, &tagged.tag, tagged.confidence.value(), &mut lit);
            }
        }
        self.light_named_tempo(track.tempo.as_ref(), track.bpm, 1.0, &mut lit);
        self.weigh(&mut lit)
    }

    /// The vector of tags each wanted to a degree above 0; none where no tag is known.
    pub fn encode_tags<'t>(&self, tags: impl IntoIterator<Item = (Facet, &'t Tag, f64)>) -> Option<FeatureVector> {
        let mut lit = Lit::new(self.dimensions.len());
        for (facet, tag, degree) in tags {
            match facet {
                Facet::Tempo => self.light_named_tempo(Some(tag), None, degree, &mut lit),
                _ => self.light_tag(facet, tag, degree, &mut lit),
            }
        }
        FeatureVector::unit(self.weigh(&mut lit).entries)
    }

    fn light_tag(&self, facet: Facet, tag: &Tag, strength: f64, lit: &mut Lit) {
        if let Some(d) = self.dimension(facet, tag) {
            self.light(d, strength, lit);
        }
    }

    /// Lights a dimension and its broader ones.
    fn light(&self, dimension: usize, strength: f64, lit: &mut Lit) {
        self.lights(dimension).iter().for_each(|(up, decay)| lit.raise(*up, strength * decay));
    }

    /// Lights the bins of a tempo: of a term of the vocabulary, of measured beats per minute, or of both.
    fn light_tempo(&self, term: Option<TermIndex>, bpm: Option<Bpm>, strength: f64, lit: &mut Lit) {
        let start = self.block(Facet::Tempo).start;
        let (width, bump) = (self.weighting.tempo_width, self.weighting.octave_bump);
        let range = term.and_then(|at| self.vocabulary.term(at).bpm);
        let bins = match (bpm, range) {
            (Some(bpm), range) => {
                let step = tempo::step(range.map_or(bpm, |range| tempo::perceived(bpm, range)));
                Some(**self.of_step[step].get_or_init(|| Box::new(tempo::light_step(step, width, bump))))
            }
            (None, Some(range)) => term.and_then(|at| self.of_tempo_term(at, range)),
            (None, None) => None,
        };
        let lighted = bins.into_iter().flatten().enumerate().filter(|(_, v)| *v > 0.0);
        lighted.for_each(|(i, v)| lit.raise(start + i, strength * v));
    }

    /// The bins that a tempo term of such a range lights.
    fn of_tempo_term(&self, at: TermIndex, (slowest, fastest): (Bpm, Bpm)) -> Option<[f64; tempo::BINS]> {
        let own = at.index().checked_sub(self.vocabulary.of_facet(Facet::Tempo).start)?;
        let (width, bump) = (self.weighting.tempo_width, self.weighting.octave_bump);
        Some(*self.of_tempo.get(own)?.get_or_init(|| tempo::light_range(slowest, fastest, width, bump)))
    }

    /// The same, of a term by any of its names; one that only the catalogue knows has a dimension of its own.
    fn light_named_tempo(&self, name: Option<&Tag>, bpm: Option<Bpm>, strength: f64, lit: &mut Lit) {
        let term = name.and_then(|name| self.vocabulary.resolve(Facet::Tempo, name));
        self.light_tempo(term, bpm, strength, lit);
        if let Some(name) = name.filter(|_| term.is_none())
            && let Some(d) = self.unlisted.get(&(Facet::Tempo, name.clone()))
        {
            lit.raise(*d, strength);
        }
    }

    /// Takes what is lit and weighs it, block by block.
    fn weigh(&self, lit: &mut Lit) -> Weighed {
        let mut unsaid = [0.0; 4];
        let mut lit = lit.take();
        let mut rest = lit.as_mut_slice();
        for facet in Facet::ALL {
            let end = rest.partition_point(|(d, _)| *d < self.block(facet).end);
            let (block, others) = rest.split_at_mut(end);
            rest = others;
            if self.weighting.pivot > 0.0 {
                let more = |(d, v): &(usize, f64)| v * v * (self.extent(*d).powi(2) - self.idf[*d].powi(2)).max(0.0);
                unsaid[facet.index()] = block.iter().map(more).sum();
            }
            block.iter_mut().for_each(|(d, v)| *v *= self.idf[*d]);
            let norm = block.iter().map(|(_, v)| *v * *v).sum::<f64>().sqrt();
            if norm > 0.0 {
                let exponent = self.weighting.norm_exponent;
                // The usual exponent needs no power.
                let divisor = if exponent >= 1.0 { norm } else { norm.powf(exponent) };
                let factor = self.weighting.facets.of(facet).sqrt() / divisor;
                block.iter_mut().for_each(|(_, v)| *v *= factor);
                unsaid[facet.index()] *= factor * factor;
            }
        }
        Weighed { entries: lit, unsaid }
    }
}

/// Tags weighed, before the whole is scaled.
struct Weighed {
    /// Ascending by dimension.
    entries: Vec<(usize, f64)>,
    /// By facet: the squared length that no entry has.
    unsaid: [f64; 4],
}
