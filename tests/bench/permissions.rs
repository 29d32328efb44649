//! The rows about permissions: how fast, and whether it stays so in large and deep trees.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use nix::unistd::sync;

use crate::builds::{assemble, nothing_to_do};
use crate::counted::{Counted, on_one_processor};
use crate::launch::line;
use crate::place::{Place, Root};
use crate::row::{Decides, Row, digits};
use crate::trees::{Depth, State, Tree};

fn tree(place: &Place, entries: usize) -> Result<(Root, Tree)> {
    let root = place.root(&format!("tree-{entries}"), &[])?;
    let tree = Tree::new(&root.source().join("tree"), entries)?;
    Ok((root, tree))
}

/// Permissions of a large tree, against the passes of the builder images.
pub fn against_find(place: &Place, state: State) -> Result<Row> {
    let (root, tree) = tree(place, 50_000)?;
    let ours = assemble(place, &root, "s2i-assemble");
    let passes = line([&place.sources.join("find-passes"), &root.source()]);
    let passes = root.case("four find passes", 1, passes);
    tree.put(State::Right)?;
    let mut unchanged = true;
    if state == State::Right {
        place.launcher.sample(&ours)?;
        let before = tree.change_times()?;
        place.launcher.sample(&ours)?;
        unchanged = before == tree.change_times()?;
    }
    let before = || {
        if state == State::Wrong {
            tree.check_right()?; // what the run before has left
            tree.put(State::Wrong)?;
            sync();
        }
        Ok(())
    };
    let pair = place.launcher.pair(&ours, &passes, place.samples(15), before)?;
    let mut alone = assemble(place, &root, "s2i-assemble on one processor");
    alone.line = on_one_processor(alone.line)?;
    let alone = place.launcher.pair(&ours, &alone, place.samples(15), before)?;
    tree.check_right()?;
    let (id, work, allowed, to_reach) = match state {
        State::Wrong => {
            ("permissions-wrong", "permissions, 50,000 files, all wrong", 1.0 / 4.0, "≥ 4 × faster")
        }
        State::Right => (
            "permissions-right",
            "permissions, 50,000 files, all right",
            1.0 / 6.0,
            "≥ 6 × faster, and not one inode change time moves",
        ),
    };
    let against = "the builder images' way: four `find … -exec chgrp/chmod {} +` passes";
    let mut row = Row::about(id, work, against, &pair, Decides::Wall, allowed, to_reach);
    if state == State::Right {
        row.reached &= unchanged;
        let moved = if unchanged { "no" } else { "SOME" };
        let _ = write!(row.measured, "; {moved} change time moved");
    }
    let brought = format!(
        "With all processors it takes {} × the wall time and {} × the CPU time that it takes with one.",
        digits(alone.wall.median),
        digits(alone.cpu.median)
    );
    row.ratios.push(("wall, beside one processor".to_owned(), alone.wall));
    row.ratios.push(("CPU, beside one processor".to_owned(), alone.cpu));
    row.figures.extend([alone.other, nothing_to_do(place)?]);
    Ok(row
        .noted(
            "Faster is said of wall time, and that decides: a large tree is walked by several threads. CPU time is that \
             of all of them.",
        )
        .noted(brought)
        .noted(
            "The whole of `s2i-assemble` is measured, its start and a builder script that does nothing included.",
        ))
}

/// Trees of several sizes, and a deep one: what an entry takes must not grow. What can be counted is counted, for a time
/// depends on what else the machine does and on how much of the tree its caches hold.
pub fn scale(place: &Place) -> Result<Row> {
    let mut row = Row {
        id: "permissions-scale",
        work: "permissions at 5,000, 50,000, 500,000 entries, and 10,000 levels deep".to_owned(),
        against: "itself".to_owned(),
        to_reach: "linear; no stack or descriptor growth with depth".to_owned(),
        share_allowed: 1.05,
        ..Row::default()
    };
    let nothing = place.root("nothing", &[])?;
    let idle = Counted::of(place, &assemble(place, &nothing, "nothing"))?;
    let mut costs = Vec::new();
    for entries in [5_000, 50_000, 500_000] {
        let (root, tree) = tree(place, entries)?;
        let ours = assemble(place, &root, &format!("{entries} entries, all right"));
        tree.put(State::Right)?;
        costs.push(Counted::of(place, &ours)?.per_entry(&idle, tree.size()));
        let few = if entries > 100_000 { 5 } else { 15 };
        let timed = place.launcher.alone(&ours, place.samples(few), || Ok(()))?;
        row.figures.push(timed);
    }
    let larger = growth(&costs);
    let mut deep = Vec::new();
    for levels in [1_000, 10_000] {
        deep.push(depth(place, &mut row, levels, &idle)?);
    }
    let deeper = growth(&deep);
    row.share = larger.max(deeper);
    row.reached = row.share <= row.share_allowed;
    row.measured = format!(
        "system calls and instructions for an entry: {}; in a tree ten times as large at most {} ×, ten times as deep \
         {} ×; 10,000 levels with 16 descriptors and 256 KiB of stack: all right",
        costs.iter().map(Counted::said).collect::<Vec<_>>().join("; "),
        digits(larger),
        digits(deeper)
    );
    row.notes.push(format!(
        "At 1,000 and at 10,000 levels: {} for an entry.",
        deep.iter().map(Counted::said).collect::<Vec<_>>().join("; ")
    ));
    row.notes.push(format!(
        "Called linear up to {} ×, in counts of strace and callgrind, on one processor, for how long threads wait is no \
         matter of size; what an empty tree takes is taken off. Times are information: the kernel's own cost of an entry \
         grows in a larger tree, whose inodes fit the processor's caches less well.",
        row.share_allowed
    ));
    Ok(row)
}

/// By how much the largest step makes an entry dearer.
fn growth(costs: &[Counted]) -> f64 {
    let steps = costs.windows(2);
    steps.map(|pair| pair[1].beside(&pair[0])).fold(0.0, f64::max)
}

/// A tree of as many levels; the deepest is put right under narrow limits.
fn depth(place: &Place, row: &mut Row, levels: usize, idle: &Counted) -> Result<Counted> {
    let root = place.root(&format!("depth-{levels}"), &[])?;
    let depth = Depth::new(&root.source().join("tree"), levels)?;
    let ours = assemble(place, &root, &format!("{levels} levels, all wrong"));
    let timed = place.launcher.alone(&ours, place.samples(5), || depth.put_wrong())?;
    row.figures.push(timed);
    depth.put_wrong()?;
    let text = "ulimit -n 16 && ulimit -s 256 && exec \"$1\"";
    let command = place.command("assemble");
    let limited = root.bash("s2i-assemble under limits", 1, text, &[command.as_os_str()]);
    place.launcher.sample(&limited)?;
    depth.check_right().context("with 16 descriptors and 256 KiB of stack")?;
    Ok(Counted::of(place, &ours)?.per_entry(idle, depth.size()))
}
