//! The way down from groups to their members that can reach a bar.

use std::ops::Range;

use crate::index::columns::UNKNOWN;
use crate::index::pending::Pending;
use crate::index::question::Question;
use crate::index::slots::members;
use crate::index::tree::{HEAD, LEAF, LEAVES, NODE, NODES, Ranks, Record};
use crate::index::wide::Kernel;

/// So many groups ahead the records are asked for.
const AHEAD: usize = 6;

/// What a track has to reach to be among the best.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bar {
    pub(crate) bound: f32,
    /// The track that it has to come before, where none can be better than those that are the best so far.
    pub(crate) before: Option<u32>,
}

/// A node or a leaf that may hold one of the best.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    /// Which it is of its size.
    at: u32,
    bound: f32,
    /// Which of the groups around it, as far as they are kept.
    around: u32,
}

/// Groups of one size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    pub(crate) all: Vec<Group>,
    around: Vec<Around>,
    /// For each group around: where the dimensions are that are asked for.
    ranks: Vec<u32>,
}

/// What has to be known of a group to read those in it.
#[derive(Debug, Clone, Copy)]
struct Around {
    /// How many dimensions it has.
    dimensions: u32,
    longest: [u8; 4],
}

impl Groups {
    /// Takes out all groups.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.around.clear();
        self.ranks.clear();
    }

    /// Puts those with the highest bounds first, `n` of them; of equal ones those of the first tracks. The others stay in order, as they are best read.
    pub(crate) fn best_first(&mut self, n: usize, first: impl Fn(usize) -> u32) {
        let Some(last) = n.checked_sub(1).filter(|_| self.all.len() > n) else { return };
        let mut bounds: Vec<f32> = self.all.iter().map(|group| group.bound).collect();
        let (_, least, _) = bounds.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
        let least = *least;
        let (mut best, others): (Vec<Group>, Vec<Group>) = self.all.iter().partition(|group| group.bound >= least);
        if best.len() > n {
            let order = |a: &Group, b: &Group| {
                let by_bound = b.bound.total_cmp(&a.bound);
                by_bound.then_with(|| (first(a.at as usize), a.at).cmp(&(first(b.at as usize), b.at)))
            };
            best.select_nth_unstable_by(n, order);
        }
        best.extend(others);
        self.all = best;
    }

    /// Takes out those from a place on that do not reach a bar.
    pub(crate) fn drop_from(&mut self, place: usize, bar: f32) {
        let mut at = 0;
        self.all.retain(|group| {
            at += 1;
            at <= place || group.bound >= bar
        });
    }

    /// What is around a group, and where what is asked for is there, of so many dimensions.
    #[inline(always)]
    fn around(&self, group: &Group, slots: usize) -> (Around, &Ranks) {
        let at = group.around as usize;
        let ranks = self.ranks.get(at * slots..(at + 1) * slots).unwrap_or_default();
        (self.around.get(at).copied().unwrap_or(Around { dimensions: 0, longest: [0; 4] }), ranks)
    }

    /// Adds the members of a group that are in a set.
    #[inline(always)]
    fn push<const N: usize>(&mut self, first: usize, held: u64, bounds: &[f32; N], around: Around, ranks: &Ranks) {
        if held == 0 {
            return;
        }
        let at = self.around.len() as u32;
        self.around.push(around);
        self.ranks.extend_from_slice(ranks);
        each(held, |member| {
            self.all.push(Group { at: (first + member) as u32, bound: bounds[member % N], around: at });
        });
    }
}

/// The step from blocks to nodes.
pub(crate) struct ToNodes<'a, 'q> {
    pub(crate) question: &'a Question<'q>,
    pub(crate) blocks: &'a [u32],
    pub(crate) bar: Bar,
    pub(crate) nodes: &'a mut Groups,
}

/// The step from nodes to leaves.
pub(crate) struct ToLeaves<'a, 'q> {
    pub(crate) question: &'a Question<'q>,
    pub(crate) nodes: &'a Groups,
    pub(crate) some: Range<usize>,
    pub(crate) bar: Bar,
    pub(crate) leaves: &'a mut Groups,
}

/// The step from leaves to tracks.
pub(crate) struct ToTracks<'a, 'q> {
    pub(crate) question: &'a Question<'q>,
    pub(crate) leaves: &'a Groups,
    pub(crate) bar: Bar,
    pub(crate) tracks: &'a mut Vec<Pending>,
}

impl Question<'_> {
    /// The members of a group that may satisfy the filter as to tags.
    #[inline(always)]
    fn admissible<const N: usize, const B: usize>(&self, record: &Record<'_, N, B>, found: &Ranks) -> u64 {
        (0..self.sieve.tags().len()).fold(u64::MAX, |all, set| all & self.slots.set(set, record, found))
    }
}

