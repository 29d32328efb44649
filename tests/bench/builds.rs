//! The rows about what a build does once: permissions, taking the hooks; and the size of the program.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio, id};

use anyhow::{Context, Result, ensure};
use nix::unistd::sync;

use crate::launch::{Case, Measured, line};
use crate::place::{Place, Root};
use crate::row::{Decides, Row, digits, time};
use crate::stats::count;
use crate::trees::{Depth, State, Tree, make_upload, remove};

fn assemble(place: &Place, root: &Root, name: &str) -> Case {
    root.case(name, 1, line([&place.command("assemble")]))
}

/// `s2i-assemble` where there is nothing to do: what it costs before the permissions begin.
fn nothing_to_do(place: &Place) -> Result<Measured> {
    let root = place.root("nothing", &[])?;
    let case = assemble(place, &root, "s2i-assemble of an empty source");
    place.launcher.alone(&case, place.samples(20), || Ok(()))
}

fn tree(place: &Place, entries: usize) -> Result<(Root, Tree)> {
    let root = place.root(&format!("tree-{entries}"), &[])?;
    let tree = Tree::new(&root.source().join("tree"), entries)?;
    Ok((root, tree))
}

/// Permissions of a large tree, against the passes of the builder images.
pub fn permissions(place: &Place, state: State) -> Result<Row> {
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
    let pair = place.launcher.pair(&ours, &passes, place.samples(15), || {
        if state == State::Wrong {
            tree.check_right()?; // what the run before has left
            tree.put(State::Wrong)?;
            sync();
        }
        Ok(())
    })?;
    tree.check_right()?;
    let (id, work, allowed, to_reach) = match state {
        State::Wrong => (
            "permissions-wrong",
            "permissions, 50,000 files, all wrong",
            1.0 / 4.0,
            "≥ 4 × faster",
        ),
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
    row.figures.push(nothing_to_do(place)?);
    Ok(row.noted(
        "The whole of `s2i-assemble` is measured, its start and a builder script that does nothing included.",
    ))
}

/// Permissions of trees of several sizes, and of a deep one.
pub fn scale(place: &Place) -> Result<Row> {
    let idle = nothing_to_do(place)?;
    let mut row = Row {
        id: "permissions-scale",
        work: "permissions at 5,000, 50,000, 500,000 entries, and 10,000 levels deep".to_owned(),
        against: "itself".to_owned(),
        to_reach: "linear; no stack or descriptor growth with depth".to_owned(),
        share_allowed: 1.25,
        ..Row::default()
    };
    let per_entry = |measured: &Measured, entries: usize| {
        // The least of each: what else the machine does can only add.
        (measured.cpu.min - idle.cpu.min) / count(entries)
    };
    let (mut growth, mut beyond_find) = (0.0_f64, 0.0_f64);
    for state in [State::Right, State::Wrong] {
        let mut smaller: Option<(f64, f64)> = None;
        let (mut costs, mut theirs) = (Vec::new(), Vec::new());
        for entries in [5_000, 50_000, 500_000] {
            let (root, tree) = tree(place, entries)?;
            let ours = assemble(place, &root, &format!("{entries} entries, all {state:?}"));
            let find = line([&place.sources.join("find-passes"), &root.source()]);
            let find = root.case(&format!("find passes over {entries}"), 1, find);
            tree.put(State::Right)?;
            let samples = if entries > 100_000 { 4 } else { 15 };
            let pair = place
                .launcher
                .pair(&ours, &find, place.samples(samples), || {
                    if state == State::Wrong {
                        tree.put(State::Wrong)?;
                        sync();
                    }
                    Ok(())
                })?;
            tree.check_right()?;
            let cost = per_entry(&pair.ours, tree.size());
            let find_cost = pair.other.cpu.min / count(tree.size());
            if let Some((smaller, find_smaller)) = smaller {
                growth = growth.max(cost / smaller);
                beyond_find = beyond_find.max(cost / smaller / (find_cost / find_smaller));
            }
            smaller = Some((cost, find_cost));
            costs.push(format!("{:.2}", cost * 1e6));
            theirs.push(format!("{:.2}", find_cost * 1e6));
            row.figures.extend([pair.ours, pair.other]);
        }
        row.notes.push(format!(
            "CPU time for each entry, all {state:?}: {} µs; of the find passes: {} µs.",
            costs.join(", "),
            theirs.join(", ")
        ));
    }
    let (deeper, peaks) = depth(place, &mut row, &per_entry)?;
    row.notes.push(peaks);
    row.figures.push(idle);
    row.measured = format!(
        "CPU for an entry, in a tree ten times as large: at most {} ×, which is {} × of what it is for find; \
         ten times as deep: {} ×; 10,000 levels with 16 descriptors and 256 KiB of stack: all right",
        digits(growth),
        digits(beyond_find),
        digits(deeper)
    );
    row.share = beyond_find.max(deeper);
    row.reached = row.share <= row.share_allowed;
    row.notes.push(format!(
        "Called linear up to {} ×, beside the find passes: in a larger tree the kernel's own records of files fit the \
         processor's caches less well, for whoever looks at them.",
        row.share_allowed
    ));
    Ok(row)
}

/// Trees of 1,000 and 10,000 levels, the latter once under narrow limits too.
fn depth(
    place: &Place,
    row: &mut Row,
    per_entry: &impl Fn(&Measured, usize) -> f64,
) -> Result<(f64, String)> {
    let mut costs = Vec::new();
    let mut peaks = Vec::new();
    for levels in [1_000, 10_000] {
        let root = place.root(&format!("depth-{levels}"), &[])?;
        let depth = Depth::new(&root.source().join("tree"), levels)?;
        let case = assemble(place, &root, &format!("{levels} levels, all Wrong"));
        let measured = place
            .launcher
            .alone(&case, place.samples(15), || depth.put_wrong())?;
        depth.check_right()?;
        costs.push(per_entry(&measured, depth.size()));
        peaks.push(measured.peak.median / 1024.0);
        row.figures.push(measured);
        if levels == 10_000 {
            depth.put_wrong()?;
            let text = "ulimit -n 16 && ulimit -s 256 && exec \"$1\"";
            let command = place.command("assemble");
            let limited = root.bash("s2i-assemble under limits", 1, text, &[command.as_os_str()]);
            place.launcher.sample(&limited)?;
            depth
                .check_right()
                .context("with 16 descriptors and 256 KiB of stack")?;
        }
    }
    let note = format!(
        "Peak memory: {:.0} KiB at 1,000 levels, {:.0} KiB at 10,000.",
        peaks[0], peaks[1]
    );
    Ok((costs[1] / costs[0], note))
}

/// Taking the hooks from another file system.
pub fn take(place: &Place) -> Result<Row> {
    let mut root = place.root("take", &[])?;
    let elsewhere = Elsewhere::new()?;
    root.upload = Path::new(&elsewhere.0).join("upload");
    let (upload, source) = (root.upload.clone(), root.source());
    fs::create_dir_all(&upload)?;
    ensure!(
        fs::metadata(&upload)?.dev() != fs::metadata(&source)?.dev(),
        "{} and {} are on the same file system; measure with target on a disk",
        upload.display(),
        source.display()
    );
    let ours = assemble(place, &root, "s2i-assemble");
    let text = "cp -a \"$1/.s2i\" \"$2/\" && rm -r \"$1/.s2i\"";
    let copy = root.bash(
        "cp -a, then rm -r",
        1,
        text,
        &[upload.as_os_str(), source.as_os_str()],
    );
    let pair = place.launcher.pair(&ours, &copy, place.samples(8), || {
        remove(&source.join(".s2i"))?;
        remove(&upload)?;
        make_upload(&upload, 20_000)?;
        sync();
        Ok(())
    })?;
    ensure!(
        source.join(".s2i/assets/folder-999/file-19999").is_file() && !upload.join(".s2i").exists(),
        "the files were not taken"
    );
    let after = assemble(place, &root, "s2i-assemble with nothing to take");
    let after = place.launcher.alone(&after, place.samples(15), || Ok(()))?;
    remove(&source.join(".s2i"))?;
    // What comes after the taking (permissions of what was taken) is no part of it.
    let share = |ours: f64, after: f64, other: f64| (ours - after) / other;
    let (cpu, wall) = (
        share(
            pair.ours.cpu.median,
            after.cpu.median,
            pair.other.cpu.median,
        ),
        share(
            pair.ours.wall.median,
            after.wall.median,
            pair.other.wall.median,
        ),
    );
    let against = "`cp -a`, then `rm -r`";
    let work = "taking a `.s2i` of 20,000 files across file systems";
    let mut row = Row::about("take", work, against, &pair, Decides::Both, 1.2, "≤ 1.2 ×").noted(
        "Measured is the whole of `s2i-assemble`; the same with nothing to take, which looks at the \
         permissions of all 20,000 files, is taken off.",
    );
    row.measured = format!(
        "CPU {} ×; wall {} ×; with the permissions of what was taken: {}",
        digits(cpu),
        digits(wall),
        row.measured
    );
    row.share = cpu.max(wall);
    row.reached = row.share <= row.share_allowed;
    row.figures.push(after);
    Ok(row)
}

/// A folder on a file system in memory; removed when dropped.
struct Elsewhere(String);

impl Elsewhere {
    fn new() -> Result<Self> {
        let folder = Self(format!("/dev/shm/s2ibox-bench-{}", id()));
        fs::create_dir(&folder.0).with_context(|| format!("{} cannot be made", folder.0))?;
        Ok(folder)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The size of the program, and whether the build minds it.
pub fn size(place: &Place) -> Result<Row> {
    const ALLOWED: u64 = 1_500_000;
    let bytes = fs::metadata(place.work.join("bin/s2ibox"))?.len();
    let minded = Command::new("make")
        .args(["build", "SIZE_MAX=1000"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("make cannot be started")?;
    let budget = if minded.success() { "is NOT" } else { "is" };
    #[allow(clippy::cast_precision_loss, reason = "a few million")]
    let share = bytes as f64 / ALLOWED as f64;
    Ok(Row {
        id: "size",
        work: "`dist/s2ibox`, everything in it".to_owned(),
        against: "an empty static std program here is 1.08 MB".to_owned(),
        measured: format!("{bytes} bytes; a build beyond the budget {budget} refused"),
        to_reach: "≤ 1.5 MB; a budget in the Makefile".to_owned(),
        reached: bytes <= ALLOWED && !minded.success(),
        share,
        share_allowed: 1.0,
        ..Row::default()
    })
}

/// A sentence about how fine the figures for CPU time are.
pub fn resolution(place: &Place) -> Result<String> {
    let root = place.root("bare", &[("ready", None)])?;
    let case = root.case("hook", 1, line([&place.hook()]));
    let mut seen = Vec::new();
    for _ in 0..40 {
        seen.push(place.launcher.sample(&case)?.cpu);
    }
    seen.sort_by(f64::total_cmp);
    let (least, middle, most) = (seen[0], seen[seen.len() / 2], seen[seen.len() - 1]);
    let fine = if middle > 0.0 && most < 0.004 {
        "finer than a clock tick: the kernel adds up what it has really run"
    } else {
        "no finer than a clock tick: only batches of many runs mean something"
    };
    Ok(format!(
        "CPU time of one run of the hook alone: {} to {}, median {}. It is {fine}.",
        time(least),
        time(most),
        time(middle)
    ))
}
