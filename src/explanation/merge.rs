//! Contributions become reasons: what a broader tag adds is credited to the tags that lit it.

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::explanation::reason::{Holder, Name, Reason, Side, Ties};
use crate::features::Features;
use crate::features::tempo::BINS;
use crate::query::Query;
use crate::query::mood::wish::Wish;
use crate::scoring::contribution::{Contribution, Ground};

/// What a question asks for, as the dimensions of tags: the favourites' and the wanted ones, ascending.
pub(crate) struct Asked<'a> {
    features: &'a Features,
    catalogue: &'a Catalogue,
    likes: &'a [TrackIndex],
    liked: Carried,
    wanted: Carried,
    /// The tags that are not wanted, with their dimensions where the catalogue has them.
    refused: Vec<(Facet, Name, Option<usize>)>,
}

/// Both sides of an explanation.
pub(crate) struct Sides<'a> {
    asked: &'a Asked<'a>,
    track: Carried,
}

/// The tags that one side carries.
struct Carried {
    /// As dimensions, ascending.
    tags: Vec<usize>,
    /// Whether it says anything of tempo.
    tempo: bool,
}

/// What names a share.
#[derive(Clone, Copy, PartialEq)]
enum Called {
    /// The tag of a dimension.
    Tag(usize),
    /// All of a tempo.
    Tempo,
    Valence,
    Arousal,
    UnknownAffect,
    /// One of the tags that are not wanted.
    Refused(usize),
}

/// What a share is credited to.
#[derive(PartialEq)]
struct Credit {
    side: Side,
    called: Called,
    holder: Holder,
    ties: Option<(Vec<usize>, Vec<usize>)>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(features: &'a Features, catalogue: &'a Catalogue, query: &'a Query) -> Self {
        let wishes = query.mood.iter().flat_map(|mood| &mood.wanted);
        let wanted = dimensions(features, wishes.clone().map(|wish| (wish.facet, &wish.tag)));
        let tempo = wishes.clone().any(|wish| wish.facet == Facet::Tempo);
        let mut refused: Vec<(Facet, Name, Option<usize>)> = Vec::new();
        for Wish { facet, tag, .. } in query.mood.iter().flat_map(|mood| &mood.unwanted) {
            if !refused.iter().any(|(known, name, _)| known == facet && name == tag.as_str()) {
                refused.push((*facet, tag.as_str().to_owned().into(), features.encoder().dimension(*facet, tag)));
            }
        }
        Self {
            features,
            catalogue,
            likes: &query.likes,
            liked: Carried::by(features, catalogue, &query.likes),
            wanted: Carried { tags: wanted, tempo },
            refused,
        }
    }

