//! What can be counted of a program, and is the same however busy the machine is.

use std::ffi::OsString;
use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use nix::sched::{CpuSet, sched_getaffinity};
use nix::unistd::Pid;

use crate::launch::{Case, line};
use crate::place::Place;
use crate::row::digits;
use crate::stats::count;

/// System calls and instructions.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    calls: f64,
    /// In the program itself; the kernel's are not seen.
    instructions: f64,
}

impl Counted {
    /// Runs it twice on one processor: strace counts the calls, of its children as well, callgrind the instructions.
    pub fn of(place: &Place, case: &Case) -> Result<Self> {
        let table = place.work.join("strace.txt");
        run(case, &line([&"/usr/bin/strace", &"-f", &"-c", &"-o", &table]))?;
        let table = fs::read_to_string(&table)?;
        let total = table.lines().find(|line| line.ends_with(" total"));
        let calls = total.and_then(|line| line.split_ascii_whitespace().nth(3)?.parse().ok());
        let words =
            line([&"/usr/bin/valgrind", &"--tool=callgrind", &"--callgrind-out-file=/dev/null"]);
        let said = run(case, &words)?;
        let collected =
            said.lines().find_map(|line| line.split_once("Collected : ")?.1.parse().ok());
        Ok(Self {
            calls: calls.context("strace has given no total")?,
            instructions: collected.context("callgrind has collected nothing")?,
        })
    }

    /// What each of `entries` takes, without what `idle` takes.
    pub fn per_entry(self, idle: &Self, entries: usize) -> Self {
        Self {
            calls: (self.calls - idle.calls) / count(entries),
            instructions: (self.instructions - idle.instructions) / count(entries),
        }
    }

    /// How many times as much it is as `other`, by whichever has grown more.
    pub fn beside(&self, other: &Self) -> f64 {
        let calls = self.calls / other.calls;
        calls.max(self.instructions / other.instructions)
    }

    /// As a text.
    pub fn said(&self) -> String {
        format!("{} and {}", digits(self.calls), digits(self.instructions))
    }
}

/// The same command line for the first of our processors alone.
pub fn on_one_processor(words: Vec<OsString>) -> Result<Vec<OsString>> {
    let ours = sched_getaffinity(Pid::from_raw(0))?;
    let first = (0..CpuSet::count()).find(|&index| ours.is_set(index) == Ok(true));
    let first = first.unwrap_or_default().to_string();
    let mut line = line([&"/usr/bin/taskset", &"--cpu-list", &first]);
    line.extend(words);
    Ok(line)
}

/// Runs a case within another program, and gives what comes on standard error.
fn run(case: &Case, within: &[OsString]) -> Result<String> {
    let words = within.iter().chain(&case.line).cloned().collect();
    let words = on_one_processor(words)?;
    let output = Command::new(&words[0])
        .args(&words[1..])
        .env_clear()
        .envs(case.environment.iter().cloned())
        .current_dir(&case.directory)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} cannot be started", words[0].display()))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(
        output.status.success(),
        "{} within {}: {}, {said}",
        case.name,
        within[0].display(),
        output.status
    );
    Ok(said)
}
