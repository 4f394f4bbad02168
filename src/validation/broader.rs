//! The vocabulary: every name means one tag, every broader tag is one, and none is broader than itself.

use std::collections::BTreeMap;

use crate::catalogue::facet::{Facet, Tag};
use crate::features::vocabulary::Term;
use crate::validation::finding::{Finding, Findings, Rule};

/// Checks terms with their lines before they become a [`crate::features::vocabulary::Vocabulary`], which would stop at the first fault.
pub(crate) fn terms(terms: &[(Term, usize)], findings: &mut Findings) {
    let names = names(terms, findings);
    let up: Vec<Vec<usize>> = terms
        .iter()
        .map(|(term, line)| {
            let known = |broader: &Tag| {
                let place = names.get(&(term.facet, broader)).copied();
                if place.is_none() {
                    findings.add(Rule::BroaderUnknown, || {
                        let message = format!("{:?} is no {} tag", broader.as_str(), term.facet);
                        Finding::new(Rule::BroaderUnknown, message, "name a tag of the same facet, or leave it out")
                            .on(*line)
                            .of(term.tag.as_str())
                            .within("broader")
                    });
                }
                place
            };
            term.broader.iter().filter_map(known).collect()
        })
        .collect();
    for cycle in cycles(&up) {
        let (term, line) = &terms[cycle[0]];
        findings.add(Rule::BroaderCycle, || {
            let way: Vec<&str> = cycle.iter().chain(&cycle[..1]).map(|i| terms[*i].0.tag.as_str()).collect();
            let message = format!("a tag is broader than itself: {}", way.join(" < "));
            let fix = format!("take {:?} off the broader tags of {:?}", way[way.len() - 1], way[way.len() - 2]);
            Finding::new(Rule::BroaderCycle, message, fix).on(*line).of(term.tag.as_str()).within("broader")
        });
    }
}

/// Every name with the place of the first term that has it.
fn names<'a>(terms: &'a [(Term, usize)], findings: &mut Findings) -> BTreeMap<(Facet, &'a Tag), usize> {
    let mut names = BTreeMap::new();
    for (i, (term, line)) in terms.iter().enumerate() {
        for name in std::iter::once(&term.tag).chain(&term.ko).chain(&term.aliases) {
            let Some(first) = names.get(&(term.facet, name)).copied() else {
                names.insert((term.facet, name), i);
                continue;
            };
            let (other, at): &(Term, usize) = &terms[first];
            findings.add(Rule::DuplicateName, || {
                let message = format!("{:?} is a name of {:?} on line {at} too", name.as_str(), other.tag.as_str());
                Finding::new(Rule::DuplicateName, message, "leave the name to one of them")
                    .on(*line)
                    .of(term.tag.as_str())
                    .within("aliases")
            });
        }
    }
    names
}

/// The cycles of a relation, each once, from its first member on along the relation: one for each strongly connected way round that a depth-first
/// walk closes.
fn cycles(up: &[Vec<usize>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Unseen,
        Open,
        Done,
    }
    let mut marks = vec![Mark::Unseen; up.len()];
    let mut found: Vec<Vec<usize>> = Vec::new();
    for start in 0..up.len() {
        if marks[start] != Mark::Unseen {
            continue;
        }
        // The way from the start to here, each with the next of its broader tags to follow.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        marks[start] = Mark::Open;
        while let Some((at, next)) = way.last_mut() {
            let at = *at;
            let Some(&broader) = up[at].get(*next) else {
                marks[at] = Mark::Done;
                way.pop();
                continue;
            };
            *next += 1;
            match marks[broader] {
                Mark::Done => {}
                Mark::Unseen => {
                    marks[broader] = Mark::Open;
                    way.push((broader, 0));
                }
                Mark::Open => {
                    let mut cycle: Vec<usize> = way.iter().map(|(i, _)| *i).skip_while(|i| *i != broader).collect();
                    let least = (0..cycle.len()).min_by_key(|i| cycle[*i]).unwrap_or(0);
                    cycle.rotate_left(least);
                    found.push(cycle);
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn every_way_round_is_found_once() {
        assert!(cycles(&[vec![1, 2], vec![2], vec![]]).is_empty(), "a diamond is no cycle");
        assert_eq!(cycles(&[vec![0]]), [[0]]);
        assert_eq!(cycles(&[vec![1], vec![2], vec![0], vec![4], vec![3]]), [vec![0, 1, 2], vec![3, 4]]);
        assert_eq!(cycles(&[vec![], vec![3], vec![], vec![1, 0]]), [[1, 3]]);
    }
}
