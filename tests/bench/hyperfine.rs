//! The comparison of a probe with the floor and the original, by hyperfine, a tool that readers know.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::launch::words;
use crate::probes::bare_root;
use crate::workbench::Workbench;

/// Returns the table that hyperfine writes.
pub fn table(bench: &Workbench) -> Result<String> {
    let root = bare_root(bench)?;
    let file = bench.directory.join("hyperfine.md");
    let mut command = Command::new("hyperfine");
    command
        .args(["-N", "--warmup", "5", "--runs"])
        .arg(bench.samples(100).to_string())
        .arg("--export-markdown")
        .arg(&file);
    let hook = root.hook("ready");
    for (name, line) in [
        ("s2i-ready", words([&bench.command("ready")])),
        ("static C program, musl", words([&bench.program("floor-musl"), &hook])),
        ("static C program, glibc", words([&bench.program("floor-glibc"), &hook])),
        ("powershift image ready", words([&bench.original(), &"image", &"ready"])),
    ] {
        let line: Vec<_> = line.iter().map(|word| word.to_string_lossy()).collect();
        command.args(["--command-name", name]).arg(line.join(" "));
    }
    let workload = root.workload("hyperfine", 1, Vec::new());
    let output = command
        .env_clear()
        .envs(workload.environment)
        .current_dir(workload.directory)
        .stdin(Stdio::null())
        .output()
        .context("hyperfine cannot be started")?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "hyperfine failed: {stderr}");
    fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))
}
