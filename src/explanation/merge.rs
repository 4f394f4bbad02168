//! Contributions become reasons: what a broader tag adds is credited to the tags that lit it.

use crate::catalogue::facet::{Facet, Tag};
use crate::catalogue::{Catalogue, TrackIndex};
use crate::explanation::reason::{Holder, Reason, Side, Ties};
use crate::features::Features;
use crate::query::Query;
use crate::scoring::contribution::{Contribution, Ground};

/// Which tags each side of an explanation carries, as dimensions, ascending.
pub(crate) struct Carriers<'a> {
    features: &'a Features,
    likes: Vec<TrackIndex>,
    liked: Vec<usize>,
    wanted: Vec<usize>,
    track: Vec<usize>,
    tempo_liked: bool,
    tempo_wanted: bool,
    tempo_of_track: bool,
}

/// What a share is credited to.
#[derive(PartialEq)]
struct Credit {
    side: Side,
    /// The dimension that names it; none for what has a name of its own.
    dimension: Option<usize>,
    holder: Holder,
    ties: Option<(Vec<usize>, Vec<usize>)>,
}

impl<'a> Carriers<'a> {
    pub(crate) fn new(features: &'a Features, catalogue: &Catalogue, query: &Query, track: TrackIndex) -> Self {
        let known = |at: TrackIndex| {
            let track = catalogue.track(at);
            track.tempo.is_some() || track.bpm.is_some()
        };
        let of_tracks = |tracks: &[TrackIndex]| {
            let tags = tracks.iter().flat_map(|at| {
                let track = catalogue.track(*at);
                let tagged =
                    Facet::ALL.into_iter().flat_map(|facet| track.tags(facet).iter().map(move |t| (facet, &t.tag)));
                tagged.chain(track.tempo.iter().map(|tag| (Facet::Tempo, tag)))
            });
            dimensions(features, tags)
        };
        let wishes = query.mood.iter().flat_map(|mood| &mood.wanted);
        Self {
            features,
            likes: query.likes.clone(),
            liked: of_tracks(&query.likes),
            wanted: dimensions(features, wishes.clone().map(|wish| (wish.facet, &wish.tag))),
            track: of_tracks(&[track]),
            tempo_liked: query.likes.iter().any(|at| known(*at)),
            tempo_wanted: wishes.clone().any(|wish| wish.facet == Facet::Tempo),
            tempo_of_track: known(track),
        }
    }

    /// The reasons that contributions come to, the largest share first. Their shares sum to those of the contributions.
    pub(crate) fn reasons(&self, contributions: &[Contribution]) -> Vec<Reason> {
        let mut credited: Vec<(Credit, Reason)> = Vec::with_capacity(contributions.len());
        for contribution in contributions.iter().filter(|contribution| contribution.share > 0.0) {
            let credits = self.credits(contribution.ground);
            let part = 1.0 / credits.len() as f64;
            for credit in credits {
                self.add(&mut credited, credit, contribution, part);
            }
        }
        let mut reasons: Vec<Reason> = credited.into_iter().map(|(_, reason)| reason).collect();
        for reason in &mut reasons {
            reason.seeds.sort_by_key(|(seed, _)| self.likes.iter().position(|like| like == seed));
        }
        reasons.sort_by(|a, b| {
            let key = |reason: &Reason| (reason.side, reason.tag.clone(), reason.holder, reason.ties.clone());
            b.share.total_cmp(&a.share).then_with(|| key(a).cmp(&key(b)))
        });
        reasons
    }

    fn add(&self, credited: &mut Vec<(Credit, Reason)>, credit: Credit, contribution: &Contribution, part: f64) {
        let share = contribution.share * part;
        let same = |other: &Credit| match (&credit.ties, &other.ties) {
            // The same two sets of tags, tied by a tag and by those above it, are one reason.
            (Some(ties), Some(others)) => credit.side == other.side && ties == others,
            _ => credit == *other,
        };
        let Some((known, reason)) = credited.iter_mut().find(|(other, _)| same(other)) else {
            let tag = self.name(contribution.ground, credit.dimension);
            let names = |of: &[usize]| of.iter().map(|d| self.name(Ground::Dimension(*d), Some(*d))).collect();
            let ties = credit.ties.as_ref().map(|(asked, track)| Ties { asked: names(asked), track: names(track) });
            let seeds = contribution.seeds.iter().map(|(at, share)| (*at, share * part)).collect();
            let reason = Reason { side: credit.side, tag, share, seeds, holder: credit.holder, ties };
            return credited.push((credit, reason));
        };
        reason.share += share;
        for (track, share) in &contribution.seeds {
            match reason.seeds.iter_mut().find(|(seed, _)| seed == track) {
                Some((_, sum)) => *sum += share * part,
                None => reason.seeds.push((*track, share * part)),
            }
        }
        if let (Some((asked, track)), Some(new), Some(old)) = (&credit.ties, credit.dimension, known.dimension)
            && self.steps(asked, track, new) < self.steps(asked, track, old)
        {
            known.dimension = Some(new);
            reason.tag = self.name(contribution.ground, Some(new));
        }
    }

