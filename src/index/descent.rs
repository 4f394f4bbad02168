//! The way down from groups to their members that can reach a bar.

use crate::index::columns::UNKNOWN;
use crate::index::groups::{Around, Group, Reached};
use crate::index::pending::Pending;
use crate::index::question::Question;
use crate::index::slots::members;
use crate::index::told::Besides;
use crate::index::tree::{
    ABSENT, Box, Dimension, LEAF, Line, MEMBERS, NODE, NODES, NOTHING, SHELVES, count, find, largest,
};
use crate::index::wide::{Kernel, fetch};
use crate::storage::Section;

/// So many leaves ahead the records are asked for, and twice as many ahead where they are.
const AHEAD: usize = 8;

/// What a track has to reach to be among the best.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bar {
    pub(crate) bound: f32,
    /// The track that it has to come before, where none can be better than those that are the best so far.
    pub(crate) before: Option<u32>,
}

impl Bar {
    /// Whether a group may hold one of the best; `first` looks up its first track by id.
    #[inline(always)]
    pub(crate) fn allows(&self, group: &mut Group, first: impl FnOnce(&Group) -> u32) -> bool {
        group.bound >= self.bound && self.before.is_none_or(|before| group.is_before(before, first))
    }
}

/// The step from blocks, by way of their nodes, to shelves.
pub(crate) struct ToShelves<'a, 'q> {
    pub(crate) question: &'a Question<'q>,
    pub(crate) blocks: &'a [u32],
    pub(crate) bar: Bar,
    pub(crate) shelves: &'a mut Vec<Group>,
    pub(crate) room: &'a mut Room<'q>,
}

/// The step from shelves to leaves.
pub(crate) struct ToLeaves<'a, 'q> {
    pub(crate) question: &'a Question<'q>,
    pub(crate) shelves: &'a [Group],
    pub(crate) bar: Bar,
    pub(crate) reached: &'a mut Reached<'q>,
    pub(crate) room: &'a mut Room<'q>,
}

/// The step from leaves to tracks.
pub(crate) struct ToTracks<'a, 'q> {
    pub(crate) question: &'a Question<'q>,
    pub(crate) reached: &'a Reached<'q>,
    /// Those of them are kept that are looked into.
    pub(crate) leaves: &'a mut Vec<Group>,
    pub(crate) bar: Bar,
    pub(crate) tracks: &'a mut Vec<Pending>,
    pub(crate) room: &'a mut Room<'q>,
}

/// Room to work in.
#[derive(Debug, Default)]
pub(crate) struct Room<'c> {
    lines: Vec<&'c Line>,
    ranks: Vec<u32>,
    words: Vec<(u32, u32)>,
    besides: Besides,
}

/// So many lines are asked for ahead, or those of one group.
const LINES_AHEAD: usize = 160;

/// The lines of so many groups at most.
const MOST_AHEAD: usize = 16;

/// The lines of what is asked for, of some groups in turn: those of the next few are looked for, and asked for, before those of this one are read.
struct InTurn<'c, 'q, I> {
    dimensions: &'q [Dimension<'c>],
    groups: I,
    /// Of as many groups as are looked at, in a ring.
    lines: &'q mut Vec<&'c Line>,
    /// Where in it the lines of the group go that is looked for next, and where those are of the group that is read next.
    sought: usize,
    read: usize,
}

impl<'c, 'q, I: Iterator<Item = usize>> InTurn<'c, 'q, I> {
    #[inline(always)]
    fn new(dimensions: &'q [Dimension<'c>], groups: I, lines: &'q mut Vec<&'c Line>) -> Self {
        let slots = dimensions.len();
        let ahead = (LINES_AHEAD / slots.max(1)).clamp(1, MOST_AHEAD);
        lines.clear();
        lines.resize(slots * (ahead + 1), &NOTHING);
        let mut own = Self { dimensions, groups, lines, sought: 0, read: 0 };
        (0..ahead).for_each(|_| own.look_ahead());
        own
    }

    /// Looks for the lines of the group after those that were looked for.
    #[inline(always)]
    fn look_ahead(&mut self) {
        let Some(group) = self.groups.next() else { return };
        let first = self.sought;
        self.sought = self.after(first);
        let Some(lines) = self.lines.get_mut(first..first + self.dimensions.len()) else { return };
        for (line, dimension) in lines.iter_mut().zip(self.dimensions) {
            *line = dimension.line(group);
            fetch(*line);
        }
    }

    /// The lines of the next group, by slot.
    #[inline(always)]
    fn read(&mut self) -> &[&'c Line] {
        self.look_ahead();
        let first = self.read;
        self.read = self.after(first);
        self.lines.get(first..first + self.dimensions.len()).unwrap_or_default()
    }

    /// What follows in the ring.
    #[inline(always)]
    fn after(&self, first: usize) -> usize {
        let next = first + self.dimensions.len();
        if next < self.lines.len() { next } else { 0 }
    }
}

