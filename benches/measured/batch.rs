//! Many questions at once.

use std::thread::available_parallelism;

use ost::Recommender;
use ost::query::Query;

use super::asked::K;
use super::{Bounds, Times};

/// So many questions that starting threads does not count.
const MANY: usize = 2000;

/// Many questions on all cores, next to one after the other on one, answers with their explanations.
pub(crate) fn measure(name: &str, recommender: &Recommender, queries: &[Query], bounds: &mut Bounds) {
    let queries: Vec<Query> = queries.iter().cycle().take(MANY).cloned().collect();
    let one_by_one = || queries.iter().map(|query| recommender.recommend(query, K)).collect::<Vec<_>>();
    let at_once = || recommender.recommend_all(&queries, K);
    assert!(at_once() == one_by_one(), "many at once are answered as one by one");
    // By turns, so that a machine that slows down slows both.
    let (mut one, mut all) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        one.push(Times::of(|_| one_by_one(), 1).median());
        all.push(Times::of(|_| at_once(), 1).median());
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (one, all) = (median(one), median(all));
    let cores = available_parallelism().map_or(1, usize::from);
    println!("{MANY} questions, answers explained: {one:.0} on one core, {all:.0} on {cores}");
    if cores == 2 {
        bounds.at_least(format!("{name}: a batch on two cores, in times of one core"), one / all, 1.7);
    }
}
