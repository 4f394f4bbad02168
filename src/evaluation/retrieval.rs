//! Retrieval: asked with a track, are those found that share its album, its artist or its series? No tag says so.

use crate::catalogue::TrackIndex;
use crate::evaluation::bags::chance;
use crate::evaluation::dataset::{DataSet, Group};
use crate::evaluation::metrics::{Retrieved, retrieved};
use crate::evaluation::system::{Contest, System};
use crate::query::Query;

/// What counts as found, and what is left out.
///
/// With a filter, candidates that share the filter's group with the query are left out. Where the filter's group holds the wanted one (an artist the
/// album) those of the wanted group stay: `album` without `artist` is thus the album against all other artists, so that knowing the artist earns
/// nothing and the artist's other albums are not counted as faults; `artist` without `album` asks for the artist's other albums.
/// Source: Pampalk, Flexer and Widmer, "Improvements of audio-based music similarity and genre classification", ISMIR 2005; Flexer, "A closer look on artist
/// filters", ISMIR 2007.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protocol {
    /// What the relevant tracks share with the query.
    pub same: Group,
    /// What the other candidates must not share with it.
    pub without: Option<Group>,
    /// The rank at which lists are cut.
    pub k: usize,
    /// The most queries; more are sampled.
    pub queries: usize,
}

impl Protocol {
    /// Whether the filter leaves the wanted group in: an album is its artist's, so nothing would be left to find.
    fn spares_the_wanted(&self) -> bool {
        (self.same, self.without) == (Group::Album, Some(Group::Artist))
    }
}

/// The queries of a protocol with what is relevant for each and what may be answered.
#[derive(Debug)]
pub struct Questions {
    protocol: Protocol,
    queries: Vec<TrackIndex>,
    wanted: Vec<Vec<usize>>,
    barred: Vec<Vec<usize>>,
    members: Vec<Vec<usize>>,
    seed: u64,
}

impl Questions {
    /// Draws the queries: tagged tracks that share their group with at least one tagged candidate.
    pub fn new(data: &DataSet, protocol: Protocol, seed: u64) -> Self {
        let wanted = data.groups(protocol.same);
        let barred = protocol.without.map_or_else(|| vec![Vec::new(); wanted.len()], |group| data.groups(group));
        let many = wanted.iter().flatten().max().map_or(0, |most| most + 1);
        let mut members = vec![Vec::new(); many];
        let tagged: Vec<TrackIndex> =
            data.catalogue.iter().filter(|(_, track)| track.is_tagged()).map(|(at, _)| at).collect();
        for at in &tagged {
            wanted[at.index()].iter().for_each(|group| members[*group].push(at.index()));
        }
        let mut questions = Self { protocol, queries: Vec::new(), wanted, barred, members, seed };
        let mut queries: Vec<(f64, TrackIndex)> = tagged
            .into_iter()
            .filter(|at| !questions.relevant(at.index()).is_empty())
            .map(|at| (chance(!seed, at.index() as u64), at))
            .collect();
        queries.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        questions.queries = queries.into_iter().take(protocol.queries).map(|(_, at)| at).collect();
        questions.queries.sort();
        questions
    }

    /// The queries, by track id.
    pub fn queries(&self) -> &[TrackIndex] {
        &self.queries
    }

    fn wants(&self, query: usize, candidate: usize) -> bool {
        self.wanted[query].iter().any(|group| self.wanted[candidate].contains(group))
    }

    /// Whether a track may be answered.
    fn admits(&self, query: usize, candidate: usize) -> bool {
        candidate != query
            && (!self.barred[query].iter().any(|group| self.barred[candidate].contains(group))
                || (self.protocol.spares_the_wanted() && self.wants(query, candidate)))
    }

