//! The row about `assemble` taking the hooks from the upload.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::id;

use anyhow::{Context, Result, ensure};
use nix::unistd::sync;

use crate::launch::{Measurement, Workload, words};
use crate::row::{Criterion, Goal, Row, Verdict, digits};
use crate::trees::{make_upload, remove};
use crate::workbench::{Root, Workbench};

/// Returns `s2i-assemble` in a root.
pub fn assemble(bench: &Workbench, root: &Root, name: &str) -> Workload {
    root.workload(name, 1, words([&bench.command("assemble")]))
}

/// Measures `s2i-assemble` of an empty source.
pub fn assemble_nothing(bench: &Workbench) -> Result<Measurement> {
    let root = bench.root("nothing", &[])?;
    let workload = assemble(bench, &root, "s2i-assemble of an empty source");
    bench.launcher.measure(&workload, bench.samples(20), || Ok(()))
}

/// Compares taking `.s2i` from another file system with cp(1) and rm(1).
pub fn take(bench: &Workbench) -> Result<Row> {
    const FILES: usize = 20_000;
    let goal = Goal {
        id: "take",
        label: "taking .s2i: of cp -a and rm -r",
        work: "taking a `.s2i` of 20,000 files across file systems",
        against: "`cp -a`, then `rm -r`",
        criterion: Criterion::Both,
        allowed: 1.2,
        target: "≤ 1.2 ×",
    };
    let mut root = bench.root("take", &[])?;
    let memory = MemoryDirectory::new()?;
    root.upload = Path::new(&memory.0).join("upload");
    let (upload, source) = (root.upload.clone(), root.source());
    fs::create_dir_all(&upload)?;
    ensure!(
        fs::metadata(&upload)?.dev() != fs::metadata(&source)?.dev(),
        "{} and {} are on the same file system; measure with target on a disk",
        upload.display(),
        source.display()
    );
    let ours = assemble(bench, &root, "s2i-assemble");
    let text = "cp -a \"$1/.s2i\" \"$2/\" && rm -r \"$1/.s2i\"";
    let copy = root.bash("cp -a, then rm -r", 1, text, &[upload.as_os_str(), source.as_os_str()]);
    let comparison = bench.launcher.compare(&ours, &copy, bench.samples(8), || {
        remove(&source.join(".s2i"))?;
        remove(&upload)?;
        make_upload(&upload, FILES)?;
        sync();
        Ok(())
    })?;
    ensure!(
        source.join(".s2i/assets/directory-999/file-19999").is_file()
            && !upload.join(".s2i").exists(),
        "the files were not taken"
    );
    let rest = assemble(bench, &root, "s2i-assemble with nothing to take");
    let rest = bench.launcher.measure(&rest, bench.samples(15), || Ok(()))?;
    remove(&source.join(".s2i"))?;
    // s2i-assemble also examines the permissions of the files that it took, which cp does not.
    let share = |ours: f64, rest: f64, other: f64| (ours - rest) / other;
    let (ours, other) = (&comparison.ours, &comparison.other);
    let cpu = share(ours.cpu.median, rest.cpu.median, other.cpu.median);
    let wall = share(ours.wall.median, rest.wall.median, other.wall.median);
    let mut row = goal.row(&comparison).with(rest).noted(
        "The whole of `s2i-assemble` is measured. Its time with nothing to take, in which it examines \
         the permissions of all 20,000 files, is subtracted.",
    );
    row.result = format!(
        "CPU {} ×; wall {} ×; with the permissions of the files: {}",
        digits(cpu),
        digits(wall),
        row.result
    );
    row.share = cpu.max(wall);
    row.verdict = Verdict::from_bool(row.share <= row.share_allowed);
    Ok(row)
}

/// A directory on a file system in memory, removed when the value is dropped.
struct MemoryDirectory(String);

impl MemoryDirectory {
    fn new() -> Result<Self> {
        let directory = Self(format!("/dev/shm/s2ibox-bench-{}", id()));
        fs::create_dir(&directory.0)
            .with_context(|| format!("{} cannot be created", directory.0))?;
        Ok(directory)
    }
}

impl Drop for MemoryDirectory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
