//! How far long work has come.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How far long work has come, on a terminal only, a few times a second.
pub(crate) struct Progress {
    shown: bool,
    seen: bool,
    next: Instant,
}

impl Progress {
    pub(crate) fn new() -> Self {
        // Short work is done before anything is said.
        Self { shown: io::stderr().is_terminal(), seen: false, next: Instant::now() + Duration::from_millis(300) }
    }

    pub(crate) fn say(&mut self, what: impl FnOnce() -> String) {
        if self.shown && Instant::now() >= self.next {
            self.say_now(&what());
        }
    }

    pub(crate) fn say_now(&mut self, what: &str) {
        if self.shown && Instant::now() >= self.next {
            let _ = write!(io::stderr(), "\r\x1b[K{what}");
            self.seen = true;
            self.next = Instant::now() + Duration::from_millis(100);
        }
    }

    pub(crate) fn end(&mut self) {
        if std::mem::take(&mut self.seen) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
