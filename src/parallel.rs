//! Work for all cores.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder};

/// What is made of each of `0..n`, in order. Whoever is done takes the next, so that no core waits for another that has the longer ones.
pub(crate) fn each<T: Send>(n: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(n);
    if cores < 2 {
        return (0..n).map(make).collect();
    }
    shared(n, cores - 1, Builder::new, make)
}

/// The same with the help of so many other threads, as far as the system gives them.
fn shared<T: Send>(n: usize, others: usize, thread: fn() -> Builder, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= n {
                return made;
            }
            made.push((at, make(at)));
        }
    };
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (0..others).map_while(|_| thread().spawn_scoped(scope, worker).ok()).collect();
        let mut made = worker();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_once_and_in_order() {
        for n in [0, 1, 2, 1000] {
            assert!(each(n, |at| at * at).into_iter().eq((0..n).map(|at| at * at)));
        }
    }

    #[test]
    fn where_the_system_gives_no_thread_the_one_there_is_goes_on() {
        // More than any address space has.
        let none = || Builder::new().stack_size(1 << 50);
        assert!(shared(100, 3, none, |at| at).into_iter().eq(0..100));
    }
}
