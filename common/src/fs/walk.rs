//! Walks a tree relative to open directories.
//!
//! The walk goes down by name and up by `..`, and checks that `..` leads back to the directory that
//! it came from. So a directory that is replaced by a link meanwhile leads nowhere else, a path may
//! be longer than `PATH_MAX`, and `/proc` is not needed. There is no recursion, and a thread has at
//! most three descriptors open.
//!
//! The calling thread walks a small tree alone. A large tree is worth more threads: with two free
//! processors the permissions of 50,000 files take 1.8 times less (docs/performance.md). See
//! [`pool`].

mod pool;
mod subtree;
mod visitor;

use std::path::Path;
use std::thread::{self, Builder, Scope, available_parallelism};

use anyhow::Result;
use nix::fcntl::open;
use nix::sys::resource::{Resource, getrlimit};
use nix::sys::stat::Mode;

use pool::{Batch, Pool};
use subtree::{DIRECTORY, Subtree, Worker};
pub use visitor::{Location, Visitor};

/// The number of batches after which a tree counts as large: starting a thread costs less than one
/// batch.
const LARGE_TREE: usize = 8;
/// The largest number of threads; a build shares the machine with others.
const MAX_THREADS: usize = 4;
/// The descriptors that must be available for each thread: it opens three, and the process has
/// others open.
const DESCRIPTORS_PER_THREAD: u64 = 8;
/// The stack of a thread, in bytes. The walk has no recursion, so the default of 8 MiB is not
/// needed.
const STACK_SIZE: usize = 256 * 1024;

/// Walks the tree below `top`, which may itself be a link to a directory.
///
/// The calling thread calls `check` every few hundred entries, and while it waits for other
/// threads, with the number of entries that all threads have visited so far.
///
/// # Errors
/// Returns the error of `check`, which ends the walk.
pub fn walk(
    top: &Path,
    visitor: &impl Visitor,
    mut check: impl FnMut(usize) -> Result<()>,
) -> Result<()> {
    let directory = match open(top, DIRECTORY, Mode::empty()) {
        Ok(directory) => directory,
        Err(error) => {
            visitor.failed(error, &Location::directory(&[]));
            return Ok(());
        }
    };
    let pool = Pool::new();
    let mut result = Ok(());
    let mut batches = 0;
    thread::scope(|scope| {
        let mut at_end = |visited| {
            result = check(visited);
            if result.is_err() {
                pool.stop();
            }
            batches += 1;
            if batches == LARGE_TREE {
                start_threads(scope, &pool, visitor);
            }
        };
        work(visitor, Some(Subtree::new(directory)), Batch::new(&pool, &mut at_end));
    });
    result
}

/// Starts a thread for each further processor, as far as descriptors suffice. The walk goes on with
/// fewer threads where one cannot be started.
fn start_threads<'scope>(
    scope: &'scope Scope<'scope, '_>,
    pool: &'scope Pool<Subtree>,
    visitor: &'scope impl Visitor,
) {
    let descriptors = getrlimit(Resource::RLIMIT_NOFILE).map_or(0, |(soft, _)| soft);
    let threads = available_parallelism()
        .map_or(1, usize::from)
        .min(MAX_THREADS)
        .min(usize::try_from(descriptors / DESCRIPTORS_PER_THREAD).unwrap_or(MAX_THREADS));
    for _ in 1..threads {
        pool.add_thread();
        let thread = Builder::new().stack_size(STACK_SIZE);
        let started =
            thread.spawn_scoped(scope, || work(visitor, None, Batch::new(pool, &mut |_| {})));
        if started.is_err() {
            pool.remove_thread();
            break;
        }
    }
}

/// Walks `first` and then what other threads give away, until the walk is complete or stopped.
fn work<'a>(visitor: &'a impl Visitor, first: Option<Subtree>, batch: Batch<'a, Subtree>) {
    let mut worker = Worker::new(visitor, batch);
    let mut next = first.or_else(|| worker.batch.next());
    while let Some(subtree) = next {
        if subtree.walk(&mut worker).is_err() {
            return;
        }
        next = worker.batch.next();
    }
}
