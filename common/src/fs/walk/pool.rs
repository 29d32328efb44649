//! The threads that walk a large tree together.
//!
//! A thread that has nothing to do waits for a subtree. A thread at work looks once in a batch
//! whether another one waits, and gives half of what is pending in its highest directory away. So
//! few subtrees change hands, and those are large. When all threads wait, the walk is complete.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The number of entries between two looks at the other threads; that is a third of a millisecond
/// of work.
const BATCH: usize = 256;
/// The time after which a waiting thread looks for signals.
const WAIT: Duration = Duration::from_millis(20);

/// What the threads of one walk share. `T` is the part of a tree that one thread walks.
pub struct Pool<T> {
    visited: AtomicUsize,
    stopped: AtomicBool,
    /// The number of waiting threads for which no subtree is queued.
    wanted: AtomicUsize,
    queue: Mutex<Queue<T>>,
    changed: Condvar,
}

struct Queue<T> {
    threads: usize,
    waiting: usize,
    subtrees: Vec<T>,
}

/// Counts the entries that one thread visits.
pub struct Batch<'a, T> {
    pool: &'a Pool<T>,
    /// Called at the end of each batch with the number of entries that all threads have visited.
    at_end: &'a mut dyn FnMut(usize),
    entries: usize,
    may_share: bool,
}

/// The walk was stopped.
pub struct Stopped;

impl<T> Pool<T> {
    /// Returns a pool of the calling thread alone.
    pub fn new() -> Self {
        Self {
            visited: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            wanted: AtomicUsize::new(0),
            queue: Mutex::new(Queue { threads: 1, waiting: 0, subtrees: Vec::new() }),
            changed: Condvar::new(),
        }
    }

    /// Counts a thread that is about to start.
    pub fn add_thread(&self) {
        self.lock().threads += 1;
    }

    /// Takes back the count of a thread that could not be started.
    pub fn remove_thread(&self) {
        self.lock().threads -= 1;
    }

    /// Ends the walk before it is complete.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
        self.changed.notify_all();
    }

    /// Waits for a subtree. Returns `None` when the walk has ended.
    fn wait(&self, while_waiting: &mut dyn FnMut(usize)) -> Option<T> {
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

    fn give(&self, subtree: T) {
        let mut queue = self.lock();
        queue.subtrees.push(subtree);
        self.update_wanted(&queue);
        self.changed.notify_one();
    }

    fn update_wanted(&self, queue: &Queue<T>) {
        self.wanted.store(queue.waiting.saturating_sub(queue.subtrees.len()), Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'a, T> Batch<'a, T> {
    /// Returns an empty batch.
    pub fn new(pool: &'a Pool<T>, at_end: &'a mut dyn FnMut(usize)) -> Self {
        Self { pool, at_end, entries: 0, may_share: false }
    }

    /// Waits for a subtree from another thread. Returns `None` when the walk has ended.
    pub fn next(&mut self) -> Option<T> {
        self.add_entries();
        self.pool.wait(self.at_end)
    }

    /// Counts one entry.
    ///
    /// # Errors
    /// Returns [`Stopped`] when the walk is to end.
    pub fn count_entry(&mut self) -> Result<(), Stopped> {
        self.entries += 1;
        if self.entries < BATCH {
            return Ok(());
        }
        let visited = self.add_entries();
        self.may_share = true;
        (self.at_end)(visited);
        if self.pool.stopped.load(Relaxed) { Err(Stopped) } else { Ok(()) }
    }

    /// Adds the entries of this batch to those of all threads, and returns the sum.
    fn add_entries(&mut self) -> usize {
        let entries = std::mem::take(&mut self.entries);
        self.pool.visited.fetch_add(entries, Relaxed) + entries
    }

    /// Gives the subtree that `split` returns to a waiting thread, at most once in a batch.
    pub fn share(&mut self, split: impl FnOnce() -> Option<T>) {
        if self.may_share && self.pool.wanted.load(Relaxed) > 0 {
            self.may_share = false;
            if let Some(subtree) = split() {
                self.pool.give(subtree);
            }
        }
    }
}
