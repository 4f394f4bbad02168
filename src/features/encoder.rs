//! Tags become dimensions, tracks become unit vectors.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::track::{Bpm, Track};
use crate::features::tempo;
use crate::features::vector::{FeatureVector, Rows};
use crate::features::vocabulary::{TermIndex, Vocabulary};
use crate::features::weighting::Weighting;

/// What one number of a feature vector stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// The facet whose block it is in.
    pub facet: Facet,
    /// The tag, or the middle of a tempo bin such as `71 bpm`.
    pub name: Box<str>,
    /// The vocabulary's term; none for a tempo bin and for a tag that only the catalogue knows.
    pub term: Option<TermIndex>,
}

/// Turns tags into vectors, with the weights that one catalogue's frequencies give.
///
/// Block `f` of a vector holds the tags of facet `f`, each weighted by idf and confidence, divided by the block's norm to the power
/// [`Weighting::norm_exponent`] and multiplied by the root of the facet's weight; the whole is scaled to unit length. A tag lights its broader
/// tags as well, decayed. A facet that is missing stays out of the norm.
#[derive(Debug, Clone)]
pub struct Encoder {
    vocabulary: Arc<Vocabulary>,
    weighting: Weighting,
    dimensions: Vec<Dimension>,
    blocks: [Range<usize>; 4],
    idf: Vec<f64>,
    /// For each dimension of a tag, the dimensions it lights and how strongly, itself first.
    lights: Vec<Vec<(usize, f64)>>,
    unlisted: HashMap<(Facet, Tag), usize>,
    of_term: Vec<Option<usize>>,
}

impl Encoder {
    /// Learns dimensions and frequencies from a catalogue.
    pub fn fit(vocabulary: Arc<Vocabulary>, catalogue: &Catalogue, weighting: Weighting) -> Self {
        let mut encoder = Self::dimensions_of(vocabulary, catalogue, weighting);
        let mut df = vec![0_usize; encoder.dimensions.len()];
        let mut lit = BTreeMap::new();
        for (_, track) in catalogue.iter() {
            lit.clear();
            for facet in [Facet::Genre, Facet::Instrumentation, Facet::Theme] {
                for tagged in track.tags(facet) {
                    encoder.light_tag(facet, &tagged.tag, 1.0, &mut lit);
                }
            }
            lit.keys().for_each(|d| df[*d] += 1);
        }
        let tempo = encoder.block(Facet::Tempo);
        let n = catalogue.len();
        // Tempo bins lie close together by construction; rarity says nothing there.
        encoder.idf =
            (0..df.len()).map(|d| if tempo.contains(&d) { 1.0 } else { weighting.idf.weight(n, df[d]) }).collect();
        encoder
    }

