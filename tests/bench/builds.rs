//! What a build does once: taking the hooks; and the size of the program.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio, id};

use anyhow::{Context, Result, ensure};
use nix::unistd::sync;

use crate::launch::{Case, Measured, line};
use crate::place::{Place, Root};
use crate::row::{Decides, Row, digits, time};
use crate::trees::{make_upload, remove};

/// `s2i-assemble` in a root.
pub fn assemble(place: &Place, root: &Root, name: &str) -> Case {
    root.case(name, 1, line([&place.command("assemble")]))
}

/// `s2i-assemble` where there is nothing to do: what it costs before the permissions begin.
pub fn nothing_to_do(place: &Place) -> Result<Measured> {
    let root = place.root("nothing", &[])?;
    let case = assemble(place, &root, "s2i-assemble of an empty source");
    place.launcher.alone(&case, place.samples(20), || Ok(()))
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
    let copy = root.bash("cp -a, then rm -r", 1, text, &[upload.as_os_str(), source.as_os_str()]);
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
        share(pair.ours.cpu.median, after.cpu.median, pair.other.cpu.median),
        share(pair.ours.wall.median, after.wall.median, pair.other.wall.median),
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

/// A directory on a file system in memory; removed when dropped.
struct Elsewhere(String);

impl Elsewhere {
    fn new() -> Result<Self> {
        let directory = Self(format!("/dev/shm/s2ibox-bench-{}", id()));
        fs::create_dir(&directory.0).with_context(|| format!("{} cannot be made", directory.0))?;
        Ok(directory)
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