impl Kernel for ToNodes<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { question, blocks, bar, nodes } = self;
        let columns = question.columns;
        let slots = question.slots.ranks();
        let mut words = Vec::new();
        // What is asked for of the next block is found, and asked for, before that of this one is read.
        let (mut found, mut next) = (vec![0; slots.len()], vec![0; slots.len()]);
        let record_of = |at: usize| {
            let block = blocks.get(at).map(|block| *block as usize)?;
            Some((block, columns.of_blocks.record(block, 0, columns.tops.len())))
        };
        let mut now = record_of(0);
        now.iter().for_each(|(_, record)| record.find(slots, &mut found, &mut words));
        let mut at = 0;
        while let Some((block, record)) = now {
            at += 1;
            let ahead = record_of(at);
            if let Some((_, ahead)) = &ahead {
                ahead.find(slots, &mut next, &mut words);
                ahead.fetch(&next);
            }
            let longest = columns.longest.each_ref().map(|longest| longest.one(block));
            let mut bounds = question.slots.bounds(&record, &found, longest);
            let mut held = question.sieve.of_nodes(block * NODES) & question.admissible(&record, &found);
            if let Some(near) = &question.near {
                let first = block * NODES;
                let there = columns.boxes_of_nodes.at(first..(first + NODES).min(columns.boxes_of_nodes.len()));
                let mut boxes = [[UNKNOWN; 4]; NODES];
                boxes.iter_mut().zip(there).for_each(|(held, there)| *held = *there);
                let near = near.in_boxes(&boxes);
                for i in 0..NODES {
                    bounds[i] += near[i];
                }
            }
            held &= reaching(&bounds, bar.bound);
            if let Some(before) = bar.before {
                each(held, |node| {
                    let comes_before = columns.firsts.one(block * NODES + node) < before;
                    held &= !(u64::from(!comes_before) << node);
                });
            }
            let around = Around { dimensions: record.dimensions() as u32, longest };
            nodes.push(block * NODES, held, &bounds, around, &found);
            std::mem::swap(&mut found, &mut next);
            now = ahead;
        }
    }
}

impl Kernel for ToLeaves<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { question, nodes, some, bar, leaves } = self;
        let all = nodes.all.get(some).unwrap_or_default();
        let (records, slots) = (&question.columns.of_nodes, question.slots.ranks().len());
        let (mut found, mut words) = (vec![0; slots], Vec::new());
        all.iter().take(AHEAD).for_each(|node| records.fetch(node.at as usize));
        for (i, node) in all.iter().enumerate() {
            if let Some(ahead) = all.get(i + AHEAD) {
                records.fetch(ahead.at as usize);
            }
            let (around, ranks) = nodes.around(node, slots);
            let record = records.record(node.at as usize, HEAD, around.dimensions as usize);
            record.find(ranks, &mut found, &mut words);
            let longest = record.longest();
            let mut bounds = question.slots.bounds(&record, &found, longest);
            if let Some(near) = &question.near {
                let near = near.in_boxes(&record.boxes());
                for i in 0..LEAVES {
                    bounds[i] += near[i];
                }
            }
            let mut held = reaching(&bounds, bar.bound) & question.sieve.of_node(node.at as usize);
            if held != 0 {
                held &= question.admissible(&record, &found);
            }
            if let (Some(before), true) = (bar.before, held != 0) {
                let own = question.columns.before::<NODE>(node.at as usize * NODE, before);
                for leaf in 0..LEAVES {
                    held &= !(u64::from(own >> (leaf * LEAF) & 0xff == 0) << leaf);
                }
            }
            let around = Around { dimensions: record.dimensions() as u32, longest };
            leaves.push(node.at as usize * LEAVES, held, &bounds, around, &found);
        }
    }
}

impl Kernel for ToTracks<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { question, leaves, bar, tracks } = self;
        let (columns, slots) = (question.columns, question.slots.ranks().len());
        let records = &columns.of_leaves;
        let (mut found, mut words) = (vec![0; slots], Vec::new());
        leaves.all.iter().take(AHEAD).for_each(|leaf| records.fetch(leaf.at as usize));
        for (i, group) in leaves.all.iter().enumerate() {
            if let Some(ahead) = leaves.all.get(i + AHEAD) {
                records.fetch(ahead.at as usize);
            }
            let leaf = group.at as usize;
            let (around, ranks) = leaves.around(group, slots);
            let record = records.record(leaf, 0, around.dimensions as usize);
            record.find(ranks, &mut found, &mut words);
            let mut bounds = question.slots.bounds(&record, &found, around.longest);
            let places = leaf * LEAF..(leaf + 1) * LEAF;
            if let Some(tempi) = &question.tempi {
                let codes = columns.tempi.at(places.clone());
                for (bound, code) in bounds.iter_mut().zip(codes) {
                    *bound += tempi.worth(*code);
                }
            }
            if let Some(near) = &question.near {
                let near = near.at(columns.fine_of(leaf).each_ref());
                for i in 0..LEAF {
                    bounds[i] += near[i];
                }
            }
            let (mut touched, mut keeps) = (0, [1.0_f32; LEAF]);
            for (i, own) in question.unwanted.iter().enumerate() {
                let carriers = question.slots.set(question.sieve.tags().len() + i, &record, &found);
                each(carriers, |member| keeps[member % LEAF] = keeps[member % LEAF].min(*own));
                touched |= carriers;
            }
            for i in 0..LEAF {
                bounds[i] *= keeps[i];
            }
            let mut held = reaching(&bounds, bar.bound);
            if held != 0 {
                held &= question.admissible(&record, &found) & question.sieve.of_leaf(columns, leaf);
            }
            if let (Some(before), true) = (bar.before, held != 0) {
                held &= columns.before::<LEAF>(leaf * LEAF, before);
            }
            each(held, |member| {
                tracks.push(Pending::new(bounds[member % LEAF], leaf * LEAF + member, touched >> member & 1 == 0));
            });
        }
    }
}

/// The members whose bound reaches a bar and is more than nothing, a bit each.
#[inline(always)]
fn reaching<const N: usize>(bounds: &[f32; N], bar: f32) -> u64 {
    let mut told = [false; N];
    for i in 0..N {
        told[i] = (bounds[i] >= bar) & (bounds[i] > 0.0);
    }
    members(&told)
}

/// Calls for each member of a set.
#[inline(always)]
fn each(mut members: u64, mut call: impl FnMut(usize)) {
    while members != 0 {
        call(members.trailing_zeros() as usize);
        members &= members - 1;
    }
}