    fn relevant(&self, query: usize) -> Vec<usize> {
        let all = self.wanted[query].iter().flat_map(|group| self.members[*group].iter().copied());
        let mut found: Vec<usize> = all.filter(|candidate| self.admits(query, *candidate)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Asks a system every query.
    pub fn ask(&self, contest: &Contest<'_>, system: System) -> Vec<Retrieved> {
        self.queries.iter().map(|query| self.measure(contest, system, *query)).collect()
    }

    /// Ranks without sorting: for each candidate, how many of the relevant it stands before. Equal scores stand in an order by chance, the same for
    /// every system: ids often follow albums, so an order by id would give the album away.
    fn measure(&self, contest: &Contest<'_>, system: System, query: TrackIndex) -> Retrieved {
        let scores = contest.scores(system, &Query::new().like(query));
        let query = query.index();
        let relevant = self.relevant(query);
        // Sums in different orders differ in their last bits; what is equal to a thousand-millionth is equal.
        let key = |at: usize| ((scores[at] * 1e9).round(), chance(self.seed, at as u64));
        let above = |a: &(f64, f64), b: &(f64, f64)| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1));
        let mut found: Vec<(f64, f64)> = relevant.iter().filter(|at| scores[**at] > 0.0).map(|at| key(*at)).collect();
        found.sort_by(above);
        let mut before = vec![0_usize; found.len() + 1];
        for at in (0..scores.len()).filter(|at| scores[*at] > 0.0 && self.admits(query, *at)) {
            let key = key(at);
            before[found.partition_point(|other| above(other, &key).is_le())] += 1;
        }
        // `before[i]` now counts those that stand after i of the found, and each of the found is among those after itself.
        let mut passed = 0;
        let ranks: Vec<usize> = before[..found.len()]
            .iter()
            .map(|between| {
                passed += between;
                passed + 1
            })
            .collect();
        retrieved(&ranks, relevant.len(), self.protocol.k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::catalogue::facet::{Tag, Tagged};
    use crate::catalogue::track::{Label, Track, TrackId};
    use crate::interchange::embedded;
    use crate::recommender::Recommender;
    use crate::settings::Settings;
    use std::sync::Arc;

    fn data(tracks: &[(&str, &str, &str, &str)]) -> DataSet {
        let label = |text: &str| Label::new(text).unwrap();
        let track = |(id, artist, album, genre): &(&str, &str, &str, &str)| {
            let mut track = Track::new(TrackId::new(id).unwrap(), label(id));
            track.artists = vec![label(artist)];
            track.album = Some(label(album));
            track.genre = vec![Tagged::from(Tag::new(genre).unwrap())];
            track
        };
        DataSet { catalogue: Catalogue::new(tracks.iter().map(track).collect()).unwrap() }
    }

    fn found(data: &DataSet, same: Group, without: Option<Group>) -> Vec<Retrieved> {
        let recommender =
            Recommender::new(data.catalogue.clone(), Arc::new(embedded::vocabulary()), Settings::default()).unwrap();
        let questions = Questions::new(data, Protocol { same, without, k: 10, queries: 100 }, 1);
        questions.ask(&Contest::new(&recommender, 1), System::Ours)
    }

    #[test]
    fn filters_leave_out_what_they_say() {
        // a and b share an album, c is the artist's other album, d another artist; all sound the same but b.
        let data = data(&[
            ("a", "x", "one", "jazz"),
            ("b", "x", "one", "rock"),
            ("c", "x", "two", "jazz"),
            ("d", "y", "three", "jazz"),
        ]);
        let mean = |found: Vec<Retrieved>| found.iter().map(|f| f.recall).sum::<f64>() / found.len() as f64;
        // Album, the artist's others left out: a and b seek each other, and never find, since rock is not jazz.
        assert_eq!(found(&data, Group::Album, Some(Group::Artist)).len(), 2);
        assert!(mean(found(&data, Group::Album, Some(Group::Artist))) < 1e-9);
        // Artist without the album: a finds c and c finds a of its two; b, which has c to find, does not.
        let artist = found(&data, Group::Artist, Some(Group::Album));
        assert_eq!(artist.len(), 3);
        assert!((mean(artist) - (1.0 + 0.0 + 0.5) / 3.0).abs() < 1e-9);
        // Nobody is of the same artist and of another artist.
        assert!(found(&data, Group::Artist, Some(Group::Artist)).is_empty());
    }

    #[test]
    fn ranks_are_those_of_a_full_sort() {
        let names: Vec<String> = (0..40).map(|i| format!("t{i:02}")).collect();
        let genres = ["jazz", "rock", "folk"];
        let albums = ["p", "q", "r", "s", "t"];
        let rows: Vec<_> = (0..40).map(|i| (names[i].as_str(), "x", albums[i % 5], genres[i * 7 % 3])).collect();
        let data = data(&rows);
        let recommender =
            Recommender::new(data.catalogue.clone(), Arc::new(embedded::vocabulary()), Settings::default()).unwrap();
        let contest = Contest::new(&recommender, 1);
        let questions = Questions::new(&data, Protocol { same: Group::Album, without: None, k: 10, queries: 100 }, 9);
        for query in questions.queries() {
            let scores = contest.scores(System::Ours, &Query::new().like(*query));
            let mut order: Vec<usize> = (0..40).filter(|at| *at != query.index() && scores[*at] > 0.0).collect();
            order.sort_by(|a, b| {
                scores[*b].total_cmp(&scores[*a]).then(chance(9, *a as u64).total_cmp(&chance(9, *b as u64)))
            });
            let relevant = questions.relevant(query.index());
            let ranks: Vec<usize> = (0..order.len()).filter(|i| relevant.contains(&order[*i])).map(|i| i + 1).collect();
            assert_eq!(
                questions.measure(&contest, System::Ours, *query),
                retrieved(&ranks, relevant.len(), 10),
                "{query:?}"
            );
        }
    }
}