impl Question<'_> {
    /// Those of a group's `n` members that can reach a bar, in steps, and may satisfy the filter as to tags, given the lines of the slots, the longest parts
    /// and the boxes of their moods, with their bounds in steps; those of the others are 0.
    #[inline(always)]
    fn members(&self, n: usize, lines: &[&Line], longest: [u8; 4], boxes: &[Box], bar: u16) -> (u64, [u16; MEMBERS]) {
        let mut bounds = self.slots.of_members(lines, longest);
        if let Some(near) = &self.near {
            let mut some;
            let boxes: &[Box; MEMBERS] = if let Ok(boxes) = boxes.try_into() {
                boxes
            } else {
                some = [[UNKNOWN; 4]; MEMBERS];
                some.iter_mut().zip(boxes).for_each(|(some, own)| *some = *own);
                &some
            };
            let near = near.in_steps(boxes, self.slots.step());
            for i in 0..MEMBERS {
                bounds[i] = bounds[i].saturating_add(near[i]);
            }
        }
        let mut told = [false; MEMBERS];
        for i in 0..MEMBERS {
            told[i] = bounds[i] >= bar;
        }
        (0..self.sieve.tags().len()).for_each(|set| self.slots.keep_members(set, lines, &mut told));
        for i in 0..MEMBERS {
            bounds[i] = if told[i] { bounds[i] } else { 0 };
        }
        (members(&told) & u64::MAX.unbounded_shr((MEMBERS - n.min(MEMBERS)) as u32), bounds)
    }
}

/// The boxes of the members of a group, as many as there are.
#[inline(always)]
fn of_members(boxes: &Section<Box>, group: usize) -> &[Box] {
    boxes.at((group * MEMBERS).min(boxes.len())..((group + 1) * MEMBERS).min(boxes.len()))
}

impl Kernel for ToShelves<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { question, blocks, bar, shelves, room } = self;
        let (columns, steps) = (question.columns, question.slots.bar(bar.bound));
        let blocks_in_turn = blocks.iter().map(|block| *block as usize);
        let mut lines = InTurn::new(&question.of_blocks, blocks_in_turn, &mut room.lines);
        for block in blocks.iter().map(|block| *block as usize) {
            let lines = lines.read();
            let longest = columns.longest.each_ref().map(|longest| longest.one(block));
            let boxes: &[Box] = if question.near.is_some() { of_members(&columns.boxes_of_nodes, block) } else { &[] };
            let (held, bounds) = question.members(columns.groups(NODE) - block * MEMBERS, lines, longest, boxes, steps);
            let mut held = held & question.sieve.of_block(block);
            if let Some(before) = bar.before {
                each(held, |node| {
                    let comes_before = columns.firsts.one(block * MEMBERS + node) < before;
                    held &= !(u64::from(!comes_before) << node);
                });
            }
            while held != 0 {
                let shelf = held.trailing_zeros() as usize / NODES;
                let nodes = held >> (shelf * NODES) & ((1 << NODES) - 1);
                held &= !(nodes << (shelf * NODES));
                let mut of_nodes = bounds.as_chunks::<NODES>().0[shelf % SHELVES];
                for (i, bound) in of_nodes.iter_mut().enumerate() {
                    *bound = if nodes >> i & 1 == 1 { *bound } else { 0 };
                }
                let bound = question.slots.bound(largest(of_nodes));
                shelves.push(Group::new((block * SHELVES + shelf) as u32, bound, nodes as u32));
            }
        }
    }
}

