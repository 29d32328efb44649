//! The threads that walk a large tree together.
//!
//! A thread that has nothing to do waits for a subtree. A thread at work looks once in a batch whether another one
//! waits, and gives half of what is pending in its highest directory away. So few subtrees change hands, and those
//! are large. When all threads wait, the walk is complete.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, Scope, available_parallelism};
use std::time::Duration;

use nix::sys::resource::{Resource, getrlimit};

use super::Visitor;
use super::subtree::Subtree;
use crate::fs::entries::EntryBuffer;

/// The number of entries between two looks at the other threads; that is a third of a millisecond of work.
const BATCH: usize = 256;
/// The number of batches after which a tree counts as large: starting a thread costs less than one batch.
pub const LARGE_TREE: usize = 8;
/// The largest number of threads; a build shares the machine with others.
const MAX_THREADS: usize = 4;
/// The descriptors that must be available for each thread: it opens three, and the process has others open.
const DESCRIPTORS_PER_THREAD: u64 = 8;
/// The stack of a thread, in bytes. The walk has no recursion, so the default of 8 MiB is not needed.
const STACK_SIZE: usize = 256 * 1024;
/// The time after which a waiting thread looks for signals.
const WAIT: Duration = Duration::from_millis(20);

/// What the threads of one walk share.
pub struct Pool<'a, V> {
    visitor: &'a V,
    visited: AtomicUsize,
    stopped: AtomicBool,
    /// The number of waiting threads for which no subtree is queued.
    wanted: AtomicUsize,
    queue: Mutex<Queue>,
    changed: Condvar,
}

struct Queue {
    threads: usize,
    waiting: usize,
    subtrees: Vec<Subtree>,
}

/// What one thread works with.
pub struct Worker<'a, V> {
    pub visitor: &'a V,
    pub buffer: EntryBuffer,
    pub batch: Batch<'a, V>,
}

/// Counts the entries that one thread visits.
pub struct Batch<'a, V> {
    pool: &'a Pool<'a, V>,
    /// Called at the end of each batch with the number of entries that all threads have visited.
    at_end: &'a mut dyn FnMut(usize),
    entries: usize,
    may_share: bool,
}

/// The walk was stopped.
pub struct Stopped;

impl<'a, V: Visitor> Pool<'a, V> {
    /// Returns a pool of the calling thread alone.
    pub fn new(visitor: &'a V) -> Self {
        Self {
            visitor,
            visited: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            wanted: AtomicUsize::new(0),
            queue: Mutex::new(Queue { threads: 1, waiting: 0, subtrees: Vec::new() }),
            changed: Condvar::new(),
        }
    }

    /// Starts a thread for each further processor, as far as descriptors suffice. The walk goes on with fewer threads
    /// where one cannot be started.
    pub fn start_threads<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) {
        let descriptors = getrlimit(Resource::RLIMIT_NOFILE).map_or(0, |(soft, _)| soft);
        let threads = available_parallelism()
            .map_or(1, usize::from)
            .min(MAX_THREADS)
            .min(usize::try_from(descriptors / DESCRIPTORS_PER_THREAD).unwrap_or(MAX_THREADS));
        for _ in 1..threads {
            self.lock().threads += 1;
            let thread = Builder::new().stack_size(STACK_SIZE);
            if thread.spawn_scoped(scope, || self.work(None, &mut |_| {})).is_err() {
                self.lock().threads -= 1;
                break;
            }
        }
    }

    /// Walks `first` and then what other threads give away, until the walk is complete or stopped.
    pub fn work(&self, first: Option<Subtree>, at_end: &mut dyn FnMut(usize)) {
        let batch = Batch { pool: self, at_end, entries: 0, may_share: false };
        let mut worker = Worker { visitor: self.visitor, buffer: EntryBuffer::new(), batch };
        let mut next = first.or_else(|| self.wait(worker.batch.at_end));
        while let Some(subtree) = next {
            if subtree.walk(&mut worker).is_err() {
                break;
            }
            next = self.wait(worker.batch.at_end);
        }
        self.visited.fetch_add(worker.batch.entries, Relaxed);
    }

    /// Ends the walk before it is complete.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
        self.changed.notify_all();
    }

    /// Waits for a subtree. Returns `None` when the walk has ended.
    fn wait(&self, while_waiting: &mut dyn FnMut(usize)) -> Option<Subtree> {
        let mut queue = self.lock();
        queue.waiting += 1;
        while !self.stopped.load(Relaxed) {
            if let Some(subtree) = queue.subtrees.pop() {
                queue.waiting -= 1;
                return Some(subtree);
            }
            if queue.waiting == queue.threads {
                break;
            }
            self.update_wanted(&queue);
            let result = self.changed.wait_timeout(queue, WAIT);
            drop(result.unwrap_or_else(PoisonError::into_inner));
            while_waiting(self.visited.load(Relaxed));
            queue = self.lock();
        }
        self.changed.notify_all();
        None
    }

    fn give(&self, subtree: Subtree) {
        let mut queue = self.lock();
        queue.subtrees.push(subtree);
        self.update_wanted(&queue);
        self.changed.notify_one();
    }

    fn update_wanted(&self, queue: &Queue) {
        self.wanted.store(queue.waiting.saturating_sub(queue.subtrees.len()), Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Visitor> Batch<'_, V> {
    /// Counts one entry.
    ///
    /// # Errors
    /// Returns [`Stopped`] when the walk is to end.
    pub fn count_entry(&mut self) -> Result<(), Stopped> {
        self.entries += 1;
        if self.entries < BATCH {
            return Ok(());
        }
        let visited = self.pool.visited.fetch_add(self.entries, Relaxed) + self.entries;
        self.entries = 0;
        self.may_share = true;
        (self.at_end)(visited);
        if self.pool.stopped.load(Relaxed) { Err(Stopped) } else { Ok(()) }
    }

    /// Gives the subtree that `split` returns to a waiting thread, at most once in a batch.
    pub fn share(&mut self, split: impl FnOnce() -> Option<Subtree>) {
        if self.may_share && self.pool.wanted.load(Relaxed) > 0 {
            self.may_share = false;
            if let Some(subtree) = split() {
                self.pool.give(subtree);
            }
        }
    }
}