    /// The sides of what is asked for and of a track.
    pub(crate) fn of(&'a self, track: TrackIndex) -> Sides<'a> {
        Sides { asked: self, track: Carried::by(self.features, self.catalogue, &[track]) }
    }
}

impl Carried {
    fn by(features: &Features, catalogue: &Catalogue, tracks: &[TrackIndex]) -> Self {
        let tracks = tracks.iter().filter_map(|at| catalogue.get(*at));
        let tags = tracks.clone().flat_map(|track| {
            let tagged =
                Facet::ALL.into_iter().flat_map(|facet| track.tags(facet).iter().map(move |t| (facet, &t.tag)));
            tagged.chain(track.tempo.iter().map(|tag| (Facet::Tempo, tag)))
        });
        let tempo = tracks.clone().any(|track| track.tempo.is_some() || track.bpm.is_some());
        Self { tags: dimensions(features, tags), tempo }
    }
}

impl Sides<'_> {
    /// The reasons that contributions come to, the largest share first. Their shares sum to those of the contributions.
    pub(crate) fn reasons(&self, contributions: &[Contribution]) -> Vec<Reason> {
        let (mut credited, mut reasons): (Vec<Credit>, Vec<Reason>) = (Vec::new(), Vec::new());
        let mut credits = Vec::new();
        for contribution in contributions.iter().filter(|contribution| contribution.share > 0.0) {
            self.credit(contribution.ground, &mut credits);
            let part = 1.0 / credits.len() as f64;
            for credit in credits.drain(..) {
                self.add((&mut credited, &mut reasons), credit, contribution, part);
            }
        }
        for reason in &mut reasons {
            reason.seeds.sort_by_key(|(seed, _)| self.asked.likes.iter().position(|like| like == seed));
        }
        reasons.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.key().cmp(&b.key())));
        reasons
    }

    /// Adds a part of a contribution to the reason that it is credited to; there is a credit for each reason.
    fn add(
        &self,
        (credited, reasons): (&mut Vec<Credit>, &mut Vec<Reason>),
        credit: Credit,
        contribution: &Contribution,
        part: f64,
    ) {
        let share = contribution.share * part;
        let same = |other: &Credit| match (&credit.ties, &other.ties) {
            // The same two sets of tags, tied by a tag and by those above it, are one reason.
            (Some(ties), Some(others)) => credit.side == other.side && ties == others,
            _ => credit == *other,
        };
        let mut known = credited.iter_mut().zip(reasons.iter_mut());
        let Some((known, reason)) = known.find(|(other, _)| same(other)) else {
            let tag = self.name(credit.called);
            let names = |of: &[usize]| of.iter().map(|d| self.name(Called::Tag(*d))).collect();
            let ties = credit.ties.as_ref().map(|(asked, track)| Ties { asked: names(asked), track: names(track) });
            let seeds = contribution.seeds.iter().map(|(at, share)| (*at, share * part)).collect();
            reasons.push(Reason { side: credit.side, tag, share, seeds, holder: credit.holder, ties });
            return credited.push(credit);
        };
        reason.share += share;
        for (track, share) in &contribution.seeds {
            match reason.seeds.iter_mut().find(|(seed, _)| seed == track) {
                Some((_, sum)) => *sum += share * part,
                None => reason.seeds.push((*track, share * part)),
            }
        }
        if let (Some((asked, track)), Called::Tag(new), Called::Tag(old)) = (&credit.ties, credit.called, known.called)
            && self.steps(asked, track, new) < self.steps(asked, track, old)
        {
            known.called = credit.called;
            reason.tag = self.name(credit.called);
        }
    }

    /// How far a broader dimension is above the tags that light it: the fainter its light, the further; equally far ones by dimension.
    fn steps(&self, asked: &[usize], track: &[usize], up: usize) -> (std::cmp::Reverse<u64>, usize) {
        let light = asked
            .iter()
            .chain(track)
            .flat_map(|d| self.asked.features.encoder().lights(*d))
            .filter(|(to, _)| *to == up);
        (std::cmp::Reverse((light.map(|(_, strength)| strength).sum::<f64>() * 1e6) as u64), up)
    }

    /// Notes what a ground's share is credited to, in equal parts; at least one.
    fn credit(&self, ground: Ground, credits: &mut Vec<Credit>) {
        let mut credit = |side, called, holder, ties| credits.push(Credit { side, called, holder, ties });
        let (d, asked) = match ground {
            Ground::Dimension(d) => (d, &self.asked.liked),
            Ground::Wanted(d) => (d, &self.asked.wanted),
            Ground::Valence => return credit(Side::Mood, Called::Valence, Holder::Both, None),
            Ground::Arousal => return credit(Side::Mood, Called::Arousal, Holder::Both, None),
            Ground::UnknownAffect => return credit(Side::Mood, Called::UnknownAffect, Holder::Both, None),
            Ground::Unwanted(d) => return credit(Side::Unwanted(self.facet(d)), Called::Tag(d), Holder::Track, None),
            Ground::Spared => {
                for (at, (facet, d)) in self.asked.refused.iter().map(|(facet, _, d)| (*facet, *d)).enumerate() {
                    let carried = d.is_some_and(|d| self.lighting(&self.track, d).next().is_some());
                    let holder = if carried { Holder::Track } else { Holder::Both };
                    credit(Side::Spared(facet), Called::Refused(at), holder, None);
                }
                return;
            }
        };
        let side = Side::Facet(self.facet(d));
        if self.is_bin(d) {
            let holder = match (asked.tempo, self.track.tempo) {
                (true, false) => Holder::Asked,
                (false, true) => Holder::Track,
                _ => Holder::Both,
            };
            return credit(side, Called::Tempo, holder, None);
        }
        let (asked, track) = (self.lighting(asked, d), self.lighting(&self.track, d));
        let mut common = asked.clone().filter(|own| self.track.tags.binary_search(own).is_ok()).peekable();
        let mut each =
            |of: &mut dyn Iterator<Item = usize>, holder| of.for_each(|d| credit(side, Called::Tag(d), holder, None));
        match (asked.clone().next().is_none(), track.clone().next().is_none()) {
            // The dimension itself, where both carry it: then what lies above other common tags is not its.
            _ if common.clone().any(|own| own == d) => credit(side, Called::Tag(d), Holder::Both, None),
            _ if common.peek().is_some() => each(&mut common, Holder::Both),
            (false, false) => credit(side, Called::Tag(d), Holder::Both, Some((asked.collect(), track.collect()))),
            (false, true) => each(&mut asked.clone(), Holder::Asked),
            (true, false) => each(&mut track.clone(), Holder::Track),
            // Lit by nothing that is carried: cannot be, but a share is never lost.
            (true, true) => credit(side, Called::Tag(d), Holder::Both, None),
        }
    }

    /// The carried dimensions that light a dimension.
    fn lighting<'c>(&self, carried: &'c Carried, d: usize) -> impl Iterator<Item = usize> + Clone + use<'_, 'c> {
        let encoder = self.asked.features.encoder();
        carried.tags.iter().copied().filter(move |own| encoder.lights(*own).iter().any(|(to, _)| *to == d))
    }

    fn facet(&self, d: usize) -> Facet {
        self.asked.features.encoder().dimensions()[d].facet
    }

    fn is_bin(&self, d: usize) -> bool {
        let dimension = &self.asked.features.encoder().dimensions()[d];
        dimension.facet == Facet::Tempo && d < self.asked.features.encoder().block(Facet::Tempo).start + BINS
    }

    fn name(&self, called: Called) -> Name {
        match called {
            Called::Tag(d) if !self.is_bin(d) => self.asked.features.encoder().dimensions()[d].name.clone(),
            Called::Tag(_) | Called::Tempo => "tempo".into(),
            Called::Valence => "valence".into(),
            Called::Arousal => "arousal".into(),
            Called::UnknownAffect => "unknown".into(),
            Called::Refused(at) => self.asked.refused[at].1.clone(),
        }
    }
}

fn dimensions<'t>(features: &Features, tags: impl Iterator<Item = (Facet, &'t Tag)>) -> Vec<usize> {
    // More than most tracks have, so that there is room at once.
    let mut found = Vec::with_capacity(16);
    found.extend(tags.filter_map(|(facet, tag)| features.encoder().dimension(facet, tag)));
    found.sort_unstable();
    found.dedup();
    found
}