impl Kernel for ToLeaves<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { question, shelves, bar, reached, room } = self;
        let Room { lines, ranks, words, .. } = room;
        let (columns, slots) = (question.columns, question.slots.ranks());
        let steps = question.slots.bar(bar.bound);
        let mut lines = InTurn::new(&question.of_shelves, shelves.iter().map(|shelf| shelf.at as usize), lines);
        ranks.resize(slots.len(), 0);
        for group in shelves {
            let lines = lines.read();
            let shelf = group.at as usize;
            let longest = columns.longest_of_shelves.one(shelf);
            let boxes: &[Box] = if question.near.is_some() { of_members(&columns.boxes_of_leaves, shelf) } else { &[] };
            let (held, bounds) = question.members(columns.groups(LEAF) - shelf * MEMBERS, lines, longest, boxes, steps);
            let mut held = held & question.sieve.of_shelf(shelf);
            if let Some(before) = bar.before {
                each(held, |leaf| {
                    let comes_before = columns.before::<LEAF>((shelf * MEMBERS + leaf) * LEAF, before) != 0;
                    held &= !(u64::from(!comes_before) << leaf);
                });
            }
            if held != 0 {
                let around = reached.around.len() as u32;
                each(held, |leaf| {
                    let bound = question.slots.bound(bounds[leaf % MEMBERS]);
                    reached.leaves.push(Group::new((shelf * MEMBERS + leaf) as u32, bound, around));
                });
                let marks = columns.leaves.shelf(shelf, columns.tops.len());
                find(marks, slots, ranks, words);
                reached.around.push(Around { dimensions: count(marks), longest });
                reached.ranks.extend_from_slice(ranks);
                reached.lines.extend_from_slice(lines);
            }
        }
    }
}

impl Kernel for ToTracks<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { question, reached, leaves, bar, tracks, room } = self;
        let (columns, slots) = (question.columns, question.slots.ranks().len());
        let Room { ranks, words, besides, .. } = room;
        ranks.resize(slots, 0);
        question.tell(leaves, bar.bound, besides);
        let records = &columns.leaves;
        let ahead = |at: usize| leaves.get(at).map(|leaf| leaf.at as usize);
        (0..2 * AHEAD).filter_map(ahead).for_each(|leaf| records.fetch_start(leaf));
        (0..AHEAD).filter_map(ahead).for_each(|leaf| records.fetch(leaf));
        for (i, (group, besides)) in leaves.iter().zip(besides.iter()).enumerate() {
            ahead(i + 2 * AHEAD).into_iter().for_each(|leaf| records.fetch_start(leaf));
            ahead(i + AHEAD).into_iter().for_each(|leaf| records.fetch(leaf));
            let leaf = group.at as usize;
            let (around, of_shelf, lines) = reached.around(group, slots);
            let record = records.record(leaf, around.dimensions as usize);
            find(record.marks(), of_shelf, ranks, words);
            let values = |slot: usize| {
                let largest = lines.get(slot).map_or(0, |line| line[leaf % MEMBERS]);
                record.values(ranks.get(slot).copied().unwrap_or(ABSENT), largest)
            };
            let codes = if question.tempi.is_some() { columns.tempi_of(leaf) } else { &[] };
            let mut bounds = question.slots.of_tracks(values, around.longest, codes);
            for i in 0..LEAF {
                bounds[i] += besides[i];
            }
            let (mut touched, mut keeps) = (0, [1.0_f32; LEAF]);
            for (i, own) in question.unwanted.iter().enumerate() {
                let carriers = question.slots.tracks_in(question.sieve.tags().len() + i, values);
                each(carriers, |member| keeps[member % LEAF] = keeps[member % LEAF].min(*own));
                touched |= carriers;
            }
            for i in 0..LEAF {
                bounds[i] *= keeps[i];
            }
            let mut held = reaching(&bounds, bar.bound);
            if held != 0 {
                held = (0..question.sieve.tags().len())
                    .fold(held, |held, set| held & question.slots.tracks_in(set, values));
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
