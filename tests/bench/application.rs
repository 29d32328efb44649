//! A running application, for the rows that need one.

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::launch::Workload;
use crate::workbench::Workbench;

/// A process that runs until the value is dropped.
pub struct Application(Child);

impl Application {
    /// Starts a workload, and waits until a process of the name `name` is the workload's or its child.
    pub fn start(workload: &Workload, name: &str) -> Result<Self> {
        let child = Command::new(&workload.command[0])
            .args(&workload.command[1..])
            .env_clear()
            .envs(workload.environment.iter().cloned())
            .current_dir(&workload.directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("{} cannot be started", workload.name))?;
        let application = Self(child);
        let started = Instant::now();
        while !application.runs(name)? {
            ensure!(
                started.elapsed() < Duration::from_secs(20),
                "{} does not start within 20 s",
                workload.name
            );
            sleep(Duration::from_millis(20));
        }
        Ok(application)
    }

    /// Returns the process id as an argument.
    pub fn id(&self) -> String {
        self.0.id().to_string()
    }

    fn runs(&self, name: &str) -> Result<bool> {
        let id = self.0.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"))?;
        let mut processes = children.split_ascii_whitespace().map(str::to_owned).chain([self.id()]);
        Ok(processes.any(|process| {
            let found = fs::read_to_string(format!("/proc/{process}/comm"));
            found.is_ok_and(|found| found.trim() == name)
        }))
    }

    /// Returns the proportional set size of the process itself, in bytes (proc(5), `smaps_rollup`).
    pub fn proportional_set_size(&self) -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.0.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        Ok(kibibytes.context("smaps_rollup has no Pss")? * 1024.0)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        // A killed init leaves its child to the system's subreaper, so the child gets the signal too.
        let id = self.0.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        for process in children.unwrap_or_default().split_ascii_whitespace() {
            let _ = Command::new("kill").args(["-KILL", process]).status();
        }
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// Writes the program `application` to `path`, 100 MB long, as runtimes in one file such as node are.
/// A probe that read the whole file would be slow.
pub fn make_large_program(bench: &Workbench, path: &Path) -> Result<()> {
    fs::copy(bench.program("application"), path)?;
    OpenOptions::new().write(true).open(path)?.set_len(100 << 20)?;
    Ok(())
}