    fn dimensions_of(vocabulary: Arc<Vocabulary>, catalogue: &Catalogue, weighting: Weighting) -> Self {
        // Ordered, so that the dimensions come out the same every time.
        let mut unlisted: BTreeMap<(Facet, &Tag), ()> = BTreeMap::new();
        for (_, track) in catalogue.iter() {
            for facet in [Facet::Genre, Facet::Instrumentation, Facet::Theme] {
                let tags = track.tags(facet).iter().map(|tagged| &tagged.tag);
                unlisted
                    .extend(tags.filter(|tag| vocabulary.resolve(facet, tag).is_none()).map(|tag| ((facet, tag), ())));
            }
            if let Some(term) = &track.tempo
                && vocabulary.resolve(Facet::Tempo, term).is_none()
            {
                unlisted.insert((Facet::Tempo, term), ());
            }
        }
        let mut dimensions = Vec::new();
        let mut of_term = vec![None; vocabulary.len()];
        let mut places = HashMap::with_capacity(unlisted.len());
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
                    dimensions.push(Dimension { facet, name: term.tag.as_str().into(), term: Some(at) });
                }
            }
            for (_, tag) in unlisted.keys().filter(|(of, _)| *of == facet) {
                places.insert((facet, (*tag).clone()), dimensions.len());
                dimensions.push(Dimension { facet, name: tag.as_str().into(), term: None });
            }
            start..dimensions.len()
        });
        let lights = dimensions
            .iter()
            .enumerate()
            .map(|(d, dimension)| {
                let broader = dimension.term.map_or(&[][..], |at| vocabulary.broader(at));
                let up = broader.iter().filter_map(|(up, steps)| {
                    let strength = weighting.broader_decay.powi(*steps as i32);
                    of_term[up.index()].filter(|_| strength > 0.0).map(|d| (d, strength))
                });
                std::iter::once((d, 1.0)).chain(up).collect()
            })
            .collect();
        Self { vocabulary, weighting, dimensions, blocks, idf: Vec::new(), lights, unlisted: places, of_term }
    }

    /// The vocabulary it reads tags by.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
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

    /// The dimensions a tag's dimension lights and how strongly, itself first with 1.
    pub fn lights(&self, dimension: usize) -> &[(usize, f64)] {
        &self.lights[dimension]
    }

    /// A track's vector; none where none of its tags is known or all its facets weigh nothing.
    pub fn encode(&self, track: &Track) -> Option<FeatureVector> {
        let mut lit = BTreeMap::new();
        for facet in [Facet::Genre, Facet::Instrumentation, Facet::Theme] {
            for tagged in track.tags(facet) {
                self.light_tag(facet, &tagged.tag, tagged.confidence.value(), &mut lit);
            }
        }
        self.light_tempo(track.tempo.as_ref(), track.bpm, 1.0, &mut lit);
        self.unit(&lit)
    }

    /// The vectors of a whole catalogue.
    pub fn encode_all(&self, catalogue: &Catalogue) -> Rows {
        let mut rows = Rows::new(self.dimensions.len());
        for (_, track) in catalogue.iter() {
            rows.push(self.encode(track).as_ref());
        }
        rows
    }

    /// The vector of tags each wanted to a degree above 0; none where no tag is known.
    pub fn encode_tags<'t>(&self, tags: impl IntoIterator<Item = (Facet, &'t Tag, f64)>) -> Option<FeatureVector> {
        let mut lit = BTreeMap::new();
        for (facet, tag, degree) in tags {
            match facet {
                Facet::Tempo => self.light_tempo(Some(tag), None, degree, &mut lit),
                _ => self.light_tag(facet, tag, degree, &mut lit),
            }
        }
        self.unit(&lit)
    }

    /// Lights a tag's dimension and its broader ones; a dimension lit twice keeps the stronger.
    fn light_tag(&self, facet: Facet, tag: &Tag, strength: f64, lit: &mut BTreeMap<usize, f64>) {
        let Some(d) = self.dimension(facet, tag) else { return };
        for (up, decay) in &self.lights[d] {
            raise(lit, *up, strength * decay);
        }
    }

    fn light_tempo(&self, term: Option<&Tag>, bpm: Option<Bpm>, strength: f64, lit: &mut BTreeMap<usize, f64>) {
        let start = self.block(Facet::Tempo).start;
        let (width, bump) = (self.weighting.tempo_width, self.weighting.octave_bump);
        let listed = term.and_then(|term| self.vocabulary.resolve(Facet::Tempo, term));
        let range = listed.and_then(|at| self.vocabulary.term(at).bpm);
        let bins = match (bpm, range) {
            (Some(bpm), Some(range)) => tempo::light(tempo::perceived(bpm, range), width, bump),
            (Some(bpm), None) => tempo::light(bpm, width, bump),
            (None, Some((slowest, fastest))) => tempo::light_range(slowest, fastest, width, bump),
            (None, None) => [0.0; tempo::BINS],
        };
        for (i, v) in bins.into_iter().enumerate().filter(|(_, v)| *v > 0.0) {
            raise(lit, start + i, strength * v);
        }
        if let Some(term) = term.filter(|_| listed.is_none())
            && let Some(d) = self.unlisted.get(&(Facet::Tempo, term.clone()))
        {
            raise(lit, *d, strength);
        }
    }

    /// Weighs what is lit, block by block, and scales the whole to unit length.
    fn unit(&self, lit: &BTreeMap<usize, f64>) -> Option<FeatureVector> {
        let mut entries = Vec::with_capacity(lit.len());
        for facet in Facet::ALL {
            let block = lit.range(self.block(facet)).map(|(d, strength)| (*d, strength * self.idf[*d]));
            let norm = block.clone().map(|(_, v)| v * v).sum::<f64>().sqrt();
            if norm > 0.0 {
                let factor = self.weighting.facets.of(facet).sqrt() / norm.powf(self.weighting.norm_exponent);
                entries.extend(block.map(|(d, v)| (d, v * factor)));
            }
        }
        FeatureVector::unit(entries)
    }
}

fn raise(lit: &mut BTreeMap<usize, f64>, dimension: usize, strength: f64) {
    let value = lit.entry(dimension).or_insert(0.0);
    *value = value.max(strength);
}
