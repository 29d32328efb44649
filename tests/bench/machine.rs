//! What the figures depend on.

use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

/// Name and value of each.
pub fn described(quick: bool) -> Vec<(&'static str, String)> {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or_else(|| "unknown".to_owned(), |(_, name)| name.to_owned());
    let cores = available_parallelism().map_or(0, usize::from);
    vec![
        ("processor", format!("{processor}, {cores} cores")),
        ("kernel", said("uname", &["-srm"])),
        ("disk", said("stat", &["-f", "-c", "%T", "target"])),
        ("compiler", said("rustc", &["-V"])),
        ("program", said("file", &["-b", "dist/s2ibox"])),
        ("commit", said("git", &["describe", "--always", "--dirty"])),
        ("bash", said("bash", &["-c", "echo $BASH_VERSION"])),
        ("find", said("find", &["--version"])),
        (
            "load when done",
            fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned(),
        ),
        ("samples", if quick { "few (QUICK=1)" } else { "all" }.to_owned()),
    ]
}

/// The first line of what a program says.
fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().next().unwrap_or("unknown").to_owned()
}
