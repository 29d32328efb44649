//! The machine that the figures come from.

use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

use anyhow::Result;

use crate::launch::words;
use crate::probes::bare_root;
use crate::row::time;
use crate::workbench::Workbench;

/// Returns the name and the value of each property of the machine and the tools.
pub fn properties(bench: &Workbench) -> Vec<(&'static str, String)> {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or_else(|| "unknown".to_owned(), |(_, name)| name.to_owned());
    let cores = available_parallelism().map_or(0, usize::from);
    vec![
        ("processor", format!("{processor}, {cores} cores")),
        ("kernel", first_line("uname", &["-srm"])),
        ("disk", first_line("stat", &["-f", "-c", "%T", "target"])),
        ("compiler", first_line("rustc", &["-V"])),
        ("program", first_line("file", &["-b", &bench.program("s2ibox").to_string_lossy()])),
        ("commit", first_line("git", &["describe", "--always", "--dirty"])),
        ("bash", first_line("bash", &["-c", "echo $BASH_VERSION"])),
        ("find", first_line("find", &["--version"])),
        ("timeout", first_line("timeout", &["--version"])),
        ("tini-static", first_line("tini-static", &["--version"])),
        ("catatonit", first_line("catatonit", &["--version"])),
        (
            "load at the end",
            fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned(),
        ),
        ("samples", if bench.quick { "few (QUICK=1)" } else { "all" }.to_owned()),
    ]
}

/// Runs a program and returns the first line of its output.
fn first_line(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().next().unwrap_or("unknown").to_owned()
}

/// Returns a sentence about the resolution of CPU times on this kernel.
pub fn resolution(bench: &Workbench) -> Result<String> {
    const TICK: f64 = 0.004; // seconds, of the slowest clock that Linux is commonly built with (HZ=250)
    let root = bare_root(bench)?;
    let hook = root.workload("hook", 1, words([&bench.program("hook")]));
    let mut times = Vec::new();
    for _ in 0..40 {
        times.push(bench.launcher.sample(&hook)?.cpu);
    }
    times.sort_by(f64::total_cmp);
    let (least, median, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
    let resolution = if median > 0.0 && most < TICK {
        "finer than a clock tick"
    } else {
        "no finer than a clock tick, so that only batches of many runs are significant"
    };
    Ok(format!(
        "CPU time of one run of the hook alone: {} to {}, median {}. The resolution is {resolution}.",
        time(least),
        time(most),
        time(median)
    ))
}
