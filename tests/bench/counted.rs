//! Counts of system calls and instructions, which do not depend on how busy the machine is.

use std::ffi::OsString;
use std::fmt::{self, Display};
use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use nix::sched::{CpuSet, sched_getaffinity};
use nix::unistd::Pid;

use crate::launch::{Workload, words};
use crate::row::digits;
use crate::stats::as_f64;
use crate::workbench::Workbench;

/// The counts of one run, or of a share of one.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    system_calls: f64,
    /// Instructions of the program itself, without those of the kernel.
    instructions: f64,
}

impl Counted {
    /// Runs the workload twice on one processor: strace counts the system calls, those of child
    /// processes included, and callgrind counts the instructions.
    pub fn of(bench: &Workbench, workload: &Workload) -> Result<Self> {
        let table = bench.directory.join("strace.txt");
        run_under(workload, &words([&"/usr/bin/strace", &"-f", &"-c", &"-o", &table]))?;
        let table = fs::read_to_string(&table)?;
        let total = table.lines().find(|line| line.ends_with(" total"));
        let calls = total.and_then(|line| line.split_ascii_whitespace().nth(3)?.parse().ok());
        let callgrind =
            words([&"/usr/bin/valgrind", &"--tool=callgrind", &"--callgrind-out-file=/dev/null"]);
        let stderr = run_under(workload, &callgrind)?;
        let collected =
            stderr.lines().find_map(|line| line.split_once("Collected : ")?.1.parse().ok());
        Ok(Self {
            system_calls: calls.context("strace printed no total")?,
            instructions: collected.context("callgrind printed no count")?,
        })
    }

    /// Returns the counts for one of `entries`, without the counts of an `idle` run.
    pub fn per_entry(self, idle: &Self, entries: usize) -> Self {
        Self {
            system_calls: (self.system_calls - idle.system_calls) / as_f64(entries),
            instructions: (self.instructions - idle.instructions) / as_f64(entries),
        }
    }

    /// Returns the ratio to `other` of the system calls or of the instructions: the larger one.
    pub fn growth_from(&self, other: &Self) -> f64 {
        // A few calls in a whole run, such as the reads of a file, are no cost of an entry.
        const NEGLIGIBLE: f64 = 0.01;
        let instructions = self.instructions / other.instructions;
        if self.system_calls < NEGLIGIBLE {
            return instructions;
        }
        instructions.max(self.system_calls / other.system_calls.max(NEGLIGIBLE))
    }
}

impl Display for Counted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} and {}", digits(self.system_calls), digits(self.instructions))
    }
}

/// Returns the command line with taskset(1) before it, for the first processor of this process.
pub fn on_one_processor(command: Vec<OsString>) -> Result<Vec<OsString>> {
    let affinity = sched_getaffinity(Pid::from_raw(0))?;
    let first = (0..CpuSet::count()).find(|&index| affinity.is_set(index) == Ok(true));
    let first = first.unwrap_or_default().to_string();
    let mut line = words([&"/usr/bin/taskset", &"--cpu-list", &first]);
    line.extend(command);
    Ok(line)
}

/// Runs the workload under another program and returns its standard error.
fn run_under(workload: &Workload, program: &[OsString]) -> Result<String> {
    let line = on_one_processor(program.iter().chain(&workload.command).cloned().collect())?;
    let output = Command::new(&line[0])
        .args(&line[1..])
        .env_clear()
        .envs(workload.environment.iter().cloned())
        .current_dir(&workload.directory)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} cannot be started", line[0].display()))?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(
        output.status.code() == Some(workload.status.into()),
        "{} under {}: {}, {stderr}",
        workload.name,
        program[0].display(),
        output.status
    );
    Ok(stderr)
}