    /// How far a broader dimension is above the tags that light it: the fainter its light, the further; equally far ones by dimension.
    fn steps(&self, asked: &[usize], track: &[usize], up: usize) -> (std::cmp::Reverse<u64>, usize) {
        let light =
            asked.iter().chain(track).flat_map(|d| self.features.encoder().lights(*d)).filter(|(to, _)| *to == up);
        (std::cmp::Reverse((light.map(|(_, strength)| strength).sum::<f64>() * 1e6) as u64), up)
    }

    /// What a ground's share is credited to, in equal parts; at least one.
    fn credits(&self, ground: Ground) -> Vec<Credit> {
        let plain = |side, holder| vec![Credit { side, dimension: None, holder, ties: None }];
        let (d, asked) = match ground {
            Ground::Dimension(d) => (d, &self.liked),
            Ground::Wanted(d) => (d, &self.wanted),
            Ground::Valence | Ground::Arousal | Ground::UnknownAffect => return plain(Side::Mood, Holder::Both),
            Ground::Unwanted(d) => {
                let side = Side::Unwanted(self.features.encoder().dimensions()[d].facet);
                return vec![Credit { side, dimension: Some(d), holder: Holder::Track, ties: None }];
            }
        };
        let side = Side::Facet(self.features.encoder().dimensions()[d].facet);
        if self.is_bin(d) {
            let asked = if matches!(ground, Ground::Wanted(_)) { self.tempo_wanted } else { self.tempo_liked };
            let holder = match (asked, self.tempo_of_track) {
                (true, false) => Holder::Asked,
                (false, true) => Holder::Track,
                _ => Holder::Both,
            };
            return plain(side, holder);
        }
        let (asked, track) = (self.lighting(asked, d), self.lighting(&self.track, d));
        let each = |of: Vec<usize>, holder| {
            let credit = |d| Credit { side, dimension: Some(d), holder, ties: None };
            of.into_iter().map(credit).collect::<Vec<_>>()
        };
        let common: Vec<usize> = asked.iter().copied().filter(|own| track.contains(own)).collect();
        match (asked.is_empty(), track.is_empty()) {
            // The dimension itself, where both carry it: then what lies above other common tags is not its.
            _ if common.contains(&d) => each(vec![d], Holder::Both),
            _ if !common.is_empty() => each(common, Holder::Both),
            (false, false) => {
                vec![Credit { side, dimension: Some(d), holder: Holder::Both, ties: Some((asked, track)) }]
            }
            (false, true) => each(asked, Holder::Asked),
            (true, false) => each(track, Holder::Track),
            // Lit by nothing that is carried: cannot be, but a share is never lost.
            (true, true) => each(vec![d], Holder::Both),
        }
    }

    /// The carried dimensions that light a dimension.
    fn lighting(&self, carried: &[usize], d: usize) -> Vec<usize> {
        let lights = |own: &&usize| self.features.encoder().lights(**own).iter().any(|(to, _)| *to == d);
        carried.iter().filter(lights).copied().collect()
    }

    fn is_bin(&self, d: usize) -> bool {
        let dimension = &self.features.encoder().dimensions()[d];
        dimension.facet == Facet::Tempo && dimension.name.ends_with(" bpm")
    }

    fn name(&self, ground: Ground, dimension: Option<usize>) -> String {
        match (ground, dimension) {
            (_, Some(d)) if !self.is_bin(d) => self.features.encoder().dimensions()[d].name.to_string(),
            (Ground::Valence, _) => "valence".into(),
            (Ground::Arousal, _) => "arousal".into(),
            (Ground::UnknownAffect, _) => "unknown".into(),
            _ => "tempo".into(),
        }
    }
}

fn dimensions<'t>(features: &Features, tags: impl Iterator<Item = (Facet, &'t Tag)>) -> Vec<usize> {
    let mut found: Vec<usize> = tags.filter_map(|(facet, tag)| features.encoder().dimension(facet, tag)).collect();
    found.sort_unstable();
    found.dedup();
    found
}
