//! Who walks: the caller's thread, and the helpers that join it once the tree has proven large.
//!
//! Whoever has nothing left waits for a part of somebody else's; whoever is at work looks from time to time whether
//! somebody waits, and gives half of what is left of the highest folder. So what is handed over is large, and little is.
//! When all of them wait, the tree is done.

use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, Scope, ScopedJoinHandle, available_parallelism};
use std::time::Duration;

use nix::sys::resource::{Resource, getrlimit};

use super::Visitor;
use super::listing::Listing;
use super::part::Part;

/// After so many entries a thread looks whether somebody waits, and whether the walk is to end: that is a third of a
/// millisecond where all is right.
const BEAT: usize = 256;
/// After so many beats of the caller's thread a tree is large, and threads are worth starting.
pub const LARGE: usize = 8;
/// No build wants more of the machine than this.
const MOST: usize = 4;
/// How many descriptors there must be for each: it needs three, and others are open as well.
const DESCRIPTORS: u64 = 8;
/// There is no recursion, so this is plenty.
const STACK: usize = 256 * 1024;
/// How long nobody looks for a signal while the caller's thread waits for the others.
const WAIT: Duration = Duration::from_millis(20);

/// What its members share.
pub struct Crew<'a> {
    visited: &'a AtomicUsize,
    stopped: AtomicBool,
    /// How many wait and have no part on its way to them.
    wanting: AtomicUsize,
    shared: Mutex<Shared>,
    changed: Condvar,
}

struct Shared {
    members: usize,
    waiting: usize,
    parts: Vec<Part>,
}

/// What one thread works with.
pub struct Member<'a, V> {
    pub visitor: &'a mut V,
    pub listing: Listing,
    pub pace: Pace<'a>,
}

/// Counts what one thread has visited.
pub struct Pace<'a> {
    crew: &'a Crew<'a>,
    beat: &'a mut dyn FnMut(),
    entries: usize,
    may_share: bool,
}

impl<'a> Crew<'a> {
    /// The caller's thread alone.
    pub fn new(visited: &'a AtomicUsize) -> Self {
        Self {
            visited,
            stopped: AtomicBool::new(false),
            wanting: AtomicUsize::new(0),
            shared: Mutex::new(Shared { members: 1, waiting: 0, parts: Vec::new() }),
            changed: Condvar::new(),
        }
    }

    /// Starts as many helpers as there are processors and descriptors for; each returns its visitor at the end. Their
    /// signal masks are the caller's.
    pub fn call<'scope, 'env, V: Visitor + 'scope>(
        &'scope self,
        scope: &'scope Scope<'scope, 'env>,
        pattern: &V,
    ) -> Vec<ScopedJoinHandle<'scope, V>> {
        let descriptors = getrlimit(Resource::RLIMIT_NOFILE).map_or(0, |(soft, _)| soft);
        let members = available_parallelism()
            .map_or(1, usize::from)
            .min(MOST)
            .min(usize::try_from(descriptors / DESCRIPTORS).unwrap_or(MOST));
        let helpers = (1..members).map_while(|_| {
            self.lock().members += 1;
            let mut visitor = pattern.clone();
            let started = Builder::new().stack_size(STACK).spawn_scoped(scope, || {
                self.work(None, &mut visitor, &mut || {});
                visitor
            });
            if started.is_err() {
                self.lock().members -= 1; // as many as there may be
            }
            started.ok()
        });
        helpers.collect()
    }

    /// Walks `first`, and then what others give, until there is nothing left. `beat` is called every few hundred
    /// entries and while others are waited for.
    pub fn work<V: Visitor>(&self, first: Option<Part>, visitor: &mut V, beat: &mut dyn FnMut()) {
        let mut member = Member {
            visitor,
            listing: Listing::new(),
            pace: Pace { crew: self, beat, entries: 0, may_share: false },
        };
        let mut part = first.or_else(|| self.take(member.pace.beat));
        while let Some(given) = part {
            if given.walk(&mut member).is_break() {
                break;
            }
            part = self.take(member.pace.beat);
        }
        self.visited.fetch_add(member.pace.entries, Relaxed);
    }

    /// Ends the walk; what others are at, they leave.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
        self.changed.notify_all();
    }

    /// Waits for a part; there is none when all is done.
    fn take(&self, beat: &mut dyn FnMut()) -> Option<Part> {
        let mut shared = self.lock();
        shared.waiting += 1;
        while !self.stopped.load(Relaxed) {
            let part = shared.parts.pop();
            if part.is_some() {
                shared.waiting -= 1;
                return part;
            }
            if shared.waiting == shared.members {
                break;
            }
            self.count_wanting(&shared);
            let waited = self.changed.wait_timeout(shared, WAIT);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
            beat();
            shared = self.lock();
        }
        self.changed.notify_all();
        None
    }

    fn give(&self, part: Part) {
        let mut shared = self.lock();
        shared.parts.push(part);
        self.count_wanting(&shared);
        self.changed.notify_one();
    }

    fn count_wanting(&self, shared: &Shared) {
        let wanting = shared.waiting.saturating_sub(shared.parts.len());
        self.wanting.store(wanting, Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V> Member<'_, V> {
    /// Gives a part away, if it is time to look and somebody waits.
    pub fn share(&mut self, split: impl FnOnce() -> Option<Part>) {
        let crew = self.pace.crew;
        if self.pace.may_share && crew.wanting.load(Relaxed) > 0 {
            self.pace.may_share = false;
            if let Some(part) = split() {
                crew.give(part);
            }
        }
    }
}

impl Pace<'_> {
    /// Another entry; breaks when the walk is to end.
    pub fn step(&mut self) -> ControlFlow<()> {
        self.entries += 1;
        if self.entries < BEAT {
            return Continue(());
        }
        self.crew.visited.fetch_add(self.entries, Relaxed);
        self.entries = 0;
        self.may_share = true;
        (self.beat)();
        if self.crew.stopped.load(Relaxed) { Break(()) } else { Continue(()) }
    }
}
