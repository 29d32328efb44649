//! The rows about permissions: the speed in a large tree, and the growth in larger and deeper trees.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use nix::unistd::sync;

use crate::counted::{Counted, on_one_processor};
use crate::depth::Depth;
use crate::launch::words;
use crate::row::{Criterion, Goal, Row, Verdict, digits};
use crate::transfer::{assemble, assemble_nothing};
use crate::trees::{State, Tree};
use crate::workbench::{Root, Workbench};

fn make_tree(bench: &Workbench, entries: usize) -> Result<(Root, Tree)> {
    let root = bench.root(&format!("tree-{entries}"), &[])?;
    let tree = Tree::new(&root.source().join("tree"), entries)?;
    Ok((root, tree))
}

/// Returns the row for a tree in this state.
fn goal(state: State) -> Goal {
    let against = "the builder images' way: four `find … -exec chgrp/chmod {} +` passes";
    match state {
        State::Wrong => Goal {
            id: "permissions-wrong",
            label: "permissions, all wrong: time of find",
            work: "permissions, 50,000 files, all wrong",
            against,
            criterion: Criterion::Wall,
            allowed: 1.0 / 4.0,
            target: "≥ 4 × faster",
        },
        State::Right => Goal {
            id: "permissions-right",
            label: "permissions, all right: time of find",
            work: "permissions, 50,000 files, all right",
            against,
            criterion: Criterion::Wall,
            allowed: 1.0 / 6.0,
            target: "≥ 6 × faster, and no inode change time moves",
        },
    }
}

/// Compares the permissions of a large tree with the passes of the builder images.
pub fn against_find(bench: &Workbench, state: State) -> Result<Row> {
    let (root, tree) = make_tree(bench, 50_000)?;
    let ours = assemble(bench, &root, "s2i-assemble");
    let passes = words([&bench.sources.join("find-passes"), &root.source()]);
    let passes = root.workload("four find passes", 1, passes);
    tree.put(State::Right)?;
    let mut unchanged = true;
    if state == State::Right {
        bench.launcher.sample(&ours)?;
        let before = tree.change_times()?;
        bench.launcher.sample(&ours)?;
        unchanged = before == tree.change_times()?;
    }
    let before = || {
        if state == State::Wrong {
            tree.check_right()?; // the result of the run before
            tree.put(State::Wrong)?;
            sync();
        }
        Ok(())
    };
    let comparison = bench.launcher.compare(&ours, &passes, bench.samples(15), before)?;
    let mut single = assemble(bench, &root, "s2i-assemble on one processor");
    single.command = on_one_processor(single.command)?;
    let single = bench.launcher.compare(&ours, &single, bench.samples(15), before)?;
    tree.check_right()?;
    let mut row = goal(state).row(&comparison);
    if state == State::Right {
        if !unchanged {
            row.verdict = Verdict::Missed;
        }
        let moved = if unchanged { "no" } else { "SOME" };
        let _ = write!(row.result, "; {moved} change time moved");
    }
    row.ratios.push(("wall, relative to one processor".to_owned(), single.wall));
    row.ratios.push(("CPU, relative to one processor".to_owned(), single.cpu));
    Ok(row
        .with(single.other)
        .with(assemble_nothing(bench)?)
        .noted("Wall time decides. CPU time is that of all threads.")
        .noted(format!(
            "With all processors s2ibox takes {} × the wall time and {} × the CPU time that it takes with one.",
            digits(single.wall.median),
            digits(single.cpu.median)
        ))
        .noted(
            "The whole of `s2i-assemble` is measured, with its start and a builder script that does nothing.",
        ))
}

/// Counts the work for an entry in trees of several sizes and depths, which must not grow. Times are
/// no proof: the kernel's own time for an entry grows in a tree that exceeds the processor's caches.
pub fn scale(bench: &Workbench) -> Result<Row> {
    let sizes: &[usize] = if bench.quick { &[5_000, 50_000] } else { &[5_000, 50_000, 500_000] };
    let mut row = Row {
        id: "permissions-scale",
        label: "permissions: of a tree a tenth as large",
        work: if bench.quick {
            "permissions at 5,000, 50,000 entries, and 10,000 levels deep".to_owned()
        } else {
            "permissions at 5,000, 50,000, 500,000 entries, and 10,000 levels deep".to_owned()
        },
        against: "itself".to_owned(),
        target: "linear; no stack or descriptor growth with depth".to_owned(),
        share_allowed: 1.05,
        ..Row::default()
    };
    let nothing = bench.root("nothing", &[])?;
    let idle = Counted::of(bench, &assemble(bench, &nothing, "nothing"))?;
    let mut costs = Vec::new();
    for &entries in sizes {
        let (root, tree) = make_tree(bench, entries)?;
        let ours = assemble(bench, &root, &format!("{entries} entries, all right"));
        tree.put(State::Right)?;
        costs.push(Counted::of(bench, &ours)?.per_entry(&idle, tree.entry_count()));
        let samples = if entries > 100_000 { 5 } else { 15 };
        let timed = bench.launcher.measure(&ours, bench.samples(samples), || Ok(()))?;
        row.measurements.push(timed);
    }
    let mut deep = Vec::new();
    for levels in [1_000, 10_000] {
        deep.push(depth(bench, &mut row, levels, &idle)?);
    }
    let (larger, deeper) = (largest_growth(&costs), largest_growth(&deep));
    row.share = larger.max(deeper);
    row.verdict = Verdict::from_bool(row.share <= row.share_allowed);
    row.result = format!(
        "system calls and instructions for an entry: {}; in a tree ten times as large at most {} ×, ten times as \
         deep {} ×; 10,000 levels with 16 descriptors and 256 KiB of stack: all right",
        join(&costs),
        digits(larger),
        digits(deeper)
    );
    let allowed = row.share_allowed;
    Ok(row
        .noted(format!("At 1,000 and at 10,000 levels: {} for an entry.", join(&deep)))
        .noted(format!(
            "Called linear up to {allowed} ×, counted by strace and callgrind on one processor, without the \
             counts of an empty tree."
        )))
}

fn join(costs: &[Counted]) -> String {
    costs.iter().map(Counted::to_string).collect::<Vec<_>>().join("; ")
}

/// Returns the largest growth from one size to the next.
fn largest_growth(costs: &[Counted]) -> f64 {
    costs.windows(2).map(|pair| pair[1].growth_from(&pair[0])).fold(0.0, f64::max)
}

/// Fixes a tree of this many levels, under narrow limits too, and counts the work for an entry.
fn depth(bench: &Workbench, row: &mut Row, levels: usize, idle: &Counted) -> Result<Counted> {
    let root = bench.root(&format!("depth-{levels}"), &[])?;
    let depth = Depth::new(&root.source().join("tree"), levels)?;
    let ours = assemble(bench, &root, &format!("{levels} levels, all wrong"));
    let timed = bench.launcher.measure(&ours, bench.samples(5), || depth.put_wrong())?;
    row.measurements.push(timed);
    depth.put_wrong()?;
    let text = "ulimit -n 16 && ulimit -s 256 && exec \"$1\"";
    let command = bench.command("assemble");
    let limited = root.bash("s2i-assemble under limits", 1, text, &[command.as_os_str()]);
    bench.launcher.sample(&limited)?;
    depth.check_right().context("with 16 descriptors and 256 KiB of stack")?;
    Ok(Counted::of(bench, &ours)?.per_entry(idle, depth.entry_count()))
}
