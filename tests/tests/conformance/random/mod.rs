//! Random trees: env hooks from fragments, hooks in states, commands, arguments, variables. The seed is fixed by default.
//! `S2IBOX_CONFORMANCE_SEED` sets another, `S2IBOX_CONFORMANCE_TREES` the number of trees.

mod chance;
mod fragments;
mod shrink;
mod tree;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, thread};

use self::tree::Tree;
use crate::agree::unlisted;

/// The first [`TREES`] trees of this seed have every part.
const SEED: u64 = 8;
const TREES: u64 = 200;
/// With at least this number of trees, every part must occur.
const ENOUGH: u64 = 200;
/// The number of reports that are printed.
const FOUND_AT_MOST: usize = 3;

#[test]
#[ignore = "needs root and PyPI"]
fn random_trees_agree() {
    let (seed, trees) = (set("SEED", SEED), set("TREES", TREES));
    let next = AtomicU64::new(0);
    let found = Mutex::new(Vec::new());
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= trees || found.lock().unwrap().len() >= FOUND_AT_MOST {
                break;
            }
            let tree = Tree::of(seed, number);
            if let Some(first) = unlisted(&tree.case) {
                let title = format!("tree {number} of seed {seed}");
                let text = match unlisted(&shrink::smallest(tree.case)) {
                    Some(small) => format!("{title}, made as small as it gets:\n{small}"),
                    None => format!("{title}, which does not always differ:\n{first}"),
                };
                found.lock().unwrap().push(text);
            }
        }
    };
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Writes the statistics to `random-trees.txt` in cargo's directory for test files.
#[test]
fn random_trees_have_every_part() {
    let (seed, trees) = (set("SEED", SEED), set("TREES", TREES));
    let mut counted = BTreeMap::<String, usize>::new();
    for part in (0..trees).flat_map(|number| Tree::of(seed, number).parts) {
        *counted.entry(part).or_default() += 1;
    }
    let mut count = format!("{trees} trees of seed {seed}; how often each part occurs:\n");
    let every = tree::every_part();
    for part in &every {
        let times = counted.get(part).copied().unwrap_or_default();
        let _ = writeln!(count, "{times:6} {part}");
    }
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random-trees.txt");
    fs::write(place, count).expect("write the count");
    let missing: Vec<_> = every.iter().filter(|part| !counted.contains_key(*part)).collect();
    assert!(missing.is_empty() || trees < ENOUGH, "none of {trees} trees has: {missing:?}");
}

fn set(name: &str, default: u64) -> u64 {
    let name = format!("S2IBOX_CONFORMANCE_{name}");
    match env::var(&name) {
        Ok(value) if !value.is_empty() => {
            value.parse().unwrap_or_else(|_| panic!("{name} must be a number, not {value}"))
        }
        _ => default,
    }
}
